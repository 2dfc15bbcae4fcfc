"""Fit any model of the ensemble engine to any series: a law with free parameters, against data of one's own.

The same sampler and the same priors as for the models of a pack, without a pack. The law is taken to be exact: all shocks are 0,
and what it misses is error of observation, normal in the value or in its logarithm, with a standard deviation that is declared
or has a prior of its own. A worked example is in docs/outcome-example.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from torgau.outcome.backends import backend_of
from torgau.outcome.ensemble import EnsembleModel, simulate, steps_of
from torgau.outcome.priors import parameters, prior_draws
from torgau.outcome.sampling import Effort, LogLikelihood, Posterior, Progress, sample
from torgau.outcome.streams import Array
from torgau.outcome.validation.contraction import THRESHOLD, Contraction, of_parameters
from torgau.vocabulary.outcomes import Prior

SEEDS = (1, 2, 3)

AGREE = 1.1
"""Seeds whose potential scale reduction is above have not found the same posterior (Gelman and Rubin 1992)."""

LEAST = 1e-9
"""What a law must say at least where the error is relative: no logarithm is taken of less."""


@dataclass(frozen=True)
class Error:
    """The error of the figures: `normal` in the series' unit, or `lognormal` with `sd` the deviation of the logarithm.

    `sd` is a number, or a prior: then it is fitted as the parameter that the prior names. Series whose errors name the same
    parameter share it.
    """

    family: Literal["normal", "lognormal"] = "lognormal"
    sd: float | Prior = 0.1


@dataclass(frozen=True)
class Estimate:
    """What is known of one parameter in its own unit: the middle 90% and the median, before (`prior`) and after (`fitted`)."""

    name: str
    prior: tuple[float, float, float]
    fitted: tuple[float, float, float]
    contraction: Contraction


@dataclass(frozen=True)
class Fitted:
    """A law that has been fitted. `draws` are the values of each parameter, as arrays of one length, all from one posterior."""

    model: EnsembleModel
    series: tuple[str, ...]
    priors: tuple[Prior, ...]
    inputs: Mapping[str, np.ndarray]
    posterior: Posterior
    draws: Mapping[str, np.ndarray]

    @property
    def agrees(self) -> bool:
        """Whether the seeds agree. Where they do not, nothing below may be used: fit again with more moves."""
        return self.posterior.disagreement < AGREE

    def estimates(self, threshold: float = THRESHOLD) -> tuple[Estimate, ...]:
        """Each parameter with its contraction; `prior-driven` where the data have hardly narrowed it."""
        names = tuple(prior.parameter for prior in self.priors)
        before = parameters(np, self.priors, prior_draws(self.priors, 4096, 1))
        found = []
        for contraction in of_parameters(names, self.posterior.pooled, threshold):
            ranges = [_range(values[contraction.name]) for values in (before, self.draws)]
            found.append(Estimate(contraction.name, ranges[0], ranges[1], contraction))
        return tuple(found)

    def predicted(self, inputs: Mapping[str, Any] | None = None, backend: str = "auto") -> dict[str, np.ndarray]:
        """What the law says of each series under each draw, (steps, draws), without errors; other inputs may be given."""
        given = self.inputs if inputs is None else inputs
        run = simulate(self.model, self.draws, given, seed=0, shocked=False, backend=backend)
        return {name: run.observed[:, at] for at, name in enumerate(self.series)}


def fit_model(
    model: EnsembleModel,
    data: Mapping[str, Sequence[float]],
    priors: Sequence[Prior],
    *,
    errors: Error | Mapping[str, Error] | None = None,
    inputs: Mapping[str, Any] | None = None,
    seeds: tuple[int, ...] = SEEDS,
    effort: Effort | None = None,
    progress: Progress | None = None,
) -> Fitted:
    """The posterior of a law given series of data.

    `model` is any model with init, step and observe (`EnsembleModel`); it must be hashable, a frozen dataclass for instance.
    `data` has one sequence a series, in the order in which `observe` gives them, one figure a step, NaN where there is none.
    `errors` hold for all series, or for each by its name (else lognormal, 0.1). `inputs` are arrays with steps first; without
    them there are as many steps as figures.

    Raises ValueError where data, inputs, errors and model do not fit each other, or a figure whose error is relative is not
    above 0; ModuleNotFoundError where the extra `torgau[outcome]` is not installed.
    """
    series = tuple(data)
    seen = np.stack([np.asarray(values, dtype=float) for values in data.values()], axis=1) if series else np.zeros((0, 0))
    if not np.isfinite(seen).any():
        raise ValueError("there is no figure to fit to")
    given = {"step": np.arange(len(seen), dtype=np.float32)} if inputs is None else {k: np.asarray(v) for k, v in inputs.items()}
    if steps_of(given) != len(seen):
        raise ValueError(f"the inputs have {steps_of(given)} steps and the data {len(seen)}")
    by_series = _errors(errors, series)
    free = _priors(priors, by_series)
    _shape(model, free, given, series)
    there = np.isfinite(seen)
    for at, error in enumerate(by_series):
        if error.family == "lognormal" and (seen[there[:, at], at] <= 0).any():
            raise ValueError(f"{series[at]}: a figure is not above 0, so its error cannot be relative; use normal errors")
    read = {"value": np.where(there, seen, 1.0).astype(np.float32), "there": there.astype(np.float32)}
    world = {name: np.asarray(value, dtype=np.float32) for name, value in given.items()}
    loglik = _likelihood(model, free, by_series)
    found = sample(
        loglik, {"inputs": world, "read": read}, len(free), seeds=seeds, effort=effort or Effort(moves=20), progress=progress
    )
    draws = {name: np.asarray(value) for name, value in parameters(np, free, found.pooled).items()}
    return Fitted(model, series, free, world, found, draws)


@lru_cache(maxsize=16)
def _likelihood(model: EnsembleModel, priors: tuple[Prior, ...], errors: tuple[Error, ...]) -> LogLikelihood:
    """The log likelihood as the sampler takes it. Of a lognormal figure y it is that of y itself, with the term -log y."""
    engine = backend_of("jax")
    xp = engine.xp
    relative = np.array([[error.family == "lognormal"] for error in errors])

    def loglik(z: Array, data: Mapping[str, Any]) -> Array:
        p = parameters(xp, priors, z)
        one = xp.ones(z.shape[-1])
        sd = xp.stack([(p[error.sd.parameter] if isinstance(error.sd, Prior) else float(error.sd)) * one for error in errors])

        def once(carry: Any, at: Any) -> Any:
            state, total = carry
            world = {name[2:]: value for name, value in at.items() if name.startswith("i ")}
            state = model.step(xp, p, world, state, xp.zeros((len(model.mechanisms), z.shape[-1])))
            told, value, there = model.observe(xp, p, state), at["value"][:, None], at["there"][:, None]
            # Both logarithms are taken of something positive: what is not chosen must not become no number either.
            log_value = xp.log(xp.where(relative, value, 1.0))
            gap = xp.where(relative, log_value - xp.log(xp.maximum(told, LEAST)), value - told)
            density = -0.5 * (gap / sd) ** 2 - xp.log(sd) - 0.5 * np.log(2 * np.pi) - log_value
            return (state, total + xp.sum(there * density, axis=0)), None

        both = {**{f"i {name}": value for name, value in data["inputs"].items()}, **data["read"]}
        (_, total), _ = engine.scan(once, (model.init(xp, p, data["inputs"]), 0.0 * one), both)
        return total

    return loglik


def _errors(errors: Error | Mapping[str, Error] | None, series: tuple[str, ...]) -> tuple[Error, ...]:
    if not isinstance(errors, Mapping):
        return (errors or Error(),) * len(series)
    if set(errors) != set(series):
        raise ValueError(f"errors are given for {sorted(errors)} and data for {sorted(series)}")
    return tuple(errors[name] for name in series)


def _priors(priors: Sequence[Prior], errors: Sequence[Error]) -> tuple[Prior, ...]:
    """The priors of the law, then those of the errors, each once."""
    of_errors = dict.fromkeys(error.sd for error in errors if isinstance(error.sd, Prior))
    found = (*priors, *of_errors)
    names = [prior.parameter for prior in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"more than one prior for {', '.join(twice)}")
    return found


def _shape(model: EnsembleModel, priors: tuple[Prior, ...], inputs: Mapping[str, np.ndarray], series: tuple[str, ...]) -> None:
    """Run the law once, at the medians of its priors, so that a mistake is told before anything is compiled."""
    p = parameters(np, priors, np.zeros((len(priors), 1), dtype=np.float32))
    first = {name: np.asarray(value)[:1] for name, value in inputs.items()}
    seen = simulate(model, p, first, seed=0, shocked=False, backend="numpy").observed
    if seen.shape[1] != len(series):
        raise ValueError(f"the model observes {seen.shape[1]} series, the data have {len(series)}")


def _range(values: np.ndarray) -> tuple[float, float, float]:
    low, middle, high = (float(value) for value in np.quantile(values, (0.05, 0.5, 0.95)))
    return low, middle, high
