"""Parts that the structures share: who fights where, the season, and the noise of levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from torgau.outcome.levels import Noise, Params
from torgau.outcome.streams import Array


@dataclass(frozen=True)
class Setting:
    """The frame of a process that never changes in a run: names only, in a fixed order.

    `side_of` gives for each power its side (0 or 1), `theatre_of` for each axis its theatre, `sends` for each theatre 1 for the
    powers that send free forces there.
    """

    powers: tuple[str, ...]
    side_of: tuple[int, ...]
    theatres: tuple[str, ...]
    axes: tuple[str, ...]
    theatre_of: tuple[int, ...]
    sends: tuple[tuple[float, ...], ...]
    step: int

    @property
    def weeks(self) -> float:
        """The length of a step in weeks: rates are by the week whatever the step."""
        return self.step / 7.0

    def mask(self, side: int) -> np.ndarray:
        """1 for the powers of the side, shape (powers,)."""
        return np.array([float(of == side) for of in self.side_of], dtype=np.float32)


SIDES = ("first", "second")

START = 100.0
"""How well the front is known when an axis is opened (sd, km)."""


def softsign(xp: Any, x: Array) -> Array:
    """x / (1 + |x|): between -1 and 1, with slope 1 at 0."""
    return x / (1 + xp.abs(x))


def shares(xp: Any, weight: Array) -> Array:
    """Weights over theatres (first axis) as shares that sum to one; with nowhere to go nobody is anywhere."""
    return weight / xp.maximum(xp.sum(weight, axis=0, keepdims=True), 1e-9)


def placed(xp: Any, setting: Setting, at: Mapping[str, Any], pull: Array) -> Array:
    """Forces by theatre and power, (theatres, powers, members), in thousand people.

    Forces that the record ties to a theatre stand there; those that are free go where the enemy pulls them (`pull`: theatres, 2
    sides, members: the weight with which the free forces of a side go to a theatre), but only to theatres that they are sent to.
    """
    share = sent(xp, setting, at, pull)
    return at["open"][:, None, None] * at["tied"][:, :, None] + share * at["free"][None, :, None]


def sent(xp: Any, setting: Setting, at: Mapping[str, Any], pull: Array) -> Array:
    """The shares of the free forces of each power that go to each theatre, (theatres, powers, members)."""
    sends = np.array(setting.sends, dtype=np.float32)[:, :, None] * at["open"][:, None, None]
    return shares(xp, sends * pull[:, np.array(setting.side_of), :])


def of_side(xp: Any, setting: Setting, side: int, values: Array) -> Array:
    """The sum over the powers of a side: (theatres, powers, members) -> (theatres, members)."""
    return xp.sum(values * setting.mask(side)[None, :, None], axis=1)


def axes_noise(xp: Any, p: Params, setting: Setting, at: Mapping[str, Any]) -> Noise:
    """The noise of the front on each axis, (axes, members), none where the axis is not contested."""
    contested = at["axis open"][:, None]
    scale = np.sqrt(setting.weeks).astype(np.float32)
    return Noise(
        contested * p["front_noise"] * scale,
        contested * p["momentum_noise"] * np.float32(setting.weeks**1.5),
        contested * p["momentum_keep"] ** setting.weeks,
    )
