"""Answers to what-ifs, in words and in the form of the contract: ranges per model, who may speak, and where all are silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from torgau.answers.answer import Answer, evidence_for, unverified_caveats
from torgau.answers.sentences import listed
from torgau.dates import format_day
from torgau.outcome.baselines import MONTH
from torgau.outcome.scores import Skill
from torgau.outcome.speaking import scores_of
from torgau.outcome.validation.uncertainties import Line
from torgau.outcome.validation.whatifs import kept_kinds
from torgau.outcome.whatif import SLACK, Measure, Told, WhatIf
from torgau.outcome.worlds import begins, first_day, last_day
from torgau.record.declarations import change_in_words
from torgau.vocabulary import Record
from torgau.vocabulary.outcomes import Antecedent

LEVELS = (("p05", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95))
DIGITS = 2
"""Significant digits of a range: no more than the figures behind it carry."""

DIRECTIONS = {1: "more", -1: "less", 0: "either way"}


def significant(value: float, digits: int = DIGITS) -> float:
    """The value to so many significant digits; a whole number where there is no fraction left."""
    rounded = float(f"{value:.{digits}g}")
    return int(rounded) if rounded == int(rounded) else rounded


def range_of(values: np.ndarray, unit: str) -> dict[str, Any]:
    """Draws as the range of the contract."""
    found = np.quantile(values, [level for _, level in LEVELS])
    return {name: significant(float(value)) for (name, _), value in zip(LEVELS, found, strict=True)} | {"unit": unit}


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
        "horizon": _day_at(found, found.identified) if found.identified else None,
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


def _day_at(found: WhatIf, months: int) -> str:
    return format_day(first_day(found.antecedent.date) + round(months * MONTH))


def _spoken(found: WhatIf) -> tuple[int, tuple[Told, ...], int]:
    """The horizon (months) that the words are about and who speaks there, and the last one at which anybody may; 0 for none."""
    last = max((months for months in found.horizons if found.speakers(months)), default=0)
    months = found.identified or last
    return months, found.speakers(months) if months else (), last


def _driven(speakers: Sequence[Told], months: int) -> list[str]:
    """The models among them whose size the priors decide."""
    return [told.model for told in speakers if told.prior_driven(f"front-{months}")]


def told_in_words(record: Record, found: WhatIf) -> str:
    """The answer in a few plain sentences: what is identified, by whom, how much, and where everybody is silent."""
    sentences = [_headline(found)]
    months, speakers, last = _spoken(found)
    if speakers:
        sentences.append(
            f"{months} months on ({_day_at(found, months)}): " + "; ".join(_said(told, months) for told in speakers) + "."
        )
        weak = [told.model for told in speakers if told.standing.get(months) == "indicated"]
        if weak:
            sentences.append(f"No edge over the best baseline is demonstrated at that horizon for {listed(weak)}.")
        driven = _driven(speakers, months)
        if driven:
            sentences.append(f"The size is prior-driven for {listed(driven)}: the record hardly narrowed it.")
    if found.told:
        until = f"after {_day_at(found, last)}" if last else "at any horizon"
        sentences.append(f"Nothing is answered {until}; what the models draw there stands in the data as an illustration.")
    return " ".join(sentences)


def brief_in_words(found: WhatIf) -> str:
    """The same in one breath, for a sentence about several things: no full stop in it and none at its end."""
    head = _headline(found).rstrip(".")
    parts = [head[0].lower() + head[1:]]
    months, speakers, last = _spoken(found)
    if speakers:
        parts.append(f"{months} months on ({_day_at(found, months)}) {listed([_said(told, months) for told in speakers])}")
        driven = _driven(speakers, months)
        if driven:
            parts.append(f"the size is prior-driven for {listed(driven)}")
    if found.told:
        parts.append(f"nothing is answered {f'after {_day_at(found, last)}' if last else 'at any horizon'}")
    return "; ".join(parts)


def name_of(found: WhatIf) -> str:
    """The antecedent's question as a clause."""
    title = found.antecedent.title.rstrip("?")
    return title[0].lower() + title[1:]


