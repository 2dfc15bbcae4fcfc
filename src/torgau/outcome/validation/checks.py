"""All checks of one model in their order, as plain rows: what its priors say, calibration, the record again, contraction,
the kinds of uncertainty of each what-if, sensitivity; and those of an outside view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from torgau.outcome.baselines import MONTH
from torgau.outcome.fitting import Case, conditioned
from torgau.outcome.results import Draws, case_key
from torgau.outcome.sampling import Effort
from torgau.outcome.validation.calibration import calibrate_case
from torgau.outcome.validation.contraction import of_parameters
from torgau.outcome.validation.posterior_predictive import posterior_predictive
from torgau.outcome.validation.prior_predictive import prior_predictive
from torgau.outcome.validation.running import still_run
from torgau.outcome.validation.sensitivity import indices, screen
from torgau.outcome.validation.terminations import terminations
from torgau.outcome.validation.whatifs import CHECK, uncertainties
from torgau.outcome.worlds import first_day, last_day, step_of
from torgau.vocabulary.outcomes import Model, Protocol
from torgau.vocabulary.record import Record

Told = Callable[[str], None]


OUTSIDE = Effort(particles=1024, moves=20)
"""How hard an outside view is fitted: it has few parameters, and a fit of the class is made once for many origins."""


@dataclass(frozen=True)
class Size:
    """How much is run: draws from the priors, replicates of the calibration, trajectories of Morris, the base of Sobol; members
    of each what-if and how often the sources are moved in it; how hard an outside view is fitted at each origin."""

    draws: int = 1000
    replicates: int = 100
    trajectories: int = 30
    base: int = 512
    members: int = 200
    sources: int = 20
    effort: Effort = OUTSIDE


QUICK = Size(draws=300, replicates=10, trajectories=8, base=64, members=50, sources=5, effort=Effort(particles=256, moves=10))
FULL = Size()

AHEAD = 12
"""Months after the middle of the process for which the sensitivity of the front is asked."""


def checks_of(
    case: Case, protocol: Protocol, kept: Draws | None, size: Size, folder: Path | None, told: Told
) -> Iterator[dict[str, Any]]:
    """One row a check: `model`, `check`, and the result. Checks of a posterior are left out where no draws are kept."""
    seed = protocol.seeds[0]
    middle = first_day(protocol.middle)

    def row(check: str, result: dict[str, Any]) -> dict[str, Any]:
        return {"model": case.model.id, "check": check, "key": case_key(case), **result}

    told(f"{case.model.id}: prior predictive")
    yield row("prior predictive", prior_predictive(case, draws=size.draws, seed=seed).as_dict())
    told(f"{case.model.id}: simulation-based calibration")
    where = folder / case.model.id if folder else None
    calibrated = calibrate_case(case, middle, range(size.replicates), seed=seed, folder=where, progress=told)
    yield row("simulation-based calibration", calibrated.as_dict())
    if kept is not None:
        told(f"{case.model.id}: posterior predictive")
        found = posterior_predictive(case, kept.z, last_day(case.process.ends), seed=seed).as_dict()
        yield row("posterior predictive", {"covers": found["covers"]})
        contractions = of_parameters([prior.parameter for prior in case.priors], kept.z)
        yield row("contraction", {"parameters": [item.as_dict() for item in contractions]})
        yield row(CHECK, uncertainties(case, kept, protocol, draws=size.members, sources=size.sources, told=told))
    names = [prior.parameter for prior in case.priors]
    told(f"{case.model.id}: sensitivity")

    def front(z: np.ndarray) -> np.ndarray:
        return _front(case, z, middle)

    screening = screen(front, names, trajectories=size.trajectories, seed=seed)
    survivors = [effect.name for effect in screening.effects if effect.kept]
    what = f"mean front of the decisive axes {AHEAD} months after the middle, without chance"
    yield row("screening (Morris)", {"answer": what, **screening.as_dict()})
    yield row(
        "indices (Sobol)", {"answer": what, **indices(front, names, survivors=survivors, base=size.base, seed=seed).as_dict()}
    )


def checks_of_view(record: Record, model: Model, protocol: Protocol, size: Size, told: Told) -> Iterator[dict[str, Any]]:
    """The same of an outside view: it knows no front, and is asked when the process ends."""
    told(f"{model.id}: forecasts of the end")
    yield terminations(record, model, protocol, size.effort, draws=size.draws)


def _front(case: Case, z: np.ndarray, middle: int) -> np.ndarray:
    """The mean front of the decisive axes, for draws of the parameters: conditioned on the record up to the middle, then run
    on."""
    last = step_of(case.process, middle + round(AHEAD * MONTH))
    world = case.world(last + 1)
    after = conditioned(case, world, z, middle)
    paths = still_run(case, world, z, after, step_of(case.process, middle) + 1)
    axes = [axis.id for theatre in case.process.theatres for axis in theatre.axes if axis.decisive]
    open_there = [
        axis for axis in axes if world.arrays()["axis open"][last, case.structure.names.index(f"front {axis}") - _first(case)]
    ]
    return np.mean([paths.of(f"front {axis}")[-1] for axis in open_there], axis=0)


def _first(case: Case) -> int:
    """Where the fronts begin among the levels."""
    return next(at for at, name in enumerate(case.structure.names) if name.startswith("front "))
