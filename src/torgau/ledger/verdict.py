"""What a verdict is: the structures that every face prints. `docs/contract.md` gives their JSON."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from torgau.vocabulary import Id

VERDICTS = (
    "not-yet-made",
    "not-definite",
    "conditional",
    "expired",
    "pending",
    "kept",
    "kept-late",
    "breached",
    "unproven",
    "released",
    "cancelled",
    "superseded",
    "suspended",
    "uncertain",
)
"""Every verdict, in the order of a life. `uncertain` stands for several of the others, which `possible` lists."""

UNCERTAIN = "uncertain"


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the structures below: immutable, keyword-only."""


class DayRange(Result, frozen=True, kw_only=True):
    """A number of days that the record leaves open between two bounds; None where it has no bound on that side."""

    low: int | None
    high: int | None


class Timing(Result, frozen=True, kw_only=True):
    """`due` is the last admissible day and `done` the day of full performance (EDTF; None where there is none by that day).

    `days` is `done` minus `due`: positive late, 0 on the last admissible day, negative early.
    """

    due: str | None = None
    done: str | None = None
    days: int | DayRange | None = None


class NumberRange(Result, frozen=True, kw_only=True):
    """An amount between two bounds, as decimal text; None where there is no bound on that side."""

    low: str | None
    high: str | None


class Share(Result, frozen=True, kw_only=True):
    """What was owed and what is proven performed by the day asked about, as decimal text in `unit`.

    `ratio` is performed / owed with no more digits than the two carry. It is given per commitment, so per commodity and unit,
    and is never averaged.
    """

    owed: str
    performed: str | NumberRange
    ratio: str | NumberRange | None
    unit: str


class Verdict(Result, frozen=True, kw_only=True):
    """The state of one commitment on one day under one reading, with its reasons.

    `possible` lists every verdict that some possible world allows; where there are several, `verdict` is `uncertain`. `why` are
    plain sentences that a reader can redo with a calendar. `conflicts` are the commitments that it conflicts with by that day.
    `depends_on` names the entries that the verdict depends on (`manifest` for the pack's own). `words` and `by` are the words
    that a reading relies on, and who holds it.
    """

    commitment: Id
    on: str
    known_by: str | None
    reading: Id
    verdict: str
    possible: tuple[str, ...]
    timing: Timing
    amount: Share | None
    flags: tuple[str, ...]
    why: tuple[str, ...]
    conflicts: tuple[Id, ...]
    depends_on: tuple[Id, ...]
    words: str = ""
    by: tuple[Id, ...] = ()


def in_order(verdicts: Iterable[str]) -> tuple[str, ...]:
    """Verdicts in the order of `VERDICTS`, each once."""
    held = set(verdicts)
    if len(held) == 1:
        return tuple(held)
    return tuple(verdict for verdict in VERDICTS if verdict in held)


def summary(possible: tuple[str, ...]) -> str:
    """The one word for a set of possible verdicts."""
    return possible[0] if len(possible) == 1 else UNCERTAIN
