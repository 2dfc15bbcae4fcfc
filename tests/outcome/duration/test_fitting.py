"""The fit against an independent posterior on a grid, against simulated data, and against what must not matter."""

from __future__ import annotations

import json
from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import norm, weibull_min

from tests.outcome.duration.support import PRIORS, contests, model, record_of, row
from torgau.outcome.duration.contests import contests_of
from torgau.outcome.duration.draws import Draws, draws_from, fitted, prior_only
from torgau.outcome.duration.families import GUMBEL
from torgau.outcome.sampling import Effort

pytest.importorskip("jax")
EFFORT = Effort(particles=1024, moves=15)
SEEDS = (1, 2)

DAYS = [5.0, 11, 30, 44, 80, 120, 200, 300, 700, 1500, 40, 900]
ENDED = [True] * 10 + [False] * 2


def on_a_grid() -> tuple[float, dict[str, tuple[float, float]]]:
    """The share of the log-normal, and mean and standard deviation of log median and log sigma in it: sums over a fine grid, with
    the densities of another library."""
    middle, log_sigma = np.meshgrid(np.linspace(2, 8, 301), np.linspace(-1.5, 2.5, 301), indexing="ij")
    sigma = np.exp(log_sigma)
    prior = norm.logpdf(middle, np.log(200), 1.5) + norm.logpdf(log_sigma, 0, 0.5)
    lognormal, weibull = prior.copy(), prior.copy()
    for day, ended in zip(DAYS, ENDED, strict=True):
        z = (np.log(day) - middle) / sigma
        lognormal += norm.logpdf(z) - np.log(sigma * day) if ended else norm.logsf(z)
        shape = GUMBEL / sigma
        scale = np.exp(middle) / np.log(2) ** (1 / shape)
        weibull += weibull_min.logpdf(day, shape, scale=scale) if ended else weibull_min.logsf(day, shape, scale=scale)
    masses = [np.exp(each - lognormal.max()) for each in (lognormal, weibull)]
    weight = masses[0] / masses[0].sum()
    moments = {}
    for name, values in (("middle", middle), ("log sigma", log_sigma)):
        mean = float((weight * values).sum())
        moments[name] = (mean, float(np.sqrt((weight * (values - mean) ** 2).sum())))
    return float(masses[0].sum() / (masses[0].sum() + masses[1].sum())), moments


@pytest.fixture(scope="module")
def climatology() -> Draws:
    return fitted(contests(DAYS, ENDED), PRIORS, "climatology", seeds=SEEDS, effort=EFFORT, draws=2000)


def test_the_fit_is_the_posterior_on_a_grid(climatology: Draws) -> None:
    share, moments = on_a_grid()
    assert climatology.share("lognormal") == pytest.approx(share, abs=0.06)
    mine = climatology.family == 0
    for name, values in (("middle", climatology.middle[mine]), ("log sigma", np.log(climatology.sigma[mine]))):
        mean, spread = moments[name]
        # 1,000 draws: the mean errs by some 0.03 spreads, more where neighbours in the sampler are alike.
        assert values.mean() == pytest.approx(mean, abs=0.15 * spread)
        assert values.std() == pytest.approx(spread, rel=0.12)
    assert climatology.disagreement < 1.05


def test_what_is_left_of_a_prior_is_its_share(climatology: Draws) -> None:
    mine = climatology.family == 0
    prior = prior_only(PRIORS, "climatology", seed=1, draws=4000)
    assert prior.left == pytest.approx({"median_days": 1.0, "sigma": 1.0}, abs=0.05)
    assert set(climatology.left) == {"median_days", "sigma"}
    # The prior of log median has the spread 1.5; both families say nearly the same of it.
    assert climatology.left["median_days"] == pytest.approx(climatology.middle[mine].std() / 1.5, abs=0.08)


def test_known_parameters_are_found_again() -> None:
    rng = np.random.default_rng(5)
    n, median, sigma, effects = 128, 250.0, 1.2, (0.4, -0.6)
    ratio, states = rng.exponential(1.5, n), rng.exponential(0.4, n)
    days = np.exp(np.log(median) + effects[0] * ratio + effects[1] * states + sigma * rng.normal(size=n))
    stop = rng.uniform(50, 3000, n)
    given = contests(np.maximum(np.minimum(days, stop), 0.5), days <= stop, ratio, states)
    assert 0.05 < 1 - given.ended.mean() < 0.5  # enough are censored to matter
    found = fitted(given, PRIORS, "covariates", seeds=SEEDS, effort=EFFORT, draws=1000)
    assert found.share("lognormal") > 0.5
    truth = {"middle": np.log(median), "sigma": sigma, "ratio_effect": effects[0], "states_effect": effects[1]}
    for name, value in truth.items():
        drawn = getattr(found, name)[found.family == 0]
        # Within 3 posterior deviations, which are small: the data say it, not the prior (whose effects have the spread 1).
        assert abs(drawn.mean() - value) < 3 * drawn.std()
        assert drawn.std() < 0.35


def test_a_weibull_is_told_from_a_lognormal() -> None:
    rng = np.random.default_rng(6)
    given = contests(100 * rng.weibull(1.0, 128) + 1e-3, [True] * 128)
    assert fitted(given, PRIORS, "climatology", seeds=SEEDS, effort=EFFORT, draws=400).share("weibull") > 0.95


def rows(**mine: object) -> list:
    found = [row(f"r{at}", f"18{at + 10}-05-01", 20 * (at + 1), capability_a_first=Decimal(at + 1) / 20) for at in range(9)]
    return [*found, row("mine", "1840-01-01", 77, **mine)]


def test_equal_seeds_give_equal_bytes_and_excluded_contests_give_none() -> None:
    kept = set()
    for each in (rows(), rows(), rows(censored=True, capability_b_first=Decimal("0.9"), side_a=("P", "Q", "R"))):
        given = contests_of(record_of(each), model("mine"))
        found = fitted(given, PRIORS, "covariates", seeds=SEEDS, effort=EFFORT, draws=100)
        kept.add(json.dumps(found.as_dict()))
    assert len(kept) == 1
    other = fitted(contests_of(record_of(rows()), model()), PRIORS, "covariates", seeds=SEEDS, effort=EFFORT, draws=100)
    assert json.dumps(other.as_dict()) not in kept


def test_draws_come_back_as_they_were_kept(climatology: Draws) -> None:
    kept = json.loads(json.dumps(climatology.as_dict()))
    assert draws_from(kept).as_dict() == climatology.as_dict()
    for broken in ({**kept, "sigma": kept["sigma"][1:]}, {**kept, "variant": "other"}, {**kept, "family": []}):
        with pytest.raises(ValueError, match="fit together"):
            draws_from(broken)
