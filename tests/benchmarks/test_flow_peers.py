"""The peers of the flow give Torgau's totals, all of them, and would be caught if they did not."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from benchmarks.flow_at_scale import BY, DONOR, Answers, Different, equal, float_error, ours
from benchmarks.flow_generator import write_pack
from benchmarks.peers import flow_pandas, flow_plain, flow_sql
from benchmarks.tables import README

import torgau
from benchmarks import flow_at_scale


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "pack"
    write_pack(folder, 2_000, 5)
    return folder


@pytest.fixture(scope="module")
def totals(pack: Path) -> Answers:
    return ours(torgau.load(pack).record, BY)


@pytest.fixture(scope="module")
def by_year(pack: Path) -> Answers:
    return ours(torgau.load(pack).record, ("year",), DONOR)


def test_a_plain_script_agrees(pack: Path, totals: Answers, by_year: Answers) -> None:
    equal("plain", totals, flow_plain.answers(pack, flow_plain.by_route_and_commodity))
    equal("fractions", totals, flow_plain.answers(pack, flow_plain.by_route_and_commodity, number=Fraction))
    equal("plain", by_year, flow_plain.answers(pack, flow_plain.by_year, DONOR))
    assert any(low != high for low, high, _ in totals.values())
    assert any(high is None for _, high, _ in totals.values())


def test_statements_written_by_hand_agree(pack: Path, totals: Answers, by_year: Answers) -> None:
    book = flow_sql.make(pack)
    equal("DuckDB", totals, flow_sql.totals(book))
    equal("DuckDB", by_year, flow_sql.totals(book, DONOR))


def test_pandas_agrees_with_decimals_and_nearly_with_floats(pack: Path, totals: Answers, by_year: Answers) -> None:
    pytest.importorskip("pandas", reason="pandas is in the dependency group `bench`")
    held = flow_pandas.frame(pack, exact=True)
    equal("pandas", totals, flow_pandas.totals(held))
    equal("pandas", by_year, flow_pandas.totals(held, DONOR))
    error = float_error(totals, flow_pandas.totals(flow_pandas.frame(pack, exact=False)))
    assert error["not_nearest"] > 0


def test_another_amount_is_noticed(tmp_path: Path, pack: Path, totals: Answers) -> None:
    write_pack(tmp_path / "pack", 2_000, 5)
    file = tmp_path / "pack" / "flows" / "harbour-0.movements.csv"
    head, first, *rest = file.read_text().splitlines()
    cells = first.split(",")
    cells[4] += "1" if "." in cells[4] else ".0001"
    file.write_text("\n".join((head, ",".join(cells), *rest)) + "\n")
    with pytest.raises(Different):
        equal("plain", totals, flow_plain.answers(tmp_path / "pack", flow_plain.by_route_and_commodity))
    with pytest.raises(Different):
        equal("DuckDB", totals, flow_sql.totals(flow_sql.make(tmp_path / "pack")))


def test_the_tables_of_the_readme_are_those_of_the_results() -> None:
    assert json.loads(flow_at_scale.RESULTS.read_text())["sizes"]
    readme = README.read_text()
    assert "<!-- flow_at_scale -->" in readme
    assert flow_at_scale.written(readme) == readme
