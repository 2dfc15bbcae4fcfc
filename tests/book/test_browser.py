"""The book in a real browser, from disk: accessibility, keyboard, no network, no script."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.book.barriers import barriers

KINDS = (
    "index.html",
    "questions/q-grain.html",
    "questions/q-dead.html",
    "ledger.html",
    "ledger/al-enters-war.html",
    "ledger/al-grain.html",
    "statuses.html",
    "statuses/recognition.html",
    "events.html",
    "events/alder-conference.html",
    "instruments.html",
    "instruments/alder-pact.html",
    "estimates.html",
    "estimates/war-dead.html",
    "series.html",
    "series/grain-landed.html",
    "places.html",
    "places/bor.html",
    "actors.html",
    "actors/AL.html",
    "claims.html",
    "audits/memoir.html",
    "sources.html",
    "sources/gazette.html",
    "weightings/plain-count.html",
    "outcome.html",
    "outcome/no-second-convoy.html",
    "outcome/grain-sums.html",
    "outcome/grey-sea-war.html",
    "outcome/grain-scores.html",
    "outcome/whose-road.html",
    "outcome/scores.html",
    "about.html",
)
"""One page of each kind."""
DESKTOP = {"width": 1200, "height": 900}
PHONE = {"width": 390, "height": 844}


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The page, what it asked the network for, and what it complained of."""
    context = browser.new_context(viewport=options.pop("viewport", DESKTOP), **options)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    if page.locator("[data-chart]").count() and options.get("java_script_enabled", True):
        page.wait_for_selector("svg.live")
    try:
        yield page, asked, complaints
    finally:
        context.close()


def address(book: Path, name: str) -> str:
    path, _, fragment = name.partition("#")
    return (book / path).as_uri() + (f"#{fragment}" if fragment else "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", KINDS)
def test_no_serious_barrier_no_network_no_complaint(browser: Browser, book: Path, name: str, scheme: str) -> None:
    with opened(browser, address(book, name), color_scheme=scheme) as (page, asked, complaints):
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert barriers(page) == []
        assert [each for each in asked if not each.startswith(("file:", "data:"))] == []
        assert complaints == []


