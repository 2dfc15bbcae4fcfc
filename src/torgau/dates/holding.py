"""Whether something that is true over a half-open stretch [start, end) is true on a day, where the bounds are not known exactly.

The first day counts, the end day does not: a treaty in force from 5 to 9 May is in force on the 5th and not on the 9th. An end of
None is open: it lasts. A world gives each unknown one of its days, with the start not after the end; a stretch that starts and
ends on the same day holds on no day. ValueError where no world is left, or a set is empty.
"""

from __future__ import annotations

from torgau.dates.days import Bound, Days
from torgau.dates.truth import Tri

_NEVER = float("inf")
_ALWAYS = float("-inf")


def holds_on(start: Days, end: Days | None, day: int | Days) -> Tri:
    """Whether start <= day < end: TRUE in every world, FALSE in none, else UNKNOWN.

    `day` is one day, or the possible days of one unknown day that is independent of both bounds.
    """
    first, last = _worlds(start, end)
    days = Days.single(day) if isinstance(day, int) else day
    if _up(first.hi) <= _down(days.lo) and (last is None or _down(last.lo) > _up(days.hi)):
        return Tri.TRUE
    possible = days.clip(first.lo, None if last is None or last.hi is None else last.hi - 1)
    return Tri.UNKNOWN if possible else Tri.FALSE


def holds_throughout(start: Days, end: Days | None, first: int, last: int) -> Tri:
    """Whether it holds on every day from `first` to `last`, both included. ValueError where `last` is before `first`."""
    begins, ends = _period(start, end, first, last)
    if _up(begins.hi) <= first and (ends is None or _down(ends.lo) > last):
        return Tri.TRUE
    if _down(begins.lo) > first or (ends is not None and _up(ends.hi) <= last):
        return Tri.FALSE
    return Tri.UNKNOWN


def holds_sometime(start: Days, end: Days | None, first: int, last: int) -> Tri:
    """Whether it holds on at least one day from `first` to `last`, both included. ValueError where `last` is before `first`."""
    begins, ends = _period(start, end, first, last)
    if ends is None:
        if _up(begins.hi) <= last:
            return Tri.TRUE
        return Tri.FALSE if _down(begins.lo) > last else Tri.UNKNOWN
    may_be_void = bool(begins.intersect(ends))
    if _up(begins.hi) <= last and _down(ends.lo) > first and not may_be_void:
        return Tri.TRUE
    # A world where it holds: the earliest start, the latest end, and at least a day between them inside the period.
    if max(_down(begins.lo), first) < min(_up(ends.hi), last + 1):
        return Tri.UNKNOWN
    return Tri.FALSE


def _period(start: Days, end: Days | None, first: int, last: int) -> tuple[Days, Days | None]:
    if last < first:
        raise ValueError("a period that ends before it begins")
    return _worlds(start, end)


def _worlds(start: Days, end: Days | None) -> tuple[Days, Days | None]:
    """The starts and ends that occur in some world, so that each bound of them is reached in one."""
    if start.is_empty or (end is not None and end.is_empty):
        raise ValueError("the empty set of days bounds nothing")
    if end is None:
        return start, None
    first, last = start.clip(hi=end.hi), end.clip(lo=start.lo)
    if not first or not last:
        raise ValueError("it ends before it begins in every possible world")
    return first, last


def _up(bound: Bound) -> float:
    """An upper bound as a number."""
    return _NEVER if bound is None else bound


def _down(bound: Bound) -> float:
    """A lower bound as a number."""
    return _ALWAYS if bound is None else bound
