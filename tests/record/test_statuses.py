"""What holds on a day: every source of status, both sides of a relation, groups, places, and open dates."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from torgau.dates import Tri
from torgau.record.statuses import alliances, held, place_on, recognises, status_on
from torgau.vocabulary import Actor, Place, Status

from .worlds import CALENDAR, day, office, record, some_statuses, status, treaty, when, worlds


@given(some_statuses(), st.sampled_from(CALENDAR))
def test_against_every_possible_world(statuses: tuple[Status, ...], on: int) -> None:
    found = {item.id: item.certainty for item in status_on(record(*statuses), on)}
    for each in statuses:
        seen = {begin <= on and (end is None or on < end) for begin, end in worlds(each.start, each.end)}
        expected = {frozenset({True}): "certain", frozenset({True, False}): "possible", frozenset({False}): None}
        assert found.get(each.id) == expected[frozenset(seen)]


def ids(found: tuple) -> set[str]:
    return {item.id for item in found}


def test_the_last_day_of_a_status_is_the_day_before_its_end() -> None:
    pack = record(status("war", "war", "AA", "BB", "1850-03-01", "1850-04-01"))
    held_on = [on for on in ("1850-02-28", "1850-03-01", "1850-03-31", "1850-04-01") if status_on(pack, day(on))]
    assert held_on == ["1850-03-01", "1850-03-31"]


def test_a_month_leaves_the_days_within_it_open() -> None:
    pack = record(status("war", "war", "AA", "BB", "1850-03", "1850-06"))
    certainty = {on: [item.certainty for item in status_on(pack, day(on))] for on in ("1850-02-28", "1850-03-31", "1850-05-31")}
    # Begun by 31 March at the latest; it may have ended on 1 June at the earliest.
    assert certainty == {"1850-02-28": [], "1850-03-31": ["certain"], "1850-05-31": ["certain"]}
    assert [item.certainty for item in status_on(pack, day("1850-03-30"))] == ["possible"]
    assert [item.certainty for item in status_on(pack, day("1850-06-15"))] == ["possible"]


def test_four_kinds_of_entry_make_statuses() -> None:
    pack = record(
        status("recognition", "recognition", "AA", "BB", "1850-01-01"),
        treaty("pact", "AA", "BB", in_force="1850-01-01"),
        treaty("draft", "AA", "BB"),  # never in force
        office("first-consul", "consul", "AA", "N. N.", "1850-01-01"),
        Actor(id="LEAGUE", name="League", kind="group", members=("AA", "BB"), exists=when("1849/1851-12-31")),
        Actor(id="WORD", name="All of them", kind="group", members=("AA", "BB")),  # no time of its own: a word, not a status
    )
    found = status_on(pack, day("1850-06-01"))
    assert [(item.dimension, item.id, item.subject) for item in found] == [
        ("recognition", "recognition", "AA"),
        ("treaty", "pact", ""),
        ("office", "first-consul", "AA"),
        ("membership", "LEAGUE", "AA"),
        ("membership", "LEAGUE", "BB"),
    ]
    # The league is given with its last day, 31 December 1851: it is there on that day and gone on the next.
    assert "LEAGUE" in ids(status_on(pack, day("1851-12-31")))
    assert "LEAGUE" not in ids(status_on(pack, day("1852-01-01")))


def test_the_meeting_that_signed_a_treaty_is_behind_it_if_it_was_in_force_at_once() -> None:
    at_once = {"signed": "1850-01-05", "in_force": "1850-01-05", "concluded_at": "congress"}
    later = {**at_once, "in_force": "1850-03-01"}
    pack = record(treaty("quick", "AA", "BB", **at_once), treaty("slow", "AA", "BB", **later))
    assert {item.id: item.start_event for item in status_on(pack, day("1850-06-01"))} == {"quick": "congress", "slow": None}


def test_a_treaty_status_speaks_for_its_instrument() -> None:
    pack = record(
        treaty("pact", "AA", "BB", in_force="1850-01-01"),
        status("pact-in-force", "treaty", "AA", "BB", "1850-01-01", instrument="pact"),
    )
    assert ids(status_on(pack, day("1850-06-01"))) == {"pact-in-force"}


def test_recognition_runs_one_way_and_a_denial_is_no_recognition() -> None:
    pack = record(
        status("aa-of-bb", "recognition", "AA", "BB", "1850-01-01", "1851-01-01"),
        status("cc-of-bb", "recognition", "CC", "BB", "1850-01-01", "1855-01-01", value="withheld"),
    )
    assert recognises(pack, "AA", "BB", day("1850-06-01")).answer is Tri.TRUE
    assert recognises(pack, "BB", "AA", day("1850-06-01")).answer is Tri.FALSE
    assert recognises(pack, "AA", "BB", day("1851-01-01")).answer is Tri.FALSE
    withheld = recognises(pack, "CC", "BB", day("1850-06-01"))
    assert withheld.answer is Tri.FALSE
    assert ids(withheld.denials) == {"cc-of-bb"}


def test_a_war_is_read_from_both_sides_and_leaves_open_what_its_dates_leave_open() -> None:
    pack = record(status("war", "war", "AA", "BB", "1850-03", "1851-01-01", symmetric=True))
    assert held(pack, "war", "BB", "AA", day("1850-04-01")).answer is Tri.TRUE
    assert held(pack, "war", "BB", "AA", day("1850-03-10")).answer is Tri.UNKNOWN
    assert held(pack, "war", "AA", None, day("1850-04-01")).answer is Tri.TRUE
    assert ids(status_on(pack, day("1850-04-01"), subjects=("BB",))) == {"war"}
    assert held(pack, "war", "CC", None, day("1850-04-01")).answer is Tri.FALSE


def test_members_stand_where_their_group_stands_and_not_against_each_other() -> None:
    pack = record(
        Actor(id="SIDE", name="The side", kind="group", members=("AA", "BB")),
        status("war", "war", "SIDE", "CC", "1850-01-01", symmetric=True),
        status("staff", "joint-operation", "SIDE", None, "1850-01-01"),
    )
    on = day("1850-06-01")
    (war,) = status_on(pack, on, between=("CC", "AA"))
    assert (war.id, [(way.actor, way.group) for way in war.through]) == ("war", [("AA", "SIDE")])
    # Both belong to one side of the war: it is no war between them. A staff that has no other side is theirs together.
    assert ids(status_on(pack, on, between=("AA", "BB"))) == {"staff"}
    assert ids(status_on(pack, on, between=("AA", "DD"))) == set()
    assert held(pack, "war", "BB", "CC", on).answer is Tri.TRUE


def test_members_stand_beside_the_subject_where_there_is_an_object() -> None:
    pack = record(
        status("recognition", "recognition", "AA", "EE", "1850-01-01", members=("BB", "CC")),
        status("council", "joint-operation", "AA", None, "1850-01-01", members=("BB", "CC")),
    )
    on = day("1850-06-01")
    assert recognises(pack, "BB", "EE", on).answer is Tri.TRUE
    assert recognises(pack, "AA", "BB", on).answer is Tri.FALSE
    assert recognises(pack, "BB", "CC", on).answer is Tri.FALSE
    assert held(pack, "joint-operation", "BB", "CC", on).answer is Tri.TRUE


def test_treaties_concern_all_their_parties() -> None:
    pack = record(treaty("triple", "AA", "BB", "CC", in_force="1850-01-01"))
    on = day("1850-06-01")
    assert ids(status_on(pack, on, between=("CC", "AA"))) == {"triple"}
    assert ids(status_on(pack, on, between=("AA", "BB", "CC"))) == {"triple"}
    assert ids(status_on(pack, on, between=("AA", "DD"))) == set()


def test_an_alliance_treaty_must_say_that_it_is_one() -> None:
    pack = record(
        treaty("trade", "AA", "BB", in_force="1850-01-01"),
        treaty("alliance", "AA", "CC", in_force="1850-01-01", ended="1852-01-01", bilateral_alliance=True),
    )
    assert alliances(pack, "AA", "BB") == ()
    assert [item.instrument for item in alliances(pack, "CC", "AA")] == ["alliance"]
    assert [item.in_force for item in alliances(pack, "AA", "CC", day("1851-12-31"))] == [Tri.TRUE]
    assert alliances(pack, "AA", "CC", day("1852-01-01")) == ()


def test_control_is_not_recognised_sovereignty() -> None:
    pack = record(
        Place(id="coast", name="The coast", kind="territory"),
        Place(id="port", name="The port", within="coast"),
        status("aa-holds", "control", "AA", None, "1850-01-01", place="coast"),
        status("bb-owns", "sovereignty", "BB", None, "1840-01-01", place="coast"),
        status("cc-denies", "recognition", "CC", "AA", "1850-02-01", place="coast", value="not-recognised"),
        status("market", "programme", "DD", None, "1850-01-01", place="coast"),
    )
    there = place_on(pack, "port", day("1850-06-01"))
    assert ids(there.control) == {"aa-holds"}
    assert ids(there.sovereignty) == {"bb-owns"}
    assert ids(there.not_recognised) == {"cc-denies"}
    # Who controls the coast controls its port; a market on the coast need not be held in the port.
    around = {item.id: item.where for item in status_on(pack, day("1850-06-01"), places=("port",))}
    assert around == {"aa-holds": "around", "bb-owns": "around", "cc-denies": "around"}
    assert ids(status_on(pack, day("1850-06-01"), places=("coast",))) == {"aa-holds", "bb-owns", "cc-denies", "market"}


def test_dimensions_stay_apart_on_one_day() -> None:
    pack = record(
        status("quarrel", "dispute", "AA", "BB", "1850-01-01"),
        status("convoys", "joint-operation", "AA", "BB", "1850-01-01"),
    )
    found = status_on(pack, day("1850-06-01"), between=("AA", "BB"))
    assert sorted((item.dimension, item.id) for item in found) == [("dispute", "quarrel"), ("joint-operation", "convoys")]
    assert ids(status_on(pack, day("1850-06-01"), dimensions=("dispute",))) == {"quarrel"}
