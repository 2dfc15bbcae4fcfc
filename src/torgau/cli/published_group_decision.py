"""`torgau published group-decision`: the expected utility model on a file of players, with its baselines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from torgau.cli import record_text as text
from torgau.cli.published import print_table, reading
from torgau.cli.settings import PROBLEMS, fail, json_option

if TYPE_CHECKING:
    from torgau.outcome.published.group_decision import Bargained

SAME = 1e-4
"""How closely the rounds must agree with a reference, on the scale of the issue."""


@click.command("group-decision")
@click.argument("file", metavar="FILE")
@click.option("--variant", default="published", show_default=True, metavar="V", help="published, corrected or as-described.")
@click.option("--rounds", default=10, show_default=True, type=click.IntRange(1, 1000), help="How many rounds.")
@click.option("--against", metavar="ROUNDS.csv", help="Compare with these rounds (columns round, median, weighted_mean).")
@json_option
def command(file: str, variant: str, rounds: int, against: str | None, as_json: bool) -> None:
    """Bueno de Mesquita's expected utility model on the players of FILE
    (columns Actor, Capability, Position, Salience), with its baselines.

    The published variant has two known quirks, which docs/published-tables.md
    names; the others mend them. With --against, exit status 1 says that a
    round differs.

    \b
    Examples:
      torgau published group-decision players.csv
      torgau published group-decision players.csv --variant corrected --rounds 20
      torgau published group-decision players.csv --against rounds.csv --json
    """
    from torgau.outcome.published.group_decision import VARIANTS, bargain, read_players

    if variant not in VARIANTS:
        fail(f"--variant: there is no {variant!r}", f"use one of {', '.join(VARIANTS)}")
    with reading():
        found = bargain(read_players(file), rounds, VARIANTS[variant])
        worst = _worst(found, against) if against is not None else None
    document = {
        "table": "group-decision",
        "file": file,
        "variant": variant,
        "baselines": {"weighted_mean": found.baseline_mean, "weighted_median": found.baseline_median},
        "rounds": [
            {
                "round": each.number,
                "median": each.median,
                "weighted_mean": each.mean,
                "positions": dict(zip((player.name for player in found.players), each.positions, strict=True)),
            }
            for each in found.rounds
        ],
        "came_to_rest": found.at_rest,
        "worst_difference": worst,
    }
    print_table(document, _round_lines(found, worst), as_json)
    if worst is not None and worst > SAME:
        sys.exit(PROBLEMS)


def _worst(found: Bargained, path: str) -> float:
    """The largest difference of a median or weighted mean from the reference, over the rounds of both."""
    from torgau.outcome.published.reading import TableProblem, read_table

    rows = {int(row.required("round")): row for row in read_table(path, ("round", "median", "weighted_mean"))}
    both = [(each, rows[each.number]) for each in found.rounds if each.number in rows]
    if not both:
        raise TableProblem(path, 0, "no round of it was computed", "give more with --rounds")
    return max(
        max(abs(each.median - row.required("median")), abs(each.mean - row.required("weighted_mean"))) for each, row in both
    )


def _round_lines(found: Bargained, worst: float | None) -> Iterator[str]:
    yield text.wrapped(f"variant: {found.variant.name}")
    yield text.wrapped(
        f"baselines, without any model: weighted mean {found.baseline_mean:.4f}, weighted median {found.baseline_median:.4f}"
    )
    yield "\nround      median   weighted mean"
    for each in found.rounds:
        yield f"{each.number:>5}  {each.median:>10.4f}  {each.mean:>14.4f}"
    yield ""
    rest = f"At rest from round {found.at_rest} on." if found.at_rest is not None else "It has not come to rest."
    yield text.wrapped(rest)
    if worst is not None:
        yield text.wrapped(f"Largest difference from the reference: {worst:.1e} ({'agrees' if worst <= SAME else 'differs'}).")
    yield text.wrapped("Note: other variants end elsewhere; what the model says hangs on details of the replication.", 0, 6)
