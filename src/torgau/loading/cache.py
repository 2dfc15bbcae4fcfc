"""Where compiled packs are kept: in the user's cache folder, under the hash of what they were made from, never by time stamp.

The cache is only ever a shortcut. Whatever is wrong with it (not writable, damaged, in use) costs time, not an answer.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from typing import Any

import torgau
from torgau.loading import compiled
from torgau.loading.problems import Problem
from torgau.vocabulary import Record

CACHE_VARIABLE = "TORGAU_CACHE_DIR"
"""The environment variable that names another folder for compiled packs."""
_KEPT = 6
"""How many compiled versions of packs of one name stay."""
_DAY = 86_400
_log = logging.getLogger("torgau")
_said: set[str] = set()


def content_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the sorted paths and bytes of a pack."""
    digest = hashlib.sha256()
    for path, content in sorted(files.items()):
        for part in (path.encode(), content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def key_of(content: str) -> str:
    """The key of a compiled pack: what it holds, the layout, and the program that made it."""
    return hashlib.sha256(f"{compiled.FORMAT} {torgau.__version__} {_program()} {content}".encode()).hexdigest()


def cache_dir() -> Path:
    """The folder for compiled packs; it need not exist."""
    if os.environ.get(CACHE_VARIABLE):
        return Path(os.environ[CACHE_VARIABLE])
    from platformdirs import user_cache_path

    return user_cache_path("torgau", appauthor=False)


def holds(pack: str, key: str) -> bool:
    """Whether there is a file for this pack and key."""
    return path_of(pack, key).is_file()


def fetch(pack: str, key: str) -> Record | None:
    """The compiled record, or None where there is none that can be read."""
    path = path_of(pack, key)
    try:
        if not path.is_file():
            return None
        connection = compiled.connect(path, read_only=True)
        try:
            record = compiled.read(connection, key)
        except BaseException:
            connection.close()
            raise
        if not record.movements.count:  # else the record goes on reading them from this file
            connection.close()
        return record
    except (compiled.Damaged, OSError) as error:
        _log.debug("the compiled pack %s is made again: %s", path, error)
        return None


def store(pack: str, key: str, record: Record, warnings: Sequence[Problem]) -> Path | None:
    """Compile a record and keep it: written beside its place, then moved there at once, so that no reader sees half of it.

    None, and one line to the log, where that is impossible.
    """
    path = path_of(pack, key)
    draft: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=".part", dir=path.parent)
        os.close(handle)
        draft = Path(name)
        draft.unlink()  # DuckDB wants to make the file itself
        with closing(compiled.connect(draft, read_only=False)) as connection:
            compiled.write(connection, record, warnings, key)
        compiled.write_movements(draft, record)
        _settle(draft, path)
    except (compiled.Damaged, compiled.engine().Error, OSError) as error:
        if draft is not None:
            for left in (draft, draft.with_name(draft.name + ".wal")):
                with suppress(OSError):
                    left.unlink()
        _say_once(f"cannot keep compiled packs in {path.parent} ({_reason(error)}); loading takes longer, set {CACHE_VARIABLE}")
        return None
    _prune(path)
    return path


def open_in_memory(key: str, record: Record, warnings: Sequence[Problem]) -> Any:
    """The compiled pack as a database in memory, for where no file can be written."""
    import duckdb

    connection = duckdb.connect(":memory:")
    compiled.write(connection, record, warnings, key)
    compiled.copy_movements(connection, record)
    return connection


def path_of(pack: str, key: str) -> Path:
    """Where the compiled pack of this name and key is kept."""
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in pack)[:40] or "pack"
    return cache_dir() / f"{safe}.{key[:40]}.duckdb"


@cache
def _program() -> str:
    """A hash of the code that gives a pack its meaning: an edited checkout must not read what older code compiled."""
    home = Path(torgau.__file__).parent
    digest = hashlib.sha256()
    try:
        for folder in ("dates", "units", "vocabulary", "loading"):
            for path in sorted((home / folder).glob("*.py")):
                digest.update(path.read_bytes())
    except OSError:
        return "unknown"
    return digest.hexdigest()


def _settle(draft: Path, path: Path) -> None:
    with draft.open("rb+") as stream:
        os.fsync(stream.fileno())
    draft.replace(path)
    with suppress(OSError):  # some systems do not open folders
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _prune(path: Path) -> None:
    """Remove the oldest compiled packs of the same name beyond a few, and drafts that nobody finished."""
    name = path.name.split(".", 1)[0]
    with suppress(OSError):
        files = sorted(path.parent.glob(f"{name}.*.duckdb"), key=lambda each: each.stat().st_mtime, reverse=True)
        drafts = [each for each in path.parent.glob(".*.part*") if each.stat().st_mtime < time.time() - _DAY]
        for each in [*(file for file in files[_KEPT:] if file != path), *drafts]:
            with suppress(OSError):
                each.unlink()


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error).split("\n")[0]


def _say_once(message: str) -> None:
    if message not in _said:
        _said.add(message)
        _log.warning("%s", message)
