"""The short ways of reading a date agree with the library, and what cannot be read is refused clearly."""

from __future__ import annotations

import re
from datetime import date

import pytest
from edtf import parse_edtf
from edtf.parser.parser_classes import Date
from hypothesis import given, settings
from hypothesis import strategies as st

from torgau.dates import EXACT, DateError, When
from torgau.dates.edtf_meaning import days_of_pattern
from torgau.dates.edtf_reading import parsed, read
from torgau.dates.single_days import from_plain

numbers = st.tuples(st.integers(0, 9999), st.integers(0, 14), st.integers(0, 33))
day_like = numbers.map(lambda ymd: "{:04d}-{:02d}-{:02d}".format(*ymd))
real_day = st.dates().map(date.isoformat)
month_like = numbers.map(lambda ymd: "{:04d}-{:02d}".format(*ymd[:2]))
year_like = numbers.map(lambda ymd: f"{ymd[0]:04d}")
date_like = st.one_of(day_like, real_day, month_like, year_like)
level_0 = st.one_of(date_like, st.tuples(date_like, date_like).map("/".join))
open_stretch = st.one_of(date_like.map("{}/..".format), date_like.map("../{}".format), st.just("../.."))
marked = st.tuples(date_like, st.sampled_from("?~%")).map("".join)
part = st.one_of(date_like, marked, st.sampled_from(["", ".."]))
members = st.lists(st.one_of(date_like, st.tuples(date_like, date_like).map("..".join)), min_size=1, max_size=3).map(",".join)
some_set = st.one_of(members.map("[{}]".format), members.map("{{{}}}".format))
common_form = st.one_of(level_0, open_stretch, marked, st.tuples(part, part).map("/".join), some_set)


@given(st.one_of(day_like, real_day))
@settings(max_examples=200, deadline=None)
def test_a_plain_day_means_the_same_without_the_library(text: str) -> None:
    try:
        by_library = read(text, EXACT)
    except DateError:
        assert from_plain(text) is None
    else:
        assert by_library.start.is_single
        assert by_library.start == by_library.end
        assert from_plain(text) == by_library.start.lo
        assert not by_library.flags


OTHER_FORMS = ["20200101", "2020-W01-1", "2020-1-001", "2020-01-1 ", "+020-01-01", "２０２０-01-01", "1941-06-22T00:00"]


@pytest.mark.parametrize("text", OTHER_FORMS)
def test_other_iso_forms_are_not_plain_days(text: str) -> None:
    assert from_plain(text) is None
    with pytest.raises(DateError):
        When.parse(text)


@given(common_form)
@settings(max_examples=150, deadline=None)
def test_a_part_of_the_grammar_finds_what_the_whole_grammar_finds(text: str) -> None:
    try:
        found = parsed(text)
    except DateError:
        if "0000" not in re.split(r"[^0-9]+", text):
            with pytest.raises(Exception, match=r".*"):
                parse_edtf(text)
    else:
        whole = parse_edtf(text)
        assert type(found) is type(whole)
        assert str(found) == str(whole)


@given(real_day)
@settings(max_examples=50, deadline=None)
def test_the_librarys_own_date_is_the_same_day(text: str) -> None:
    by_library = parse_edtf(text)
    assert isinstance(by_library, Date)
    assert When.parse(text).lo == date(*by_library.lower_strict()[:3]).toordinal()


ISO_DAYS = [date.fromordinal(n).isoformat() for n in range(date(1900, 1, 1).toordinal(), date(1999, 12, 31).toordinal() + 1)]
digit_or_x = st.sampled_from("0123456789XXX")
two = st.tuples(digit_or_x, digit_or_x).map("".join)


@given(two, st.one_of(st.none(), two), st.one_of(st.none(), two))
@settings(max_examples=150, deadline=None)
def test_patterns_against_every_day_of_a_century(year: str, month: str | None, day: str | None) -> None:
    pattern = f"19{year}-{month or 'XX'}-{day or 'XX'}".replace("X", ".")
    expected = [date.fromisoformat(text).toordinal() for text in ISO_DAYS if re.fullmatch(pattern, text)]
    assert list(days_of_pattern(f"19{year}", month, day)) == expected


