"""Prior and posterior predictive checks of an invented process whose course can be worked out by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.outcome.validation.support import WEEKS, case, prior
from torgau.outcome.priors import prior_draws
from torgau.outcome.validation.posterior_predictive import posterior_predictive
from torgau.outcome.validation.prior_predictive import Bound, prior_predictive
from torgau.outcome.worlds import begins

MONTH = 30.436875


def narrow(speed: float) -> object:
    return case((prior("speed", speed, 0.01), prior("loss", 0.02, 0.01), prior("front_noise", 0.01, 0.01)))


def test_a_process_that_must_end_on_time_does_so_in_every_draw() -> None:
    # From 220 - 0 km at 5 km a week to a reach of 20 km: 40 weeks, which is the recorded span. The start scatters by 5 km.
    found = prior_predictive(narrow(5), draws=200, backend="numpy")  # type: ignore[arg-type]
    assert found.near == 1.0
    assert found.end[2] == pytest.approx(WEEKS * 7 / MONTH, rel=0.03)
    assert found.absurd == 0.0
    json.dumps(found.as_dict(), allow_nan=False)


@pytest.mark.parametrize(("speed", "where"), [(15, "early"), (2.8, "late"), (1, "never")])
def test_ends_out_of_the_window_are_counted_where_they_fall(speed: float, where: str) -> None:
    # 200 km at 15, 2.8 and 1 km a week: 13, 71 and 200 weeks; the window is 20 to 60 weeks and the run ends with week 81.
    found = prior_predictive(narrow(speed), draws=100, backend="numpy")  # type: ignore[arg-type]
    # A start that scatters by 5 km, with heavy tails, moves a few draws over the edge of the window.
    assert getattr(found, where) >= 0.95
    assert found.near + found.early + found.late + found.never == pytest.approx(1.0)


def test_absurd_draws_are_flagged_by_the_bounds_that_were_declared() -> None:
    bounds = (Bound("speed", -1.0, 6.0, "slow"), Bound("losses", 0.0, 4.0, "many"))
    found = prior_predictive(narrow(9), draws=100, bounds=bounds, backend="numpy")  # type: ignore[arg-type]
    assert [item.quantity for item in found.flags] == ["speed"]
    assert found.absurd == 1.0
    losses = next(item for item in found.spreads if item.quantity == "losses")
    # 2% a week is 0.02 x 52.1775 = 1.044 a year; the strength stands at 100.
    assert losses.highest[2] == pytest.approx(1.044, rel=0.02)


def test_a_run_too_short_for_the_window_is_refused() -> None:
    with pytest.raises(ValueError, match="must cover"):
        prior_predictive(case(), reach=1.2)


def test_held_out_figures_are_marked_and_predicted_from_the_last_day_that_was_read() -> None:
    found = case()
    until = begins(found.process) + 20 * 7 - 1
    z = prior_draws(found.priors, 400, 3)
    z[0] = 0.0
    made = posterior_predictive(found, z, until, backend="numpy")
    assert all(row.held_out == (row.last > until) for row in made.rows)
    assert all(row.held_out for row in made.rows if row.way == "run on")
    # 20 figures of the front on days 6, 20, ...: 10 of them come after day 139.
    fronts = [row for row in made.rows if row.target == "front"]
    assert len(fronts) == 30
    run_on = [row for row in fronts if row.way == "run on"]
    free = [row for row in fronts if row.way == "free" and row.held_out]
    # What is known on the last day narrows the forecast of what comes next.
    assert run_on[0].p95 - run_on[0].p05 < free[0].p95 - free[0].p05
    assert all(cover.cover90 == 1.0 for cover in made.covers if cover.component == "front road")
    # Losses that had begun before the last day read are not forecast; those of days 91-181 are such.
    assert {row.first - begins(found.process) for row in made.rows if row.target == "losses" and row.way == "run on"} == {182}
    json.dumps(made.as_dict(), allow_nan=False)


def test_losses_are_shown_in_thousands_of_people() -> None:
    found = case()
    z = np.zeros((4, 200), dtype=np.float32)
    made = posterior_predictive(found, z, begins(found.process) + 41 * 7, backend="numpy")
    first = next(row for row in made.rows if row.series == "lost")
    # 13 weeks at 2% of 100 thousand: 26, which is what the first rival says; the second says twice as many.
    assert first.value == pytest.approx(26.0)
    assert first.p50 == pytest.approx(26.0, rel=0.05)
    second = next(row for row in made.rows if row.series == "lost-rival")
    assert second.at > 0.99
