"""From an EDTF string to days, through the parse objects of the `edtf` library.

The library is the only parser; this module gives its objects their meaning. Its own bounds of intervals (`lower_strict`,
`upper_fuzzy`) are not used, because they raise on open intervals and pad unknown ones with ten years. Loading it takes long
(about 0.1 s), so this module is loaded only for a text that is no plain day.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date
from typing import Any, NamedTuple

from edtf.parser import parser_classes
from edtf.parser.grammar import choiceList, inclusiveList, level0Expression, level1Interval, parse_edtf, uncertainOrApproxDate
from edtf.parser.parser_classes import (
    UA,
    Consecutives,
    Date,
    EarlierConsecutives,
    ExponentialYear,
    Interval,
    LaterConsecutives,
    LongYear,
    MultipleDates,
    OneOfASet,
    PartialUncertainOrApproximate,
    Season,
    UncertainOrApproximate,
    UnspecifiedIntervalSection,
)

from torgau.dates.days import Days
from torgau.dates.edtf_hints import no_such_day, out_of_range, refuse_at_sight, unreadable
from torgau.dates.edtf_meaning import days_of_pattern, days_of_winter
from torgau.dates.errors import DateError
from torgau.dates.margins import Margins
from torgau.dates.single_days import FIRST_DAY, LAST_DAY

# Where one of its constructors fails, the library prints a line before it raises. Standard output is for answers.
vars(parser_classes)["print"] = lambda *_: None

_PARTS = (
    (re.compile(r"[0-9/-]+"), level0Expression),
    (re.compile(r"[0-9-]+[?~%]"), uncertainOrApproxDate),
    (re.compile(r"[0-9.?~%-]*/[0-9.?~%-]*"), level1Interval),
    (re.compile(r"\[[0-9,.-]+\]"), choiceList),
    (re.compile(r"\{[0-9,.-]+\}"), inclusiveList),
)
"""Forms of a text, each with the part of the library's grammar that reads it: a tenth of the effort of the whole grammar."""
_WINTERS = (24, 28, 30)
"""Season codes that lie across a new year: winter, northern winter, southern summer."""


class Meaning(NamedTuple):
    """The possible first and last days, and the names of the flags that hold (see `When`)."""

    start: Days
    end: Days
    flags: frozenset[str]


class _Read(NamedTuple):
    """One date: its possible days and its marks."""

    days: Days
    marks: frozenset[str]


def parsed(text: str) -> Any:
    """The library's object for `text`. DateError where it has none."""
    refuse_at_sight(text)
    for form, grammar in _PARTS:
        if form.fullmatch(text):
            with contextlib.suppress(Exception):  # what a part cannot read, or fails at, is left to the whole
                return grammar.parse_string(text, parse_all=True)[0]
    try:
        return parse_edtf(text)
    except Exception as error:  # it raises ParseException, but also TypeError and AttributeError, for text that it cannot read
        raise unreadable(text) from error


def read(text: str, margins: Margins) -> Meaning:
    """The meaning of an EDTF string; DateError where Torgau gives it none."""
    thing = parsed(text)
    if isinstance(thing, OneOfASet):
        return _one_of(thing, text, margins)
    if isinstance(thing, MultipleDates):
        return _all_of(thing, text, margins)
    if isinstance(thing, Interval):
        return _interval(thing, text, margins)
    days, marks = _date(thing, text, margins)
    return Meaning(days, days, marks)


def _interval(interval: Any, text: str, margins: Margins) -> Meaning:
    lower, upper = _unwrapped(interval.lower), _unwrapped(interval.upper)
    flags = {"extended"}
    start = end = Days.anything()
    if isinstance(lower, UnspecifiedIntervalSection):
        flags.add("open_start" if lower.is_open else "unknown_start")
    else:
        start, marks = _date(lower, text, margins)
        flags |= marks
    if isinstance(upper, UnspecifiedIntervalSection):
        flags.add("open_end" if upper.is_open else "unknown_end")
    else:
        end, marks = _date(upper, text, margins)
        flags |= marks
    return _stretch(start, end, flags, text)


def _stretch(start: Days, end: Days, flags: set[str], text: str) -> Meaning:
    """Keep the first days that have a last day on or after them, and the last days that have a first day on or before them."""
    first, last = start.clip(hi=end.hi), end.clip(lo=start.lo)
    if not first or not last:
        raise DateError(text, "it ends before it begins", "write the earlier date first")
    return Meaning(first, last, frozenset(flags))


