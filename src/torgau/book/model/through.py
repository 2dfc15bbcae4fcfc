"""Promises and the movements that perform them: what a commitment's page and a flow's page say of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from torgau.book.model.context import Context
from torgau.charts.amounts import words
from torgau.charts.arrivals import Promise
from torgau.flow.bounds import plus
from torgau.flow.performance import proofs
from torgau.ledger.promises import Terms, terms_of
from torgau.record.digits import text
from torgau.units import Quantity, UnitError
from torgau.vocabulary import Commitment, Flow, Id
from torgau.vocabulary.commitments import Owed, ThroughFlow

_PLACES = 4


@dataclass(frozen=True)
class Through:
    """Movements of `flow` that perform `commitment` under some of its readings (none named: as the pack reads it, or all).

    `what` says which rows count, `came` how much they prove, in the unit of what is owed; "" where no amount is owed.
    """

    commitment: Id
    flow: Id
    readings: tuple[Id, ...]
    what: str
    period: str
    owed: str
    came: str
    note: str


def throughs(context: Context, commitment: Commitment) -> tuple[Through, ...]:
    """What performs a commitment through flows, each kind of movement and amount owed once, with the readings that say so."""
    found: dict[tuple[ThroughFlow, Owed | None], list[Id]] = {}
    every = (None, *commitment.readings)
    for reading in every:
        terms = terms_of(commitment, reading)
        for through in terms.performed_through:
            found.setdefault((through, terms.owed), []).append("" if reading is None else reading.id)
    return tuple(
        Through(
            commitment=commitment.id,
            flow=through.flow,
            readings=() if "" in readings else tuple(readings),
            what=_what(context, through),
            period=through.period.text if through.period else "",
            owed=f"{text(owed.value)} {owed.unit}" if owed else "",
            came=_came(context, through, owed) if owed else "",
            note=through.note,
        )
        for (through, owed), readings in found.items()
    )


def _what(context: Context, through: ThroughFlow) -> str:
    flow = context.record.flows.get(through.flow)
    names = {each.id: each.name for each in (*flow.routes, *flow.commodities)} if flow else {}
    narrowed = [names.get(word) or context.title(word) for word in (*through.routes, *through.commodities, *through.instruments)]
    return f"{through.stage}: {', '.join(narrowed)}" if narrowed else through.stage


def _came(context: Context, through: ThroughFlow, owed: Owed) -> str:
    try:
        parts = proofs(context.record, through, owed.unit)
    except UnitError:
        return ""
    if not parts:
        return f"no rows ({owed.unit})"
    low, high = plus(*[(Fraction(each.low), None if each.high is None else Fraction(each.high)) for each in parts])
    return f"{words(_outward(low, -1), None if high is None else _outward(high, 1))} {owed.unit}"


def _outward(value: Fraction, way: int) -> Fraction:
    """A converted amount with at most four places, rounded so that the bound stays true."""
    tens = value * 10**_PLACES
    return Fraction(floor(tens) if way < 0 else ceil(tens), 10**_PLACES)


def promises(context: Context, flow: Flow, unit: str) -> tuple[tuple[Promise, ...], int]:
    """What was promised through a flow, as it fell due, in `unit`; and how many promises cannot be drawn with it.

    Readings of one text make bounds. So do promises of the same time and goods, which may be the same promise: no less than the
    largest, no more than their sum.
    """
    due: list[_Due] = []
    left_out = 0
    for commitment in context.record.commitments.values():
        terms = [terms_of(commitment, reading) for reading in (None, *commitment.readings)]
        own = [each for each in terms if any(through.flow == flow.id for through in each.performed_through)]
        found = list(_due(own, flow.id, unit))
        if found:
            due.append(found[0].widened(found[1:]))
        elif own:
            left_out += 1
    return tuple(_bounded(due)), left_out


@dataclass(frozen=True)
class _Due:
    day: int
    low: Fraction
    high: Fraction
    first: int
    through: ThroughFlow

    def widened(self, others: Sequence[_Due]) -> _Due:
        lows, highs = [self.low, *(each.low for each in others)], [self.high, *(each.high for each in others)]
        return _Due(self.day, min(lows), max(highs), self.first, self.through)

    def meets(self, other: _Due) -> bool:
        """Whether both may promise the same movements."""
        mine, its = self.through, other.through
        return (
            mine.stage == its.stage
            and self.first <= other.day
            and other.first <= self.day
            and all(
                not one or not two or set(one) & set(two)
                for one, two in (
                    (mine.routes, its.routes),
                    (mine.commodities, its.commodities),
                    (mine.instruments, its.instruments),
                )
            )
        )


def _due(terms: Sequence[Terms], flow: Id, unit: str) -> Iterator[_Due]:
    for each in terms:
        by = each.deadline.by if each.deadline else None
        for through in each.performed_through:
            last = by.hi if by is not None else through.period.hi if through.period else None
            if through.flow != flow or each.owed is None or last is None:
                continue
            try:
                owed = Quantity.of(each.owed.value, each.owed.unit).to(unit).value
            except UnitError:
                continue
            first = through.period.lo if through.period and through.period.lo is not None else last
            yield _Due(last, owed, owed, min(first, last), through)


def _bounded(due: Sequence[_Due]) -> Iterator[Promise]:
    """One promise for each group of those that may be the same."""
    groups: list[list[_Due]] = []
    for each in due:
        near = [group for group in groups if any(each.meets(other) for other in group)]
        groups = [group for group in groups if group not in near] + [[each, *(other for group in near for other in group)]]
    for group in groups:
        yield Promise(max(each.day for each in group), max(each.low for each in group), sum((e.high for e in group), Fraction(0)))
