"""Quantiles over blocks against exact ones, within the stated error; adding; what lies far out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outcome.engine.support import BACKENDS, Stocks, available, params_of, part, world
from torgau.outcome.ensemble import simulate
from torgau.outcome.summaries import BINS, Grid, added, summarise

MODEL = Stocks()
RANKS = (0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)


def exact(values: np.ndarray, at: tuple[float, ...] = RANKS) -> np.ndarray:
    """The smallest value that at least a share of the members do not exceed, from all of them."""
    return np.quantile(values, at, axis=-1, method="inverted_cdf")


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("every", [1, 6])
def test_quantiles_are_within_the_stated_error(backend: str, every: int) -> None:
    params, how = params_of(3000), {"seed": 7, "every": every, "backend": available(backend)}
    summary = summarise(MODEL, params, world(30), at=RANKS, keep=(2999, 4), **how)
    observed = simulate(MODEL, params, world(30), **how).observed
    # Half a bin, and the rounding of single precision.
    rounding = 1e-6 * np.abs(observed).max(axis=-1)
    assert np.all(np.abs(summary.quantiles - exact(observed)) <= summary.error + rounding)
    # The bound is small: one part in BINS of what the first block spans, and what it spans is not more than what all do.
    assert np.all(summary.error <= 1.001 * np.ptp(observed, axis=-1) / BINS + rounding)
    assert summary.paths.tobytes() == np.ascontiguousarray(observed[..., [2999, 4]]).tobytes()
    assert summary.members == 3000
    np.testing.assert_array_equal(summary.of(0.5), summary.quantiles[4])


def test_the_order_of_blocks_and_their_size_do_not_matter() -> None:
    values = np.random.default_rng(2).normal(size=(5, 900)).astype(np.float32)
    grid = Grid.laid_for(values[:, :100])
    grid.add(values)
    other = grid.like()
    for at in (slice(700, 900), slice(0, 1), slice(1, 700)):
        other.add(values[:, at])
    assert other.quantiles(RANKS).tobytes() == grid.quantiles(RANKS).tobytes()
    assert other.plus(grid).members == 1800
    # Each value twice: the quantiles of the same values.
    assert other.plus(grid).quantiles((0.25, 0.5)).tobytes() == grid.quantiles((0.25, 0.5)).tobytes()


finite = st.floats(-1e6, 1e6, width=32, allow_subnormal=False)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(finite, min_size=1, max_size=20),
    st.lists(st.one_of(finite, st.floats(width=32, allow_nan=False, allow_subnormal=False)), max_size=40),
    st.floats(0, 1, allow_subnormal=False),
)
def test_any_values_are_within_the_error_wherever_they_lie(first: list[float], rest: list[float], share: float) -> None:
    values = np.array([[*first, *rest]], dtype=np.float32)
    grid = Grid.laid_for(values[:, : len(first)])
    grid.add(values)
    true, found = float(exact(values, (share,))[0, 0]), float(grid.quantiles((share,))[0, 0])
    span = np.abs(values[:, : len(first)]).max()
    assert found == true or abs(found - true) <= grid.width[0] / 2 + 1e-5 * span


def test_far_values_are_exact_and_nothing_is_cut_off() -> None:
    values = np.concatenate([np.linspace(0, 1, 99), [1e30, -np.inf, np.inf, -5.0]]).astype(np.float32)[None]
    grid = Grid.laid_for(values[:, :99])
    grid.add(values)
    assert len(grid.far[0][1]) == 4
    found = grid.quantiles((0.0, 2 / 103, 102 / 103, 1.0))[:, 0]
    assert found.tolist() == [-np.inf, -5.0, np.float32(1e30), np.inf]


def test_where_a_member_has_no_number_there_is_no_quantile() -> None:
    values = np.array([[1, 2, np.nan], [1, 2, 3], [np.nan, np.nan, np.nan]], dtype=np.float32)
    grid = Grid.laid_for(values)
    grid.add(values)
    found = grid.quantiles((0.5,))[0]
    assert np.isnan(found[[0, 2]]).all()
    assert abs(found[1] - 2) <= grid.width[1]


def test_one_value_for_all_is_found_to_rounding() -> None:
    grid = Grid.laid_for(np.full((2, 10), 500.0, dtype=np.float32))
    grid.add(np.full((2, 600), 500.0, dtype=np.float32))
    np.testing.assert_allclose(grid.quantiles(), 500.0, rtol=3e-7)


def test_two_runs_on_one_grid_add_up_to_one() -> None:
    params = params_of(2000)
    how = {"seed": 7, "backend": "numpy"}
    whole = summarise(MODEL, params, world(8), keep=(3, 1700), **how)
    first = summarise(MODEL, part(params, slice(0, 1100)), world(8), keep=(3,), **how)
    rest = slice(1100, 2000)
    second = summarise(MODEL, part(params, rest), world(8), members=np.arange(2000)[rest], keep=(1700,), grid=first.grid, **how)
    both = added([first, second])
    assert both.quantiles.tobytes() == whole.quantiles.tobytes()
    assert both.paths.tobytes() == whole.paths.tobytes()
    assert (both.members, both.kept.tolist()) == (2000, [3, 1700])
    with pytest.raises(ValueError, match="the same member"):
        added([first, first])
    alone = summarise(MODEL, part(params, rest), world(8), members=np.arange(2000)[rest], **how)
    with pytest.raises(ValueError, match="the grid of the first"):
        added([first, alone])


def test_what_cannot_be_summarised_is_refused() -> None:
    with pytest.raises(ValueError, match=r"do not run: \[9\]"):
        summarise(MODEL, params_of(9), world(5), seed=7, keep=(9,), backend="numpy")
    with pytest.raises(ValueError, match="between 0 and 1"):
        summarise(MODEL, params_of(9), world(5), seed=7, at=(5,), backend="numpy")
