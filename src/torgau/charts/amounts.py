"""Amounts of a flow in words: one number, bounds, a lower bound, or that no quantity was found. What is unknown is never 0."""

from __future__ import annotations

from fractions import Fraction

from torgau.flow.chain import Bounds
from torgau.units.quantity import exact_text

NOT_FOUND = "quantity not found"
NOT_KNOWN = "not known"


def grouped(value: Fraction) -> str:
    """An exact number with its thousands apart; one that was converted and does not end is rounded, and says so."""
    text = exact_text(value)
    if "/" in text:
        places = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 4
        return f"about {float(value):,.{places}f}"
    whole, _, rest = text.removeprefix("-").partition(".")
    return f"{'-' if value < 0 else ''}{int(whole):,}{f'.{rest}' if rest else ''}"


def words(low: Fraction, high: Fraction | None) -> str:
    """Bounds as a reader takes them; numbers are exact, with thousands apart."""
    if high is None:
        return f"at least {grouped(low)}" if low > 0 else NOT_FOUND
    return grouped(low) if low == high else f"{grouped(low)} to {grouped(high)}"


def stayed(balance: tuple[Fraction | None, Fraction | None]) -> str:
    """What entered a stage less what left it. Less than nothing cannot lie there: the missing part is named instead."""
    low, high = balance
    if high is not None and high < 0:
        return f"{grouped(-high)} more left than entered"
    if low is not None and low >= 0:
        return words(low, high)
    return NOT_KNOWN if high is None else f"at most {grouped(high)}"


def total(parts: list[Bounds]) -> Bounds:
    """The sum of bounds; no upper bound where one of them has none."""
    low = sum((each[0] for each in parts), Fraction(0))
    highs = [each[1] for each in parts if each[1] is not None]
    return low, sum(highs, Fraction(0)) if len(highs) == len(parts) else None
