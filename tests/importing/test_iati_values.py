"""Dates, amounts and currencies as publishers write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.dates import When
from torgau.importing.iati_codes import read_type, stage_of
from torgau.importing.iati_values import ANY_DAY, Money, amount_text, read_amount, read_currency, read_day


@pytest.mark.parametrize(
    ("written", "edtf", "remark"),
    [
        ("2001-04-01", "2001-04-01", ""),
        (" 2001-04-01 ", "2001-04-01", ""),
        ("2001-04-01Z", "2001-04-01", "zone"),
        ("2001-04-01+02:00", "2001-04-01", "zone"),
        ("2001-04-01T00:00:00", "2001-04-01", "time"),
        ("2001-04-01T23:59:59.123Z", "2001-04-01", "time"),
        ("2001-04-01 23:30:00-05:00", "2001-04-01", "time"),  # the next day in Greenwich, this day where it was written
        ("2001-04", "2001-04", "part"),
        ("2001", "2001", "part"),
        ("0000-01-01", ANY_DAY, "unreadable"),
        ("0000", ANY_DAY, "unreadable"),
        ("2001-13", ANY_DAY, "unreadable"),
        ("2001-02-29", ANY_DAY, "unreadable"),
        ("2001-4-1", ANY_DAY, "unreadable"),
        ("01/04/2001", ANY_DAY, "unreadable"),
        ("2001-04-01x", ANY_DAY, "unreadable"),
        ("", ANY_DAY, "unreadable"),
    ],
)
def test_days(written: str, edtf: str, remark: str) -> None:
    assert read_day(written) == (edtf, remark)


@given(st.text(alphabet="0123456789-+:TZ /.", max_size=30))
def test_whatever_is_written_the_day_is_edtf(text: str) -> None:
    When.parse(read_day(text).edtf)


@pytest.mark.parametrize(
    ("written", "value", "remark"),
    [
        ("100", "100", ""),
        ("+100.50", "100.50", ""),
        ("-0.01", "-0.01", ""),
        (".5", "0.5", ""),
        ("5.", "5", ""),
        ("007", "7", ""),
        ("0.1234567890", "0.1234567890", ""),
        ("1.10000000000000000000", "1.1", ""),  # more places, but nothing in them
        ("1e3", "1000", "exponent"),
        ("-1.5E+3", "-1500", "exponent"),
        ("1,234,567.89", "1234567.89", "separators"),
        ("1,234.5", "1234.5", "separators"),
        ("1.234.567", "1234567", "separators"),
        ("1.234.567,89", "1234567.89", "separators"),
        ("1 234", "1234", "separators"),
        ("1\u00a0234.5", "1234.5", "separators"),
        ("1'234'567", "1234567", "separators"),
        ("12,5", "12.5", "separators"),
        ("1234,567", "1234.567", "separators"),  # four digits before it: the comma parts no thousands
        ("999999999999999999.9999999999", "999999999999999999.9999999999", ""),
    ],
)
def test_amounts(written: str, value: str, remark: str) -> None:
    money = read_amount(written)
    assert (amount_text(money.value), money.remark) == (value, remark)
    assert money.low is money.high is None


@pytest.mark.parametrize(
    "written",
    [
        "",
        "NaN",
        "Infinity",
        "-inf",
        "sNaN",
        "abc",
        "12 EUR",
        "1,23,4",
        "1..2",
        "--1",
        "1e9999",
        "1000000000000000000",
        "٣",
        "0x10",
    ],
)
def test_what_is_no_amount_has_no_value(written: str) -> None:
    assert read_amount(written) == Money(remark="unreadable")


def test_a_comma_before_three_digits_has_two_readings() -> None:
    assert read_amount("1,234") == Money(low=Decimal("1.234"), high=Decimal(1234), remark="ambiguous")
    assert read_amount("-1,234") == Money(low=Decimal(-1234), high=Decimal("-1.234"), remark="ambiguous")


def test_more_places_than_a_movement_holds_become_bounds() -> None:
    assert read_amount("0.30000000000000004") == Money(low=Decimal("0.3000000000"), high=Decimal("0.3000000001"), remark="long")
    assert read_amount("-1e-300") == Money(low=Decimal("-1E-10"), high=Decimal(0), remark="long")


@given(st.decimals(min_value=-(10**18) + 1, max_value=10**18 - 1, places=10, allow_nan=False, allow_infinity=False))
def test_an_amount_of_eighteen_and_ten_digits_comes_back_exactly(value: Decimal) -> None:
    money = read_amount(f"{value:f}")
    assert money == Money(value)
    assert Decimal(amount_text(money.value)) == value


@given(st.text(alphabet="0123456789,. '+-eE\u00a0", max_size=30))
def test_no_text_is_read_as_a_number_that_a_movement_cannot_hold(text: str) -> None:
    import re

    money = read_amount(text)
    for each in (money.value, money.low, money.high):
        assert not amount_text(each) or re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]{1,10})?", amount_text(each))


@pytest.mark.parametrize(
    ("written", "unit", "remark"),
    [
        ("EUR", "EUR", ""),
        (" eur ", "EUR", "letters"),
        ("", "currency-not-stated", "unreadable"),
        ("Euro", "currency-not-stated", "unreadable"),
        ("$", "currency-not-stated", "unreadable"),
    ],
)
def test_currencies(written: str, unit: str, remark: str) -> None:
    assert read_currency(written) == (unit, remark)


def test_types_by_number_and_by_letter() -> None:
    assert [read_type(each).number for each in ("3", "D", "d", " IF ", "99", "")] == ["3", "3", "3", "1", "", ""]
    assert [read_type(each).version for each in ("3", "D", "PD", "99")] == ["2", "1", "1", ""]


def test_only_six_types_are_stages() -> None:
    stages = {str(number): stage_of(str(number), "used") for number in range(1, 14)}
    assert {number: stage for number, (stage, _) in stages.items() if stage} == {
        "2": "committed",
        "3": "arrived",
        "4": "used",
        "11": "committed",
        "12": "pledged",
        "13": "pledged",
    }
    assert [number for number, (_, incoming) in stages.items() if incoming] == ["11", "13"]
    assert stage_of("4", "available") == ("available", False)
