"""The eighteen questions: each answered in its layer by one contract, and understood in words that are not the pack's."""

from __future__ import annotations

import json
import re

import pytest

from tests.rows.support import LAYERS, asked, carries, plain, run
from tests.rows.wordings import NONSENSE, TUNED, UNSEEN
from torgau.api import Pack
from torgau.vocabulary import Question

LAYER_OF = {
    # The layer of the first row of each question in the acceptance list; a question about the page itself is one of the record.
    "faq-01": "record", "faq-02": "record", "faq-03": "record", "faq-04": "claim", "faq-05": "claim", "faq-06": "record",
    "faq-07": "flow", "faq-08": "record", "faq-09": "record", "faq-10": "record", "faq-11": "record", "faq-12": "outcome",
    "faq-13": "claim", "faq-14": "ledger", "faq-15": "ledger", "faq-16": "record", "faq-17": "record", "faq-18": "record",
}  # fmt: skip
FAQ = sorted(LAYER_OF)

BARE_PROBABILITY = re.compile(r"\bprobab|\blikel(y|ihood)\b|\bchances?\b|\bodds\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.!?](?=\s|$)")
PERSONALITY = re.compile(r"\b(personality|charisma|trustworth|ailing|health)\w*", re.IGNORECASE)


@pytest.mark.parametrize("question_id", FAQ)
def test_each_question_is_answered_by_the_contract(pack: Pack, question_id: str) -> None:
    answer = carries(plain(pack.ask(question_id)), LAYER_OF[question_id])
    assert answer["question_id"] == question_id
    assert answer["reading"]
    assert isinstance(answer["caveats"], list)
    assert answer["data"], "an answer without figures behind it"
    # Every citation names a source of the pack; what was not read in its source is said to be so.
    assert all(item["source"] in pack.record.sources for item in answer["evidence"])
    unread = {item["id"] for item in answer["evidence"]} - {item["id"] for item in answer["evidence"] if item["verified"]}
    assert bool(unread) == any(caveat.startswith("Not yet read in a source") for caveat in answer["caveats"])
    # EDTF: a year, a month or a day.
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", answer["as_of"])
    # Forbidden: a probability without a range, a number without a unit, a statesman's nature as an input.
    # `uncertainty` names kinds of uncertainty; chance is one of them, and is given as a range.
    everything = json.dumps({**answer, "outcome": {**(answer.get("outcome") or {}), "uncertainty": None}})
    assert not BARE_PROBABILITY.search(everything)
    assert not PERSONALITY.search(answer["answer"])
    for row in answer["data"]:
        if any(re.fullmatch(r"[\d.]+", str(row.get(name))) for name in ("value", "low", "high", "ratio_low", "days")):
            assert row["unit"], row
    # One to five sentences (the full stop of an initial ends none), no unfilled place, no doubled stop.
    assert 1 <= len(SENTENCE_END.findall(answer["answer"])) <= 5
    assert not re.search(r"[{}]|\.\.(?!\d)|\s[.,;]", answer["answer"])


def test_there_are_eighteen_and_every_question_has_its_rows(pack: Pack) -> None:
    listed = json.loads(run("ask", "--list", "--json").stdout)
    assert [item["question_id"] for item in listed][:18] == FAQ
    assert {item["question_id"]: item["layer"] for item in listed if item["question_id"] in LAYER_OF} == LAYER_OF
    assert all(item["layer"] in LAYERS and item["question"].endswith("?") for item in listed)
    by_id = {question.id: question for question in pack.questions()}
    assert all(by_id[question_id].group == "faq" and by_id[question_id].rows for question_id in FAQ)


def outcome_questions(pack: Pack) -> list[Question]:
    return [question for question in pack.questions() if question.layer == "outcome"]


