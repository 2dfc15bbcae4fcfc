"""Under which statuses a dated thing fell: one day, one unknown day, a stretch over several, and every possible world."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from torgau.dates import format_day
from torgau.record.coverage import covering
from torgau.vocabulary import Status

from .worlds import CALENDAR, record, some_statuses, status, when, worlds

PACK = record(
    status("paid", "legal-basis", "AA", "BB", "1841-06-24", "1841-10-01"),
    status("lent", "legal-basis", "AA", "BB", "1841-10-01", "1845-09-20"),
    status("others", "legal-basis", "AA", "CC", "1841-01-01", "1845-01-01"),
    status("war", "war", "AA", "BB", "1841-01-01", "1845-01-01"),
)


def found(date: str) -> list[tuple[str, str]]:
    return [(item.id, item.certainty) for item in covering(PACK, when(date), "legal-basis", ("AA", "BB"))]


def test_a_day_falls_under_the_status_of_its_day_and_dimension() -> None:
    assert found("1841-08-15") == [("paid", "certain")]
    assert found("1841-10-01") == [("lent", "certain")]
    assert found("1845-09-20") == []


def test_a_month_before_the_change_is_certain_and_one_across_it_only_possible() -> None:
    assert found("1841-08") == [("paid", "certain")]
    # One unknown day from 1 September to 31 October: under either, and nobody says which.
    assert found("[1841-09-01..1841-10-31]") == [("paid", "possible"), ("lent", "possible")]


def test_a_stretch_falls_under_each_in_turn() -> None:
    assert found("1841-06-22/1841-12-31") == [("paid", "certain"), ("lent", "certain")]
    assert found("1841-10-02/..") == [("lent", "certain")]
    assert found("../1841-06-23") == []


@given(some_statuses(), st.sampled_from(CALENDAR), st.sampled_from(CALENDAR), st.booleans())
def test_against_every_possible_world(statuses: tuple[Status, ...], one: int, other: int, stretch: bool) -> None:
    first, last = sorted((one, other))
    text = f"{format_day(first)}/{format_day(last)}" if stretch else f"[{format_day(first)}..{format_day(last)}]"
    if first == last:
        text = format_day(first)
    pack = record(*statuses)
    for each in statuses:
        shown = {item.id: item.certainty for item in covering(pack, when(text), each.dimension)}
        days = range(first, last + 1)
        seen = set()
        for begin, end in worlds(each.start, each.end):
            held = [begin <= on and (end is None or on < end) for on in days]
            seen |= {any(held)} if stretch else set(held)
        expected = {frozenset({True}): "certain", frozenset({True, False}): "possible", frozenset({False}): None}
        assert shown.get(each.id) == expected[frozenset(seen)]