@pytest.mark.parametrize("name", KINDS)
def test_no_page_is_wider_than_a_phone(browser: Browser, book: Path, name: str) -> None:
    with opened(browser, address(book, name), viewport=PHONE) as (page, _, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("name", KINDS)
def test_every_page_is_complete_without_a_script(browser: Browser, book: Path, name: str) -> None:
    with opened(browser, address(book, name)) as (page, _, _):
        with_script = page.locator("main table tbody tr").count(), page.locator("main svg[role=img]").count()
    with opened(browser, address(book, name), java_script_enabled=False) as (page, _, _):
        without = page.locator("main table tbody tr").count(), page.locator("main svg[role=img]").count()
        assert without == with_script
        assert page.locator(".js").evaluate_all("all => all.filter((each) => each.offsetParent !== null).length") == 0
        assert page.locator("h1").inner_text()


def until(page: Page, condition: str) -> None:
    """Wait for a condition. The page's own policy forbids the evaluation that the library's waiting would need."""
    for _ in range(50):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {condition}")


def shown(page: Page) -> list[str]:
    return [each.inner_text().split("\n")[0] for each in page.locator("#promises tbody tr:visible th a").all()]


def test_the_ledger_is_filtered_from_the_keyboard(browser: Browser, book: Path) -> None:
    with opened(browser, address(book, "ledger.html")) as (page, _, _):
        assert len(shown(page)) == 5
        page.locator("#f-text").focus()
        page.keyboard.type("grain")
        # The promise of grain, and the loan for it.
        assert sorted(shown(page)) == ["Aldmark sends grain to Borland", "Borland repays the grain loan"]
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "debtor"
        page.keyboard.press("b")  # a select jumps to the first option that begins so: Borland
        assert shown(page) == ["Borland repays the grain loan"]
        assert page.locator("#shown").inner_text() == "1 of 5 promises shown."
        assert "debtor=BO" in page.evaluate("location.hash")
        for expected in ("creditor", "instrument", "verdict", "flag"):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.name") == expected
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # "Show all", which empties the fields first and looks at them afterwards
        until(page, "document.getElementById('shown').textContent === '5 of 5 promises shown.'")
        assert len(shown(page)) == 5
        assert page.evaluate("location.hash") == ""


def test_an_address_holds_the_filters(browser: Browser, book: Path) -> None:
    with opened(browser, address(book, "ledger.html#verdict=breached")) as (page, _, _):
        assert shown(page) == ["Borland does not fortify the strait"]


def test_the_first_tab_offers_the_way_past_the_navigation(browser: Browser, book: Path) -> None:
    with opened(browser, address(book, "about.html")) as (page, _, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null")


def test_search_finds_questions_and_entries(browser: Browser, book: Path) -> None:
    with opened(browser, address(book, "index.html")) as (page, _, complaints):
        page.locator("#search").fill("grain")
        page.wait_for_selector("#entries li")
        assert page.locator(".questions li:visible").count() == 2
        titles = page.locator("#entries li a").all_inner_texts()
        assert "First grain convoy lands at Bor" in titles
        assert "Aldmark sends grain to Borland" in titles
        page.locator("#entries a", has_text="First grain convoy").click()
        assert page.locator("h1").inner_text() == "First grain convoy lands at Bor"
        assert complaints == []


def test_the_theme_can_be_chosen_and_charts_follow(browser: Browser, book: Path) -> None:
    with opened(browser, address(book, "statuses.html"), color_scheme="light") as (page, _, _):
        ground = "getComputedStyle(document.body).backgroundColor"
        band = "getComputedStyle(document.querySelector('.certain_marks path')).fill"
        before = page.evaluate(ground), page.evaluate(band)
        page.locator("#theme").focus()
        page.keyboard.press("Enter")
        until(page, f"{band} !== '{before[1]}'")
        assert page.evaluate(ground) != before[0]
        assert page.locator("#theme").get_attribute("aria-pressed") == "true"


def test_a_timeline_is_zoomed_with_its_buttons(browser: Browser, book: Path) -> None:
    with opened(browser, address(book, "statuses/war.html")) as (page, _, complaints):
        width = "document.querySelector('.certain_marks path').getBoundingClientRect().width"
        before = page.evaluate(width)
        page.get_by_role("button", name="Zoom in").focus()
        page.keyboard.press("Enter")
        until(page, f"{width} > {before} * 1.5")
        page.get_by_role("button", name="Show all").click()
        until(page, f"Math.abs({width} - {before}) < 1")
        assert complaints == []


def test_the_living_chart_has_as_many_marks_as_the_drawn_one(browser: Browser, book: Path) -> None:
    count = "['certain', 'possible', 'outlined'].map((name) => document.querySelectorAll(`.${name}_marks path`).length)"
    name = address(book, "statuses/recognition.html")
    with opened(browser, name, java_script_enabled=False) as (page, _, _):
        drawn = page.evaluate(count)
    with opened(browser, name) as (page, _, _):
        assert page.evaluate(count) == drawn == [1, 0, 1]


def test_a_link_into_the_table_behind_a_picture_opens_it(browser: Browser, book: Path) -> None:
    with opened(browser, address(book, "statuses/recognition.html#ce-withholds")) as (page, _, _):
        assert page.locator("#ce-withholds").is_visible()


def test_printing_opens_what_is_folded(browser: Browser, book: Path) -> None:
    with opened(browser, address(book, "ledger/al-grain.html")) as (page, _, _):
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("[...document.querySelectorAll('details')].every((fold) => fold.open)")
        assert not page.locator(".top nav").is_visible()
