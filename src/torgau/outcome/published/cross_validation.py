"""Forecasts for what was not seen: repeated k-fold and grouped cross-validation, and intervals that respect the groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from torgau.outcome.published.logistic import fit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

RIDGE = 1.0
"""The penalty on standardised coefficients: a normal prior of standard deviation 1. Fixed before any score was seen."""


@dataclass(frozen=True)
class Interval:
    """A difference of two mean scores with the interval in which 90 of 100 bootstrap draws lie; below 0 the first is better."""

    mean: float
    p05: float
    p95: float


def folds(groups: Whole, count: int, rng: np.random.Generator) -> Iterator[NDArray[np.bool_]]:
    """Masks of the held-out rows, one for each fold. Rows of one group are always held out together.

    Groups go in random order into the fold that has the fewest rows so far. Give each row a group of its own for plain k-fold.
    """
    import numpy as np

    names, at, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    count = min(count, len(names))
    fold = np.empty(len(names), np.int64)
    held = np.zeros(count, np.int64)
    for group in rng.permutation(len(names)):
        fold[group] = int(held.argmin())
        held[fold[group]] += sizes[group]
    for number in range(count):
        yield fold[at] == number


def held_out(columns: Floats, success: Floats, groups: Whole, *, count: int, repeats: int, seed: int) -> Floats:
    """The squared error of each row, averaged over the repeats, each forecast by a fit that has not seen its group.

    Without columns the forecast is the base rate of the rows in the fit: climatology.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    errors = np.zeros(len(success))
    for _ in range(repeats):
        for out in folds(groups, count, rng):
            seen = ~out
            if columns.shape[1]:
                chance = fit(columns[seen], success[seen], RIDGE).chance(columns[out])
            else:
                chance = np.full(int(out.sum()), success[seen].mean())
            errors[out] += (chance - success[out]) ** 2
    return errors / repeats


def difference(first: Floats, second: Floats, groups: Whole, *, draws: int, seed: int) -> Interval:
    """The mean of `first` less that of `second`, with a bootstrap interval that draws whole groups (Davison and Hinkley 1997,
    3.8).

    Battles of one war are not independent; drawing them singly would make the interval too narrow.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    _, at, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    sums = np.bincount(at, weights=first - second)
    chosen = rng.integers(len(sizes), size=(draws, len(sizes)))
    means = sums[chosen].sum(axis=1) / sizes[chosen].sum(axis=1)
    p05, p95 = np.quantile(means, [0.05, 0.95])
    return Interval(float((first - second).mean()), float(p05), float(p95))
