"""What holds on a day: statuses by dimension, each with how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

import msgspec

from torgau.dates import Tri, When
from torgau.record.groups import Through, concerns_any
from torgau.record.places import Where, where_of
from torgau.record.standings import Standing, standing, standings
from torgau.vocabulary import Id, Instrument, Record
from torgau.vocabulary.statuses import Dimension

DIMENSIONS: tuple[str, ...] = get_args(Dimension)
"""All dimensions, in the order in which they are printed."""

Certainty = Literal["certain", "possible"]


class StatusOn(msgspec.Struct, frozen=True, kw_only=True):
    """One status on one day. `certain`: it holds whatever the open dates turn out to be; `possible`: it holds for some of them.

    `id` is the entry that says so and `kind` its plural kind. `end` is the first day on which it no longer holds. `denies` marks
    an express denial (recognition withheld): that is on record, and the relation does not hold. `through` names the groups by
    which it concerns the actors asked about; `where` says how its place lies to the place asked about.
    """

    id: Id
    kind: str
    dimension: str
    title: str
    certainty: Certainty
    subject: Id = ""
    object: Id | None = None
    members: tuple[Id, ...] = ()
    parties: tuple[Id, ...] = ()
    value: str = ""
    place: Id | None = None
    start: When
    end: When | None = None
    end_reason: str = ""
    start_event: Id | None = None
    end_event: Id | None = None
    symmetric: bool = False
    basis: str = "record"
    denies: bool = False
    through: tuple[Through, ...] = ()
    where: Where | None = None


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a relation held on a day (`answer`), and the statuses that say so. `denials` are express denials on record."""

    answer: Tri
    statuses: tuple[StatusOn, ...] = ()
    denials: tuple[StatusOn, ...] = ()


class PlaceOn(msgspec.Struct, frozen=True, kw_only=True):
    """A place on a day: who controlled it in fact (control, zones, presence), apart from who was recognised there."""

    place: Id
    control: tuple[StatusOn, ...]
    sovereignty: tuple[StatusOn, ...]
    not_recognised: tuple[StatusOn, ...]


class Alliance(msgspec.Struct, frozen=True, kw_only=True):
    """A formal bilateral alliance treaty, and whether it was in force on the day asked about (None: no day was asked)."""

    instrument: Id
    title: str
    in_force: Tri | None


def as_status_on(
    item: Standing, certainty: Certainty, *, through: tuple[Through, ...] = (), where: Where | None = None
) -> StatusOn:
    """The standing as it is shown."""
    return StatusOn(
        id=item.id,
        kind=item.kind,
        dimension=item.dimension,
        title=item.title,
        certainty=certainty,
        subject=item.subject,
        object=item.object,
        members=item.members,
        parties=item.parties,
        value=item.value,
        place=item.place,
        start=item.start,
        end=item.end,
        end_reason=item.end_reason,
        start_event=item.start_event,
        end_event=item.end_event,
        symmetric=item.symmetric,
        basis=item.basis,
        denies=item.denies,
        through=through,
        where=where,
    )


def select(
    record: Record,
    items: Iterable[Standing],
    *,
    between: Sequence[Id] = (),
    dimensions: Sequence[str] = (),
    places: Sequence[Id] = (),
    subjects: Sequence[Id] = (),
) -> list[tuple[Standing, tuple[Through, ...], Where | None]]:
    """The standings that pass every filter given, with why. One implementation for `status`, `diff` and `timeline`."""
    found = []
    for item in items:
        if dimensions and item.dimension not in dimensions:
            continue
        if subjects and not concerns_any(record, item.near, subjects):
            continue
        through = item.between(record, tuple(between)) if between else ()
        where = where_of(record, item, places) if places else None
        if through is None or (places and where is None):
            continue
        found.append((item, through, where))
    return found


