"""Claims about how many: the claimed figure against the rival figures on record, scope by scope."""

from __future__ import annotations

from decimal import Decimal

from torgau.audit.findings import Finding, FindingKind
from torgau.record.digits import text
from torgau.record.estimates import Placement, ScopeGroup, default_scope, estimate, place_value
from torgau.vocabulary import Claim, Record
from torgau.vocabulary.claims import QuantityIs

TRUE = frozenset({"fits", "within-range", "true"})
OUTSIDE = frozenset({"below", "above", "false"})


def compare_quantity(record: Record, claim: Claim, statement: QuantityIs) -> Finding:
    """The claimed value or range against the figures on record.

    What counts is the scope that the claim names, or else the estimate's default. If the claim does not fit there but fits
    another scope, it is a scope mismatch; so is "more than N" that is true and yet the figure of no scope. If it fits no scope at
    all, it is an error.
    """
    entry = record.estimates[statement.estimate]
    wanted = statement.scope or default_scope(entry)
    placed = place_value(
        record,
        entry.id,
        value=statement.value,
        low=statement.low,
        high=statement.high,
        at_least=statement.at_least,
        unit=statement.unit,
    )
    placed = tuple(item for item in placed if item.unit == statement.unit)
    ranges = {group.scope: _range(group) for group in estimate(record, entry.id).groups if group.unit == statement.unit}
    kind, words = _judged(entry.title, statement, wanted, placed, ranges)
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=f"claimed {shown(statement)}; {words}",
        against=entry.id,
        evidence=(entry.id,),
    )


def _judged(
    title: str, statement: QuantityIs, wanted: str, placed: tuple[Placement, ...], ranges: dict[str, str]
) -> tuple[FindingKind, str]:
    here = next((item for item in placed if item.scope == wanted), None)
    true_of = [item for item in placed if item.fit in TRUE]
    if here is None and not true_of:
        return "unsupported", f"the record has no figure of {title} in {statement.unit} to compare it with"
    named = "; ".join(f"{item.scope}: {ranges[item.scope]}" for item in true_of)
    if statement.at_least and true_of:
        exact = [item.scope for item in placed if item.matches]
        if not exact:
            return "scope-mismatch", f"true as a lower bound ({named}), but it is the figure of no scope"
    if here is not None and here.fit in TRUE:
        return "agrees", f"{wanted}: {ranges[wanted]}"
    if true_of:
        return "scope-mismatch", f"it fits another scope than {wanted} ({ranges.get(wanted, 'no figure')}): {named}"
    assert here is not None
    away = f", by {text(here.gap)}" if here.gap is not None else ""
    return "error", f"{here.fit} every figure of {wanted}{away}: {ranges[wanted]}"


def _range(group: ScopeGroup) -> str:
    low, high = ("unknown" if side is None else text(side) for side in (group.low, group.high))
    span = low if low == high else f"{low} to {high}"
    return f"{span} {group.unit} ({', '.join(dict.fromkeys(figure.source for figure in group.figures))})"


def bounds(item: QuantityIs) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest value of the claim; None where that side is open."""
    low, high = (item.value, item.value) if item.value is not None else (item.low, item.high)
    return (low, None) if item.at_least else (low, high)


def disjoint(a: QuantityIs, b: QuantityIs) -> bool:
    """Whether two claimed ranges share no value at all."""
    low_a, high_a = bounds(a)
    low_b, high_b = bounds(b)
    return (high_a is not None and low_b is not None and high_a < low_b) or (
        high_b is not None and low_a is not None and high_b < low_a
    )


def shown(item: QuantityIs) -> str:
    """The claimed figure in words, with its unit."""
    if item.value is not None:
        return f"{'more than ' if item.at_least else ''}{text(item.value)} {item.unit}"
    low, high = ("unknown" if side is None else text(side) for side in (item.low, item.high))
    return f"at least {low} {item.unit}" if item.at_least else f"{low} to {high} {item.unit}"
