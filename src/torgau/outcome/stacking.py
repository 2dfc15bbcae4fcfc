"""Stacking: forecasters pooled with weights learnt from past forecasts only.

The weights maximise the mean log score of the pool over the figures that had come in by the origin (Yao, Vehtari, Simpson and
Gelman 2018, "Using stacking to average Bayesian predictive distributions", Bayesian Analysis 13, for held-out densities), with
a Dirichlet prior that is worth `PRIOR` figures for each forecaster, so that a short past moves the weights but little from
equal ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from torgau.outcome.scores import Forecast

PRIOR = 2.0
ROUNDS = 500


def weights(densities: np.ndarray, prior: float = PRIOR) -> np.ndarray:
    """Weights (forecasters,) from log densities (figures, forecasters), by expectation maximisation: each round raises the
    score."""
    count = densities.shape[1]
    found = np.full(count, 1.0 / count)
    if len(densities) == 0:
        return found
    scaled = np.exp(densities - densities.max(axis=1, keepdims=True))
    for _ in range(ROUNDS):
        share = scaled * found
        share /= np.maximum(share.sum(axis=1, keepdims=True), 1e-300)
        new = share.sum(axis=0) + prior
        new /= new.sum()
        if np.max(np.abs(new - found)) < 1e-9:
            return np.asarray(new)
        found = new
    return found


def weights_at(origin: int, members: Sequence[str], past: Sequence[Forecast], target: str, months: int) -> np.ndarray:
    """The weights at an origin, from forecasts of that kind and horizon whose figures had come in by then."""
    known: dict[tuple[int, str, str, int], dict[str, float]] = {}
    for item in past:
        if item.day <= origin and item.target == target and item.months == months and item.by in members:
            known.setdefault((item.origin, item.component, item.series, item.day), {})[item.by] = item.density
    rows = [[found[name] for name in members] for found in known.values() if len(found) == len(members)]
    return weights(np.array(rows).reshape(-1, len(members)))


def pooled(draws: Sequence[np.ndarray], shares: np.ndarray) -> np.ndarray:
    """Draws from the mixture: from each forecaster as many as its share says, evenly over its draws."""
    total = min(len(item) for item in draws)
    counts = np.floor(shares * total).astype(int)
    counts[np.argsort(counts - shares * total)[: total - counts.sum()]] += 1
    parts = [item[np.linspace(0, len(item) - 1, count).astype(int)] for item, count in zip(draws, counts, strict=True) if count]
    return np.concatenate(parts)
