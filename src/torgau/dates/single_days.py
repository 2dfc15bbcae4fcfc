"""One single day: as text, and as the ordinal that the engine counts with."""

from __future__ import annotations

from datetime import date

from torgau.dates.errors import DateError

FIRST_DAY = 1
"""0001-01-01."""
LAST_DAY = date.max.toordinal()
"""9999-12-31."""


def format_day(day: int) -> str:
    """The day as YYYY-MM-DD. DateError outside the years 1 to 9999."""
    return to_date(day).isoformat()


def to_date(day: int) -> date:
    """The day as `datetime.date`. DateError outside the years 1 to 9999."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise DateError(f"day {day}", "the day is outside the years 1 to 9999", "use dates between 0001-01-01 and 9999-12-31")
    return date.fromordinal(day)


def from_plain(text: str) -> int | None:
    """The day that a plain YYYY-MM-DD means; None where `text` has another form or no such day exists.

    The standard library also reads 20200101 and 2020-W01-1; those are not of this form.
    """
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None