def _headline(found: WhatIf) -> str:
    if not found.told:
        why = listed([f"{model}: {reason}" for model, reason in found.silent.items()]) or "the pack declares no model"
        return f"Not identified: no model can be asked ({why})."
    speakers = {months: found.speakers(months) for months in found.horizons}
    if found.scores is None or not found.scores.current:
        return "Not identified: no model of this state of the pack has been scored against the baselines."
    if not speakers:
        return "Not identified: no horizon that was scored lies before that of the antecedent."
    if not any(speakers.values()):
        return "Not identified: no model has beaten the best baseline at any scored horizon, so none may speak."
    if found.identified:
        told = found.speakers(found.identified)
        far = "farther from" if told[0].by_id[f"front-{found.identified}"].sign > 0 else "nearer to"
        return (
            f"Identified is the direction up to {found.identified} months: "
            f"{'both' if len(told) == 2 else f'all {len(told)}'} models that may speak put the front {far} its end."
        )
    if all(len({told.family for told in items}) < 2 for items in speakers.values()):
        return "Not identified: no two models of different mechanics may speak at any horizon, and one alone settles nothing."
    return "Not identified: the models that may speak do not agree on the direction."


def _said(told: Told, months: int) -> str:
    measure = told.by_id.get(f"front-{months}")
    return f"{told.model} has no axis there" if measure is None else f"{told.model} {difference_in_words(measure)}"


def difference_in_words(measure: Measure) -> str:
    """A paired difference with its middle 90%, by how much and which way."""
    low, middle, high = (significant(float(value)) for value in np.quantile(measure.difference, (0.05, 0.5, 0.95)))
    return f"{middle:+} {measure.unit} (90%: {low:+} to {high:+})"


def whatif_rows(found: WhatIf) -> list[dict[str, Any]]:
    """The figures behind the answer, one row a model and measure, with who may speak and which way the sign is known."""
    rows: list[dict[str, Any]] = [
        {"input": name, "recorded": significant(before, 3), "changed": significant(after, 3)}
        for name, before, after in found.inputs
    ]
    for told in found.told:
        for item in told.measures:
            rows.append(
                {
                    "model": told.model,
                    "measure": item.id,
                    "title": item.title,
                    "standing": told.standing.get(item.months, "illustration"),
                    "factual": range_of(item.factual, item.unit),
                    "counterfactual": range_of(item.counterfactual, item.unit),
                    "difference": range_of(item.difference, item.unit),
                    "sign_known": DIRECTIONS[item.sign],
                    "prior_driven": told.prior_driven(item.id),
                }
            )
    return rows


def whatif_caveats(found: WhatIf) -> tuple[str, ...]:
    """What a reader must know: what is held fixed, what is contradicted, and what the antecedent's page cannot tell."""
    antecedent = found.antecedent
    caveats = [
        "The direction is built into these models: a side with less behind it cannot do better in them. They add the size.",
        f"Held fixed: {listed(list(antecedent.held_fixed))}.",
        f"The antecedent contradicts {len(antecedent.contradicts)} entries of the record.",
        antecedent.cannot_tell,
    ]
    caveats += [f"{model} was not asked: {why}." for model, why in found.silent.items()]
    signs = {told.model: told.by_id["end"].sign for told in found.told}
    if len(signs) > 1 and len({sign for sign in signs.values() if sign}) > 1:
        caveats.append("On the time to the end the models have opposite signs: not robust.")
    return tuple(caveats)


def whatif_answer(record: Record, found: WhatIf) -> Answer:
    """The answer object of `torgau whatif`."""
    antecedent = found.antecedent
    evidence = evidence_for(record, (antecedent.id, *antecedent.contradicts))
    return Answer(
        question_id=None,
        question=antecedent.title,
        reading=antecedent.mechanism,
        layer="outcome",
        answer=told_in_words(record, found),
        as_of=antecedent.date.text,
        data=tuple(whatif_rows(found)),
        evidence=evidence,
        caveats=(*whatif_caveats(found), *unverified_caveats(evidence)),
        outcome=outcome_of(record, found),
    )


def horizon_refusal(record: Record, antecedent: Antecedent, day: int) -> str | None:
    """Why a day may not be asked about, or None where it may: it must lie after the antecedent, within its horizon, and within
    the time for which models were scored."""
    start = first_day(antecedent.date)
    if day <= start:
        return f"{format_day(day)} is not after {antecedent.id}, {antecedent.date.text}: until then nothing differs"
    if day > last_day(antecedent.horizon):
        return f"{format_day(day)} lies past the horizon of {antecedent.id}, {antecedent.horizon.text}: no model answers there"
    scores = scores_of(record, antecedent.process)
    if scores is not None and day > start + (max(scores.protocol.horizons) + SLACK) * MONTH:
        months = max(scores.protocol.horizons)
        return f"{format_day(day)} lies past the horizon of the scores, {months} months: no model answers there"
    return None


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
