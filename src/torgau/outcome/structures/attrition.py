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

from torgau.outcome.levels import Drift, Noise, Params, Spread, picked, rows
from torgau.outcome.streams import Array
from torgau.outcome.structures.parts import (
    SIDES,
    START,
    Setting,
    axes_noise,
    free_by_kind,
    in_theatre,
    left_by_bombs,
    sent_by_kind,
    softsign,
)

FLOOR = 1.0
"""Thousand people: the strength that is left where nobody is, so that logarithms and ratios stay finite."""
LOG_FLOOR = 0.0
"""Its logarithm."""

MOST_RATIO = 4.0
"""The logarithm of the greatest ratio of both sides that counts."""

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

    def drift(self, xp: Any, p: Params, at: Mapping[str, Any], level: Array, aux: Mapping[str, Array]) -> Drift:
        setting, weeks = self.setting, self.setting.weeks
        theatres, axes = len(setting.theatres), len(setting.axes)
        members = level.shape[-1]
        is_open = at["open"][:, None]
        own = level[: 2 * theatres].reshape(theatres, 2, members)
        log_strength = xp.clip(own, -5.0, 12.0)
        strength = xp.exp(log_strength)
        share, ready = self._sent(xp, at, *self._pulls(xp, p, log_strength, strength, is_open[:, None, :]))
        tied = self._tied(xp, at, p["speed"] * 0.0)
        forces = self._forces(at, tied, share, is_open)
        capacity = xp.maximum(self._standing(xp, p, at, share, ready), FLOOR)

        equipment = self._equipment(xp, p, at, aux["equipment"])
        gap = self._gap(xp, at, share, forces, equipment)
        handicap = p["handicap"] * xp.exp(-at["weeks in"] / p["learning"])
        in_line = xp.maximum(log_strength, LOG_FLOOR)
        ratio = in_line[:, 0] - in_line[:, 1] + p["equipment"] * xp.clip(gap, -3.0, 3.0) + handicap + p["season"] * at["season"]
        speed, rate, spared = self._fought(xp, p, xp.clip(ratio, -MOST_RATIO, MOST_RATIO), is_open)

        # Forces that are moved between theatres, or that the record has arriving in one, take with them what stands in the line
        # of them: at once, while gaps are filled slowly. What a power calls up in all is no move.
        before = self._forces(at, aux["tied"], aux["share"], is_open)
        was, now = self._capacity(xp, p, before), self._capacity(xp, p, forces)
        moved = xp.clip(xp.maximum(now, FLOOR) / xp.maximum(was, FLOOR), LEAST_MOVED, MOST_MOVED)
        full = capacity / xp.maximum(strength * moved, FLOOR)
        wanted = p["replacement"] * weeks * (full - 1.0)
        # Where a theatre is not open, forces stand ready as the capacity says, and nothing is lost; when it opens, those that the
        # record has there at first are there at once.
        met = aux["met"] > 0
        fighting = ((is_open > 0) & met)[:, None, :]
        pace = xp.where(((is_open > 0) & ~met)[:, None, :], 1.0, 0.5)
        target = xp.log(xp.where(fighting, moved, capacity))
        change = xp.where(fighting, target + xp.clip(wanted, -MOST_FILLED, MOST_FILLED) - rate, pace * (target - own))
        # The slope of a strength: gaps are filled, the sooner the greater they are, and who is stronger loses less. What it does
        # to itself by where the enemy then sends his forces is left out.
        filled = xp.where(xp.abs(wanted) < MOST_FILLED, p["replacement"] * weeks * full, 0.0)
        slope = xp.where(fighting, spared - filled, -pace)

        lost = aux["lost"] + (strength * rate).reshape(2 * theatres, members)
        front = -picked(xp, setting.theatre_of, speed) * at["axis open"][:, None] * weeks
        count = 2 * theatres + axes
        strengths, fronts = range(2 * theatres), range(2 * theatres, count)
        return Drift(
            rows(xp, strengths, count, change.reshape(2 * theatres, members)) + rows(xp, fronts, count, front),
            rows(xp, strengths, count, slope.reshape(2 * theatres, members)),
            {"equipment": equipment, "lost": lost, "met": is_open + xp.zeros_like(aux["met"]), "share": share, "tied": tied},
        )

    def _pulls(self, xp: Any, p: Params, log_strength: Array, strength: Array, is_open: Array) -> list[Array]:
        """The weight with which the free forces of each side go to each theatre, as theatres are open and as if all were.

        They go where the enemy is: his share of all to the power `reaction`, with a little for every theatre.
        """
        raised = xp.exp(p["reaction"] * log_strength)  # the power, of the logarithm that there is
        pulls = []
        for there in (is_open, 1.0):
            whole = xp.maximum(xp.sum(strength * there, axis=0, keepdims=True), FLOOR)
            pulls.append((raised * there * xp.exp(-p["reaction"] * xp.log(whole)))[:, ::-1, :] + 0.01)
        return pulls

    def _equipment(self, xp: Any, p: Params, at: Mapping[str, Any], before: Array) -> Array:
        """The equipment of each power: what is made and what arrives is added, a share wears out. (powers, members)"""
        weeks = self.setting.weeks
        made = at["output"][:, None] * left_by_bombs(xp, p, self.setting, at) + (at["received"] - at["given"])[:, None]
        return xp.maximum(before * (1 - p["wear"] * weeks) + xp.maximum(made, 0.0) * weeks / 52.0, 1e-6)

    def _gap(self, xp: Any, at: Mapping[str, Any], share: Array, forces: Sequence[Array], equipment: Array) -> Array:
        """By how much the first side is better equipped in each theatre, a logarithm: equipment is where the forces are."""
        setting = self.setting
        each = equipment / xp.maximum(at["free"] + xp.sum(at["tied"], axis=0), FLOOR)[:, None]
        carried = rows(xp, setting.kind_of, len(setting.kinds), at["free"][:, None] * each)
        a_head = []
        for side in (0, 1):
            tied = xp.sum(at["tied"][:, :, None] * setting.mask(side)[None, :, None] * each[None], axis=1)
            kit = at["open"][:, None] * tied + in_theatre(setting, side, share, carried)
            a_head.append(xp.maximum(kit / xp.maximum(forces[side], FLOOR), 1e-9))
        return xp.log(a_head[0] / a_head[1])

    def _fought(self, xp: Any, p: Params, ratio: Array, is_open: Array) -> tuple[Array, Array, Array]:
        """How fast the front moves (theatres, members), which share of its strength each side loses, and by how much less for a
        strength that is greater: the derivative (theatres, 2, members)."""
        weeks = self.setting.weeks
        x = ratio / p["contrast"]
        speed = p["speed"] * softsign(xp, x)
        odds = xp.exp(xp.clip(p["loss_power"] * ratio, -3.0, 3.0))
        worn = xp.stack([p["loss_first"] / odds, p["loss_second"] * odds], axis=1)
        captured = p["captures"] / 100.0 * xp.maximum(xp.stack([-speed, speed], axis=1), 0.0)
        rate = xp.minimum((worn + captured) * is_open[:, None, :] * weeks, MOST_LOST)
        # Captures: d softsign(x) / dx = 1 / (1 + |x|) ** 2. At its bounds nothing depends on the strength.
        yielded = p["captures"] / 100.0 * p["speed"] / p["contrast"] / (1 + xp.abs(x)) ** 2
        spared = (p["loss_power"] * worn + xp.where(captured > 0, yielded[:, None], 0.0)) * weeks
        inside = (rate < MOST_LOST) & (xp.abs(ratio) < MOST_RATIO)[:, None, :]
        return speed, rate, xp.where(inside, spared, 0.0)

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
