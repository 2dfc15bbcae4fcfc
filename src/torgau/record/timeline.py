"""Dated entries in order, with what is not settled about their days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from torgau.dates import Bound, Days, Tri, When, at_most, local_date
from torgau.record.groups import Through, concern
from torgau.record.show import title_of
from torgau.record.standings import standings
from torgau.vocabulary import Event, Id, Instrument, Record
from torgau.vocabulary.events import Link

DatedAs = Literal["event", "signed", "in-force", "ended", "began"]
Order = Literal["settled", "same-day", "open"]


class LocalDay(msgspec.Struct, frozen=True, kw_only=True):
    """The date of the same moment elsewhere."""

    where: str
    date: str


class LinkLine(msgspec.Struct, frozen=True, kw_only=True):
    """A typed link from a dated line to another entry. `basis: claimed` marks somebody's interpretation; `by` says whose."""

    kind: str
    to: Id
    title: str
    basis: str
    by: tuple[Id, ...] = ()


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """One dated line. `dated_as` says which of its days an entry stands under: an event, or an instrument's or a status's own.

    `doubt` is empty for a day that is known, else one of `unknown day` (one of several), `approximate`, `uncertain` (the source
    of the date is in doubt). `order` is how sure its place among its neighbours is: `open` where open dates would allow
    another order, `same-day` where another line has the same single day. `inside`: whether it surely lies in the period asked
    for. `through` names the groups by which it concerns the actors asked about.
    """

    id: Id
    kind: str
    dated_as: DatedAs
    date: When
    title: str
    track: str = ""
    event_kind: str = ""
    actors: tuple[Id, ...] = ()
    place: Id | None = None
    tags: tuple[str, ...] = ()
    old_style: str = ""
    local_days: tuple[LocalDay, ...] = ()
    failed: bool = False
    doubt: str = ""
    order: Order = "settled"
    inside: Tri = Tri.TRUE
    through: tuple[Through, ...] = ()
    links: tuple[LinkLine, ...] = ()


def timeline(
    record: Record,
    start: int | None = None,
    end: int | None = None,
    *,
    tracks: Sequence[str] = (),
    actors: Sequence[Id] = (),
    tags: Sequence[str] = (),
    kinds: Sequence[str] = (),
    ids: Sequence[Id] = (),
    with_instruments: bool = False,
    with_statuses: bool = False,
) -> tuple[Dated, ...]:
    """The dated lines from `start` to `end` (ordinals, both included; None is open), in a stable order.

    Every filter given must hold: one of `tracks`, all of `actors` (members of groups count), one of `tags`, one of the event
    `kinds`, one of `ids`. Instruments (signed, in force, ended) and statuses (began, ended) are added on request; they have no
    track, tag or event kind, so such a filter leaves them out. Lines are ordered by earliest possible day, then latest, then id.
    """
    lines: list[Dated] = [event_line(record, event) for event in record.events.values() if event.date is not None]
    if with_instruments or ids:
        lines += [line for instrument in record.instruments.values() for line in _of_instrument(instrument)]
    if with_statuses:
        lines += _of_statuses(record)
    chosen = []
    for line in lines:
        through = concern(record, line.actors, actors) if actors else ()
        inside = _inside(line.date, start, end)
        wanted = (
            (not tracks or line.track in tracks)
            and (not tags or not set(tags).isdisjoint(line.tags))
            and (not kinds or line.event_kind in kinds)
            and (not ids or line.id in ids)
        )
        if wanted and through is not None and inside is not Tri.FALSE:
            chosen.append(msgspec.structs.replace(line, inside=inside, through=through))
    return in_order(chosen)


def in_order(lines: Iterable[Dated]) -> tuple[Dated, ...]:
    """The lines by earliest, then latest possible first day, then id, each with how settled its place is."""
    ordered = sorted(lines, key=lambda line: (_low(line.date), _high(line.date), line.id, line.dated_as))
    result: list[Dated] = []
    latest_so_far = -_INFINITY
    for at, line in enumerate(ordered):
        following = ordered[at + 1] if at + 1 < len(ordered) else None
        order: Order = "settled"
        # All lines after this one begin no earlier than the next one does, so the next one decides.
        if latest_so_far > _low(line.date) or (following is not None and _low(following.date) < _high(line.date)):
            order = "open"
        elif any(_same_single_day(line, other) for other in (*ordered[max(at - 1, 0) : at], *ordered[at + 1 : at + 2])):
            order = "same-day"
        latest_so_far = max(latest_so_far, _high(line.date))
        result.append(msgspec.structs.replace(line, order=order))
    return tuple(result)


