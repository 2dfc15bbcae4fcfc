"""Simulation-based calibration: does the fit give back what went in, when the model itself made the data?

Talts, Betancourt, Simpson, Vehtari and Gelman (2018), "Validating Bayesian inference algorithms with simulation-based
calibration", arXiv:1804.06788. A truth is drawn from the prior, data from the model, and the rank of the truth among draws of the
fitted posterior is uniform if the fit is right. Modrak and others (2023), "Simulation-based calibration checking for Bayesian
computation: the choice of test quantities shapes sensitivity", Bayesian Analysis: the rank of the log likelihood is taken too,
since a fit that ignores the data passes the ranks of all parameters and fails this one.

The filter is an approximation, and so is a fit of few moves. A failure here is a result to be told, not an error to be hidden:
it says which parameters' intervals may not be taken at their word.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from torgau.outcome.fitting import Case, bucket, likelihood
from torgau.outcome.priors import prior_draws
from torgau.outcome.results import case_key
from torgau.outcome.sampling import Effort, sample
from torgau.outcome.validation.generating import from_filter, from_process, jax_value, params_of
from torgau.outcome.validation.running import Told, free_run, plain, silent
from torgau.outcome.validation.uniformity import LEVEL, Uniformity, band, ecdf, uniformity
from torgau.outcome.worlds import step_of

LOGLIK = "log likelihood"
"""The quantity that depends on the data."""

QUICK, FULL = range(20), range(200)
"""Replicates of a look that finds gross errors only, and of one that may be reported."""

REDUCED = Effort(particles=256, moves=10)

Source = Literal["process", "filter"]

Fit = Callable[[Any, int], tuple[np.ndarray, Mapping[str, float]]]
"""`f(data, replicate)`: draws of the posterior (parameters, draws), and what is to be kept about the fit."""


@dataclass(frozen=True)
class Replicate:
    """One simulated data set: the truth by parameter, its rank among the draws, mean and sd of the draws, notes on the fit.

    `failed` says why there are no ranks.
    """

    replicate: int
    truth: Mapping[str, float]
    ranks: Mapping[str, int]
    mean: Mapping[str, float]
    sd: Mapping[str, float]
    notes: Mapping[str, float]
    failed: str = ""


@dataclass(frozen=True)
class Calibration:
    """What all replicates say together. `informed` is the mean of posterior sd over prior sd by parameter, for simulated data:
    near 1 the data of this record could not inform the parameter even if the model were true.
    """

    names: tuple[str, ...]
    draws: int
    replicates: tuple[Replicate, ...]
    tests: tuple[Uniformity, ...]
    informed: Mapping[str, float]

    @property
    def fails(self) -> tuple[str, ...]:
        """The quantities whose ranks are not uniform, after correction for how many were looked at."""
        return tuple(test.name for test in self.tests if test.fails)

    @property
    def lost(self) -> int:
        """How many replicates gave no ranks."""
        return sum(1 for item in self.replicates if item.failed)

    @property
    def note(self) -> str:
        """How to read the result, in a sentence."""
        done = len(self.replicates) - self.lost
        told = f"{len(self.fails)} of {len(self.tests)} quantities fail at {LEVEL:g} after Holm's correction, {done} replicates."
        if done < 100:
            told += " So few replicates show gross errors only."
        return told + (f" {self.lost} replicates could not be simulated." if self.lost else "")

    def rows(self) -> list[dict[str, Any]]:
        """For a chart: by quantity and point the share of ranks below it, less the point, with the band (95%)."""
        done = [item for item in self.replicates if not item.failed]
        if not done:
            return []
        at = np.arange(1, self.draws + 1) / (self.draws + 1)
        low, high = band(len(done), self.draws)
        found = []
        for name in (*self.names, LOGLIK):
            share = ecdf([item.ranks[name] for item in done], self.draws)
            for point in range(self.draws):
                values = (at[point], share[point] - at[point], low[point] - at[point], high[point] - at[point])
                found.append({"quantity": name, **plain(dict(zip(("at", "difference", "low", "high"), values, strict=True)))})
        return found

    def as_dict(self) -> dict[str, Any]:
        tests = [{**asdict(test), "fails": test.fails} for test in self.tests]
        whole = {"draws": self.draws, "replicates": len(self.replicates), "lost": self.lost, "note": self.note}
        found: dict[str, Any] = plain({**whole, "tests": tests, "informed": dict(self.informed)})
        return found


def calibrate(
    names: Sequence[str],
    replicates: Sequence[int],
    truths: np.ndarray,
    simulate: Callable[[int], Any],
    fit: Fit,
    quantity: Callable[[np.ndarray, Any], np.ndarray],
    *,
    seed: int = 1,
    folder: Path | None = None,
    key: str = "",
    progress: Told = silent,
) -> Calibration:
    """Calibration of any fit over standard normal parameters.

    `truths` has the shape (parameters, all replicates); `simulate(replicate)` gives the data of its truth, or None where none can
    be made; `fit` their posterior; `quantity(z, data)` a number of each draw that depends on the data (the log likelihood). Each
    replicate is kept in `folder` as it is done, so that a run can go on, or be shared by several processes with replicates of
    their own; `key` must change with whatever changes a result. All fits must give the same number of draws.
    """
    done: list[Replicate] = []
    for at in replicates:
        kept = _kept(folder, key, at)
        if kept is None:
            kept = _replicate(tuple(names), at, truths[:, at], simulate(at), fit, quantity, seed)
            _keep(folder, key, kept)
            progress(f"replicate {at}: {kept.failed or 'ranked'}")
        done.append(kept)
    return gathered(tuple(names), done)


def gathered(names: tuple[str, ...], replicates: Sequence[Replicate]) -> Calibration:
    """The replicates put together. Raises ValueError where fits differ in their number of draws."""
    done = [item for item in replicates if not item.failed]
    sizes = {int(item.notes["draws"]) for item in done}
    if len(sizes) > 1:
        raise ValueError(f"replicates have different numbers of draws: {sorted(sizes)}")
    draws = sizes.pop() if sizes else 0
    ranks: dict[str, Sequence[int]] = {name: [item.ranks[name] for item in done] for name in (*names, LOGLIK)}
    tests = uniformity(ranks, draws) if done else ()
    informed = {name: float(np.mean([item.sd[name] for item in done])) for name in names} if done else {}
    return Calibration(names, draws, tuple(replicates), tests, informed)


def calibrate_case(
    case: Case,
    until: int,
    replicates: Sequence[int] = QUICK,
    *,
    data_from: Source = "process",
    seed: int = 1,
    effort: Effort = REDUCED,
    draws: int = 99,
    folder: Path | None = None,
    progress: Told = silent,
) -> Calibration:
    """Calibration of the fit of a case: data with the record's own dates and errors up to a day, under the recorded inputs.

    `data_from` says what makes the data (`torgau.outcome.validation.generating`): the process tests filter and sampler, the
    filter tests the sampler alone. A number of draws whose successor divides well (99) is kind to a chart. Needs the extra
    `torgau[outcome]`.
    """
    steps = bucket(step_of(case.process, until) + 1)
    world = case.world(steps)
    inputs = world.arrays()
    pattern = case.readings(steps, until)
    names = tuple(prior.parameter for prior in case.priors)
    truths = prior_draws(case.priors, max(replicates) + 1, seed)
    loglik = likelihood(case.structure, case.priors)
    value = jax_value(loglik)
    made = from_process(case, free_run(case, world, truths, seed=seed), steps, until, seed) if data_from == "process" else None

    def simulate(at: int) -> dict[str, Any] | None:
        if made is None:
            own = seed * 100_003 + at
            read = from_filter(case.structure, params_of(case, truths[:, at]), inputs, pattern, own)
            finite = all(np.isfinite(array).all() for array in read.values())
            return {"inputs": inputs, "readings": read} if finite else None
        found = made(at)
        return None if found is None else {"inputs": inputs, "readings": found}

    def fit(data: Any, at: int) -> tuple[np.ndarray, Mapping[str, float]]:
        found = sample(loglik, data, len(names), seeds=(seed * 100_003 + at,), effort=effort)
        notes = {"acceptance": float(found.acceptance[0]), "temperatures": float(found.temperatures[0])}
        return found.thinned(draws), notes

    key = _key(case, pattern, inputs, (data_from, effort, seed, draws, until))
    return calibrate(names, replicates, truths, simulate, fit, value, seed=seed, folder=folder, key=key, progress=progress)


def rank(truth: float, draws: np.ndarray, rng: np.random.Generator) -> int:
    """How many draws are below the truth; draws that equal it are put on either side by chance (Modrak and others 2023)."""
    return int((draws < truth).sum() + rng.integers(0, int((draws == truth).sum()) + 1))


def _replicate(
    names: tuple[str, ...],
    at: int,
    truth: np.ndarray,
    data: Any,
    fit: Fit,
    quantity: Callable[[np.ndarray, Any], np.ndarray],
    seed: int,
) -> Replicate:
    truths = {name: float(value) for name, value in zip(names, truth, strict=True)}
    if data is None:
        return Replicate(at, truths, {}, {}, {}, {}, "no data could be made from this truth")
    z, notes = fit(data, at)
    rng = np.random.Generator(np.random.Philox([seed, at, 1]))
    ranks = {name: rank(float(truth[index]), z[index], rng) for index, name in enumerate(names)}
    values = quantity(np.concatenate([truth[:, None], z], axis=1), data)
    ranks[LOGLIK] = rank(float(values[0]), values[1:], rng)
    mean = {name: float(z[index].mean()) for index, name in enumerate(names)}
    sd = {name: float(z[index].std(ddof=1)) for index, name in enumerate(names)}
    return Replicate(at, truths, ranks, mean, sd, {**notes, "draws": float(z.shape[1])})


def _key(case: Case, pattern: Mapping[str, np.ndarray], inputs: Mapping[str, np.ndarray], how: tuple[Any, ...]) -> str:
    told = hashlib.blake2b(digest_size=16)
    told.update(repr((case_key(case), how)).encode())
    for array in (*pattern.values(), *inputs.values()):
        told.update(np.ascontiguousarray(array).tobytes())
    return told.hexdigest()


def _file(folder: Path, at: int) -> Path:
    return folder / f"replicate-{at:04d}.json"


def _kept(folder: Path | None, key: str, at: int) -> Replicate | None:
    if folder is None or not _file(folder, at).exists():
        return None
    kept = json.loads(_file(folder, at).read_text(encoding="utf-8"))
    return Replicate(**kept["found"]) if kept["key"] == key else None


def _keep(folder: Path | None, key: str, found: Replicate) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    path = _file(folder, found.replicate)
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"key": key, "found": plain(asdict(found))}), encoding="utf-8")
    part.replace(path)
