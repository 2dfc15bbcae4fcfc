"""Exact quantities that know their unit and their place. To mix units that do not convert raises an error with both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from torgau.units.unit import Unit, parse_unit


class UnitError(ValueError):
    """Two quantities that cannot be added or compared; the message names both, with their places."""

    def __init__(self, left: Quantity, right: Quantity) -> None:
        self.left, self.right = left, right
        why = _why(left.unit, right.unit)
        super().__init__(f"{left.told()} and {right.told()} do not mix: {why}; keep them apart, or give both in one unit")


@dataclass(frozen=True)
class Quantity:
    """`value` in `unit`. `origin` names the row or entry that gives it (`file:line`, an id), for messages."""

    value: Fraction
    unit: Unit
    origin: str = ""

    @classmethod
    def of(cls, value: Decimal | Fraction | int | str, unit: str, origin: str = "") -> Quantity:
        """A quantity from exact numbers. TypeError for a float: it has no exact value that anybody wrote."""
        if isinstance(value, float):
            raise TypeError("a quantity is exact: give a Decimal, a Fraction, a whole number or its text")
        return cls(Fraction(value), parse_unit(unit), origin)

    def to(self, unit: str) -> Quantity:
        """The same quantity in another unit of its dimension, exactly. UnitError where there is no way to convert."""
        target = parse_unit(unit)
        if target.dimension != self.unit.dimension:
            raise UnitError(self, Quantity(Fraction(1), target, "the unit asked for"))
        return Quantity(self.value * self.unit.factor / target.factor, target, self.origin)

    def __add__(self, other: Quantity) -> Quantity:
        if not isinstance(other, Quantity):
            return NotImplemented
        if other.unit.dimension != self.unit.dimension:
            raise UnitError(self, other)
        origin = self.origin if self.origin == other.origin else ", ".join(each for each in (self.origin, other.origin) if each)
        return Quantity(self.value + other.value * other.unit.factor / self.unit.factor, self.unit, origin)

    def __neg__(self) -> Quantity:
        return Quantity(-self.value, self.unit, self.origin)

    def __sub__(self, other: Quantity) -> Quantity:
        return self + -other

    def __lt__(self, other: Quantity) -> bool:
        return (self - other).value < 0

    def told(self) -> str:
        """In words, with its place."""
        place = f" ({self.origin})" if self.origin else ""
        return f"{exact_text(self.value)} {self.unit.text}{place}"


def total(quantities: Iterable[Quantity]) -> Quantity | None:
    """The sum, in the unit of the first; None of nothing. UnitError names the first two that do not mix."""
    sums: Quantity | None = None
    for each in quantities:
        if sums is None:
            sums = each
        elif each.unit.dimension != sums.unit.dimension:
            raise UnitError(sums, each)
        else:
            sums = Quantity(sums.value + each.value * each.unit.factor / sums.unit.factor, sums.unit, sums.origin)
    return sums


def exact_text(value: Fraction) -> str:
    """A fraction as a decimal where it has one that ends, else as `numerator/denominator`."""
    twos = fives = 0
    rest = value.denominator
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    digits = max(twos, fives)
    scaled = value.numerator * 10**digits // value.denominator
    if not digits:
        return str(scaled)
    text = f"{abs(scaled):0{digits + 1}d}"
    return f"{'-' if scaled < 0 else ''}{text[:-digits]}.{text[-digits:]}"


def grouped_text(value: Fraction) -> str:
    """The same with the thousands apart: `1,234.5`. A fraction that does not end stays `numerator/denominator`."""
    text = exact_text(value)
    if "/" in text:
        return text
    whole, point, rest = text.removeprefix("-").partition(".")
    return f"{'-' if value < 0 else ''}{int(whole):,}{point}{rest}"


def _why(left: Unit, right: Unit) -> str:
    if left.branch != right.branch:
        return "one is money, the other goods"
    if left.kind == right.kind == "money":
        return "they are different currencies, or prices of different years"
    if "count ton" in (left.dimension, right.dimension):
        return "`tons` does not say which ton"
    return "they measure different things"
