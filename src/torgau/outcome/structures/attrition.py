"""Attrition: forces wear each other down, are replaced out of the people and the output behind them, and the stronger advances.

Levels: the logarithm of the strength (thousand people) of each side in each theatre, and the distance of the front on each axis
(km). The law of losses is Lanchester's with a free exponent (Lanchester 1916; Helmbold 1965: the ratio of losses against the
ratio of forces). Equations and critique: docs/outcome-models/attrition.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from torgau.outcome.levels import Noise, Params, Spread, picked, rows
from torgau.outcome.streams import Array
from torgau.outcome.structures.parts import (
    SIDES,
    START,
    Setting,
    axes_noise,
    free_by_kind,
    in_theatre,
    sent_by_kind,
    softsign,
)

FLOOR = 1.0
"""Thousand people: the strength that is left where nobody is, so that logarithms and ratios stay finite."""
LOG_FLOOR = 0.0
"""Its logarithm."""

MOST_LOST, MOST_FILLED = 0.5, 0.3
"""The greatest share of a strength that is lost in a step, and by how much its logarithm may grow as gaps are filled."""

LEAST_MOVED, MOST_MOVED = float(np.exp(-0.5)), float(np.exp(2.0))
"""By how much what stands in a line may change in a step because forces are moved."""


@dataclass(frozen=True)
class Attrition:
    """The structure for one setting. Members on the last axis everywhere; rates are by the week."""

    setting: Setting

    @property
    def names(self) -> tuple[str, ...]:
        strengths = [f"strength {theatre} {side}" for theatre in self.setting.theatres for side in SIDES]
        return (*strengths, *(f"front {axis}" for axis in self.setting.axes))

    @property
    def with_momentum(self) -> tuple[str, ...]:
        return tuple(f"front {axis}" for axis in self.setting.axes)

    @property
    def counted(self) -> tuple[str, ...]:
        return tuple(f"losses {theatre} {side}" for theatre in self.setting.theatres for side in SIDES)

    def start(self, xp: Any, p: Params, first: Mapping[str, Any]) -> tuple[Array, Spread, Mapping[str, Array]]:
        """Forces as the placed ones imply, the front where the axis begins, equipment in balance with output."""
        theatres, axes = len(self.setting.theatres), len(self.setting.axes)
        members = p["speed"].shape[-1]
        flat = xp.ones((theatres, 2, members), dtype=xp.float32)
        share, ready = self._sent(xp, first, flat, flat)
        capacity = self._standing(xp, p, first, share, ready)
        strength = xp.log(xp.maximum(capacity, FLOOR)).reshape(2 * theatres, members)
        front = xp.broadcast_to(first["axis start"][:, None], (axes, members)).astype(xp.float32)
        level = xp.concatenate([strength, front])
        width = np.concatenate([np.full(2 * theatres, 0.5**2), np.full(axes, START**2)]).astype(np.float32)
        zero = xp.zeros_like(level)
        equipment = first["output"][:, None] / 52.0 / p["wear"] + zero[:1]
        lost = xp.zeros((2 * theatres, members), dtype=xp.float32)
        met = first["open"][:, None] + xp.zeros((1, members), dtype=xp.float32)
        aux = {"equipment": equipment, "lost": lost, "met": met, "share": share, "tied": self._tied(xp, first, lost[:1])}
        return level, Spread(width[:, None] + zero, zero, zero), aux

    def _tied(self, xp: Any, at: Mapping[str, Any], zero: Array) -> Array:
        """The forces of each side that the record ties to each theatre, (theatres, 2, members)."""
        sides = np.stack([self.setting.mask(side) for side in (0, 1)], axis=1)
        return (at["tied"] @ sides)[:, :, None] + zero

    def _sent(self, xp: Any, at: Mapping[str, Any], pull: Array, ready: Array) -> tuple[Array, Array]:
        """The shares of free forces that go to the theatres that are open, and those that would go were all of them open."""
        return (
            sent_by_kind(xp, self.setting, at["open"], pull),
            sent_by_kind(xp, self.setting, xp.ones_like(at["open"]), ready),
        )

    def _capacity(self, xp: Any, p: Params, forces: Sequence[Array]) -> Array:
        """How many of the forces of both sides can stand in the line: (theatres, 2, members)."""
        return xp.stack([one * p[f"line_share_{name}"] for one, name in zip(forces, SIDES, strict=True)], axis=1)

    def _forces(self, at: Mapping[str, Any], tied: Array, share: Array, is_open: Array | float) -> list[Array]:
        """Forces of each side by theatre, (theatres, members), in thousand people."""
        free = free_by_kind(self.setting, at)[:, None]
        return [is_open * tied[:, side] + in_theatre(self.setting, side, share, free) for side in (0, 1)]

    def _standing(self, xp: Any, p: Params, at: Mapping[str, Any], share: Array, ready: Array) -> Array:
        """The capacity in open theatres, and in the others what it would be were all of them open: those forces stand ready."""
        tied, is_open = self._tied(xp, at, p["speed"] * 0.0), at["open"][:, None]
        pairs = zip(self._forces(at, tied, share, is_open), self._forces(at, tied, ready, 1.0), strict=True)
        return self._capacity(xp, p, [xp.where(is_open > 0, now, then) for now, then in pairs])

    def drift(self, xp: Any, p: Params, at: Mapping[str, Any], level: Array, aux: Mapping[str, Array]) -> tuple[Array, Any]:
        move, _, aux = self._step(xp, p, at, level, aux)
        return move, aux

    def slope(self, xp: Any, p: Params, at: Mapping[str, Any], level: Array, aux: Mapping[str, Array]) -> Array:
        """Of a strength: gaps are filled, the sooner the greater they are, and who is stronger loses less. Of a front: nothing.

        What a strength does to itself by way of where the enemy then sends his forces is left out.
        """
        _, slope, _ = self._step(xp, p, at, level, aux)
        return slope

    def _step(
        self, xp: Any, p: Params, at: Mapping[str, Any], level: Array, aux: Mapping[str, Array]
    ) -> tuple[Array, Array, Mapping[str, Array]]:
        setting, weeks = self.setting, self.setting.weeks
        theatres, axes = len(setting.theatres), len(setting.axes)
        members = level.shape[-1]
        is_open = at["open"][:, None]
        log_strength = xp.clip(level[: 2 * theatres], -5.0, 12.0).reshape(theatres, 2, members)
        strength = xp.exp(log_strength)

        # Free forces go where the enemy is: his share of all to the power `reaction`, with a little for every theatre. The power
        # is taken of the logarithm that there is.
        raised = xp.exp(p["reaction"] * log_strength)
        pulls = []
        for there in (is_open[:, None, :], 1.0):
            whole = xp.maximum(xp.sum(strength * there, axis=0, keepdims=True), FLOOR)
            pulls.append((raised * there * xp.exp(-p["reaction"] * xp.log(whole)))[:, ::-1, :] + 0.01)
        share, ready = self._sent(xp, at, pulls[0], pulls[1])
        tied = self._tied(xp, at, p["speed"] * 0.0)
        forces = self._forces(at, tied, share, is_open)
        capacity = xp.maximum(self._standing(xp, p, at, share, ready), FLOOR)

        # Equipment of a power: what is made and what arrives, less what wears out; a theatre's is that of the powers in it.
        left = [xp.exp(-p["bombing"] * xp.log1p(at["bombs"][side])) for side in (0, 1)]
        sides = np.array(setting.side_of)[:, None]
        made = at["output"][:, None] * xp.where(sides == 0, left[0], left[1]) + at["received"][:, None] - at["given"][:, None]
        equipment = xp.maximum(aux["equipment"] * (1 - p["wear"] * weeks) + xp.maximum(made, 0.0) * weeks / 52.0, 1e-6)
        each = equipment / xp.maximum(at["free"] + xp.sum(at["tied"], axis=0), FLOOR)[:, None]
        carried = rows(xp, setting.kind_of, len(setting.kinds), at["free"][:, None] * each)
        kit = [
            is_open * xp.sum(at["tied"][:, :, None] * setting.mask(side)[None, :, None] * each[None], axis=1)
            + in_theatre(setting, side, share, carried)
            for side in (0, 1)
        ]
        people = [xp.maximum(one, FLOOR) for one in forces]
        gap = xp.log(xp.maximum(kit[0] / people[0], 1e-9) / xp.maximum(kit[1] / people[1], 1e-9))

        handicap = p["handicap"] * xp.exp(-at["weeks in"] / p["learning"])
        in_line = xp.maximum(log_strength, LOG_FLOOR)
        ratio = in_line[:, 0] - in_line[:, 1] + p["equipment"] * xp.clip(gap, -3.0, 3.0) + handicap + p["season"] * at["season"]
        ratio = xp.clip(ratio, -4.0, 4.0)

        speed = p["speed"] * softsign(xp, ratio / p["contrast"])
        odds = xp.exp(xp.clip(p["loss_power"] * ratio, -3.0, 3.0))
        captured = p["captures"] * xp.maximum(xp.stack([-speed, speed], axis=1), 0.0) / 100.0
        worn = xp.stack([p["loss_first"] / odds, p["loss_second"] * odds], axis=1)
        rate = xp.minimum((worn + captured) * is_open[:, None, :] * weeks, MOST_LOST)
        # Forces that are moved between theatres, or that the record has arriving in one, take with them what stands in the line
        # of them: at once, while gaps are filled slowly. What a power calls up in all is no move.
        before = self._forces(at, aux["tied"], aux["share"], is_open)
        was, now = self._capacity(xp, p, before), self._capacity(xp, p, forces)
        moved = xp.clip(xp.maximum(now, FLOOR) / xp.maximum(was, FLOOR), LEAST_MOVED, MOST_MOVED)
        full = capacity / xp.maximum(strength * moved, FLOOR)
        wanted = p["replacement"] * weeks * (full - 1.0)
        refill = xp.clip(wanted, -MOST_FILLED, MOST_FILLED)
        # Where a theatre is not open, forces stand ready as the capacity says, and nothing is lost; when it opens, those that the
        # record has there at first are there at once.
        met = aux["met"] > 0
        fighting = ((is_open > 0) & met)[:, None, :]
        pace = xp.where(((is_open > 0) & ~met)[:, None, :], 1.0, 0.5)
        target = xp.log(xp.where(fighting, moved, capacity))
        own = level[: 2 * theatres].reshape(theatres, 2, members)
        change = xp.where(fighting, target + refill - rate, pace * (target - own))
        filled = xp.where(xp.abs(wanted) < MOST_FILLED, p["replacement"] * weeks * full, 0.0)
        # Who is stronger loses less of what he has, and is captured less: d softsign(x) / dx = 1 / (1 + |x|) ** 2.
        yields = p["captures"] / 100.0 * p["speed"] / p["contrast"] / (1 + xp.abs(ratio / p["contrast"])) ** 2
        spared = (p["loss_power"] * worn + xp.where(captured > 0, yields[:, None], 0.0)) * weeks
        slope = xp.where(fighting, xp.where(rate < MOST_LOST, spared, 0.0) - filled, -pace)
        lost = aux["lost"] + (strength * rate).reshape(2 * theatres, members)
        front = -picked(xp, setting.theatre_of, speed) * at["axis open"][:, None] * weeks
        names = range(2 * theatres)
        count = 2 * theatres + axes
        return (
            rows(xp, names, count, change.reshape(2 * theatres, members)) + rows(xp, range(2 * theatres, count), count, front),
            rows(xp, names, count, slope.reshape(2 * theatres, members)),
            {"equipment": equipment, "lost": lost, "met": is_open + xp.zeros_like(aux["met"]), "share": share, "tied": tied},
        )

    def noise(self, xp: Any, p: Params, at: Mapping[str, Any]) -> Noise:
        setting = self.setting
        front = axes_noise(xp, p, setting, at)
        theatres, axes = len(setting.theatres), len(setting.axes)
        count = 2 * theatres + axes
        spread = p["strength_noise"] * np.float32(np.sqrt(setting.weeks))
        level = at["open"][np.repeat(np.arange(theatres), 2)][:, None] * spread
        fronts = range(2 * theatres, count)
        return Noise(
            rows(xp, range(2 * theatres), count, level) + rows(xp, fronts, count, front.level),
            rows(xp, fronts, count, front.momentum),
            rows(xp, fronts, count, front.keep),
        )

    def losses(self, xp: Any, aux: Mapping[str, Array]) -> Array:
        return aux["lost"]
