"""Half-open statuses against every world of their bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.dates import Days, Tri, holds_on, holds_sometime, holds_throughout

from .worlds import WINDOW, as_days, day, finite_sets, members, raw_ranges

NEVER = max(WINDOW) + 100

ends = st.one_of(st.none(), finite_sets)


def worlds(start: set[int], end: set[int] | None) -> list[tuple[int, int]]:
    return [(s, e) for s in start for e in ({NEVER} if end is None else end) if s <= e]


def days_of(end: set[int] | None) -> Days | None:
    return None if end is None else as_days(end)


@given(finite_sets, ends, st.integers(-2, 27))
def test_holds_on_a_day(start: set[int], end: set[int] | None, on: int) -> None:
    possible = worlds(start, end)
    if possible:
        assert holds_on(as_days(start), days_of(end), on) is Tri.over(s <= on < e for s, e in possible)
    else:
        with pytest.raises(ValueError, match="ends before it begins"):
            holds_on(as_days(start), days_of(end), on)


@given(finite_sets, ends, finite_sets)
def test_holds_on_a_day_that_is_itself_unknown(start: set[int], end: set[int] | None, on: set[int]) -> None:
    possible = worlds(start, end)
    if possible:
        expected = Tri.over(s <= d < e for s, e in possible for d in on)
        assert holds_on(as_days(start), days_of(end), as_days(on)) is expected


@given(finite_sets, ends, day, st.integers(0, 6))
def test_holds_throughout_and_sometime(start: set[int], end: set[int] | None, first: int, length: int) -> None:
    possible = worlds(start, end)
    period = range(first, first + length + 1)
    if possible:
        arguments = (as_days(start), days_of(end), first, first + length)
        assert holds_throughout(*arguments) is Tri.over(all(s <= d < e for d in period) for s, e in possible)
        assert holds_sometime(*arguments) is Tri.over(any(s <= d < e for d in period) for s, e in possible)


@given(raw_ranges, raw_ranges, day, st.integers(0, 6))
def test_unbounded_bounds(start: list, end: list, first: int, length: int) -> None:
    # Unbounded sides are cut at the edges of the window, ten days beyond every finite bound and four beyond every period.
    possible = worlds(members(start), members(end))
    if not possible:
        return
    period = range(first, first + length + 1)
    arguments = (Days(start), Days(end), first, first + length)
    assert holds_on(*arguments[:3]) is Tri.over(s <= first < e for s, e in possible)
    assert holds_throughout(*arguments) is Tri.over(all(s <= d < e for d in period) for s, e in possible)
    assert holds_sometime(*arguments) is Tri.over(any(s <= d < e for d in period) for s, e in possible)


def test_the_first_day_counts_and_the_end_day_does_not() -> None:
    start, end = Days.single(5), Days.single(9)
    assert [holds_on(start, end, d) for d in (4, 5, 8, 9)] == [Tri.FALSE, Tri.TRUE, Tri.TRUE, Tri.FALSE]
    assert holds_on(start, None, 10**9) is Tri.TRUE
    assert holds_throughout(start, end, 5, 8) is Tri.TRUE
    assert holds_throughout(start, end, 5, 9) is Tri.FALSE
    assert holds_sometime(start, end, 8, 20) is Tri.TRUE
    assert holds_sometime(start, end, 9, 20) is Tri.FALSE


def test_granted_and_withdrawn_on_one_day_holds_on_none() -> None:
    assert holds_on(Days.single(5), Days.single(5), 5) is Tri.FALSE
    assert holds_sometime(Days.single(5), Days.single(5), 1, 9) is Tri.FALSE


def test_the_end_says_something_about_the_start() -> None:
    # It began on day 1 to 10 and ended on day 5 or 6, so it began by day 6: on day 8 it is over in every world.
    assert holds_on(Days.between(1, 10), Days.between(5, 6), 8) is Tri.FALSE
    # Taken alone, the start would leave day 4 open; it does so here too.
    assert holds_on(Days.between(1, 10), Days.between(5, 6), 4) is Tri.UNKNOWN


def test_refusals() -> None:
    one = Days.single(1)
    for start, end in ((Days(), one), (one, Days()), (Days(), None)):
        with pytest.raises(ValueError, match="empty"):
            holds_on(start, end, 1)
    with pytest.raises(ValueError, match="empty"):
        holds_on(one, None, Days())
    for question in (holds_throughout, holds_sometime):
        with pytest.raises(ValueError, match="period"):
            question(one, None, 5, 4)
