"""Amounts that are known only within bounds, and their arithmetic: written once for totals, accounts, controls and pages."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from torgau.flow.postings import Posting
from torgau.units import Quantity

Bounds = tuple[Fraction, Fraction | None]
"""The least and the greatest amount; None: nothing bounds it above."""

ZERO: Bounds = (Fraction(0), Fraction(0))


def plus(*amounts: Bounds) -> Bounds:
    """The sum of bounds; without an upper bound where one of them has none."""
    highs = [high for _, high in amounts if high is not None]
    return sum((low for low, _ in amounts), Fraction(0)), sum(highs, Fraction(0)) if len(highs) == len(amounts) else None


def minus(one: Bounds, other: Bounds) -> tuple[Fraction | None, Fraction | None]:
    """The difference of bounds; None on either side where there is no bound."""
    return None if other[1] is None else one[0] - other[1], None if one[1] is None else one[1] - other[0]


def amount_in(part: Posting, unit: str) -> Bounds:
    """The bounds of a posting in a unit of its dimension, exactly."""
    return bounds_in(part.least, part.most, part.unit, unit)


def bounds_in(least: Decimal, most: Decimal | None, unit: str, wanted: str) -> Bounds:
    """Bounds in another unit of the same dimension, exactly. UnitError where there is no way to convert."""
    if unit == wanted:
        return Fraction(least), None if most is None else Fraction(most)
    return Quantity.of(least, unit).to(wanted).value, None if most is None else Quantity.of(most, unit).to(wanted).value