def status_on(
    record: Record,
    day: int,
    *,
    between: Sequence[Id] = (),
    dimensions: Sequence[str] = (),
    places: Sequence[Id] = (),
    subjects: Sequence[Id] = (),
) -> tuple[StatusOn, ...]:
    """All statuses that hold, or may hold, on `day` (an ordinal), by dimension and then by beginning.

    Sources of status are status entries, instruments in force (dimension treaty), offices held, and dated groups (membership).
    `between` keeps what concerns all of these actors, on different sides where the relation has sides; members of a group count.
    `places` keeps what lies at, in or around these places; `subjects` what these actors, or groups with them, are the
    subject, a member or a party of (either side of what is symmetric). Dimensions are never merged: war, treaty and dispute
    may hold on one day.
    """
    chosen = select(record, standings(record), between=between, dimensions=dimensions, places=places, subjects=subjects)
    found = []
    for item, through, where in chosen:
        holds = item.holds_on(day)
        if holds is not Tri.FALSE:
            found.append(as_status_on(item, "certain" if holds is Tri.TRUE else "possible", through=through, where=where))
    return tuple(sorted(found, key=_order))


def held(record: Record, dimension: str, subject: Id, other: Id | None, day: int, *, value: str = "") -> Held:
    """Whether `subject` stood in this relation (to `other`, if given) on `day`; nothing on record means FALSE.

    Members of a group stand where their group stands. A symmetric status holds both ways; of an instrument all parties count.
    """
    yes: list[StatusOn] = []
    no: list[StatusOn] = []
    for item in standings(record):
        holds = item.holds_on(day) if item.dimension == dimension and value in ("", item.value) else Tri.FALSE
        if holds is not Tri.FALSE and item.towards(record, subject, other):
            shown = as_status_on(item, "certain" if holds is Tri.TRUE else "possible")
            (no if item.denies else yes).append(shown)
    answer = Tri.any_of(Tri.TRUE if item.certainty == "certain" else Tri.UNKNOWN for item in yes)
    return Held(answer=answer, statuses=tuple(yes), denials=tuple(no))


def recognises(record: Record, subject: Id, other: Id, day: int) -> Held:
    """Did `subject` recognise `other` on this day? One state may recognise another that does not recognise it."""
    return held(record, "recognition", subject, other, day)


def alliances(record: Record, a: Id, b: Id, day: int | None = None) -> tuple[Alliance, ...]:
    """The formal bilateral alliance treaties between two actors, in force on `day` or ever (day None). Often there is none."""
    found = []
    for instrument in record.instruments.values():
        if instrument.bilateral_alliance and {a, b} <= set(instrument.parties):
            force = _in_force(record, instrument, day)
            if force is not Tri.FALSE:
                found.append(Alliance(instrument=instrument.id, title=instrument.title, in_force=force))
    return tuple(found)


def place_on(record: Record, place: Id, day: int) -> PlaceOn:
    """Who controlled a place (or the land of an actor) on a day, and, apart from that, whose it was recognised to be by whom."""
    found = status_on(
        record, day, dimensions=("control", "occupation-zone", "presence", "sovereignty", "recognition"), places=(place,)
    )
    facts = tuple(item for item in found if item.dimension in ("control", "occupation-zone", "presence"))
    rights = tuple(item for item in found if item.dimension in ("sovereignty", "recognition"))
    return PlaceOn(
        place=place,
        control=facts,
        sovereignty=tuple(item for item in rights if not item.denies),
        not_recognised=tuple(item for item in rights if item.denies),
    )


def _in_force(record: Record, instrument: Instrument, day: int | None) -> Tri | None:
    if day is None:
        return None
    item = standing(record, instrument.id)
    return Tri.FALSE if item is None else item.holds_on(day)


def _order(item: StatusOn) -> tuple[int, int, Id]:
    # Ties keep the order of the pack: sorting by a name would make the order depend on who somebody is.
    return DIMENSIONS.index(item.dimension), item.start.lo or 0, item.id
