"""Estimates (rival figures for one quantity) and series (figures over time, in a CSV file)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value


class Figure(Value, frozen=True, kw_only=True):
    """What one source says of the quantity, for one `scope`. Figures of different scope are never compared or averaged.

    `standing` says whether the figure is still in use: `superseded` was withdrawn or replaced by those who gave it, `minority` is
    upheld by few; `note` says who and why. Both are kept and shown, and neither counts as what the literature now says.
    """

    id: Id
    scope: Id
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    at_least: bool = False
    unit: str
    method: str = ""
    published: When | None = None
    source: Id
    locator: str = ""
    verified: bool = False
    standing: Literal["current", "superseded", "minority"] = "current"
    note: str = ""


class Scope(Value, frozen=True, kw_only=True):
    """What a figure counts: in words, for whom, over which period. Scopes of the same `id` are like scopes in every estimate."""

    id: Id
    means: str
    period: When | None = None
    includes: tuple[Id, ...] = ()


class Estimate(Entry, frozen=True, kw_only=True):
    """One quantity and the rival figures for it."""

    title: str
    actor: Id | None = None
    event: Id | None = None
    place: Id | None = None
    scopes: tuple[Scope, ...]
    default_scope: Id = ""
    figures: tuple[Figure, ...]
    kind: Literal["count", "loss", "production", "money", "poll", "share", "other"] = "count"


class Series(Entry, frozen=True, kw_only=True):
    """Figures over time: `file` is a CSV of the pack with the columns `start,end,value,low,high,source,locator,verified,note`.

    `unit`, `scope` and `actor` hold for every row. `start` and `end` are ISO days, both inclusive.
    """

    title: str
    file: str
    unit: str
    scope: str
    actor: Id | None = None
    place: Id | None = None
    index_base: str = ""


class Point(Value, frozen=True, kw_only=True):
    """One row of a series. `line` is its line in the CSV file."""

    start: When
    end: When
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    source: Id
    locator: str = ""
    verified: bool = False
    note: str = ""
    line: int = 0
