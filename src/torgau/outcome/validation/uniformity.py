"""Are ranks uniform? The simultaneous band for an empirical distribution function, exact for whole-number ranks.

Saeilynoja, Buerkner and Vehtari (2022), "Graphical test for discrete uniformity and its applications in goodness-of-fit
evaluation and multiple sample comparison", Statistics and Computing 32:32. It needs no bins, keeps its level for any number of
replicates, and shows where the ranks go wrong, which a chi-square statistic of binned ranks does not.

At each of the points i / (draws + 1) the number of ranks below is binomial under uniformity. The statistic is the least two-sided
pointwise probability over the points; its distribution is found by a recursion over the points (their section 2.1), so the
p-value is exact and nothing is simulated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import lgamma, sqrt

import numpy as np

LEVEL = 0.05
"""Ranks whose p-value is below are called not uniform; over several parameters after Holm's correction (Holm 1979)."""

SLACK = 1e-9
"""Relative room for rounding when probabilities that are equal by symmetry are compared."""


@dataclass(frozen=True)
class Uniformity:
    """The ranks of one quantity: `p` of uniformity, `adjusted` for how many quantities were looked at, and what is wrong.

    `mean` is that of the ranks as shares (0.5 where uniform), `spread` their variance over that of a uniform variable.
    """

    name: str
    p: float
    adjusted: float
    mean: float
    spread: float
    shape: str

    @property
    def fails(self) -> bool:
        return self.adjusted < LEVEL


def uniformity(ranks: dict[str, Sequence[int]], draws: int) -> tuple[Uniformity, ...]:
    """The test for each quantity: its ranks (one a replicate) among so many draws, 0..draws.

    Raises ValueError where there are no ranks, or one is out of its range.
    """
    found = {name: np.asarray(values, dtype=int) for name, values in ranks.items()}
    for name, values in found.items():
        if not len(values) or values.min() < 0 or values.max() > draws:
            raise ValueError(f"{name}: ranks must be between 0 and {draws}, and at least one")
    p = {name: p_value(values, draws) for name, values in found.items()}
    adjusted = holm(p)
    made = []
    for name, values in found.items():
        share = (values + 0.5) / (draws + 1)
        mean, spread = float(share.mean()), float(np.mean((share - 0.5) ** 2) * 12)
        made.append(Uniformity(name, p[name], adjusted[name], mean, spread, _shape(share, adjusted[name])))
    return tuple(made)


def p_value(ranks: np.ndarray, draws: int) -> float:
    """The probability that uniform ranks stray further from uniformity than these, anywhere."""
    count = len(ranks)
    below = np.cumsum(np.bincount(ranks, minlength=draws + 1))[:-1]
    two_sided = _two_sided(count, draws)
    worst = float(two_sided[np.arange(draws), below].min())
    return float(min(max(1 - _stays(count, draws, worst * (1 + SLACK)), 0.0), 1.0))


def band(count: int, draws: int, level: float = LEVEL) -> tuple[np.ndarray, np.ndarray]:
    """The simultaneous band: least and greatest share of ranks below i / (draws + 1), i = 1..draws, for so many replicates.

    Ranks that are uniform stay within it, everywhere at once, with a probability of at least 1 - level.
    """
    low, high = 0.0, 1.0
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if _stays(count, draws, middle) >= 1 - level else (low, middle)
    inside = _two_sided(count, draws) > low
    first = inside.argmax(axis=1)
    last = count - inside[:, ::-1].argmax(axis=1)
    return first / count, last / count


def ecdf(ranks: Sequence[int], draws: int) -> np.ndarray:
    """The share of ranks below i / (draws + 1), i = 1..draws: what the band is for."""
    shares: np.ndarray = np.cumsum(np.bincount(np.asarray(ranks, dtype=int), minlength=draws + 1))[:-1] / len(ranks)
    return shares


def holm(p: dict[str, float]) -> dict[str, float]:
    """P-values that hold for all quantities together (Holm 1979, "A simple sequentially rejective multiple test procedure")."""
    adjusted, worst = {}, 0.0
    for at, name in enumerate(sorted(p, key=lambda name: p[name])):
        worst = max(worst, min(p[name] * (len(p) - at), 1.0))
        adjusted[name] = worst
    return adjusted


def _shape(share: np.ndarray, adjusted: float) -> str:
    if adjusted >= LEVEL:
        return "uniform as far as can be seen"
    # Both deviations in their own standard errors under uniformity; the fourth central moment of a uniform variable is 1/80.
    shift = (share.mean() - 0.5) * sqrt(12 * len(share))
    excess = (np.mean((share - 0.5) ** 2) - 1 / 12) / sqrt((1 / 80 - 1 / 144) / len(share))
    if abs(shift) > abs(excess):
        return "draws too low: the truth lies above them" if shift > 0 else "draws too high: the truth lies below them"
    return "draws too narrow" if excess > 0 else "draws too wide"


@lru_cache(maxsize=8)
def _two_sided(count: int, draws: int) -> np.ndarray:
    """2 min(P(X <= k), P(X >= k)) for X binomial(count, i / (draws + 1)): (draws, count + 1)."""
    share = np.arange(1, draws + 1)[:, None] / (draws + 1)
    mass = np.exp(_log_choose(count)[None] + _powers(share, count))
    up = np.cumsum(mass, axis=1)
    down = np.cumsum(mass[:, ::-1], axis=1)[:, ::-1]
    probability: np.ndarray = 2 * np.minimum(up, down)
    return probability


def _powers(share: np.ndarray, count: int) -> np.ndarray:
    k = np.arange(count + 1)[None]
    powers: np.ndarray = k * np.log(share) + (count - k) * np.log1p(-share)
    return powers


def _log_choose(count: int) -> np.ndarray:
    return np.array([lgamma(count + 1) - lgamma(k + 1) - lgamma(count - k + 1) for k in range(count + 1)])


def _stays(count: int, draws: int, least: float) -> float:
    """The probability that uniform ranks have a pointwise probability above `least` at every point."""
    allowed = _two_sided(count, draws) > least
    held = np.zeros(count + 1)
    held[0] = 1.0
    log_factorial = np.array([lgamma(k + 1) for k in range(count + 1)])
    # From one point to the next each of the ranks not yet counted falls between them with the same probability.
    left = count - np.arange(count + 1)
    more = np.arange(count + 1)[None, :] - np.arange(count + 1)[:, None]
    rest = count - np.arange(count + 1)[None, :]
    possible = more >= 0
    choose = log_factorial[left][:, None] - log_factorial[np.maximum(more, 0)] - log_factorial[rest]
    for at in range(draws):
        share = 1.0 / (draws + 1 - at)
        moved = np.where(possible, np.exp(choose + np.maximum(more, 0) * np.log(share) + rest * np.log1p(-share)), 0.0)
        held = (held @ moved) * allowed[at]
    return float(held.sum())
