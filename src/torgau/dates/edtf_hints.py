"""What to tell somebody whose date cannot be read: one line on the problem, one line on the mend.

Nothing here gives a date a meaning; it only words the refusal.
"""

from __future__ import annotations

import re

from torgau.dates.errors import DateError

ASK_FOR_EDTF = "write an EDTF date, for instance 1943, 1943-11, 1943-11-28, 1943-11~ or 1943-11-28/1943-12-01"
LONGEST = 1000
"""Characters. Longer texts are refused unread: the grammar's effort grows with the length."""

_MONTHS = "January February March April May June July August September October November December".split()
_FORM = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?[?~%]?")


def refuse_at_sight(text: str) -> None:
    """Raise DateError for what is plainly no EDTF date, or one that Torgau does not read."""
    if not text:
        raise DateError(text, "the date is empty", f"leave it out, or {ASK_FOR_EDTF}")
    if len(text) > LONGEST:
        raise DateError(text[:40] + "...", f"the date is longer than {LONGEST} characters", ASK_FOR_EDTF)
    if re.search(r"(?<!,)\s|\s(?=\s)", text) or text[-1].isspace():
        raise DateError(text, "a date holds no spaces", _unspaced(text))
    if re.match(r"-[0-9]{4}|Y-?[0-9]", text) or re.search(r"(?<![0-9X-])0000(?![0-9])", text):
        raise out_of_range(text)
    if re.search(r"[0-9]T[0-9]", text):
        raise DateError(text, "a date holds no time of day", "write the day alone, and the time where the entry has a clock")
    if re.search(r"[0-9]S[0-9]", text):
        raise DateError(text, "significant digits (S) are not read", "write X for each digit that is not known, as in 194X")
    if "^" in text:
        raise DateError(text, "a season takes no remark (^)", "write the season alone, as in 1941-21")


def out_of_range(text: str) -> DateError:
    """The refusal of years that the calendar of the standard library does not have."""
    return DateError(text, "the year is outside 1 to 9999", "use dates between 0001-01-01 and 9999-12-31")


def no_such_day(text: str) -> DateError:
    """The refusal of a day that no calendar has, such as 1941-02-29."""
    return DateError(text, "there is no such day in the calendar", "check the day and the month")


def unreadable(text: str) -> DateError:
    """The refusal of a text that the grammar does not know, with a guess at what was meant."""
    form = _FORM.fullmatch(text)
    if form and not 1 <= int(form[2]) <= 12:
        return DateError(text, f"there is no month {form[2]}", "write the month as 01 to 12")
    if form and form[3] is not None:
        return DateError(text, f"{_MONTHS[int(form[2]) - 1]} has no day {form[3]}", "check the day and the month")
    if re.fullmatch(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{4}-[0-9]", text):
        return DateError(text, "month and day need two digits each", _two_digits(text))
    if re.fullmatch(r"[0-9]{4}(/[0-9]{1,2}){2}|[0-9]{1,2}([/.])[0-9]{1,2}\2[0-9]{4}|[0-9]{8}", text):
        return DateError(text, "this is not an EDTF date", "write year, month and day with hyphens, as in 1941-06-22")
    if re.fullmatch(r"[\[{][^,.]*[\]}]", text):
        return DateError(text, "a set needs at least two members", "write the date without brackets")
    if re.fullmatch(r"[0-9X]{4}-([01]X|X[0-9])", text):
        return DateError(text, "a month with one digit left open is not read", "write a set, as in [1941-10..1941-12]")
    if text in ("/", "../", "/.."):
        return DateError(text, "a stretch of time needs a date on at least one side", "write as in 1941/.. or ../1945")
    return DateError(text, "this is not an EDTF date that Torgau reads", ASK_FOR_EDTF)


def _unspaced(text: str) -> str:
    joined = "".join(text.split())
    return f"write {joined}" if re.fullmatch(r"[0-9X?~%/.,\[\]{}-]+", joined) else ASK_FOR_EDTF


def _two_digits(text: str) -> str:
    year, *rest = text.split("-")
    return "write " + "-".join([year, *(f"{int(part):02d}" for part in rest)])
