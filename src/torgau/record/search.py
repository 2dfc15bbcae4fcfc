"""Find events by any of their names, and by their dates in either calendar."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name
from typing import Literal

import msgspec

from torgau.dates import DateError, Days, When, from_old_style
from torgau.record.timeline import Dated, event_line
from torgau.vocabulary import Event, Id, Record

Calendar = Literal["", "new style", "old style"]

_WORD = re.compile(r"[^\W_]+")
_MONTHS = {month_name[number].casefold(): number for number in range(1, 13)}
_ISO = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
_SPOKEN = re.compile(r"\b(?:(\d{1,2})\s+)?(" + "|".join(_MONTHS) + r")(?:\s+(\d{1,2})(?!\d),?)?\s+(\d{4})\b")
_YEAR = re.compile(r"\b(\d{4})\b")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An event that fits the words. `calendar`: by which calendar its date fits the date among the words, if there was one.

    `line` shows its Gregorian date and, where the source gave one, the Old Style date beside it.
    """

    line: Dated
    matched: str
    calendar: Calendar = ""

    @property
    def id(self) -> Id:
        """The event."""
        return self.line.id


def find_events(record: Record, text: str) -> tuple[Found, ...]:
    """Events that fit `text`, best first: an exact name, then all words in one name, then all words in names, kind, tags, actors.

    A date among the words (`1917-02`, `February 1917`, `23 February 1917`, `1917`) must fit the event's date, Gregorian or Old
    Style: "February 1917" finds what the Julian calendar put there. Case and accents do not matter.
    """
    wanted = plain(text)
    if not wanted:
        return ()
    asked, rest = _take_date(wanted)
    words = _WORD.findall(rest)
    found: list[tuple[int, int, float, Id, Found]] = []
    for event in record.events.values():
        if event.date is None:
            continue
        by_name = _name_rank(record, event, wanted, _WORD.findall(wanted))
        by_rest = _name_rank(record, event, rest, words) if words else (2, "date")
        calendar = _calendar(event, asked) if asked else ""
        if by_name is None and (by_rest is None or (asked is not None and not calendar)):
            continue
        rank, matched = min(hit for hit in (by_name, by_rest if calendar or not asked else None) if hit is not None)
        length = float(event.date.days.count()) if event.date.days.is_finite else float("inf")
        shown = Found(line=event_line(record, event), matched=matched, calendar=calendar)
        # By Old Style first: whoever names a Julian month means the event that is called after it.
        found.append((rank, 0 if calendar == "old style" else 1, length, event.id, shown))
    return tuple(item[-1] for item in sorted(found, key=lambda item: item[:-1]))


def plain(text: str) -> str:
    """Lower case, without accents, with single spaces."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def _name_rank(record: Record, event: Event, phrase: str, words: list[str]) -> tuple[int, str] | None:
    names = [event.title, *event.also_called, event.id.replace("-", " ")]
    for name in names:
        if plain(name) == phrase:
            return 0, name
    if not words:
        return None
    for name in names:
        if _has_all(plain(name), words):
            return 1, name
    actors = [record.actors[actor] for actor in event.actors if actor in record.actors]
    known = record.places.get(event.place or "")
    place = known.name if known else ""
    around = (*names, event.kind, place, *event.tags, *(f"{a.id} {a.name} {a.adjective} {' '.join(a.also)}" for a in actors))
    return (2, "words") if _has_all(plain(" ".join(around)), words) else None


def _has_all(text: str, words: list[str]) -> bool:
    there = set(_WORD.findall(text))
    return all(word in there for word in words)


def _take_date(text: str) -> tuple[tuple[str, ...] | None, str]:
    """The date among the words as (year, month, day) digits, as far as given, and the words without it."""
    if hit := _ISO.search(text):
        parts = tuple(part for part in hit.groups() if part)
    elif hit := _SPOKEN.search(text):
        day = hit[1] or hit[3]
        parts = (hit[4], f"{_MONTHS[hit[2]]:02d}", *((f"{int(day):02d}",) if day else ()))
    elif hit := _YEAR.search(text):
        parts = (hit[1],)
    else:
        return None, text
    return parts, " ".join((text[: hit.start()] + " " + text[hit.end() :]).split())


def _calendar(event: Event, asked: tuple[str, ...] | None) -> Calendar:
    """By which calendar the event fits the date asked for. Old Style counts only where the source gave the date in it."""
    if asked is None or event.date is None or not event.date.days.is_finite:
        return ""  # "some time before 1948" fits every earlier year and so answers no question about one
    text = "-".join(asked)
    if event.old_style and (days := _days(text, old_style=True)) is not None and event.date.days.intersect(days):
        return "old style"
    days = _days(text)
    return "new style" if days is not None and event.date.days.intersect(days) else ""


def _days(text: str, *, old_style: bool = False) -> Days | None:
    try:
        return When.parse(from_old_style(text) if old_style else text).days
    except DateError:
        return None
