"""A seeded generator of large packs: promises with conditions, instalments, chains, conflicts, endings, readings and open dates.

The actors are numbers and the dates are drawn at random; nothing here is history. The same seed gives the same pack.

    python -m benchmarks.large_packs 10000 --seed 7 --out some-folder      # writes a pack that `torgau check` accepts
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from torgau.dates import Days, When, format_day, parse_day
from torgau.vocabulary import Actor, Citation, Commitment, Event, Instrument, Manifest, PackRules, Reading, Record, Source
from torgau.vocabulary.commitments import Breach, Deadline, EndedBy, Owed, Performance, Trigger

FIRST, LAST_MADE = parse_day("1990-01-01"), parse_day("1997-12-31")
PERIOD, COMPLETE = "1990/2000", "2000-12-31"
OPEN_DATES = 0.15
"""Share of events whose day is not known exactly."""
UNCLAIMED = 0.1
"""Share of commitments of whose performance nobody claims to hold the whole record."""
DISPUTED = 0.04
"""Share of commitments with a second reading, by which they are due earlier."""
CITED = (Citation(source="generated", locator="drawn at random", verified=False),)

Terms = dict[str, Any]


@dataclass
class Builder:
    """What has been drawn so far."""

    random: Random
    events: dict[str, Event] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def event(self, day: int) -> str:
        """A new event about this day: one day, one of a month, one of a few days, or a conference of a few days."""
        name = f"e{len(self.events)}"
        self.events[name] = Event(id=name, title=f"Event {name}", date=self.date(day), sources=CITED)
        return name

    def date(self, day: int) -> When:
        text, draw = format_day(day), self.random.random()
        if draw < OPEN_DATES / 3:
            return When.parse(text[:7])
        later = day + self.random.randint(2, 12)
        # Written as `When.parse` would read them (a test compares), but a thousand times faster.
        if draw < OPEN_DATES * 2 / 3:
            return When(f"[{text},{format_day(later)}]", Days([(day, day), (later, later)]))
        if draw < OPEN_DATES:
            return When(f"[{text}..{format_day(later)}]", Days.between(day, later))
        if draw < OPEN_DATES + 0.05:
            return When(f"{text}/{format_day(later)}", Days.single(day), Days.single(later), ("extended",))
        return When.of_day(day)

    def performed(self, day: int) -> tuple[Performance, ...]:
        return (Performance(event=self.event(day)),)


def large_record(commitments: int, seed: int = 7) -> Record:
    """A record of so many commitments, with about one event each."""
    build = Builder(Random(seed))
    shapes, weights = tuple(SHAPES), tuple(weight for weight, _ in SHAPES.values())
    while len(build.commitments) < commitments:
        made = build.random.randint(FIRST, LAST_MADE)
        instrument = f"i{len(build.instruments)}"
        build.instruments[instrument] = Instrument(
            id=instrument,
            title=f"Instrument {instrument}",
            form="treaty",
            parties=("A0", "A1"),
            signed=When.of_day(made),
            in_force=When.of_day(made),
            sources=CITED,
        )
        shape = SHAPES[build.random.choices(shapes, weights)[0]][1]
        for terms in shape(build, made, len(build.commitments)):
            if len(build.commitments) < commitments:
                _add(build, instrument, made, terms)
    _drop_missing_links(build)
    rules = PackRules(format="torgau/pack@1", period=When.parse(PERIOD), evidence_complete=When.parse(COMPLETE))
    return Record(
        manifest=Manifest(name="generated", title="Generated", torgau=rules),
        sources={"generated": Source(id="generated", title="Drawn at random", kind="dataset", grade="F")},
        actors={f"A{i}": Actor(id=f"A{i}", name=f"Actor {i}", sources=CITED) for i in range(20)},
        events=build.events,
        instruments=build.instruments,
        commitments=build.commitments,
    )


def _add(build: Builder, instrument: str, made: int, terms: Terms) -> None:
    name = f"c{len(build.commitments)}"
    debtor, creditor = build.random.sample(range(20), 2)
    if build.chance(UNCLAIMED):
        terms["evidence_claimed"] = False
    due = terms.get("deadline")
    if due is not None and due.by is not None and build.chance(DISPUTED):
        earlier = When.of_day((made + due.by.hi) // 2)
        words = "as soon as may be"
        terms["readings"] = (Reading(id="soon", words=words, by=(f"A{creditor}",), deadline=Deadline(by=earlier)),)
    build.commitments[name] = Commitment(
        id=name,
        title=f"Commitment {name}",
        instrument=instrument,
        debtors=(f"A{debtor}",),
        creditors=(f"A{creditor}",),
        content="Generated.",
        sources=CITED,
        **terms,
    )


def _drop_missing_links(build: Builder) -> None:
    """The last shape may have been cut: a link to a commitment that is not there is left out."""
    name, last = next(reversed(build.commitments.items()))
    linked = (*last.conflicts, *(ended.commitment for ended in last.ended_by if ended.commitment is not None))
    if any(other not in build.commitments for other in linked):
        build.commitments[name] = msgspec.structs.replace(last, conflicts=(), ended_by=())


# --- shapes: each gives the terms of one or several commitments; `at` is the number of the first ---


def _single(build: Builder, made: int, at: int) -> list[Terms]:
    """Due by a day or so many months after it was made; done before, late, or not at all."""
    days = build.random.randint(30, 700)
    deadline = Deadline(by=When.of_day(made + days))
    if build.chance(0.1):
        days = 30 * (months := build.random.randint(1, 20))
        deadline = Deadline(after="made", months=months)
    late = build.random.choices((build.random.randint(-300, 0), build.random.randint(1, 200), None), (60, 25, 15))[0]
    done = () if late is None else build.performed(made + max(1, days + late))
    return [{"deadline": deadline, "performed_by": done}]


def _instalments(build: Builder, made: int, at: int) -> list[Terms]:
    """A quantity, paid in parts; of some parts only a range is known."""
    parts = []
    count = build.random.randint(2, 8)
    amounts = [build.random.randint(5, 40) for _ in range(count)]
    for amount in amounts[: build.random.randint(1, count)]:
        event = build.event(made + build.random.randint(1, 800))
        if build.chance(0.1):
            low, high = Decimal(amount - build.random.randint(0, 4)), Decimal(amount + build.random.randint(0, 4))
            parts.append(Performance(event=event, low=low, high=high))
        else:
            parts.append(Performance(event=event, value=Decimal(amount)))
    tolerance = Decimal("0.05") if build.chance(0.3) else Decimal(0)
    owed = Owed(value=Decimal(sum(amounts)), unit="ton", tolerance=tolerance)
    by = Deadline(by=When.of_day(made + build.random.randint(30, 700)))
    return [{"deadline": by, "owed": owed, "performed_by": tuple(parts)}]


def _relative(build: Builder, made: int, at: int) -> list[Terms]:
    """Due so long after an event, which for some must come within a window."""
    came = made + build.random.randint(10, 400)
    until = When.of_day(made + build.random.randint(100, 500)) if build.chance(0.2) else None
    deadline = Deadline(after="trigger", months=build.random.randint(0, 4), days=build.random.choice((0, 10, 30)) + 1)
    done = build.performed(came + build.random.randint(1, 200)) if build.chance(0.85) else ()
    trigger = Trigger(event=build.event(came), until=until)
    return [{"trigger": trigger, "deadline": deadline, "performed_by": done}]


def _refrain(build: Builder, made: int, at: int) -> list[Terms]:
    """Not to do something until a day; some do it all the same, some after that day."""
    ends = When.of_day(made + build.random.randint(30, 700))
    acts = build.random.choices((0, 1, 2), (60, 30, 10))[0]
    breaches = tuple(Breach(event=build.event(made + build.random.randint(1, 900))) for _ in range(acts))
    return [{"standard": "refrain", "term_ends": ends, "breached_by": breaches}]


def _chain(build: Builder, made: int, at: int) -> list[Terms]:
    """Each promise supersedes the one before; the last is performed."""
    length, links, day = build.random.randint(2, 6), list[Terms](), made
    for step in range(length):
        day += build.random.randint(20, 60) if step else 0
        done = build.performed(day + build.random.randint(5, 300)) if step == length - 1 or build.chance(0.2) else ()
        by = Deadline(by=When.of_day(day + 400))
        links.append({"made": When.of_day(day), "deadline": by, "performed_by": done})
        if step:
            links[-1]["supersedes"] = (f"c{at + step - 1}",)
            links[-2]["ended_by"] = (EndedBy(how="superseded", commitment=f"c{at + step}"),)
    return links


def _conflict(build: Builder, made: int, at: int) -> list[Terms]:
    """A promise to act and a promise not to, which cannot both be kept."""
    due = made + build.random.randint(30, 700)
    done = build.performed(due - 5)
    return [
        {"deadline": Deadline(by=When.of_day(due)), "conflicts": (f"c{at + 1}",), "performed_by": done},
        {"standard": "refrain", "term_ends": When.of_day(due + 100), "conflicts": (f"c{at}",)},
    ]


def _released(build: Builder, made: int, at: int) -> list[Terms]:
    """The creditor lets the debtor off, in time or too late."""
    days = build.random.randint(30, 700)
    done = build.performed(made + build.random.randint(1, days)) if build.chance(0.3) else ()
    ended = EndedBy(how="released", event=build.event(made + build.random.randint(1, days + 60)))
    return [{"deadline": Deadline(by=When.of_day(made + days)), "performed_by": done, "ended_by": (ended,)}]


def _suspended(build: Builder, made: int, at: int) -> list[Terms]:
    """Nothing is owed for a while, sometimes until after the day on which it was due."""
    days = build.random.randint(60, 700)
    begins = made + build.random.randint(1, days)
    until = When.of_day(begins + build.random.randint(30, 200))
    done = build.performed(made + build.random.randint(1, days + 100)) if build.chance(0.6) else ()
    ended = EndedBy(how="suspended", event=build.event(begins), until=until)
    return [{"deadline": Deadline(by=When.of_day(made + days)), "performed_by": done, "ended_by": (ended,)}]


SHAPES: dict[str, tuple[int, Callable[[Builder, int, int], list[Terms]]]] = {
    "single": (34, _single),
    "instalments": (14, _instalments),
    "relative": (20, _relative),
    "refrain": (10, _refrain),
    "chain": (9, _chain),
    "conflict": (5, _conflict),
    "released": (4, _released),
    "suspended": (4, _suspended),
}
"""Each shape with its share, in percent, of the draws."""


def write_pack(record: Record, folder: Path) -> None:
    """Write the record as a pack of text files."""
    folder.mkdir(parents=True)
    rules = {"format": "torgau/pack@1", "period": PERIOD, "evidence_complete": COMPLETE}
    (folder / "datapackage.json").write_text(json.dumps({"name": "generated", "title": "Generated", "torgau": rules}))
    for kind in ("sources", "actors", "events", "instruments", "commitments"):
        # JSON is YAML; one entry a line keeps a line the unit of change.
        lines = ",\n".join(msgspec.json.encode(entry, enc_hook=str).decode() for entry in getattr(record, kind).values())
        (folder / f"{kind}.yaml").write_text(f'{{"{kind}": [\n{lines}\n]}}\n')


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commitments", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    write_pack(large_record(options.commitments, options.seed), options.out)
