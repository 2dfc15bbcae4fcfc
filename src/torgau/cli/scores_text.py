"""The scores of a backtest for a terminal: one table for each kind of figure and way with the inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from torgau.answers.scores import SHOWN_MODES, forecasters

if TYPE_CHECKING:
    from rich.console import Console

    from torgau.outcome.speaking import Scores


def print_scores(out: Console, scores: Scores, rows: Sequence[Mapping[str, Any]]) -> None:
    """Skill against the best baseline chosen in hindsight, with its 90% interval; the worst forecaster first."""
    from rich.table import Table

    if not scores.current:
        out.print("These scores were made from another state of the pack: no model may speak.", style="bold")
    for mode, meaning in SHOWN_MODES.items():
        for target in sorted({row["target"] for row in rows}):
            mine = [row for row in rows if row["inputs"] == mode and row["target"] == target]
            if not mine:
                continue
            months = sorted({row["months"] for row in mine})
            table = Table(title=f"{target}, {meaning}: skill [90% interval] by months", title_justify="left", box=None)
            table.add_column("forecaster")
            for each in months:
                table.add_column(str(each), justify="right")
            means = {
                by: sum(row["skill"] for row in mine if row["by"] == by)
                for by in forecasters(scores)
                if any(row["by"] == by for row in mine)
            }
            for by in sorted(means, key=lambda name: (means[name], name)):
                cells = []
                for each in months:
                    row = next((row for row in mine if row["by"] == by and row["months"] == each), None)
                    cells.append(f"{row['skill']:+.2f} [{row['p05']:+.2f}, {row['p95']:+.2f}]" if row else "")
                table.add_row(by, *cells)
            out.print(table)
            out.print()
    allowed = [f"{row['by']} at {row['months']} months ({row['standing']})" for row in rows if row["speaks"]]
    models = [item for item in allowed if item.split(" at ")[0] in scores.protocol.models]
    out.print("May speak: " + ("; ".join(sorted(models)) or "no model at any horizon") + ".")
