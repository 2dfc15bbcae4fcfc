"""Weights of a pool: the maximum that SciPy finds too, from figures that had come in only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outcome.core.test_scores import made
from torgau.outcome.stacking import PRIOR, pooled, weights, weights_at

NAMES = ("a", "b", "c")


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("prior", [0.5, PRIOR])
def test_expectation_maximisation_finds_the_maximum(seed: int, prior: float) -> None:
    """SciPy maximises sum log(sum w p) + prior * sum log w over the simplex, as softmax of free numbers."""
    optimize = pytest.importorskip("scipy.optimize", reason="the maximiser to compare with is SciPy's")
    rng = np.random.Generator(np.random.Philox(seed))
    densities = rng.normal(-4, 1.5, (25, 4)) + np.array([0.0, 0.8, -0.5, 0.2])

    def cost(free: np.ndarray) -> float:
        shares = np.exp(free - free.max())
        shares /= shares.sum()
        return -float(np.sum(np.log(np.exp(densities) @ shares)) + prior * np.sum(np.log(shares)))

    best = optimize.minimize(cost, np.zeros(4), method="BFGS", options={"gtol": 1e-9}).x
    expected = np.exp(best - best.max())
    assert weights(densities, prior) == pytest.approx(expected / expected.sum(), abs=1e-4)


def test_without_a_past_all_weigh_the_same() -> None:
    assert weights(np.zeros((0, 4))).tolist() == [0.25] * 4
    assert weights_at(100, NAMES, [], "front", 3).tolist() == pytest.approx([1 / 3] * 3)


def test_figures_that_fit_all_alike_move_nothing() -> None:
    assert weights(np.full((50, 4), -800.0)) == pytest.approx(np.full(4, 0.25))


def history() -> list:
    """At two origins `a` was right, at two later ones `c`; figures came in 90 days after each."""
    found = []
    for origin, best in ((0, "a"), (30, "a"), (60, "c"), (90, "c")):
        found += [made(name, origin, 1.0, density=-1.0 if name == best else -6.0) for name in NAMES]
    return found


def test_only_figures_that_had_come_in_count() -> None:
    past = history()
    # By day 89 nothing had come in; by day 120 the figures of the first two origins, of days 90 and 120.
    assert weights_at(89, NAMES, past, "front", 3).tolist() == pytest.approx([1 / 3] * 3)
    early = weights_at(120, NAMES, past, "front", 3)
    assert early[0] > early[1] == pytest.approx(early[2])
    assert early.tolist() == weights_at(120, NAMES, [item for item in past if item.day <= 120], "front", 3).tolist()
    # A wrong figure of the future changes nothing.
    future = [replace(item, density=-99.0) if item.day > 120 and item.by == "a" else item for item in past]
    assert early.tolist() == weights_at(120, NAMES, future, "front", 3).tolist()


def test_other_kinds_and_horizons_and_incomplete_figures_do_not_count() -> None:
    past = history()
    for other in (replace(past[0], target="losses"), replace(past[0], months=6), replace(past[0], component="front shore")):
        changed = [replace(other, density=50.0), *past]
        assert weights_at(500, NAMES, changed, "front", 3).tolist() == weights_at(500, NAMES, past, "front", 3).tolist()


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=6), st.integers(5, 400))
def test_the_pool_has_as_many_draws_of_each_as_its_share_says(raw: list[float], size: int) -> None:
    shares = np.array(raw) / sum(raw)
    pool = pooled([np.full(size, float(at)) for at in range(len(raw))], shares)
    assert len(pool) == size
    for at, share in enumerate(shares):
        assert abs(float(np.sum(pool == at)) - share * size) <= 1.0


def test_a_pool_of_one_is_its_draws() -> None:
    draws = np.random.Generator(np.random.Philox(1)).standard_normal(100)
    assert sorted(pooled([draws], np.ones(1))) == sorted(draws)
