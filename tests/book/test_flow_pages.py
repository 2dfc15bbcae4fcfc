"""The pages of flows: picture, table, curve, what does not reconcile, and the promises that they perform."""

from __future__ import annotations

from pathlib import Path

import pytest

import torgau
from tests.flow.packs import make
from tests.flow.test_performance import PROMISE
from torgau.book.build import build_book

ROWS = """\
    date,to,value,unit,route,note
    1941-12,pledged,100,long tons,,
    1942-03,shipped,40,long tons,north,
    1942-04,shipped,50.5,long tons,south,
    1942-05,lost,5,long tons,south,
    1942-07,arrived,30,long tons,north,same
    1942-07,arrived,30,long tons,north,same
    1942,shipped,,radios,north,
    """


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("flows") / "p"
    more = PROMISE.format(owed="60", unit="short tons", stage="pledged", more="")
    flow = """
    controls:
      - {stage: shipped, value: 90.5, unit: long tons, source: port-log}
      - {stage: lost, value: 6, unit: long tons, source: port-log}
    """
    record = torgau.load(make(folder, ROWS, flow=flow, more=more)).record
    return {path: content.decode() for path, content in build_book(record).items() if path.endswith(".html")}


def words(html: str) -> str:
    import re

    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_list_has_every_flow_with_its_totals(book: dict[str, str]) -> None:
    page = words(book["flows.html"])
    assert "Grain through the harbour" in page
    assert "shipped 90.5 long tons" in page
    assert "arrived 30 to 60 long tons" in page


def test_the_page_has_the_picture_and_the_same_amounts_in_a_table(book: dict[str, str]) -> None:
    html = book["flows/grain.html"]
    assert html.count('class="chart chain"') == 1  # one unit has a chain; radios have only one stage
    assert "The table behind this picture" in html
    page = words(html)
    # pledged: 100 in, 90.5 out, 9.5 stayed; shipped: 90.5 in, 5 + 30 or 60 out
    assert "pledged 100 90.5 9.5 outside the book 100" in page
    assert "shipped 90.5 35 to 65 25.5 to 55.5 pledged 90.5" in page
    assert "lost 5 0 5 shipped 5" in page


def test_totals_by_route_and_year_and_what_was_not_found(book: dict[str, str]) -> None:
    page = words(book["flows/grain.html"])
    assert "Totals by route, long tons" in page
    assert "an amount not found" in page
    assert "All 100 90.5 5 30 to 60" in page


def test_what_does_not_reconcile_names_its_rows(book: dict[str, str]) -> None:
    html = book["flows/grain.html"]
    assert "flows/grain.movements.csv:7" in html
    page = words(html)
    assert "lost: the source prints 6 long tons, the rows make 5 long tons" in page
    assert "agrees" in page
    assert "does not agree" in page


def test_promise_and_flow_name_each_other(book: dict[str, str]) -> None:
    assert 'href="../ledger/grain-promised.html"' in book["flows/grain.html"]
    assert 'href="../flows/grain.html"' in book["ledger/grain-promised.html"]
    assert "promised, as it fell due" in book["flows/grain.html"]


def test_a_book_without_flows_has_the_page_and_says_so(tmp_path: Path) -> None:
    folder = make(tmp_path / "p", ROWS)
    (folder / "flows" / "flows.yaml").unlink()
    (folder / "flows" / "grain.movements.csv").unlink()
    files = build_book(torgau.load(folder).record)
    assert "0 flows" in words(files["flows.html"].decode())
