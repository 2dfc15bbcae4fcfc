"""What the book shows of results: answers, scores, contributions, what was learned; and that it says where there are none."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.book.barriers import barriers
from tests.book.reading import Read, broken, pages
from tests.book.test_browser import PHONE, address, opened
from tests.support.scored import EFFORT, declared, scored
from torgau.answers.outcome_steps import contributions_of, whatif_of
from torgau.answers.whatif_words import told_in_words
from torgau.book import write_book
from torgau.book.model.context import Context
from torgau.book.model.outcomes import outcome_pages
from torgau.book.model.whatifs import ranged
from torgau.charts import inline_svg
from torgau.charts.quantile_dots import DOTS, dots_of, ticks, whatif_dots
from torgau.outcome.results import keep_left_out, left_out_key, read_forecasts
from torgau.outcome.sampling import Effort
from torgau.vocabulary import Record

PAGES = ("outcome/scores.html", "outcome/no-second-convoy.html", "outcome/sums.html", "outcome/whose-road.html")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return scored(tmp_path_factory.mktemp("scored"))


@pytest.fixture(scope="module")
def folder(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of the invented pack with results."""
    return write_book(record, tmp_path_factory.mktemp("with-results") / "book").path


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Read]:
    return pages(folder)


def said(page: Read) -> str:
    return re.sub(r" ([.,:;)])", r"\1", page.words)


def test_a_what_if_has_its_answer(found: dict[str, Read], record: Record) -> None:
    words = said(found["outcome/no-second-convoy.html"])
    # Two models, one of which is mute everywhere: one alone settles nothing. The sentence is that of the answer to a question.
    sentence = told_in_words(whatif_of(record, "no-second-convoy"))
    assert sentence.startswith("Not identified: ")
    assert sentence.replace(" ", "") in words.replace(" ", "")
    for part in (
        "200 draws of each model, seed 7",
        "The mean front of the decisive axes, 6 months on, km",
        "speaks: indicated",
        "illustration: mute",
        "Time to the end of the process, months",
        "Aid from Aldmark to Borland",
        "National income of Borland",
        "million crowns, over the run",
        "One run in both worlds: member 1 of 200 (km)",
        "of the draws neither world ends by the horizon",
    ):
        assert part in words, part


def test_each_model_has_twenty_dots_at_each_horizon(record: Record) -> None:
    drawn = whatif_dots(whatif_of(record, "no-second-convoy"))
    assert drawn is not None
    # 3 and 6 months fit before the horizon; the time to the end is drawn only where it differs in some draw.
    groups = dict.fromkeys(row["group"] for row in drawn.rows)
    assert [group.split(" (")[0] for group in groups][:2] == [
        f"the mean front of the decisive axes, {at} months on" for at in (3, 6)
    ]
    assert drawn.body.count('class="draw"') == DOTS * len(drawn.rows)
    assert drawn.body.count('stroke-width="1.4"') == DOTS * sum("illustration" in row["standing"] for row in drawn.rows)


def test_dots_are_even_quantiles_and_ticks_are_round() -> None:
    import numpy as np

    # Of 0 to 40 the first of twenty dots is the middle of the first twentieth: 0.025 * 40 = 1.
    assert dots_of(np.linspace(0, 40, 4001))[:2] == pytest.approx((1.0, 3.0))
    assert ticks(0, 93) == (0, 20, 40, 60, 80, 100)
    assert ticks(-0.3, 0.1) == pytest.approx((-0.3, -0.2, -0.1, 0.0, 0.1))
    assert ticks(0, 0)[0] < ticks(0, 0)[-1]
    assert ranged(np.linspace(-100, 100, 201), signed=True) == "0 (−90 to +90)"


def test_losing_scores_come_first_and_every_number_is_explained(found: dict[str, Read]) -> None:
    words = said(found["outcome/scores.html"])
    for part in (
        "yes: made from this state of the pack",
        "40 particles, 3 moves at each temperature",
        "speaks: an edge is indicated, not demonstrated +0.40 [+0.40, +0.40]",
        "mute −0.20 [−0.20, −0.20]",
        "Where the front stands, inputs from the record: skill by months ahead, the worst forecaster first.",
        "Where the front stands, inputs carried on",
        "arms where the front stands −0.50 [−0.50, −0.50]",
        "stack where the front stands 100% 100% 9",
        "The front along the road (km)",
    ):
        assert part in words, part
    first = words.index("the worst forecaster first")
    assert words.index("arms −0.20", first) < words.index("persistence +0.00", first) < words.index("stack +0.50", first)
    assert "outcome/scores.html" in found["outcome.html"].links


def test_scores_of_another_state_let_nobody_speak(tmp_path: Path) -> None:
    record = scored(tmp_path)
    other = replace(record, points={**record.points, "road-distance": record.points["road-distance"][:-1]})
    words = " ".join(str(page.data.get("protocols")) for page in outcome_pages(Context(other)) if page.path == PAGES[0])
    assert "no: made from another state of the pack" in words
    assert "speaks: an edge" not in words


