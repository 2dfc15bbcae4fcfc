"""Inputs of structures as plain arrays, one step or the same in many, and parameters: what the structures alone must do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tests.outcome.support import centre
from torgau.outcome.structures.attrition import Attrition
from torgau.outcome.structures.economy import Economy
from torgau.outcome.structures.materiel import Materiel
from torgau.outcome.structures.parts import SIDES, Setting
from torgau.vocabulary.outcomes import PARAMETERS

STRUCTURES: Mapping[str, Any] = {"attrition": Attrition, "economy": Economy, "materiel": Materiel}
POWERS = ("A", "B", "C", "D")
SETTING = Setting(
    powers=POWERS,
    side_of=(0, 0, 1, 1),
    theatres=("plain", "coast"),
    axes=("road", "track", "shore"),
    theatre_of=(0, 0, 1),
    # B sends its free forces to the plain only; the others anywhere.
    sends=((1.0, 1.0, 1.0, 1.0), (1.0, 0.0, 1.0, 1.0)),
    step=7,
)
MEMBERS = 2


def parameters(structure: str, **fields: float) -> dict[str, np.ndarray]:
    """All parameters at the middle of their invented priors, or as given, for each member the same."""
    found = {name: centre(name) for name in PARAMETERS[structure]} | fields
    return {name: np.full(MEMBERS, value, dtype=np.float32) for name, value in found.items()}


def even(structure: str, **fields: float) -> dict[str, np.ndarray]:
    """Parameters that favour neither side."""
    level = {"offset": 0.0, "handicap": 0.0, "season": 0.0, "loss_second": 0.02, "loss_first": 0.02}
    level |= {"line_share_first": 0.5, "line_share_second": 0.5}
    return parameters(structure, **{name: value for name, value in level.items() if name in PARAMETERS[structure]} | fields)


def world(steps: int = 1, **fields: Any) -> dict[str, np.ndarray]:
    """Inputs in which both sides have the same: two powers a side with 200 and 100 thousand free, both theatres open."""
    both = {
        "free": (200, 100, 200, 100),
        "output": (50, 20, 50, 20),
        "income": (400, 100, 400, 100),
        "burden": (0.3,) * 4,
        "received": (0,) * 4,
        "given": (0,) * 4,
        "tied": ((0,) * 4,) * 2,
        "bombs": (0, 0),
        "open": (1, 1),
        "axis open": (1, 1, 1),
        "axis start": (300, 250, 150),
        "season": 0.0,
        "weeks in": 0.0,
        **fields,
    }
    return {name: np.repeat(np.array(value, dtype=np.float32)[None], steps, axis=0) for name, value in both.items()}


def mirrored(inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The world with the sides exchanged."""
    other = dict(inputs)
    for name in ("free", "output", "income", "burden", "received", "given"):
        other[name] = inputs[name][:, [2, 3, 0, 1]]
    other["tied"], other["bombs"] = inputs["tied"][:, :, [2, 3, 0, 1]], inputs["bombs"][:, ::-1]
    return other


class Walked:
    """A structure run without chance over all steps, by a plain loop: levels (steps + 1, levels) of the first member."""

    def __init__(self, structure: str, p: Mapping[str, np.ndarray], inputs: Mapping[str, np.ndarray], setting: Setting = SETTING):
        self.model = STRUCTURES[structure](setting)
        level, _, aux = self.model.start(np, p, {name: value[0] for name, value in inputs.items()})
        self.levels, self.aux = [level], [aux]
        for step in range(len(inputs["season"])):
            move, _, aux = self.model.drift(np, p, {name: value[step] for name, value in inputs.items()}, level, aux)
            level = level + move
            self.levels.append(level)
            self.aux.append(aux)

    def of(self, name: str) -> np.ndarray:
        """One level after each step, the start first."""
        at = self.model.names.index(name)
        return np.array([float(level[at, 0]) for level in self.levels])

    def moved(self, name: str) -> np.ndarray:
        """How a level moved in each step."""
        return np.diff(self.of(name))

    def lost(self, theatre: str, side: int) -> np.ndarray:
        """What a side had lost in a theatre after each step."""
        at = self.model.counted.index(f"losses {theatre} {SIDES[side]}")
        return np.array([float(self.model.losses(np, aux)[at, 0]) for aux in self.aux])
