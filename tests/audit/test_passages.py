"""Fingerprints: against a brute-force comparison of word groups, and on texts made for the purpose."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.record.worlds import record
from torgau.audit.independence import agreement, known_as_of, origin_of, support, witness_of_claim
from torgau.audit.passages import SAMPLE, containment, copies, fingerprint, passage_findings, passage_of
from torgau.vocabulary import Source
from torgau.vocabulary import claims as c

from .invented import LETTER, claim, source

WORDS = st.lists(st.sampled_from("the old harbour was closed when ice came and ships went home".split()), min_size=1, max_size=60)


def groups(text: str) -> set[tuple[str, ...]]:
    """All groups of five successive words, the long way."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))}


@given(WORDS, WORDS)
def test_containment_of_the_sample_lies_within_what_the_whole_allows(one: list[str], two: list[str]) -> None:
    a, b = " ".join(one), " ".join(two)
    whole = groups(a) & groups(b)
    share = containment(fingerprint("a", a), (fingerprint("b", b),))
    # A sampled group that both have is a group that both have; and no common group means no common sample.
    assert share == 0 or whole
    if groups(a) <= groups(b) and fingerprint("a", a).shingles:
        assert share == 1


@given(WORDS)
def test_the_sample_depends_on_each_group_alone(words: list[str]) -> None:
    text = " ".join(words)
    alone = {shingle for group in groups(text) for shingle in fingerprint("x", " ".join(group)).shingles}
    assert set(fingerprint("x", text).shingles) == alone
    assert all(shingle % SAMPLE == 0 for shingle in alone)


def test_about_a_quarter_is_kept() -> None:
    text = " ".join(f"word{number}" for number in range(4004))  # 4,000 groups, all different
    kept = len(fingerprint("x", text).shingles)
    assert 880 <= kept <= 1120  # 1,000 with a standard deviation of 27: more than four of them


@pytest.mark.parametrize("other", [LETTER.upper(), LETTER.replace(",", " --"), LETTER.replace(" ", "\n"), f"“{LETTER}”"])
def test_case_punctuation_and_line_breaks_do_not_hide_a_copy(other: str) -> None:
    assert fingerprint("x", other).shingles == fingerprint("x", LETTER).shingles


@pytest.mark.parametrize(
    ("text", "alone", "opens", "closes"),
    [
        ("A whole sentence.", True, "sentence", "sentence"),
        ('"A quotation!"', True, "sentence", "sentence"),
        ("into the harbour they came.", True, "mid-sentence", "sentence"),
        ("Sailors also brought salt.", True, "mid-text", "sentence"),
        ("Sailors also brought salt.", False, "sentence", "sentence"),  # the text before it is there
        ("However, it rained.", True, "mid-text", "sentence"),
        ("And so it ended.", True, "mid-text", "sentence"),
        ("Salt and fish were brought.", True, "sentence", "sentence"),  # joins what is there
        ("The crew went home, also without pay.", True, "sentence", "sentence"),  # too late to be an opening
        ("They came without the ...", True, "sentence", "ellipsis"),
        ("They came without the …", True, "sentence", "ellipsis"),
        ("They came without the", True, "sentence", "mid-sentence"),
        ("", True, "sentence", "mid-sentence"),
    ],
)
def test_where_a_passage_begins_and_ends(text: str, alone: bool, opens: str, closes: str) -> None:
    found = fingerprint("x", text, alone=alone)
    assert (found.opens, found.closes) == (opens, closes)


def test_a_fingerprint_holds_no_words() -> None:
    found = fingerprint("p1", LETTER)
    assert found.words == len(LETTER.split()) == 22
    assert all(isinstance(shingle, int) for shingle in found.shingles)


def texts(**dates: dict[str, str]) -> tuple[Source, ...]:
    return tuple(source(id, passages=(fingerprint(f"{id}.p", LETTER),), **more) for id, more in dates.items())


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"content_date": "1870"}, {"content_date": "1880"}, {"second": "dated"}),
        ({"content_date": "1880"}, {}, {"second": "dated"}),
        ({"house": "board"}, {}, {"second": "signed"}),
        ({}, {}, {"first": "unknown", "second": "unknown"}),
        ({"content_date": "1870"}, {"content_date": "1870~"}, {"first": "unknown", "second": "unknown"}),
        ({"author": "X", "content_date": "1870"}, {"author": "Y"}, {"second": "dated"}),
    ],
)
def test_which_of_two_equal_texts_is_the_copy(first: dict[str, str], second: dict[str, str], expected: dict[str, str]) -> None:
    pair = texts(first=first, second=second)
    world = record(*pair)
    assert {copy.source: copy.because for each in pair for copy in copies(world, each)} == expected


