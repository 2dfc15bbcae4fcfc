"""`torgau published`: exit statuses, one line for bad input, one JSON document, 80 columns."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.outcome.published.test_battles import made, write
from torgau.cli.main import main
from torgau.cli.published import SUBCOMMANDS

PLAYERS = "Actor,Capability,Position,Salience\na,1,0,0.2\nb,1,1,0.9\nc,2,0.4,0.5\n"
NMC = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n1,1900,1,1,1,1,1,1,0.25\n2,1900,3,3,3,3,3,3,{}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("players.csv").write_text(PLAYERS, encoding="utf-8")
    Path("nmc.csv").write_text(NMC.format("0.75"), encoding="utf-8")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["published", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def document(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_table_has_help_with_examples(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert "--json" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    "arguments",
    [
        ("harrison",),
        ("cinc", "nmc.csv", "--year", "1900"),
        ("group-decision", "players.csv"),
        ("conference", "yalta-conference"),
        ("conference", "tehran-conference", "--move", "8"),
    ],
    ids=" ".join,
)
def test_output_for_people_fits_a_terminal(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cinc", "no.csv"), "no.csv: No such file or directory"),
        (("cinc", "players.csv"), "players.csv:1: there is no column `ccode`"),
        (("cinc", "nmc.csv", "--year", "1850"), "--year: nmc.csv has no rows for 1850; give a year from 1900 to 1900"),
        (("group-decision", "nmc.csv"), "nmc.csv:1: there is no column `Actor`"),
        (
            ("group-decision", "players.csv", "--variant", "better"),
            "--variant: there is no 'better'; use one of published, corrected",
        ),
        (("group-decision", "players.csv", "--against", "nmc.csv"), "nmc.csv:1: there is no column `round`"),
        (("battles", "nmc.csv"), "nmc.csv:1: there is no column `war4`"),
        (("harrison", "nmc.csv"), "nmc.csv: a table does not say which ratios it is for"),
        (("harrison", "--ratio", "forces-eastern-fornt"), "did you mean forces-eastern-front"),
        (("harrison", "nmc.csv", "--ratio", "forces-eastern-front"), "nmc.csv:1: there is no column `country`"),
        (("conference", "yalta-conferenc"), "did you mean yalta-conference"),
        (("conference", "malta-conference"), "nobody has judged the issues of malta-conference"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_bad_input_is_one_line_and_exit_status_2(arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_missed_published_value_is_exit_status_1() -> None:
    Path("nmc.csv").write_text(NMC.format("0.7501"), encoding="utf-8")
    result = run("cinc", "nmc.csv", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["beyond_tolerance"] == 1


def test_cinc_as_json() -> None:
    found = document("cinc", "nmc.csv", "--year", "1900")
    assert (found["schema"], found["rows"], found["beyond_tolerance"]) == ("torgau/published@1", 2, 0)
    assert found["highest"] == [
        {"state": 2, "index": 0.75, "published": 0.75},
        {"state": 1, "index": 0.25, "published": 0.25},
    ]


def test_rounds_are_compared_with_a_reference() -> None:
    rounds = document("group-decision", "players.csv", "--rounds", "2")
    # Weights 0.2, 0.9, 1.0: mean (0.9 + 0.4) / 2.1; the median is where 1.05 of 2.1 is reached, at 0.4.
    assert rounds["baselines"] == {"weighted_mean": pytest.approx(1.3 / 2.1), "weighted_median": 0.4}
    reference = "round,median,weighted_mean\n" + "".join(
        f"{each['round']},{each['median']},{each['weighted_mean']}\n" for each in rounds["rounds"]
    )
    Path("same.csv").write_text(reference, encoding="utf-8")
    Path("other.csv").write_text("round,median,weighted_mean\n0,0.4,0.7\n", encoding="utf-8")
    assert run("group-decision", "players.csv", "--against", "same.csv").exit_code == 0
    differs = run("group-decision", "players.csv", "--against", "other.csv", "--json")
    assert differs.exit_code == 1
    # The weighted mean of the opening positions is 0.6190, not 0.7.
    assert json.loads(differs.stdout)["worst_difference"] == pytest.approx(0.7 - 1.3 / 2.1)


def test_every_variant_prints_the_baselines() -> None:
    for variant in ("published", "corrected", "as-described"):
        assert "weighted mean 0.6190, weighted median 0.4000" in run("group-decision", "players.csv", "--variant", variant).stdout


def test_battles_as_json_and_for_people(tmp_path: Path) -> None:
    import numpy as np

    write(tmp_path / "battles.csv", made(np.random.default_rng(8), strength=1, air=0, count=120))
    arguments = ("battles", "battles.csv", "--repeats", "1", "--draws", "100")
    (found,) = document(*arguments)["files"]
    assert (found["scored"], found["rows"], found["groups"], found["group_count"]) == (120, 120, "wars", 30)
    assert [score["name"] for score in found["scores"]][:2] == ["climatology", "force"]
    less = found["scores"][1]["unseen_groups"]["less_climatology"]
    assert less["p05"] <= less["mean"] <= less["p95"]
    lines = run(*arguments).stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert document(*arguments) == document(*arguments)


def test_ratios_are_an_answer_with_evidence() -> None:
    found = document("harrison", "--ratio", "forces-eastern-front")
    assert (found["schema"], found["layer"]) == ("torgau/answer@1", "record")
    assert found["data"][0]["value"] == "1.079339"
    assert found["data"][0]["exact"] == "71000/65781"  # 7100 / (0.9 x 7309)
    assert {item["id"] for item in found["evidence"]} == {"forces-eastern-front"}


def test_a_missed_ratio_is_exit_status_1(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("country,1941\nUSSR,8100\nGermany,7309\n", encoding="utf-8")
    result = run("harrison", str(table), "--ratio", "forces-eastern-front")
    assert result.exit_code == 1
    assert "1 do not" in " ".join(result.stdout.split())


def test_the_conference_is_one_reading_without_probabilities() -> None:
    found = document("conference", "yalta-conference")
    assert found["layer"] == "claim"
    assert found["caveats"][0].startswith("One reading, not a finding")
    assert {item["verified"] for item in found["evidence"] if item["id"].startswith("issue-")} == {False}
    text = json.dumps({**found, "schema": ""}).casefold()
    assert "probab" not in text
    assert "per cent" not in text


def test_without_the_library_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "numpy" or name.startswith("numpy."):
            raise ModuleNotFoundError("No module named 'numpy'", name="numpy")
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    result = run("cinc", "nmc.csv")
    assert result.exit_code == 2
    assert 'pip install "torgau[outcome]"' in result.stderr
    # What rests on the pack needs no library beyond the small install.
    assert run("group-decision", "players.csv").exit_code == 0
