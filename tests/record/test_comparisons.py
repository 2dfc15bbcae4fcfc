"""First and last, holders, members, counts, acts against a status, days between entries, chains of links."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.record.acts import conflicts_with_status, count_events
from torgau.record.comparisons import holders, members, order
from torgau.record.lags import lag
from torgau.record.paths import path
from torgau.vocabulary import Actor, Status
from torgau.vocabulary.events import Link

from .worlds import NAMES, day, event, office, one_day, record, status, treaty


def recognitions(**dates: str) -> list[Status]:
    return [status(f"{actor}-recognises", "recognition", actor, "EE", date) for actor, date in dates.items()]


def test_the_last_of_a_declared_set_and_the_set_without_it() -> None:
    pack = record(*recognitions(AA="1822-04-16", BB="1824-02-01", CC="1833-11-16"), status("w", "war", "DD", "EE", "1899-01-01"))
    last = order(pack, "recognition", "EE", ("AA", "BB", "CC", "DD"))
    assert (last.outcome, last.answer, last.never) == ("settled", ("CC",), ("DD",))
    assert [(b.actor, b.earliest) for b in last.beginnings] == [("AA", "1822-04-16"), ("BB", "1824-02-01"), ("CC", "1833-11-16")]
    assert order(pack, "recognition", "EE", ("AA", "BB")).answer == ("BB",)
    assert order(pack, "recognition", "EE", ("AA", "BB", "CC"), "first").answer == ("AA",)


def test_ties_open_dates_and_nobody() -> None:
    tie = order(record(*recognitions(AA="1824-02-01", BB="1824-02-01")), "recognition", "EE", ("AA", "BB"))
    assert (tie.outcome, tie.answer) == ("tie", ("AA", "BB"))
    # Some day of February against 10 February: either may be the later.
    unsure = order(record(*recognitions(AA="1824-02", BB="1824-02-10", CC="1824-01-31")), "recognition", "EE", ("AA", "BB", "CC"))
    assert (unsure.outcome, unsure.answer) == ("uncertain", ("AA", "BB"))
    assert order(record(), "recognition", "EE", ("AA",)).outcome == "none"


def test_the_first_recognition_counts_and_a_refusal_does_not() -> None:
    pack = record(
        status("early", "recognition", "AA", "EE", "1820-01-01", "1821-01-01", value="de-facto"),
        status("late", "recognition", "AA", "EE", "1830-01-01", value="de-jure"),
        status("no", "recognition", "BB", "EE", "1810-01-01", value="withheld"),
        *recognitions(CC="1825-01-01"),
    )
    assert order(pack, "recognition", "EE", ("AA", "BB", "CC"), "first").answer == ("AA",)
    assert order(pack, "recognition", "EE", ("AA", "BB", "CC")).never == ("BB",)
    assert order(pack, "recognition", "EE", ("AA", "CC"), value="de-jure").answer == ("AA",)


@given(st.lists(st.lists(one_day, max_size=2), min_size=1, max_size=3), st.sampled_from(["first", "last"]))
def test_order_against_every_possible_world(dates: list, rank: str) -> None:
    actors = NAMES[: len(dates)]
    statuses = [
        Status(id=f"{actor}-{n}", dimension="recognition", title="", subject=actor, object="EE", start=date)
        for actor, own in zip(actors, dates, strict=True)
        for n, date in enumerate(own)
    ]
    answer = order(record(*statuses), "recognition", "EE", actors, rank)  # type: ignore[arg-type]
    having = [actor for actor, own in zip(actors, dates, strict=True) if own]
    expected: set[str] = set()
    for world in product(*[list(product(*[list(date.days) for date in own])) for own in dates if own]):
        begins = {actor: min(own) for actor, own in zip(having, world, strict=True)}
        if begins:
            best = (min if rank == "first" else max)(begins.values())
            expected |= {actor for actor, begin in begins.items() if begin == best}
    assert set(answer.answer) == expected


def test_who_held_the_offices_on_a_day() -> None:
    pack = record(
        office("a1", "president", "AA", "Ann", "1841-01-01", "1845-04-12"),
        office("a2", "president", "AA", "Art", "1845-04-12"),
        office("b1", "premier", "BB", "Bea", "1840-05-10", "1845-07-26"),
        office("b2", "premier", "BB", "Ben", "1845-07-26"),
        office("c1", "president", "CC", "Cid", "1840-01-01"),
    )

    def on(text: str) -> list[str]:
        return [item.holder for item in holders(pack, ("AA:president", "premier"), day(text))]

    assert on("1845-04-11") == ["Ann", "Bea"]
    assert on("1845-04-12") == ["Art", "Bea"]
    assert on("1845-07-25") == ["Art", "Bea"]
    assert on("1845-07-26") == ["Art", "Ben"]
    assert [item.holder for item in holders(pack, ("president",), day("1842-01-01"))] == ["Ann", "Cid"]
    assert [item.holder for item in holders(pack, ("a2",), day("1842-01-01"))] == ["Ann"]
    # Nobody is on record as premier before May 1840: the office stays in the answer, empty.
    assert [(item.office, item.holder) for item in holders(pack, ("premier",), day("1840-01-01"))] == [("premier", "")]


def test_an_open_day_of_change_leaves_both_possible() -> None:
    pack = record(
        office("a1", "president", "AA", "Ann", "1841-01-01", "1845-04"), office("a2", "president", "AA", "Art", "1845-04")
    )
    assert [(item.holder, item.certainty) for item in holders(pack, ("president",), day("1845-04-15"))] == [
        ("Ann", "possible"),
        ("Art", "possible"),
    ]


def test_members_by_group_by_status_and_by_value() -> None:
    pack = record(
        Actor(id="CLUB", name="Club", kind="group", members=("AA", "BB")),
        Actor(id="UNION", name="Union", kind="organisation"),
        status("aa-joins", "membership", "AA", "UNION", "1849-04-04", value="bloc"),
        status("bb-joins", "membership", "BB", "UNION", "1852-02", value="bloc"),
        status("council", "joint-operation", "AA", None, "1850-01-01", members=("BB",)),
        status("recovery", "programme", "CC", None, "1848-04-03", "1852-01-01", value="recovery", members=("AA", "DD")),
    )

    def who(of: str, on: str | None = None) -> list[tuple[str, str]]:
        return [(item.actor, item.certainty) for item in members(pack, of, None if on is None else day(on))]

    assert who("CLUB", "1800-01-01") == [("AA", "certain"), ("BB", "certain")]
    assert who("UNION", "1850-01-01") == [("AA", "certain")]
    assert who("UNION", "1852-02-10") == [("AA", "certain"), ("BB", "possible")]
    assert who("bloc") == who("membership:bloc") == who("UNION") == [("AA", "certain"), ("BB", "certain")]
    assert who("recovery", "1850-01-01") == who("programme:recovery", "1850-01-01") == [("AA", "certain"), ("DD", "certain")]
    assert who("recovery", "1852-01-01") == []
    assert who("council") == [("AA", "certain"), ("BB", "certain")]  # who sits on a council with others belongs to it too
    assert who("nothing") == []


EVENTS = [
    event("talks-1", "1842-01", "AA", "BB", kind="conference"),
    event("talks-2", "1843-12-30/1844-01-02", "AA", "BB", kind="conference"),
    event("talks-3", "[1843-12-31,1844-01-01]", "AA", "BB", kind="conference", failed=True),
    event("raid", "1843-05-01", "AA", "CC", kind="battle", failed=True),
    event("someday", "1840/1849", "AA", kind="drought"),
]


def test_counts_by_year_and_kind_with_failures_apart() -> None:
    rows = count_events(record(*EVENTS), actors=("AA", "BB"), by=("year", "kind"))
    # talks-2 begins in 1843 and counts there once; the day of talks-3 leaves two years.
    assert [(row.year, row.kind, row.total, row.failed, row.done) for row in rows] == [
        ("1842", "conference", 1, 0, 1),
        ("1843", "conference", 1, 0, 1),
        ("1843 or 1844", "conference", 1, 1, 0),
    ]
    by_kind = count_events(record(*EVENTS))
    assert {row.kind: (row.total, row.failed) for row in by_kind} == {"conference": (3, 1), "battle": (1, 1), "drought": (1, 0)}


@pytest.mark.parametrize("by", [(), ("year",), ("kind",), ("year", "kind")])
def test_no_event_is_counted_twice_or_left_out(by: tuple) -> None:
    rows = count_events(record(*EVENTS), by=by)
    assert sorted(each for row in rows for each in row.ids) == sorted(each.id for each in EVENTS)
    assert sum(row.total for row in rows) == len(EVENTS)


def test_acts_against_a_claimed_neutrality() -> None:
    pack = record(
        Actor(id="SIDE", name="Side", kind="group", members=("AA", "CC")),
        status("neutral", "neutrality", "AA", None, "1839-09-01", "1841-06-22", basis="claimed"),
        event("invasion", "1839-09-17", "AA", "BB", tags=("belligerent-act",)),
        event("winter-war", "1839-11-30/1840-03-13", "AA", "DD", tags=("belligerent-act",)),
        event("early-raid", "1839-08-31", "AA", "BB", tags=("belligerent-act",)),
        event("answer", "1841-06-22", "AA", "EE", tags=("belligerent-act",)),  # the first day on which it was over
        event("attack-on-it", "1841-06-01", "EE", "AA", tags=("belligerent-act",)),  # done to it, not by it
        event("joint-raid", "1841-06", "SIDE", "EE", tags=("belligerent-act",)),  # on some day of June, 22nd or later perhaps
        event("parade", "1840-01-01", "AA"),
    )
    found = conflicts_with_status(pack, "neutral")
    assert [(item.act.id, item.certainty) for item in found] == [
        ("invasion", "certain"),
        ("winter-war", "certain"),
        ("joint-raid", "possible"),
    ]
    with pytest.raises(KeyError):
        conflicts_with_status(pack, "no-such-status")


def test_an_act_that_reaches_into_the_status_conflicts_with_it() -> None:
    pack = record(
        status("neutral", "neutrality", "AA", None, "1839-09-10"),
        event("siege", "1839-09-01/1839-09-10", "AA", tags=("belligerent-act",)),
        event("blockade", "1839-09-01/1839-09", "AA", tags=("belligerent-act",)),  # it ended on some day of September
        event("skirmish", "1839-09-01/1839-09-09", "AA", tags=("belligerent-act",)),
    )
    assert {item.act.id: item.certainty for item in conflicts_with_status(pack, "neutral")} == {
        "siege": "certain",
        "blockade": "possible",
    }


def test_days_between_entries() -> None:
    pack = record(
        event("attack", "1841-06-22/1841-12-05", "AA"),
        event("pledge", "1841-06-24", "BB"),
        event("some-day", "1841-07", "BB"),
        event("before", "1841-06-01", "BB"),
        event("undated", None, "BB"),
        treaty("pact", "AA", "BB", signed="1842-06-22"),
        status("war", "war", "AA", "BB", "1841-06-22", "1845-05-09"),
    )
    found = {item.end: item for item in lag(pack, "attack", ("pledge", "some-day", "before", "undated", "pact"))}
    # June has 30 days: 1 July is 9 days after 22 June, 31 July is 39.
    assert {end: (item.least, item.most, item.days) for end, item in found.items()} == {
        "pledge": (2, 2, 2),
        "some-day": (9, 39, None),
        "before": (-21, -21, -21),
        "pact": (365, 365, 365),
    }
    assert found["pact"].words == "1 year"
    assert found["before"].words == "21 days earlier"
    # From the last day of the attack: 5 December 1841 back to 24 June is -164 (6 + 31 + 31 + 30 + 31 + 30 + 5).
    assert [item.days for item in lag(pack, "attack", ("pledge",), start_side="end")] == [-164]
    # An entry and itself are one unknown day, however open the day is.
    assert [item.days for item in lag(pack, "some-day", ("some-day",))] == [0]
    # From 22 June 1841 to 9 May 1845: three years to 22 June 1844, ten months to 22 April, 17 days to 9 May.
    assert [item.words for item in lag(pack, "war", ("war",), end_side="end")] == ["3 years 10 months 17 days"]


def linked(id: str, *links: tuple[str, str], claimed: bool = False):
    basis = "claimed" if claimed else "record"
    return event(id, "1850-01-01", links=tuple(Link(to=to, kind=kind, basis=basis) for to, kind in links))


def test_a_chain_of_links_follows_time_whoever_wrote_the_link() -> None:
    pack = record(
        linked("declaration", ("conference", "led-to")),
        linked("conference"),
        linked("draft", ("conference", "responds-to")),
        linked("summit", ("draft", "part-of")),
        treaty("charter", "AA", "BB", concluded_at="summit"),
        linked("unrelated"),
    )
    hops = path(pack, "declaration", "charter")
    assert [(hop.start, hop.end, hop.kind, hop.written) for hop in hops] == [
        ("declaration", "conference", "led-to", "forward"),
        ("conference", "draft", "responds-to", "backward"),
        ("draft", "summit", "part-of", "backward"),
        ("summit", "charter", "decided-at", "backward"),
    ]
    assert len(path(pack, "charter", "declaration")) == 4
    assert path(pack, "declaration", "unrelated") == ()
    assert path(pack, "charter", "charter") == ()
    with pytest.raises(KeyError):
        path(pack, "declaration", "no-such-entry")


def test_the_records_own_links_come_before_an_interpretation() -> None:
    pack = record(
        linked("a", ("z", "caused"), claimed=True),
        linked("a2", ("a", "responds-to"), ("b", "led-to")),
        linked("b", ("z", "led-to")),
        linked("z"),
        linked("y", ("a", "caused"), claimed=True),
    )
    assert [hop.end for hop in path(pack, "a", "z")] == ["a2", "b", "z"]
    assert [hop.basis for hop in path(pack, "y", "a")] == ["claimed"]
    assert path(pack, "y", "a", claimed=False) == ()
