"""Worlds: what happens around a process, as arrays over steps, read from the record, and what an antecedent makes of it.

A figure over a period holds in that period and nowhere else: nothing is interpolated, so that a year's figure tells nothing of
the next one. After the last figure the last rate goes on. A world known on a day (`known`) uses only figures whose period had
ended. Only verified figures enter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from torgau.dates import When
from torgau.outcome.structures.parts import Setting
from torgau.units import measured_in
from torgau.vocabulary.outcomes import Antecedent, Change, Input, Process
from torgau.vocabulary.quantities import Point
from torgau.vocabulary.record import Record

YEAR = 365.2425
RATES = ("output", "income", "aid", "bombing")
"""Kinds whose figure is a sum over its period: they enter as a rate by the year."""


@dataclass(frozen=True)
class Given:
    """One input over the steps of a process: `values` in the unit of its kind, `input` says what it is."""

    input: Input
    values: np.ndarray


@dataclass(frozen=True)
class World:
    """All inputs of a process over its steps. Worlds of one process differ in their inputs only."""

    process: Process
    steps: int
    given: tuple[Given, ...]
    opened: Mapping[str, tuple[int, int]]
    """For each theatre the first step in which the sides meet there, and the first in which they no longer do."""
    starts: Mapping[str, float] = field(default_factory=dict)
    """For each axis where its front stands at first (km)."""
    late: Mapping[str, int] = field(default_factory=dict)
    """For each axis how many steps after the opening of its theatre it begins: with its first figure."""
    ends: Mapping[str, int] = field(default_factory=dict)
    """For each axis the first step in which it is no longer followed, where there is one."""

    @cached_property
    def setting(self) -> Setting:
        return setting_of(self.process)

    def arrays(self) -> dict[str, np.ndarray]:
        """What the structures read, steps on the first axis, float32:

        `tied` (theatres, powers) and `free` (powers): thousand people; `output`, `received`, `given`, `income` (powers): by the
        year; `burden` (powers): share; `bombs` (sides); `open` (theatres), `axis open` (axes): 0 or 1; `axis start` (axes): km;
        `season`: 1 at midwinter, -1 at midsummer; `weeks in`: weeks since the beginning.
        """
        setting = self.setting
        powers = {power: at for at, power in enumerate(setting.powers)}
        theatres = {theatre: at for at, theatre in enumerate(setting.theatres)}
        n, t = len(powers), self.steps
        arrays: dict[str, np.ndarray] = {
            name: np.zeros((t, n)) for name in ("free", "output", "received", "given", "income", "burden")
        }
        arrays["tied"] = np.zeros((t, len(theatres), n))
        arrays["bombs"] = np.zeros((t, 2))
        for item in self.given:
            self._add(item, arrays, powers, theatres)
        step = np.arange(t)
        opened = np.zeros((t, len(theatres)))
        for theatre, (first, last) in self.opened.items():
            opened[:, theatres[theatre]] = (step >= first) & (step < last)
        arrays["open"] = opened
        axes = [(axis, theatre) for theatre in self.process.theatres for axis in theatre.axes]
        begin = [self.opened[theatre.id][0] + self.late.get(axis.id, 0) for axis, theatre in axes]
        end = [self.ends.get(axis.id, t) for axis, _ in axes]
        contested = np.stack([opened[:, theatres[theatre.id]] for _, theatre in axes], axis=1)
        arrays["axis open"] = contested * (step[:, None] >= np.array(begin)) * (step[:, None] < np.array(end))
        arrays["axis start"] = np.tile([self.starts.get(axis.id, 0.0) for axis, _ in axes], (t, 1))
        day = begins(self.process) + step * self.process.step
        cold = self.process.midwinter
        arrays["season"] = np.zeros(t) if cold is None else np.cos(2 * np.pi * (day - first_day(cold)) / YEAR)
        arrays["weeks in"] = step * self.process.step / 7.0
        return {name: value.astype(np.float32) for name, value in arrays.items()}

    def _add(self, item: Given, arrays: dict[str, np.ndarray], powers: Mapping[str, int], theatres: Mapping[str, int]) -> None:
        kind, power = item.input.kind, powers[item.input.power]
        if kind == "capability":
            return  # a measure of the outside view (`torgau.outcome.duration`); no structure with a front reads it
        if kind == "forces" and item.input.theatre:
            arrays["tied"][:, theatres[item.input.theatre], power] += item.values
        elif kind == "aid":
            assert item.input.to is not None
            arrays["received"][:, powers[item.input.to]] += item.values
            arrays["given"][:, power] += item.values
        elif kind == "bombing":
            sides = [side.id for side in self.process.sides]
            arrays["bombs"][:, sides.index(item.input.on)] += item.values
        else:
            arrays[{"forces": "free"}.get(kind, kind)][:, power] += item.values


def setting_of(process: Process) -> Setting:
    """The names of a process in a fixed order."""
    return Setting(
        powers=tuple(power for side in process.sides for power in side.powers),
        side_of=tuple(at for at, side in enumerate(process.sides) for _ in side.powers),
        theatres=tuple(theatre.id for theatre in process.theatres),
        axes=tuple(axis.id for theatre in process.theatres for axis in theatre.axes),
        theatre_of=tuple(at for at, theatre in enumerate(process.theatres) for _ in theatre.axes),
        sends=tuple(
            tuple(float(not theatre.powers or power in theatre.powers) for side in process.sides for power in side.powers)
            for theatre in process.theatres
        ),
        step=process.step,
    )


def first_day(when: When) -> int:
    """The first possible day of a date, as an ordinal. Raises ValueError where it has no beginning."""
    if when.start.lo is None:
        raise ValueError(f"{when.text}: a date without a beginning cannot be placed in a run")
    return when.start.lo


def last_day(when: When) -> int:
    """The last possible day of a date, as an ordinal. Raises ValueError where it has no end."""
    if when.end.hi is None:
        raise ValueError(f"{when.text}: a date without an end cannot be placed in a run")
    return when.end.hi


def begins(process: Process) -> int:
    """The first day of a process, as an ordinal."""
    return first_day(process.begins)


def step_of(process: Process, day: int) -> int:
    """The step that a day falls in, counted from 0."""
    return (day - begins(process)) // process.step


def day_of(process: Process, step: int) -> int:
    """The last day of a step, as an ordinal."""
    return begins(process) + (step + 1) * process.step - 1


def world_of(record: Record, process: Process, steps: int, *, known: int | None = None) -> World:
    """The world as recorded over `steps` steps; with `known` (an ordinal) only what was known on that day, carried on."""
    given = tuple(Given(item, values_of(record.points[item.series], item, process, steps, known)) for item in process.inputs)
    opened = {}
    for theatre in process.theatres:
        first, last = first_day(theatre.opened), last_day(theatre.closed) if theatre.closed else None
        if known is not None and first > known:
            opened[theatre.id] = (steps, steps)
            continue
        closed = last is not None and (known is None or last <= known)
        opened[theatre.id] = (max(step_of(process, first), 0), step_of(process, last) if closed and last is not None else steps)
    found, late, ends = axes_of(record, process, steps, known)
    return World(process, steps, given, opened, found, late, ends)


def kilometres_in(record: Record, series: str) -> float:
    """The kilometres in the unit of a series of distances. ValueError where it is none (the check of a pack finds it first)."""
    return factor_of(record, series, "km")


def factor_of(record: Record, series: str, wanted: str) -> float:
    """By what the figures of a series are multiplied to be in a unit. ValueError where they measure something else."""
    unit, other = measured_in(record.series[series].unit), measured_in(wanted)
    if unit.dimension != other.dimension:
        raise ValueError(f"the series {series} is in {unit.text}, which is not a number of {wanted}")
    return float(unit.factor / other.factor)


def axes_of(
    record: Record, process: Process, steps: int, known: int | None
) -> tuple[dict[str, float], dict[str, int], dict[str, int]]:
    """For each axis where its front stands at first (km), how many steps after its theatre it begins, and where it ends.

    The front at first is the last verified figure by the day on which the sides meet there, else the first one after: then the
    axis begins with that figure, and in a world known on an earlier day not at all.
    """
    start, late, ends = {}, {}, {}
    for theatre in process.theatres:
        day = max(first_day(theatre.opened), begins(process))
        for axis in theatre.axes:
            unit = kilometres_in(record, axis.series)
            rows = sorted(
                (last_day(row.end), float(row.value) * unit)
                for row in record.points[axis.series]
                if row.verified and row.value is not None
            )
            if not rows:
                continue
            before = [value for at, value in rows if at <= day]
            start[axis.id] = before[-1] if before else rows[0][1]
            first = day if before else rows[0][0]
            late[axis.id] = steps if known is not None and first > known else step_of(process, first) - step_of(process, day)
            if axis.until is not None and (known is None or last_day(axis.until) <= known):
                ends[axis.id] = step_of(process, last_day(axis.until))
    return start, late, ends


def values_of(points: Iterable[Point], item: Input, process: Process, steps: int, known: int | None) -> np.ndarray:
    """One input at the middle of each step: what its period says, else the last before it, else 0 (rates: else what came
    last). A day lasts from its number to the next one."""
    rows = sorted(
        (row for row in points if row.verified and row.value is not None and (known is None or last_day(row.end) <= known)),
        key=lambda row: (first_day(row.start), last_day(row.end)),
    )
    values, since = np.zeros(steps), np.full(steps, -np.inf)
    # What counts are forces on the last day of a step, when a theatre that opened in it is open; of rates and shares, its middle.
    moment = process.step - 0.5 if item.kind == "forces" else process.step / 2.0
    moments = begins(process) + np.arange(steps) * process.step + moment
    scaled = []
    for row in rows:
        assert row.value is not None
        first, last = first_day(row.start), last_day(row.end)
        value = float(row.value) * float(item.factor)
        scaled.append((first, last, value * YEAR / (last - first + 1) if item.kind in RATES else value))
    for _, last, value in sorted(scaled, key=lambda row: row[1]):
        values[moments >= last + 1] = value
    # A period that holds goes before one that is over, and of two that hold the one that began last.
    for first, last, value in scaled:
        held = (moments >= first) & (moments < last + 1) & (first >= since)
        values[held], since[held] = value, first
    if item.until is not None and (known is None or last_day(item.until) <= known):
        values[moments >= last_day(item.until) + 1] = 0.0
    return values


def changed(world: World, antecedent: Antecedent, changes: Sequence[Change] | None = None) -> World:
    """The world under an antecedent: its changes, one after the other; what they do not name stays as it was."""
    for change in antecedent.changes if changes is None else changes:
        since = first_day(change.since) if change.since else first_day(antecedent.date)
        world = _change(world, change, max(step_of(world.process, since), 0))
    return world


def without(world: World, power: str, since: int) -> World:
    """The world in which a power takes no part from a day (ordinal) on: all that is its own is 0."""
    step = max(step_of(world.process, since), 0)
    given = tuple(_scaled(item, 0.0, step) if item.input.power == power else item for item in world.given)
    return replace(world, given=given)


def _change(world: World, change: Change, step: int) -> World:
    if change.opens is not None or change.never:
        first, last = world.opened[change.theatre]
        moved = world.steps if change.opens is None else max(step_of(world.process, first_day(change.opens)), 0)
        opened = {**world.opened, change.theatre: (moved, world.steps if change.never else last)}
        # The forces of the theatre come with it: they stand there from its new first day as they did from the old one.
        shift = 0 if change.never else first - moved
        given = tuple(_shifted(item, shift, 0) if item.input.theatre == change.theatre else item for item in world.given)
        return replace(world, opened=opened, given=given)
    return replace(world, given=tuple(_apply(item, change, step, world.process) for item in world.given))


def _apply(item: Given, change: Change, step: int, process: Process) -> Given:
    if not change.meets(item.input):
        return item
    if change.factor is not None:
        return _scaled(item, float(change.factor), step)
    if change.earlier is not None:
        return _shifted(item, round(change.earlier / process.step), step)
    return item


def _scaled(item: Given, factor: float, step: int) -> Given:
    values = item.values.copy()
    values[step:] *= factor
    return Given(item.input, values)


def _shifted(item: Given, steps: int, since: int) -> Given:
    """The input moved by `steps` towards the past (to the future where negative); what is moved in from the edge is its edge."""
    at = np.arange(len(item.values))
    source = at + steps
    moved = item.values[np.clip(source, 0, len(at) - 1)]
    if steps < 0:
        # What would have come after `since` comes later; until then it stays as it was on that day.
        moved = np.where(source < since, item.values[max(since - 1, 0)] if since else 0.0, moved)
    values = np.where(at >= since, moved, item.values)
    return Given(item.input, values)
