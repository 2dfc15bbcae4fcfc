"""Claims about who belonged to a set, who stood where, and who was first or last, against the record."""

from __future__ import annotations

from collections.abc import Iterable

from torgau.audit.findings import Finding, FindingKind
from torgau.record.comparisons import members, order
from torgau.record.groups import in_pack_order, members_of
from torgau.record.places import enclosing
from torgau.record.statuses import status_on
from torgau.vocabulary import Claim, Id, Record
from torgau.vocabulary.claims import MemberOf, OrderIs, StoodIn

STANDING = ("presence", "control", "occupation-zone")
"""The dimensions by which an actor stands somewhere in fact."""


def compare_order(record: Record, claim: Claim, statement: OrderIs) -> Finding:
    """Who of the declared set really was first or last."""
    found = order(record, statement.dimension, statement.object, statement.among, statement.rank)
    agrees = found.outcome == "settled" and found.answer == (statement.subject,)
    dates = ", ".join(f"{beginning.actor} {beginning.date.text}" for beginning in found.beginnings)
    never = f"; never on record: {', '.join(found.never)}" if found.never else ""
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind="agrees" if agrees else "imprecise" if statement.subject in found.answer else "error",
        comparison=(
            f"{statement.rank} of {', '.join(statement.among)} by the record: "
            f"{', '.join(found.answer) or 'none'} ({dates}){never}"
        ),
        evidence=tuple(beginning.id for beginning in found.beginnings),
    )


def compare_members(record: Record, claim: Claim, statement: MemberOf) -> Finding:
    """The claimed members against the members on record. A group stands for its own members.

    A member, or a group none of whose members is in the set, is an error; a group with some in it is imprecise; members left
    out count only where the claim gives its list as complete.
    """
    known = members(record, statement.status, None if statement.on is None else statement.on.lo)
    ids = {member.actor for member in known}
    strangers, partly, named = [], [], set()
    for each in statement.members:
        own = _of_group(record, each)
        inside = own & ids
        named |= inside
        if not inside:
            strangers.append(_name(record, each) + (f" (none of {_listed(record, own)})" if own != {each} else ""))
        elif inside != own:
            partly.append(f"{_name(record, each)} (only {_listed(record, inside)})")
    left_out = in_pack_order(record, ids - named) if statement.complete else ()
    kind: FindingKind = "error" if strangers else "imprecise" if partly else "omission" if left_out else "agrees"
    if not known:
        kind = "unsupported"
    words = [f"{len(ids)} on record: {_listed(record, ids) or 'none'}"]
    words += [f"not among them: {', '.join(strangers)}"] if strangers else []
    words += [f"partly among them: {', '.join(partly)}"] if partly else []
    words += [f"left out: {_listed(record, left_out)}"] if left_out else []
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison="; ".join(words),
        against=known[0].id if known else "",
        evidence=tuple(dict.fromkeys(member.id for member in known)),
    )


def compare_places(record: Record, claim: Claim, statement: StoodIn) -> Finding:
    """Where the actor stood that day by the record, against the places claimed. A part stands for its whole."""
    day = statement.on.lo if statement.on.lo is not None else statement.on.hi
    found = () if day is None else status_on(record, day, dimensions=STANDING, subjects=(statement.actor,))
    held = {item.place: item.id for item in found if item.place}

    def meets(place: Id, other: Id) -> bool:
        return place in enclosing(record, other) or other in enclosing(record, place)

    wrong = [place for place in statement.places if not any(meets(place, other) for other in held)]
    missing = [place for place in held if not any(meets(place, other) for other in statement.places)]
    words = [f"on {statement.on.text} the record has {len(held)} places"]
    words += [f"not among them: {', '.join(_place(record, place) for place in wrong)}"] if wrong else []
    words += [f"the claim leaves out: {', '.join(_place(record, place) for place in missing)}"] if missing else ()
    kind: FindingKind = "error" if wrong else "omission" if missing and statement.complete else "agrees"
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind if held else "unsupported",
        comparison="; ".join(words),
        evidence=tuple(dict.fromkeys(item.id for item in found if item.place)),
    )


def _of_group(record: Record, actor: Id) -> set[Id]:
    """The members of a group, or the actor itself where it has none."""
    return set(members_of(record, actor)) - {actor} or {actor}


def _listed(record: Record, actors: Iterable[Id]) -> str:
    return ", ".join(_name(record, actor) for actor in in_pack_order(record, actors))


def _name(record: Record, actor: Id) -> str:
    known = record.actors.get(actor)
    return known.name if known else actor


def _place(record: Record, place: Id) -> str:
    known = record.places.get(place)
    return known.name if known else place
