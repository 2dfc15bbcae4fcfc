"""The pages of what is declared for the outcome layer: what is asked, what is assumed, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.book.invented import record
from tests.book.reading import Read, pages
from torgau.book.model.context import Context
from torgau.book.model.outcomes import outcome_pages
from torgau.book.words import KIND_TITLES, STRUCTURES
from torgau.vocabulary import KINDS
from torgau.vocabulary.outcomes import PARAMETERS


@pytest.fixture(scope="module")
def found(book: Path) -> dict[str, Read]:
    return pages(book)


def said(page: Read) -> str:
    """The words of a page; between two tags the reader puts a space."""
    return page.words.replace(" .", ".").replace(" ,", ",")


def test_a_what_if_says_all_that_it_rests_on(found: dict[str, Read]) -> None:
    page = found["outcome/no-second-convoy.html"]
    for words in (
        "What if the second convoy had not sailed?",
        "Less bread, fewer men.",
        "Aid from Aldmark: none",
        "No ship leaves.",
        "the plans of Cestria",
        "1923-09-01. Until then everything stands as recorded.",
        "1924-06-30. Of later days nothing is said.",
        "What Borland would have asked for instead.",
        "event, 1922-08-14",
        "status, from 1923-06-01 until [1925-02-01,",
    ):
        assert words in said(page), words
    for address in ("../events/grain-2.html", "../ledger/al-grain.html", "grey-sea-war.html", "../sources/memoir.html"):
        assert any(link.endswith(address.removeprefix("../")) for link in page.links), address
    assert "As of 1923-09-01" in page.words


def test_a_question_that_no_model_can_answer_says_so(found: dict[str, Read]) -> None:
    words = found["outcome/no-raid.html"].words
    assert "No input of a model stands for it." in words
    assert "a mechanism for: the sea. No model of this process has one, so the question is not identified." in words


def test_a_model_gives_every_prior_with_its_reason(found: dict[str, Read]) -> None:
    page = found["outcome/grain-sums.html"]
    for words in (STRUCTURES["economy"], "worth of grain", "2 0.88 to 4.6 men a ton lognormal a <guess>", "the weather"):
        assert words in said(page), words


def test_a_process_leads_to_its_series(found: dict[str, Read]) -> None:
    page = found["outcome/grey-sea-war.html"]
    for words in (
        "From 1923-06-01 to 1925-02-03, in steps of 7 days.",
        "10 km or less",
        "Distance along: the road decisive, until 1924-12",
        "Losses of Cestria",
        "The coast from 1924 until 1924-11 Nothing is observed there.",
        "Aid from Aldmark to Borland Grain landed at Bor 0.5",
    ):
        assert words in said(page), words
    assert page.links.count("../series/road-front.html") == 1  # the axis
    assert page.links.count("../series/grain-landed.html") == 2  # the losses and the aid


def test_the_list_and_the_facts_lead_there(found: dict[str, Read]) -> None:
    listed = found["outcome.html"].links
    for entry in ("no-second-convoy", "no-raid", "grain-sums", "grey-sea-war", "grain-scores", "whose-road"):
        assert f"outcome/{entry}.html" in listed, entry
    assert "Contradicted by What if the second convoy had not sailed? what-if" in found["events/grain-2.html"].words
    assert "outcome.html" in found["index.html"].links


def test_a_pack_without_what_ifs_says_so() -> None:
    empty = {kind: {} for kind in ("processes", "models", "antecedents", "protocols", "attributions")}
    (page,) = outcome_pages(Context(replace(record(), **empty)))  # type: ignore[arg-type]
    assert page.data["antecedents"] == []


def test_every_kind_and_structure_has_its_words() -> None:
    assert {"processes", "models", "antecedents", "protocols", "attributions"} <= set(KIND_TITLES) & set(KINDS)
    assert set(STRUCTURES) == set(PARAMETERS)
