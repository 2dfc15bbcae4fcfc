"""`torgau audit` on the command line: the answer object, the kinds, and the messages for wrong usage."""

from __future__ import annotations

import json

from click.testing import CliRunner, Result

from torgau.cli.main import main

PAGE = "republishing-page-2024"


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["audit", *args])


def test_json_is_one_answer_object_of_the_layer_audit() -> None:
    result = run(PAGE, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert (answer["schema"], answer["layer"], answer["question_id"]) == ("torgau/answer@1", "audit", None)
    assert {"claim", "place", "kind", "comparison", "against", "evidence"} <= set(answer["data"][0])
    assert answer["evidence"]
    assert all(item["source"] for item in answer["evidence"])


def test_every_claim_in_the_data_is_among_the_evidence_with_its_place() -> None:
    answer = json.loads(run("state-note-2005", "--json").stdout)
    cited = {(item["id"], item["source"], item["locator"]) for item in answer["evidence"]}
    for row in answer["data"]:
        if row["claim"]:
            assert (row["claim"], row["source"], row["place"]) in cited


def test_kinds_are_filtered_and_counted() -> None:
    both = json.loads(run(PAGE, "--kind", "error", "--kind", "copy", "--json").stdout)
    assert {row["kind"] for row in both["data"]} == {"error", "copy"}
    assert both["answer"].startswith(f"{len(both['data'])} findings: error ")


def test_words_for_people_keep_dates_in_square_brackets() -> None:
    result = run("state-note-2005", "--kind", "error")
    assert result.exit_code == 0
    assert "[1945-05-08,1945-05-09]" in " ".join(result.output.split())


def test_wrong_usage_says_how_to_mend_it() -> None:
    unknown = run("state-note-2006")
    assert unknown.exit_code == 2
    assert "did you mean state-note-2005" in unknown.output
    kind = run(PAGE, "--kind", "wrong")
    assert kind.exit_code == 2
    assert "the kinds are error, contradiction" in kind.output
