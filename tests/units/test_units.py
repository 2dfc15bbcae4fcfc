"""Units are types: what converts does so exactly, and what does not raises an error that names both rows."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.units import Quantity, UnitError, parse_unit
from torgau.units.quantity import exact_text, total

WEIGHTS = ("long tons", "short tons", "metric tons", "kg", "million short tons", "lb")


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "result"),
    [
        # 2,240 pounds are 1.12 times 2,000 pounds; a pound is 0.45359237 kg by definition.
        ("7247642", "long tons", "short tons", "8117359.04"),
        ("1", "long ton", "kg", "1016.0469088"),
        ("1", "short ton", "metric tons", "0.90718474"),
        ("4.4", "million short tons", "short tons", "4400000"),
        ("1", "thousand million USD", "billion USD", "1"),
        ("3", "long-tons", "long tons", "3"),
    ],
)
def test_conversions_by_hand(value: str, unit: str, wanted: str, result: str) -> None:
    assert Quantity.of(value, unit).to(wanted).value == Fraction(result)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("long tons", "tons"),
        ("tons", "short tons"),
        ("trucks", "tanks"),
        ("USD", "USD-1945"),
        ("USD-1944", "USD-1945"),
        ("USD", "GBP"),
        ("USD", "long tons"),
        ("trucks", "long tons"),
        ("litres", "kg"),
    ],
)
def test_a_mix_names_both_rows(left: str, right: str) -> None:
    with pytest.raises(UnitError) as caught:
        Quantity.of(1, left, "a.movements.csv:3") + Quantity.of(2, right, "b.movements.csv:7")
    message = str(caught.value)
    assert f"1 {left} (a.movements.csv:3)" in message
    assert f"2 {right} (b.movements.csv:7)" in message
    with pytest.raises(UnitError):
        total([Quantity.of(1, left), Quantity.of(2, left), Quantity.of(3, right)])
    with pytest.raises(UnitError):
        Quantity.of(1, left).to(right)


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError):
        Quantity.of(0.1, "kg")  # type: ignore[arg-type]


def test_a_unit_is_never_empty() -> None:
    with pytest.raises(ValueError, match="named"):
        parse_unit("  ")


def test_goods_and_money_are_branches() -> None:
    assert [parse_unit(text).branch for text in ("million USD-1945", "trucks", "short tons")] == ["money", "goods", "goods"]


numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@given(numbers, st.sampled_from(WEIGHTS), st.sampled_from(WEIGHTS))
def test_there_and_back_is_the_same(value: Decimal, one: str, other: str) -> None:
    there = Quantity.of(value, one).to(other)
    assert there.to(one).value == Fraction(value)


@given(st.lists(st.tuples(numbers, st.sampled_from(WEIGHTS)), min_size=1, max_size=6))
def test_the_order_of_a_sum_does_not_matter(parts: list[tuple[Decimal, str]]) -> None:
    quantities = [Quantity.of(value, unit) for value, unit in parts]
    one, other = total(quantities), total(reversed(quantities))
    assert one is not None
    assert other is not None
    assert one.to("kg").value == other.to("kg").value


@given(st.fractions(max_denominator=10**6))
def test_the_text_of_a_fraction_is_exact(value: Fraction) -> None:
    assert Fraction(exact_text(value)) == value
