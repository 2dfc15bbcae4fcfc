"""What every entry of a pack shares: its id, its citations, its place in a file.

Entries are immutable values. They are written by people in YAML, checked once at the boundary (`torgau.loading`), and stay
plain afterwards. Collections are tuples, quantities are `decimal.Decimal`, dates are `torgau.dates.When`.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

Id = str
"""The human-readable id of an entry: unique in its pack, letters, digits and hyphens (`yalta-japan-entry`, `US`)."""


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every structure that may be written in a pack file: immutable, keyword-only, unknown fields refused."""


class Span(Value, frozen=True, kw_only=True):
    """Where an entry stands: `file` relative to the pack folder, `line` and `column` counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Citation(Value, frozen=True, kw_only=True):
    """A source and the place in it.

    `verified` is true only where somebody read this datum in that source; unverified data may be shown, marked, but never
    calibrates a model.
    """

    source: Id
    locator: str = ""
    verified: bool = False
    note: str = ""


class Entry(Value, frozen=True, kw_only=True):
    """Base of all entries. `note` is free text for readers; `sources` says who says so."""

    id: Id
    sources: tuple[Citation, ...] = ()
    note: str = ""


class Amount(Value, frozen=True, kw_only=True):
    """An exact quantity: a single `value`, or a range `low`..`high` (a missing bound is unknown, never 0)."""

    unit: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        """The lowest and the highest value that the record allows."""
        if self.value is not None:
            return self.value, self.value
        return self.low, self.high
