"""What the book shows of kept checks: what makes each what-if unsure, and what was said of the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.book.barriers import barriers
from tests.book.reading import Read, broken, pages
from tests.book.test_browser import PHONE, address, opened
from tests.book.test_outcome_results import said
from tests.outcome.validation.kept import keep_ends, keep_kinds, with_view
from tests.support.scored import scored
from torgau.book import write_book
from torgau.charts import inline_svg
from torgau.charts.uncertainties import kinds_strips
from torgau.outcome.validation.whatifs import kept_kinds

PAGES = ("outcome/no-second-convoy.html", "outcome/scores.html")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of the invented pack with results and checks."""
    record = with_view(scored(tmp_path_factory.mktemp("checked")))
    keep_kinds(record)
    keep_ends(record)
    return write_book(record, tmp_path_factory.mktemp("with-checks") / "book").path


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Read]:
    return pages(folder)


def test_the_page_of_an_antecedent_keeps_the_kinds_apart(found: dict[str, Read]) -> None:
    words = said(found[PAGES[0]])
    for part in (
        "Largest here: model structure.",
        "What makes the answer unsure, 6 months on (km)",
        "At other horizons (1)",
        "sums Parameters 8 +10 \N{MINUS SIGN}4 to +22 50",
        "sums Chance under 0.1 +10 +10 to +10 50",
        # Of medians of 10 and 30: a standard deviation of 20 / sqrt(2) = 14.
        "between models Model structure 14 +20 +10 to +30 2",
        "One rival series at a time is read alone",
    ):
        assert part in words, part
    assert "has not been told apart" not in words


def test_where_nothing_is_kept_the_page_says_how_to_make_it(tmp_path: Path) -> None:
    record = scored(tmp_path / "pack")
    words = said(pages(write_book(record, tmp_path / "book").path)[PAGES[0]])
    assert "has not been told apart for this state of the pack: torgau validate does so" in words
    assert "What makes the answer unsure" not in words


def test_the_picture_has_a_strip_for_each_line_on_one_scale(tmp_path: Path) -> None:
    record = scored(tmp_path)
    keep_kinds(record)
    (*_, kept) = kept_kinds(record, record.antecedents["no-second-convoy"])
    drawn = kinds_strips("no-second-convoy", kept)
    assert len(drawn.rows) == len(kept.kinds.lines) == drawn.body.count("<rect")
    # From -7 to 47 the scale is -20 to 60 over 400 units from 230 on: 0 is at 330, the median of the first model at 380.
    assert "M330.0,26.0V" in drawn.body
    assert "M380.0," in drawn.body
    assert inline_svg(drawn) == inline_svg(kinds_strips("no-second-convoy", kept))


def test_the_scores_page_has_the_outside_view(found: dict[str, Read]) -> None:
    words = said(found[PAGES[1]])
    for part in (
        "When does it end? The outside view",
        "it goes on 0.500 0.500 climatology 0.265 0.265 It had ended in 1 of 2 1 of 2",
        "0.30 (0.15 to 0.60): had ended",
    ):
        assert part in words, part
    assert "../outcome/outside.html" in found[PAGES[1]].links


def test_links_and_tables_keep_the_rules(folder: Path, found: dict[str, Read]) -> None:
    assert broken(folder, found) == []
    for name in PAGES:
        tags = [tag for tag, _ in found[name].tags]
        assert tags.count("table") == tags.count("caption"), name
        assert len(set(found[name].ids)) == len(found[name].ids), name


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_and_no_wider_than_a_phone(browser: Browser, folder: Path, name: str, scheme: str) -> None:
    with opened(browser, address(folder, name), viewport=PHONE, color_scheme=scheme) as (page, asked, complaints):
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert [each for each in asked if not each.startswith(("file:", "data:"))] == []
        assert complaints == []
