"""A what-if of the usual size on invented worlds: three models, two worlds, 2,000 draws, eight years by the week.

The models are the structures of `torgau.outcome.structures`; the third is the attrition of a process with two theatres only.
Their parameters are invented: how long a run takes does not depend on them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from torgau.outcome.ensemble import simulate
from torgau.outcome.levels import LevelModel
from torgau.outcome.structures.attrition import Attrition
from torgau.outcome.structures.economy import Economy
from torgau.outcome.structures.parts import Setting

DRAWS, STEPS = 2000, 8 * 52 + 1


def setting(theatres: int, axes: int = 2) -> Setting:
    """Eight powers on two sides; each theatre has some axes."""
    names = tuple(f"theatre {at}" for at in range(theatres))
    return Setting(
        powers=tuple(f"power {at}" for at in range(8)),
        side_of=(0, 0, 0, 0, 0, 1, 1, 1),
        theatres=names,
        axes=tuple(f"{name}, axis {at}" for name in names for at in range(axes)),
        theatre_of=tuple(at for at in range(theatres) for _ in range(axes)),
        sends=((1.0,) * 8,) * theatres,
        step=7,
    )


def worlds(of: Setting, steps: int = STEPS, seed: int = 3) -> list[dict[str, np.ndarray]]:
    """The world as it was and one in which half of the aid does not arrive, as `World.arrays` gives them."""
    draw = np.random.default_rng(seed)
    powers, theatres, axes = len(of.powers), len(of.theatres), len(of.axes)
    at = np.arange(steps)
    still = np.zeros((steps, 1))
    opened = (at[:, None] >= 60 * np.arange(theatres)).astype(float)
    one = {
        "free": draw.uniform(500, 3000, powers) + still,
        "tied": draw.uniform(50, 800, (theatres, powers)) + still[:, :, None],
        "output": draw.uniform(5, 50, powers) * (1 + at[:, None] / 300),
        "income": draw.uniform(50, 900, powers) + still,
        "burden": draw.uniform(0.1, 0.6, powers) + still,
        "received": draw.uniform(0, 3, powers) + still,
        "given": draw.uniform(0, 2, powers) + still,
        "bombs": draw.uniform(0, 40, 2) + still,
        "open": opened,
        "axis open": opened[:, of.theatre_of],
        "axis start": draw.uniform(300, 1500, axes) + still,
        "season": np.cos(2 * np.pi * at / 52.18),
        "weeks in": at.astype(float),
    }
    both = [one, {**one, "received": one["received"] / 2}]
    return [{name: value.astype(np.float32) for name, value in world.items()} for world in both]


class Asked(dict[str, np.ndarray]):
    """Parameters that are invented when they are first asked for."""

    def __init__(self, members: int, seed: int = 5) -> None:
        super().__init__()
        self.members, self.draw = members, np.random.default_rng(seed)

    def __missing__(self, name: str) -> np.ndarray:
        self[name] = np.exp(self.draw.normal(-1.5, 0.2, self.members)).astype(np.float32)
        return self[name]


def parameters(structure: Any, world: Mapping[str, np.ndarray], members: int) -> dict[str, np.ndarray]:
    """Parameters for all that a structure asks for."""
    asked = Asked(members)
    level, _, aux = structure.start(np, asked, {name: value[0] for name, value in world.items()})
    now = {name: value[0] for name, value in world.items()}
    structure.drift(np, asked, now, level, aux)
    structure.noise(np, asked, now)
    return dict(asked)


def questions() -> list[tuple[Any, dict[str, np.ndarray], list[dict[str, np.ndarray]]]]:
    """For each model its parameters and the two worlds."""
    found = []
    for structure in (Attrition(setting(5)), Economy(setting(5)), Attrition(setting(2))):
        both = worlds(structure.setting)
        found.append((LevelModel(structure), parameters(structure, both[0], DRAWS), both))
    return found


def ask(asked: Any, backend: str, seed: int) -> list[np.ndarray]:
    """All worlds of all models: each world's observed paths."""
    return [
        simulate(model, params, world, seed=seed, backend=backend).observed for model, params, both in asked for world in both
    ]


def measure(backend: str, times: int) -> dict[str, Any]:
    """Seconds of the first what-if of a process (with what has to be compiled, or read where it was kept) and of later ones."""
    asked = questions()
    seconds = []
    for seed in range(times + 1):
        clock, cpu = time.perf_counter(), time.process_time()
        shown = ask(asked, backend, seed)
        seconds.append((time.perf_counter() - clock, time.process_time() - cpu))
    assert all(np.isfinite(each).all() for each in shown), "an invented world ran out of all bounds"
    later = sorted(seconds[1:])
    return {
        "first": seconds[0][0],
        "seconds": later[len(later) // 2][0],
        "least_seconds": later[0][0],
        "cpu_seconds": sorted(cpu for _, cpu in later)[len(later) // 2],
    }
