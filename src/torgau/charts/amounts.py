"""Amounts of a flow in words: one number, bounds, a lower bound, or that no quantity was found. What is unknown is never 0."""

from __future__ import annotations

from fractions import Fraction

from torgau.units.quantity import grouped_text

NOT_FOUND = "quantity not found"
NOT_KNOWN = "not known"


def grouped(value: Fraction) -> str:
    """An exact number with its thousands apart; one that was converted and does not end is rounded, and says so."""
    text = grouped_text(value)
    if "/" in text:
        places = 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 4
        return f"about {float(value):,.{places}f}"
    return text


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
