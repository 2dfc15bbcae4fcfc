"""The page that says how good the models are: what may speak and what is mute, the losing scores first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from torgau.book.model.context import Context
from torgau.book.page import Page
from torgau.vocabulary.outcomes import Protocol

if TYPE_CHECKING:
    from torgau.answers.scores import ScoreLine, ScoreTable
    from torgau.outcome.duration.outlook import TerminationForecast
    from torgau.outcome.speaking import Scores

PATH = "outcome/scores.html"
TITLE = "How good are the models?"


def scores_page(context: Context, section: str) -> Page:
    """The page, whether there are scores or not."""
    return Page(
        path=PATH,
        template="scores.html.j2",
        title=TITLE,
        layer="outcome",
        as_of=context.as_of,
        section=section,
        about="the series name their own",
        data={"protocols": [_of_protocol(context, protocol) for protocol in context.record.protocols.values()]},
    )


def _of_protocol(context: Context, protocol: Protocol) -> dict[str, Any]:
    from torgau.outcome.speaking import scores_of

    scores = scores_of(context.record, protocol.process)
    ends = _ends(context, protocol)
    if scores is None or scores.protocol.id != protocol.id:
        return {"protocol": protocol, "scores": None, "ends": ends}
    from torgau.answers.scores import SHOWN_MODES, score_tables
    from torgau.charts.skills import skill_chart

    tables = score_tables(scores)
    return {
        "protocol": protocol,
        "scores": scores,
        "head": _head(scores),
        "may": _may_speak(scores),
        "modes": SHOWN_MODES,
        "tables": [{"table": table, "lines": [_cells(table, each) for each in table.lines]} for table in tables],
        "skills": [skill_chart(table, id=f"skill-{protocol.id}-{table.mode}-{table.target}") for table in tables],
        "halves": _halves(scores),
        "priors": _against_priors(scores),
        "left_out": _left_out(context, protocol),
        "coverage": _coverage(scores),
        "weights": _weights(scores),
        "pictures": _pictures(context, scores),
        "ends": ends,
    }


def _ends(context: Context, protocol: Protocol) -> list[dict[str, Any]]:
    """What each outside view said of the end at every origin, and its score beside those who say less."""
    from torgau.outcome.validation.terminations import kept_terminations

    return [
        {
            "model": found.model,
            "current": found.current,
            "quick": found.quick,
            "ways": [_way(way, forecasts) for way, forecasts in found.forecasts.items() if forecasts],
        }
        for found in kept_terminations(context.record, protocol)
    ]


def _way(way: str, forecasts: Sequence[TerminationForecast]) -> dict[str, Any]:
    from torgau.answers.terminations import SHOWN, WAY_TITLES, brier_rows, chance_rows, happened, months_of

    chances = {by: chance_rows(forecasts, by) for by in SHOWN}
    return {
        "told": WAY_TITLES[way],
        "months": months_of(forecasts),
        "briers": brier_rows(forecasts),
        "happened": happened(forecasts),
        "chances": {by: rows for by, rows in chances.items() if rows},
    }


def _head(scores: Scores) -> list[tuple[str, str]]:
    head, protocol = scores.head, scores.protocol
    quick = " (a quick run: to look at, not to believe)" if head.get("quick") else ""
    return [
        ("Current", "yes: made from this state of the pack" if scores.current else "no: made from another state of the pack"),
        ("Origins", f"{len(protocol.origins)}, from {protocol.origins[0].text} to {protocol.origins[-1].text}"),
        (
            "Horizons",
            f"{', '.join(str(each) for each in protocol.horizons)} months, each with figures up to {protocol.window} months away",
        ),
        ("Seeds", ", ".join(str(seed) for seed in protocol.seeds)),
        ("Draws", f"{protocol.draws:,} of each forecaster"),
        (
            "Effort",
            f"{head.get('particles', 'unknown')} particles, {head.get('moves', 'unknown')} moves at each temperature{quick}",
        ),
        ("Made with", str(head.get("made_with", ""))),
        ("Key", str(head.get("key", ""))),
    ]


def _may_speak(scores: Scores) -> list[dict[str, Any]]:
    """Each model with its standing at each horizon: the rule of `torgau.outcome.speaking`."""
    from torgau.answers.scores import STANDINGS, skill_in_words

    return [
        {
            "model": model,
            "cells": [
                {
                    "words": STANDINGS[scores.standing(model, months)],
                    "skill": skill_in_words(scores.of(model, months)),
                }
                for months in scores.protocol.horizons
            ],
        }
        for model in scores.protocol.models
    ]


def _cells(table: ScoreTable, line: ScoreLine) -> dict[str, Any]:
    from torgau.answers.scores import skill_in_words

    return {"by": line.by, "cells": [skill_in_words(line.skills.get(months)) for months in table.months]}


def _halves(scores: Scores) -> list[dict[str, Any]]:
    """The skill on the front before and after the middle, of models and stacks."""
    from torgau.answers.scores import halves, skill_in_words
    from torgau.outcome.backtest import STACK, STACK_OF_MODELS

    rows = []
    for by in (*scores.protocol.models, STACK, STACK_OF_MODELS):
        for months in scores.protocol.horizons:
            before, after = halves(scores, "hindcast", by, "front", months)
            if before or after:
                rows.append({"by": by, "months": months, "before": skill_in_words(before), "after": skill_in_words(after)})
    return rows


def _against_priors(scores: Scores) -> list[dict[str, Any]]:
    """Each calibrated model against its own prior, worst first."""
    from torgau.answers.scores import TARGETS, against_prior, skill_in_words

    rows = []
    for model in scores.protocol.models:
        for target in TARGETS:
            skills = [against_prior(scores, "hindcast", model, target, months) for months in scores.protocol.horizons]
            there = [skill.skill for skill in skills if skill is not None]
            if there:
                mean = sum(there) / len(there)
                cells = [skill_in_words(skill) for skill in skills]
                rows.append({"model": model, "target": TARGETS[target], "cells": cells, "mean": mean})
    return sorted(rows, key=lambda row: row["mean"])


def _left_out(context: Context, protocol: Protocol) -> dict[str, Any] | None:
    """Each theatre left out in turn: the skill of each model on its front, worst first; None where there is no such run."""
    from torgau.answers.left_out import STALE, in_words, transfers_of
    from torgau.outcome.speaking import TARGET

    found = transfers_of(context.record, protocol)
    if found is None:
        return None
    names = {theatre.id: theatre.name for theatre in context.record.processes[protocol.process].theatres}
    rows = [
        {
            "theatre": names.get(row.theatre, row.theatre),
            "months": row.skill.months,
            "model": row.skill.by,
            "figures": row.skill.figures,
            "baseline": row.skill.baseline,
            "over_best": in_words(row.skill),
            "over_prior": in_words(row.over_prior),
        }
        for row in found.of_models
        if row.skill.target == TARGET
    ]
    return {"stale": "" if found.current else STALE, "rows": rows}


def _coverage(scores: Scores) -> list[dict[str, Any]]:
    from torgau.answers.scores import TARGETS, coverage, forecasters

    rows = []
    for target, words in TARGETS.items():
        for by in forecasters(scores):
            found = coverage(scores, "hindcast", by, target)
            if found is not None:
                rows.append(
                    {
                        "target": words,
                        "by": by,
                        "half": f"{found.half:.0%}",
                        "nine": f"{found.nine_in_ten:.0%}",
                        "figures": found.figures,
                    }
                )
    return rows


def _weights(scores: Scores) -> list[dict[str, Any]]:
    """What the stack gave each member on the front at the last origin, and at every origin before."""
    from torgau.answers.scores import stack_weights
    from torgau.dates import format_day

    return [
        {"origin": format_day(origin), "months": months, "members": {name: f"{share:.2f}" for name, share in shares.items()}}
        for origin, by_months in stack_weights(scores, "hindcast", "front").items()
        for months, shares in by_months.items()
    ]


def _pictures(context: Context, scores: Scores) -> list[Any]:
    """Each component that was scored: the record's figures, and what the stack of the models had said of them."""
    from torgau.charts.held_out import held_out
    from torgau.outcome.backtest import STACK_OF_MODELS
    from torgau.outcome.observations import seen

    process = context.record.processes[scores.protocol.process]
    figures = seen(context.record, process)
    made = (
        held_out(
            scores,
            "hindcast",
            STACK_OF_MODELS,
            component,
            title,
            [item for item in figures if item.component == component],
            id=f"held-out-{scores.protocol.id}-{component.replace(' ', '-')}",
        )
        for component, title in components(context, scores).items()
    )
    return [each for each in made if each is not None]


def components(context: Context, scores: Scores) -> dict[str, str]:
    """What is scored, in words, by the name that the models have for it."""
    from torgau.outcome.observations import component_of
    from torgau.record.declarations import observed_in_words

    process = context.record.processes[scores.protocol.process]
    found = {}
    for theatre in process.theatres:
        for axis in theatre.axes:
            found[f"front {axis.id}"] = f"The front {axis.name}"
        for observed in theatre.observed:
            words = observed_in_words(process, observed)
            found[component_of(process, theatre, observed)] = f"{words[:1].upper()}{words[1:]}, {theatre.name}"
    return found
