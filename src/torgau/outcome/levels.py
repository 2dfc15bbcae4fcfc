"""Models whose state is a set of levels that the record observes: the front on an axis, the strength of a side in a theatre.

A level moves by what the model says (`drift`), by a momentum of its own that fades, and by chance:

    level'    = level + drift + momentum + spread_level * shock
    momentum' = keep * momentum + spread_momentum * shock

It is the local linear trend of Harvey (1989, "Forecasting, structural time series models and the Kalman filter", section 2.3)
with a damped slope, with the model's drift added. A model that explains nothing is left with this trend: the one to beat.

The filter keeps for each level the 2 x 2 covariance of level and momentum and none between levels: a decoupled extended Kalman
filter, in which the drift is taken at the mean, and of its derivatives only that of a level by itself enters the covariance
(Jazwinski 1970, "Stochastic processes and filtering theory", section 8.3, without the terms between levels). That is an
approximation; simulation-based calibration says how good it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import lgamma, log, pi
from typing import Any, NamedTuple, Protocol

import numpy as np

from torgau.outcome.backends import Backend
from torgau.outcome.streams import Array

Params = Mapping[str, Array]


FREEDOM = 4
"""Degrees of freedom of the chance in levels: fronts stand still for months and then run, so big moves are no rarity."""


def student_constants(count: int) -> np.ndarray:
    """The logarithms of the constants of Student's density, for `FREEDOM`, `FREEDOM` + 1, ... degrees of freedom: (count,)."""
    freedom = range(FREEDOM, FREEDOM + count)
    return np.array([lgamma((k + 1) / 2) - lgamma(k / 2) - 0.5 * log(k * pi) for k in freedom], dtype=np.float32)


class Levels(NamedTuple):
    """The state: `level` and `momentum` (levels, members), whatever else the structure carries along, and `scale` (levels,
    members): by how much the chance of a member is wider than the typical one, so that over members it has Student's
    distribution.
    """

    level: Array
    momentum: Array
    aux: Mapping[str, Array]
    scale: Array


def rows(xp: Any, names: Sequence[int], count: int, values: Array) -> Array:
    """Rows put in place: row i of `values` is row `names[i]` of `count`, the others are 0; (rows, members) -> (count, members).

    A product with ones and zeros, which is exact. XLA turns a concatenation that is fused with other work into a branch for each
    row; the product is one call.
    """
    return xp.matmul(np.eye(count, dtype=np.float32)[:, list(names)], values)


def picked(xp: Any, names: Sequence[int], values: Array) -> Array:
    """Rows by number, some more than once: (rows, members) -> (len(names), members). A product, see `rows`."""
    return xp.matmul(np.eye(values.shape[0], dtype=np.float32)[list(names)], values)


class Spread(NamedTuple):
    """The covariance of level and momentum, each of shape (levels, members)."""

    level: Array
    both: Array
    momentum: Array


class Width(NamedTuple):
    """What is known of how wide the chance of a level is: lambda squared is `squares` / chi squared with `freedom` degrees, each
    (levels, members). Both begin with `FREEDOM`; each figure adds 1 to the one, and to the other the square of how far it lay
    from what was expected, in standard deviations of a typical path.
    """

    freedom: Array
    squares: Array


class Noise(NamedTuple):
    """Of one step, each (levels, members): standard deviations of level and momentum, and what is kept of the momentum."""

    level: Array
    momentum: Array
    keep: Array


class Drift(NamedTuple):
    """What a model says of one step: how each level moves, the derivative of that by the level itself, both (levels, members),
    and what it carries along."""

    move: Array
    slope: Array
    aux: Mapping[str, Array]


class Structure(Protocol):
    """What a model adds: its levels, where they start, how they drift, and the losses that it counts.

    `with_momentum` names the levels that have a momentum; the noise of the others is nothing there.
    """

    def __hash__(self) -> int: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def with_momentum(self) -> tuple[str, ...]: ...

    @property
    def counted(self) -> tuple[str, ...]: ...

    def start(self, xp: Any, p: Params, first: Mapping[str, Any]) -> tuple[Array, Spread, Mapping[str, Array]]: ...

    def drift(self, xp: Any, p: Params, at: Mapping[str, Any], level: Array, aux: Mapping[str, Array]) -> Drift: ...

    def noise(self, xp: Any, p: Params, at: Mapping[str, Any]) -> Noise: ...

    def losses(self, xp: Any, aux: Mapping[str, Array]) -> Array: ...


