"""One import into one pack: rows streamed to files, entries, findings and a report, put into the pack whole or not at all.

    with Batch(pack, "harbour-2024", "table") as batch:
        batch.movement("harbour-flow", {"date": "2024-03-01", "to": "arrived", "value": "12.5", "unit": "EUR"})
        batch.entry("flows", {"id": "harbour-flow", "title": "...", "files": batch.files("harbour-flow"), ...})
        result = batch.commit()

Everything is written to `.torgau-import-NAME` in the pack folder, which no reader of packs looks into. `commit` checks the pack
as it would be, then moves the folder to `imports/NAME` by one rename. Whatever ends the import before that (an error, Control-C,
a killed process) leaves the pack as it was; the next import of the same name clears the draft away. The files depend only on what
is imported and on the entries of the pack: no clock, no random names.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple, Self

from torgau.importing.errors import ImportStopped, PackHasErrors
from torgau.importing.findings import Finding, Findings, Kind
from torgau.importing.placing import flush_tree, locked, mirror, place, recover, same_content
from torgau.importing.report import Section, report_text
from torgau.importing.texts import one_line, yaml_entry
from torgau.loading.movement_files import REQUIRED

COLUMNS = (
    *("date", "from", "to", "value", "low", "high", "unit", "commodity", "route", "donor", "recipient", "instrument"),
    *("activity", "parent", "lot", "counted", "id", "source", "locator", "verified", "note"),
)
"""The columns of a file of movements (docs/flow.md), in the order in which imports write them."""
NEEDED = frozenset(REQUIRED)
MOST_BYTES = 15_000_000
"""Where a file of movements ends and the next part begins: small enough for a diff and an editor."""
HELD_BYTES = 8_000_000
"""How much text of rows is kept in memory, over all flows, before it is written."""
FOLDER = "imports"
REPORT = "report.md"
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])?")

_MEMORY = "200MB"
"""What the database may keep while the pack is checked with the import in it: an import of any size runs on a small machine."""


class Committed(NamedTuple):
    """What an import did. `unchanged`: exactly this was in the pack already. `folder` is relative to the pack folder."""

    status: Literal["new", "replaced", "unchanged"]
    folder: str
    files: tuple[str, ...]
    rows: int
    findings: tuple[Finding, ...]


class _Rows:
    """The rows of one flow that are not on disk yet, and the part they go to."""

    def __init__(self, stem: str, columns: Sequence[str]) -> None:
        self.stem = stem
        self.columns = tuple(columns)
        self.parts = 0
        self.size = MOST_BYTES  # full: the first row begins a part
        self.text: list[str] = []

    def file(self, number: int) -> str:
        """The name of a part, counted from 1."""
        return f"{self.stem}-{number:03d}.movements.csv"


class Batch:
    """One import. Use it as a context manager; without `commit` it leaves nothing behind.

    `pack` is the folder of a pack, `name` the folder of this import below `imports/`, `kind` the kind of importer (for the
    report), `kinds` the words of the findings that it may make. With `replace` another import of that name is replaced whole.
    """

    def __init__(
        self, pack: Path, name: str, kind: str, *, kinds: Mapping[str, Kind] | None = None, replace: bool = False
    ) -> None:
        self.pack = pack
        self.name = name
        self.kind = kind
        self.findings = Findings(kinds or {})
        self.known: Mapping[str, str] = {}
        """The kind of every id in the pack, without those of the import that this one replaces."""
        self.rows = 0
        self._replace = replace
        self._stack = ExitStack()
        self._work = pack / f".torgau-import-{name}"
        self._draft = self._work / "draft"
        self._aside = pack / f".torgau-replaced-{name}"
        self._flows: dict[str, _Rows] = {}
        self._stems: dict[str, list[str]] = {}
        self._held = 0
        self._entries: dict[str, list[Mapping[str, Any]]] = {}
        self._sections: list[Section] = []

    @property
    def folder(self) -> str:
        """Where the import will be, from the pack folder."""
        return f"{FOLDER}/{self.name}"

    def __enter__(self) -> Self:
        """Take the pack. ImportStopped where there is none or another import is running, PackHasErrors where it has errors."""
        _check_place(self.pack, self.name)
        with ExitStack() as stack:
            if not stack.enter_context(locked(self.pack)):
                raise ImportStopped(f"{self.pack}: another import is writing into this pack", "wait until it has ended")
            recover(self.pack / self.folder, self._aside)
            stack.callback(self._clear)
            self._clear()
            self.known = self._ids()
            self._draft.mkdir(parents=True)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stack.close()

    def _clear(self) -> None:
        shutil.rmtree(self._work, ignore_errors=True)
        shutil.rmtree(self._aside, ignore_errors=True)

    def _ids(self) -> dict[str, str]:
        from torgau.loading import check_pack
        from torgau.vocabulary import KINDS

        checked = check_pack(self.pack, memory=_MEMORY)
        if checked.record is None:
            errors = [each for each in checked.problems if each.severity == "error"]
            raise PackHasErrors(f"{self.pack}: the pack has errors", "mend them (`torgau check`), then import", errors)
        own = f"{self.folder}/"
        spans = checked.record.spans
        return {
            entry: kind
            for kind in KINDS
            for entry in getattr(checked.record, kind)
            if entry not in spans or not spans[entry].file.startswith(own)
        }

    def movement(self, flow: str, row: Mapping[str, str]) -> None:
        """Add a row to a flow. The keys are columns of docs/flow.md, the same ones for every row of a flow.

        ValueError where a column is unknown, missing, or was not in the first row of the flow.
        """
        rows = self._flows.get(flow)
        if rows is None:
            unknown = row.keys() - set(COLUMNS)
            if unknown or not row.keys() >= NEEDED:
                raise ValueError(f"columns {sorted(unknown or NEEDED - row.keys())} of a movement are unknown or missing")
            rows = self._flows[flow] = _Rows(self._stem(flow), [each for each in COLUMNS if each in row])
        elif not row.keys() <= set(rows.columns):
            raise ValueError(f"columns {sorted(row.keys() - set(rows.columns))} were not in the first row of {flow!r}")
        line = _csv_line([_cell(row.get(column, "")) for column in rows.columns])
        size = len(line.encode())
        if rows.size + size > MOST_BYTES:
            self._write(rows)
            line = _csv_line(rows.columns) + line
            rows.parts += 1
            rows.size, size = 0, len(line.encode())
        rows.text.append(line)
        rows.size += size
        self.rows += 1
        self._held += size
        if self._held > HELD_BYTES:
            for each in self._flows.values():
                self._write(each)

    def _stem(self, flow: str) -> str:
        """How the files of a flow begin: its id, with a number where another flow has the same letters in another case, since not
        every file system tells those apart."""
        alike = self._stems.setdefault(flow.casefold(), [])
        alike.append(flow)
        return flow if len(alike) == 1 else f"{flow}-case-{len(alike)}"

    def _write(self, rows: _Rows) -> None:
        # Files are opened for each write: a file of files may report for more organisations than a process may have files open.
        if rows.text:
            with (self._draft / rows.file(rows.parts)).open("a", encoding="utf-8", newline="") as stream:
                stream.writelines(rows.text)
            self._held -= sum(len(each.encode()) for each in rows.text)
            rows.text.clear()

    def files(self, flow: str) -> tuple[str, ...]:
        """The files of a flow so far, by their path from the pack folder: what its entry gives as `files`."""
        rows = self._flows.get(flow)
        return tuple(f"{self.folder}/{rows.file(part + 1)}" for part in range(rows.parts)) if rows else ()

    def entry(self, kind: str, entry: Mapping[str, Any]) -> None:
        """Add an entry. `kind` is the plural of docs/pack.md; values are texts, numbers (Decimal, int), lists and mappings."""
        self._entries.setdefault(kind, []).append(entry)

    def finding(self, kind: str, place: str, detail: str = "", *, unit: str = "", amount: Decimal | None = None) -> None:
        """Record a finding at `place` (`file:line`), with the amount that it concerns."""
        self.findings.add(kind, one_line(place), one_line(detail), unit=unit, amount=amount)

    def section(
        self, title: str, *, lines: Sequence[str] = (), header: Sequence[str] = (), table: Sequence[Sequence[str]] = ()
    ) -> None:
        """Add a part to the report: lines of text, then a table."""
        self._sections.append(Section(title, tuple(lines), tuple(header), tuple(tuple(row) for row in table)))

    def commit(self) -> Committed:
        """Write what is left, check the pack as it would be, and put the import into place.

        PackHasErrors where the pack would have errors; ImportStopped where another import has this name and `replace` is not set.
        """
        for rows in self._flows.values():
            self._write(rows)
        for kind, entries in self._entries.items():
            for number, text in enumerate(_yaml_parts(kind, entries), 1):
                name = f"{kind}.yaml" if number == 1 else f"{kind}-{number}.yaml"
                (self._draft / name).write_text(text, encoding="utf-8", newline="")
        found = self.findings.all()
        title = f"Import {self.name} ({self.kind})"
        (self._draft / REPORT).write_text(report_text(title, self._sections, found), encoding="utf-8", newline="")
        target = self.pack / self.folder
        files = tuple(f"{self.folder}/{each.name}" for each in sorted(self._draft.iterdir()))
        there = target.exists()
        if there and same_content(self._draft, target):
            return Committed("unchanged", self.folder, files, self.rows, found)
        if there and not self._replace:
            raise ImportStopped(
                f"{target}: there is another import of this name, with other content",
                "replace it with --replace, or give this one another --name",
            )
        self._check(target)
        flush_tree(self._draft)
        place(self._draft, target, self._aside)
        return Committed("replaced" if there else "new", self.folder, files, self.rows, found)

    def _check(self, target: Path) -> None:
        """Check the pack as it would be, in a view of links: the pack itself is untouched until all is known to be right."""
        from torgau.loading import check_pack

        view = self._work / "view" / self.pack.resolve().name  # of the same name: the compiled pack is then found under it
        mirror(self.pack, view, leave_out=target)
        mirror(self._draft, view / FOLDER / self.name)
        errors = [each for each in check_pack(view, memory=_MEMORY).problems if each.severity == "error"]
        if errors:
            message = f"{self.pack}: with this import the pack would have errors, so nothing was imported"
            raise PackHasErrors(
                message, "the problems are listed; most often an id is taken by another entry (try another --name)", errors
            )


def _check_place(pack: Path, name: str) -> None:
    from torgau.loading.files import MANIFEST

    if not _NAME.fullmatch(name):
        raise ImportStopped(
            f"{name!r} cannot be the name of an import",
            "use up to 60 letters, digits and hyphens, with a letter or digit at both ends",
        )
    if not pack.is_dir() or not (pack / MANIFEST).is_file():
        what = "is a folder without a manifest (datapackage.json)" if pack.is_dir() else "there is no such pack"
        raise ImportStopped(f"{pack}: {what}", f"`torgau new {pack}` makes one; then import again")
    for folder in (pack / FOLDER, pack / FOLDER / name):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise ImportStopped(f"{folder}: this is a link or a file where a folder of the pack should be", "move it away")


def _yaml_parts(kind: str, entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The texts of the files for the entries of one kind: one, or more where one would be too large for a pack."""
    texts: list[str] = []
    size = 0
    for entry in entries:
        text = yaml_entry(entry)
        if texts and size + len(text.encode()) > MOST_BYTES:
            yield f"{kind}:\n" + "".join(texts)
            texts, size = [], 0
        texts.append(text)
        size += len(text.encode())
    yield f"{kind}:\n" + "".join(texts)


def _cell(text: str) -> str:
    return text if text.isascii() and text.isprintable() else one_line(text)


def _csv_line(cells: Sequence[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(cells)
    return stream.getvalue()
