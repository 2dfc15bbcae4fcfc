"""Posterior predictive check: each series of the record against what the fitted model says, held-out points marked.

Two ways, told apart in every row. `free` runs from the beginning with fitted parameters and without the record: could the model
have made this series? (Gelman, Meng and Stern 1996, "Posterior predictive assessment of model fitness via realized
discrepancies", Statistica Sinica 6.) `run on` starts from what the filter knows on the last day that it may see, and is the test
proper for what came later. The filter's own path through figures that it has read would be no test, and is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Literal

import numpy as np

from torgau.outcome.backtest import drawn_from
from torgau.outcome.fitting import Case, Paths, conditioned, run_on
from torgau.outcome.observations import Seen
from torgau.outcome.streams import seed_word, shocks, word_of
from torgau.outcome.validation.running import free_run, plain
from torgau.outcome.worlds import begins, step_of

Way = Literal["free", "run on"]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Row:
    """One figure against one way to predict it. Fronts in km, strengths and losses in thousands of people (not in logarithms).

    `first` and `last` are the days of the figure (ordinals); `low` and `high` its own middle 90%; p05 .. p95 the prediction with
    the error of the figure; `at` the share of draws below the figure. `held_out`: the fit has not read it.
    """

    model: str
    target: str
    component: str
    series: str
    first: int
    last: int
    value: float
    low: float
    high: float
    p05: float
    p25: float
    p50: float
    p75: float
    p95: float
    at: float
    held_out: bool
    way: Way


@dataclass(frozen=True)
class Cover:
    """How many figures of a component lie within the middle 50% and 90%, by way and by whether they were held out."""

    component: str
    way: Way
    held_out: bool
    figures: int
    cover50: float
    cover90: float


@dataclass(frozen=True)
class PosteriorPredictive:
    """All rows, and the coverage by component. Figures of a series are not independent: coverage is a description, not a test."""

    model: str
    until: int
    rows: tuple[Row, ...]
    covers: tuple[Cover, ...]

    def as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = plain(asdict(self))
        return found


def posterior_predictive(
    case: Case, z: np.ndarray, until: int, *, seed: int = 1, known: bool = False, backend: str = "auto"
) -> PosteriorPredictive:
    """Each figure of a case against posterior draws z (parameters, draws) of a fit up to a day (ordinal, inclusive).

    With `known` the inputs too are those known on that day, carried on; else the recorded ones are used throughout.
    """
    items = [item for item in case.seen if item.last >= begins(case.process)]
    steps = max(step_of(case.process, item.last) for item in items) + 1
    world = case.world(steps, until if known else None)
    ways: list[tuple[Way, Paths]] = [("free", free_run(case, world, z, seed=seed, backend=backend))]
    first_step = step_of(case.process, until) + 1
    if first_step < steps:
        after = conditioned(case, world, z, until, backend)
        ways.append(("run on", run_on(case, world, z, after, first_step, seed=seed, backend=backend)))
    rows = tuple(row for way, paths in ways for item in items for row in _row(case, way, paths, item, until, seed))
    return PosteriorPredictive(case.model.id, until, rows, covers(rows))


def covers(rows: Sequence[Row]) -> tuple[Cover, ...]:
    """Coverage by component, way and whether held out, in the order of the rows."""
    groups: dict[tuple[str, Way, bool], list[float]] = {}
    for row in rows:
        groups.setdefault((row.component, row.way, row.held_out), []).append(row.at)
    found = []
    for (component, way, held_out), shares in groups.items():
        at = np.array(shares)
        within = [float(np.mean((at >= low) & (at <= 1 - low))) for low in (0.25, 0.05)]
        found.append(Cover(component, way, held_out, len(at), within[0], within[1]))
    return tuple(found)


def _row(case: Case, way: Way, paths: Paths, item: Seen, until: int, seed: int) -> Iterator[Row]:
    if item.component not in paths.names:
        return
    step = partial(step_of, case.process)
    start = step(item.first) if item.target == "losses" else step((item.first + item.last) // 2)
    # A period of losses must begin within the run: what was lost in it before is not the run's to say.
    if start < paths.first_step or (way == "run on" and item.last <= until):
        return
    draws = drawn_from(paths, item, case.process, _noise(item, begins(case.process), paths.values.shape[-1], seed))
    back = np.asarray if item.target == "front" else np.exp
    low, high = item.value - 1.6449 * item.error, item.value + 1.6449 * item.error
    p05, p25, p50, p75, p95 = (float(level) for level in back(np.quantile(draws, LEVELS)))
    yield Row(
        model=case.model.id,
        target=item.target,
        component=item.component,
        series=item.series,
        first=item.first,
        last=item.last,
        value=float(back(item.value)),
        low=float(back(low)),
        high=float(back(high)),
        p05=p05,
        p25=p25,
        p50=p50,
        p75=p75,
        p95=p95,
        at=float(np.mean(draws < item.value)),
        held_out=item.last > until,
        way=way,
    )


def _noise(item: Seen, begin: int, count: int, seed: int) -> np.ndarray:
    # Named by what it is for, days counted from the beginning: a figure more in the record changes no other row.
    words = np.array([word_of(f"error {item.component} {item.series} {item.last - begin}")], dtype=np.uint32)
    with np.errstate(over="ignore"):
        return np.asarray(shocks(np, seed_word(seed), np.arange(count, dtype=np.uint32), np.uint32(0), words), dtype=float)[0]
