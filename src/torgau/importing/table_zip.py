"""A workbook as the archive that it is: its size is checked before anything is unpacked; merged cells are found in its XML."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from torgau.importing.mapping import MAX_COLUMNS
from torgau.importing.table_cells import Cell, stopped

MAX_UNPACKED = 2_000_000_000
"""Bytes of all parts together. A sheet of a million rows and ten columns has about 600 million."""
MAX_HELD = 300_000_000
"""Bytes of a part that is held in memory whole: shared texts, styles, everything but the sheets."""
MAX_PARTS = 5_000
MAX_MERGED = 200_000
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})(?::([A-Z]{1,3}[0-9]{1,7}))?[\"']")
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"


def is_workbook(path: Path) -> bool:
    """Whether the file is an archive, as .xlsx files are. ImportStopped for an old or locked workbook."""
    with path.open("rb") as stream:
        start = stream.read(8)
    if start.startswith(_OLE):
        mend = "open it in a spreadsheet and save it as .xlsx without a password"
        raise stopped(path.name, "this is an old .xls workbook, or one with a password", mend)
    if path.suffix.lower() in (".xlsx", ".xlsm") and not start.startswith(b"PK"):
        raise stopped(
            path.name, "this is no Excel workbook, whatever its name says", "get the file again, or name it .csv if it is text"
        )
    return start.startswith(b"PK")


def check_archive(path: Path) -> None:
    """ImportStopped where the archive is broken, no workbook, or larger than any table when it is unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise stopped(path.name, f"the workbook is cut off or damaged: {error}", "get the whole file") from error
    names = {each.filename for each in parts}
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        what = "an OpenDocument file" if "mimetype" in names else "an archive of something else"
        raise stopped(path.name, f"this is {what}, not an Excel workbook", "save the table as .xlsx or as CSV")
    if "xl/workbook.bin" in names:
        raise stopped(path.name, "this is a binary workbook (.xlsb)", "save it as .xlsx")
    unpacked = sum(each.file_size for each in parts)
    if unpacked > MAX_UNPACKED or len(parts) > MAX_PARTS:
        message = f"the workbook would unpack to {unpacked:,} bytes in {len(parts):,} parts"
        mend = f"at most {MAX_UNPACKED:,} bytes in {MAX_PARTS:,} parts are unpacked; save the sheet as CSV"
        raise stopped(path.name, message, mend)
    for each in parts:
        if each.file_size > MAX_HELD and not each.filename.startswith("xl/worksheets/"):
            mend = f"at most {MAX_HELD:,} bytes are; save the sheet as CSV"
            raise stopped(path.name, f"its part {each.filename} has {each.file_size:,} bytes, which must be held at once", mend)
        if each.flag_bits & 1:
            raise stopped(path.name, "the workbook is locked with a password", "save it without one")


@dataclass
class Block:
    """One merged cell: rows count from 1, columns from 0, all inclusive. `value` is what stands in its first cell."""

    name: str
    top: int
    left: int
    bottom: int
    right: int
    value: Cell = ""


class Merged:
    """The merged cells of a sheet, asked for row by row downwards."""

    def __init__(self, blocks: Iterable[Block], file: str) -> None:
        self._file = file
        self._waiting = sorted(blocks, key=lambda each: (each.top, each.left), reverse=True)
        self._open: list[Block] = []
        self.any = bool(self._waiting)

    def at(self, row: int) -> list[Block]:
        """The merged cells that this row cuts. Rows must be asked for in rising order."""
        self._open = [each for each in self._open if each.bottom >= row]
        while self._waiting and self._waiting[-1].top <= row:
            block = self._waiting.pop()
            if block.bottom >= row:
                self._open.append(block)
        if len(self._open) > MAX_COLUMNS:
            raise stopped(self._file, "merged cells lie over one another", "undo the merging in a spreadsheet")
        return self._open


def merged_ranges(path: Path, part: str) -> Iterator[Block]:
    """The merged cells that a sheet declares. They stand after its rows, so they are looked for before the rows are read."""
    seen = 0
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as stream:
            rest = b""
            while chunk := stream.read(_CHUNK):
                text = rest + chunk
                end = 0
                for found in _MERGE.finditer(text):
                    end = found.end()
                    seen += 1
                    if seen > MAX_MERGED:
                        raise stopped(path.name, f"the sheet has more than {MAX_MERGED:,} merged cells", "undo the merging")
                    first, last = found[1].decode(), (found[2] or found[1]).decode()
                    (top, left), (bottom, right) = _position(first), _position(last)
                    yield Block(f"{first}:{last}", top, left, bottom, min(right, MAX_COLUMNS - 1))
                rest = text[max(end, len(text) - 400) :]
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError) as error:
        raise stopped(path.name, f"the workbook is cut off or damaged: {error}", "get the whole file") from error


def _position(name: str) -> tuple[int, int]:
    word = name.rstrip("0123456789")
    column = 0
    for char in word:
        column = column * 26 + ord(char) - 64
    return int(name[len(word) :]), column - 1
