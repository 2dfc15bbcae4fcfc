"""What stands on the pages, read without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.book.invented import record
from tests.book.reading import Read, broken, pages
from torgau.book import Built, build_book
from torgau.book.homes import homes
from torgau.charts import TONES

FIRST_PAGE_LIMIT = 500_000


@pytest.fixture(scope="module")
def found(book: Path) -> dict[str, Read]:
    return pages(book)


def test_every_link_leads_somewhere(book: Path, found: dict[str, Read]) -> None:
    assert broken(book, found) == []


def test_every_entry_has_its_place(book: Path, found: dict[str, Read]) -> None:
    pack = record()
    places = homes(pack)
    assert {entry.id for entry in pack} <= set(places)
    for entry_id, home in places.items():
        path, _, anchor = home.partition("#")
        assert (book / path).is_file(), entry_id
        assert not anchor or anchor in found[path].ids, entry_id


def test_no_page_has_an_id_twice(found: dict[str, Read]) -> None:
    for name, page in found.items():
        assert len(set(page.ids)) == len(page.ids), name


def test_headings_stand_in_order(found: dict[str, Read]) -> None:
    for name, page in found.items():
        assert page.headings[0] == 1, name
        assert page.headings.count(1) == 1, name
        for before, after in zip(page.headings, page.headings[1:], strict=False):
            assert after <= before + 1, name


def test_every_page_states_layer_day_and_sources(found: dict[str, Read]) -> None:
    for name, page in found.items():
        facts = re.search(r"Layer (\S+) As of (.+?) Sources (.+)", page.words)
        assert facts, name
        assert facts[1] in ("record", "ledger", "flow", "claim", "audit", "outcome", "several"), name


def test_nothing_is_loaded_from_elsewhere(book: Path, found: dict[str, Read]) -> None:
    for name, page in found.items():
        for address in page.loaded:
            assert not address.startswith(("http", "//")), name
        policy = [
            held["content"] for tag, held in page.tags if tag == "meta" and held.get("http-equiv") == "Content-Security-Policy"
        ]
        assert policy, name
        assert policy[0] is not None
        assert "default-src 'none'" in policy[0]
        assert "unsafe" not in policy[0]


def test_no_inline_style_or_script_that_the_policy_would_forbid(found: dict[str, Read]) -> None:
    for name, page in found.items():
        for tag, held in page.tags:
            assert "style" not in held, (name, tag)
            assert not any(key.startswith("on") for key in held), (name, tag)
            assert tag != "style", name
            assert tag != "script" or "src" in held or held.get("type") == "application/json", name


def test_tables_have_captions_and_headers_with_scope(found: dict[str, Read]) -> None:
    for name, page in found.items():
        tags = [tag for tag, _ in page.tags]
        assert tags.count("table") == tags.count("caption"), name
        for tag, held in page.tags:
            assert tag != "th" or held.get("scope") in ("col", "row", "rowgroup"), name


def test_every_picture_has_a_name_and_a_text(found: dict[str, Read]) -> None:
    for name, page in found.items():
        for tag, held in page.tags:
            if tag == "svg" and held.get("aria-hidden") != "true":
                assert held.get("role") == "img", name
                assert all(each in page.ids for each in str(held["aria-labelledby"]).split()), name


def test_the_first_page_is_small(built: Built, book: Path) -> None:
    files = [book / "index.html", *(book / each for each in pages(book)["index.html"].loaded if not each.startswith("data:"))]
    size = sum(path.stat().st_size for path in files) + (book / "assets" / "search.js").stat().st_size
    assert size == built.first_page_bytes
    assert size < FIRST_PAGE_LIMIT


def test_pages_without_an_interactive_chart_do_not_load_the_library(found: dict[str, Read]) -> None:
    assert not any("vega" in each for each in found["index.html"].loaded)
    assert not any("vega" in each for each in found["ledger/al-grain.html"].loaded)
    assert any("vega" in each for each in found["statuses.html"].loaded)


def test_equal_packs_give_equal_bytes() -> None:
    assert build_book(record()) == build_book(record())


def test_nothing_of_the_building_machine_is_in_the_book(book: Path) -> None:
    home = str(Path.home())
    for path in book.rglob("*"):
        if path.is_file():
            content = path.read_text(encoding="utf-8")
            assert str(book) not in content
            assert len(home) < 3 or f"{home}/" not in content
            if path.name != "vega.js":
                assert "/tmp" not in content, path


def test_texts_of_the_pack_are_escaped(book: Path) -> None:
    for path in book.rglob("*.html"):
        assert "<memoir>" not in path.read_text(encoding="utf-8"), path
    assert "A minister's <memoir> & letters" in pages(book)["sources.html"].words


# By hand: 60 + 45 = 105 of the 100 owed, first reached on 14 August; 30 June to 14 August are 45 days.
def test_a_commitment_shows_its_verdict_and_arithmetic(found: dict[str, Read]) -> None:
    words = found["ledger/al-grain.html"].words
    for each in ("kept-late", "45 days late", "1922-06-30", "1922-08-14", "60 thousand metric tons of grain", "In time"):
        assert each in words, each


# By hand: attack 1 June, two months: 1 August, entry on 6 September: 30 + 6 = 36 days. With three months: 1 September, 5 days.
def test_a_disputed_commitment_shows_every_reading(found: dict[str, Read]) -> None:
    words = found["ledger/al-enters-war.html"].words
    for each in ("36 days late", "5 days late", "1923-08-01", "1923-09-01", "“within a season”", "three months"):
        assert each in words, each


def test_the_ledger_lists_every_commitment_once(found: dict[str, Read]) -> None:
    rows = [held for tag, held in found["ledger.html"].tags if tag == "tr" and "data-verdict" in held]
    assert len(rows) == len(record().commitments)
    assert {row["data-verdict"] for row in rows} == {"kept-late", "breached", "not-definite", "unproven"}


def test_a_source_says_what_rests_on_it_and_its_three_dates(found: dict[str, Read]) -> None:
    words = found["sources/gazette.html"].words
    for each in (
        "A: reliable",
        "league-press",
        "1931",
        "2019-04-01",
        "1921/1930",
        "Grain landed at Bor, 1922-01-01 to 1922-12-31",
    ):
        assert each in words, each
    assert "not yet read" in found["sources/memoir.html"].words


def test_figures_stand_by_scope_with_their_sources(found: dict[str, Read]) -> None:
    page = found["estimates/war-dead.html"]
    for each in ("soldiers killed or dead of wounds", "12,500 to 16,000", "at least 41,000", "41,000 or more"):
        assert each in page.words, each
    assert "../sources/gazette.html" in page.links


def test_every_row_of_an_answer_leads_to_a_source(found: dict[str, Read]) -> None:
    page = found["questions/q-dead.html"]
    assert page.links.count("../sources/gazette.html") >= 2
    assert page.links.count("../sources/memoir.html") >= 2


def test_the_claims_stand_with_their_holders(found: dict[str, Read]) -> None:
    words = found["claims.html"].words
    assert "The grain decided the war." in words
    assert "Orla Vane" in words


def test_a_claimed_link_is_said_to_be_claimed(found: dict[str, Read]) -> None:
    assert "responds to Cestria attacks Borland claimed by A minister's" in found["events/al-enters.html"].words


def test_the_colours_of_the_page_are_those_of_the_charts(book: Path) -> None:
    style = (book / "assets" / "book.css").read_text(encoding="utf-8")
    for tone in TONES:
        assert f"--{tone.name}:{tone.light};" in style
        assert f"--{tone.name}:{tone.dark};" in style
    assert set(re.findall(r"var\(--([a-z]+)\)", style)) <= {tone.name for tone in TONES} | {"serif", "sans", "mono", "measure"}
