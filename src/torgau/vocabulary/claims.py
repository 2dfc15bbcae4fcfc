"""Claims: what one source says about one thing. Sentences of third parties are not stored; what they assert is."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value


class Statement(Value, tag_field="type", frozen=True, kw_only=True):
    """What a claim asserts, in a form that can be compared with the record."""


class EventDate(Statement, tag="event-date", frozen=True, kw_only=True):
    """The event happened on (or during) `date`."""

    event: Id
    date: When


class QuantityIs(Statement, tag="quantity", frozen=True, kw_only=True):
    """The quantity has this value or range (`at_least`: "more than"), for a scope of the estimate, if the claim names one."""

    estimate: Id
    unit: str
    scope: Id = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    at_least: bool = False


class Sequence(Statement, tag="sequence", frozen=True, kw_only=True):
    """The events happened in this order."""

    events: tuple[Id, ...]


class PeakIs(Statement, tag="peak", frozen=True, kw_only=True):
    """The series reached its highest or lowest point within `date`."""

    series: Id
    which: Literal["highest", "lowest"] = "highest"
    date: When


class StatusHolds(Statement, tag="status", frozen=True, kw_only=True):
    """The status holds (or, with `holds: false`, does not hold) throughout `date`. `value` narrows it (who holds the office)."""

    dimension: str
    subject: Id
    object: Id | None = None
    value: str = ""
    date: When
    holds: bool = True


class Promised(Statement, tag="promised", frozen=True, kw_only=True):
    """The debtors `by` made this promise; `definite: false` says that only a principle was agreed."""

    commitment: Id
    by: tuple[Id, ...]
    definite: bool = True


class DeadlineIs(Statement, tag="deadline", frozen=True, kw_only=True):
    """The commitment was due so long after its trigger."""

    commitment: Id
    months: int = 0
    days: int = 0


class MemberOf(Statement, tag="member", frozen=True, kw_only=True):
    """The set (a status dimension and value, or an actor's members) contains these members, `on` a day or ever.

    A member may be a group; it stands for each of its own. `complete` says that the claim gives the list as the whole set.
    """

    status: str
    members: tuple[str, ...]
    on: When | None = None
    complete: bool = False


class StoodIn(Statement, tag="stood-in", frozen=True, kw_only=True):
    """On the day `on` the actor stood in these places (control, presence of forces, zones). `complete`: and in no others."""

    actor: Id
    on: When
    places: tuple[Id, ...]
    complete: bool = False


class DocumentDate(Statement, tag="document-date", frozen=True, kw_only=True):
    """The document (a source) was written on `date`."""

    document: Id
    date: When


class OrderIs(Statement, tag="order", frozen=True, kw_only=True):
    """The subject was the first or last of a declared set to begin a status."""

    subject: Id
    dimension: str
    object: Id
    among: tuple[Id, ...]
    rank: Literal["first", "last"]


class Fact(Statement, tag="fact", frozen=True, kw_only=True):
    """A statement of fact that none of the other forms can say: it is held against the entries that the claim names for and
    against it, and against nothing else."""

    text: str


class Attribution(Statement, tag="attribution", frozen=True, kw_only=True):
    """A cause, motive or weight that somebody assigns: shown with its holder, never scored as fact."""

    text: str


class Judgement(Statement, tag="judgement", frozen=True, kw_only=True):
    """A value judgement: listed, not scored. `character` is one word of it that can oppose another claim's."""

    text: str
    character: str = ""


class Description(Statement, tag="description", frozen=True, kw_only=True):
    """Something about the document itself or its furniture."""

    text: str


AnyStatement = (
    EventDate
    | Sequence
    | PeakIs
    | QuantityIs
    | StatusHolds
    | Promised
    | DeadlineIs
    | MemberOf
    | StoodIn
    | OrderIs
    | DocumentDate
    | Fact
    | Attribution
    | Judgement
    | Description
)


class Requires(Value, frozen=True, kw_only=True):
    """What evidence a claim must carry to be admitted: source kinds of which one must be there, and how many distinct kinds."""

    kinds: tuple[str, ...] = ()
    distinct_kinds: int = 0


class Claim(Entry, frozen=True, kw_only=True):
    """What `source` says at `place` in the document. `known_as_of` of a claim is its source's content date.

    `supported_by` and `opposed_by` name entries of the record that bear on it (events, estimates, statuses, other claims).
    """

    source: Id
    place: str = ""
    asserts: str
    statement: AnyStatement
    mode: Literal["quote", "paraphrase"] = "paraphrase"
    layer: Literal["record", "ledger", "flow", "outcome", "claim", "page"] = "claim"
    topic: str = ""
    holder: str = ""
    register: Literal["public", "private", ""] = ""
    date: When | None = None
    actors: tuple[Id, ...] = ()
    supported_by: tuple[Id, ...] = ()
    opposed_by: tuple[Id, ...] = ()
    concerns: tuple[Id, ...] = ()
    row: str = ""
    flags: tuple[Literal["omission", "truncated", "non-answer", "undated", "unsupported", "loaded-term", "imprecise"], ...] = ()
    omits: tuple[Id, ...] = ()
    requires: Requires | None = None
