"""Claims against each other: dates that do not meet, figures that share no value, opposite characters, acts against a status.

Only claims of the same document, or of documents that one page carries, are compared: rivals elsewhere are for the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from torgau.audit.dates_of_claims import days_apart
from torgau.audit.findings import Finding
from torgau.audit.quantities_of_claims import bounds, disjoint, shown
from torgau.dates import Relation, relation
from torgau.vocabulary import Claim
from torgau.vocabulary.claims import EventDate, Judgement, QuantityIs

OPPOSITES = (
    frozenset({"cordial", "strained"}),
    frozenset({"cooperative", "hostile"}),
    frozenset({"strong", "weak"}),
    frozenset({"first", "last"}),
)
"""Pairs of characters that exclude each other. Words of the language, not of any one pack."""


def contradictions(claims: Iterable[Claim]) -> Iterator[Finding]:
    """Every pair of claims that cannot both be true as stated, as one finding at the later place, naming the other."""
    for first, second in combinations(tuple(claims), 2):
        words = _against_each_other(first, second)
        if words is None:
            continue
        kind, comparison = words
        yield Finding(
            claim=second.id,
            place=second.place,
            kind="contradiction" if kind == "contradiction" else "scope-mismatch",
            comparison=comparison,
            against=first.id,
            evidence=(first.id, second.id),
        )


def _against_each_other(a: Claim, b: Claim) -> tuple[str, str] | None:
    one, two = a.statement, b.statement
    if isinstance(one, EventDate) and isinstance(two, EventDate) and one.event == two.event:
        if relation(one.date, two.date) in (Relation.BEFORE, Relation.AFTER):
            return "contradiction", f"{one.date.text} and {two.date.text} lie {days_apart(one.date, two.date)} apart"
        return None
    if isinstance(one, QuantityIs) and isinstance(two, QuantityIs) and one.estimate == two.estimate and one.unit == two.unit:
        return _quantities(one, two)
    if isinstance(one, Judgement) and isinstance(two, Judgement) and a.topic and a.topic == b.topic:
        pair = frozenset({one.character, two.character})
        if pair in OPPOSITES:
            return "contradiction", f"of the same matter one says {one.character}, the other {two.character}"
    return None


def _quantities(one: QuantityIs, two: QuantityIs) -> tuple[str, str] | None:
    both = f"{shown(one)} and {shown(two)}"
    if one.scope != two.scope and one.scope and two.scope:
        return "scope-mismatch", f"{both} count different things ({one.scope} and {two.scope}); they do not exclude each other"
    if disjoint(one, two):
        low, high = bounds(two)
        inside = f"{low} to {high}" if low is not None and high is not None and low != high else shown(two)
        return "contradiction", f"{shown(one)} lies outside {inside}"
    return None
