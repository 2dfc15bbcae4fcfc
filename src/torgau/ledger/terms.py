"""What a conference agreed: each promise beside who controlled the places concerned that day, and what became of it.

No bargaining model: only the record, side by side. Moving the conference asks which of these facts would have been different on
another day; it says nothing about what would then have been agreed.
"""

from __future__ import annotations

from collections import Counter

from torgau.dates import Duration, add, format_day, subtract
from torgau.ledger.lookup import ledger_of
from torgau.ledger.verdict import VERDICTS, Result
from torgau.record.statuses import status_on
from torgau.vocabulary import Commitment, Id, Record

ON_THE_GROUND = ("control", "presence")
"""The dimensions that say who held a place in fact. A zone agreed on paper says nothing about that."""


class Control(Result, frozen=True, kw_only=True):
    """Somebody's control of a place on a day, or forces of theirs there (`dimension` control or presence).

    `where` is `around` for control of a larger place that holds it, `inside` for a part of it; `certainty` is `possible` where
    the dates leave it open.
    """

    by: Id
    dimension: str
    status: Id
    where: str
    certainty: str


class PlaceOnDay(Result, frozen=True, kw_only=True):
    """Who controlled a place on a day; empty where the record does not say."""

    place: Id
    control: tuple[Control, ...]


class Term(Result, frozen=True, kw_only=True):
    """One promise of a conference. `verdict` is what became of it, by its own terms, on the day asked about."""

    commitment: Id
    title: str
    instrument: Id
    debtors: tuple[Id, ...]
    places: tuple[PlaceOnDay, ...]
    verdict: str
    by_reading: tuple[tuple[Id, str], ...]


class Conference(Result, frozen=True, kw_only=True):
    """The promises of a conference, and plain counts: of their verdicts on `on`, and of its agenda by outcome."""

    event: Id
    title: str
    day: str
    on: str
    terms: tuple[Term, ...]
    verdicts: tuple[tuple[str, int], ...]
    agenda: tuple[tuple[str, int], ...]


class Sensitive(Result, frozen=True, kw_only=True):
    """A promise whose place was held otherwise on the other day."""

    commitment: Id
    place: Id
    day: str
    control: tuple[Control, ...]
    other_day: str
    other_control: tuple[Control, ...]


def made_at(record: Record, event_id: Id) -> tuple[Commitment, ...]:
    """The commitments made at a conference: by an instrument concluded there, or named in its agenda."""
    event = record.events[event_id]
    named = {commitment for item in event.agenda for commitment in item.commitments}
    return tuple(
        commitment
        for commitment in record.commitments.values()
        if commitment.id in named
        or (commitment.instrument in record.instruments and record.instruments[commitment.instrument].concluded_at == event_id)
    )


def terms(record: Record, event_id: Id, on: int) -> Conference:
    """The promises of a conference beside the control of their places on its last day, with the verdicts on `on`.

    KeyError for an unknown event, ValueError for one without a known last day.
    """
    event = record.events[event_id]
    day = last_day(record, event_id)
    ledger = ledger_of(record)
    rows = []
    for commitment in made_at(record, event_id):
        shown = ledger.verdict(commitment.id, on)
        rows.append(
            Term(
                commitment=commitment.id,
                title=commitment.title,
                instrument=commitment.instrument,
                debtors=commitment.debtors,
                places=tuple(control_of(record, place, day) for place in commitment.places),
                verdict=shown.verdict,
                by_reading=tuple(shown.by_reading.items()),
            )
        )
    counts = Counter(row.verdict for row in rows)
    outcomes = Counter(item.outcome for item in event.agenda)
    return Conference(
        event=event_id,
        title=event.title,
        day=format_day(day),
        on=format_day(on),
        terms=tuple(rows),
        verdicts=tuple((verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]),
        agenda=tuple((outcome, outcomes[outcome]) for outcome in ("decided", "deferred", "no-agreement") if outcomes[outcome]),
    )


def conferences(record: Record, on: int) -> tuple[Conference, ...]:
    """Every event at which commitments were made or that has an agenda, in order of time, with its counts."""
    places = {instrument.concluded_at for instrument in record.instruments.values()}
    found = [event.id for event in record.events.values() if event.agenda or event.id in places]
    dated = [event_id for event_id in found if (date := record.events[event_id].date) is not None and date.hi is not None]
    held = [terms(record, event_id, on) for event_id in dated]
    return tuple(sorted((item for item in held if item.terms or item.agenda), key=lambda item: (item.day, item.event)))


def sensitive(record: Record, event_id: Id, months: int) -> tuple[Sensitive, ...]:
    """The promises for whose places somebody else was in control `months` later (negative: earlier).

    ValueError for an event without a known last day.
    """
    day = last_day(record, event_id)
    shift = Duration(months=abs(months))
    other = add(day, shift) if months >= 0 else subtract(day, shift)
    found = []
    for commitment in made_at(record, event_id):
        for place in commitment.places:
            then, elsewhen = control_of(record, place, day), control_of(record, place, other)
            if _holders(then) != _holders(elsewhen):
                found.append(
                    Sensitive(
                        commitment=commitment.id,
                        place=place,
                        day=format_day(day),
                        control=then.control,
                        other_day=format_day(other),
                        other_control=elsewhen.control,
                    )
                )
    return tuple(found)


def control_of(record: Record, place: Id, day: int) -> PlaceOnDay:
    """Who controlled a place on a day."""
    return PlaceOnDay(
        place=place,
        control=tuple(
            Control(
                by=item.subject,
                dimension=item.dimension,
                status=item.id,
                where=item.where or "here",
                certainty=item.certainty,
            )
            for item in status_on(record, day, dimensions=ON_THE_GROUND, places=(place,))
            if not item.denies
        ),
    )


def last_day(record: Record, event_id: Id) -> int:
    """The last day of a conference; where that is uncertain, the last day it may be."""
    date = record.events[event_id].date
    if date is None or date.hi is None:
        raise ValueError(f"{event_id} has no known last day")
    return date.hi


def _holders(place: PlaceOnDay) -> set[tuple[Id, str, str, str]]:
    return {(item.by, item.dimension, item.where, item.certainty) for item in place.control}
