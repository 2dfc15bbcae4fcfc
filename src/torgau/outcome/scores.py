"""Scores: how good were the forecasts, against the best baseline, and how sure is that?

CRPS: Gneiting and Raftery (2007), "Strictly proper scoring rules, prediction, and estimation", JASA 102, by the library
scoringrules. Skill is 1 - CRPS / CRPS of the baseline: 0 is no better, 1 perfect. Its interval is a moving-block bootstrap over
origins (Kuensch 1989), since forecasts from neighbouring origins share what they got wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

BLOCK = 3
REPEATS = 2000

ENOUGH = 2 * BLOCK
"""Origins below which nothing is called demonstrated: fewer than two blocks have no spread to speak of."""


@dataclass(frozen=True)
class Forecast:
    """One forecast of one figure: by whom, from which origin, and how it did.

    `months` is the horizon that it counts for; `at` the share of draws below the figure; `density` the log of the forecast's
    density there (kernel estimate).
    """

    by: str
    origin: int
    target: str
    component: str
    series: str
    day: int
    months: int
    value: float
    crps: float
    density: float
    at: float
    p05: float
    p25: float
    p50: float
    p75: float
    p95: float

    def as_dict(self) -> dict[str, Any]:
        """The forecast as JSON carries it, numbers to seven digits."""
        return {name: float(f"{value:.7g}") if isinstance(value, float) else value for name, value in asdict(self).items()}


def score(draws: np.ndarray, value: float) -> tuple[float, float, float]:
    """CRPS, log density and the share of draws below the value."""
    import scoringrules

    crps = float(scoringrules.crps_ensemble(value, draws, estimator="pwm"))
    return crps, log_density(draws, value), float(np.mean(draws < value))


def log_density(draws: np.ndarray, value: float) -> float:
    """The log density of a Gaussian kernel estimate (Silverman 1986, rule of thumb, equation 3.31) at a value."""
    low, high = np.quantile(draws, (0.25, 0.75))
    width = 0.9 * max(min(float(draws.std()), float(high - low) / 1.349), 1e-6) * len(draws) ** -0.2
    terms = -0.5 * ((draws - value) / width) ** 2
    top = float(terms.max())
    return top + float(np.log(np.mean(np.exp(terms - top)))) - float(np.log(width * np.sqrt(2 * np.pi)))


@dataclass(frozen=True)
class Skill:
    """The score of one forecaster for one kind of figure at one horizon.

    `p05` and `p95` bound the skill (block bootstrap); `cover50` and `cover90` are the shares of figures in those intervals;
    `origins` counts the origins, `cells` the cells (origin, component) and `figures` the figures in them.
    """

    by: str
    target: str
    months: int
    skill: float
    p05: float
    p95: float
    baseline: str
    crps: float
    cover50: float
    cover90: float
    origins: int
    cells: int
    figures: int

    @property
    def standing(self) -> str:
        """`demonstrated` (the interval is above 0), `indicated` (the skill is, its interval is not) or `none`."""
        if self.p05 > 0 and self.origins >= ENOUGH:
            return "demonstrated"
        return "indicated" if self.skill > 0 else "none"

    def as_dict(self) -> dict[str, Any]:
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()} | {
            "standing": self.standing
        }


def cells(forecasts: Sequence[Forecast]) -> dict[tuple[int, str], float]:
    """Mean CRPS by origin and component: a component with many figures counts no more than one with few."""
    found: dict[tuple[int, str], list[float]] = {}
    for item in forecasts:
        found.setdefault((item.origin, item.component), []).append(item.crps)
    return {key: float(np.mean(values)) for key, values in found.items()}


def best_baseline(by_name: Mapping[str, Sequence[Forecast]], baselines: Sequence[str]) -> str:
    """The baseline with the least mean CRPS, chosen with hindsight: the hardest one to beat."""
    means = {name: float(np.mean(list(cells(by_name[name]).values()))) for name in baselines if by_name.get(name)}
    return min(means, key=lambda name: means[name])


def skill_of(by: str, forecasts: Sequence[Forecast], baseline: str, against: Sequence[Forecast], *, seed: int = 7) -> Skill:
    """The skill of one forecaster against one baseline over the cells that both have forecast."""
    mine, theirs = cells(forecasts), cells(against)
    shared = sorted(mine.keys() & theirs.keys())
    origins = sorted({origin for origin, _ in shared})
    own = np.array([sum(mine[key] for key in shared if key[0] == origin) for origin in origins])
    other = np.array([sum(theirs[key] for key in shared if key[0] == origin) for origin in origins])
    low, high = interval(own, other, seed)
    at = np.array([item.at for item in forecasts])
    first = forecasts[0]
    return Skill(
        by=by,
        target=first.target,
        months=first.months,
        skill=1 - float(own.sum() / other.sum()),
        p05=low,
        p95=high,
        baseline=baseline,
        crps=float(np.mean([mine[key] for key in shared])),
        cover50=float(np.mean((at >= 0.25) & (at <= 0.75))),
        cover90=float(np.mean((at >= 0.05) & (at <= 0.95))),
        origins=len(origins),
        cells=len(shared),
        figures=len(forecasts),
    )


def interval(own: np.ndarray, other: np.ndarray, seed: int) -> tuple[float, float]:
    """The middle 90% of the skill under a circular moving-block bootstrap of the origins (blocks of `BLOCK` origins).

    Where there are no more origins than one block, they are drawn one by one; of a single origin there is no interval.

    With a dozen origins such an interval is too narrow; it is stretched about the estimate by sqrt(n / (n - BLOCK)), as a
    variance from few blocks is. In simulations without any skill it then still covers less than the 90% it is named for.
    """
    count = len(own)
    block = BLOCK if count > BLOCK else 1
    skill = 1 - float(own.sum() / max(float(other.sum()), 1e-12))
    rng = np.random.Generator(np.random.Philox(seed))
    starts = rng.integers(0, count, size=(REPEATS, -(-count // block)))
    picks = ((starts[:, :, None] + np.arange(block)) % count).reshape(REPEATS, -1)[:, :count]
    skills = 1 - own[picks].sum(axis=1) / np.maximum(other[picks].sum(axis=1), 1e-12)
    low, high = np.quantile(skills, (0.05, 0.95))
    stretch = float(np.sqrt(count / (count - block))) if count > block else 1.0
    return skill + stretch * (float(low) - skill), skill + stretch * (float(high) - skill)
