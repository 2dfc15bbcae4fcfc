"""Numbers by declared marks: what is read, what is refused, and what is said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.importing.mapping import NumbersPart
from torgau.importing.table_numbers import NumberReader, fitted, plain_text


def read(text: str, **marks: Any) -> Any:
    return NumberReader(NumbersPart(**marks)).read(text)


@pytest.mark.parametrize(
    ("text", "marks", "value"),
    [
        ("12", {}, "12"),
        ("-0.50", {}, "-0.50"),
        ("+7", {}, "7"),
        ("\u22127", {}, "-7"),
        ("007", {}, "7"),
        ("1.234", {}, "1.234"),
        ("1.234,5", {"decimal": ",", "thousands": "."}, "1234.5"),
        ("1234,5", {"decimal": ",", "thousands": "."}, "1234.5"),
        ("1,234,567.89", {"thousands": ","}, "1234567.89"),
        ("1 234 567", {"thousands": " "}, "1234567"),
        ("1\u00a0234\u202f567", {"thousands": " "}, "1234567"),
        ("1'234", {"thousands": "'"}, "1234"),
        ("1\u2019234", {"thousands": "'"}, "1234"),
        ("$ 1,200.00", {"thousands": ",", "remove": ("$",)}, "1200.00"),
        ("(5.5)", {"parentheses": "negative"}, "-5.5"),
        ("999999999999999999.9999999999", {}, "999999999999999999.9999999999"),
    ],
)
def test_reads_by_the_declared_marks(text: str, marks: dict[str, Any], value: str) -> None:
    got = read(text, **marks)
    assert (got.value, got.stated, got.code, got.doubts) == (Decimal(value), Decimal(value), "", ())


@pytest.mark.parametrize(
    ("text", "marks", "mend"),
    [
        ("1.234,5", {}, 'if 1.234,5 means a thousand and more, write `numbers: {decimal: ",", thousands: "."}`'),
        ("1,5", {}, 'if 1.234,5 means a thousand and more, write `numbers: {decimal: ",", thousands: "."}`'),
        ("1,234,567.5", {}, 'if commas part thousands, write `numbers: {thousands: ","}`'),
        ("1 234.5", {}, 'if spaces part thousands, write `numbers: {thousands: " "}`'),
        ("(5)", {}, "if brackets mean less than zero, write `numbers: {parentheses: negative}`"),
        ("$5", {}, "list the sign beside the digits under `numbers: remove`, and name the unit; nothing is multiplied"),
        ("5 million", {}, "list the sign beside the digits under `numbers: remove`, and name the unit; nothing is multiplied"),
        ("n/a", {}, "if it stands for an empty cell, list it under `file: empty`"),
        ("1.23.45,6", {"decimal": ",", "thousands": "."}, "if it stands for an empty cell, list it under `file: empty`"),
        ("12.34,5", {"decimal": ",", "thousands": "."}, "if it stands for an empty cell, list it under `file: empty`"),
        ("\u0661\u0662", {}, "if it stands for an empty cell, list it under `file: empty`"),  # Arabic digits are not guessed at
        ("inf", {}, "if it stands for an empty cell, list it under `file: empty`"),
    ],
)
def test_refuses_what_the_marks_do_not_allow(text: str, marks: dict[str, Any], mend: str) -> None:
    got = read(text, **marks)
    assert (got.value, got.code, got.mend) == (None, "number-unreadable", mend)


def test_says_which_marks_were_declared() -> None:
    assert read("x").problem == "it is no number by the declared marks (decimal mark point, no thousands separator)"
    assert read("x", decimal=",", thousands=" ").problem.endswith("(decimal mark comma, thousands separator space)")


def test_exponents_are_taken_as_they_stand_and_told() -> None:
    # 1E+06 is 1,000,000; 1.5e-3 is 0.0015
    assert (read("1E+06").value, read("1E+06").doubts) == (Decimal(1_000_000), ("number-scientific",))
    assert read("1.5e-3").value == Decimal("0.0015")
    assert read("1E+30").code == "number-too-large"
    assert read("1E-999").problem == "it has more than 40 digits after the point"


def test_a_tail_beyond_ten_places_is_cut_and_told() -> None:
    got = read("0.30000000000000004")
    assert (got.value, got.stated, got.doubts) == (Decimal("0.3"), Decimal("0.30000000000000004"), ("number-rounded",))
    assert read("0.10000000000000").doubts == ()  # zeros are no digits that get lost


def test_nineteen_digits_before_the_point_are_too_many() -> None:
    got = read("1000000000000000000")
    assert (got.value, got.code, got.problem) == (None, "number-too-large", "it has more than 18 digits before the point")
    assert read("999999999999999999").code == ""


def test_notices_a_mark_that_looks_like_a_separator() -> None:
    suspicious = NumberReader(NumbersPart())
    for text in ("1.250", "12.000", "7", "333.100"):
        suspicious.read(text)
    assert suspicious.threes_only
    plain = NumberReader(NumbersPart())
    for text in ("1.250", "12.000", "333.100", "4.5"):
        plain.read(text)
    assert not plain.threes_only


@given(st.decimals(min_value=-(10**17), max_value=10**17, places=8, allow_nan=False), st.sampled_from([".", ","]))
def test_reads_back_what_another_program_formats(value: Decimal, mark: str) -> None:
    other = "," if mark == "." else "."
    text = f"{value:,f}".translate({ord(","): other, ord("."): mark})
    assert read(text, decimal=mark, thousands=other).value == value


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15, allow_subnormal=False))
def test_a_double_is_never_moved_by_more_than_half_a_ten_thousand_millionth(number: float) -> None:
    got = fitted(Decimal(repr(number)))
    if got.code:
        assert abs(number) < 1e-23  # more than 40 places
    else:
        assert got.value is not None
        assert abs(got.value - Decimal(repr(number))) <= Decimal("0.00000000005")


@pytest.mark.parametrize(("value", "text"), [("1E+3", "1000"), ("-0", "0"), ("0.0", "0"), ("10.50", "10.5"), ("-2", "-2")])
def test_writes_plain_digits(value: str, text: str) -> None:
    assert plain_text(Decimal(value)) == text
