"""The scores of the models as rows: what lost first, against which baseline, how sure, before and after the middle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torgau.dates import format_day
from torgau.outcome.backtest import PRIOR_ONLY, STACK, STACK_OF_MODELS
from torgau.outcome.scores import Forecast, Skill, skill_of
from torgau.outcome.speaking import Scores
from torgau.outcome.stacking import weights_at
from torgau.outcome.worlds import first_day

SHOWN_MODES = {"hindcast": "inputs from the record", "forecast": "inputs carried on"}

TARGETS = {"front": "where the front stands", "strength": "strengths", "losses": "losses"}
"""The kinds of figures that are scored, in words."""


STANDINGS = {
    "demonstrated": "speaks: an edge is demonstrated",
    "indicated": "speaks: an edge is indicated, not demonstrated",
    "mute": "mute",
    "unscored": "mute: not scored for this state of the pack",
}
"""What the standing of a model at a horizon lets it do."""


def skill_in_words(skill: Skill | None) -> str:
    """A skill with its 90% interval; nothing where there is none."""
    if skill is None:
        return ""
    return f"{skill.skill:+.2f} [{skill.p05:+.2f}, {skill.p95:+.2f}]".replace("-", "\N{MINUS SIGN}")


def skill_row(skill: Skill) -> dict[str, Any]:
    """A skill as the contract prints it: against which baseline, with its interval and its standing."""
    return {
        "skill": round(skill.skill, 2),
        "p05": round(skill.p05, 2),
        "p95": round(skill.p95, 2),
        "baseline": skill.baseline,
        "standing": skill.standing,
        "figures": skill.figures,
    }


@dataclass(frozen=True)
class ScoreLine:
    """One forecaster: its skill at each horizon (months) at which it was scored."""

    by: str
    skills: Mapping[int, Skill]


@dataclass(frozen=True)
class ScoreTable:
    """All forecasters of one kind of figure, one way with the inputs, the worst first; `baselines`: the best by horizon."""

    mode: str
    target: str
    months: tuple[int, ...]
    baselines: Mapping[int, str]
    lines: tuple[ScoreLine, ...]

    @property
    def title(self) -> str:
        return TARGETS.get(self.target, self.target)


def score_tables(scores: Scores) -> tuple[ScoreTable, ...]:
    """The skills as tables: for each way with the inputs and kind of figure one, losing forecasters first."""
    order = {by: at for at, by in enumerate(forecasters(scores))}
    found = []
    for mode in SHOWN_MODES:
        of_mode = {key[1:]: skill for key, skill in scores.skills.items() if key[0] == mode}
        for target in sorted({target for _, target, _ in of_mode}, key=lambda name: (list(TARGETS).index(name), name)):
            mine = {(by, months): skill for (by, kind, months), skill in of_mode.items() if kind == target}
            months = tuple(sorted({each for _, each in mine}))
            lines = [
                ScoreLine(by, {each: mine[by, each] for each in months if (by, each) in mine})
                for by in sorted({by for by, _ in mine}, key=lambda name: order.get(name, len(order)))
            ]
            lines.sort(key=lambda line: sum(skill.skill for skill in line.skills.values()) / len(line.skills))
            baselines = {each: next(skill.baseline for (_, at), skill in mine.items() if at == each) for each in months}
            found.append(ScoreTable(mode, target, months, baselines, tuple(lines)))
    return tuple(found)


@dataclass(frozen=True)
class Coverage:
    """The shares of figures that fell into a forecaster's middle 50% and 90%, over all horizons."""

    figures: int
    half: float
    nine_in_ten: float


def coverage(scores: Scores, mode: str, by: str, target: str) -> Coverage | None:
    """Whether the intervals are as wide as they say, over the figures of all horizons; None where there are none."""
    at = [item.at for item in scores.forecasts[mode] if item.by == by and item.target == target]
    if not at:
        return None
    half = sum(0.25 <= share <= 0.75 for share in at) / len(at)
    return Coverage(len(at), half, sum(0.05 <= share <= 0.95 for share in at) / len(at))


