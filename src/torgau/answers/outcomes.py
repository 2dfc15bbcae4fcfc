"""Answers to what-ifs, in words and in the form of the contract: ranges per model, who may speak, and where all are silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from torgau.answers.answer import Answer, evidence_for, unverified_caveats
from torgau.answers.ranges import range_of, significant
from torgau.answers.scores import skill_row
from torgau.answers.whatif_words import day_at, told_in_words, whatif_caveats
from torgau.dates import format_day
from torgau.outcome.validation.uncertainties import Line
from torgau.outcome.validation.whatifs import kept_kinds
from torgau.outcome.whatif import Told, WhatIf
from torgau.outcome.worlds import begins
from torgau.record.declarations import change_in_words, input_unit
from torgau.vocabulary import Record
from torgau.vocabulary.outcomes import Antecedent

DIRECTIONS = {1: "more", -1: "less", 0: "either way"}


def antecedent_of(record: Record, antecedent: Antecedent) -> dict[str, Any]:
    """The antecedent as the contract has it."""
    process = record.processes[antecedent.process]
    return {
        "id": antecedent.id,
        "date": antecedent.date.text,
        "changes": [f"{change_in_words(record, process, change)}: {change.why}" for change in antecedent.changes],
        "held_fixed": list(antecedent.held_fixed),
        "facts_contradicted": list(antecedent.contradicts),
    }


def outcome_of(record: Record, found: WhatIf) -> dict[str, Any]:
    """The `outcome` part of the answer object. Without `held_fixed` an outcome answer is not complete: ValueError."""
    if not found.antecedent.held_fixed:
        raise ValueError(f"{found.antecedent.id}: an outcome answer must say what is held fixed")
    return {
        "antecedent": antecedent_of(record, found.antecedent),
        "models": [_model(told, found) for told in found.told],
        "silent": dict(found.silent),
        "agreement": found.agreement(found.identified or max(found.horizons, default=0)),
        "identified": bool(found.identified),
        "horizon": day_at(found, found.identified) if found.identified else None,
        "identified_at": [{"months": months, "day": day_at(found, months)} for months in found.identified_at],
        "draws": found.draws,
        "seed": found.seed,
        "model_hash": "+".join(told.key for told in found.told),
        **_uncertainty(record, found),
    }


def _uncertainty(record: Record, found: WhatIf) -> dict[str, Any]:
    """The kinds of uncertainty at the horizons that are asked about; nothing where none are kept for this state of the pack."""
    tables = {
        str(each.months): {
            "unit": each.kinds.unit,
            "largest": each.kinds.largest,
            "quick": each.quick,
            "lines": [_kind(line) for line in each.kinds.lines],
        }
        for each in kept_kinds(record, found.antecedent)
        if each.months in found.horizons
    }
    return {"uncertainty": tables} if tables else {}


def _kind(line: Line) -> dict[str, Any]:
    numbers = {name: significant(getattr(line, name)) for name in ("sd", "low", "middle", "high")}
    return {"kind": line.kind, "model": line.model or None, **numbers, "values": line.count, "whole_range": line.few}


def _model(told: Told, found: WhatIf) -> dict[str, Any]:
    return {
        "id": told.model,
        "factual": {item.id: range_of(item.factual, item.unit) for item in told.measures},
        "counterfactual": {item.id: range_of(item.counterfactual, item.unit) for item in told.measures},
        "paired_difference": {
            item.id: range_of(item.difference, item.unit)
            | {"sign_known": DIRECTIONS[item.sign], "prior_driven": told.prior_driven(item.id)}
            for item in told.measures
        },
        "skill": {str(months): _skill(found, told.model, months) for months in told.standing},
        "speaks": {str(months): told.speaks(months) for months in told.standing},
    }


def _skill(found: WhatIf, model: str, months: int) -> dict[str, Any] | None:
    skill = found.scores.of(model, months) if found.scores else None
    return skill_row(skill) if skill else None


def whatif_rows(record: Record, found: WhatIf) -> list[dict[str, Any]]:
    """The figures behind the answer, one row a model and measure, with who may speak and which way the sign is known."""
    given = {item.id: item for item in found.process.inputs}
    rows: list[dict[str, Any]] = [
        {
            "input": name,
            "recorded": significant(before, 3),
            "changed": significant(after, 3),
            "unit": input_unit(record, given[name]),
        }
        for name, before, after in found.inputs
    ]
    for told in found.told:
        for item in told.measures:
            rows.append(
                {
                    "model": told.model,
                    "measure": item.id,
                    "title": item.title,
                    "months": item.months,
                    "standing": told.standing.get(item.months, "illustration"),
                    "factual": range_of(item.factual, item.unit),
                    "counterfactual": range_of(item.counterfactual, item.unit),
                    "difference": range_of(item.difference, item.unit),
                    "sign_known": DIRECTIONS[item.sign],
                    "prior_driven": told.prior_driven(item.id),
                }
            )
    return rows


def whatif_answer(record: Record, found: WhatIf) -> Answer:
    """The answer object of `torgau whatif`."""
    antecedent = found.antecedent
    evidence = evidence_for(record, (antecedent.id, *antecedent.contradicts))
    return Answer(
        question_id=None,
        question=antecedent.title,
        reading=antecedent.mechanism,
        layer="outcome",
        answer=told_in_words(found),
        as_of=antecedent.date.text,
        data=tuple(whatif_rows(record, found)),
        evidence=evidence,
        caveats=(*whatif_caveats(record, found), *unverified_caveats(evidence)),
        outcome=outcome_of(record, found),
    )


def listed_antecedents(record: Record) -> Sequence[Mapping[str, str]]:
    """`whatif --list`."""
    return [{"id": item.id, "title": item.title} for item in record.antecedents.values()]


def run_rows(found: WhatIf, member: int, every: int = 13) -> list[dict[str, Any]]:
    """One member in both worlds, every `every` steps: to see what a run is like. It is no answer: the ensemble is."""
    rows = []
    for told in found.told:
        for at in range(0, len(told.factual.values), every):
            day = begins(found.process) + (told.factual.first_step + at + 1) * found.process.step - 1
            for index, name in enumerate(told.factual.names):
                pair = [float(run.values[at, index, member]) for run in (told.factual, told.counterfactual)]
                if name.startswith("strength"):
                    pair = [float(np.exp(value)) for value in pair]
                rows.append(
                    {"model": told.model, "day": format_day(day), "what": name, "factual": pair[0], "counterfactual": pair[1]}
                )
    return rows
