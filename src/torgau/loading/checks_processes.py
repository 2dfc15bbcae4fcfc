"""Checks of processes: their two sides, the ids of their parts, and the series that they take from the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from torgau.loading.checking import Context, surely_before
from torgau.loading.problems import Finding, Path, near, quoted
from torgau.units import Unit, measured_in, parse_unit
from torgau.vocabulary.outcomes import Axis, Input, Observed, Process

_PEOPLE, _LENGTH, _WEIGHT = "persons", "km", "kg"
_MEASURED = {"forces": _PEOPLE, "bombing": _WEIGHT}
"""The inputs whose kind says of what dimension they are; output, income, aid and burden are in the pack's own units."""
_WORDS = {_PEOPLE: "people", _LENGTH: "a distance in km", _WEIGHT: "a weight"}
_WANTED = {_PEOPLE: "persons or thousand persons", _LENGTH: "km", _WEIGHT: "long, short or metric tons"}
_MOST = Decimal(10) ** 28
_THOUSAND, _LEAST_SHARE = 1000, 100_000
"""Forces come to thousand persons. A factor may also take a share of them, down to a hundredth."""
_NEARLY = Fraction(1, 200)
"""Factors in a pack are rounded (1.016 metric tons are a long ton), so that two units count as one within half a per cent."""


def sound(number: Decimal) -> bool:
    """Whether a number can be reckoned with: not infinite, not NaN (which refuses to be compared), of at most 28 digits."""
    return number.is_finite() and abs(number) < _MOST and int(number.as_tuple().exponent) >= -28


def powers_of(process: Process) -> tuple[str, ...]:
    """The powers of both sides."""
    return tuple(power for side in process.sides for power in side.powers)


def twice(entry: str, path: Path, ids: Sequence[object], among: str, field: str = "id") -> Iterator[Finding]:
    """What stands twice in a list at `path`; `field` is where in an item it stands (empty: the item itself)."""
    for index, each in enumerate(ids):
        if each in ids[:index]:
            place = (*path, index, field) if field else (*path, index)
            message = f"{quoted(each)} stands twice among the {among} of {quoted(entry)}"
            yield Finding("id-duplicate", entry, place, message, "rename one of them" if field == "id" else "remove one of them")


def unknown(entry: str, path: Path, word: str, process: Process, what: str, known: Iterable[str]) -> Iterator[Finding]:
    """A part that the process does not have; an empty word names none."""
    held = tuple(known)
    if word and word not in held:
        mend = near(word, held) or f"it has {', '.join(held) or 'none'}"
        yield Finding("part-unknown", entry, path, f"the process {quoted(process.id)} has no {what} {quoted(word)}", mend)


def processes_have_two_sides(context: Context) -> Iterator[Finding]:
    """Exactly two sides, each with a power, and no power on both."""
    for process in context.record.processes.values():
        sides = process.sides
        if len(sides) != 2:
            message = f"the process {quoted(process.id)} has {len(sides)} side{'' if len(sides) == 1 else 's'}"
            yield Finding("process-sides", process.id, ("sides",), message, "name exactly two")
        for index, side in enumerate(sides):
            if not side.powers:
                message = f"the side {quoted(side.id)} has no powers"
                yield Finding("process-sides", process.id, ("sides", index, "powers"), message, "name them")
            before = {power for other in sides[:index] for power in other.powers}
            for at, power in enumerate(side.powers):
                if power in before:
                    message = f"{quoted(power)} stands on both sides"
                    path = ("sides", index, "powers", at)
                    yield Finding("process-sides", process.id, path, message, "leave it on one of them")


