"""Economy: no forces and no battles. The front moves with the ratio of what both sides' economies have put into the war so far.

Levels: the distance of the front on each axis (km). What a power puts in is its income times the share of it that goes to war,
as in Harrison (1998, "The economics of World War II: an overview", in The Economics of World War II, Cambridge University
Press, ch. 1), with what it received from others, less what it gave them. Equations and critique:
docs/outcome-models/economy.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torgau.outcome.levels import Drift, Noise, Params, Spread, picked
from torgau.outcome.streams import Array
from torgau.outcome.structures.parts import START, Setting, axes_noise, left_by_bombs, of_side, placed, softsign


@dataclass(frozen=True)
class Economy:
    """The structure for one setting. Members on the last axis everywhere; rates are by the week."""

    setting: Setting

    def effort(self, at: Mapping[str, Any]) -> Any:
        """What the powers put into the war, by the year: (powers,)."""
        return at["income"] * at["burden"]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(f"front {axis}" for axis in self.setting.axes)

    @property
    def with_momentum(self) -> tuple[str, ...]:
        return self.names

    @property
    def counted(self) -> tuple[str, ...]:
        return ()

    def start(self, xp: Any, p: Params, first: Mapping[str, Any]) -> tuple[Array, Spread, Mapping[str, Array]]:
        axes, members = len(self.setting.axes), p["speed"].shape[-1]
        level = xp.broadcast_to(first["axis start"][:, None], (axes, members)).astype(xp.float32)
        zero = xp.zeros_like(level)
        stock = self.effort(first)[:, None] / 52.0 / p["wear"] + xp.zeros((1, members), dtype=xp.float32)
        return level, Spread(zero + START**2, zero, zero), {"effort": stock}

    def drift(self, xp: Any, p: Params, at: Mapping[str, Any], level: Array, aux: Mapping[str, Array]) -> Drift:
        setting, weeks = self.setting, self.setting.weeks
        members = level.shape[-1]
        moved = p["aid_worth"] * (at["received"] - at["given"])[:, None]
        put_in = xp.maximum(self.effort(at)[:, None] * left_by_bombs(xp, p, setting, at) + moved, 0.0)
        effort = aux["effort"] * (1 - p["wear"] * weeks) + put_in * weeks / 52.0

        # A power's effort is where its forces are; the free ones go where the other side's effort stands.
        whole = xp.maximum(at["free"] + xp.sum(at["tied"], axis=0), 1e-6)[:, None]
        even = xp.ones((len(setting.theatres), 2, members), dtype=xp.float32)
        standing = placed(xp, setting, at, even) / whole[None] * effort[None]
        enemy = xp.stack([of_side(xp, setting, 1, standing), of_side(xp, setting, 0, standing)], axis=1)
        weight = (enemy / xp.maximum(xp.sum(enemy, axis=0, keepdims=True), 1e-6)) ** p["reaction"] + 0.01
        standing = placed(xp, setting, at, weight) / whole[None] * effort[None]
        first, second = (xp.maximum(of_side(xp, setting, side, standing), 1e-3) for side in (0, 1))
        ratio = p["elasticity"] * xp.log(first / second) + p["season"] * at["season"]
        ratio = ratio + p["offset"] * xp.exp(-at["weeks in"] / p["learning"])
        speed = p["speed"] * softsign(xp, xp.clip(ratio, -4.0, 4.0))
        front = -picked(xp, setting.theatre_of, speed) * at["axis open"][:, None] * weeks
        return Drift(front, xp.zeros_like(front), {"effort": effort})  # how it moves does not depend on where it stands

    def noise(self, xp: Any, p: Params, at: Mapping[str, Any]) -> Noise:
        return axes_noise(xp, p, self.setting, at)

    def losses(self, xp: Any, aux: Mapping[str, Array]) -> Array:
        return xp.zeros((0, aux["effort"].shape[-1]), dtype=xp.float32)
