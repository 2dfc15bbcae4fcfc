"""What a pack declares for the outcome layer, in words: inputs, changes, priors, theatres. No model is run here."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from torgau.record import digits
from torgau.vocabulary import Id, Record
from torgau.vocabulary.common import Entry
from torgau.vocabulary.outcomes import (
    Antecedent,
    Attribution,
    Change,
    Input,
    Model,
    Observed,
    Prior,
    Process,
    Protocol,
    Theatre,
    ValueFunction,
)

MEASURED = {
    "forces": "people under arms",
    "output": "munitions made",
    "income": "national income",
    "burden": "the share of income that goes to war",
    "aid": "aid",
    "bombing": "bombing",
    "capability": "size in the measure of the reference class",
}
"""What each kind of input measures."""

MODEL_UNITS = {
    "forces": "thousand people, mean of the run",
    "burden": "share of income, mean of the run",
    "bombing": "thousand tons over the run",
}
"""Units of inputs that every pack brings into the same one. Others keep that of their series."""

_NINE_IN_TEN = 1.6448536269514722
"""Between minus and plus so many standard deviations lie nine in ten draws from a normal distribution."""


def input_in_words(record: Record, process: Process, given: Input) -> str:
    """What an input measures, of whom, and where: `aid from A to B`, `people under arms of A in the west`."""
    return _meant(
        record, process, kind=given.kind, power=given.power, to=given.to, theatre=given.theatre, on=_side(process, given.on)
    )


def input_unit(record: Record, given: Input) -> str:
    """The unit of an input as the models read it, over a run."""
    if given.kind in MODEL_UNITS:
        return MODEL_UNITS[given.kind]
    times = "" if given.factor == 1 else f", times {given.factor:f}"
    return f"{record.series[given.series].unit}{times}, over the run"


def change_in_words(record: Record, process: Process, change: Change) -> str:
    """What a change does, without its reason: `People under arms of A: 365 days later`."""
    since = f", from {change.since} on" if change.since is not None else ""
    if change.opens is not None or change.never:
        does = "is never opened" if change.never else f"opens on {change.opens}"
        return f"The theatre {_theatre(process, change.theatre)} {does}{since}"
    if change.inputs:
        named = [given for given in process.inputs if given.id in change.inputs]
        meant = "; ".join(dict.fromkeys(input_in_words(record, process, given) for given in named)) or ", ".join(change.inputs)
    else:
        meant = _meant(record, process, kind=change.kind or "", power=change.power, to=change.to, theatre=change.theatre)
    if change.earlier is not None:
        days = abs(change.earlier)
        does = f"{days} day{'' if days == 1 else 's'} {'earlier' if change.earlier > 0 else 'later'}"
    elif change.factor is None:
        does = "nothing said"
    else:
        does = "none" if change.factor == 0 else f"times {digits.text(change.factor)}"
    return f"{meant[:1].upper()}{meant[1:]}: {does}{since}"


def _meant(record: Record, process: Process, *, kind: str, power: Id | None, to: Id | None, theatre: Id, on: str = "") -> str:
    words = MEASURED.get(kind, "all inputs")
    if power is not None:
        words += f" {'from' if kind == 'aid' else 'by' if kind == 'bombing' else 'of'} {_name(record, power)}"
    words += f" to {_name(record, to)}" if to is not None else ""
    words += f" on {on}" if on else ""
    return words + (f" in the theatre {_theatre(process, theatre)}" if theatre else "")


def _name(record: Record, actor: Id) -> str:
    return record.actors[actor].name if actor in record.actors else actor


def _names(record: Record, actors: tuple[Id, ...]) -> str:
    return ", ".join(_name(record, actor) for actor in actors)


def _side(process: Process, side: Id) -> str:
    return next((each.name for each in process.sides if each.id == side), side)


def _theatre(process: Process, theatre: Id) -> str:
    return next((each.name for each in process.theatres if each.id == theatre), theatre)


def prior_range(prior: Prior) -> tuple[Decimal, Decimal]:
    """Between which values the parameter lies in nine of ten draws, in its own unit, to two digits."""
    centre, reach = float(prior.centre), _NINE_IN_TEN * float(prior.spread)
    if prior.family == "normal":
        low, high = centre - reach, centre + reach
    elif prior.family == "lognormal":
        low, high = centre * math.exp(-reach), centre * math.exp(reach)
    else:
        odds = centre / (1 - centre)
        low, high = (each / (1 + each) for each in (odds * math.exp(-reach), odds * math.exp(reach)))
    return digits.rounded(Decimal(repr(low)), 2), digits.rounded(Decimal(repr(high)), 2)


def prior_in_words(prior: Prior) -> str:
    """The parameter, its median and where nine in ten draws lie."""
    low, high = prior_range(prior)
    unit = f" {prior.unit}" if prior.unit else ""
    return f"{digits.text(prior.centre)}{unit}, nine in ten between {digits.text(low)} and {digits.text(high)} ({prior.family})"


def theatre_lines(record: Record, process: Process, theatre: Theatre) -> Iterator[str]:
    """When the sides meet there, along which axes, and what is observed; one line each."""
    until = f" until {theatre.closed}" if theatre.closed is not None else ""
    yield f"{theatre.name}: from {theatre.opened}{until}"
    for axis in theatre.axes:
        more = ", decisive" if axis.decisive else ""
        more += f", until {axis.until}" if axis.until is not None else ""
        yield f"axis {axis.name}: {axis.series}{more}"
    for observed in theatre.observed:
        yield f"{observed_in_words(process, observed)}: {', '.join(observed.series)}"


def observed_in_words(process: Process, observed: Observed) -> str:
    """`losses of the northern side`."""
    return f"{observed.what} of {_side(process, observed.side)}"


def value_in_words(process: Process | None, value: ValueFunction) -> str:
    """What a coalition is worth."""
    where = f", in the theatre {_theatre(process, value.theatre) if process else value.theatre}" if value.theatre else ""
    return f"{value.means}{where}"


def declared_lines(record: Record, entry: Entry, field: str) -> tuple[str, ...]:
    """The lines of a field whose parts only make sense together; nothing for every other field."""
    return tuple(_lines(record, entry, field))


def _lines(record: Record, entry: Entry, field: str) -> Iterator[str]:
    if isinstance(entry, Process):
        yield from _of_process(record, entry, field)
    elif isinstance(entry, Model):
        if field == "priors":
            yield from (f"{prior.parameter}: {prior_in_words(prior)}. {prior.why}" for prior in entry.priors)
        elif field in ("covers", "blind"):
            yield from getattr(entry, field)
    elif isinstance(entry, Antecedent):
        process = record.processes.get(entry.process)
        if field == "changes" and process is not None:
            yield from (f"{change_in_words(record, process, change)}. {change.why}" for change in entry.changes)
        elif field == "held_fixed":
            yield from entry.held_fixed
    elif isinstance(entry, Protocol):
        if field == "origins":
            yield ", ".join(str(origin) for origin in entry.origins)
        elif field == "horizons":
            yield f"{', '.join(str(months) for months in entry.horizons)} months"
        elif field == "window":
            yield f"{digits.text(entry.window)} months"
    elif isinstance(entry, Attribution):
        if field == "values":
            yield from (value_in_words(record.processes.get(entry.process), value) for value in entry.values)
        elif field == "unions":
            yield from (_names(record, union) for union in entry.unions)


def _of_process(record: Record, process: Process, field: str) -> Iterator[str]:
    if field == "step":
        yield f"{process.step} day{'' if process.step == 1 else 's'}"
    elif field == "reach":
        yield f"{digits.text(process.reach)} km"
    elif field == "sides":
        yield from (f"{side.name}: {_names(record, side.powers)}" for side in process.sides)
    elif field == "theatres":
        for theatre in process.theatres:
            yield from theatre_lines(record, process, theatre)
    elif field == "inputs":
        for given in process.inputs:
            times = f", times {digits.text(given.factor)}" if given.factor != 1 else ""
            times += f", until {given.until}" if given.until is not None else ""
            yield f"{input_in_words(record, process, given)}: {given.series}{times}"
