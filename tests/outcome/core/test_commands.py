"""The commands of the outcome layer through click's runner: help, JSON, mistakes, refusals, and one run from fit to answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.outcome.support import EFFORT, antecedent, day, entries, keep_invented_scores, write_pack
from torgau.cli.main import main
from torgau.outcome.sampling import Effort
from torgau.vocabulary import Record

GOOD = {"economy": 10.0, "attrition": 10.0, "materiel": 24.0, "persistence": 20.0}
BAD = dict.fromkeys(("economy", "attrition", "materiel"), 24.0) | {"persistence": 20.0}


def run(record: Record | Path, *arguments: str) -> Result:
    """Run `torgau --pack PACK ARGUMENTS`; an exception that no command meant is raised here."""
    folder = record if isinstance(record, Path) else record.folder
    result = CliRunner().invoke(main, ["--pack", str(folder), *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def document(result: Result) -> Any:
    """What is on stdout, as the one JSON document that it must be."""
    return json.loads(result.stdout)


@pytest.mark.parametrize("command", ["whatif", "attribute", "fit", "backtest"])
def test_help_has_examples_and_fits_eighty_columns(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert f"torgau {command}" in result.stdout.split("Examples:")[1]
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["whatif"], ["no antecedent was named", "--list"]),
        (["whatif", "no-such"], ["'no-such'", "--list"]),
        (["whatif", "no-aid", "--until", "soon"], ["'soon'", "give one day"]),
        (["whatif", "no-aid", "--draws", "10", "--show-run", "10"], ["no member 10", "0 to 9"]),
        (["attribute", "no-such"], ["'no-such'", "--list"]),
        (["attribute", "whose-road", "--value", "glory"], ["'glory'", "ground, losses, sooner"]),
        (["fit", "no-such"], ["'no-such'", "attrition, economy, materiel"]),
        (["fit", "--quick"], ["quick run is not kept", "--out"]),
        (["backtest", "no-such"], ["'no-such'", "quarterly"]),
        (["backtest", "--quick"], ["quick run is not kept", "--out"]),
        (["backtest", "--scores"], ["no scoring run", "torgau backtest"]),
        (["backtest", "--series", "front-road"], ["no scoring run"]),
    ],
)
def test_a_mistake_is_one_line_that_says_how_to_mend_it(pack: Record, arguments: list[str], words: list[str]) -> None:
    result = run(pack, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert all(word in line for word in words), line


def test_lists_are_json_too(pack: Record) -> None:
    assert [item["id"] for item in document(run(pack, "whatif", "--list", "--json"))] == ["no-aid", "coast-sooner", "nothing-yet"]
    assert [item["id"] for item in document(run(pack, "attribute", "--list", "--json"))] == ["whose-road"]
    assert run(pack, "whatif", "--list").stdout.split()[0] == "no-aid"


def test_past_the_horizon_is_refused_with_the_reason(pack: Record) -> None:
    result = run(pack, "whatif", "no-aid", "--until", "1925-02-01", "--json")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "1925-01-31" in result.stderr


def test_without_scores_nothing_is_identified(pack: Record) -> None:
    result = run(pack, "whatif", "no-aid", "--draws", "12", "--json")
    assert result.exit_code == 3
    answer = document(result)
    assert answer["layer"] == "outcome"
    assert answer["answer"].startswith("Not identified: no model of this state of the pack has been scored")
    assert answer["outcome"]["antecedent"]["held_fixed"] == ["all else"]
    assert (answer["outcome"]["identified"], answer["outcome"]["horizon"]) == (False, None)


def test_where_all_models_lose_the_command_refuses(fresh: Callable[..., Record]) -> None:
    record = fresh()
    keep_invented_scores(record, BAD)
    result = run(record, "whatif", "no-aid", "--draws", "12", "--json")
    assert result.exit_code == 3
    answer = document(result)
    assert "no model has beaten the best baseline" in answer["answer"]
    assert all(not speaks for model in answer["outcome"]["models"] for speaks in model["speaks"].values())
    assert {row["standing"] for row in answer["data"] if "measure" in row} == {"mute", "illustration"}
    assert run(record, "attribute", "whose-road", "--draws", "10", "--json").exit_code == 3


def test_who_is_better_speaks_with_no_more_digits_than_two(fresh: Callable[..., Record]) -> None:
    record = fresh()
    keep_invented_scores(record, GOOD)
    answer = document(run(record, "whatif", "coast-sooner", "--draws", "40", "--json"))
    models = {model["id"]: model for model in answer["outcome"]["models"]}
    assert models["economy"]["speaks"] == {"2": True, "4": True}
    assert models["materiel"]["speaks"] == {"2": False, "4": False}
    assert models["economy"]["skill"]["2"]["baseline"] == "persistence"
    for model in models.values():
        for world in ("factual", "counterfactual", "paired_difference"):
            for found in model[world].values():
                levels = [found[name] for name in ("p05", "p25", "p50", "p75", "p95")]
                assert levels == sorted(levels)
                assert all(level == float(f"{level:.2g}") for level in levels)
    shares = document(run(record, "attribute", "whose-road", "--draws", "10", "--json"))
    standings = {row["model"]: row["standing"] for row in shares["data"] if "player" in row}
    assert (standings["economy"], standings["materiel"]) == ("speaks", "illustration")
    assert shares["outcome"]["identified"] is True


def test_scores_are_printed_losing_ones_first(fresh: Callable[..., Record]) -> None:
    record = fresh()
    keep_invented_scores(record, GOOD)
    rows = document(run(record, "backtest", "--scores", "--json"))
    assert [row["skill"] for row in rows] == sorted(row["skill"] for row in rows)
    assert rows[0]["by"] == "materiel"
    said = run(record, "backtest", "--scores")
    assert said.exit_code == 0
    assert max(map(len, said.stdout.splitlines())) <= 80
    figures = document(run(record, "backtest", "--series", "front-road", "--json"))
    assert {row["by"] for row in figures} == set(GOOD)
    assert all(row["inside"] == (row["p05"] <= row["value"] <= row["p95"]) for row in figures)


def test_one_member_in_both_worlds(pack: Record) -> None:
    rows = document(run(pack, "whatif", "nothing-yet", "--draws", "10", "--show-run", "3", "--json"))
    assert rows
    assert all(row["factual"] == row["counterfactual"] for row in rows)


def test_from_fit_to_scores_to_an_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One year of the war, one model, few particles: draws and forecasts are kept and found, and a fit whose seeds disagree is
    not asked."""
    for name in ("jax", "blackjax", "scoringrules"):
        pytest.importorskip(name, reason="fitting and scoring need the extra torgau[outcome]")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for module, effort in (("fit", Effort(particles=128, moves=12)), ("backtest", EFFORT)):
        monkeypatch.setattr(f"torgau.cli.{module}.effort_of", lambda quick, effort=effort: effort)
    held = entries()
    held["processes"][0]["ends"] = day(7 * 52 - 1)
    held["protocols"][0] |= {"models": ["materiel"], "origins": ["1923-12-01", "1924-02-01"]}
    pack = write_pack(tmp_path / "pack", held)
    fitted = run(pack, "fit", "materiel", "--draws", "50", "--json")
    (row,) = document(fitted)
    assert (fitted.exit_code, row["agree"]) == (0, True)
    assert Path(row["file"]).is_file()
    rows = document(run(pack, "backtest", "--json"))
    assert {row["by"] for row in rows} >= {"materiel", "prior of materiel", "stack", "persistence"}
    assert document(run(pack, "backtest", "--scores", "--json")) == rows
    answer = document(run(pack, "whatif", "no-aid", "--draws", "20", "--json"))
    (model,) = answer["outcome"]["models"]
    mine = [row for row in rows if (row["inputs"], row["by"], row["target"]) == ("hindcast", "materiel", "front")]
    assert model["speaks"] == {str(row["months"]): row["standing"] != "none" for row in mine}
    assert set(answer["outcome"]["silent"]) == {"attrition", "economy"}
    kept = Path(row["file"])
    head, *draws = kept.read_text(encoding="utf-8").splitlines()
    kept.write_text("\n".join([json.dumps({**json.loads(head), "disagreement": 1.2}), *draws]) + "\n", encoding="utf-8")
    mute = document(run(pack, "whatif", "no-aid", "--draws", "20", "--json"))["outcome"]
    assert mute["models"] == []
    assert mute["silent"]["materiel"].startswith("the seeds of its fit disagree (scale reduction 1.20, at most 1.1)")


