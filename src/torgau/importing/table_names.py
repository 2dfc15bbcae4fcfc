"""Names in a table and what they are in the pack: actors, instruments, words for goods and routes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container
from collections.abc import Mapping as Dict
from pathlib import Path
from typing import Any, NamedTuple

from torgau.importing.mapping import Mapping
from torgau.importing.table_plan import Refusals
from torgau.loading.problems import near, quoted

LONGEST = 40
"""Characters of a text that become an id."""
MOST_WORDS = 10_000
"""More different goods or routes than these are no names but free text."""


class Known(NamedTuple):
    """What the pack holds (without the import that is being replaced): the kind of each id, and names of actors."""

    kinds: Dict[str, str]
    names: Dict[str, str | None]
    """Name, adjective or other name (case folded) to the id of its actor; None where two actors share it."""
    shown: tuple[str, ...]
    """The same names as they are written."""


def known_names(pack: Path, kinds: Dict[str, str]) -> Known:
    """Read the names of the actors of a pack that has been checked already. `kinds` are the ids that count."""
    from torgau.loading import load_record

    names: dict[str, str | None] = {}
    shown: list[str] = []
    for actor in load_record(pack).actors.values():
        if kinds.get(actor.id) == "actors":
            for name in (actor.name, *actor.also):
                key = name.casefold()
                shown.append(name)
                names[key] = actor.id if names.get(key, actor.id) == actor.id else None
    return Known(kinds, names, tuple(shown))


class Names:
    """Turns texts of cells into ids; collects the entries that this makes necessary, and the texts that cannot be settled."""

    def __init__(self, known: Known, mapping: Mapping, refusals: Refusals) -> None:
        self._known = known
        self._create = mapping.new_actors == "create"
        self._kind = mapping.new_actor_kind
        self._written = {*mapping.values.commodity.values(), *mapping.values.route.values()}
        self._refusals = refusals
        self._actors: dict[str, str | None] = {}
        self._words: dict[str, dict[str, str]] = {"commodity": {}, "route": {}}
        self._told: dict[str, dict[str, str]] = {"commodity": {}, "route": {}}
        self.created: dict[str, str] = {}
        """Text to id of each new actor."""

    def actor(self, text: str, place: str) -> str | None:
        """The id of an actor, by its id or its exact name; None (and a reason to refuse) where there is no one such actor."""
        if text not in self._actors:
            self._actors[text] = self._found(text)
        got = self._actors[text]
        if got is None:
            shared = text.casefold() in self._known.names
            problem = f"two actors of the pack are named {quoted(text)}" if shared else f"the pack has no actor {quoted(text)}"
            self._refusals.add(("actor", text), place, problem, lambda: self._actor_mend(text))
        return got

    def _found(self, text: str) -> str | None:
        if self._known.kinds.get(text) == "actors":
            return text
        key = text.casefold()
        if key in self._known.names:
            return self._known.names[key]
        if not self._create:
            return None
        self.created[text] = readable_id(text, {*self._known.kinds, *self.created.values()})
        return self.created[text]

    def _actor_mend(self, text: str) -> str:
        write = f"write `values: {{donor: {{{_yaml(text)}: ID}}}}` (or recipient), or set `new_actors: create`"
        if text.casefold() in self._known.names:
            return f"write `values: {{donor: {{{_yaml(text)}: ID}}}}` with the id of the one that is meant"
        ids = [each for each, kind in self._known.kinds.items() if kind == "actors"]
        guess = near(text, [*ids, *self._known.shown])
        return f"{guess} Else {write}" if guess else write

    def instrument(self, text: str, place: str) -> str | None:
        """The id of an instrument of the pack; None (and a reason to refuse) where there is none."""
        if self._known.kinds.get(text) == "instruments":
            return text

        def mend() -> str:
            guess = near(text, [each for each, kind in self._known.kinds.items() if kind == "instruments"])
            return f"{guess} Else add its entry to the pack, or map the column to `activity` or `note`".strip()

        self._refusals.add(("instrument", text), place, f"the pack has no instrument {quoted(text)}", mend)
        return None

    def word(self, field: str, text: str, place: str, told: str = "") -> str:
        """The id for a commodity or a route: the text itself where it can be one, else made of it. `told` stands in the table."""
        words = self._words[field]
        if text not in words:
            if len(words) >= MOST_WORDS:
                problem = f"the column of `{field}` holds more than {MOST_WORDS:,} different texts"
                mend = "it is free text: map it to `note`, or name the kinds in `values`"
                self._refusals.add((field, ""), place, problem, lambda: mend)
                return ""
            # A word that the mapping itself writes keeps its id, whatever is met before it.
            taken = self._told[field].keys() | (self._written - {text})
            words[text] = readable_id(text, taken)
            self._told[field][words[text]] = told or text
        return words[text]

    def named(self, field: str) -> list[dict[str, Any]]:
        """What a flow declares as its `routes` or `commodities`, in the order of the ids."""
        return [{"id": made, "name": name} for made, name in sorted(self._told[field].items())]

    @property
    def actors(self) -> list[tuple[str, str]]:
        """Each text that names an actor, with the id, sorted."""
        return sorted((text, made) for text, made in self._actors.items() if made)

    def actor_entries(self, source: str) -> list[dict[str, Any]]:
        """The entries of the new actors."""
        return [
            {
                "id": made,
                "name": text,
                "kind": self._kind,
                "sources": [{"source": source}],
                "note": "Named so by the imported table.",
            }
            for text, made in sorted(self.created.items())
        ]


def _yaml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def readable_id(text: str, taken: Container[str]) -> str:
    """An id made of a text, with hyphens for all other signs (`Budget-support`); where that is taken, with a hash of the text."""
    plain = re.sub("[^A-Za-z0-9]+", "-", text).strip("-")[:LONGEST].strip("-")
    mark = hashlib.sha256(text.encode()).hexdigest()
    tries = (plain, *(f"{plain}-{mark[:digits]}".strip("-") for digits in (6, 16, 64)))
    return next(each for each in tries if each and each not in taken)
