"""How many independent witnesses an entry has: copies of one house count as one."""

from __future__ import annotations

import msgspec

from torgau.vocabulary import Estimate, Id, Record
from torgau.vocabulary.common import Entry


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """One witness (a house, or a source without one) and the sources that speak for it."""

    name: str
    sources: tuple[Id, ...]


class Witnesses(msgspec.Struct, frozen=True, kw_only=True):
    """The independent witnesses of an entry. `unread` are sources that testify to nothing yet: general knowledge, no document."""

    witnesses: tuple[Witness, ...]
    unread: tuple[Id, ...] = ()

    @property
    def count(self) -> int:
        """How many independent witnesses."""
        return len(self.witnesses)


def witness_of(record: Record, source_id: Id) -> str:
    """The name of the witness for which a source speaks: the house of the outermost document that carries it, else its own.

    A source that is part of another, or is carried by it as a copy, adds no voice of its own unless it has another house.
    """
    seen: list[Id] = []
    current: Id | None = source_id
    while current is not None and current not in seen:
        seen.append(current)
        source = record.sources.get(current)
        if source is None:
            return current
        if source.house:
            return source.house
        current = source.part_of
    return seen[-1]


def witnesses(record: Record, entry: Entry) -> Witnesses:
    """The independent witnesses among an entry's sources, and those of its figures, by name."""
    cited = [citation.source for citation in entry.sources]
    if isinstance(entry, Estimate):
        cited += [figure.source for figure in entry.figures]
    voices: dict[str, list[Id]] = {}
    unread: list[Id] = []
    for source_id in dict.fromkeys(cited):
        source = record.sources.get(source_id)
        if source is not None and source.kind == "recollection":
            unread.append(source_id)
        else:
            voices.setdefault(witness_of(record, source_id), []).append(source_id)
    return Witnesses(
        witnesses=tuple(Witness(name=name, sources=tuple(found)) for name, found in sorted(voices.items())),
        unread=tuple(unread),
    )
