"""Each kind of uncertainty alone, in a process in which it is known."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from tests.outcome.validation.support import case
from torgau.outcome.fitting import Paths, bucket
from torgau.outcome.validation.uncertainties import HELD, Parts, kinds, parts_of, rival_readings, runs_of
from torgau.outcome.worlds import begins

AHEAD = 10


WEEKS = 20
"""Weeks before the departure."""


def front(runs: Sequence[Paths]) -> np.ndarray:
    """The front `AHEAD` weeks on, in the last of the worlds less that in the first where there are two."""
    fronts = [np.asarray(paths.of("front road")[AHEAD - 1], dtype=float) for paths in runs]
    return fronts[0] if len(fronts) == 1 else fronts[-1] - fronts[0]


def parts(z: np.ndarray, *, stopped: bool = False, **more: object) -> Parts:
    """In the recorded world alone, or against one in which nobody meets on the road any more from the departure on."""
    found = case()
    until = begins(found.process) + WEEKS * 7 - 1
    world = found.world(40)
    worlds = (world, replace(world, opened={"field": (0, WEEKS)})) if stopped else (world,)
    return parts_of(runs_of(found, worlds, z, until, backend="numpy", **more), front)  # type: ignore[arg-type]


def test_known_parameters_leave_chance_alone() -> None:
    made = parts(np.zeros((4, 3000), dtype=np.float32))
    assert made.parameters.std() == pytest.approx(0.0, abs=1e-3)
    # Chance to come is Student's about a scale of at least 3 km x sqrt(10 weeks) = 9.5 km, and what is not known of the state
    # adds to it. The middle half is 2 x 0.67 scales (normal) to 2 x 0.741 (4 degrees of freedom) wide. Each figure that was read
    # where it was expected narrows the scale: with n of them lambda squared is typically no less than 4 / (4 + n).
    half = np.subtract(*np.quantile(made.chance, (0.75, 0.25)))
    read = sum(item.target == "front" and item.last < begins(case().process) + WEEKS * 7 for item in case().seen)
    assert read > 0
    scale = 3 * np.sqrt(AHEAD)
    assert 2 * 0.67 * scale * np.sqrt(4 / (4 + read)) < half < 2 * 1.5 * scale


def test_parameters_alone_move_the_front_by_their_own_spread() -> None:
    rng = np.random.default_rng(1)
    z = np.zeros((4, 3000), dtype=np.float32)
    z[0] = 0.2 * rng.standard_normal(3000)
    made = parts(z)
    # Speed is 5 exp(0.5 z): a standard deviation of about 5 x 0.1 = 0.5 km a week. Over the ten weeks to come that is 5 km; had
    # nothing been read in the twenty weeks before, it would be 15.
    assert 5.0 < made.parameters.std() < 15.0
    assert made.together.std() > made.chance.std()


def test_what_both_worlds_share_cancels_and_the_rest_is_the_spread_of_the_speed() -> None:
    """In the other world the front stands still: the difference is ten weeks of the speed, member by member, and nothing else."""
    z = np.zeros((4, 500), dtype=np.float32)
    z[0] = 0.2 * np.random.default_rng(3).standard_normal(500)
    made = parts(z, stopped=True, sources=30)
    weeks = AHEAD * 5 * np.exp(0.5 * z[0].astype(float))
    assert made.parameters == pytest.approx(weeks, abs=1e-3)
    # Log-normal with a spread of 0.5 x 0.2 = 0.1: 50 exp(0.1^2 / 2) sqrt(exp(0.1^2) - 1) = 5.04 km, to the error of 500 draws.
    assert made.parameters.std() == pytest.approx(5.04, rel=0.1)
    # The speed of the mean draw, whatever chance does and whatever the figures say: the front itself has no part in it.
    middle = AHEAD * 5 * np.exp(0.5 * float(z[0].mean()))
    assert made.chance == pytest.approx(np.full(500, middle), abs=1e-3)
    assert made.errors == pytest.approx(np.full(30, middle), abs=1e-3)
    # So all together is the parameters again, member by member.
    assert made.together == pytest.approx(made.parameters, abs=1e-3)


def test_errors_of_the_sources_move_the_front_as_the_gains_of_the_filter_say() -> None:
    """Known parameters: the last state is a weighted sum of the figures, so that its spread is that of their errors, weighted."""
    made = parts(np.zeros((4, 50), dtype=np.float32), sources=4000)
    # A filter for one number, written down again: 25 km^2 at first, 9 more each week, a figure with an error of 30 km on the
    # last day of every second week, the first one in the first week. Errors before a figure fade by 1 - its gain.
    p, spread = 25.0, 0.0
    for week in range(WEEKS):
        p += 9.0
        if week % 2 == 0:
            gain = p / (p + 900.0)
            p, spread = p - gain * p, (1 - gain) ** 2 * spread + gain**2 * 900.0
    # 4000 draws: a standard deviation to 1.1%.
    assert made.errors.std() == pytest.approx(np.sqrt(spread), rel=0.05)
    assert len(made.rivals) == 2
    # Losses are read alone; they correct no level, so that the front does not move.
    assert made.rivals == pytest.approx(np.full(2, made.parameters[0]), abs=1e-3)


def test_rival_series_are_read_one_at_a_time() -> None:
    found = case()
    until = begins(found.process) + 40 * 7 - 1
    read = rival_readings(found, bucket(40), until)
    assert list(read) == ["losses field first: lost", "losses field first: lost-rival"]
    figures = [np.exp(one["loss"][12, 0]) for one in read.values()]
    # 26 and 52 thousand; read together they would be sqrt(26 x 52) = 36.8.
    assert figures == pytest.approx([26.0, 52.0], rel=1e-4)
    assert np.exp(found.readings(bucket(40), until)["loss"][12, 0]) == pytest.approx(36.77, rel=1e-3)


def test_the_table_says_of_each_kind_what_is_held() -> None:
    rng = np.random.default_rng(2)

    def model(name: str, centre: float) -> Parts:
        return Parts(name, *(centre + sd * rng.standard_normal(n) for sd, n in ((1, 50), (0, 0), (3, 500), (2, 500), (4, 500))))

    found = kinds("the front", "km", [model("first", 0.0), model("second", 100.0)])
    by = {(line.kind, line.model): line for line in found.lines}
    assert ("sources: rivals", "first") not in by
    assert by["parameters", "first"].sd == pytest.approx(3, rel=0.1)
    assert by["chance", "second"].width == pytest.approx(2 * 2 * 1.645, rel=0.15)
    # Medians of about 0 and 100: standard deviation 100 / sqrt(2).
    assert by["model structure", ""].sd == pytest.approx(70.7, rel=0.01)
    assert found.largest == "model structure"
    assert [line.held for line in found.lines] == [HELD[line.kind] for line in found.lines]
    json.dumps(found.as_dict(), allow_nan=False)


def test_one_model_says_nothing_of_structure_and_none_is_refused() -> None:
    still = Parts("still", *(np.full(30, 4.0) for _ in range(5)))
    assert kinds("a", "km", [still]).largest == "none: no draw differs from another"
    one = Parts("only", *(np.arange(30.0) for _ in range(5)))
    assert "model structure" not in {line.kind for line in kinds("a", "km", [one]).lines}
    with pytest.raises(ValueError, match="no model"):
        kinds("a", "km", [])
    with pytest.raises(ValueError, match="no finite answer"):
        kinds("a", "km", [Parts("only", *(np.array([1.0, np.inf]) for _ in range(5)))])