def parts_of_processes_are_named_once(context: Context) -> Iterator[Finding]:
    """Sides, theatres, axes, inputs and what is observed have ids of their own."""
    for process in context.record.processes.values():
        for field in ("sides", "theatres", "inputs"):
            yield from twice(process.id, (field,), [each.id for each in getattr(process, field)], field)
        for field, among in (("axes", "axes"), ("observed", "observations")):
            seen: set[str] = set()
            for index, theatre in enumerate(process.theatres):
                for at, part in enumerate(getattr(theatre, field)):
                    if part.id in seen:
                        message = f"{quoted(part.id)} stands twice among the {among} of {quoted(process.id)}"
                        path = ("theatres", index, field, at, "id")
                        yield Finding("id-duplicate", process.id, path, message, "rename one of them")
                    seen.add(part.id)


def parts_of_processes_exist(context: Context) -> Iterator[Finding]:
    """Inputs belong to powers of the sides and to theatres that there are; what is observed belongs to a side."""
    for process in context.record.processes.values():
        sides, powers = [each.id for each in process.sides], powers_of(process)
        theatres = [each.id for each in process.theatres]
        for index, given in enumerate(process.inputs):
            path: Path = ("inputs", index)
            for field in ("power", "to"):
                power = getattr(given, field)
                if power in context.record.actors:  # what is no actor at all has been reported
                    yield from unknown(process.id, (*path, field), power, process, "power", powers)
            yield from unknown(process.id, (*path, "theatre"), given.theatre, process, "theatre", theatres)
            yield from unknown(process.id, (*path, "on"), given.on, process, "side", sides)
        for index, theatre in enumerate(process.theatres):
            for at, observed in enumerate(theatre.observed):
                path = ("theatres", index, "observed", at, "side")
                yield from unknown(process.id, path, observed.side, process, "side", sides)


def inputs_say_whom_they_reached(context: Context) -> Iterator[Finding]:
    """Aid has somebody who received it, bombing a side that was bombed."""
    for process in context.record.processes.values():
        for index, given in enumerate(process.inputs):
            for kind, field, means in (("aid", "to", "who received it"), ("bombing", "on", "which side was bombed")):
                if given.kind == kind and not getattr(given, field):
                    message = f"the input {quoted(given.id)} is {kind} and does not say {means}"
                    yield Finding("input-incomplete", process.id, ("inputs", index), message, f"add `{field}`")


def processes_end(context: Context) -> Iterator[Finding]:
    """A process ends after it begins, goes on in whole steps, and has an axis on which it can be decided."""
    for process in context.record.processes.values():
        if not surely_before(process.begins, process.ends):
            message = f"the process ends ({process.ends}) on or before the day on which it begins ({process.begins})"
            yield Finding("date-order", process.id, ("ends",), message, "correct one of the two dates")
        for index, theatre in enumerate(process.theatres):
            if theatre.closed is not None and surely_before(theatre.closed, theatre.opened):
                message = f"the theatre {quoted(theatre.id)} closed ({theatre.closed}) before it opened ({theatre.opened})"
                path: Path = ("theatres", index, "closed")
                yield Finding("date-order", process.id, path, message, "correct one of the two dates")
            for at, axis in enumerate(theatre.axes):
                if axis.until is not None and surely_before(axis.until, theatre.opened):
                    message = f"the axis {quoted(axis.id)} ends ({axis.until}) before its theatre opened ({theatre.opened})"
                    path = ("theatres", index, "axes", at, "until")
                    yield Finding("date-order", process.id, path, message, "correct one of the two dates")
        for index, given in enumerate(process.inputs):
            if given.until is not None and surely_before(given.until, process.begins):
                message = f"the input {quoted(given.id)} ends ({given.until}) before the process begins ({process.begins})"
                path = ("inputs", index, "until")
                yield Finding("date-outside-process", process.id, path, message, "correct the date, or leave the input out")
        if process.step < 1:
            message = f"`step` is {process.step}"
            yield Finding("number-range", process.id, ("step",), message, "a step is one day or more")
        if not any(axis.decisive for theatre in process.theatres for axis in theatre.axes):
            message = f"no axis of {quoted(process.id)} is decisive"
            yield Finding("process-endless", process.id, ("theatres",), message, "write `decisive: true` for one or more axes")


