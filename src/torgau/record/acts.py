"""What was done: events counted by year and kind, and acts that conflict with a status claimed for the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from torgau.dates import FIRST_DAY, LAST_DAY, Tri, When, format_day, holds_on, holds_sometime
from torgau.record.groups import members_of
from torgau.record.standings import Standing, standing
from torgau.record.statuses import Certainty
from torgau.record.timeline import Dated, event_line, in_order, timeline
from torgau.vocabulary import Event, Id, Record


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many events under one key. `year` is empty where it is not asked for, `1942 or 1943` where the day leaves two years.

    `failed` counts those that failed; they are among `total` and never hidden in it.
    """

    year: str = ""
    kind: str = ""
    total: int
    failed: int
    ids: tuple[Id, ...]

    @property
    def done(self) -> int:
        """Those that did not fail."""
        return self.total - self.failed


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """An act that conflicts with a status. `possible`: open dates allow that the act lay outside the status."""

    status: Id
    act: Dated
    certainty: Certainty


def count_events(
    record: Record,
    start: int | None = None,
    end: int | None = None,
    *,
    actors: Sequence[Id] = (),
    tags: Sequence[str] = (),
    kinds: Sequence[str] = (),
    by: Sequence[Literal["year", "kind"]] = ("kind",),
) -> tuple[Count, ...]:
    """How many events, by year and kind, failures counted apart. An extended event counts once, in the year in which it begins.

    The counts add up to the number of events that pass the filters of `timeline`: nothing is counted twice or left out.
    """
    rows: dict[tuple[str, str], list[Dated]] = {}
    for line in timeline(record, start, end, actors=actors, tags=tags, kinds=kinds):
        key = (_year(line.date) if "year" in by else "", line.event_kind if "kind" in by else "")
        rows.setdefault(key, []).append(line)
    return tuple(
        Count(
            year=year,
            kind=kind,
            total=len(lines),
            failed=sum(line.failed for line in lines),
            ids=tuple(line.id for line in lines),
        )
        for (year, kind), lines in sorted(rows.items())
    )


def conflicts_with_status(record: Record, status_id: Id, *, tag: str = "belligerent-act") -> tuple[Conflict, ...]:
    """The acts of a status's subject that conflict with it: events with this tag, while it held, that the subject did.

    Whose act an event is: that of the actor it names first. Acts before the status began or from its end on do not count: a
    neutrality that is over cannot be broken. KeyError for an unknown status.
    """
    item = standing(record, status_id)
    if item is None:
        raise KeyError(status_id)
    lines = {
        event.id: event_line(record, event)
        for event in record.events.values()
        if event.date is not None and tag in event.tags and _is_doer(record, event, item.subject)
    }
    found = []
    for line in in_order(lines.values()):
        inside = _act_inside(line.date, item)
        if inside is not Tri.FALSE:
            found.append(Conflict(status=status_id, act=line, certainty="certain" if inside is Tri.TRUE else "possible"))
    return tuple(found)


def _act_inside(date: When, item: Standing) -> Tri:
    """Whether the act has a day on which the status holds."""
    if not date.extended:
        return holds_on(item.begins, item.ends, date.days)
    first, last = date.lo or FIRST_DAY, date.hi or LAST_DAY
    if holds_sometime(item.begins, item.ends, first, last) is Tri.FALSE:
        return Tri.FALSE
    surely_from, surely_to = date.start.hi, date.end.lo
    if surely_from is None or surely_to is None or surely_from > surely_to:
        return Tri.UNKNOWN
    return holds_sometime(item.begins, item.ends, surely_from, surely_to) | Tri.UNKNOWN


def _is_doer(record: Record, event: Event, actor: Id) -> bool:
    return bool(event.actors) and actor in members_of(record, event.actors[0])


def _year(date: When) -> str:
    """The year in which it begins, or the years in which it may begin."""
    lo, hi = date.start.lo, date.start.hi
    if lo is None or hi is None:
        return "unknown"
    years = sorted({format_day(bound)[:4] for span in date.start.ranges for bound in span if bound is not None})
    if len(years) > 1 and date.start.is_unbroken and int(years[-1]) - int(years[0]) > 1:
        return f"{years[0]} to {years[-1]}"
    return " or ".join(years)
