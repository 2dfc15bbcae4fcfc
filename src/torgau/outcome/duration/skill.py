"""How well the outside view tells the length of a contest of its class that it has not seen, and whether covariates help.

Leave one out by importance (Gelfand, Dey and Chang 1992; Vehtari, Gelman and Gabry 2017, section 2): for a contest a draw counts
as 1 / (its likelihood for it), as if that contest had never been seen; `effective` says how many draws that leaves, and where
they are too few the contest is left out in earnest and the rest fitted again. The scores
are the logarithm of the density in log days (of the chance to last longer, where a contest is censored), and the CRPS of the
logarithm of the duration, for a censored contest up to its last day (the right-censored CRPS of Avati et al. 2019). The interval
of a difference is a bootstrap over contests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from torgau.outcome.duration.contests import Contests, Size
from torgau.outcome.duration.draws import Draws, Variant
from torgau.outcome.duration.predicting import log_densities, log_survivals

REPEATS = 2000
GRID = np.linspace(np.log(0.1), np.log(200_000.0), 320)
"""Logarithms of days between which all durations lie: the CRPS is a sum over it."""
THIN = 500
"""Draws that the CRPS is taken from."""
FEW = 0.2
"""The share of draws below which weights stand in badly for a fit."""

Again = Callable[[int], Draws]
"""`f(at)`: the draws fitted without the contest at that place."""


@dataclass(frozen=True)
class Scores:
    """Scores of one forecaster by contest: `log` (higher is better), `crps` (lower is better), and `at`, the forecast chance of
    ending by the day on which it did, NaN where it is censored. `effective` is the share of draws that count."""

    ids: tuple[str, ...]
    log: np.ndarray
    crps: np.ndarray
    at: np.ndarray
    effective: np.ndarray

    def covered(self, low: float, high: float) -> float:
        """The share of ended contests that fell between two levels of their forecast."""
        seen = self.at[~np.isnan(self.at)]
        return float(np.mean((seen >= low) & (seen <= high)))


@dataclass(frozen=True)
class Gain:
    """One forecaster against another: `log` is the mean gain in the logarithm of the density by contest, `skill` is
    1 - CRPS / CRPS of the other; each with the middle 90% of its bootstrap."""

    log: float
    log_p05: float
    log_p95: float
    skill: float
    skill_p05: float
    skill_p95: float

    @property
    def standing(self) -> str:
        """`demonstrated` (both intervals are above 0), `indicated` (both values are) or `none`."""
        if self.log_p05 > 0 and self.skill_p05 > 0:
            return "demonstrated"
        return "indicated" if self.log > 0 and self.skill > 0 else "none"

    def as_dict(self) -> dict[str, Any]:
        return {name: float(f"{value:.4g}") for name, value in self.__dict__.items()} | {"standing": self.standing}


@dataclass(frozen=True)
class Row:
    """One line of the table of scores: sums and means over the contests, coverage over those that ended."""

    by: str
    log: float
    crps: float
    cover50: float
    cover90: float
    least_effective: float

    def as_dict(self) -> dict[str, Any]:
        return {name: float(f"{value:.5g}") if isinstance(value, float) else value for name, value in self.__dict__.items()}


@dataclass(frozen=True)
class ClassScore:
    """How the variants do on the class: `covariates` against `climatology`, and `climatology` (`fit`) against its prior."""

    contests: int
    ended: int
    rows: tuple[Row, ...]
    covariates: Gain
    fit: Gain

    @property
    def speaks_on_effects(self) -> bool:
        """Whether it may be said what another size of the sides would change: only if knowing the sizes was shown to help."""
        return self.covariates.standing == "demonstrated"

    def as_dict(self) -> dict[str, Any]:
        return {
            "contests": self.contests,
            "ended": self.ended,
            "rows": [row.as_dict() for row in self.rows],
            "covariates": self.covariates.as_dict(),
            "fit": self.fit.as_dict(),
            "speaks_on_effects": self.speaks_on_effects,
        }


def score_from(kept: Mapping[str, Any]) -> ClassScore:
    """The score of `as_dict`. Raises KeyError or TypeError where something is missing."""
    gains = {name: {key: each for key, each in kept[name].items() if key != "standing"} for name in ("covariates", "fit")}
    rows = tuple(Row(**row) for row in kept["rows"])
    return ClassScore(kept["contests"], kept["ended"], rows, Gain(**gains["covariates"]), Gain(**gains["fit"]))


def scores(draws: Draws, contests: Contests, *, seen: bool = True, again: Again | None = None) -> Scores:
    """The scores of each contest as if it had not been seen; with `seen` false the draws never saw any (a prior).

    `again` fits without one contest (by its place); it is asked where fewer than `FEW` of the draws would count.
    """
    columns = []
    for at in range(len(contests)):
        found = _scored(draws, contests, at, seen)
        if seen and again is not None and found[-1] < FEW:
            found = _scored(again(at), contests, at, False)
        columns.append(found)
    table = np.array(columns)
    return Scores(contests.ids, table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def _scored(draws: Draws, contests: Contests, at: int, seen: bool) -> tuple[float, float, float, float]:
    """Log score, CRPS, the chance of having ended by then, and the share of draws that count, of one contest."""
    thin = np.unique(np.linspace(0, len(draws.weight) - 1, min(THIN, len(draws.weight))).astype(int))
    days, ended = contests.days[at], bool(contests.ended[at])
    size, y = Size(float(contests.ratio[at]), float(contests.states[at])), float(np.log(days))
    # Density in log days: that by the day times the days, so that long and short contests count alike.
    tail = log_survivals(draws, np.array([days]), size)[:, 0]
    each = log_densities(draws, np.array([days]), size)[:, 0] + y if ended else tail
    logs = np.log(np.maximum(draws.weight, 1e-300)) - (each if seen else 0.0)
    weight = np.exp(logs - logs.max())
    weight = weight / weight.sum()
    log = float(np.log(weight @ np.exp(each - each.max())) + each.max())
    effective = float(np.sum(draws.weight**2) / np.sum(weight**2))
    thinned = weight[thin] / weight[thin].sum()
    below = 1 - thinned @ np.exp(log_survivals(_some(draws, thin), np.exp(GRID), size))
    return log, _crps(below, y, ended), float(1 - weight @ np.exp(tail)) if ended else float("nan"), effective


def _some(draws: Draws, at: np.ndarray) -> Draws:
    names = ("family", "weight", "middle", "sigma", "ratio_effect", "states_effect")
    return replace(draws, **{name: getattr(draws, name)[at] for name in names})


def _crps(below: np.ndarray, y: float, ended: bool) -> float:
    """The integral of (P(log T <= x) - [x >= y])^2 over x; of a censored contest up to y, for nobody knows what came later."""
    square = np.where(y > GRID, below**2, (1 - below) ** 2 if ended else 0.0)
    # The step at y falls between two points of the grid: the cell is shared out at y.
    cell = int(np.searchsorted(GRID, y)) - 1
    width = np.diff(GRID)
    areas = (square[:-1] + square[1:]) / 2 * width
    if 0 <= cell < len(width):
        share = (y - GRID[cell]) / width[cell]
        at = below[cell] + share * (below[cell + 1] - below[cell])
        first = (below[cell] ** 2 + at**2) / 2 * share
        second = ((1 - at) ** 2 + (1 - below[cell + 1]) ** 2) / 2 * (1 - share) if ended else 0.0
        areas[cell] = (first + second) * width[cell]
    return float(areas.sum())


def gain(own: Scores, other: Scores, *, seed: int = 7) -> Gain:
    """How much better one forecaster is than another on the same contests."""
    rng = np.random.Generator(np.random.Philox(seed))
    picks = rng.integers(0, len(own.ids), size=(REPEATS, len(own.ids)))
    logs = (own.log - other.log)[picks].mean(axis=1)
    skills = 1 - own.crps[picks].sum(axis=1) / other.crps[picks].sum(axis=1)
    (log_low, log_high), (low, high) = (np.quantile(each, (0.05, 0.95)) for each in (logs, skills))
    mean, skill = float(np.mean(own.log - other.log)), 1 - float(own.crps.sum() / other.crps.sum())
    return Gain(mean, float(log_low), float(log_high), skill, float(low), float(high))


def class_score(
    contests: Contests, climatology: Draws, covariates: Draws, prior: Draws, again: Mapping[Variant, Again] | None = None
) -> ClassScore:
    """The table of scores of a class, and the gain that decides whether effects may be spoken of."""
    refit = again or {}
    found = {
        "climatology": scores(climatology, contests, again=refit.get("climatology")),
        "covariates": scores(covariates, contests, again=refit.get("covariates")),
        "prior of climatology": scores(prior, contests, seen=False),
    }
    rows = tuple(
        Row(
            by=name,
            log=float(each.log.sum()),
            crps=float(each.crps.mean()),
            cover50=each.covered(0.25, 0.75),
            cover90=each.covered(0.05, 0.95),
            least_effective=float(each.effective.min()),
        )
        for name, each in found.items()
    )
    return ClassScore(
        contests=len(contests),
        ended=int(contests.ended.sum()),
        rows=rows,
        covariates=gain(found["covariates"], found["climatology"]),
        fit=gain(found["climatology"], found["prior of climatology"]),
    )
