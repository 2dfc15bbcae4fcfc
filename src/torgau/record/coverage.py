"""Under which statuses a dated thing fell: a delivery and its legal basis, a conference and the treaties in force on its days."""

from __future__ import annotations

from collections.abc import Sequence

from torgau.dates import FIRST_DAY, LAST_DAY, Tri, When, holds_on, holds_sometime
from torgau.record.standings import Standing, standings
from torgau.record.statuses import StatusOn, as_status_on, select
from torgau.vocabulary import Id, Record


def covering(record: Record, when: When, dimension: str, between: Sequence[Id] = ()) -> tuple[StatusOn, ...]:
    """The statuses of one dimension between these actors that held at the time of something, in the order of their beginning.

    A stretch (an extended date) may fall under several, one after the other: each held on at least one of its days. One unknown
    day falls under one of them, and where the days that it may be lie under several, each is only `possible`.
    """
    found = []
    for item, through, where in select(record, standings(record), between=between, dimensions=(dimension,)):
        held = _held(item, when)
        if held is not Tri.FALSE:
            found.append(as_status_on(item, "certain" if held is Tri.TRUE else "possible", through=through, where=where))
    return tuple(sorted(found, key=lambda status: (status.start.lo or FIRST_DAY, status.id)))


def _held(item: Standing, when: When) -> Tri:
    if not when.extended:
        return holds_on(item.begins, item.ends, when.days)
    first = FIRST_DAY if when.lo is None else when.lo
    last = LAST_DAY if when.hi is None else when.hi
    return holds_sometime(item.begins, item.ends, first, last)
