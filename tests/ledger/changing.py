"""Records changed in one respect, for properties: entries moved in time, renamed, retitled, removed, dates made definite."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import msgspec

from torgau.dates import Days, When, format_day
from torgau.ledger import Ledger
from torgau.vocabulary import Event, Record
from torgau.vocabulary.common import Entry

KINDS = ("events", "instruments", "commitments")
GREGORIAN_CYCLE = 146_097
"""The days of 400 years, after which the calendar repeats itself."""


def texts(ledger: Ledger, on: int) -> dict[str, bytes]:
    """The full JSON of every verdict."""
    return {key: text_of(ledger, key, on) for key in ledger.record.commitments}


def text_of(ledger: Ledger, commitment_id: str, on: int) -> bytes:
    """The full JSON of the verdicts on one commitment."""
    return msgspec.json.encode(ledger.verdict(commitment_id, on).verdicts)


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """The same structure with `change` applied to every date and every string in it."""
    if isinstance(value, When | str):
        return change(value)
    if isinstance(value, msgspec.Struct):
        fields = {name: mapped(getattr(value, name), change) for name in value.__struct_fields__}
        return type(value)(**fields)
    if isinstance(value, tuple):
        return tuple(mapped(item, change) for item in value)
    return value


def moved_date(when: When, days: int) -> When:
    """The date moved by days. Its text is a plain day where it is one, and otherwise not to be read."""
    start, end = when.start.shift(days), when.end.shift(days)
    text = format_day(start.lo) if start.is_single and start == end and start.lo is not None else f"moved {when.text}"
    return When(text, start, end, when.flags)


def moved_entry(entry: Any, days: int) -> Any:
    """The entry with all of its dates moved."""
    return mapped(entry, lambda item: moved_date(item, days) if isinstance(item, When) else item)


def whole_record(record: Record, change: Callable[[Any], Any]) -> Record:
    """A record in which every date and string of every entry, and of the manifest's rules, is changed."""
    rules = mapped(record.manifest.torgau, change)
    parts: dict[str, Any] = {}
    for kind in KINDS:
        entries = [mapped(entry, change) for entry in getattr(record, kind).values()]
        parts[kind] = {entry.id: entry for entry in entries}
    return Record(manifest=msgspec.structs.replace(record.manifest, torgau=rules), **parts)


def variants(record: Record, kind: str, entry: Entry, random: Random) -> list[Record]:
    """The record with one entry removed, moved in time, or under another title."""
    days = random.choice((-20, -3, 3, 20))
    retitled = msgspec.structs.replace(entry, title="Another title", note="Another note")  # type: ignore[call-arg]
    return [
        record.without(kind, entry.id),
        record.with_entry(kind, moved_entry(entry, days)),
        record.with_entry(kind, retitled),
    ]


def other_claim(record: Record) -> Record:
    """The record with another claim in its manifest of how far its evidence is complete."""
    rules = msgspec.structs.replace(record.manifest.torgau, evidence_complete=When.parse("1852-02-10"))
    parts = {kind: getattr(record, kind) for kind in KINDS}
    return Record(manifest=msgspec.structs.replace(record.manifest, torgau=rules), **parts)


def entries(record: Record) -> list[tuple[str, Entry]]:
    """Every entry that a verdict could depend on, with its kind."""
    return [(kind, entry) for kind in KINDS for entry in getattr(record, kind).values()]


def one_world(record: Record, random: Random) -> Record:
    """The record in one of its worlds: every uncertain date of an event or an instrument settled."""

    def settle(days: Days) -> int:
        return random.choice(list(days))

    events: dict[str, Entry] = {}
    for event in record.events.values():
        events[event.id] = msgspec.structs.replace(
            event,
            date=_settled(event, settle),
            recorded=None if event.recorded is None else When.of_day(settle(event.recorded.end)),
        )
    instruments: dict[str, Entry] = {}
    for instrument in record.instruments.values():
        signed = None if instrument.signed is None else When.of_day(settle(instrument.signed.end))
        instruments[instrument.id] = msgspec.structs.replace(instrument, signed=signed)
    commitments: dict[str, Entry] = {}
    for commitment in record.commitments.values():
        made = None if commitment.made is None else When.of_day(settle(commitment.made.end))
        commitments[commitment.id] = msgspec.structs.replace(commitment, made=made)
    return record.with_entries("events", events).with_entries("instruments", instruments).with_entries("commitments", commitments)


def _settled(event: Event, settle: Callable[[Days], int]) -> When:
    assert event.date is not None
    if not event.date.extended:
        return When.of_day(settle(event.date.start))
    first = settle(event.date.start)
    last = settle(event.date.end.clip(lo=first))
    return When(f"{format_day(first)}/{format_day(last)}", Days.single(first), Days.single(last), ("extended",))


def renamed(names: Mapping[str, str], days: int) -> Callable[[Any], Any]:
    """Rename every id and move every date."""

    def change(item: Any) -> Any:
        return moved_date(item, days) if isinstance(item, When) else names.get(item, item)

    return change
