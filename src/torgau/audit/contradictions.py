"""Claims against each other: dates that do not meet, figures that share no value, opposite characters, acts against a status.

Only claims of the same document, or of documents that one page carries, are compared: rivals elsewhere are for the record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Literal

from torgau.audit.dates_of_claims import days_apart, years_apart
from torgau.audit.findings import Finding
from torgau.audit.quantities_of_claims import bounds, disjoint, scaled, scopes_of, shown
from torgau.audit.statuses_of_claims import excluded_acts, stretch
from torgau.dates import Duration, Relation, When, relation
from torgau.record.acts import Conflict
from torgau.record.digits import text
from torgau.record.standings import Standing
from torgau.vocabulary import Claim, Id, Record
from torgau.vocabulary.claims import DeadlineIs, DocumentDate, EventDate, Judgement, OrderIs, Promised, QuantityIs, StatusHolds

OPPOSITES = (
    frozenset({"cordial", "strained"}),
    frozenset({"cooperative", "hostile"}),
    frozenset({"strong", "weak"}),
    frozenset({"first", "last"}),
)
"""Pairs of characters that exclude each other. Words of the language, not of any one pack."""

Kind = Literal["contradiction", "scope-mismatch"]
Clash = tuple[Kind, str, tuple[Id, ...]]
"""The kind of finding, the comparison in words, and entries of the record that it rests on."""

Excluded = Mapping[Id, tuple[tuple[Standing, Conflict], ...]]
"""By the id of a claim about a status: the acts that do not go with it."""


def contradictions(record: Record, claims: Iterable[Claim]) -> Iterator[Finding]:
    """Every pair of claims that cannot both be true as stated, as one finding at the later place, naming the other.

    A pair that only seems to differ, because the two count different things, is a scope mismatch.
    """
    several = tuple(claims)
    excluded = {claim.id: excluded_acts(record, claim.statement) for claim in several if isinstance(claim.statement, StatusHolds)}
    for first, second in combinations(several, 2):
        clash = _clash(record, excluded, first, second)
        if clash is not None:
            kind, comparison, rests_on = clash
            yield Finding(
                claim=second.id,
                place=second.place,
                kind=kind,
                comparison=comparison,
                against=first.id,
                evidence=(first.id, second.id, *rests_on),
            )


def _clash(record: Record, excluded: Excluded, a: Claim, b: Claim) -> Clash | None:
    match a.statement, b.statement:
        case (EventDate() as one, EventDate() as two) if one.event == two.event:
            return _dates(one.date, two.date, days_apart)
        case (DocumentDate() as one, DocumentDate() as two) if one.document == two.document:
            return _dates(one.date, two.date, years_apart)
        case (QuantityIs() as one, QuantityIs() as two) if one.estimate == two.estimate:
            return _quantities(record, one, two)
        case (DeadlineIs() as one, DeadlineIs() as two) if one.commitment == two.commitment and one != two:
            terms = [str(Duration(months=each.months, days=each.days)) for each in (one, two)]
            return "contradiction", f"of one term the one says {terms[0]}, the other {terms[1]}", ()
        case (Promised() as one, Promised() as two) if one.commitment == two.commitment and one.definite != two.definite:
            sides = ("as a principle only", "as a definite promise")
            return "contradiction", f"of one promise the one speaks {sides[one.definite]}, the other {sides[two.definite]}", ()
        case (StatusHolds() as one, StatusHolds() as two):
            return _statuses(one, two)
        case (OrderIs() as one, OrderIs() as two):
            same = (one.dimension, one.object, set(one.among), one.rank) == (two.dimension, two.object, set(two.among), two.rank)
            differ = same and one.subject != two.subject
            return ("contradiction", f"{one.subject} and {two.subject} cannot both be {one.rank}", ()) if differ else None
        case (Judgement() as one, Judgement() as two):
            return _characters(a, one, b, two)
        case (StatusHolds(), EventDate() as two):
            return _act(excluded, a, two)
        case (EventDate() as one, StatusHolds()):
            return _act(excluded, b, one)
    return None


def _dates(one: When, two: When, apart: Callable[[When, When], str]) -> Clash | None:
    if relation(one, two) in (Relation.BEFORE, Relation.AFTER):
        return "contradiction", f"{one.text} and {two.text} lie {apart(one, two)} apart", ()
    return None


def _quantities(record: Record, one: QuantityIs, two: QuantityIs) -> Clash | None:
    left, right = scaled(one), scaled(two)
    if left.unit != right.unit:
        return None
    counts, other_counts = scopes_of(record, one), scopes_of(record, two)
    if counts and other_counts and counts.isdisjoint(other_counts):
        if bounds(left) == bounds(right):
            return None
        named = f"{', '.join(sorted(counts))} and {', '.join(sorted(other_counts))}"
        return (
            "scope-mismatch",
            f"{shown(one)} and {shown(two)} count different things ({named}); they do not exclude each other",
            (),
        )
    if disjoint(left, right):
        return "contradiction", f"{shown(one)} lies outside {_span(two)}", ()
    return None


def _span(item: QuantityIs) -> str:
    low, high = bounds(item)
    return f"{text(low)} to {text(high)} {item.unit}" if low is not None and high is not None and low != high else shown(item)


def _statuses(one: StatusHolds, two: StatusHolds) -> Clash | None:
    """Something that held and did not hold at one time."""
    same = (one.dimension, one.subject, one.object) == (two.dimension, two.subject, two.object)
    (first, last), (other_first, other_last) = stretch(one.date), stretch(two.date)
    if same and one.holds != two.holds and first <= other_last and other_first <= last:
        return "contradiction", f"the one says that it held in {one.date.text}, the other that it did not in {two.date.text}", ()
    return None


def _characters(a: Claim, one: Judgement, b: Claim, two: Judgement) -> Clash | None:
    pair = frozenset({one.character, two.character})
    if not a.topic or a.topic != b.topic or pair not in OPPOSITES:
        return None
    if a.date is not None and b.date is not None and relation(a.date, b.date) in (Relation.BEFORE, Relation.AFTER):
        return None
    left, right = (f"{each.character}{f' ({claim.register})' if claim.register else ''}" for claim, each in ((a, one), (b, two)))
    return "contradiction", f"of the same matter one says {left}, the other {right}; both are shown, none is scored", ()


def _act(excluded: Excluded, status: Claim, act: EventDate) -> Clash | None:
    """A claimed status, and an act that another claim reports and that the status excludes."""
    for item, conflict in excluded.get(status.id, ()):
        if conflict.act.id == act.event:
            words = (
                f"{item.title} ({item.start.text}) and {conflict.act.title} ({conflict.act.date.text}): an act that it excludes"
            )
            return "contradiction", words, (item.id, conflict.act.id)
    return None
