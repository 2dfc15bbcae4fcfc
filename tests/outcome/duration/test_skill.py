"""Scores against closed forms and refits, and the gate: who was not shown to know is silent."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from tests.outcome.duration.support import PRIORS, contests, model, one, several
from torgau.outcome.duration.contests import Contests
from torgau.outcome.duration.draws import Draws, fitted
from torgau.outcome.duration.predicting import log_densities
from torgau.outcome.duration.skill import Scores, gain, score_from, scores
from torgau.outcome.duration.view import fit_view, view_from
from torgau.outcome.sampling import Effort

EFFORT = Effort(particles=1024, moves=15)
SEEDS = (1, 2)


def test_the_log_score_is_the_log_density_in_log_days() -> None:
    found = scores(one("lognormal", 100, 1), contests([100, 100], [True, False]), seen=False)
    # The normal density at its middle, and half of the mass.
    assert found.log == pytest.approx([math.log(0.398942), math.log(0.5)], abs=1e-5)
    assert found.at[0] == pytest.approx(0.5)
    assert math.isnan(found.at[1])


@pytest.mark.parametrize("day", [3.0, 100.0, 4000.0])
def test_the_crps_has_the_closed_form_of_a_normal(day: float) -> None:
    # Gneiting and Raftery (2007), equation 21: sigma (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt pi), on the logarithm.
    sigma = 1.3
    z = math.log(day / 100) / sigma
    expected = sigma * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / math.sqrt(math.pi))
    found = scores(one("lognormal", 100, sigma), contests([day], [True]), seen=False)
    assert found.crps[0] == pytest.approx(expected, rel=2e-3)


def test_the_crps_of_a_censored_contest_stops_at_its_last_day() -> None:
    expected = quad(lambda y: norm.cdf(y, math.log(100), 1.3) ** 2, -5, math.log(300))[0]
    found = scores(one("lognormal", 100, 1.3), contests([300], [False]), seen=False)
    assert found.crps[0] == pytest.approx(expected, rel=2e-3)


def test_a_contest_does_not_count_for_itself() -> None:
    """Two draws, one of which fits the contest: without it, the draws count as 1 / their likelihood."""
    draws = several([("lognormal", 1, 100, 1, 0, 0), ("lognormal", 1, 1000, 1, 0, 0)])
    given = contests([100], [True])
    density = np.exp(log_densities(draws, np.array([100.0]))[:, 0]) * 100
    found = scores(draws, given)
    # The harmonic mean of the two densities.
    assert found.log[0] == pytest.approx(math.log(2 / (1 / density[0] + 1 / density[1])))


def test_leaving_one_out_by_weights_is_leaving_one_out() -> None:
    pytest.importorskip("jax")
    days = [5.0, 11, 30, 44, 80, 120, 200, 300, 700, 6000]
    given = contests(days, [True] * 10)
    draws = fitted(given, PRIORS, "climatology", seeds=SEEDS, effort=EFFORT, draws=3000)
    asked = []

    def again(at: int) -> Draws:
        asked.append(at)
        return fitted(given.without(at), PRIORS, "climatology", seeds=SEEDS, effort=EFFORT, draws=3000)

    found = scores(draws, given, again=again)
    for gone in (4, 9):  # an ordinary one, and the one that pulls so hard that weights cannot stand in for a fit
        rest = contests([day for at, day in enumerate(days) if at != gone], [True] * 9)
        fit = fitted(rest, PRIORS, "climatology", seeds=SEEDS, effort=EFFORT, draws=3000)
        alone = scores(fit, contests([days[gone]], [True]), seen=False)
        assert found.log[gone] == pytest.approx(alone.log[0], abs=0.06)
        assert found.crps[gone] == pytest.approx(alone.crps[0], rel=0.06)
    assert 9 in asked
    assert 4 not in asked
    assert scores(draws, given).log[9] > found.log[9] + 0.2  # by weights alone it would have looked better than it is


def made(log: np.ndarray, crps: np.ndarray) -> Scores:
    nothing = np.zeros(len(log))
    return Scores(tuple(map(str, range(len(log)))), log, crps, nothing, nothing)


def test_a_gain_by_hand_and_its_interval() -> None:
    rng = np.random.default_rng(1)
    base = rng.normal(size=400)
    better = gain(made(base + 0.1, np.full(400, 0.9)), made(base, np.full(400, 1.0)))
    assert (better.log, better.skill) == pytest.approx((0.1, 0.1))
    assert better.standing == "demonstrated"
    noise = rng.normal(size=400)
    same = gain(made(base + noise, 1 + 0.1 * noise), made(base, np.ones(400)))
    # The middle 90% of a mean of 400 numbers of spread 1 is 2 x 1.645 / 20 wide.
    assert same.log_p95 - same.log_p05 == pytest.approx(2 * 1.645 / 20, rel=0.15)
    assert same.standing != "demonstrated"
    assert gain(made(base - 1, np.full(400, 2.0)), made(base, np.ones(400))).standing == "none"


def simulated(effect: float) -> Contests:
    rng = np.random.default_rng(3)
    ratio = rng.exponential(1.5, 128)
    days = np.exp(5 + effect * ratio + 1.2 * rng.normal(size=128))
    return contests(np.maximum(days, 1), [True] * 128, ratio, rng.exponential(0.3, 128))


@pytest.mark.parametrize(("effect", "speaks"), [(0.9, True), (0.0, False)])
def test_it_speaks_on_effects_only_where_there_are_some(effect: float, speaks: bool) -> None:
    pytest.importorskip("jax")
    given = simulated(effect)
    found = fit_view(given, model(), seeds=SEEDS, effort=EFFORT, draws=1000)
    assert found.speaks_on_effects is speaks
    assert found.base is (found.covariates if speaks else found.climatology)
    by = {each.by: each for each in found.score.rows}
    assert set(by) == {"climatology", "covariates", "prior of climatology"}
    # What is calibrated covers nine in ten; 128 contests err by 2.7 points.
    assert by["climatology"].cover90 == pytest.approx(0.9, abs=0.07)
    kept = json.loads(json.dumps(found.as_dict()))
    back = view_from(kept)
    assert back.as_dict() == found.as_dict()
    assert back.speaks_on_effects is speaks
    assert score_from(kept["score"]).as_dict() == found.score.as_dict()
