"""What a model of a pack has learned, and how it was scored: the part of its page that rests on results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torgau.book.model.context import Context
from torgau.vocabulary.outcomes import Model, Prior

if TYPE_CHECKING:
    from torgau.charts.strips import Lesson
    from torgau.outcome.results import Draws
    from torgau.outcome.validation.contraction import Contraction


def fitted(context: Context, entry: Model) -> dict[str, Any]:
    """Posterior against prior, how the fit went, and the scores; each None where there is none for this state of the pack."""
    from torgau.outcome.fitting import STRUCTURES

    nothing: dict[str, Any] = {"strips": None, "fit": None, "scores": None, "fits": False}
    if entry.structure not in STRUCTURES or entry.process not in context.record.processes:
        return nothing
    from torgau.charts.strips import prior_strips
    from torgau.outcome.fitting import case_of
    from torgau.outcome.results import read_draws

    kept = read_draws(case_of(context.record, entry.id))
    return {
        "fits": True,
        "strips": prior_strips(entry.id, lessons(entry, kept)) if kept else None,
        "fit": _how(kept) if kept else None,
        "scores": _scores(context, entry),
    }


def lessons(entry: Model, kept: Draws) -> list[Lesson]:
    """For each parameter what the prior said and what the posterior says, in its own unit."""
    from torgau.outcome.validation.contraction import of_parameters

    found = of_parameters(kept.parameters, kept.z)
    priors = {prior.parameter: prior for prior in entry.priors}
    return [_lesson(priors[each.name], kept, at, each) for at, each in enumerate(found) if each.name in priors]


def _lesson(prior: Prior, kept: Draws, at: int, learned: Contraction) -> Lesson:
    import numpy as np

    from torgau.charts.strips import NINE_IN_TEN, Lesson

    low, middle, high = (float(value) for value in np.quantile(kept.z[at], (0.05, 0.5, 0.95)))
    return Lesson(
        parameter=prior.parameter,
        low=low,
        middle=middle,
        high=high,
        prior=_between(prior, -NINE_IN_TEN, NINE_IN_TEN),
        posterior=_between(prior, low, high),
        unit=prior.unit,
        contraction=learned.contraction,
        ratio=learned.ratio,
        shift=learned.shift,
        label=learned.label,
    )


def _between(prior: Prior, low: float, high: float) -> str:
    import numpy as np

    from torgau.answers.ranges import significant
    from torgau.outcome.priors import parameter

    first, last = (significant(float(parameter(np, prior, np.float64(z)))) for z in (low, high))
    return f"{first:,} to {last:,}".replace("-", "\N{MINUS SIGN}")


def _how(kept: Draws) -> list[tuple[str, str]]:
    from torgau.outcome.laws import AGREE

    about = kept.about
    disagreement = float(about.get("disagreement", float("nan")))
    agree = "they agree" if disagreement <= AGREE else "THEY DO NOT AGREE"
    return [
        ("Fitted to", f"all that was observed until {about.get('until', '')}"),
        ("Seeds", f"{', '.join(str(seed) for seed in about.get('seeds', ()))}: {agree} (scale reduction {disagreement:.3f})"),
        ("Effort", f"{about.get('particles', '')} particles, {about.get('moves', '')} moves at each temperature"),
        ("Evidence", f"{', '.join(str(value) for value in about.get('evidence', ()))} (logarithm, by seed)"),
        ("Made with", str(about.get("made_with", ""))),
        ("Key", kept.key),
    ]


def _scores(context: Context, entry: Model) -> dict[str, Any] | None:
    from torgau.answers.scores import SHOWN_MODES, STANDINGS, TARGETS, skill_in_words
    from torgau.outcome.backtest import PRIOR_ONLY
    from torgau.outcome.speaking import scores_of

    scores = scores_of(context.record, entry.process)
    if scores is None or entry.id not in scores.protocol.models:
        return None
    months = scores.protocol.horizons
    lines = []
    for mode, meaning in SHOWN_MODES.items():
        for target, words in TARGETS.items():
            for by, who in ((entry.id, "calibrated"), (PRIOR_ONLY + entry.id, "its prior")):
                skills = [scores.of(by, each, mode=mode, target=target) for each in months]
                if any(skills):
                    lines.append(
                        {"what": words, "mode": meaning, "who": who, "cells": [skill_in_words(skill) for skill in skills]}
                    )
    standing = [{"months": each, "words": STANDINGS[scores.standing(entry.id, each)]} for each in months]
    return {"months": months, "lines": lines, "standing": standing, "current": scores.current}
