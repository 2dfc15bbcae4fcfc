"""How a date lies to a period: against every world, each world as a plain set of days."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torgau.dates import Days, Relation, When, relation

from .worlds import as_days, bounded, day, finite_sets

NEAR = range(-10, 36)
"""Reached by a bound that is unknown."""
FAR = range(-20, 46)
"""Reached only by what is open: it goes on past every unknown bound."""


def stretch(start: set[int], end: set[int], marks: set[str]) -> tuple[When, list[set[int]]] | None:
    """An extended date and its worlds; None where no world is left."""
    first = {"open_start": {FAR[0]}, "unknown_start": set(NEAR)}
    last = {"open_end": {FAR[-1]}, "unknown_end": set(NEAR)}
    starts = next((days for mark, days in first.items() if mark in marks), start)
    ends = next((days for mark, days in last.items() if mark in marks), end)
    pairs = [(s, e) for s in starts for e in ends if s <= e]
    if not pairs:
        return None
    begins = as_days({s for s, _ in pairs})
    finishes = as_days({e for _, e in pairs})
    if marks & {"open_start", "unknown_start"}:
        begins = Days.between(None, finishes.hi)
    if marks & {"open_end", "unknown_end"}:
        finishes = Days.between(begins.lo, None)
        if marks & {"open_start", "unknown_start"}:
            begins = Days.anything()
    when = When("made for the test", begins, finishes, {"extended", *marks})
    return when, [set(range(s, e + 1)) for s, e in pairs]


def by_worlds(worlds: list[set[int]], period: set[int]) -> Relation:
    """The definition, in the order in which the docstring gives it."""
    rules = {
        Relation.EQUAL: lambda a: a == period,
        Relation.CONTAINED: lambda a: a <= period,
        Relation.CONTAINS: lambda a: a >= period,
        Relation.OVERLAPS: lambda a: bool(a & period) and bool(a - period),
        Relation.BEFORE: lambda a: max(a) < min(period),
        Relation.AFTER: lambda a: min(a) > max(period),
    }
    return next((name for name, rule in rules.items() if all(map(rule, worlds))), Relation.UNCERTAIN)


beginnings = st.sampled_from([set(), set(), {"open_start"}, {"unknown_start"}])
endings = st.sampled_from([set(), set(), {"open_end"}, {"unknown_end"}])


@given(finite_sets, finite_sets, beginnings, endings, bounded)
@settings(max_examples=400)
def test_a_stretch_against_every_world(start: set[int], end: set[int], before: set, after: set, period: tuple[int, int]) -> None:
    made = stretch(start, end, before | after)
    if made is None:
        return
    when, worlds = made
    expected = by_worlds(worlds, set(range(period[0], period[1] + 1)))
    assert relation(when, When("period", Days.between(*period))) is expected
    assert relation(when, When("period", Days.single(period[0]), Days.single(period[1]), {"extended"})) is expected


@given(finite_sets, bounded)
def test_one_unknown_day_against_every_world(days: set[int], period: tuple[int, int]) -> None:
    when = When("made for the test", as_days(days))
    expected = by_worlds([{d} for d in days], set(range(period[0], period[1] + 1)))
    assert relation(when, When("period", Days.between(*period))) is expected


@given(finite_sets, finite_sets, endings, day)
@settings(max_examples=200)
def test_against_an_open_period(start: set[int], end: set[int], after: set, since: int) -> None:
    made = stretch(start, end, after)
    if made is None:
        return
    when, worlds = made
    period = When("period", Days.single(since), Days.between(since, None), {"extended", "open_end"})
    assert relation(when, period) is by_worlds(worlds, set(range(since, FAR[-1] + 1)))


BY_HAND = [
    ("1942-07-17/1943-02-02", "1943", Relation.OVERLAPS),  # begins in 1942
    ("1943-11-28/1943-12-01", "1943-11", Relation.OVERLAPS),  # one day in December
    ("1943-11-28/1943-12-01", "1943", Relation.CONTAINED),
    ("1943-11-28/1943-12-01", "1943-11-28/1943-12-01", Relation.EQUAL),
    ("1941-06-22", "1941-06-22", Relation.EQUAL),
    ("1941-06-22", "1941", Relation.CONTAINED),
    ("1941-06", "1941", Relation.CONTAINED),
    ("1943", "1943", Relation.CONTAINED),  # one day of 1943 that is not known, in the whole of 1943
    ("1943-01-01/1943-12-31", "1943", Relation.EQUAL),
    ("1943-01/1943-12", "1943", Relation.CONTAINED),  # it may have begun after New Year
    ("1941-06-22/1945-05-09", "1943", Relation.CONTAINS),
    ("1941/1945", "1943", Relation.CONTAINS),
    ("1941-06-22/..", "1943", Relation.CONTAINS),
    ("1941-06-22/", "1943", Relation.UNCERTAIN),  # it may have ended at any time
    ("1943-06-22/", "1943", Relation.UNCERTAIN),
    ("1943-06-22/..", "1943", Relation.OVERLAPS),
    ("1944-06/", "1943", Relation.AFTER),
    ("1941/1943", "1943", Relation.OVERLAPS),  # began by 31 December 1941, so it has days before 1943
    ("1942-12/1943-01", "1943", Relation.OVERLAPS),
    ("1942/1943", "1943-06", Relation.UNCERTAIN),
    ("1943-12-XX", "1944", Relation.BEFORE),
    ("1944-01-01", "1943", Relation.AFTER),
    ("[1942,1944]", "1943", Relation.UNCERTAIN),
    ("XXXX", "1943", Relation.UNCERTAIN),
    ("1943-06", "[1942,1944]", Relation.UNCERTAIN),  # after the one, before the other
    ("1945-06", "[1942,1944]", Relation.AFTER),
    ("1941-06-22", "1941-06/", Relation.UNCERTAIN),  # nobody says when that period ended
    ("1941-05", "1941-06/", Relation.BEFORE),
    ("1946", "/1945", Relation.AFTER),
    ("1945-06-01", "/1945", Relation.UNCERTAIN),
    ("1945-06-01", "1945/..", Relation.CONTAINED),
    ("1945-01-01/..", "1945/..", Relation.EQUAL),
    ("1945-06-01/..", "1945/..", Relation.CONTAINED),
    ("1945-06-01", "../..", Relation.CONTAINED),
]


@pytest.mark.parametrize(("a", "period", "expected"), BY_HAND)
def test_by_hand(a: str, period: str, expected: Relation) -> None:
    assert relation(When.parse(a), When.parse(period)) is expected


def test_no_pairing_of_a_first_and_a_last_day_may_fit() -> None:
    # Began on day 1 or 10, ended on day 5 or 20. In days 4 to 12 lie a first day (10) and a last day (5), but never together:
    # the worlds are 1-5, 1-20 and 10-20, and each of them has days inside and days outside.
    when = When("made for the test", as_days({1, 10}), as_days({5, 20}), {"extended"})
    assert relation(when, When("period", Days.between(4, 12))) is Relation.OVERLAPS


def test_the_words() -> None:
    assert Relation.OVERLAPS == "overlaps, not contained"
    assert [str(each) for each in Relation] == [
        "equal",
        "contained",
        "contains",
        "overlaps, not contained",
        "before",
        "after",
        "uncertain",
    ]
