"""The step that reads a conference: what no agreement would have meant, and what simple rules make of judged positions."""

from __future__ import annotations

from typing import Any

from torgau.answers.record_steps import name_of, shortened
from torgau.answers.results import StepResult
from torgau.answers.sentences import counted
from torgau.outcome.published.bargaining import (
    ConferenceReading,
    Disagreement,
    IssueReading,
    Range,
    conference_reading,
)
from torgau.vocabulary import Record
from torgau.vocabulary import questions as q

UNIT = "points of 100 on the scale of the issue"
SHOWN = 5
"""How many issues the sentence names; the rows have all."""


def reading(record: Record, step: q.BargainingStep) -> StepResult:
    """One reading of what a conference could have agreed.

    Values: `on`, `months`, `other_day`; `count`, `list` (issue by issue: without agreement, weighted mean, agreed);
    `unknown_count` (no disagreement point); `sensitive`, `sensitive_count`; `misses` (how far each rule is from what was agreed).
    """
    found = conference_reading(record, step.event, step.months)
    moved = found.sensitive_issues
    values = {
        "on": found.day,
        "other_day": found.other_day,
        "months": f"{counted(abs(step.months), 'month')} {'earlier' if step.months < 0 else 'later'}",
        "count": str(len(found.issues)),
        "list": shortened([in_words(record, item) for item in found.issues], SHOWN),
        "unknown_count": str(sum(item.disagreement.point is None for item in found.issues)),
        "sensitive": shortened([item.issue.title for item in moved], SHOWN),
        "sensitive_count": str(len(moved)),
        "misses": misses_in_words(found),
    }
    ids = (step.event, *(item.issue.id for item in found.issues))
    return StepResult(values=values, rows=tuple(row(item) for item in found.issues), ids=ids, caveats=(found.label,))


def in_words(record: Record, item: IssueReading) -> str:
    """`Title: without agreement 95 (Soviet Union), weighted mean 61, agreed 75`, in whole points: the inputs carry no more."""
    parts = [f"without agreement {_without(record, item.disagreement)}"]
    if item.mean is not None:
        parts.append(f"weighted mean {item.mean.value:.0f}")
    if item.agreed is not None:
        parts.append(f"agreed {item.agreed.value:.0f}")
    return f"{item.issue.title}: {', '.join(parts)}"


def rules_in_words(item: IssueReading) -> str:
    """What each rule gives, with its range where it has one: `weighted mean 61 (46 to 72), group decision, published 35`."""
    ranged = (("weighted mean", item.mean), ("weighted median", item.median), ("Nash solution", item.nash))
    words = [f"{rule} {found.value:.0f} ({found.low:.0f} to {found.high:.0f})" for rule, found in ranged if found is not None]
    words += [f"group decision ({name}) {point:.0f}{'' if rest else ', not at rest'}" for name, point, rest in item.group]
    return "; ".join(words) or "none, since it mattered to nobody"


def misses_in_words(found: ConferenceReading) -> str:
    """How far each rule is from what was agreed, on average, in whole points."""
    return "; ".join(f"{rule} {distance:.0f} ({counted(number, 'issue')})" for rule, distance, number in found.misses) or "none"


def row(item: IssueReading) -> dict[str, Any]:
    """The figures of one issue, in whole points; a missing one is null."""
    return {
        "id": item.issue.id,
        "title": item.issue.title,
        "at_0": item.issue.at_0,
        "at_100": item.issue.at_100,
        "judged_by": item.issue.judged_by,
        "unit": UNIT,
        "stands": [
            {
                "actor": stand.actor,
                "position": _judged(stand.position.value, stand.position.low, stand.position.high),
                "salience": _judged(stand.salience.value, stand.salience.low, stand.salience.high),
                "capability": round(stand.capability),
            }
            for stand in item.issue.stands
        ],
        "ground": [
            {"place": place.place, "by": control.by, "dimension": control.dimension, "where": control.where}
            for place in item.ground
            for control in place.control
        ],
        "without_agreement": _point(item.disagreement),
        "without_agreement_moved": _point(item.moved),
        "weighted_mean": _range(item.mean),
        "weighted_median": _range(item.median),
        "nash_solution": _range(item.nash),
        "nash_solution_moved": _range(item.nash_moved),
        "group_decision": [
            {"variant": variant, "median": round(point), "came_to_rest": rest} for variant, point, rest in item.group
        ],
        "agreed": _range(item.agreed),
        "agreed_sources": [
            {"source": each.source, "locator": each.locator, "verified": each.verified} for each in item.issue.agreed_sources
        ],
        "sensitive": item.sensitive,
    }


def _point(found: Disagreement) -> dict[str, Any]:
    point = None if found.point is None else round(found.point)
    return {"day": found.day, "point": point, "wish_of": found.party, "why": found.why}


def _without(record: Record, found: Disagreement) -> str:
    if found.point is None:
        return "not determined"
    return f"{found.point:.0f}" + (f" ({name_of(record, found.party)})" if found.party else "")


def _range(found: Range | None) -> dict[str, int] | None:
    return None if found is None else _judged(found.value, found.low, found.high)


def _judged(value: Any, low: Any, high: Any) -> dict[str, int]:
    return {"point": round(value), "lowest": round(low), "highest": round(high)}
