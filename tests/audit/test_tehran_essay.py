"""A second real document, audited by the same engine: the essay of the Office of the Historian on the conference at Tehran.

What each sentence comes to is worked out by hand from the texts and the calendar; the reason stands beside it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import torgau
from tests.support.reference import reference
from torgau.audit.findings import Finding
from torgau.audit.passages import fingerprint
from torgau.audit.report import audit, summary
from torgau.vocabulary import Record

ESSAY = "milestones-tehran-conference"
ENGINE = ("dates", "vocabulary", "loading", "record", "ledger", "audit", "answers")


@pytest.fixture(scope="module")
def pack() -> Record:
    return reference()


@pytest.fixture(scope="module")
def found(pack: Record) -> tuple[Finding, ...]:
    return audit(pack, ESSAY)


@pytest.mark.parametrize(
    ("claim", "kind", "against", "words"),
    [
        # 28 November to 1 December 1943, in the essay as on record.
        ("days", "agrees", "tehran-conference", "equal"),
        # Head of government from 6 May 1941 to his death on 5 March 1953: the four days lie inside.
        ("stalin-premier", "agrees", "su-head-of-government-stalin-1941", "it held on every day of it"),
        # Foreign secretary from 23 October 1919 to 22 January 1924: the whole of 1920 lies inside.
        ("curzon-in-office", "agrees", "uk-foreign-secretary-curzon-1919", "it held on every day of it"),
        # The conference began in October and was over on 1 November: both months are needed, and the dates lie in them.
        ("moscow-months", "agrees", "moscow-conference-1943", "contained"),
        # The last day of the meeting at Yalta, 11 February, is the day of the agreement on the war with Japan.
        ("settled-at-yalta", "agrees", "yalta-far-east-agreement-signed", "contained"),
        ("landing-promised", "agrees", "tehran-overlord", "claimed of US, UK"),
        ("offensive-promised", "agrees", "tehran-soviet-offensive", "by SU, best-efforts"),
        ("four-powers", "agrees", "moscow-1943-world-organisation", "by US, UK, SU, CN, best-efforts"),
        # The declaration speaks of a desire; the essay says so.
        ("iran-wish", "agrees", "tehran-iran-independence", "as no more than a principle"),
        # The same declaration holds out help "as far as the war allows", without an amount: no definite promise.
        ("iran-help", "imprecise", "tehran-iran-economic-help", "principle-only"),
        # Told twice, and differently: in principle (paragraph 2), and as a commitment (paragraph 6).
        ("japan-in-principle", "imprecise", "tehran-japan-entry", "as no more than a principle; on record"),
        ("japan-committed", "agrees", "tehran-japan-entry", "by SU, definite"),
        ("japan-committed", "contradiction", "tehran-essay-japan-in-principle", "the one speaks as a principle only"),
        # Roosevelt alone; the text binds the British as well.
        ("kuriles-conceded", "imprecise", "yalta-kuriles", "claimed of US; on record: Kurile islands, by US, UK"),
        ("second-front-guaranteed", "imprecise", "tehran-overlord", "by US, UK"),
        # At Yalta the extent was open; at Potsdam the administration was given, and the frontier left to a peace treaty.
        ("oder-neisse-agreed", "error", "yalta-polish-accessions", "against it stands"),
        ("oder-neisse-ratified", "imprecise", "potsdam-polish-western-frontier", "borne out by Polish administration"),
        ("ports-conceded", "unsupported", "", "no entry of this pack bears on it"),
        ("baltic-votes", "unsupported", "", "no entry of this pack bears on it"),
        # They had been annexed in August 1940, and Washington did not recognise it. The essay has "reincorporated" only.
        ("baltic-votes", "omission", "", "American policy of not recognising"),
        ("goals-reached", "judgement", "", "not scored"),
        ("concessions-confirmed", "judgement", "", "against it: Free elections in Poland"),
    ],
)
def test_each_sentence_by_hand(found: tuple[Finding, ...], claim: str, kind: str, against: str, words: str) -> None:
    (one,) = [item for item in found if item.claim == f"tehran-essay-{claim}" and item.kind == kind]
    assert one.against == against
    assert words in one.comparison


def test_these_are_all_findings(found: tuple[Finding, ...]) -> None:
    # The 22 of the table above: 10 agree; 5 imprecise; 2 without support; 2 judgements; an error, a contradiction, an omission.
    assert dict(summary(found)) == {
        "agrees": 10,
        "imprecise": 5,
        "unsupported": 2,
        "judgement": 2,
        "error": 1,
        "contradiction": 1,
        "omission": 1,
    }


def test_no_passage_is_cut_or_copied_and_no_sentence_is_stored(pack: Record, found: tuple[Finding, ...]) -> None:
    source = pack.sources[ESSAY]
    assert [passage.place for passage in source.passages] == [f"tehran.p{number}" for number in range(1, 7)]
    assert {(passage.opens, passage.closes) for passage in source.passages} == {("sentence", "sentence")}
    assert not [item for item in found if item.kind in ("copy", "truncated")]
    wording = {shingle for passage in source.passages for shingle in passage.shingles}
    for claim in pack.claims.values():
        if claim.source == ESSAY:
            own_words = fingerprint(claim.place, f"{claim.asserts}. {claim.note}")
            assert not wording.intersection(own_words.shingles), claim.id


def test_its_findings_follow_the_record(pack: Record) -> None:
    """Other dates of the conference, other findings: nothing is typed in."""
    import msgspec

    from torgau.dates import When

    moved = msgspec.structs.replace(pack.events["tehran-conference"], date=When.parse("1943-11-27/1943-12-02"))
    (days,) = [item for item in audit(pack.with_entry("events", moved), ESSAY) if item.claim == "tehran-essay-days"]
    # The meeting would have begun a day before the first claimed day and ended a day after the last.
    assert days.kind == "imprecise"


def test_its_house_is_one_witness_with_the_first_document(pack: Record) -> None:
    from torgau.record.witnesses import witness_of

    assert witness_of(pack, ESSAY) == witness_of(pack, "state-note-2005")


def words_of(tree: ast.AST) -> Iterator[str]:
    """Every string of a module that is no docstring, and no text that stands alone to explain a constant."""
    explaining = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explaining:
            yield node.value


def test_nothing_in_the_engine_names_an_entry_of_the_pack(pack: Record) -> None:
    ids = {entry.id for entry in pack if "-" in entry.id}
    assert len(ids) > 1000
    for layer in ENGINE:
        for path in sorted((Path(torgau.__file__).parent / layer).rglob("*.py")):
            named = set(words_of(ast.parse(path.read_text(encoding="utf-8")))) & ids
            assert not named, f"{path.name} names {named}"
