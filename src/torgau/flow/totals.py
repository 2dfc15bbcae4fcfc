"""Totals of a stage, as bounds where something may count twice or was not found. Stages, scopes and units are never added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from torgau.flow.bounds import amount_in, plus
from torgau.flow.postings import Chosen, Posting, postings
from torgau.units import Quantity, UnitError, parse_unit
from torgau.units.quantity import exact_text
from torgau.vocabulary import Flow, Id, Record
from torgau.vocabulary.flows import SIDE_STAGES, STAGES


class Total(NamedTuple):
    """What entered one stage, in one scope and unit, under one set of keys.

    `low` and `high` are equal where nothing is in doubt; `high` is None where nothing bounds it above (not found, or
    "more than"). `again` says that the goods came back from a side stage (diverted goods that were shipped again): they are told
    apart, not added.
    """

    scope: Id
    keys: Mapping[str, str]
    stage: str
    again: bool
    unit: str
    low: Fraction
    high: Fraction | None
    rows: int
    unknown: int
    doubtful: int
    unverified: int
    row: int

    @property
    def value(self) -> Fraction | None:
        """The total where there is only one; None where there are only bounds."""
        return self.low if self.low == self.high else None

    def to_builtins(self) -> dict[str, object]:
        """As the contract has it: the keys, `stage`, `value` (a decimal string, or None beside bounds), `unit`."""
        return {
            "scope": self.scope,
            **self.keys,
            "stage": self.stage,
            "again": self.again,
            "value": None if self.value is None else exact_text(self.value),
            "low": exact_text(self.low),
            "high": None if self.high is None else exact_text(self.high),
            "unit": self.unit,
            "rows": self.rows,
            "not_found": self.unknown,
            "doubtful": self.doubtful,
            "unverified": self.unverified,
        }


def totals(record: Record, by: Sequence[str] = (), chosen: Chosen | None = None, *, unit: str = "") -> tuple[Total, ...]:
    """Totals by scope, keys, stage and unit; in `unit` where one is asked for.

    Flows of one scope are added; where they overlap, the total lies between the largest of them and their sum. UnitError where a
    quantity does not convert to `unit`; it names both rows.
    """
    return fold(record, by, postings(record, by, chosen), unit=unit)


def fold(record: Record, by: Sequence[str], parts: Iterable[Posting], *, unit: str = "") -> tuple[Total, ...]:
    """Totals from postings that have been read already."""
    groups: dict[tuple[Id, tuple[str, ...], str, bool, str], dict[Id, list[Posting]]] = {}
    first: Posting | None = None
    for part in parts:
        wanted = part.unit
        if unit:
            first = first or part
            _must_convert(record, first, part, unit)
            wanted = unit
        scope = record.flows[part.flow].scope_id
        group = (scope, part.keys, part.stage, part.from_stage in SIDE_STAGES, wanted)
        groups.setdefault(group, {}).setdefault(part.flow, []).append(part)
    found = [_total(record, by, group, flows) for group, flows in groups.items()]
    order = {stage: at for at, stage in enumerate(STAGES)}
    return tuple(sorted(found, key=lambda t: (t.scope, tuple(t.keys.values()), order[t.stage], t.again, t.unit)))


def _total(
    record: Record, by: Sequence[str], group: tuple[Id, tuple[str, ...], str, bool, str], flows: Mapping[Id, Sequence[Posting]]
) -> Total:
    scope, keys, stage, again, unit = group
    spans = {flow: plus(*(amount_in(part, unit) for part in parts)) for flow, parts in flows.items()}
    together = clusters([record.flows[flow] for flow in spans])
    # What overlaps may be the same aid: no less than any one account says, no more than all of them together.
    low = sum((max(spans[flow][0] for flow in cluster) for cluster in together), Fraction(0))
    _, high = plus(*spans.values())
    every = [part for parts in flows.values() for part in parts]
    return Total(
        scope,
        dict(zip(by, keys, strict=True)),
        stage,
        again,
        unit,
        low,
        high,
        rows=sum(part.rows for part in every),
        unknown=sum(part.unknown for part in every),
        doubtful=sum(part.doubtful for part in every),
        unverified=sum(part.unverified for part in every),
        row=min(part.row for part in every),
    )


def _must_convert(record: Record, first: Posting, part: Posting, unit: str) -> None:
    wanted = parse_unit(unit)
    if parse_unit(part.unit).dimension == wanted.dimension:
        return
    this = Quantity.of(part.least, part.unit, record.movements.place(part.row))
    if parse_unit(first.unit).dimension != parse_unit(part.unit).dimension:
        raise UnitError(Quantity.of(first.least, first.unit, record.movements.place(first.row)), this)
    raise UnitError(this, Quantity.of(1, unit, "the unit asked for"))


def clusters(flows: Sequence[Flow]) -> list[tuple[Id, ...]]:
    """The flows in groups that hang together by `overlaps`, in either direction."""
    group = {flow.id: flow.id for flow in flows}

    def head(flow: Id) -> Id:
        while group[flow] != flow:
            flow = group[flow]
        return flow

    for flow in flows:
        for other in flow.overlaps:
            if other in group:
                group[head(flow.id)] = head(other)
    together: dict[Id, list[Id]] = {}
    for flow in flows:
        together.setdefault(head(flow.id), []).append(flow.id)
    return [tuple(members) for members in together.values()]
