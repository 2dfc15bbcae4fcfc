"""The mapping of a table: which column of somebody's spreadsheet holds what. A YAML file, read with positions.

Nothing about a table is guessed: what the mapping does not say has the one default that stands here (docs/import-table.md).
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from torgau.dates import When
from torgau.vocabulary import Id
from torgau.vocabulary.common import Value
from torgau.vocabulary.flows import STAGES, Stage
from torgau.vocabulary.sources import Grade, SourceKind

Texts = tuple[str, ...]
Use = Literal[
    "date",
    "stage",
    "value",
    "low",
    "high",
    "unit",
    "commodity",
    "route",
    "donor",
    "recipient",
    "instrument",
    "activity",
    "parent",
    "lot",
    "id",
    "from",
    "counted",
    "note",
    Stage,
]
"""What a column may hold: a field of a movement, or (in a wide table) the amounts of one stage."""
FIELDS: Texts = tuple(each for each in get_args(Use) if each not in STAGES)
MAX_COLUMNS = 2000
"""A wider table is refused: it is a broken file, or an attack."""


class FlowPart(Value, frozen=True, kw_only=True):
    """The flow that the rows become; the fields mean what they mean in a pack (docs/flow.md)."""

    id: Id
    title: str
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
    note: str = ""


class SourcePart(Value, frozen=True, kw_only=True):
    """The source that the table is. Without `title` it is an entry that the pack has already. Rows are `verified` where
    somebody compared them with that source, not because a program read them."""

    id: Id
    title: str = ""
    kind: SourceKind = "dataset"
    grade: Grade = "F"
    publisher: str = ""
    author: str = ""
    house: str = ""
    content_date: When | None = None
    capture_date: When | None = None
    url: str = ""
    licence: str = ""
    note: str = ""
    locator: str = ""
    verified: bool = False


class FilePart(Value, frozen=True, kw_only=True):
    """How the file is to be read. `header` is the row that names the columns, counted from 1. `empty` lists texts that stand for
    an empty cell. `formulas: cached` takes the value that the spreadsheet computed last; `merged: fill` repeats the text of a
    merged cell (never its amount)."""

    sheet: str | int = ""
    header: int = 1
    delimiter: str = ""
    quote: Literal['"', "'", ""] = '"'
    encoding: str = ""
    empty: Texts = ()
    formulas: Literal["refuse", "cached"] = "refuse"
    merged: Literal["refuse", "fill"] = "refuse"


class NumbersPart(Value, frozen=True, kw_only=True):
    """How numbers are written as text. A space as separator stands for every kind of space. `remove` lists signs that stand
    beside the digits, such as a currency's. Nothing is ever multiplied: `million USD` is a unit."""

    decimal: Literal[".", ","] = "."
    thousands: Literal["", ",", ".", " ", "'"] = ""
    remove: Texts = ()
    parentheses: Literal["refuse", "negative"] = "refuse"


class DatesPart(Value, frozen=True, kw_only=True):
    """The forms in which dates are written: `edtf`, `year`, or a pattern of %d %m %b %Y %q. A cell that fits two forms with two
    meanings is not read. `months` are names of months; `missing` is the date of a row that has none."""

    formats: Texts = ("edtf",)
    months: dict[str, int] = msgspec.field(default_factory=dict)
    year_as_first_of_january: bool = False
    missing: When | None = None


class AmountPart(Value, frozen=True, kw_only=True):
    """An amount column of a wide table: its stage, and what holds for it alone. `date` names the column of its own date."""

    stage: Stage
    unit: str = ""
    commodity: str = ""
    route: str = ""
    date: str = ""


class ConstantsPart(Value, frozen=True, kw_only=True):
    """What holds for every row; where a column is mapped too, for the rows in which its cell is empty."""

    stage: str = ""
    unit: str = ""
    commodity: str = ""
    route: str = ""
    donor: str = ""
    recipient: str = ""
    instrument: str = ""
    activity: str = ""
    parent: str = ""
    lot: str = ""
    from_stage: str = msgspec.field(default="", name="from")
    counted: Literal["", "yes", "no", "doubtful"] = ""
    note: str = ""


class ValuesPart(Value, frozen=True, kw_only=True):
    """Words of the table and the words that the pack has for them, field by field."""

    date: dict[str, str] = msgspec.field(default_factory=dict)
    stage: dict[str, str] = msgspec.field(default_factory=dict)
    unit: dict[str, str] = msgspec.field(default_factory=dict)
    commodity: dict[str, str] = msgspec.field(default_factory=dict)
    route: dict[str, str] = msgspec.field(default_factory=dict)
    donor: dict[str, str] = msgspec.field(default_factory=dict)
    recipient: dict[str, str] = msgspec.field(default_factory=dict)
    instrument: dict[str, str] = msgspec.field(default_factory=dict)
    activity: dict[str, str] = msgspec.field(default_factory=dict)
    parent: dict[str, str] = msgspec.field(default_factory=dict)
    lot: dict[str, str] = msgspec.field(default_factory=dict)
    from_stage: dict[str, str] = msgspec.field(default_factory=dict, name="from")
    counted: dict[str, str] = msgspec.field(default_factory=dict)


class ControlsPart(Value, frozen=True, kw_only=True):
    """Rows that print a total instead of a movement: those whose cell in one of the columns is one of the texts."""

    rows: dict[str, Texts]
    stage: str = ""
    tolerance: Decimal = Decimal(0)


class Mapping(Value, frozen=True, kw_only=True):
    """The whole mapping. `columns` gives each header what its column holds; a table is *long* where one column holds the stage
    and one the value, *wide* where stages have columns of their own. `skip` leaves out rows, `only` keeps rows."""

    name: Id
    flow: FlowPart
    source: SourcePart
    columns: dict[str, Use]
    amounts: dict[str, AmountPart] = msgspec.field(default_factory=dict)
    file: FilePart = FilePart()
    numbers: NumbersPart = NumbersPart()
    dates: DatesPart = DatesPart()
    constants: ConstantsPart = ConstantsPart()
    values: ValuesPart = ValuesPart()
    skip: dict[str, Texts] = msgspec.field(default_factory=dict)
    only: dict[str, Texts] = msgspec.field(default_factory=dict)
    controls: ControlsPart | None = None
    new_actors: Literal["create", "refuse"] = "refuse"
    new_actor_kind: Literal["state", "government", "group", "organisation", "person", "territory"] = "organisation"
    unit_missing: Literal["drop", "currency-not-stated"] = "drop"

    @property
    def stage_columns(self) -> Dict[str, AmountPart]:
        """The amount columns of a wide table by their header; empty in a long table."""
        short = {header: AmountPart(stage=use) for header, use in self.columns.items() if use in STAGES}  # type: ignore[arg-type]
        return {**short, **self.amounts}

    def column_of(self, field: str) -> str:
        """The header of the column that holds a field; empty where there is none."""
        return next((header for header, use in self.columns.items() if use == field), "")


class MappingFile(NamedTuple):
    """A mapping and where its parts stand, so that a problem met later can name the line of the mapping."""

    path: Path
    name: str
    mapping: Mapping
    lines: Dict[tuple[str, ...], tuple[int, int]]

    def place(self, *path: str) -> str:
        """`mapping.yaml:line:column` of a part, or of the innermost part around it that is written."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                line, column = self.lines[path[:length]]
                return f"{self.name}:{line}:{column}"
        return self.name


def text_fields(part: Any) -> dict[str, Any]:
    """The fields of a part by the names that a mapping writes (`from`, not `from_stage`)."""
    return {each.encode_name: getattr(part, each.name) for each in msgspec.structs.fields(type(part))}
