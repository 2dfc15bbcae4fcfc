"""Series: the figures between two days, their highest and lowest, sums up to a day, an index to a base."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from typing import Literal

import msgspec

from torgau.dates import Bound, Days, When, format_day
from torgau.record.digits import digits_of_sum, rounded, rounded_outward, significant
from torgau.vocabulary import Id, Point, Record

_EXACTLY = Context(prec=50)


class SeriesView(msgspec.Struct, frozen=True, kw_only=True):
    """The points of a series that touch the period asked for, in order, with what every point shares."""

    id: Id
    title: str
    unit: str
    scope: str
    actor: Id | None
    points: tuple[Point, ...]


class Extreme(msgspec.Struct, frozen=True, kw_only=True):
    """The highest or lowest figure and every point that has it.

    `settled`: one value is highest whatever the ranges turn out to be (several points may share it: `points`). Otherwise `points`
    are all those that may be it, and `low`..`high` is the range in which the extreme value lies.
    """

    which: Literal["highest", "lowest"]
    settled: bool
    low: Decimal
    high: Decimal
    unit: str
    points: tuple[Point, ...]


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """The sum of a series up to the end of a day.

    `low` counts the points that are over by then; `high` adds in full the points that the day cuts, whose split nobody states.
    With a total, `share_low`..`share_high` is their share of it, rounded outward.
    """

    day: str
    low: Decimal
    high: Decimal
    unit: str
    cut: tuple[Point, ...] = ()
    total_low: Decimal | None = None
    total_high: Decimal | None = None
    share_low: Decimal | None = None
    share_high: Decimal | None = None


class IndexPoint(msgspec.Struct, frozen=True, kw_only=True):
    """A point as a multiple of the base, times 100."""

    point: Point
    low: Decimal
    high: Decimal


def points_between(record: Record, series_id: Id, start: Bound = None, end: Bound = None) -> SeriesView:
    """The points that have a day from `start` to `end` (ordinals, included; None is open). KeyError for an unknown series."""
    entry = record.series[series_id]
    chosen = [point for point in record.points.get(series_id, ()) if _spans(point).clip(start, end)]
    return SeriesView(
        id=entry.id,
        title=entry.title,
        unit=entry.unit,
        scope=entry.scope,
        actor=entry.actor,
        points=tuple(sorted(chosen, key=lambda point: (point.start.lo or 0, point.end.hi or 0))),
    )


def stretch(point: Point) -> When:
    """The time of a point, from its first to its last day."""
    return When.parse(f"{point.start.text}/{point.end.text}")


def extreme(view: SeriesView, which: Literal["highest", "lowest"]) -> Extreme | None:
    """The highest or lowest figure of these points, ties included; None where no point has a figure."""
    known = [(point, *_bounds(point)) for point in view.points if _has_figure(point)]
    if not known:
        return None
    if which == "highest":
        low, high = max(low for _, low, _ in known), max(high for _, _, high in known)
        found = [point for point, _, most in known if most >= low]
    else:
        low, high = min(low for _, low, _ in known), min(high for _, _, high in known)
        found = [point for point, least, _ in known if least <= high]
    settled = low == high or len(found) == 1
    return Extreme(which=which, settled=settled, low=low, high=high, unit=view.unit, points=tuple(found))


def cumulative(record: Record, series_id: Id, day: int, *, start: Bound = None, end: Bound = None) -> Sum:
    """The sum up to the end of `day`, and its share of the sum over the whole period `start`..`end`.

    For series of amounts (tons shipped in a year), not of levels. ValueError where a point of the period has no figure: a sum
    that leaves one out would pass for complete.
    """
    view = points_between(record, series_id, start, end)
    for point in view.points:
        if not _has_figure(point):
            raise ValueError(f"{series_id}: no figure for {point.start}..{point.end}")
    over = [point for point in view.points if point.end.hi is not None and point.end.hi <= day]
    cut = [point for point in view.points if point not in over and (point.start.lo is None or point.start.lo <= day)]
    later = [point for point in view.points if point not in over and point not in cut]
    result = Sum(
        day=format_day(day),
        low=_low(over) + sum((min(_bounds(point)[0], Decimal(0)) for point in cut), Decimal(0)),
        high=_high(over) + sum((max(_bounds(point)[1], Decimal(0)) for point in cut), Decimal(0)),
        unit=view.unit,
        cut=tuple(cut),
        total_low=_low(view.points),
        total_high=_high(view.points),
    )
    parts = [bound for point in view.points for bound in _bounds(point)]
    if not parts or min(parts) < 0 or max(parts) == 0:
        return result
    # Least where little has come and much is to come. A point that the day cuts may lie wholly on either side of it.
    least = _share(_low(over), _high(cut) + _high(later))
    most = _share(_high(over) + _high(cut), _low(later))
    digits = digits_of_sum(_low(view.points) or _high(view.points), parts)
    share_low, share_high = rounded_outward(least, most, digits)
    return msgspec.structs.replace(result, share_low=share_low, share_high=share_high)


def index_to(view: SeriesView, base: Point) -> tuple[IndexPoint, ...]:
    """Each point as a multiple of `base`, times 100, rounded to the digits that the inputs carry. ValueError for a base of 0."""
    base_low, base_high = _bounds(base)
    if base_low <= 0:
        raise ValueError("the base of an index must be above zero")
    found = []
    for point in view.points:
        if not _has_figure(point):
            continue
        low, high = _bounds(point)
        digits = min(significant(each) for each in (low, high, base_low, base_high))
        if point is base or point == base:
            found.append(IndexPoint(point=point, low=Decimal(100), high=Decimal(100)))
            continue
        ends = _EXACTLY.divide(100 * low, base_high), _EXACTLY.divide(100 * high, base_low)
        bounds = rounded_outward(*ends, digits) if low != high or base_low != base_high else (rounded(ends[0], digits),) * 2
        found.append(IndexPoint(point=point, low=bounds[0], high=bounds[1]))
    return tuple(found)


def _share(part: Decimal, rest: Decimal) -> Decimal:
    return _EXACTLY.divide(part, part + rest) if part else Decimal(0)


def _spans(point: Point) -> Days:
    """Every day of a point: rows of a series are filled stretches, both ends included."""
    return Days.between(point.start.lo, point.end.hi)


def _has_figure(point: Point) -> bool:
    return point.value is not None or (point.low is not None and point.high is not None)


def _bounds(point: Point) -> tuple[Decimal, Decimal]:
    low = point.low if point.low is not None else point.value
    high = point.high if point.high is not None else point.value
    if low is None or high is None:
        raise ValueError(f"no figure for {point.start}..{point.end}")
    return low, high


def _low(points: Iterable[Point]) -> Decimal:
    return sum((_bounds(point)[0] for point in points), Decimal(0))


def _high(points: Iterable[Point]) -> Decimal:
    return sum((_bounds(point)[1] for point in points), Decimal(0))
