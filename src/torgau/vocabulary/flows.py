"""Flows: the chain of aid, kept as a book of movements between stages.

Each stage is an account and each movement a balanced posting: what one stage gains another loses, in one unit. A flow is the
account that one body of sources gives; rival accounts of the same aid are flows of their own and are never added up.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any, Literal, get_args

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value

Stage = Literal[
    "requested",
    "pledged",
    "committed",
    "allocated",
    "available",
    "shipped",
    "lost",
    "diverted",
    "returned",
    "arrived",
    "used",
]
"""The stages of the chain. `lost`, `diverted` and `returned` branch off from `shipped`; the others follow one another."""

STAGES: tuple[str, ...] = get_args(Stage)
MAIN_STAGES = ("pledged", "committed", "allocated", "available", "shipped", "arrived", "used")
"""The stages that follow one another: what arrives was shipped before. A request binds nobody and feeds no other stage."""
SIDE_STAGES = ("lost", "diverted", "returned")
"""Where goods that were shipped can go instead of arriving."""
OUTSIDE = "outside"
"""The account from which aid enters the book, where no earlier stage is kept."""

Counted = Literal["yes", "no", "doubtful"]
"""Whether a row is counted: `doubtful` rows widen a total to bounds, rows with `no` are kept and shown only."""


class Named(Value, frozen=True, kw_only=True):
    """A word that the rows use (a route, a commodity), with the name that people read."""

    id: Id
    name: str


class Control(Value, frozen=True, kw_only=True):
    """A total that a source prints itself: the rows that it covers must add up to it, within `tolerance` (in the same unit).

    An empty `route`, `commodity` or `period` means all of them.
    """

    stage: Stage
    value: Decimal
    unit: str
    route: Id = ""
    commodity: Id = ""
    period: When | None = None
    tolerance: Decimal = Decimal(0)
    source: Id
    locator: str = ""
    verified: bool = False
    note: str = ""


class Flow(Entry, frozen=True, kw_only=True):
    """One account of the movement of aid. `files` are CSV files of the pack whose rows are its movements (docs/flow.md).

    `means` says in words what the rows count, `covers` over which time. Only flows of the same `scope` (else the flow's own id)
    are added up; flows that `overlap` may count part of the same aid, so their common total is given as bounds. `rivals` count
    the same aid in another way. `donor` and `recipient` hold for every row that names none; so does the first of the `sources`.

    `stages` are the accounts that the rows claim to keep (else all stages that they name): goods enter the first of them from
    outside. `hierarchy` says what counts where an activity and the activities below it both report: the `parents`, the `children`
    or `both`; unsaid, it is doubtful. `repeats` says whether rows that are alike in everything are `real` or `copies`; unsaid,
    they are doubtful.
    """

    title: str
    files: tuple[str, ...]
    means: str = ""
    scope: Id = ""
    covers: When | None = None
    donor: Id | None = None
    recipient: Id | None = None
    stages: tuple[Stage, ...] = ()
    rivals: tuple[Id, ...] = ()
    overlaps: tuple[Id, ...] = ()
    hierarchy: Literal["", "parents", "children", "both"] = ""
    repeats: Literal["", "real", "copies"] = ""
    routes: tuple[Named, ...] = ()
    commodities: tuple[Named, ...] = ()
    controls: tuple[Control, ...] = ()

    @property
    def scope_id(self) -> Id:
        """What its totals are totals of."""
        return self.scope or self.id


class Movement(Value, frozen=True, kw_only=True):
    """One row: `value` of `commodity` moves from stage `from_stage` to stage `to`. `value` is None where it was not found.

    A date that is an EDTF interval says that the row sums up what moved over that time. `activity` is the publisher's own name
    for the undertaking, `parent` the activity above it; `lot` names goods that move more than once.
    """

    flow: Id
    id: str = ""
    date: When
    from_stage: str = ""
    to: Stage
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str
    commodity: Id = ""
    route: Id = ""
    donor: Id = ""
    recipient: Id = ""
    instrument: Id = ""
    activity: str = ""
    parent: str = ""
    lot: str = ""
    counted: Counted = "yes"
    source: Id = ""
    locator: str = ""
    verified: bool = False
    note: str = ""
    file: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """How findings name the row: its file and line."""
        return f"{self.file}:{self.line}"


def _no_table() -> Any:
    raise LookupError("the record holds no movements")


@dataclass(frozen=True)
class Movements:
    """All movements of a record, as a table of the embedded database: ten million rows are no objects.

    `cursor()` gives a connection in which `movements` can be queried; `count` is the number of rows. The table is never
    written to.
    """

    count: int = 0
    cursor: Callable[[], Any] = field(default=_no_table, compare=False)

    def __len__(self) -> int:
        return self.count

    def place(self, row: int) -> str:
        """File and line of a row, counted from 0, as findings name it; "" where there is no such row."""
        if not 0 <= row < self.count:
            return ""
        first, line, file = self._starts[bisect_right(self._starts, row, key=itemgetter(0)) - 1]
        return f"{file}:{line + row - first}"

    @cached_property
    def _starts(self) -> list[tuple[int, int, str]]:
        """Where each file begins: its rows follow one another in the table, so that a place needs no query of its own."""
        query = "SELECT min(rowid), min(line), file FROM movements GROUP BY file ORDER BY 1"
        found: list[tuple[int, int, str]] = self.cursor().execute(query).fetchall()
        return found
