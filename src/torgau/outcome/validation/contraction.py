"""Contraction: how much narrower did the record make what the prior said? A result that the prior decides is labelled so.

Contraction is 1 - posterior variance / prior variance (Betancourt 2018, "Calibrating model-based inferences and decisions",
arXiv:1803.08393, section 2.3). Parameters are looked at as standard normals, where every prior has variance 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from torgau.outcome.validation.running import plain

THRESHOLD = 0.8
"""A posterior whose standard deviation is more than this share of the prior's is driven by the prior."""

Label = Literal["prior-driven", "informed"]


@dataclass(frozen=True)
class Contraction:
    """One parameter or answer: `contraction` (1 - variance ratio), `ratio` of the standard deviations, the same of the widths
    of the middle 90% (`width`: it does not lean on the tails), and `shift`, the move of the mean in prior standard deviations.

    A `shift` beyond 2 says that record and prior are at odds. Where the prior has no spread, all are 0 and the label is
    `prior-driven`: nothing could be learned.
    """

    name: str
    contraction: float
    ratio: float
    width: float
    shift: float
    label: Label

    @property
    def at_odds(self) -> bool:
        return abs(self.shift) > 2

    def as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = plain(asdict(self))
        return {**found, "at_odds": self.at_odds}


def of_parameters(names: Sequence[str], z: np.ndarray, threshold: float = THRESHOLD) -> tuple[Contraction, ...]:
    """Contraction of each parameter from posterior draws as standard normals, (parameters, draws)."""
    # The middle 90% of a standard normal is 2 x 1.6449 wide.
    return tuple(_made(name, 0.0, 1.0, 3.2897, z[at], threshold) for at, name in enumerate(names))


def of_answer(name: str, prior: np.ndarray, posterior: np.ndarray, threshold: float = THRESHOLD) -> Contraction:
    """Contraction of a number that is computed from draws: its values under draws of the prior and of the posterior.

    Raises ValueError where a value is not finite: an answer that some draws cannot give has no variance.
    """
    if not (np.isfinite(prior).all() and np.isfinite(posterior).all()):
        raise ValueError(f"{name}: some draws give no finite value; say what such a draw counts as")
    return _made(name, float(prior.mean()), float(prior.std(ddof=1)), _middle(prior), posterior, threshold)


def _made(name: str, mean: float, sd: float, width: float, draws: np.ndarray, threshold: float) -> Contraction:
    if sd <= 0:
        return Contraction(name, 0.0, 0.0, 0.0, 0.0, "prior-driven")
    ratio = float(draws.std(ddof=1)) / sd
    shift = (float(draws.mean()) - mean) / sd
    narrower = _middle(draws) / width if width > 0 else ratio
    return Contraction(name, 1 - ratio**2, ratio, narrower, shift, "prior-driven" if ratio > threshold else "informed")


def _middle(values: np.ndarray) -> float:
    low, high = np.quantile(values, (0.05, 0.95))
    return float(high - low)
