"""Claims about how many: the claimed figure against the rival figures on record, scope by scope."""

from __future__ import annotations

from decimal import Decimal

from torgau.audit.findings import Finding, FindingKind
from torgau.vocabulary import Claim, Estimate, Figure, Record
from torgau.vocabulary.claims import QuantityIs

NEAR = Decimal("0.005")
"""Half a per cent: a round figure that lies so near to one on record is that figure, rounded."""


def compare_quantity(record: Record, claim: Claim, statement: QuantityIs) -> Finding:
    """The claimed value or range against the figures on record.

    With a scope, only figures of that scope count. Without one, the scopes that the claim fits are named; if it fits only
    figures of a scope other than the estimate's default, it is a scope mismatch; if it fits none, an error.
    """
    estimate = record.estimates[statement.estimate]
    wanted = statement.scope or estimate.default_scope
    figures = [figure for figure in estimate.figures if figure.unit == statement.unit]
    fitting = [figure for figure in figures if fits(statement, figure)]
    in_scope = [figure for figure in fitting if not wanted or figure.scope == wanted]
    kind, words = _judged(estimate, statement, wanted, figures, fitting, in_scope)
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=f"claimed {shown(statement)}; {words}",
        against=estimate.id,
        evidence=(estimate.id,),
    )


def _judged(
    estimate: Estimate,
    statement: QuantityIs,
    wanted: str,
    figures: list[Figure],
    fitting: list[Figure],
    in_scope: list[Figure],
) -> tuple[FindingKind, str]:
    same_scope = [figure for figure in figures if not wanted or figure.scope == wanted]
    if not same_scope and not fitting:
        return "unsupported", f"the record has no figure of {estimate.title} in {statement.unit} to compare it with"
    if in_scope and statement.at_least:
        exact = sorted({figure.scope for figure in figures if _is_near(statement, figure)})
        if not exact:
            scopes = ", ".join(sorted({figure.scope for figure in fitting}))
            return "scope-mismatch", f"true as a lower bound of {scopes}, but it equals the figure of no scope"
    if in_scope:
        return "agrees", f"fits {', '.join(described(figure) for figure in in_scope[:4])}"
    if fitting:
        return "scope-mismatch", f"fits another scope: {', '.join(described(figure) for figure in fitting[:4])}"
    return "error", f"outside every figure of its scope: {', '.join(described(figure) for figure in same_scope[:6])}"


def bounds(item: QuantityIs | Figure) -> tuple[Decimal | None, Decimal | None]:
    """Lowest and highest value; None where that side is open."""
    low, high = (item.value, item.value) if item.value is not None else (item.low, item.high)
    return (low, None) if item.at_least else (low, high)


def fits(statement: QuantityIs, figure: Figure) -> bool:
    """Whether the claim and the figure can both be true: their ranges share a value, give or take rounding."""
    low_a, high_a = bounds(statement)
    low_b, high_b = bounds(figure)
    below = high_a is not None and low_b is not None and high_a < low_b * (1 - NEAR)
    above = low_a is not None and high_b is not None and low_a > high_b * (1 + NEAR)
    return not (below or above)


def disjoint(a: QuantityIs, b: QuantityIs) -> bool:
    """Whether two claimed ranges share no value at all."""
    low_a, high_a = bounds(a)
    low_b, high_b = bounds(b)
    return (high_a is not None and low_b is not None and high_a < low_b) or (
        high_b is not None and low_a is not None and high_b < low_a
    )


def _is_near(statement: QuantityIs, figure: Figure) -> bool:
    stated = statement.value if statement.value is not None else statement.low
    low, high = bounds(figure)
    return stated is not None and low is not None and high is not None and low * (1 - NEAR) <= stated <= high * (1 + NEAR)


def shown(item: QuantityIs | Figure) -> str:
    """The figure in words, with its unit."""
    if item.value is not None:
        return f"{'more than ' if item.at_least else ''}{item.value:,} {item.unit}"
    low = "unknown" if item.low is None else f"{item.low:,}"
    high = "unknown" if item.high is None else f"{item.high:,}"
    return f"at least {low} {item.unit}" if item.at_least else f"{low} to {high} {item.unit}"


def described(figure: Figure) -> str:
    """A figure on record with its scope and source."""
    return f"{shown(figure)} ({figure.scope}, {figure.source})"
