"""The pages of flows: pictures, tables with their margins, what does not reconcile, rivals, promises; in a browser too."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import torgau
from tests.book.barriers import barriers
from tests.book.reading import Read, broken, pages
from tests.book.test_browser import PHONE, address, opened
from tests.flow.packs import make
from tests.flow.test_performance import PROMISE
from torgau.book import write_book
from torgau.book.build import build_book
from torgau.book.model.flow_tables import LINES
from torgau.book.model.flows import families_of
from torgau.vocabulary import Flow, Record

ROWS = """\
    date,to,from,value,low,high,unit,route,counted,note
    1941-12,pledged,,100,,,long tons,,,
    1942-03,shipped,,40,,,long tons,north,,
    1942-04,shipped,,50.5,,,long tons,south,,
    1943-02,shipped,,,6,9,long tons,south,,
    1942-05,lost,,5,,,long tons,south,,
    1942-05,diverted,,8,,,long tons,north,,
    1942-09,shipped,diverted,7,,,long tons,north,,
    1942-07,arrived,,30,,,long tons,north,,same
    1942-07,arrived,,30,,,long tons,north,,same
    1943-07,arrived,,1,,,long tons,south,doubtful,
    1943,used,,12,,,long tons,,,
    1942,shipped,,,,,radios,north,,
    1942,pledged,,1250000,,,USD,,,
    """
FLOW = """
means: Grain that the port office counted.
covers: "1941-12/1943-12"
routes: [{id: north, name: Northern route}, {id: south, name: Southern route}]
controls:
  - {stage: shipped, value: 98, unit: long tons, source: port-log, locator: grand total, verified: true}
  - {stage: lost, value: 6, unit: long tons, source: port-log, route: south}
"""
MORE = """
sources:
  - id: sea-book
    title: Book of the sea office
    kind: primary
    grade: C
flows:
  - id: at-sea
    title: Grain counted at sea
    files: [flows/at-sea.movements.csv]
    rivals: [grain]
    sources: [{source: sea-book, locator: p. 9}]
  - id: by-rail
    title: Grain by rail
    scope: grain
    overlaps: [grain]
    files: [flows/by-rail.movements.csv]
    donor: NORTH
    recipient: ISLE
    sources: [{source: port-log, locator: p. 11}]
"""
FILES = {
    "at-sea": "date,to,value,unit\n1942,shipped,120,short tons\n1942,lost,2,barges\n",
    "by-rail": "date,to,value,unit,source,locator\n1942,shipped,9,long tons,sea-book,p. 3\n1942,arrived,,long tons,,\n",
}


READING = """\
    readings:
      - {id: tons-of-the-north, words: "sixty tons", owed: {value: 60, unit: long tons}}
