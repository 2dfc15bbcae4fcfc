"""A seeded generator of large packs: commitments with triggers, instalments, supersession chains, conflicts and open dates.

The actors are numbers and the dates are drawn at random; nothing here is history. The same seed gives the same pack.

    python -m benchmarks.large_packs 10000 --seed 7 --out /some/folder     # writes a pack that `torgau check` accepts
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

from torgau.dates import When, format_day, parse_day
from torgau.vocabulary import Actor, Citation, Commitment, Event, Instrument, Manifest, PackRules, Record, Source
from torgau.vocabulary.commitments import Breach, Deadline, Owed, Performance, Trigger

FIRST, LAST = parse_day("1990-01-01"), parse_day("1999-12-31")
PERIOD = "1990-01-01/1999-12-31"
OPEN_DATES = 0.15
"""Share of events whose day is not known exactly."""


@dataclass
class _Builder:
    random: Random
    events: dict[str, Event] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)

    def event(self, day: int) -> str:
        """A new event about this day: known exactly, known to the month, or one of a few days."""
        name = f"e{len(self.events)}"
        text = format_day(min(max(day, FIRST), LAST))
        draw = self.random.random()
        if draw < OPEN_DATES / 2:
            text = text[:7]
        elif draw < OPEN_DATES:
            later = format_day(min(max(day, FIRST), LAST) + self.random.randint(1, 9))
            text = f"[{text},{later}]"
        self.events[name] = Event(id=name, title=f"Event {name}", date=When.parse(text), sources=CITED)
        return name


CITED = (Citation(source="generated", locator="drawn at random", verified=False),)


def large_record(commitments: int, seed: int = 7) -> Record:
    """A record of so many commitments, about two events each."""
    build = _Builder(Random(seed))
    number = 0
    while len(build.commitments) < commitments:
        number += 1
        made = FIRST + build.random.randrange(LAST - FIRST - 800)
        instrument = f"i{number}"
        build.instruments[instrument] = Instrument(
            id=instrument, title=f"Instrument {number}", form="treaty", parties=("A0", "A1"),
            signed=When.of_day(made), in_force=When.of_day(made), sources=CITED,
        )  # fmt: skip
        shape = build.random.choices(
            ("single", "instalments", "relative", "refrain", "chain", "conflict"), (40, 15, 20, 10, 10, 5)
        )[0]
        for one in _of_shape(build, shape, instrument, made):
            if len(build.commitments) < commitments:
                build.commitments[one.id] = one
    return Record(
        manifest=Manifest(
            name="generated", title="Generated", torgau=PackRules(
                format="torgau/pack@1", period=When.parse(PERIOD), evidence_complete=When.parse("1999-12-31")
            ),
        ),
        sources={"generated": Source(id="generated", title="Drawn at random", kind="dataset", grade="F")},
        actors={f"A{i}": Actor(id=f"A{i}", name=f"Actor {i}") for i in range(20)},
        events=build.events,
        instruments=build.instruments,
        commitments=build.commitments,
    )  # fmt: skip


def _of_shape(build: _Builder, shape: str, instrument: str, made: int) -> list[Commitment]:
    random = build.random
    base = len(build.commitments)

    def commitment(offset: int, **terms: object) -> Commitment:
        debtor, creditor = random.sample(range(20), 2)
        return Commitment(
            id=f"c{base + offset}", title=f"Commitment {base + offset}", instrument=instrument, debtors=(f"A{debtor}",),
            creditors=(f"A{creditor}",), content="Generated.", sources=CITED, **terms,  # type: ignore[arg-type]
        )  # fmt: skip

    due = made + random.randint(30, 700)
    by = Deadline(by=When.of_day(due))
    if shape == "single":
        late = random.choices((random.randint(-300, 0), random.randint(1, 200), None), (60, 25, 15))[0]
        done = () if late is None else (Performance(event=build.event(max(made, due + late))),)
        return [commitment(0, deadline=by, performed_by=done)]
    if shape == "instalments":
        count = random.randint(2, 8)
        each = Decimal(random.randint(5, 40))
        paid = tuple(
            Performance(event=build.event(made + random.randint(1, 800)), value=each) for _ in range(random.randint(1, count))
        )
        return [commitment(0, deadline=by, owed=Owed(value=each * count, unit="ton"), performed_by=paid)]
    if shape == "relative":
        trigger = build.event(made + random.randint(10, 400))
        start = build.events[trigger].date
        assert start is not None
        assert start.lo is not None
        done = (Performance(event=build.event(start.lo + random.randint(1, 200))),) if random.random() < 0.85 else ()
        deadline = Deadline(after="trigger", months=random.randint(0, 4), days=random.choice((0, 10, 30)) + 1)
        return [commitment(0, trigger=Trigger(event=trigger), deadline=deadline, performed_by=done)]
    if shape == "refrain":
        acts = (Breach(event=build.event(made + random.randint(1, 900))),) if random.random() < 0.4 else ()
        return [commitment(0, standard="refrain", term_ends=When.of_day(due), breached_by=acts)]
    if shape == "chain":
        length, links, day = random.randint(2, 6), list[Commitment](), made
        for step in range(length):
            day += random.randint(20, 60) if step else 0
            last = step == length - 1
            done = (Performance(event=build.event(day + random.randint(5, 300))),) if last else ()
            older = (f"c{base + step - 1}",) if step else ()
            terms = {"made": When.of_day(day), "deadline": Deadline(by=When.of_day(day + 400)), "supersedes": older}
            links.append(commitment(step, performed_by=done, **terms))
        return links
    return [
        commitment(0, deadline=by, conflicts=(f"c{base + 1}",), performed_by=(Performance(event=build.event(due - 5)),)),
        commitment(1, standard="refrain", term_ends=When.of_day(due + 100), conflicts=(f"c{base}",)),
    ]


def write_pack(record: Record, folder: Path) -> None:
    """Write the record as a pack of text files."""
    import msgspec

    folder.mkdir(parents=True)
    rules = {"format": "torgau/pack@1", "period": PERIOD, "evidence_complete": "1999-12-31"}
    (folder / "datapackage.json").write_text(json.dumps({"name": "generated", "title": "Generated", "torgau": rules}))
    for kind in ("sources", "actors", "events", "instruments", "commitments"):
        entries = [msgspec.to_builtins(entry, enc_hook=str) for entry in getattr(record, kind).values()]
        # JSON is YAML; one entry a line keeps a line the unit of change.
        lines = ",\n".join(json.dumps(entry) for entry in entries)
        (folder / f"{kind}.yaml").write_text(f'{{"{kind}": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commitments", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    write_pack(large_record(options.commitments, options.seed), options.out)
