"""Days between entries: exact where both days are known, a range where they are not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from torgau.dates import Days, When, calendar_difference, gap, in_words
from torgau.vocabulary import Commitment, Event, Id, Instrument, Office, Record, Status

Side = Literal["start", "end"]


class Lag(msgspec.Struct, frozen=True, kw_only=True):
    """The days from one entry to another, at least `least` and at most `most` (None: no bound); negative to an earlier one.

    `words` gives an exact lag in years, months and days, the first day not counted.
    """

    start: Id
    end: Id
    start_date: When
    end_date: When
    least: int | None
    most: int | None
    words: str = ""

    @property
    def days(self) -> int | None:
        """The exact number of days, or None where it is a range."""
        return self.least if self.least == self.most else None


def lag(
    record: Record, start: Id, ends: Iterable[Id], *, start_side: Side = "start", end_side: Side = "start"
) -> tuple[Lag, ...]:
    """The days from `start` to each of `ends`, in the order asked.

    Entries are events, instruments (when signed), commitments (when made), statuses and offices. Of something extended the first
    day counts, or the last where the side says so; the end of a status is the first day on which it no longer held. Entries
    without such a date are left out. KeyError for an unknown id.
    """
    origin = date_of(record, start, start_side)
    found = []
    for end in ends:
        other = date_of(record, end, end_side)
        if origin is None or other is None:
            continue
        from_days, to_days = _side(origin, start_side), _side(other, end_side)
        # An entry and itself: one unknown day, not two.
        least, most = (0, 0) if (start, start_side) == (end, end_side) else gap(from_days, to_days)
        words = _in_words(from_days, to_days) if least == most else ""
        found.append(Lag(start=start, end=end, start_date=origin, end_date=other, least=least, most=most, words=words))
    return tuple(found)


def date_of(record: Record, entry_id: Id, side: Side = "start") -> When | None:
    """The date of an entry: an event's, an instrument's signature (end: its end), a commitment's making, a status's bound."""
    entry = record.get(entry_id)
    if entry is None:
        raise KeyError(entry_id)
    if isinstance(entry, Event):
        return entry.date
    if isinstance(entry, Instrument):
        return entry.ended if side == "end" else entry.signed or entry.in_force
    if isinstance(entry, Commitment):
        instrument = record.instruments.get(entry.instrument)
        return entry.made or (instrument.signed if instrument else None)
    if isinstance(entry, Status | Office):
        return entry.start if side == "start" else entry.end
    return None


def _side(date: When, side: Side) -> Days:
    return date.start if side == "start" else date.end


def _in_words(a: Days, b: Days) -> str:
    if not (a.is_single and b.is_single) or a.lo is None or b.lo is None:
        return ""
    if b.lo < a.lo:
        return f"{in_words(calendar_difference(b.lo, a.lo))} earlier"
    return in_words(calendar_difference(a.lo, b.lo))