def numbers_of_processes_are_possible(context: Context) -> Iterator[Finding]:
    """The distance that decides is not negative; errors and factors are above 0."""
    for process in context.record.processes.values():
        if not (sound(process.reach) and process.reach >= 0):
            yield Finding("number-range", process.id, ("reach",), f"`reach` is {process.reach}", "it is a distance in km")
    for kind, field in ((Observed, "error"), (Input, "factor")):
        for entry, path, part in context.each(kind):
            number = getattr(part, field)
            if not (sound(number) and number > 0):
                yield Finding("number-range", entry.id, (*path, field), f"`{field}` is {number}", "it is above 0")


def series_of_processes_fit(context: Context) -> Iterator[Finding]:
    """Axes are in kilometres, people are counted as people, and inputs of one kind come to one unit."""
    for entry, path, axis in context.each(Axis):
        yield from _unfit(context, entry.id, (*path, "series"), axis.series, _LENGTH)
    for entry, path, observed in context.each(Observed):
        for index, series in enumerate(observed.series):
            yield from _unfit(context, entry.id, (*path, "series", index), series, _PEOPLE)
    for process in context.record.processes.values():
        bombing: list[tuple[str, Fraction]] = []
        for index, given in enumerate(process.inputs):
            wanted = _MEASURED.get(given.kind)
            if wanted is None or not (sound(given.factor) and given.factor > 0):
                continue
            path = ("inputs", index, "series")
            bad = tuple(_unfit(context, process.id, path, given.series, wanted))
            yield from bad
            unit = _unit(context, given.series)
            if bad or unit is None:
                continue
            size = unit.factor / Fraction(given.factor)
            if given.kind == "forces" and not _THOUSAND <= size <= _LEAST_SHARE:
                message = (
                    f"the input {quoted(given.id)} is in {unit.text}, and times {given.factor} that is not in thousand persons"
                )
                mend = "persons need the factor 0.001; what is more than 1 after that counts nobody"
                yield Finding("series-unit", process.id, path, message, mend)
            elif given.kind == "bombing":
                other, reference = (bombing or [(given.id, size)])[0]
                bombing.append((given.id, size))
                if abs(size / reference - 1) > _NEARLY:
                    message = f"the inputs {quoted(given.id)} and {quoted(other)} are weights of bombs, and their units differ"
                    yield Finding("series-unit", process.id, path, message, "give a `factor` that brings them to one unit")


def _unfit(context: Context, entry: str, path: Path, series: str, wanted: str) -> Iterator[Finding]:
    unit = _unit(context, series)
    if unit is not None and unit.dimension != parse_unit(wanted).dimension:
        message = f"the series {quoted(series)} is in {quoted(unit.text)}, and here {_WORDS[wanted]} is wanted"
        yield Finding(
            "series-unit", entry, path, message.replace("people is", "people are"), f"name a series in {_WANTED[wanted]}"
        )


def _unit(context: Context, series: str) -> Unit | None:
    entry = context.record.series.get(series)
    return measured_in(entry.unit) if entry is not None and entry.unit.split(",")[0].strip() else None


def series_of_processes_are_verified(context: Context) -> Iterator[Finding]:
    """A series that a process takes in has a verified row: unverified data never enter a calibration."""
    used: list[tuple[str, Path, str]] = []
    for entry, path, axis in context.each(Axis):
        used.append((entry.id, (*path, "series"), axis.series))
    for entry, path, observed in context.each(Observed):
        used += [(entry.id, (*path, "series", index), each) for index, each in enumerate(observed.series)]
    for entry, path, given in context.each(Input):
        used.append((entry.id, (*path, "series"), given.series))
    for process, path, series in used:
        points = context.record.points.get(series, ())
        if points and not any(point.verified for point in points):
            message = f"no row of the series {quoted(series)} is verified"
            mend = "verify rows in their source, or leave the series out; unverified data never enter a calibration"
            yield Finding("series-unverified", process, path, message, mend)
