"""Old Style dates: the Julian calendar, as Russia kept it until February 1918."""

from __future__ import annotations

import re

from torgau.dates.errors import DateError

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})([?~%]?))?)?")


def from_old_style(text: str) -> str:
    """The Gregorian EDTF date of a Julian one, by the `convertdate` library (Meeus, Astronomical Algorithms, chapter 7).

    A day stays a day and keeps its mark: 1917-02-23 is 1917-03-08. The days of a Julian month or year are no Gregorian month or
    year, so these become a one-of set of days: 1917-02 is [1917-02-14..1917-03-13]. DateError for any other form, for a day that
    the Julian calendar does not have, and for results outside the years 1 to 9999.
    """
    form = _FORM.fullmatch(text)
    if form is None:
        raise DateError(text, "an Old Style date is a day, a month or a year", "write YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day, mark = form.groups()
    if day is not None:
        return _gregorian(text, int(year), int(month), int(day)) + mark
    first = _gregorian(text, int(year), int(month or 1), 1)
    last_month = int(month or 12)
    from convertdate import julian

    last = _gregorian(text, int(year), last_month, julian.month_length(int(year), last_month))
    return f"[{first}..{last}]"


def _gregorian(text: str, year: int, month: int, day: int) -> str:
    from convertdate import julian  # loaded only where a pack holds such a date

    if not 1 <= month <= 12:
        raise DateError(text, f"there is no month {month:02d}", "write the month as 01 to 12")
    if not 1 <= day <= julian.month_length(year, month):
        raise DateError(text, "there is no such day in the Julian calendar", "check the day and the month")
    converted = julian.to_gregorian(year, month, day)
    if not (year >= 1 and 1 <= converted[0] <= 9999):
        raise DateError(text, "the year is outside 1 to 9999", "use a later date" if year <= 1 else "use an earlier date")
    return "{:04d}-{:02d}-{:02d}".format(*converted)
