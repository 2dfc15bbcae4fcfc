"""Which entry names which: every reference of the record, found by the types of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import get_annotations

import msgspec

from torgau.vocabulary import Id, Record
from torgau.vocabulary.common import Entry, Value


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """`entry` names `to` in its field `field` (`trigger.event`: the event of its trigger)."""

    entry: Id
    field: str
    to: Id


_ID = re.compile(r"\bId\b")


@cache
def id_fields(kind: type) -> frozenset[str]:
    """The fields of a vocabulary type that are written as ids, without its own."""
    names: set[str] = set()
    for base in kind.__mro__:
        written = get_annotations(base)  # as text: `Id` is an alias of `str`, which the resolved types no longer show
        names |= {name for name, annotation in written.items() if _ID.search(str(annotation)) and name != "id"}
    return frozenset(names)


def references_of(record: Record, entry: Entry) -> tuple[Reference, ...]:
    """What an entry names, field by field, each once. Words that are no entry (`trigger`, a scope) are left out."""
    found = (Reference(entry=entry.id, field=field, to=to) for field, to in _walk(entry, ""))
    return tuple(dict.fromkeys(item for item in found if item.to != entry.id and record.kind_of(item.to) is not None))


def all_references(record: Record) -> tuple[Reference, ...]:
    """Every reference of the record, in the order of its entries."""
    return tuple(item for entry in record for item in references_of(record, entry))


def used_by(record: Record) -> Mapping[Id, tuple[Reference, ...]]:
    """For each entry the references to it. One pass over the record serves all entries."""
    found: dict[Id, list[Reference]] = {}
    for item in all_references(record):
        found.setdefault(item.to, []).append(item)
    return {to: tuple(items) for to, items in found.items()}


def _walk(value: Value, prefix: str) -> Iterator[tuple[str, Id]]:
    for name in value.__struct_fields__:
        held = getattr(value, name)
        path = f"{prefix}.{name}" if prefix else name
        if name in id_fields(type(value)):
            yield from ((path, text) for text in _strings(held))
        for part in _values(held):
            yield from _walk(part, path)


def _strings(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, tuple):
        for part in held:
            yield from _strings(part)


def _values(held: object) -> Iterator[Value]:
    if isinstance(held, Value):
        yield held
    elif isinstance(held, tuple):
        for part in held:
            yield from _values(part)
