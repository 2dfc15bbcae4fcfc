"""CSV files as they come: encodings, quotes, broken ends. Each refusal names the line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.table_files import LONG, WIDE, run
from torgau.importing.errors import ImportStopped
from torgau.importing.table_plan import Refused

HEADER = "Date,Donor,Stage,Amount,Unit\n"
ROW = "2031-03-01,Northmark,pledged,5,EUR\n"


def stopped(tmp_path: Path, table: str | bytes, mapping: str = LONG, name: str = "t.csv") -> str:
    with pytest.raises(ImportStopped) as raised:
        run(tmp_path, table, mapping, name=name)
    reasons = raised.value.reasons if isinstance(raised.value, Refused) else ()
    assert not (tmp_path / "pack" / "imports").exists()
    assert not list((tmp_path / "pack").glob(".torgau*"))
    return "\n".join([str(raised.value), *map(str, reasons)])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marks_of_unicode_are_followed(tmp_path: Path, encoding: str) -> None:
    text = (HEADER + ROW).replace("Northmark", "Sudrian Republic").replace("EUR", "Zelte ü")
    assert run(tmp_path, text.encode(encoding), LONG).rows[0]["unit"] == "Zelte ü"


def test_utf_16_big_endian_with_a_mark(tmp_path: Path) -> None:
    content = b"\xfe\xff" + (HEADER + ROW).encode("utf-16-be")
    assert run(tmp_path, content, LONG).rows[0]["value"] == "5"


def test_other_encodings_are_declared(tmp_path: Path) -> None:
    """0xFC is ü in Windows-1252; as UTF-8 it is nothing. It stands in line 3."""
    content = (HEADER + ROW + ROW.replace("EUR", "Zelte ü")).encode("cp1252")
    told = stopped(tmp_path, content)
    assert "t.csv:3: this is not UTF-8: byte 0xFC; in Windows-1252 it would be 'ü'" in told
    assert "declare the encoding, for instance `file: {encoding: windows-1252}`" in told
    assert run(tmp_path, content, LONG + "file: {encoding: windows-1252}\n").rows[1]["unit"] == "Zelte ü"


def test_the_line_of_a_bad_byte_is_found_far_down(tmp_path: Path) -> None:
    """Row n stands in line n + 1, so the bad row after 20,000 good ones stands in line 20,002."""
    content = (HEADER + ROW * 20_000).encode() + b"2031-03-01,Northmark,pledged,5,\xe9\n"
    assert "t.csv:20002: this is not UTF-8: byte 0xE9" in stopped(tmp_path, content)


def test_a_mark_that_contradicts_the_mapping(tmp_path: Path) -> None:
    told = stopped(tmp_path, (HEADER + ROW).encode("utf-8-sig"), LONG + "file: {encoding: windows-1252}\n")
    assert "t.csv:1: the file begins with the mark of UTF-8, but the mapping declares windows-1252" in told


def test_utf_16_without_a_mark_is_not_guessed(tmp_path: Path) -> None:
    content = (HEADER + ROW).encode("utf-16-le")
    assert "it looks like UTF-16 without a mark; declare `file: {encoding: utf-16-le}`" in stopped(tmp_path, content)
    assert run(tmp_path, content, LONG + "file: {encoding: utf-16-le}\n").rows[0]["value"] == "5"


def test_a_file_cut_inside_a_character(tmp_path: Path) -> None:
    content = (HEADER + ROW.replace("EUR\n", "Zelte ")).encode() + "ü".encode()[:1]
    assert "t.csv:2: the file breaks off inside a character of UTF-8" in stopped(tmp_path, content)


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    told = stopped(tmp_path, HEADER + ROW + '2031-03-01,"Northmark,pledged,5,EUR\n' + ROW * 3)
    assert "t.csv:3: a quote that is opened in the row of line 3 is never closed" in told
    long = stopped(tmp_path, HEADER + '2031-03-01,"Northmark,pledged,5,EUR\n' + ROW * 6000)
    assert "t.csv:2: a quote that is opened in the row of line 2 is never closed" in long


def test_text_after_a_quote(tmp_path: Path) -> None:
    told = stopped(tmp_path, HEADER + '2031-03-01,"North"mark,pledged,5,EUR\n')
    assert "t.csv:2: there is text after the closing quote of a cell; double the quotes inside a quoted cell" in told


def test_quotes_can_be_plain_signs(tmp_path: Path) -> None:
    table = HEADER + '2031-03-01,Northmark,pledged,5,6" pipes\n'
    assert run(tmp_path, table, LONG + 'file: {quote: ""}\n').rows[0]["unit"] == '6" pipes'


def test_a_file_that_breaks_off_in_its_last_row(tmp_path: Path) -> None:
    told = stopped(tmp_path, HEADER + ROW + "2031-03-01,Northm")
    assert "t.csv:3: the file breaks off: its last row has 2 cells instead of 5, and no line end; get the whole file" in told
    assert len(run(tmp_path, HEADER + ROW + ROW.rstrip("\n"), LONG).rows) == 2  # a missing line end alone is harmless


def test_nul_and_endless_lines(tmp_path: Path) -> None:
    assert "t.csv:2: there is a NUL character" in stopped(tmp_path, HEADER + "2031\0\n")
    assert "t.csv:2: the line has more than 8,000,000 characters" in stopped(tmp_path, HEADER + "x" * 8_000_001)


def test_a_million_columns(tmp_path: Path) -> None:
    assert "t.csv:1: the row has 1,000,000 cells; at most 2,000 columns are read" in stopped(tmp_path, "a," * 999_999 + "a\n")
    # Empty cells to the right are no columns.
    wide = HEADER.rstrip("\n") + "," * 3000 + "\n" + ROW.rstrip("\n") + "," * 3000 + "\n"
    assert len(run(tmp_path, wide, LONG).rows) == 1


def test_the_wrong_delimiter_is_recognised(tmp_path: Path) -> None:
    told = stopped(tmp_path, (HEADER + ROW).replace(",", ";"))
    assert 'the whole header is one cell: declare `file: {delimiter: ";"}`' in told
    assert run(tmp_path, (HEADER + ROW).replace(",", ";"), LONG + 'file: {delimiter: ";"}\n').rows[0]["value"] == "5"


def test_tsv_has_tabs(tmp_path: Path) -> None:
    assert run(tmp_path, (HEADER + ROW).replace(",", "\t"), LONG, name="t.tsv").rows[0]["value"] == "5"
    assert len(run(tmp_path, (HEADER + ROW).replace(",", "\t"), LONG + "file: {delimiter: tab}\n", replace=True).rows) == 1


def test_missing_columns_are_named_with_the_nearest_header(tmp_path: Path) -> None:
    table = "Date,Doner,Stage,Amount,Unit\n" + ROW
    told = stopped(tmp_path, table)
    assert 'mapping.yaml:5:23: t.csv has no column "Donor"; did you mean "Doner"?' in told
    assert "1 question that the mapping does not settle" in told


def test_columns_of_one_name_and_of_none(tmp_path: Path) -> None:
    """Two columns `Amount`: the mapping must say which. #N names a column by its place, also one without a name."""
    table = "Date,Donor,Stage,Amount,Amount,\n2031-03-01,Northmark,pledged,5,7,EUR\n"
    told = stopped(tmp_path, table, LONG.replace("Unit: unit", '"#6": unit'))
    assert '2 columns are named "Amount"; choose one of #4 (D), #5 (E)' in told
    mapping = LONG.replace("Unit: unit", '"#6": unit').replace("Amount: value", '"#5": value')
    got = run(tmp_path, table, mapping)
    assert (got.rows[0]["value"], got.rows[0]["unit"]) == ("7", "EUR")
    assert got.found["header-twice"] == (1, ('t.csv:1: "Amount", column #5',))
    assert got.found["header-blank"] == (1, ("t.csv:1: column #6",))


