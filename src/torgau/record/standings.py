"""All that holds over an interval, from every kind of entry that can say so, in one form.

Four kinds of entry make statuses: a status itself; an instrument while it is in force; an office while somebody holds it; a group
while it exists, for each of its members. Everything else in this layer reads only the common form.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from torgau.dates import Days, Tri, When, holds_on
from torgau.record.groups import Through, concern, members_of
from torgau.vocabulary import Actor, Id, Instrument, Office, Record, Status

DENIALS = frozenset({"withheld", "refused", "not-recognised"})
"""Values of a status which say that the relation was expressly denied. It is on record, and it does not hold."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """One relation that holds over [start, end), whichever entry says so.

    `id` is that entry (`kind` its plural kind). `parties` are the parties of an instrument; `members` those of whom a status
    holds as of its subject. `subject` is empty for an instrument: its parties stand side by side.
    """

    id: Id
    kind: str
    dimension: str
    title: str
    subject: Id = ""
    object: Id | None = None
    members: tuple[Id, ...] = ()
    parties: tuple[Id, ...] = ()
    value: str = ""
    place: Id | None = None
    start: When
    end: When | None = None
    symmetric: bool = False
    basis: str = "record"
    exclusive: str = ""
    start_event: Id | None = None
    end_event: Id | None = None
    end_reason: str = ""

    @property
    def denies(self) -> bool:
        """Whether it records that the relation was expressly denied (recognition withheld)."""
        return self.value in DENIALS

    @property
    def slots(self) -> tuple[Id, ...]:
        """The actors that it is about, groups unopened."""
        named = (self.subject, self.object or "", *self.members, *self.parties)
        return tuple(slot for slot in named if slot)

    @property
    def near(self) -> tuple[Id, ...]:
        """The actors that stand so: subject, members, parties; of what is symmetric the object too."""
        return tuple(slot for slot in self.slots if slot != self.object or self.symmetric)

    @property
    def begins(self) -> Days:
        """The days on which it may have begun; a gradual beginning may be any of its days."""
        return self.start.days

    @property
    def ends(self) -> Days | None:
        """The days that may be the first on which it no longer held; None where it goes on."""
        return None if self.end is None else self.end.days

    def holds_on(self, day: int) -> Tri:
        """Whether it holds on this day, in every possible world (TRUE), in none (FALSE), or in some (UNKNOWN)."""
        return holds_on(self.begins, self.ends, day)

    def towards(self, record: Record, subject: Id, other: Id | None) -> bool:
        """Whether it says that `subject`, or a group with it, stands so (to `other`, if given).

        Where there is an object, members stand beside the subject; where there is none, they and the parties of an instrument
        stand side by side, each towards the others. A symmetric status may be read from either side.
        """
        near = (self.subject, *self.members, *self.parties)
        far = (self.object,) if self.object else near

        def stands(slots: tuple[Id, ...], actor: Id) -> bool:
            return any(slot and actor in members_of(record, slot) for slot in slots)

        forward = stands(near, subject) and (other is None or stands(far, other))
        return forward or (self.symmetric and stands(far, subject) and (other is None or stands(near, other)))

    def between(self, record: Record, actors: tuple[Id, ...]) -> tuple[Through, ...] | None:
        """None unless it concerns all of `actors`; else the groups through which it concerns them."""
        return concern(record, self.slots, actors, opposed=self.object is not None)


def standings(record: Record) -> tuple[Standing, ...]:
    """Every standing of the record, in the order of its entries. An instrument for which a treaty status speaks is left out."""
    return (
        *(_of_status(status) for status in record.statuses.values()),
        *_of_instruments(record),
        *(_of_office(office) for office in record.offices.values()),
        *(standing for actor in record.actors.values() for standing in _of_group(record, actor)),
    )


def standing(record: Record, entry_id: Id) -> Standing | None:
    """The standing that this status, instrument or office makes, or None."""
    if entry_id in record.statuses:
        return _of_status(record.statuses[entry_id])
    if entry_id in record.instruments:
        return _of_instrument(record.instruments[entry_id])
    return _of_office(record.offices[entry_id]) if entry_id in record.offices else None


def _of_status(status: Status) -> Standing:
    return Standing(
        id=status.id,
        kind="statuses",
        dimension=status.dimension,
        title=status.title,
        subject=status.subject,
        object=status.object,
        members=status.members,
        value=status.value,
        place=status.place,
        start=status.start,
        end=status.end,
        symmetric=status.symmetric,
        basis=status.basis,
        exclusive=status.exclusive,
        start_event=status.start_event,
        end_event=status.end_event,
        end_reason=status.end_reason,
    )


def _of_instruments(record: Record) -> Iterator[Standing]:
    spoken_for = {s.instrument for s in record.statuses.values() if s.instrument and s.dimension == "treaty"}
    for instrument in record.instruments.values():
        made = None if instrument.id in spoken_for else _of_instrument(instrument)
        if made is not None:
            yield made


def _of_instrument(instrument: Instrument) -> Standing | None:
    if instrument.in_force is None:
        return None
    return Standing(
        id=instrument.id,
        kind="instruments",
        dimension="treaty",
        title=instrument.title,
        parties=instrument.parties,
        value=instrument.form,
        start=instrument.in_force,
        end=instrument.ended,
        symmetric=True,
        # Where the text came into force as it was signed, the meeting that signed it is the event behind it.
        start_event=instrument.concluded_at if instrument.signed == instrument.in_force else None,
        end_event=instrument.ended_by,
        end_reason=instrument.end_reason,
    )


def _of_office(office: Office) -> Standing:
    return Standing(
        id=office.id,
        kind="offices",
        dimension="office",
        title=f"{office.holder}, {office.office}",
        subject=office.actor,
        value=office.holder,
        start=office.start,
        end=office.end,
        exclusive=f"{office.actor}:{office.office}",
        start_event=office.start_event,
        end_event=office.end_event,
    )


def _of_group(record: Record, actor: Actor) -> Iterator[Standing]:
    """A group whose time is given makes its members members for that time. An undated group is a word, not a status."""
    if actor.exists is None:
        return
    start, end = _as_half_open(actor.exists)
    for member in actor.members:
        name = record.actors[member].name if member in record.actors else member
        yield Standing(
            id=actor.id,
            kind="actors",
            dimension="membership",
            title=f"{name} in {actor.name}",
            subject=member,
            object=actor.id,
            start=start,
            end=end,
        )


def _as_half_open(exists: When) -> tuple[When, When | None]:
    """First day and first day after, of a stretch that is given with its last day."""
    start = When(exists.text.split("/")[0] or exists.text, exists.start)
    if exists.open_end or exists.hi is None:
        return start, None if exists.open_end else When(exists.text, exists.end)
    after = exists.end.shift(1)
    return start, When.of_day(after.lo) if after.is_single and after.lo is not None else When(exists.text, after)
