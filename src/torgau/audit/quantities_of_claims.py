"""Claims about how many: the claimed figure against the rival figures on record, scope by scope."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from torgau.audit.findings import Finding, FindingKind
from torgau.record.digits import text
from torgau.record.estimates import FigureRow, Placement, ScopeGroup, default_scope, estimate, place_value
from torgau.vocabulary import Claim, Estimate, Id, Record
from torgau.vocabulary.claims import QuantityIs

TRUE = frozenset({"fits", "within-range", "true"})

MULTIPLES = {"thousand": Decimal(10) ** 3, "million": Decimal(10) ** 6, "billion": Decimal(10) ** 9}
"""Words before a unit that multiply it: `million persons` is 1,000,000 persons."""


def compare_quantity(record: Record, claim: Claim, statement: QuantityIs) -> Finding:
    """The claimed value or range against the figures on record that count the same thing.

    A claim that names its scope is judged there; one that names none is judged in the estimate's default scope, and is a scope
    mismatch where it fits only another. "More than N" that is true and yet the figure of no scope is a scope mismatch too. A
    figure that is no longer in use is an error, and the report names whose figure it is.
    """
    entry = record.estimates[statement.estimate]
    asked = in_unit_of(entry, statement)
    low, high = asked.low, asked.high
    placed = [
        item
        for item in place_value(record, entry.id, value=asked.value, low=low, high=high, at_least=asked.at_least, unit=asked.unit)
        if item.unit == asked.unit
    ]
    groups = {group.scope: group for group in estimate(record, entry.id).groups if group.unit == asked.unit}
    kind, words = _judged(entry, asked, placed, groups)
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=f"claimed {shown(statement)}; {words}",
        against=entry.id,
        evidence=(entry.id,),
    )


def _judged(
    entry: Estimate, asked: QuantityIs, placed: Sequence[Placement], groups: dict[Id, ScopeGroup]
) -> tuple[FindingKind, str]:
    wanted = asked.scope or default_scope(entry)
    here = next((item for item in placed if item.scope == wanted), None)
    true_of = [item for item in placed if item.fit in TRUE]
    elsewhere = "; ".join(f"{item.scope}: {_in_use(entry, groups[item.scope])}" for item in true_of if item is not here)
    if here is None and not true_of:
        return "unsupported", f"the record has no figure of {entry.title} in {asked.unit} to compare it with"
    if asked.at_least and true_of and not any(item.matches for item in placed):
        named = "; ".join(f"{item.scope}: {_in_use(entry, groups[item.scope])}" for item in true_of)
        kind: FindingKind = "imprecise" if asked.scope and here in true_of else "scope-mismatch"
        return kind, f"true as a lower bound ({named}), but it is the figure of no scope"
    if here is not None and here.fit in TRUE:
        return _among_figures(entry, asked, here, groups[wanted])
    if true_of and not asked.scope:
        there = _in_use(entry, groups[wanted]) if wanted in groups else "no figure"
        return "scope-mismatch", f"it fits another scope than {wanted} ({there}): {elsewhere}"
    if here is None:
        return "unsupported", f"the record has no figure for {wanted}; it would fit {elsewhere}"
    away = f", by {text(here.gap)}" if here.gap is not None else ""
    also = f"; it would fit {elsewhere}" if elsewhere else ""
    side = {"below": "below every figure", "above": "above every figure"}.get(here.fit, "not true of the figures")
    return "error", f"{side} of {wanted}{away}: {_in_use(entry, groups[wanted])}{also}"


def _among_figures(entry: Estimate, asked: QuantityIs, here: Placement, group: ScopeGroup) -> tuple[FindingKind, str]:
    """The claim fits figures of the scope it means: which, and whether they are still in use."""
    standing = {figure.id: figure.standing for figure in entry.figures}
    matched = [row for row in group.figures if row.id in here.matches]
    current = [row for row in group.figures if standing[row.id] == "current"]
    old = [row for row in matched if standing[row.id] != "current"]
    if matched and len(old) == len(matched) and current:
        whose = "; ".join(f"{row.id} ({_published(row)}{standing[row.id]}, {row.source})" for row in old)
        return "error", f"it is a figure of {group.scope} that is no longer in use: {whose}; in use: {_in_use(entry, group)}"
    low, high = bounds(asked)
    in_low, in_high = _range(current)
    if low is not None and high is not None and low != high and in_low is not None and in_high is not None:
        beyond = [f"{text(low)} to {text(in_low)}"] if low < in_low else []
        beyond += [f"{text(in_high)} to {text(high)}"] if high > in_high else []
        if beyond:
            return "imprecise", f"wider than the figures of {group.scope} ({', '.join(beyond)}): {_in_use(entry, group)}"
    rivals = [row for row in current if row.id not in here.matches]
    also = f"; rival figures in use: {', '.join(_one(row) for row in rivals)}" if rivals and matched else ""
    return "agrees", f"{group.scope}: {_in_use(entry, group)}{also}"


def _in_use(entry: Estimate, group: ScopeGroup) -> str:
    """The range of the figures in use, with their sources."""
    standing = {figure.id: figure.standing for figure in entry.figures}
    rows = [row for row in group.figures if standing[row.id] == "current"] or list(group.figures)
    return f"{_span(*_range(rows))} {group.unit} ({', '.join(dict.fromkeys(row.source for row in rows))})"


def _range(rows: Sequence[FigureRow]) -> tuple[Decimal | None, Decimal | None]:
    lows, highs = [row.bounds[0] for row in rows], [row.bounds[1] for row in rows]
    return (
        min((low for low in lows if low is not None), default=None),
        max((high for high in highs if high is not None), default=None),
    )


def _one(row: FigureRow) -> str:
    return f"{_span(*row.bounds)} ({row.id})"


def _span(low: Decimal | None, high: Decimal | None) -> str:
    """A range in words; a side that nobody gives is left open."""
    if low is None or high is None:
        return (
            f"at least {text(low)}" if low is not None else f"at most {text(high)}" if high is not None else "an unknown number"
        )
    return text(low) if low == high else f"{text(low)} to {text(high)}"


def _published(row: FigureRow) -> str:
    return f"{row.published.text}, " if row.published else ""


def scopes_of(record: Record, statement: QuantityIs) -> frozenset[Id]:
    """What a claim counts: the scope it names, or else the scopes whose figures it is. Empty where that is not known."""
    if statement.scope:
        return frozenset({statement.scope})
    entry = record.estimates.get(statement.estimate)
    if entry is None:
        return frozenset()
    asked = in_unit_of(entry, statement)
    placed = place_value(
        record, entry.id, value=asked.value, low=asked.low, high=asked.high, at_least=asked.at_least, unit=asked.unit
    )
    return frozenset(item.scope for item in placed if item.matches)


def scaled(statement: QuantityIs) -> QuantityIs:
    """The same quantity without a multiplying word in its unit: 20 million persons as 20,000,000 persons."""
    word, _, unit = statement.unit.partition(" ")
    if not unit or word not in MULTIPLES:
        return statement
    times = MULTIPLES[word]
    value, low, high = (None if part is None else part * times for part in (statement.value, statement.low, statement.high))
    return msgspec.structs.replace(statement, value=value, low=low, high=high, unit=unit)


def in_unit_of(entry: Estimate, statement: QuantityIs) -> QuantityIs:
    """The claimed quantity in the unit of the figures on record, where the two differ only by a multiplying word."""
    base = scaled(statement)
    for figure in entry.figures:
        word, _, unit = figure.unit.partition(" ")
        if unit == base.unit and word in MULTIPLES:
            parts = (None if part is None else part / MULTIPLES[word] for part in (base.value, base.low, base.high))
            value, low, high = parts
            return msgspec.structs.replace(base, value=value, low=low, high=high, unit=figure.unit)
    return base


def bounds(item: QuantityIs) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest value of the claim; None where that side is open."""
    low, high = (item.value, item.value) if item.value is not None else (item.low, item.high)
    return (low, None) if item.at_least else (low, high)


def disjoint(a: QuantityIs, b: QuantityIs) -> bool:
    """Whether two claimed ranges, in one unit, share no value at all."""
    low_a, high_a = bounds(a)
    low_b, high_b = bounds(b)
    return (high_a is not None and low_b is not None and high_a < low_b) or (
        high_b is not None and low_a is not None and high_b < low_a
    )


def shown(item: QuantityIs) -> str:
    """The claimed figure in words, with its unit."""
    if item.value is not None:
        return f"{'more than ' if item.at_least else ''}{text(item.value)} {item.unit}"
    return f"{_span(item.low, None if item.at_least else item.high)} {item.unit}"
