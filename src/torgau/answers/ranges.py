"""Ranges of draws, and how many digits of a number are told."""

from __future__ import annotations

from typing import Any

import numpy as np

LEVELS = (("p05", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95))
DIGITS = 2
"""Significant digits of a range: no more than the figures behind it carry."""


def significant(value: float, digits: int = DIGITS) -> float:
    """The value to so many significant digits; a whole number where there is no fraction left."""
    rounded = float(f"{value:.{digits}g}")
    return int(rounded) if rounded == int(rounded) else rounded


def range_of(values: np.ndarray, unit: str) -> dict[str, Any]:
    """Draws as the range of the contract."""
    found = np.quantile(values, [level for _, level in LEVELS])
    return {name: significant(float(value)) for (name, _), value in zip(LEVELS, found, strict=True)} | {"unit": unit}
