"""Totals that the sources print themselves, held against the sums of their rows."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from torgau.flow.bounds import bounds_in, plus
from torgau.flow.postings import ANEW, Chosen, condition
from torgau.units import parse_unit
from torgau.vocabulary import Id, Record
from torgau.vocabulary.flows import Control


class ControlSum(NamedTuple):
    """A printed total and the bounds of what the rows make: a row that lies only partly in the period may count or not."""

    flow: Id
    control: Control
    low: Fraction
    high: Fraction | None
    matching: int
    rows: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether the printed total is possible, within its tolerance."""
        printed, room = Fraction(self.control.value), Fraction(self.control.tolerance)
        return self.matching > 0 and self.low - room <= printed and (self.high is None or printed <= self.high + room)


def control_sums(record: Record, chosen: Chosen) -> tuple[ControlSum, ...]:
    """Every control of the flows chosen, with the sum of its rows. Rows in a unit that does not convert are left out."""
    flows = [flow for flow in record.flows.values() if not chosen.flows or flow.id in chosen.flows]
    return tuple(_sum(record, flow.id, control) for flow in flows for control in flow.controls)


def _sum(record: Record, flow: Id, control: Control) -> ControlSum:
    wanted = Chosen(
        flows=(flow,),
        routes=(control.route,) if control.route else (),
        commodities=(control.commodity,) if control.commodity else (),
        stages=(control.stage,),
    )
    where, values = condition(wanted)
    inside = touching = "true"
    if control.period is not None:
        lo, hi = control.period.lo, control.period.hi
        day = "DATE '0001-01-01' + ({} - 1)"
        if lo is not None:
            inside, touching = f"first >= {day.format(lo)}", f"last >= {day.format(lo)}"
        if hi is not None:
            inside, touching = f"{inside} AND last <= {day.format(hi)}", f"{touching} AND first <= {day.format(hi)}"
    rows = record.movements.cursor().execute(
        f"""SELECT unit, sum(CASE WHEN {inside} THEN least ELSE least(0, least) END),
            CASE WHEN count(most) = count(*) THEN sum(CASE WHEN {inside} THEN most ELSE greatest(0, most) END) END,
            count(*), min(file || ':' || line)
        FROM movements WHERE {where} AND {ANEW} AND ({touching}) GROUP BY unit ORDER BY unit""",
        values,
    )
    dimension = parse_unit(control.unit).dimension
    parts = [row for row in rows.fetchall() if parse_unit(row[0]).dimension == dimension]
    low, high = plus(*(bounds_in(least, most, unit, control.unit) for unit, least, most, _, _ in parts))
    return ControlSum(flow, control, low, high, sum(number for *_, number, _ in parts), tuple(place for *_, place in parts))
