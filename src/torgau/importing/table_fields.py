"""One cell after the other: texts, amounts and dates as the mapping declares them, each odd one with a finding at its place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from torgau.importing.mapping import Mapping
from torgau.importing.table_cells import Cell, DateCell, Fault, Noted, Row, Table
from torgau.importing.table_dates import DateRead, DateReader, is_first_of_january
from torgau.importing.table_numbers import NumberRead, NumberReader, fitted, plain_text
from torgau.importing.table_plan import Column, Plan, Refusals, Rule
from torgau.loading.problems import quoted

Find = Callable[..., None]
"""`Batch.finding`: kind, place, detail."""
LOOSE = ("activity", "parent", "lot", "id", "note")
"""Fields whose text is the publisher's own: whatever stands there is kept."""
_REFUSED = {
    "formula": ("the cell is a formula", "write `file: {formulas: cached}` to take the value that the spreadsheet computed last"),
    "formula-no-value": ("the formula has no computed value", "open the workbook in a spreadsheet, save it, and import that"),
    "merged-cell": ("the cell is part of a merged one", "undo the merging, or write `file: {merged: fill}` to repeat its text"),
}


class Dropped(Exception):
    """What is being read cannot become a movement; the reason has been recorded."""


class CellReader:
    """Reads single cells of a table. `refusals` gets what the mapping must settle, `find` everything else that is odd."""

    def __init__(self, mapping: Mapping, table: Table, plan: Plan, refusals: Refusals, find: Find) -> None:
        self.numbers = NumberReader(mapping.numbers)
        self.january = self.days = 0
        """How many dates were the first of January, of how many that were days."""
        self._dates = DateReader(mapping.dates.formats, mapping.dates.months)
        self._said = mapping.dates
        self._date_words: dict[str, str] = mapping.values.date
        self._empty = frozenset(mapping.file.empty)
        self._table = table
        self._date_column = plan.fields.get("date")
        self._refusals = refusals
        self._find = find

    def number(self, row: Row, column: Column) -> NumberRead:
        """An amount; without a value where the cell is empty."""
        cell, noted = _opened(self._cell(row, column))
        if noted == "merged-filled":
            return NumberRead()  # the amount of a merged cell stands in its first cell, once
        if isinstance(cell, Fault):
            raise self._fault(cell, row, column)
        if noted:
            self._find(noted, self.place(row, column))
        if isinstance(cell, DateCell):
            mend = "the spreadsheet has turned a number into a date: give the column the form of a number"
            self._find("number-unreadable", self.place(row, column), f"the cell is the date {cell.text}; {mend}")
            raise Dropped
        if isinstance(cell, str):
            text = self._clean(cell)
            if not text:
                return NumberRead()
            read = self.numbers.read(text)
            if read.value is not None and self._table.sheet:
                self._find("number-as-text", self.place(row, column), quoted(text))
        else:
            text = str(cell)
            read = fitted(Decimal(cell))
            if isinstance(cell, Decimal) and len(cell.as_tuple().digits) > 15 and read.stated == read.value:
                self._find("number-binary", self.place(row, column), text)
        for doubt in read.doubts:
            if doubt != "number-rounded":  # told with its unit, where that is known
                self._find(doubt, self.place(row, column), f"{quoted(text)} is taken as {shown(read.value)}")
        if read.code:
            self._find(read.code, self.place(row, column), f"{quoted(text)}: {read.problem}; {read.mend}")
            raise Dropped
        return read

    def date(self, row: Row, own: Column | None = None) -> str:
        """The date of a row as EDTF; `own` is the column of the date of one amount, where it has one."""
        column = own or self._date_column
        cell, noted = _opened(self._cell(row, column)) if column else ("", "")
        if isinstance(cell, Fault):
            raise self._fault(cell, row, column)
        if noted:
            self._find(noted, self.place(row, column))
        text = self._clean(cell)
        if text in self._date_words:
            cell = text = self._date_words[text]
        if not text:
            return self._date_supplied(row)
        if isinstance(cell, DateCell):
            read = DateRead(cell.text)
            for note in cell.notes:
                self._find(note, self.place(row, column), cell.text)
        else:
            read = self._dates.read(text)
        if read.code:
            self._find(read.code, self.place(row, column), f"{quoted(text)}: {read.problem}; {read.mend}")
            raise Dropped
        if read.timed:
            self._find("date-time-dropped", self.place(row, column), text)
        return self._january(read.text, row)

    def _date_supplied(self, row: Row) -> str:
        missing = self._said.missing
        if missing is None:
            self._find("date-missing", self.place(row, self._date_column))
            raise Dropped
        if self._date_column is not None:
            self._find("date-supplied", self.place(row, self._date_column), missing.text)
        return missing.text

    def _january(self, text: str, row: Row) -> str:
        if len(text) == 10:
            self.days += 1
            if is_first_of_january(text):
                self.january += 1
                if self._said.year_as_first_of_january:
                    self._find("date-year", self.place(row, self._date_column), text)
                    return text[:4]
        return text

    def period(self, row: Row, rule: Rule) -> str:
        """The date of a printed total; empty where it has none, or where the cell is the word by which the row was known."""
        column = self._date_column
        if column is None or column == rule.column or not self.plain(row, column):
            return ""
        cell, _ = _opened(self._cell(row, column))
        text = self._clean(cell)
        return text if isinstance(cell, DateCell) else self._dates.read(text).text

    def text(self, row: Row, column: Column, field: str) -> str:
        """The text of a cell that holds `field`, on one line."""
        cell, noted = _opened(self._cell(row, column))
        if isinstance(cell, Fault):
            if field not in LOOSE or cell.code in _REFUSED:
                raise self._fault(cell, row, column)
            return cell.shown
        text = self._clean(cell)
        if noted and text:
            self._find(noted, self.place(row, column))
        if isinstance(cell, str) and is_formula_like(text):
            self._find("formula-like", self.place(row, column), quoted(text))
        return text

    def plain(self, row: Row, column: Column) -> str:
        """The text of a cell for filters: nothing is recorded."""
        cell, _ = _opened(self._cell(row, column))
        if isinstance(cell, Fault):
            return cell.shown if cell.code == "cell-error" else ""
        return self._clean(cell)

    def place(self, row: Row, column: Column | None = None) -> str:
        """How findings name a row or a cell."""
        return self._table.place(row.number, column.at if column else None)

    def _fault(self, fault: Fault, row: Row, column: Column | None) -> Dropped:
        place = self.place(row, column)
        if fault.code in _REFUSED:
            problem, mend = _REFUSED[fault.code]
            self._refusals.add((fault.code, ""), place, f"{problem} ({fault.shown})", lambda: mend)
        else:
            self._find(fault.code, place, fault.shown)
        return Dropped()

    def _cell(self, row: Row, column: Column) -> Cell:
        return row.cells[column.at] if column.at < len(row.cells) else ""

    def _clean(self, cell: Any) -> str:
        """The text of a cell on one line; empty where the mapping says that it stands for nothing."""
        if isinstance(cell, str):
            text = " ".join(cell.split())
        elif isinstance(cell, DateCell):
            text = cell.text
        else:
            text = plain_text(cell) if isinstance(cell, Decimal) else str(cell)
        return "" if text in self._empty else text


def _opened(cell: Cell) -> tuple[Any, str]:
    return (cell.cell, cell.code) if isinstance(cell, Noted) else (cell, "")


def shown(value: Decimal | None) -> str:
    """An amount as a movement writes it."""
    return "" if value is None else plain_text(value)


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet would take a text for something to compute."""
    return bool(text) and text[0] in "=+-@"
