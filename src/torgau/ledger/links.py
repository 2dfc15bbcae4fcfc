"""Links between commitments, in both directions: promises given in return, rivals that cannot both be kept, later promises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from torgau.vocabulary import Id, Record


class InReturn(NamedTuple):
    """The other side of an exchange. `claimed` marks a link that is somebody's (`by`) interpretation, not in the text."""

    other: Id
    claimed: bool
    by: str


class Links:
    """The links of a record. A link written on one side holds for both: an exchange has two sides, and so has a conflict."""

    def __init__(self, record: Record) -> None:
        self.newer: Mapping[Id, tuple[Id, ...]] = {}
        self._in_return: dict[Id, dict[Id, InReturn]] = {}
        self._rivals: dict[Id, dict[Id, None]] = {}
        newer: dict[Id, list[Id]] = {}
        for commitment in record.commitments.values():
            for older in commitment.supersedes:
                if older != commitment.id:
                    newer.setdefault(older, []).append(commitment.id)
            for link in commitment.reciprocal:
                self._exchange(commitment.id, link.commitment, link.basis == "claimed", link.by)
                self._exchange(link.commitment, commitment.id, link.basis == "claimed", link.by)
            for rival in commitment.conflicts:
                if rival != commitment.id:
                    self._rivals.setdefault(commitment.id, {})[rival] = None
                    self._rivals.setdefault(rival, {})[commitment.id] = None
        self.newer = {older: tuple(sorted(ids)) for older, ids in newer.items()}

    def _exchange(self, one: Id, other: Id, claimed: bool, by: str) -> None:
        if one == other:
            return
        held = self._in_return.setdefault(one, {})
        if other not in held or (held[other].claimed and not claimed):
            held[other] = InReturn(other, claimed, by)

    def in_return(self, commitment_id: Id) -> Mapping[Id, InReturn]:
        """The promises given in return for this one. A link in the text outweighs one that is claimed."""
        return self._in_return.get(commitment_id, {})

    def rivals(self, commitment_id: Id) -> tuple[Id, ...]:
        """The commitments declared to conflict with this one, sorted."""
        return tuple(sorted(self._rivals.get(commitment_id, ())))
