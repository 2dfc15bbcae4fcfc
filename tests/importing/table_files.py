"""Small tables, mappings and a pack for the tests of table imports. All names are invented."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook

from torgau.importing.table_import import Imported, import_table

LONG = """
name: letters
flow: {id: letters-flow, title: Letters, recipient: KLD}
source: {id: letters-sheet, title: Register of letters}
columns: {Date: date, Donor: donor, Stage: stage, Amount: value, Unit: unit}
"""
"""A long table: `Date,Donor,Stage,Amount,Unit`."""
WIDE = """
name: tracker
flow: {id: tracker-flow, title: Tracker, recipient: KLD}
source: {id: tracker-sheet, title: Tracker}
columns: {Date: date, Donor: donor, Announced: pledged, Delivered: arrived}
constants: {unit: million EUR}
"""
"""A wide table: `Date,Donor,Announced,Delivered`."""


class Outcome(NamedTuple):
    """What an import wrote: its account, the movements as dicts, the report, the findings (count and places by kind)."""

    done: Imported
    rows: list[dict[str, str]]
    report: str
    found: dict[str, tuple[int, tuple[str, ...]]]
    pack: Path

    def totals(self) -> dict[tuple[str, str], Decimal]:
        """Sums by stage and unit, added up here from the file that was written."""
        sums: dict[tuple[str, str], Decimal] = {}
        for row in self.rows:
            if row["value"]:
                key = (row["to"], row["unit"])
                sums[key] = sums.get(key, Decimal(0)) + Decimal(row["value"])
        return sums


def make_pack(folder: Path) -> Path:
    """A pack with four actors and one instrument."""
    folder.mkdir(parents=True)
    manifest = {"name": "karelund", "title": "Karelund", "torgau": {"format": "torgau/pack@1", "period": "2031"}}
    (folder / "datapackage.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "pack.yaml").write_text(
        """
actors:
  - {id: NMK, name: Northmark}
  - {id: WLD, name: Westland}
  - {id: SUD, name: Sudria, also: [Sudrian Republic, Twin]}
  - {id: KLD, name: Karelund, also: [Twin]}
instruments:
  - {id: harbour-pact, title: Harbour Pact, form: pact, parties: [NMK, KLD], signed: "2031-01-02", sources: [{source: gazette}]}
sources:
  - {id: gazette, title: Gazette, kind: press, grade: C}
""",
        encoding="utf-8",
    )
    return folder


def run(
    folder: Path, table: str | bytes | Path | Sequence[Sequence[Any]], mapping: str, *, name: str = "t.csv", **options: Any
) -> Outcome:
    """Import a table (text, bytes, rows for a workbook, or a file) by a mapping into a new pack (or the one in `folder`)."""
    pack = folder / "pack"
    if not pack.exists():
        make_pack(pack)
    path = write(folder, table, name)
    said = folder / "mapping.yaml"
    said.write_text(mapping, encoding="utf-8")
    done = import_table(path, said, pack, **options)
    rows = [row for file in done.committed.files if file.endswith(".csv") for row in read_csv(pack / file)]
    report = (pack / done.committed.folder / "report.md").read_text(encoding="utf-8")
    found = {each.kind: (each.count, each.places) for each in done.committed.findings}
    return Outcome(done, rows, report, found, pack)


def write(folder: Path, table: str | bytes | Path | Sequence[Sequence[Any]], name: str) -> Path:
    """The table as a file."""
    if isinstance(table, Path):
        return table
    path = folder / name
    if isinstance(table, str):
        path.write_bytes(table.encode())
    elif isinstance(table, bytes):
        path.write_bytes(table)
    else:
        workbook(path, table)
    return path


def workbook(path: Path, rows: Sequence[Sequence[Any]], sheet: str = "Aid", formats: Mapping[str, str] | None = None) -> Path:
    """Write a workbook; `formats` gives single cells the form in which they are shown."""
    book = Workbook()
    page = book.active
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cell, form in (formats or {}).items():
        page[cell].number_format = form
    book.save(path)
    return path


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change the XML of a workbook, as no spreadsheet would."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
