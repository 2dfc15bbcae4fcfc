"""The peers of the ensemble engine show its own trajectories: what is timed in `benchmarks.ensemble_pace` is one model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from benchmarks.ensemble_model import ACTORS, MECHANISMS, SERIES, THEATRES, VARIABLES, Pace, inputs, parameters
from benchmarks.ensemble_pace import TOLERANCE

from benchmarks import ensemble_c, ensemble_objects
from torgau.outcome.ensemble import simulate

STEPS, EVERY = 60, 4


def engine(members: int) -> np.ndarray:
    return simulate(Pace(), parameters(members), inputs(STEPS), seed=7, every=EVERY, backend="numpy").observed


def near(theirs: np.ndarray, ours: np.ndarray) -> None:
    assert theirs.shape == ours.shape
    assert np.max(np.abs(theirs - ours) / np.abs(ours).mean(axis=(0, 2), keepdims=True)) < TOLERANCE


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("members", [1, 64, 150])
def test_c_shows_the_same(members: int, threads: int) -> None:
    if ensemble_c.compiler() is None:
        pytest.skip("gcc is not installed")
    near(ensemble_c.run(parameters(members), inputs(STEPS), seed=7, every=EVERY, threads=threads), engine(members))


def test_objects_show_the_same() -> None:
    near(ensemble_objects.run(ensemble_objects.War, parameters(2), inputs(STEPS), seed=7, every=EVERY), engine(2))


def test_agents_of_mesa_show_the_same() -> None:
    pytest.importorskip("mesa", reason="mesa is not installed; it comes with the group bench")
    kind: Any = ensemble_objects.mesa_war()
    near(ensemble_objects.run(kind, parameters(2), inputs(STEPS), seed=7, every=EVERY), engine(2))


def test_the_model_has_the_size_that_is_stated() -> None:
    world = {name: value[:1] for name, value in inputs(1).items()}
    state = Pace().init(np, parameters(3), world)
    assert sum(part.reshape(-1, 3).shape[0] for part in state) == VARIABLES == 60
    assert (ACTORS, THEATRES, len(MECHANISMS)) == (8, 5, 18)
    assert Pace().observe(np, parameters(3), state).shape == (SERIES, 3)
    # It must be alive: after a year the members differ in every series, and the fronts have moved.
    shown = engine(50)[-1]
    assert np.all(shown.std(axis=1) > 0)
    assert np.abs(shown[:THEATRES] - 500).max() > 10
