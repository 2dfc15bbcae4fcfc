"""Which entries a verdict depends on: exactly those, so that a change of any other leaves it as it is, to the byte."""

from __future__ import annotations

from collections.abc import Iterator

from torgau.ledger.links import Links
from torgau.ledger.promises import Terms, terms_of
from torgau.vocabulary import Commitment, Id, Record

MANIFEST = "manifest"
"""Stands for the pack's manifest, which says to what day its evidence is complete."""


def depends_on(record: Record, links: Links, commitment: Commitment, known_by: int | None = None) -> tuple[Id, ...]:
    """The entries that the verdicts (of all readings), flags and reasons of a commitment depend on, itself first.

    Ids that the record does not hold are included: an entry of that id would count if it were added.
    """
    found = dict.fromkeys(_own(record, links, commitment, known_by, every_reading=True, chain=frozenset()))
    for other_id in (*links.in_return(commitment.id), *links.rivals(commitment.id)):
        other = record.commitments.get(other_id)
        found[other_id] = None
        if other is not None:
            found.update(dict.fromkeys(_own(record, links, other, known_by, every_reading=False, chain=frozenset())))
    return tuple(found)


def _own(
    record: Record, links: Links, commitment: Commitment, known_by: int | None, *, every_reading: bool, chain: frozenset[Id]
) -> Iterator[Id]:
    """What the verdict itself depends on, flags apart. A link to it counts only by its own terms, not by its readings."""
    yield from _made(record, commitment.id, known_by)
    for reading in (None, *commitment.readings) if every_reading else (None,):
        terms = terms_of(commitment, reading)
        if terms.indefinite_because:
            continue
        yield from _terms(record, links, commitment, terms, known_by, chain)


def _terms(
    record: Record, links: Links, commitment: Commitment, terms: Terms, known_by: int | None, chain: frozenset[Id]
) -> Iterator[Id]:
    trigger, deadline = terms.trigger, terms.deadline
    if trigger is not None and trigger.event is not None:
        yield trigger.event
    elif trigger is not None and trigger.commitment is not None:
        other = record.commitments.get(trigger.commitment)
        if other is None:
            yield trigger.commitment
        elif other.id not in chain and other.id != commitment.id:
            yield from _own(record, links, other, known_by, every_reading=False, chain=chain | {commitment.id})
    if deadline is not None and deadline.by is None and deadline.after is not None:
        if deadline.after == "in-force":
            yield commitment.instrument
        elif deadline.after not in ("trigger", "made"):
            yield deadline.after
    if terms.effective != "refrain":
        yield from (performance.event for performance in terms.performed_by)
        yield from (through.flow for through in terms.performed_through)
    yield from (act.event for act in terms.breached_by)
    for ended in terms.ended_by:
        if ended.event is not None:
            yield ended.event
        elif ended.commitment is not None:
            yield from _made(record, ended.commitment, known_by)
        elif ended.instrument is not None:
            yield ended.instrument
    for newer in links.newer.get(commitment.id, ()) if terms.endings_inherited else ():
        yield from _made(record, newer, known_by)
    has_due = terms.term_ends is not None or (deadline is not None and (deadline.by or deadline.after) is not None)
    if has_due and terms.effective != "means" and commitment.evidence_claimed and commitment.evidence_complete is None:
        yield MANIFEST


def _made(record: Record, commitment_id: Id, known_by: int | None) -> Iterator[Id]:
    yield commitment_id
    commitment = record.commitments.get(commitment_id)
    if commitment is not None and (commitment.made is None or known_by is not None):
        yield commitment.instrument
