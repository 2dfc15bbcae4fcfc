"""Lists and tables as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def bullets(lines: Iterable[str]) -> str:
    """A list."""
    return "\n".join(f"- {line}" for line in lines)


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table: a bar in a cell is no end of it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)
