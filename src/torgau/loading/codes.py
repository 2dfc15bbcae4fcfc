"""Every code that `torgau check` can print, with what it means and how to mend it. The only list of them.

Codes are words, not numbers: a person who reads `status-overlap` in a log of a year ago knows what it was, a search for it finds
the paragraph in `docs/pack.md`, and two people who add a code at the same time do not claim the same number. They are stable: a
code may be retired, but its word is never given another meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from torgau.loading.codes_checking import TOGETHER
from torgau.loading.codes_outcomes import OUTCOMES
from torgau.loading.codes_reading import ENTRIES, FILES, SERIES, TEXT


class Code(NamedTuple):
    """`severity`: an error stops loading, a warning does not. `title` in a few words; `meaning`; `mend` in general."""

    severity: Literal["error", "warning"]
    title: str
    meaning: str
    mend: str


def _table(text: str) -> dict[str, Code]:
    table: dict[str, Code] = {}
    for block in text.strip().split("\n\n"):
        head, title, meaning, mend = (" ".join(line.split()) for line in block.strip().split("\n"))
        code, severity = head.split()
        assert severity in ("error", "warning"), head
        assert code not in table, head
        table[code] = Code(severity, title, meaning, mend)  # type: ignore[arg-type]
    return table


CODES: Mapping[str, Code] = MappingProxyType(
    _table("\n\n".join(part.strip() for part in (FILES, TEXT, ENTRIES, SERIES, TOGETHER, OUTCOMES)))
)
"""Each code by its name, in the order of the pipeline: files, text, entries, series, what entries say together, outcomes."""
