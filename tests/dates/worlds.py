"""Small calendars for brute force: sets of days few enough that every possible world can be visited."""

from __future__ import annotations

from hypothesis import strategies as st

from torgau.dates import Days

FIRST, LAST = 0, 24
"""Finite bounds are drawn from here."""
WINDOW = range(FIRST - 10, LAST + 11)
"""Days that are looked at: far enough beyond the bounds that an unbounded range shows on either side."""

day = st.integers(FIRST, LAST)
bounded = st.tuples(day, day).map(lambda pair: (min(pair), max(pair)))
below = day.map(lambda hi: (None, hi))
above = day.map(lambda lo: (lo, None))
any_range = st.one_of(bounded, bounded, bounded, below, above, st.just((None, None)))
raw_ranges = st.lists(any_range, max_size=4)
finite_sets = st.sets(day, min_size=1, max_size=6)


def members(ranges: list[tuple[int | None, int | None]]) -> set[int]:
    """The days of WINDOW that the ranges name, straight from the definition."""
    return {d for d in WINDOW if any((lo is None or lo <= d) and (hi is None or d <= hi) for lo, hi in ranges)}


def as_days(days: set[int]) -> Days:
    """A finite set of days, given one by one."""
    return Days((d, d) for d in days)


def shown(days: Days) -> set[int]:
    """The days of WINDOW that a `Days` holds, one question each."""
    return {d for d in WINDOW if days.contains(d)}
