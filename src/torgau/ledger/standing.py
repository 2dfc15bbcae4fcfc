"""The flags of a verdict. They are drawn from the other side's verdict by its own terms, so links cannot run in circles."""

from __future__ import annotations

from typing import NamedTuple

from torgau.ledger.links import InReturn
from torgau.ledger.moments import earliest, latest
from torgau.ledger.pages import CommitmentVerdict, Ledger
from torgau.ledger.promises import Case
from torgau.ledger.rules import ALWAYS, NEVER, Course
from torgau.vocabulary import Id

FLAGS = ("conflicting", "releasable", "disputed", "excused")

CLOSED = frozenset({"not-yet-made", "not-definite", "expired", "kept", "kept-late", "released", "cancelled", "superseded"})
"""Verdicts that leave nothing to withhold, so that a breach by the other side releases nobody from anything."""


class Standing(NamedTuple):
    """The flags of a commitment on a day, and what raises them.

    `breached_in_return` are the promises given in return that are breached while something is left to withhold; `common` the
    conflicting commitments with the first day on which both are in force.
    """

    flags: tuple[str, ...]
    breached_in_return: tuple[InReturn, ...]
    common: tuple[tuple[Id, int], ...]


def standing(ledger: Ledger, shown: CommitmentVerdict) -> Standing:
    """The flags on the day of `shown`. A commitment that was not made by then, for certain, has none."""
    if shown.possible == ("not-yet-made",):
        return Standing((), (), ())
    known = ledger.record.commitments
    breached = tuple(
        link
        for link in ledger.links.in_return(shown.id).values()
        if link.other in known and ledger.possible(link.other, shown.on) == ("breached",)
    )
    if CLOSED.issuperset(shown.possible):
        breached = ()
    common = tuple(_common_days(ledger, shown))
    held = {
        "conflicting": bool(common),
        "releasable": bool(breached),
        "disputed": shown.disputed,
        "excused": bool(shown.commitment.pleas),
    }
    return Standing(tuple(flag for flag in FLAGS if held[flag]), breached, common)


def _common_days(ledger: Ledger, shown: CommitmentVerdict) -> list[tuple[Id, int]]:
    own = in_force(ledger, shown.id)
    found = []
    for other in ledger.links.rivals(shown.id):
        if other in ledger.record.commitments:
            theirs = in_force(ledger, other)
            first = max(own[0], theirs[0])
            if first <= min(own[1], theirs[1], shown.on):
                found.append((other, first))
    return found


def in_force(ledger: Ledger, commitment_id: Id) -> tuple[int, int]:
    """The first and the last day on which a commitment surely binds: from the day it was made and its condition met, until it is
    performed, ended, or its term is over. A breach does not end it. The first is after the last where it never surely binds.
    """
    known = ledger.lines(commitment_id)[0].known
    if known:
        if not known[0].definite:
            return NEVER, ALWAYS
        return max(course.detached for course in known), min(_last_bound(course) for course in known)
    case = ledger.case(ledger.record.commitments[commitment_id])
    if not case.definite:
        return NEVER, ALWAYS
    first = latest(case.made[1])
    if case.trigger is not None:
        first = max(first, NEVER if isinstance(case.trigger, Case) else latest(case.trigger[1]))
        bounds = case.bounds if case.due is None else (*case.bounds, case.due)
        if any(earliest(bound[1]) < first for bound in bounds):
            return NEVER, ALWAYS
    last = min((earliest(ending[1]) - 1 for ending, _ in case.endings), default=NEVER)
    if case.standard in ("refrain", "means"):
        last = min(last, _earliest_due(case))
    if case.standard != "refrain":
        days = [earliest(item.ref[1]) for item in case.items]
        last = min(last, *days) if days else last
    return first, last


def _earliest_due(case: Case) -> int:
    if case.due is not None:
        return earliest(case.due[1])
    if case.term is None:
        return NEVER
    base = case.base or case.trigger
    return ALWAYS if base is None or isinstance(base, Case) else case.term.after(earliest(base[1]))


def _last_bound(course: Course) -> int:
    ends = [course.ended - 1, course.done]
    if course.standard in ("refrain", "means"):
        ends.append(course.due)
    return min(ends)
