"""The meaning of an EDTF string."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NoReturn

from torgau.dates.days import Bound, Days, Range
from torgau.dates.margins import EXACT, Margins
from torgau.dates.single_days import format_day, from_plain

FLAGS = (
    "extended",
    "uncertain",
    "approximate",
    "open_start",
    "open_end",
    "unknown_start",
    "unknown_end",
)
"""The yes-or-no properties of a `When`, in the order in which `to_parts` lists those that hold."""


class When:
    """An immutable date as written and what it means: a set of possible first days and of possible last days.

    `text` is the EDTF string as written. With `extended` it is a stretch of time (an interval `a/b`, an all-of set `{..}`) that
    begins on one of the days `start` and ends on one of the days `end`, inclusive; every first day in `start` fits some last day
    in `end` and the other way round. Without `extended` it is ONE day that is not known exactly (a date, a month, a season, a
    one-of set `[..]`): then `start` and `end` are the same set and stand for the same unknown day.

    `uncertain`: marked `?` or `%`. `approximate`: marked `~` or `%`. `open_start`, `open_end`: written `..`, so the stretch goes
    on without a bound on that side. `unknown_start`, `unknown_end`: the bound is left empty, so there is one, but nobody says
    which. In both cases the set of days is unbounded on that side; the flags tell the two apart.
    """

    __slots__ = ("_hash", "end", "flags", "start", "text")
    text: str
    start: Days
    end: Days
    flags: frozenset[str]
    _hash: int

    def __init__(self, text: str, start: Days, end: Days | None = None, flags: Iterable[str] = ()) -> None:
        held = frozenset(flags)
        if not held.issubset(FLAGS):
            raise ValueError(f"no such property of a date: {', '.join(sorted(held.difference(FLAGS)))}")
        set_once = object.__setattr__
        set_once(self, "text", text)
        set_once(self, "start", start)
        set_once(self, "end", start if end is None else end)
        set_once(self, "flags", held)
        set_once(self, "_hash", hash((text, start, self.end)))

    @classmethod
    def parse(cls, text: str, margins: Margins = EXACT) -> When:
        """The meaning of an EDTF string (ISO 8601-2, levels 0 to 2), with `~` widened by `margins`.

        DateError where the text is not EDTF, names a day that does not exist, leaves the years 1 to 9999, or ends before it
        begins. Results are kept, so the same text is read once.
        """
        kept = _REMEMBERED.get((text, margins))
        return kept if kept is not None else _parse(text, margins)

    @classmethod
    def of_day(cls, day: int) -> When:
        """The single day with this ordinal."""
        return cls(format_day(day), Days.single(day))

    @classmethod
    def from_parts(
        cls,
        text: str,
        start_ranges: Sequence[Sequence[Bound]],
        end_ranges: Sequence[Sequence[Bound]] | None = None,
        flags: Iterable[str] = (),
    ) -> When:
        """Rebuild from `to_parts`, without parsing. `end_ranges` of None means the same days as the start."""
        end = None if end_ranges is None else Days((lo, hi) for lo, hi in end_ranges)
        return cls(text, Days((lo, hi) for lo, hi in start_ranges), end, flags)

    def to_parts(self) -> tuple[str, tuple[Range, ...], tuple[Range, ...] | None, tuple[str, ...]]:
        """The arguments of `from_parts`, in a form that JSON can carry."""
        end_ranges = None if self.end == self.start else self.end.ranges
        return self.text, self.start.ranges, end_ranges, tuple(flag for flag in FLAGS if flag in self.flags)

    @property
    def extended(self) -> bool:
        """Whether it is a stretch of time, not one day."""
        return "extended" in self.flags

    @property
    def uncertain(self) -> bool:
        """Whether it is marked `?` or `%`: the source of the date is in doubt."""
        return "uncertain" in self.flags

    @property
    def approximate(self) -> bool:
        """Whether it is marked `~` or `%`: about then."""
        return "approximate" in self.flags

    @property
    def open_start(self) -> bool:
        """Whether it has no beginning (`..`)."""
        return "open_start" in self.flags

    @property
    def open_end(self) -> bool:
        """Whether it goes on without end (`..`)."""
        return "open_end" in self.flags

    @property
    def unknown_start(self) -> bool:
        """Whether it began on a day that nobody states (`/b`)."""
        return "unknown_start" in self.flags

    @property
    def unknown_end(self) -> bool:
        """Whether it ends on a day that nobody states (`a/`)."""
        return "unknown_end" in self.flags

    @property
    def lo(self) -> Bound:
        """The earliest day that it may touch, None where unbounded."""
        return self.start.lo

    @property
    def hi(self) -> Bound:
        """The latest day that it may touch, None where unbounded."""
        return self.end.hi

    @property
    def days(self) -> Days:
        """The days that it may touch: the possible days of a date, or all days from `lo` to `hi` of a stretch."""
        return Days.between(self.lo, self.hi) if self.extended else self.start

    @property
    def is_single_day(self) -> bool:
        """Whether it is exactly one known day."""
        return self.start.is_single and self.start == self.end

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"When({self.text!r})"

    def __eq__(self, other: object) -> bool:
        """Whether text and meaning agree: `1941~` read with two different margins gives two different values."""
        if self is other:
            return True
        if not isinstance(other, When):
            return NotImplemented
        return (self.text, self.start, self.end, self.flags) == (other.text, other.start, other.end, other.flags)

    def __hash__(self) -> int:
        return self._hash

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a date cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a date cannot be changed")

    def __reduce__(self) -> tuple[Any, ...]:
        return When.from_parts, self.to_parts()


_REMEMBERED: dict[tuple[str, Margins], When] = {}


def remember(dates: Iterable[When], margins: Margins = EXACT) -> None:
    """Let `When.parse` return these for their texts, read with `margins`, without loading the EDTF library."""
    _REMEMBERED.update(((when.text, margins), when) for when in dates)


def forget() -> None:
    """Undo every `remember` and drop all kept results."""
    _REMEMBERED.clear()
    _parse.cache_clear()


@lru_cache(maxsize=65536)
def _parse(text: str, margins: Margins) -> When:
    day = from_plain(text)
    if day is not None:
        return When(text, Days.single(day))
    from torgau.dates.edtf_reading import read  # the library behind it takes long to load, and most runs never need it

    meaning = read(text, margins)
    return When(text, meaning.start, meaning.end, meaning.flags)
