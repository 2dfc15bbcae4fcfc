"""What a document says of itself: furniture that is no evidence, and knowledge that it could not yet have had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torgau.audit.findings import Finding
from torgau.dates import Tri, before, calendar_difference
from torgau.vocabulary import Claim, Record, Source

CHILD = 16
"""Completed years below which nobody is credibly the author of a government text."""


def metadata_findings(record: Record, source: Source) -> Iterator[Finding]:
    """Each metadatum as a reason for the source's grade; a birth date is set against the date of the content."""
    for item in source.metadata:
        words = f"{item.name}: {item.value}; page furniture, never used as evidence"
        written = _content_date(record, source)
        if item.date is not None and written is not None and item.date.lo is not None and item.date.hi is not None:
            # The content's last possible day gives the greatest age; even that may be a child's.
            years = calendar_difference(item.date.lo, written)[0] if item.date.lo <= written else -1
            if years < CHILD:
                words += (
                    f"; {max(years, 0)} years old when the text was written"
                    if years >= 0
                    else "; born after the text was written"
                )
        yield Finding(claim="", place=item.name, kind="provenance", comparison=words, evidence=(source.id,))


def _content_date(record: Record, source: Source) -> int | None:
    """The day the content was written, at the latest: its own, or that of the oldest text that the document carries."""
    carried = [other for other in record.sources.values() if other.part_of == source.id or other.id == source.id]
    days = [other.content_date.hi for other in carried if other.content_date is not None and other.content_date.hi is not None]
    return min(days) if days else None


def anachronisms(record: Record, claims: Sequence[Claim], relatives: Sequence[Source]) -> Iterator[Finding]:
    """Claims about events that happened surely after some text of the same page was written: it cannot be of that date."""
    dated = [source for source in relatives if source.content_date is not None]
    for claim in claims:
        for entry_id in claim.concerns:
            event = record.events.get(entry_id)
            if event is None or event.date is None:
                continue
            for source in dated:
                assert source.content_date is not None
                if before(source.content_date.end, event.date.start) is Tri.TRUE:
                    yield Finding(
                        claim=claim.id,
                        place=claim.place,
                        kind="anachronism",
                        comparison=(
                            f"speaks of {event.title} ({event.date.text}), but the page presents itself as one with "
                            f"{source.id} of {source.content_date.text}, which cannot know it"
                        ),
                        against=event.id,
                        evidence=(event.id, source.id),
                    )
