"""Comparative statements, computed and never stored: who was first or last, who held which office, who belonged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from torgau.dates import LAST_DAY, Bound, Days, Tri, When, format_day
from torgau.record.groups import in_pack_order
from torgau.record.standings import Standing, standing, standings
from torgau.record.statuses import Certainty
from torgau.vocabulary import Id, Office, Record

Rank = Literal["first", "last"]


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """When one actor of the set began the status: on one of the days `earliest`..`latest`, by the entry `id`."""

    actor: Id
    id: Id
    date: When
    earliest: str
    latest: str


class Ranking(msgspec.Struct, frozen=True, kw_only=True):
    """Who of a declared set was first or last to begin a status.

    `answer` holds everybody who may be it. `outcome`: `settled` (one, in every possible world), `tie` (several on one known
    day), `uncertain` (open dates leave several) or `none` (nobody of the set ever began it). `never` lists those of the set
    with no such status on record: the answer is about the others.
    """

    dimension: str
    object: Id | None
    among: tuple[Id, ...]
    rank: Rank
    outcome: Literal["settled", "tie", "uncertain", "none"]
    answer: tuple[Id, ...]
    beginnings: tuple[Beginning, ...]
    never: tuple[Id, ...]


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """Who held an office on the day; without anybody on record, `id` and `holder` are empty."""

    office: str
    actor: Id = ""
    holder: str = ""
    id: Id = ""
    certainty: Certainty = "certain"
    start: When | None = None
    end: When | None = None


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One member, and the entry that says so."""

    actor: Id
    certainty: Certainty
    id: Id


def order(
    record: Record, dimension: str, object: Id | None, among: Sequence[Id], rank: Rank = "last", *, value: str = ""
) -> Ranking:
    """Who of `among` was the first or last to begin this status (towards `object`); the beginning is each actor's earliest.

    Express denials do not count. An actor may begin it as a member of a group. `value` narrows it (`de-jure`).
    """
    begins: dict[Id, tuple[Standing, Days]] = {}
    never: list[Id] = []
    for actor in dict.fromkeys(among):
        mine = [
            item
            for item in standings(record)
            if item.dimension == dimension
            and not item.denies
            and (not value or item.value == value)
            and item.towards(record, actor, object)
        ]
        if mine:
            begins[actor] = _earliest(mine)
        else:
            never.append(actor)
    beginnings = [
        Beginning(actor=actor, id=item.id, date=item.start, earliest=_edtf(days.lo), latest=_edtf(days.hi))
        for actor, (item, days) in begins.items()
    ]
    known_days = {actor: days for actor, (_, days) in begins.items()}
    answer = _extreme(known_days, rank)
    if not answer:
        outcome: Literal["settled", "tie", "uncertain", "none"] = "none"
    elif len(answer) == 1:
        outcome = "settled"
    else:
        days = {known_days[actor] for actor in answer}
        outcome = "tie" if len(days) == 1 and days.pop().is_single else "uncertain"
    return Ranking(
        dimension=dimension,
        object=object,
        among=tuple(among),
        rank=rank,
        outcome=outcome,
        answer=answer,
        beginnings=tuple(sorted(beginnings, key=lambda item: (item.earliest, item.latest))),
        never=tuple(never),
    )


def holders(record: Record, offices: Sequence[str], day: int) -> tuple[Holder, ...]:
    """Who held each of these offices on `day`, in the order asked. Where the day of a change is open, both are possible.

    An office is named by its name in the pack (`president`), by `ACTOR:name` where several actors have one of that name, or by
    the id of one of its holders' entries.
    """
    found: list[Holder] = []
    for asked in offices:
        some = [
            Holder(
                office=entry.office,
                actor=entry.actor,
                holder=entry.holder,
                id=entry.id,
                certainty="certain" if holds is Tri.TRUE else "possible",
                start=entry.start,
                end=entry.end,
            )
            for entry in record.offices.values()
            if _is_office(record, entry, asked) and (holds := _office_held(record, entry, day)) is not Tri.FALSE
        ]
        found += some or [Holder(office=asked)]
    return tuple(found)


def members(record: Record, of: str, day: int | None = None) -> tuple[Member, ...]:
    """Who belonged to `of` on `day` (or ever, day None), in the order of the pack's actors.

    `of` is a group or organisation, the id of a status with members, the `value` of membership statuses, or `dimension:value`. A
    group without dates has its members at all times. The subject of a programme runs it and is no member of it.
    """
    found: dict[Id, Member] = {}

    def note(actor: Id, holds: Tri, entry: Id) -> None:
        known = found.get(actor)
        if holds is not Tri.FALSE and (known is None or known.certainty == "possible"):
            found[actor] = Member(actor=actor, certainty="certain" if holds is Tri.TRUE else "possible", id=entry)

    group = record.actors.get(of)
    if group is not None and group.exists is None:
        for actor in group.members:
            note(actor, Tri.TRUE, of)
    for item in standings(record):
        if not item.denies and _is_membership(item, of):
            holds = Tri.TRUE if day is None else item.holds_on(day)
            for actor in _belonging(item):
                note(actor, holds, item.id)
    return tuple(found[actor] for actor in in_pack_order(record, found))


def _earliest(items: Sequence[Standing]) -> tuple[Standing, Days]:
    """The standing that began first, as far as known, and the days on which the first of all their beginnings may lie."""
    first = min(items, key=lambda item: (item.begins.lo or 0, item.begins.hi or LAST_DAY))
    latest = min((item.begins.hi for item in items if item.begins.hi is not None), default=None)
    may_be = Days().union(*(item.begins.clip(hi=latest) for item in items))
    return first, may_be


def _extreme(days: Mapping[Id, Days], rank: Rank) -> tuple[Id, ...]:
    """Everybody who is first (or last) in some possible world."""
    if not days:
        return ()
    if rank == "first":
        limit = min(LAST_DAY + 1 if each.hi is None else each.hi for each in days.values())
        return tuple(actor for actor, each in days.items() if (each.lo or 0) <= limit)
    limit = max(each.lo or 0 for each in days.values())
    return tuple(actor for actor, each in days.items() if each.hi is None or each.hi >= limit)


def _is_office(record: Record, entry: Office, asked: str) -> bool:
    named = record.offices.get(asked)
    if named is not None:
        return (entry.office, entry.actor) == (named.office, named.actor)
    return asked.casefold() in (entry.office.casefold(), f"{entry.actor}:{entry.office}".casefold())


def _office_held(record: Record, entry: Office, day: int) -> Tri:
    item = standing(record, entry.id)
    return Tri.FALSE if item is None else item.holds_on(day)


def _is_membership(item: Standing, of: str) -> bool:
    if of in (item.id, f"{item.dimension}:{item.value}") and (item.members or item.dimension == "membership"):
        return True
    return item.dimension == "membership" and bool(of) and of in (item.object, item.value, item.subject if item.members else None)


def _belonging(item: Standing) -> tuple[Id, ...]:
    if item.members and item.dimension in ("programme", "membership"):
        return item.members
    return (item.subject, *item.members) if item.subject else item.parties


def _edtf(bound: Bound) -> str:
    return ".." if bound is None else format_day(bound)
