"""`torgau published`: tables that others published, computed again. One sub-command a table, imported when it runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from torgau.cli.lazy import LazyGroup
from torgau.cli.settings import fail

SCHEMA = "torgau/published@1"
"""The form of the JSON that is printed for a table of somebody else; what rests on the pack is an answer."""

SUBCOMMANDS: dict[str, tuple[str, str]] = {
    "harrison": ("published_ratios", "Ratios of forces and incomes by a published rule, from the pack or a table."),
    "cinc": ("published_cinc", "The Composite Index of National Capability of every state and year."),
    "group-decision": ("published_group_decision", "Bueno de Mesquita's expected utility model, with its baselines."),
    "battles": ("published_battles", "How well the force ratio tells who won the battles of CDB90."),
    "conference": ("published_conference", "One reading of what a conference could have agreed."),
}
"""Each table: the module in `torgau.cli` with its `command`, and the line that `--help` prints for it."""


@click.group("published", cls=LazyGroup, modules=SUBCOMMANDS, heading="Tables")
def command() -> None:
    """Compute published tables again, from this pack or from files of yours.

    A model that cannot reproduce what others found need not be asked anything
    else. The data sets are not part of Torgau: give the path of your own copy.
    docs/published-tables.md says where they come from and what was measured.

    \b
    Examples:
      torgau published harrison
      torgau published cinc NMC.csv
      torgau published group-decision players.csv --variant corrected
      torgau published battles CDB90.csv
      torgau published conference yalta-conference --move -6
    """


@contextmanager
def reading() -> Iterator[None]:
    """Turn a table that cannot be used, or a library that is not there, into one line and exit status 2."""
    from torgau.outcome.published.reading import TableProblem

    try:
        yield
    except TableProblem as error:
        fail(f"{error.place}: {error.problem}", error.mend)
    except ModuleNotFoundError as error:
        fail(f"this needs the package {error.name}", 'install it with `pip install "torgau[outcome]"`')


def print_table(document: dict[str, Any], lines: Iterable[str], as_json: bool) -> None:
    """Print what came out: one JSON document, or lines for people."""
    if as_json:
        from torgau.answers.answer import to_json

        click.echo(to_json({"schema": SCHEMA, **document}))
        return
    for line in lines:
        click.echo(line)
