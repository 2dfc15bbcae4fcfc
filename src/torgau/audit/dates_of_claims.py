"""Claims about when something happened: the claimed date against the date on record."""

from __future__ import annotations

from torgau.audit.findings import Finding, FindingKind
from torgau.dates import Relation, When, relation
from torgau.vocabulary import Claim, Record
from torgau.vocabulary.claims import EventDate


def compare_date(record: Record, claim: Claim, statement: EventDate) -> Finding:
    """The event's date on record, judged against the period that the claim names.

    Inside it: agrees. Partly outside: imprecise ("overlaps, not contained"). Wholly outside: an error, with the days between.
    """
    event = record.events[statement.event]
    if event.date is None:
        return Finding(
            claim=claim.id,
            place=claim.place,
            kind="unsupported",
            comparison=f"the record has no date for {event.title}",
            against=event.id,
            evidence=(event.id,),
        )
    found = relation(event.date, statement.date)
    kind, words = _judged(found, event.date, statement.date)
    return Finding(claim=claim.id, place=claim.place, kind=kind, comparison=words, against=event.id, evidence=(event.id,))


def _judged(found: Relation, on_record: When, claimed: When) -> tuple[FindingKind, str]:
    both = f"claimed {claimed.text}, on record {on_record.text}"
    if found in (Relation.BEFORE, Relation.AFTER):
        days = days_apart(on_record, claimed)
        side = "before" if found is Relation.BEFORE else "after"
        return "error", f"{both}: the record's date lies {days} {side} the claimed one"
    if found in (Relation.EQUAL, Relation.CONTAINED):
        return "agrees", f"{both}: {found.value}"
    if found is Relation.UNCERTAIN:
        return "imprecise", f"{both}: the record's date is not exact enough to settle it"
    return "imprecise", f"{both}: {found.value}"


def days_apart(a: When, b: When) -> str:
    """The days between two dates that do not meet: one number, or the range that open dates leave."""
    low_a, high_a, low_b, high_b = a.lo, a.hi, b.lo, b.hi
    if low_a is None or high_a is None or low_b is None or high_b is None:
        return "an unknown number of days"
    least, most = (low_b - high_a, high_b - low_a) if high_a < low_b else (low_a - high_b, high_a - low_b)
    if least == most:
        return f"{least} day" if least == 1 else f"{least} days"
    return f"{least} to {most} days"
