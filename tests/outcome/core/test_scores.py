"""Scores against closed forms and SciPy; skill, its interval, and who may be called better than a baseline."""

from __future__ import annotations

from dataclasses import replace
from math import pi, sqrt

import numpy as np
import pytest

from torgau.outcome.scores import ENOUGH, Forecast, Skill, best_baseline, cells, interval, log_density, score, skill_of
from torgau.outcome.speaking import skills_of


def made(by: str, origin: int, crps: float, component: str = "front road", **fields: float) -> Forecast:
    basic = Forecast(by, origin, "front", component, "s", origin + 90, 3, 0.0, crps, -1.0, 0.5, -2.0, -1.0, 0.0, 1.0, 2.0)
    return replace(basic, **fields)  # type: ignore[arg-type]


def test_crps_of_a_normal_forecast_is_its_closed_form() -> None:
    """Gneiting and Raftery (2007), equation 21: s (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi))."""
    pytest.importorskip("scoringrules", reason="the score is in the extra torgau[outcome]")
    norm = pytest.importorskip("scipy.stats", reason="the normal distribution is SciPy's").norm
    draws = norm.ppf((np.arange(20_000) + 0.5) / 20_000, loc=5, scale=2)
    for value in (5.0, 6.5, -1.0, 14.0):
        z = (value - 5) / 2
        closed = 2 * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / sqrt(pi))
        crps, density, below = score(draws, value)
        assert crps == pytest.approx(closed, abs=2e-3)
        assert below == pytest.approx(norm.cdf(z), abs=1e-4)
        if abs(z) < 1:
            assert density == pytest.approx(norm.logpdf(value, 5, 2), abs=0.05)


def test_crps_by_its_definition_on_three_draws() -> None:
    """E|X - y| - E|X - X'| / 2, with X' another draw (unbiased): for 1, 2, 4 and y = 3: 4/3 - (2 (1 + 3 + 2) / 6) / 2 = 1/3."""
    pytest.importorskip("scoringrules", reason="the score is in the extra torgau[outcome]")
    assert score(np.array([1.0, 2.0, 4.0]), 3.0)[0] == pytest.approx(1 / 3)


def test_the_log_density_is_that_of_a_kernel_estimate_of_the_same_width() -> None:
    stats = pytest.importorskip("scipy.stats", reason="the kernel estimate to compare with is SciPy's")
    draws = np.random.Generator(np.random.Philox(6)).gamma(2, 3, 700)
    low, high = np.quantile(draws, (0.25, 0.75))
    width = 0.9 * min(draws.std(), (high - low) / 1.349) * 700**-0.2  # Silverman (1986), equation 3.31
    kernel = stats.gaussian_kde(draws, bw_method=width / draws.std(ddof=1))
    for value in (0.5, 4.0, 11.0, 25.0):
        assert log_density(draws, value) == pytest.approx(kernel.logpdf([value]).item(), abs=1e-6)


def test_far_outside_of_all_draws_the_density_stays_a_number() -> None:
    assert np.isfinite(log_density(np.array([1.0, 2.0, 3.0]), 1e4))
    assert np.isfinite(log_density(np.full(10, 7.0), 7.0))


def test_a_component_with_many_figures_counts_once() -> None:
    rows = [made("m", 1, 2.0), made("m", 1, 4.0), made("m", 1, 10.0, "front shore"), made("m", 2, 6.0)]
    assert cells(rows) == {(1, "front road"): 3.0, (1, "front shore"): 10.0, (2, "front road"): 6.0}
    # Skill: the sums of cells, over those that both have. (3 + 6) / (6 + 12) = 0.5; the shore has no baseline.
    base = [made("b", 1, 6.0), made("b", 2, 12.0)]
    found = skill_of("m", rows, "b", base)
    assert (found.skill, found.cells, found.figures, found.origins, found.crps) == (0.5, 2, 4, 2, 4.5)


def test_coverage_is_the_share_of_figures_in_the_middle() -> None:
    shares = (0.01, 0.04, 0.06, 0.2, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)
    found = skill_of("m", [made("m", at, 1.0, at=share) for at, share in enumerate(shares)], "b", [made("b", 0, 1.0)])
    # Of ten, 0.25, 0.5 and 0.75 lie in the middle half; all but 0.01, 0.04 and 0.99 in the middle nine tenths.
    assert (found.cover50, found.cover90) == (0.3, 0.7)


def test_a_baseline_against_itself_has_no_skill_at_all() -> None:
    rows = [made("b", at, 1.0 + at % 4) for at in range(12)]
    found = skill_of("b", rows, "b", rows)
    assert (found.skill, found.p05, found.p95, found.standing) == (0.0, 0.0, 0.0, "none")


def test_the_best_baseline_is_the_hardest_to_beat() -> None:
    rows = {name: [made(name, at, crps) for at in range(8)] for name, crps in (("one", 5.0), ("two", 3.0), ("model", 1.0))}
    assert best_baseline(rows, ("one", "two", "three")) == "two"
    found = skills_of([item for held in rows.values() for item in held], ("one", "two"))
    assert {by: skill.skill for (by, _, _), skill in found.items()} == pytest.approx({"one": 1 - 5 / 3, "two": 0, "model": 2 / 3})


def widths(count: int) -> float:
    """The width of the interval for so many origins, whose scores differ in the same way throughout."""
    rng = np.random.Generator(np.random.Philox(8))
    pattern = rng.uniform(0.5, 1.5, 48)
    low, high = interval(pattern[:count], np.ones(count), 7)
    return high - low


def test_the_interval_is_wider_with_fewer_origins() -> None:
    found = [widths(count) for count in (6, 12, 24, 48)]
    assert found == sorted(found, reverse=True)
    # As a mean of n like scores: four times the origins, about half of the width or less.
    assert found[0] > 1.7 * found[2]


def test_the_interval_holds_the_skill_and_is_the_same_each_time() -> None:
    rng = np.random.Generator(np.random.Philox(9))
    own, other = rng.uniform(1, 3, 14), rng.uniform(1, 3, 14)
    low, high = interval(own, other, 7)
    assert low < 1 - own.sum() / other.sum() < high
    assert interval(own, other, 7) == (low, high)


def test_blocks_keep_neighbours_together() -> None:
    """Scores that come in runs of three say less than as many that alternate: the interval must be wider for them."""
    runs = np.repeat([0.5, 1.5, 0.5, 1.5], 3)
    mixed = np.tile([0.5, 1.5], 6)
    wide, narrow = (np.diff(interval(own, np.ones(12), 7))[0] for own in (runs, mixed))
    assert wide > 1.3 * narrow


def standing(origins: int, low: float = 0.1, skill: float = 0.2) -> str:
    return Skill("m", "front", 3, skill, low, 0.4, "b", 1.0, 0.5, 0.9, origins, origins, origins).standing


def test_nothing_is_demonstrated_from_fewer_than_six_origins() -> None:
    assert ENOUGH == 6
    assert [standing(origins) for origins in (1, 5, 6, 14)] == ["indicated", "indicated", "demonstrated", "demonstrated"]
    assert standing(14, low=0.0) == standing(14, low=-0.2) == "indicated"
    assert standing(14, low=-0.5, skill=0.0) == standing(14, low=-0.5, skill=-0.1) == "none"


def test_from_three_origins_the_interval_is_no_point() -> None:
    low, high = interval(np.array([1.0, 2.0, 3.0]), np.array([3.0, 3.0, 3.0]), 7)
    assert high > low
