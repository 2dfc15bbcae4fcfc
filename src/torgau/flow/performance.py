"""What the movements prove of a quantity that was promised: amounts with the days on which they may have come."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from typing import NamedTuple

from torgau.dates import FIRST_DAY, LAST_DAY
from torgau.flow.curve import Dated, dated
from torgau.flow.postings import Chosen
from torgau.vocabulary import Record
from torgau.vocabulary.commitments import ThroughFlow

_PLACES = Decimal("1e-10")
_WIDE = 60
"""Digits kept while rounding: more than any amount of a pack has."""


class Proof(NamedTuple):
    """Between `low` and `high` of what is owed came on one of the days from `first` to `last` (ordinals)."""

    first: int
    last: int
    low: Decimal
    high: Decimal | None


def chosen_by(through: ThroughFlow) -> Chosen:
    """The movements that a commitment names."""
    return Chosen(flows=(through.flow,), routes=through.routes, commodities=through.commodities, instruments=through.instruments)


def proofs(record: Record, through: ThroughFlow, unit: str) -> tuple[Proof, ...]:
    """The movements that count, in the unit of what is owed, by their days. UnitError where they do not convert.

    A row that lies only partly in the period may count from nothing to all of it. Where amounts were cancelled, the rows are
    taken together: then only their sum is sure, and it came on some day of their time. What does not end as a decimal is rounded
    outwards at the tenth place, so that the bounds stay true.
    """
    lo, hi = FIRST_DAY, LAST_DAY
    if through.period is not None:
        lo = FIRST_DAY if through.period.lo is None else through.period.lo
        hi = LAST_DAY if through.period.hi is None else through.period.hi
    rows = [each for each in dated(record, through.stage, chosen_by(through), unit=unit) if each.last >= lo and each.first <= hi]
    parts = [_clipped(each, lo, hi) for each in rows]
    if any(low < 0 for _, _, low, _ in parts):
        highs = [high for *_, high in parts]
        known = None if None in highs else max(Fraction(0), sum((high for high in highs if high is not None), Fraction(0)))
        total = max(Fraction(0), sum((low for _, _, low, _ in parts), Fraction(0)))
        parts = [(min(first for first, *_ in parts), max(last for _, last, *_ in parts), total, known)]
    return tuple(
        Proof(first, last, _rounded(low, ROUND_FLOOR), None if high is None else _rounded(high, ROUND_CEILING))
        for first, last, low, high in parts
    )


def _clipped(each: Dated, lo: int, hi: int) -> tuple[int, int, Fraction, Fraction | None]:
    inside = lo <= each.first and each.last <= hi
    return max(each.first, lo), min(each.last, hi), each.least if inside else min(Fraction(0), each.least), each.most


def _rounded(value: Fraction, rounding: str) -> Decimal:
    context = Context(prec=_WIDE, rounding=rounding)
    found = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return found if Fraction(found) == value else found.quantize(_PLACES, rounding=rounding, context=context)
