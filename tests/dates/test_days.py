"""Sets of days against plain Python sets."""

from __future__ import annotations

import copy
import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.dates import Days

from .worlds import WINDOW, as_days, bounded, finite_sets, members, raw_ranges, shown


@given(raw_ranges)
def test_holds_exactly_the_days_that_were_named(raw: list) -> None:
    assert shown(Days(raw)) == members(raw)


@given(raw_ranges)
def test_normal_form(raw: list) -> None:
    ranges = Days(raw).ranges
    assert all(lo is None or hi is None or lo <= hi for lo, hi in ranges)
    for (_, hi), (lo, _) in pairwise(ranges):
        assert hi is not None
        assert lo is not None
        assert hi + 1 < lo


@given(raw_ranges, raw_ranges)
def test_equal_exactly_when_the_days_are(one: list, other: list) -> None:
    a, b = Days(one), Days(other)
    assert (a == b) == (members(one) == members(other))
    if a == b:
        assert hash(a) == hash(b)


@given(raw_ranges, raw_ranges)
def test_union_and_intersection(one: list, other: list) -> None:
    a, b = Days(one), Days(other)
    assert shown(a.union(b)) == members(one) | members(other)
    assert shown(a.intersect(b)) == members(one) & members(other)
    assert a.intersect(b) == Days(a.intersect(b).ranges)


@given(raw_ranges, st.integers(-8, 8))
def test_shift(raw: list, step: int) -> None:
    moved = Days(raw).shift(step)
    assert all((d in moved) == (d - step in Days(raw)) for d in WINDOW)


@given(raw_ranges, st.integers(0, 5))
def test_widen(raw: list, margin: int) -> None:
    wide = Days(raw).widen(margin)
    near = {d for d in WINDOW if any(Days(raw).contains(d + step) for step in range(-margin, margin + 1))}
    assert shown(wide) == near


@given(raw_ranges, st.one_of(st.none(), st.integers(-3, 27)), st.one_of(st.none(), st.integers(-3, 27)))
def test_clip(raw: list, lo: int | None, hi: int | None) -> None:
    kept = {d for d in members(raw) if (lo is None or lo <= d) and (hi is None or d <= hi)}
    assert shown(Days(raw).clip(lo, hi)) == kept


@given(raw_ranges)
def test_bounds_and_hull(raw: list) -> None:
    days, model = Days(raw), members(raw)
    assert days.is_empty == (not model) == (not days)
    if model:
        assert days.lo == (None if any(lo is None for lo, _ in raw) else min(model))
        assert days.hi == (None if any(hi is None for _, hi in raw) else max(model))
        assert shown(days.hull()) == set(range(min(model), max(model) + 1))
        assert days.is_unbroken == (len(model) == max(model) - min(model) + 1)
    assert days.is_finite == all(None not in span for span in raw)


@given(finite_sets)
def test_finite_sets_are_listed_in_order(days: set[int]) -> None:
    assert list(as_days(days)) == sorted(days)
    assert as_days(days).count() == len(days)
    assert as_days(days).is_single == (len(days) == 1)


@given(st.lists(bounded, max_size=4), st.randoms())
def test_order_of_the_ranges_does_not_matter(raw: list, random: object) -> None:
    mixed = list(raw)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert Days(mixed) == Days(raw)


@pytest.mark.parametrize("unbounded", [Days.anything(), Days.between(3, None), Days.between(None, 3)])
def test_infinite_sets_are_not_listed(unbounded: Days) -> None:
    with pytest.raises(ValueError, match="unbounded"):
        list(unbounded)
    with pytest.raises(ValueError, match="unbounded"):
        unbounded.count()
    assert not unbounded.is_finite


def test_listing_fails_at_once_not_at_the_first_step() -> None:
    with pytest.raises(ValueError, match="unbounded"):
        iter(Days.anything())


def test_the_empty_set() -> None:
    empty = Days()
    assert empty == Days.single(3).intersect(Days.single(4))
    assert list(empty) == []
    assert empty.is_finite
    for bound in ("lo", "hi"):
        with pytest.raises(ValueError, match="empty"):
            getattr(empty, bound)


def test_refuses_reversed_ranges_and_negative_margins() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        Days.between(5, 4)
    with pytest.raises(ValueError, match="negative"):
        Days.single(5).widen(-1)


def test_cannot_be_changed() -> None:
    days = Days.single(5)
    with pytest.raises(AttributeError):
        days.ranges = ()
    with pytest.raises(AttributeError):
        del days.ranges


def test_copies_and_pickles() -> None:
    days = Days([(None, 3), (7, 9)])
    assert pickle.loads(pickle.dumps(days)) == days
    assert copy.deepcopy(days) == days
    assert "anything" not in days
    assert repr(days) == "Days([(None, 3), (7, 9)])"
