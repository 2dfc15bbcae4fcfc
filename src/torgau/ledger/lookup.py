"""Asking the ledger: one verdict, many verdicts on a day, many days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from torgau.ledger.pages import CommitmentVerdict, Ledger
from torgau.record.groups import members_of
from torgau.vocabulary import Commitment, Id, Record

KEPT_RECORDS = 4
"""For how many records their ledgers are kept; a ledger holds its record, so that nothing else can say when to let go."""

_LEDGERS: dict[int, tuple[Record, dict[int | None, Ledger]]] = {}


def ledger_of(record: Record, known_by: int | None = None) -> Ledger:
    """The ledger of a record, built once and kept while the record is among the last that were asked."""
    kept = _LEDGERS.pop(id(record), None) or (record, {})
    _LEDGERS[id(record)] = kept
    while len(_LEDGERS) > KEPT_RECORDS:
        _LEDGERS.pop(next(iter(_LEDGERS)))
    ledgers = kept[1]
    if known_by not in ledgers:
        ledgers[known_by] = Ledger(record, known_by)
    return ledgers[known_by]


def verdict(record: Record, commitment_id: Id, on: int, known_by: int | None = None) -> CommitmentVerdict:
    """The verdicts on a commitment on a day, one for each reading. KeyError where the record has none of that id."""
    return ledger_of(record, known_by).verdict(commitment_id, on)


def ledger(
    record: Record,
    on: int,
    known_by: int | None = None,
    *,
    debtor: Id | None = None,
    creditor: Id | None = None,
    instrument: Id | None = None,
    verdict: str | None = None,
    tags: Sequence[str] = (),
) -> tuple[CommitmentVerdict, ...]:
    """The verdicts on every commitment that passes all filters, in the order of the pack.

    An actor is found as itself and as a member of a group that promises or is promised. `verdict` is the verdict by the own terms
    of a commitment.
    """
    found = ledger_of(record, known_by)
    shown = (found.verdict(commitment.id, on) for commitment in select(record, debtor, creditor, instrument, tags))
    return tuple(item for item in shown if verdict is None or verdict == item.verdict)


def select(
    record: Record, debtor: Id | None = None, creditor: Id | None = None, instrument: Id | None = None, tags: Sequence[str] = ()
) -> Iterator[Commitment]:
    """The commitments that pass every filter given, in the order of the pack."""
    members: dict[Id, frozenset[Id]] = {}

    def has(side: Sequence[Id], actor: Id) -> bool:
        for one in side:
            if one not in members:
                members[one] = members_of(record, one)
        return any(actor in members[one] for one in side)

    for commitment in record.commitments.values():
        if debtor is not None and not has(commitment.debtors, debtor):
            continue
        if creditor is not None and not has(commitment.creditors, creditor):
            continue
        if instrument is not None and commitment.instrument != instrument:
            continue
        if all(tag in commitment.tags for tag in tags):
            yield commitment


class History(NamedTuple):
    """The verdicts on one commitment by its own terms, on each of the days asked about."""

    id: Id
    verdicts: tuple[str, ...]


def over(
    record: Record, days: Sequence[int], commitments: Iterable[Id] | None = None, known_by: int | None = None
) -> Iterator[History]:
    """The verdicts on commitments (all, where none are named) on many days, which must be sorted."""
    found = ledger_of(record, known_by)
    for commitment_id in record.commitments if commitments is None else commitments:
        yield History(commitment_id, found.over(commitment_id, days))
