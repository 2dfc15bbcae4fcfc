"""The days that the record gives, each with a name of its own, so that one unknown stays one unknown wherever it is used."""

from __future__ import annotations

from typing import NamedTuple

from torgau.dates import FIRST_DAY, Days, When
from torgau.ledger.rules import ALWAYS, NEVER
from torgau.vocabulary import Commitment, Id, Instrument, Record


class Moment(NamedTuple):
    """One day of one entry.

    `part` is `day` (an event that is one day), `first` or `last` (an extended event), `signed` or `in-force` (an instrument),
    `made` (a commitment); a bound written in the terms of a commitment has the name of its field (`by`, `until`, ...).
    """

    kind: str
    id: Id
    part: str


class Unknown(NamedTuple):
    """A day that is not known: one of `days`, or, with `or_never`, none at all (nobody may know of it by the day of knowledge).

    A day after `hidden_after` is not known by the day of knowledge either: there it counts as never.
    """

    days: Days
    or_never: bool = False
    hidden_after: int = NEVER

    @property
    def visible(self) -> Days:
        """The days that count."""
        return self.days if self.hidden_after == NEVER else self.days.clip(hi=self.hidden_after)

    @property
    def may_be_hidden(self) -> bool:
        """Whether it may be that no day counts."""
        return self.or_never or self.hidden_after != NEVER

    def seen(self, day: int) -> int:
        """The day as it counts."""
        return day if day <= self.hidden_after else NEVER


Day = int | Unknown
"""A known day (`NEVER` and `ALWAYS` included) or an unknown one."""


def earliest(day: Day) -> int:
    """The first day that it may be; ALWAYS where there is none."""
    if isinstance(day, int):
        return day
    lo = day.visible.lo
    return ALWAYS if lo is None else lo


def latest(day: Day) -> int:
    """The last day that it may be; NEVER where there is none, or where it may be that no day counts."""
    if isinstance(day, int):
        return day
    hi = day.visible.hi
    return NEVER if hi is None or day.may_be_hidden else hi


class Dates:
    """Looks up the days of a record, as far as they are known by the day `known_by` (None: all of it).

    An entry is known from the day it was `recorded`; without that, each of its days is known when it comes. An entry that the
    record does not hold never happened.
    """

    def __init__(self, record: Record, known_by: int | None = None) -> None:
        self.record = record
        self.known_by = known_by

    def event(self, event_id: Id, last: bool) -> tuple[Moment, Day]:
        """The last (or first) day of an event. Of an event that is one day both are the same moment."""
        event = self.record.events.get(event_id)
        if event is None:
            return Moment("event", event_id, "day"), NEVER
        when = event.date
        if when is None:
            return Moment("event", event_id, "day"), self._seen(Days.anything(), event.recorded)
        if not when.extended:
            return Moment("event", event_id, "day"), self._seen(when.start, event.recorded)
        if last:
            return Moment("event", event_id, "last"), NEVER if when.open_end else self._seen(when.end, event.recorded)
        return Moment("event", event_id, "first"), ALWAYS if when.open_start else self._seen(when.start, event.recorded)

    def signed(self, instrument_id: Id) -> tuple[Moment, Day]:
        """The day on which an instrument was concluded."""
        return self._of_instrument(instrument_id, "signed")

    def in_force(self, instrument_id: Id) -> tuple[Moment, Day]:
        """The day on which an instrument came into force; NEVER where the record names none."""
        return self._of_instrument(instrument_id, "in-force")

    def _of_instrument(self, instrument_id: Id, part: str) -> tuple[Moment, Day]:
        moment = Moment("instrument", instrument_id, part)
        instrument = self.record.instruments.get(instrument_id)
        when = None if instrument is None else instrument.signed if part == "signed" else instrument.in_force
        if instrument is None or when is None:
            return moment, NEVER
        return moment, self._seen(when.end, instrument.recorded)

    def made(self, commitment_id: Id) -> tuple[Moment, Day]:
        """The day on which a commitment was made: its own `made`, else the day its instrument was signed.

        Where the record names neither, it counts as made before every day. A commitment not known by the day of knowledge
        counts as not made.
        """
        own = Moment("commitment", commitment_id, "made")
        commitment = self.record.commitments.get(commitment_id)
        if commitment is None:
            return own, NEVER
        instrument = self.record.instruments.get(commitment.instrument)
        when, moment = commitment.made, own
        if when is None and instrument is not None:
            when, moment = instrument.signed, Moment("instrument", instrument.id, "signed")
        latest = self._published(commitment, instrument)
        if when is not None:
            day = self._seen(when.end, latest)
            return own if isinstance(day, Unknown) and day.or_never else moment, day
        if latest is None:
            return own, ALWAYS
        day = self._seen(Days.single(FIRST_DAY), latest)
        return own, ALWAYS if day == FIRST_DAY else day

    def movement(self, flow: Id, part: str, days: Days) -> tuple[Moment, Day]:
        """The day of a movement of goods or money, one of `days`."""
        return Moment("flow", flow, part), self._seen(days, None)

    def _published(self, commitment: Commitment, instrument: Instrument | None) -> When | None:
        """The later of the days on which a commitment and its instrument were recorded, where that matters."""
        if self.known_by is None:
            return None
        both = (commitment.recorded, instrument.recorded if instrument is not None else None)
        stated = [when for when in both if when is not None]
        return max(stated, key=lambda when: NEVER if when.hi is None else when.hi, default=None)

    def _seen(self, days: Days, recorded: When | None) -> Day:
        by = self.known_by
        if by is not None and recorded is not None:
            known = recorded.end
            if known.lo is not None and known.lo > by:
                return NEVER
            if known.hi is None or known.hi > by:
                return Unknown(days, or_never=True)
        elif by is not None:
            if days.lo is not None and days.lo > by:
                return NEVER
            if days.hi is None or days.hi > by:
                return Unknown(days, hidden_after=by)
        return _single(days)


def last_days(when: When | None, commitment_id: Id, field: str) -> tuple[Moment, Day]:
    """A bound written in the terms: of a month or a year its last day; of a set of rival dates the last day of each run.

    NEVER where there is none or where it is open.
    """
    moment = Moment("term", commitment_id, field)
    if when is None:
        return moment, NEVER
    if len(when.end.ranges) == 1:
        hi = when.end.ranges[0][1]
        return moment, NEVER if hi is None else hi
    ends = [hi for _, hi in when.end.ranges if hi is not None]
    if len(ends) < len(when.end.ranges):
        return moment, NEVER
    return moment, _single(Days((day, day) for day in ends))


def first_days(when: When, commitment_id: Id, field: str) -> tuple[Moment, Day]:
    """The first day of a bound written in the terms (of each run of a set of rival dates)."""
    starts = [lo for lo, _ in when.start.ranges if lo is not None]
    moment = Moment("term", commitment_id, field)
    return moment, _single(Days((day, day) for day in starts)) if starts else ALWAYS


def _single(days: Days) -> Day:
    ranges = days.ranges
    if len(ranges) == 1:
        lo, hi = ranges[0]
        if lo is not None and lo == hi:
            return lo
    return Unknown(days)
