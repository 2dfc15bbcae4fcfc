"""How many digits a number carries, and rounding to no more than that."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

LEAST_PRESUMED = 3
"""A stated number is taken to be good to three significant digits at least: "20 million" is not read as 15 to 25 million."""


def significant(value: Decimal) -> int:
    """The significant digits of a number: trailing zeros of a whole number do not count, those after a decimal point do."""
    digits, exponent = value.as_tuple().digits, value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"{value} has no digits")
    text = "".join(str(digit) for digit in digits).lstrip("0")
    if exponent >= 0:
        text = text.rstrip("0")
    return max(len(text), 1)


def last_place(value: Decimal) -> int:
    """The power of ten of the last significant digit: 2 for 418,500, -1 for 26.6."""
    return value.adjusted() - significant(value) + 1


def digits_of_sum(total: Decimal, parts: Iterable[Decimal]) -> int:
    """The significant digits of a sum: it is known no finer than its coarsest part."""
    coarsest = max((last_place(part) for part in parts if part), default=0)
    return max(total.adjusted() - coarsest + 1, 1)


def half_unit(value: Decimal) -> Decimal:
    """How far rounding may have moved the number: half a unit of its last significant digit, of the third at the least."""
    if value == 0:
        return Decimal(0)
    return Decimal(5).scaleb(value.adjusted() - max(significant(value), LEAST_PRESUMED))


def rounded(value: Decimal, digits: int, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """The number to so many significant digits, written without an exponent."""
    if value == 0:
        return Decimal(0)
    result = value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1), rounding=rounding)
    if result.adjusted() > value.adjusted():  # 9.99 to two digits is 10, not 10.0
        result = result.quantize(Decimal(1).scaleb(result.adjusted() - digits + 1))
    return Decimal(f"{result:f}")


def rounded_outward(low: Decimal, high: Decimal, digits: int) -> tuple[Decimal, Decimal]:
    """An interval to so many significant digits that still contains all of it; a single value is rounded to the nearest."""
    if low == high:
        return rounded(low, digits), rounded(high, digits)
    return rounded(low, digits, ROUND_FLOOR), rounded(high, digits, ROUND_CEILING)


def text(value: Decimal) -> str:
    """A number for people: thousands separated by commas, no exponent (`8,668,400`, `0.0214`)."""
    return f"{value:,f}"