def stack_weights(scores: Scores, mode: str, target: str) -> dict[int, dict[int, dict[str, float]]]:
    """What the stack gave each of its members, by origin (ordinal) and horizon (months): from forecasts that had come true by
    then."""
    models = scores.protocol.models
    members = (*models, *(PRIOR_ONLY + name for name in models), *scores.protocol.baselines)
    past = [item for item in scores.forecasts[mode] if item.target == target and item.by in members]
    there = {item.by for item in past}
    members = tuple(name for name in members if name in there)
    found: dict[int, dict[int, dict[str, float]]] = {}
    for origin in sorted({item.origin for item in past}):
        shares = {months: weights_at(origin, members, past, target, months) for months in scores.protocol.horizons}
        found[origin] = {
            months: dict(zip(members, (float(share) for share in each), strict=True)) for months, each in shares.items()
        }
    return found


def score_rows(scores: Scores) -> list[dict[str, Any]]:
    """Every skill of the run, the worst first."""
    rows = [
        {
            "inputs": mode,
            "by": by,
            "target": target,
            "months": months,
            **skill_row(skill),
            "crps": round(skill.crps, 4),
            "cover50": round(skill.cover50, 2),
            "cover90": round(skill.cover90, 2),
            "cells": skill.cells,
            "speaks": scores.speaks(by, months) if mode == "hindcast" and target == "front" else None,
        }
        for (mode, by, target, months), skill in scores.skills.items()
    ]
    return sorted(rows, key=lambda row: (row["skill"], row["inputs"], row["by"], row["target"], row["months"]))


def halves(scores: Scores, mode: str, by: str, target: str, months: int) -> tuple[Skill | None, Skill | None]:
    """The skill over the origins before the middle of the process, and from it on, against the same baseline."""
    whole = scores.of(by, months, mode=mode, target=target)
    if whole is None:
        return None, None
    middle = first_day(scores.protocol.middle)
    found = [item for item in scores.forecasts[mode] if item.target == target and item.months == months]

    def part(early: bool) -> Skill | None:
        mine = [item for item in found if item.by == by and (item.origin < middle) == early]
        other = [item for item in found if item.by == whole.baseline and (item.origin < middle) == early]
        return skill_of(by, mine, whole.baseline, other) if mine and other else None

    return part(True), part(False)


def against_prior(scores: Scores, mode: str, model: str, target: str, months: int) -> Skill | None:
    """The skill of a calibrated model against its own prior: below 0, calibration did harm."""
    return against_its_prior(scores.forecasts[mode], model, target, months)


def against_its_prior(forecasts: Sequence[Forecast], model: str, target: str, months: int) -> Skill | None:
    """The same of any forecasts."""
    found = [item for item in forecasts if item.target == target and item.months == months]
    mine = [item for item in found if item.by == model]
    prior = [item for item in found if item.by == PRIOR_ONLY + model]
    return skill_of(model, mine, PRIOR_ONLY + model, prior) if mine and prior else None


def forecasters(scores: Scores) -> tuple[str, ...]:
    """All that were scored, models first, then their priors, the stacks, the baselines."""
    models = tuple(scores.protocol.models)
    return (*models, *(PRIOR_ONLY + name for name in models), STACK, STACK_OF_MODELS, *scores.protocol.baselines)


def held_out_rows(scores: Scores, series: str) -> list[dict[str, Any]]:
    """Each figure of a series that was forecast, beside what was forecast of it: by day, horizon and forecaster.

    `value` is the record's (fronts in km, people as the logarithm of thousands), the rest the forecast's, from before it.
    """
    rows = [
        {
            "inputs": mode,
            "series": item.series,
            "day": format_day(item.day),
            "months": item.months,
            "origin": format_day(item.origin),
            "by": item.by,
            "value": item.value,
            **{name: getattr(item, name) for name in ("p05", "p25", "p50", "p75", "p95")},
            "inside": item.p05 <= item.value <= item.p95,
        }
        for mode, found in scores.forecasts.items()
        for item in found
        if item.series == series
    ]
    return sorted(rows, key=lambda row: (row["inputs"], row["day"], row["months"], row["by"], row["origin"]))


def figures_of(forecasts: Sequence[Forecast], by: str, component: str, months: int) -> list[Forecast]:
    """The forecasts of one component at one horizon by one forecaster, by day: for a picture of record against forecast."""
    found = [item for item in forecasts if (item.by, item.component, item.months) == (by, component, months)]
    return sorted(found, key=lambda item: (item.day, item.origin))
