"""Workbooks: what a spreadsheet stores, what it hides, and what a hostile one tries."""

from __future__ import annotations

import zipfile
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.importing.table_files import LONG, WIDE, rewrite, run, workbook
from torgau.importing import table_xlsx, table_zip
from torgau.importing.errors import ImportStopped
from torgau.importing.table_plan import Refused

HEADER = ["Date", "Donor", "Stage", "Amount", "Unit"]
ROW = [datetime(2031, 3, 1), "Northmark", "pledged", 5, "EUR"]
WIDE_HEADER = ["Date", "Donor", "Announced", "Delivered"]
SHEET = "xl/worksheets/sheet1.xml"


def stopped(tmp_path: Path, table: Any, mapping: str = LONG, name: str = "t.xlsx") -> str:
    with pytest.raises(ImportStopped) as raised:
        run(tmp_path, table, mapping, name=name)
    reasons = raised.value.reasons if isinstance(raised.value, Refused) else ()
    assert not (tmp_path / "pack" / "imports").exists()
    return "\n".join([str(raised.value), *map(str, reasons)])


def test_cells_of_every_kind(tmp_path: Path) -> None:
    rows = [HEADER, ROW, ["2031-04", "Northmark", "pledged", 2.5, "EUR"], [2031, "Northmark", "pledged", -1, "EUR"]]
    got = run(tmp_path, rows, LONG, name="t.xlsx")
    assert [(each["date"], each["value"]) for each in got.rows] == [("2031-03-01", "5"), ("2031-04", "2.5"), ("2031", "-1")]
    assert [each["locator"] for each in got.rows] == ["sheet Aid, row 2", "sheet Aid, row 3", "sheet Aid, row 4"]
    assert got.found == {"negative": (1, ("t.xlsx!Aid!D4",))}


def test_binary_numbers(tmp_path: Path) -> None:
    """0.1 + 0.2 is stored as 0.30000000000000004: ten places are kept, 4E-17 is cut and told. 1234567890.1234567 needs 17 digits
    but fits. 1e6 is a whole number."""
    path = workbook(tmp_path / "t.xlsx", [HEADER, *[[*ROW[:3], number, "EUR"] for number in (7, 8, 1e6)]])
    rewrite(path, SHEET, b"<v>7</v>", b"<v>0.30000000000000004</v>")
    rewrite(path, SHEET, b"<v>8</v>", b"<v>1234567890.1234567</v>")
    got = run(tmp_path, path, LONG)
    assert [each["value"] for each in got.rows] == ["0.3", "1234567890.1234567", "1000000"]
    assert got.found["number-rounded"] == (1, ("t.xlsx!Aid!D2: 0.30000000000000004 became 0.3",))
    assert got.found["number-binary"] == (1, ("t.xlsx!Aid!D3: 1234567890.1234567",))
    ((stage, unit, count, stated, written),) = got.done.totals
    # 0.30000000000000004 + 1234567890.1234567 + 1000000
    assert (stage, unit, count, stated) == ("pledged", "EUR", 3, Decimal("1235567890.42345670000000004"))
    assert written == Decimal("1235567890.4234567")


