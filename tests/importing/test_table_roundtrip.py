"""Random tables, written as CSV and as a workbook: the same movements, and the sums of the numbers that were drawn."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.importing.table_files import LONG, WIDE, workbook
from torgau.importing.mapping_reading import read_mapping
from torgau.importing.table_import import open_table
from torgau.importing.table_names import Known, Names
from torgau.importing.table_plan import Refusals, make_plan
from torgau.importing.table_rows import RowReader
from torgau.importing.table_totals import FirstSeen
from torgau.vocabulary.flows import STAGES

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False)
"""At most 14 digits: a double gives every one of them back."""
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp", "Zs")), max_size=12)
ROWS = st.lists(
    st.tuples(
        st.dates(min_value=date(1900, 3, 1)),
        st.sampled_from(["NMK", "WLD", "Northmark"]),
        st.sampled_from(STAGES),
        AMOUNTS,
        st.sampled_from(["EUR", "million EUR", "tents"]),
        TEXTS,
    ),
    min_size=1,
    max_size=12,
)
FAST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def movements(table: Path, mapping: str) -> tuple[list[dict[str, str]], RowReader, dict[str, int]]:
    """What a table gives, without a pack."""
    said = table.parent / "m.yaml"
    said.write_text(mapping, encoding="utf-8")
    file = read_mapping(said)
    opened = open_table(table, file)
    refusals = Refusals()
    known = Known({"NMK": "actors", "WLD": "actors"}, {"northmark": "NMK"}, ("Northmark",))
    found: dict[str, int] = {}

    def find(kind: str, *_: Any, **__: Any) -> None:
        found[kind] = found.get(kind, 0) + 1

    reader = RowReader(file, opened, make_plan(file, opened), Names(known, file.mapping, refusals), refusals, find)
    rows = list(reader.movements())
    assert not refusals.reasons
    return rows, reader, found


def as_csv(rows: list[list[str]], **dialect: Any) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, **dialect).writerows(rows)
    return stream.getvalue().encode()


MAPPING = LONG.replace("Unit: unit", "Unit: unit, Ref: activity")
HEADER = ["Date", "Donor", "Stage", "Amount", "Unit", "Ref"]


@FAST
@given(ROWS)
def test_a_table_means_the_same_as_csv_and_as_workbook(rows: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "t.csv"
        plain.write_bytes(as_csv([HEADER, *[[str(cell) for cell in row] for row in rows]]))
        # openpyxl takes a text that begins with = for a formula, so it stands behind an x here and there
        safe = [(*row[:5], f"x{row[5]}") for row in rows]
        book = workbook(Path(folder) / "t.xlsx", [HEADER, *safe])
        plain_safe = Path(folder) / "s.csv"
        plain_safe.write_bytes(as_csv([HEADER, *[[str(cell) for cell in row] for row in safe]]))
        from_csv, reader, found = movements(plain, MAPPING)
        again, _, _ = movements(plain_safe, MAPPING)
        from_book, book_reader, _ = movements(book, MAPPING)
    names = {"Northmark": "NMK"}
    assert [[each[name] for name in ("date", "donor", "to", "unit", "activity")] for each in from_csv] == [
        [str(date), names.get(donor, donor), stage, unit, ref] for date, donor, stage, _, unit, ref in rows
    ]
    assert [Decimal(each["value"]) for each in from_csv] == [row[3] for row in rows]
    assert [{**each, "locator": ""} for each in from_book] == [{**each, "locator": ""} for each in again]
    sums: dict[tuple[str, str], Decimal] = {}
    for _, _, stage, amount, unit, _ in rows:
        sums[stage, unit] = sums.get((stage, unit), Decimal(0)) + amount
    for each in (reader, book_reader):
        assert {(stage, unit): total.stated for stage, unit, total in each.totals.all()} == sums
        assert {(stage, unit): total.written for stage, unit, total in each.totals.all()} == sums
    assert found.get("negative", 0) == sum(row[3] < 0 for row in rows)
    assert found.get("formula-like", 0) == sum(row[5][:1] in tuple("=+-@") for row in rows)


@FAST
@given(
    st.lists(st.tuples(AMOUNTS, st.one_of(st.none(), AMOUNTS)), min_size=1, max_size=15),
    st.sampled_from([",.", ".,", ". ", ",'"]),
)
def test_a_wide_table_in_any_dialect(rows: list[tuple[Decimal, Decimal | None]], marks: str) -> None:
    """The numbers are written by Python's own format with the marks exchanged; empty cells are no movements."""
    point, thousands = marks

    def written(number: Decimal | None) -> str:
        return "" if number is None else f"{number:,f}".translate({ord(","): thousands, ord("."): point})

    mapping = WIDE + f'numbers: {{decimal: "{point}", thousands: "{thousands}"}}\nfile: {{delimiter: ";", encoding: utf-16}}\n'
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "t.csv"
        cells = [["2031", "NMK", written(one), written(other)] for one, other in rows]
        content = as_csv([["Date", "Donor", "Announced", "Delivered"], *cells], delimiter=";", lineterminator="\n")
        table.write_bytes(content.decode().encode("utf-16"))
        got, reader, _ = movements(table, mapping)
    pledged, arrived = [one for one, _ in rows], [other for _, other in rows if other is not None]
    assert [Decimal(each["value"]) for each in got if each["to"] == "pledged"] == pledged
    assert [Decimal(each["value"]) for each in got if each["to"] == "arrived"] == arrived
    sums = {stage: total.stated for stage, _, total in reader.totals.all()}
    assert sums == {"pledged": sum(pledged), **({"arrived": sum(arrived)} if arrived else {})}


