"""What EDTF strings mean, written down by hand."""

from __future__ import annotations

from datetime import date

import pytest

from torgau.dates import Days, Margins, When

OPEN = None


def day(text: str | None) -> int | None:
    return None if text is None else date.fromisoformat(text).toordinal()


def days(*ranges: tuple[str | None, str | None]) -> Days:
    return Days((day(lo), day(hi)) for lo, hi in ranges)


# text, possible days, flags: ONE day that is not known exactly
ONE_DAY = [
    ("1941-06-22", [("1941-06-22", "1941-06-22")], ""),
    ("0001-01-01", [("0001-01-01", "0001-01-01")], ""),
    ("9999-12-31", [("9999-12-31", "9999-12-31")], ""),
    ("1940-02-29", [("1940-02-29", "1940-02-29")], ""),  # 1940 = 4 * 485
    ("1943-11", [("1943-11-01", "1943-11-30")], ""),
    ("1944-02", [("1944-02-01", "1944-02-29")], ""),
    ("1900-02", [("1900-02-01", "1900-02-28")], ""),  # divisible by 100, not by 400
    ("1943", [("1943-01-01", "1943-12-31")], ""),
    ("1941?", [("1941-01-01", "1941-12-31")], "uncertain"),
    ("1944-05-31~", [("1944-05-31", "1944-05-31")], "approximate"),
    ("1944-05%", [("1944-05-01", "1944-05-31")], "uncertain approximate"),
    ("194X", [("1940-01-01", "1949-12-31")], ""),
    ("19XX?", [("1900-01-01", "1999-12-31")], "uncertain"),
    ("1XXX", [("1000-01-01", "1999-12-31")], ""),
    ("0XXX", [("0001-01-01", "0999-12-31")], ""),  # there is no year 0
    ("XXXX", [(OPEN, OPEN)], ""),
    ("XXXX-XX", [(OPEN, OPEN)], ""),
    ("1941-XX", [("1941-01-01", "1941-12-31")], ""),
    ("1941-06-XX", [("1941-06-01", "1941-06-30")], ""),
    ("1941-XX-XX", [("1941-01-01", "1941-12-31")], ""),
    ("1941-1X-07", [("1941-10-07", "1941-10-07"), ("1941-11-07", "1941-11-07"), ("1941-12-07", "1941-12-07")], ""),
    ("1941-06-2X", [("1941-06-20", "1941-06-29")], ""),
    ("1941-06-3X", [("1941-06-30", "1941-06-30")], ""),  # June ends on the 30th
    ("194X-02-29", [("1940-02-29", "1940-02-29"), ("1944-02-29", "1944-02-29"), ("1948-02-29", "1948-02-29")], ""),
    ("?1941-06", [("1941-06-01", "1941-06-30")], "uncertain"),
    ("1941-~06-22", [("1941-06-22", "1941-06-22")], "approximate"),
    ("1941-21", [("1941-03-01", "1941-05-31")], ""),  # spring
    ("1941-22", [("1941-06-01", "1941-08-31")], ""),  # summer
    ("1941-23", [("1941-09-01", "1941-11-30")], ""),  # autumn
    ("1941-24", [("1940-12-01", "1941-02-28"), ("1941-12-01", "1942-02-28")], ""),  # winter, of either name
    ("1943-24", [("1942-12-01", "1943-02-28"), ("1943-12-01", "1944-02-29")], ""),
    ("0001-24", [("0001-01-01", "0001-02-28"), ("0001-12-01", "0002-02-28")], ""),
    ("9999-24", [("9998-12-01", "9999-02-28"), ("9999-12-01", "9999-12-31")], ""),
    ("1941-29", [("1941-09-01", "1941-11-30")], ""),  # southern spring
    ("1941-34", [("1941-04-01", "1941-06-30")], ""),  # second quarter
    ("1941-40", [("1941-01-01", "1941-06-30")], ""),  # first half
    ("[1941,1943]", [("1941-01-01", "1941-12-31"), ("1943-01-01", "1943-12-31")], ""),
    ("[1941, 1943]", [("1941-01-01", "1941-12-31"), ("1943-01-01", "1943-12-31")], ""),
    ("[1941,1942]", [("1941-01-01", "1942-12-31")], ""),
    ("[1917-02-14..1917-03-13]", [("1917-02-14", "1917-03-13")], ""),
    ("[1941-06..1941-08,1943]", [("1941-06-01", "1941-08-31"), ("1943-01-01", "1943-12-31")], ""),
    ("[..1941-06-22]", [(OPEN, "1941-06-22")], ""),
    ("[1945-05..]", [("1945-05-01", OPEN)], ""),
    ("[..1941,1943,1945..]", [(OPEN, "1941-12-31"), ("1943-01-01", "1943-12-31"), ("1945-01-01", OPEN)], ""),
    ("[1941?,1943~]", [("1941-01-01", "1941-12-31"), ("1943-01-01", "1943-12-31")], "uncertain approximate"),
]

