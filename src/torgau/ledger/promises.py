"""From a commitment and a reading to a `Case`: all that its verdict is computed from, with the days looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from msgspec import UNSET

from torgau.dates import FIRST_DAY, LAST_DAY, DateError, Days, Duration, add
from torgau.ledger.moments import Dates, Day, Moment, first_days, last_days
from torgau.ledger.rules import ALWAYS, NEVER
from torgau.vocabulary import Commitment, Id, Reading
from torgau.vocabulary.commitments import Breach, Deadline, EndedBy, Owed, Performance, ThroughFlow, Trigger

AS_WRITTEN = "as-written"
TEXT = "text"
INDEFINITE = ("principle-only", "no-amount", "not-a-promise")
INFINITE = Decimal("Infinity")
_ZERO, _ONE = Decimal(0), Decimal(1)

Ref = tuple[Moment, Day]
"""A moment of the record and its day."""


class Terms(NamedTuple):
    """The terms of a commitment under one reading."""

    reading: Id
    standard: str
    definiteness: str
    trigger: Trigger | None
    deadline: Deadline | None
    term_ends: Any
    owed: Owed | None
    performed_by: tuple[Performance, ...]
    performed_through: tuple[ThroughFlow, ...]
    breached_by: tuple[Breach, ...]
    ended_by: tuple[EndedBy, ...]
    endings_inherited: bool = True
    """False for a reading that says itself what ended the promise: then no later promise supersedes it unsaid."""

    @property
    def effective(self) -> str:
        """The standard that the verdict is judged by: best efforts to reach a result are owed as means."""
        return "means" if self.definiteness == "best-efforts" and self.standard == "result" else self.standard

    @property
    def indefinite_because(self) -> str:
        """Why no verdict can be given, "" where one can."""
        if self.definiteness in INDEFINITE:
            return self.definiteness
        if self.effective == "aspiration":
            return "aspiration"
        if self.effective == "means" and not (self.performed_by or self.performed_through or self.breached_by):
            return "no-acts"
        return ""


class Term(NamedTuple):
    """A length of time from a base day to the last admissible day: calendar months first, then days (weeks included).

    `counts_first_day` and `exclusive` each take one day off.
    """

    months: int
    days: int
    counts_first_day: bool
    exclusive: bool

    @property
    def duration(self) -> Duration:
        """The length as it is told."""
        return Duration(months=self.months, days=self.days)

    @property
    def offset(self) -> int:
        """The days to add once the months are counted."""
        return self.days - (self.counts_first_day and bool(self.months or self.days)) - self.exclusive

    def after(self, day: int) -> int:
        """The last admissible day counted from `day`; NEVER where the base does not come or the calendar ends."""
        if not FIRST_DAY <= day <= LAST_DAY:
            return NEVER
        if not self.months:
            return day + self.offset
        return _months_after(day, self.months) + self.offset


@lru_cache(maxsize=65536)
def _months_after(day: int, months: int) -> int:
    try:
        return add(day, Duration(months=months))
    except DateError:
        return NEVER


class Item(NamedTuple):
    """One performing event: the day it is complete, and how much it proves, at least and at most."""

    ref: Ref
    low: Decimal
    high: Decimal


class Case(NamedTuple):
    """One commitment under one reading. `trigger` is None (unconditional), a day, or another case that must be performed.

    `due` is the last admissible day where it is stated; otherwise it is `term` after `base` (None: after the trigger). `bounds`
    are last days on which the trigger can come. The promise is performed when the `items` reach `threshold`.
    """

    id: Id
    reading: Id
    standard: str
    definite: bool
    made: Ref
    trigger: Ref | Case | None
    bounds: tuple[Ref, ...]
    due: Ref | None
    base: Ref | None
    term: Term | None
    items: tuple[Item, ...]
    threshold: Decimal
    acts: tuple[Ref, ...]
    endings: tuple[tuple[Ref, str], ...]
    suspensions: tuple[tuple[Ref, Ref], ...]
    complete: int


def main_reading(commitment: Commitment) -> Id:
    """The name of the commitment's own terms: one reading among others, or the only one."""
    return TEXT if commitment.readings and all(reading.id != TEXT for reading in commitment.readings) else AS_WRITTEN


