"""Figures, dates and statuses one by one: expected values worked out by hand, and edges where a sceptic would look."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from tests.record.worlds import cite, event, figure, record, status, when
from torgau.audit.contradictions import contradictions
from torgau.audit.dates_of_claims import compare_date, compare_sequence, days_apart, years_apart
from torgau.audit.quantities_of_claims import compare_quantity, disjoint, scaled, scopes_of
from torgau.audit.statuses_of_claims import compare_status
from torgau.vocabulary import Estimate, Record, Scope
from torgau.vocabulary import claims as c

from .invented import claim, quantity, source

DEAD = Estimate(
    id="dead",
    title="Dead",
    default_scope="total",
    scopes=(Scope(id="total", means="all"), Scope(id="military", means="soldiers"), Scope(id="hull", means="ships")),
    figures=(
        figure("old", "total", value=20, unit="million persons", source="a", standing="superseded", published="1850"),
        figure("new", "total", value=26.6, unit="million persons", source="b"),
        figure("range", "total", low=26, high=27, unit="million persons", source="b"),
        figure("soldiers", "military", value=8.7, unit="million persons", source="b"),
        figure("some-ships", "hull", value=70, at_least=True, unit="ships", source="b"),
    ),
)
WORLD = record(DEAD, source("a"), source("b"))


def judged(**more: object) -> tuple[str, str]:
    unit = str(more.pop("unit", "million persons"))
    found = compare_quantity(WORLD, claim("x", "1", quantity("dead", unit, **more)), quantity("dead", unit, **more))
    return found.kind, found.comparison


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ({"value": 26.6}, "agrees", "total: 26 to 27 million persons (b)"),
        ({"low": 26.2, "high": 26.8}, "agrees", ""),
        ({"value": 20, "scope": "total"}, "error", "no longer in use: old (1850, superseded, a); in use: 26 to 27"),
        ({"value": 20}, "error", "no longer in use"),
        ({"value": 30, "scope": "total"}, "error", "above every figure of total, by 3: 26 to 27"),
        ({"value": 15, "scope": "military"}, "error", "above every figure of military, by 6.3: 8.7"),
        ({"value": 8.7}, "scope-mismatch", "it fits another scope than total"),
        # A claim that names its scope cannot be saved by another.
        ({"value": 8.7, "scope": "total"}, "error", "it would fit military"),
        ({"low": 22, "high": 27}, "imprecise", "wider than the figures of total (22 to 26)"),
        ({"low": 22, "high": 30}, "imprecise", "(22 to 26, 27 to 30)"),
        ({"value": 5, "at_least": True}, "scope-mismatch", "true as a lower bound"),
        ({"value": 5, "at_least": True, "scope": "military"}, "imprecise", "but it is the figure of no scope"),
        ({"value": 40, "at_least": True}, "error", "not true of the figures of total"),
        ({"value": 26600000, "unit": "persons"}, "agrees", "total"),
        ({"value": 26600, "unit": "thousand persons"}, "agrees", "total"),
        ({"value": 5, "unit": "horses"}, "unsupported", "no figure of Dead in horses"),
        ({"value": 70, "unit": "ships", "scope": "hull"}, "agrees", "at least 70 ships"),
    ],
)
def test_a_figure_against_rival_figures(said: dict[str, object], kind: str, words: str) -> None:
    found, comparison = judged(**said)
    assert (found, words in comparison) == (kind, True), comparison


def test_units_with_a_multiplying_word_are_the_same_unit() -> None:
    twenty = quantity("dead", "million persons", value=20)
    assert (scaled(twenty).value, scaled(twenty).unit) == (D(20_000_000), "persons")
    assert scaled(quantity("dead", "billion dollars", value=2)).value == D(2_000_000_000)
    assert scaled(quantity("dead", "millionaires", value=3)).unit == "millionaires"  # a word of its own


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        # 20 lies below 22 to 27; 22 is shared by 20 to 22 and 22 to 27.
        ({"value": 20}, {"low": 22, "high": 27}, True),
        ({"low": 20, "high": 22}, {"low": 22, "high": 27}, False),
        ({"value": 330, "at_least": True}, {"value": 418}, False),
        ({"value": 500, "at_least": True}, {"value": 418}, True),
        ({"high": 5}, {"low": 6}, True),
        ({"low": 5}, {"low": 600}, False),
    ],
)
def test_two_figures_that_share_no_value(one: dict[str, object], two: dict[str, object], expected: bool) -> None:
    a, b = quantity("dead", **one), quantity("dead", **two)
    assert disjoint(a, b) is disjoint(b, a) is expected


def test_what_a_claim_counts_is_inferred_from_the_figures_it_gives() -> None:
    assert scopes_of(WORLD, quantity("dead", "million persons", value=8.7)) == {"military"}
    assert scopes_of(WORLD, quantity("dead", "million persons", value=8.7, scope="total")) == {"total"}
    assert scopes_of(WORLD, quantity("dead", "million persons", value=3)) == frozenset()
    pair = (
        claim("one", "1", quantity("dead", "million persons", value=8.7)),
        claim("two", "2", quantity("dead", "million persons", value=26.6)),
    )
    (found,) = contradictions(WORLD, pair)
    assert found.kind == "scope-mismatch"
    assert "(military and total)" in found.comparison


def test_equal_figures_in_two_units_do_not_contradict() -> None:
    pair = (
        claim("one", "1", quantity("dead", "million persons", value=20)),
        claim("two", "2", quantity("dead", "persons", value=20000000)),
    )
    assert list(contradictions(WORLD, pair)) == []


# Dates

DATED = record(
    event("exact", "1845-05-02", "AA", kind="surrender"),
    event("other", "1845-05-07", "BB", kind="surrender"),
    event("third", "1845-05-20", "AA", kind="surrender"),
    event("month", "1845-06", "AA"),
    event("set", "[1845-07-01,1845-07-09]", "AA"),
    event("undated", None, "AA"),
    source("a"),
)


@pytest.mark.parametrize(
    ("id", "said", "kind", "words"),
    [
        ("exact", "1845-05-02", "agrees", "equal"),
        ("exact", "1845-05", "agrees", "contained"),
        # 8 - 2 = 6 days; of the surrenders the one of the 7th is within a day, the one of the 20th is not.
        ("exact", "1845-05-08", "error", "6 days before the claimed one; within a day of the claimed time the record has other"),
        # 30 April is 2 days before 2 May; the nearest of April, the last day of March 33.
        ("exact", "1845-04", "error", "2 to 31 days after the claimed one"),
        ("exact", "1845-04-01/..", "agrees", "contained"),
        ("month", "1845-06", "agrees", "contained"),
        # The month is one unknown day: it may be the 10th or not.
        ("month", "1845-06-10", "imprecise", "not exact enough"),
        # The 1st or the 9th: before or after the 5th, and in no world on it.
        ("set", "1845-07-05", "error", "none of the days on record"),
        ("set", "1845-07-01", "imprecise", "not exact enough"),
        ("set", "1845-07", "agrees", ""),
        ("undated", "1845", "unsupported", "has no date"),
    ],
)
def test_a_date_against_the_record(id: str, said: str, kind: str, words: str) -> None:
    found = compare_date(DATED, claim("x", "1", c.Fact(text="")), c.EventDate(event=id, date=when(said)))
    assert (found.kind, words in found.comparison) == (kind, True), found.comparison


def test_days_and_years_apart() -> None:
    assert days_apart(when("1845-05-02"), when("1845-05-08")) == days_apart(when("1845-05-08"), when("1845-05-02")) == "6 days"
    assert days_apart(when("1845-05-31"), when("1845-06-01")) == "1 day"
    # From any day of May to any of June: 1 (31 May, 1 June) to 60 (1 May, 30 June).
    assert days_apart(when("1845-05"), when("1845-06")) == "1 to 60 days"
    # From 31 May 2005 to 1 January 2024: 18 years to 31 May 2023, 7 months to 31 December, 1 day.
    assert years_apart(when("2024"), when("2005-05")) == "at least 18 years 7 months 1 day"


def test_an_order_is_settled_only_if_it_is_so_in_every_world() -> None:
    def kind(*events: str) -> str:
        return compare_sequence(DATED, claim("x", "1", c.Fact(text="")), c.Sequence(events=events)).kind

    assert kind("exact", "other", "month") == "agrees"
    assert kind("other", "exact") == "error"
    assert kind("month", "set") == "agrees"
    assert kind("exact", "undated") == "imprecise"
    assert kind("exact", "exact") == "error"  # nothing is before itself


# Statuses

HELD = record(
    status("first", "office", "AA", None, "1840-01-01", "1842-01-01"),
    status("second", "office", "AA", None, "1842-01-01", "1844-01-01"),
    status("war", "war", "AA", "BB", "1845-05-11", None, symmetric=True),
    status("vague", "war", "AA", "CC", "1845-05", "1845-07-01"),
    status("refused", "recognition", "AA", "BB", "1840-01-01", "1850-01-01", value="withheld"),
    source("a"),
)


@pytest.mark.parametrize(
    ("dimension", "other", "said", "holds", "kind", "words"),
    [
        # Two offices that follow each other cover what neither covers alone.
        ("office", None, "1841-01-01/1843-12-31", True, "agrees", "every day"),
        ("office", None, "1841-01-01/1844-01-01", True, "scope-mismatch", "not on its last 1 day"),
        ("office", None, "1839-12-30/1843-12-31", True, "scope-mismatch", "not on its first 2 days"),
        ("war", "BB", "1845-05-07", True, "error", "it began 4 days later"),
        ("war", "BB", "1845-05-11", True, "agrees", ""),
        ("war", "BB", "1845-05-01/..", True, "scope-mismatch", "not on its first 10 days"),
        ("office", None, "1844-01-03", True, "error", "it had ended 3 days before"),
        ("war", "CC", "1845-05-31/1845-06-30", True, "agrees", ""),
        ("war", "CC", "1845-05-10/1845-06-30", True, "imprecise", "unsettled"),
        ("war", "BB", "1845-05-01/1845-05-10", False, "agrees", "not hold on any day"),
        ("war", "BB", "1845-05-01/1845-05-11", False, "scope-mismatch", "on some of the days"),
        ("war", "BB", "1845-05-11/1845-05-12", False, "error", "it held throughout"),
        ("war", "CC", "1845-05-10", False, "imprecise", "possible"),
        # An express refusal is on record and is no recognition.
        ("recognition", "BB", "1845-01-01", True, "error", "no such status"),
        ("recognition", "BB", "1845-01-01", False, "agrees", ""),
    ],
)
def test_a_status_over_the_whole_claimed_time(
    dimension: str, other: str | None, said: str, holds: bool, kind: str, words: str
) -> None:
    statement = c.StatusHolds(dimension=dimension, subject="AA", object=other, date=when(said), holds=holds)
    (found,) = compare_status(HELD, claim("x", "1", statement), statement)
    assert (found.kind, words in found.comparison) == (kind, True), found.comparison


def neutral(record_: Record, said: str) -> list[tuple[str, str]]:
    statement = c.StatusHolds(dimension="neutrality", subject="AA", date=when(said))
    return [(item.kind, item.against) for item in compare_status(record_, claim("x", "1", statement), statement)]


def test_only_acts_of_the_neutral_within_the_claimed_time_speak_against_it() -> None:
    acts = {
        "before": ("1841-12-31", "AA"),
        "first-day": ("1842-01-01", "AA"),
        "by-another": ("1842-06-01", "BB"),
        "later": ("1842-08-01", "AA"),
    }
    events = [event(id, date, actor, "CC", tags=("belligerent-act",), sources=cite("a")) for id, (date, actor) in acts.items()]
    claimed = status("neutral", "neutrality", "AA", None, "1842-01-01", "1843-01-01", basis="claimed")
    world = record(*events, claimed, source("a"))
    assert neutral(world, "1842-01-01/1842-12-31") == [
        ("agrees", "neutral"),
        ("contradiction", "first-day"),
        ("contradiction", "later"),
    ]
    assert neutral(world, "1842-01-01/1842-06-30") == [("agrees", "neutral"), ("contradiction", "first-day")]
    # A status that the record itself asserts is not put in doubt by acts: then the record must be mended.
    asserted = record(*events, status("neutral", "neutrality", "AA", None, "1842-01-01", "1843-01-01"), source("a"))
    assert neutral(asserted, "1842-01-01/1842-12-31") == [("agrees", "neutral")]


def test_a_status_towards_nobody_in_particular_is_not_one_towards_somebody() -> None:
    world = record(
        status("general", "neutrality", "AA", None, "1842-01-01", "1843-01-01"),
        status("towards-cc", "neutrality", "AA", "CC", "1842-01-01", "1850-01-01"),
    )
    assert neutral(world, "1842-01-01/1845-01-01") == [("scope-mismatch", "general")]
