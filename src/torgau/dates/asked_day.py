"""A day asked for on the command line."""

from __future__ import annotations

from torgau.dates.errors import DateError
from torgau.dates.when import When


def parse_day(text: str) -> int:
    """The ordinal of the one day that `text` names, as for `--on`. DateError where it is not exactly one day without marks."""
    ask = "give one day, for instance 1945-12-31"
    try:
        when = When.parse(text)
    except DateError as error:
        raise DateError(text, error.problem, ask) from error
    if when.start.lo is None or not when.is_single_day or when.flags:
        raise DateError(text, "this is not one single day", ask)
    return when.start.lo
