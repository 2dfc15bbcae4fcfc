"""Tables in Excel workbooks: read cell by cell with openpyxl, behind limits that a hostile file cannot pass.

A workbook stores binary doubles. Python's shortest text that gives the same double is taken as the number that was meant: it is
what was typed in for every number of up to 15 digits, and it shows where a formula has left an artefact (0.30000000000000004).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

from torgau.importing.errors import ImportStopped
from torgau.importing.mapping import MAX_COLUMNS, FilePart
from torgau.importing.table_cells import Cell, DateCell, Fault, Noted, PlainCell, Row, Table, header_text, letters, stopped
from torgau.importing.table_zip import Merged, check_archive, merged_ranges
from torgau.loading.problems import near, quoted

MAX_ROWS = 1_048_576
"""The rows of a sheet in Excel; a file that claims more was not written by a spreadsheet."""
_MARCH_1900 = datetime(1900, 3, 1)


def open_xlsx(path: Path, said: FilePart) -> Table:
    """Open a workbook and read the header of the chosen sheet. ImportStopped where it is broken, hostile, or leaves a choice."""
    check_archive(path)
    book = _load(path, False)
    sheet = _sheet(book, said.sheet, path.name)
    # A second view of the same sheet gives the values that the spreadsheet computed last.
    other = _load(path, True) if said.formulas == "cached" else None
    computed = _sheet(other, said.sheet, path.name) if other is not None else None
    merged = Merged(merged_ranges(path, getattr(sheet, "_worksheet_path", "")), path.name)
    place = f"{path.name}!{sheet.title}"
    rows = _closing(_rows(_guarded(sheet, place), computed, merged, said.merged == "fill", place), (book, other))
    header: tuple[str, ...] | None = None
    for row in rows:
        if row.number == said.header:
            header = tuple(header_text(cell) for cell in row.cells)
            break
    if header is None or not any(header):
        raise stopped(place, f"row {said.header} names no columns", "say with `file: {header: N}` which row holds their names")
    while not header[-1]:
        header = header[:-1]
    return Table(path.name, sheet.title, header, rows, (f"Sheet {quoted(sheet.title)}.",), _position(book))


def _closing(rows: Iterator[Row], books: tuple[Any, ...]) -> Iterator[Row]:
    try:
        yield from rows
    finally:
        for book in books:
            if book is not None:
                book.close()


def _position(book: Any) -> Callable[[], int]:
    stream = getattr(getattr(book, "_archive", None), "fp", None)
    return stream.tell if stream is not None else lambda: 0


def _load(path: Path, data_only: bool) -> Any:
    openpyxl: Any = import_module("openpyxl")  # it has no types
    if not openpyxl.DEFUSEDXML:
        raise ImportStopped(f"{path.name}: workbooks are read only with defusedxml installed", "pip install defusedxml")
    try:
        with warnings.catch_warnings():  # openpyxl warns of every part that it leaves out; none of them holds cells
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, read_only=True, data_only=data_only, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:  # a broken workbook raises almost anything: KeyError, ValueError, ParseError ...
        raise _unreadable(path.name, error) from error


def _unreadable(place: str, error: BaseException) -> ImportStopped:
    while error.__context__ is not None:  # openpyxl wraps what went wrong in words that hold the path of the file
        error = error.__context__
    said = str(error).split("\n")[0] or type(error).__name__
    if type(error).__module__.startswith("defusedxml"):
        return stopped(place, "the workbook declares XML entities, as attacks do", "get the file from somebody you trust")
    return stopped(place, f"the workbook cannot be read: {said}", "open it in a spreadsheet and save it as .xlsx, or as CSV")


def _sheet(book: Any, wanted: str | int, file: str) -> Any:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if isinstance(wanted, int):
        if wanted <= len(book.worksheets):
            return book.worksheets[wanted - 1]
        raise stopped(file, f"there is no sheet {wanted}", f"the workbook has {len(sheets)}: {', '.join(map(quoted, sheets))}")
    if not wanted:
        if len(sheets) == 1:
            return book.worksheets[0]
        mend = f"choose one with `file: {{sheet: ...}}`: {', '.join(map(quoted, sheets)) or 'none'}"
        raise stopped(file, f"the workbook has {len(sheets)} sheets, and the mapping names none", mend)
    if wanted not in sheets:
        guess = near(wanted, sheets) or f"the sheets are {', '.join(map(quoted, sheets))}"
        raise stopped(file, f"there is no sheet {quoted(wanted)}", guess)
    return sheets[wanted]


def _guarded(sheet: Any, place: str) -> Iterator[tuple[Any, ...]]:
    """The rows of cells as openpyxl gives them; whatever it raises on a broken sheet becomes one clear refusal."""
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    rows = sheet.iter_rows()
    number = 0
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                cells = next(rows)
        except StopIteration:
            return
        except MemoryError:
            raise
        except Exception as error:
            raise _unreadable(f"{place}!{number + 1}:{number + 1}", error) from error
        number += 1
        if number > MAX_ROWS:
            raise stopped(place, f"the sheet claims more than {MAX_ROWS:,} rows", "save the table anew in a spreadsheet")
        if len(cells) > MAX_COLUMNS and any(each.value is not None for each in cells[MAX_COLUMNS:]):
            message = f"the row has cells up to column {letters(len(cells) - 1)}; at most {MAX_COLUMNS:,} columns are read"
            raise stopped(f"{place}!{number}:{number}", message, "remove what stands to the right of the table")
        yield cells


def _rows(cells: Iterator[tuple[Any, ...]], computed: Any, merged: Merged, fill: bool, place: str) -> Iterator[Row]:
    values = _guarded(computed, place) if computed is not None else None
    pairs = zip_longest(cells, values, fillvalue=()) if values is not None else ((row, None) for row in cells)
    for number, (row, results) in enumerate(pairs, start=1):
        got: list[Cell] = [
            _cell(cell, results[at] if results is not None and at < len(results) else None) for at, cell in enumerate(row)
        ]
        if merged.any:
            _merge(got, merged, number, fill)
        yield Row(number, got)


def _merge(cells: list[Cell], merged: Merged, number: int, fill: bool) -> None:
    """Replace the cells inside merged ones: by the text of the whole, or by a fault."""
    for block in merged.at(number):
        if block.top == number:
            block.value = cells[block.left] if block.left < len(cells) else ""
        for column in range(block.left, block.right + 1):
            if (number, column) == (block.top, block.left):
                continue
            if column >= len(cells):
                cells += [""] * (column + 1 - len(cells))
            whole = block.value.cell if isinstance(block.value, Noted) else block.value
            cells[column] = Noted("merged-filled", whole) if fill else Fault("merged-cell", block.name)


def _cell(cell: Any, result: Any) -> Cell:
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        if result is None:
            return Fault("formula", str(getattr(cell.value, "text", cell.value)))
        if result.value is None:
            return Fault("formula-no-value", str(getattr(cell.value, "text", cell.value)))
        return Noted("formula-cached", _plain(result))
    return _plain(cell)


def _plain(cell: Any) -> PlainCell:
    value = cell.value
    kind = type(value)
    if kind is str:
        return Fault("cell-error", value) if cell.data_type == "e" else value
    if kind is int:
        return int(value)
    if kind is float:
        return Decimal(repr(value)) if value == value and abs(value) != float("inf") else Fault("cell-error", repr(value))
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if isinstance(value, date):
        return _date(value, str(cell.number_format))
    return Fault("cell-time", str(value))


def _date(value: date, shown_as: str) -> DateCell:
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    length = _precision(shown_as)
    notes = [] if length == 10 else ["date-precision"]
    if (moment.hour, moment.minute, moment.second, moment.microsecond) != (0, 0, 0, 0):
        notes.append("date-time-dropped")
    if moment < _MARCH_1900:
        notes.append("date-early")
    return DateCell(moment.date().isoformat()[:length], tuple(notes))


@cache
def _precision(shown_as: str) -> int:
    """How many characters of YYYY-MM-DD the form of a cell shows: `mmm yy` stores a day that nobody wrote."""
    form = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", shown_as.split(";")[0]).lower()
    if "y" not in form or "d" in form:
        return 10
    return 7 if "m" in form else 4
