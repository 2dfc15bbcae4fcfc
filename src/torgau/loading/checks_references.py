"""Checks of ids: every reference leads to an entry of the right kind, and nothing contains itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from torgau.loading.checking import Context, cycles
from torgau.loading.problems import Finding, Path, near, quoted
from torgau.loading.references import references, singular
from torgau.vocabulary import Commitment, Estimate, Question, Record


def references_resolve(context: Context) -> Iterator[Finding]:
    """Every id names an entry of a kind that fits the field."""
    for held in context.parts.values():
        for part in held:
            for reference in references(part.value, part.path):
                yield from _resolve(context, part.entry.id, *reference)
    for path, value in ((("torgau",), context.record.manifest.torgau),):
        for reference in references(value, path):
            yield from _resolve(context, "", *reference)
    for series, points in context.record.points.items():
        for index, point in enumerate(points):
            yield from _resolve(context, series, ("points", index), point.source, ("sources",))
    for held_class, rows in context.record.class_rows.items():
        for index, row in enumerate(rows):
            yield from _resolve(context, held_class, ("rows", index), row.source, ("sources",))


def _resolve(context: Context, entry: str, path: Path, wanted: str, kinds: tuple[str, ...]) -> Iterator[Finding]:
    found = context.kinds.get(wanted, "")
    if found is None or found in kinds or not wanted:  # an empty id is the business of the checks of numbers
        return
    if found:
        message = f"{quoted(wanted)} is {_one(found)}, and here {_or(kinds)} is wanted"
        yield Finding("id-kind", entry, path, message, f"give the id of {_or(kinds)}")
        return
    fitting = [each for each, kind in context.kinds.items() if kind is None or kind in kinds]
    mend = near(wanted, fitting) or f"correct it, or add {_or(kinds)} with this id"
    yield Finding("id-unknown", entry, path, f"no entry has the id {quoted(wanted)}", mend)


def _one(kind: str) -> str:
    name = singular(kind)
    return f"an {name}" if name[0] in "aeio" else f"a {name}"


def _or(kinds: Sequence[str]) -> str:
    names = [_one(kind) for kind in kinds]
    return "any entry" if len(names) > 6 else " or ".join(names)


def local_ids_are_unique(context: Context) -> Iterator[Finding]:
    """Readings of a commitment, scopes and figures of an estimate, and steps of a question have ids of their own."""
    for held in context.parts.values():
        for part in held:
            entry = part.entry
            if part.path:
                continue
            if isinstance(entry, Commitment):
                yield from _repeated(entry.id, "readings", "id", [each.id for each in entry.readings])
            elif isinstance(entry, Estimate):
                yield from _repeated(entry.id, "scopes", "id", [each.id for each in entry.scopes])
                yield from _repeated(entry.id, "figures", "id", [each.id for each in entry.figures])
            elif isinstance(entry, Question):
                yield from _repeated(entry.id, "steps", "name", [each.name for each in entry.steps])


def _repeated(entry: str, field: str, name: str, ids: Sequence[str]) -> Iterator[Finding]:
    for index, each in enumerate(ids):
        if each in ids[:index]:
            message = f"{quoted(each)} stands twice among the {field} of {quoted(entry)}"
            yield Finding("id-duplicate", entry, (field, index, name), message, "rename one of them")


def nothing_contains_itself(context: Context) -> Iterator[Finding]:
    """No chain of places, groups, sources or amendments comes back to where it began."""
    record = context.record
    for field, edges in _chains(record):
        for cycle in cycles(edges):
            chain = " -> ".join((*cycle, cycle[0]))
            yield Finding(
                "reference-cycle", cycle[0], (field,), f"`{field}` leads back to where it began: {chain}", "break the chain"
            )


def _chains(record: Record) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    yield "within", {each.id: (each.within,) for each in record.places.values() if each.within}
    yield "part_of", {each.id: (each.part_of,) for each in record.sources.values() if each.part_of}
    yield "members", {each.id: each.members for each in record.actors.values()}
    yield "continues", {each.id: (each.continues,) for each in record.actors.values() if each.continues}
    yield "amends", {each.id: each.amends for each in record.instruments.values()}
