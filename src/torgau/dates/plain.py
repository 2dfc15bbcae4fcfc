"""The dates that most of a pack is written in: a day, a month, a year, and stretches of two of them or with an open end (`..`).

They are read here without the EDTF library, which takes long to load and needs about a millisecond for each; a test holds every
one of them to the library's reading. Whatever else a date can be, and whatever is wrong with one, is left to the library.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from torgau.dates.days import Days
from torgau.dates.single_days import from_plain

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"[0-9]{4}")
_NO_FLAGS: frozenset[str] = frozenset()


def plain_meaning(text: str) -> tuple[Days, Days, frozenset[str]] | None:
    """The possible first days, last days and flags of a plain date or stretch; None for any other text."""
    first, slash, last = text.partition("/")
    if not slash:
        days = _days(first)
        return None if days is None else (days, days, _NO_FLAGS)
    start = Days.anything() if first == ".." else _days(first)
    end = Days.anything() if last == ".." else _days(last)
    if start is None or end is None:
        return None
    begins, ends = start.clip(hi=end.hi), end.clip(lo=start.lo)
    if not begins or not ends:
        return None
    flags = {"extended"}
    if first == "..":
        flags.add("open_start")
    if last == "..":
        flags.add("open_end")
    return begins, ends, frozenset(flags)


def _days(text: str) -> Days | None:
    day = from_plain(text)
    if day is not None:
        return Days.single(day)
    found = _MONTH.fullmatch(text)
    if found is not None and text[:4] != "0000":
        year, month = int(found[1]), int(found[2])
        before = date(year, month, 1).toordinal() - 1
        return Days.between(before + 1, before + monthrange(year, month)[1])
    if _YEAR.fullmatch(text) and text != "0000":
        year = int(text)
        return Days.between(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    return None
