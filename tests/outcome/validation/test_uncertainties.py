"""Each kind of uncertainty alone, in a process in which it is known."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.outcome.validation.support import case
from torgau.outcome.fitting import Paths, bucket
from torgau.outcome.validation.uncertainties import HELD, Parts, kinds, parts_of, rival_readings
from torgau.outcome.worlds import begins

AHEAD = 10


def front(paths: Paths) -> np.ndarray:
    """The front `AHEAD` weeks on."""
    return np.asarray(paths.of("front road")[AHEAD - 1], dtype=float)


def lost(paths: Paths) -> np.ndarray:
    return np.asarray(paths.of("losses field first")[-1], dtype=float)


def parts(z: np.ndarray, **more: object) -> Parts:
    found = case()
    until = begins(found.process) + 20 * 7 - 1
    return parts_of(found, found.world(40), z, until, front, backend="numpy", **more)  # type: ignore[arg-type]


def test_known_parameters_leave_chance_alone() -> None:
    made = parts(np.zeros((4, 3000), dtype=np.float32))
    assert made.parameters.std() == pytest.approx(0.0, abs=1e-3)
    # Chance to come is Student's with 4 degrees of freedom about a scale of at least 3 km x sqrt(10 weeks) = 9.5 km, and what is
    # not known of the state adds to it. The middle half of that distribution is 2 x 0.741 scales wide.
    half = np.subtract(*np.quantile(made.chance, (0.75, 0.25)))
    scale = 3 * np.sqrt(AHEAD)
    assert 2 * 0.67 * scale < half < 2 * 1.5 * scale


def test_parameters_alone_move_the_front_by_their_own_spread() -> None:
    rng = np.random.default_rng(1)
    z = np.zeros((4, 3000), dtype=np.float32)
    z[0] = 0.2 * rng.standard_normal(3000)
    made = parts(z)
    # Speed is 5 exp(0.5 z): a standard deviation of about 5 x 0.1 = 0.5 km a week. Over the ten weeks to come that is 5 km; had
    # nothing been read in the twenty weeks before, it would be 15.
    assert 5.0 < made.parameters.std() < 15.0
    assert made.together.std() > made.chance.std()


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
    assert {line.held for line in found.lines} <= set(HELD.values())
    json.dumps(found.as_dict(), allow_nan=False)


def test_one_model_says_nothing_of_structure_and_none_is_refused() -> None:
    one = Parts("only", *(np.arange(30.0) for _ in range(5)))
    assert "model structure" not in {line.kind for line in kinds("a", "km", [one]).lines}
    with pytest.raises(ValueError, match="no model"):
        kinds("a", "km", [])
    with pytest.raises(ValueError, match="no finite answer"):
        kinds("a", "km", [Parts("only", *(np.array([1.0, np.inf]) for _ in range(5)))])
