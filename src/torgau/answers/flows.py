"""The answer about the chain of aid: totals by the keys asked for, what had come by a day, and what does not reconcile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from torgau.answers.answer import Answer, Evidence, period_caveats, unverified_caveats
from torgau.dates import format_day
from torgau.flow import Chosen, Total, totals
from torgau.flow.bounds import ZERO, Bounds, plus
from torgau.flow.curve import by_day, dated
from torgau.flow.findings import FlowFinding, findings
from torgau.flow.postings import condition
from torgau.units.quantity import exact_text, grouped_text
from torgau.vocabulary import Id, Record
from torgau.vocabulary.flows import STAGES

_SENTENCES = 4


def flow_answer(record: Record, by: Sequence[str], chosen: Chosen, *, unit: str = "", on: int | None = None, last: int) -> Answer:
    """Totals of the movements chosen, by stage and the keys `by`; with `on`, what had come by that day; else as of day `last`.

    KeyError for a key that there is not, UnitError where a quantity does not convert to `unit`.
    """
    rows: list[Mapping[str, Any]]
    if on is None:
        found = totals(record, by, chosen, unit=unit)
        rows = [total.to_builtins() for total in found]
        answer = sentences(record, found)
    else:
        rows = list(had_come(record, chosen, on, unit=unit))
        answer = _by_day_sentences(record, rows, on)
    wrong = findings(record, chosen)
    evidence = flow_evidence(record, chosen)
    day = last if on is None else on
    return Answer(
        question_id=None,
        question="What was pledged, sent, lost, delivered and used?",
        reading="Stages are accounts; scopes, stages and units are never added up. Bounds stand where something may count twice.",
        layer="flow",
        answer=answer,
        as_of=format_day(day),
        data=tuple(rows),
        evidence=evidence,
        caveats=(
            *finding_caveats(wrong),
            *unverified_caveats(evidence),
            *(period_caveats(record, day) if on is not None else ()),
        ),
        findings=tuple(each.to_builtins() for each in wrong),
    )


def had_come(record: Record, chosen: Chosen, on: int, *, unit: str = "") -> Iterable[Mapping[str, Any]]:
    """For each scope, stage and unit what had come by the end of a day, beside the total of all days."""
    for total in totals(record, (), chosen, unit=unit):
        if total.again:
            continue
        flows = tuple(flow.id for flow in record.flows.values() if flow.scope_id == total.scope)
        wanted = chosen._replace(flows=tuple(flow for flow in flows if not chosen.flows or flow in chosen.flows))
        rows = dated(record, total.stage, wanted if unit else wanted._replace(units=(total.unit,)), unit=total.unit)
        low, high = by_day(rows, on)
        of_low, of_high = plus(*((each.least, each.most) for each in rows))
        yield {
            "scope": total.scope,
            "stage": total.stage,
            "value": exact_text(low) if low == high else None,
            "low": exact_text(low),
            "high": None if high is None else exact_text(high),
            "unit": total.unit,
            "of_low": exact_text(of_low),
            "of_high": None if of_high is None else exact_text(of_high),
        }


def flow_evidence(record: Record, chosen: Chosen) -> tuple[Evidence, ...]:
    """The sources of the movements chosen: each flow with the sources and locators of its rows; verified if all of them are."""
    if not record.movements.count:
        return ()
    where, values = condition(chosen)
    found = record.movements.cursor().execute(
        f"SELECT flow, source, locator, bool_and(verified) FROM movements WHERE {where} GROUP BY ALL ORDER BY ALL LIMIT 500",
        values,
    )
    return tuple(
        Evidence(id=flow, source=source, locator=locator, verified=read) for flow, source, locator, read in found.fetchall()
    )


def finding_caveats(found: Sequence[FlowFinding]) -> tuple[str, ...]:
    """One sentence that counts what does not reconcile; the findings themselves stand in `findings`."""
    grave = [each for each in found if each.kind not in ("rivals", "not-accounted", "negative")]
    if not grave:
        return ()
    kinds = ", ".join(dict.fromkeys(each.kind for each in grave))
    return (f"{len(grave)} thing{'s do' if len(grave) > 1 else ' does'} not reconcile: {kinds}.",)


def sentences(record: Record, found: Sequence[Total]) -> str:
    """A sentence for each scope and unit, at most a few."""
    if not found:
        return "The pack has no movements of this kind."
    groups: dict[tuple[Id, str], dict[tuple[str, bool], Bounds]] = {}
    for total in found:
        stages = groups.setdefault((total.scope, total.unit), {})
        kind = (total.stage, total.again)
        stages[kind] = plus(stages.get(kind, ZERO), (total.low, total.high))
    told = []
    order = {stage: at for at, stage in enumerate(STAGES)}
    for (scope, unit), stages in list(groups.items())[:_SENTENCES]:
        stages = dict(sorted(stages.items(), key=lambda item: (order[item[0][0]], item[0][1])))
        parts = [f"{stage}{' again' if again else ''} {amount(low, high)}" for (stage, again), (low, high) in stages.items()]
        told.append(f"{scope_name(record, scope)}: {', '.join(parts)} ({unit}).")
    more = len(groups) - len(told)
    if more > 0:
        told.append(f"{more} more account{'s' if more > 1 else ''} or units stand in the data.")
    return " ".join(told)


def _by_day_sentences(record: Record, rows: Sequence[Mapping[str, Any]], on: int) -> str:
    if not rows:
        return "The pack has no movements of this kind."
    groups: dict[tuple[Id, str], list[str]] = {}
    for row in rows:
        low, of_low = Fraction(row["low"]), Fraction(row["of_low"])
        high, of_high = (None if row[name] is None else Fraction(row[name]) for name in ("high", "of_high"))
        part = f"{row['stage']} {amount(low, high)} of {amount(of_low, of_high)}"
        groups.setdefault((row["scope"], row["unit"]), []).append(part)
    told = [
        f"{scope_name(record, scope)}, by {format_day(on)}: {', '.join(parts)} {unit} in all."
        for (scope, unit), parts in list(groups.items())[:_SENTENCES]
    ]
    if len(groups) > len(told):
        told.append(f"{len(groups) - len(told)} more accounts or units stand in the data.")
    return " ".join(told)


def scope_name(record: Record, scope: Id) -> str:
    """The title of the flow that gives a scope its name, or of the first one in it."""
    named = record.flows.get(scope) or next((flow for flow in record.flows.values() if flow.scope_id == scope), None)
    return scope if named is None else named.title


def amount(low: Fraction, high: Fraction | None) -> str:
    """A total in words: one number, bounds, or a lower bound."""
    if high is None:
        return f"at least {grouped(low)}" if low else "an amount not found"
    return grouped(low) if low == high else f"{grouped(low)} to {grouped(high)}"


def grouped(value: Fraction) -> str:
    """An exact number with its thousands apart; where a converted number does not end, to four places."""
    text = grouped_text(value)
    return f"about {float(value):,.4f}" if "/" in text else text
