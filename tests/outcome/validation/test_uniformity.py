"""The band for ranks, against independent ways to the same probabilities."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from torgau.outcome.validation.uniformity import band, ecdf, holm, p_value, uniformity


def enumerated(ranks: tuple[int, ...], draws: int) -> float:
    """The p-value by listing all equally likely sets of ranks and all binomial probabilities as exact sums over them."""
    every = list(product(range(draws + 1), repeat=len(ranks)))
    below = np.array([[sum(rank < at for rank in one) for at in range(1, draws + 1)] for one in every])

    def statistic(counts: np.ndarray) -> float:
        up = (below <= counts).mean(axis=0)
        down = (below >= counts).mean(axis=0)
        return float((2 * np.minimum(up, down)).min())

    own = statistic(np.array([sum(rank < at for rank in ranks) for at in range(1, draws + 1)]))
    return float(np.mean([statistic(row) <= own * (1 + 1e-9) for row in below]))


@pytest.mark.parametrize("ranks", [(0, 0, 0, 0), (0, 1, 2, 3), (3, 3, 3, 2), (0, 3, 0, 3), (1, 2, 1, 2)])
def test_the_p_value_is_that_of_full_enumeration(ranks: tuple[int, ...]) -> None:
    assert p_value(np.array(ranks), 3) == pytest.approx(enumerated(ranks, 3), abs=1e-9)


def test_uniform_ranks_stay_in_the_band_as_often_as_it_says() -> None:
    low, high = band(50, 19)
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(4000):
        share = ecdf(rng.integers(0, 20, 50), 19)
        inside += bool(((share >= low - 1e-9) & (share <= high + 1e-9)).all())
    # At least 95%, and no much wider than whole numbers force it to be; three standard errors of 4,000 tries are 0.010.
    assert 0.94 <= inside / 4000 <= 0.975


def test_the_band_and_the_p_value_judge_alike() -> None:
    low, high = band(40, 9)
    rng = np.random.default_rng(2)
    for power in (0.7, 1.0, 1.5):
        for _ in range(60):
            ranks = np.floor(rng.random(40) ** power * 10).astype(int)
            share = ecdf(ranks, 9)
            outside = bool(((share < low - 1e-9) | (share > high + 1e-9)).any())
            # Both may differ only where whole numbers leave a gap around the level.
            p = p_value(ranks, 9)
            assert outside == (p < 0.05) or 0.03 < p < 0.07


def test_what_is_wrong_with_ranks_is_said_in_words() -> None:
    rng = np.random.default_rng(3)
    u = rng.random(200)
    made = {
        "right": u,
        "narrow": np.where(u < 0.5, u**2 * 2, 1 - (1 - u) ** 2 * 2),
        "wide": 0.5 + (u - 0.5) * 0.6,
        "low": np.sqrt(u),
    }
    tests = {test.name: test for test in uniformity({k: np.floor(v * 100).astype(int) for k, v in made.items()}, 99)}
    assert not tests["right"].fails
    assert tests["narrow"].shape == "draws too narrow"
    assert tests["wide"].shape == "draws too wide"
    assert tests["low"].shape.startswith("draws too low")


def test_holm_by_hand() -> None:
    # Sorted 0.01, 0.02, 0.04: times 3, 2, 1 is 0.03, 0.04, 0.04, and never less than the one before.
    assert holm({"a": 0.04, "b": 0.01, "c": 0.02}) == pytest.approx({"b": 0.03, "c": 0.04, "a": 0.04})


def test_a_rank_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 9"):
        uniformity({"a": [10]}, 9)
