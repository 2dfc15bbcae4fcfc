"""Global sensitivity of an answer: which parameters decide it? Morris to screen, then Sobol's indices of those that are left.

Morris (1991), "Factorial sampling plans for preliminary computational experiments", Technometrics 33, with the mean of the
absolute effects of Campolongo, Cariboni and Saltelli (2007), Environmental Modelling and Software 22. Sobol's first and total
indices by the estimators of Saltelli and others (2010), Computer Physics Communications 181, with bootstrap intervals. Both by
the library SALib.

An answer is a function of standard normals (parameters, draws), so it can be a front at a step, the day of the end, or the paired
difference of a what-if. Chance must be fixed in it (shocks of 0, or the same ones for every draw), or it passes for sensitivity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from torgau.outcome.validation.running import Told, plain, silent

Scalar = Callable[[np.ndarray], np.ndarray]
"""`f(z)`: standard normals (parameters, draws) -> a number for each draw."""

Box = Callable[[np.ndarray], np.ndarray]
"""From points of the unit cube (parameters, draws) to standard normals."""

KEPT = 0.1
"""A parameter is kept whose effect may be, by its interval, at least this share of the greatest one."""

TAIL = 0.01
"""Morris walks on a grid that includes the ends of the cube: the box is cut there, at these quantiles."""


@dataclass(frozen=True)
class Effect:
    """Morris: `strength` is the mean absolute effect over the box (in the answer's unit), `error` the half-width of its 95%
    interval, `mean` with its sign, `spread` of the effects: large beside the strength where effects are curved or joint."""

    name: str
    strength: float
    error: float
    mean: float
    spread: float
    kept: bool


@dataclass(frozen=True)
class Screening:
    effects: tuple[Effect, ...]
    runs: int

    @property
    def kept(self) -> tuple[str, ...]:
        return tuple(effect.name for effect in self.effects if effect.kept)

    def as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = plain(asdict(self))
        return found


@dataclass(frozen=True)
class Index:
    """Sobol's indices of one parameter, with the half-widths of their 95% bootstrap intervals.

    `first` is the share of the variance that it explains alone, `total` the share in which it has a part.
    """

    name: str
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True)
class Indices:
    """The indices of the parameters that vary, by total index; the others rest at their median.

    `covered` is the variance of the answer with only these varying over its variance with all: near 1 where the screening lost
    nothing. It is an estimate, and can exceed 1 a little.
    """

    indices: tuple[Index, ...]
    covered: float
    runs: int

    def as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = plain(asdict(self))
        return found


def prior_box(cube: np.ndarray) -> np.ndarray:
    """The priors: each share of the cube is that quantile of a standard normal."""
    from scipy.stats import norm

    z: np.ndarray = norm.ppf(np.clip(cube, 1e-6, 1 - 1e-6))
    return z


def posterior_box(draws: np.ndarray) -> Box:
    """The ranges of a posterior (parameters, draws): each share of the cube is that quantile of the parameter's own draws.

    What the posterior says of parameters together is left out: indices are then those of independent parameters.
    """
    ordered = np.sort(draws, axis=1)

    def box(cube: np.ndarray) -> np.ndarray:
        at = np.linspace(0, 1, ordered.shape[1])
        return np.stack([np.interp(share, at, values) for share, values in zip(cube, ordered, strict=True)])

    return box


def screen(
    answer: Scalar,
    names: Sequence[str],
    *,
    box: Box = prior_box,
    trajectories: int = 30,
    seed: int = 1,
    progress: Told = silent,
) -> Screening:
    """Elementary effects of each parameter on an answer: trajectories x (parameters + 1) runs.

    Raises ValueError where the answer is not finite everywhere or never varies.
    """
    from SALib.analyze import morris as analysis
    from SALib.sample import morris as sampling

    problem = {"num_vars": len(names), "names": list(names), "bounds": [[TAIL, 1 - TAIL]] * len(names)}
    cube = sampling.sample(problem, trajectories, num_levels=4, seed=seed)
    progress(f"screening: {len(cube)} runs")
    values = _values(answer, box(cube.T))
    found = analysis.analyze(problem, cube, values, num_levels=4, seed=seed, print_to_console=False)
    strength, error = (np.asarray(found[part], dtype=float) for part in ("mu_star", "mu_star_conf"))
    least = KEPT * strength.max()
    effects = []
    for name, size, half, mean, spread in zip(names, strength, error, found["mu"], found["sigma"], strict=True):
        effects.append(Effect(name, float(size), float(half), float(mean), float(spread), bool(size + half >= least)))
    return Screening(tuple(sorted(effects, key=lambda effect: -effect.strength)), len(cube))


def indices(
    answer: Scalar,
    names: Sequence[str],
    *,
    survivors: Sequence[str] | None = None,
    box: Box = prior_box,
    base: int = 1024,
    seed: int = 1,
    progress: Told = silent,
) -> Indices:
    """Sobol's indices of the surviving parameters (all, where none are named): base x (survivors + 2) runs, base a power of 2.

    Raises ValueError where the answer is not finite everywhere or never varies, or a survivor is not among the names.
    """
    from SALib.analyze import sobol as analysis
    from SALib.sample import sobol as sampling

    chosen = list(names if survivors is None else survivors)
    unknown = sorted(set(chosen) - set(names))
    if unknown:
        raise ValueError(f"no parameter {', '.join(unknown)}")
    problem = {"num_vars": len(chosen), "names": chosen, "bounds": [[0.0, 1.0]] * len(chosen)}
    cube = sampling.sample(problem, base, calc_second_order=False, seed=seed)
    where = [list(names).index(name) for name in chosen]
    whole = np.full((len(names), len(cube)), 0.5)
    whole[where] = cube.T
    progress(f"indices: {len(cube)} runs")
    values = _values(answer, box(whole))
    found = analysis.analyze(problem, values, calc_second_order=False, seed=seed, print_to_console=False)
    made = [
        Index(name, *(float(found[part][at]) for part in ("S1", "S1_conf", "ST", "ST_conf"))) for at, name in enumerate(chosen)
    ]
    covered = 1.0
    if len(chosen) < len(names):
        # The first matrix of the design varies the survivors only; beside it, as many points in which everything varies.
        free = np.random.Generator(np.random.Philox(seed)).random((len(names), base))
        covered = float(np.var(values[:: len(chosen) + 2]) / np.var(_values(answer, box(free))))
    return Indices(tuple(sorted(made, key=lambda index: -index.total)), covered, len(cube))


def _values(answer: Scalar, z: np.ndarray) -> np.ndarray:
    values = np.asarray(answer(z), dtype=float)
    if values.shape != (z.shape[1],):
        raise ValueError(f"the answer has the shape {values.shape} for {z.shape[1]} draws")
    if not np.isfinite(values).all():
        raise ValueError("the answer is not finite everywhere in the box; say what such a draw counts as")
    if np.ptp(values) == 0:
        raise ValueError("the answer does not vary: no parameter has a part in it")
    return values
