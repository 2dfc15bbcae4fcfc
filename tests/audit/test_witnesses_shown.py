"""`torgau show`: a claim with its independent witnesses, a source without its hashes, and since when a claim is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import torgau
from torgau.answers.shown import ShownClaim, show_entry, witnesses_in_words
from torgau.audit.passages import fingerprint
from torgau.cli.main import main
from torgau.record.show import show

OLD = "The harbour of the old town was closed on the day when the ice came down the river and the ships went home."

SOURCES = """
sources:
  - {id: board, title: The board, kind: essay, grade: B, house: board-house, content_date: "1870"}
  - {id: board-again, title: The board again, kind: essay, grade: B, house: board-house, content_date: "1871"}
  - id: almanac
    title: An almanac
    kind: essay
    grade: C
    content_date: "1880"
    passages: [PASSAGE-ALMANAC]
  - {id: traveller, title: A traveller, kind: essay, grade: C, content_date: "1875"}
  - id: letter
    title: A letter
    kind: primary
    grade: A
    content_date: "1843"
    passages: [PASSAGE-LETTER]
  - {id: scrap, title: A scrap without a date, kind: web-page, grade: F, capture_date: "1999"}
  - {id: nowhere, title: Without any date, kind: web-page, grade: F}
"""


def claim(id: str, source: str, place: str = "") -> str:
    return f"""
  - id: {id}
    source: {source}
    place: "{place}"
    asserts: The ice closed the harbour
    statement: {{type: attribution, text: The ice closed it.}}
    topic: why-closed
"""


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """Five claims of one thing: two of one house, one of a letter of 1843, one copied from it, one of a traveller's own."""
    made = CliRunner().invoke(main, ["new", str(tmp_path / "pack")])
    assert made.exit_code == 0, made.output
    text = SOURCES
    for name, wording in (("LETTER", OLD), ("ALMANAC", OLD)):
        found = fingerprint("p1", wording)
        text = text.replace(f"PASSAGE-{name}", f"{{place: p1, shingles: {list(found.shingles)}, words: {found.words}}}")
    claims = "claims:" + claim("of-board", "board") + claim("of-board-again", "board-again")
    claims += claim("of-letter", "letter", "p1.s1") + claim("of-almanac", "almanac", "p1.s1") + claim("of-traveller", "traveller")
    claims += claim("of-scrap", "scrap").replace("why-closed", "else") + claim("of-nowhere", "nowhere").replace(
        "why-closed", "none"
    )
    (tmp_path / "pack" / "world.yaml").write_text(text + claims, encoding="utf-8")
    return tmp_path / "pack"


def shown(pack: Path, entry: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, ["--pack", str(pack), "show", entry, "--json"])
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


@pytest.mark.parametrize("entry", ["of-board", "of-board-again", "of-letter", "of-almanac", "of-traveller"])
def test_one_house_is_one_witness_and_a_copy_is_none(world: Path, entry: str) -> None:
    # Five sources: the house (2 sources), the letter (with its copy in the almanac), the traveller. 5 - 1 - 1 = 3.
    answer = shown(world, entry)
    assert answer["answer"] == "The ice closed the harbour (claim). 3 independent witnesses assert it (5 sources)."
    (row,) = answer["data"]
    found = {item["name"]: item["sources"] for item in row["agreement"]["witnesses"]}
    assert found == {"board-house": ["board", "board-again"], "letter": ["letter", "almanac"], "traveller": ["traveller"]}
    assert row["agreement"]["copied"] == ["of-almanac"]
    assert answer["layer"] == "claim"


def test_words_for_people_name_the_witnesses(world: Path) -> None:
    printed = CliRunner().invoke(main, ["--pack", str(world), "show", "of-almanac"]).stdout
    assert max(map(len, printed.splitlines())) <= 80
    said = " ".join(printed.split())
    assert "Independent witnesses board-house: board, board-again letter: letter, almanac traveller" in said
    assert "copied, counted with the original: of-almanac" in said
    alone = " ".join(CliRunner().invoke(main, ["--pack", str(world), "show", "of-scrap"]).stdout.split())
    assert "1 independent witness asserts it." in alone
    assert "the same is asserted in" not in alone


@pytest.mark.parametrize(
    ("entry", "known", "as_of"),
    [
        ("of-letter", "1843", "1843"),
        ("of-scrap", "1999 (when it was captured; the text has no date)", "1999"),
        ("of-nowhere", "not stated", "XXXX"),
    ],
)
def test_a_claim_is_known_as_of_its_text_or_else_its_capture(world: Path, entry: str, known: str, as_of: str) -> None:
    answer = shown(world, entry)
    assert [field["lines"] for field in answer["data"][0]["fields"] if field["label"] == "known as of"] == [[known]]
    assert answer["as_of"] == as_of


def test_passages_are_shown_by_place_and_length_without_hashes() -> None:
    record = torgau.load("grand-alliance").record
    source = record.sources["faq-page-2024"]
    (field,) = [field for field in show(record, source.id).fields if field.label == "passages"]
    assert len(field.lines) == len(source.passages) == 18
    assert field.lines[0] == "f.01: 38 words"
    assert {"f.07: 39 words; opens mid-text", "f.10: 52 words; closes ellipsis", "f.15: 44 words; opens mid-sentence"} <= set(
        field.lines
    )
    hashes = {str(number) for passage in source.passages for number in passage.shingles}
    printed = CliRunner().invoke(main, ["show", source.id]).stdout
    assert not [number for number in hashes if number in printed]


def test_in_the_reference_pack_the_copied_answer_adds_no_voice() -> None:
    found = show_entry(torgau.load("grand-alliance").record, "note-p1-instrumental")
    assert isinstance(found, ShownClaim)
    assert found.agreement.copied == ("faq-01-instrumental",)
    assert witnesses_in_words(found.agreement) == "1 independent witness asserts it (2 sources)."
