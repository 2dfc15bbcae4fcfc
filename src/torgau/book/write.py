"""Put a book on disk: all of it or none of it, and never over something that is not a book."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

MARK = ".torgau-book"
"""The file by which a folder is known as a book of ours."""


class NotABook(Exception):
    """The folder holds something that is not a book; nothing was changed."""


def may_write(target: Path) -> None:
    """NotABook if something else is there: a file, or a folder with other content."""
    if not target.exists():
        return
    if not target.is_dir():
        raise NotABook(f"{target}: a file of this name is already there")
    if any(target.iterdir()) and not (target / MARK).is_file():
        raise NotABook(f"{target}: the folder is not empty and is not a book of ours")


def write_files(target: Path, files: Iterable[tuple[str, bytes]], mark: str) -> int:
    """Write the files into a new folder beside `target`, then swap the two. Returns the bytes written.

    NotABook where something else is there; OSError where the disk refuses. After an error `target` is what it was before.
    """
    may_write(target)
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    # On the same file system as the target, so that the swap is two renames.
    new = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        total = 0
        for name, content in (*files, (MARK, mark.encode())):
            path = new / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            total += len(content)
        new.chmod(0o777 & ~_umask())
        _swap(new, target)
        return total
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    try:
        target.rename(old / "book")
        try:
            new.rename(target)
        except OSError:
            (old / "book").rename(target)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
