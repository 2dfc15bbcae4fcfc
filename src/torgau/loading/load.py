"""`load_record`: the one way to a record."""

from __future__ import annotations

from pathlib import Path

from torgau.loading.files import pack_path, read_folder
from torgau.loading.pipeline import record_of
from torgau.vocabulary import Record


def load_record(name_or_path: str | Path, *, cache: bool = True) -> Record:
    """The record of a shipped pack (by name) or of a pack folder (by path).

    PackError where the pack has errors; it lists all of them. OSError where there is no such folder.
    """
    record, _ = record_of(read_folder(pack_path(name_or_path)))
    return record
