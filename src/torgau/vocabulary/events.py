"""Events: dated, placed, with actors."""

from __future__ import annotations

from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Amount, Citation, Entry, Id, Value


class LocalDate(Value, frozen=True, kw_only=True):
    """The same moment by another clock: `offset` from UTC as `+09:00`; the date there is computed, not typed."""

    where: str
    offset: str


class Clock(Value, frozen=True, kw_only=True):
    """When the source gives a time of day: local time `at` (`1941-12-07T07:48`) with its `offset` from UTC."""

    at: str
    offset: str
    where: str = ""
    elsewhere: tuple[LocalDate, ...] = ()


class Link(Value, frozen=True, kw_only=True):
    """A typed link to another event or instrument. `basis: claimed` marks an interpretation, drawn as such."""

    to: Id
    kind: Literal["part-of", "enabled", "caused", "led-to", "responds-to", "performs", "decided-at", "announces", "amends"]
    basis: Literal["record", "claimed"] = "record"
    by: Id | None = None
    sources: tuple[Citation, ...] = ()


class AgendaItem(Value, frozen=True, kw_only=True):
    """One matter before a conference and what became of it there."""

    topic: str
    type: Literal["operations", "aid", "borders", "germany", "japan", "institutions", "liberated-countries", "other"]
    outcome: Literal["decided", "deferred", "no-agreement"]
    commitments: tuple[Id, ...] = ()
    sources: tuple[Citation, ...] = ()


class Vote(Value, frozen=True, kw_only=True):
    """A recorded vote of one body."""

    body: str
    ayes: int
    noes: int
    sources: tuple[Citation, ...] = ()


class Event(Entry, frozen=True, kw_only=True):
    """Something that happened. An EDTF interval is an extended event; a month or a set is one day not known exactly.

    `recorded` is when it became known (record time); without it the event counts as known on its own day. `old_style` is the
    Julian date that the source gives; `date` is then computed from it and must agree if given too.
    """

    title: str
    date: When | None = None
    old_style: str = ""
    actors: tuple[Id, ...] = ()
    place: Id | None = None
    kind: str = "event"
    track: Literal["diplomatic", "military", "aid", "political", "economic", "institutional"] = "diplomatic"
    tags: tuple[str, ...] = ()
    also_called: tuple[str, ...] = ()
    recorded: When | None = None
    clock: Clock | None = None
    local_dates: tuple[tuple[Id, When], ...] = ()
    links: tuple[Link, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    votes: tuple[Vote, ...] = ()
    amounts: tuple[Amount, ...] = ()
    failed: bool = False


class Weighting(Entry, frozen=True, kw_only=True):
    """A published rule for a relation score: each kind of event counts `weights[kind]` for the pair that took part in it."""

    title: str
    rule: str = ""
    weights: tuple[tuple[str, int], ...] = ()
