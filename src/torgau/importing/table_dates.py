"""Dates as tables write them, read in the declared forms only. The meaning of a date stays that of `torgau.dates`: what a form
gives is an EDTF text, which is then read like any other, so 29 February and the year 0 are refused there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from torgau.dates import DateError, When
from torgau.dates.single_days import from_plain

_MONTHS = "january february march april may june july august september october november december".split()
ENGLISH = {**{name: at for at, name in enumerate(_MONTHS, 1)}, **{name[:3]: at for at, name in enumerate(_MONTHS, 1)}, "sept": 9}
"""Names of months that are known without being declared. Which names a computer knows must not depend on its locale."""
_PARTS = {
    "%d": r"(?P<d>[0-9]{1,2})",
    "%m": r"(?P<m>[0-9]{1,2})",
    "%Y": r"(?P<Y>[0-9]{4})",
    "%b": r"(?P<b>[^\W\d_]+)\.?",
    "%B": r"(?P<b>[^\W\d_]+)\.?",
    "%q": r"(?P<q>[1-4])",
    "%H": r"[0-9]{1,2}",
    "%M": r"[0-9]{2}",
    "%S": r"[0-9]{2}(?:\.[0-9]+)?",
    "%%": "%",
}
KEPT = 100_000
"""So many different date texts are remembered; a table rarely has more, and one that has is only read more slowly."""


class DateRead(NamedTuple):
    """A date as EDTF, or why there is none (`code` of the finding, `problem` and `mend` in words). `timed`: a time of day was
    dropped."""

    text: str
    code: str = ""
    problem: str = ""
    mend: str = ""
    timed: bool = False


class Form(NamedTuple):
    """One declared form: gives the EDTF text of a cell, or None where the cell has another form."""

    name: str
    edtf: Callable[[str], str | None]
    timed: bool = False


def compile_format(name: str, months: Mapping[str, int]) -> Form | str:
    """The form with this name (`edtf`, `year`, a pattern), or what is wrong with it."""
    if name == "edtf":
        return Form(name, lambda text: text)
    if name == "year":
        return Form(name, lambda text: text if re.fullmatch("[0-9]{4}", text) else None)
    parts = re.split(r"(%.)", name)
    unknown = [each for each in parts[1::2] if each not in _PARTS]
    if unknown:
        if unknown[0] == "%y":
            return "has a year of two digits, which does not say its century"
        return f"has the unknown part {unknown[0]}"
    marks = [each for each in parts[1::2] if each in ("%d", "%m", "%Y", "%b", "%B", "%q")]
    names = ["%b" if each == "%B" else each for each in marks]
    if "%Y" not in names:
        return "has no year (%Y)"
    if len(set(names)) < len(names) or ("%b" in names and "%m" in names):
        return "has a part twice"
    if "%d" in names and not {"%b", "%m"} & set(names):
        return "has a day but no month"
    if "%q" in names and {"%b", "%m", "%d"} & set(names):
        return "has both a quarter and a month"
    pattern = re.compile("".join(_PARTS.get(each, re.escape(each).replace("\\ ", r"\s+")) for each in parts))
    known = {**ENGLISH, **{month.casefold(): number for month, number in months.items()}}
    return Form(name, lambda text: _edtf(pattern, known, text), any(each in ("%H", "%M", "%S") for each in parts))


def _edtf(pattern: re.Pattern[str], months: Mapping[str, int], text: str) -> str | None:
    found = pattern.fullmatch(text)
    if found is None:
        return None
    got = found.groupdict()
    if "q" in got:
        first = 3 * int(got["q"]) - 2
        return f"{got['Y']}-{first:02d}/{got['Y']}-{first + 2:02d}"
    month = got.get("m")
    if "b" in got:
        number = months.get(got["b"].casefold())
        if number is None:
            return None
        month = str(number)
    if month is None:
        return str(got["Y"])
    day = f"-{int(got['d']):02d}" if "d" in got else ""
    return f"{got['Y']}-{int(month):02d}{day}"


class DateReader:
    """Reads the dates of one table. A text that fits two forms with two meanings is refused: nothing says which was meant."""

    def __init__(self, formats: tuple[str, ...], months: Mapping[str, int]) -> None:
        compiled = [compile_format(each, months) for each in formats]
        self._forms = [each for each in compiled if isinstance(each, Form)]
        self._known: dict[str, DateRead] = {}

    def read(self, text: str) -> DateRead:
        """The date that a cell means; never raises."""
        known = self._known.get(text)
        if known is None:
            known = self._read(text)
            if len(self._known) < KEPT:
                self._known[text] = known
        return known

    def _read(self, text: str) -> DateRead:
        meanings: dict[str, Form] = {}
        first: DateError | None = None
        for form in self._forms:
            meant = form.edtf(text)
            if meant is None:
                continue
            try:
                if from_plain(meant) is None:
                    When.parse(meant)
                meanings.setdefault(meant, form)
            except DateError as error:
                # A pattern that the text has says more about what is wrong with it than `edtf`, which anything may try to be.
                if first is None or form.name != "edtf":
                    first = error
        if len(meanings) > 1:
            (one, a), (other, b), *_ = meanings.items()
            problem = f"it is {one} by {a.name} and {other} by {b.name}"
            return DateRead("", "date-ambiguous", problem, "declare the one form that the table uses")
        if meanings:
            ((meant, form),) = meanings.items()
            return DateRead(meant, timed=form.timed)
        formats = ", ".join(form.name for form in self._forms)
        if first is not None and any(form.name != "edtf" and form.edtf(text) is not None for form in self._forms):
            return DateRead("", "date-unreadable", first.problem, first.mend)
        if first is not None and re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
            return DateRead("", "date-unreadable", first.problem, first.mend)
        if re.fullmatch(r"[1-6][0-9]{4}(\.[0-9]+)?", text):
            mend = "it may be a spreadsheet's day number: give the cells the form of a date in the spreadsheet"
            return DateRead("", "date-unreadable", f"it fits none of the declared forms ({formats})", mend)
        return DateRead(
            "", "date-unreadable", f"it fits none of the declared forms ({formats})", "add its form to `dates: formats`"
        )


def is_first_of_january(text: str) -> bool:
    """Whether a date is the one that programs write where only the year is known."""
    return len(text) == 10 and text.endswith("-01-01")
