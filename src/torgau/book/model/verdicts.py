"""The seam to the ledger: its verdicts in the form in which pages print them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from torgau.charts.quantities import grouped
from torgau.dates import parse_day
from torgau.ledger.pages import CommitmentVerdict, Ledger
from torgau.ledger.verdict import DayRange, NumberRange, Share, Verdict
from torgau.vocabulary import Commitment, Id, Record


@dataclass(frozen=True)
class AmountView:
    """What was owed and what is proven performed, in one unit, as text."""

    owed: str
    performed: str
    ratio: str
    unit: str


@dataclass(frozen=True)
class ReadingView:
    """The verdict under one reading. `main`: the text as the pack takes it; `words`: those that a rival reading relies on.

    `lateness` says in words how the day of performance lies to the day due; `late` that it lies after it in every case.
    """

    id: Id
    main: bool
    words: str
    by: tuple[Id, ...]
    note: str
    verdict: str
    possible: tuple[str, ...]
    due: str
    done: str
    lateness: str
    late: bool
    amount: AmountView | None
    why: tuple[str, ...]


@dataclass(frozen=True)
class CommitmentView:
    """The verdict on one commitment and those under every reading, the main one first."""

    commitment: Id
    verdict: str
    possible: tuple[str, ...]
    readings: tuple[ReadingView, ...]
    flags: tuple[str, ...]
    conflicts: tuple[Id, ...]
    depends_on: tuple[Id, ...]

    @property
    def main(self) -> ReadingView:
        """The reading of the text as the pack takes it."""
        return self.readings[0]


def verdicts_on(record: Record, day: str) -> Mapping[Id, CommitmentView]:
    """The verdict on every commitment on a day (ISO)."""
    ledger, on = Ledger(record), parse_day(day)
    return {each.id: _view(each, ledger.verdict(each.id, on)) for each in record.commitments.values()}


def _view(commitment: Commitment, found: CommitmentVerdict) -> CommitmentView:
    notes = {reading.id: reading.note for reading in commitment.readings}
    readings = tuple(_reading(each, at == 0, notes.get(each.reading, "")) for at, each in enumerate(found.verdicts))
    return CommitmentView(
        commitment=commitment.id,
        verdict=found.verdict,
        possible=found.possible,
        readings=readings,
        flags=found.flags,
        conflicts=found.main.conflicts,
        depends_on=tuple(each for each in found.depends_on if each != commitment.id),
    )


def _reading(verdict: Verdict, main: bool, note: str) -> ReadingView:
    days = verdict.timing.days
    return ReadingView(
        id=verdict.reading,
        main=main,
        words=verdict.words,
        by=verdict.by,
        note=note,
        verdict=verdict.verdict,
        possible=verdict.possible,
        due=verdict.timing.due or "",
        done=verdict.timing.done or "",
        lateness=_lateness(days),
        late=days.low is not None and days.low > 0 if isinstance(days, DayRange) else days is not None and days > 0,
        amount=_amount(verdict.amount) if verdict.amount else None,
        why=verdict.why,
    )


def _lateness(days: int | DayRange | None) -> str:
    if days is None:
        return ""
    if isinstance(days, DayRange):
        if days.low is None or days.high is None:
            known = days.low if days.high is None else days.high
            bound = "or more" if days.high is None else "or less"
            return "not known" if known is None else f"{_late(known)}, {bound}"
        return _between(days.low, days.high)
    return _late(days)


def _between(low: int, high: int) -> str:
    """A range of days after the day due, negative ones before it."""
    if low == high:
        return _late(low)
    if low > 0:
        return f"{low:,} to {high:,} days late"
    if high < 0:
        return f"{-high:,} to {-low:,} days early"
    if low == 0:
        return f"up to {_late(high)}"
    return f"up to {_late(low)}" if high == 0 else f"{_late(low)} to {_late(high)}"


def _late(days: int) -> str:
    if days == 0:
        return "on the last day"
    return f"{abs(days):,} day{'' if abs(days) == 1 else 's'} {'late' if days > 0 else 'early'}"


def _amount(share: Share) -> AmountView:
    return AmountView(_number(share.owed), _number(share.performed), _number(share.ratio), share.unit)


def _number(held: str | NumberRange | None) -> str:
    if held is None:
        return ""
    if isinstance(held, NumberRange):
        return f"{_number(held.low) or '?'} to {_number(held.high) or '?'}"
    try:
        return grouped(Decimal(held))
    except InvalidOperation:
        return held
