"""Prior predictive check: do draws from the priors alone look like wars at all?

The priors are run from the beginning with the recorded inputs and without any other figure (Gabry and others 2019,
"Visualization in Bayesian workflow", JRSS A 182, section 3). What is absurd is declared beforehand, as bounds on quantities that
do not depend on the process; the record's own course decides nothing here, except for how long it lasted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from torgau.outcome.baselines import MONTH
from torgau.outcome.fitting import Case, Paths
from torgau.outcome.priors import prior_draws
from torgau.outcome.structures.parts import SIDES
from torgau.outcome.validation.running import Told, free_run, plain, silent
from torgau.outcome.whatif import end_days
from torgau.outcome.worlds import World, begins, last_day, step_of

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)

WINDOW = 0.5
"""An end counts as near that of the record within this share of the recorded span."""

TOLERATED = 0.05
"""The share of draws that may leave the bounds of a quantity before it is flagged."""

WEEKS = 4.0
"""Speeds are taken over so many weeks: the daily scatter of a front is not its pace."""


@dataclass(frozen=True)
class Bound:
    """What a quantity may be before a draw is called absurd, and why."""

    quantity: str
    low: float
    high: float
    why: str


BOUNDS = (
    Bound("front", -500.0, 4000.0, "km from where the process ends: beyond it, or a continent away from it"),
    Bound(
        "speed", -100.0, 100.0, "km a week over four weeks, towards the end where positive: faster than supply on land follows"
    ),
    Bound(
        "strength", 0.0, 1.2, "share of all the forces of the side that the inputs give: more than are there, chance allowed for"
    ),
    Bound("losses", 0.0, 4.0, "losses a year over the mean strength: the whole force lost more than once in three months"),
)
"""Bounds that a caller may replace by his own: they are judgements, made before a draw is seen."""


@dataclass(frozen=True)
class Spread:
    """A quantity over the draws: quantiles of its lowest and of its highest value in a draw, over the draws in which
    it occurs (`occurs`, their share), and the share of those that leave the bounds."""

    quantity: str
    component: str
    unit: str
    lowest: tuple[float, ...]
    highest: tuple[float, ...]
    occurs: float
    outside: float

    @property
    def flagged(self) -> bool:
        return self.outside > TOLERATED


@dataclass(frozen=True)
class PriorPredictive:
    """What the priors say. Times are in months from the beginning; `end` has quantiles over all draws, a draw that does not end
    within the run counting as endless (`null` in JSON).

    `near` is the share of draws that end within the window around the recorded end, `early` and `late` the shares before and
    after it; `absurd` the share that leaves any bound while it lasts.
    """

    model: str
    draws: int
    span: float
    window: tuple[float, float]
    run: float
    near: float
    early: float
    late: float
    never: float
    end: tuple[float, ...]
    spreads: tuple[Spread, ...]
    absurd: float
    bounds: tuple[Bound, ...]

    @property
    def flags(self) -> tuple[Spread, ...]:
        """Quantities that leave their bounds in more draws than is tolerated."""
        return tuple(item for item in self.spreads if item.flagged)

    def as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = plain(asdict(self))
        for kept, item in zip(found["spreads"], self.spreads, strict=True):
            kept["flagged"] = item.flagged
        return found


def prior_predictive(
    case: Case,
    *,
    draws: int = 1000,
    seed: int = 1,
    reach: float = 2.0,
    bounds: Sequence[Bound] = BOUNDS,
    backend: str = "auto",
    progress: Told = silent,
) -> PriorPredictive:
    """Draws from the priors of a case, run for `reach` times the recorded span; after the record inputs go on at their last rate.

    Raises ValueError where `reach` does not cover the window around the recorded end.
    """
    if reach < 1 + WINDOW:
        raise ValueError(f"the run must cover {1 + WINDOW} times the recorded span, not {reach}")
    z = prior_draws(case.priors, draws, seed)
    process = case.process
    span = step_of(process, last_day(process.ends)) + 1
    steps = int(np.ceil(span * reach)) + 1
    world = case.world(steps)
    progress(f"{draws} draws from the priors over {steps} steps")
    paths = free_run(case, world, z, seed=seed, backend=backend)
    ends = (end_days(world, paths) - begins(process) + 1) / MONTH
    run = steps * process.step / MONTH
    never = ends >= run - 1e-9
    ends = np.where(never, np.inf, ends)
    months = span * process.step / MONTH
    window = (months * (1 - WINDOW), months * (1 + WINDOW))
    # A draw is judged while it lasts: what the equations do after the end of the process means nothing.
    alive = np.arange(span)[:, None] * process.step / MONTH <= ends[None, :]
    spreads, outside = [], np.zeros(draws, dtype=bool)
    declared = {bound.quantity: bound for bound in bounds}
    for quantity, component, unit, values, there in _quantities(case, world, paths, alive):
        if quantity not in declared or not there.any():
            continue
        bound = declared[quantity]
        some = there.any(axis=0)
        low, high = _extremes(values[:, some], there[:, some])
        # Written so that what is not a number is out of bounds.
        out = ~((low >= bound.low) & (high <= bound.high))
        outside[some] |= out
        spreads.append(
            Spread(quantity, component, unit, _quantiles(low), _quantiles(high), float(some.mean()), float(out.mean()))
        )
    near = (ends >= window[0]) & (ends <= window[1])
    return PriorPredictive(
        model=case.model.id,
        draws=draws,
        span=months,
        window=window,
        run=run,
        near=float(near.mean()),
        early=float((ends < window[0]).mean()),
        late=float(((ends > window[1]) & ~never).mean()),
        never=float(never.mean()),
        end=_quantiles(ends),
        spreads=tuple(spreads),
        absurd=float(outside.mean()),
        bounds=tuple(bounds),
    )


def _quantities(
    case: Case, world: World, paths: Paths, alive: np.ndarray
) -> Iterator[tuple[str, str, str, np.ndarray, np.ndarray]]:
    """Quantity, component, unit, values (steps, members), and where they mean something (steps, members)."""
    process, arrays, span = case.process, world.arrays(), len(alive)
    weeks = process.step / 7.0
    axes = [axis for theatre in process.theatres for axis in theatre.axes]
    back = max(round(WEEKS / weeks), 1)
    for index, axis in enumerate(axes):
        front = paths.of(f"front {axis.id}")[:span]
        contested = arrays["axis open"][:span, index] > 0
        yield "front", f"front {axis.id}", "km", front, contested[:, None] & alive
        since = contested.copy()
        since[:back] = False
        since[back:] &= contested[:-back]
        pace = np.zeros_like(front)
        pace[back:] = (front[:-back] - front[back:]) / (back * weeks)
        yield "speed", f"front {axis.id}", "km a week", pace, since[:, None] & alive
    for side, which in enumerate(SIDES):
        of = np.array([at == side for at in world.setting.side_of])
        people = (arrays["free"][:span] + arrays["tied"][:span].sum(axis=1))[:, of].sum(axis=1)
        for index, theatre in enumerate(process.theatres):
            name = f"strength {theatre.id} {which}"
            if name not in paths.names:
                continue
            there = (arrays["open"][:span, index] > 0)[:, None] & alive
            # No strength is beyond the exponential of 50, and none below overflows.
            strength = np.exp(np.minimum(paths.of(name)[:span].astype(float), 50.0))
            share = strength / np.maximum(people, 1.0)[:, None]
            yield "strength", name, "share of the side", share, there & (people > 0)[:, None]
            counted = f"losses {theatre.id} {which}"
            if counted in paths.names:
                rate, shown = _loss_rate(paths.of(counted)[:span], strength, there, weeks)
                yield "losses", counted, "a year", rate, shown


def _loss_rate(lost: np.ndarray, strength: np.ndarray, there: np.ndarray, weeks: float) -> tuple[np.ndarray, np.ndarray]:
    """Losses over the mean strength, by year, over the time in which a draw fights in the theatre: one value a draw."""
    steps = there.sum(axis=0)
    each = np.diff(lost, axis=0, prepend=0.0)
    total, mean = (each * there).sum(axis=0), (strength * there).sum(axis=0) / np.maximum(steps, 1)
    rate = total / np.maximum(mean, 1e-6) / np.maximum(steps * weeks / 52.1775, 1e-6)
    return rate[None], (steps > 0)[None]


def _extremes(values: np.ndarray, there: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest value of each member in the steps that count. Members in which none does must be left out."""
    return np.where(there, values, np.inf).min(axis=0), np.where(there, values, -np.inf).max(axis=0)


def _quantiles(values: np.ndarray) -> tuple[float, ...]:
    # Draws without an end are infinite: an order statistic, not a mean of two, keeps that from becoming no number at all.
    return tuple(float(value) for value in np.quantile(values, LEVELS, method="inverted_cdf"))
