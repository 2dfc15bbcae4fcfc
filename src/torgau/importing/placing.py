"""Putting a finished folder into its place by one rename, so that whoever looks sees the old state or the new one.

Everything is written and flushed to disk beside its place first. Where a folder is replaced the two are exchanged in one step of
the kernel; where the system has no such step (Windows, some network drives), the old folder is moved to where `recover` looks.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux, renameat2
_RENAME_SWAP = 2  # macOS, renamex_np


@contextmanager
def locked(folder: Path) -> Iterator[bool]:
    """Hold the lock of a folder; gives False where another process holds it. It is free again when the process ends, however."""
    try:
        import fcntl
    except ImportError:  # Windows: two imports at once are then not noticed
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        except OSError:  # a file system without locks
            pass
        yield True
    finally:
        os.close(handle)


def flush_tree(folder: Path) -> None:
    """Wait until every file and folder below is on disk: a rename must never be there before what it renames."""
    for here, _, names in os.walk(folder):
        for name in names:
            _flush(Path(here) / name)
        flush_folder(Path(here))


def flush_folder(folder: Path) -> None:
    """Wait until the names in a folder are on disk, where the system can do that."""
    if os.name == "posix":
        _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def place(draft: Path, target: Path, aside: Path) -> None:
    """Move `draft` to `target`. What was at `target` is then at `draft` or at `aside`, and is the caller's to remove.

    OSError where the system refuses; then `target` is what it was.
    """
    target.parent.mkdir(exist_ok=True)
    if not target.exists():
        draft.rename(target)
    elif not _exchanged(draft, target):
        target.rename(aside)  # from here to the next line nothing is at `target`; `recover` would put the old one back
        draft.rename(target)
    flush_folder(target.parent)
    flush_folder(target.parent.parent)


def recover(target: Path, aside: Path) -> None:
    """Undo a replacement that was cut off between its two renames."""
    if aside.exists() and not target.exists():
        target.parent.mkdir(exist_ok=True)
        aside.rename(target)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            status = library.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
        elif sys.platform == "darwin":
            status = library.renamex_np(os.fsencode(one), os.fsencode(other), _RENAME_SWAP)
        else:
            return False
    except (OSError, TypeError, AttributeError):  # no such library, no such function
        return False
    return bool(status == 0)


def same_content(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files with the same bytes."""
    names = _files(one)
    return names == _files(other) and all(_same_bytes(one / name, other / name) for name in names)


def _files(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())


def _same_bytes(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as first, other.open("rb") as second:
        while block := first.read(1 << 20):
            if block != second.read(1 << 20):
                return False
    return True


def mirror(source: Path, target: Path, leave_out: Path | None = None) -> None:
    """A second view of the files below `source`, as links to the same files where the file system has them, else as copies.

    Names that begin with a dot, and the folder `leave_out`, are not in it.
    """
    target.mkdir(parents=True, exist_ok=True)
    for each in sorted(source.iterdir()):
        if each.name.startswith(".") or each == leave_out:
            continue
        if each.is_dir() and not each.is_symlink():
            mirror(each, target / each.name, leave_out)
        elif each.is_file():
            _link(each.resolve(), target / each.name)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
