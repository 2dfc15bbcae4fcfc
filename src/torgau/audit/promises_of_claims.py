"""Claims about who promised what, and how long they had, against the terms of the commitment: text and calendar arithmetic."""

from __future__ import annotations

from torgau.audit.findings import Finding, FindingKind
from torgau.dates import DateError, Duration, add_to_days, format_day
from torgau.record.witnesses import witness_of
from torgau.vocabulary import Claim, Commitment, Event, Record
from torgau.vocabulary.claims import DeadlineIs, Promised
from torgau.vocabulary.commitments import Deadline, Reading, Trigger

INDEFINITE = frozenset({"principle-only", "no-amount", "not-a-promise"})
"""Degrees of definiteness at which nothing was owed that could be kept or breached."""


def compare_promise(record: Record, claim: Claim, statement: Promised) -> Finding:
    """Who made the promise, and whether it was definite, by the record."""
    commitment = record.commitments[statement.commitment]
    debtors, claimed = set(commitment.debtors), set(statement.by)
    definite = commitment.definiteness not in INDEFINITE
    kind: FindingKind = "agrees" if (debtors, definite) == (claimed, statement.definite) else "imprecise"
    if debtors.isdisjoint(claimed):
        kind = "error"
    principle = "" if statement.definite else " as no more than a principle"
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=(
            f"claimed of {', '.join(statement.by)}{principle}; "
            f"on record: {commitment.title}, by {', '.join(commitment.debtors)}, {commitment.definiteness}"
        ),
        against=commitment.id,
        evidence=(commitment.id, commitment.instrument),
    )


def compare_deadline(record: Record, claim: Claim, statement: DeadlineIs) -> Finding:
    """The claimed time for performance against the terms of the commitment: its own and those of its readings from the text.

    A reading that only the claim's own house holds is the claim over again, and no evidence for it.
    """
    commitment = record.commitments[statement.commitment]
    house = witness_of(record, claim.source)
    readings = [reading for reading in commitment.readings if not _held_by(record, reading, house)]
    terms = [commitment.deadline, *(reading.deadline for reading in readings)]
    durations = sorted({_duration(term) for term in terms if isinstance(term, Deadline)} - {Duration()}, key=_size)
    claimed = Duration(months=statement.months, days=statement.days)
    start = _trigger(record, commitment)
    named = " or ".join(_with_day(start, duration) for duration in durations) or "no term counted from a trigger"
    from_what = f", counted from {start.title} ({start.date.text})" if start is not None and start.date is not None else ""
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind="agrees" if claimed in durations else "error",
        comparison=f"claimed {_with_day(start, claimed)}, by the instrument {named}{from_what}",
        against=commitment.id,
        evidence=tuple(each for each in (commitment.id, commitment.instrument, start.id if start else "") if each),
    )


def _held_by(record: Record, reading: Reading, house: str) -> bool:
    """Whether a reading is held by sources of one house only."""
    return bool(reading.by) and all(holder in record.sources and witness_of(record, holder) == house for holder in reading.by)


def _duration(term: Deadline) -> Duration:
    return Duration(months=term.months, days=term.weeks * 7 + term.days)


def _size(duration: Duration) -> tuple[int, int]:
    return duration.whole_months, duration.whole_days


def _trigger(record: Record, commitment: Commitment) -> Event | None:
    trigger = commitment.trigger
    return record.events.get(trigger.event) if isinstance(trigger, Trigger) and trigger.event else None


def _with_day(start: Event | None, duration: Duration) -> str:
    """The duration in words, and the last day of it where the trigger's day is known."""
    if start is None or start.date is None or not start.date.end.is_single:
        return str(duration)
    try:
        day = add_to_days(start.date.end, duration).hi
    except (DateError, ValueError):
        return str(duration)
    return str(duration) if day is None else f"{duration} (to {format_day(day)})"
