"""The manifest: a Data Package descriptor (`datapackage.json`) with one extra property, `torgau`."""

from __future__ import annotations

from typing import Any

import msgspec

from torgau.dates import When
from torgau.vocabulary.common import Id, Value


class ApproximateMargins(Value, frozen=True, kw_only=True):
    """By how many days `~` widens a date of day, month or year precision. Zero unless the pack declares it."""

    day: int = 0
    month: int = 0
    year: int = 0


class PackRules(Value, frozen=True, kw_only=True):
    """What holds for the whole pack.

    `period` is the time the pack covers; its last day is the default `--on`. `evidence_complete` is the day to which the record
    of performance is claimed complete: only up to it can a verdict be `breached` for want of performance. `synonyms` are groups
    of names and words that mean the same when somebody asks about this pack (names of wars, plans, places).
    """

    format: str
    period: When
    evidence_complete: When | None = None
    approximate_margins: ApproximateMargins = ApproximateMargins()
    major_pair: tuple[Id, ...] = ()
    place_of_map: tuple[float, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """A Data Package descriptor. Unknown properties of the standard are allowed and kept out of the engine."""

    name: str
    title: str
    torgau: PackRules
    description: str = ""
    version: str = ""
    licenses: tuple[dict[str, Any], ...] = ()
    contributors: tuple[dict[str, Any], ...] = ()
    resources: tuple[dict[str, Any], ...] = ()
    keywords: tuple[str, ...] = ()