@dataclass(frozen=True)
class LevelModel:
    """A structure as a model of the ensemble engine (`torgau.outcome.ensemble`). Observes the levels, then the losses so far."""

    structure: Structure

    @property
    def mechanisms(self) -> tuple[str, ...]:
        of = self.structure
        return (*(f"level {name}" for name in of.names), *(f"momentum {name}" for name in of.with_momentum))

    def init(self, xp: Any, params: Params, inputs: Mapping[str, Any]) -> Levels:
        level, _, aux = self.structure.start(xp, params, {name: value[0] for name, value in inputs.items()})
        return Levels(level, xp.zeros_like(level), aux, xp.ones_like(level))

    def step(self, xp: Any, params: Params, inputs: Mapping[str, Any], state: Levels, shock: Array) -> Levels:
        move, _, aux = self.structure.drift(xp, params, inputs, state.level, state.aux)
        noise = self.structure.noise(xp, params, inputs)
        names = self.structure.names
        level = state.level + move + state.momentum + state.scale * noise.level * shock[: len(names)]
        pushed = rows(xp, [names.index(name) for name in self.structure.with_momentum], len(names), shock[len(names) :])
        momentum = noise.keep * state.momentum + state.scale * noise.momentum * pushed
        return Levels(level, momentum, aux, state.scale)

    def observe(self, xp: Any, params: Params, state: Levels) -> Array:
        return xp.concatenate([state.level, self.structure.losses(xp, state.aux)])


class Readings(NamedTuple):
    """The record as the filter reads it, steps on the first axis.

    Of levels, each (steps, levels): the value, the variance of its error, and 1 where there is one. Of losses, each (steps,
    counts x counted): the logarithm of the losses since the count began, its variance, 1 where there is one, and 1 where the
    count begins anew after the step. Periods that overlap have counts of their own, one after the other on the last axis.
    """

    value: np.ndarray
    variance: np.ndarray
    there: np.ndarray
    loss: np.ndarray
    loss_variance: np.ndarray
    loss_there: np.ndarray
    begins: np.ndarray
    live: np.ndarray


class Filtered(NamedTuple):
    """What the filter knows after the last step: the state, its covariance for a path of typical width, the log likelihood of all
    that it read, and what it learned of the width of each level's chance."""

    state: Levels
    spread: Spread
    loglik: Array
    width: Width


def filtering(structure: Structure, engine: Backend) -> Any:
    """The compiled filter: `f(params, inputs, readings as a dict) -> Filtered`. Members are independent of each other."""
    return _filtering(structure, engine)


@lru_cache(maxsize=64)
def _filtering(structure: Any, engine: Backend) -> Any:
    return engine.compiled(lambda params, inputs, readings: filter_levels(structure, engine, params, inputs, readings))


def filter_levels(structure: Structure, engine: Backend, params: Params, inputs: Any, readings: Mapping[str, Any]) -> Filtered:
    """Run the filter of one structure over all steps. Harvey (1989), section 3.2: prediction, then update by each figure.

    How wide the chance of a level is, is not known: lambda, one for each level and path. Given lambda everything is normal; over
    it a figure has Student's distribution, whose degrees of freedom grow with the figures that were read, as what they say of
    lambda does (West and Harrison 1997, "Bayesian forecasting and dynamic models", section 4.5; errors of figures are taken to
    widen with it). So a quiet axis and a wild one each have their own spread.
    """
    xp = engine.xp
    there = readings["there"] * readings["live"][:, None]
    before = xp.cumsum(there, axis=0) - there
    constant = xp.asarray(student_constants(there.shape[0] + 1))[before.astype(xp.int32)]
    readings = {**readings, "freedom": FREEDOM + before, "constant": constant}
    level, spread, aux = structure.start(xp, params, {name: value[0] for name, value in inputs.items()})
    columns = readings["loss"].shape[-1]
    losses = lost_so_far(xp, structure, aux, columns)
    total = xp.zeros(level.shape[-1], dtype=level.dtype)

    def once(carry: Any, at: Any) -> Any:
        state, spread, base, total, squares = carry
        move, slope, aux = structure.drift(xp, params, at, state.level, state.aux)
        noise = structure.noise(xp, params, at)
        level = state.level + move + state.momentum
        momentum = noise.keep * state.momentum
        # What is left of a difference in a level after the drift: 1 where the drift does not look at it.
        stays = 1 + slope
        a = stays**2 * spread.level + 2 * stays * spread.both + spread.momentum + noise.level**2
        b = noise.keep * (stays * spread.both + spread.momentum)
        c = noise.keep**2 * spread.momentum + noise.momentum**2
        there = at["read there"][:, None]
        s = a + at["read variance"][:, None]
        gap = at["read value"][:, None] - level
        gain, gain_momentum = there * a / s, there * b / s
        now = lost_so_far(xp, structure, aux, columns)
        since = xp.log(xp.maximum(now - base, 1e-6))
        v = at["read loss_variance"][:, None]
        miss = at["read loss"][:, None] - since
        freedom = at["read freedom"][:, None]
        density = at["read constant"][:, None] - 0.5 * xp.log(s * squares / freedom)
        total = (
            total
            + xp.sum(there * (density - 0.5 * (freedom + 1) * xp.log1p(gap**2 / (s * squares))), axis=0)
            - 0.5 * xp.sum(at["read loss_there"][:, None] * (xp.log(2 * np.pi * v) + miss**2 / v), axis=0)
        )
        base = xp.where(at["read begins"][:, None] > 0, now, base)
        state = Levels(level + gain * gap, momentum + gain_momentum * gap, aux, state.scale)
        done = (state, Spread(a - gain * a, b - gain * b, c - gain_momentum * b), base, total, squares + there * gap**2 / s)
        return _where(xp, at["read live"], done, carry), None

    start = (Levels(level, xp.zeros_like(level), aux, xp.ones_like(level)), spread, losses, total, FREEDOM * xp.ones_like(level))
    both = {**inputs, **{f"read {name}": value for name, value in readings.items()}}
    (state, spread, _, total, squares), _ = engine.scan(once, start, both)
    freedom = FREEDOM + xp.sum(there, axis=0)[:, None] + xp.zeros_like(squares)
    return Filtered(state, spread, total, Width(freedom, squares))


