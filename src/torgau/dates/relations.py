"""How one date lies to a period: inside, across its edge, before, after, or not settled."""

from __future__ import annotations

from enum import StrEnum

from torgau.dates.days import Bound
from torgau.dates.when import When

_INFINITY = float("inf")


class Relation(StrEnum):
    """How a date lies to a period, in every possible world."""

    EQUAL = "equal"
    CONTAINED = "contained"
    CONTAINS = "contains"
    OVERLAPS = "overlaps, not contained"
    BEFORE = "before"
    AFTER = "after"
    UNCERTAIN = "uncertain"


def relation(a: When, period: When) -> Relation:
    """How `a` lies to `period`, where `period` is read as the stretch of ALL its days (1943: the whole year).

    `a` keeps its own meaning: an interval is a stretch between its possible bounds, anything else is one day. The answer holds in
    every possible world of `a`, the first that fits of:

    equal: first and last day are those of the period; contained: every day of `a` is in the period; contains: every day of the
    period is in `a`; overlaps, not contained: they share a day and `a` has a day outside the period; before, after: all of `a`
    is; uncertain: the worlds differ. A month that is one unknown day is `contained` in that month, never `equal` to it.

    A period with gaps (a one-of set) stands for one of its unbroken runs; one whose bound is unknown (`1941/`) settles at most
    `before` or `after`.
    """
    if period.extended:
        answer = _to_run(a, period.lo, period.hi)
        settled = {Relation.AFTER} if period.unknown_start else set(Relation)
        if period.unknown_end:
            settled &= {Relation.BEFORE}
        return answer if answer in settled else Relation.UNCERTAIN
    answers = {_to_run(a, lo, hi) for lo, hi in period.start.ranges}
    return answers.pop() if len(answers) == 1 else Relation.UNCERTAIN


def _to_run(a: When, lo: Bound, hi: Bound) -> Relation:
    """The relation to the days from `lo` to `hi`. The bounds of `a` are each reached in some world, so they decide."""
    first, last = _down(lo), _up(hi)
    begins_early, begins_late = _down(a.start.lo), _up(a.start.hi)
    ends_early, ends_late = _down(a.end.lo), _up(a.end.hi)
    if a.open_start:
        begins_late = -_INFINITY
    if a.open_end:
        ends_early = _INFINITY
    if begins_early == begins_late == first and ends_early == ends_late == last:
        return Relation.EQUAL
    if begins_early >= first and ends_late <= last:
        return Relation.CONTAINED
    if begins_late <= first and ends_early >= last:
        return Relation.CONTAINS
    if ends_late < first:
        return Relation.BEFORE
    if begins_early > last:
        return Relation.AFTER
    if ends_early >= first and begins_late <= last and not _may_fit(a, lo, hi):
        return Relation.OVERLAPS
    return Relation.UNCERTAIN


def _may_fit(a: When, lo: Bound, hi: Bound) -> bool:
    """Whether in some world every day of `a` lies from `lo` to `hi`."""
    if (a.open_start and lo is not None) or (a.open_end and hi is not None):
        return False
    starts, ends = a.start.clip(lo, hi), a.end.clip(lo, hi)
    return bool(starts) and bool(ends) and _down(starts.lo) <= _up(ends.hi)


def _down(bound: Bound) -> float:
    return -_INFINITY if bound is None else bound


def _up(bound: Bound) -> float:
    return _INFINITY if bound is None else bound
