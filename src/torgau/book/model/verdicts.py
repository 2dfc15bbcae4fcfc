"""The seam to the ledger: its verdicts in the form in which pages print them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torgau.vocabulary import Id, Record


@dataclass(frozen=True)
class AmountView:
    """What was owed and what is proven performed, in one unit, as text."""

    owed: str
    performed: str
    ratio: str
    unit: str


@dataclass(frozen=True)
class ReadingView:
    """The verdict under one reading. `main`: the text as the pack takes it; `words`: those that a rival reading relies on."""

    id: Id
    main: bool
    words: str
    by: tuple[Id, ...]
    note: str
    verdict: str
    possible: tuple[str, ...]
    due: str
    done: str
    days: int | None
    amount: AmountView | None
    flags: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class CommitmentView:
    """The verdict on one commitment and those under every reading, the main one first."""

    commitment: Id
    verdict: str
    possible: tuple[str, ...]
    readings: tuple[ReadingView, ...]
    flags: tuple[str, ...]
    conflicts: tuple[Id, ...]

    @property
    def main(self) -> ReadingView:
        """The reading of the text as the pack takes it."""
        return self.readings[0]


def verdicts_on(record: Record, day: str) -> Mapping[Id, CommitmentView]:
    """The verdict on every commitment on a day."""
    raise NotImplementedError(day)
