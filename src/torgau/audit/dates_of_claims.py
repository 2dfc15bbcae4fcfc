"""Claims about when something happened, in which order, and when a series was at its height, against the record."""

from __future__ import annotations

from itertools import pairwise

from torgau.audit.findings import Finding, FindingKind
from torgau.dates import DateError, Days, Relation, Tri, When, before, calendar_difference, from_old_style, in_words, relation
from torgau.record.series import extreme, points_between
from torgau.vocabulary import Claim, Event, Record
from torgau.vocabulary.claims import EventDate, PeakIs, Sequence

NEIGHBOURS = 4
"""How many events of the claimed day are named, where the claimed day is wrong: with which of them it may have been confused."""


def compare_date(record: Record, claim: Claim, statement: EventDate) -> Finding:
    """The event's date on record, judged against the period that the claim names.

    Inside it: agrees. Partly outside: imprecise ("overlaps, not contained"), with those parts of the event on record that lie
    outside. Wholly outside: an error, with the days between and what else happened on the claimed day; but imprecise where the
    claim is right by the Julian calendar and does not say so.
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
    named: tuple[Event, ...] = ()
    if found is Relation.OVERLAPS:
        named = _parts_outside(record, event, statement.date)
        words += "; of its parts, outside the claimed time: " * bool(named) + _dated(named)
    elif kind == "error" and _is_old_style(event, statement.date):
        kind = "imprecise"
        words += f"; right by the Julian calendar ({event.old_style}), which the claim does not name"
    elif kind == "error":
        named = _near(record, event, statement.date)
        words += "; within a day of the claimed time the record has " * bool(named) + _dated(named)
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=words,
        against=event.id,
        evidence=(event.id, *(other.id for other in named)),
    )


def _dated(events: tuple[Event, ...]) -> str:
    return ", ".join(f"{event.title} ({event.date.text})" for event in events if event.date is not None)


def _parts_outside(record: Record, event: Event, claimed: When) -> tuple[Event, ...]:
    """The parts of an event that lie wholly outside the claimed time."""
    parts = [
        other
        for other in record.events.values()
        if other.date is not None
        and any(link.kind == "part-of" and link.to == event.id for link in other.links)
        and relation(other.date, claimed) in (Relation.BEFORE, Relation.AFTER)
    ]
    return tuple(sorted(parts, key=lambda other: ((other.date.lo if other.date else 0) or 0, other.id)))


def _judged(found: Relation, on_record: When, claimed: When) -> tuple[FindingKind, str]:
    both = f"claimed {claimed.text}, on record {on_record.text}"
    if found in (Relation.BEFORE, Relation.AFTER):
        days = days_apart(on_record, claimed)
        side = "before" if found is Relation.BEFORE else "after"
        return "error", f"{both}: the record's date lies {days} {side} the claimed one"
    if found in (Relation.EQUAL, Relation.CONTAINED):
        return "agrees", f"{both}: {found.value}"
    apart = not on_record.extended and not on_record.days.intersect(Days.between(claimed.lo, claimed.hi))
    if found is Relation.UNCERTAIN and apart:
        return "error", f"{both}: none of the days on record is the claimed one"
    if found is Relation.UNCERTAIN:
        return "imprecise", f"{both}: the record's date is not exact enough to settle it"
    return "imprecise", f"{both}: {found.value}"


def _is_old_style(event: Event, claimed: When) -> bool:
    """Whether the claimed date, read as a Julian one, is that of an event whose source dates it so."""
    if not event.old_style or event.date is None:
        return False
    try:
        julian = When.parse(from_old_style(claimed.text))
    except DateError:
        return False
    return relation(event.date, julian) in (Relation.EQUAL, Relation.CONTAINED, Relation.OVERLAPS, Relation.CONTAINS)


def _near(record: Record, event: Event, claimed: When) -> tuple[Event, ...]:
    """Events within a day of the claimed time that the claim may mean instead: of the same kind, or else with the same actors."""
    if claimed.lo is None or claimed.hi is None:
        return ()
    first, last = claimed.lo - 1, claimed.hi + 1
    near = [
        other
        for other in record.events.values()
        if other.id != event.id
        and other.date is not None
        and (other.date.lo is not None and first <= other.date.lo)
        and (other.date.hi is not None and other.date.hi <= last)
    ]
    alike = [other for other in near if other.kind == event.kind]
    alike = alike or [other for other in near if not set(event.actors).isdisjoint(other.actors)]
    return tuple(sorted(alike, key=lambda other: ((other.date.lo if other.date else 0) or 0, other.id))[:NEIGHBOURS])


def days_apart(a: When, b: When) -> str:
    """The days between two dates that do not meet: one number, or the range that open dates leave."""
    low_a, high_a, low_b, high_b = a.lo, a.hi, b.lo, b.hi
    if low_a is None or high_a is None or low_b is None or high_b is None:
        return "an unknown number of days"
    least, most = (low_b - high_a, high_b - low_a) if high_a < low_b else (low_a - high_b, high_a - low_b)
    if least == most:
        return f"{least} day" if least == 1 else f"{least} days"
    return f"{least} to {most} days"


def years_apart(a: When, b: When) -> str:
    """The least time between two dates that do not meet, in years, months and days."""
    first, second = (a, b) if a.hi is not None and b.lo is not None and a.hi < b.lo else (b, a)
    if first.hi is None or second.lo is None:
        return "an unknown time"
    return f"at least {in_words(calendar_difference(first.hi, second.lo))}"


def compare_sequence(record: Record, claim: Claim, statement: Sequence) -> Finding:
    """Whether each event surely began before the next began, by the record; with the days between."""
    steps, settled = [], []
    for first, second in pairwise(record.events[event] for event in statement.events):
        if first.date is None or second.date is None:
            settled.append(Tri.UNKNOWN)
            steps.append(f"{first.title} and {second.title}: no date")
            continue
        settled.append(before(first.date.start, second.date.start))
        apart = relation(first.date, second.date) in (Relation.BEFORE, Relation.AFTER)
        gap = f", {days_apart(first.date, second.date)} apart" if apart else ""
        steps.append(f"{first.title} ({first.date.text}), {second.title} ({second.date.text}){gap}")
    kind: FindingKind = "error" if Tri.FALSE in settled else "imprecise" if Tri.UNKNOWN in settled else "agrees"
    words = {"error": "not in this order", "imprecise": "open dates leave the order unsettled"}.get(kind, "in this order")
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=f"{words}: {'; '.join(steps)}",
        against=statement.events[0] if statement.events else "",
        evidence=statement.events,
    )


def compare_peak(record: Record, claim: Claim, statement: PeakIs) -> Finding:
    """When the series was at its highest or lowest, against the time that the claim names."""
    view = points_between(record, statement.series, None, None)
    found = extreme(view, statement.which)
    kind: FindingKind
    if found is None:
        kind, words = "unsupported", "the series has no figure"
    else:
        inside = [_during(point.start, point.end, statement.date) for point in found.points]
        kind = "agrees" if all(inside) else "imprecise" if any(inside) else "error"
        when = ", ".join(dict.fromkeys(f"{point.start.text}/{point.end.text}" for point in found.points))
        words = f"claimed for {statement.date.text}; {statement.which} in {when} by the record"
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=f"{view.title}: {words}",
        against=statement.series,
        evidence=(statement.series,),
    )


def _during(start: When, end: When, claimed: When) -> bool:
    return (claimed.lo is None or (start.lo is not None and start.lo >= claimed.lo)) and (
        claimed.hi is None or (end.hi is not None and end.hi <= claimed.hi)
    )
