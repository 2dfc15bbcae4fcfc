"""Actors (states, groups, organisations, persons), places, and offices held."""

from __future__ import annotations

from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id


class Actor(Entry, frozen=True, kw_only=True):
    """Somebody who acts. `cow` is the Correlates of War code, `wikidata` the Q-number; `members` make a group.

    `article` is the word that stands before the name in a sentence ("the"), if any.
    `also` lists other names in use (short forms, adjectives), so that free wording finds the actor.
    """

    name: str
    kind: Literal["state", "government", "group", "organisation", "person", "territory"] = "state"
    adjective: str = ""
    article: str = ""
    also: tuple[str, ...] = ()
    cow: int | None = None
    wikidata: str = ""
    members: tuple[Id, ...] = ()
    exists: When | None = None
    continues: Id | None = None


class Place(Entry, frozen=True, kw_only=True):
    """Somewhere: a point in degrees (north and east positive); `within` is the larger place."""

    name: str
    lat: float | None = None
    lon: float | None = None
    kind: Literal["city", "region", "territory", "country", "sea", "site"] = "city"
    within: Id | None = None


class Office(Entry, frozen=True, kw_only=True):
    """One person in one office over [start, end): the last day in office is the day before `end`."""

    office: str
    actor: Id
    holder: str
    start: When
    end: When | None = None
    start_event: Id | None = None
    end_event: Id | None = None
