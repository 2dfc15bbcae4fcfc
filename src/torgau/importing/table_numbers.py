"""Numbers as tables write them: exact decimals by the declared marks. Nothing is rounded except what a movement cannot hold."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import NamedTuple

from torgau.importing.mapping import NumbersPart

WHOLE_DIGITS = 18
PLACES = 10
"""A movement holds so many digits before and after the point (docs/flow.md)."""
MOST_PLACES = 40
"""More digits after the point are no amount; so every sum stays exact."""
_SPACES = "[ \u00a0\u2007\u2009\u202f]"
_QUANTUM = Decimal(1).scaleb(-PLACES)
_WIDE = Context(prec=60, rounding=ROUND_HALF_EVEN)
_LONGEST = 100
"""Characters; a longer text is no number that anybody wrote."""


class NumberRead(NamedTuple):
    """An exact number, or why there is none (`code` of the finding, `problem` and `mend` in words).

    `stated` is the number as the table has it; `value` differs from it only where it has more places than a movement holds.
    `doubts` are the codes of findings on how it was read."""

    value: Decimal | None = None
    stated: Decimal | None = None
    code: str = ""
    problem: str = ""
    mend: str = ""
    doubts: tuple[str, ...] = ()


class NumberReader:
    """Reads the numbers of one table."""

    def __init__(self, marks: NumbersPart) -> None:
        self._marks = marks
        self._point = re.escape(marks.decimal)
        separator = {"": "", " ": _SPACES, "'": "['\u2019]"}.get(marks.thousands, re.escape(marks.thousands))
        self._separator = separator
        grouped = f"|[0-9]{{1,3}}(?:{separator}[0-9]{{3}})+" if separator else ""
        self._form = re.compile(f"([-+\u2212]?)([0-9]+{grouped})(?:{self._point}([0-9]+))?(?:[eE]([-+]?[0-9]{{1,3}}))?")
        self._points = self._threes = 0

    @property
    def threes_only(self) -> bool:
        """Whether all numbers with a decimal mark (at least three) have exactly three digits after it, as if it parted
        thousands."""
        return self._points >= 3 and self._points == self._threes

    def read(self, text: str) -> NumberRead:
        """The number that a text cell means; never raises."""
        bare = text
        for sign in self._marks.remove:
            bare = bare.replace(sign, "")
        bare = bare.strip()
        bracketed = bare.startswith("(") and bare.endswith(")")
        if bracketed and self._marks.parentheses == "negative":
            bare = "-" + bare[1:-1].strip()
        found = self._form.fullmatch(bare) if len(bare) <= _LONGEST else None
        if found is None:
            return NumberRead(
                code="number-unreadable", problem=f"it is no number by the declared {self._told()}", mend=self._mend(bare)
            )
        sign, whole, places, exponent = found.groups()
        if self._separator:
            whole = re.sub(self._separator, "", whole)
        if places is not None:
            self._points += 1
            self._threes += len(places) == 3 and len(whole) <= 3 and whole != "0"
        value = Decimal(f"{'-' if sign not in ('', '+') else ''}{whole}.{places or '0'}" if places else _signed(sign, whole))
        doubts: tuple[str, ...] = ()
        if exponent is not None:
            value = value.scaleb(int(exponent), context=_WIDE)
            doubts = ("number-scientific",)
        return fitted(value, doubts)

    def _told(self) -> str:
        thousands = f"thousands separator {_name(self._marks.thousands)}" if self._marks.thousands else "no thousands separator"
        return f"marks (decimal mark {_name(self._marks.decimal)}, {thousands})"

    def _mend(self, text: str) -> str:
        if text.startswith("(") and text.endswith(")"):
            return "if brackets mean less than zero, write `numbers: {parentheses: negative}`"
        if re.fullmatch(r"[-+]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?|[-+]?[0-9]+,[0-9]+", text):
            return 'if 1.234,5 means a thousand and more, write `numbers: {decimal: ",", thousands: "."}`'
        if re.fullmatch(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
            return 'if commas part thousands, write `numbers: {thousands: ","}`'
        if re.fullmatch(rf"[-+]?[0-9]{{1,3}}({_SPACES}[0-9]{{3}})+([.,][0-9]+)?", text):
            return 'if spaces part thousands, write `numbers: {thousands: " "}`'
        if re.fullmatch(r"[^0-9(+-]+\s*[-+]?[0-9][0-9.,]*|[-+]?[0-9][0-9.,]*\s*[^0-9.,]+", text):
            return "list the sign beside the digits under `numbers: remove`, and name the unit; nothing is multiplied"
        return "if it stands for an empty cell, list it under `file: empty`"


def fitted(value: Decimal, doubts: tuple[str, ...] = ()) -> NumberRead:
    """The number as a movement can hold it: at most 18 digits before the point, and rounded to ten places after it."""
    if value.adjusted() >= WHOLE_DIGITS and value:
        mend = "give it in a larger unit, such as million USD"
        return NumberRead(
            stated=value, code="number-too-large", problem=f"it has more than {WHOLE_DIGITS} digits before the point", mend=mend
        )
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -PLACES:
        if exponent < -MOST_PLACES:
            problem = f"it has more than {MOST_PLACES} digits after the point"
            return NumberRead(code="number-unreadable", problem=problem, mend="correct the cell")
        rounded = value.quantize(_QUANTUM, context=_WIDE)
        if rounded != value:
            return NumberRead(rounded, value, doubts=(*doubts, "number-rounded"))
    return NumberRead(value, value, doubts=doubts)


def plain_text(value: Decimal) -> str:
    """A number as a movement writes it: digits, at most one point, no exponent, no zeros at the end, no minus zero."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _signed(sign: str, whole: str) -> str:
    return f"-{whole}" if sign not in ("", "+") else whole


def _name(mark: str) -> str:
    return {" ": "space", "'": "apostrophe", ".": "point", ",": "comma"}.get(mark, mark)
