"""Calendar arithmetic against its definition and an independent library."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from torgau.dates import DateError, Days, Duration, add, add_to_days, calendar_difference, day_count, in_words, subtract

modern = st.dates(date(1890, 1, 1), date(2110, 12, 31)).map(date.toordinal)
durations = st.builds(Duration, st.integers(0, 9), st.integers(0, 30), st.integers(0, 9), st.integers(0, 70))


def n(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def by_stepping(day: int, duration: Duration) -> int:
    """The definition: walk month by month, take the last day there that is not past the day of the month, then walk days."""
    start = date.fromordinal(day)
    first_of_month = start.replace(day=1)
    for _ in range(12 * duration.years + duration.months):
        while (following := first_of_month + timedelta(days=1)).month == first_of_month.month:
            first_of_month = following
        first_of_month = following
    target = max(d for d in range(1, start.day + 1) if (first_of_month + timedelta(days=d - 1)).month == first_of_month.month)
    return first_of_month.replace(day=target).toordinal() + 7 * duration.weeks + duration.days


@given(modern, durations)
@settings(max_examples=100, deadline=None)
def test_add_is_stepping_through_the_calendar(day: int, duration: Duration) -> None:
    assert add(day, duration) == by_stepping(day, duration)


@given(modern, durations)
def test_add_and_subtract_agree_with_dateutil(day: int, duration: Duration) -> None:
    step = relativedelta(years=duration.years, months=duration.months, weeks=duration.weeks, days=duration.days)
    assert add(day, duration) == (date.fromordinal(day) + step).toordinal()
    assert subtract(day, duration) == (date.fromordinal(day) - step).toordinal()


@given(modern, durations)
def test_counting_the_first_day_ends_one_day_earlier(day: int, duration: Duration) -> None:
    if duration.is_zero:
        with pytest.raises(ValueError, match="no first day"):
            add(day, duration, counts_first_day=True)
    else:
        assert add(day, duration, counts_first_day=True) == add(day, duration) - 1


@given(modern, st.integers(0, 40), durations)
def test_add_never_reverses_two_days(day: int, later: int, duration: Duration) -> None:
    assert add(day, duration) <= add(day + later, duration)


ADDED = [
    # from, duration, last admissible day, the same if the first day counts
    ("1945-05-08", Duration(months=3), "1945-08-08", "1945-08-07"),
    ("1945-02-11", Duration(months=2), "1945-04-11", "1945-04-10"),
    ("1943-01-31", Duration(months=1), "1943-02-28", "1943-02-27"),  # no 31 February
    ("1944-01-31", Duration(months=1), "1944-02-29", "1944-02-28"),  # leap year
    ("1944-02-29", Duration(years=1), "1945-02-28", "1945-02-27"),
    ("1944-02-29", Duration(years=4), "1948-02-29", "1948-02-28"),
    ("1941-12-31", Duration(months=2), "1942-02-28", "1942-02-27"),
    ("1941-10-31", Duration(months=1, days=1), "1941-12-01", "1941-11-30"),  # to 30 November first, then a day
    ("1941-06-22", Duration(weeks=2), "1941-07-06", "1941-07-05"),
    ("1941-06-22", Duration(days=1), "1941-06-23", "1941-06-22"),  # within one day, the first counting: the day itself
    ("1899-12-31", Duration(days=60), "1900-03-01", "1900-02-28"),  # 31 + 28 + 1: 1900 is no leap year
    ("1941-06-22", Duration(years=1, months=1, weeks=1, days=1), "1942-07-30", "1942-07-29"),  # 22 July 1942 and 8 days
]


@pytest.mark.parametrize(("start", "duration", "last", "if_first_counts"), ADDED)
def test_terms_by_hand(start: str, duration: Duration, last: str, if_first_counts: str) -> None:
    assert add(n(start), duration) == n(last)
    assert add(n(start), duration, counts_first_day=True) == n(if_first_counts)
    assert add_to_days(Days.single(n(start)), duration) == Days.single(n(last))


def test_subtract_is_not_the_inverse() -> None:
    assert add(n("1943-01-31"), Duration(months=1)) == n("1943-02-28")
    assert subtract(n("1943-02-28"), Duration(months=1)) == n("1943-01-28")
    assert subtract(n("1946-04-25"), Duration(years=1)) == n("1945-04-25")
    assert subtract(n("1943-03-31"), Duration(months=1)) == n("1943-02-28")


some_days = st.lists(st.tuples(modern, st.integers(0, 120)), min_size=1, max_size=3).map(
    lambda spans: Days((lo, lo + length) for lo, length in spans)
)


@given(some_days, durations, st.booleans())
@settings(deadline=None)
def test_the_image_of_a_set_is_the_set_of_images(days: Days, duration: Duration, first: bool) -> None:
    first = first and not duration.is_zero
    assert set(add_to_days(days, duration, first)) == {add(day, duration, first) for day in days}


def test_an_image_has_gaps_where_months_are_of_unequal_length() -> None:
    days = Days.between(n("1943-02-28"), n("1943-03-01"))
    assert set(add_to_days(days, Duration(months=1))) == {n("1943-03-28"), n("1943-04-01")}
    whole_month = Days.between(n("1943-01-01"), n("1943-01-31"))
    assert add_to_days(whole_month, Duration(months=1)) == Days.between(n("1943-02-01"), n("1943-02-28"))


@given(modern, durations)
def test_the_image_of_an_unbounded_set_is_its_hull(day: int, duration: Duration) -> None:
    assert add_to_days(Days.between(day, None), duration) == Days.between(add(day, duration), None)
    assert add_to_days(Days.between(None, day), duration) == Days.between(None, add(day, duration))
    assert add_to_days(Days.anything(), duration) == Days.anything()
    assert add_to_days(Days(), duration) == Days()


def test_past_the_end_of_the_calendar() -> None:
    for duration in (Duration(days=1), Duration(months=1), Duration(years=9999)):
        with pytest.raises(DateError):
            add(n("9999-12-31"), duration)
    with pytest.raises(DateError):
        subtract(n("0001-01-01"), Duration(days=1))
    with pytest.raises(DateError):
        add_to_days(Days.between(n("9999-12-01"), n("9999-12-31")), Duration(months=1))


@pytest.mark.parametrize("part", ["years", "months", "weeks", "days"])
def test_no_negative_part(part: str) -> None:
    with pytest.raises(ValueError, match="negative"):
        Duration(**{part: -1})


def test_no_first_day_of_nothing_in_a_set() -> None:
    with pytest.raises(ValueError, match="no first day"):
        add_to_days(Days.single(5), Duration(), counts_first_day=True)


@given(modern, modern)
def test_a_difference_leads_back_and_is_the_largest_in_months(one: int, other: int) -> None:
    a, b = min(one, other), max(one, other)
    years, months, days = calendar_difference(a, b)
    assert 0 <= months <= 11
    assert 0 <= days <= 30
    assert add(a, Duration(years=years, months=months, days=days)) == b
    assert add(a, Duration(years=years, months=months + 1)) > b
    by_dateutil = relativedelta(date.fromordinal(b), date.fromordinal(a))
    assert (years, months, days) == (by_dateutil.years, by_dateutil.months, by_dateutil.days)


DIFFERENCES = [
    # 16 November 1933 to 16 November 1949 is 16 years; 9 days more
    ("1933-11-16", "1949-11-25", (16, 0, 9), "16 years 9 days"),
    # 23 August 1939 + 1 year 9 months is 23 May 1941; 8 days to the 31st and 22 in June = 30
    ("1939-08-23", "1941-06-22", (1, 9, 30), "1 year 9 months 30 days"),
    ("1945-05-08", "1945-08-08", (0, 3, 0), "3 months"),
    ("1945-05-08", "1945-05-09", (0, 0, 1), "1 day"),
    ("1945-05-08", "1945-05-08", (0, 0, 0), "0 days"),
    ("1943-01-31", "1943-02-28", (0, 1, 0), "1 month"),  # to the month's last day
    ("1944-02-29", "1945-02-28", (1, 0, 0), "1 year"),
    ("1943-01-31", "1943-03-01", (0, 1, 1), "1 month 1 day"),
]


@pytest.mark.parametrize(("a", "b", "difference", "words"), DIFFERENCES)
def test_differences_by_hand(a: str, b: str, difference: tuple[int, int, int], words: str) -> None:
    assert calendar_difference(n(a), n(b)) == difference
    assert in_words(difference) == words


def test_day_count() -> None:
    # 23 August 1939 to 23 August 1940: 366 (29 February 1940); to 23 May 1941: 8+30+31+30+31+31+28+31+30+23 = 273; and 30
    assert day_count(n("1939-08-23"), n("1941-06-22")) == 366 + 273 + 30 == 669
    assert day_count(n("1939-08-23"), n("1941-06-22"), both_ends=True) == 670
    assert day_count(n("1941-06-22"), n("1939-08-23")) == -669
    assert day_count(5, 5) == 0
    assert day_count(5, 5, both_ends=True) == 1
    with pytest.raises(ValueError, match="before the first"):
        day_count(6, 5, both_ends=True)
    with pytest.raises(ValueError, match="1941-06-21 is before 1941-06-22"):
        calendar_difference(n("1941-06-22"), n("1941-06-21"))


def test_durations_in_words() -> None:
    assert str(Duration(years=1, months=2, weeks=1, days=5)) == "1 year 2 months 1 week 5 days"
    assert str(Duration(months=3)) == "3 months"
    assert str(Duration()) == "0 days"
