"""The model that the pace of the ensemble engine is measured on, written once against the engine's interface.

Eight actors of two sides in five theatres: 60 state variables and 18 draws in every weekly step. It stands for the size and the
mix of arithmetic of the models that the engine is for; it is a model of nothing. Its numbers are invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

Array = Any

ACTORS, THEATRES, STEPS = 8, 5, 520
FIRST = 5
"""Actors of the first side; the others are of the second."""

SIDES = (slice(0, FIRST), slice(FIRST, ACTORS))
OF_FIRST = (np.arange(ACTORS) < FIRST)[:, None]
"""Which actors are of the first side, (actors, 1)."""

VARIABLES = THEATRES * ACTORS + ACTORS + THEATRES + THEATRES + 2
SERIES = THEATRES + THEATRES * 2 + 2
"""What is observed: the fronts, the strength of each side in each theatre, and the losses of each side so far."""

MECHANISMS = (
    *(f"output {actor}" for actor in range(ACTORS)),
    *(f"front {theatre}" for theatre in range(THEATRES)),
    *(f"momentum {theatre}" for theatre in range(THEATRES)),
)

PARAMETERS = {
    "output_noise": (0.1, 0.2),
    "wear": (0.005, 0.02),
    "season": (-0.2, 0.2),
    "power": (0.2, 0.8),
    "loss": (0.002, 0.01),
    "replacement": (0.02, 0.08),
    "speed": (2.0, 8.0),
    "contrast": (0.5, 1.5),
    "front_noise": (0.5, 2.0),
    "keep": (0.5, 0.8),
    "momentum_noise": (0.2, 0.8),
}
"""Between which bounds each parameter is drawn."""


class State(NamedTuple):
    """`strength` (theatres, actors, members), `equipment` (actors, members), `front` and `momentum` (theatres, members), `lost`
    (sides, members).
    """

    strength: Array
    equipment: Array
    front: Array
    momentum: Array
    lost: Array


@dataclass(frozen=True)
class Pace:
    """The model. It has no settings: one of it is as good as another."""

    @property
    def mechanisms(self) -> tuple[str, ...]:
        return MECHANISMS

    def init(self, xp: Any, p: Mapping[str, Array], inputs: Mapping[str, Any]) -> State:
        members = p["speed"].shape[-1]
        tied, free = inputs["tied"][0], inputs["free"][0]
        strength = (tied + free / THEATRES)[:, :, None] + xp.zeros((1, 1, members), dtype=xp.float32)
        zero = xp.zeros((THEATRES, members), dtype=xp.float32)
        equipment = inputs["output"][0][:, None] / p["wear"][None, :]
        return State(strength, equipment, zero + xp.float32(500.0), zero, zero[:2])

    def step(self, xp: Any, p: Mapping[str, Array], at: Mapping[str, Any], state: State, shock: Array) -> State:
        strength, is_open = state.strength, at["open"][:, None]
        made = at["output"][:, None] * xp.exp(p["output_noise"] * shock[:ACTORS])
        equipment = state.equipment * (1 - p["wear"]) + made

        # Free forces go where the enemy stands.
        here = [xp.sum(strength[:, side], axis=1) for side in SIDES]
        shares = []
        for enemy in reversed(here):
            weight = is_open * enemy + xp.float32(0.01)
            shares.append(weight / xp.sum(weight, axis=0))
        room = at["tied"][:, :, None] + xp.where(OF_FIRST, shares[0][:, None], shares[1][:, None]) * at["free"][:, None]

        kit = equipment / (xp.sum(room, axis=0) + 1)
        force = strength * (kit / (1 + kit))
        first, second = (xp.sum(force[:, side], axis=1) + 1 for side in SIDES)
        ratio = xp.clip(xp.log(first / second) + p["season"] * at["season"], -4.0, 4.0)
        tilt = xp.exp(p["power"] * ratio)
        rates = [xp.minimum(p["loss"] * is_open * tilted, 0.5) for tilted in (1 / tilt, tilt)]
        loss = xp.where(OF_FIRST, rates[0][:, None], rates[1][:, None]) * strength
        grown = strength + p["replacement"] * (room - strength) - loss
        by_actor = xp.sum(loss, axis=0)
        lost = state.lost + xp.stack([xp.sum(by_actor[side], axis=0) for side in SIDES])

        lean = ratio / p["contrast"]
        move = p["speed"] * lean / (1 + xp.abs(lean)) * is_open
        front = state.front - move + state.momentum + p["front_noise"] * shock[ACTORS : ACTORS + THEATRES]
        momentum = p["keep"] * state.momentum + p["momentum_noise"] * shock[ACTORS + THEATRES :]
        return State(grown, equipment, front, momentum, lost)

    def observe(self, xp: Any, p: Mapping[str, Array], state: State) -> Array:
        here = [xp.sum(state.strength[:, side], axis=1) for side in SIDES]
        return xp.concatenate([state.front, *here, state.lost])


def parameters(members: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Invented parameters, (members,) each, float32."""
    draw = np.random.default_rng(seed)
    return {name: draw.uniform(low, high, members).astype(np.float32) for name, (low, high) in PARAMETERS.items()}


def inputs(steps: int = STEPS, seed: int = 2) -> dict[str, np.ndarray]:
    """An invented world, steps on the first axis, float32."""
    draw = np.random.default_rng(seed)
    at = np.arange(steps)
    world = {
        "output": 20 * (1 + 0.3 * np.sin(at[:, None] / 90 + np.arange(ACTORS))) * draw.uniform(0.5, 1.5, ACTORS),
        "free": draw.uniform(200, 800, ACTORS) + np.zeros((steps, 1)),
        "tied": draw.uniform(20, 120, (THEATRES, ACTORS)) + np.zeros((steps, 1, 1)),
        "open": (at[:, None] >= np.array([0, 0, 40, 90, 150])).astype(float),
        "season": np.cos(2 * np.pi * at / 52.18),
    }
    return {name: value.astype(np.float32) for name, value in world.items()}
