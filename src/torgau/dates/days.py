"""Sets of possible days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

Bound = int | None
"""A day ordinal, or None where there is no bound on that side."""
Range = tuple[Bound, Bound]
"""First and last day of an unbroken run, both included."""

_INFINITY = float("inf")


def _low(span: Range) -> float:
    return -_INFINITY if span[0] is None else span[0]


def _high(span: Range) -> float:
    return _INFINITY if span[1] is None else span[1]


def _normal(ranges: Iterable[Range]) -> tuple[Range, ...]:
    merged: list[Range] = []
    for span in sorted(((lo, hi) for lo, hi in ranges), key=_low):
        if _low(span) > _high(span):
            raise ValueError(f"a range of days that ends ({span[1]}) before it begins ({span[0]})")
        if merged and _low(span) <= _high(merged[-1]) + 1:
            if _high(span) > _high(merged[-1]):
                merged[-1] = (merged[-1][0], span[1])
        else:
            merged.append(span)
    return tuple(merged)


class Days:
    """An immutable set of days: the days that something may have been.

    A day is the ordinal of `datetime.date.toordinal` in the proleptic Gregorian calendar (0001-01-01 is day 1). `ranges` holds
    the set as sorted, disjoint, non-adjacent ranges, both ends included; a bound of None means unbounded on that side, so only
    the first lower and the last upper bound can be None.
    """

    __slots__ = ("ranges",)
    ranges: tuple[Range, ...]

    def __init__(self, ranges: Iterable[Range] = ()) -> None:
        object.__setattr__(self, "ranges", _normal(ranges))

    @classmethod
    def _ready(cls, ranges: tuple[Range, ...]) -> Days:
        """From ranges that are known to be in normal form."""
        made = cls.__new__(cls)
        object.__setattr__(made, "ranges", ranges)
        return made

    @classmethod
    def single(cls, day: int) -> Days:
        """The set of one day."""
        return cls._ready(((day, day),))

    @classmethod
    def between(cls, lo: Bound, hi: Bound) -> Days:
        """All days from `lo` to `hi`, both included; None leaves that side unbounded. ValueError where `lo` is after `hi`."""
        return cls(((lo, hi),))

    @classmethod
    def anything(cls) -> Days:
        """Every day: nothing is known."""
        return cls._ready(((None, None),))

    @property
    def lo(self) -> Bound:
        """The first day, None where unbounded. ValueError for the empty set."""
        return self._nonempty()[0][0]

    @property
    def hi(self) -> Bound:
        """The last day, None where unbounded. ValueError for the empty set."""
        return self._nonempty()[-1][1]

    @property
    def is_empty(self) -> bool:
        """Whether no day is possible."""
        return not self.ranges

    @property
    def is_single(self) -> bool:
        """Whether exactly one day is possible."""
        return len(self.ranges) == 1 and self.ranges[0][0] is not None and self.ranges[0][0] == self.ranges[0][1]

    @property
    def is_finite(self) -> bool:
        """Whether both sides are bounded (the empty set is finite)."""
        return self.is_empty or (self.lo is not None and self.hi is not None)

    @property
    def is_unbroken(self) -> bool:
        """Whether it is one run of days without a gap."""
        return len(self.ranges) == 1

    def count(self) -> int:
        """How many days. ValueError where they are infinitely many."""
        return sum(hi - lo + 1 for lo, hi in self._finite())

    def contains(self, day: int) -> bool:
        """Whether `day` is one of the possible days."""
        at = bisect_right(self.ranges, float(day), key=_low)
        return at > 0 and day <= _high(self.ranges[at - 1])

    def union(self, *others: Days) -> Days:
        """The days that are in this set or in any of the others."""
        return Days(span for days in (self, *others) for span in days.ranges)

    def intersect(self, other: Days) -> Days:
        """The days that are in both sets."""
        common: list[Range] = []
        mine, theirs = 0, 0
        while mine < len(self.ranges) and theirs < len(other.ranges):
            a, b = self.ranges[mine], other.ranges[theirs]
            if max(_low(a), _low(b)) <= min(_high(a), _high(b)):
                common.append((max(a, b, key=_low)[0], min(a, b, key=_high)[1]))
            if _high(a) < _high(b):
                mine += 1
            else:
                theirs += 1
        return Days._ready(tuple(common))

    def clip(self, lo: Bound = None, hi: Bound = None) -> Days:
        """The days of this set from `lo` to `hi`, both included; empty where `lo` is after `hi`."""
        if lo is not None and hi is not None and lo > hi:
            return Days()
        return self.intersect(Days.between(lo, hi))

    def shift(self, days: int) -> Days:
        """Every day moved by `days` (later where positive)."""
        return Days._ready(
            tuple((None if lo is None else lo + days, None if hi is None else hi + days) for lo, hi in self.ranges)
        )

    def widen(self, days: int) -> Days:
        """Every day that lies at most `days` (>= 0) from a day of the set."""
        if days < 0:
            raise ValueError(f"a margin of {days} days: it must not be negative")
        return Days((None if lo is None else lo - days, None if hi is None else hi + days) for lo, hi in self.ranges)

    def hull(self) -> Days:
        """The set with its gaps filled."""
        return self if self.is_empty else Days.between(self.lo, self.hi)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, int) and self.contains(day)

    def __iter__(self) -> Iterator[int]:
        """The days in order. ValueError where they are infinitely many."""
        return (day for lo, hi in self._finite() for day in range(lo, hi + 1))

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def __eq__(self, other: object) -> bool:
        return self.ranges == other.ranges if isinstance(other, Days) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.ranges)

    def __repr__(self) -> str:
        return f"Days({list(self.ranges)!r})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a set of days cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a set of days cannot be changed")

    def __reduce__(self) -> tuple[Any, ...]:
        return Days, (self.ranges,)

    def _nonempty(self) -> tuple[Range, ...]:
        if not self.ranges:
            raise ValueError("the empty set of days has no first and no last day")
        return self.ranges

    def _finite(self) -> list[tuple[int, int]]:
        finite = [(lo, hi) for lo, hi in self.ranges if lo is not None and hi is not None]
        if len(finite) < len(self.ranges):
            raise ValueError("an unbounded set of days cannot be counted or listed")
        return finite
