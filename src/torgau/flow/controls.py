"""Totals that the sources print themselves, held against the sums of their rows."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from torgau.flow.postings import Chosen, condition
from torgau.units import Quantity, parse_unit
from torgau.vocabulary import Id, Record
from torgau.vocabulary.flows import SIDE_STAGES, Control


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
    inside, touching = "true", "true"
    if control.period is not None:
        lo, hi = control.period.lo, control.period.hi
        day = "DATE '0001-01-01' + ({} - 1)"
        inside = " AND ".join(
            [f"first >= {day.format(lo)}"] * (lo is not None) + [f"last <= {day.format(hi)}"] * (hi is not None)
        )
        touching = " AND ".join(
            [f"last >= {day.format(lo)}"] * (lo is not None) + [f"first <= {day.format(hi)}"] * (hi is not None)
        )
    sides = ", ".join(f"'{each}'" for each in SIDE_STAGES)
    rows = record.movements.cursor().execute(
        f"""SELECT unit, sum(CASE WHEN {inside or "true"} THEN least ELSE least(0, least) END),
            CASE WHEN count(most) = count(*) THEN sum(CASE WHEN {inside or "true"} THEN most ELSE greatest(0, most) END) END,
            count(*), min(file || ':' || line)
        FROM movements WHERE {where} AND from_stage NOT IN ({sides}) AND ({touching or "true"}) GROUP BY unit ORDER BY unit""",
        values,
    )
    low, high, known, count, places = Fraction(0), Fraction(0), True, 0, []
    for unit, least, most, number, place in rows.fetchall():
        if parse_unit(unit).dimension != parse_unit(control.unit).dimension:
            continue
        low += Quantity.of(least, unit).to(control.unit).value
        known = known and most is not None
        high += Quantity.of(most, unit).to(control.unit).value if most is not None else 0
        count += number
        places.append(place)
    return ControlSum(flow, control, low, high if known else None, count, tuple(places))
