"""Dated lines in order, and what is not settled about it; finding events by name and by either calendar."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.dates import Tri
from torgau.record.search import find_events
from torgau.record.timeline import timeline
from torgau.vocabulary import Actor, Event
from torgau.vocabulary.events import Clock, LocalDate

from .worlds import CALENDAR, day, event, one_day, record, status, treaty, when


@given(st.lists(one_day, min_size=1, max_size=4), st.randoms())
def test_order_against_every_possible_world(dates: list, chance) -> None:
    events = [Event(id=f"event-{number}", title="", date=date) for number, date in enumerate(dates)]
    chance.shuffle(events)
    lines = timeline(record(*events))
    # Each line is `open` exactly if some world puts it strictly on the other side of another line.
    for at, line in enumerate(lines):
        others = [(other, at < place) for place, other in enumerate(lines) if place != at]
        turned = any(
            (mine > theirs) if before else (mine < theirs)
            for other, before in others
            for mine, theirs in product(line.date.days, other.date.days)
        )
        tied = any(line.date.is_single_day and line.date.days == other.date.days for other, _ in others)
        assert line.order == ("open" if turned else "same-day" if tied else "settled")


@given(st.lists(one_day, max_size=5))
def test_the_order_of_the_files_does_not_matter(dates: list) -> None:
    events = [Event(id=f"event-{number}", title="", date=date) for number, date in enumerate(dates)]
    orders = {tuple(line.id for line in timeline(record(*some))) for some in list(permutations(events))[:24]}
    assert len(orders) <= 1


@given(one_day, st.sampled_from(CALENDAR), st.sampled_from(CALENDAR))
def test_inside_against_every_possible_world(date, one: int, other: int) -> None:
    start, end = sorted((one, other))
    lines = timeline(record(Event(id="it", title="", date=date)), start, end)
    expected = Tri.over(start <= each <= end for each in date.days)
    assert ([line.inside for line in lines] or [Tri.FALSE]) == [expected]


def test_extended_events_touch_a_period() -> None:
    pack = record(event("siege", "1850-03/1850-06-10"))

    def inside(start: str, end: str) -> list[Tri]:
        return [line.inside for line in timeline(pack, day(start), day(end))]

    assert inside("1850-04-01", "1850-04-02") == [Tri.TRUE]  # it began by 31 March and went on until 10 June
    assert inside("1850-03-01", "1850-03-02") == [Tri.UNKNOWN]  # it may have begun on any day of March
    assert inside("1850-06-11", "1850-06-12") == []


def test_filters_and_what_is_added_on_request() -> None:
    pack = record(
        Actor(id="SIDE", name="Side", kind="group", members=("AA", "BB")),
        event("talks", "1850-01-01", "SIDE", "CC", track="diplomatic", tags=("peace",), kind="conference"),
        event("raid", "1850-02-01", "AA", "CC", track="military", kind="battle"),
        event("flood", "1850-03-01", "DD"),
        treaty("pact", "AA", "CC", signed="1850-01-05", in_force="1850-01-20", ended="1850-12-01"),
        status("war", "war", "AA", "CC", "1850-02-01", "1850-04-01"),
    )

    def ids(**filters: object) -> list[str]:
        return [line.id for line in timeline(pack, **filters)]  # type: ignore[arg-type]

    assert ids(actors=("BB", "CC")) == ["talks"]  # BB takes part as a member of the side
    assert ids(tracks=("military",)) == ["raid"]
    assert ids(tags=("peace",)) == ["talks"]
    assert ids(kinds=("battle", "conference")) == ["talks", "raid"]
    assert ids(ids=("flood", "raid")) == ["raid", "flood"]
    both = timeline(pack, actors=("AA", "CC"), with_instruments=True, with_statuses=True)
    assert [(line.id, line.dated_as) for line in both] == [
        ("talks", "event"),
        ("pact", "signed"),
        ("pact", "in-force"),
        ("raid", "event"),
        ("war", "began"),
        ("war", "ended"),
        ("pact", "ended"),
    ]


@pytest.mark.parametrize(
    ("date", "doubt"),
    [
        ("1850-01-01", ""),
        ("1850-01-01/1850-02-01", ""),
        ("1850-01-01/..", ""),
        ("1850-01", "unknown day"),
        ("1850-01/1850-02-01", "unknown day"),
        ("1850-01-01/", "unknown day"),
        ("1850-01-01?", "uncertain"),
        ("1850~", "approximate"),
    ],
)
def test_doubtful_dates_are_marked(date: str, doubt: str) -> None:
    (line,) = timeline(record(event("it", date)))
    assert line.doubt == doubt


def test_the_same_moment_has_other_dates_elsewhere() -> None:
    clock = Clock(
        at="1850-12-07T18:30", offset="-10:00", where="Westland", elsewhere=(LocalDate(where="Eastland", offset="+09:00"),)
    )
    # 18:30 and ten hours are 04:30 UTC the next day; nine more make 13:30 there.
    (line,) = timeline(record(event("raid", "1850-12-07", "AA", clock=clock, local_dates=(("BB", when("1850-12-09")),))))
    assert [(each.where, each.date) for each in line.local_days] == [
        ("Westland", "1850-12-07"),
        ("UTC", "1850-12-08"),
        ("Eastland", "1850-12-08"),
        ("State of BB", "1850-12-09"),
    ]


# 25 February 1850 in the Julian calendar is 9 March in the Gregorian (12 days apart in the nineteenth century).
RISING = event("march-rising", "1850-03-09", "AA", title="The rising", old_style="1850-02-25", also_called=("Frost Revolt",))
OTHERS = [
    event("february-fair", "1850-02-20", "BB", title="The fair"),
    event("some-time", "[..1860-12-15]", "BB", title="Some time before"),
    event("second-rising", "1851-02-01", "AA", title="The second rising", tags=("revolt",)),
]


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.id, hit.calendar) for hit in find_events(record(RISING, *OTHERS), text)]


@pytest.mark.parametrize("text", ["February 1850", "1850-02", "february  1850"])
def test_a_julian_month_finds_its_event_and_the_gregorian_one_too(text: str) -> None:
    assert found(text) == [("march-rising", "old style"), ("february-fair", "new style")]


def test_both_dates_are_shown() -> None:
    (hit,) = find_events(record(RISING), "25 February 1850")
    assert (hit.line.date.text, hit.line.old_style, hit.calendar) == ("1850-03-09", "1850-02-25", "old style")


def test_words_and_dates_together() -> None:
    assert found("March 1850") == [("march-rising", "new style")]
    assert found("rising 1851") == [("second-rising", "new style")]
    assert found("rising") == [("march-rising", ""), ("second-rising", "")]
    assert found("frost revolt") == [("march-rising", "")]
    assert found("State of AA second") == [("second-rising", "")]
    assert found("nothing of the sort") == []
    assert found("") == []
