"""Tracing, what-if and conferences on an invented pack, and the commands that show them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.ledger.build import day
from torgau.cli.main import main
from torgau.ledger import conferences, ledger, sensitive, terms, trace, whatif
from torgau.loading import load_record
from torgau.vocabulary import Record

PACK = Path(__file__).parent / "islands"
END = day("1839-12-31")


@pytest.fixture(scope="module")
def record() -> Record:
    return load_record(PACK)


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["--pack", str(PACK), "ledger", *words])


def answer(*words: str) -> dict[str, Any]:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["schema"] == "torgau/answer@1"
    assert found["layer"] == "ledger"
    assert found["evidence"]
    return dict(found)


# --- tracing ---


def test_trace_finds_promises_and_meetings_with_days_of_lead(record: Record) -> None:
    found = trace(record, "landing")
    # From 1 December 1833 to 6 June 1834: 30 + 31 + 28 + 31 + 30 + 31 + 6 = 187 days.
    assert [(use.commitment, use.role, use.made, use.lead) for use in found.uses] == [("land", "performs", "1833-12-01", 187)]
    leads = {(origin.id, origin.how): origin for origin in found.origins}
    assert leads["council", "concluded-at"].lead == 187  # from its last day
    assert leads["council", "agenda"].through == ("land",)
    assert leads["minutes", "instrument"].lead == 187
    assert leads["rumour", "responds-to"].claimed
    # From one day of June 1833: the 30th is 341 days before 6 June 1834 (365 - 24), the 1st 370.
    talks = leads["first-talks", "decided-at"].lead
    assert not isinstance(talks, int)
    assert talks is not None
    assert (talks.low, talks.high) == (341, 370)


def test_trace_names_the_part_an_event_plays(record: Record) -> None:
    assert [(use.commitment, use.role) for use in trace(record, "surrender").uses] == [("fight", "triggers")]
    with pytest.raises(KeyError):
        trace(record, "nothing")


# --- what if ---


def test_without_the_landing_the_promise_is_breached_and_the_other_side_may_withhold(record: Record) -> None:
    found = whatif(record, day("1834-12-31"), remove=["landing"])
    changed = {(change.commitment, change.reading): change for change in found.changes}
    assert set(changed) == {("land", "text"), ("land", "about-may"), ("fight", "as-written")}
    assert changed["land", "text"].before.verdict == "kept-late"
    assert changed["land", "text"].after.verdict == "breached"
    assert changed["fight", "as-written"].changed == ("flags",)
    assert changed["fight", "as-written"].after.flags == ("releasable",)
    assert "claimed" in " ".join(changed["fight", "as-written"].because)
    assert "landing" in record.events


def test_a_moved_event_changes_only_the_days(record: Record) -> None:
    from torgau.dates import When

    found = whatif(record, END, move={"landing": When.parse("1834-05-31")})
    changed = {(change.commitment, change.reading): change for change in found.changes}
    assert changed["land", "text"].after.verdict == "kept"
    assert changed["land", "text"].after.timing.days == 0
    assert changed["land", "about-may"].changed == ("timing",)  # kept on either day, 24 days and then 30 days early
    assert changed["land", "about-may"].before.timing.days == -24
    assert changed["land", "about-may"].after.timing.days == -30


# --- a conference ---


def test_terms_beside_the_control_of_their_places(record: Record) -> None:
    found = terms(record, "council", END)
    assert found.day == "1833-12-01"
    assert {term.commitment for term in found.terms} == {"land", "fight", "ship-grain", "share-the-toll"}
    assert dict(found.verdicts) == {"kept-late": 1, "pending": 1, "breached": 1, "not-definite": 1}
    assert dict(found.agenda) == {"decided": 1, "deferred": 2}
    land = next(term for term in found.terms if term.commitment == "land")
    places = {place.place: [control.by for control in place.control] for place in land.places}
    assert places == {"harbour": ["AA"], "hills": []}
    assert [item.event for item in conferences(record, END)] == ["council"]


def test_moving_a_conference_names_the_places_that_were_held_otherwise(record: Record) -> None:
    # Six months before 1 December is 1 June 1833: BB still held the coast, and with it the harbour.
    found = sensitive(record, "council", -6)
    assert [(item.commitment, item.place, item.other_day) for item in found] == [("land", "harbour", "1833-06-01")]
    assert [control.by for control in found[0].other_control] == ["BB"]
    assert sensitive(record, "council", 6) == ()


# --- the list ---


def test_filters_know_groups(record: Record) -> None:
    assert [item.id for item in ledger(record, END, debtor="CC")] == ["ship-grain"]  # as a member of the league
    assert [item.id for item in ledger(record, END, creditor="AA")] == ["fight"]
    assert [item.id for item in ledger(record, END, verdict="kept-late")] == ["land"]
    assert ledger(record, END, verdict="kept") == ()  # it is so by another reading only
    assert len(ledger(record, END, instrument="minutes")) == 4
    assert ledger(record, END, tags=["none"]) == ()


def test_the_list_has_one_line_a_commitment_and_fits_80_columns() -> None:
    result = run("--on", "1834-12-31")
    assert result.exit_code == 0
    assert "1834-05-31 kept-late    D    land: Land in May" in result.stdout
    counts = "4 commitments on 1834-12-31: 1 not-definite, 1 conditional, 1 pending, 1 kept-late."
    assert counts in " ".join(result.stdout.split())
    more = (("show", "land"), ("trace", "landing"), ("whatif", "--remove", "landing"), ("terms", "council", "--move", "-6"))
    for words in ((), *more):
        shown = run(*words)
        assert shown.exit_code == 0, shown.output
        assert max(len(line) for line in shown.stdout.splitlines()) <= 80
        assert "\x1b" not in shown.stdout


def test_the_list_as_json_has_an_id_and_a_verdict_each() -> None:
    rows = json.loads(run("--json").stdout)
    assert {row["id"]: row["verdict"] for row in rows} == {
        "land": "kept-late",
        "fight": "pending",
        "ship-grain": "breached",
        "share-the-toll": "not-definite",
    }
    grain = next(row for row in rows if row["id"] == "ship-grain")
    assert grain["amount"] == {"owed": "100", "performed": "84", "ratio": "0.84", "unit": "t"}
    assert grain["timing"] == {"due": "1834-12-31", "done": None, "days": None}
    assert grain["possible"] == ["breached"]


def test_known_by_leaves_out_what_nobody_could_know() -> None:
    rows = json.loads(run("--known-by", "1834-05-31", "--json").stdout)
    assert {row["id"]: row["verdict"] for row in rows}["land"] == "unproven"
    assert rows[0]["known_by"] == "1834-05-31"


# --- one commitment ---


def test_show_prints_every_reading_with_its_words() -> None:
    found = answer("show", "land")
    assert [(item["id"], item["verdict"]) for item in found["readings"]] == [("text", "kept-late"), ("about-may", "kept")]
    assert "Relies on: about the end of May." in found["readings"][1]["why"]
    assert found["data"][0]["timing"] == {"due": "1834-05-31", "done": "1834-06-06", "days": 6}
    assert found["as_of"] == "1839-12-31"
    assert {item["id"] for item in found["evidence"]} >= {"land", "landing", "minutes"}
    assert any("firm" in caveat for caveat in found["caveats"])
    shown = " ".join(run("show", "land").stdout.split())
    assert "6 days after the last admissible day" in shown
    assert "relies on: about the end of May" in shown


def test_a_share_of_what_was_never_agreed_is_refused() -> None:
    shown = run("show", "share-the-toll")
    assert shown.exit_code == 0
    assert "No amount was ever agreed" in shown.stdout
    refused = run("show", "share-the-toll", "--amount")
    assert refused.exit_code == 3
    assert "refused: No amount was ever agreed" in refused.stderr
    as_json = run("show", "share-the-toll", "--amount", "--json")
    assert as_json.exit_code == 3
    assert json.loads(as_json.stdout)["answer"].startswith("No amount was ever agreed")
    assert run("show", "fight", "--amount").exit_code == 3
    assert run("show", "ship-grain", "--amount").exit_code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "lend"], "no commitment 'lend'"),
        (["trace", "lanwing"], "did you mean landing"),
        (["whatif"], "nothing to change"),
        (["whatif", "--move", "landing"], "has no date"),
        (["whatif", "--move", "landing=soon"], "--move: 'soon'"),
        (["whatif", "--remove", "landing", "--move", "landing=1834"], "both removed and moved"),
        (["--verdict", "broken"], "there is no 'broken'"),
        (["--on", "1834"], "not one single day"),
        (["--debtor", "ZZ"], "--debtor"),
        (["terms", "nothing"], "no event"),
    ],
)
def test_wrong_usage_ends_with_status_2_and_one_line(words: list[str], told: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_the_other_answers_carry_their_data() -> None:
    assert answer("trace", "landing")["data"][0]["uses"][0]["lead"] == 187
    changed = answer("whatif", "--remove", "landing", "--on", "1834-12-31")
    assert {item["commitment"] for item in changed["data"]} == {"land", "fight"}
    agreed = answer("terms", "council", "--move", "-6")
    assert {item["commitment"] for item in agreed["data"]} == {"land", "fight", "ship-grain", "share-the-toll"}


def test_help_has_examples() -> None:
    for words in ((), ("show",), ("trace",), ("whatif",), ("terms",)):
        assert "Examples:" in run(*words, "--help").stdout