def test_questions_of_the_outcome_layer_say_who_may_speak_and_what_is_held_fixed(pack: Pack) -> None:
    assert {question.id for question in outcome_questions(pack)} >= {"faq-12", "contribution-of-the-allies"}
    for question in outcome_questions(pack):
        answer = carries(plain(pack.ask(question.id)), "outcome")
        outcome = answer["outcome"]
        assert outcome["held_fixed"] if "attribution" in outcome else outcome["antecedent"]["held_fixed"], question.id
        assert all({"id", "speaks"} <= set(model) for model in outcome["models"]), question.id
        # No single number: every figure of a model is a range with its unit.
        for row in answer["data"]:
            for name in ("factual", "counterfactual", "difference", "range"):
                assert name not in row or {"p05", "p50", "p95", "unit"} <= set(row[name]), question.id
        assert answer["data"]
    # And a question that only touches on weight says so too.
    for question_id in ("faq-10", "faq-14"):
        assert "outcome layer" in pack.ask(question_id).answer, question_id


def test_what_if_america_had_stayed_out_has_no_single_antecedent(pack: Pack) -> None:
    answer = asked("ask", "What would have happened if America had not fought?", layer="outcome")
    assert answer["question_id"] == "faq-12"
    assert "At least four different things may be meant" in answer["reading"]
    (share,) = [row for row in answer["data"] if row["step"] == "by_1942"]
    # By 31 December 1942 a minority of what was shipped in all: the range lies below one half.
    assert float(share["share_high"]) < 0.5
    assert re.search(r"[Nn]ot identified|identified is the direction", answer["answer"])


def understood(pack: Pack, wordings: dict[str, tuple[str, ...]]) -> dict[str, list[bool]]:
    return {
        question: [pack.ask(wording).question_id == question for wording in asked_as] for question, asked_as in wordings.items()
    }


@pytest.mark.parametrize(("name", "least"), [("TUNED", 0.9), ("UNSEEN", 0.9)])
def test_free_wordings_are_understood(pack: Pack, name: str, least: float) -> None:
    found = understood(pack, {"TUNED": TUNED, "UNSEEN": UNSEEN}[name])
    hits = [hit for each in found.values() for hit in each]
    assert len(hits) >= 3 * len(FAQ)
    assert sum(hits) / len(hits) >= least
    # No question is left out: of its wordings at least two find it.
    assert not [question for question, each in found.items() if sum(each) < 2]


def test_no_wording_of_the_tests_stands_in_the_pack(pack: Pack) -> None:
    def folded(text: str) -> str:
        return " ".join(re.findall(r"\w+", text.casefold()))

    known = {folded(text) for question in pack.questions() for text in (question.question, *question.wordings)}
    used = [folded(text) for wordings in (TUNED, UNSEEN) for asked_as in wordings.values() for text in asked_as]
    assert not known & set(used)
    assert len(used) == len(set(used))


def test_an_answer_to_free_wording_names_how_it_was_understood_and_what_else_was_meant() -> None:
    answer = asked("ask", "How did the US and the USSR cooperate during World War II?", layer="ledger")
    assert answer["reading"].startswith("Understood as: Did the US and the USSR work together in the war?")
    others = [item["question_id"] for item in answer["alternatives"]]
    assert others
    assert answer["question_id"] not in others


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_is_refused_with_alternatives(nonsense: str) -> None:
    result = run("ask", nonsense, "--json")
    assert result.exit_code == 3, result.output
    answer = json.loads(result.stdout)
    assert answer["question_id"] is None
    assert answer["data"] == []
    assert "no answer" in answer["answer"]
    assert answer["alternatives"] or not re.search(r"\w{2}", nonsense)


def test_a_slip_of_the_finger_is_forgiven(pack: Pack) -> None:
    for wording in (
        "Who won the Cold Warr?",
        "Was the Sovjet Union neutral?",
        "Did the Marshal Plan cover Asia?",
        "Was Perl Harbour the reason why America joined?",
    ):
        assert pack.ask(wording).question_id is not None, wording
