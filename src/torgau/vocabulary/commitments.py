"""Commitments: who owes what to whom, on what condition, by when; and the readings of a disputed text.

The model is the commitments literature's C(debtor, creditor, antecedent, consequent) (Singh 1999; Telang and Singh 2012) with
deadlines, partial performance and rival readings added.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value
from torgau.vocabulary.flows import Stage

Standard = Literal["result", "means", "refrain", "consult", "aspiration"]
Definiteness = Literal["definite", "best-efforts", "principle-only", "no-amount", "not-a-promise"]
Ending = Literal["released", "cancelled", "superseded", "suspended"]


class Trigger(Value, frozen=True, kw_only=True):
    """The antecedent. Exactly one of `event` (it has happened), `commitment` (it has been performed) or only `text` (a condition
    that no entry of the record meets). `at` chooses the first or last day of an extended event. `until` is the last day of
    the window in which it can still happen; afterwards the commitment is expired."""

    event: Id | None = None
    commitment: Id | None = None
    text: str = ""
    at: Literal["start", "end"] = "end"
    until: When | None = None


class Deadline(Value, frozen=True, kw_only=True):
    """When it is due. Either `by` (last admissible day; of a month or year its last day), or a duration `after` a trigger.

    `after` is `trigger`, `made`, `in-force`, or the id of an event. Durations are calendar arithmetic: `months` are counted to
    the same day of the month, or to the month's last day where there is none; then `weeks`, then `days`. `counts_first_day` says
    that the trigger day is day one. `exclusive` says that the day named is already too late. `text` is for an
    undated term ("as soon as possible"): then there is no due day and none may be invented.
    """

    by: When | None = None
    after: Id | None = None
    at: Literal["start", "end"] = "end"
    months: int = 0
    weeks: int = 0
    days: int = 0
    counts_first_day: bool = False
    exclusive: bool = False
    text: str = ""


class Owed(Value, frozen=True, kw_only=True):
    """The quantity owed. `tolerance` is the share by which performance may fall short and still count as kept (0.02 = 2 %)."""

    value: Decimal
    unit: str
    tolerance: Decimal = Decimal(0)
    note: str = ""


class Performance(Value, frozen=True, kw_only=True):
    """An event that performs, with the share of the quantity it proves (a range where the record leaves one).

    Where no quantity is owed, one event performs the whole commitment, unless it is a `part`: all parts together perform it.
    """

    event: Id
    part: bool = False
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    note: str = ""


class ThroughFlow(Value, frozen=True, kw_only=True):
    """Movements that perform: what entered `stage` in a flow, where it fits `routes`, `commodities`, `instruments` (empty: all).

    Rows outside `period` do not count; a row that lies only partly in it proves anything from nothing to its whole amount. The
    amounts are converted to the unit of what is owed, exactly; units that do not convert are an error.
    """

    flow: Id
    stage: Stage
    routes: tuple[Id, ...] = ()
    commodities: tuple[Id, ...] = ()
    instruments: tuple[Id, ...] = ()
    period: When | None = None
    note: str = ""


class Breach(Value, frozen=True, kw_only=True):
    """An act of the debtor that is contrary to the commitment."""

    event: Id
    note: str = ""


class EndedBy(Value, frozen=True, kw_only=True):
    """An ending other than performance: by an `event`, by another `commitment` (when it was made) or an `instrument`.

    `until` ends a suspension."""

    how: Ending
    event: Id | None = None
    commitment: Id | None = None
    instrument: Id | None = None
    until: When | None = None
    note: str = ""


class Reciprocal(Value, frozen=True, kw_only=True):
    """The promise given in return. `basis: claimed` marks a link that is somebody's interpretation, not in the text."""

    commitment: Id
    basis: Literal["text", "claimed"] = "text"
    by: str = ""


class Plea(Value, frozen=True, kw_only=True):
    """A plea that would excuse (necessity, prior breach, changed circumstances): an annotation, never a verdict."""

    by: Id
    text: str


class Terms(Value, frozen=True, kw_only=True):
    """What a verdict is computed from; `None` means "as in the commitment" when it stands in a reading."""

    standard: Standard | None = None
    definiteness: Definiteness | None = None
    trigger: Trigger | msgspec.UnsetType | None = msgspec.UNSET
    deadline: Deadline | msgspec.UnsetType | None = msgspec.UNSET
    owed: Owed | msgspec.UnsetType | None = msgspec.UNSET
    performed_by: tuple[Performance, ...] | None = None
    performed_through: tuple[ThroughFlow, ...] | None = None
    breached_by: tuple[Breach, ...] | None = None
    ended_by: tuple[EndedBy, ...] | None = None
    term_ends: When | msgspec.UnsetType | None = msgspec.UNSET


class Reading(Terms, frozen=True, kw_only=True):
    """One defensible interpretation: the `words` it relies on, who holds it (`by`), and the terms that differ."""

    id: Id
    words: str
    by: tuple[Id, ...] = ()
    note: str = ""


class Commitment(Entry, frozen=True, kw_only=True):
    """A promise. See `docs/ledger.md` for how each field enters the verdict.

    A commitment of standard `refrain` is breached by an act and kept only when its term (`term_ends`) is over.
    `evidence_complete` is the day to which the record of performance is claimed complete; without it the manifest's day holds.
    `evidence_claimed: false` says that nobody claims it complete to any day.
    """

    title: str
    instrument: Id
    clause: str = ""
    debtors: tuple[Id, ...]
    creditors: tuple[Id, ...]
    affected: tuple[Id, ...] = ()
    content: str
    act: str = "act"
    standard: Standard = "result"
    definiteness: Definiteness = "definite"
    made: When | None = None
    trigger: Trigger | None = None
    deadline: Deadline | None = None
    term_ends: When | None = None
    owed: Owed | None = None
    performed_by: tuple[Performance, ...] = ()
    performed_through: tuple[ThroughFlow, ...] = ()
    breached_by: tuple[Breach, ...] = ()
    ended_by: tuple[EndedBy, ...] = ()
    supersedes: tuple[Id, ...] = ()
    reciprocal: tuple[Reciprocal, ...] = ()
    conflicts: tuple[Id, ...] = ()
    readings: tuple[Reading, ...] = ()
    pleas: tuple[Plea, ...] = ()
    disputes: tuple[str, ...] = ()
    evidence_complete: When | None = None
    evidence_claimed: bool = True
    places: tuple[Id, ...] = ()
    tags: tuple[str, ...] = ()
    recorded: When | None = None
