"""Write tracker.xlsx: the table of tracker.csv as a workbook, with dates and numbers as a spreadsheet stores them.

python examples/tracker/make_xlsx.py [PATH]
"""

from __future__ import annotations

import csv
import sys
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent


def cell(text: str) -> object:
    """What a spreadsheet makes of a text: a date, a number, or the text itself."""
    for read in (lambda word: datetime.strptime(word, "%d.%m.%Y"), int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text or None


def main(path: Path) -> None:
    """Write the workbook."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Aid"
    with (HERE / "tracker.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream):
            sheet.append([cell(text) for text in row])
    for (each,) in sheet.iter_rows(min_row=4, min_col=2, max_col=2):
        if isinstance(each.value, datetime):
            each.number_format = "dd.mm.yyyy"
    book.save(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "tracker.xlsx")
