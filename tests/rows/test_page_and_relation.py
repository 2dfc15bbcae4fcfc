"""Rows R01 to R04: the page's three dates, its two sources, and the relation as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from tests.rows.support import asked, carries, fields, plain, rows, said
from tests.support.reference import reference_without
from torgau.api import Pack
from torgau.audit.passages import fingerprint

PAGE = ("state-note-2005", "faq-page-2024", "republishing-page-2024")
ROOT = Path(__file__).parents[2]

TRADE_ALONE = """
  - id: trade-alone
    title: Trade alone
    rule: Only trade counts.
    sources:
      - source: torgau-weighting-rules
        locator: none; made up for a test
    weights:
      - [trade, 1]
"""


def test_R01_three_dates_apart_and_as_of_is_the_content_date(pack: Pack) -> None:
    shown = asked("show", "state-note-2005", layer="record")
    assert shown["as_of"] == "2005-05"
    labels = {field["label"]: field["lines"] for field in shown["data"][0]["fields"]}
    assert labels["content date"] == ["2005-05"]
    assert labels["capture date"] == ["2024"]
    assert labels["events it speaks of"] == ["1917/1945-09"]
    printed = said("show", "state-note-2005")
    assert "content date 2005-05 capture date 2024 events it speaks of 1917/1945-09" in printed
    assert asked("audit", "state-note-2005", layer="audit")["as_of"] == "2005-05"
    assert asked("show", "note-p6-six-months", layer="claim")["as_of"] == "2005-05"

    # The headline's 2024 is no date of the text: nothing that the note says is known as of a later day than May 2005. What the
    # undated parts say (questions and furniture) is known as of the capture, and is said to have no date of its own.
    # One claim of each paragraph, question and piece of furniture is shown.
    asked_of = {(claim.source, claim.place[:4]): claim for claim in pack.record.claims.values() if claim.source in PAGE}
    assert {place for source, place in asked_of if source == "state-note-2005"} >= {f"b.p{number}" for number in range(1, 9)}
    known: dict[str, set[str]] = {source: set() for source in PAGE}
    for claim in asked_of.values():
        (field,) = [field for field in pack.show(claim.id).fields if field.label == "known as of"]
        known[claim.source].update(field.lines)
    undated = {"2024 (when it was captured; the text has no date)"}
    assert known == {"state-note-2005": {"2005-05"}, "faq-page-2024": undated, "republishing-page-2024": undated}

    # It follows the document: date the note otherwise and its claims move with it.
    note = pack.record.sources["state-note-2005"]
    later = Pack(pack.record.with_entry("sources", msgspec.structs.replace(note, content_date=note.capture_date)))
    assert [f.lines for f in later.show("note-p6-six-months").fields if f.label == "known as of"] == [("2024",)]


def test_R02_body_and_questions_are_two_sources(pack: Pack) -> None:
    note, questions = fields("state-note-2005"), fields("faq-page-2024")
    assert (note["grade"], questions["grade"]) == (["B"], ["F"])
    assert note["licence"] == ["US government work, public domain"]
    assert questions["licence"] == ["unattributed snippets; not reproduced"]
    assert note["counts as witness"] != questions["counts as witness"]

    # Take the questions away: no answer that does not cite them changes, and some of those cite the note.
    without = Pack(reference_without("faq-page-2024"))
    citing_note, citing_questions = set(), set()
    for question in pack.questions():
        answer = plain(pack.ask(question.id))
        cited = {item["source"] for item in answer["evidence"]}
        if "faq-page-2024" in cited:
            citing_questions.add(question.id)
            continue
        if "state-note-2005" in cited:
            citing_note.add(question.id)
        assert plain(without.ask(question.id)) == answer, question.id
    assert {"high-point", "conference-harvest", "american-attitudes-1941"} <= citing_note
    assert "before-the-war" in citing_questions  # so that the deletion could have been seen


def test_R02_no_passage_of_the_questions_stands_in_this_repository(pack: Pack) -> None:
    """The snippets are known here by fingerprint only; of each passage no two word groups stand together in any file."""
    passages = {passage.place: set(passage.shingles) for passage in pack.record.sources["faq-page-2024"].passages}
    assert len(passages) == 18
    for path in sorted(ROOT.rglob("*")):
        own = not any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(ROOT).parts)
        if own and path.suffix in (".yaml", ".md", ".py", ".j2", ".json", ".csv", ".txt", ".js") and path.is_file():
            found = set(fingerprint("file", path.read_text(encoding="utf-8", errors="replace")).shingles)
            for place, shingles in passages.items():
                assert len(found & shingles) < 2, f"{path} repeats {place}"


def test_R03_the_high_point_is_computed_under_published_weights(pack: Pack, edited: Callable[..., Path]) -> None:
    answer = asked("ask", "--id", "high-point", layer="claim")
    scores = {row["weighting"]: row for row in rows(answer, "score")}
    # The stated rule and at least two others; every rule is printed with its answer.
    assert len(scores) == 5
    assert all(row["rule"] for row in scores.values())
    assert {row["inside"] for row in scores.values()} == {"true"}
    assert all(1941 <= int(year) <= 1945 for row in scores.values() for year in row["years"])
    assert "under 5 of the 5" in answer["answer"]
    (judged,) = rows(answer, "judged")
    assert (judged["id"], judged["source"]) == ("note-p1-high-point", "state-note-2005")
    assert any("no weighting mends that" in caveat for caveat in answer["caveats"])

    # Another weights file: where trade alone counts, the best year is that of the trade agreements before the war (1937 at the
    # latest), and the tool says that the claim survives only 5 of 6 rules.
    path = edited("weightings.yaml", "\nsources:\n", TRADE_ALONE + "\nsources:\n")
    changed = asked("ask", "--id", "high-point", layer="claim", pack=path)
    (trade,) = [row for row in rows(changed, "score") if row["weighting"] == "trade-alone"]
    assert trade["inside"] == "false"
    assert "under 5 of the 6" in changed["answer"]


def test_R04_cooperation_and_dispute_hold_on_the_same_day(pack: Pack) -> None:
    """Asked of every seventh day of 1944, which is every day of the week and every month."""
    together, apart = ("aid", "joint-operation"), ("dispute",)
    for day in days_of_1944()[::7]:
        held = pack.status(on=day, between=("US", "SU"))
        sure = [item.dimension for item in held if item.certainty == "certain"]
        assert set(sure) & set(together), day
        assert set(sure) & set(apart), day
        assert {"recognition", "treaty"} <= set(sure), day

    # The Warsaw airlift: asked for in August, refused, one flight let through on 18 September.
    answer = asked("status", "--on", "1944-08-20", "--between", "US,SU", layer="record")
    found = {item["id"]: item["dimension"] for item in answer["data"]}
    assert found["us-aid-to-su"] == "aid"
    assert found["dispute-warsaw-airlift-us"] == "dispute"
    assert found["dispute-polish-government-us"] == "dispute"
    causes: dict[str, Any] = {item["id"]: item["start_event"] for item in answer["data"]}
    assert causes["dispute-warsaw-airlift-us"] in pack.record.events
    judged = carries(plain(pack.ask("faq-14")), "ledger")
    assert judged["evidence"]


def days_of_1944() -> list[str]:
    """Every day of a leap year: 31 + 29 + 31 + 30 + 31 + 30 + 31 + 31 + 30 + 31 + 30 + 31 = 366."""
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    found = [f"1944-{month:02}-{day:02}" for month, length in enumerate(lengths, 1) for day in range(1, length + 1)]
    assert len(found) == 366
    return found
