"""`torgau backtest`: score the models of a pack on what they had not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from torgau.cli.outcome_runs import bar, effort_of, folder_option, with_models
from torgau.cli.settings import Settings, console, fail, json_option

if TYPE_CHECKING:
    from torgau.outcome.speaking import Scores
    from torgau.vocabulary import Record


@click.command("backtest")
@click.argument("protocol", required=False)
@click.option("--quick", is_flag=True, help="A small run of minutes, to look at; never kept in the pack.")
@click.option("--scores", "only_scores", is_flag=True, help="Print the scores of the kept run; run nothing.")
@click.option("--series", metavar="ID", help="Print the forecasts of one series beside its record, figure by figure.")
@click.option("--out", metavar="DIR", help="Where the run's record goes (default: outcome/results in the pack).")
@json_option
@click.pass_obj
def command(
    settings: Settings, protocol: str | None, quick: bool, only_scores: bool, series: str | None, out: str | None, as_json: bool
) -> None:
    """Score the models by a protocol of the pack.

    At each origin every model is fitted to what had been observed by then and
    forecasts what came after, beside naive baselines. A run that was stopped
    goes on where it was. Losing scores are printed first.

    \b
    Examples:
      torgau backtest --scores
      torgau backtest --series front-berlin-centre
      torgau backtest --quick --out /tmp/scores
    """
    from torgau.answers.answer import to_json
    from torgau.answers.scores import score_rows
    from torgau.outcome.speaking import scores_in

    record = settings.record()
    if not record.protocols:
        fail("this pack has no protocol", "declare one (docs/outcome.md)")
    name = protocol or next(iter(record.protocols))
    if name not in record.protocols:
        fail(f"no protocol {name!r} in this pack", f"the pack has: {', '.join(record.protocols)}")
    chosen = record.protocols[name]
    only_scores = only_scores or series is not None
    if not only_scores:
        _run(record, name, quick, out)
    scores = scores_in(record, chosen, folder_option(record, out))
    if scores is None:
        fail("there is no scoring run of this protocol", "run `torgau backtest`")
    if series is not None:
        _series(record, scores, series, as_json)
        return
    rows = score_rows(scores)
    if as_json:
        click.echo(to_json(rows))
        return
    from torgau.cli.scores_text import print_scores

    print_scores(console(), scores, rows)


def _series(record: Record, scores: Scores, series: str, as_json: bool) -> None:
    """Record and model apart: each figure of the record, and what was forecast of it before it was known."""
    from rich.table import Table

    from torgau.answers.answer import to_json
    from torgau.answers.scores import held_out_rows

    rows = held_out_rows(scores, series)
    if not rows:
        fail(f"no figure of {series!r} was forecast", "see the axes and observations of the process")
    if as_json:
        click.echo(to_json(rows))
        return
    title = record.series[series].title if series in record.series else series
    table = Table(title=f"{title}: record, and what was forecast of it (90% range)", title_justify="left", box=None)
    for column in ("day", "record", "months before", "by", "forecast", "inside"):
        table.add_column(column, justify="left" if column in ("day", "by") else "right")
    for row in rows:
        if row["inputs"] == "hindcast" and row["by"] in scores.protocol.models:
            span = f"{row['p05']:.4g} to {row['p95']:.4g}"
            table.add_row(
                row["day"], f"{row['value']:.4g}", str(row["months"]), row["by"], span, "yes" if row["inside"] else "no"
            )
    console().print(table)


def _run(record: Record, name: str, quick: bool, out: str | None) -> None:
    from pathlib import Path

    from platformdirs import user_cache_path

    from torgau.outcome.backtest import MODES, Runner
    from torgau.outcome.results import keep_forecasts, process_key, protocol_key

    protocol = record.protocols[name]
    effort = effort_of(quick)
    key = protocol_key(record, protocol, effort)
    if quick and not out:
        fail("a quick run is not kept in the pack", "name a folder with --out")
    folder = folder_option(record, out)
    parts = Path(user_cache_path("torgau")) / "backtests" / key
    with with_models(), bar("Scoring") as told:
        count = len(MODES) * len(protocol.origins)
        done = [0]

        def report(text: str) -> None:
            done[0] += "forecasts" in text
            told(done[0] / count, text[:60])

        runner = Runner(record, protocol, parts, effort, key, report)
        found = {mode: runner.run(mode) for mode in MODES}
        figures = process_key(record, record.processes[protocol.process])
        about = {"figures": figures, "particles": effort.particles, "moves": effort.moves, "quick": quick}
        keep_forecasts(protocol, key, found, folder, about)
