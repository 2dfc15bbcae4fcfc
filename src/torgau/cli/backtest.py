"""`torgau backtest`: score the models of a pack on what they had not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from torgau.cli.outcome_runs import bar, effort_of, folder_option, with_models
from torgau.cli.settings import Settings, console, fail, json_option

if TYPE_CHECKING:
    from pathlib import Path

    from torgau.outcome.backtest import Report
    from torgau.outcome.sampling import Effort
    from torgau.outcome.speaking import Scores
    from torgau.vocabulary import Record
    from torgau.vocabulary.outcomes import Protocol


@click.command("backtest")
@click.argument("protocol", required=False)
@click.option("--quick", is_flag=True, help="A small run of minutes, to look at; never kept in the pack.")
@click.option("--scores", "only_scores", is_flag=True, help="Print the scores of the kept run; run nothing.")
@click.option("--series", metavar="ID", help="Print the forecasts of one series beside its record, figure by figure.")
@click.option("--left-out", is_flag=True, help="Leave out each theatre in turn: fit on the others, forecast it.")
@click.option("--out", metavar="DIR", help="Where the run's record goes (default: outcome/results in the pack).")
@json_option
@click.pass_obj
def command(
    settings: Settings,
    protocol: str | None,
    quick: bool,
    only_scores: bool,
    series: str | None,
    left_out: bool,
    out: str | None,
    as_json: bool,
) -> None:
    """Score the models by a protocol of the pack.

    At each origin every model is fitted to what had been observed by then and
    forecasts what came after, beside naive baselines. A run that was stopped
    goes on where it was. Losing scores are printed first.

    With --left-out each theatre is left out in turn: parameters are fitted on
    all figures of the other theatres, and its own figures are forecast. This
    tells whether one theatre teaches of another; it is no test of foresight.

    \b
    Examples:
      torgau backtest --scores
      torgau backtest --series front-berlin-centre
      torgau backtest --left-out
      torgau backtest --left-out --scores
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
    if left_out:
        if series is not None:
            fail("--series shows the backtest, not the theatres left out", "ask for one of the two")
        _left_out(record, chosen, only_scores, quick, out, as_json)
        return
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
    from torgau.outcome.backtest import MODES, Runner
    from torgau.outcome.results import keep_forecasts, protocol_key

    protocol = record.protocols[name]
    effort = effort_of(quick)
    key = protocol_key(record, protocol, effort)
    folder = _kept_in(record, quick, out)
    with with_models(), bar("Scoring") as told:
        report = _counting(told, len(MODES) * len(protocol.origins))
        runner = Runner(record, protocol, _parts("backtests", key), effort, key, report)
        found = {mode: runner.run(mode) for mode in MODES}
        about = {**_about(record, protocol, effort, quick), "disagreement": {mode: runner.disagreement(mode) for mode in MODES}}
        keep_forecasts(protocol, key, found, folder, about)


def _left_out(record: Record, protocol: Protocol, only_scores: bool, quick: bool, out: str | None, as_json: bool) -> None:
    """Each theatre left out in turn: run it, unless only the scores of the kept run are asked for, and print how it went."""
    from torgau.answers.answer import to_json
    from torgau.answers.left_out import transfer_rows, transfers_in

    if not only_scores:
        _run_left_out(record, protocol, quick, out)
    found = transfers_in(record, protocol, folder_option(record, out))
    if found is None:
        fail("there is no run of this protocol with theatres left out", "run `torgau backtest --left-out`")
    if as_json:
        click.echo(to_json(transfer_rows(found)))
        return
    from torgau.cli.left_out_text import print_transfers

    print_transfers(console(), found)


def _run_left_out(record: Record, protocol: Protocol, quick: bool, out: str | None) -> None:
    from torgau.outcome.backtest import Parts
    from torgau.outcome.left_out import Leaving, NothingToLeaveOut
    from torgau.outcome.results import keep_left_out, left_out_key

    effort = effort_of(quick)
    key = left_out_key(record, protocol, effort)
    folder = _kept_in(record, quick, out)
    try:
        leaving = Leaving(record, protocol, Parts(_parts("left-out", key), key), effort)
    except NothingToLeaveOut as error:
        fail(str(error), "nothing was run")
    with with_models(), bar("Leaving out") as told:
        found = leaving.run(_counting(told, leaving.count))
        about = {**_about(record, protocol, effort, quick), "disagreement": found.disagreement}
        keep_left_out(protocol, key, found.forecasts, folder, about)


def _kept_in(record: Record, quick: bool, out: str | None) -> Path:
    if quick and not out:
        fail("a quick run is not kept in the pack", "name a folder with --out")
    folder: Path = folder_option(record, out)
    return folder


def _parts(name: str, key: str) -> Path:
    """Where a run keeps what it has done so far."""
    from torgau.loading.cache import cache_dir

    return cache_dir() / name / key


def _counting(told: Any, count: int) -> Report:
    """Tells a progress bar how many of so many parts are done: a part is done when its forecasts are told."""
    done = [0]

    def report(text: str) -> None:
        done[0] += "forecasts" in text
        told(done[0] / count, text[:60])

    return report


def _about(record: Record, protocol: Protocol, effort: Effort, quick: bool) -> dict[str, Any]:
    from torgau.outcome.results import process_key

    figures = process_key(record, record.processes[protocol.process])
    return {"figures": figures, "particles": effort.particles, "moves": effort.moves, "quick": quick}
