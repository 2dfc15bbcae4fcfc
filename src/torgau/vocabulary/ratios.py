"""Ratios of weighted sums: how a published table compares two sides, as data."""

from __future__ import annotations

from decimal import Decimal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value


class Weighted(Value, frozen=True, kw_only=True):
    """A series in one sum of a ratio over a `period`: every figure in it counts `weight` times.

    `weight` is an exact fraction, `[2, 3]` for two thirds. A series may stand several times, for periods that do not overlap.
    """

    series: Id
    period: When
    weight: tuple[int, int] = (1, 1)


class Printed(Value, frozen=True, kw_only=True):
    """The value that the publisher prints for a period, with as many digits as there."""

    period: When
    value: Decimal


class WeightedRatio(Entry, frozen=True, kw_only=True):
    """A ratio of two weighted sums of series, one value for each stretch of time that all of its series have a figure for.

    `rule` says in words why the weights are what they are. `printed` holds what the publisher found, to compare with.
    """

    title: str
    rule: str
    numerator: tuple[Weighted, ...]
    denominator: tuple[Weighted, ...]
    printed: tuple[Printed, ...] = ()
