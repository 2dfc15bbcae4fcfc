"""`torgau published battles`: Brier scores of the force ratio and more on files of battles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from torgau.cli import record_text as text
from torgau.cli.published import print_table, reading
from torgau.cli.settings import json_option

if TYPE_CHECKING:
    from torgau.outcome.published.battles import Scoreboard, Unseen
    from torgau.outcome.published.cross_validation import Interval


@click.command("battles")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--repeats", default=20, show_default=True, type=click.IntRange(1, 1000), help="Repeats of the cross-validation.")
@click.option("--draws", default=2000, show_default=True, type=click.IntRange(100, 100_000), help="Bootstrap draws.")
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Seed of folds and draws.")
@json_option
def command(files: tuple[str, ...], repeats: int, draws: int, seed: int, as_json: bool) -> None:
    """How well the force ratio, and more, tells who won the battles of a CDB90
    file: Brier scores in sample and on battles not seen, with intervals.

    \b
    Examples:
      torgau published battles cdb90.csv
      torgau published battles all.csv one-war.csv --seed 7 --json
    """
    with reading():
        from torgau.outcome.published.battles import read_battles, scoreboard, verdict

        boards = [(file, scoreboard(read_battles(file), repeats=repeats, draws=draws, seed=seed)) for file in files]
    document = {
        "table": "battles",
        "repeats": repeats,
        "draws": draws,
        "seed": seed,
        "files": [{"file": file, **_plain_board(board), "verdict": list(verdict(board))} for file, board in boards],
    }
    print_table(document, (line for file, board in boards for line in _board_lines(file, board, verdict(board))), as_json)


def _plain_board(board: Scoreboard) -> dict[str, Any]:
    return {
        "rows": board.read.rows,
        "scored": len(board.read.battles),
        "undecided": board.read.undecided,
        "without_strength": board.read.without_strength,
        "groups": board.groups,
        "group_count": board.group_count,
        "base_rate": round(board.base_rate, 4),
        "scores": [
            {
                "name": score.name,
                "means": score.means,
                "columns": score.columns,
                "in_sample": round(score.in_sample, 4),
                "unseen_battles": _plain_unseen(score.battles),
                "unseen_groups": _plain_unseen(score.groups),
            }
            for score in board.scores
        ],
    }


def _plain_unseen(unseen: Unseen) -> dict[str, Any]:
    return {
        "brier": round(unseen.score, 4),
        "less_climatology": _plain_interval(unseen.against_climatology),
        "less_force": _plain_interval(unseen.against_force),
    }


def _plain_interval(found: Interval | None) -> dict[str, float] | None:
    return None if found is None else {name: round(getattr(found, name), 4) for name in ("mean", "p05", "p95")}


def _board_lines(file: str, board: Scoreboard, said: Sequence[str]) -> Iterator[str]:
    read = board.read
    yield text.wrapped(
        f"{file}: {len(read.battles)} of {read.rows} battles scored ({read.undecided} without a winner, "
        f"{read.without_strength} without strengths), in {board.group_count} {board.groups}. Brier scores, lower is better:"
    )
    yield f"\n{'':<18}{'in sample':>10}{'unseen':>10}{'unseen':>10}   against force ratio"
    yield f"{'':<18}{'':>10}{'battles':>10}{board.groups:>10}   (unseen {board.groups}, 90%)"
    for score in board.scores:
        yield (
            f"{score.name:<18}{score.in_sample:>10.4f}{score.battles.score:>10.4f}{score.groups.score:>10.4f}   "
            f"{_interval(score.groups.against_force)}"
        ).rstrip()
    yield ""
    for sentence in said:
        yield text.wrapped(sentence)
    yield ""


def _interval(found: Interval | None) -> str:
    return "" if found is None else f"{found.mean:+.4f} [{found.p05:+.4f}, {found.p95:+.4f}]"