def test_a_near_copy_is_shown_and_is_no_copy() -> None:
    half = f"{LETTER} " + " ".join(f"quite{number} other words{number}" for number in range(8))
    pair = (source("old", content_date="1870", passages=(fingerprint("a", LETTER),)),)
    later = source("new", content_date="1880", passages=(fingerprint("b", half),))
    world = record(*pair, later)
    (found,) = copies(world, later)
    assert not found.whole
    assert passage_findings(world, later).__next__().comparison.endswith("a near-copy")
    assert origin_of(world, claim("x", "b", c.Fact(text=""), by="new")) == "new"


def test_a_single_common_phrase_is_no_copy() -> None:
    short = "closed to all ships in the spring"
    later = source("new", content_date="1880", passages=(fingerprint("b", f"{short} of hope and of love and of many songs"),))
    assert copies(record(*texts(old={"content_date": "1870"}), later), later) == ()


def test_a_passage_holds_the_places_within_it() -> None:
    held = source("s", passages=tuple(fingerprint(place, LETTER) for place in ("b.p1", "b.p10", "f.08")))
    found = {place: getattr(passage_of(held, place), "place", None) for place in ("b.p1.s2", "b.p10", "f.08a", "f.080", "x")}
    assert found == {"b.p1.s2": "b.p1", "b.p10": "b.p10", "f.08a": "f.08", "f.080": None, "x": None}


# Independence

JUDGED = c.Judgement(text="Trade was good.", character="good")


def test_a_copy_and_a_second_paper_of_one_house_add_no_witness() -> None:
    sources = (
        source("report", house="board", content_date="1870", passages=(fingerprint("p1", LETTER),)),
        source("leaflet", house="board", content_date="1871"),
        source("snippets", passages=(fingerprint("q1", LETTER),)),
        source("traveller", "monograph"),
        source("hearsay", "recollection"),
    )
    said = [
        claim(f"by-{by}", place, JUDGED, by=by, topic="trade")
        for by, place in (
            ("report", "p1.s1"),
            ("leaflet", "p9"),
            ("snippets", "q1"),
            ("traveller", "p2"),
            ("hearsay", "p3"),
        )
    ]
    elsewhere = claim("elsewhere", "p4", c.Judgement(text="Bad.", character="bad"), by="traveller", topic="trade")
    world = record(*sources, *said, elsewhere)
    found = agreement(world, said[0])
    # The board speaks in its report, its leaflet and the snippets copied from it; the traveller is the second voice.
    assert [(witness.name, witness.sources) for witness in found.witnesses] == [
        ("board", ("report", "leaflet", "snippets")),
        ("traveller", ("traveller",)),
    ]
    assert found.count == 2
    assert found.copied == ("by-snippets",)
    assert witness_of_claim(world, said[2]) == "board"
    assert agreement(world.without("sources", "snippets").without("claims", "by-snippets"), said[0]).count == 2


def test_a_claim_is_known_from_its_content_date_or_else_from_its_capture() -> None:
    world = record(
        source("whole", capture_date="1898"),
        source("dated", content_date="1871", capture_date="1898", part_of="whole"),
        source("undated", part_of="whole"),
    )
    for by, expected in (("dated", "1871"), ("undated", "1898"), ("whole", "1898")):
        known = known_as_of(world, claim("x", "p", JUDGED, by=by))
        assert known is not None
        assert known.text == expected
    assert known_as_of(world, claim("x", "p", JUDGED, by="nobody")) is None


def test_support_goes_when_its_source_goes() -> None:
    from .invented import ENTRIES, POINTS

    world = record(*ENTRIES, points={**POINTS})
    assert support(world, ("port-taken", "traffic", "drowned", "nowhere")) == ("port-taken", "traffic", "drowned")
    assert support(world.without("sources", "archive"), ("port-taken", "traffic", "drowned")) == ("traffic",)