# text, possible first days, possible last days, flags: a stretch of time
STRETCH = [
    ("1943-11-28/1943-12-01", [("1943-11-28", "1943-11-28")], [("1943-12-01", "1943-12-01")], ""),
    ("1941-06-22/1941-06-22", [("1941-06-22", "1941-06-22")], [("1941-06-22", "1941-06-22")], ""),
    ("1942-07/1943-02", [("1942-07-01", "1942-07-31")], [("1943-02-01", "1943-02-28")], ""),
    ("1941/1945", [("1941-01-01", "1941-12-31")], [("1945-01-01", "1945-12-31")], ""),
    # It cannot end before it began: the last day lies in 1941, but not before June.
    ("1941-06/1941", [("1941-06-01", "1941-06-30")], [("1941-06-01", "1941-12-31")], ""),
    ("1941/1941-06", [("1941-01-01", "1941-06-30")], [("1941-06-01", "1941-06-30")], ""),
    ("1941-06-22/..", [("1941-06-22", "1941-06-22")], [("1941-06-22", OPEN)], "open_end"),
    ("1941-06-22/", [("1941-06-22", "1941-06-22")], [("1941-06-22", OPEN)], "unknown_end"),
    ("../1945", [(OPEN, "1945-12-31")], [("1945-01-01", "1945-12-31")], "open_start"),
    ("/1945", [(OPEN, "1945-12-31")], [("1945-01-01", "1945-12-31")], "unknown_start"),
    ("../..", [(OPEN, OPEN)], [(OPEN, OPEN)], "open_start open_end"),
    ("1941?/1945~", [("1941-01-01", "1941-12-31")], [("1945-01-01", "1945-12-31")], "uncertain approximate"),
    ("1941-21/1941-23", [("1941-03-01", "1941-05-31")], [("1941-09-01", "1941-11-30")], ""),
    ("194X/1945", [("1940-01-01", "1945-12-31")], [("1945-01-01", "1945-12-31")], ""),
    ("1941-~06/1942", [("1941-06-01", "1941-06-30")], [("1942-01-01", "1942-12-31")], "approximate"),
    ("1942/?1943-02", [("1942-01-01", "1942-12-31")], [("1943-02-01", "1943-02-28")], "uncertain"),
    ("{1941,1945}", [("1941-01-01", "1941-12-31")], [("1945-01-01", "1945-12-31")], ""),
    ("{1941-06-22,1941-12-07,1941-08}", [("1941-06-22", "1941-06-22")], [("1941-12-07", "1941-12-07")], ""),
    # The year 1941 may bring an earlier first day, but none after 22 June, which is in the set; and a later last day.
    ("{1941,1941-06-22}", [("1941-01-01", "1941-06-22")], [("1941-06-22", "1941-12-31")], ""),
    ("{1941-06-01..1941-06-05}", [("1941-06-01", "1941-06-01")], [("1941-06-05", "1941-06-05")], ""),
    ("{1941..1943}", [("1941-01-01", "1941-12-31")], [("1943-01-01", "1943-12-31")], ""),
    ("{1941..}", [("1941-01-01", "1941-12-31")], [("1941-01-01", OPEN)], "open_end"),
    ("{..1941-06-22}", [(OPEN, "1941-06-22")], [("1941-06-22", "1941-06-22")], "open_start"),
]


@pytest.mark.parametrize(("text", "possible", "flags"), ONE_DAY)
def test_one_day_not_known_exactly(text: str, possible: list, flags: str) -> None:
    when = When.parse(text)
    assert str(when) == when.text == text
    assert when.start == when.end == when.days == days(*possible)
    assert not when.extended
    assert when.flags == set(flags.split())
    assert (when.lo, when.hi) == (day(possible[0][0]), day(possible[-1][1]))
    assert when.is_single_day == (possible[0][0] is not None and possible[0][0] == possible[-1][1])