def test_an_exponent_in_the_xml_is_a_number(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    rewrite(path, SHEET, b"<v>5</v>", b"<v>1.25E+06</v>")
    assert run(tmp_path, path, LONG).rows[0]["value"] == "1250000"


def test_numbers_stored_as_text(tmp_path: Path) -> None:
    got = run(tmp_path, [HEADER, [*ROW[:3], "1.250,5", "EUR"]], LONG + 'numbers: {decimal: ",", thousands: "."}\n', name="t.xlsx")
    assert got.rows[0]["value"] == "1250.5"
    assert got.found == {"number-as-text": (1, ('t.xlsx!Aid!D2: "1.250,5"',))}


def test_a_number_that_the_spreadsheet_took_for_a_date(tmp_path: Path) -> None:
    got = run(tmp_path, [HEADER, ROW, [*ROW[:3], datetime(2031, 5, 1), "EUR"]], LONG, name="t.xlsx")
    assert len(got.rows) == 1
    assert got.found["number-unreadable"][1] == (
        "t.xlsx!Aid!D3: the cell is the date 2031-05-01; the spreadsheet has turned a number into a date: give the column the "
        "form of a number",
    )


def test_dates_are_as_precise_as_they_are_shown(tmp_path: Path) -> None:
    """A cell that shows `Mar 31` stores a day that nobody wrote. A time of day is left out."""
    rows = [HEADER, ROW, ROW, ROW, [datetime(2031, 3, 1, 18, 30), *ROW[1:]]]
    forms = {"A2": "mmm yy", "A3": "yyyy", "A4": '"day" d mmm yyyy', "A5": "yyyy-mm-dd hh:mm"}
    path = workbook(tmp_path / "t.xlsx", rows, formats=forms)
    got = run(tmp_path, path, LONG)
    assert [each["date"] for each in got.rows] == ["2031-03", "2031", "2031-03-01", "2031-03-01"]
    assert got.found["date-precision"] == (2, ("t.xlsx!Aid!A2: 2031-03", "t.xlsx!Aid!A3: 2031"))
    assert got.found["date-time-dropped"] == (1, ("t.xlsx!Aid!A5: 2031-03-01",))


def test_times_early_dates_and_errors(tmp_path: Path) -> None:
    rows = [HEADER, ROW, [time(10, 0), *ROW[1:]], [datetime(1900, 2, 1), *ROW[1:]], [*ROW[:3], "#REF!", "EUR"]]
    path = workbook(tmp_path / "t.xlsx", rows)
    rewrite(path, SHEET, b't="e"', b't="e"')  # openpyxl stores #REF! as an error
    got = run(tmp_path, path, LONG)
    assert [each["date"] for each in got.rows] == ["2031-03-01", "1900-02-01"]
    assert got.found["cell-time"] == (1, ("t.xlsx!Aid!A3: 10:00:00",))
    assert got.found["date-early"] == (1, ("t.xlsx!Aid!A4: 1900-02-01",))
    assert got.found["cell-error"] == (1, ("t.xlsx!Aid!D5: #REF!",))


def test_the_calendar_of_1904(tmp_path: Path) -> None:
    """Old Macintosh workbooks count from 1904: the same number is a day 1462 days later."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (HEADER, ROW):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    assert run(tmp_path, tmp_path / "t.xlsx", LONG).rows[0]["date"] == "2031-03-01"


def test_formulas_are_refused_or_taken_as_last_computed(tmp_path: Path) -> None:
    rows = [[*HEADER, "Check"], [*ROW, "=D2*2"], [*ROW[:3], "=2+3", "EUR"], [*ROW[:3], "=1/3", "EUR"]]
    path = workbook(tmp_path / "t.xlsx", rows)
    told = stopped(tmp_path, path)
    assert "t.xlsx!Aid!D3: the cell is a formula (=2+3) (2 times; this is the first); write `file: {formulas: cached}`" in told
    assert "F2" not in told  # the column is not read
    cached = LONG + "file: {formulas: cached}\n"
    assert "t.xlsx!Aid!D3: the formula has no computed value (=2+3) (2 times" in stopped(tmp_path, path, cached)
    # As a spreadsheet saves it: the formula with its last result.
    rewrite(path, SHEET, b"<f>2+3</f><v></v>", b"<f>2+3</f><v>5.5</v>")
    rewrite(path, SHEET, b"<f>1/3</f><v></v>", b"<f>1/3</f><v>0.33333333333333331</v>")
    got = run(tmp_path, path, cached)
    assert [each["value"] for each in got.rows] == ["5", "5.5", "0.3333333333"]
    assert got.found["formula-cached"] == (2, ("t.xlsx!Aid!D3", "t.xlsx!Aid!D4"))
    assert got.found["number-rounded"] == (1, ("t.xlsx!Aid!D4: 0.3333333333333333 became 0.3333333333",))


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    """In a CSV file `=...` is a text like any other: kept, told, never computed."""
    mapping = LONG.replace("Unit: unit", "Unit: unit, Why: note")
    table = "Date,Donor,Stage,Amount,Unit,Why\n" + '2031-03-01,Northmark,pledged,5,EUR,"=HYPERLINK(""http://x"")"\n'
    got = run(tmp_path, table, mapping)
    assert got.rows[0]["note"] == '=HYPERLINK("http://x")'
    assert got.found == {"formula-like": (1, ('t.csv:2: "=HYPERLINK("http://x")"',))}


def merged(path: Path, *ranges: str) -> Path:
    rows = [WIDE_HEADER, ["2031-03-01", "Northmark", 4, 3], ["2031-03-02", None, 2, None], ["2031-03-03", "Westland", 1, 1]]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.active.title = "Aid"
    for each in ranges:
        book.active.merge_cells(each)
    book.save(path)
    return path


def test_merged_cells_are_refused_or_their_text_repeated(tmp_path: Path) -> None:
    path = merged(tmp_path / "t.xlsx", "B2:B3")
    assert "t.xlsx!Aid!B3: the cell is part of a merged one (B2:B3); undo the merging" in stopped(tmp_path, path, WIDE)
    got = run(tmp_path, path, WIDE + "file: {merged: fill}\n")
    assert [(each["donor"], each["to"], each["value"]) for each in got.rows] == [
        ("NMK", "pledged", "4"),
        ("NMK", "arrived", "3"),
        ("NMK", "pledged", "2"),
        ("WLD", "pledged", "1"),
        ("WLD", "arrived", "1"),
    ]
    assert got.found["merged-filled"] == (1, ("t.xlsx!Aid!B3",))


def test_a_merged_amount_counts_once(tmp_path: Path) -> None:
    """D2 is merged over two rows: 3 arrived, not 6."""
    got = run(tmp_path, merged(tmp_path / "t.xlsx", "B2:B3", "D2:D3"), WIDE + "file: {merged: fill}\n")
    assert got.totals()["arrived", "million EUR"] == 3 + 1


def test_merged_cells_elsewhere_do_not_matter(tmp_path: Path) -> None:
    rows = [["A title", None, None], WIDE_HEADER, ["2031-03-01", "Northmark", 4, 3]]
    path = workbook(tmp_path / "t.xlsx", rows)
    rewrite(path, SHEET, b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>')
    assert len(run(tmp_path, path, WIDE + "file: {header: 2}\n").rows) == 2


def test_the_sheet_is_chosen_not_guessed(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Notes"
    for row in (HEADER, ROW):
        book.create_sheet("Aid data").append(HEADER) if row is HEADER else book["Aid data"].append(ROW)
    path = tmp_path / "t.xlsx"
    book.save(path)
    assert 'the workbook has 2 sheets, and the mapping names none; choose one with `file: {sheet: ...}`: "Notes", "Aid data"' in (
        stopped(tmp_path, path)
    )
    assert 't.xlsx: there is no sheet "Aid date"; did you mean "Aid data"?' in stopped(
        tmp_path, path, LONG + "file: {sheet: Aid date}\n"
    )
    assert "t.xlsx: there is no sheet 3; the workbook has 2" in stopped(tmp_path, path, LONG + "file: {sheet: 3}\n")
    assert "t.xlsx!Notes: row 1 names no columns" in stopped(tmp_path, path, LONG + "file: {sheet: 1}\n")
    assert len(run(tmp_path, path, LONG + "file: {sheet: Aid data}\n").rows) == 1


def test_blank_rows_and_cells_beside_the_table(tmp_path: Path) -> None:
    rows = [HEADER, ROW, [], [*ROW, None, "a remark"], [None, None], ["2031-03-04", *ROW[1:]]]
    got = run(tmp_path, rows, LONG, name="t.xlsx")
    assert [each["locator"] for each in got.rows] == ["sheet Aid, row 2", "sheet Aid, row 4", "sheet Aid, row 6"]
    assert (got.done.counts["read"], got.done.counts["blank"]) == (5, 2)
    assert got.found["beyond-header"] == (1, ("t.xlsx!Aid!4:4",))


def test_a_broken_workbook(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "whole.xlsx", [HEADER, ROW]).read_bytes()
    assert "the workbook is cut off or damaged" in stopped(tmp_path, whole[: len(whole) // 2])
    assert "t.xlsx: this is no Excel workbook, whatever its name says" in stopped(tmp_path, b"Date,Donor\n")
    assert "an old .xls workbook, or one with a password" in stopped(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    rewrite(path, SHEET, b"</sheetData>", b"")
    assert "the workbook cannot be read: mismatched tag" in stopped(tmp_path, path)


def test_archives_of_something_else(tmp_path: Path) -> None:
    for names, told in (({"a.txt": b""}, "an archive of something else"), ({"mimetype": b""}, "an OpenDocument file")):
        with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
            for name, content in names.items():
                archive.writestr(name, content)
        assert f"this is {told}, not an Excel workbook" in stopped(tmp_path, tmp_path / "t.xlsx")
    rows = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(rows, "a") as archive:
        archive.writestr("xl/workbook.bin", b"")
    assert "this is a binary workbook (.xlsb); save it as .xlsx" in stopped(tmp_path, rows)


def test_zip_bombs_are_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"\0" * 5_000_000)
    assert path.stat().st_size < 20_000
    monkeypatch.setattr(table_zip, "MAX_HELD", 4_000_000)
    assert "its part xl/media/bomb.bin has 5,000,000 bytes, which must be held at once" in stopped(tmp_path, path)
    monkeypatch.setattr(table_zip, "MAX_UNPACKED", 4_000_000)
    assert "the workbook would unpack to 5," in stopped(tmp_path, path)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    """A billion laughs: ten levels of ten would be ten thousand million words."""
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 11))
    attack = f'<!DOCTYPE x [<!ENTITY e0 "laugh">{levels}]><worksheet'.encode()
    rewrite(path, SHEET, b"<worksheet", attack)
    assert "the workbook declares XML entities, as attacks do" in stopped(tmp_path, path)


def test_claims_of_size_are_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_xlsx, "MAX_ROWS", 20_000)  # in earnest 1,048,576: the limit of Excel
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    rewrite(path, SHEET, b'ref="A1:E2"', b'ref="A1:XFD1048576"')
    assert len(run(tmp_path, path, LONG).rows) == 1
    rewrite(path, SHEET, b'<row r="2"', b'<row r="999999999"')
    assert "t.xlsx!Aid: the sheet claims more than 20,000 rows" in stopped(tmp_path / "other", _moved(path, tmp_path / "other"))


def _moved(path: Path, folder: Path) -> Path:
    folder.mkdir()
    return path.rename(folder / path.name)


def test_cells_far_to_the_right(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", [HEADER, ROW])
    rewrite(path, SHEET, b'r="E2"', b'r="XFD2"')
    assert "t.xlsx!Aid!2:2: the row has cells up to column XFD; at most 2,000 columns are read" in stopped(tmp_path, path)
