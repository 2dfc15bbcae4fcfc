"""Instruments: treaties, protocols, communiques, exchanges of letters."""

from __future__ import annotations

from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value


class Approval(Value, frozen=True, kw_only=True):
    """The day on which one party approved, ratified or acceded."""

    party: Id
    date: When
    act: Literal["signed", "approved", "ratified", "acceded", "notified"] = "approved"


class Instrument(Entry, frozen=True, kw_only=True):
    """A text between parties. In force over [in_force, ended); `form` is its form in words (`exchange of letters`)."""

    title: str
    form: str
    parties: tuple[Id, ...]
    signed: When | None = None
    in_force: When | None = None
    ended: When | None = None
    end_reason: str = ""
    ended_by: Id | None = None
    place: Id | None = None
    concluded_at: Id | None = None
    secret: bool = False
    binding: Literal["binding", "political", "oral", "unilateral"] = "binding"
    amends: tuple[Id, ...] = ()
    supersedes: tuple[Id, ...] = ()
    bilateral_alliance: bool = False
    approvals: tuple[Approval, ...] = ()
    recorded: When | None = None
