"""The filter against an exact Kalman filter with 2 x 2 matrices, written here, and against the densities of SciPy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from tests.outcome.engine.support import BACKENDS, available
from torgau.outcome.backends import backend_of
from torgau.outcome.levels import FREEDOM, Drift, Filtered, Levels, Noise, Readings, Spread, Width, drawn, filtering

STEPS, MEMBERS = 30, 3


@dataclass(frozen=True)
class Straight:
    """Two levels that drift by what the inputs say; the first one loses `loss` of 100 in each step."""

    @property
    def names(self) -> tuple[str, ...]:
        return ("a", "b")

    @property
    def with_momentum(self) -> tuple[str, ...]:
        return self.names

    @property
    def counted(self) -> tuple[str, ...]:
        return ("lost a",)

    def start(self, xp: Any, p: Mapping[str, Any], first: Mapping[str, Any]) -> Any:
        one = xp.ones_like(p["keep"])
        level = xp.stack([10.0 * one, -5.0 * one])
        width = xp.stack([4.0 * one, 9.0 * one])
        return level, Spread(width, 0 * width, 0 * width), {"lost": 0 * level[:1]}

    def drift(self, xp: Any, p: Mapping[str, Any], at: Mapping[str, Any], level: Any, aux: Mapping[str, Any]) -> Any:
        move = at["push"][:, None] * p["force"][None]
        return Drift(move, xp.zeros_like(move), {"lost": aux["lost"] + 100.0 * p["loss"][None]})

    def noise(self, xp: Any, p: Mapping[str, Any], at: Mapping[str, Any]) -> Noise:
        one = xp.ones_like(p["keep"])
        return Noise(
            xp.stack([p["noise"], 2 * p["noise"]]), xp.stack([0.5 * p["noise"], 0 * one]), xp.stack([p["keep"], 0.5 * one])
        )

    def losses(self, xp: Any, aux: Mapping[str, Any]) -> Any:
        return aux["lost"]


def params() -> dict[str, np.ndarray]:
    given = {"keep": (0.9, 0.5, 0.0), "force": (1.0, 0.3, -2.0), "noise": (1.0, 0.4, 2.0), "loss": (0.02, 0.05, 0.1)}
    return {name: np.array(values, dtype=np.float32) for name, values in given.items()}


def inputs() -> dict[str, np.ndarray]:
    return {"push": np.stack([np.sin(np.arange(STEPS)), np.cos(np.arange(STEPS))], axis=1).astype(np.float32)}


def read(live: int = STEPS) -> dict[str, np.ndarray]:
    rng = np.random.Generator(np.random.Philox(1))
    there = (rng.random((STEPS, 2)) < 0.4).astype(np.float32)
    loss_there = np.zeros((STEPS, 1), dtype=np.float32)
    loss_there[[6, 13, 20], 0] = 1
    found = Readings(
        value=rng.normal(8, 6, (STEPS, 2)) * there,
        variance=np.where(there > 0, rng.uniform(0.5, 3, (STEPS, 2)), 1.0),
        there=there,
        loss=np.log(30.0) * loss_there,
        loss_variance=np.where(loss_there > 0, 0.09, 1.0),
        loss_there=loss_there,
        begins=loss_there,
        live=np.arange(STEPS) < live,
    )
    return {name: np.asarray(value, dtype=np.float32) for name, value in found._asdict().items()}


def exact(member: int, steps: int = STEPS) -> tuple[np.ndarray, np.ndarray, float]:
    """Mean (levels, 2) and covariance (levels, 2, 2) after so many steps, and the log likelihood.

    All figures of a level share one width of its chance: together they have the multivariate distribution of Student.
    """
    from scipy.stats import multivariate_t, norm

    p = {name: float(value[member]) for name, value in params().items()}
    given, figures = inputs()["push"].astype(float), {name: value.astype(float) for name, value in read().items()}
    keeps, noises = (p["keep"], 0.5), (p["noise"], 2 * p["noise"])
    slopes = (0.5 * p["noise"], 0.0)
    mean, spread = np.array([[10.0, 0.0], [-5.0, 0.0]]), np.array([np.diag([4.0, 0.0]), np.diag([9.0, 0.0])])
    total, lost, base = 0.0, 0.0, 0.0
    gaps: tuple[list[float], list[float]] = ([], [])
    sizes: tuple[list[float], list[float]] = ([], [])
    for step in range(steps):
        for at in (0, 1):
            move = np.array([[1.0, 1.0], [0.0, keeps[at]]])
            mean[at] = move @ mean[at] + [given[step, at] * p["force"], 0.0]
            spread[at] = move @ spread[at] @ move.T + np.diag([noises[at] ** 2, slopes[at] ** 2])
            if figures["there"][step, at]:
                see = np.array([[1.0, 0.0]])
                size = (see @ spread[at] @ see.T).item() + figures["variance"][step, at]
                gap = figures["value"][step, at] - mean[at, 0]
                gaps[at].append(gap)
                sizes[at].append(size)
                gain = spread[at] @ see.T / size
                mean[at] = mean[at] + gain[:, 0] * gap
                spread[at] = (np.eye(2) - gain @ see) @ spread[at]
        lost += 100.0 * p["loss"]
        if figures["loss_there"][step, 0]:
            total += norm.logpdf(figures["loss"][step, 0], np.log(lost - base), np.sqrt(figures["loss_variance"][step, 0]))
        if figures["begins"][step, 0]:
            base = lost
    for gap_of, size_of in zip(gaps, sizes, strict=True):
        if gap_of:
            total += multivariate_t.logpdf(gap_of, shape=np.diag(size_of), df=FREEDOM)
    return mean, spread, total


def run(backend: str, live: int = STEPS) -> Filtered:
    engine = backend_of(available(backend))
    found: Filtered = filtering(Straight(), engine)(params(), inputs(), read(live))
    return found


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("live", [STEPS, 17, 1])
def test_state_covariance_and_likelihood_are_those_of_an_exact_filter(backend: str, live: int) -> None:
    """Steps that are not live change nothing: the result is that of a record that ends there."""
    pytest.importorskip("scipy", reason="the densities to compare with are SciPy's")
    found = run(backend, live)
    for member in range(MEMBERS):
        mean, spread, _ = exact(member, live)
        for at in (0, 1):
            assert np.asarray(found.state.level)[at, member] == pytest.approx(mean[at, 0], rel=1e-4, abs=1e-4)
            assert np.asarray(found.state.momentum)[at, member] == pytest.approx(mean[at, 1], rel=1e-3, abs=1e-4)
            mine = [np.asarray(part)[at, member] for part in found.spread]
            assert mine == pytest.approx([spread[at, 0, 0], spread[at, 0, 1], spread[at, 1, 1]], rel=1e-3, abs=1e-4)
        assert np.asarray(found.loglik)[member] == pytest.approx(exact(member, live)[2], rel=1e-4)
        assert np.asarray(found.state.aux["lost"])[0, member] == pytest.approx(live * 100 * params()["loss"][member], rel=1e-5)


def test_both_backends_agree_to_rounding() -> None:
    here, there = run("numpy"), run("jax")
    for mine, other in (
        (here.loglik, there.loglik),
        (here.state.level, there.state.level),
        (here.spread.both, there.spread.both),
    ):
        assert np.asarray(other) == pytest.approx(mine, rel=2e-5, abs=2e-5)


class Returning(Straight):
    """Levels that return to where they began: to 10 by 30% in each step, to -5 by 80%."""

    def drift(self, xp: Any, p: Mapping[str, Any], at: Mapping[str, Any], level: Any, aux: Mapping[str, Any]) -> Drift:
        gone = level - xp.stack([10.0 + 0 * level[0], -5.0 + 0 * level[1]])
        pull = np.array([[-0.3], [-0.8]], dtype=np.float32)
        return Drift(gone * pull, 0 * level + pull, {"lost": aux["lost"] + 100.0 * p["loss"][None]})

    def noise(self, xp: Any, p: Mapping[str, Any], at: Mapping[str, Any]) -> Noise:
        one = xp.ones_like(p["keep"])
        none = xp.stack([0 * one, 0 * one])
        return Noise(xp.stack([p["noise"], 2 * p["noise"]]), none, none)


def test_what_a_level_returns_to_narrows_what_is_not_known_of_it() -> None:
    """An autoregression: its variance tends to that of the noise over 1 - phi squared, phi 0.7 and 0.2, and not to infinity."""
    figures = read()
    figures["there"][:] = 0
    figures["loss_there"][:] = 0
    found: Filtered = filtering(Returning(), backend_of("numpy"))(params(), inputs(), figures)
    noise = params()["noise"]
    assert found.spread.level[0] == pytest.approx(noise**2 / (1 - 0.7**2) + 0.7**60 * (4 - noise**2 / (1 - 0.7**2)), rel=1e-4)
    assert found.spread.level[1] == pytest.approx(4 * noise**2 / (1 - 0.2**2), rel=1e-4)


def test_without_figures_there_is_no_likelihood_and_the_spread_only_grows() -> None:
    figures = read()
    figures["there"][:] = 0
    figures["loss_there"][:] = 0
    found = filtering(Straight(), backend_of("numpy"))(params(), inputs(), figures)
    assert found.loglik.tolist() == [0.0] * MEMBERS
    # The second level keeps no momentum of its own: 9 at first, and the square of its noise in each of 30 steps.
    assert found.spread.level[1] == pytest.approx(9 + STEPS * (2 * params()["noise"]) ** 2, rel=1e-5)


def unknown(one: np.ndarray) -> Width:
    """Nothing is known of the width of the chance but its prior."""
    return Width(FREEDOM * one, FREEDOM * one)


def test_figures_far_from_what_was_expected_widen_the_chance_of_their_own_level_only() -> None:
    figures = read()
    found: Filtered = filtering(Straight(), backend_of("numpy"))(params(), inputs(), figures)
    # Fifty further off, to one side and the other in turn.
    off = 50 * figures["there"] * np.array([[1, 0]]) * (-1) ** np.arange(STEPS)[:, None]
    wild = {**figures, "value": (figures["value"] + off).astype(np.float32)}
    wider: Filtered = filtering(Straight(), backend_of("numpy"))(params(), inputs(), wild)
    assert (wider.width.squares[0] > 2 * found.width.squares[0]).all()
    assert wider.width.squares[1].tolist() == found.width.squares[1].tolist()
    # One degree of freedom for each figure that was read.
    assert found.width.freedom[:, 0].tolist() == (FREEDOM + figures["there"].sum(axis=0)).tolist()


def test_the_learned_width_has_the_distribution_that_theory_gives_it() -> None:
    """lambda squared is inverse gamma: squares over chi squared with 4 + 20 degrees of freedom, with mean squares / (24 - 2)."""
    members = 200_000
    one = np.ones((1, members))
    width = Width((FREEDOM + 20) * one, 60.0 * one)
    found = Filtered(Levels(0 * one, 0 * one, {}, one), Spread(one, 0 * one, one), np.zeros(members), width)
    state = drawn(np, found, np.random.Generator(np.random.Philox(4)).standard_normal((3 + FREEDOM, members)))
    assert np.mean(state.scale[0] ** 2) == pytest.approx(60 / 22, rel=0.01)
    from scipy.stats import chi2

    assert np.quantile(60 / state.scale[0] ** 2, (0.05, 0.5, 0.95)) == pytest.approx(chi2.ppf((0.05, 0.5, 0.95), 24), rel=0.01)


def test_draws_have_the_state_and_covariance_of_the_filter() -> None:
    """Student's distribution with 4 degrees of freedom has twice the variance of its scale; quartiles at 0.7407 of it."""
    members = 200_000
    one = np.ones((1, members))
    found = Filtered(
        Levels(3.0 * one, -1.0 * one, {}, one), Spread(4.0 * one, 1.5 * one, 2.0 * one), np.zeros(members), unknown(one)
    )
    rng = np.random.Generator(np.random.Philox(2))
    state = drawn(np, found, rng.standard_normal((3 + FREEDOM, members)))
    level, momentum = state.level[0] - 3.0, state.momentum[0] + 1.0
    assert np.quantile(level, (0.25, 0.5, 0.75)) == pytest.approx([-2 * 0.7407, 0, 2 * 0.7407], abs=0.03)
    assert np.quantile(momentum, (0.25, 0.75)) == pytest.approx([-np.sqrt(2) * 0.7407, np.sqrt(2) * 0.7407], abs=0.03)
    # Given the scale of a member the two are normal with the filter's covariance.
    scaled = np.cov(level / state.scale[0], momentum / state.scale[0])
    assert scaled == pytest.approx(np.array([[4.0, 1.5], [1.5, 2.0]]), abs=0.03)
    assert np.mean(1 / state.scale[0] ** 2) == pytest.approx(1.0, abs=0.01), "chi squared over its degrees of freedom"


def test_a_state_that_is_certain_is_drawn_as_it_is() -> None:
    one = np.ones((1, 50))
    found = Filtered(Levels(3.0 * one, 0.5 * one, {}, one), Spread(0 * one, 0 * one, 0 * one), np.zeros(50), unknown(one))
    state = drawn(np, found, np.random.Generator(np.random.Philox(3)).standard_normal((3 + FREEDOM, 50)))
    assert state.level == pytest.approx(3.0 * one, abs=1e-4)
    assert state.momentum == pytest.approx(0.5 * one, abs=1e-4)
