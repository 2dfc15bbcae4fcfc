"""The answer object: what every face prints, and what `--json` returns (`torgau/answer@1`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from torgau.dates import When, format_day
from torgau.vocabulary import Citation, Claim, Estimate, Record, Source
from torgau.vocabulary.common import Entry, Id

SCHEMA = "torgau/answer@1"

Layer = Literal["record", "ledger", "flow", "audit", "claim", "outcome"]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One entry behind the answer, the source that supports it, and the place in that source."""

    id: Id
    source: Id
    locator: str
    verified: bool


class ReadingVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict under one reading of a disputed text."""

    id: Id
    verdict: str
    why: str


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """Another question of the pack that may have been meant."""

    question_id: Id
    question: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with its layer, its data and its evidence. See `docs/contract.md` for every field.

    `as_of` is the EDTF day the answer speaks of. `data` holds the figures behind it, typed per command. An answer without
    evidence is a bug unless it says that the pack has none. `findings` is what does not reconcile, for answers of the flow.
    """

    question_id: Id | None
    question: str
    reading: str
    layer: Layer
    answer: str
    as_of: str
    data: tuple[Any, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    caveats: tuple[str, ...] = ()
    readings: tuple[ReadingVerdict, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    outcome: dict[str, Any] | None = None
    findings: tuple[Any, ...] = ()
    schema: str = SCHEMA


def to_json(value: Any) -> str:
    """Stable, readable JSON of an answer or a list: the same answer gives the same bytes."""
    return msgspec.json.format(msgspec.json.encode(value, enc_hook=_plain), indent=2).decode()


def _plain(value: Any) -> Any:
    """The JSON of what msgspec does not know itself: a date is its EDTF text. Anything else is a mistake in the program."""
    if isinstance(value, When):
        return value.text
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"no JSON for {type(value).__name__}")


def evidence_for(record: Record, ids: Iterable[Id]) -> tuple[Evidence, ...]:
    """The citations of these entries, each once, in the order of `ids`. A claim stands in its document, and a document speaks for
    itself: there, whether somebody read the document is the first evidence."""
    found: dict[tuple[Id, Id, str], Evidence] = {}
    for entry_id in ids:
        entry = record.get(entry_id)
        if entry is None:
            continue
        for citation in (*_document(record, entry), *citations_of(entry)):
            item = Evidence(id=entry_id, source=citation.source, locator=citation.locator, verified=citation.verified)
            found.setdefault((entry_id, citation.source, citation.locator), item)
    return tuple(found.values())


def _document(record: Record, entry: Entry) -> Iterator[Citation]:
    source = entry if isinstance(entry, Source) else record.sources.get(entry.source) if isinstance(entry, Claim) else None
    if source is not None:
        locator = entry.place if isinstance(entry, Claim) else source.url
        yield Citation(source=source.id, locator=locator, verified=source.read)


def citations_of(entry: Entry) -> Sequence[Citation]:
    """All citations of one entry: its own, and those of its figures."""
    own = list(entry.sources)
    if isinstance(entry, Estimate):
        own += [Citation(source=f.source, locator=f.locator, verified=f.verified) for f in entry.figures]
    return own


def period_caveats(record: Record, day: int) -> tuple[str, ...]:
    """One plain sentence when an answer speaks of a day (an ordinal) that the pack does not cover."""
    period = record.manifest.torgau.period
    if (period.lo is None or period.lo <= day) and (period.hi is None or day <= period.hi):
        return ()
    return (f"{format_day(day)} lies outside the period of this pack ({period.text}): later endings may not be on record.",)


def unverified_caveats(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """One plain sentence when part of the evidence has not been read in its source."""
    read = {item.id for item in evidence if item.verified}
    unread = list(dict.fromkeys(item.id for item in evidence if item.id not in read))
    if not unread:
        return ()
    shown = ", ".join(unread[:6]) + (f" and {len(unread) - 6} more" if len(unread) > 6 else "")
    return (f"Not yet read in a source by the makers of this pack: {shown}.",)
