"""Draws told as ranges, and shares of draws with the error that a finite number of draws leaves."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, NamedTuple, TypedDict

import numpy as np
import numpy.typing as npt

from torgau.outcome.ensemble import quantiles

CONFIDENCE = 0.9
"""Of every interval that is about the number of draws. It is as wide as the widest range that is told (p05 to p95)."""

TIE = 1e-9
"""Relative to the largest number of its table: two numbers nearer than this differ by rounding only and are called equal."""


class Range(TypedDict):
    """Quantiles over the draws, in `unit` (docs/contract.md)."""

    p05: float
    p25: float
    p50: float
    p75: float
    p95: float
    unit: str


class Share(NamedTuple):
    """The share of the draws in which something holds, and the interval that so few draws leave for it."""

    share: float
    low: float
    high: float
    draws: int

    def row(self) -> dict[str, Any]:
        """For an answer's data."""
        return self._asdict()


def range_of(values: npt.ArrayLike, unit: str) -> Range:
    """The range of one quantity over its draws, shape (draws,)."""
    (found,) = ranges_of(np.asarray(values, dtype=np.float64)[None], unit)
    return found


def ranges_of(values: npt.ArrayLike, unit: str) -> tuple[Range, ...]:
    """The ranges of several quantities in one unit over their draws, shape (quantities, draws)."""
    table = quantiles(np.asarray(values, dtype=np.float64)).T.tolist()
    return tuple({"p05": a, "p25": b, "p50": c, "p75": d, "p95": e, "unit": unit} for a, b, c, d, e in table)


def ranges(players: Sequence[str], values: npt.ArrayLike, unit: str) -> dict[str, Range]:
    """The range of every player, from an index of shape (n, draws). ValueError where the shapes differ."""
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or len(table) != len(players):
        raise ValueError(f"{len(players)} players need as many rows of draws, not the shape {table.shape}")
    return dict(zip(players, ranges_of(table, unit), strict=True))


def wilson(share: float, draws: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The score interval of a share of independent draws (Wilson 1927, "Probable inference", J. Am. Stat. Assoc. 22, 209-212).

    Unlike share +- z s it stays within 0 and 1 and has a width where the share is 0 or 1. Draws that are not independent
    (resampled, or a chain's) count for fewer: give their effective number. ValueError without draws.
    """
    if draws <= 0 or not 0 <= share <= 1 or not 0 < confidence < 1:
        raise ValueError(f"no interval for a share of {share} of {draws} draws at {confidence}")
    z2 = NormalDist().inv_cdf((1 + confidence) / 2) ** 2
    centre = (share + z2 / (2 * draws)) / (1 + z2 / draws)
    half = (z2 * (share * (1 - share) / draws + z2 / (4 * draws**2))) ** 0.5 / (1 + z2 / draws)
    # Exactly 0 and 1 where no draw, or every draw, has it: the formula says so but for rounding.
    return (0.0 if share == 0 else max(centre - half, 0.0), 1.0 if share == 1 else min(centre + half, 1.0))


def share_of(holds: npt.ArrayLike, confidence: float = CONFIDENCE) -> Share:
    """In which share of the draws something holds, from one truth a draw, shape (draws,)."""
    truths = np.asarray(holds, dtype=bool)
    share = int(truths.sum()) / truths.size
    return Share(share, *wilson(share, truths.size, confidence), int(truths.size))
