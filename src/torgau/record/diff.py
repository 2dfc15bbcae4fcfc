"""What began, ended or changed between two days, with the event behind each: one implementation for every pair of days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from torgau.dates import Tri, When, holds_sometime
from torgau.record.groups import Through, concern
from torgau.record.places import Where
from torgau.record.standings import Standing, standings
from torgau.record.statuses import DIMENSIONS, Certainty, StatusOn, as_status_on, select
from torgau.vocabulary import Id, Record

SIDE_BY_SIDE = frozenset({"treaty", "membership", "joint-operation", "dispute", "presence", "policy", "programme"})
"""Dimensions in which the same actors may stand several times at once: there one status does not give way to another."""

ChangeKind = Literal["began", "ended", "changed", "passed"]


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """The event behind a change. `named`: the status names it; `same-day`: it has that date and the same actors, no more."""

    event: Id
    title: str
    date: When | None
    how: Literal["named", "same-day"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change between two days.

    `before` is the status as it stands on the first day, `after` as it stands on the second. `began`, `ended`: there is only one
    of them, or open dates leave the same status possible on the other day too. `changed`: `before` gave way to `after`, another
    status of the same relation. `passed`: `after` began and ended in between, and neither day shows it. `date` is the day of
    the change (of a `changed` one, the beginning of `after`). `possible`: open dates allow that nothing changed between the days.
    """

    kind: ChangeKind
    dimension: str
    certainty: Certainty
    date: When
    before: StatusOn | None = None
    after: StatusOn | None = None
    causes: tuple[Cause, ...] = ()

    @property
    def ids(self) -> tuple[Id, ...]:
        """The entries that the change rests on."""
        statuses = [item.id for item in (self.before, self.after) if item is not None]
        return (*dict.fromkeys([*statuses, *(cause.event for cause in self.causes)]),)


def diff(
    record: Record,
    day1: int,
    day2: int,
    *,
    between: Sequence[Id] = (),
    dimensions: Sequence[str] = (),
    places: Sequence[Id] = (),
) -> tuple[Change, ...]:
    """The changes between `day1` and `day2` (ordinals), in the order of their dates. ValueError where `day1` is after `day2`.

    Take from the statuses of the first day each `before`, add each `after` (but not what only passed), and the statuses of the
    second day are left. An end and a beginning are one change where both are of one exclusive group; or where the same actors
    stand in the same dimension (but not `SIDE_BY_SIDE`) at the same place, one after the other without a gap, through others
    perhaps.
    """
    if day1 > day2:
        raise ValueError("the first day is after the second")
    every = standings(record)
    found: dict[ChangeKind, list[_Seen]] = {"began": [], "ended": [], "passed": []}
    for item, through, where in select(record, every, between=between, dimensions=dimensions, places=places):
        seen = _Seen(item, item.holds_on(day1), item.holds_on(day2), through, where)
        kind = _kind(seen, day1, day2)
        if kind is not None:
            found[kind].append(seen)
    changes = [_passed(record, seen, day1, day2) for seen in found["passed"]]
    for old in found["ended"]:
        new = None
        if old.second is Tri.FALSE:
            gone_over = (seen for seen in found["began"] if seen.first is Tri.FALSE and _succeeds(every, old.item, seen.item))
            new = next(gone_over, None)
        if new is not None:
            found["began"].remove(new)
        changes.append(_ended(record, old) if new is None else _changed(record, old, new))
    changes += [_began(record, seen) for seen in found["began"]]
    return tuple(sorted(changes, key=_order))


class _Seen(NamedTuple):
    """One standing, how it stands on the two days, and why it was chosen."""

    item: Standing
    first: Tri
    second: Tri
    through: tuple[Through, ...]
    where: Where | None

    def shown(self, holds: Tri) -> StatusOn:
        return as_status_on(self.item, _certainty(holds is Tri.TRUE), through=self.through, where=self.where)


def _certainty(sure: bool) -> Certainty:
    return "certain" if sure else "possible"


def _began(record: Record, new: _Seen) -> Change:
    return Change(
        kind="began",
        dimension=new.item.dimension,
        certainty=_certainty(new.first is Tri.FALSE and new.second is Tri.TRUE),
        date=new.item.start,
        before=None if new.first is Tri.FALSE else new.shown(new.first),
        after=new.shown(new.second),
        causes=_causes(record, new.item, "start"),
    )


