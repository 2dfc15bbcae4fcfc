"""The command, the worked example and the page of documentation."""

from __future__ import annotations

import csv
import json
import re
import runpy
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from click.testing import CliRunner, Result

from tests.importing.table_files import LONG, make_pack, read_csv
from torgau.cli.main import main
from torgau.importing import mapping as mapping_types
from torgau.importing.mapping import Mapping, Use
from torgau.importing.table_kinds import KINDS
from torgau.loading import check_pack

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "tracker"
PAGE = (ROOT / "docs" / "import-table.md").read_text(encoding="utf-8")


def torgau(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE / "pack", tmp_path / "my-pack"))


def test_the_worked_example(pack: Path) -> None:
    """The sums of tracker.csv, added up by hand: announced 120.5 + 60 + 12.25 - 20.5 = 172.25, allocated 100 + 45.5 = 145.5, used
    80.25 + 45.5 = 125.75 million EUR; 2 x 35 generators at each of three stages; 4,000 tents, of which 3,850 arrived."""
    result = torgau("import", "table", EXAMPLE / "tracker.csv", "--mapping", EXAMPLE / "mapping.yaml", "--into", pack, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert {(each["stage"], each["unit"]): Decimal(each["value"]) for each in told["totals"]} == {
        ("pledged", "million EUR"): Decimal("172.25"),
        ("allocated", "million EUR"): Decimal("145.5"),
        ("used", "million EUR"): Decimal("125.75"),
        ("pledged", "tents"): 4000,
        ("allocated", "tents"): 4000,
        ("arrived", "tents"): 3850,
        ("pledged", "generators"): 70,
        ("allocated", "generators"): 70,
        ("arrived", "generators"): 70,
    }
    assert [each["printed"] == each["rows_give"] for each in told["printed_totals"]] == [True] * 3
    assert {each["kind"]: each["count"] for each in told["findings"]} == {
        "unit-missing": 1,
        "date-unreadable": 1,
        "duplicate-row": 1,
        "negative": 1,
    }
    assert told["table_rows"] == {"read": 10, "blank": 0, "controls": 1, "kept": 7, "partly": 0, "empty": 0, "dropped": 2}
    assert check_pack(pack).problems == ()


def test_the_same_table_as_a_workbook(pack: Path, tmp_path: Path) -> None:
    runpy.run_path(str(EXAMPLE / "make_xlsx.py"))["main"](tmp_path / "tracker.xlsx")
    movements = []
    for file in (EXAMPLE / "tracker.csv", tmp_path / "tracker.xlsx"):
        result = torgau("import", "table", file, "--mapping", EXAMPLE / "mapping.yaml", "--into", pack, "--replace")
        assert result.exit_code == 0, result.output
        rows = read_csv(pack / "imports" / "karelund-tracker" / "karelund-aid-001.movements.csv")
        movements.append([{**row, "locator": row["locator"].split()[-1]} for row in rows])
    assert movements[0] == movements[1]


def test_the_long_example(pack: Path) -> None:
    """Announced 120,500,000 - 20,500,000 + 60,000,000.50 = 160,000,000.50; the row for Altavia is left out. It is a rival account
    of the aid in the tracker, so the tracker must be there first."""
    torgau("import", "table", EXAMPLE / "tracker.csv", "--mapping", EXAMPLE / "mapping.yaml", "--into", pack)
    arguments = ("import", "table", EXAMPLE / "announcements.csv", "--mapping", EXAMPLE / "announcements.yaml", "--into", pack)
    result = torgau(*arguments)
    assert result.exit_code == 0, result.output
    assert "6 rows read; 5 became movements; 0 dropped; 1 left out by filters" in result.stdout
    assert "pledged 160000000.50 EUR (3 rows)" in " ".join(result.stdout.split())
    assert "this was imported before; nothing changed" in torgau(*arguments).stdout


def test_mistakes_of_the_mapping_are_listed(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(LONG.replace("Stage: stage", "Stage: stagge"), encoding="utf-8")
    (tmp_path / "t.csv").write_text("Date\n", encoding="utf-8")
    arguments = ("import", "table", tmp_path / "t.csv", "--mapping", tmp_path / "m.yaml", "--into", pack)
    result = torgau(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'm.yaml:5:44: error[field-value]: what stands at "Stage" cannot be "stagge"' in result.stderr
    assert "torgau: m.yaml: 1 problem in the mapping; mend them" in result.stderr
    as_json = json.loads(torgau(*arguments, "--json").stdout)
    assert [(each["line"], each["column"], each["code"]) for each in as_json["problems"]] == [(5, 44, "field-value")]


def test_open_questions_are_listed(tmp_path: Path) -> None:
    pack = make_pack(tmp_path / "pack")
    (tmp_path / "m.yaml").write_text(LONG, encoding="utf-8")
    (tmp_path / "t.csv").write_text(
        "Date,Donor,Stage,Amount,Unit\n2031,Nobody,gone,1,EUR\n2031,NMK,gone,1,EUR\n", encoding="utf-8"
    )
    arguments = ("import", "table", tmp_path / "t.csv", "--mapping", tmp_path / "m.yaml", "--into", pack)
    result = torgau(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert 't.csv:2: the pack has no actor "Nobody"' in result.stderr
    assert 't.csv:3: the stage "gone" is not known' in result.stderr
    assert "torgau: t.csv: 2 questions that the mapping does not settle, so nothing was imported" in result.stderr
    as_json = json.loads(torgau(*arguments, "--json").stdout)
    assert [(each["place"], each["times"]) for each in as_json["problems"]] == [("t.csv:2", 1), ("t.csv:3", 1)]
    assert sorted(each.name for each in pack.iterdir()) == ["datapackage.json", "pack.yaml"]


def test_unreadable_files_end_with_one_line(pack: Path, tmp_path: Path) -> None:
    result = torgau("import", "table", tmp_path / "no.csv", "--mapping", EXAMPLE / "mapping.yaml", "--into", pack)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "no.csv: No such file or directory; give a file that can be read" in result.stderr


def test_help_has_examples() -> None:
    assert "torgau import table aid.csv --mapping aid.yaml --into my-pack" in torgau("import", "table", "--help").output


def test_the_page_lists_every_finding_in_its_words() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", PAGE[PAGE.index("## Findings") :], re.MULTILINE))
    assert rows == {name: f"{kind.title}. {kind.means} {kind.mend}".rstrip() for name, kind in KINDS.items()}


def test_every_finding_can_be_met() -> None:
    """No words for what never happens: each kind is made somewhere in the importer."""
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(mapping_types.__file__).parent.glob("table_*.py"))
    assert {name for name in KINDS if sources.count(f'"{name}"') < 2} == set()


def test_the_page_names_every_field_of_the_mapping() -> None:
    parts: list[Any] = [Mapping]
    for part in parts:
        for field in msgspec.structs.fields(part):
            assert f"`{field.encode_name}`" in PAGE or f"{field.encode_name}:" in PAGE, f"{part.__name__}.{field.encode_name}"
            inner = [field.type, *get_args(field.type)]
            parts += [each for each in inner if isinstance(each, type) and issubclass(each, msgspec.Struct) and each not in parts]
    assert len(parts) > 8
    assert all(f"`{use}`" in PAGE for use in get_args(Use))


def test_the_page_shows_the_mapping_of_the_example() -> None:
    shown = re.search(r"```yaml\n(name: karelund-tracker.*?)```", PAGE, re.DOTALL)
    assert shown is not None
    held = (EXAMPLE / "mapping.yaml").read_text(encoding="utf-8")
    assert shown[1].strip() == held.split("\n", 1)[1].strip()
    with (EXAMPLE / "tracker.csv").open(encoding="utf-8", newline="") as stream:
        first = [",".join(row) for row in csv.reader(stream)][:6]
    assert all(f"    {line}\n" in PAGE for line in first)
