"""Attrition: forces wear each other down, are replaced out of the people and the output behind them, and the stronger advances.

Levels: the logarithm of the strength (thousand people) of each side in each theatre, and the distance of the front on each axis
(km). The law of losses is Lanchester's with a free exponent (Lanchester 1916; Helmbold 1965: the ratio of losses against the
ratio of forces). Equations and critique: docs/outcome-models/attrition.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from torgau.outcome.levels import Noise, Params, Spread
from torgau.outcome.streams import Array
from torgau.outcome.structures.parts import SIDES, START, Setting, axes_noise, of_side, placed, sent, softsign

FLOOR = 1.0
"""Thousand people: the strength that is left where nobody is, so that logarithms and ratios stay finite."""


@dataclass(frozen=True)
class Attrition:
    """The structure for one setting. Members on the last axis everywhere; rates are by the week."""

    setting: Setting

    @property
    def names(self) -> tuple[str, ...]:
        strengths = [f"strength {theatre} {side}" for theatre in self.setting.theatres for side in SIDES]
        return (*strengths, *(f"front {axis}" for axis in self.setting.axes))

    @property
    def counted(self) -> tuple[str, ...]:
        return tuple(f"losses {theatre} {side}" for theatre in self.setting.theatres for side in SIDES)

    def start(self, xp: Any, p: Params, first: Mapping[str, Any]) -> tuple[Array, Spread, Mapping[str, Array]]:
        """Forces as the placed ones imply, the front where the axis begins, equipment in balance with output."""
        theatres, axes = len(self.setting.theatres), len(self.setting.axes)
        members = p["speed"].shape[-1]
        flat = xp.ones((theatres, 2, members), dtype=xp.float32)
        capacity = self._standing(xp, p, first, flat)
        strength = xp.log(xp.maximum(capacity, FLOOR)).reshape(2 * theatres, members)
        front = xp.broadcast_to(first["axis start"][:, None], (axes, members)).astype(xp.float32)
        level = xp.concatenate([strength, front])
        width = np.concatenate([np.full(2 * theatres, 0.5**2), np.full(axes, START**2)]).astype(np.float32)
        zero = xp.zeros_like(level)
        equipment = first["output"][:, None] / 52.0 / p["wear"] + zero[:1]
        lost = xp.zeros((2 * theatres, members), dtype=xp.float32)
        met = first["open"][:, None] + xp.zeros((1, members), dtype=xp.float32)
        share = sent(xp, self.setting, first, flat)
        tied = first["tied"][:, :, None] + xp.zeros_like(share)
        aux = {"equipment": equipment, "lost": lost, "met": met, "share": share, "tied": tied}
        return level, Spread(width[:, None] + zero, zero, zero), aux

    def _capacity(self, xp: Any, p: Params, forces: Array) -> Array:
        """How many of the forces can stand in the line: (theatres, 2, members)."""
        sides = [of_side(xp, self.setting, side, forces) * p[f"line_share_{name}"] for side, name in enumerate(SIDES)]
        return xp.stack(sides, axis=1)

    def _standing(self, xp: Any, p: Params, at: Mapping[str, Any], pull: Array, ready: Array | None = None) -> Array:
        """The capacity in open theatres, and in the others what it would be were all of them open: those forces stand ready."""
        every = {**at, "open": xp.ones_like(at["open"])}
        now = self._capacity(xp, p, placed(xp, self.setting, at, pull))
        then = self._capacity(xp, p, placed(xp, self.setting, every, pull if ready is None else ready))
        return xp.where(at["open"][:, None, None] > 0, now, then)

    def drift(self, xp: Any, p: Params, at: Mapping[str, Any], level: Array, aux: Mapping[str, Array]) -> tuple[Array, Any]:
        setting, weeks = self.setting, self.setting.weeks
        theatres = len(setting.theatres)
        members = level.shape[-1]
        is_open = at["open"][:, None]
        strength = xp.exp(xp.clip(level[: 2 * theatres], -5.0, 12.0)).reshape(theatres, 2, members)

        # Free forces go where the enemy is: his strength to the power `reaction`, with a little for every theatre.
        enemy = strength[:, ::-1, :] * is_open[:, None, :]
        weight = (enemy / xp.maximum(xp.sum(enemy, axis=0, keepdims=True), FLOOR)) ** p["reaction"] + 0.01
        share = sent(xp, setting, at, weight)
        tied = at["tied"][:, :, None] + xp.zeros_like(share)
        forces = is_open[:, None] * tied + share * at["free"][None, :, None]
        whole_enemy = strength[:, ::-1, :]
        ready = (whole_enemy / xp.maximum(xp.sum(whole_enemy, axis=0, keepdims=True), FLOOR)) ** p["reaction"] + 0.01
        capacity = xp.maximum(self._standing(xp, p, at, weight, ready), FLOOR)

        # Equipment of a power: what is made and what arrives, less what wears out; a theatre's is that of the powers in it.
        hurt = xp.stack([p["bombing"] * xp.log1p(at["bombs"][side] + xp.zeros(members)) for side in setting.side_of])
        made = at["output"][:, None] * xp.exp(-hurt) + at["received"][:, None] - at["given"][:, None]
        equipment = xp.maximum(aux["equipment"] * (1 - p["wear"] * weeks) + xp.maximum(made, 0.0) * weeks / 52.0, 1e-6)
        whole = at["free"] + xp.sum(at["tied"], axis=0)
        each = equipment / xp.maximum(whole, FLOOR)[:, None]
        kit = [of_side(xp, setting, side, forces * each[None]) for side in (0, 1)]
        people = [xp.maximum(of_side(xp, setting, side, forces), FLOOR) for side in (0, 1)]
        gap = xp.log(xp.maximum(kit[0] / people[0], 1e-9)) - xp.log(xp.maximum(kit[1] / people[1], 1e-9))

        handicap = p["handicap"] * xp.exp(-at["weeks in"] / p["learning"])
        ratio = xp.log(xp.maximum(strength[:, 0], FLOOR)) - xp.log(xp.maximum(strength[:, 1], FLOOR))
        ratio = ratio + p["equipment"] * xp.clip(gap, -3.0, 3.0) + handicap + p["season"] * at["season"]
        ratio = xp.clip(ratio, -4.0, 4.0)

        speed = p["speed"] * softsign(xp, ratio / p["contrast"])
        rates = []
        for side, sign in ((0, -1.0), (1, 1.0)):
            worn = p[f"loss_{SIDES[side]}"] * xp.exp(xp.clip(sign * p["loss_power"] * ratio, -3.0, 3.0))
            rates.append(worn + p["captures"] * xp.maximum(sign * speed, 0.0) / 100.0)
        rate = xp.minimum(xp.stack(rates, axis=1) * is_open[:, None, :] * weeks, 0.5)
        # Forces that are moved between theatres, or that the record has arriving in one, take with them what stands in the line
        # of them: at once, while gaps are filled slowly. What a power calls up in all is no move.
        before = is_open[:, None] * aux["tied"] + aux["share"] * at["free"][None, :, None]
        moved = xp.log(xp.maximum(self._capacity(xp, p, forces), FLOOR) / xp.maximum(self._capacity(xp, p, before), FLOOR))
        moved = xp.clip(moved, -0.5, 2.0)
        refill = p["replacement"] * weeks * (capacity / xp.maximum(strength * xp.exp(moved), FLOOR) - 1.0)
        # Where a theatre is not open, forces stand ready as the capacity says, and nothing is lost; when it opens, those that the
        # record has there at first are there at once.
        to_full = xp.log(capacity) - level[: 2 * theatres].reshape(theatres, 2, members)
        joined = (is_open > 0) & (aux["met"] <= 0)
        ready = xp.where(joined[:, None, :], to_full, 0.5 * to_full)
        fighting = (is_open > 0) & (aux["met"] > 0)
        change = xp.where(fighting[:, None, :], moved + xp.clip(refill, -0.3, 0.3) - rate, ready)
        front = -speed[np.array(setting.theatre_of, dtype=np.int64)] * at["axis open"][:, None] * weeks
        lost = aux["lost"] + (strength * rate).reshape(2 * theatres, members)
        return (
            xp.concatenate([change.reshape(2 * theatres, members), front]),
            {"equipment": equipment, "lost": lost, "met": is_open + xp.zeros_like(aux["met"]), "share": share, "tied": tied},
        )

    def noise(self, xp: Any, p: Params, at: Mapping[str, Any]) -> Noise:
        setting = self.setting
        front = axes_noise(xp, p, setting, at)
        is_open = np.repeat(np.arange(len(setting.theatres)), 2)
        level = at["open"][is_open][:, None] * p["strength_noise"] * np.float32(np.sqrt(setting.weeks))
        zero = xp.zeros_like(level)
        return Noise(
            xp.concatenate([level, front.level]),
            xp.concatenate([zero, front.momentum]),
            xp.concatenate([zero, front.keep]),
        )

    def losses(self, xp: Any, aux: Mapping[str, Array]) -> Array:
        return aux["lost"]
