"""A whole document of an invented world: every finding worked out by hand, and no other. Nothing in the engine knows it."""

from __future__ import annotations

import pytest

from torgau.audit.report import audit, place_key, summary

from .invented import invented, one, short

RECORD = invented()
ALL = audit(RECORD, "reprint")


def test_every_finding_and_no_other() -> None:
    # The carrier, the brochure and the answers, each in the order of its places; then pairs, furniture, passages, anachronisms.
    assert short(ALL) == [
        ("q-date", "error", "brochure"),
        ("b-date", "agrees", "brochure"),
        ("b-port", "error", "port-taken"),
        ("b-siege", "imprecise", "siege"),
        ("b-mutiny", "imprecise", "mutiny"),
        ("b-pact", "agrees", "pact"),
        ("b-neutral", "scope-mismatch", "aa-neutral"),
        ("b-neutral", "contradiction", "port-taken"),
        ("b-term", "error", "hand-back"),
        ("b-drowned", "error", "drowned"),
        ("b-union", "imprecise", "union"),
        ("b-stood", "omission", ""),
        ("b-slack", "agrees", "traffic"),
        ("b-order", "error", "mutiny"),
        ("b-good", "judgement", ""),
        ("b-why", "judgement", ""),
        ("q-port", "agrees", "port-taken"),
        ("q-why", "judgement", ""),
        ("q-drowned", "imprecise", "drowned"),
        ("q-aboard", "scope-mismatch", "drowned"),
        ("q-weak", "judgement", ""),
        ("q-railway", "agrees", "railway"),
        # Pairs: the document's two dates, the act against the status (told twice, by both texts), figures, characters.
        # The days 16 April and April 1842 meet, so the two dates of the port do not contradict each other.
        ("q-date", "contradiction", "b-date"),
        ("b-neutral", "contradiction", "b-port"),
        ("q-port", "contradiction", "b-neutral"),
        ("q-drowned", "contradiction", "b-drowned"),
        ("q-aboard", "scope-mismatch", "b-drowned"),
        ("q-weak", "contradiction", "b-good"),
        ("q-aboard", "scope-mismatch", "q-drowned"),
        # Three pieces of furniture and one pair of shares; a copy, and an answer cut at both ends; the railway of 1880.
        ("", "provenance", ""),
        ("", "provenance", ""),
        ("", "provenance", ""),
        ("", "provenance", ""),
        ("", "copy", "brochure"),
        ("", "truncated", ""),
        ("", "truncated", ""),
        ("q-railway", "anachronism", "b-date"),
    ]


@pytest.mark.parametrize(
    ("claim", "kind", "against", "words"),
    [
        # 16 - 10 = 6 days; the port was left on the claimed day, which is the likely confusion.
        (
            "b-port",
            "error",
            "port-taken",
            "lies 6 days before the claimed one; within a day of the claimed time the record has port-left",
        ),
        ("b-siege", "imprecise", None, "overlaps, not contained"),
        # 30 January Old Style + 12 days (19th century) = 11 February.
        ("b-mutiny", "imprecise", None, "right by the Julian calendar (1843-01-30)"),
        # 1 to 31 January: 31 days before; December from the 1st on: 31 days after.
        ("b-neutral", "scope-mismatch", "aa-neutral", "not on its first 31 days and not on its last 31 days"),
        # 11 February + 1 month = 11 March, + 10 days = 21 March; + 5 months = 11 July. The board's own reading is no term.
        (
            "b-term",
            "error",
            None,
            "claimed 5 months (to 1843-07-11), by the instrument 1 month (to 1843-03-11) or 1 month 10 days",
        ),
        (
            "b-drowned",
            "error",
            None,
            "no longer in use: first-report (1843, superseded, archive); in use: 2,500 to 2,700 persons",
        ),
        ("b-union", "imprecise", None, "2 on record: Alba, Borea; partly among them: the South (only Borea)"),
        # A cove in the bay stands for the bay; the cape is left out.
        ("b-stood", "omission", None, "has 2 places; the claim leaves out: Cape"),
        ("b-order", "error", None, "not in this order: mutiny (1843-02-11), port-taken (1842-04-10), 307 days apart"),
        ("b-why", "judgement", None, "for it: Ships"),
        ("q-drowned", "imprecise", None, "wider than the figures of crew (2,200 to 2,500, 2,700 to 2,900)"),
        ("q-aboard", "scope-mismatch", "drowned", "it fits another scope than crew"),
        (
            "q-railway",
            "anachronism",
            None,
            "speaks of railway (1880-01-01); brochure, with which one page presents it, is of 1871",
        ),
        ("q-weak", "contradiction", None, "one says strong, the other weak"),
    ],
)
def test_what_was_compared_is_said(claim: str, kind: str, against: str | None, words: str) -> None:
    assert words in one(ALL, claim, kind, against).comparison


def test_a_part_is_audited_with_its_share_of_the_pairs() -> None:
    brochure = audit(RECORD, "brochure")
    own = {claim.id for claim in RECORD.claims.values() if claim.source == "brochure"}
    pairs = {"q-date", "q-port", "q-drowned", "q-aboard", "q-weak"}  # told at the later place, and about the brochure too
    assert {item.claim for item in brochure} - {""} == own | pairs
    assert one(brochure, "q-weak", "contradiction").against == "b-good"  # the pair belongs to both
    assert not [item for item in brochure if item.kind in ("copy", "provenance", "anachronism")]


def test_an_unknown_source_is_a_key_error_and_an_empty_one_has_no_findings() -> None:
    with pytest.raises(KeyError):
        audit(RECORD, "nothing")
    assert audit(RECORD, "archive") == ()


def test_the_summary_counts_every_finding_gravest_first() -> None:
    counts = summary(ALL)
    assert sum(number for _, number in counts) == len(ALL)
    assert [kind for kind, _ in counts][:3] == ["error", "contradiction", "anachronism"]


def test_places_are_sorted_as_a_reader_counts() -> None:
    assert sorted(["b.p10", "b.p2.s3", "b.p2.s10a", "b.p2.s10", "f.01"], key=place_key) == [
        "b.p2.s3",
        "b.p2.s10",
        "b.p2.s10a",
        "b.p10",
        "f.01",
    ]
