"""Statuses: something true over a half-open interval, one dimension at a time."""

from __future__ import annotations

from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id

Dimension = Literal[
    "recognition",
    "treaty",
    "war",
    "aid",
    "office",
    "control",
    "sovereignty",
    "membership",
    "joint-operation",
    "dispute",
    "occupation-zone",
    "presence",
    "policy",
    "programme",
    "neutrality",
    "legal-basis",
]


class Status(Entry, frozen=True, kw_only=True):
    """`subject` stands in this relation (to `object`, at `place`) over [start, end).

    `symmetric` says that it holds both ways (war, treaty). Within one `exclusive` group only one status may hold on a day.
    `basis: claimed` is a legal status that somebody asserts (neutrality). An absent `end` is open: it lasts past the pack.
    """

    dimension: Dimension
    title: str
    subject: Id
    object: Id | None = None
    value: str = ""
    start: When
    end: When | None = None
    start_event: Id | None = None
    end_event: Id | None = None
    end_reason: str = ""
    place: Id | None = None
    instrument: Id | None = None
    symmetric: bool = False
    exclusive: str = ""
    basis: Literal["record", "claimed"] = "record"
    members: tuple[Id, ...] = ()
