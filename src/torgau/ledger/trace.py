"""From an event back to the promises that it performs, breaches, triggers or ends, and to the meetings that produced them."""

from __future__ import annotations

from collections.abc import Iterator

from torgau.dates import Days, gap
from torgau.ledger.figures import days_of, edtf
from torgau.ledger.lookup import ledger_of
from torgau.ledger.moments import Dates
from torgau.ledger.promises import Terms, terms_of
from torgau.ledger.verdict import DayRange, Result
from torgau.vocabulary import Commitment, Event, Id, Instrument, Record

Lead = int | DayRange | None
"""Days from the earlier entry to the event: a number, a range where dates are uncertain, None where a date is missing."""

PRODUCING = ("decided-at", "performs", "announces", "led-to", "enabled", "responds-to")
"""Links between events and instruments that say where an act was decided or promised."""


class Use(Result, frozen=True, kw_only=True):
    """One commitment that the event plays a part in.

    `role` is performs, breaches, triggers, ends, or starts-deadline; `readings` those under which it does (all, if empty).
    `made` is when the commitment was made, `lead` the days from then to the event; `on` is the day of the event that counts.
    """

    commitment: Id
    title: str
    role: str
    readings: tuple[Id, ...]
    instrument: Id
    on: str | None
    made: str | None
    lead: Lead


class Origin(Result, frozen=True, kw_only=True):
    """A meeting or an instrument behind the event, with the days from its last day to the event.

    `how` is concluded-at (a promise was made there), agenda, instrument, or the kind of a written link; `through` the
    commitments or instruments that lead to it. `claimed` marks a link that somebody asserts.
    """

    id: Id
    kind: str
    title: str
    date: str | None
    lead: Lead
    how: str
    through: tuple[Id, ...] = ()
    claimed: bool = False


class Trace(Result, frozen=True, kw_only=True):
    """An event with everything in the ledger that leads to it, earliest first."""

    event: Id
    title: str
    date: str | None
    uses: tuple[Use, ...]
    origins: tuple[Origin, ...]


def trace(record: Record, event_id: Id) -> Trace:
    """The commitments and meetings that an event performs, breaches, triggers or ends. KeyError for an unknown event."""
    event = record.events[event_id]
    dates = ledger_of(record).dates
    uses = sorted(_uses(record, dates, event_id), key=lambda use: (use.made or "", use.commitment, use.role))
    origins = _origins(record, dates, event, uses)
    date = None if event.date is None else event.date.text
    return Trace(event=event_id, title=event.title, date=date, uses=tuple(uses), origins=origins)


def _uses(record: Record, dates: Dates, event_id: Id) -> Iterator[Use]:
    for commitment in record.commitments.values():
        found: dict[tuple[str, bool], list[Id]] = {}
        every = [terms_of(commitment, reading) for reading in (None, *commitment.readings)]
        for terms in every:
            for part in _roles(terms, event_id):
                found.setdefault(part, []).append(terms.reading)
        made = days_of(dates.made(commitment.id)[1])
        for (role, last), readings in found.items():
            on = days_of(dates.event(event_id, last)[1])
            yield Use(
                commitment=commitment.id,
                title=commitment.title,
                role=role,
                readings=() if len(readings) == len(every) else tuple(readings),
                instrument=commitment.instrument,
                on=edtf(on),
                made=edtf(made),
                lead=_lead(made, on),
            )


def _roles(terms: Terms, event_id: Id) -> set[tuple[str, bool]]:
    """The parts that an event plays under some terms, each with whether its last day counts."""
    found = set()
    if any(item.event == event_id for item in terms.performed_by):
        found.add(("performs", True))
    if any(act.event == event_id for act in terms.breached_by):
        found.add(("breaches", False))
    if terms.trigger is not None and terms.trigger.event == event_id:
        found.add(("triggers", terms.trigger.at == "end"))
    if any(ended.event == event_id for ended in terms.ended_by):
        found.add(("ends", True))
    if terms.deadline is not None and terms.deadline.by is None and terms.deadline.after == event_id:
        found.add(("starts-deadline", terms.deadline.at == "end"))
    return found


def _origins(record: Record, dates: Dates, event: Event, uses: list[Use]) -> tuple[Origin, ...]:
    to = days_of(dates.event(event.id, last=False)[1])
    through: dict[tuple[Id, str, bool], list[Id]] = {}
    for use in uses:
        commitment = record.commitments[use.commitment]
        for origin, how in _made_at(record, commitment):
            through.setdefault((origin, how, False), []).append(use.commitment)
    for link in event.links:
        if link.kind in PRODUCING:
            through.setdefault((link.to, link.kind, link.basis == "claimed"), [])
            instrument = record.instruments.get(link.to)
            if instrument is not None and instrument.concluded_at is not None:
                through.setdefault((instrument.concluded_at, "concluded-at", link.basis == "claimed"), []).append(instrument.id)
    for other in record.events.values():
        for link in other.links:
            if link.to == event.id and link.kind in ("led-to", "announces", "enabled"):
                through.setdefault((other.id, link.kind, link.basis == "claimed"), [])
    found = [
        _origin(record, dates, origin, how, claimed, ids, to)
        for (origin, how, claimed), ids in through.items()
        if origin != event.id and (origin in record.events or origin in record.instruments)
    ]
    return tuple(sorted(found, key=lambda item: (item.date or "", item.id, item.how)))


def _made_at(record: Record, commitment: Commitment) -> Iterator[tuple[Id, str]]:
    instrument = record.instruments.get(commitment.instrument)
    if instrument is not None:
        yield instrument.id, "instrument"
        if instrument.concluded_at is not None:
            yield instrument.concluded_at, "concluded-at"
    for event in record.events.values():
        if any(commitment.id in item.commitments for item in event.agenda):
            yield event.id, "agenda"


def _origin(record: Record, dates: Dates, origin: Id, how: str, claimed: bool, ids: list[Id], to: Days) -> Origin:
    entry: Event | Instrument = record.events[origin] if origin in record.events else record.instruments[origin]
    day = dates.event(origin, last=True)[1] if isinstance(entry, Event) else dates.signed(origin)[1]
    when = entry.date if isinstance(entry, Event) else entry.signed
    return Origin(
        id=origin,
        kind="event" if isinstance(entry, Event) else "instrument",
        title=entry.title,
        date=None if when is None else when.text,
        lead=_lead(days_of(day), to),
        how=how,
        through=tuple(dict.fromkeys(ids)),
        claimed=claimed,
    )


def _lead(start: Days, end: Days) -> Lead:
    if not start or not end:
        return None
    low, high = gap(start, end)
    return low if low == high else DayRange(low=low, high=high)
