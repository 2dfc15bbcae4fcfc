"""Dates by declared forms: EDTF out, or a refusal that says why."""

from __future__ import annotations

import pytest

from torgau.importing.table_dates import DateReader, compile_format


def read(text: str, *formats: str, **months: int) -> tuple[str, str, str]:
    got = DateReader(formats or ("edtf",), months).read(text)
    return got.text, got.code, got.problem


@pytest.mark.parametrize(
    ("text", "form", "edtf"),
    [
        ("01.03.2031", "%d.%m.%Y", "2031-03-01"),
        ("1.3.2031", "%d.%m.%Y", "2031-03-01"),
        ("29.02.2032", "%d.%m.%Y", "2032-02-29"),
        ("03/2031", "%m/%Y", "2031-03"),
        ("2031", "year", "2031"),
        ("4 Mar 2031", "%d %b %Y", "2031-03-04"),
        ("4 march 2031", "%d %B %Y", "2031-03-04"),
        ("Sept. 2031", "%b %Y", "2031-09"),
        ("Q2 2031", "Q%q %Y", "2031-04/2031-06"),
        ("2031-03-01/2031-04", "edtf", "2031-03-01/2031-04"),
        ("2031~", "edtf", "2031~"),
    ],
)
def test_reads_declared_forms(text: str, form: str, edtf: str) -> None:
    assert read(text, form) == (edtf, "", "")


def test_months_in_another_language_are_declared() -> None:
    assert read("4 Mai 2031", "%d %b %Y", Mai=5)[0] == "2031-05-04"
    assert read("4 Brachet 2031", "%d %b %Y", Brachet=6)[0] == "2031-06-04"
    assert read("4 Brachet 2031", "%d %b %Y")[1] == "date-unreadable"


@pytest.mark.parametrize(
    ("text", "formats", "problem"),
    [
        ("29.02.2031", ("%d.%m.%Y",), "there is no such day in the calendar"),
        ("31.06.2031", ("%d.%m.%Y",), "June has no day 31"),
        ("2031-02-29", ("edtf",), "there is no such day in the calendar"),
        ("01.01.0000", ("%d.%m.%Y",), "the year is outside 1 to 9999"),
        ("0000", ("year",), "the year is outside 1 to 9999"),
        ("01.13.2031", ("%d.%m.%Y",), "there is no month 13"),
        ("03/04/2031", ("%d.%m.%Y", "year"), "it fits none of the declared forms (%d.%m.%Y, year)"),
        ("48000", ("edtf",), "it fits none of the declared forms (edtf)"),
    ],
)
def test_refuses_days_that_are_none(text: str, formats: tuple[str, ...], problem: str) -> None:
    assert read(text, *formats) == ("", "date-unreadable", problem)


def test_a_day_number_of_a_spreadsheet_gets_its_own_advice() -> None:
    got = DateReader(("edtf",), {}).read("48000")
    assert got.mend == "it may be a spreadsheet's day number: give the cells the form of a date in the spreadsheet"


def test_two_meanings_are_not_chosen_between() -> None:
    """3 April by the one form, 4 March by the other; 13 can only be a day."""
    forms = ("%d/%m/%Y", "%m/%d/%Y")
    assert read("03/04/2031", *forms) == ("", "date-ambiguous", "it is 2031-04-03 by %d/%m/%Y and 2031-03-04 by %m/%d/%Y")
    assert read("13/04/2031", *forms) == ("2031-04-13", "", "")
    assert read("04/04/2031", *forms) == ("2031-04-04", "", "")


def test_a_time_of_day_is_left_out_and_told() -> None:
    got = DateReader(("%Y-%m-%dT%H:%M:%S",), {}).read("2031-03-01T10:00:00")
    assert (got.text, got.timed) == ("2031-03-01", True)


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ("%d.%m.%y", "has a year of two digits, which does not say its century"),
        ("%d.%m", "has no year (%Y)"),
        ("%d.%Y", "has a day but no month"),
        ("%Y-%Y", "has a part twice"),
        ("%Q %Y", "has the unknown part %Q"),
        ("Q%q %m %Y", "has both a quarter and a month"),
    ],
)
def test_refuses_forms_that_say_too_little(form: str, problem: str) -> None:
    assert compile_format(form, {}) == problem
