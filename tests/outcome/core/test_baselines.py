"""Baselines worked out by hand on pasts of a few figures; the spread of changes against a maximiser of SciPy."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest

from tests.outcome.support import day
from torgau.dates import parse_day
from torgau.outcome.baselines import BASELINES, MONTH, PRIOR_SCALE, Past, forecast, past_of
from torgau.outcome.levels import FREEDOM
from torgau.outcome.observations import Seen

ROAD, LOST = "front road", "losses plain first"


def ordinal(after: int) -> int:
    return parse_day(day(after))


def front(after: int, value: float, component: str = ROAD) -> Seen:
    return Seen("front", component, "s", ordinal(after), ordinal(after), value, 30.0)


def lost(first: int, last: int, thousands: float) -> Seen:
    return Seen("losses", LOST, "s", ordinal(first), ordinal(last), log(thousands), 0.2)


def past(*items: Seen, origin: int = 1000) -> Past:
    return past_of(items, items[0].target, ordinal(origin))


def middle(name: str, held: Past, component: str, after: int) -> float:
    """The draw where all chance is 0."""
    return float(BASELINES[name](held, component, ordinal(after), np.zeros((2, 1)))[0])


def unit(name: str, held: Past, component: str, after: int, slope: float = 0.0) -> float:
    """How far a draw of one standard unit of change, or of slope, lies from the middle."""
    z = np.array([[0.0 if slope else 1.0], [slope]])
    return float(BASELINES[name](held, component, ordinal(after), z)[0]) - middle(name, held, component, after)


def test_only_figures_up_to_the_origin_are_known() -> None:
    held = past(front(0, 400), front(30, 390), front(31, 1), origin=30)
    assert [item.value for item in held.by_component[ROAD]] == [400, 390]


def test_persistence_says_the_last_figure_and_widens_with_the_root_of_time() -> None:
    held = past(front(0, 400), front(60, 340))
    assert middle("persistence", held, ROAD, 400) == 340
    # 120 days after the last one: sqrt(120 / 30.436875) = 1.9856 times the monthly spread; 3 days count as a quarter month.
    assert unit("persistence", held, ROAD, 180) == pytest.approx(held.scale * sqrt(120 / 30.436875))
    assert unit("persistence", held, ROAD, 63) == pytest.approx(held.scale * 0.5)
    assert MONTH == 365.2425 / 12


def test_the_trend_goes_on_in_the_line_of_twelve_months() -> None:
    # Figures of days 0 (too old for the year before day 400), 100, 200, 300, 400: by least squares through the last four, about
    # their mean day 250: (-150 * 60 - 50 * 40 + 50 * 20 + 150 * 0) / (2 * (150**2 + 50**2)) = -10000 / 50000 = -0.2 km a day.
    held = past(front(0, 999), front(100, 60), front(200, 40), front(300, 20), front(400, 0))
    assert middle("trend", held, ROAD, 500) == pytest.approx(-20)
    # The slope's error: 30 km of each figure over sqrt(50000) days, times 100 days.
    assert unit("trend", held, ROAD, 500, slope=1.0) == pytest.approx(100 * 30 / sqrt(50_000))


def test_the_local_trend_is_that_of_three_months_and_fades() -> None:
    # Of days 350 and 400 only: 10 km in 50 days. With a half-life of 91 days it comes to 0.2 * 91 / ln 2 = 26.26 km in the end,
    # and after 91 days to half of that.
    held = past(front(0, 999), front(350, 10), front(400, 20))
    assert middle("local-trend", held, ROAD, 400 + 91) == pytest.approx(20 + 0.5 * 0.2 * 91 / log(2))
    assert middle("local-trend", held, ROAD, 400 + 91_000) == pytest.approx(20 + 0.2 * 91 / log(2))


def test_one_figure_alone_has_no_trend() -> None:
    held = past(front(0, 70))
    assert [middle(name, held, ROAD, 200) for name in BASELINES] == [70.0] * 4


def test_climatology_repeats_changes_of_like_length_anywhere() -> None:
    # 100 days ahead: changes over 50 to 200 days, scaled to 100. Road: 0-100 by -10, 100-200 by -20, 0-200 by -30 (scaled -15).
    # Shore: 0-60 by +6 (scaled +10), 60-80 is too short, 0-80 by +8 (+10).
    road = [front(0, 90), front(100, 80), front(200, 60)]
    held = past(*road, *(front(after, value, "front shore") for after, value in ((0, 10), (60, 16), (80, 18))))
    draws = BASELINES["climatology"](held, ROAD, ordinal(300), np.stack([np.zeros(5), np.arange(5.0)]))
    assert sorted(draws) == pytest.approx([40, 45, 50, 70, 70])


def test_losses_are_compared_as_rates_by_the_day() -> None:
    # 30 thousand in 30 days is 1 a day; for 60 days to come persistence says 60 thousand, with the error of the figure.
    held = past(lost(0, 29, 30))
    wanted = lost(100, 159, 999)
    z = np.zeros((3 + FREEDOM, 2))
    z[3:] = 1.0  # chi squared of 4 is 4: the width is 1
    z[2] = (0.0, 1.0)
    found = forecast("persistence", held, wanted, z)
    assert exp(found[0]) == pytest.approx(60)
    assert found[1] - found[0] == pytest.approx(0.2)
    # A rate does not wander: its spread is the same after a month and after years.
    assert unit("persistence", held, LOST, 60) == pytest.approx(unit("persistence", held, LOST, 3000))


def test_losses_repeat_past_rates_of_the_same_component() -> None:
    held = past(lost(0, 9, 10), lost(10, 19, 20), lost(20, 29, 40))
    draws = BASELINES["climatology"](held, LOST, ordinal(60), np.stack([np.zeros(3), np.arange(3.0)]))
    assert np.exp(sorted(draws)) == pytest.approx([1, 2, 4])


def test_a_wide_chance_is_students() -> None:
    held = past(front(0, 400), front(60, 340))
    z = np.zeros((3 + FREEDOM, 1))
    z[0], z[3] = 1.0, 1.0  # chi squared is 1: the width is sqrt(4 / 1)
    found = forecast("persistence", held, front(180, 0), z)
    assert found[0] == pytest.approx(340 + 2 * held.scale * sqrt(120 / MONTH))


def test_the_spread_of_changes_maximises_students_likelihood() -> None:
    """The maximum found by SciPy of Student's log likelihood, scale s, with two changes of the size of the prior beside it: these
    count as normal ones do, -ln(s^2) - prior^2 / s^2."""
    optimize = pytest.importorskip("scipy.optimize", reason="the maximiser to compare with is SciPy's")
    rng = np.random.Generator(np.random.Philox(4))
    values = np.cumsum(rng.standard_t(3, 15) * 40)
    held = past(*(front(45 * at, float(value)) for at, value in enumerate(values)))
    changes = np.diff(values) / sqrt(45 / MONTH)

    def cost(log_square: float) -> float:
        square = exp(log_square)
        own = np.sum(0.5 * log(square) + 0.5 * (FREEDOM + 1) * np.log1p(changes**2 / (FREEDOM * square)))
        return float(own + log(square) + PRIOR_SCALE["front"] ** 2 / square)

    best = optimize.minimize_scalar(cost, bounds=(0, 20), method="bounded", options={"xatol": 1e-9}).x
    assert held.scale == pytest.approx(sqrt(exp(best)), rel=1e-4)


def test_without_a_past_the_spread_is_that_of_the_prior() -> None:
    assert past(front(0, 70)).scale == pytest.approx(PRIOR_SCALE["front"])
