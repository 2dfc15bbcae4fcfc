"""The page of 2024 in the reference pack: the eleven contradictions and every row, found from the coded claims alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.reference import reference, reference_without
from torgau.answers.answer import to_json
from torgau.answers.ask import all_questions, answer_question
from torgau.answers.audits import audit_answer
from torgau.audit.findings import Finding
from torgau.audit.independence import agreement, known_as_of, witness_of_claim
from torgau.audit.passages import fingerprint
from torgau.audit.report import audit
from torgau.dates import parse_day
from torgau.loading.checking import Context
from torgau.loading.checks_claims import claims_carry_their_evidence
from torgau.record.show import source_dates
from torgau.vocabulary import Claim, Record

PAGE, NOTE, FAQ = "republishing-page-2024", "state-note-2005", "faq-page-2024"
PAGE_SOURCES = (PAGE, NOTE, FAQ)


@pytest.fixture(scope="module")
def pack() -> Record:
    return reference()


@pytest.fixture(scope="module")
def findings(pack: Record) -> tuple[Finding, ...]:
    return audit(pack, PAGE)


def of_rows(pack: Record, findings: tuple[Finding, ...], a: str, b: str | None = None) -> list[Finding]:
    """The findings about a claim of row `a` that name, as the other side or as evidence, a claim of row `b`."""

    def rows(finding: Finding) -> list[str]:
        named = [finding.claim, finding.against, *finding.evidence]
        return [pack.claims[each].row for each in named if each in pack.claims]

    return [item for item in findings if a in rows(item) and (b is None or b in rows(item))]


# The contradictions, as they were listed before anything was coded


@pytest.mark.parametrize(
    ("a", "b", "kind", "words"),
    [
        ("R86", "R56", "contradiction", "20 million persons lies outside 22 to 27 million persons"),
        ("R87", "R68", "scope-mismatch", "count different things (military-dead and total-dead); they do not exclude each other"),
        ("R72", "R14", "contradiction", "an act that it excludes"),
        ("R72", "R16", "contradiction", "an act that it excludes"),
        ("R82", "R11", "contradiction", "one says cordial (public), the other strained"),
        # 8 - 2 = 6 days.
        ("R46", None, "error", "claimed 1945-05-08, on record 1945-05-02: the record's date lies 6 days before the claimed one"),
        # From 8 May 1945: 8 November; by the agreement 8 July or 8 August.
        (
            "R43",
            None,
            "error",
            "claimed 6 months (to 1945-11-08), by the instrument 2 months (to 1945-07-08) or 3 months (to 1945-08-08)",
        ),
        ("R26", None, "imprecise", "claimed 1943, on record 1942-07-17/1943-02-02: overlaps, not contained"),
        ("R61", None, "error", "not among them: Asia (none of "),
        # 11 - 7 = 4 days.
        ("R74", None, "error", "claimed for 1941-12-07: the record has no such status then: it began 4 days later"),
        ("R85", "R01", "anachronism", "is of 2005-05 and cannot know it"),
    ],
)
def test_the_eleven_contradictions(
    pack: Record, findings: tuple[Finding, ...], a: str, b: str | None, kind: str, words: str
) -> None:
    found = [item for item in of_rows(pack, findings, a, b) if item.kind == kind and words in item.comparison]
    assert len(found) == 1, [(item.kind, item.comparison) for item in of_rows(pack, findings, a, b)]


def test_no_two_claims_are_called_contradictory_beside_those(pack: Record, findings: tuple[Finding, ...]) -> None:
    pairs = {
        tuple(sorted((pack.claims[item.claim].row, pack.claims[item.against].row)))
        for item in findings
        if item.kind == "contradiction" and item.against in pack.claims
    }
    assert pairs == {("R56", "R86"), ("R14", "R72"), ("R16", "R72"), ("R11", "R82"), ("R01", "R01")}


def test_nothing_of_it_is_typed_in(pack: Record, findings: tuple[Finding, ...]) -> None:
    """Mend the claims, and the contradictions are gone: the text of no claim mentions them."""
    from msgspec.structs import replace

    berlin = pack.claims["note-p7-berlin-fell"]
    told_right = replace(berlin, statement=replace(berlin.statement, date=torgau_date("1945-05-02")))
    mended = audit(pack.with_entry("claims", told_right), PAGE)
    changed = [item for item in mended if item not in findings]
    assert [(item.claim, item.kind) for item in changed] == [("note-p7-berlin-fell", "agrees")]
    assert len(mended) == len(findings)


def torgau_date(text: str) -> object:
    from torgau.dates import When

    return When.parse(text)


# Rows of the page


def test_every_row_of_the_page_has_a_claim(pack: Record) -> None:
    rows = {claim.row for claim in pack.claims.values() if claim.source in PAGE_SOURCES}
    assert rows == {f"R{number:02d}" for number in range(1, 91)}


def test_every_claim_of_the_page_says_where_it_stands(pack: Record) -> None:
    coded = [claim for claim in pack.claims.values() if claim.source in PAGE_SOURCES]
    assert all(claim.place for claim in coded)
    known = {passage.place for source in PAGE_SOURCES for passage in pack.sources[source].passages}
    assert known == {f"b.p{number}" for number in range(1, 9)} | {f"f.{number:02d}" for number in range(1, 19)}


def test_r01_three_dates_apart_and_no_claim_later_than_its_text(pack: Record) -> None:
    dates = source_dates(pack, pack.sources[NOTE])
    assert [str(dates.content), str(dates.capture), str(dates.events)] == ["2005-05", "2024", "1917/1945-09"]
    assert audit_answer(pack, NOTE).as_of == "2005-05"
    latest = parse_day("2005-05-31")
    for claim in pack.claims.values():
        known = known_as_of(pack, claim)
        if claim.source == NOTE:
            assert known is not None
            assert known.hi == latest
        if claim.source == FAQ:
            assert known is not None
            assert known.text == "2024"


def test_r02_body_and_questions_are_two_sources_of_different_weight(pack: Record) -> None:
    note, faq = pack.sources[NOTE], pack.sources[FAQ]
    assert (note.grade, faq.grade) == ("B", "F")
    assert "public domain" in note.licence
    assert "not reproduced" in faq.licence


def answers(pack: Record) -> Iterator[tuple[str, str]]:
    for question in all_questions(pack):
        yield question.id, to_json(answer_question(pack, question.id))


def test_r02_without_the_questions_no_answer_that_does_not_cite_them_changes(pack: Record) -> None:
    before, after = dict(answers(pack)), dict(answers(reference_without(FAQ)))
    citing = {key for key in before if f'"{FAQ}"' in before[key]}
    assert {key for key in before if before[key] != after[key]} <= citing
    assert len(citing) < len(before) / 10  # hardly anything rests on an unattributed page
    assert not [key for key in after if f'"{FAQ}"' in after[key]]


def test_r02_without_the_questions_the_note_is_judged_the_same(pack: Record) -> None:
    alone = audit(reference_without(FAQ), NOTE)
    both = audit(pack, NOTE)
    coded = set(pack.claims) - set(reference_without(FAQ).claims)
    assert alone == tuple(item for item in both if not coded & {item.claim, item.against})


def test_r11_public_and_private_are_separate_and_need_two_kinds_of_source(pack: Record) -> None:
    said = {claim.register: claim for claim in pack.claims.values() if claim.row == "R11" and claim.source == NOTE}
    assert set(said) == {"public", "private"}
    assert problems(pack, said["public"]) == []
    for cited in range(len(said["public"].sources)):
        assert "evidence-missing" in problems(pack, said["public"], drop=cited, alone=True)


def test_r15_needs_a_document_or_a_monograph(pack: Record) -> None:
    (alarm,) = (claim for claim in pack.claims.values() if claim.row == "R15" and claim.source == NOTE)
    assert problems(pack, alarm) == []
    assert "evidence-missing" in problems(pack, alarm, drop=None, alone=True)


def problems(pack: Record, claim: Claim, drop: int | None = -1, *, alone: bool = False) -> list[str]:
    """The codes that the checker finds for the claim; with one citation left out (None: all), and without what supports it."""
    from msgspec.structs import replace

    kept = () if drop is None else tuple(each for at, each in enumerate(claim.sources) if at != drop)
    bare = replace(claim, sources=kept, supported_by=() if alone else claim.supported_by)
    context = Context(pack.with_entry("claims", bare), {})
    return [finding.code for finding in claims_carry_their_evidence(context) if finding.entry == claim.id]


def test_r18_two_dated_american_measures_stand_behind_worsened(pack: Record) -> None:
    (worse,) = (claim for claim in pack.claims.values() if claim.row == "R18" and claim.source == NOTE)
    acts = [pack.events[each] for each in worse.supported_by if each in pack.events]
    assert sum(act.date is not None and act.actors[0] == "US" for act in acts) >= 2


def test_r20_without_the_poll_it_is_only_claimed(pack: Record) -> None:
    def said(record: Record) -> str:
        (found,) = (i for i in audit(record, NOTE) if i.claim == "note-p4-victim-of-fascism" and i.kind == "judgement")
        return found.comparison

    assert "for it: Whom Americans wanted to win" in said(pack)
    polled = {figure.source for figure in pack.estimates["poll-us-1941-07"].figures}
    bare = pack
    for source in polled:
        bare = bare.without("sources", source)
    assert said(bare).endswith("claimed, no data in this pack")


@pytest.mark.parametrize("row", ["R37", "R59"])
def test_judgements_are_listed_and_not_scored(pack: Record, findings: tuple[Finding, ...], row: str) -> None:
    kinds = {item.kind for item in of_rows(pack, findings, row) if pack.claims[item.claim].row == row}
    assert kinds == {"judgement"}


def test_r54_evidence_on_both_sides(pack: Record, findings: tuple[Finding, ...]) -> None:
    (found,) = (item for item in findings if item.claim == "note-p8-ideology-set-aside")
    assert "dissolution" in found.comparison.partition("against it: ")[0]
    assert "Warsaw" in found.comparison.partition("against it: ")[2]


def test_r56_the_origin_of_twenty_million_is_named(pack: Record, findings: tuple[Finding, ...]) -> None:
    (found,) = (item for item in findings if item.claim == "note-p8-twenty-million" and item.kind == "error")
    assert "no longer in use" in found.comparison
    assert "soviet-era-official (1965, superseded" in found.comparison
    assert "in use: 26,000,000 to 27,000,000 persons" in found.comparison


def test_r60_the_first_answer_is_the_same_witness_as_the_note(pack: Record) -> None:
    repeated = pack.claims["faq-01-cooperation-lasted"]
    assert witness_of_claim(pack, repeated) == witness_of_claim(pack, pack.claims["note-p1-cooperation-lasted"])
    found = agreement(pack, repeated)
    # The note, its copy, and answer 14, which is copied from an essay of the same Office: one voice.
    assert set(found.claims) == {"note-p1-cooperation-lasted", "faq-01-cooperation-lasted", "faq-14-close-in-the-war"}
    assert found.count == 1
    assert set(found.copied) == {"faq-01-cooperation-lasted", "faq-14-close-in-the-war"}


def test_r65_at_least_three_schools_none_marked_right(pack: Record) -> None:
    schools = [claim for claim in pack.claims.values() if claim.topic == "origins-of-the-cold-war"]
    assert len({claim.holder for claim in schools}) >= 3
    assert all(claim.supported_by and claim.holder for claim in schools)
    assert not [claim for claim in schools if claim.source in PAGE_SOURCES]
    assert {item.kind for claim in schools for item in audit(pack, claim.source) if item.claim == claim.id} == {"judgement"}


def test_r68_more_than_330000_is_true_and_the_figure_of_no_scope(pack: Record, findings: tuple[Finding, ...]) -> None:
    (found,) = (item for item in findings if item.claim == "faq-05-american-soldiers-dead" and item.against == "us-war-dead")
    assert found.kind == "imprecise"
    assert "true as a lower bound" in found.comparison
    assert "405,399 to 416,800" in found.comparison
    assert "figure of no scope" in found.comparison


def test_r71_the_plant_stands_and_the_tyres_are_refuted_by_a_named_witness(pack: Record, findings: tuple[Finding, ...]) -> None:
    kinds = {item.claim: item.kind for item in findings if item.claim.startswith("faq-07-ty")}
    assert kinds == {"faq-07-tyre-plant-shipped": "agrees", "faq-07-tyres-made": "error"}
    assert "Deane" in pack.claims["deane-no-tyre"].holder


def test_r72_one_scope_error(pack: Record, findings: tuple[Finding, ...]) -> None:
    (found,) = (item for item in findings if item.claim == "faq-08-neutral" and item.kind == "scope-mismatch")
    # 1 to 16 September 1939 are 16 days; 22 June 1941 to 2 September 1945 are 1,534.
    assert "not on its first 16 days and not on its last 1534 days" in found.comparison
    assert parse_day("1945-09-02") - parse_day("1941-06-22") + 1 == 1534


@pytest.mark.parametrize(("row", "kind"), [("R76", "undated"), ("R80", "non-answer"), ("R81", "non-answer"), ("R85", "undated")])
def test_flags_become_findings(pack: Record, findings: tuple[Finding, ...], row: str, kind: str) -> None:
    assert kind in {item.kind for item in findings if item.claim and pack.claims[item.claim].row == row}


def test_r81_who_won_is_a_judgement_of_several(pack: Record) -> None:
    won = {claim.statement.character for claim in pack.claims.values() if claim.topic == "who-won-the-cold-war"}  # type: ignore[union-attr]
    assert {"won by the United States", "won by nobody", "won by both"} <= won


def test_r88_a_child_as_author_and_no_name(pack: Record, findings: tuple[Finding, ...]) -> None:
    (found,) = (item for item in findings if item.place == "author-persona")
    # From 9 October 1997 to 31 May 2005, the last day of the month of the text: seven years are complete.
    assert found.kind == "provenance"
    assert "7 years old when the text was written (2005-05)" in found.comparison
    shown = to_json(audit_answer(pack, PAGE))
    assert "Roder" + "ick" not in shown


def test_r89_two_shares_without_a_base(findings: tuple[Finding, ...]) -> None:
    (found,) = (item for item in findings if "shared base" in item.comparison)
    assert found.kind == "provenance"
    assert "(80 per cent)" in found.comparison  # 4 of 5
    assert {item.kind for item in findings if item.place in ("views", "rating", "helpful")} == {"provenance"}


def test_r90_copies_and_cut_answers(findings: tuple[Finding, ...]) -> None:
    copied = {item.place: item.against for item in findings if item.kind == "copy"}
    assert copied == {"f.01": NOTE, "f.14": "milestones-us-soviet-alliance", "f.15": "milestones-us-soviet-alliance"}
    assert "at b.p1: one witness, not two" in next(i.comparison for i in findings if i.kind == "copy" and i.place == "f.01")
    cut = {(item.place, item.comparison.split()[0]) for item in findings if item.kind == "truncated" and not item.claim}
    assert cut == {("f.07", "begins"), ("f.15", "begins"), ("f.10", "breaks")}


# What must not be in the pack


def test_no_claim_repeats_the_wording_of_the_page(pack: Record) -> None:
    stored = {shingle for source in PAGE_SOURCES for passage in pack.sources[source].passages for shingle in passage.shingles}
    for claim in pack.claims.values():
        for text in (claim.asserts, claim.note, getattr(claim.statement, "text", "")):
            assert stored.isdisjoint(fingerprint("x", text).shingles), claim.id


def test_a_statement_of_fact_needs_an_entry_that_bears_on_it(findings: tuple[Finding, ...], pack: Record) -> None:
    """No claim of fact of the page is left without comparison."""
    bare = [item.claim for item in findings if item.kind == "unsupported" and "no entry of this pack" in item.comparison]
    assert bare == []


def test_every_name_in_a_finding_leads_to_an_entry(pack: Record, findings: tuple[Finding, ...]) -> None:
    for item in findings:
        for each in (item.claim, item.against, *item.evidence):
            assert not each or pack.get(each) is not None, (item, each)


def test_attributed_views_name_their_holder_and_a_source_that_was_read(pack: Record) -> None:
    audited = {*PAGE_SOURCES, "milestones-tehran-conference"}  # whose own words are the matter; everything else is a view
    views = [claim for claim in pack.claims.values() if claim.source not in audited]
    assert len(views) >= 40
    for claim in views:
        assert claim.holder, claim.id
        assert claim.sources, claim.id
        if claim.id != "lend-lease-tempo":  # known from a quotation only, and marked so
            assert any(cited.verified for cited in claim.sources), claim.id
