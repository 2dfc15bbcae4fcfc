"""What a document says of itself: furniture that is no evidence, and knowledge that it could not yet have had."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from torgau.audit.dates_of_claims import years_apart
from torgau.audit.findings import Finding, FindingKind
from torgau.dates import Relation, Tri, When, before, calendar_difference, relation
from torgau.record.digits import text
from torgau.vocabulary import Claim, Id, Record, Source
from torgau.vocabulary.claims import DocumentDate, EventDate
from torgau.vocabulary.sources import Metadatum

CHILD = 16
"""Completed years below which nobody is credibly the author of a published text."""

_OF = re.compile(r"(\d+(?:\.\d+)?)\s*(?:/|of|out of)\s*(\d+(?:\.\d+)?)")
_PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|per ?cent)")


def metadata_findings(record: Record, source: Source) -> Iterator[Finding]:
    """Each metadatum as a reason for the source's grade; births and dates are set against the date of the content.

    Two shares of approval that differ are set side by side: without a common base neither can be checked by the other.
    """
    written = _oldest_content(record, source)
    for item in source.metadata:
        words = f"{item.name}: {item.value}; page furniture, never used as evidence"
        warning = "" if written is None or written.content_date is None else _against_content(item, written.content_date)
        yield Finding(
            claim="",
            place=item.name,
            kind="provenance",
            comparison=words + (f"; {warning}" if warning else ""),
            evidence=tuple(dict.fromkeys((source.id, written.id) if warning and written is not None else (source.id,))),
        )
    shares = [(item, share) for item in source.metadata if (share := _share(item.value)) is not None]
    for (one, share), (two, other) in combinations(shares, 2):
        if share != other:
            yield Finding(
                claim="",
                place=two.name,
                kind="provenance",
                comparison=(
                    f"{one.name} {one.value} ({text(share)} per cent) and {two.name} {two.value} ({text(other)} per cent) "
                    "stand side by side without a shared base"
                ),
                evidence=(source.id,),
            )


def _against_content(item: Metadatum, content: When) -> str:
    """What is odd about a birth or a date, set beside the day on which the text was written."""
    if item.date is None or item.date.lo is None or content.hi is None:
        return ""
    if item.role == "birth":
        # The content's last possible day gives the greatest age; even that may be a child's.
        if item.date.lo > content.hi:
            return "born after the text was written"
        years = calendar_difference(item.date.lo, content.hi)[0]
        return f"{years} years old when the text was written ({content.text})" if years < CHILD else ""
    if item.role == "dating" and relation(item.date, content) in (Relation.BEFORE, Relation.AFTER):
        return f"the text itself is of {content.text}, {years_apart(item.date, content)} apart"
    return ""


def _share(value: str) -> Decimal | None:
    """A share in per cent, from "4 of 5", "4 / 5" or "94 per cent"."""
    if hit := _PER_CENT.search(value):
        return Decimal(hit[1])
    if (hit := _OF.search(value)) and Decimal(hit[2]) > 0:
        share = 100 * Decimal(hit[1]) / Decimal(hit[2])
        return share.quantize(Decimal(1)) if share == share.to_integral_value() else round(share, 1)
    return None


def _oldest_content(record: Record, source: Source) -> Source | None:
    """The oldest dated text that the document is or carries."""
    carried = [other for other in record.sources.values() if other.id == source.id or other.part_of == source.id]
    dated = [other for other in carried if other.content_date is not None and other.content_date.hi is not None]
    return min(dated, key=lambda other: (other.content_date.hi if other.content_date else None) or 0, default=None)


def compare_document_date(record: Record, claim: Claim, statement: DocumentDate) -> Finding:
    """The date that somebody gives a document against the content date on record."""
    source = record.sources[statement.document]
    content = source.content_date
    kind: FindingKind
    if content is None:
        kind, words = "unsupported", f"claimed {statement.date.text}; the record does not know when it was written"
    elif relation(content, statement.date) in (Relation.BEFORE, Relation.AFTER):
        kind = "error"
        words = f"claimed {statement.date.text}, written {content.text}: {years_apart(content, statement.date)} apart"
    elif relation(content, statement.date) in (Relation.EQUAL, Relation.CONTAINED):
        kind, words = "agrees", f"claimed {statement.date.text}, written {content.text}"
    else:
        kind, words = "imprecise", f"claimed {statement.date.text}, written {content.text}"
    return Finding(claim=claim.id, place=claim.place, kind=kind, comparison=words, against=source.id, evidence=(source.id,))


class _Time(NamedTuple):
    """A time that a claim speaks of: an event of the record (or "" for the claim's own date), in words, and when."""

    entry: Id
    what: str
    when: When


def anachronisms(record: Record, claims: Sequence[Claim], relatives: Sequence[Source]) -> Iterator[Finding]:
    """Claims about a time surely after some text of the same page was written: they cannot be of that text's date.

    The page presents its parts as one document. Claims that date that text are named with the finding.
    """
    dated = [source for source in relatives if source.content_date is not None]
    for claim in claims:
        for time in _times_of(record, claim):
            for source in dated:
                assert source.content_date is not None
                if before(source.content_date.end, time.when.start) is not Tri.TRUE:
                    continue
                dating = [
                    each.id
                    for each in record.claims.values()
                    if isinstance(each.statement, DocumentDate) and each.statement.document == source.id
                ]
                own = "" if claim.source == source.id else ", with which one page presents it,"
                against = next((each for each in dating if record.claims[each].source == source.id), time.entry or source.id)
                yield Finding(
                    claim=claim.id,
                    place=claim.place,
                    kind="anachronism",
                    comparison=f"speaks of {time.what}; {source.id}{own} is of {source.content_date.text} and cannot know it",
                    against=against,
                    evidence=tuple(each for each in (time.entry, source.id, *dating) if each),
                )


def _times_of(record: Record, claim: Claim) -> Iterator[_Time]:
    """The times that a claim speaks of. A claim that dates a document speaks of the document, not of that time."""
    if isinstance(claim.statement, DocumentDate):
        return
    named = [claim.statement.event] if isinstance(claim.statement, EventDate) else []
    events = [event for each in (*named, *claim.concerns) if (event := record.events.get(each)) is not None]
    for event in dict.fromkeys(events):
        if event.date is not None:
            yield _Time(event.id, f"{event.title} ({event.date.text})", event.date)
    if not events and claim.date is not None:
        yield _Time("", f"a time from {claim.date.text}", claim.date)
