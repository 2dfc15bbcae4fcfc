"""Other people's tables: comma-separated files with a header, read row by row, every error with its file and line."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class TableProblem(Exception):
    """A table that cannot be used: where, what is wrong, how to mend it. `str()` is `file:line: problem; mend`."""

    def __init__(self, file: str | Path, line: int, problem: str, mend: str) -> None:
        self.place = f"{file}:{line}" if line else str(file)
        self.problem = problem
        self.mend = mend
        super().__init__(f"{self.place}: {problem}; {mend}")


class Row(NamedTuple):
    """One row of a table: the cells by column, stripped, and the line on which it ends."""

    file: str
    line: int
    cells: dict[str, str]

    def problem(self, text: str, mend: str) -> TableProblem:
        """An error at this row."""
        return TableProblem(self.file, self.line, text, mend)

    def number(self, column: str) -> float | None:
        """The finite number in a column, None where the cell is empty."""
        text = self.cells[column]
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.problem(f"`{column}` is {text!r}, not a number", "write a plain number, or leave the cell empty")
        return value

    def required(self, column: str) -> float:
        """The finite number in a column; an empty cell is an error."""
        value = self.number(column)
        if value is None:
            raise self.problem(f"`{column}` is empty", "every row needs this number")
        return value


def read_table(path: str | Path, columns: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a CSV file in UTF-8 that has at least these columns. TableProblem where it cannot be read."""
    file = str(path)
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = [cell.strip() for cell in next(reader, [])]
            _header(file, header, columns)
            rows = []
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(header):
                    problem = f"{len(cells)} cells where the first line names {len(header)} columns"
                    raise TableProblem(file, reader.line_num, problem, "check the commas and quotes of this line")
                stripped = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
                rows.append(Row(file, reader.line_num, stripped))
    except OSError as error:
        raise TableProblem(file, 0, str(error.strerror or error), "give the path of a CSV file") from None
    except UnicodeDecodeError:
        raise TableProblem(file, 0, "this is not UTF-8", "save the table as CSV in UTF-8") from None
    except csv.Error as error:
        raise TableProblem(file, reader.line_num, f"this is no CSV: {error}", "check the quotes of this line") from None
    if not rows:
        raise TableProblem(file, 1, "the table has no rows", "give the whole file")
    return tuple(rows)


def _header(file: str, header: Sequence[str], columns: Sequence[str]) -> None:
    missing = [name for name in columns if name not in header]
    if missing:
        problem = f"there is no column `{missing[0]}`"
        raise TableProblem(file, 1, problem, f"the first line must name {', '.join(columns)}")
    again = [name for name in columns if header.count(name) > 1]
    if again:
        raise TableProblem(file, 1, f"the column `{again[0]}` stands twice", "name each column once")
