"""What had been promised, sent or had arrived by a day: a lower and an upper line, because rows sum up times."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from torgau.dates import FIRST_DAY, LAST_DAY
from torgau.flow.bounds import Bounds
from torgau.flow.postings import ANEW, Chosen, condition
from torgau.units import Quantity, UnitError, parse_unit
from torgau.vocabulary import Record


class Dated(NamedTuple):
    """What rows of one span of days add: the days are ordinals, `least` and `most` bounds, in one unit."""

    first: int
    last: int
    unit: str
    least: Fraction
    most: Fraction | None


class Step(NamedTuple):
    """From the day `day` on, at least `low` and at most `high` had entered the stage."""

    day: int
    low: Fraction
    high: Fraction | None


def dated(record: Record, stage: str, chosen: Chosen | None = None, *, unit: str = "") -> tuple[Dated, ...]:
    """What entered a stage, by the span of days that each row gives. Goods that came back from a side stage are left out.

    In `unit`, or in that of the first row. UnitError, naming both rows, where they do not mix.
    """
    if not record.movements.count:
        return ()
    where, values = condition((chosen or Chosen())._replace(stages=(stage,)))
    day = "datediff('day', DATE '0001-01-01', {}) + 1"
    rows = record.movements.cursor().execute(
        f"""SELECT {day.format("first")}, {day.format("last")}, unit, sum(least),
            CASE WHEN count(most) = count(*) THEN sum(most) END, min(rowid)
        FROM movements WHERE {where} AND {ANEW} GROUP BY ALL ORDER BY ALL""",
        values,
    )
    found: list[Dated] = []
    start: Quantity | None = None
    for first, last, written, least, most, row in rows.fetchall():
        here = Quantity.of(least, written)
        start = start or Quantity(here.value, here.unit, record.movements.place(row))
        wanted = unit or start.unit.text
        if parse_unit(wanted).dimension != here.unit.dimension:
            named = Quantity(here.value, here.unit, record.movements.place(row))
            raise UnitError(Quantity.of(1, unit, "the unit asked for") if unit else start, named)
        most_in = None if most is None else Quantity.of(most, written).to(wanted).value
        span = (FIRST_DAY if first is None else first, LAST_DAY if last is None else last)
        found.append(Dated(*span, wanted, here.to(wanted).value, most_in))
    return tuple(found)


def by_day(rows: tuple[Dated, ...], day: int) -> Bounds:
    """How much had come by the end of a day: all of what was over, and of what was under way anything from nothing to all."""
    low, high, known = Fraction(0), Fraction(0), True
    for each in rows:
        if each.first > day:
            continue
        low += each.least if each.last <= day else min(Fraction(0), each.least)
        if each.most is None:
            known = False
        else:
            high += each.most if each.last <= day else max(Fraction(0), each.most)
    return low, high if known else None


def steps(rows: tuple[Dated, ...]) -> tuple[Step, ...]:
    """The course of both bounds: one step for each day on which one of them changes. It agrees with `by_day` on every day."""
    changes: dict[int, list[tuple[Fraction, Fraction, int]]] = {}
    for each in rows:
        most = each.most or Fraction(0)
        begun = (min(Fraction(0), each.least), max(Fraction(0), most), each.most is None)
        changes.setdefault(each.first, []).append(begun)
        changes.setdefault(each.last, []).append((each.least - begun[0], most - begun[1], 0))
    found: list[Step] = []
    low, high, unknown = Fraction(0), Fraction(0), 0
    for day in sorted(changes):
        for more_low, more_high, more_unknown in changes[day]:
            low, high, unknown = low + more_low, high + more_high, unknown + more_unknown
        step = Step(day, low, None if unknown else high)
        if not found or step[1:] != found[-1][1:]:
            found.append(step)
    return tuple(found)
