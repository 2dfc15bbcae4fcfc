"""The scores of a backtest for a terminal: one table for each kind of figure and way with the inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from torgau.answers.scores import SHOWN_MODES, against_prior, score_tables, skill_in_words

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
    models = scores.protocol.models
    allowed = sorted((row["by"], row["months"], row["standing"]) for row in rows if row["speaks"] and row["by"] in models)
    said = [f"{by} at {months} months ({standing})" for by, months, standing in allowed]
    out.print("May speak: " + ("; ".join(said) or "no model at any horizon") + ".")
    against = [against_prior(scores, "hindcast", name, "front", months) for name in models for months in scores.protocol.horizons]
    worse = [skill for skill in against if skill is not None and skill.skill <= 0]
    if worse:
        out.print(
            f"Fitted models against their own priors, on the front: in {len(worse)} of {len(against)} cases fitting did not help "
            "(docs/validation.md has the table)."
        )
