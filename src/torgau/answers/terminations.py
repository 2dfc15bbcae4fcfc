"""Forecasts of the end of a process by an outside view, as tables: what was said at each origin, what happened, and the score."""

from __future__ import annotations

from collections.abc import Sequence

from torgau.dates import format_day
from torgau.outcome.duration.outlook import TerminationForecast
from torgau.outcome.validation.terminations import brier_scores

WAY_TITLES = {"known": "what was known then", "recorded": "the class as a whole"}
"""What an origin is told, in words."""

FORECASTERS = {
    "persistence": "it goes on",
    "prior": "prior of climatology",
    "climatology": "climatology",
    "covariates": "covariates",
}
"""Who forecasts, in words: the two that must be beaten first."""

SHOWN = ("climatology", "covariates")
"""Those whose chances are printed at each origin."""


def months_of(forecasts: Sequence[TerminationForecast]) -> tuple[int, ...]:
    """The horizons (months) at which was asked."""
    return tuple(sorted({each.months for each in forecasts}))


def brier_rows(forecasts: Sequence[TerminationForecast]) -> list[tuple[str, ...]]:
    """For each forecaster the mean Brier score at each horizon and over all, the worst first, then in how many it had ended."""
    scores = brier_scores(forecasts)
    by = {(each.by, each.months): each.score for each in scores}
    months = (*months_of(forecasts), 0)
    names = sorted(dict.fromkeys(each.by for each in scores), key=lambda name: -by[name, 0])
    return [
        (FORECASTERS.get(name, name), *(f"{by[name, at]:.3f}" if (name, at) in by else "" for at in months)) for name in names
    ]


def happened(forecasts: Sequence[TerminationForecast]) -> tuple[str, ...]:
    """At each horizon and over all, in how many of the questions the process had ended."""
    first = forecasts[0].by
    asked = [each for each in forecasts if each.by == first]
    parts = [[each for each in asked if at in (0, each.months)] for at in (*months_of(forecasts), 0)]
    return tuple(f"{sum(each.ended for each in part)} of {len(part)}" for part in parts)


def chance_rows(forecasts: Sequence[TerminationForecast], by: str) -> list[tuple[str, ...]]:
    """For each origin what one forecaster said of each horizon, with the middle 90% of its draws, and what happened."""
    mine = {(each.origin, each.months): each for each in forecasts if each.by == by}
    months = months_of(forecasts)
    return [
        (format_day(origin), *(_said(mine.get((origin, at))) for at in months))
        for origin in sorted({origin for origin, _ in mine})
    ]


def _said(found: TerminationForecast | None) -> str:
    if found is None:
        return ""
    chance = found.chance
    outcome = "had ended" if found.ended else "went on"
    return f"{chance.value:.2f} ({chance.p05:.2f} to {chance.p95:.2f}): {outcome}"
