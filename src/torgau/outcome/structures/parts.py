"""Parts that the structures share: who fights where, the season, and the noise of levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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

    @cached_property
    def kinds(self) -> tuple[tuple[int, tuple[float, ...]], ...]:
        """The kinds of power: those of one side that send their free forces to the same theatres. Each kind has one share."""
        return tuple(dict.fromkeys(self._kind(at) for at in range(len(self.powers))))

    @cached_property
    def kind_of(self) -> tuple[int, ...]:
        """For each power its kind, by number."""
        return tuple(self.kinds.index(self._kind(at)) for at in range(len(self.powers)))

    def _kind(self, power: int) -> tuple[int, tuple[float, ...]]:
        return self.side_of[power], tuple(row[power] for row in self.sends)


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
    return sent_by_kind(xp, setting, at["open"], pull)[:, np.array(setting.kind_of), :]


def sent_by_kind(xp: Any, setting: Setting, is_open: Array, pull: Array) -> Array:
    """The same for each kind of power, (theatres, kinds, members)."""
    sends = np.array([sends for _, sends in setting.kinds], dtype=np.float32).T[:, :, None] * is_open[:, None, None]
    sides = np.array([side for side, _ in setting.kinds])[None, :, None]
    return shares(xp, sends * xp.where(sides == 0, pull[:, :1], pull[:, 1:]))


def free_by_kind(setting: Setting, at: Mapping[str, Any]) -> Array:
    """The free forces of each kind of power, (kinds,)."""
    return at["free"] @ np.eye(len(setting.kinds), dtype=np.float32)[np.array(setting.kind_of)]


def in_theatre(setting: Setting, side: int, share: Array, worth: Array) -> Array:
    """What the free forces of a side bring to each theatre, (theatres, members), of what each kind has: `share` (theatres, kinds,
    members), `worth` (kinds, members) or (kinds, 1).
    """
    kinds = [at for at, (of, _) in enumerate(setting.kinds) if of == side]
    found = share[:, kinds[0]] * worth[kinds[0]]
    for at in kinds[1:]:
        found = found + share[:, at] * worth[at]
    return found


def left_by_bombs(xp: Any, p: Params, setting: Setting, at: Mapping[str, Any]) -> Array:
    """The share of what each power makes that the bombs on its side leave, (powers, members)."""
    left = [xp.exp(-p["bombing"] * xp.log1p(at["bombs"][side])) for side in (0, 1)]
    return xp.where(np.array(setting.side_of)[:, None] == 0, left[0], left[1])


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
        contested * xp.exp(np.float32(setting.weeks) * xp.log(xp.maximum(p["momentum_keep"], np.float32(1e-30)))),
    )
