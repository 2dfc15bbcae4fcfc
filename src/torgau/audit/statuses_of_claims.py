"""Claims about a status, an order, a membership or a deadline, against the record and the ledger's terms."""

from __future__ import annotations

from torgau.audit.findings import Finding, FindingKind
from torgau.dates import FIRST_DAY, LAST_DAY, Duration
from torgau.record.acts import conflicts_with_status
from torgau.record.comparisons import members, order
from torgau.record.statuses import StatusOn, status_on
from torgau.vocabulary import Claim, Record
from torgau.vocabulary.claims import DeadlineIs, MemberOf, OrderIs, StatusHolds
from torgau.vocabulary.commitments import Deadline


def compare_status(record: Record, claim: Claim, statement: StatusHolds) -> tuple[Finding, ...]:
    """The claimed status on the first and last day of the claimed time; and the acts that do not go with it.

    A status that holds on one of the two days only is a scope error: it held, but not throughout.
    """
    first, last = _clamped(statement.date.lo, FIRST_DAY), _clamped(statement.date.hi, LAST_DAY)
    at_first, at_last = (_matching(record, statement, day) for day in (first, last))
    found = {item.id: item for item in (*at_first, *at_last)}
    kind: FindingKind
    if at_first and at_last:
        kind, words = ("agrees", "holds on the first and the last day") if statement.holds else ("error", "it did hold")
    elif found:
        which = "first" if at_first else "last"
        kind, words = "scope-mismatch", f"holds on the {which} day of the claimed time only"
    else:
        kind, words = ("error", "the record has no such status then") if statement.holds else ("agrees", "it did not hold")
    spans = "; ".join(f"{item.title}, from {item.start.text}{_until(item)}" for item in found.values())
    main = Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=f"claimed for {statement.date.text}: {words}" + (f" ({spans})" if spans else ""),
        against=next(iter(found), ""),
        evidence=tuple(found),
    )
    return (main, *_acts_against(record, claim, tuple(found.values())))


def _acts_against(record: Record, claim: Claim, found: tuple[StatusOn, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            claim=claim.id,
            place=claim.place,
            kind="contradiction",
            comparison=f"{conflict.act.title} ({conflict.act.date.text}) is an act that the claimed status excludes",
            against=conflict.act.id,
            evidence=(item.id, conflict.act.id),
        )
        for item in found
        if item.kind == "statuses" and item.basis == "claimed"
        for conflict in conflicts_with_status(record, item.id)
    )


def _matching(record: Record, statement: StatusHolds, day: int) -> tuple[StatusOn, ...]:
    return tuple(
        item
        for item in status_on(record, day, dimensions=(statement.dimension,), subjects=(statement.subject,))
        if not item.denies
        and item.certainty == "certain"
        and (statement.object is None or statement.object in (item.object, item.subject, *item.parties))
    )


def _until(item: StatusOn) -> str:
    return f" until {item.end.text}" if item.end else ""


def _clamped(day: int | None, bound: int) -> int:
    return bound if day is None else day


def compare_order(record: Record, claim: Claim, statement: OrderIs) -> Finding:
    """Who of the declared set really was first or last."""
    found = order(record, statement.dimension, statement.object, statement.among, statement.rank)
    agrees = found.outcome == "settled" and found.answer == (statement.subject,)
    dates = ", ".join(f"{beginning.actor} {beginning.date.text}" for beginning in found.beginnings)
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind="agrees" if agrees else "imprecise" if statement.subject in found.answer else "error",
        comparison=(
            f"{statement.rank} of {', '.join(statement.among)} by the record: {', '.join(found.answer) or 'none'} ({dates})"
        ),
        evidence=tuple(beginning.id for beginning in found.beginnings),
    )


def compare_members(record: Record, claim: Claim, statement: MemberOf) -> Finding:
    """The claimed members against the members on record; those that the record does not know are named."""
    known = members(record, statement.status)
    ids = {member.actor for member in known}
    strangers = [member for member in statement.members if member not in ids]
    left_out = [actor for actor in sorted(ids) if actor not in statement.members]
    words = (
        f"{len(ids)} on record; not among them: {', '.join(strangers) or 'none'}; "
        f"not named by the claim: {', '.join(left_out) or 'none'}"
    )
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind="error" if strangers else "omission" if left_out else "agrees",
        comparison=words,
        against=known[0].id if known else "",
        evidence=tuple(dict.fromkeys(member.id for member in known)),
    )


def compare_deadline(record: Record, claim: Claim, statement: DeadlineIs) -> Finding:
    """The claimed time for performance against the terms of the commitment: its own and those of its readings from the text."""
    commitment = record.commitments[statement.commitment]
    readings = [reading.deadline for reading in commitment.readings if claim.source not in reading.by]
    terms = [deadline for deadline in (commitment.deadline, *readings) if isinstance(deadline, Deadline)]
    durations = sorted({(d.months, d.weeks * 7 + d.days) for d in terms if d.months or d.weeks or d.days})
    claimed = (statement.months, statement.days)
    named = (
        " or ".join(str(Duration(months=months, days=days)) for months, days in durations) or "no term counted from the trigger"
    )
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind="agrees" if claimed in durations else "error",
        comparison=f"claimed {Duration(months=statement.months, days=statement.days)}, by the instrument {named}",
        against=commitment.id,
        evidence=(commitment.id, commitment.instrument),
    )