def reading_ids(commitment: Commitment) -> tuple[Id, ...]:
    """The commitment's own terms first, then its readings."""
    return main_reading(commitment), *(reading.id for reading in commitment.readings)


def terms_of(commitment: Commitment, reading: Reading | None = None) -> Terms:
    """The terms under a reading: what it does not say is as in the commitment."""
    if reading is None:
        return Terms(
            main_reading(commitment),
            commitment.standard,
            commitment.definiteness,
            commitment.trigger,
            commitment.deadline,
            commitment.term_ends,
            commitment.owed,
            commitment.performed_by,
            commitment.performed_through,
            commitment.breached_by,
            commitment.ended_by,
        )
    own: dict[str, Any] = {}
    for name in Terms._fields[1:-1]:
        said = getattr(reading, name)
        own[name] = getattr(commitment, name) if said is UNSET or (said is None and name in _NONE_INHERITS) else said
    return Terms(reading=reading.id, **own, endings_inherited=reading.ended_by is None)


_NONE_INHERITS = frozenset({"standard", "definiteness", "performed_by", "performed_through", "breached_by", "ended_by"})


def case_of(
    dates: Dates,
    newer: Mapping[Id, tuple[Id, ...]],
    commitment: Commitment,
    reading: Reading | None = None,
    chain: frozenset[Id] = frozenset(),
) -> Case:
    """Look up the days of one commitment under one reading.

    `newer` names the commitments that supersede each; `chain` the commitments that wait for this one: a condition that runs in
    a circle is never met.
    """
    terms = terms_of(commitment, reading)
    made = dates.made(commitment.id)
    standard = terms.effective
    definite = not terms.indefinite_because
    if not definite:
        return Case(commitment.id, terms.reading, standard, False, made, *_NOTHING)
    trigger, bounds = _trigger(dates, newer, commitment, terms, chain)
    due, base, term = _due(dates, commitment, terms, trigger, made)
    if trigger is not None and terms.term_ends is not None:
        bounds = (*bounds, last_days(terms.term_ends, commitment.id, f"{terms.reading}.term_ends"))
    items, threshold = _items(dates, terms) if standard != "refrain" else ((), _ONE)
    endings, suspensions = _endings(dates, newer, commitment, terms)
    return Case(
        commitment.id,
        terms.reading,
        standard,
        True,
        made,
        trigger,
        bounds,
        due,
        base,
        term,
        items,
        threshold,
        tuple([dates.event(act.event, last=False) for act in terms.breached_by]),
        endings,
        suspensions,
        evidence_day(dates, commitment),
    )


_NOTHING: tuple[Any, ...] = (None, (), None, None, None, (), _ONE, (), (), (), ALWAYS)


def _trigger(
    dates: Dates, newer: Mapping[Id, tuple[Id, ...]], commitment: Commitment, terms: Terms, chain: frozenset[Id]
) -> tuple[Ref | Case | None, tuple[Ref, ...]]:
    trigger = terms.trigger
    nothing = Moment("term", commitment.id, "trigger"), NEVER
    if trigger is None:
        waits = terms.effective == "consult" and terms.deadline is None and terms.term_ends is None
        return (nothing if waits else None), ()
    bounds = (last_days(trigger.until, commitment.id, f"{terms.reading}.until"),) if trigger.until is not None else ()
    if trigger.event is not None:
        return dates.event(trigger.event, last=trigger.at == "end"), bounds
    other = dates.record.commitments.get(trigger.commitment) if trigger.commitment is not None else None
    if other is None or other.id in chain or other.id == commitment.id:
        return nothing, bounds
    return case_of(dates, newer, other, None, chain | {commitment.id}), bounds


