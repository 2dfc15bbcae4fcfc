"""What the ledger would say if an event had not happened, or on another day. The record itself stays as it is.

This changes the record and nothing else: no model, no guess at what people would have done instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from torgau.dates import When, format_day
from torgau.ledger.lookup import ledger_of
from torgau.ledger.verdict import Result, Verdict
from torgau.vocabulary import Id, Record

COMPARED = ("verdict", "possible", "timing", "amount")
"""The parts of a verdict that are compared under each reading; its reasons are not, they follow."""

OF_COMMITMENT = ("flags", "conflicts")
"""The parts that belong to the commitment: they are the same under every reading, and told once."""


class Change(Result, frozen=True, kw_only=True):
    """One verdict that comes out differently, under one reading. `changed` names the parts; `because` are the new reasons."""

    commitment: Id
    reading: Id
    changed: tuple[str, ...]
    before: Verdict
    after: Verdict
    because: tuple[str, ...]


class WhatIf(Result, frozen=True, kw_only=True):
    """All verdicts that change. `touched` are the commitments that depend on what was changed; no other can differ."""

    removed: tuple[Id, ...]
    moved: tuple[tuple[Id, str], ...]
    on: str
    changes: tuple[Change, ...]
    touched: tuple[Id, ...]


def applied(record: Record, remove: Iterable[Id] = (), move: Mapping[Id, When] | None = None) -> Record:
    """The record without some events, and with others on another day. KeyError for an unknown event.

    What named a removed event still names it: a condition on it is never met, a performance by it never comes. Statuses stay.
    """
    events = dict(record.events)
    for event_id, date in (move or {}).items():
        events[event_id] = msgspec.structs.replace(events[event_id], date=date, old_style="", clock=None)
    for event_id in remove:
        del events[event_id]
    return record.with_entries("events", events)


def whatif(
    record: Record, on: int, remove: Iterable[Id] = (), move: Mapping[Id, When] | None = None, known_by: int | None = None
) -> WhatIf:
    """Which verdicts on a day would differ, and why. KeyError for an unknown event."""
    removed, moved = tuple(dict.fromkeys(remove)), dict(move or {})
    before = ledger_of(record, known_by)
    after, touched = before.after(applied(record, removed, moved))
    changes: list[Change] = []
    for commitment_id in touched:
        pairs = zip(before.verdict(commitment_id, on).verdicts, after.verdict(commitment_id, on).verdicts, strict=True)
        for at, (old, new) in enumerate(pairs):
            parts = COMPARED if at else (*COMPARED, *OF_COMMITMENT)
            changed = tuple(part for part in parts if getattr(old, part) != getattr(new, part))
            if changed:
                because = tuple(sentence for sentence in new.why if sentence not in old.why)
                changes.append(
                    Change(
                        commitment=commitment_id,
                        reading=old.reading,
                        changed=changed,
                        before=old,
                        after=new,
                        because=because,
                    )
                )
    return WhatIf(
        removed=removed,
        moved=tuple((event_id, date.text) for event_id, date in moved.items()),
        on=format_day(on),
        changes=tuple(changes),
        touched=touched,
    )
