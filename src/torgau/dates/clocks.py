"""The date by another clock: the same moment has two dates on two sides of the world."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from torgau.dates.errors import DateError

_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-5][0-9])")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


def local_date(at: str, offset: str, other_offset: str) -> tuple[str, str]:
    """The dates (YYYY-MM-DD) of a moment in UTC and by the clock that is `other_offset` from UTC.

    `at` is the local time YYYY-MM-DDThh:mm by the clock that is `offset` from UTC; offsets are +hh:mm or -hh:mm, east positive.
    DateError where one of them is malformed, or a date falls outside the years 1 to 9999.
    """
    if not _MOMENT.fullmatch(at):
        raise DateError(at, "this is not a local time", "write YYYY-MM-DDThh:mm, for instance 1941-12-07T07:48")
    try:
        here = datetime.fromisoformat(at)
    except ValueError as error:
        raise DateError(at, "there is no such time", "check the day and the hour (00:00 to 23:59)") from error
    moment = here.replace(tzinfo=_zone(offset))
    try:
        dates = moment.astimezone(UTC).date(), moment.astimezone(_zone(other_offset)).date()
    except OverflowError as error:
        raise DateError(at, "by that clock it is outside the years 1 to 9999", "check the year") from error
    return dates[0].isoformat(), dates[1].isoformat()


def _zone(offset: str) -> timezone:
    form = _OFFSET.fullmatch(offset)
    if form is None or int(form[2]) > 14:
        raise DateError(offset, "this is not an offset from UTC", "write +hh:mm or -hh:mm up to 14 hours, for instance -10:30")
    size = timedelta(hours=int(form[2]), minutes=int(form[3]))
    return timezone(size if form[1] == "+" else -size)