def test_empty_files(tmp_path: Path) -> None:
    assert "t.csv: the file is empty" in stopped(tmp_path, "")
    assert "t.csv: row 1 names no columns" in stopped(tmp_path, ",,,\n")
    assert "t.csv: no row became a movement ()" in stopped(tmp_path, HEADER)
    assert "t.csv: no row became a movement (2 rows below the header, 1 blank, 1 dropped)" in stopped(
        tmp_path, HEADER + "\n" + ROW.replace("2031-03-01", "soon")
    )


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(ImportStopped, match="No such file or directory; give a file that can be read"):
        run(tmp_path, tmp_path / "no.csv", LONG)
    with pytest.raises(ImportStopped, match="this is a folder; give a CSV, TSV or XLSX file"):
        run(tmp_path, tmp_path, LONG)


def test_rows_that_are_too_long_or_too_short(tmp_path: Path) -> None:
    """A row with a cell too many is dropped: an amount may stand under a wrong header. One with too few ends in empty cells."""
    table = "Date,Donor,Announced,Delivered\n2031-03-01,Northmark,1,250,5\n2031-03-02,Northmark,7\n"
    got = run(tmp_path, table, WIDE)
    assert [(each["to"], each["value"]) for each in got.rows] == [("pledged", "7")]
    assert got.found["row-too-long"] == (1, ("t.csv:2: 5 cells under 4 headers",))
    assert got.found["row-short"] == (1, ("t.csv:3: 3 cells under 4 headers",))


def test_line_ends_inside_cells_become_spaces(tmp_path: Path) -> None:
    """A movement is one line. The second row begins in line 4, because the first takes two lines."""
    table = 'Date,Donor,Stage,Amount,Unit,Why\r\n2031-03-01,Northmark,pledged,5,EUR,"one\r\ntwo"\r\nx,,,,,\r\n'
    got = run(tmp_path, table, LONG.replace("Unit: unit", "Unit: unit, Why: note"))
    assert got.rows[0]["note"] == "one two"
    assert got.found["date-unreadable"][1][0].startswith('t.csv:4: "x"')
