"""What came out where each theatre was left out, for a terminal: one table for each kind of figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torgau.answers.left_out import STALE, Transfers, in_words
from torgau.answers.scores import TARGETS

if TYPE_CHECKING:
    from rich.console import Console


def print_transfers(out: Console, found: Transfers) -> None:
    """Skill of each model in the theatre left out, against the best baseline and its own prior; the losing ones first."""
    from rich.table import Table

    if not found.current:
        out.print(STALE, style="bold")
    for target, words in TARGETS.items():
        rows = [row for row in found.of_models if row.skill.target == target]
        if not rows:
            continue
        table = Table(title=f"{words}: skill [90% interval] in the theatre left out", title_justify="left", box=None)
        for column in ("theatre", "months", "model", "figures", "over the best baseline", "over its own prior"):
            table.add_column(column, justify="right" if column in ("months", "figures") else "left")
        for row in rows:
            skill = row.skill
            value, *span = in_words(skill).partition(" ")
            best, prior = f"{value} {skill.baseline}\n{span[-1]}", in_words(row.over_prior).replace(" ", "\n", 1)
            table.add_row(row.theatre, str(skill.months), skill.by, str(skill.figures), best, prior)
        out.print(table)
        out.print()
    for theatre, model, apart in found.apart:
        out.print(f"Without {theatre} the seeds of {model} do not agree (scale reduction {apart:.3f}).")
