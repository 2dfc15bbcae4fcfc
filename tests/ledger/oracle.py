"""A second opinion: every possible world of a small record, each judged by walking through its days.

Written from docs/ledger.md alone, to be compared with the engine. It shares no code with `torgau.ledger`: it reads the
vocabulary and the sets of days of a date, looks at every day of every unknown date and at every half unit of every unknown
amount, keeps its own calendar arithmetic, and decides by stepping through a world from its first day to the day asked about.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from msgspec import UNSET

from torgau.dates import Days, When
from torgau.vocabulary import Commitment, Reading, Record

NEVER = 9_000_000
BEFORE_ALL = -9_000_000
HALF = Decimal("0.5")

Key = tuple[Any, ...]
World = dict[Key, Any]


class Unsettled(Exception):
    """The world does not say yet what this unknown is; `options` are all that it may be."""

    def __init__(self, key: Key, options: list[Any]) -> None:
        super().__init__(key)
        self.key = key
        self.options = options


class TooManyWorlds(Exception):
    """The record is too large for the oracle."""


def possible_verdicts(
    record: Record, commitment: Commitment, reading: Reading | None, on: int, known_by: int | None, most: int = 4000
) -> set[str]:
    """The verdict in every possible world."""
    found: set[str] = set()
    waiting: list[World] = [{}]
    visited = 0
    while waiting:
        world = waiting.pop()
        try:
            found.add(Judge(record, known_by, world).verdict(commitment, reading, on))
            visited += 1
            if visited > most:
                raise TooManyWorlds
        except Unsettled as unknown:
            if len(unknown.options) > most:
                raise TooManyWorlds from None
            waiting += [{**world, unknown.key: option} for option in unknown.options]
    return found


def months_later(day: int, months: int) -> int:
    start = date.fromordinal(day)
    count = start.year * 12 + start.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1])).toordinal()


@cache
def listed(days: Days, first: int, last: int) -> list[int]:
    """Every day of a set; of an unbounded one those close enough to the period for anything to depend on them."""
    return list(days if days.is_finite else days.clip(first - 60, last + 60))


@cache
def days_of_event(date: When | None, first: int, last: int) -> list[Any]:
    """Every day on which it may have been, or every first and last day."""
    if date is None:
        return listed(Days.anything(), first, last)
    if not date.extended:
        return listed(date.start, first, last)
    firsts = [BEFORE_ALL] if date.open_start else listed(date.start, first, last)
    lasts = [NEVER] if date.open_end else listed(date.end, first, last)
    return [(one, other) for one in firsts for other in lasts if one <= other]


@cache
def run_ends(days: Days, side: int) -> list[int]:
    """The first (0) or last (1) day of each run of days."""
    held = set(days)
    return sorted(day for day in held if day + (1 if side else -1) not in held)


class Judge:
    """One world, perhaps not yet settled in all it needs."""

    def __init__(self, record: Record, known_by: int | None, world: World, waiting_for: tuple[str, ...] = ()) -> None:
        self.record = record
        self.known_by = known_by
        self.world = world
        self.waiting_for = waiting_for
        self.noted: set[int] = set()
        """Every day on which something happened in a walk: a verdict can only change on one of these."""

    # --- the days of this world ---

    def choose(self, key: Key, options: list[Any]) -> Any:
        if len(options) == 1:
            return options[0]
        if key not in self.world:
            raise Unsettled(key, options)
        return self.world[key]

    def period(self) -> tuple[int, int]:
        period = self.record.manifest.torgau.period
        assert period.lo is not None
        assert period.hi is not None
        return period.lo, period.hi

    def seen(self, day: int, *recorded: tuple[Key, When | None]) -> int:
        """The day, if it is known by the day of knowledge."""
        if self.known_by is None:
            return day
        stated = [(key, when) for key, when in recorded if when is not None]
        for key, when in stated:
            if self.choose(("recorded", *key), listed(when.end, *self.period())) > self.known_by:
                return NEVER
        return day if stated or day <= self.known_by else NEVER

    def event(self, event_id: str, side: str) -> int:
        event = self.record.events.get(event_id)
        if event is None:
            return NEVER
        options = days_of_event(event.date, *self.period())
        day = self.choose(("event", event_id), options)
        if isinstance(day, tuple):
            day = day[side == "end"]
        return self.seen(day, (("event", event_id), event.recorded))

    def signed(self, instrument_id: str) -> int:
        instrument = self.record.instruments.get(instrument_id)
        if instrument is None or instrument.signed is None:
            return NEVER
        day = self.choose(("signed", instrument_id), listed(instrument.signed.end, *self.period()))
        return self.seen(day, (("instrument", instrument_id), instrument.recorded))

    def made(self, commitment_id: str) -> int:
        commitment = self.record.commitments.get(commitment_id)
        if commitment is None:
            return NEVER
        instrument = self.record.instruments[commitment.instrument]
        if commitment.made is not None:
            day = self.choose(("made", commitment_id), listed(commitment.made.end, *self.period()))
        elif instrument.signed is not None:
            day = self.choose(("signed", instrument.id), listed(instrument.signed.end, *self.period()))
        else:
            day = BEFORE_ALL
        return self.seen(
            day, (("commitment", commitment_id), commitment.recorded), (("instrument", instrument.id), instrument.recorded)
        )

    def last(self, key: Key, when: When) -> int:
        """Of a month its last day; of a set of rival dates the last day of one of them."""
        return self.choose(key, run_ends(when.end, 1))

    def first(self, key: Key, when: When) -> int:
        return self.choose(key, run_ends(when.start, 0))

    # --- the terms ---

    def term(self, commitment: Commitment, reading: Reading | None, name: str) -> Any:
        own = getattr(commitment, name)
        if reading is None:
            return own
        said = getattr(reading, name)
        inherits_none = name in ("standard", "definiteness", "performed_by", "breached_by", "ended_by")
        return own if said is UNSET or (said is None and inherits_none) else said

    # --- the verdict ---

    def verdict(self, commitment: Commitment, reading: Reading | None, on: int) -> str:
        get = lambda name: self.term(commitment, reading, name)  # noqa: E731
        where = (commitment.id, reading.id if reading else "")
        made = self.made(commitment.id)
        if on < made:
            return "not-yet-made"
        standard = get("standard")
        if get("definiteness") == "best-efforts" and standard == "result":
            standard = "means"
        acts_listed = bool(get("performed_by")) or bool(get("breached_by"))
        if get("definiteness") in ("principle-only", "no-amount", "not-a-promise") or standard == "aspiration":
            return "not-definite"
        if standard == "means" and not acts_listed:
            return "not-definite"

        # the condition
        trigger, deadline, term_ends = get("trigger"), get("deadline"), get("term_ends")
        waits_for_occasion = standard == "consult" and trigger is None and deadline is None and term_ends is None
        conditional = trigger is not None or waits_for_occasion
        trigger_day = NEVER
        if trigger is None:
            trigger_day = NEVER if waits_for_occasion else made
        elif trigger.event is not None:
            trigger_day = self.event(trigger.event, trigger.at)
        elif trigger.commitment is not None:
            trigger_day = self.performed(trigger.commitment, commitment.id)

        # the last admissible day
        due, hangs_on_trigger = NEVER, False
        end_of_term = NEVER if term_ends is None else self.last(("term", *where), term_ends)
        if standard == "refrain" and term_ends is not None:
            due = end_of_term
        elif deadline is not None:
            if deadline.by is not None:
                due = (
                    self.first(("by", *where), deadline.by) - 1 if deadline.exclusive else self.last(("by", *where), deadline.by)
                )
            elif deadline.after is not None:
                if deadline.after == "trigger":
                    base, hangs_on_trigger = trigger_day, conditional
                elif deadline.after == "made":
                    base = made
                else:
                    base = self.event(deadline.after, deadline.at)
                if BEFORE_ALL < base < NEVER:
                    due = months_later(base, deadline.months) + 7 * deadline.weeks + deadline.days
                    length = deadline.months + deadline.weeks + deadline.days
                    due -= int(deadline.counts_first_day and length > 0) + int(deadline.exclusive)
        elif term_ends is not None and (standard == "means" or not conditional):
            due = end_of_term
        window = NEVER
        if conditional:
            if trigger is not None and trigger.until is not None:
                window = self.last(("until", *where), trigger.until)
            if trigger is not None and term_ends is not None:
                window = min(window, end_of_term)
            if not hangs_on_trigger:
                window = min(window, due)

        # what happens on which day
        happenings: list[tuple[int, int, str, Any]] = []
        if conditional:
            happenings.append((trigger_day, 1, "trigger", None))
            happenings.append((window + 1, 0, "window closes", None))
        owed, performing = get("owed"), get("performed_by")
        parts = sum(item.part for item in performing)
        enough = Decimal(parts or 1) if owed is None else owed.value * (1 - owed.tolerance)
        if standard != "refrain":
            for at, item in enumerate(performing):
                day = self.event(item.event, "end")
                if day <= on:
                    happenings.append((day, 2, "performance", (at, item)))
        happenings += [(self.event(act.event, "start"), 3, "act", None) for act in get("breached_by")]
        for at, ended in enumerate(get("ended_by")):
            day = self.ending_day(ended)
            if ended.how == "suspended":
                until = NEVER if ended.until is None else self.last(("suspended", *where, at), ended.until)
                happenings.append((day, 4, "suspension", until))
            else:
                happenings.append((day, 5, "ending", ended.how))
        # A reading that says itself what ended the promise leaves out what the later promise says.
        inherits = reading is None or reading.ended_by is None
        for other in sorted(self.record.commitments) if inherits else ():
            if commitment.id in self.record.commitments[other].supersedes and other != commitment.id:
                happenings.append((self.made(other), 5, "ending", "superseded"))
        happenings.sort(key=lambda one: one[:2])
        self.noted |= {made, due + 1, *(day for day, *_ in happenings)}

        met, expired, breached, done, ended_how, over = not conditional, False, False, None, None, False
        total = Decimal(0)
        suspended: list[tuple[int, int]] = []
        for day, _, what, detail in happenings:
            if day > on:
                break
            if ended_how is not None:
                break
            if what == "window closes" and not met:
                expired = True
            elif what == "trigger" and not expired:
                met = True
            elif what == "performance" and not expired and done is None:
                total += self.amount(where, detail, owed, enough, parts)
                done = day if total >= enough else None
            elif what == "act" and day >= made and not expired:
                free = not any(start < day <= until for start, until in suspended)
                if standard == "refrain":
                    breached = breached or (met and free and day <= due)
                elif standard == "means":
                    breached = breached or (free and day <= due and not over)
                elif done is None:
                    breached = breached or free
            elif what == "suspension" and made <= day <= due and not breached and not expired:
                suspended.append((day, detail))
                if standard in ("result", "consult") and due <= detail and (done is None):
                    due = NEVER
            elif what == "ending" and made <= day <= due and not breached and not expired:
                if done is None:
                    ended_how = detail
                else:
                    over = True

        if ended_how is not None:
            return str(ended_how)
        if breached and standard in ("refrain", "means"):
            return "breached"
        if done is not None:
            return "kept" if done <= due else "kept-late"
        if any(start <= on <= until for start, until in suspended):
            return "suspended"
        if expired:
            return "expired"
        if breached:
            return "breached"
        if not met:
            return "conditional"
        if on <= due:
            return "pending"
        claimed = self.complete(commitment)
        if standard == "refrain":
            return "kept" if claimed >= due else "unproven"
        return "breached" if standard != "means" and claimed >= on else "unproven"

    def ending_day(self, ended: Any) -> int:
        if ended.event is not None:
            return self.event(ended.event, "end")
        if ended.commitment is not None:
            return self.made(ended.commitment)
        return self.signed(ended.instrument) if ended.instrument is not None else NEVER

    def amount(self, where: Key, detail: Any, owed: Any, enough: Decimal, parts: int) -> Decimal:
        at, item = detail
        if owed is None:
            return Decimal(1) if item.part else enough
        if item.value is not None:
            return Decimal(item.value)
        low = item.low if item.low is not None else Decimal(0)
        high = item.high if item.high is not None else max(low, enough) + 1
        steps = int((high - low) / HALF)
        value: Decimal = self.choose(("amount", *where, at), [low + HALF * step for step in range(steps + 1)])
        return value

    def performed(self, commitment_id: str, asking: str) -> int:
        """The first day on which another commitment counts as kept, on time or late; a circle is never closed."""
        other = self.record.commitments.get(commitment_id)
        if other is None or commitment_id == asking or commitment_id in self.waiting_for:
            return NEVER
        inner = Judge(self.record, self.known_by, self.world, (*self.waiting_for, asking))
        inner.verdict(other, None, NEVER - 1)
        for day in sorted(inner.noted):
            if inner.verdict(other, None, day) in ("kept", "kept-late"):
                return day
        return NEVER

    def complete(self, commitment: Commitment) -> int:
        when = commitment.evidence_complete or self.record.manifest.torgau.evidence_complete
        if not commitment.evidence_claimed or when is None:
            return BEFORE_ALL
        assert when.hi is not None
        return when.hi if self.known_by is None else min(when.hi, self.known_by)