def _one_of(choice: Any, text: str, margins: Margins) -> Meaning:
    members: list[Days] = []
    flags: set[str] = set()
    for member in choice.objects:
        if isinstance(member, EarlierConsecutives):
            members.append(Days.between(None, _date(member.upper, text, margins).days.hi))
        elif isinstance(member, LaterConsecutives):
            members.append(Days.between(_date(member.lower, text, margins).days.lo, None))
        elif isinstance(member, Consecutives):
            first, last = _run(member, text, margins)
            members.append(Days.between(first.lo, last.hi))
        else:
            days, marks = _date(member, text, margins)
            members.append(days)
            flags |= marks
    days = Days().union(*members)
    return Meaning(days, days, frozenset(flags))


def _all_of(every: Any, text: str, margins: Margins) -> Meaning:
    """A day of each member belongs to it: the earliest of them is the first day, the latest is the last."""
    members: list[Days] = []
    flags = {"extended"}
    for member in every.objects:
        if isinstance(member, EarlierConsecutives):
            flags.add("open_start")
            members.append(_date(member.upper, text, margins).days)
        elif isinstance(member, LaterConsecutives):
            flags.add("open_end")
            members.append(_date(member.lower, text, margins).days)
        elif isinstance(member, Consecutives):
            members.extend(_run(member, text, margins))
        else:
            days, marks = _date(member, text, margins)
            members.append(days)
            flags |= marks
    together = Days().union(*members)
    highs, lows = [days.hi for days in members if days.hi is not None], [days.lo for days in members if days.lo is not None]
    start = together.clip(hi=min(highs, default=None))
    end = together.clip(lo=max(lows, default=None))
    return Meaning(
        Days.between(None, start.hi) if "open_start" in flags else start,
        Days.between(end.lo, None) if "open_end" in flags else end,
        frozenset(flags),
    )


def _run(run: Any, text: str, margins: Margins) -> tuple[Days, Days]:
    """The days of the first and of the last member of a run `a..b`."""
    first, last = _date(run.lower, text, margins).days, _date(run.upper, text, margins).days
    if first.lo is None or last.lo is None or first.lo > last.lo:
        raise DateError(text, "a run ends before it begins", "write the earlier date first")
    return first, last


def _date(thing: Any, text: str, margins: Margins) -> _Read:
    """The days of one date, widened where it is marked approximate."""
    if isinstance(thing, UncertainOrApproximate):
        days, marks, precision = _days(thing.date, text), _marks(thing.ua), _precision(thing.date)
    elif isinstance(thing, PartialUncertainOrApproximate):
        days, marks, precision = _days(thing, text), _marks(thing), _marked_precision(thing)
    else:
        days, marks, precision = _days(thing, text), _marks(getattr(thing, "ua", None)), _precision(thing)
    if "approximate" in marks:
        # A margin never leaves the years 1 to 9999, but what is unbounded stays so.
        wide = days.widen(getattr(margins, precision))
        days = wide.clip(lo=None if days.lo is None else FIRST_DAY, hi=None if days.hi is None else LAST_DAY)
    return _Read(days, marks)


def _days(thing: Any, text: str) -> Days:
    """The days of a date as written, without regard to its marks."""
    if isinstance(thing, LongYear | ExponentialYear):
        raise out_of_range(text)
    if not isinstance(thing, Date):
        raise unreadable(text)
    if thing.year.startswith("-"):
        raise out_of_range(text)
    if isinstance(thing, Season):
        if int(thing.season) in _WINTERS:
            return days_of_winter(int(thing.year))
        first, last = thing.lower_strict(), thing.upper_strict()
        return Days.between(date(*first[:3]).toordinal(), date(*last[:3]).toordinal())
    days = days_of_pattern(thing.year, thing.month, thing.day)
    if not days:
        raise no_such_day(text)
    return days


def _precision(thing: Any) -> str:
    """Which of the margins a mark on the whole date calls for."""
    if getattr(thing, "day", None):
        return "day"
    return "month" if isinstance(thing, Season) or getattr(thing, "month", None) else "year"


def _marked_precision(thing: Any) -> str:
    """Which of the margins the marks inside a date call for: the coarsest part that is marked approximate.

    A mark to the right of a part is for that part and all to its left (2004-06~-11 is about June 2004), so it counts as the
    part that it touches; a mark to the left (2004-~06-11) is for that part alone.
    """
    if _approximate(thing.year_ua) or _approximate(thing.year_ua_b):
        return "year"
    return "month" if _approximate(thing.month_ua) or _approximate(thing.year_month_ua) else "day"


def _approximate(mark: UA | None) -> bool:
    return mark is not None and "approximate" in _marks(mark)


def _marks(marked: Any) -> frozenset[str]:
    if marked is None:
        return frozenset()
    both = marked.is_uncertain_and_approximate
    held = {"uncertain": marked.is_uncertain or both, "approximate": marked.is_approximate or both}
    return frozenset(name for name, holds in held.items() if holds)


def _unwrapped(part: Any) -> Any:
    return part[0] if isinstance(part, list | tuple) and len(part) == 1 else part
