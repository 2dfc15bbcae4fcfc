"""Series files: exact numbers, days, and a line for each problem."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.loading.small import SOURCE, write_pack
from torgau.dates import When
from torgau.loading import check_pack, load_record
from torgau.loading.seriescsv import COLUMNS, read_series

HEADER = ",".join(COLUMNS) + "\n"
SERIES = SOURCE + "series:\n  - {id: ships, title: Ships, file: s/ships.csv, unit: ships, scope: all}\n"


def test_rows_become_points() -> None:
    text = (
        HEADER + '1941-01-01,1941-01-31,0.10,,,book,"p. 1, note",true,"a ""word"""\n\n1941-02-01,1941-02-28,,-3,12.50,book,,,\n'
    )
    points, problems = read_series(text, "x.csv")
    assert not problems
    first, second = points
    assert (first.start, first.end, first.value, str(first.value)) == (
        When.parse("1941-01-01"),
        When.parse("1941-01-31"),
        Decimal("0.10"),
        "0.10",
    )
    assert (first.low, first.locator, first.verified, first.note, first.line) == (None, "p. 1, note", True, 'a "word"', 2)
    assert (second.value, second.low, second.high, second.verified, second.line) == (
        None,
        Decimal(-3),
        Decimal("12.50"),
        False,
        4,
    )


def test_a_note_may_hold_a_line_end_and_lines_still_count() -> None:
    text = HEADER + '1941-01-01,1941-01-31,1,,,book,,true,"two\nlines"\n1941-02-01,1941-02-28,x,,,book,,true,\n'
    points, problems = read_series(text, "x.csv")
    assert [each.note for each in points] == ["two\nlines"]
    assert [(each.code, each.line) for each in problems] == [("series-row", 4)]


def test_every_bad_cell_of_every_row_is_reported() -> None:
    text = (
        HEADER
        + "1941,1941-02-30,1 000,1.000.000,1e3,book,,yes,\n1941-01-01,1941-01-31,5\n1941-01-01,1941-01-31,5,,,book,,true,,\n"
    )
    points, problems = read_series(text, "x.csv")
    assert points == ()
    assert [each.line for each in problems] == [2] * 6 + [3, 4]


def test_a_broken_quote_has_a_line() -> None:
    _, problems = read_series(HEADER + '1941-01-01,1941-01-31,5,,,book,"x"y,true,\n', "x.csv")
    assert [(each.code, each.line) for each in problems] == [("series-row", 2)]


def test_points_are_checked_with_their_line(tmp_path: Path) -> None:
    rows = "1941-02-01,1941-01-31,5,,,book,,true,\n1941-02-01,1941-02-28,5,6,7,book,,true,\n"
    rows += "1941-03-01,1941-03-31,5,,,boook,,true,\n1941-04-01,1941-04-30,5,,,,,true,\n"
    result = check_pack(write_pack(tmp_path, {"a.yaml": SERIES, "s/ships.csv": HEADER + rows}))
    assert [(each.code, each.file, each.line) for each in result.problems] == [
        ("date-order", "s/ships.csv", 2),
        ("number-range", "s/ships.csv", 3),
        ("id-unknown", "s/ships.csv", 4),
        ("number-without-source", "s/ships.csv", 5),
    ]


def test_points_are_in_the_record(tmp_path: Path) -> None:
    rows = "1941-01-01,1941-01-31,5,,,book,,true,\n"
    record = load_record(
        write_pack(tmp_path, {"a.yaml": SERIES, "s/ships.csv": b"\xef\xbb\xbf" + (HEADER + rows).replace("\n", "\r\n").encode()})
    )
    assert [each.value for each in record.points["ships"]] == [Decimal(5)]


def test_a_series_finds_its_file_by_its_path_only(tmp_path: Path) -> None:
    result = check_pack(write_pack(tmp_path, {"sub/a.yaml": SERIES, "sub/s/ships.csv": HEADER}))
    assert [(each.code, each.file) for each in result.problems] == [("series-file", "sub/a.yaml")]
    assert "sub/s/ships.csv" in result.problems[0].mend
