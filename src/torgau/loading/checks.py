"""What entries say together: every semantic check of a pack, each one small pure function, in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from torgau.loading.problems import Finding
from torgau.vocabulary import Record


class Context(NamedTuple):
    """What a check may look at: the entries that could be built, and the kind of every id (None: its file cannot be read)."""

    record: Record
    kinds: Mapping[str, str | None]


Check = Callable[[Context], Iterable[Finding]]

CHECKS: tuple[Check, ...] = ()
