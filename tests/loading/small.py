"""Small packs for the tests: written to disk as files, or built in memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from torgau.dates import When
from torgau.loading.checking import Check, Context
from torgau.loading.problems import Finding
from torgau.vocabulary import KINDS, Manifest, Point, Record

MANIFEST = {"name": "small", "title": "Small", "torgau": {"format": "torgau/pack@1", "period": "1940/1950"}}
SOURCE = "sources:\n  - {id: book, title: A book, kind: monograph, grade: B}\n"


def write_pack(folder: Path, files: Mapping[str, str | bytes], manifest: Mapping[str, Any] | None = MANIFEST) -> Path:
    """Write files, and a manifest unless it is None."""
    folder.mkdir(parents=True, exist_ok=True)
    if manifest is not None:
        (folder / "datapackage.json").write_text(json.dumps(manifest), encoding="utf-8")
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def record_with(
    *, period: str = "1940/1950", points: Mapping[str, tuple[Point, ...]] | None = None, **kinds: list[dict[str, Any]]
) -> Record:
    """A record of entries given as plain dicts, by kind."""

    def hook(wanted: type, value: Any) -> Any:
        assert wanted is When
        return When.parse(value)

    manifest = msgspec.convert({**MANIFEST, "torgau": {"format": "torgau/pack@1", "period": period}}, Manifest, dec_hook=hook)
    entries: dict[str, Any] = {
        kind: {each["id"]: msgspec.convert(each, KINDS[kind], dec_hook=hook) for each in kinds.get(kind, [])} for kind in KINDS
    }
    return Record(manifest=manifest, points=points or {}, **entries)


def found(check: Check, record: Record) -> list[tuple[str, str, tuple[str | int, ...]]]:
    """Code, entry and path of what a check finds."""
    return [(each.code, each.entry, each.path) for each in findings(check, record)]


def findings(check: Check, record: Record) -> list[Finding]:
    """What a check finds."""
    return list(check(Context(record)))


def commitment(entry_id: str, **fields: Any) -> dict[str, Any]:
    """A plain commitment of AA to BB under the instrument `pact`."""
    basic = {
        "id": entry_id,
        "title": entry_id,
        "instrument": "pact",
        "debtors": ["AA"],
        "creditors": ["BB"],
        "content": "something",
    }
    return {**basic, **fields}


PACT = {"id": "pact", "title": "Pact", "form": "treaty", "parties": ["AA", "BB"], "signed": "1941-03-01"}


def event(entry_id: str, date: str, **fields: Any) -> dict[str, Any]:
    """A plain event."""
    return {"id": entry_id, "title": entry_id, "date": date, **fields}
