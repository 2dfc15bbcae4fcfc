"""From a folder to texts: which files belong to a pack, read safely.

Nothing outside the pack folder is ever opened. The order of the files is that of their names, so it depends neither on the disk
nor on who unpacked it.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import NamedTuple

from torgau.loading.movement_files import SUFFIX as MOVEMENTS
from torgau.loading.movement_files import MovementFile, scan
from torgau.loading.problems import Problem, problem

MANIFEST = "datapackage.json"
SUFFIXES = (".yaml", ".yml", ".json", ".csv")
"""The files that are read; all others (README, pictures) are left alone, and so is every name that begins with a dot."""
MAX_BYTES = 20_000_000
"""The largest file of a pack, in bytes."""
PACKS = Path(__file__).resolve().parent.parent / "packs"
"""The packs that are installed with Torgau."""


class Folder(NamedTuple):
    """The files of a pack as bytes, by their path from the pack folder with `/`, sorted; and what went wrong in reading them.

    Files of movements may be large: they are hashed where they lie, and read by the database.
    """

    root: Path
    files: dict[str, bytes]
    problems: tuple[Problem, ...]
    movements: dict[str, MovementFile] = {}  # noqa: RUF012 - never written to

    @property
    def hashed(self) -> dict[str, bytes]:
        """What the hash of a pack is made from: the bytes of its files, and the hashes of its movements."""
        return {**self.files, **{path: file.sha256.encode() for path, file in self.movements.items()}}


def pack_path(name_or_path: str | os.PathLike[str]) -> Path:
    """The folder of a pack: a bare name is looked up among the installed packs first, anything else is a path.

    FileNotFoundError or NotADirectoryError where there is none.
    """
    text = os.fspath(name_or_path)
    installed = PACKS / text
    if text and Path(text).name == text and text not in (".", "..") and (installed / MANIFEST).is_file():
        return installed
    path = Path(text or ".").expanduser()
    if not path.exists():
        known = ", ".join(sorted(each.name for each in PACKS.iterdir() if (each / MANIFEST).is_file())) if PACKS.is_dir() else ""
        raise FileNotFoundError(errno.ENOENT, f"there is no such pack (installed: {known or 'none'}) and no such folder", text)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "a pack is a folder, and this is a file", text)
    return path


def read_folder(root: Path) -> Folder:
    """Read all files of a pack. OSError only where the folder itself cannot be listed."""
    real = root.resolve()
    files: dict[str, bytes] = {}
    movements: dict[str, MovementFile] = {}
    problems: list[Problem] = []

    def failed(error: OSError) -> None:
        if error.filename is None or Path(error.filename) == root:
            raise error
        problems.append(_unreadable(Path(error.filename).relative_to(root).as_posix(), error))

    for folder, subfolders, names in os.walk(root, onerror=failed):
        here = Path(folder)
        for name in [each for each in subfolders if (here / each).is_symlink()]:
            if not _inside(here / name, real):
                problems.append(_outside((here / name).relative_to(root).as_posix()))
        subfolders[:] = sorted(each for each in subfolders if not each.startswith("."))
        for name in names:
            if name.startswith(".") or not name.lower().endswith(SUFFIXES):
                continue
            path = (here / name).relative_to(root).as_posix()
            if not path.isprintable():  # bytes that are no UTF-8, or line ends: it could not even be named in a message
                shown = ascii(path)[1:-1]
                mend = "give it a name that can be printed"
                problems.append(problem("file-encoding", shown, 0, 0, "the name of the file is not plain text", mend))
                continue
            got = _opened(here / name, path, real)
            if isinstance(got, bytes):
                files[path] = got
            elif isinstance(got, MovementFile):
                movements[path] = got
            else:
                problems.append(got)
    return Folder(root, dict(sorted(files.items())), tuple(problems), dict(sorted(movements.items())))


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a link that leads to itself: reading it will say so
        return True


def _opened(place: Path, path: str, root: Path) -> bytes | MovementFile | Problem:
    """What is kept of a file: its bytes, or of movements only what a pass over them says."""
    if place.is_symlink() and not _inside(place, root):
        return _outside(path)
    try:
        if not stat.S_ISREG(place.stat().st_mode):  # opening a pipe would wait for ever
            return problem("file-unreadable", path, 0, 0, "this is no ordinary file", "remove it from the pack folder")
        return scan(place, path) if path.endswith(MOVEMENTS) else _read(place, path)
    except OSError as error:
        return _unreadable(path, error)


def _read(place: Path, path: str) -> bytes | Problem:
    with place.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return problem(
            "file-too-large",
            path,
            0,
            0,
            f"the file has {max(place.stat().st_size, MAX_BYTES + 1):,} bytes; at most {MAX_BYTES:,} are read",
            "split it, or keep the raw data outside the pack",
        )
    return content


def _unreadable(path: str, error: OSError) -> Problem:
    return problem(
        "file-unreadable", path, 0, 0, f"cannot be read: {error.strerror or error}", "check that it exists and may be read"
    )


def _outside(path: str) -> Problem:
    return problem("file-outside", path, 0, 0, "this link leads out of the pack folder", "copy what it points to into the pack")


def decode(content: bytes, path: str) -> str | Problem:
    """The text of a file in UTF-8 (a byte order mark is dropped), with `\\n` as its line end; or what is wrong with it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf16(content):
        return problem(
            "file-encoding",
            path,
            1,
            1,
            "this is not UTF-8; it looks like UTF-16",
            "save it as UTF-8 (`iconv -f UTF-16 -t UTF-8`)",
        )
    nul = content.find(b"\0")
    if nul >= 0:
        line = content.count(b"\n", 0, nul) + 1
        return problem("file-binary", path, line, 1, f"byte {nul + 1} is NUL: this is not a text file", "save it as plain text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(content, error, path)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _looks_like_utf16(content: bytes) -> bool:
    start = content[:400]
    half = len(start) // 2
    return half >= 4 and max(start[::2].count(0), start[1::2].count(0)) > 0.8 * half


def _not_utf8(content: bytes, error: UnicodeDecodeError, path: str) -> Problem:
    # A byte order mark was dropped before the position was counted.
    at = error.start + (3 if content.startswith(b"\xef\xbb\xbf") else 0)
    before = content[:at]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    byte = content[at]
    try:
        meant = bytes([byte]).decode("cp1252")
        # The word around it; of a long row of a table only what stands near.
        begins = max(before.rfind(b" ") + 1, before.rfind(b",") + 1, at - 20)
        word = content[begins : at + 12].split(b"\n")[0].split(b" ")[0].decode("cp1252", "replace")
        guess = f"; in Windows-1252 it would be {meant!r}, as in {word!r}"
    except UnicodeDecodeError:
        guess = ""
    return problem(
        "file-encoding",
        path,
        line,
        column,
        f"this is not UTF-8: byte 0x{byte:02X}{guess}",
        "save it as UTF-8" + (" (`iconv -f WINDOWS-1252 -t UTF-8`)" if guess else ""),
    )