def _ended(record: Record, old: _Seen) -> Change:
    return Change(
        kind="ended",
        dimension=old.item.dimension,
        certainty=_certainty(old.first is Tri.TRUE and old.second is Tri.FALSE),
        date=old.item.end or old.item.start,
        before=old.shown(old.first),
        after=None if old.second is Tri.FALSE else old.shown(old.second),
        causes=_causes(record, old.item, "end"),
    )


def _changed(record: Record, old: _Seen, new: _Seen) -> Change:
    ended, began = _ended(record, old), _began(record, new)
    return Change(
        kind="changed",
        dimension=new.item.dimension,
        certainty=_certainty(ended.certainty == began.certainty == "certain"),
        date=began.date,
        before=ended.before,
        after=began.after,
        causes=tuple(dict.fromkeys((*ended.causes, *began.causes))),
    )


def _passed(record: Record, seen: _Seen, day1: int, day2: int) -> Change:
    held = _held_in_between(seen.item, day1, day2)
    return Change(
        kind="passed",
        dimension=seen.item.dimension,
        certainty=_certainty(held is Tri.TRUE),
        date=seen.item.start,
        after=seen.shown(held),
        causes=tuple(dict.fromkeys((*_causes(record, seen.item, "start"), *_causes(record, seen.item, "end")))),
    )


def _kind(seen: _Seen, day1: int, day2: int) -> ChangeKind | None:
    """What became of one standing, by how it stands on the two days."""
    item, first, second = seen.item, seen.first, seen.second
    if first is second is Tri.FALSE:
        return "passed" if _held_in_between(item, day1, day2) is not Tri.FALSE else None
    if first is second is Tri.UNKNOWN:
        if item.begins.clip(day1 + 1, day2):
            return "began"
        return "ended" if item.ends is not None and item.ends.clip(day1 + 1, day2) else None
    if first is second:
        return None
    rising = {Tri.FALSE: 0, Tri.UNKNOWN: 1, Tri.TRUE: 2}
    return "began" if rising[first] < rising[second] else "ended"


def _held_in_between(item: Standing, day1: int, day2: int) -> Tri:
    """Whether it held on a day between the two, neither of them counted."""
    return holds_sometime(item.begins, item.ends, day1 + 1, day2 - 1) if day2 - day1 > 1 else Tri.FALSE


def _same_relation(a: Standing, b: Standing) -> bool:
    if a.exclusive and a.exclusive == b.exclusive:
        return True
    if (
        a.dimension in SIDE_BY_SIDE
        or a.dimension != b.dimension
        or a.place != b.place
        or a.exclusive != b.exclusive
        or a.members != b.members
    ):
        return False
    straight = (a.subject, a.object) == (b.subject, b.object)
    return straight or (a.symmetric and b.symmetric and (a.subject, a.object) == (b.object, b.subject))


def _succeeds(every: Sequence[Standing], old: Standing, new: Standing) -> bool:
    """Whether `new` took the place of `old`: same relation, and no gap between them that no other standing of it fills."""
    if not _same_relation(old, new):
        return False
    if old.exclusive and old.exclusive == new.exclusive:
        return True
    links = [item for item in every if _same_relation(old, item)]
    reached, waiting = {old}, [old]
    while waiting:
        end = waiting.pop().end
        for item in links:
            if end is not None and item not in reached and end.days.intersect(item.start.days):
                if item == new:
                    return True
                reached.add(item)
                waiting.append(item)
    return False


def _causes(record: Record, item: Standing, side: Literal["start", "end"]) -> tuple[Cause, ...]:
    """The event that the status names for this side; without one, the events of that very day between the same actors."""
    named = item.start_event if side == "start" else item.end_event
    if named is not None:
        event = record.events.get(named)
        other = record.get(named)
        title = event.title if event else str(getattr(other, "title", named))
        return (Cause(event=named, title=title, date=event.date if event else None, how="named"),)
    when = item.start if side == "start" else item.end
    if when is None or not when.is_single_day:
        return ()
    needed = item.slots[:2]
    return tuple(
        Cause(event=event.id, title=event.title, date=event.date, how="same-day")
        for event in record.events.values()
        if event.date is not None and event.date.start == when.start and _takes_part(record, event.actors, needed)
    )


def _takes_part(record: Record, actors: Sequence[Id], needed: Sequence[Id]) -> bool:
    return all(concern(record, actors, (actor,)) is not None or concern(record, (actor,), actors) is not None for actor in needed)


def _order(change: Change) -> tuple[int, int, int, Id]:
    return change.date.lo or 0, change.date.hi or 0, DIMENSIONS.index(change.dimension), change.ids[0]
