"""`load_record`: the one way to a record. A compiled pack comes straight from the cache; the parsers are not even imported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from torgau.loading import cache as kept
from torgau.loading.files import Folder, pack_path, read_folder
from torgau.vocabulary import Record

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from torgau.loading.pipeline import CheckResult
    from torgau.loading.problems import Problem


def load_record(name_or_path: str | Path, *, cache: bool = True) -> Record:
    """The record of a shipped pack (by name) or of a pack folder (by path).

    With `cache` it is read from the compiled pack where there is one for exactly these files, and compiled otherwise. PackError
    where the pack has errors; it lists all of them, and nothing is half loaded. OSError where there is no such folder.
    """
    folder = read_folder(pack_path(name_or_path))
    content = kept.content_hash(folder.hashed)
    key = kept.key_of(content)
    if cache and not folder.problems:
        record = kept.fetch(_name(folder), key)
        if record is not None:
            return replace(record, folder=str(folder.root))
    record, warnings = _built(folder, content)
    if cache:
        kept.store(_name(folder), key, record, warnings)
    return replace(record, folder=str(folder.root))


def check_pack(name_or_path: str | Path, *, memory: str = "2GB") -> CheckResult:
    """Check a pack from its files: every problem, what it holds, and its record if no problem is an error.

    `memory` bounds what the database may keep of large movement files; beyond it, it uses the disk.
    """
    from torgau.loading.pipeline import check_folder

    folder = read_folder(pack_path(name_or_path))
    content = kept.content_hash(folder.hashed)
    result = check_folder(folder, content, memory=memory)
    if result.record is not None:
        key = kept.key_of(content)
        if not kept.holds(_name(folder), key):
            kept.store(_name(folder), key, result.record, result.problems)
    return result


def open_compiled(name_or_path: str | Path) -> DuckDBPyConnection:
    """A read-only connection to the compiled pack, which is made if need be; in memory where no file can be written."""
    import duckdb

    folder = read_folder(pack_path(name_or_path))
    content = kept.content_hash(folder.hashed)
    key = kept.key_of(content)
    path = kept.path_of(_name(folder), key)
    if folder.problems or kept.fetch(_name(folder), key) is None:
        record, warnings = _built(folder, content)
        if kept.store(_name(folder), key, record, warnings) is None:
            in_memory: DuckDBPyConnection = kept.open_in_memory(key, record, warnings)
            return in_memory
    connection: DuckDBPyConnection = duckdb.connect(str(path), read_only=True, config={"threads": 1})
    return connection


def _built(folder: Folder, content: str) -> tuple[Record, tuple[Problem, ...]]:
    from torgau.loading.pipeline import record_of

    return record_of(folder, content)


def _name(folder: Folder) -> str:
    return folder.root.resolve().name
