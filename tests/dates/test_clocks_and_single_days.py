"""The same moment by two clocks, and one day as text and number."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.dates import FIRST_DAY, LAST_DAY, DateError, format_day, local_date, parse_day

minutes = st.integers(-14 * 60, 14 * 60)


def written(offset: int) -> str:
    return f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"


@given(st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29)), minutes, minutes)
def test_by_minutes_of_difference(at: datetime, offset: int, other: int) -> None:
    utc = at - timedelta(minutes=offset)
    there = utc + timedelta(minutes=other)
    answer = local_date(at.isoformat(timespec="minutes"), written(offset), written(other))
    assert answer == (utc.date().isoformat(), there.date().isoformat())


BY_HAND = [
    # 07:48 and 10:30 more is 18:18 UTC; and 9 hours more is 03:18 the next day
    ("1941-12-07T07:48", "-10:30", "+09:00", ("1941-12-07", "1941-12-08")),
    # 22:43 less 2 hours is 20:43 UTC; and 3 hours more is 23:43 the same day
    ("1945-05-08T22:43", "+02:00", "+03:00", ("1945-05-08", "1945-05-08")),
    # 23:01 less 1 hour is 22:01 UTC; and 3 hours more is 01:01 the next day
    ("1945-05-08T23:01", "+01:00", "+03:00", ("1945-05-08", "1945-05-09")),
    ("1945-01-01T00:00", "+00:01", "+00:00", ("1944-12-31", "1944-12-31")),
    ("1944-12-31T23:59", "-00:01", "-12:00", ("1945-01-01", "1944-12-31")),
]


@pytest.mark.parametrize(("at", "offset", "other", "dates"), BY_HAND)
def test_by_hand(at: str, offset: str, other: str, dates: tuple[str, str]) -> None:
    assert local_date(at, offset, other) == dates


@pytest.mark.parametrize(
    ("at", "offset", "other", "wrong"),
    [
        ("1941-12-07", "+00:00", "+00:00", "1941-12-07"),
        ("1941-12-07T24:00", "+00:00", "+00:00", "1941-12-07T24:00"),
        ("1941-02-29T12:00", "+00:00", "+00:00", "1941-02-29T12:00"),
        ("1941-12-07T07:48+09:00", "+00:00", "+00:00", "1941-12-07T07:48+09:00"),
        ("1941-12-07T07:48", "9", "+00:00", "9"),
        ("1941-12-07T07:48", "+00:00", "+15:00", "+15:00"),
        ("1941-12-07T07:48", "+00:00", "09:00", "09:00"),
        ("0001-01-01T00:00", "+01:00", "+00:00", "0001-01-01T00:00"),
        ("9999-12-31T23:00", "+00:00", "+09:00", "9999-12-31T23:00"),
    ],
)
def test_malformed_moments(at: str, offset: str, other: str, wrong: str) -> None:
    with pytest.raises(DateError) as refused:
        local_date(at, offset, other)
    assert refused.value.text == wrong


@given(st.dates())
def test_text_to_day_and_back(day: date) -> None:
    assert parse_day(day.isoformat()) == day.toordinal()
    assert format_day(day.toordinal()) == day.isoformat()


def test_the_ends_of_the_calendar() -> None:
    assert format_day(FIRST_DAY) == "0001-01-01"
    assert format_day(LAST_DAY) == "9999-12-31"
    for outside in (FIRST_DAY - 1, LAST_DAY + 1):
        with pytest.raises(DateError, match="outside the years"):
            format_day(outside)


NOT_ONE_DAY = [
    "1945",
    "1945-12",
    "1945-12-31?",
    "1945-12-31~",
    "1945-12-31/1945-12-31",
    "[1945-12-30,1945-12-31]",
    "XXXX",
    "1945/..",
]
NO_DATE = ["", "1945-02-29", "yesterday", "31.12.1945", "1945-13-01"]


@pytest.mark.parametrize("text", NOT_ONE_DAY + NO_DATE)
def test_the_command_line_takes_one_day_only(text: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_day(text)
    assert refused.value.text == text
    assert refused.value.mend == "give one day, for instance 1945-12-31"
    assert ("not one single day" in refused.value.problem) == (text in NOT_ONE_DAY)
