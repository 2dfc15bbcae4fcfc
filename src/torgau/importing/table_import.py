"""`import table`: a table, by its mapping, into a pack; whole or not at all, with a report."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from torgau.importing.batch import Batch, Committed
from torgau.importing.errors import ImportStopped
from torgau.importing.mapping import FlowPart, MappingFile, SourcePart
from torgau.importing.mapping_reading import read_mapping
from torgau.importing.table_cells import Table
from torgau.importing.table_csv import open_csv
from torgau.importing.table_kinds import KINDS
from torgau.importing.table_names import Known, Names, known_names
from torgau.importing.table_numbers import plain_text
from torgau.importing.table_plan import Refusals, Refused, make_plan
from torgau.importing.table_rows import Control, RowReader
from torgau.importing.table_xlsx import open_xlsx
from torgau.importing.table_zip import is_workbook
from torgau.loading.problems import near, quoted

EVERY = 2_000
"""Progress is told once for so many rows."""
_FEW = 3
"""Fewer dates or numbers than these show no habit of the table."""


class Imported(NamedTuple):
    """What an import did: the batch's account, how many rows became what, and the totals as the table has them."""

    committed: Committed
    flow: str
    counts: Mapping[str, int]
    skipped: Mapping[str, int]
    totals: tuple[tuple[str, str, int, Decimal, Decimal], ...]
    """Stage, unit, rows, sum as stated, sum as written."""
    controls: tuple[tuple[Control, Decimal], ...]
    """Each printed total with the sum of its rows."""