# Found by these tests.


def test_a_horizon_before_any_scored_one_says_so(fresh: Callable[..., Record]) -> None:
    held = entries()
    held["antecedents"] = [antecedent("short", {"kind": "aid", "factor": 0}, horizon="1924-03-01")]
    record = fresh(held)
    keep_invented_scores(record, GOOD)
    result = run(record, "whatif", "short", "--draws", "10", "--json")
    assert result.exit_code == 3
    assert "no model has beaten the best baseline" not in document(result)["answer"], "two of them have"


@pytest.mark.parametrize("asked", ["1924-12-01", "1923-07-01"])
def test_an_answer_is_about_the_day_that_is_asked(fresh: Callable[..., Record], asked: str) -> None:
    """The antecedent is of February 1924. In December nobody may speak: scored are two and four months. In July 1923 nothing had
    changed. Either is answered as if no day had been named."""
    record = fresh()
    keep_invented_scores(record, GOOD)
    plain = run(record, "whatif", "coast-sooner", "--draws", "10", "--json")
    assert run(record, "whatif", "coast-sooner", "--draws", "10", "--until", asked, "--json").stdout != plain.stdout


def test_a_backend_that_is_not_there_is_one_line(pack: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORGAU_BACKEND", "abacus")
    result = run(pack, "whatif", "nothing-yet", "--draws", "10")
    assert result.exit_code == 2
    assert result.stderr == "torgau: there is no backend 'abacus'; use auto, numpy or jax; see the variable TORGAU_BACKEND\n"


@pytest.mark.parametrize("command", ["fit", "backtest", "validate"])
def test_without_the_libraries_of_the_models_a_fit_says_how_to_get_them(
    pack: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("torgau.outcome.backends.has_jax", lambda: False)
    result = run(pack, command, "--quick", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert result.stderr == "torgau: fitting needs the library jax; install it with `pip install 'torgau[outcome]'`\n"


def test_a_run_that_is_stopped_by_hand_says_that_it_goes_on(
    pack: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("torgau.outcome.backtest.Runner.run", stopped)
    result = run(pack, "backtest", "--quick", "--out", str(tmp_path))
    assert result.exit_code == 130
    assert "run it again to go on" in result.stderr
    monkeypatch.setattr("torgau.outcome.whatif.run_whatif", stopped)
    assert run(pack, "whatif", "nothing-yet").exit_code == 130


def test_what_an_antecedent_asks_is_answered_as_a_question(pack: Record) -> None:
    title = pack.antecedents["no-aid"].title
    answer = document(run(pack, "ask", title, "--json"))
    assert answer["question_id"] == "antecedent:no-aid"
    assert answer["outcome"]["antecedent"]["id"] == "no-aid"
    (declared,) = pack.attributions.values()
    assert document(run(pack, "ask", declared.title, "--json"))["question_id"] == f"attribution:{declared.id}"


def test_measures_and_shares_have_tables_with_their_ranges(pack: Record) -> None:
    """What stands in the document stands in the table: the middle and the range of the first model's main measure."""
    shown = run(pack, "whatif", "no-aid", "--draws", "10").stdout
    first = document(run(pack, "whatif", "no-aid", "--draws", "10", "--json"))["outcome"]["models"][0]
    measure = next(name for name in first["factual"] if name.startswith("losses") or name == "end")
    span = first["factual"][measure]
    assert f"{span['p50']:,}" in shown
    assert f"{span['p05']:,} to" in shown
    shares = run(pack, "attribute", "--draws", "10").stdout
    data = document(run(pack, "attribute", "--draws", "10", "--json"))["data"]
    share = next(row for row in data if row.get("index") == "shapley")
    assert f"{share['range']['p50']:,}" in shares
