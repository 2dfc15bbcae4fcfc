"""A relation score: how much two actors did together and against each other, year by year, under a published rule.

The score counts events. It knows nothing of persons, motives or trust, and it is no forecast. A pack publishes several
weightings, so that a reader can see whether a statement survives another choice of weights.
"""

from __future__ import annotations

import msgspec

from torgau.dates import Tri, When, format_day
from torgau.record.groups import concern
from torgau.vocabulary import Event, Id, Record, Weighting


class YearScore(msgspec.Struct, frozen=True, kw_only=True):
    """The score of one calendar year. `low` and `high` differ where the year of an event is open; `events` may count in it."""

    year: int
    low: int
    high: int
    events: tuple[Id, ...]


class Peak(msgspec.Struct, frozen=True, kw_only=True):
    """The year with the highest score. With ties or open years `years` lists all that may be it; `inside` is about a period."""

    weighting: Id
    years: tuple[int, ...]
    low: int
    high: int
    inside: Tri | None = None


def scores(record: Record, pair: tuple[Id, Id], weighting: Weighting) -> tuple[YearScore, ...]:
    """The score of each calendar year from the first to the last event that counts; years without one have 0.

    An event counts if both actors take part in it, themselves or through a group; it counts once, in the year in which it begins,
    with `weights[kind]` (0 for a kind that has no weight). If that year is open, it adds its weight to the range of each.
    """
    weights = dict(weighting.weights)
    sure: dict[int, list[tuple[Id, int]]] = {}
    possible: dict[int, list[tuple[Id, int]]] = {}
    for event in record.events.values():
        weight = weights.get(event.kind, 0)
        if not weight or concern(record, event.actors, pair) is None:
            continue
        years = _years(event)
        for year in years:
            (sure if len(years) == 1 else possible).setdefault(year, []).append((event.id, weight))
    touched = sorted({*sure, *possible})
    if not touched:
        return ()
    result = []
    for year in range(touched[0], touched[-1] + 1):
        fixed, open_ = sure.get(year, []), possible.get(year, [])
        base = sum(weight for _, weight in fixed)
        result.append(
            YearScore(
                year=year,
                low=base + sum(min(weight, 0) for _, weight in open_),
                high=base + sum(max(weight, 0) for _, weight in open_),
                events=tuple(sorted(event for event, _ in (*fixed, *open_))),
            )
        )
    return tuple(result)


def peak(record: Record, pair: tuple[Id, Id], weighting: Weighting, period: When | None = None) -> Peak | None:
    """The year or years in which the score may be highest, and whether all of them lie in `period`; None without any event.

    A calendar year lies in a period that touches it. `inside` is UNKNOWN where some of the years do and some do not.
    """
    years = scores(record, pair, weighting)
    if not years:
        return None
    surely = max(item.low for item in years)
    best = [item for item in years if item.high >= surely]
    inside = None if period is None else Tri.over(_touches(item.year, period) for item in best)
    return Peak(
        weighting=weighting.id,
        years=tuple(item.year for item in best),
        low=surely,
        high=max(item.high for item in best),
        inside=inside,
    )


def peaks(record: Record, pair: tuple[Id, Id], period: When | None = None) -> tuple[Peak, ...]:
    """The peak under every weighting of the pack, in their order: does a statement about the best years survive them all?"""
    found = (peak(record, pair, weighting, period) for weighting in record.weightings.values())
    return tuple(item for item in found if item is not None)


def _years(event: Event) -> tuple[int, ...]:
    if event.date is None or not event.date.start.is_finite:
        return ()
    years: set[int] = set()
    for lo, hi in event.date.start.ranges:
        if lo is not None and hi is not None:
            years |= set(range(int(format_day(lo)[:4]), int(format_day(hi)[:4]) + 1))
    return tuple(sorted(years))


def _touches(year: int, period: When) -> bool:
    first, last = When.parse(f"{year:04d}").days.ranges[0]
    return bool(period.days.clip(first, last))