@pytest.mark.parametrize(("text", "first", "last", "flags"), STRETCH)
def test_stretch_of_time(text: str, first: list, last: list, flags: str) -> None:
    when = When.parse(text)
    assert str(when) == text
    assert when.start == days(*first)
    assert when.end == days(*last)
    assert when.extended
    assert when.flags == {"extended", *flags.split()}
    assert when.days == days((first[0][0], last[-1][1]))
    assert when.is_single_day == (text == "1941-06-22/1941-06-22")


@pytest.mark.parametrize("text", [text for text, *_ in ONE_DAY + STRETCH])
def test_the_properties_are_the_flags(text: str) -> None:
    when = When.parse(text)
    assert when.open_start == ("open_start" in when.flags)
    assert when.open_end == ("open_end" in when.flags)
    assert when.unknown_start == ("unknown_start" in when.flags)
    assert when.unknown_end == ("unknown_end" in when.flags)
    assert when.uncertain == ("?" in text or "%" in text)
    assert when.approximate == ("~" in text or "%" in text)


def test_a_day_of_every_year() -> None:
    christmas = When.parse("XXXX-12-25")
    assert christmas.start.count() == 9999
    assert christmas.start.clip(day("1941-01-01"), day("1942-12-31")) == days(
        ("1941-12-25", "1941-12-25"), ("1942-12-25", "1942-12-25")
    )
    leap_days = When.parse("XXXX-02-29").start
    assert leap_days.count() == 9999 // 4 - 9999 // 100 + 9999 // 400 == 2424


MARGINS = Margins(day=3, month=10, year=100)

# With margins of 3 days for a day, 10 for a month, 100 for a year.
WIDENED = [
    ("1944-05-31~", "1944-05-28", "1944-06-03"),
    ("1944-05-31%", "1944-05-28", "1944-06-03"),
    ("1944-05-31?", "1944-05-31", "1944-05-31"),  # a question mark never widens
    ("1944-05-31", "1944-05-31", "1944-05-31"),
    ("1944-05~", "1944-04-21", "1944-06-10"),  # 1 May - 10 days; 31 May + 10 days
    ("1941-21~/1942", "1941-02-19", "1942-12-31"),  # 1 March - 10 days (a season counts as months)
    ("1944~", "1943-09-23", "1945-04-10"),  # 1 January - 100 days: December 31, November 30, October 31 = 92, and 8 more
    ("~1944-05-31", "1944-02-21", "1944-09-08"),  # only the year is marked: 31 May -/+ 100 days
    ("1944-~05-31", "1944-05-21", "1944-06-10"),  # only the month
    ("1944-05-~31", "1944-05-28", "1944-06-03"),  # only the day
    ("1944-05~-31", "1944-05-21", "1944-06-10"),  # about May 1944, on a 31st: the mark touches the month
    ("?1944-05-~31", "1944-05-28", "1944-06-03"),
    ("194X~", "1939-09-23", "1950-04-10"),
    ("1941~/1945", "1940-09-23", "1945-12-31"),
    ("[1941-06-22~,1943-05-05]", "1941-06-19", "1943-05-05"),
    ("0001-01-02~", "0001-01-01", "0001-01-05"),  # never before the first day of the calendar
    ("9999-12-30~", "9999-12-27", "9999-12-31"),
]


@pytest.mark.parametrize(("text", "lo", "hi"), WIDENED)
def test_only_the_tilde_widens_and_only_by_the_margin(text: str, lo: str, hi: str) -> None:
    when = When.parse(text, MARGINS)
    assert (when.lo, when.hi) == (day(lo), day(hi))
    assert str(when) == text


@pytest.mark.parametrize(("text", "lo", "hi"), WIDENED)
def test_no_margin_no_widening(text: str, lo: str, hi: str) -> None:
    exact = When.parse(text)
    bare = "".join(mark for mark in text if mark not in "?~%")
    assert exact.start == When.parse(bare).start
    assert exact.end == When.parse(bare).end


def test_widening_fills_gaps_only_within_reach() -> None:
    # 7 October -/+ 3 days is 4 to 10 October: the 11th stays impossible
    apart = When.parse("[1941-10-07~,1941-10-12]", MARGINS)
    assert apart.start == days(("1941-10-04", "1941-10-10"), ("1941-10-12", "1941-10-12"))
    joined = When.parse("[1941-10-07~,1941-10-11]", MARGINS)
    assert joined.start == days(("1941-10-04", "1941-10-11"))


def test_a_wide_margin_cannot_turn_a_stretch_round() -> None:
    when = When.parse("1941-06-22~/1941-06-23", Margins(day=30))
    assert when.start == days(("1941-05-23", "1941-06-23"))
    assert when.end == days(("1941-06-23", "1941-06-23"))
