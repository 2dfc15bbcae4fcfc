"""The terms of a commitment in words, each with the entry it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torgau.book.model.context import Context
from torgau.book.words import DEFINITENESS, STANDARDS
from torgau.charts.quantities import grouped
from torgau.record.lags import date_of
from torgau.vocabulary import Commitment, Id
from torgau.vocabulary.commitments import Deadline, Performance


@dataclass(frozen=True)
class Term:
    """One term: its name, its words, and the entries that it names."""

    name: str
    words: str
    entries: tuple[Id, ...] = ()


def terms(context: Context, commitment: Commitment) -> tuple[Term, ...]:
    """What was agreed, term by term; a term that the text does not have is left out."""
    made = date_of(context.record, commitment.id)
    found = [
        Term("Who owes", "", commitment.debtors),
        Term("To whom", "", commitment.creditors),
        Term("Also concerns", "", commitment.affected) if commitment.affected else None,
        Term("Instrument", commitment.clause, (commitment.instrument,)),
        Term("Made", made.text if made else "not dated"),
        _trigger(commitment),
        Term("Due", *_deadline(commitment.deadline)) if commitment.deadline else None,
        Term("Standard", STANDARDS[commitment.standard]),
        Term("Definiteness", DEFINITENESS[commitment.definiteness]),
        Term("Amount owed", _owed(commitment)) if commitment.owed else None,
        Term("Term ends", commitment.term_ends.text) if commitment.term_ends else None,
        Term("Places", "", commitment.places) if commitment.places else None,
        _evidence(context, commitment),
    ]
    found += [
        Term(each.how.capitalize(), each.note, tuple(entry for entry in (each.event, each.commitment, each.instrument) if entry))
        for each in commitment.ended_by
    ]
    found += [Term("Replaces", "", commitment.supersedes)] if commitment.supersedes else []
    found += [
        Term("Given in return", f"claimed by {each.by}" if each.basis == "claimed" else "by the text", (each.commitment,))
        for each in commitment.reciprocal
    ]
    return tuple(term for term in found if term is not None)


def _trigger(commitment: Commitment) -> Term | None:
    trigger = commitment.trigger
    if trigger is None:
        return None
    entries = tuple(each for each in (trigger.event, trigger.commitment) if each)
    words = trigger.text
    if trigger.until is not None:
        words = f"{words + ', ' if words else ''}at the latest on {trigger.until.text}"
    return Term("Condition", words, entries)


def _deadline(deadline: Deadline | None) -> tuple[str, tuple[Id, ...]]:
    if deadline is None:
        return "", ()
    if deadline.by is not None:
        words = f"{'before' if deadline.exclusive else 'by'} {deadline.by.text}"
        return (f"{words} ({deadline.text})" if deadline.text else words), ()
    spans = [(deadline.months, "month"), (deadline.weeks, "week"), (deadline.days, "day")]
    length = ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for number, noun in spans if number)
    origins = {"trigger": "the condition", "made": "the day of making", "in-force": "entry into force"}
    if deadline.after is None:
        return deadline.text or "no day named", ()
    origin = origins.get(deadline.after, "")
    words = f"{length or 'at once'} after {origin}".strip()
    words += ", counting the first day" if deadline.counts_first_day else ""
    words += f" ({deadline.text})" if deadline.text else ""
    return words, (() if origin else (deadline.after,))


def _owed(commitment: Commitment) -> str:
    owed = commitment.owed
    assert owed is not None
    words = f"{grouped(owed.value)} {owed.unit}"
    if owed.tolerance:
        words += f", with a tolerance of {grouped((owed.tolerance * 100).normalize())} %"
    return f"{words} ({owed.note})" if owed.note else words


def _evidence(context: Context, commitment: Commitment) -> Term:
    if not commitment.evidence_claimed:
        return Term("Evidence", "nobody claims that the record of performance is complete")
    day = commitment.evidence_complete or context.record.manifest.torgau.evidence_complete
    return Term(
        "Evidence", f"claimed complete to {day.text}" if day else "nobody claims that the record of performance is complete"
    )


def when_of(context: Context, event_id: Id) -> str:
    """The date of an event as written."""
    event = context.record.events.get(event_id)
    return event.date.text if event and event.date else "not dated"


def performance(context: Context, commitment: Commitment, each: Performance) -> dict[str, Any]:
    """One act of performance with the quantity that it proves."""
    unit = commitment.owed.unit if commitment.owed else ""
    amount = ""
    if each.value is not None:
        amount = grouped(each.value)
    elif each.low is not None or each.high is not None:
        amount = f"{'?' if each.low is None else grouped(each.low)} to {'?' if each.high is None else grouped(each.high)}"
    return {
        "event": each.event,
        "date": when_of(context, each.event),
        "amount": f"{amount} {unit}".strip() if amount else "",
        "note": each.note,
    }