"""


def pack(folder: Path) -> Path:
    promise = PROMISE.format(owed="60", unit="short tons", stage="shipped", more=", routes: [south]")
    made = make(folder, ROWS, flow=FLOW, more=promise + READING + MORE)
    for name, rows in FILES.items():
        (made / "flows" / f"{name}.movements.csv").write_text(rows)
    return made


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    return torgau.load(pack(tmp_path_factory.mktemp("flows") / "p")).record


@pytest.fixture(scope="module")
def folder(record: Record, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(record, tmp_path_factory.mktemp("flow-book") / "book").path


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Read]:
    return pages(folder)


@pytest.fixture(scope="module")
def words(found: dict[str, Read]) -> str:
    return found["flows/grain.html"].words


def test_the_book_is_whole(folder: Path, found: dict[str, Read]) -> None:
    assert broken(folder, found) == []
    for name, page in found.items():
        assert len(set(page.ids)) == len(page.ids), name
        assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), name
        tags = [tag for tag, _ in page.tags]
        assert tags.count("table") == tags.count("caption"), name
        assert not any("style" in held for _, held in page.tags), name
    assert "flows.html" in found["index.html"].links
    assert "3 flows of aid" in found["index.html"].words


def test_the_list_has_every_flow_with_its_totals_and_rivals_side_by_side(found: dict[str, Read]) -> None:
    page = found["flows.html"].words
    # One table: the harbour, the railway that is added to it, both together as bounds (they overlap), and the rival.
    assert "Account Covers pledged shipped shipped again lost diverted arrived used Source" in page
    # 40 + 50.5 + 6 to 9
    assert "1941-12/ 1943-12 1,250,000 USD 100 long tons 96.5 to 99.5 long tons quantity not found radios 7 long tons" in page
    assert "Together: Grain through the harbour, Grain by rail" in page
    assert "96.5 to 108.5 long tons" in page  # with 9 by rail that may be the same
    assert "Grain counted at sea not stated 120 short tons 2 barges" in page


def test_rivals_of_rivals_do_not_pull_everything_into_one_table() -> None:
    def flow(id: str, *rivals: str, scope: str = "") -> Flow:
        return Flow(id=id, title=id, files=(), rivals=rivals, scope=scope)

    flows = [flow("a", "b"), flow("b"), flow("c", "b", "d"), flow("d"), flow("e", "a"), flow("f", scope="a")]
    assert [[each.id for each in family] for family in families_of(flows)] == [["a", "f", "b", "e"], ["c", "d"]]


def test_the_picture_has_the_same_amounts_in_a_table(folder: Path, words: str) -> None:
    html = (folder / "flows/grain.html").read_text()
    assert html.count("<figcaption>The chain (") == 1  # radios and dollars have only one stage
    # pledged: 100 in, 96.5 to 99.5 out; shipped: these and 7 again in; 5, 8 and 30 to 61 out
    assert "pledged 100 96.5 to 99.5 0.5 to 3.5 outside the book 100" in words
    assert "shipped 103.5 to 106.5 43 to 74 29.5 to 63.5 pledged 96.5 to 99.5, diverted 7" in words
    assert "diverted 8 7 1 shipped 8" in words
    assert "lost 5 5 shipped 5" in words
    assert 'class="maybe"' in html


def test_tables_by_route_and_year_have_margins(words: str) -> None:
    assert "By route and year: shipped, long tons Route 1942 1943 all" in words
    assert "Northern route 40 40 Southern route 50.5 6 to 9 56.5 to 59.5 All 90.5 6 to 9 96.5 to 99.5" in words
    assert "By route and year: arrived, long tons Route 1942 1943 all" in words
    assert "Northern route 30 to 60 30 to 60 Southern route 0 to 1 0 to 1 All 30 to 60 0 to 1 30 to 61" in words


def test_a_quantity_that_was_not_found_is_never_0(words: str) -> None:
    assert "By route Route unit pledged shipped Northern route radios quantity not found" in words
    assert not re.search(r"radios 0\b", words)


def test_what_does_not_reconcile_names_its_rows(words: str) -> None:
    assert "flows/grain.movements.csv:10" in words  # the second of two rows that are alike
    assert "lost south: the source prints 6 long tons, the rows make 5 long tons" in words


def test_printed_totals_say_whether_they_agree(words: str) -> None:
    assert "1 of 2 agrees with the rows." in words
    assert "shipped 98 96.5 to 99.5 long tons ✓ agree Log of the port office , grand total" in words
    assert "lost, Southern route 6 5 long tons ✕ do not agree Log of the port office not yet read" in words


def test_rivals_are_shown_beside_it_in_its_own_units_only(found: dict[str, Read], words: str) -> None:
    assert "Rival accounts Grain counted at sea" in words
    beside = words.split("Beside its rivals")[-1]
    assert "120 short tons" in beside
    assert "barges" not in words
    assert "Rival accounts Grain through the harbour" in found["flows/at-sea.html"].words  # said by the other alone


def test_promise_and_flow_show_what_performs_what(found: dict[str, Read], words: str) -> None:
    # April 1942 lies within the time of the promise: 50.5 long tons are 50.5 x 1.12 = 56.56 short tons. 1943 lies outside.
    assert "Grain for a year shipped: Southern route 1941-10-01/ 1942-06-30 60 short tons 56.56 short tons ? unproven" in words
    assert (
        "under the reading “tons of the north” shipped: Southern route 1941-10-01/ 1942-06-30 60 long tons 50.5 long tons"
        in words
    )
    page = found["ledger/grain-promised.html"]
    assert "../flows/grain.html" in page.links
    assert "Grain through the harbour shipped: Southern route 1941-10-01/ 1942-06-30 60 short tons 56.56 short tons" in page.words


def test_the_promised_amount_is_in_the_curve_as_bounds_of_its_readings(words: str) -> None:
    # 60 short tons are 60 / 1.12 = 53.57 long tons; the other reading owes 60 long tons.
    assert "1942-06-30 promised, as it fell due about 53.6 60 long tons" in words


def test_the_rows_stand_with_file_and_line(words: str) -> None:
    assert "1943-02 pledged to shipped Southern route 6 to 9 long tons flows/grain.movements.csv:5" in words
    assert "diverted to shipped" in words
    assert "13 rows" in words


def test_a_source_says_which_flows_rest_on_it_alone_by_their_rows(found: dict[str, Read]) -> None:
    assert "Flow (2)" in found["sources/sea-book.html"].words
    assert "Grain by rail p. 3" in found["sources/sea-book.html"].words
    assert "Gave in" in found["actors/NORTH.html"].words


def test_equal_packs_give_equal_bytes(record: Record, folder: Path) -> None:
    again = build_book(record)
    for path in ("flows.html", "flows/grain.html", "ledger/grain-promised.html"):
        assert (folder / path).read_bytes() == again[path]


def test_a_book_without_flows_has_the_page_and_says_so(tmp_path: Path) -> None:
    folder = make(tmp_path / "p", ROWS)
    shutil.rmtree(folder / "flows")
    files = build_book(torgau.load(folder).record)
    assert b"0 flows" in files["flows.html"]


def test_a_large_flow_makes_a_small_page_that_says_what_is_left_out(tmp_path: Path) -> None:
    routes = LINES + 50
    lines = [
        f"1942-{1 + at % 12:02d}-{1 + at % 28:02d},shipped,{at % 7 + 1},trucks,r{at % routes},p. {at % 500}"
        for at in range(20_000)
    ]
    folder = make(tmp_path / "p", "date,to,value,unit,route,locator\n" + "\n".join(lines) + "\n", flow="repeats: real")
    html = build_book(torgau.load(folder).record)["flows/grain.html"].decode()
    assert len(html) < 150_000
    for words in (  # each a cut, and how much it leaves out
        "50 lines more are left out here; the last line counts them.",
        "The first 60 of 20,000 rows",
        "19,940 more rows stand in the files named above.",
        # 500 places that rows name, and the one of the flow itself; 100 are shown
        "401 places more in sources are left out here",
    ):
        assert words in html, words
    total = sum(at % 7 + 1 for at in range(20_000))
    assert f'<th scope="row">All</th><td class="number">{total:,}</td>' in html


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["flows.html", "flows/grain.html", "ledger/grain-promised.html"])
def test_no_serious_barrier_no_network_no_complaint(browser: Browser, folder: Path, name: str, scheme: str) -> None:
    with opened(browser, address(folder, name), color_scheme=scheme) as (page, asked, complaints):  # type: ignore[arg-type]
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert barriers(page) == []
        assert [each for each in asked if not each.startswith(("file:", "data:"))] == []
        assert complaints == []


@pytest.mark.parametrize("name", ["flows.html", "flows/grain.html", "ledger/grain-promised.html"])
def test_no_page_is_wider_than_a_phone_and_none_needs_a_script(browser: Browser, folder: Path, name: str) -> None:
    with opened(browser, address(folder, name), viewport=PHONE) as (page, _, _):
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        drawn = page.locator("main svg[role=img]").count()
    with opened(browser, address(folder, name), java_script_enabled=False) as (page, _, _):
        assert page.locator("main svg[role=img]").count() == drawn


def test_the_colours_of_the_picture_follow_the_page(browser: Browser, folder: Path) -> None:
    fills = []
    for scheme in ("light", "dark"):
        with opened(browser, address(folder, "flows/grain.html"), color_scheme=scheme) as (page, _, _):  # type: ignore[arg-type]
            fills.append(page.evaluate("getComputedStyle(document.querySelector('.post')).fill"))
    assert fills[0] != fills[1]
