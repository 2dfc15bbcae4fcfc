"""The first pass over the files: can they be read to the end, which activity is above which, what does each organisation report?

A row can only be written when this is known: a parent may name its children after them, and a disbursement comes out of the
commitments where its reporter reports any.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from sys import intern

from torgau.importing.iati_activity import Activity, Org
from torgau.importing.iati_codes import read_type


def key_of(identifier: str) -> int:
    """Eight bytes that stand for an identifier: a file has up to a million of them, and texts take ten times the memory."""
    return int.from_bytes(hashlib.blake2b(identifier.encode(), digest_size=8).digest(), "big")


@dataclass
class Survey:
    """What the first pass found. `above` gives the parent of an activity by the activity's key; `types` the transaction types
    of each reporting organisation; `several` and `circles` the identifiers whose links were not all taken."""

    above: dict[int, str] = field(default_factory=dict)
    types: dict[Org, set[str]] = field(default_factory=dict)
    several: list[str] = field(default_factory=list)
    circles: list[str] = field(default_factory=list)

    def add(self, activity: Activity) -> None:
        """Take in one activity."""
        types = self.types.setdefault(activity.reporter._replace(shape=""), set())
        types.update(read_type(code).number for code in activity.types)
        for parent in activity.parents:
            self._link(activity.identifier, parent)
        for child in activity.children:
            self._link(child, activity.identifier)

    def _link(self, child: str, parent: str) -> None:
        if not child or not parent:
            return
        if child == parent:
            self.circles.append(child)
            return
        key = key_of(child)
        there = self.above.get(key)
        if there is not None and there != parent:
            self.several.append(child)
        if there is None or parent < there:
            self.above[key] = intern(parent)  # many children share one

    def settle(self) -> None:
        """Take out links that lead back to where they begin. Called once, after the last activity."""
        done: set[int] = set()
        for start in list(self.above):
            trail: dict[int, None] = {}
            node = start
            while node in self.above and node not in done and node not in trail:
                trail[node] = None
                node = key_of(self.above[node])
            if node in trail:
                self.circles.append(self.above.pop(node))
            done.update(trail)

    def parent_of(self, identifier: str) -> str:
        """The activity above, if any."""
        return self.above.get(key_of(identifier), "")


def feeder_of(types: Iterable[str]) -> str:
    """The account from which a reporter's disbursements and expenditure come: the last of committed and pledged that it reports,
    else outside. An expenditure does not come out of a disbursement: both spend what was committed."""
    given = set(types)
    return "committed" if "2" in given else "pledged" if "12" in given else "outside"


def survey(activities: Iterable[Activity]) -> Survey:
    """The survey of all activities of all files."""
    found = Survey()
    for activity in activities:
        found.add(activity)
    found.settle()
    return found
