"""What every command shares: which pack is meant, how output is printed, how an error ends the program."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

    from torgau.vocabulary import Record

DEFAULT_PACK = "grand-alliance"
WIDTH = 80

PROBLEMS = 1
USAGE = 2
REFUSED = 3
STOPPED = 130

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Settings:
    """The global options of one call."""

    pack: str = DEFAULT_PACK

    def record(self) -> Record:
        """Load the pack; a pack with problems ends the program with exit status 1, a missing one with 2."""
        from torgau.loading import PackError, load_record

        try:
            return load_record(self.pack)
        except PackError as error:
            click.echo(str(error), err=True)
            sys.exit(PROBLEMS)
        except OSError as error:
            fail(f"{self.pack}: {error.strerror or error}", "give the name of a shipped pack or the path of a folder")


def json_option(function: F) -> F:
    """`--json`: one JSON document on stdout and nothing else there."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(function)


def day_option(value: str | None) -> int | None:
    """Read `--on` and its like: one single day, or a usage error that says how to mend it."""
    if value is None:
        return None
    from torgau.dates import DateError, parse_day

    try:
        return parse_day(value)
    except DateError as error:
        fail(f"{error.text!r}: {error.problem}", error.mend)


def fail(problem: str, mend: str) -> NoReturn:
    """End with exit status 2: wrong usage or unreadable input, in one line."""
    click.echo(f"torgau: {problem}; {mend}", err=True)
    sys.exit(USAGE)


def console() -> Console:
    """A console for people: 80 columns when the output is not a terminal; respects NO_COLOR."""
    from rich.console import Console

    width = None if sys.stdout.isatty() and "COLUMNS" not in os.environ else int(os.environ.get("COLUMNS", WIDTH))
    return Console(width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)
