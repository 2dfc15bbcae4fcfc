"""Run the steps of a question: each is one query of a lower layer, turned into words, rows and evidence.

A step gives `values` (words for the places of the sentence), `rows` (the figures behind them, one mapping each, with the
name of the step), `ids` (the entries that the answer rests on) and `caveats`. Nothing here knows what the question is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from torgau.answers import act_steps, bargaining_steps, conference_steps, flow_steps, ledger_steps, quantity_steps, record_steps
from torgau.answers.results import StepResult
from torgau.vocabulary import Question, Record
from torgau.vocabulary import questions as q

Run = Callable[[Record, Any], StepResult]


def _what_if(record: Record, step: q.WhatIfStep) -> StepResult:
    # The models bring NumPy with them: questions of the lower layers answer without it.
    from torgau.answers import outcome_steps

    return outcome_steps.what_if(record, step)


def _who_contributed(record: Record, step: q.AttributeStep) -> StepResult:
    from torgau.answers import outcome_steps

    return outcome_steps.who_contributed(record, step)


RUNNERS: Mapping[type[q.Step], Run] = {
    q.StatusStep: record_steps.status,
    q.DiffStep: record_steps.changes,
    q.TimelineStep: record_steps.dated,
    q.CountStep: record_steps.count,
    q.EstimateStep: quantity_steps.figures,
    q.CompareStep: quantity_steps.ratios,
    q.ClaimsStep: record_steps.claims,
    q.OrderStep: record_steps.rank,
    q.HoldersStep: record_steps.who_held,
    q.LagStep: quantity_steps.days_between,
    q.SeriesStep: quantity_steps.extremes,
    q.PathStep: quantity_steps.chain,
    q.ActorsStep: record_steps.names,
    q.MembersStep: record_steps.belonged,
    q.PresenceStep: act_steps.stood,
    q.ConflictsStep: act_steps.conflicting_acts,
    q.AllianceStep: act_steps.formal_alliance,
    q.VotesStep: act_steps.votes,
    q.DaysKeptStep: act_steps.days_kept,
    q.CumulativeStep: act_steps.accrued,
    q.UnderStep: act_steps.fell_under,
    q.RelationStep: act_steps.best_years,
    q.ConferencesStep: conference_steps.harvest,
    q.TermsStep: conference_steps.ground,
    q.BargainingStep: bargaining_steps.reading,
    q.WhatIfStep: _what_if,
    q.AttributeStep: _who_contributed,
    q.FlowStep: flow_steps.chain,
    q.VerdictStep: ledger_steps.one_verdict,
    q.VerdictsStep: ledger_steps.several_verdicts,
}
"""Which function answers which kind of step."""


@dataclass(frozen=True)
class Ran:
    """All steps of one question, run."""

    values: Mapping[str, Mapping[str, str]]
    rows: tuple[Mapping[str, Any], ...] = ()
    ids: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    readings: tuple[Any, ...] = field(default=())
    outcome: dict[str, Any] | None = None


def run_steps(record: Record, question: Question) -> Ran:
    """Run every step of the question, in order."""
    results = {step.name: RUNNERS[type(step)](record, step) for step in question.steps}
    return Ran(
        values={name: result.values for name, result in results.items()},
        rows=tuple({"step": name, **row} for name, result in results.items() for row in result.rows),
        ids=tuple(dict.fromkeys(entry_id for result in results.values() for entry_id in result.ids)),
        caveats=tuple(dict.fromkeys(caveat for result in results.values() for caveat in result.caveats)),
        readings=tuple(reading for result in results.values() for reading in result.readings),
        outcome=next((result.outcome for result in results.values() if result.outcome is not None), None),
    )
