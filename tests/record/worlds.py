"""Invented records: small ones written out, and random ones small enough to visit every possible world."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import strategies as st

from torgau.dates import Days, When, parse_day
from torgau.vocabulary import (
    KINDS,
    Actor,
    Citation,
    Event,
    Figure,
    Instrument,
    Manifest,
    Office,
    PackRules,
    Point,
    Record,
    Status,
)
from torgau.vocabulary.common import Entry

NAMES = ("AA", "BB", "CC", "DD", "EE")


def when(text: str) -> When:
    return When.parse(text)


def day(text: str) -> int:
    return parse_day(text)


def record(*entries: Entry, points: dict[str, Iterable[Point]] | None = None, period: str = "1800/1899") -> Record:
    """A record of these entries and of five invented states, AA to EE, unless the entries have actors of their own."""
    kinds = {entry_type: kind for kind, entry_type in KINDS.items()}
    parts: dict[str, dict[str, Entry]] = {kind: {} for kind in KINDS}
    for entry in entries:
        parts[kinds[type(entry)]][entry.id] = entry
    states: dict[str, Entry] = {name: Actor(id=name, name=f"State of {name}") for name in NAMES}
    parts["actors"] = {**states, **parts["actors"]}
    manifest = Manifest(name="invented", title="Invented", torgau=PackRules(format="torgau/pack@1", period=when(period)))
    kept: dict[str, Any] = {**parts, "points": {name: tuple(rows) for name, rows in (points or {}).items()}}
    return Record(manifest=manifest, **kept)


def status(id: str, dimension: str, subject: str, other: str | None, start: str, end: str | None = None, **more: Any) -> Status:
    dates = {"start": when(start), "end": None if end is None else when(end)}
    return Status(id=id, dimension=dimension, title=id, subject=subject, object=other, **dates, **more)  # type: ignore[arg-type]


def event(id: str, date: str | None, *actors: str, **more: Any) -> Event:
    return Event(id=id, title=more.pop("title", id), date=None if date is None else when(date), actors=actors, **more)


def treaty(id: str, *parties: str, in_force: str | None = None, ended: str | None = None, **more: Any) -> Instrument:
    dates = {"in_force": None if in_force is None else when(in_force), "ended": None if ended is None else when(ended)}
    if "signed" in more:
        more["signed"] = when(more["signed"])
    return Instrument(id=id, title=id, form=more.pop("form", "treaty"), parties=parties, **dates, **more)


def office(id: str, name: str, actor: str, holder: str, start: str, end: str | None = None) -> Office:
    return Office(id=id, office=name, actor=actor, holder=holder, start=when(start), end=None if end is None else when(end))


def figure(id: str, scope: str, unit: str = "persons", *, source: str = "s", **more: Any) -> Figure:
    numbers = {key: Decimal(str(more.pop(key))) for key in ("value", "low", "high") if key in more}
    published = {"published": when(more.pop("published"))} if "published" in more else {}
    return Figure(id=id, scope=scope, unit=unit, source=source, **numbers, **published, **more)


def point(start: str, end: str, value: object = None, low: object = None, high: object = None) -> Point:
    numbers = [None if number is None else Decimal(str(number)) for number in (value, low, high)]
    return Point(start=when(start), end=when(end), value=numbers[0], low=numbers[1], high=numbers[2], source="s")


def cite(*sources: str, verified: bool = True) -> tuple[Citation, ...]:
    return tuple(Citation(source=source, verified=verified) for source in sources)


# A short calendar for brute force: days 1000 to 1011, of which a date is one run or a few scattered days.
FIRST, LAST = 1000, 1011
CALENDAR = range(FIRST - 2, LAST + 3)


def unknown_day(days: Iterable[int]) -> When:
    """One day that is one of these."""
    chosen = sorted(set(days))
    return When("/".join(map(str, chosen)), Days((each, each) for each in chosen))


one_day = st.sets(st.integers(FIRST, LAST), min_size=1, max_size=3).map(unknown_day)


@st.composite
def spans(draw: st.DrawFn) -> tuple[When, When | None]:
    """A beginning and an end with at least one world in which the end is not before the beginning."""
    begins = draw(one_day)
    ends = draw(st.one_of(st.none(), one_day))
    if ends is not None and max(ends.days) < min(begins.days):
        begins, ends = ends, begins
    return begins, ends


@st.composite
def some_statuses(draw: st.DrawFn) -> tuple[Status, ...]:
    """Up to five statuses in one or two dimensions between three states, some with a value, some exclusive."""
    made = []
    for number in range(draw(st.integers(0, 5))):
        start, end = draw(spans())
        made.append(
            Status(
                id=f"status-{number}",
                dimension=draw(st.sampled_from(["treaty", "dispute"])),
                title=f"status {number}",
                subject=draw(st.sampled_from(NAMES[:3])),
                object=draw(st.sampled_from([None, *NAMES[:3]])),
                value=draw(st.sampled_from(["", "one", "two"])),
                start=start,
                end=end,
                symmetric=draw(st.booleans()),
                exclusive=draw(st.sampled_from(["", "", "one-of-us"])),
            )
        )
    return tuple(made)


def worlds(start: When, end: When | None) -> Iterator[tuple[int, int | None]]:
    """Every pair of a first day and a day after the last, where the end is not before the beginning."""
    if end is None:
        yield from ((begin, None) for begin in start.days)
        return
    yield from ((a, b) for a, b in product(start.days, end.days) if a <= b)
