"""The files of movements as they lie on disk: found, hashed and counted in one pass, never held in memory as a whole."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from torgau.loading.problems import Problem, near, problem, quoted

SUFFIX = ".movements.csv"
"""How the files of movements end: they may be large, so they are known by name before anything is read."""

REQUIRED = ("date", "to", "value", "unit")
COLUMNS = (
    "id",
    "date",
    "from",
    "to",
    "value",
    "low",
    "high",
    "unit",
    "commodity",
    "route",
    "donor",
    "recipient",
    "instrument",
    "activity",
    "parent",
    "lot",
    "counted",
    "source",
    "locator",
    "verified",
    "note",
)
"""The columns that a file of movements may have, in any order."""
_CHUNK = 1 << 20


class MovementFile(NamedTuple):
    """A file of movements: its path from the pack folder, where it lies, its SHA-256, its number of lines, its first line."""

    path: str
    place: Path
    sha256: str
    lines: int
    first_line: str

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        import csv  # a compiled pack is hashed without it

        return tuple(cell.strip() for cell in next(csv.reader([self.first_line]), []))


def scan(place: Path, path: str) -> MovementFile:
    """Read a file once, for its hash, the number of its lines and its header. OSError where it cannot be read."""
    digest = hashlib.sha256()
    lines, last, first = 0, b"\n", b""
    with place.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if not first:
                first = chunk.split(b"\n", 1)[0]
            digest.update(chunk)
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    lines += last != b"\n"
    return MovementFile(path, place, digest.hexdigest(), lines, first.decode("utf-8-sig", "replace").rstrip("\r"))


def header_problems(file: MovementFile) -> list[Problem]:
    """What is wrong with the first line: each unknown, missing or repeated column."""
    wrong = [f"there is no column {quoted(name)}{_or(name)}" for name in file.header if name not in COLUMNS]
    wrong += [f"the column `{name}` is missing" for name in REQUIRED if name not in file.header]
    wrong += [f"the column `{name}` stands twice" for name in COLUMNS if file.header.count(name) > 1]
    mend = f"the first line names the columns, separated by commas; known are {', '.join(COLUMNS)}"
    return [problem("movement-header", file.path, 1, 1, message, mend) for message in wrong[:5]]


def _or(name: str) -> str:
    found = near(name, COLUMNS)
    return f"; {found}" if found else ""


def line_of(place: Path, number: int) -> str:
    """One line of a file, for messages; read from the start, since only a broken file is asked."""
    with place.open(encoding="utf-8", errors="replace", newline="\n") as stream:
        for at, text in enumerate(stream, start=1):
            if at == number:
                return text.rstrip("\r\n")
    return ""


def odd_line(place: Path) -> int:
    """The first line that is blank, or on which a quoted cell does not end; 0 where there is none."""
    with place.open(encoding="utf-8", errors="replace", newline="\n") as stream:
        for at, text in enumerate(stream, start=1):
            if not text.strip() or text.count('"') % 2:
                return at
    return 0