def test_theatres_left_out_are_told_in_short(tmp_path: Path, found: dict[str, Read]) -> None:
    assert "torgau backtest grain-scores --left-out" in said(found["outcome/scores.html"])
    record = scored(tmp_path / "pack")
    (protocol,) = record.protocols.values()
    results = tmp_path / "pack" / "outcome" / "results"
    kept = read_forecasts(protocol, results)
    assert kept is not None
    about = {"particles": EFFORT.particles, "moves": EFFORT.moves, "quick": False, "disagreement": {}}
    keep_left_out(protocol, left_out_key(record, protocol, EFFORT), {"bor-road": kept[1]["hindcast"]}, results, about)
    words = said(pages(write_book(record, tmp_path / "book").path)["outcome/scores.html"])
    # The skills of the scoring run, since these are its forecasts: 1 - 120 / 100, and 1 - 120 / 80 against the prior.
    assert "The road to Bor 3 arms 4 −0.20 [−0.20, −0.20] against persistence −0.50 [−0.50, −0.50]" in words
    assert words.index("The road to Bor 3 arms") < words.index("The road to Bor 3 sums")
    assert "no model speaks because of it" in words


def test_a_model_says_what_it_learned(found: dict[str, Read], record: Record) -> None:
    words = said(found["outcome/sums.html"])
    # Draws at half the width of their prior: its spread left is about a half, far below 0.8.
    assert "informed" in words
    # The family is log-normal with median 10 and spread 0.5: nine in ten lie between 10 / e^0.822 and 10 e^0.822.
    assert "4.4 to 23" in words
    assert "until 1925-02-03" in words
    assert "1, 2, 3: they agree" in words
    assert "3 months ahead: speaks: an edge is indicated, not demonstrated." in words
    assert "where the front stands inputs from the record its prior +0.25 [+0.25, +0.25]" in words


def test_contributions_lead_with_what_is_observed(found: dict[str, Read], record: Record) -> None:
    page = found["outcome/whose-road.html"]
    words = said(page)
    assert any(link.endswith("questions/q-who.html") for link in page.links)
    for part in ("It sends nothing.", "Own deaths are never a contribution.", "leave-one-out", "banzhaf", "of combinations"):
        assert part in words.casefold() or part in words, part
    game = contributions_of(record, "whose-road").played[0].game
    # Every coalition stands in the table: two players make four.
    assert [line for line in ("nobody", "Aldmark + Borland") if line in words] == ["nobody", "Aldmark + Borland"]
    assert len(game.values) == 4
    # 10 months lie beyond the longest horizon that was scored.
    assert "No model may speak at this horizon: all of this is an illustration" in words


def test_every_link_picture_and_table_keeps_the_rules(folder: Path, found: dict[str, Read]) -> None:
    assert broken(folder, found) == []
    for name in PAGES:
        page = found[name]
        tags = [tag for tag, _ in page.tags]
        assert tags.count("table") == tags.count("caption"), name
        assert len(set(page.ids)) == len(page.ids), name
        assert page.headings.count(1) == 1
        for before, after in zip(page.headings, page.headings[1:], strict=False):
            assert after <= before + 1, name
        pictures = [held for tag, held in page.tags if tag == "svg"]
        assert pictures, name
        for held in pictures:
            assert held.get("role") == "img"
            assert all(each in page.ids for each in str(held["aria-labelledby"]).split()), name
        # Behind every picture stands its table.
        assert said(page).count("The table behind this picture") >= len(pictures), name


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_no_network_no_complaint(browser: Browser, folder: Path, name: str, scheme: str) -> None:
    with opened(browser, address(folder, name), color_scheme=scheme) as (page, asked, complaints):
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert barriers(page) == []
        assert [each for each in asked if not each.startswith(("file:", "data:"))] == []
        assert complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_phone(browser: Browser, folder: Path, name: str) -> None:
    with opened(browser, address(folder, name), viewport=PHONE) as (page, _, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_without_draws_the_book_says_so(tmp_path: Path) -> None:
    record = declared(str(tmp_path / "pack"))
    found = pages(write_book(record, tmp_path / "book").path)
    assert "No model has draws for this question, so nothing is computed here." in said(found["outcome/no-second-convoy.html"])
    assert "run `torgau fit sums`" in said(found["outcome/no-second-convoy.html"])
    assert "No model has draws for this state of the pack" in said(found["outcome/whose-road.html"])
    assert "It has no draws for this state of the pack." in said(found["outcome/sums.html"])
    assert "There is no scoring run of this protocol, so no model may speak." in said(found["outcome/scores.html"])


def test_an_unscored_model_is_an_illustration(tmp_path: Path) -> None:
    record = scored(tmp_path)
    (tmp_path / "outcome" / "results" / "forecasts-grain-scores.jsonl").unlink()
    (page,) = [page for page in outcome_pages(Context(record)) if page.path == "outcome/no-second-convoy.html"]
    result = page.data["result"]
    assert "no model of this state of the pack has been scored" in result["said"]
    assert result["scored"] is False
    assert {line["standing"] for group in result["main"] for line in group["lines"]} == {"illustration: never scored"}


def test_the_same_results_give_the_same_pictures(record: Record, tmp_path: Path) -> None:
    other = scored(tmp_path, effort=Effort(particles=40, moves=3))
    drawn = [whatif_dots(whatif_of(each, "no-second-convoy")) for each in (record, other)]
    assert inline_svg(drawn[0]) == inline_svg(drawn[1])  # type: ignore[arg-type]
