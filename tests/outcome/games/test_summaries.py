"""Ranges over draws, and how much so few draws can say about a share."""

from __future__ import annotations

from math import comb
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.outcome.games.summaries import range_of, ranges, share_of, wilson


def test_a_range_names_its_quantiles_and_its_unit() -> None:
    # 0 .. 100: the q-th percentile of 101 even steps is q.
    assert range_of(np.arange(101.0), "years") == {"p05": 5, "p25": 25, "p50": 50, "p75": 75, "p95": 95, "unit": "years"}
    assert set(range_of([3.0], "km").values()) == {3.0, "km"}


def test_every_player_has_its_own_range() -> None:
    found = ranges(("x", "y"), [[1.0, 1.0], [2.0, 4.0]], "km")
    assert found["x"]["p95"] == 1
    assert found["y"]["p50"] == 3
    with pytest.raises(ValueError, match="3 players"):
        ranges(("x", "y", "z"), [[1.0], [2.0]], "km")


def test_the_interval_of_a_share_worked_by_hand() -> None:
    # 8 of 10 at 95 per cent, z^2 = 3.8415: centre (0.8 + 0.19207) / 1.38415 = 0.71674;
    # half width sqrt(3.8415 (0.016 + 0.0096037)) / 1.38415 = 0.31362 / 1.38415 = 0.22658.
    assert wilson(0.8, 10, 0.95) == pytest.approx((0.49016, 0.94332), abs=2e-5)
    # All of n: from n / (n + z^2). At 90 per cent z^2 = 2.70554: 10 of 10 may still be 0.787.
    assert wilson(1, 10) == pytest.approx((10 / 12.70554, 1), abs=1e-6)
    assert wilson(0, 10) == pytest.approx((0, 2.70554 / 12.70554), abs=1e-6)
    for draws, share, confidence in ((0, 0.5, 0.9), (10, 1.1, 0.9), (10, 0.5, 1.0)):
        with pytest.raises(ValueError, match="no interval"):
            wilson(share, draws, confidence)


@given(of=st.integers(1, 3000), data=st.data(), confidence=st.sampled_from([0.5, 0.9, 0.99]))
def test_the_ends_of_an_interval_are_those_that_the_share_lies_z_deviations_from(
    of: int, data: st.DataObject, confidence: float
) -> None:
    share = data.draw(st.integers(0, of)) / of
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    for end in wilson(share, of, confidence):
        # Wilson's definition: |share - p| = z sqrt(p (1 - p) / n), solved for p; squared, so that rounding near 0 stays small.
        assert (share - end) ** 2 == pytest.approx(z * z * end * (1 - end) / of, abs=1e-9)
    low, high = wilson(share, of, confidence)
    assert 0 <= low <= share <= high <= 1


def test_the_interval_covers_what_it_says() -> None:
    # Exactly, from the binomial law: for 40 draws, and true shares from 0.01 to 0.99: how often the interval holds the true one.
    intervals = [wilson(count / 40, 40) for count in range(41)]
    covered = []
    for true in (hundredths / 100 for hundredths in range(1, 100)):
        chance = [comb(40, count) * true**count * (1 - true) ** (40 - count) for count in range(41)]
        covered.append(sum(p for p, (low, high) in zip(chance, intervals, strict=True) if low <= true <= high))
    # On the mean over the shares as often as it says; for a single share it jumps about that, since counts are whole.
    assert 0.89 < np.mean(covered) < 0.92
    assert min(covered) > 0.8


def test_a_share_counts_its_draws() -> None:
    found = share_of([True, True, True, False])
    assert (found.share, found.draws) == (0.75, 4)
    assert (found.low, found.high) == wilson(0.75, 4)
    assert found.row() == {"share": 0.75, "low": found.low, "high": found.high, "draws": 4}
