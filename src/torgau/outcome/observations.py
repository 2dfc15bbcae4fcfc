"""Observations: the record's series as the filter and the scores read them, with the ranges and rival sources as error.

Only verified figures are read. The error of a figure is the width of its own range, and at least what the declaration grants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from torgau.outcome.levels import Readings
from torgau.outcome.structures.parts import SIDES
from torgau.outcome.worlds import factor_of, first_day, kilometres_in, last_day, step_of
from torgau.vocabulary.outcomes import Observed, Process, Theatre
from torgau.vocabulary.quantities import Point
from torgau.vocabulary.record import Record

KILOMETRES = 30.0
"""The least error of a front's distance: a named town stands for a line some tens of kilometres wide."""

Z90 = 1.6449
"""A stated range is read as the middle 90% of a normal distribution."""


@dataclass(frozen=True)
class Seen:
    """One figure of the record: of which component, over which days (ordinals, inclusive), its value and the sd of its error.

    Fronts are in km, strengths and losses in the logarithm of thousands of people. `series` is whose figure it is.
    """

    target: str
    component: str
    series: str
    first: int
    last: int
    value: float
    error: float


def seen(record: Record, process: Process) -> tuple[Seen, ...]:
    """All verified figures that the models of a process must reproduce, by their last day."""
    found = [*_fronts(record, process), *_people(record, process)]
    return tuple(sorted(found, key=lambda item: (item.last, item.component, item.first, item.series)))


def usable(point: Point) -> bool:
    """Whether a figure may enter a calibration."""
    return point.verified and point.value is not None


def _fronts(record: Record, process: Process) -> Iterator[Seen]:
    for theatre in process.theatres:
        for axis in theatre.axes:
            unit = kilometres_in(record, axis.series)
            for row in filter(usable, record.points[axis.series]):
                day = last_day(row.end)
                if axis.until is not None and day > last_day(axis.until):
                    continue
                value, error = float(row.value or 0) * unit, max(_half(row) * unit / Z90, KILOMETRES)
                yield Seen("front", f"front {axis.id}", axis.series, first_day(row.start), day, value, error)


def _people(record: Record, process: Process) -> Iterator[Seen]:
    for theatre in process.theatres:
        for item in theatre.observed:
            component = component_of(process, theatre, item)
            for series in item.series:
                unit = factor_of(record, series, "thousand persons")
                for row in filter(usable, record.points[series]):
                    value = float(row.value or 0) * unit
                    if value <= 0:
                        continue
                    relative = _half(row) * unit / value / Z90
                    error = max(relative, float(item.error))
                    yield Seen(item.what, component, series, first_day(row.start), last_day(row.end), float(np.log(value)), error)


def component_of(process: Process, theatre: Theatre, item: Observed) -> str:
    """The component of a model that a declared observation is of."""
    side = [side.id for side in process.sides].index(item.side)
    return f"{item.what} {theatre.id} {SIDES[side]}"


def _half(row: Point) -> float:
    """Half the width of the range that a figure states, 0 where it states none."""
    if row.low is None or row.high is None:
        return 0.0
    return float(row.high - row.low) / 2.0


def readings(
    items: tuple[Seen, ...], process: Process, levels: tuple[str, ...], counted: tuple[str, ...], steps: int, until: int
) -> Readings:
    """The figures up to a day (ordinal, inclusive) as arrays for the filter. Figures of one step are pooled by their
    precision."""
    weight, value = np.zeros((steps, len(levels))), np.zeros((steps, len(levels)))
    lost: dict[tuple[int, int, int], list[Seen]] = {}
    for item in items:
        if item.last > until:
            continue
        if item.component in levels:
            # A strength over a period is read at its middle: an average is not the strength of its last day.
            at, where = step_of(process, (item.first + item.last) // 2), levels.index(item.component)
            if 0 <= at < steps:
                weight[at, where] += item.error**-2
                value[at, where] += item.value * item.error**-2
        elif item.component in counted:
            before, at = counted_in(process, item)
            if 0 <= at < steps:
                lost.setdefault((counted.index(item.component), before, at), []).append(item)
    places = _counts(list(lost))
    width = len(counted) * (1 + max(places.values(), default=0))
    loss, loss_weight, begins = (np.zeros((steps, width)) for _ in range(3))
    for (where, before, at), rows in lost.items():
        column = len(counted) * places[where, before, at] + where
        loss_weight[at, column] = sum(item.error**-2 for item in rows)
        loss[at, column] = sum(in_steps(process, item) * item.error**-2 for item in rows)
        begins[at, column] = 1.0
        if before >= 0:
            begins[before, column] = 1.0
    there, loss_there = weight > 0, loss_weight > 0
    arrays = (
        *(np.where(there, value / np.maximum(weight, 1e-12), 0.0), np.where(there, 1 / np.maximum(weight, 1e-12), 1.0), there),
        *(np.where(loss_there, loss / np.maximum(loss_weight, 1e-12), 0.0),),
        *(np.where(loss_there, 1 / np.maximum(loss_weight, 1e-12), 1.0), loss_there, begins),
        (np.arange(steps) <= step_of(process, until)),
    )
    return Readings(*(array.astype(np.float32) for array in arrays))


def counted_in(process: Process, item: Seen) -> tuple[int, int]:
    """The step after which the losses of a period are counted, and the last one in which they are: whole steps, at least one."""
    at = step_of(process, item.last)
    return min(step_of(process, item.first - 1), at - 1), at


def in_steps(process: Process, item: Seen) -> float:
    """The logarithm of the losses of a period as of the whole steps they are counted in, at one rate by the day."""
    before, at = counted_in(process, item)
    return item.value + float(np.log((at - before) * process.step / (item.last - item.first + 1)))


def _counts(periods: list[tuple[int, int, int]]) -> dict[tuple[int, int, int], int]:
    """For each period (component, step before it, last step) a count, by number, in which no other period overlaps it."""
    found: dict[tuple[int, int, int], int] = {}
    ends: dict[tuple[int, int], int] = {}
    for where, before, at in sorted(periods, key=lambda period: (period[0], period[1], period[2])):
        number = 0
        while ends.get((where, number), before) > before:
            number += 1
        ends[where, number] = at
        found[where, before, at] = number
    return found
