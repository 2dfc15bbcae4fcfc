"""Runs that the checks share: from the beginning without the record, and without chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from torgau.outcome.backends import backend_of
from torgau.outcome.ensemble import simulate
from torgau.outcome.fitting import Case, Paths, bucket, lengthened, run_on
from torgau.outcome.levels import FREEDOM, Filtered, LevelModel, Levels, Spread, Width, filtering
from torgau.outcome.priors import parameters
from torgau.outcome.worlds import World, step_of

Told = Callable[[str], None]
"""Told in words what has just been done."""

Answer = Callable[[Sequence[Paths]], np.ndarray]
"""A number of each member's paths, one for each world that was run: (members,). Of two worlds it may be their difference."""


def silent(text: str) -> None:
    """Tells nobody."""


def begun(case: Case, world: World, z: np.ndarray, backend: str = "auto") -> Filtered:
    """What a model knows before its first step, for draws of shape (parameters, members): where it starts, and how surely."""
    xp = backend_of(backend).xp
    p = parameters(xp, case.priors, xp.asarray(np.asarray(z, dtype=np.float32)))
    level, spread, aux = case.structure.start(xp, p, {name: value[0] for name, value in world.arrays().items()})
    state = Levels(level, xp.zeros_like(level), aux, xp.ones_like(level))
    unknown = FREEDOM * xp.ones_like(level)
    return Filtered(state, spread, xp.zeros(level.shape[-1], dtype=level.dtype), Width(unknown, unknown))


def free_run(case: Case, world: World, z: np.ndarray, *, seed: int, backend: str = "auto") -> Paths:
    """Paths from the first step on, with chance in the start and in every step and no figure of the record but the inputs."""
    return run_on(case, world, z, begun(case, world, z, backend), 0, seed=seed, backend=backend)


def read_anew(
    case: Case, world: World, z: np.ndarray, until: int, readings: Mapping[str, np.ndarray], backend: str = "auto"
) -> Filtered:
    """What the filter knows after the step of a day had it read these figures (as `Case.readings` gives them for a run of
    `bucket` steps)."""
    engine = backend_of(backend)
    inputs = lengthened(world.arrays(), bucket(step_of(case.process, until) + 1))
    p = parameters(engine.xp, case.priors, engine.xp.asarray(np.asarray(z, dtype=np.float32)))
    found: Filtered = filtering(case.structure, engine)(p, inputs, dict(readings))
    return found


def side_by_side(found: Sequence[Filtered], backend: str = "auto") -> Filtered:
    """What several filters know, their members beside each other: one run goes on from all of them."""
    xp = backend_of(backend).xp

    def joined(parts: Sequence[Any]) -> Any:
        return xp.concatenate(list(parts), axis=-1)

    states = [each.state for each in found]
    aux = {name: joined([state.aux[name] for state in states]) for name in states[0].aux}
    level, momentum, scale = (joined([getattr(state, name) for state in states]) for name in ("level", "momentum", "scale"))
    spread = Spread(*(joined(parts) for parts in zip(*(each.spread for each in found), strict=True)))
    width = Width(*(joined(parts) for parts in zip(*(each.width for each in found), strict=True)))
    return Filtered(Levels(level, momentum, aux, scale), spread, joined([each.loglik for each in found]), width)


def still_run(case: Case, world: World, z: np.ndarray, after: Filtered, first_step: int, backend: str = "auto") -> Paths:
    """Paths from the mean of what is known, with every shock 0: what is left of the spread is that of the parameters."""
    engine = backend_of(backend)
    structure = case.structure
    wanted = world.steps - first_step
    inputs = {name: value[first_step:] for name, value in world.arrays().items()}
    run = simulate(
        LevelModel(structure),
        parameters(engine.xp, case.priors, engine.xp.asarray(np.asarray(z, dtype=np.float32))),
        # As in `run_on`: few lengths, so that few shapes are compiled.
        lengthened(inputs, bucket(wanted) if engine.name == "jax" else wanted),
        seed=0,
        state=after.state,
        first_step=first_step,
        shocked=False,
        backend=backend,
    )
    start = np.asarray(engine.xp.concatenate([after.state.level, structure.losses(engine.xp, after.state.aux)]))
    return Paths(first_step, (*structure.names, *structure.counted), run.observed[:wanted], start)


def plain(value: Any) -> Any:
    """A result as JSON carries it: arrays and tuples as lists, numbers to seven digits, what is not a number as null."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.7g}") if np.isfinite(value) else None
    return value
