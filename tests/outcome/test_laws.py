"""Fitting a law to data of one's own: what went in comes out, what the data cannot say is said to come from the prior."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from torgau.outcome.laws import Error, fit_model
from torgau.outcome.sampling import Effort
from torgau.vocabulary.outcomes import Prior

pytest.importorskip("blackjax", reason="the sampler is in the extra torgau[outcome]")

EXAMPLE = Path(__file__).parents[2] / "examples" / "attrition_of_a_battle.py"


@pytest.fixture(scope="module")
def battle() -> ModuleType:
    """The example that the documentation shows."""
    spec = importlib.util.spec_from_file_location("attrition_of_a_battle", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Line:
    """A straight line: after step t it stands at `slope` x t."""

    mechanisms = ()

    def init(self, xp: Any, p: Any, inputs: Any) -> Any:
        return 0.0 * p["slope"]

    def step(self, xp: Any, p: Any, inputs: Any, state: Any, shock: Any) -> Any:
        return state + p["slope"]

    def observe(self, xp: Any, p: Any, state: Any) -> Any:
        return state[None]


SLOPE = Prior(parameter="slope", family="normal", centre=Decimal(0), spread=Decimal(2), why="invented")


def test_a_straight_line_has_the_posterior_of_the_textbook() -> None:
    seen = np.array([1.3, 1.7, np.nan, 4.4, 4.9])
    fitted = fit_model(Line(), {"y": seen}, [SLOPE], errors=Error("normal", 0.5), effort=Effort(1024, 10))
    # Linear regression through the origin with known error: precision 1/2^2 + sum t^2 / 0.5^2 over t = 1, 2, 4, 5, that is
    # 0.25 + 46 / 0.25 = 184.25; the mean is (1.3 + 3.4 + 17.6 + 24.5) / 0.25 / 184.25 = 187.2 / 184.25 = 1.0160.
    assert fitted.draws["slope"].mean() == pytest.approx(1.0160, abs=0.006)
    assert fitted.draws["slope"].std() == pytest.approx(184.25**-0.5, rel=0.07)
    assert fitted.agrees
    assert fitted.predicted(backend="numpy")["y"][3].mean() == pytest.approx(4 * 1.016, abs=0.03)


def test_a_scatter_that_is_fitted_is_found() -> None:
    rng = np.random.default_rng(4)
    scatter = Prior(parameter="scatter", family="lognormal", centre=Decimal("0.5"), spread=Decimal(1), why="invented")
    data = {"y": np.arange(1, 81) * np.exp(0.2 * rng.standard_normal(80))}
    fitted = fit_model(Line(), data, [SLOPE], errors=Error("lognormal", scatter), effort=Effort(512, 10))
    # The standard error of a standard deviation from 80 figures is 0.2 / sqrt(160) = 0.016.
    assert fitted.draws["scatter"].mean() == pytest.approx(0.2, abs=3 * 0.016)
    assert {item.name for item in fitted.estimates()} == {"slope", "scatter"}


def test_a_long_battle_gives_back_the_law_that_made_it(battle: ModuleType) -> None:
    errors = Error("lognormal", battle.SCATTER)
    fitted = fit_model(battle.Battle(), battle.simulated(30, 0.2, seed=5), battle.PRIORS, errors=errors, effort=Effort(256, 20))
    assert fitted.agrees
    for item in fitted.estimates():
        low, _, high = item.fitted
        assert low < {**battle.TRUTH, "scatter": 0.2}[item.name] < high, item
        assert item.contraction.label == "informed"


def test_a_short_battle_leaves_the_exponents_to_their_priors(battle: ModuleType) -> None:
    errors = Error("lognormal", battle.SCATTER)
    data = battle.simulated(30, 0.4, seed=5)
    for figures in data.values():
        figures[8:] = np.nan
    fitted = fit_model(battle.Battle(), data, battle.PRIORS, errors=errors, effort=Effort(256, 20))
    labels = {item.name: item.contraction.label for item in fitted.estimates()}
    assert labels["enemy"] == labels["own"] == "prior-driven"
    assert labels["rate_first"] == labels["rate_second"] == "informed"


def test_the_documentation_shows_the_law_of_the_example() -> None:
    shown = (EXAMPLE.parents[1] / "docs" / "outcome-example.md").read_text(encoding="utf-8")
    law = shown[shown.index("    @dataclass") : shown.index("`xp` is NumPy")]
    code = EXAMPLE.read_text(encoding="utf-8")
    lines = [line.split("  #")[0].strip() for line in law.splitlines()]
    assert len(lines) > 10
    assert [line for line in lines if line not in code] == []


@pytest.mark.parametrize(
    ("data", "more", "says"),
    [
        ({"y": [1.0, 2.0], "z": [1.0, 2.0]}, {}, "observes 1 series, the data have 2"),
        ({"y": [float("nan")] * 2}, {}, "no figure"),
        ({}, {}, "no figure"),
        ({"y": [1.0, 0.0]}, {}, "not above 0"),
        ({"y": [1.0, 2.0]}, {"inputs": {"x": np.zeros(3)}}, "3 steps and the data 2"),
        ({"y": [1.0, 2.0]}, {"errors": {"x": Error()}}, "errors are given for"),
        ({"y": [1.0, 2.0]}, {"errors": Error("normal", SLOPE)}, "more than one prior for slope"),
    ],
)
def test_what_does_not_fit_together_is_refused(data: Any, more: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        fit_model(Line(), data, [SLOPE], **more)
