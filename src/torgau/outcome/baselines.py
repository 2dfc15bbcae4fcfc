"""Baselines: what a forecaster says who knows only the past of the same figures. A model must beat the best of them to speak.

Each baseline is a distribution given as draws, made from figures up to the origin only. Spreads are those of past changes of the
same kind of figure, pooled over its components, with a weak prior worth two changes, since a war starts without a past.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from torgau.outcome.levels import FREEDOM, heavy
from torgau.outcome.observations import Seen

PRIOR_CHANGES = 2.0
PRIOR_SCALE: Mapping[str, float] = {"front": 60.0, "strength": 0.06, "losses": 0.5}
"""The spread of a change over a month (km; logarithm) before anything is seen, and how many seen changes that is worth."""

MONTH = 30.436875
TREND_DAYS = 365
LOCAL_DAYS = 91


@dataclass(frozen=True)
class Past:
    """All figures of one kind up to an origin (ordinal day), by component, each by its last day."""

    target: str
    origin: int
    by_component: Mapping[str, tuple[Seen, ...]]

    @cached_property
    def scale(self) -> float:
        """The spread of a change over the square root of a month, from all components.

        The scale of Student's distribution with `FREEDOM` degrees of freedom by maximum likelihood (expectation maximisation;
        Lange, Little and Taylor 1989, "Robust statistical modeling using the t distribution", JASA 84), so that a few great
        changes do not set it.
        """
        changes = []
        for items in self.by_component.values():
            for before, after in pairwise(items):
                months = max((after.last - before.last) / MONTH, 0.25)
                # Losses are rates: their changes do not grow with time as a wandering front's do.
                changes.append((after.value - before.value) / (1.0 if self.target == "losses" else np.sqrt(months)))
        squares = np.array(changes) ** 2
        prior = PRIOR_SCALE[self.target] ** 2
        found = prior
        for _ in range(50):
            weights = (FREEDOM + 1) / (FREEDOM + squares / found)
            found = float((PRIOR_CHANGES * prior + np.sum(weights * squares)) / (PRIOR_CHANGES + len(squares)))
        return float(np.sqrt(found))


def past_of(items: Sequence[Seen], target: str, origin: int) -> Past:
    """What was seen of a kind of figure by an origin. Losses become rates by the day, so that periods compare."""
    found: dict[str, list[Seen]] = {}
    for item in items:
        if item.target == target and item.last <= origin:
            found.setdefault(item.component, []).append(as_rate(item))
    return Past(target, origin, {name: tuple(rows) for name, rows in found.items()})


def as_rate(item: Seen) -> Seen:
    """Losses over a period as the logarithm of losses by the day; other figures as they are."""
    if item.target != "losses":
        return item
    days = item.last - item.first + 1
    return Seen(item.target, item.component, item.series, item.first, item.last, item.value - float(np.log(days)), item.error)


Draw = Callable[[Past, str, int, np.ndarray], np.ndarray]
"""`f(past, component, day, z)`: draws of the figure on a day from standard normals `z` (2, draws)."""


def _spread(past: Past, days: int) -> float:
    months = max(days / MONTH, 0.25)
    return past.scale * (1.0 if past.target == "losses" else float(np.sqrt(months)))


def persistence(past: Past, component: str, day: int, z: np.ndarray) -> np.ndarray:
    """The last figure goes on; the spread is that of past changes over the same time."""
    last = past.by_component[component][-1]
    return last.value + _spread(past, day - last.last) * z[0]


def _slope(rows: Sequence[Seen], days: int) -> tuple[float, float]:
    """The least-squares slope by the day through the figures of the last `days` days, and its standard error."""
    last = rows[-1]
    near = [row for row in rows if row.last >= last.last - days]
    near = near if len(near) > 1 else list(rows[-2:])
    t = np.array([row.last for row in near], dtype=float)
    y = np.array([row.value for row in near])
    spread = float(np.sum((t - t.mean()) ** 2))
    if len(near) < 2 or spread < 1.0:
        return 0.0, 0.0
    slope = float(np.sum((t - t.mean()) * (y - y.mean())) / spread)
    return slope, float(np.sqrt(np.mean([row.error**2 for row in near]) / spread))


def trend(past: Past, component: str, day: int, z: np.ndarray) -> np.ndarray:
    """The straight line of the last twelve months goes on from the last figure."""
    rows = past.by_component[component]
    slope, error = _slope(rows, TREND_DAYS)
    ahead = day - rows[-1].last
    return rows[-1].value + ahead * (slope + error * z[1]) + _spread(past, ahead) * z[0]


def local_trend(past: Past, component: str, day: int, z: np.ndarray) -> np.ndarray:
    """The slope of the last three months goes on, and fades with a half-life of three months."""
    rows = past.by_component[component]
    slope, error = _slope(rows, LOCAL_DAYS)
    ahead = day - rows[-1].last
    rate = float(np.log(2) / LOCAL_DAYS)
    reach = (1 - np.exp(-rate * ahead)) / rate
    return rows[-1].value + reach * (slope + error * z[1]) + _spread(past, ahead) * z[0]


def climatology(past: Past, component: str, day: int, z: np.ndarray) -> np.ndarray:
    """What such figures did before over a like time, anywhere: past changes drawn at random, or past levels of losses."""
    rows = past.by_component[component]
    ahead = day - rows[-1].last
    pick = _uniform(z[1])
    if past.target == "losses":
        levels = np.sort([row.value for items in past.by_component.values() for row in items if row.component == component])
        return levels[(pick * len(levels)).astype(int)] + 0.25 * past.scale * z[0]
    changes = [
        (after.value - before.value) * ahead / (after.last - before.last)
        for items in past.by_component.values()
        for at, before in enumerate(items)
        for after in items[at + 1 :]
        if 0.5 * ahead <= after.last - before.last <= 2.0 * ahead
    ]
    if len(changes) < 3:
        return persistence(past, component, day, z)
    ordered = np.sort(changes)
    return rows[-1].value + ordered[(pick * len(ordered)).astype(int)] + 0.25 * _spread(past, ahead) * z[0]


def _uniform(z: np.ndarray) -> np.ndarray:
    """Standard normals as numbers in [0, 1): their ranks, so that every draw is used once."""
    return np.argsort(np.argsort(z)) / len(z)


BASELINES: Mapping[str, Draw] = {
    "persistence": persistence,
    "trend": trend,
    "local-trend": local_trend,
    "climatology": climatology,
}


def forecast(name: str, past: Past, item: Seen, z: np.ndarray) -> np.ndarray:
    """Draws of one figure by one baseline, with the error of the figure itself.

    `z` holds standard normals, (3 + FREEDOM, draws): change, slope, the figure's own error, and the width of the change.
    """
    days = item.last - item.first + 1
    value = BASELINES[name](past, item.component, item.last, np.stack([z[0] * heavy(np, z[3:]), z[1]]))
    if past.target == "losses":
        value = value + float(np.log(days))
    return value + item.error * z[2]
