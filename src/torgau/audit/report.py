"""The audit of one source: every claim compared with the record, with the document's other claims, and with itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from torgau.audit.contradictions import contradictions
from torgau.audit.dates_of_claims import compare_date
from torgau.audit.findings import ORDER, Finding, FindingKind
from torgau.audit.passages import passage_findings
from torgau.audit.provenance import anachronisms, metadata_findings
from torgau.audit.quantities_of_claims import compare_quantity
from torgau.audit.statuses_of_claims import compare_deadline, compare_members, compare_order, compare_status
from torgau.vocabulary import Claim, Id, Record, Source
from torgau.vocabulary.claims import (
    Attribution,
    DeadlineIs,
    EventDate,
    Judgement,
    MemberOf,
    OrderIs,
    QuantityIs,
    StatusHolds,
)

FLAGS: dict[str, FindingKind] = {
    "omission": "omission",
    "truncated": "truncated",
    "non-answer": "non-answer",
    "undated": "undated",
    "unsupported": "unsupported",
    "loaded-term": "loaded-term",
    "imprecise": "imprecise",
}


def family(record: Record, source: Source) -> tuple[Source, ...]:
    """The source, what it carries, what carries it, and what the same document carries beside it."""
    carrier = source.part_of or source.id
    return tuple(
        other for other in record.sources.values() if other.id in (source.id, carrier) or other.part_of in (carrier, source.id)
    )


def audit(record: Record, source_id: Id) -> tuple[Finding, ...]:
    """All findings about a source and the sources it carries, in the order of the document. KeyError for an unknown id."""
    source = record.sources[source_id]
    about = [source] + [other for other in record.sources.values() if other.part_of == source_id]
    relatives = family(record, source)
    own = {item.id for item in about}
    claims = [claim for claim in record.claims.values() if claim.source in own]
    related = [claim for claim in record.claims.values() if claim.source in {item.id for item in relatives}]
    findings: list[Finding] = []
    for claim in claims:
        findings += _about_claim(record, claim)
    findings += [item for item in contradictions(related) if {item.claim, item.against} & {claim.id for claim in claims}]
    for item in about:
        findings += passage_findings(record, item, relatives)
        findings += metadata_findings(record, item)
    findings += anachronisms(record, claims, relatives)
    return tuple(findings)


def summary(findings: tuple[Finding, ...]) -> tuple[tuple[FindingKind, int], ...]:
    """How many findings of each kind, gravest first."""
    counts = Counter(finding.kind for finding in findings)
    return tuple((kind, counts[kind]) for kind in ORDER if counts[kind])


def _about_claim(record: Record, claim: Claim) -> Iterator[Finding]:
    yield from _compared(record, claim)
    for flag in claim.flags:
        evidence = claim.omits if flag == "omission" else claim.supported_by
        yield Finding(
            claim=claim.id,
            place=claim.place,
            kind=FLAGS[flag],
            comparison=_flag_words(record, claim, flag),
            evidence=(claim.id, *evidence),
        )


def _compared(record: Record, claim: Claim) -> Iterator[Finding]:
    statement = claim.statement
    if isinstance(statement, EventDate):
        yield compare_date(record, claim, statement)
    elif isinstance(statement, QuantityIs):
        yield compare_quantity(record, claim, statement)
    elif isinstance(statement, StatusHolds):
        yield from compare_status(record, claim, statement)
    elif isinstance(statement, DeadlineIs):
        yield compare_deadline(record, claim, statement)
    elif isinstance(statement, MemberOf):
        yield compare_members(record, claim, statement)
    elif isinstance(statement, OrderIs):
        yield compare_order(record, claim, statement)
    elif isinstance(statement, Judgement):
        yield _not_scored(claim, "a judgement: listed, not scored")
    elif isinstance(statement, Attribution):
        words = "an attributed explanation: shown with its holder, not scored"
        yield _not_scored(claim, words if claim.supported_by else f"{words}; claimed, no data in this pack")


def _not_scored(claim: Claim, words: str) -> Finding:
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind="judgement",
        comparison=words,
        evidence=(claim.id, *claim.supported_by, *claim.opposed_by),
    )


def _flag_words(record: Record, claim: Claim, flag: str) -> str:
    if flag == "omission" and claim.omits:
        named = [getattr(record.get(entry), "title", entry) for entry in claim.omits]
        return f"leaves out: {'; '.join(named)}"
    return (
        claim.note
        or {
            "undated": "names a time that cannot be resolved",
            "unsupported": "gives no evidence",
            "loaded-term": "uses one side's term without saying so",
            "non-answer": "does not answer its own question",
            "imprecise": "less exact than the record",
            "truncated": "words are missing",
            "omission": "leaves out what the record has",
        }[flag]
    )
