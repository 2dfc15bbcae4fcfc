"""The accounts of the chain: what entered, what left, what stayed. Double entry: nothing appears or vanishes in between."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from torgau.flow.bounds import ZERO, Bounds, amount_in, minus, plus
from torgau.flow.postings import Posting
from torgau.units import parse_unit
from torgau.vocabulary import Id, Record
from torgau.vocabulary.flows import OUTSIDE, STAGES


class Account(NamedTuple):
    """One stage of one scope: what entered and left it, and the balance that stayed."""

    stage: str
    entered: Bounds
    left: Bounds

    @property
    def balance(self) -> tuple[Fraction | None, Fraction | None]:
        """What entered less what left. The bounds of both are taken as independent, so they are safe, if wide."""
        return minus(self.entered, self.left)


class Arc(NamedTuple):
    """What moved from one stage to another: one line of the picture of the chain."""

    source: str
    target: str
    amount: Bounds


class Chain(NamedTuple):
    """The chain of one scope in one unit: its accounts in order and the arcs between them."""

    scope: Id
    unit: str
    accounts: tuple[Account, ...]
    arcs: tuple[Arc, ...]


def chains(record: Record, parts: Iterable[Posting]) -> tuple[Chain, ...]:
    """One chain for each scope and dimension, in the unit that most rows have; other units of the dimension convert exactly."""
    groups: dict[tuple[Id, str], list[Posting]] = {}
    for part in parts:
        groups.setdefault((record.flows[part.flow].scope_id, parse_unit(part.unit).dimension), []).append(part)
    return tuple(chain_of(scope, together) for (scope, _), together in groups.items())


def chain_of(scope: Id, parts: Iterable[Posting]) -> Chain:
    """The chain of postings that share a dimension."""
    parts = tuple(parts)
    sums: dict[tuple[str, str], Bounds] = {}
    rows: dict[str, int] = {}
    for part in parts:
        rows[part.unit] = rows.get(part.unit, 0) + part.rows
    unit = max(rows, key=lambda each: (rows[each], each))
    for part in parts:
        key = (part.from_stage, part.stage)
        sums[key] = plus(sums.get(key, ZERO), amount_in(part, unit))
    stages = ordered({stage for pair in sums for stage in pair if stage != OUTSIDE})
    accounts = [
        Account(
            stage,
            plus(*(amount for (_, to), amount in sums.items() if to == stage)),
            plus(*(amount for (source, _), amount in sums.items() if source == stage)),
        )
        for stage in stages
    ]
    rank = {stage: at for at, stage in enumerate((OUTSIDE, *STAGES))}
    arcs = [Arc(*pair, sums[pair]) for pair in sorted(sums, key=lambda pair: (rank[pair[0]], rank[pair[1]]))]
    return Chain(scope, unit, tuple(accounts), tuple(arcs))


def ordered(stages: Iterable[str]) -> tuple[str, ...]:
    """Stages in the order of the chain."""
    return tuple(stage for stage in STAGES if stage in set(stages))
