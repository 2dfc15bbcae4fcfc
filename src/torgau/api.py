"""The Python face: `torgau.load("grand-alliance")` gives a `Pack`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from torgau.vocabulary import Record


@dataclass(frozen=True)
class Pack:
    """A loaded pack. Every method is a pure function of the record; none changes it."""

    record: Record


def load(name_or_path: str | Path = "grand-alliance") -> Pack:
    """Load a shipped pack by name, or a pack folder by path. Raises `torgau.PackError`, which lists every problem."""
    from torgau.loading import load_record

    return Pack(load_record(str(name_or_path)))