@FAST
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2031", "2031-02-30", "", "soon", "2031-05"]),
            st.sampled_from(["NMK", "Total", "Skip me", "WLD"]),
            st.sampled_from(["1", "", "x", "-2.5"]),
            st.sampled_from(["7", "", "1e3", "()"]),
            st.sampled_from(["", "extra"]),
        ),
        max_size=20,
    )
)
def test_every_row_is_accounted_for(rows: list[tuple[str, ...]]) -> None:
    """Whatever stands in a table: each row is counted once, and the written sums are those of the movements."""
    mapping = WIDE + "skip: {Donor: [Skip me]}\ncontrols: {rows: {Donor: [Total]}}\n"
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "t.csv"
        cells = [[*row[:4], row[4]] if row[4] else list(row[:4]) for row in rows]
        table.write_bytes(as_csv([["Date", "Donor", "Announced", "Delivered"], *cells]))
        got, reader, found = movements(table, mapping)
    counts = reader.counts
    parts = ("blank", "controls", "kept", "empty", "dropped")
    assert counts["read"] == len(rows) == sum(counts[each] for each in parts) + sum(reader.skipped.values())
    assert counts["controls"] == sum(row[1] == "Total" for row in rows)
    assert reader.skipped.get("skip: Donor", 0) == sum(row[1] == "Skip me" for row in rows)
    assert sum(total.rows for _, _, total in reader.totals.all()) == len(got)
    for stage, unit, total in reader.totals.all():
        assert total.written == sum(Decimal(each["value"]) for each in got if (each["to"], each["unit"]) == (stage, unit))
    # A plain reading of the same rows, written for this test alone.
    expected = [
        (stage, Decimal(text))
        for date, donor, one, other, extra in rows
        if donor in ("NMK", "WLD") and date in ("2031", "2031-05") and not extra
        for stage, text in (("pledged", one), ("arrived", other))
        if text in ("1", "-2.5", "7", "1e3")
    ]
    assert [(each["to"], Decimal(each["value"])) for each in got] == expected
    assert found.get("row-too-long", 0) == sum(bool(row[4]) and row[1] in ("NMK", "WLD") for row in rows)


@given(st.lists(st.binary(max_size=2), max_size=400))
def test_alike_rows_are_found_as_a_dict_finds_them(contents: list[bytes]) -> None:
    seen, first = FirstSeen(), {}
    for row, content in enumerate(contents, start=1):
        assert seen.first(content, row) == first.setdefault(content, row)


def test_alike_rows_are_found_among_many() -> None:
    """20,000 different contents, then all of them again: the table grows several times on the way."""
    seen = FirstSeen()

    def contents() -> Iterator[bytes]:
        yield from (str(n).encode() for n in range(20_000))

    assert [seen.first(each, row) for row, each in enumerate(contents(), start=1)] == list(range(1, 20_001))
    assert [seen.first(each, 99_999) for each in contents()] == list(range(1, 20_001))
