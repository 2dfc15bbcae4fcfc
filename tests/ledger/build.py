"""Invented records, short to write: dates are EDTF text, ids are single words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from torgau.dates import When, parse_day
from torgau.vocabulary import Commitment, Event, Instrument, Manifest, PackRules, Record
from torgau.vocabulary.common import Entry

PERIOD = "1800/1899"
COMPLETE = "1899-12-31"


def when(text: str) -> When:
    """The meaning of an EDTF text."""
    return When.parse(text)


def day(text: str) -> int:
    """One single day."""
    return parse_day(text)


def manifest(complete: str | None = COMPLETE, period: str = PERIOD) -> Manifest:
    """A manifest whose evidence is claimed complete to a day (None: nobody claims it)."""
    rules = PackRules(format="torgau/pack@1", period=when(period), evidence_complete=when(complete) if complete else None)
    return Manifest(name="invented", title="Invented", torgau=rules)


def event(event_id: str, date: str | None, **fields: Any) -> Event:
    """An event that has its id as title."""
    return _typed(Event, {"id": event_id, "title": event_id, **({"date": date} if date is not None else {}), **fields})


def instrument(instrument_id: str, signed: str | None = "1810-01-01", **fields: Any) -> Instrument:
    """An instrument between two invented states."""
    given = {"id": instrument_id, "title": instrument_id, "form": "treaty", "parties": ["AA", "BB"], **fields}
    return _typed(Instrument, {**given, **({"signed": signed} if signed is not None else {})})


def commitment(commitment_id: str, **fields: Any) -> Commitment:
    """A promise of AA to BB, by default under the instrument `pact`. `performed_by` and the like may be lists of event ids."""
    given: dict[str, Any] = {"instrument": "pact", "debtors": ["AA"], "creditors": ["BB"], "content": "An act.", **fields}
    return _typed(Commitment, {"id": commitment_id, "title": commitment_id, **_spelled_out(given)})


def _spelled_out(fields: dict[str, Any]) -> dict[str, Any]:
    found = dict(fields)
    for name in ("performed_by", "breached_by"):
        if name in found:
            found[name] = [{"event": item} if isinstance(item, str) else item for item in found[name]]
    if isinstance(found.get("trigger"), str):
        found["trigger"] = {"event": found["trigger"]}
    if isinstance(found.get("deadline"), str):
        found["deadline"] = {"by": found["deadline"]}
    if isinstance(found.get("reciprocal"), list):
        found["reciprocal"] = [{"commitment": item} if isinstance(item, str) else item for item in found["reciprocal"]]
    found["readings"] = [{"words": "", **_spelled_out_reading(reading)} for reading in found.get("readings", [])]
    return found


def _spelled_out_reading(reading: dict[str, Any]) -> dict[str, Any]:
    found = _spelled_out({**reading, "readings": []})
    del found["readings"]
    return found


def _typed(kind: type[Any], fields: dict[str, Any]) -> Any:
    return msgspec.convert(fields, kind, dec_hook=lambda wanted, text: When.parse(text) if wanted is When else wanted(text))


def record(*entries: Entry, complete: str | None = COMPLETE, period: str = PERIOD) -> Record:
    """A record of these entries. An instrument `pact`, signed on 1810-01-01, is there unless another of that id is given."""
    held: dict[str, dict[str, Entry]] = {"events": {}, "instruments": {}, "commitments": {}}
    held["instruments"]["pact"] = instrument("pact")
    for entry in entries:
        kind = {Event: "events", Instrument: "instruments", Commitment: "commitments"}[type(entry)]
        held[kind][entry.id] = entry
    return Record(manifest=manifest(complete, period), **held)  # type: ignore[arg-type]


def numbers(values: Iterable[object]) -> tuple[Decimal, ...]:
    """Exact decimals."""
    return tuple(Decimal(str(value)) for value in values)
