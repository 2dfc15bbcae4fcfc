"""A model of a pack brought together with the record: fitted up to a day, conditioned on it, and run on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from torgau.outcome.backends import Backend, backend_of
from torgau.outcome.ensemble import simulate
from torgau.outcome.levels import FREEDOM, Filtered, LevelModel, Levels, Structure, drawn, filter_levels, filtering
from torgau.outcome.observations import Seen, readings, seen
from torgau.outcome.priors import parameters
from torgau.outcome.sampling import Effort, LogLikelihood, Posterior, Progress, sample
from torgau.outcome.streams import Array, seed_word, shocks, word_of
from torgau.outcome.structures.attrition import Attrition
from torgau.outcome.structures.economy import Economy
from torgau.outcome.structures.materiel import Materiel
from torgau.outcome.structures.parts import Setting
from torgau.outcome.worlds import World, setting_of, step_of, world_of
from torgau.vocabulary.outcomes import Model, Prior, Process
from torgau.vocabulary.record import Record

STRUCTURES: Mapping[str, Any] = {"attrition": Attrition, "economy": Economy, "materiel": Materiel}
"""The structures that follow the front, by the name that a pack calls them."""

FAMILIES: Mapping[str, str] = {"attrition": "forces", "economy": "effort", "materiel": "effort"}
"""The mechanics behind each structure: two of the same family are no two witnesses."""

BUCKET = 52
"""Steps of a fit are rounded up to a multiple of this, so that few shapes are compiled."""


@dataclass(frozen=True)
class Case:
    """One model of a pack and all that the record says for it. Figures are read once."""

    record: Record
    process: Process
    model: Model

    @cached_property
    def structure(self) -> Structure:
        made: Structure = structure_of(self.model.structure, setting_of(self.process))
        return made

    @cached_property
    def seen(self) -> tuple[Seen, ...]:
        return seen(self.record, self.process)

    @property
    def priors(self) -> tuple[Prior, ...]:
        return self.model.priors

    def world(self, steps: int, known: int | None = None) -> World:
        """The recorded world, or what was known of it on a day."""
        return world_of(self.record, self.process, steps, known=known)

    def readings(self, steps: int, until: int) -> dict[str, np.ndarray]:
        """What the filter may read up to a day."""
        names, counted = self.structure.names, self.structure.counted
        return dict(readings(self.seen, self.process, names, counted, steps, until)._asdict())


@lru_cache(maxsize=16)
def structure_of(name: str, setting: Setting) -> Any:
    """The structure of that name for a setting. One object for one setting, so that what is compiled for it is kept."""
    return STRUCTURES[name](setting)


def case_of(record: Record, model: str) -> Case:
    """The case of a model of the pack. Raises KeyError."""
    found = record.models[model]
    return Case(record, record.processes[found.process], found)


@lru_cache(maxsize=16)
def likelihood(structure: Structure, priors: tuple[Prior, ...]) -> LogLikelihood:
    """The log likelihood of a structure as a function of standard normals and data (`inputs`, `readings`)."""
    engine = backend_of("jax")

    def loglik(z: Array, data: Mapping[str, Any]) -> Array:
        p = parameters(engine.xp, priors, z)
        return filter_levels(structure, engine, p, data["inputs"], data["readings"]).loglik

    return loglik


def fit(
    case: Case,
    until: int,
    *,
    known: bool,
    seeds: tuple[int, ...],
    effort: Effort,
    progress: Progress | None = None,
) -> Posterior:
    """The posterior given all that was observed up to a day (ordinal). With `known` the inputs too are those known on that
    day."""
    steps = bucket(step_of(case.process, until) + 1)
    world = case.world(steps, until if known else None)
    data = {"inputs": world.arrays(), "readings": case.readings(steps, until)}
    return sample(likelihood(case.structure, case.priors), data, len(case.priors), seeds=seeds, effort=effort, progress=progress)


def bucket(steps: int) -> int:
    """The number of steps that is run for so many: the next multiple of `BUCKET`."""
    return -(-steps // BUCKET) * BUCKET


def lengthened(inputs: Mapping[str, np.ndarray], steps: int) -> dict[str, np.ndarray]:
    """Inputs of at least so many steps, cut to them or filled with the last one."""
    at = np.minimum(np.arange(steps), len(next(iter(inputs.values()))) - 1)
    return {name: value[at] for name, value in inputs.items()}


def conditioned(case: Case, world: World, z: np.ndarray, until: int, backend: str = "auto") -> Filtered:
    """What the filter knows after the step of a day, for each draw of the parameters: z (parameters, members)."""
    engine = backend_of(backend)
    steps = bucket(step_of(case.process, until) + 1)
    inputs = lengthened(world.arrays(), steps)
    run = filtering(case.structure, engine)
    found: Filtered = run(_parameters(case, engine, z), inputs, case.readings(steps, until))
    return found


@dataclass(frozen=True)
class Paths:
    """Levels and losses so far, after each step from `first_step` on: (steps, levels + counted, members).

    `begun` holds them before the first step: (levels + counted, members).
    """

    first_step: int
    names: tuple[str, ...]
    values: np.ndarray
    begun: np.ndarray

    def of(self, name: str) -> np.ndarray:
        """One level or count: (steps, members)."""
        return self.values[:, self.names.index(name)]

    def at(self, name: str, step: int) -> np.ndarray:
        """One level or count after a step of the process; the step before the first one is where the run began. IndexError."""
        where = step - self.first_step
        if where < -1:
            raise IndexError(f"the run began after step {step}")
        return self.begun[self.names.index(name)] if where == -1 else self.of(name)[where]

    def counted(self, name: str) -> np.ndarray:
        """What was counted in the run: (members,)."""
        return self.of(name)[-1] - self.begun[self.names.index(name)]


def run_on(
    case: Case, world: World, z: np.ndarray, after: Filtered, first_step: int, *, seed: int, backend: str = "auto"
) -> Paths:
    """Run on from what the filter knows, in any world with the same beginning. Worlds with one seed share start and shocks."""
    engine = backend_of(backend)
    structure = case.structure
    members = np.arange(z.shape[1], dtype=np.uint32)
    names = structure.names
    parts = ("level", "momentum", *(f"scale {at}" for at in range(FREEDOM)), "learned scale")
    words = np.array([word_of(f"begin {part} {name}") for part in parts for name in names], dtype=np.uint32)
    with np.errstate(over="ignore"):
        first = shocks(np, seed_word(seed), members, np.uint32(first_step), words)
    start: Levels = drawn(engine.xp, after, engine.xp.asarray(first))
    inputs = {name: value[first_step:] for name, value in world.arrays().items()}
    wanted = world.steps - first_step
    inputs = lengthened(inputs, bucket(wanted) if engine.name == "jax" else wanted)
    run = simulate(
        LevelModel(structure),
        _parameters(case, engine, z),
        inputs,
        seed=seed,
        state=start,
        first_step=first_step,
        backend=backend,
    )
    begun = np.asarray(engine.xp.concatenate([start.level, structure.losses(engine.xp, start.aux)]))
    return Paths(first_step, (*names, *structure.counted), run.observed[:wanted], begun)


def _parameters(case: Case, engine: Backend, z: np.ndarray) -> Mapping[str, Array]:
    return parameters(engine.xp, case.priors, engine.xp.asarray(np.asarray(z, dtype=np.float32)))
