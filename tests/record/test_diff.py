"""Changes between two days: applied to the first day they give the second."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.record.diff import Change, diff
from torgau.record.statuses import status_on
from torgau.vocabulary import Status

from .worlds import CALENDAR, day, event, office, record, some_statuses, status, worlds


@given(some_statuses(), st.sampled_from(CALENDAR), st.sampled_from(CALENDAR))
def test_applying_the_changes_gives_the_second_day(statuses: tuple[Status, ...], one: int, other: int) -> None:
    first, second = sorted((one, other))
    pack = record(*statuses)
    days = [{item.id: item.certainty for item in status_on(pack, on)} for on in (first, second)]
    for change in diff(pack, first, second):
        if change.kind != "passed":
            if change.before is not None:
                assert days[0].pop(change.before.id) == change.before.certainty
            if change.after is not None:
                days[0][change.after.id] = change.after.certainty
    assert days[0] == days[1]


@given(some_statuses(), st.sampled_from(CALENDAR), st.sampled_from(CALENDAR))
def test_a_certain_change_happens_in_every_world(statuses: tuple[Status, ...], one: int, other: int) -> None:
    first, second = sorted((one, other))
    by_id = {each.id: each for each in statuses}

    def holds(world: tuple[int, int | None], on: int) -> bool:
        return world[0] <= on and (world[1] is None or on < world[1])

    for change in diff(record(*statuses), first, second):
        sides = {"began": (None, change.after), "ended": (change.before, None)}.get(change.kind, (change.before, change.after))
        for side, expected in zip(sides, ((True, False), (False, True)), strict=True):
            if side is None:
                continue
            seen = []
            for world in worlds(by_id[side.id].start, by_id[side.id].end):
                if change.kind == "passed":
                    seen.append(any(holds(world, on) for on in range(first + 1, second)))
                else:
                    seen.append((holds(world, first), holds(world, second)) == expected)
            assert all(seen) if change.certainty == "certain" else any(seen)


def kinds(changes: tuple[Change, ...]) -> list[tuple]:
    return [
        (change.kind, change.before.id if change.before else None, change.after.id if change.after else None)
        for change in changes
    ]


def test_began_ended_changed_and_passed_with_the_event_behind_each() -> None:
    pack = record(
        event("gift", "1850-05-01", "AA", "BB"),
        event("siege", "1850-06-01", "AA", "BB"),
        event("elsewhere", "1850-06-01", "CC", "DD"),
        status("loan", "aid", "AA", "BB", "1849-01-01", "1850-05-01", value="loan", end_event="gift"),
        status("grant", "aid", "AA", "BB", "1850-05-01", value="grant", start_event="gift"),
        status("war", "war", "AA", "BB", "1850-06-01"),
        status("quarrel", "dispute", "AA", "BB", "1850-02-01", "1850-03-01"),
        status("talks", "policy", "AA", "BB", "1849-01-01", "1850-07-01"),
        status("always", "treaty", "AA", "BB", "1840-01-01"),
    )
    changes = diff(pack, day("1850-01-01"), day("1850-12-31"))
    assert kinds(changes) == [
        ("passed", None, "quarrel"),
        ("changed", "loan", "grant"),
        ("began", None, "war"),
        ("ended", "talks", None),
    ]
    assert [(cause.event, cause.how) for cause in changes[1].causes] == [("gift", "named")]
    # The war names no event: what happened between the same two on its first day is offered, and said to be no more than that.
    assert [(cause.event, cause.how) for cause in changes[2].causes] == [("siege", "same-day")]
    assert changes[3].causes == ()


def test_a_chain_of_values_is_one_change_and_a_gap_makes_two() -> None:
    chain = [
        status("one", "aid", "AA", "BB", "1850-01-01", "1851-01-01"),
        status("two", "aid", "AA", "BB", "1851-01-01", "1852-01-01"),
        status("three", "aid", "AA", "BB", "1852-01-01"),
    ]
    assert kinds(diff(record(*chain), day("1850-06-01"), day("1852-06-01"))) == [
        ("passed", None, "two"),
        ("changed", "one", "three"),
    ]
    assert kinds(diff(record(chain[0], chain[2]), day("1850-06-01"), day("1852-06-01"))) == [
        ("ended", "one", None),
        ("began", None, "three"),
    ]


def test_disputes_stand_side_by_side_and_do_not_give_way_to_each_other() -> None:
    pack = record(
        status("fishing", "dispute", "AA", "BB", "1850-01-01", "1851-01-01"),
        status("frontier", "dispute", "AA", "BB", "1851-01-01"),
        status("zone-agreed", "occupation-zone", "AA", None, "1850-01-01", "1851-01-01", place="ford", exclusive="zone"),
        status("zone", "occupation-zone", "AA", None, "1851-02-01", place="ford", exclusive="zone"),
    )
    assert kinds(diff(pack, day("1850-06-01"), day("1851-06-01"))) == [
        ("ended", "fishing", None),
        ("began", None, "frontier"),
        ("changed", "zone-agreed", "zone"),
    ]


def test_one_office_changes_hands_and_another_relation_is_not_the_same_relation() -> None:
    pack = record(
        office("first", "consul", "AA", "Ann", "1850-01-01", "1851-01-01"),
        office("second", "consul", "AA", "Bob", "1851-03-01"),  # vacant for two months, one office all the same
        status("with-bb", "dispute", "AA", "BB", "1850-01-01", "1851-01-01"),
        status("with-cc", "dispute", "AA", "CC", "1851-01-01"),
    )
    assert kinds(diff(pack, day("1850-06-01"), day("1851-06-01"))) == [
        ("ended", "with-bb", None),
        ("began", None, "with-cc"),
        ("changed", "first", "second"),
    ]


def test_between_and_dimensions_narrow_it() -> None:
    pack = record(status("war", "war", "AA", "BB", "1850-06-01"), status("aid", "aid", "AA", "CC", "1850-06-01"))
    first, second = day("1850-01-01"), day("1851-01-01")
    assert kinds(diff(pack, first, second, between=("BB", "AA"))) == [("began", None, "war")]
    assert kinds(diff(pack, first, second, dimensions=("aid",))) == [("began", None, "aid")]


def test_nothing_changes_within_one_day_and_time_does_not_run_backwards() -> None:
    pack = record(status("war", "war", "AA", "BB", "1850-06-01"))
    assert diff(pack, day("1850-06-01"), day("1850-06-01")) == ()
    with pytest.raises(ValueError, match="after the second"):
        diff(pack, day("1850-06-02"), day("1850-06-01"))