def event_line(record: Record, event: Event) -> Dated:
    """An event as a dated line. ValueError for an event without a date."""
    if event.date is None:
        raise ValueError(f"event {event.id} has no date")
    return Dated(
        id=event.id,
        kind="events",
        dated_as="event",
        date=event.date,
        title=event.title,
        track=event.track,
        event_kind=event.kind,
        actors=event.actors,
        place=event.place,
        tags=event.tags,
        old_style=event.old_style,
        local_days=local_days(record, event),
        failed=event.failed,
        doubt=doubt_of(event.date),
        links=tuple(_link(record, link) for link in event.links),
    )


def _link(record: Record, link: Link) -> LinkLine:
    to = record.get(link.to)
    by = (link.by,) if link.by else tuple(dict.fromkeys(citation.source for citation in link.sources))
    return LinkLine(kind=link.kind, to=link.to, title=title_of(to) if to else "", basis=link.basis, by=by)


def local_days(record: Record, event: Event) -> tuple[LocalDay, ...]:
    """The dates of the event by other clocks: those computed from its time of day, then those that the record gives as such."""
    days: list[LocalDay] = []
    if event.clock is not None:
        clock = event.clock
        utc, _ = local_date(clock.at, clock.offset, "+00:00")
        here = clock.where or (event.place and _name(record, event.place)) or f"UTC{clock.offset}"
        days += [LocalDay(where=here, date=clock.at[:10]), LocalDay(where="UTC", date=utc)]
        for other in clock.elsewhere:
            days.append(LocalDay(where=other.where, date=local_date(clock.at, clock.offset, other.offset)[1]))
    days += [LocalDay(where=_name(record, where), date=str(when)) for where, when in event.local_dates]
    return tuple(dict.fromkeys(days))


def doubt_of(date: When) -> str:
    """What is not known about a date, in words; empty for a known day or stretch."""
    doubts = []
    if date.approximate:
        doubts.append("approximate")
    if date.uncertain:
        doubts.append("uncertain")
    settled = (date.open_start or date.start.is_single) and (date.open_end or date.end.is_single)
    if not settled and not date.approximate:
        doubts.append("unknown day")
    return ", ".join(doubts)


def _of_instrument(instrument: Instrument) -> Iterator[Dated]:
    days: tuple[tuple[DatedAs, When | None], ...] = (
        ("signed", instrument.signed),
        ("in-force", instrument.in_force),
        ("ended", instrument.ended),
    )
    for dated_as, date in days:
        if date is not None:
            yield Dated(
                id=instrument.id,
                kind="instruments",
                dated_as=dated_as,
                date=date,
                title=instrument.title,
                actors=instrument.parties,
                place=instrument.place if dated_as == "signed" else None,
                doubt=doubt_of(date),
            )


def _of_statuses(record: Record) -> Iterator[Dated]:
    for item in standings(record):
        if item.kind == "instruments":
            continue
        days: tuple[tuple[DatedAs, When | None], ...] = (("began", item.start), ("ended", item.end))
        for dated_as, date in days:
            if date is not None:
                yield Dated(
                    id=item.id,
                    kind=item.kind,
                    dated_as=dated_as,
                    date=date,
                    title=item.title,
                    actors=item.slots,
                    place=item.place,
                    doubt=doubt_of(date),
                )


def _inside(date: When, start: Bound, end: Bound) -> Tri:
    """Whether the date has a day from `start` to `end`."""
    inside = date.days.clip(start, end)
    if not inside:
        return Tri.FALSE
    if not date.extended:
        return Tri.TRUE if inside == date.days else Tri.UNKNOWN
    begins = Tri.TRUE if end is None or date.open_start else at_most(date.start, Days.single(end))
    ends = Tri.TRUE if start is None or date.open_end else at_most(Days.single(start), date.end)
    return begins & ends


_INFINITY = float("inf")


def _low(date: When) -> float:
    return -_INFINITY if date.start.lo is None else date.start.lo


def _high(date: When) -> float:
    return _INFINITY if date.start.hi is None else date.start.hi


def _same_single_day(a: Dated, b: Dated) -> bool:
    return a.date.start.is_single and a.date.start == b.date.start


def _name(record: Record, entry_id: Id) -> str:
    actor, place = record.actors.get(entry_id), record.places.get(entry_id)
    return actor.name if actor else place.name if place else entry_id
