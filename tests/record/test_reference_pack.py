"""The record layer on the shipped pack: dates and figures that any handbook gives, and statements computed from them."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from tests.support.reference import reference
from torgau.dates import Tri, parse_day
from torgau.record.comparisons import holders, members, order
from torgau.record.diff import diff
from torgau.record.estimates import place_value
from torgau.record.ratios import compare
from torgau.record.series import cumulative, extreme, points_between
from torgau.record.statuses import alliances, held, place_on, recognises, status_on
from torgau.vocabulary import Record

POWERS = ("DE", "UK", "IT", "CN", "FR", "JP", "US")


@pytest.fixture(scope="module")
def pack() -> Record:
    return reference()


@pytest.mark.parametrize(
    ("who", "whom", "on", "answer"),
    [
        ("US", "SU", "1925-01-01", Tri.FALSE),
        ("UK", "SU", "1925-01-01", Tri.TRUE),
        ("UK", "SU", "1924-01-31", Tri.FALSE),
        ("US", "SU", "1933-11-15", Tri.FALSE),
        ("US", "SU", "1933-11-16", Tri.TRUE),
    ],
)
def test_recognition_on_a_day(pack: Record, who: str, whom: str, on: str, answer: Tri) -> None:
    assert recognises(pack, who, whom, parse_day(on)).answer is answer


def test_the_last_power_to_recognise_and_the_last_without_it(pack: Record) -> None:
    assert order(pack, "recognition", "SU", POWERS).answer == ("US",)
    assert order(pack, "recognition", "SU", POWERS[:-1]).answer == ("JP",)
    assert order(pack, "recognition", "SU", POWERS, "first").answer == ("DE",)


def test_the_three_on_three_days(pack: Record) -> None:
    offices = ("US:president", "UK:prime minister", "SU:head of government")
    names = {
        on: [item.holder for item in holders(pack, offices, parse_day(on))] for on in ("1945-04-13", "1945-07-25", "1945-07-28")
    }
    assert names == {
        "1945-04-13": ["Harry S. Truman", "Winston Churchill", "Joseph Stalin"],
        "1945-07-25": ["Harry S. Truman", "Winston Churchill", "Joseph Stalin"],
        "1945-07-28": ["Harry S. Truman", "Clement Attlee", "Joseph Stalin"],
    }


def test_war_follows_from_the_acts_of_its_own_day(pack: Record) -> None:
    assert held(pack, "war", "US", "DE", parse_day("1941-12-09")).answer is Tri.FALSE
    assert held(pack, "war", "US", "DE", parse_day("1941-12-11")).answer is Tri.TRUE
    assert held(pack, "war", "US", "JP", parse_day("1941-12-09")).answer is Tri.TRUE


def test_no_formal_alliance_of_the_two(pack: Record) -> None:
    assert alliances(pack, "US", "SU") == ()
    assert [item.instrument for item in alliances(pack, "SU", "UK")] != []


def test_controlled_by_one_and_not_recognised_by_another(pack: Record) -> None:
    there = place_on(pack, "estonia", parse_day("1941-01-01"))
    assert {item.subject for item in there.control} == {"SU"}
    assert {item.subject for item in there.not_recognised} == {"US"}


def test_cooperation_and_dispute_on_one_day(pack: Record) -> None:
    found = {item.dimension for item in status_on(pack, parse_day("1944-08-20"), between=("US", "SU"))}
    assert {"recognition", "joint-operation", "dispute", "aid"} <= found


def test_zones_three_then_four(pack: Record) -> None:
    def powers(on: str) -> set[str]:
        found = status_on(pack, parse_day(on), dimensions=("occupation-zone",), places=("germany",))
        return {item.subject for item in found if item.place and item.place.startswith("germany-zone")}

    assert powers("1944-10-01") == {"US", "UK", "SU"}
    assert powers("1945-08-01") == {"US", "UK", "SU", "FR"}


def test_blocs_on_three_days(pack: Record) -> None:
    def both(on: str) -> tuple[set[str], set[str]]:
        return tuple({item.actor for item in members(pack, of, parse_day(on))} for of in ("nato", "warsaw-pact"))  # type: ignore[return-value]

    assert both("1949-01-01") == (set(), set())
    assert {"US", "UK", "FR"} <= both("1949-06-01")[0]
    assert both("1949-06-01")[1] == set()
    assert "SU" in both("1955-06-01")[1]


def test_the_pact_was_in_force_and_then_broken(pack: Record) -> None:
    assert held(pack, "treaty", "DE", "SU", parse_day("1940-06-01")).answer is Tri.TRUE
    after = {item.id for item in held(pack, "treaty", "DE", "SU", parse_day("1941-06-23")).statuses}
    assert not {item for item in after if "pact-1939" in item}


def test_at_least_five_dated_changes_after_the_war(pack: Record) -> None:
    changes = diff(pack, parse_day("1945-05-09"), parse_day("1947-07-01"), between=("US", "SU"))
    assert len([change for change in changes if change.certainty == "certain"]) >= 5
    assert len({change.dimension for change in changes}) >= 3


def test_a_number_that_is_true_of_some_scopes_and_equals_none(pack: Record) -> None:
    placed = {item.scope: item for item in place_value(pack, "us-war-dead", value=D(330000), at_least=True, unit="persons")}
    assert placed["military-dead"].fit == "true"
    assert placed["battle-deaths"].fit == "false"
    assert not any(item.matches for item in placed.values())
    fitting = {item.scope for item in place_value(pack, "us-war-dead", value=D(418000), unit="persons") if item.fit == "fits"}
    assert fitting == {"total-dead"}


def test_soldiers_with_soldiers_and_all_with_all_are_two_ratios(pack: Record) -> None:
    found = {item.scope: item for item in compare(pack, "su-war-dead", "us-war-dead", ("military-dead", "total-dead")).ratios}
    assert set(found) == {"military-dead", "total-dead"}
    assert (found["military-dead"].low, found["military-dead"].high) != (found["total-dead"].low, found["total-dead"].high)
    # 8,668,400 / 405,399 is 21.4, and lies in the interval whatever rivals are added.
    assert found["military-dead"].low <= D("21.4") <= found["military-dead"].high


def test_a_minority_of_the_cargo_had_been_shipped_by_the_end_of_1942(pack: Record) -> None:
    total = cumulative(pack, "lend-lease-shipped-all-routes", parse_day("1942-12-31"))
    # 360,778 + 2,453,097 = 2,813,875 of 17,499,861 long tons: 16 in a hundred.
    assert (total.low, total.high, total.total_high) == (D(2813875), D(2813875), D(17499861))
    assert total.share_high is not None
    assert D("0.16") < total.share_high < D("0.161")


def test_output_was_lowest_in_1942(pack: Record) -> None:
    low = extreme(points_between(pack, "gdp-su", parse_day("1938-01-01"), parse_day("1945-12-31")), "lowest")
    assert low is not None
    assert [point.start.text[:4] for point in low.points] == ["1942"]
