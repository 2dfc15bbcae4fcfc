"""Generated books of aid: the same seed gives the same bytes, `torgau check` accepts them, and every trap is there."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from benchmarks.flow_generator import PART, parts_of, write_pack

import torgau
from torgau.flow.findings import findings
from torgau.loading import check_pack


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "pack"
    write_pack(folder, 6_000)
    return folder


def test_a_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed, processes in (("one", 3, 1), ("same", 3, 2), ("other", 4, 1)):
        write_pack(tmp_path / name, 1_000, seed, processes=processes)
    assert contents(tmp_path / "one") == contents(tmp_path / "same")
    assert contents(tmp_path / "one") != contents(tmp_path / "other")


def test_as_many_rows_as_asked_for_in_parts_that_are_not_too_large() -> None:
    for size in (1, 1_000, 10_000_000):
        parts = [rows for *_, rows in parts_of(size)]
        assert sum(parts) == size
        assert max(parts) <= PART


def test_a_pack_of_a_thousand_rows_has_no_problems(tmp_path: Path) -> None:
    write_pack(tmp_path / "pack", 1_000)
    result = check_pack(tmp_path / "pack")
    assert result.problems == ()
    assert result.counts["movements"] == 1_000
    assert torgau.load(tmp_path / "pack").record.movements.count == 1_000


def test_the_table_holds_the_lines_of_the_files_in_their_order(pack: Path) -> None:
    """Row by row: what is told about a row must name its own line, however many rows there are."""
    record = torgau.load(pack).record
    found = (
        record.movements.cursor()
        .execute("SELECT file, line, date, stage, activity, note FROM movements ORDER BY rowid")
        .fetchall()
    )
    expected = []
    for flow in record.flows.values():
        for file in flow.files:
            with (pack / file).open(newline="") as stream:
                rows = csv.DictReader(stream)
                expected += [(file, at, row["date"], row["to"], row["activity"], row["note"]) for at, row in enumerate(rows, 2)]
    assert found == expected


def test_every_trap_is_there(pack: Path) -> None:
    record = torgau.load(pack).record
    kinds = Counter(each.kind for each in findings(record))
    wanted = {"copies", "parent-and-child", "shipped-again", "said-doubtful", "overlap", "negative", "not-found", "rivals"}
    assert {*wanted, "below-zero", "price-years"} <= set(kinds)
    cursor = record.movements.cursor()
    (places,) = cursor.execute("SELECT max(length(split_part(CAST(value AS DOUBLE)::VARCHAR, '.', 2))) FROM movements").fetchone()
    assert places == 4
    units = {unit for (unit,) in cursor.execute("SELECT DISTINCT unit FROM movements").fetchall()}
    assert {"long tons", "short tons", "metric tons", "tons", "USD", "USD-1945", "million USD"} <= units
    forms = "SELECT DISTINCT regexp_replace(date, '[0-9]', '9', 'g') FROM movements"
    assert {form for (form,) in cursor.execute(forms).fetchall()} == {
        *("9999-99-99", "9999-99", "9999", "9999-99~", "9999~", "9999-99?", "9999-99-99?", "9999-99/9999-99", "9999/9999")
    }
    (again,) = cursor.execute("SELECT count(*) FROM movements WHERE from_stage = 'diverted' AND lot <> ''").fetchone()
    assert again > 0
