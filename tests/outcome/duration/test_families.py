"""The two families by hand: closed forms, masses, censoring by numerical integration, and the far tail."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from torgau.outcome.duration.families import FAMILIES, GUMBEL, log_density, log_survival, log_upper


def s(family: str, day: float, median: float, sigma: float) -> float:
    return float(np.exp(log_survival(np, family, np.log(day), np.log(median), np.array(sigma))))


def f(family: str, day: float, median: float, sigma: float) -> float:
    return float(np.exp(log_density(np, family, np.log(day), np.log(median), np.array(sigma))))


def test_a_lognormal_by_hand() -> None:
    # One and two standard deviations above the median 100: 100 e = 271.83 and 100 e^2 = 738.91 days; the tails of the normal
    # distribution there are 0.158655 and 0.022750 (any table).
    assert s("lognormal", 100, 100, 1) == pytest.approx(0.5)
    assert s("lognormal", 271.828183, 100, 1) == pytest.approx(0.158655, abs=1e-6)
    assert s("lognormal", 738.905610, 100, 1) == pytest.approx(0.022750, abs=1e-6)
    # phi(0) / (sigma t) = 0.398942 / (2 x 100).
    assert f("lognormal", 100, 100, 2) == pytest.approx(0.398942 / 200, rel=1e-5)


def test_a_weibull_of_shape_one_halves_every_median() -> None:
    # Where the logarithm has the standard deviation pi / sqrt 6 the shape is 1, and the Weibull is an exponential.
    assert math.pi / math.sqrt(6) == pytest.approx(GUMBEL)
    for halvings in range(1, 5):
        assert s("weibull", 100.0 * halvings, 100, GUMBEL) == pytest.approx(0.5**halvings)
    assert f("weibull", 100, 100, GUMBEL) == pytest.approx(math.log(2) / 100 / 2)


def test_a_weibull_of_shape_two_by_hand() -> None:
    # S(2 medians) = exp(-log 2 x 2^2) = 1/16; the hazard there is log 2 x 2 t / median^2 = 0.693147 x 400 / 10,000.
    assert s("weibull", 200, 100, GUMBEL / 2) == pytest.approx(1 / 16)
    rate = f("weibull", 200, 100, GUMBEL / 2) / s("weibull", 200, 100, GUMBEL / 2)
    assert rate == pytest.approx(0.0277259, rel=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
def test_sigma_is_the_standard_deviation_of_the_logarithm_whichever_the_family(family: str) -> None:
    def density(y: float) -> float:
        return f(family, math.exp(y), 150.0, 0.8) * math.exp(y)

    total, mean, square = (quad(lambda y, k=k: y**k * density(y), -6, 14, limit=400)[0] for k in (0, 1, 2))
    assert total == pytest.approx(1, abs=1e-6)
    assert math.sqrt(square - mean**2) == pytest.approx(0.8, abs=1e-5)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("day", [3.0, 150.0, 2000.0])
def test_the_survival_of_a_censored_contest_is_the_mass_that_is_left(family: str, day: float) -> None:
    mass = quad(lambda y: f(family, math.exp(y), 150.0, 1.3) * math.exp(y), math.log(day), 25, limit=400)[0]
    assert s(family, day, 150.0, 1.3) == pytest.approx(mass, rel=1e-7)


def test_the_tail_agrees_with_another_library_and_does_not_run_out() -> None:
    z = np.array([-40.0, -8.0, -1.0, 0.0, 1.0, 8.0, 29.9, 30.1, 36.0])
    assert log_upper(np, z) == pytest.approx(norm.logsf(z), rel=1e-9, abs=1e-15)
    assert np.isfinite(log_upper(np, np.array([50.0, 500.0]))).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_jax_gives_the_same_numbers(family: str) -> None:
    jnp = pytest.importorskip("jax.numpy")
    y, middle, sigma = np.log([5.0, 100.0, 3000.0]), np.log(170.0), 1.4
    for function in (log_survival, log_density):
        here = function(np, family, y, middle, np.array(sigma))
        there = function(jnp, family, jnp.asarray(y), jnp.asarray(middle), jnp.asarray(sigma))
        assert np.asarray(there) == pytest.approx(here, rel=2e-5, abs=2e-5)
