"""Where a status holds: at a place, inside it, or around it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from torgau.record.standings import Standing
from torgau.vocabulary import Id, Record

Where = Literal["here", "inside", "around"]
"""How the place of a status lies to the place asked about."""

TERRITORIAL = frozenset({"control", "sovereignty", "occupation-zone", "presence", "recognition"})
"""Dimensions that hold of a place and so of every place inside it."""


def enclosing(record: Record, place: Id) -> tuple[Id, ...]:
    """The place and all larger places around it, innermost first. Circular `within` does no harm."""
    chain: list[Id] = []
    current: Id | None = place
    while current is not None and current not in chain:
        chain.append(current)
        known = record.places.get(current)
        current = known.within if known else None
    return tuple(chain)


def where_of(record: Record, item: Standing, places: Iterable[Id]) -> Where | None:
    """How the status lies to the first of `places` that it has to do with, or None.

    An actor's id may stand for its land. A status of a larger place reaches down only in the territorial dimensions: who
    controls a country controls its towns, but a conference in a country is not held in all of them.
    """
    about = {item.place, item.object} if item.dimension in TERRITORIAL else {item.place}
    for place in places:
        if place in about:
            return "here"
        if item.place is not None and place in enclosing(record, item.place):
            return "inside"
        if item.dimension in TERRITORIAL and item.place in enclosing(record, place)[1:]:
            return "around"
    return None
