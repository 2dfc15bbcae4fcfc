"""What IATI publishers write as dates, amounts and currencies, and what it means. Nothing is guessed in silence."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from torgau.importing.findings import EXACT

ANY_DAY = "XXXX"
"""EDTF for a day of which nothing is known."""
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"[Tt ][0-9]{2}:?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?")
_ZONE = re.compile(r"\s*(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})")
_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")


class Day(NamedTuple):
    """A date as EDTF, with a remark: "" (a plain day), `zone`, `time`, `part` (a month or a year) or `unreadable`."""

    edtf: str
    remark: str = ""


def read_day(text: str) -> Day:
    """The day that is written. A zone or a time of day is left off: the day is the one by the publisher's own clock."""
    text = text.strip()
    found = _DAY.match(text)
    if found is None:
        part = _PART.fullmatch(text)
        if part and part[1] != "0000" and (part[2] is None or 1 <= int(part[2]) <= 12):
            return Day(text, "part")
        return Day(ANY_DAY, "unreadable")
    try:
        date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:  # the year 0, the 30th of February
        return Day(ANY_DAY, "unreadable")
    day, rest = found[0], text[found.end() :]
    if not rest:
        return Day(day)
    time = _TIME.match(rest)
    if time:
        rest = rest[time.end() :]
    if rest and not _ZONE.fullmatch(rest):
        return Day(ANY_DAY, "unreadable")
    return Day(day, "time" if time else "zone")


MOST_DIGITS = 18
PLACES = 10
_STEP = Decimal(1).scaleb(-PLACES)
_PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_EXPONENT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{1,3}")
_SPACES = re.compile("[ \u00a0\u2009\u202f]")
_APART = {
    separator: re.compile(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(separator)}[0-9]{{3}})+(?:{re.escape(point)}[0-9]+)?")
    for separator, point in ((",", "."), (".", ","), (" ", "."), ("'", "."))
}
_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")


class Money(NamedTuple):
    """An amount: `value`, or bounds where the text has two readings or more places than a movement holds, or nothing.

    `remark` is "" (plain digits), `separators`, `exponent`, `ambiguous`, `long` (more places than are held) or `unreadable`.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    remark: str = ""


def read_amount(text: str) -> Money:
    """The exact amount that is written. Never a float: a figure that a float would change stays as it is."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return _fitted(Decimal(text), "")
    if _EXPONENT.fullmatch(text):
        return _fitted(Decimal(text), "exponent")
    plain = _SPACES.sub(" ", text)
    if re.fullmatch(r"[+-]?[0-9]{1,3},[0-9]{3}", plain):  # 1,234: a thousand and more, or one and a bit
        readings = sorted((Decimal(plain.replace(",", "")), Decimal(plain.replace(",", "."))))
        return Money(low=readings[0], high=readings[1], remark="ambiguous")
    for separator, pattern in _APART.items():
        if pattern.fullmatch(plain):
            return _fitted(Decimal(plain.replace(separator, "").replace(",", ".")), "separators")
    if _COMMA.fullmatch(plain):
        return _fitted(Decimal(plain.replace(",", ".")), "separators")
    return Money(remark="unreadable")


def _fitted(value: Decimal, remark: str) -> Money:
    """The amount in the digits that a movement has; where it has more places, the bounds between which it lies."""
    if value and value.adjusted() >= MOST_DIGITS:
        return Money(remark="unreadable")
    if not value:
        return Money(Decimal(0), remark=remark)
    if value.adjusted() < -60:
        return Money(low=min(Decimal(0), -_STEP * (value < 0)), high=_STEP * (value > 0), remark="long")
    low, high = (value.quantize(_STEP, rounding=way) for way in (ROUND_FLOOR, ROUND_CEILING))
    if low != high:
        return Money(low=low, high=high, remark="long")
    return Money(value, remark=remark)


def amount_text(value: Decimal | None) -> str:
    """An amount as a cell: plain digits, the places as written where they fit."""
    if value is None:
        return ""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    text = f"{EXACT.quantize(value, _STEP) if -exponent > PLACES else value:f}"
    return text.rstrip("0").rstrip(".") if -exponent > PLACES else text


NOT_STATED = "currency-not-stated"
"""The unit of amounts whose currency nobody gives: a unit of its own, so that they are seen and mix with nothing."""


class Currency(NamedTuple):
    """A currency as a unit; `remark` is "" (as written), `letters` (small letters made capital) or `unreadable`."""

    unit: str
    remark: str = ""


def read_currency(text: str) -> Currency:
    """The three letters of ISO 4217. Whether such a currency exists is not looked up."""
    text = text.strip()
    if re.fullmatch(r"[A-Z]{3}", text):
        return Currency(text)
    if re.fullmatch(r"[A-Za-z]{3}", text):
        return Currency(text.upper(), "letters")
    return Currency(NOT_STATED, "unreadable")
