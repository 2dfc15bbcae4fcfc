"""The book of the shipped pack: complete, whole, small enough, and without barriers on its largest pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.book.barriers import barriers
from tests.book.reading import Read, broken, pages
from tests.book.test_browser import PHONE, address, opened
from tests.book.test_pages import FIRST_PAGE_LIMIT
from tests.support.reference import reference
from torgau.book import Built
from torgau.book.homes import homes

FOLDERS = ("ledger/", "questions/", "statuses/", "estimates/", "events/", "series/", "flows/", "sources/", "actors/", "audits/")
"""Of each folder the longest page."""
LARGE = (
    "index.html",
    "ledger.html",
    "statuses.html",
    "estimates.html",
    "flows.html",
    "places.html",
    "claims.html",
    "sources.html",
)


@pytest.fixture(scope="module")
def found(shipped: Built) -> dict[str, Read]:
    return pages(shipped.path)


def longest(shipped: Built, folder: str) -> str:
    """The page of a folder with most to say."""
    path = max((shipped.path / folder).glob("*.html"), key=lambda each: (each.stat().st_size, each.name))
    return path.relative_to(shipped.path).as_posix()


def test_every_link_leads_somewhere(shipped: Built, found: dict[str, Read]) -> None:
    assert broken(shipped.path, found) == []


def test_every_entry_has_its_place(shipped: Built, found: dict[str, Read]) -> None:
    pack = reference()
    places = homes(pack)
    assert {entry.id for entry in pack} <= set(places)
    for entry_id, home in places.items():
        path, _, anchor = home.partition("#")
        assert path in found, entry_id
        assert not anchor or anchor in found[path].ids, entry_id


def test_no_page_has_an_id_twice_and_headings_stand_in_order(found: dict[str, Read]) -> None:
    for name, page in found.items():
        assert len(set(page.ids)) == len(page.ids), name
        assert page.headings[0] == 1, name
        assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), name


def test_the_first_page_is_small(shipped: Built) -> None:
    assert shipped.first_page_bytes < FIRST_PAGE_LIMIT


def test_every_question_has_an_answer_with_sources(found: dict[str, Read]) -> None:
    for question_id in reference().questions:
        page = found[f"questions/{question_id}.html"]
        assert any("/sources/" in link for link in page.links), question_id


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*LARGE, *FOLDERS])
def test_no_serious_barrier_and_no_complaint(browser: Browser, shipped: Built, name: str, scheme: str) -> None:
    path = longest(shipped, name) if name.endswith("/") else name
    with opened(browser, address(shipped.path, path), color_scheme=scheme) as (page, asked, complaints):
        assert barriers(page) == []
        assert [each for each in asked if not each.startswith(("file:", "data:"))] == []
        assert complaints == []


@pytest.mark.parametrize("name", [*LARGE, *FOLDERS])
def test_no_page_is_wider_than_a_phone(browser: Browser, shipped: Built, name: str) -> None:
    path = longest(shipped, name) if name.endswith("/") else name
    with opened(browser, address(shipped.path, path), viewport=PHONE) as (page, _, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_nothing_of_the_building_machine_is_in_the_book(shipped: Built) -> None:
    for path in shipped.path.rglob("*.html"):
        content = path.read_text(encoding="utf-8")
        assert str(shipped.path) not in content
        assert str(Path(__file__).parents[2]) not in content
