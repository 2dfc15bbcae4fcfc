"""Two families of how long a contest lasts, written once for NumPy and JAX, in the same two parameters.

Both are accelerated failure time models (Kalbfleisch and Prentice 2002, "The statistical analysis of failure time data", section
2.2): the logarithm of the duration is a location plus a fixed shape times a scale. `middle` is the logarithm of the median in
days and `sigma` the standard deviation of the logarithm, whichever the family, so that one prior means the same for both:

    lognormal  log T = middle + sigma * Z,                       Z standard normal
    weibull    S(t) = exp(-log 2 * (t / e^middle)^k),            k = pi / (sigma * sqrt 6)

The hazard of a log-normal rises at first and then falls for good; that of a Weibull only rises (k > 1) or only falls (k < 1).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from torgau.outcome.streams import Array

FAMILIES = ("lognormal", "weibull")

LOG_2 = math.log(2.0)
HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)
GUMBEL = math.pi / math.sqrt(6.0)
"""The standard deviation of the logarithm of a Weibull variable of shape 1."""

_erfc = np.frompyfunc(math.erfc, 1, 1)
_FAR = 30.0
"""Standard deviations beyond which the tail of the normal distribution is taken from its series."""


def log_upper(xp: Any, z: Array) -> Array:
    """The logarithm of the upper tail of the standard normal distribution.

    NumPy has no error function: there the tail is that of the C library, and beyond 30 standard deviations the first terms of its
    series (Abramowitz and Stegun 1964, 26.2.12).
    """
    if xp is not np:
        import jax

        return jax.scipy.special.log_ndtr(-z)
    z = np.asarray(z, dtype=float)
    near = np.minimum(z, _FAR)
    tail = np.log(0.5 * np.asarray(_erfc(near / math.sqrt(2.0)), dtype=float))
    far = np.maximum(z, _FAR)
    series = -0.5 * far**2 - HALF_LOG_2PI - np.log(far) + np.log1p(-1 / far**2 + 3 / far**4)
    return np.where(z > _FAR, series, tail)


def log_survival(xp: Any, family: str, y: Array, middle: Array, sigma: Array) -> Array:
    """log P(T > t) at y = log t (t in days)."""
    if family == "lognormal":
        return log_upper(xp, (y - middle) / sigma)
    return -LOG_2 * xp.exp(GUMBEL / sigma * (y - middle))


def log_density(xp: Any, family: str, y: Array, middle: Array, sigma: Array) -> Array:
    """log f(t) by the day at y = log t (t in days)."""
    if family == "lognormal":
        z = (y - middle) / sigma
        return -0.5 * z**2 - xp.log(sigma) - HALF_LOG_2PI - y
    power = GUMBEL / sigma
    return math.log(LOG_2) + xp.log(power) + power * (y - middle) - LOG_2 * xp.exp(power * (y - middle)) - y
