"""One entry of any kind, ready to be read: its fields in plain words, its sources, what it names and what names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import msgspec

from torgau.dates import When
from torgau.record import digits
from torgau.record.declarations import declared_lines
from torgau.record.references import Reference, references_of, used_by
from torgau.record.witnesses import Witnesses, witness_of, witnesses
from torgau.vocabulary import Citation, Claim, Estimate, Id, Record, Source, Span
from torgau.vocabulary.common import Entry, Value
from torgau.vocabulary.sources import Passage

SINGULAR = {"statuses": "status", "series": "series", "commitments": "commitment", "processes": "process"}
"""Kinds whose singular is not the plural without its s."""


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One property of an entry: its name in plain words and its value, one line for each part."""

    label: str
    lines: tuple[str, ...]


class SourceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One citation with what a reader needs to judge it. `grade` is on the Admiralty scale (A to F)."""

    source: Id
    title: str
    grade: str
    house: str
    locator: str
    verified: bool
    note: str = ""


class Ref(msgspec.Struct, frozen=True, kw_only=True):
    """A link to or from another entry, and by which field."""

    label: str
    id: Id
    title: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it is shown. `kind` is singular. `span` says where it stands in the pack, if the pack was read from files."""

    id: Id
    kind: str
    title: str
    fields: tuple[Field, ...]
    sources: tuple[SourceLine, ...]
    witnesses: Witnesses
    links: tuple[Ref, ...]
    used_by: tuple[Ref, ...]
    span: Span | None = None
    points: int = 0


class SourceDates(msgspec.Struct, frozen=True, kw_only=True):
    """The three dates of a source, kept apart: when it was written, when this copy was taken, and the time it speaks of.

    A document that is part of another has the content date of the whole unless it has its own.
    """

    content: When | None
    capture: When | None
    events: When | None

    @property
    def as_of(self) -> When | None:
        """When what it says was known, at the latest: the content date, or where none is stated the day of the capture."""
        return self.content or self.capture


def show(record: Record, entry_id: Id, used: Mapping[Id, tuple[Reference, ...]] | None = None) -> Shown:
    """An entry of any kind. KeyError for an unknown id. Pass `used` (see `references.used_by`) to show many."""
    entry = record.get(entry_id)
    kind = record.kind_of(entry_id)
    if entry is None or kind is None:
        raise KeyError(entry_id)
    incoming = (used if used is not None else used_by(record)).get(entry_id, ())
    return Shown(
        id=entry_id,
        kind=SINGULAR.get(kind, kind.removesuffix("s")),
        title=title_of(entry),
        fields=tuple(_fields(record, entry)),
        sources=source_lines(record, entry),
        witnesses=witnesses(record, entry),
        links=tuple(_ref(record, item.field, item.to) for item in references_of(record, entry) if not _is_citation(item)),
        used_by=tuple(_ref(record, item.field, item.entry) for item in incoming),
        span=record.spans.get(entry_id),
        points=len(record.points.get(entry_id, ())),
    )


def title_of(entry: Entry) -> str:
    """What an entry is called, whatever its kind."""
    for name in ("title", "name", "question", "asserts"):
        text = getattr(entry, name, "")
        if text:
            return str(text)
    holder, office = getattr(entry, "holder", ""), getattr(entry, "office", "")
    return f"{holder}, {office}" if holder else entry.id


def source_dates(record: Record, source: Source) -> SourceDates:
    """The three dates of a source; a part without a content date has that of the document that carries it."""
    content, capture = source.content_date, source.capture_date
    seen: set[Id] = {source.id}
    carrier = source
    while carrier.part_of is not None and carrier.part_of in record.sources and carrier.part_of not in seen:
        carrier = record.sources[carrier.part_of]
        seen.add(carrier.id)
        content, capture = content or carrier.content_date, capture or carrier.capture_date
    return SourceDates(content=content, capture=capture, events=source.speaks_of)


def source_lines(record: Record, entry: Entry) -> tuple[SourceLine, ...]:
    """The citations of an entry, and those of its figures, each once."""
    cited = list(entry.sources)
    if isinstance(entry, Estimate):
        cited += [Citation(source=f.source, locator=f.locator, verified=f.verified) for f in entry.figures]
    return tuple(_source_line(record, citation) for citation in dict.fromkeys(cited))


