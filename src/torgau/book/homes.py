"""Where every entry lives in the book: one page or one anchor for each id."""

from __future__ import annotations

from collections.abc import Mapping

from torgau.record.standings import standings
from torgau.vocabulary import Id, Record

FOLDERS: Mapping[str, str] = {
    "sources": "sources",
    "actors": "actors",
    "places": "places",
    "events": "events",
    "instruments": "instruments",
    "commitments": "ledger",
    "estimates": "estimates",
    "series": "series",
    "flows": "flows",
    "questions": "questions",
    "weightings": "weightings",
    "processes": "outcome",
    "models": "outcome",
    "antecedents": "outcome",
    "protocols": "outcome",
    "attributions": "outcome",
    "ratios": "outcome",
    "issues": "outcome",
    "classes": "outcome",
}
"""The folder of each kind that has a page for every entry. The page that lists the kind is called like the folder."""


def homes(record: Record) -> dict[Id, str]:
    """The address of each entry, relative to the root of the book."""
    found = {entry_id: f"{folder}/{entry_id}.html" for kind, folder in FOLDERS.items() for entry_id in getattr(record, kind)}
    found |= {claim_id: f"claims.html#{claim_id}" for claim_id in record.claims}
    # A status has no page of its own: it is a row of its dimension's table.
    for item in standings(record):
        if item.kind in ("statuses", "offices"):
            found[item.id] = f"statuses/{item.dimension}.html#{item.id}"
    return found


def root_from(path: str) -> str:
    """What leads from a page back to the root of the book."""
    return "../" * path.count("/")
