"""The scores of a backtest for a terminal: one table for each kind of figure and way with the inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from torgau.answers.scores import SHOWN_MODES, score_tables, skill_in_words

if TYPE_CHECKING:
    from rich.console import Console

    from torgau.outcome.speaking import Scores


def print_scores(out: Console, scores: Scores, rows: Sequence[Mapping[str, Any]]) -> None:
    """Skill against the best baseline chosen in hindsight, with its 90% interval; the worst forecaster first."""
    from rich.table import Table

    if not scores.current:
        out.print("These scores were made from another state of the pack: no model may speak.", style="bold")
    for made in score_tables(scores):
        title = f"{made.target}, {SHOWN_MODES[made.mode]}: skill [90% interval] by months"
        table = Table(title=title, title_justify="left", box=None)
        table.add_column("forecaster")
        for months in made.months:
            table.add_column(str(months), justify="right")
        for line in made.lines:
            table.add_row(line.by, *(skill_in_words(line.skills.get(months)).replace(" [", "\n[") for months in made.months))
        out.print(table)
        out.print()
    allowed = [f"{row['by']} at {row['months']} months ({row['standing']})" for row in rows if row["speaks"]]
    models = [item for item in allowed if item.split(" at ")[0] in scores.protocol.models]
    out.print("May speak: " + ("; ".join(sorted(models)) or "no model at any horizon") + ".")
