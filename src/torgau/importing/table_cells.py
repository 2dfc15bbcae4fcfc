"""What a table is, whatever file it came from: a header and numbered rows of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from torgau.importing.errors import ImportStopped


class DateCell(NamedTuple):
    """A spreadsheet's date cell as EDTF: only as precise as the cell shows it. `notes` are codes of findings."""

    text: str
    notes: tuple[str, ...] = ()


class Fault(NamedTuple):
    """A cell that holds no value: an error of the spreadsheet, a formula, a cell inside a merged one. `code` is its finding."""

    code: str
    shown: str


class Noted(NamedTuple):
    """A value that was not written in this cell itself: a formula's last result (`formula-cached`), the text of the merged cell
    that this one is part of (`merged-filled`)."""

    code: str
    cell: PlainCell


PlainCell = str | int | Decimal | DateCell | Fault
Cell = PlainCell | Noted


class Row(NamedTuple):
    """A row and its number: the line of a CSV file on which it begins, the row of a sheet."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """A table that is being read. `rows` can be walked once; it raises ImportStopped where the file breaks off.

    `file` is the name without folders: an import must not depend on where a file lies. `sheet` is empty for a CSV file. `notes`
    says in words how the file was read; `position` how many of its bytes have been read so far.
    """

    file: str
    sheet: str
    header: tuple[str, ...]
    rows: Iterator[Row]
    notes: tuple[str, ...] = ()
    position: Callable[[], int] = lambda: 0

    def place(self, row: int, column: int | None = None) -> str:
        """`file.csv:17`, or `file.xlsx!Sheet!C17` for a sheet; `column` counts from 0."""
        if not self.sheet:
            return f"{self.file}:{row}"
        return (
            f"{self.file}!{self.sheet}!{letters(column)}{row}" if column is not None else f"{self.file}!{self.sheet}!{row}:{row}"
        )

    def locator(self, row: int) -> str:
        """How a movement names its row in the source."""
        return f"sheet {self.sheet}, row {row}" if self.sheet else f"line {row}"


def letters(column: int) -> str:
    """The name of a column, counted from 0: A, B ... Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def header_text(cell: Cell) -> str:
    """A header as it is compared: on one line, single spaces."""
    if isinstance(cell, Noted):
        cell = cell.cell
    if isinstance(cell, Fault):
        return ""
    text = cell.text if isinstance(cell, DateCell) else str(cell)
    return " ".join(text.split())


def stopped(place: str, problem: str, mend: str) -> ImportStopped:
    """The refusal of a file, with its place."""
    return ImportStopped(f"{place}: {problem}", mend)
