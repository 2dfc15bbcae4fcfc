"""Checks of links between commitments, and between instruments: what supersedes, answers or contradicts what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from torgau.dates import When
from torgau.loading.checking import Context, cycles, surely_before
from torgau.loading.problems import Finding, quoted
from torgau.vocabulary import Commitment, Record


def nothing_supersedes_itself(context: Context) -> Iterator[Finding]:
    """No chain of supersession comes back to where it began."""
    for kind in ("commitments", "instruments"):
        for cycle in cycles(_superseded(context.record, kind)):
            chain = " -> ".join((*cycle, cycle[0]))
            mend = "the later one supersedes the earlier one, never the other way round"
            yield Finding("supersession-cycle", cycle[0], ("supersedes",), f"each of these supersedes the next: {chain}", mend)


def _superseded(record: Record, kind: str) -> Mapping[str, set[str]]:
    """From each entry to those that it supersedes, by its own word or by theirs."""
    edges = {each.id: set(each.supersedes) for each in getattr(record, kind).values()}
    if kind == "commitments":
        for each in record.commitments.values():
            for ending in each.ended_by:
                if ending.how == "superseded" and ending.commitment:
                    edges.setdefault(ending.commitment, set()).add(each.id)
    return edges


def supersession_is_said_on_both_sides(context: Context) -> Iterator[Finding]:
    """Where one commitment supersedes another, that one is `ended_by` it; and the later one was made later."""
    commitments = context.record.commitments
    for new in commitments.values():
        for index, old_id in enumerate(new.supersedes):
            old = commitments.get(old_id)
            if old is None:
                continue
            if not any(ending.how == "superseded" and ending.commitment in (new.id, None) for ending in old.ended_by):
                message = f"{quoted(new.id)} supersedes {quoted(old.id)}, which does not say so"
                mend = f"add to {old.id}: `ended_by: [{{how: superseded, commitment: {new.id}}}]`"
                yield Finding("supersession-one-sided", new.id, ("supersedes", index), message, mend)
            made_old, made_new = _made(context.record, old), _made(context.record, new)
            if made_old is not None and made_new is not None and surely_before(made_new, made_old):
                message = f"{quoted(new.id)} ({made_new}) supersedes {quoted(old.id)}, which was made later ({made_old})"
                mend = "turn the link round, or correct a date"
                yield Finding("supersession-order", new.id, ("supersedes", index), message, mend)
    for old in commitments.values():
        for index, ending in enumerate(old.ended_by):
            successor = commitments.get(ending.commitment or "")
            if ending.how == "superseded" and successor is not None and old.id not in successor.supersedes:
                message = f"{quoted(old.id)} is superseded by {quoted(successor.id)}, which does not say so"
                mend = f"add to {successor.id}: `supersedes: [{old.id}]`"
                yield Finding("supersession-one-sided", old.id, ("ended_by", index), message, mend)


def _made(record: Record, each: Commitment) -> When | None:
    instrument = record.instruments.get(each.instrument)
    return each.made or (instrument.signed if instrument is not None else None)


def reciprocal_promises_are_mutual(context: Context) -> Iterator[Finding]:
    """A promise given in return names the other one, too."""
    commitments = context.record.commitments
    for each in commitments.values():
        for index, link in enumerate(each.reciprocal):
            other = commitments.get(link.commitment)
            if other is not None and all(back.commitment != each.id for back in other.reciprocal):
                message = f"{quoted(each.id)} is given in return for {quoted(other.id)}, which does not say so"
                mend = f"add to {other.id}: `reciprocal: [{{commitment: {each.id}}}]`"
                yield Finding("reciprocal-one-sided", each.id, ("reciprocal", index), message, mend)


def conflicts_are_mutual(context: Context) -> Iterator[Finding]:
    """Two commitments that cannot both be kept name each other; none is in conflict with itself."""
    commitments = context.record.commitments
    for each in commitments.values():
        for index, other_id in enumerate(each.conflicts):
            other = commitments.get(other_id)
            if other is not None and (each.id not in other.conflicts or other is each):
                message = f"{quoted(each.id)} is in conflict with {quoted(other_id)}, which does not say so"
                mend = f"add to {other_id}: `conflicts: [{each.id}]`"
                if other is each:
                    message, mend = f"{quoted(each.id)} is in conflict with itself", "name the other commitment"
                yield Finding("conflict-one-sided", each.id, ("conflicts", index), message, mend)