def lost_so_far(xp: Any, structure: Structure, aux: Mapping[str, Array], columns: int) -> Array:
    """The losses so far for each column of the readings of losses, (columns, members): all counts look at the same losses."""
    lost = structure.losses(xp, aux)
    return xp.concatenate([lost] * max(columns // max(lost.shape[0], 1), 1))


def _where(xp: Any, live: Any, new: Any, old: Any) -> Any:
    """`new` in a step that counts, else `old`: steps are added to a run so that few lengths are compiled."""
    if isinstance(new, Mapping):
        return {name: _where(xp, live, value, old[name]) for name, value in new.items()}
    if isinstance(new, tuple):
        parts = [_where(xp, live, value, before) for value, before in zip(new, old, strict=True)]
        return type(new)(*parts) if hasattr(new, "_fields") else tuple(parts)
    return xp.where(live > 0, new, old)


def drawn(xp: Any, filtered: Filtered, shock: Array) -> Levels:
    """One state for each member from what the filter knows, and how wide its chance is.

    `shock` holds standard normals, ((3 + FREEDOM) x levels, members): two for the state, the rest for the scale.
    """
    count, members = filtered.state.level.shape
    deviation = xp.sqrt(xp.maximum(filtered.spread.level, 1e-12))
    slope = filtered.spread.both / deviation
    rest = xp.sqrt(xp.maximum(filtered.spread.momentum - slope**2, 0.0))
    first, second = shock[:count], shock[count : 2 * count]
    known, more = shock[2 * count : -count].reshape(FREEDOM, count, members), shock[-count:]
    chance = xp.maximum(xp.sum(known**2, axis=0) + chi_squared(xp, filtered.width.freedom - FREEDOM, more), 1e-3)
    scale = xp.sqrt(filtered.width.squares / chance)
    return Levels(
        filtered.state.level + deviation * scale * first,
        filtered.state.momentum + scale * (slope * first + rest * second),
        filtered.state.aux,
        scale,
    )


def chi_squared(xp: Any, freedom: Array, normal: Array) -> Array:
    """Chi squared with so many degrees of freedom from one standard normal, by the cube root (Wilson and Hilferty 1931, "The
    distribution of chi-square", PNAS 17); 0 where there are none."""
    part = 2.0 / (9.0 * xp.maximum(freedom, 1e-6))
    return xp.where(freedom > 0, freedom * xp.maximum(1 - part + xp.sqrt(part) * normal, 0.0) ** 3, 0.0)


def heavy(xp: Any, normals: Array) -> Array:
    """The factor that makes a normal number one of Student's: sqrt(FREEDOM / chi squared), from normals (FREEDOM, ...)."""
    return xp.sqrt(FREEDOM / xp.maximum(xp.sum(normals**2, axis=0), 1e-3))
