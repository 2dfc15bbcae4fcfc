"""Who is concerned: actors, the groups they belong to, and whether an entry is about several of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import combinations

import msgspec

from torgau.vocabulary import Id, Record


class Through(msgspec.Struct, frozen=True, order=True):
    """`actor` is concerned because it belongs to `group`."""

    actor: Id
    group: Id


def members_of(record: Record, actor: Id) -> frozenset[Id]:
    """The actor itself and, for a group, everybody in it, members of members included. Circular groups do no harm."""
    found: set[Id] = set()
    waiting = [actor]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found.add(one)
        known = record.actors.get(one)
        waiting.extend(known.members if known else ())
    return frozenset(found)


def groups_of(record: Record, actor: Id) -> tuple[Id, ...]:
    """The groups that the actor belongs to, directly or through another group, in the order of the pack."""
    return tuple(group for group in record.actors if group != actor and actor in members_of(record, group))


def concern(record: Record, slots: Sequence[Id], actors: Sequence[Id], *, opposed: bool = False) -> tuple[Through, ...] | None:
    """The groups through which an entry with these places for actors (`slots`) is about all of `actors`; None if it is not.

    Each actor must fill a slot itself or be a member of a group there. Two actors in one slot (both members of one group) are
    concerned together, except where the slots are `opposed` (subject and object of a relation): a war of a group with a third
    state is no war between two of its members.
    """
    filled: list[frozenset[int]] = []
    through: set[Through] = set()
    for actor in actors:
        direct = frozenset(at for at, slot in enumerate(slots) if slot == actor)
        by_group = frozenset(at for at, slot in enumerate(slots) if slot != actor and actor in members_of(record, slot))
        if not direct | by_group:
            return None
        filled.append(direct | by_group)
        through |= {Through(actor, slots[at]) for at in by_group if not direct}
    if opposed and any(len(reduce(frozenset.union, pair)) < 2 for pair in combinations(filled, 2)):
        return None
    return tuple(sorted(through))


def concerns_any(record: Record, slots: Iterable[Id], actors: Iterable[Id]) -> bool:
    """Whether one of `actors` fills a slot, itself or as a member of a group there."""
    wanted = set(actors)
    return any(wanted & members_of(record, slot) for slot in slots)


def in_pack_order(record: Record, actors: Iterable[Id]) -> tuple[Id, ...]:
    """These actors, each once, in the order in which the pack lists them; strangers last. No order hangs on a name."""
    places = {actor: at for at, actor in enumerate(record.actors)}
    return tuple(sorted(dict.fromkeys(actors), key=lambda actor: places.get(actor, len(places))))
