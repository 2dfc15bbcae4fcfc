"""What is wrong with a pack: one value for each problem, and the error that carries them all."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from torgau.loading.codes import CODES

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""Where something stands inside an entry: field names and list positions from 0 (`("trigger", "event")`)."""

WIDTH = 80
"""Columns of a terminal, for which problems are laid out."""
_EXCERPT = WIDTH - 4


class Problem(msgspec.Struct, frozen=True):
    """One problem of a pack.

    `line` and `column` count from 1 (0: the whole file). `excerpt` is the line as it stands in the file. `message` says what is
    wrong, `mend` what to write instead.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    excerpt: str
    message: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        lines = _wrapped(f"{place}: {self.severity}[{self.code}]: {self.message}", 4)
        lines += _shown(self.excerpt, self.column)
        if self.mend:
            lines += _wrapped(f"  mend: {self.mend}", 8)
        return "\n".join(lines)


class Finding(msgspec.Struct, frozen=True):
    """What a semantic check finds: which entry (empty: the manifest), where in it, and what. It gets its position later."""

    code: str
    entry: str
    path: Path
    message: str
    mend: str


class PackError(Exception):
    """A pack that cannot be used. `problems` lists everything that is wrong, errors and warnings, in file order."""

    def __init__(self, pack: str, problems: Iterable[Problem]) -> None:
        self.pack = pack
        self.problems = tuple(problems)
        super().__init__(pack, self.problems)

    def __str__(self) -> str:
        listed = "\n".join(str(problem) for problem in self.problems)
        return f"{listed}\n{self.pack}: {tally(self.problems)}"


def problem(code: str, file: str, line: int, column: int, message: str, mend: str = "") -> Problem:
    """A problem with the severity of its code. The excerpt is filled in at the end, by `with_excerpts`."""
    return Problem(code, CODES[code].severity, file, line, column, "", message, mend)


def with_excerpts(problems: Iterable[Problem], texts: Mapping[str, str]) -> tuple[Problem, ...]:
    """The problems in the order of file, line and column, each once, with its line as it stands in `texts`."""
    lines: dict[str, list[str]] = {}
    done: dict[Problem, None] = {}
    for each in problems:
        if each.line and each.file in texts:
            held = lines.setdefault(each.file, texts[each.file].split("\n"))
            if each.line <= len(held):
                each = msgspec.structs.replace(each, excerpt=held[each.line - 1].rstrip())
        done[each] = None
    return tuple(sorted(done, key=lambda each: (each.file, each.line, each.column, each.code, each.message)))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether one of them stops loading."""
    return any(each.severity == "error" for each in problems)


def tally(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`."""
    severities = [each.severity for each in problems]
    return ", ".join(
        f"{severities.count(kind)} {kind}{'' if severities.count(kind) == 1 else 's'}" for kind in ("error", "warning")
    )


def quoted(text: object) -> str:
    """A value from a pack inside a message: in quotes, on one line, not longer than 60 characters."""
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(text))
    return f'"{shown[:57]}..."' if len(shown) > 60 else f'"{shown}"'


def near(word: str, options: Iterable[str]) -> str:
    """` Did you mean "..."?` with the nearest of `options`, or nothing where none is near."""
    from rapidfuzz import fuzz, process, utils  # needed only where something is wrong

    ordered = sorted(option for option in set(options) if option != word)
    found = process.extractOne(word, ordered, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=65)
    return f"did you mean {quoted(found[0])}?" if found else ""


def _wrapped(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )


def _shown(excerpt: str, column: int) -> list[str]:
    """The line and a caret below the column, cut to the width of a terminal."""
    if not excerpt:
        return []
    clean = "".join(char if char.isprintable() else " " for char in excerpt)
    first = max(0, column - 1 - _EXCERPT + 16) if len(clean) > _EXCERPT else 0
    cut = clean[first : first + _EXCERPT]
    if first:
        cut = "..." + cut[3:]
    if first + _EXCERPT < len(clean):
        cut = cut[:-3] + "..."
    return [f"  {cut.rstrip()}", f"  {' ' * (column - 1 - first)}^"]
