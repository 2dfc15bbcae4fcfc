"""Predictions: hand-worked numbers, mixtures that learn from having lasted, and what must hold for any draws."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.outcome.duration.support import one, several
from torgau.outcome.duration.contests import Size
from torgau.outcome.duration.draws import Draws
from torgau.outcome.duration.families import GUMBEL
from torgau.outcome.duration.predicting import end_quantiles, ended_within, hazard, survival, weighted_quantiles


def test_the_end_given_that_it_has_lasted_by_hand() -> None:
    # Lasted to its median; the chance to last one standard deviation longer is 0.158655 / 0.5.
    found = ended_within(one("lognormal", 100, 1), 100, 271.828183)
    assert found.value == pytest.approx(1 - 0.158655 / 0.5, abs=1e-5)
    # One draw has no range.
    assert (found.p05, found.p95) == (found.value, found.value)


def test_an_exponential_forgets() -> None:
    draws = one("weibull", 100, GUMBEL)
    assert [ended_within(draws, day, day + 100).value for day in (0, 50, 5000)] == pytest.approx([0.5] * 3)
    assert hazard(draws, 777).value == pytest.approx(math.log(2) / 100)


def test_hazards_by_hand() -> None:
    # At the median of a log-normal with sigma 1: phi(0) / 100 / 0.5.
    assert hazard(one("lognormal", 100, 1), 100).value == pytest.approx(0.398942 / 50, rel=1e-5)
    assert hazard(one("weibull", 100, GUMBEL / 2), 200).value == pytest.approx(0.0277259, rel=1e-5)


def test_a_larger_ratio_and_more_parties_move_the_median() -> None:
    # 100 days, times e^(0.5 x log 4) = 2 for a side four times as large, times e^(1 x log 3) = 3 for six parties: 600.
    draws = one("lognormal", 100, 1, 0.5, 1.0)
    size = Size(ratio=math.log(4), states=math.log(3))
    assert survival(draws, np.array([600.0]), size)[0] == pytest.approx(0.5)
    assert end_quantiles(draws, 0, [0.5], size)[0] == pytest.approx(600, rel=1e-5)


def test_having_lasted_tells_of_the_parameters() -> None:
    """Two exponentials of the medians 1 and 1000 days, even odds: by day 30 the first is out (2^-30), so the second decides."""
    draws = several([("weibull", 0.5, 1, GUMBEL, 0, 0), ("weibull", 0.5, 1000, GUMBEL, 0, 0)])
    assert ended_within(draws, 30, 1030).value == pytest.approx(0.5, abs=1e-6)
    # At the start both count: 1 - (2^-30 + 2^-0.03) / 2.
    assert ended_within(draws, 0, 30).value == pytest.approx(1 - 2**-0.03 / 2, abs=1e-6)


def test_a_range_is_that_of_the_parameters() -> None:
    draws = several([("weibull", 1, median, GUMBEL, 0, 0) for median in (50, 100, 200)])
    found = ended_within(draws, 0, 100)
    # 1 - 2^(-100/median): 0.75, 0.5 and 0.2929.
    assert (found.p05, found.p95) == pytest.approx((1 - 2**-0.5, 0.75))
    assert found.value == pytest.approx((0.75 + 0.5 + 1 - 2**-0.5) / 3)


def test_questions_without_sense_are_refused() -> None:
    draws = one("lognormal", 100, 1)
    with pytest.raises(ValueError, match="before"):
        ended_within(draws, 10, 9)
    for level in (0.0, 1.0, -1.0):
        with pytest.raises(ValueError, match="between 0 and 1"):
            end_quantiles(draws, 10, [level])


def test_weighted_quantiles_by_hand() -> None:
    # Sums of weights in order of the values 1, 2, 3: 0.2, 0.7, 1.
    assert weighted_quantiles(np.array([3.0, 1.0, 2.0]), np.array([0.3, 0.2, 0.5]), [0.1, 0.2, 0.5, 0.71]) == (1, 1, 2, 3)


FAMILY = st.sampled_from(["lognormal", "weibull"])
DRAW = st.tuples(
    FAMILY,
    st.floats(0.01, 1, allow_subnormal=False),
    st.floats(1, 3000, allow_subnormal=False),
    st.floats(0.2, 3, allow_subnormal=False),
    st.floats(-1, 1, allow_subnormal=False),
    st.floats(-1, 1, allow_subnormal=False),
)
DRAWS = st.lists(DRAW, min_size=1, max_size=6).map(several)
SIZES = st.builds(Size, ratio=st.floats(0, 5, allow_subnormal=False), states=st.floats(0, 3, allow_subnormal=False))
DAYS = st.lists(st.floats(0, 5000, allow_subnormal=False), min_size=3, max_size=3).map(sorted)


@settings(max_examples=200, deadline=None)
@given(draws=DRAWS, size=SIZES, days=DAYS)
def test_the_chance_of_an_end_is_a_chance_and_never_falls(draws: Draws, size: Size, days: list[float]) -> None:
    first, second, third = days
    early, late = ended_within(draws, first, second, size), ended_within(draws, first, third, size)
    for each in (early, late):
        assert -1e-12 <= each.p05 <= each.p95 <= 1 + 1e-12
        assert -1e-12 <= each.value <= 1 + 1e-12
    assert late.value >= early.value - 1e-12
    assert ended_within(draws, first, first, size).value == pytest.approx(0, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(draws=DRAWS, size=SIZES, days=DAYS)
def test_lasting_to_the_third_day_is_lasting_to_the_second_and_on(draws: Draws, size: Size, days: list[float]) -> None:
    first, second, third = days
    step, rest, whole = (
        1 - ended_within(draws, start, end, size).value for start, end in ((first, second), (second, third), (first, third))
    )
    assert step * rest == pytest.approx(whole, rel=1e-6, abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(
    draws=DRAWS, size=SIZES, lasted=st.floats(0, 2000, allow_subnormal=False), level=st.floats(0.02, 0.98, allow_subnormal=False)
)
def test_a_quantile_is_where_the_chance_is_reached(draws: Draws, size: Size, lasted: float, level: float) -> None:
    day = end_quantiles(draws, lasted, [level], size)[0]
    assert day >= lasted
    # Where a hazard is steep, the day as a number is too coarse: it lies between its neighbours.
    before, after = max(lasted, day * (1 - 1e-7)), day * (1 + 1e-7) + 1e-7
    assert (
        ended_within(draws, lasted, before, size).value - 1e-7 <= level <= ended_within(draws, lasted, after, size).value + 1e-7
    )


@settings(max_examples=100, deadline=None)
@given(draws=DRAWS, size=SIZES, day=st.floats(5, 2000, allow_subnormal=False))
def test_a_hazard_is_the_slope_of_the_chance(draws: Draws, size: Size, day: float) -> None:
    step = day * 1e-5
    chance = ended_within(draws, day, day + step, size).value
    assume(chance < 0.01)  # over a longer stretch the slope is not one
    assert hazard(draws, day, size).value == pytest.approx(chance / step, rel=1e-2, abs=1e-9)
