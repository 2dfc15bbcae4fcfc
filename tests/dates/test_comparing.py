"""Comparisons of unknown days against all pairs of days."""

from __future__ import annotations

import pytest
from hypothesis import given

from torgau.dates import Days, Tri, at_most, before, gap, same_day

from .worlds import as_days, finite_sets, members, raw_ranges


@given(finite_sets, finite_sets)
def test_against_every_pair_of_days(a: set[int], b: set[int]) -> None:
    pairs = [(x, y) for x in a for y in b]
    assert at_most(as_days(a), as_days(b)) is Tri.over(x <= y for x, y in pairs)
    assert before(as_days(a), as_days(b)) is Tri.over(x < y for x, y in pairs)
    assert same_day(as_days(a), as_days(b)) is Tri.over(x == y for x, y in pairs)
    assert gap(as_days(a), as_days(b)) == (min(y - x for x, y in pairs), max(y - x for x, y in pairs))


@given(raw_ranges, raw_ranges)
def test_unbounded_sets_too(one: list, other: list) -> None:
    # An unbounded side reaches past every finite bound of the other set, and two unbounded sides reach past each other:
    # the window has ten days of room on either side, enough to show every order of x and y that the infinite sets allow.
    if not (one and other):
        return
    pairs = [(x, y) for x in members(one) for y in members(other)]
    assert at_most(Days(one), Days(other)) is Tri.over(x <= y for x, y in pairs)
    assert before(Days(one), Days(other)) is Tri.over(x < y for x, y in pairs)
    assert same_day(Days(one), Days(other)) is Tri.over(x == y for x, y in pairs)


@given(raw_ranges, raw_ranges)
def test_gap_is_none_exactly_where_it_is_unbounded(one: list, other: list) -> None:
    if not (one and other):
        return
    least, greatest = gap(Days(one), Days(other))
    assert (least is None) == (any(hi is None for _, hi in one) or any(lo is None for lo, _ in other))
    assert (greatest is None) == (any(lo is None for lo, _ in one) or any(hi is None for _, hi in other))


def test_one_unknown_day_compared_with_itself_is_over_reported() -> None:
    month = Days.between(1, 30)
    assert at_most(month, month) is Tri.UNKNOWN  # it is not after itself, but the two sets are taken as free


def test_the_edges() -> None:
    assert at_most(Days.between(1, 5), Days.between(5, 9)) is Tri.TRUE
    assert before(Days.between(1, 5), Days.between(5, 9)) is Tri.UNKNOWN
    assert before(Days.between(1, 4), Days.between(5, 9)) is Tri.TRUE
    assert before(Days.between(5, 9), Days.between(1, 5)) is Tri.FALSE


@pytest.mark.parametrize("compare", [at_most, before, same_day, gap])
def test_no_day_no_answer(compare: object) -> None:
    for pair in ((Days(), Days.single(1)), (Days.single(1), Days()), (Days(), Days())):
        with pytest.raises(ValueError, match="empty"):
            compare(*pair)  # type: ignore[operator]
