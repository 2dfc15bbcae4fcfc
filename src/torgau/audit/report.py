"""The audit of one source: every claim compared with the record, with the document's other claims, and with itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from torgau.audit.contradictions import contradictions
from torgau.audit.dates_of_claims import compare_date, compare_peak, compare_sequence
from torgau.audit.findings import ORDER, Finding, FindingKind
from torgau.audit.independence import support
from torgau.audit.passages import passage_findings
from torgau.audit.promises_of_claims import compare_deadline, compare_promise
from torgau.audit.provenance import anachronisms, compare_document_date, metadata_findings
from torgau.audit.quantities_of_claims import compare_quantity
from torgau.audit.sets_of_claims import compare_members, compare_order, compare_places
from torgau.audit.statuses_of_claims import compare_status
from torgau.record.show import title_of
from torgau.vocabulary import Claim, Id, Record, Source
from torgau.vocabulary.claims import (
    Attribution,
    DeadlineIs,
    Description,
    DocumentDate,
    EventDate,
    Fact,
    Judgement,
    MemberOf,
    OrderIs,
    PeakIs,
    Promised,
    QuantityIs,
    Sequence,
    StatusHolds,
    StoodIn,
)

FLAGS: dict[str, tuple[FindingKind, str]] = {
    "omission": ("omission", "leaves out what the record has"),
    "truncated": ("truncated", "words are missing"),
    "non-answer": ("non-answer", "does not answer its own question"),
    "undated": ("undated", "names a time that cannot be resolved"),
    "unsupported": ("unsupported", "gives no evidence"),
    "loaded-term": ("loaded-term", "uses one side's term without saying so"),
    "imprecise": ("imprecise", "less exact than the record"),
}
"""What each flag of a claim becomes, and the words for it where the claim's note has none."""

_NUMBERS = re.compile(r"(\d+)")


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
    claims = [claim for item in about for claim in _claims_of(record, item)]
    related = [claim for item in relatives for claim in _claims_of(record, item)]
    own = {claim.id for claim in claims}
    findings: list[Finding] = []
    for claim in claims:
        findings += _about_claim(record, claim)
    findings += [item for item in contradictions(record, related) if {item.claim, item.against} & own]
    for item in about:
        findings += passage_findings(record, item)
        findings += metadata_findings(record, item)
    findings += anachronisms(record, claims, relatives)
    return tuple(findings)


def summary(findings: tuple[Finding, ...]) -> tuple[tuple[FindingKind, int], ...]:
    """How many findings of each kind, gravest first."""
    counts = Counter(finding.kind for finding in findings)
    return tuple((kind, counts[kind]) for kind in ORDER if counts[kind])


def place_key(place: str) -> tuple[tuple[bool, int, str], ...]:
    """A key that sorts places as a reader counts them: b.p2 before b.p10."""
    return tuple((not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in _NUMBERS.split(place) if part)


def _claims_of(record: Record, source: Source) -> list[Claim]:
    """The claims of one source in the order of the document."""
    return sorted(
        (claim for claim in record.claims.values() if claim.source == source.id), key=lambda claim: place_key(claim.place)
    )


def _about_claim(record: Record, claim: Claim) -> Iterator[Finding]:
    yield from _compared(record, claim)
    for flag in claim.flags:
        kind, words = FLAGS[flag]
        evidence = claim.omits if flag == "omission" else support(record, claim.supported_by)
        if flag == "omission" and claim.omits:
            words = f"leaves out: {_titles(record, claim.omits)}"
        elif claim.note:
            words = f"{words}: {claim.note}"
        yield Finding(claim=claim.id, place=claim.place, kind=kind, comparison=words, evidence=(claim.id, *evidence))


def _compared(record: Record, claim: Claim) -> Iterator[Finding]:
    match claim.statement:
        case EventDate() as statement:
            yield compare_date(record, claim, statement)
        case Sequence() as statement:
            yield compare_sequence(record, claim, statement)
        case PeakIs() as statement:
            yield compare_peak(record, claim, statement)
        case Promised() as statement:
            yield compare_promise(record, claim, statement)
        case QuantityIs() as statement:
            yield compare_quantity(record, claim, statement)
        case StatusHolds() as statement:
            yield from compare_status(record, claim, statement)
        case DeadlineIs() as statement:
            yield compare_deadline(record, claim, statement)
        case MemberOf() as statement:
            yield compare_members(record, claim, statement)
        case StoodIn() as statement:
            yield compare_places(record, claim, statement)
        case OrderIs() as statement:
            yield compare_order(record, claim, statement)
        case DocumentDate() as statement:
            yield compare_document_date(record, claim, statement)
        case Fact():
            yield _held_against(record, claim)
        case Judgement():
            yield _not_scored(record, claim, "a judgement: listed, not scored")
        case Attribution():
            yield _not_scored(record, claim, "an attributed explanation: shown with its holder, not scored")
        case Description():
            return  # says something of the document itself; its flags, passages and metadata are judged


def _held_against(record: Record, claim: Claim) -> Finding:
    """A statement of fact without a typed form, by the entries for and against it that are there and have a source."""
    for_it, against_it = support(record, claim.supported_by), support(record, claim.opposed_by)
    kind: FindingKind
    if for_it and against_it:
        kind, words = "imprecise", f"borne out by {_titles(record, for_it)}; against it stands {_titles(record, against_it)}"
    elif for_it:
        kind, words = "agrees", f"borne out by {_titles(record, for_it)}"
    elif against_it:
        kind, words = "error", f"against it stands {_titles(record, against_it)}"
    else:
        kind, words = "unsupported", "no entry of this pack bears on it"
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind=kind,
        comparison=f"{words} (entries named by those who coded the claim)" if for_it or against_it else words,
        against=(*against_it, *for_it, "")[0],
        evidence=(claim.id, *for_it, *against_it),
    )


def _not_scored(record: Record, claim: Claim, words: str) -> Finding:
    """A judgement or an explanation: what bears on it for and against, never whether it is right."""
    for_it, against_it = support(record, claim.supported_by), support(record, claim.opposed_by)
    parts = [words]
    parts += [f"for it: {_titles(record, for_it)}"] if for_it else []
    parts += [f"against it: {_titles(record, against_it)}"] if against_it else []
    parts += ["claimed, no data in this pack"] if not for_it and not against_it else []
    return Finding(
        claim=claim.id,
        place=claim.place,
        kind="judgement",
        comparison="; ".join(parts),
        evidence=(claim.id, *for_it, *against_it),
    )


def _titles(record: Record, ids: Iterable[Id]) -> str:
    entries = [(each, record.get(each)) for each in ids]
    return "; ".join(title_of(entry).removesuffix(".") if entry else each for each, entry in entries)
