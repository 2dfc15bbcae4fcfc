"""Organisations and countries as actors of the pack: one id for each, the same in every import."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from torgau.importing.iati_activity import Org, Share
from torgau.importing.texts import safe_id

NO_REPORTER = "reporter-not-stated"


class Actors:
    """The actors that an import names. `known` gives the kind of every id of the pack, `mapped` the id for a ref, name or code.

    Who is in the pack already is used, not written again. The first name that is met is the name.
    """

    def __init__(self, known: Mapping[str, str], mapped: Mapping[str, str]) -> None:
        self._known = known
        self._mapped = mapped
        self._ids: dict[tuple[str, str], str] = {}
        self._entries: dict[str, dict[str, Any]] = {}

    def org(self, org: Org) -> str:
        """The id of an organisation: by its reference, else by its name; empty where it has neither."""
        if not org:
            return ""
        key = ("org", org.ref or org.name)
        found = self._ids.get(key)
        if found is None:
            mapped = self._mapped.get(org.ref) or self._mapped.get(org.name)
            found = self._ids[key] = mapped or self._free(safe_id(key[1], "org"))
            if not mapped:
                note = f"IATI organisation identifier: {org.ref}" if org.ref else "named without an identifier in IATI"
                self._add(found, org.name or org.ref, "organisation", note)
        entry = self._entries.get(found)
        if entry is not None and org.name and entry["name"] == org.ref:
            entry["name"] = org.name
        return found

    def reporter(self, org: Org) -> str:
        """The id of a reporting organisation; a placeholder where none is named."""
        if not org and NO_REPORTER not in self._entries:
            self._add(NO_REPORTER, "Reporting organisation not stated", "organisation", "")
        return self.org(org) or NO_REPORTER

    def recipient(self, share: Share) -> str:
        """The id of a country (its two letters) or a region."""
        key = (share.kind, share.code or share.name)
        found = self._ids.get(key)
        if found is None:
            code = key[1].upper() if share.kind == "country" else key[1]
            mapped = self._mapped.get(share.code) or self._mapped.get(code) or self._mapped.get(share.name)
            plain = share.kind == "country" and re.fullmatch(r"[A-Z]{2}", code)
            found = self._ids[key] = mapped or self._free(code if plain else safe_id(code, share.kind))
            if not mapped:
                kind, note = ("state", f"ISO 3166-1 code {code}") if plain else ("group", f"IATI {share.kind} code {code}")
                self._add(found, share.name or code, kind, note)
        return found

    def _free(self, wanted: str) -> str:
        """The id, or one beside it where the pack has it for something that is no actor."""
        return wanted if self._known.get(wanted, "actors") == "actors" else f"{wanted}-actor"

    def _add(self, actor: str, name: str, kind: str, note: str) -> None:
        if actor not in self._known:
            self._entries.setdefault(actor, {"id": actor, "name": name, "kind": kind, **({"note": note} if note else {})})

    def name(self, actor: str) -> str:
        """How people read it."""
        return str(self._entries[actor]["name"]) if actor in self._entries else actor

    def entries(self) -> Iterator[dict[str, Any]]:
        """The entries of those who were not in the pack, by id."""
        for actor in sorted(self._entries):
            yield self._entries[actor]
