"""The chain of links from one entry to another."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

import msgspec

from torgau.vocabulary import Id, Record

LATER_TO_EARLIER = frozenset({"responds-to", "performs", "decided-at", "announces", "amends", "supersedes", "part-of"})
"""Kinds of link that an entry carries to something before it; the others lead on to something later."""


class Hop(msgspec.Struct, frozen=True, kw_only=True):
    """One link of a chain, from the entry before to the entry after it. `written` says which of the two carries the link."""

    start: Id
    end: Id
    kind: str
    basis: str = "record"
    by: Id | None = None
    written: str = "forward"


def links(record: Record) -> tuple[Hop, ...]:
    """Every typed link between events and instruments, turned so that it leads from what came before to what came after."""
    return tuple(_links(record))


def path(record: Record, start: Id, end: Id, *, claimed: bool = True) -> tuple[Hop, ...]:
    """The shortest chain of links from `start` to `end`; empty where there is none (or the two are the same).

    A chain of the record's own links is preferred to any with a link that is somebody's interpretation (`basis: claimed`), and
    one that runs forward all the way to any with a step back; then the fewest steps. With `claimed` false, interpretations are
    not used at all. KeyError for an unknown id.
    """
    for entry_id in (start, end):
        if record.get(entry_id) is None:
            raise KeyError(entry_id)
    onward: dict[Id, list[tuple[int, int, Hop]]] = {}
    for hop in _links(record):
        interpreted = int(hop.basis == "claimed")
        if claimed or not interpreted:
            onward.setdefault(hop.start, []).append((interpreted, 0, hop))
            back = msgspec.structs.replace(hop, start=hop.end, end=hop.start, written=_turned(hop.written))
            onward.setdefault(hop.end, []).append((interpreted, 1, back))
    tie = count()
    waiting: list[tuple[tuple[int, int, int], int, Id, tuple[Hop, ...]]] = [((0, 0, 0), next(tie), start, ())]
    seen: set[Id] = set()
    while waiting:
        (claims, backward, steps), _, here, chain = heappop(waiting)
        if here == end:
            return chain
        if here in seen:
            continue
        seen.add(here)
        for interpreted, against, hop in onward.get(here, ()):
            if hop.end not in seen:
                cost = (claims + interpreted, backward + against, steps + 1)
                heappush(waiting, (cost, next(tie), hop.end, (*chain, hop)))
    return ()


def _links(record: Record) -> Iterator[Hop]:
    for event in record.events.values():
        for link in event.links:
            yield _oriented(event.id, link.to, link.kind, link.basis, link.by)
    for instrument in record.instruments.values():
        if instrument.concluded_at is not None:
            yield _oriented(instrument.id, instrument.concluded_at, "decided-at")
        for earlier in instrument.amends:
            yield _oriented(instrument.id, earlier, "amends")
        for earlier in instrument.supersedes:
            yield _oriented(instrument.id, earlier, "supersedes")


def _oriented(carrier: Id, to: Id, kind: str, basis: str = "record", by: Id | None = None) -> Hop:
    if kind in LATER_TO_EARLIER:
        return Hop(start=to, end=carrier, kind=kind, basis=basis, by=by, written="backward")
    return Hop(start=carrier, end=to, kind=kind, basis=basis, by=by)


def _turned(written: str) -> str:
    return "forward" if written == "backward" else "backward"
