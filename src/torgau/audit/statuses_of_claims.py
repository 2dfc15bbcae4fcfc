"""Claims that something held over a time: against the statuses on record, and against acts that do not go with them."""

from __future__ import annotations

from collections.abc import Iterable

from torgau.audit.findings import Finding, FindingKind
from torgau.dates import FIRST_DAY, LAST_DAY, Days, Tri, When, holds_sometime
from torgau.record.acts import Conflict, conflicts_with_status
from torgau.record.places import where_of
from torgau.record.standings import Standing, standings
from torgau.vocabulary import Claim, Record
from torgau.vocabulary.claims import StatusHolds


def compare_status(record: Record, claim: Claim, statement: StatusHolds) -> tuple[Finding, ...]:
    """The claimed status over the whole claimed time, first day to last; and the acts that do not go with it.

    Throughout: agrees. On some of the days only: a scope mismatch, for it held, but not for so long. On none: an error, with
    the days to the nearest time at which it held. Where open dates leave it unsettled: imprecise.
    """
    found = matching(record, statement)
    first, last = stretch(statement.date)
    kind, words = _judged(statement, found, first, last)
    shown = [item for item in found if _sometime(item, first, last) is not Tri.FALSE] or _nearest(found, first, last)
    spans = "; ".join(f"{item.title}, from {item.start.text}{_until(item)}" for item in shown)
    main = Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=f"claimed for {statement.date.text}: {words}" + (f" ({spans})" if spans else ""),
        against=shown[0].id if shown else "",
        evidence=tuple(dict.fromkeys(item.id for item in shown)),
    )
    return (main, *_acts_against(record, claim, statement))


def matching(record: Record, statement: StatusHolds) -> tuple[Standing, ...]:
    """The statuses on record of the claimed kind, for the claimed subject and object; a place may be the object.

    A claim that names no object means the status towards nobody in particular, where the record has such a one.
    """

    def about(item: Standing) -> bool:
        other = statement.object
        if other is not None and other in record.places:
            return item.towards(record, statement.subject, None) and where_of(record, item, (other,)) in ("here", "around")
        return item.towards(record, statement.subject, other)

    found = tuple(
        item
        for item in standings(record)
        if item.dimension == statement.dimension and not item.denies and statement.value in ("", item.value) and about(item)
    )
    general = tuple(item for item in found if item.object is None and not item.parties)
    return general if general and statement.object is None else found


def stretch(when: When) -> tuple[int, int]:
    """First and last day of a claimed time; an open side reaches as far as days go."""
    return (FIRST_DAY if when.lo is None else when.lo), (LAST_DAY if when.hi is None else when.hi)


def covered(items: Iterable[Standing]) -> tuple[Days, Days]:
    """The days on which one of the statuses surely holds, and those on which one may hold."""
    sure, possible = Days(), Days()
    for item in items:
        end_lo = None if item.ends is None else item.ends.lo
        end_hi = None if item.ends is None else item.ends.hi
        surely_from, surely_to = item.begins.hi, None if end_lo is None else end_lo - 1
        if surely_from is not None and (surely_to is None or surely_from <= surely_to):
            sure = sure.union(Days.between(surely_from, surely_to))
        maybe_from, maybe_to = item.begins.lo, None if end_hi is None else end_hi - 1
        if maybe_from is None or maybe_to is None or maybe_from <= maybe_to:
            possible = possible.union(Days.between(maybe_from, maybe_to))
    return sure, possible


def _judged(statement: StatusHolds, found: tuple[Standing, ...], first: int, last: int) -> tuple[FindingKind, str]:
    sure, possible = covered(found)
    whole = Days.between(first, last)
    throughout, sometime = sure.intersect(whole) == whole, bool(sure.intersect(whole))
    perhaps_throughout, perhaps = possible.intersect(whole) == whole, bool(possible.intersect(whole))
    if not statement.holds:
        if not perhaps:
            return "agrees", "it did not hold on any day of it"
        if not sometime:
            return "imprecise", "open dates leave it possible that it held"
        return ("error", "it held throughout") if throughout else ("scope-mismatch", "it held on some of the days")
    if throughout:
        return "agrees", "it held on every day of it"
    if perhaps_throughout:
        return "imprecise", "open dates leave it unsettled whether it held throughout"
    if sometime:
        return "scope-mismatch", _part(sure.intersect(whole), first, last)
    if perhaps:
        return "imprecise", "open dates leave it possible that it held on some of the days"
    return "error", f"the record has no such status then{_distance(found, first, last)}"


def _part(held: Days, first: int, last: int) -> str:
    """On which side of the claimed time it did not hold, with the days: the scope is too wide."""
    missing = []
    if held.lo is not None and held.lo > first:
        missing.append(f"not on its first {_days(held.lo - first)}")
    if held.hi is not None and held.hi < last:
        missing.append(f"not on its last {_days(last - held.hi)}" if last < LAST_DAY else "it had an end")
    return "the scope is too wide: it held on some of the days, " + (" and ".join(missing) or "with a break")


def _distance(found: tuple[Standing, ...], first: int, last: int) -> str:
    """How far away the nearest time lies at which it surely held."""
    near = _nearest(found, first, last)
    if not near:
        return ""
    item = near[0]
    if item.begins.lo is not None and item.begins.lo > last:
        least, most = item.begins.lo - last, None if item.begins.hi is None else item.begins.hi - last
        return f": it began {_days(least, most)} later"
    if item.ends is not None and item.ends.hi is not None:
        most_before = first - (item.ends.lo or item.ends.hi) + 1
        return f": it had ended {_days(first - item.ends.hi + 1, most_before)} before"
    return ""


def _nearest(found: tuple[Standing, ...], first: int, last: int) -> list[Standing]:
    def away(item: Standing) -> int:
        if item.begins.lo is not None and item.begins.lo > last:
            return item.begins.lo - last
        return first - item.ends.hi + 1 if item.ends is not None and item.ends.hi is not None else LAST_DAY

    return sorted(found, key=away)[:1]


def _days(least: int, most: int | None = None) -> str:
    if most is None or most == least:
        return f"{least} day" if least == 1 else f"{least} days"
    return f"{least} to {most} days"


def _sometime(item: Standing, first: int, last: int) -> Tri:
    return holds_sometime(item.begins, item.ends, first, last)


def excluded_acts(record: Record, statement: StatusHolds) -> tuple[tuple[Standing, Conflict], ...]:
    """Acts within the claimed time that do not go with the claimed status, each with the status on record that excludes it.

    Only a status that is itself no more than claimed (neutrality) can be at odds with the acts of the one who claims it.
    """
    if not statement.holds:
        return ()
    first, last = stretch(statement.date)
    return tuple(
        (item, conflict)
        for item in matching(record, statement)
        if item.kind == "statuses" and item.basis == "claimed"
        for conflict in conflicts_with_status(record, item.id)
        if (conflict.act.date.hi is None or conflict.act.date.hi >= first)
        and (conflict.act.date.lo is None or conflict.act.date.lo <= last)
    )


def _acts_against(record: Record, claim: Claim, statement: StatusHolds) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            claim=claim.id,
            place=claim.place,
            kind="contradiction",
            comparison=f"{conflict.act.title} ({conflict.act.date.text}) is an act that the claimed status excludes",
            against=conflict.act.id,
            evidence=(item.id, conflict.act.id),
        )
        for item, conflict in excluded_acts(record, statement)
    )


def _until(item: Standing) -> str:
    return f" until {item.end.text}" if item.end else ""