def nearest(record: Record, text: str, kinds: Sequence[str] = (), limit: int = 3) -> tuple[Id, ...]:
    """The ids that look most like `text`, best first; for actors and places their names count too."""
    from rapidfuzz import fuzz, process, utils

    choices: dict[str, Id] = {}
    for entry in record:
        if not kinds or record.kind_of(entry.id) in kinds:
            choices.setdefault(entry.id, entry.id)
            name = getattr(entry, "name", "")
            if name:
                choices.setdefault(str(name), entry.id)
    hits = process.extract(
        text, list(choices), scorer=fuzz.WRatio, processor=utils.default_process, limit=4 * limit, score_cutoff=60
    )
    return tuple(dict.fromkeys(choices[hit[0]] for hit in hits))[:limit]


def _fields(record: Record, entry: Entry) -> Iterator[Field]:
    for name in entry.__struct_fields__:
        if name in ("id", "sources", "title", "name"):
            continue
        held = getattr(entry, name)
        if isinstance(entry, Source) and name in ("content_date", "capture_date", "speaks_of"):
            continue
        lines = declared_lines(record, entry, name) or tuple(_lines(held))
        if lines and not _is_default(entry, name):
            yield Field(label=in_words(name), lines=lines)
    if isinstance(entry, Claim) and entry.source in record.sources:
        dates = source_dates(record, record.sources[entry.source])
        captured = " (when it was captured; the text has no date)" if dates.content is None and dates.capture else ""
        yield Field(label="known as of", lines=(_date(dates.as_of) + captured,))
    if isinstance(entry, Source):
        dates = source_dates(record, entry)
        yield Field(label="content date", lines=(_date(dates.content),))
        yield Field(label="capture date", lines=(_date(dates.capture),))
        yield Field(label="events it speaks of", lines=(_date(dates.events),))
        yield Field(label="counts as witness", lines=(witness_of(record, entry.id),))


def _is_default(entry: Entry, name: str) -> bool:
    fields = {field.name: field for field in msgspec.structs.fields(type(entry))}
    return not fields[name].required and getattr(entry, name) in (None, "", (), fields[name].default) and name != "standard"


def _lines(held: object) -> Iterator[str]:
    """The parts of a value, one line each."""
    if held is None or held is msgspec.UNSET or held == () or held == "":
        return
    if isinstance(held, tuple) and all(isinstance(part, str | int | float) for part in held):
        yield ", ".join(_plain(part) for part in held[:20]) + (f" and {len(held) - 20} more" if len(held) > 20 else "")
    elif isinstance(held, tuple):
        for part in held:
            yield from ([_plain(part)] if isinstance(part, tuple) else _lines(part))
    elif isinstance(held, Citation):
        yield ", ".join(part for part in (held.source, held.locator, held.note) if part) + (
            "" if held.verified else " (unverified)"
        )
    elif isinstance(held, Passage):
        # Where it stands and how long it is. The hashes of its wording say nothing to a reader.
        cuts = (f"opens {held.opens}" * (held.opens != "sentence"), f"closes {held.closes}" * (held.closes != "sentence"))
        yield "; ".join([f"{held.place}: {held.words} words", *filter(None, cuts)])
    elif isinstance(held, Value):
        yield "; ".join(f"{in_words(name)} {text}" if name != "id" else text for name, text in _parts(held))
    else:
        yield _plain(held)


def _parts(value: Value) -> Iterator[tuple[str, str]]:
    for field in msgspec.structs.fields(type(value)):
        held = getattr(value, field.name)
        if held not in (None, "", (), msgspec.UNSET) and (field.required or held != field.default):
            yield field.name, "; ".join(_lines(held))


def _plain(held: object) -> str:
    if isinstance(held, bool):
        return "yes" if held else "no"
    if isinstance(held, Decimal):
        return digits.text(held)
    if isinstance(held, tuple):
        return " ".join(_plain(part) for part in held)
    return str(held)


def in_words(name: str) -> str:
    """A field name as people read it."""
    return name.replace("_", " ").replace(".", " / ")


def _date(when: When | None) -> str:
    return "not stated" if when is None else str(when)


def _source_line(record: Record, citation: Citation) -> SourceLine:
    source = record.sources.get(citation.source)
    return SourceLine(
        source=citation.source,
        title=source.title if source else "",
        grade=source.grade if source else "",
        house=witness_of(record, citation.source),
        locator=citation.locator,
        verified=citation.verified,
        note=citation.note,
    )


def _ref(record: Record, field: str, entry_id: Id) -> Ref:
    entry = record.get(entry_id)
    return Ref(label=in_words(field), id=entry_id, title=title_of(entry) if entry else "")


def _is_citation(item: Reference) -> bool:
    return item.field.endswith("sources.source") or item.field == "figures.source"
