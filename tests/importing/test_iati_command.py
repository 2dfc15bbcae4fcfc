"""The command: what it prints, its exit statuses, its JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.importing.iati_files import activity, fingerprint, iati, new_pack, pay
from torgau.cli.main import main
from torgau.importing.iati_findings import IATI_KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "import-iati.md").read_text(encoding="utf-8")
TEXT = iati(activity(pay("100", "2"), pay("40.5", "3"), pay("3", "1"), pay("7", "3", "?")))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "aid.xml").write_text(TEXT)
    return new_pack(tmp_path / "pack")


def test_what_people_see(pack: Path, tmp_path: Path) -> None:
    done = run("iati", tmp_path / "aid.xml", "--into", pack)
    assert done.exit_code == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == f"{pack}/imports/aid: imported: 3 rows"
    assert "read aid.xml: 1 activities, 4 transactions (version 2.03)" in lines
    assert "  committed                     100 EUR (1 rows)" in lines
    assert "  arrived                      47.5 EUR (2 rows)" in lines  # 40.5 + 7
    assert "- Transactions that are no stage of the chain (not-a-stage, 1 x; 3 EUR)" in lines
    assert all(len(line) <= 80 for line in lines if str(pack) not in line)
    again = run("iati", tmp_path / "aid.xml", "--into", pack)
    assert again.exit_code == 0
    assert "nothing changed" in again.stdout


def test_json_is_one_document(pack: Path, tmp_path: Path) -> None:
    done = run("iati", tmp_path / "aid.xml", "--into", pack, "--json", "--name", "a")
    told = json.loads(done.stdout)
    assert (told["schema"], told["kind"], told["status"], told["folder"], told["rows"]) == (
        "torgau/import@1",
        "iati",
        "new",
        "imports/a",
        3,
    )
    assert told["totals"][0] == {
        "flow": "a-org-XX-9",
        "stage": "committed",
        "unit": "EUR",
        "rows": 1,
        "counted": "100",
        "doubtful": "0",
        "not_counted": "0",
        "without_one_value": 0,
    }
    assert told["in_no_flow"] == [{"type": "1 incoming funds", "unit": "EUR", "rows": 1, "value": "3", "without_one_value": 0}]
    assert [each["kind"] for each in told["findings"]] == ["not-a-stage", "date-missing"]
    assert told["findings"][0]["sums"] == [{"unit": "EUR", "value": "3"}]


def test_unusable_input_is_2_in_one_line(pack: Path, tmp_path: Path) -> None:
    before = fingerprint(pack)
    (tmp_path / "bad.xml").write_text("<html/>")
    for arguments in (
        ("iati", tmp_path / "bad.xml", "--into", pack),
        ("iati", tmp_path / "nothing.xml", "--into", pack),
        ("iati", tmp_path / "aid.xml", "--into", tmp_path / "no-pack"),
        ("iati", tmp_path / "aid.xml", "--into", pack, "--name", "../up"),
        ("iati", tmp_path / "aid.xml", "--into", pack, "--actor", "GB"),
        ("iati", tmp_path / "aid.xml", "--into", pack, "--captured", "01/02/2020"),
    ):
        done = run(*arguments)
        assert done.exit_code == 2, arguments
        assert done.stdout == ""
        assert done.stderr.startswith("torgau: ")
        assert done.stderr.count("\n") == 1
    assert fingerprint(pack) == before


def test_a_pack_with_problems_is_1_and_they_are_listed(pack: Path, tmp_path: Path) -> None:
    (pack / "own.yaml").write_text("events:\n  - {id: iati-aid, title: Taken, date: '1945'}\n")
    done = run("iati", tmp_path / "aid.xml", "--into", pack, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["problems"][0]["code"] == "id-duplicate"
    assert "id-duplicate" in done.stderr
    assert not (pack / "imports").exists()


def test_replacing_is_asked_for(pack: Path, tmp_path: Path) -> None:
    assert run("iati", tmp_path / "aid.xml", "--into", pack).exit_code == 0
    (tmp_path / "aid.xml").write_text(TEXT.replace("40.5", "41"))
    refused = run("iati", tmp_path / "aid.xml", "--into", pack)
    assert refused.exit_code == 2
    assert "--replace" in refused.stderr
    assert run("iati", tmp_path / "aid.xml", "--into", pack, "--replace").exit_code == 0


def test_source_details_are_taken_only_where_given(pack: Path, tmp_path: Path) -> None:
    details = ("--url", "https://example.org/aid.xml", "--captured", "2024-02-03", "--grade", "B")
    assert run("iati", tmp_path / "aid.xml", "--into", pack, *details).exit_code == 0
    text = (pack / "imports/aid/sources.yaml").read_text()
    assert 'capture_date: "2024-02-03"' in text
    assert 'url: "https://example.org/aid.xml"' in text
    assert 'grade: "B"' in text
    assert "content_date" not in text


def test_help_loads_no_importer() -> None:
    code = "import sys; from torgau.cli.main import main; main(['import', '--help'], standalone_mode=False); "
    code += "assert not {'defusedxml', 'duckdb', 'torgau.importing'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_help_has_examples() -> None:
    assert "torgau import iati activities.xml --into my-pack" in run("--help").stdout
    assert "Examples:" in run("iati", "--help").stdout
    assert all(len(line) <= 80 for line in run("iati", "--help").stdout.splitlines())


def test_the_page_explains_every_finding() -> None:
    for name, kind in IATI_KINDS.items():
        row = f"| `{name}` | {kind.weight} | **{kind.title}.** {kind.means} | {kind.mend} |"
        assert row in PAGE, row
