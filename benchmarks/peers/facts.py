"""A record as plain tables of terms and of the first and last possible days, which both peers read.

Only what is written in the record: no condition is looked up, no day counted, no verdict hinted at. The peers know a part of the
ledger's language, which `tables` enforces (`NotInLanguage`):

- the day on which a promise was made, and every bound in its terms, is one known day;
- `result` with performances, a condition that is an event, a deadline by a day, after the condition or after the making, at most
  one ending and at most one suspension; or `refrain` with contrary acts and a term, and nothing else;
- amounts are whole numbers;
- no event has two parts in one promise, and stretches have known bounds: so the unknown days are independent of each other.

Links that only raise flags (conflicts, promises in return) are left out: the peers are asked for verdicts.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from msgspec import UNSET

from torgau.dates import When
from torgau.vocabulary import Commitment, Reading, Record

NEVER = 9_000_000
"""A day after all others, for tables that need a number."""


class NotInLanguage(ValueError):
    """The record says something that the peers are not made for."""


class Tables(NamedTuple):
    """Days are ordinals. A case is one commitment under one reading; `name` its id and the reading's place (0: its own terms).

    `cases`: (case, standard, made, due by or None, months, days, counted from `trigger`, `made` or None, `until` or None, amount
    that is enough or None, last day of complete evidence or 0). `triggers`, `acts`: (case, event). `items`: (case, event, least,
    most). `endings`: (case, how, event or None, day or None). `suspensions`: (case, event, last day). `runs`: (event, first or
    last possible day of ...): one row for each unbroken run of possible days, `whole` the run of the last day, `begins` that of
    the first.
    """

    names: list[tuple[str, int]]
    cases: list[tuple[int, str, int, int | None, int, int, str | None, int | None, int | None, int]]
    triggers: list[tuple[int, int]]
    acts: list[tuple[int, int]]
    items: list[tuple[int, int, int, int]]
    endings: list[tuple[int, str, int | None, int | None]]
    suspensions: list[tuple[int, int, int]]
    runs: list[tuple[int, int, int]]


def tables(record: Record) -> Tables:
    """The tables of a record; NotInLanguage where it says more than they can hold."""
    return _Writer(record).out


class _Writer:
    def __init__(self, record: Record) -> None:
        self.record = record
        self.out = Tables([], [], [], [], [], [], [], [])
        self.events: dict[tuple[str, str], int] = {}
        self.newer: dict[str, list[Commitment]] = {}
        for one in record.commitments.values():
            for older in one.supersedes:
                self.newer.setdefault(older, []).append(one)
        for commitment in record.commitments.values():
            for at, reading in enumerate((None, *commitment.readings)):
                self.case(commitment, reading, at)

    def case(self, commitment: Commitment, reading: Reading | None, at: int) -> None:
        number = len(self.out.names)
        self.out.names.append((commitment.id, at))
        deadline = commitment.deadline
        if reading is not None:
            _need(reading.deadline is not UNSET, "a reading that leaves the deadline as it is")
            others = (reading.trigger, reading.owed, reading.term_ends)
            _need(all(each is UNSET for each in others) and reading.performed_by is None, "a reading of other terms")
            deadline = reading.deadline  # type: ignore[assignment]
        _need(commitment.definiteness == "definite" and commitment.standard in ("result", "refrain"), "this standard")
        refrains = commitment.standard == "refrain"
        used: list[str] = []
        trigger, until = commitment.trigger, None
        if trigger is not None:
            _need(not refrains and trigger.event is not None and trigger.at == "end", "this condition")
            self.out.triggers.append((number, self.event(trigger.event, "last", used)))
            until = None if trigger.until is None else _day(trigger.until)
        by, months, days, counted_from = None, 0, 0, None
        if refrains:
            _need(deadline is None and commitment.term_ends is not None, "a refrain without a term, or with a deadline")
            by = _day(commitment.term_ends)
        else:
            _need(commitment.term_ends is None and not commitment.breached_by, "a result with a term or with contrary acts")
        if deadline is not None and deadline.by is not None:
            by = _day(deadline.by)
        elif deadline is not None and deadline.after is not None:
            _need(deadline.after in ("trigger", "made") and not deadline.exclusive and not deadline.counts_first_day, "this term")
            months, days, counted_from = deadline.months, deadline.days + 7 * deadline.weeks, deadline.after
        enough = self.items(number, commitment, used) if not refrains else None
        self.out.acts.extend((number, self.event(act.event, "first", used)) for act in commitment.breached_by)
        self.endings(number, commitment, refrains, used)
        _need(len(used) == len(set(used)), "an event with two parts in one promise")
        complete = commitment.evidence_complete or self.record.manifest.torgau.evidence_complete
        claimed = _day(complete) if complete is not None and commitment.evidence_claimed else 0
        made = commitment.made or self.record.instruments[commitment.instrument].signed
        row = (number, commitment.standard, _day(made), by, months, days, counted_from, until, enough, claimed)
        self.out.cases.append(row)

    def items(self, number: int, commitment: Commitment, used: list[str]) -> int | None:
        """Writes the performances; gives the amount that is enough."""
        owed = commitment.owed
        for item in commitment.performed_by:
            event = self.event(item.event, "last", used)
            low, high = (item.low, item.high) if item.value is None else (item.value, item.value)
            if owed is None:
                _need(not item.part, "parts without an amount")
                low = high = Decimal(1)
            self.out.items.append((number, event, _whole(low), _whole(high)))
        if owed is None:
            return 1
        return int((owed.value * (1 - owed.tolerance)).to_integral_value(ROUND_CEILING))

    def endings(self, number: int, commitment: Commitment, refrains: bool, used: list[str]) -> None:
        ended: set[tuple[str, int | None, int | None]] = set()
        for one in commitment.ended_by:
            if one.how == "suspended":
                _need(one.event is not None and one.until is not None, "this suspension")
                self.out.suspensions.append((number, self.event(one.event, "last", used), _day(one.until)))
            elif one.event is not None:
                ended.add((one.how, self.event(one.event, "last", used), None))
            else:
                _need(one.commitment is not None, "this ending")
                ended.add((one.how, None, self.made(str(one.commitment))))
        ended |= {("superseded", None, self.made(newer.id)) for newer in self.newer.get(commitment.id, ())}
        suspended = sum(one.how == "suspended" for one in commitment.ended_by)
        _need(len(ended) <= 1 and suspended <= 1 and not (refrains and (ended or suspended)), "so many endings")
        self.out.endings.extend((number, *one) for one in ended)

    def made(self, commitment_id: str) -> int:
        commitment = self.record.commitments[commitment_id]
        return _day(commitment.made or self.record.instruments[commitment.instrument].signed)

    def event(self, event_id: str | None, side: str, used: list[str]) -> int:
        """The number of the first or the last day of an event."""
        assert event_id is not None
        used.append(event_id)
        when = self.record.events[event_id].date
        assert when is not None
        key = (event_id, side if when.extended else "")
        number = self.events.get(key)
        if number is None:
            number = self.events[key] = len(self.events)
            days = when.start if side == "first" else when.end
            _need(days.is_finite and (not when.extended or days.is_single), "an event without bounds")
            self.out.runs.extend((number, lo, hi) for lo, hi in days.ranges if lo is not None and hi is not None)
        return number


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise NotInLanguage(f"the peers are not made for {what}")


def _day(when: When | None) -> int:
    _need(when is not None and when.is_single_day, "a bound that is not one known day")
    assert when is not None
    assert when.lo is not None
    return when.lo


def _whole(amount: Decimal | None) -> int:
    _need(amount is not None and amount == amount.to_integral_value(), "an amount that is not a whole number")
    assert amount is not None
    return int(amount)
