"""What the semantic checks share: what they may look at, and the few questions about dates that many of them ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, TypeVar

from torgau.dates import Tri, When, before
from torgau.loading.problems import Finding, Path
from torgau.loading.references import parts
from torgau.vocabulary import KINDS, Entry, Record
from torgau.vocabulary.common import Value

V = TypeVar("V", bound=Value)


class Part(NamedTuple):
    """A structure inside an entry: the kind of the entry, the entry, the path in it, and the structure."""

    kind: str
    entry: Entry
    path: Path
    value: Value


class Context:
    """What a check may look at: the entries that could be built, and the kind of every id of the pack.

    The kind is None where the file of an entry cannot be read: then nothing can be said about references to it.
    """

    def __init__(self, record: Record, kinds: Mapping[str, str | None] | None = None) -> None:
        self.record = record
        self.kinds: Mapping[str, str | None] = (
            kinds if kinds is not None else {each: kind for kind in KINDS for each in getattr(record, kind)}
        )

    @cached_property
    def parts(self) -> Mapping[type[Value], Sequence[Part]]:
        """All structures of all entries, by their type."""
        found: dict[type[Value], list[Part]] = {}
        for kind in KINDS:
            for entry in getattr(self.record, kind).values():
                for path, value in parts(entry):
                    found.setdefault(type(value), []).append(Part(kind, entry, path, value))
        return found

    def each(self, kind: type[V]) -> Iterator[tuple[Entry, Path, V]]:
        """Every structure of one type, with its entry and its path there."""
        for part in self.parts.get(kind, ()):
            assert isinstance(part.value, kind)
            yield part.entry, part.path, part.value


Check = Callable[[Context], Iterable[Finding]]
"""A check: a pure function from a pack to what is wrong with it."""


def surely_before(a: When, b: When) -> bool:
    """Whether all of `a` lies before all of `b` in every possible world."""
    return before(a.end, b.start) is Tri.TRUE


def surely_not_after(a: When, b: When) -> bool:
    """Whether the end of `a` cannot be later than the start of `b`."""
    return before(b.start, a.end) is Tri.FALSE


def cycles(edges: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Each cycle of a directed graph that a search meets, once, beginning with its smallest node."""
    seen: set[str] = set()
    found: set[tuple[str, ...]] = set()
    for start in sorted(edges):
        if start in seen:
            continue
        trail: list[str] = []
        on_trail: dict[str, int] = {}
        todo: list[tuple[str, bool]] = [(start, True)]
        while todo:
            node, entering = todo.pop()
            if not entering:
                trail.pop()
                del on_trail[node]
                continue
            if node in on_trail:
                cycle = trail[on_trail[node] :]
                first = cycle.index(min(cycle))
                turned = (*cycle[first:], *cycle[:first])
                if turned not in found:
                    found.add(turned)
                    yield turned
                continue
            if node in seen:
                continue
            seen.add(node)
            on_trail[node] = len(trail)
            trail.append(node)
            todo.append((node, False))
            todo.extend((each, True) for each in sorted(edges.get(node, ()), reverse=True))
