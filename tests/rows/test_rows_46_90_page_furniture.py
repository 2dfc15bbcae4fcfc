"""Rows R88 to R90: what stands around the text, and the pairs that the audit must find from the data alone."""

from __future__ import annotations

import hashlib
import json
import re

import msgspec
import pytest

from tests.rows.support import asked, fields, plain, run
from torgau.api import Pack
from torgau.dates import When

PAGE, NOTE, QUESTIONS = "republishing-page-2024", "state-note-2005", "faq-page-2024"
PERSONA = "479977e5199ec722"
"""The beginning of the SHA-256 of the first name that the page invents: a test that named the person would name him."""


def audit_rows(kind: str) -> list[dict[str, object]]:
    rows = asked("audit", PAGE, "--kind", kind, layer="audit")["data"]
    assert isinstance(rows, list)
    return rows


def test_R88_the_invented_author_is_a_warning_and_named_nowhere(pack: Pack) -> None:
    (warning,) = [row for row in audit_rows("provenance") if "author-persona" in str(row["comparison"])]
    # Born 9 October 1997; on the last day of May 2005 the seventh birthday is past and the eighth to come: 2005 - 1997 - 1 = 7.
    assert "7 years old when the text was written (2005-05)" in str(warning["comparison"])
    assert "never used as evidence" in str(warning["comparison"])
    persona = next(item for item in pack.record.sources[PAGE].metadata if item.name == "author-persona")
    assert (persona.role, str(persona.date)) == ("birth", "1997-10-09")
    # Had the text been of May 2020, the warning would be another: 2020 - 1997 - 1 = 22.
    newer = msgspec.structs.replace(pack.record.sources[NOTE], content_date=When.parse("2020-05"))
    found = [item.comparison for item in Pack(pack.record.with_entry("sources", newer)).audit(PAGE)]
    assert not any("7 years old" in words for words in found)
    # The text itself is credited to its office.
    assert fields(NOTE)["author"] == ["Office of the Historian"]
    assert "author" not in fields(PAGE)

    said = [json.dumps(plain(pack.ask(question.id))) for question in pack.questions()]
    said += [run("audit", source, "--json").stdout for source in (PAGE, NOTE, QUESTIONS)]
    said += [run("show", source, "--json").stdout for source in (PAGE, NOTE, QUESTIONS)]
    words = {word for text in said for word in re.findall(r"[a-z]+", text.casefold())}
    assert "stalin" in words
    assert not [word for word in words if hashlib.sha256(word.encode()).hexdigest().startswith(PERSONA)]


def test_R89_counters_of_the_page_are_reasons_for_its_grade_and_no_evidence(pack: Pack) -> None:
    found = {str(row["comparison"]) for row in audit_rows("provenance")}
    assert any(words.startswith("views: 5944; page furniture, never used as evidence") for words in found)
    # 4 of 5 is 80 per cent, and beside it stands another percentage of something else.
    (side_by_side,) = [words for words in found if "without a shared base" in words]
    assert "4 of 5" in side_by_side
    assert 4 * 100 // 5 == 80
    assert "80 per cent" in side_by_side
    assert "94 per cent" in side_by_side
    assert fields(PAGE)["grade"] == ["F"]
    # They are properties of the source and no entries: no claim is borne out by them, no figure is theirs.
    for claim in pack.record.claims.values():
        assert PAGE not in claim.supported_by
    assert not [estimate.id for estimate in pack.record.estimates.values() for each in estimate.figures if each.source == PAGE]
    assert not [claim.id for claim in pack.record.claims.values() if claim.source == PAGE and claim.layer != "page"]


def test_R90_the_answers_are_snippets_and_add_no_witness(pack: Pack) -> None:
    copies = {str(row["place"]): row for row in audit_rows("copy")}
    assert copies["f.01"]["against"] == NOTE
    assert "b.p1" in str(copies["f.01"]["comparison"])
    truncated = {str(row["place"]): str(row["comparison"]) for row in audit_rows("truncated") if not row["claim"]}
    assert set(truncated) == {"f.07", "f.10", "f.15"}
    assert "begins" in truncated["f.07"]
    assert "begins" in truncated["f.15"]
    assert "breaks off" in truncated["f.10"]
    # The copy adds no voice: cooperation in the war is said by two answers and by the note, and that is one house.
    said = [row for row in asked("audit", PAGE, layer="audit")["data"] if row["claim"] == "note-p1-cooperation-lasted"]
    assert said[0]["witnesses"] == ["office-of-the-historian"]
    # Found deterministically: the same bytes again, and no finding where the passage is another.
    assert run("audit", PAGE, "--json").stdout == run("audit", PAGE, "--json").stdout
    source = pack.record.sources[QUESTIONS]
    passages = tuple(
        msgspec.structs.replace(passage, shingles=tuple(number + 1 for number in passage.shingles), opens="sentence")
        for passage in source.passages
    )
    reworded = Pack(pack.record.with_entry("sources", msgspec.structs.replace(source, passages=passages)))
    left = [(item.kind, item.place) for item in reworded.audit(PAGE) if not item.claim]
    assert ("copy", "f.01") not in left
    assert ("truncated", "f.07") not in left
    assert ("truncated", "f.10") in left


PAIRS = [("R56", "R86"), ("R68", "R87"), ("R72", "R14"), ("R72", "R16"), ("R11", "R82"), ("R01", "R85")]
ALONE = {
    "R46": ("error", "6 days before"),
    "R43": ("error", "6 months (to 1945-11-08)"),
    "R26": ("imprecise", "overlaps, not contained"),
    "R61": ("error", "not among them: Asia"),
    "R74": ("error", "it began 4 days later"),
}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_contradictions_within_the_page_name_both_claims(pack: Pack, one: str, other: str) -> None:
    row_of = {claim.id: claim.row for claim in pack.record.claims.values()}
    found = [item for item in pack.audit(PAGE) if item.kind in ("contradiction", "scope-mismatch", "anachronism")]
    named = [{row_of.get(entry, "") for entry in (item.claim, item.against, *item.evidence)} for item in found]
    assert any({one, other} <= rows for rows in named), (one, other)


@pytest.mark.parametrize("row", sorted(ALONE))
def test_contradictions_with_the_record_are_found_from_the_data_alone(row: str) -> None:
    kind, words = ALONE[row]
    found = [each for each in audit_rows(kind) if each["row"] == row]
    assert any(words in str(each["comparison"]) for each in found), found
    assert all(each["evidence"] for each in found)


def test_numbers_of_different_scope_are_no_contradiction(pack: Pack) -> None:
    """More than 330,000 does not exclude 418,000: a scope mismatch, never a contradiction."""
    pair = {"faq-05-american-soldiers-dead", "faq-18-american-deaths"}
    kinds = {item.kind for item in pack.audit(PAGE) if {item.claim, item.against} == pair}
    assert kinds == {"scope-mismatch"}
