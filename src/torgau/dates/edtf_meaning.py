"""What the parts of an EDTF date mean in days: years, months and days with X for an unspecified digit, and winters."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from itertools import product

from torgau.dates.days import Days, Range


def _ordinal(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def _last(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _fitting(pattern: str, lowest: int, highest: int) -> list[int]:
    """The numbers from `lowest` to `highest` that fit a pattern of digits, where X stands for any digit."""
    choices = (range(10) if shown == "X" else (int(shown),) for shown in pattern)
    numbers = (int("".join(map(str, digits))) for digits in product(*choices))
    return [number for number in numbers if lowest <= number <= highest]


def days_of_pattern(year: str, month: str | None, day: str | None) -> Days:
    """The days that fit four digits of a year, two of a month, two of a day, where X stands for any digit.

    An absent month or day is wholly unspecified. Days that no calendar has (1941-02-3X) fit nothing, so the result may be empty;
    so do the year 0 and negative years. XXXX alone means any day at all, even outside the years 1 to 9999.
    """
    if year == "XXXX" and month in (None, "XX") and day in (None, "XX"):
        return Days.anything()
    months, days = _fitting(month or "XX", 1, 12), _fitting(day or "XX", 1, 31)
    ranges: list[Range] = []
    for this_year in _fitting(year, 1, 9999):
        if len(months) == 12 and len(days) == 31:
            ranges.append((_ordinal(this_year, 1, 1), _ordinal(this_year, 12, 31)))
            continue
        for this_month in months:
            last = _last(this_year, this_month)
            before = _ordinal(this_year, this_month, 1) - 1
            if len(days) == 31:
                ranges.append((before + 1, before + last))
            else:
                ranges.extend((before + each, before + each) for each in days if each <= last)
    return Days(ranges)


def days_of_winter(year: int) -> Days:
    """The days of a winter (of a southern summer) that is named by this year.

    It lies across a new year, and writers disagree on which of its two years names it, so both are possible: the winter of 1941
    is December 1940 to February 1941, or December 1941 to February 1942. Clipped to the years 1 to 9999.
    """
    earlier = _ordinal(year - 1, 12, 1) if year > 1 else _ordinal(1, 1, 1)
    later = _ordinal(year + 1, 2, _last(year + 1, 2)) if year < 9999 else _ordinal(9999, 12, 31)
    return Days([(earlier, _ordinal(year, 2, _last(year, 2))), (_ordinal(year, 12, 1), later)])
