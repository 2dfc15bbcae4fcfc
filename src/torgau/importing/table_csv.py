"""Tables as text (CSV, TSV): streamed with the standard library, in a declared or plainly marked encoding, never repaired."""

from __future__ import annotations

import codecs
import contextlib
import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from torgau.importing.mapping import MAX_COLUMNS, FilePart
from torgau.importing.table_cells import Row, Table, header_text, stopped

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks; that of UTF-32 begins like that of UTF-16, so it comes first."""
LONGEST_LINE = 8_000_000
"""Characters. A longer line is no row of a table; reading it whole would only fill the memory."""
_CHUNK = 1 << 20


def open_csv(path: Path, said: FilePart) -> Table:
    """Open a file and read its header. ImportStopped, with the line, where it cannot be read as the mapping says."""
    name = path.name
    delimiter = said.delimiter or ("\t" if path.suffix.lower() in (".tsv", ".tab") else ",")
    encoding = _encoding(path, said.encoding)
    at = [0]
    rows = _rows(path, encoding, delimiter, said.quote, at)
    header: tuple[str, ...] | None = None
    for count, row in enumerate(rows, start=1):
        if count == said.header:
            header = tuple(header_text(cell) for cell in row.cells)
            break
    if header is None or not any(header):
        what = "the file is empty" if path.stat().st_size == 0 else f"row {said.header} names no columns"
        raise stopped(name, what, "say with `file: {header: N}` which row holds the names of the columns")
    notes = (f"Encoding {encoding.removesuffix('-sig').upper()}, delimiter {_shown(delimiter)}.",)
    return Table(name, "", header, _checked(rows, name, len(header), path), notes, lambda: at[0])


def _encoding(path: Path, declared: str) -> str:
    """The encoding: as a mark at the beginning of the file says, else as declared, else UTF-8."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    marked = next((encoding for mark, encoding in _MARKS if start.startswith(mark)), "")
    if marked:
        plain = codecs.lookup(declared).name if declared else ""
        if plain and not (plain.startswith(marked[:6]) or (marked == "utf-8-sig" and plain == "utf-8")):
            message = (
                f"the file begins with the mark of {marked.removesuffix('-sig').upper()}, but the mapping declares {declared}"
            )
            raise stopped(f"{path.name}:1", message, "remove `encoding` from the mapping")
        return marked
    if not declared and start.count(0) > len(start) // 4:
        little = start[1::2].count(0) >= start[::2].count(0)
        mend = f"declare `file: {{encoding: utf-16-{'le' if little else 'be'}}}`, or save it as UTF-8"
        raise stopped(f"{path.name}:1", "this is not UTF-8; it looks like UTF-16 without a mark", mend)
    return declared or "utf-8"


def _rows(path: Path, encoding: str, delimiter: str, quote: str, at: list[int]) -> Iterator[Row]:
    name = path.name
    begun = 1
    with path.open("rb") as binary, TextIOWrapper(binary, encoding=encoding, errors="strict", newline="") as stream:
        kind: Any = {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}
        reader = csv.reader(_lines(stream, name), delimiter=delimiter, strict=True, **kind)
        try:
            for cells in reader:
                if len(cells) > MAX_COLUMNS and any(each.strip() for each in cells[MAX_COLUMNS:]):
                    message = f"the row has {len(cells):,} cells; at most {MAX_COLUMNS:,} columns are read"
                    raise stopped(f"{name}:{begun}", message, "check the delimiter, and that the file is the table you mean")
                if not begun & 0x3FF:
                    at[0] = binary.tell()
                yield Row(begun, cells)
                begun = reader.line_num + 1
        except csv.Error as error:
            raise stopped(f"{name}:{begun}", *_broken(str(error), begun)) from error
        except UnicodeError as error:
            raise _undecodable(path, encoding) from error


def _broken(said: str, line: int) -> tuple[str, str]:
    if "unexpected end of data" in said or "field larger" in said:
        return (
            f"a quote that is opened in the row of line {line} is never closed",
            'close it, or write `file: {quote: ""}` if quotes are plain signs in this file',
        )
    if "expected after" in said:
        return (
            "there is text after the closing quote of a cell",
            'double the quotes inside a quoted cell, or write `file: {quote: ""}` if quotes are plain signs in this file',
        )
    return f"the row cannot be read: {said}", "check the quotes and the delimiter"


def _lines(stream: TextIOWrapper, name: str) -> Iterator[str]:
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE:
            raise stopped(
                f"{name}:{number}", f"the line has more than {LONGEST_LINE:,} characters", "check that this is a CSV file"
            )
        if "\0" in line:
            raise stopped(
                f"{name}:{number}", "there is a NUL character: this is not plain text", "save the table as CSV in UTF-8"
            )
        yield line


def _checked(rows: Iterator[Row], name: str, width: int, path: Path) -> Iterator[Row]:
    """The rows; a last row that is too short and has no line end shows that the file breaks off."""
    last = Row(0, ())
    for row in rows:
        last = row
        yield row
    if 0 < len(last.cells) < width and not _ends_with_line_end(path):
        message = f"the file breaks off: its last row has {len(last.cells)} cells instead of {width}, and no line end"
        raise stopped(f"{name}:{last.number}", message, "get the whole file")


def _ends_with_line_end(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 4))
        return any(mark in stream.read() for mark in (b"\n", b"\r"))


def _undecodable(path: Path, encoding: str) -> Exception:
    """Where the first bytes stand that the encoding does not have: looked for in a second pass, since it happens once."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                lines += decoder.decode(chunk, final=not chunk).count("\n")
            except UnicodeDecodeError as error:
                lines += error.object[: error.start].decode(error.encoding, "ignore").count("\n")
                return _not_text(path.name, lines, encoding, error.object[error.start : error.start + 12], not chunk)
            if not chunk:
                return stopped(path.name, f"this is not {encoding.upper()}", "declare `file: {encoding: ...}`")


def _not_text(name: str, line: int, encoding: str, rest: bytes, at_end: bool) -> Exception:
    shown = encoding.removesuffix("-sig").upper()
    if at_end:
        return stopped(f"{name}:{line}", f"the file breaks off inside a character of {shown}", "get the whole file")
    guess = ""
    with contextlib.suppress(UnicodeDecodeError):
        guess = f"; in Windows-1252 it would be {rest[:1].decode('cp1252')!r}"
    mend = "declare the encoding, for instance `file: {encoding: windows-1252}`, or save the file as UTF-8"
    return stopped(f"{name}:{line}", f"this is not {shown}: byte 0x{rest[0]:02X}{guess}", mend)


def _shown(delimiter: str) -> str:
    return {"\t": "tab", ",": "comma", ";": "semicolon", " ": "space"}.get(delimiter, delimiter)
