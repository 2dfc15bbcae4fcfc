"""Calibration: a posterior that is known exactly passes, and each kind of wrong one is caught."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.outcome.validation.support import case
from torgau.outcome.backends import backend_of
from torgau.outcome.fitting import bucket
from torgau.outcome.levels import filter_levels
from torgau.outcome.priors import prior_draws
from torgau.outcome.validation.calibration import LOGLIK, Calibration, calibrate, calibrate_case, rank
from torgau.outcome.validation.generating import from_filter, from_process, params_of
from torgau.outcome.validation.running import free_run
from torgau.outcome.worlds import last_day

NOISE = 0.5
FIGURES = 4


def conjugate(
    posterior: Callable[[float, float, np.random.Generator], np.ndarray], folder: Path | None = None, replicates: int = 200
) -> Calibration:
    """z ~ N(0, 1), figures ~ N(z, NOISE): the posterior is normal with precision 1 + FIGURES / NOISE^2, here 17."""
    truths = np.random.default_rng(7).standard_normal((1, replicates))
    precision = 1 + FIGURES / NOISE**2

    def simulate(at: int) -> np.ndarray:
        return truths[0, at] + NOISE * np.random.default_rng([8, at]).standard_normal(FIGURES)

    def fit(data: np.ndarray, at: int) -> tuple[np.ndarray, dict[str, float]]:
        mean = float(data.sum()) / NOISE**2 / precision
        return posterior(mean, precision**-0.5, np.random.default_rng([9, at]))[None], {}

    def loglik(z: np.ndarray, data: np.ndarray) -> np.ndarray:
        values: np.ndarray = -0.5 * ((data[:, None] - z[0]) ** 2).sum(axis=0) / NOISE**2
        return values

    return calibrate(["z"], range(replicates), truths, simulate, fit, loglik, folder=folder, key="k")


def test_the_exact_posterior_passes() -> None:
    found = conjugate(lambda mean, sd, rng: mean + sd * rng.standard_normal(99))
    assert found.fails == ()
    # The posterior's standard deviation is 17^-1/2 = 0.243 in units of the prior's.
    assert found.informed["z"] == pytest.approx(0.2425, rel=0.02)


@pytest.mark.parametrize(
    ("factor", "shift", "shape"), [(0.6, 0.0, "narrow"), (1.7, 0.0, "wide"), (1.0, 0.7, "draws too high"), (1.0, -0.7, "low")]
)
def test_a_wrong_sampler_is_caught(factor: float, shift: float, shape: str) -> None:
    found = conjugate(lambda mean, sd, rng: mean + sd * (shift + factor * rng.standard_normal(99)))
    assert "z" in found.fails
    assert shape in next(test for test in found.tests if test.name == "z").shape


def test_a_fit_that_ignores_the_data_is_caught_by_the_log_likelihood_alone() -> None:
    # Modrak and others (2023): draws of the prior have uniform ranks in every parameter.
    found = conjugate(lambda mean, sd, rng: rng.standard_normal(99))
    assert found.fails == (LOGLIK,)


def test_a_run_goes_on_where_it_stopped_unless_its_key_has_changed(tmp_path: Path) -> None:
    asked: list[float] = []

    def posterior(mean: float, sd: float, rng: np.random.Generator) -> np.ndarray:
        asked.append(mean)
        return mean + sd * rng.standard_normal(99)

    first = conjugate(posterior, tmp_path, 6)
    again = conjugate(posterior, tmp_path, 9)
    assert len(asked) == 9
    assert [item.ranks for item in again.replicates[:6]] == [item.ranks for item in first.replicates]
    one = tmp_path / "replicate-0002.json"
    one.write_text(json.dumps({**json.loads(one.read_text()), "key": "other"}))
    conjugate(posterior, tmp_path, 9)
    assert len(asked) == 10


def test_ties_are_broken_by_chance() -> None:
    rng = np.random.default_rng(1)
    ranks = [rank(0.0, np.array([-1.0, 0.0, 0.0, 1.0]), rng) for _ in range(600)]
    # One draw is below, two are equal: ranks 1, 2, 3 with a third each (200, standard error 11.5).
    assert set(ranks) == {1, 2, 3}
    assert all(150 < ranks.count(value) < 250 for value in (1, 2, 3))


def test_figures_of_the_process_are_read_by_hand_as_they_were_made() -> None:
    """Losses of 2% of 100 thousand a week, over the weeks that the first figure of 91 days covers."""
    found = case()
    until = last_day(found.process.ends)
    steps = bucket(41)
    z = np.zeros((4, 400), dtype=np.float32)
    make = from_process(found, free_run(found, found.world(steps), z, seed=1, backend="numpy"), steps, until, 1)
    read = [make(at) for at in range(400)]
    loss = np.array([one["loss"][12, 0] for one in read if one is not None])
    # Day 90 falls in step 12, the 13th: 13 weeks x 2 = 26. Two rivals with errors of 0.2 pool to 0.2 / sqrt(2) = 0.141.
    assert np.exp(loss.mean()) == pytest.approx(26.0, rel=0.03)
    assert loss.std() == pytest.approx(0.141, rel=0.12)


def test_what_the_filter_expects_is_what_is_drawn_from_it() -> None:
    """The share below each drawn figure, under the density that the filter gives it, is uniform."""
    from scipy.stats import kstest

    found = case()
    steps = 6
    until = last_day(found.process.begins) + 7 * steps - 1
    inputs = {name: value[:steps] for name, value in found.world(steps).arrays().items()}
    pattern = {name: value.copy() for name, value in found.readings(steps, until).items()}
    pattern["there"][:] = 0
    pattern["there"][5, 1] = 1
    pattern["loss_there"][:] = 0
    engine, params = backend_of("numpy"), params_of(found, np.zeros(4))
    grid = np.linspace(-100, 500, 201)
    density = []
    for value in grid:
        read = {**pattern, "value": np.where(pattern["there"] > 0, value, 0.0)}
        density.append(float(np.exp(filter_levels(found.structure, engine, params, inputs, read).loglik[0])))
    below = np.concatenate([[0.0], np.cumsum((np.array(density)[1:] + np.array(density)[:-1]) / 2 * np.diff(grid))])
    assert below[-1] == pytest.approx(1.0, abs=0.01)
    drawn = [from_filter(found.structure, params, inputs, pattern, seed)["value"][5, 1] for seed in range(200)]
    assert kstest(np.interp(drawn, grid, below), "uniform").pvalue > 0.01


def test_the_filter_counts_losses_over_the_whole_of_their_period() -> None:
    """Periods that adjoin within a week: the second begins to be counted where the first is read, not before."""
    found = case(quarter=93)
    until = last_day(found.process.ends)
    steps = bucket(41)
    pattern = {**found.readings(steps, until)}
    pattern["loss_variance"] = np.full_like(pattern["loss_variance"], 1e-8)
    made = from_filter(found.structure, params_of(found, np.zeros(4)), found.world(steps).arrays(), pattern, 1)
    expected = np.exp(made["loss"][pattern["loss_there"] > 0])
    # 93 days are 13.3 weeks at 2 thousand a week; whole weeks are counted, so 13 or 14 of them.
    assert len(expected) == 3
    assert ((expected > 25.9) & (expected < 28.1)).all(), expected


def test_a_case_is_calibrated_from_simulation_to_ranks(tmp_path: Path) -> None:
    pytest.importorskip("blackjax", reason="the sampler is in the extra torgau[outcome]")
    import torgau.outcome.validation.calibration as calibration
    from torgau.outcome.sampling import Effort

    found: Any = case()
    # The invented record is no whole one, so it has no key of its own.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibration, "case_key", lambda case: "invented")
        until = last_day(found.process.ends)
        made = calibrate_case(found, until, range(4), effort=Effort(64, 5), draws=19, folder=tmp_path)
        assert len(list(tmp_path.glob("*.json"))) == 4
    assert [test.name for test in made.tests] == ["speed", "loss", "front_noise", "idle", LOGLIK]
    assert all(0 <= value <= 19 for item in made.replicates for value in item.ranks.values())
    # Speed and loss are seen in the data, `idle` has no part in the model.
    assert made.informed["speed"] < 0.5
    assert made.informed["idle"] > 0.7
    assert len(made.rows()) == 5 * 19
    json.dumps(made.as_dict())
    truth = prior_draws(found.priors, 6, 1)
    assert made.replicates[3].truth["speed"] == pytest.approx(float(truth[0, 3]))
