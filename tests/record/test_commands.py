"""show, status, diff, timeline and estimate through the command line, on a pack of two invented islands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from torgau.cli.main import main

ISLANDS = str(Path(__file__).parent / "islands")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["--pack", ISLANDS, *arguments])


def answer(*arguments: str) -> dict:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


COMMANDS = [
    ("show", "parley"),
    ("show", "gazette"),
    ("show", "bb-deaths"),
    ("status", "--on", "1850-05-10"),
    ("status", "--on", "1850-05-10", "--between", "AA,BB", "--kind", "dispute"),
    ("diff", "1850", "1850"),
    ("timeline",),
    ("timeline", "--tracks", "military,diplomatic"),
    ("timeline", "--between", "AA,BB", "--statuses"),
    ("timeline", "--search", "February 1850"),
    ("estimate", "bb-deaths", "--place", ">330000"),
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_text_says_its_layer_fits_80_columns_and_needs_no_colour(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    assert "layer: record" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_json_is_one_answer_object_with_evidence(arguments: tuple[str, ...]) -> None:
    found = answer(*arguments)
    assert (found["schema"], found["layer"], found["question_id"]) == ("torgau/answer@1", "record", None)
    assert found["evidence"]
    assert all(set(item) == {"id", "source", "locator", "verified"} for item in found["evidence"])
    assert found["data"]


def test_status_lists_the_possible_as_possible() -> None:
    found = answer("status", "--on", "1850-05-10", "--between", "AA,BB")
    assert [(item["id"], item["certainty"]) for item in found["data"]] == [
        ("aa-recognises-bb", "certain"),
        ("quarrel", "possible"),
    ]
    assert (found["data"][0]["start"], found["data"][0]["end"], found["as_of"]) == ("1850-05-01", None, "1850-05-10")
    text = run("status", "--on", "1850-05-10").stdout
    assert "possible: Quarrel" in text
    assert "hearsay (unverified)" in text


def test_status_without_a_day_means_the_last_day_of_the_pack() -> None:
    found = answer("status")
    assert (found["as_of"], [item["id"] for item in found["data"]]) == ("1860-12-31", ["aa-recognises-bb"])


def test_diff_names_the_event() -> None:
    changes = answer("diff", "1850-01-01", "1850-12-31", "--between", "BB,AA")["data"]
    assert [(item["kind"], item["dimension"], item["date"]) for item in changes] == [
        ("began", "recognition", "1850-05-01"),
        ("ended", "dispute", "1850-05"),
    ]
    assert changes[0]["causes"][0]["event"] == "parley"


def test_tracks_stand_side_by_side_however_they_are_named() -> None:
    one = run("timeline", "--track", "military", "--track", "diplomatic").stdout
    assert one == run("timeline", "--tracks", "military,diplomatic").stdout
    assert one == run("timeline", "--track", "military,diplomatic").stdout
    lines = one.splitlines()
    columns = next(line for line in lines if line.split() == ["military", "diplomatic"])
    parley = next(line for line in lines if "Parley" in line)
    landing = next(line for line in lines if "Landing" in line)
    assert parley.index("Parley") == columns.index("diplomatic")
    assert landing.index("Landing") == columns.index("military")
    assert lines.index(parley) < lines.index(landing)


def test_an_old_style_month_shows_both_dates() -> None:
    text = run("timeline", "--search", "February 1850").stdout
    # 25 February and 12 days is 9 March in 1850.
    assert "1850-03-09" in text
    assert "Old Style 1850-02-25" in text
    assert answer("timeline", "--search", "frost revolt")["data"][0]["id"] == "rising"


def test_members_of_a_group_take_part_and_it_is_said_how() -> None:
    data = answer("timeline", "--between", "AA,BB", "--kind", "battle")["data"]
    assert [(item["id"], [way["group"] for way in item["through"]]) for item in data] == [
        ("raid", []),
        ("landing", ["BOTH", "BOTH"]),
    ]


def test_a_source_has_three_dates_and_its_own_as_of() -> None:
    found = answer("show", "gazette")
    fields = {field["label"]: field["lines"] for field in found["data"][0]["fields"]}
    assert (fields["content date"], fields["capture date"], fields["events it speaks of"]) == (
        ["1855-05"],
        ["1924"],
        ["1817/1849"],
    )
    assert found["as_of"] == "1855-05"


def test_estimate_places_a_number() -> None:
    view, *placed = answer("estimate", "bb-deaths", "--place", "418000")["data"]
    assert [(group["scope"], group["low"], group["high"]) for group in view["groups"]] == [
        ("soldiers", "405399", "405399"),
        ("everybody", "418500", "418500"),
    ]
    assert [(item["scope"], item["fit"]) for item in placed] == [("soldiers", "above"), ("everybody", "fits")]


MISTAKES = [
    (("show", "parly"), "no entry 'parly'", "did you mean parley?"),
    (("estimate", "bbdeaths"), "no estimate 'bbdeaths'", "did you mean bb-deaths?"),
    (("estimate", "bb-deaths", "--scope", "sailors"), "no scope 'sailors'", "soldiers, everybody"),
    (("estimate", "bb-deaths", "--place", "many"), "'many' is not a number", "digits"),
    (("status", "--between", "AA,Belan"), "no actor 'Belan'", "did you mean BB"),
    (("status", "--kind", "love"), "no 'love'", "recognition"),
    (("status", "--on", "1850-13"), "1850-13", "one day"),
    (("status", "--on", "1850"), "1850", "one day"),
    (("status", "--place", "gazete"), "no place or actor 'gazete'", ""),
    (("diff", "1851", "1850"), "1851 is after 1850", "earlier day first"),
    (("diff", "soon", "1850"), "soon", ""),
    (("timeline", "--from", "1851", "--to", "1850"), "after", "earlier day first"),
    (("timeline", "--track", "naval"), "no 'naval'", "military"),
]


@pytest.mark.parametrize(
    ("arguments", "problem", "mend"), MISTAKES, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_a_mistake_ends_with_2_and_one_line_that_says_how_to_mend_it(arguments: tuple[str, ...], problem: str, mend: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert problem in result.stderr
    assert mend in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["show", "status", "diff", "timeline", "estimate"])
def test_help_has_examples(command: str) -> None:
    result = run(command, "--help")
    assert "Examples:" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
