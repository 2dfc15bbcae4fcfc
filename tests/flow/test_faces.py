"""The command, the Python face and the answer object of the flow."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

import torgau
from tests.flow.packs import make
from torgau.cli.main import main

ROWS = """\
    date,to,value,unit,route,commodity,verified
    1942-01,pledged,100,long tons,,grain,
    1942-03,shipped,40,long tons,north,grain,
    1942-04/1942-12,shipped,50.5,long tons,south,grain,false
    1942-05,lost,5,long tons,south,grain,
    1942-07-01,arrived,30,long tons,north,grain,
    1942-07-01,arrived,30,long tons,north,grain,
    1942,shipped,,radios,north,radios,
    """


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return make(tmp_path / "p", ROWS)


def run(pack: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["--pack", str(pack), "flow", *words])
    return result.exit_code, result.stdout, result.stderr


def test_json_has_the_keys_the_stage_an_exact_value_and_the_unit(pack: Path) -> None:
    status, out, _ = run(pack, "--by", "route,stage", "--json")
    answer = json.loads(out)
    assert status == 0
    assert answer["layer"] == "flow"
    found = {(row["route"], row["stage"], row["unit"]): row for row in answer["data"]}
    assert found["south", "shipped", "long tons"]["value"] == "50.5"
    assert found["north", "arrived", "long tons"]["value"] is None
    assert (found["north", "arrived", "long tons"]["low"], found["north", "arrived", "long tons"]["high"]) == ("30", "60")
    assert (found["north", "shipped", "radios"]["low"], found["north", "shipped", "radios"]["high"]) == ("0", None)
    assert {each["kind"] for each in answer["findings"]} == {"copies", "not-found", "not-accounted"}
    assert {(each["source"], each["verified"]) for each in answer["evidence"]} == {("port-log", False)}


def test_lines_fit_a_terminal_and_name_the_rows(pack: Path) -> None:
    status, out, _ = run(pack)
    assert status == 0
    assert max(len(line) for line in out.splitlines()) <= 80
    assert "90.5" in out
    assert "30 to 60" in out
    assert "an amount not found" in out
    assert "grain.movements.csv:7" in out.replace("\n    ", "")


def test_what_had_come_by_a_day(pack: Path) -> None:
    _, out, _ = run(pack, "--on", "1942-06-30", "--json")
    rows = {(row["stage"], row["unit"]): row for row in json.loads(out)["data"]}
    shipped = rows["shipped", "long tons"]
    assert (shipped["low"], shipped["high"], shipped["of_low"], shipped["of_high"]) == ("40", "90.5", "90.5", "90.5")
    assert rows["arrived", "long tons"]["high"] == "0"


def test_a_unit_that_does_not_convert_names_both_rows(pack: Path) -> None:
    status, out, err = run(pack, "--unit", "short tons")
    assert (status, out) == (2, "")
    assert err.count("grain.movements.csv:") == 2
    status, out, _ = run(pack, "--unit", "short tons", "--commodity", "grain", "--stage", "pledged", "--json")
    assert json.loads(out)["data"][0]["value"] == "112"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--by", "rout"], "use one of route"),
        (["--route", "west"], "use one of north, south"),
        (["--stage", "sent"], "use one of requested"),
        (["--from", "NORT"], "NORTH"),
        (["--flow", "grian"], "grain"),
        (["--on", "1942-13-01"], "month"),
        (["--on", "1942-01-01", "--by", "route"], "leave one of them out"),
        (["--unit", " "], "a unit must be named"),
    ],
)
def test_wrong_usage_is_one_line_with_a_way_to_mend_it(pack: Path, words: list[str], says: str) -> None:
    status, out, err = run(pack, *words)
    assert (status, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_a_pack_without_flows_says_so(tmp_path: Path) -> None:
    folder = make(tmp_path / "p", ROWS)
    (folder / "flows" / "flows.yaml").unlink()
    (folder / "flows" / "grain.movements.csv").unlink()
    status, out, _ = run(folder)
    assert status == 0
    assert "no movements" in out


def test_python_gives_tables_with_exact_decimals(pack: Path) -> None:
    loaded = torgau.load(pack)
    table = loaded.flow("NORTH", "ISLE").by("route", "year")
    assert len(table) == len(list(table)) == 6
    frame = table.to_pandas()
    shipped = frame[(frame.stage == "shipped") & (frame.unit == "long tons")]
    assert sum(shipped.value) == Decimal("90.5")
    assert table.to_arrow().column("unit").to_pylist() == list(frame.unit)
    assert loaded.flow("ISLE").by() == loaded.flow(donor="ISLE").by("stage")
    assert len(loaded.flow("ISLE").by()) == 0
    with pytest.raises(KeyError):
        loaded.flow().by("port")


def test_show_knows_a_flow_and_the_compiled_pack_its_table(pack: Path) -> None:
    result = CliRunner().invoke(main, ["--pack", str(pack), "show", "grain", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["evidence"][0]["source"] == "port-log"
    from torgau.loading.load import open_compiled

    with open_compiled(pack) as connection:
        (total,) = connection.execute(
            "SELECT sum(value) FROM movements WHERE stage = 'shipped' AND unit = 'long tons'"
        ).fetchone()
    assert total == Decimal("90.5")


def test_a_changed_row_is_seen_at_once(pack: Path) -> None:
    before = run(pack, "--stage", "pledged", "--json")[1]
    file = pack / "flows" / "grain.movements.csv"
    file.write_text(file.read_text().replace("pledged,100,", "pledged,101,"))
    after = run(pack, "--stage", "pledged", "--json")[1]
    assert json.loads(before)["data"][0]["value"] == "100"
    assert json.loads(after)["data"][0]["value"] == "101"


def test_two_calls_give_the_same_bytes(pack: Path) -> None:
    assert run(pack, "--json") == run(pack, "--json")
