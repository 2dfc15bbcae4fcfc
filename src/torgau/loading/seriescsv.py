"""From a CSV file to the points of a series: exact decimals, ISO days, a line number for each row."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from torgau.dates import When
from torgau.dates.single_days import from_plain
from torgau.loading.problems import Problem, problem, quoted
from torgau.vocabulary import Point

COLUMNS = ("start", "end", "value", "low", "high", "source", "locator", "verified", "note")
"""The columns of a series file, in this order."""

_NUMBER = re.compile(r"-?[0-9]{1,28}(?:\.[0-9]{1,28})?")
_TRUTH = {"true": True, "false": False, "": False}


class Rows(NamedTuple):
    """The points of one file, and what is wrong with it."""

    points: tuple[Point, ...]
    problems: tuple[Problem, ...]


def read_series(text: str, file: str) -> Rows:
    """Read a series file. A row with a problem is left out; all problems of all rows are reported."""
    points: list[Point] = []
    problems: list[Problem] = []
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), strict=True)
    line = 1
    try:
        header = next(reader, None)
        if header is None or tuple(cell.strip() for cell in header) != COLUMNS:
            found = "nothing" if not header else ",".join(header)
            message = f"the first line must name the columns; found {quoted(found)}"
            return Rows((), (problem("series-header", file, 1, 1, message, f"write {','.join(COLUMNS)}"),))
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                got = _row(cells, file, line)
                if isinstance(got, Point):
                    points.append(got)
                else:
                    problems += got
            line = reader.line_num + 1
    except csv.Error as error:
        mend = "put a text with commas or line ends in double quotes, and double the quotes inside it"
        problems.append(problem("series-row", file, line, 1, f"the row cannot be read: {error}", mend))
    return Rows(tuple(points), tuple(problems))


def _row(cells: list[str], file: str, line: int) -> Point | list[Problem]:
    def wrong(message: str, mend: str, code: str = "series-row") -> Problem:
        return problem(code, file, line, 1, message, mend)

    if len(cells) != len(COLUMNS):
        mend = "leave a cell empty rather than out; a text with commas goes in double quotes"
        return [wrong(f"the row has {len(cells)} cells instead of {len(COLUMNS)}", mend)]
    row: Mapping[str, str] = {name: cell.strip() for name, cell in zip(COLUMNS, cells, strict=True)}
    problems: list[Problem] = []
    days: dict[str, When] = {}
    for name in ("start", "end"):
        day = from_plain(row[name])
        if day is None:
            problems.append(wrong(f"`{name}` must be a day, not {quoted(row[name])}", "write YYYY-MM-DD"))
        else:
            days[name] = When.of_day(day)
    numbers: dict[str, Decimal | None] = {}
    for name in ("value", "low", "high"):
        if row[name] and not _NUMBER.fullmatch(row[name]):
            mend = "write digits with at most one point, no separators; leave the cell empty where nothing is known"
            problems.append(wrong(f"`{name}` must be a number, not {quoted(row[name])}", mend))
        else:
            numbers[name] = Decimal(row[name]) if row[name] else None
    if row["verified"] not in _TRUTH:
        problems.append(wrong(f"`verified` must be true or false, not {quoted(row['verified'])}", "write true or false"))
    if problems:
        return problems
    return Point(
        start=days["start"],
        end=days["end"],
        value=numbers["value"],
        low=numbers["low"],
        high=numbers["high"],
        source=row["source"],
        locator=row["locator"],
        verified=_TRUTH[row["verified"]],
        note=row["note"],
        line=line,
    )
