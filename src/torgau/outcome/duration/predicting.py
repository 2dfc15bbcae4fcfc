"""Predictions from draws, with NumPy alone: survival, the end given that it has lasted, hazard and quantiles.

What is predicted for a new contest averages over the draws before it conditions: P(T > t | T > u) = E S(t) / E S(u). That the
contest has lasted to u thereby says something of the parameters too: draws in which contests are short count for less. Days are
counted from the first day of the contest, which is day 1. A range is that of the parameters only: it says how well the class
settles the chance, not which way it falls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from torgau.outcome.duration.contests import Size
from torgau.outcome.duration.draws import Draws
from torgau.outcome.duration.families import FAMILIES, log_density, log_survival

EQUALS = Size()
RANGE = (0.05, 0.95)


@dataclass(frozen=True)
class Chance:
    """A probability (or a rate by the day) and its middle 90% over the parameters."""

    value: float
    p05: float
    p95: float


def log_survivals(draws: Draws, days: np.ndarray, size: Size = EQUALS) -> np.ndarray:
    """log P(T > day) of each draw: (draws, days). Nothing has ended by day 0."""
    return _each(draws, np.asarray(days, dtype=float), size, log_survival, 0.0)


def log_densities(draws: Draws, days: np.ndarray, size: Size = EQUALS) -> np.ndarray:
    """log density by the day of each draw: (draws, days)."""
    return _each(draws, np.asarray(days, dtype=float), size, log_density, -np.inf)


def _each(draws: Draws, days: np.ndarray, size: Size, function: object, at_nothing: float) -> np.ndarray:
    assert callable(function)
    y = np.log(np.where(days > 0, days, 1.0))[None, :]
    middle = located(draws, size)[:, None]
    values = np.empty((len(draws.weight), days.size))
    for at, family in enumerate(FAMILIES):
        mine = draws.family == at
        values[mine] = function(np, family, y, middle[mine], draws.sigma[mine][:, None])
    return np.where(days[None, :] > 0, values, at_nothing)


def located(draws: Draws, size: Size) -> np.ndarray:
    """The logarithm of the median (days) of a contest of this size, of each draw."""
    return draws.middle + draws.ratio_effect * size.ratio + draws.states_effect * size.states


def survival(draws: Draws, days: np.ndarray, size: Size = EQUALS) -> np.ndarray:
    """P(T > day), averaged over the draws."""
    found: np.ndarray = draws.weight @ np.exp(log_survivals(draws, days, size))
    return found


def ended_within(draws: Draws, lasted: float, until: float, size: Size = EQUALS) -> Chance:
    """P(it has ended by day `until` | it has lasted to day `lasted`). Raises ValueError where `until` is before `lasted`."""
    if until < lasted:
        raise ValueError("the day asked about is before the day to which it has lasted")
    at = log_survivals(draws, np.array([lasted, until]), size)
    each = -np.expm1(at[:, 1] - at[:, 0])
    return _chance(each, given_lasted(draws, at[:, 0]))


def hazard(draws: Draws, day: float, size: Size = EQUALS) -> Chance:
    """The rate at which contests end that have lasted to a day, by the day."""
    at = log_survivals(draws, np.array([day]), size)[:, 0]
    rate = np.exp(log_densities(draws, np.array([day]), size)[:, 0] - at)
    return _chance(rate, given_lasted(draws, at))


def end_quantiles(draws: Draws, lasted: float, levels: Sequence[float], size: Size = EQUALS) -> tuple[float, ...]:
    """The days by which it has ended with these probabilities, given that it has lasted to day `lasted`.

    Found by halving an interval of the logarithm. Raises ValueError for a level that is not between 0 and 1.
    """
    if not all(0 < level < 1 for level in levels):
        raise ValueError("a level lies between 0 and 1, without either")
    before = log_survivals(draws, np.array([lasted]), size)[:, 0]
    given = given_lasted(draws, before)
    wanted = np.array(levels, dtype=float)
    low = np.full(wanted.shape, np.log(max(lasted, 1e-3)))
    high = low + 60.0
    for _ in range(80):
        middle = (low + high) / 2
        after = log_survivals(draws, np.exp(middle), size)
        reached = given @ -np.expm1(after - before[:, None]) >= wanted
        low, high = np.where(reached, low, middle), np.where(reached, middle, high)
    return tuple(float(each) for each in np.exp(high))


def given_lasted(draws: Draws, log_lasted: np.ndarray) -> np.ndarray:
    """The weights of the draws once it is known that the contest has lasted."""
    logs = np.log(np.maximum(draws.weight, 1e-300)) + log_lasted
    weight = np.exp(logs - logs.max())
    found: np.ndarray = weight / weight.sum()
    return found


def _chance(each: np.ndarray, weight: np.ndarray) -> Chance:
    low, high = weighted_quantiles(each, weight, RANGE)
    return Chance(float(weight @ each), low, high)


def weighted_quantiles(values: np.ndarray, weight: np.ndarray, levels: Sequence[float]) -> tuple[float, ...]:
    """The smallest values up to which the weights sum to each level."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weight[order])
    at = np.searchsorted(total, np.array(levels) * total[-1])
    return tuple(float(each) for each in values[order][np.minimum(at, len(values) - 1)])
