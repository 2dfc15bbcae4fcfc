"""Checks of numbers: each has a unit, a source and a scope, and its bounds are in order."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from torgau.loading.checking import Context
from torgau.loading.problems import Finding, Path, near, quoted
from torgau.vocabulary import Amount, Estimate, Figure, Place, Series
from torgau.vocabulary.claims import QuantityIs
from torgau.vocabulary.commitments import Deadline, Owed, Performance
from torgau.vocabulary.questions import CompareStep, EstimateStep

_RANGED: tuple[type[Any], ...] = (Amount, Performance, Figure, QuantityIs)
_MEASURED: tuple[type[Any], ...] = (Amount, Owed, Figure, QuantityIs, Series)
_FIGURED: tuple[type[Any], ...] = (Amount, Figure, QuantityIs)
_MOST = Decimal(10) ** 28


def numbers_are_in_order(context: Context) -> Iterator[Finding]:
    """Low is not above high, and the value lies between them."""
    for kind in _RANGED:
        for entry, path, each in context.each(kind):
            yield from _in_order(entry.id, path, each)
    for series, points in context.record.points.items():
        for index, point in enumerate(points):
            yield from _in_order(series, ("points", index), point)


def _in_order(entry: str, path: Path, each: Any) -> Iterator[Finding]:
    for name in ("value", "low", "high"):
        number = getattr(each, name)
        if number is not None and not _sound(number):
            yield Finding("number-range", entry, (*path, name), f"`{name}` is {number}", "give a number of at most 28 digits")
            return
    low, high, value = each.low, each.high, each.value
    mend = "`low` is the lowest and `high` the highest value that the source allows"
    if low is not None and high is not None and low > high:
        yield Finding("number-range", entry, (*path, "low"), f"`low` ({low}) is above `high` ({high})", mend)
    elif value is not None and ((low is not None and value < low) or (high is not None and value > high)):
        message = f"`value` ({value}) is not between `low` ({low}) and `high` ({high})"
        yield Finding("number-range", entry, (*path, "value"), message, mend)


def _sound(number: Decimal) -> bool:
    return number.is_finite() and abs(number) < _MOST and int(number.as_tuple().exponent) >= -28


def other_numbers_are_possible(context: Context) -> Iterator[Finding]:
    """Shares are between 0 and 1, durations are not negative, places are on the globe."""
    for entry, path, owed in context.each(Owed):
        if not _sound(owed.value):
            message = f"`value` is {owed.value}"
            yield Finding("number-range", entry.id, (*path, "value"), message, "give a number of at most 28 digits")
        if not (_sound(owed.tolerance) and 0 <= owed.tolerance <= 1):
            message = f"the tolerance {owed.tolerance} is no share"
            yield Finding("number-range", entry.id, (*path, "tolerance"), message, "write 0.02 for two per cent")
    for entry, path, deadline in context.each(Deadline):
        for name in ("months", "weeks", "days"):
            size = getattr(deadline, name)
            if not 0 <= size < 100_000:
                yield Finding(
                    "number-range", entry.id, (*path, name), f"`{name}` is {size}", "durations count forward from `after`"
                )
    for _, _, place in context.each(Place):
        for name, most in (("lat", 90), ("lon", 180)):
            degrees = getattr(place, name)
            if degrees is not None and not -most <= degrees <= most:
                message = f"`{name}` is {degrees} degrees"
                yield Finding(
                    "number-range", place.id, (name,), message, f"it lies between -{most} and {most}, north and east positive"
                )
        if (place.lat is None) != (place.lon is None):
            message = f"the place {quoted(place.id)} has only one of `lat` and `lon`"
            yield Finding("number-missing", place.id, (), message, "give both or neither")
    margins = context.record.manifest.torgau.approximate_margins
    for name in ("day", "month", "year"):
        if not 0 <= getattr(margins, name) < 100_000:
            message = f"the margin `{name}` is {getattr(margins, name)} days"
            yield Finding(
                "number-range", "", ("torgau", "approximate_margins", name), message, "a margin is a number of days from 0"
            )


def figures_have_values(context: Context) -> Iterator[Finding]:
    """A figure says a value, or at least one bound."""
    for kind in _FIGURED:
        for entry, path, each in context.each(kind):
            if each.value is None and each.low is None and each.high is None:
                yield Finding("number-missing", entry.id, path, "there is no number in it", "give `value`, or `low` and `high`")


def numbers_have_units(context: Context) -> Iterator[Finding]:
    """No quantity without its unit."""
    for kind in _MEASURED:
        for entry, path, each in context.each(kind):
            if not each.unit.strip():
                mend = "name the unit: `long-tons`, `USD-1945`, `persons`"
                yield Finding("number-without-unit", entry.id, (*path, "unit"), "the unit is empty", mend)
    for each in context.record.commitments.values():
        counted = [("owed",)] if each.owed else [("readings", i) for i, reading in enumerate(each.readings) if reading.owed]
        for index, performance in enumerate(each.performed_by):
            if not counted and (performance.value, performance.low, performance.high) != (None, None, None):
                message = f"{quoted(each.id)} is performed by a quantity, but `owed` does not say of what"
                path = ("performed_by", index)
                yield Finding(
                    "number-without-unit", each.id, path, message, "add `owed` with value and unit, or leave the number out"
                )


def numbers_have_sources(context: Context) -> Iterator[Finding]:
    """No quantity without a source: of its own, or of the entry in which it stands."""
    mend = "add the source and the place in it"
    for entry, path, figure in context.each(Figure):
        if not figure.source:
            yield Finding(
                "number-without-source", entry.id, (*path, "source"), f"the figure {quoted(figure.id)} has no source", mend
            )
    for series, points in context.record.points.items():
        for index, point in enumerate(points):
            if not point.source:
                yield Finding("number-without-source", series, ("points", index), "the row has no source", mend)
    for held, rows in context.record.class_rows.items():
        for index, row in enumerate(rows):
            if not row.source:
                yield Finding("number-without-source", held, ("rows", index), "the row has no source", mend)
    for event, path, _ in context.each(Amount):
        if not event.sources:
            yield Finding(
                "number-without-source", event.id, path, f"{quoted(event.id)} gives a quantity and cites no source", mend
            )
    for event in context.record.events.values():
        for index, vote in enumerate(event.votes):
            if not vote.sources and not event.sources:
                yield Finding("number-without-source", event.id, ("votes", index), "the vote has no source", mend)
    for commitment in context.record.commitments.values():
        if commitment.owed is not None and not commitment.sources:
            message = f"{quoted(commitment.id)} says how much is owed and cites no source"
            yield Finding("number-without-source", commitment.id, ("owed",), message, mend)


def facts_have_sources(context: Context) -> Iterator[Finding]:
    """Events, statuses, offices, instruments and commitments say who says so."""
    record = context.record
    numbered = {entry.id for entry, _, _ in context.each(Amount)} | {each.id for each in record.commitments.values() if each.owed}
    numbered |= {each.id for each in record.events.values() if each.votes}
    for facts in (record.events, record.statuses, record.offices, record.instruments, record.commitments):
        for entry in facts.values():
            if not entry.sources and entry.id not in numbered:
                mend = "add `sources` with source, locator and `verified`"
                yield Finding("fact-without-source", entry.id, (), f"{quoted(entry.id)} cites no source", mend)


def scopes_are_declared(context: Context) -> Iterator[Finding]:
    """A scope is declared in the estimate that uses it."""
    record = context.record
    everywhere = {scope.id for estimate in record.estimates.values() for scope in estimate.scopes}
    for estimate in record.estimates.values():
        declared = {scope.id for scope in estimate.scopes}
        if estimate.default_scope:
            yield from _declared(estimate.id, ("default_scope",), estimate.default_scope, declared, estimate)
        for index, figure in enumerate(estimate.figures):
            yield from _declared(estimate.id, ("figures", index, "scope"), figure.scope, declared, estimate)
        for index, scope in enumerate(estimate.scopes):
            for inner, included in enumerate(scope.includes):
                yield from _declared(estimate.id, ("scopes", index, "includes", inner), included, everywhere, estimate)
    for entry, path, statement in context.each(QuantityIs):
        if statement.scope:
            yield from _used(context, entry.id, (*path, "scope"), statement.scope, [statement.estimate])
    for entry, path, step in context.each(EstimateStep):
        for index, used in enumerate(step.scopes):
            yield from _used(context, entry.id, (*path, "scopes", index), used, [step.estimate])
    for entry, path, comparison in context.each(CompareStep):
        for index, used in enumerate(comparison.scopes):
            yield from _used(context, entry.id, (*path, "scopes", index), used, [comparison.left, comparison.right])


def _used(context: Context, entry: str, path: Path, scope: str, estimates: list[str]) -> Iterator[Finding]:
    for name in dict.fromkeys(estimates):
        estimate = context.record.estimates.get(name)
        if estimate is not None:
            yield from _declared(entry, path, scope, {each.id for each in estimate.scopes}, estimate)


def _declared(entry: str, path: Path, scope: str, declared: set[str], estimate: Estimate) -> Iterator[Finding]:
    if scope not in declared:
        mend = near(scope, declared) or f"declared: {', '.join(sorted(declared)) or 'none'}"
        message = f"the estimate {quoted(estimate.id)} declares no scope {quoted(scope)}"
        yield Finding("scope-undeclared", entry, path, message, mend)