@pytest.mark.parametrize("text", ["19XX-1X-2X", "194X-XX-31", "1XX1-0X", "XX45-05-0X", "X941-06-22"])
def test_patterns_read_whole(text: str) -> None:
    pattern = (text + "-XX" * (2 - text.count("-"))).replace("X", ".")
    expected = [iso for iso in ISO_DAYS if re.fullmatch(pattern, iso)]
    found = When.parse(text).start.clip(date(1900, 1, 1).toordinal(), date(1999, 12, 31).toordinal())
    assert [date.fromordinal(day).isoformat() for day in found] == expected
    assert expected


# text, words of the problem, words of the mend
REFUSED = [
    ("", "empty", "leave it out"),
    ("1941-13", "no month 13", "01 to 12"),
    ("1941-00", "no month 00", "01 to 12"),
    ("1941-13-01", "no month 13", "01 to 12"),
    ("1941-04-31", "April has no day 31", "check the day"),
    ("1941-12-00", "December has no day 00", "check the day"),
    ("1941-02-29", "no such day", "check the day"),
    ("1900-02-29/1901", "no such day", "check the day"),
    ("1941-02-3X", "no such day", "check the day"),
    ("1945/1941", "ends before it begins", "earlier date first"),
    ("1941-06-23/1941-06-22", "ends before it begins", "earlier date first"),
    ("[1943..1941]", "ends before it begins", "earlier date first"),
    ("{1943-02..1943-01}", "ends before it begins", "earlier date first"),
    ("0000", "outside 1 to 9999", "between 0001-01-01 and 9999-12-31"),
    ("0000-01-01", "outside 1 to 9999", "between 0001-01-01 and 9999-12-31"),
    ("-0044-03-15", "outside 1 to 9999", "between"),
    ("1941/-0001", "outside 1 to 9999", "between"),
    ("Y17000", "outside 1 to 9999", "between"),
    ("Y1E5", "outside 1 to 9999", "between"),
    ("-001X", "outside 1 to 9999", "between"),
    ("1941-06-22T03:15:00", "no time of day", "the day alone"),
    ("1941S2", "significant digits", "194X"),
    ("1941S2-21/1942", "significant digits", "194X"),
    ("1941-21^alps", "remark", "season alone"),
    (" 1941", "no spaces", "write 1941"),
    ("1941 / 1945", "no spaces", "write 1941/1945"),
    ("1941\n", "no spaces", "write 1941"),
    ("22 June 1941", "no spaces", "EDTF"),
    ("1941-6-22", "two digits", "write 1941-06-22"),
    ("1941-6", "two digits", "write 1941-06"),
    ("22.06.1941", "not an EDTF date", "hyphens"),
    ("6/22/1941", "not an EDTF date", "hyphens"),
    ("19410622", "not an EDTF date", "hyphens"),
    ("[1941]", "two members", "without brackets"),
    ("/", "at least one side", "1941/.."),
    ("../", "at least one side", "1941/.."),
    ("/..", "at least one side", "1941/.."),
    ("..", "not an EDTF date", "EDTF"),
    ("1941-X3", "one digit left open", "[1941-10..1941-12]"),
    ("1941-0X", "one digit left open", "[1941-10..1941-12]"),
    ("{1941-12-07,1941-XX}", "not an EDTF date", "EDTF"),
    ("before 1941", "no spaces", "EDTF"),
    ("unknown", "not an EDTF date", "EDTF"),
    ("1941,1942", "not an EDTF date", "EDTF"),
    ("1941/1942/1943", "not an EDTF date", "EDTF"),
    ("None", "not an EDTF date", "EDTF"),
]


@pytest.mark.parametrize(("text", "problem", "mend"), REFUSED)
def test_refused_with_one_clear_error(text: str, problem: str, mend: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DateError) as refused:
        When.parse(text)
    error = refused.value
    assert error.text == text
    assert problem in error.problem
    assert mend in error.mend
    assert "\n" not in error.problem + error.mend
    assert error.problem in str(error)
    assert error.mend in str(error)
    assert isinstance(error, ValueError)
    assert capsys.readouterr().out == ""  # the library's own complaint must not reach standard output


def test_a_very_long_text_is_refused_unread() -> None:
    with pytest.raises(DateError, match="longer than 1000 characters"):
        When.parse("[" + ",".join(["1941"] * 500) + "]")


@given(st.text(alphabet="0123456789X-/.?~%[]{},SYT^ ", max_size=14))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        when = When.parse(text)
    except DateError:
        return
    assert when.start
    assert when.end
    assert when.extended or when.start == when.end
    # every possible first day has a possible last day, and the other way round
    assert when.start == when.start.clip(hi=when.end.hi)
    assert when.end == when.end.clip(lo=when.start.lo)