def _due(
    dates: Dates, commitment: Commitment, terms: Terms, trigger: Ref | Case | None, made: Ref
) -> tuple[Ref | None, Ref | None, Term | None]:
    deadline, field = terms.deadline, f"{terms.reading}.deadline"
    ends = last_days(terms.term_ends, commitment.id, f"{terms.reading}.term_ends") if terms.term_ends is not None else None
    if ends is not None and (
        terms.effective == "refrain" or (deadline is None and (trigger is None or terms.effective == "means"))
    ):
        return ends, None, None
    if deadline is None:
        return None, None, None
    if deadline.by is not None:
        if not deadline.exclusive:
            return last_days(deadline.by, commitment.id, field), None, None
        moment, first = first_days(deadline.by, commitment.id, field)
        return (moment, first - 1 if isinstance(first, int) else first._replace(days=first.days.shift(-1))), None, None
    if deadline.after is None:
        return None, None, None
    term = Term(deadline.months, 7 * deadline.weeks + deadline.days, deadline.counts_first_day, deadline.exclusive)
    if deadline.after == "trigger":
        return None, (made if trigger is None else None), term
    if deadline.after == "made":
        return None, made, term
    if deadline.after == "in-force":
        return None, dates.in_force(commitment.instrument), term
    return None, dates.event(deadline.after, last=deadline.at == "end"), term


def _items(dates: Dates, terms: Terms) -> tuple[tuple[Item, ...], Decimal]:
    listed = terms.performed_by
    if terms.owed is None:
        parts = sum([performance.part for performance in listed])
        whole = Decimal(parts) if parts else _ONE
        shares = [_ONE if performance.part else whole for performance in listed]
        return tuple(
            [
                Item(dates.event(performance.event, last=True), share, share)
                for performance, share in zip(listed, shares, strict=True)
            ]
        ), whole
    items = []
    for performance in listed:
        if performance.value is not None:
            low = high = performance.value
        else:
            low = performance.low if performance.low is not None else _ZERO
            high = performance.high if performance.high is not None else INFINITE
        items.append(Item(dates.event(performance.event, last=True), low, high))
    for index, through in enumerate(terms.performed_through):
        items += _through(dates, through, terms.owed.unit, index)
    return tuple(items), terms.owed.value * (1 - terms.owed.tolerance)


def _through(dates: Dates, through: ThroughFlow, unit: str, index: int) -> Iterator[Item]:
    """One item for each span of days on which something entered the stage."""
    from torgau.flow.performance import proofs

    for at, proof in enumerate(proofs(dates.record, through, unit)):
        ref = dates.movement(through.flow, f"{index}.{at}", Days.between(proof.first, proof.last))
        yield Item(ref, proof.low, INFINITE if proof.high is None else proof.high)


def _endings(
    dates: Dates, newer: Mapping[Id, tuple[Id, ...]], commitment: Commitment, terms: Terms
) -> tuple[tuple[tuple[Ref, str], ...], tuple[tuple[Ref, Ref], ...]]:
    endings: list[tuple[Ref, str]] = []
    suspensions: list[tuple[Ref, Ref]] = []
    for at, ended in enumerate(terms.ended_by):
        if ended.event is not None:
            ref = dates.event(ended.event, last=True)
        elif ended.commitment is not None:
            ref = dates.made(ended.commitment)
        elif ended.instrument is not None:
            ref = dates.signed(ended.instrument)
        else:
            continue
        if ended.how == "suspended":
            suspensions.append((ref, last_days(ended.until, commitment.id, f"{terms.reading}.suspended.{at}")))
        else:
            endings.append((ref, ended.how))
    if terms.endings_inherited:
        endings.extend((dates.made(other), "superseded") for other in newer.get(commitment.id, ()))
    return tuple(endings), tuple(suspensions)


def evidence_day(dates: Dates, commitment: Commitment) -> int:
    """The day up to which the record of performance is claimed complete, as far as known; ALWAYS where nobody claims it."""
    when = commitment.evidence_complete or dates.record.manifest.torgau.evidence_complete
    if not commitment.evidence_claimed or when is None:
        return ALWAYS
    day = when.hi if when.hi is not None else NEVER - 1
    return day if dates.known_by is None else min(day, dates.known_by)