def import_table(
    table: Path,
    mapping: Path,
    pack: Path,
    *,
    name: str = "",
    replace: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> Imported:
    """Import a CSV, TSV or XLSX file into a pack. `name` stands for the mapping's `name`; `progress` is told words, the bytes
    read so far and the bytes in all.

    ImportStopped (MappingHasProblems, Refused, PackHasErrors) where it cannot be done; the pack is then as it was.
    """
    said = read_mapping(mapping)
    opened = open_table(table, said)
    plan = make_plan(said, opened)
    size = table.stat().st_size
    with Batch(pack, name or said.mapping.name, "table", kinds=KINDS, replace=replace) as batch:
        refusals = Refusals()
        names = Names(_known(pack, batch, said), said.mapping, refusals)
        source = _source(batch, said, refusals)
        flow = {each: _actor(names, said, each) for each in ("donor", "recipient")}
        reader = RowReader(said, opened, plan, names, refusals, batch.finding)
        for made in reader.movements():
            batch.movement(said.mapping.flow.id, made)
            if progress is not None and reader.counts["read"] % EVERY == 0:
                progress(opened.file, opened.position(), size)
        if len(refusals):
            raise Refused(opened.file, refusals.reasons)
        if not batch.files(said.mapping.flow.id):
            raise ImportStopped(
                f"{opened.file}: no row became a movement ({_tally(reader)})", "check the mapping and the header row"
            )
        controls = _controls(batch, reader)
        _habits(batch, opened, reader)
        for text, made_id in sorted(names.created.items()):
            batch.finding("actor-created", opened.file, f"{quoted(text)} is {made_id}")
        if source is not None:
            batch.entry("sources", source)
        for entry in names.actor_entries(said.mapping.source.id):
            batch.entry("actors", entry)
        batch.entry("flows", _flow(batch, said, flow, names, reader.controls))
        _sections(batch, table, said, opened, reader, names, controls)
        committed = batch.commit()
    totals = tuple((stage, unit, each.rows, each.stated, each.written) for stage, unit, each in reader.totals.all())
    return Imported(committed, said.mapping.flow.id, reader.counts, dict(sorted(reader.skipped.items())), totals, controls)


def open_table(path: Path, said: MappingFile) -> Table:
    """Open a file by what it is, not by its name. ImportStopped where it is none that can be read."""
    try:
        if path.is_dir():
            raise ImportStopped(f"{path}: this is a folder", "give a CSV, TSV or XLSX file")
        return open_xlsx(path, said.mapping.file) if is_workbook(path) else open_csv(path, said.mapping.file)
    except OSError as error:
        raise ImportStopped(f"{path}: {error.strerror or error}", "give a file that can be read") from error


def _known(pack: Path, batch: Batch, said: MappingFile) -> Known:
    """What the pack holds, with the ids that this import takes itself."""
    known = known_names(pack, batch.known)
    own = {said.mapping.flow.id: "flows", said.mapping.source.id: "sources"}
    return known._replace(kinds={**own, **batch.known})


def _actor(names: Names, said: MappingFile, field: str) -> str:
    text: str | None = getattr(said.mapping.flow, field)
    return (names.actor(text, said.place("flow", field)) or "") if text else ""


def _source(batch: Batch, said: MappingFile, refusals: Refusals) -> dict[str, Any] | None:
    """The entry of the source; None where the mapping only names one that the pack has."""
    part = said.mapping.source
    if part.title:
        entry: dict[str, Any] = {"id": part.id, "title": part.title, "kind": part.kind, "grade": part.grade}
        for field in ("publisher", "author", "house", "content_date", "capture_date", "url", "licence", "note"):
            if value := getattr(part, field):
                entry[field] = getattr(value, "text", value)
        return {**entry, "read": True}
    if batch.known.get(part.id) != "sources":
        sources = [each for each, kind in batch.known.items() if kind == "sources"]
        problem = f"the pack has no source {quoted(part.id)}, and the mapping gives it no title"
        refusals.add(
            ("source", part.id), said.place("source", "id"), problem, lambda: near(part.id, sources) or "add `title` to make one"
        )
    return None


def _flow(batch: Batch, said: MappingFile, actors: Mapping[str, str], names: Names, controls: list[Control]) -> dict[str, Any]:
    """The entry of the flow."""
    part: FlowPart = said.mapping.flow
    source: SourcePart = said.mapping.source
    entry: dict[str, Any] = {"id": part.id, "title": part.title, "files": batch.files(part.id)}
    for field in ("means", "scope"):
        entry[field] = getattr(part, field)
    entry["covers"] = part.covers.text if part.covers else ""
    entry.update(actors)
    for field in ("stages", "rivals", "overlaps", "hierarchy", "repeats"):
        entry[field] = getattr(part, field)
    entry["routes"], entry["commodities"] = names.named("route"), names.named("commodity")
    entry["controls"] = [_control(each, said) for each in controls]
    citation: dict[str, Any] = {"source": source.id}
    if source.locator:
        citation["locator"] = source.locator
    entry["sources"] = [{**citation, "verified": source.verified}]
    entry["note"] = part.note
    return {field: value for field, value in entry.items() if value}


def _control(control: Control, said: MappingFile) -> dict[str, Any]:
    """A printed total as the flow declares it."""
    assert said.mapping.controls is not None
    entry: dict[str, Any] = {"stage": control.stage, "value": control.value, "unit": control.unit}
    for field in ("route", "commodity", "period"):
        if value := getattr(control, field):
            entry[field] = value
    if said.mapping.controls.tolerance:
        entry["tolerance"] = said.mapping.controls.tolerance
    source = said.mapping.source
    return {**entry, "source": source.id, "locator": f"row {control.row}", "verified": source.verified}


def _controls(batch: Batch, reader: RowReader) -> tuple[tuple[Control, Decimal], ...]:
    """Each printed total without a period beside the sum of its rows; a difference is a finding."""
    said = reader.mapping.controls
    compared = []
    for each in reader.controls:
        if not each.period:
            total = reader.totals.of(each.stage, each.unit, each.commodity, each.route)
            compared.append((each, total))
            if said is not None and abs(total - each.value) > said.tolerance:
                detail = f"{each.stage}: printed {plain_text(each.value)}, the rows give {plain_text(total)} {each.unit}"
                batch.finding("control-missed", each.place, detail, unit=each.unit, amount=total - each.value)
    return tuple(compared)


def _habits(batch: Batch, table: Table, reader: RowReader) -> None:
    """What only the whole table shows: its columns, dates that are all New Year's Days, marks that look like others."""
    names = [name for name in table.header if name]
    for index, name in enumerate(table.header):
        if not name:
            batch.finding("header-blank", table.place(reader.mapping.file.header, index), f"column #{index + 1}")
        elif table.header.index(name) < index:
            batch.finding("header-twice", table.place(reader.mapping.file.header, index), f"{quoted(name)}, column #{index + 1}")
    assert names
    said_so = reader.mapping.dates.year_as_first_of_january
    if not said_so and reader.cells.january >= _FEW and 2 * reader.cells.january >= reader.cells.days:
        batch.finding("date-first-of-january", table.file, f"{reader.cells.january:,} of {reader.cells.days:,} days")
    if reader.cells.numbers.threes_only:
        batch.finding("number-threes", table.file, f"the decimal mark is {quoted(reader.mapping.numbers.decimal)}")


def _sections(
    batch: Batch,
    path: Path,
    said: MappingFile,
    table: Table,
    reader: RowReader,
    names: Names,
    controls: tuple[tuple[Control, Decimal], ...],
) -> None:
    """The parts of the report before the findings."""
    counts = reader.counts
    lines = [
        f"Table `{table.file}`, SHA-256 `{_sha256(path)}`. {' '.join(table.notes)}",
        f"Mapping `{said.name}`, SHA-256 `{_sha256(said.path)}`.",
    ]
    batch.section("What was read", lines=lines)
    rows = [(_ROWS[each], f"{counts[each]:,}") for each in ("read", "kept", "dropped", "empty", "blank", "controls")]
    rows += [(f"left out by `{rule}`", f"{count:,}") for rule, count in sorted(reader.skipped.items())]
    rows += [(_ROWS["partly"], f"{counts['partly']:,}"), ("movements written", f"{batch.rows:,}")]
    batch.section("Rows", header=("rows", "count"), table=rows)
    totals = [
        (
            stage,
            unit,
            f"{each.rows:,}",
            f"{plain_text(each.stated)}",
            "" if each.stated == each.written else plain_text(each.written),
        )
        for stage, unit, each in reader.totals.all()
    ]
    explained = ["Sums of the rows that became movements, exactly as the table states them; nothing is converted or left out."]
    batch.section("Totals", lines=explained, header=("stage", "unit", "amounts", "sum", "sum after rounding"), table=totals)
    if controls:
        compared = [
            (each.place, each.stage, plain_text(each.value), plain_text(total), plain_text(total - each.value), each.unit)
            for each, total in controls
        ]
        batch.section("Printed totals", header=("place", "stage", "printed", "rows give", "difference", "unit"), table=compared)
    if reader.stages:
        words = [(text, stage, f"{count:,}") for (text, stage), count in sorted(reader.stages.items())]
        batch.section("Words for stages", header=("in the table", "stage", "rows"), table=words)
    if names.actors:
        batch.section("Actors", header=("in the mapping or table", "id in the pack"), table=names.actors)


_ROWS = {
    "read": "rows below the header",
    "kept": "became movements",
    "partly": "of these, with an amount that was dropped",
    "dropped": "dropped",
    "empty": "without any amount",
    "blank": "blank",
    "controls": "printed totals",
}


def _tally(reader: RowReader) -> str:
    left_out = sum(reader.skipped.values())
    told: Iterator[str] = (f"{count:,} {_ROWS[each]}" for each, count in reader.counts.items() if count and each != "partly")
    return ", ".join([*told, *([f"{left_out:,} left out by filters"] if left_out else [])])


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
