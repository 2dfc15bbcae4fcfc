"""Old Style dates against a formula that is independent of the library."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from torgau.dates import DateError, When, from_old_style

MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def ordinal_of_julian(year: int, month: int, day: int) -> int:
    """By the Julian day number of a Julian calendar date.

    Doggett, "Calendars", in Seidelmann (ed.), Explanatory Supplement to the Astronomical Almanac, 1992, chapter 12:
    JDN = 367 Y - 7 (Y + 5001 + (M - 9) / 7) / 4 + 275 M / 9 + D + 1729777, each division truncated toward zero.
    0001-01-01 of the Gregorian calendar, day ordinal 1, is JDN 1721426.
    """
    jdn = 367 * year - 7 * (year + 5001 + int((month - 9) / 7)) // 4 + 275 * month // 9 + day + 1729777
    return jdn - 1721425


def days_in(year: int, month: int) -> int:
    return 29 if month == 2 and year % 4 == 0 else MONTH_LENGTHS[month - 1]


julian_days = st.tuples(st.integers(1, 9998), st.integers(1, 12)).flatmap(
    lambda ym: st.tuples(st.just(ym[0]), st.just(ym[1]), st.integers(1, days_in(*ym)))
)


@given(julian_days)
@settings(max_examples=300)
def test_days_by_the_formula(ymd: tuple[int, int, int]) -> None:
    if ordinal_of_julian(*ymd) < 1:
        return
    text = "{:04d}-{:02d}-{:02d}".format(*ymd)
    assert date.fromisoformat(from_old_style(text)).toordinal() == ordinal_of_julian(*ymd)


def test_every_day_of_half_a_century() -> None:
    before = ordinal_of_julian(1879, 12, 31)
    for year in range(1880, 1930):
        for month in range(1, 13):
            for day in range(1, days_in(year, month) + 1):
                converted = date.fromisoformat(from_old_style(f"{year}-{month:02d}-{day:02d}")).toordinal()
                assert converted == before + 1 == ordinal_of_julian(year, month, day)
                before = converted


KNOWN = [
    ("1917-02-23", "1917-03-08"),  # International Women's Day, the first day of the February Revolution
    ("1917-10-25", "1917-11-07"),
    ("1918-01-31", "1918-02-13"),  # the last Old Style day in Russia; the next was 14 February
    ("1900-02-28", "1900-03-12"),  # twelve days in the 19th century ...
    ("1900-02-29", "1900-03-13"),  # ... a day that the Gregorian calendar does not have ...
    ("1900-03-01", "1900-03-14"),  # ... and thirteen from there
    ("1582-10-05", "1582-10-15"),  # the reform
    ("1917-10-25?", "1917-11-07?"),
    ("1917-10-25~", "1917-11-07~"),
    ("1917-02", "[1917-02-14..1917-03-13]"),  # 1 February and 28 February, each plus 13
    ("1916-02", "[1916-02-14..1916-03-13]"),  # 29 February plus 13: 1916 is a leap year in both calendars
    ("1900-02", "[1900-02-13..1900-03-13]"),  # 1 February plus 12, 29 February plus 13
    ("1917", "[1917-01-14..1918-01-13]"),
]


@pytest.mark.parametrize(("old", "new"), KNOWN)
def test_known_pairs(old: str, new: str) -> None:
    assert from_old_style(old) == new
    assert str(When.parse(new)) == new


def test_a_month_has_as_many_days_in_either_style() -> None:
    assert When.parse(from_old_style("1917-02")).start.count() == 28
    assert When.parse(from_old_style("1900-02")).start.count() == 29
    assert When.parse(from_old_style("1900")).start.count() == 366


REFUSED = [
    ("1917-02-29", "no such day"),
    ("1917-04-31", "no such day"),
    ("1917-02-00", "no such day"),
    ("1917-13-01", "no month 13"),
    ("1917-00", "no month 00"),
    ("0001-01-01", "outside 1 to 9999"),
    ("0000-05-05", "outside 1 to 9999"),
    ("9999-12-31", "outside 1 to 9999"),
    ("", "a day, a month or a year"),
    ("1917-02?", "a day, a month or a year"),
    ("1917-02-23/1917-03", "a day, a month or a year"),
    ("23 February 1917", "a day, a month or a year"),
    ("191X", "a day, a month or a year"),
]


@pytest.mark.parametrize(("text", "problem"), REFUSED)
def test_refused(text: str, problem: str) -> None:
    with pytest.raises(DateError, match=problem):
        from_old_style(text)
