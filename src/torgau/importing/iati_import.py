"""The import of IATI activity files: two passes over the files, rows streamed into a batch, one flow for each reporter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from torgau.importing.batch import Batch, Committed
from torgau.importing.errors import ImportStopped
from torgau.importing.iati_activity import Activity, activities
from torgau.importing.iati_actors import Actors
from torgau.importing.iati_codes import Spending
from torgau.importing.iati_findings import IATI_KINDS
from torgau.importing.iati_repeats import repeated
from torgau.importing.iati_report import FileFacts, Flows, sections
from torgau.importing.iati_rows import Made, made_of
from torgau.importing.iati_survey import Survey, feeder_of, key_of, survey
from torgau.importing.iati_values import ANY_DAY, read_day
from torgau.importing.iati_xml import ALL, SURVEY, Event, Reader, Wanted

Progress = Callable[[str, int, int], None]
"""Told while an import runs: what is being done, the bytes done, the bytes in all."""


class Options(NamedTuple):
    """Choices of an import that the files do not settle. `actors` gives pack ids for references, names and country codes."""

    spending: Spending = "used"
    hierarchy: Literal["", "parents", "children", "both"] = ""
    repeats: Literal["", "real", "copies"] = ""
    grade: str = "F"
    url: str = ""
    captured: str = ""
    actors: Mapping[str, str] = {}
    replace: bool = False


DEFAULTS = Options()


class Imported(NamedTuple):
    """What an import did, and the totals that it read."""

    committed: Committed
    files: tuple[FileFacts, ...]
    flows: Flows


def import_iati(
    files: Sequence[Path], pack: Path, name: str = "", options: Options = DEFAULTS, progress: Progress | None = None
) -> Imported:
    """Import activity files into a pack, as `imports/NAME` (by default the name of the first file).

    ImportStopped where a file cannot be read, where the pack cannot take it or has errors; then the pack is as it was.
    """
    name = name or default_name(files[0])
    names = [each.name for each in files]
    shown = names if len(set(names)) == len(names) else [str(each) for each in files]
    with Batch(pack, name, "iati", kinds=IATI_KINDS, replace=options.replace) as batch:
        _check_actors(batch, options.actors)
        return _Import(batch, list(zip(files, shown, strict=True)), options, progress).run()


def default_name(file: Path) -> str:
    """The name of an import after its first file: letters, digits and hyphens."""
    stem = file.name.removesuffix(".gz").removesuffix(".xml")
    return re.sub(r"[^A-Za-z0-9]+", "-", stem)[:60].strip("-") or "iati"


def _check_actors(batch: Batch, actors: Mapping[str, str]) -> None:
    for code, actor in sorted(actors.items()):
        if batch.known.get(actor) != "actors":
            raise ImportStopped(
                f"there is no actor {actor!r} in the pack, given for {code!r}", "add it to the pack, or name another"
            )


def _with_root(events: Iterable[Event], facts: FileFacts) -> Iterator[Event]:
    """The same events; what the first element says goes into the facts of the file on the way."""
    for event in events:
        if event.step == "file" and not facts.root:
            facts.root, facts.line = dict(event.element.attributes), event.element.line
        yield event


@dataclass
class _Import:
    """The state of one import: what grows with the number of activities, never with that of transactions."""

    batch: Batch
    files: list[tuple[Path, str]]
    options: Options
    progress: Progress | None
    facts: list[FileFacts] = field(default_factory=list)
    flows: Flows = field(default_factory=Flows)
    seen: set[int] = field(default_factory=set)
    sources_of: dict[str, dict[str, None]] = field(default_factory=dict)

    def run(self) -> Imported:
        self.actors = Actors(self.batch.known, self.options.actors)
        self.survey = self._survey()
        types: dict[str, set[str]] = {}
        for reporter, given in self.survey.types.items():
            types.setdefault(self.actors.reporter(reporter), set()).update(given)
        self.feeders = {reporter: feeder_of(given) for reporter, given in types.items()}
        self.parents = {key_of(parent) for parent in self.survey.above.values()}
        for number, (path, shown) in enumerate(self.files):
            self._read(number, path, shown)
        self._entries()
        for kind, identifiers in (("several-parents", self.survey.several), ("parent-cycle", self.survey.circles)):
            for identifier in identifiers:
                self.batch.finding(kind, identifier)
        for place, unit, amount in self.flows.overlaps():
            self.batch.finding("parent-and-child", place, unit=unit, amount=amount)
        for section in sections(self.facts, self.flows, self.actors.name):
            self.batch.section(section.title, lines=section.lines, header=section.header, table=section.table)
        self.survey.above.clear()  # what the check of the pack needs is not held twice
        self.parents.clear()
        self.seen.clear()
        return Imported(self.batch.commit(), tuple(self.facts), self.flows)

    def _survey(self) -> Survey:
        self.digests: list[str] = []

        def each() -> Iterator[Activity]:
            for path, shown in self.files:
                reader = self._reader(path, shown, SURVEY, "first pass")
                yield from activities(reader, first_pass=True)
                if reader.digest in self.digests:
                    other = self.files[self.digests.index(reader.digest)][1]
                    raise ImportStopped(f"{shown}: the same file as {other}, byte for byte", "give each file once")
                self.digests.append(reader.digest)

        return survey(each())

    def _reader(self, path: Path, shown: str, wanted: Wanted, words: str) -> Reader:
        size = path.stat().st_size if path.is_file() else 0

        def tell(done: int) -> None:
            if self.progress:
                self.progress(f"{shown}, {words}", done, size)

        return Reader(path, shown, wanted, tell)

    def _read(self, number: int, path: Path, shown: str) -> None:
        source = f"iati-{self.batch.name}" + (f"-{number + 1}" if len(self.files) > 1 else "")
        facts = FileFacts(shown, source, self.digests[number])
        reader = self._reader(path, shown, ALL, "second pass")
        for activity in activities(_with_root(reader, facts)):
            self._activity(activity, facts)
        if reader.digest != facts.sha256:
            raise ImportStopped(f"{shown}: the file changed while it was read", "import it again")
        if not facts.activities:
            self.batch.finding("no-activities", f"{shown}:1")
        if facts.version[:2] not in ("1.", "2."):
            self.batch.finding("version-missing", f"{shown}:{facts.line}", facts.version or "no version")
        self.facts.append(facts)

    def _activity(self, activity: Activity, facts: FileFacts) -> None:
        place = f"{facts.shown}:{activity.line}"
        facts.take(activity)
        if not activity.identifier:
            activity.identifier = f"line-{activity.line}"
            self.batch.finding("no-identifier", place)
        if not activity.reporter:
            self.batch.finding("no-reporter", place, activity.identifier)
        if activity.secondary:
            self.batch.finding("secondary-reporter", place, activity.identifier)
        shape = activity.reporter.shape
        if shape and activity.version[:1] in ("1", "2") and shape != activity.version[:1]:
            self.batch.finding("version-names", place, f"reporting-org, version {activity.version}")
        for kind, count in (("budget-no-movement", activity.budgets), ("planned-no-movement", activity.planned)):
            for _ in range(count):
                self.batch.finding(kind, place, activity.identifier)
        key = key_of(activity.identifier)
        again = key in self.seen
        self.seen.add(key)
        if again:
            self.batch.finding("repeated-activity", place, activity.identifier)
        reporter = self.actors.reporter(activity.reporter)
        facts.reporters[reporter] = None
        parent = self.survey.parent_of(activity.identifier)
        flags = repeated(activity.transactions)
        for copy, transaction in zip(flags, activity.transactions, strict=True):
            made = made_of(transaction, activity, self.options.spending)
            here = f"{facts.shown}:{transaction.line}"
            for kind, detail in made.remarks:
                self.batch.finding(kind, here, detail, unit=made.unit, amount=made.money.value)
            facts.types[made.type_name] += 1
            if not made.stage:
                if made.type.number:
                    self.batch.finding("not-a-stage", here, made.type_name, unit=made.unit, amount=made.money.value)
                self.flows.left_out(made.type_name, made)
                continue
            if copy:
                self.batch.finding("repeated-transaction", here, activity.identifier, unit=made.unit, amount=made.money.value)
            counted = "doubtful" if again else {"real": "", "copies": "no", "": "doubtful"}[self.options.repeats] if copy else ""
            flow = self._flow(reporter, made, here)
            row = made.row | {
                "from": self.feeders[reporter] if made.stage not in ("pledged", "committed") else "",
                "route": self.actors.org(transaction.receiver),
                "recipient": self.actors.recipient(made.recipient) if made.recipient else "",
                "parent": parent,
                "counted": counted,
                **self._origin(flow, facts.source),
            }
            donor = self.actors.org(transaction.provider)
            row["donor"] = "" if donor == reporter and not made.incoming else donor
            self.batch.movement(flow, row)
            self.flows.add(flow, reporter, made, counted)
            self.flows.link(flow, made, here, above=key in self.parents, below=bool(parent))

    def _flow(self, reporter: str, made: Made, here: str) -> str:
        if made.incoming:
            self.batch.finding("incoming-apart", here, made.type_name, unit=made.unit, amount=made.money.value)
        return f"{self.batch.name}-{'incoming-' if made.incoming else ''}{reporter}"

    def _origin(self, flow: str, source: str) -> dict[str, str]:
        """The source of a row: left empty where it is the first of its flow, which holds for rows that name none."""
        sources = self.sources_of.setdefault(flow, {})
        sources[source] = None
        usual = next(iter(sources)) == source
        return {"source": "" if usual else source, "verified": "" if usual else "true"}

    def _entries(self) -> None:
        for facts in self.facts:
            self.batch.entry("sources", self._source(facts))
        for actor in self.actors.entries():
            self.batch.entry("actors", actor)
        for flow in sorted(self.flows.names):
            self.batch.entry("flows", self._flow_entry(flow))

    def _source(self, facts: FileFacts) -> dict[str, Any]:
        reporters = list(facts.reporters)
        one = reporters[0] if len(reporters) == 1 else ""
        written = read_day(facts.root.get("generated-datetime", "")).edtf
        entry: dict[str, Any] = {"id": facts.source, "title": f"IATI activity file {facts.shown}", "kind": "dataset"}
        entry["grade"] = self.options.grade
        if one:
            entry |= {"publisher": self.actors.name(one), "house": one}
        if written != ANY_DAY:
            entry["content_date"] = written
        if self.options.captured:
            entry["capture_date"] = self.options.captured
        if self.options.url:
            entry["url"] = self.options.url
        return entry | {"note": f"IATI version {facts.version or 'not declared'}; SHA-256 of the file {facts.sha256}"}

    def _flow_entry(self, flow: str) -> dict[str, Any]:
        reporter, incoming = self.flows.names[flow]
        name = self.actors.name(reporter)
        spent = self.options.spending
        means = (
            "Commitments (11) and pledges (13) that it reports as receiving, from the receiving end."
            if incoming
            else f"It reports: pledges (12), commitments (2), disbursements (3) as arrived, expenditure (4) as {spent}."
        )
        entry: dict[str, Any] = {
            "id": flow,
            "title": f"{name}: {'incoming' if incoming else 'outgoing'} aid as reported to IATI",
            "means": f"{means} Money at the prices of the day.",
            "files": list(self.batch.files(flow)),
        }
        if not incoming:
            entry["donor"] = reporter
        for key, value in (("hierarchy", self.options.hierarchy), ("repeats", self.options.repeats)):
            if value:
                entry[key] = value
        entry["sources"] = [
            {"source": source, "locator": f"reporting-org {name}", "verified": True} for source in self.sources_of[flow]
        ]
        return entry
