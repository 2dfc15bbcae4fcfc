"""`torgau fit`: calibrate the models of a pack on all that was observed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from torgau.cli.outcome_runs import bar, effort_of, folder_option, with_models
from torgau.cli.settings import PROBLEMS, Settings, fail, json_option

if TYPE_CHECKING:
    from pathlib import Path

    from torgau.outcome.sampling import Effort
    from torgau.vocabulary import Record

DRAWS = 1000


@click.command("fit")
@click.argument("models", nargs=-1)
@click.option("--quick", is_flag=True, help="A small run of minutes, to look at; not for scores.")
@click.option(
    "--seed",
    "seeds",
    type=click.IntRange(0, 2**32 - 1),
    multiple=True,
    help="Seeds of the runs that must agree (default: the protocol's).",
)
@click.option("--draws", type=click.IntRange(50, 100_000), default=DRAWS, show_default=True, help="Draws that are kept.")
@click.option("--out", metavar="DIR", help="Where the draws go (default: outcome/results in the pack).")
@json_option
@click.pass_obj
def command(
    settings: Settings, models: tuple[str, ...], quick: bool, seeds: tuple[int, ...], draws: int, out: str | None, as_json: bool
) -> None:
    """Calibrate models of the pack on all that was observed.

    The draws are kept as text beside the pack, with a key of what they were
    made from. Several seeds run side by side; where they disagree the fit is
    reported as failed and the exit status is 1.

    \b
    Examples:
      torgau fit
      torgau fit attrition --quick --out /tmp/draws
    """
    from torgau.answers.answer import to_json
    from torgau.outcome.fitting import STRUCTURES, case_of, fit
    from torgau.outcome.laws import AGREE
    from torgau.outcome.results import keep_draws
    from torgau.outcome.worlds import last_day

    record = settings.record()
    wanted = models or tuple(record.models)
    unknown = [name for name in wanted if name not in record.models]
    if unknown:
        fail(f"no model {unknown[0]!r} in this pack", f"the pack has: {', '.join(record.models) or 'none'}")
    if quick and not out:
        fail("a quick run is not kept in the pack", "name a folder with --out")
    folder = folder_option(record, out)
    rows = []
    with with_models():
        for name in wanted:
            if record.models[name].structure not in STRUCTURES:
                _outside_view(record, name, tuple(dict.fromkeys(seeds)), effort_of(quick), folder)
                continue
            case = case_of(record, name)
            protocol = next((item for item in record.protocols.values() if item.process == case.process.id), None)
            chosen = tuple(dict.fromkeys(seeds)) or (protocol.seeds if protocol else (1, 2, 3))
            with bar(f"Fitting {name}") as told:
                posterior = fit(
                    case, last_day(case.process.ends), known=False, seeds=chosen, effort=effort_of(quick), progress=told
                )
            path = keep_draws(case, posterior, effort_of(quick), draws, case.process.ends.text, folder)
            rows.append(
                {
                    "model": name,
                    "file": str(path),
                    "seeds": list(chosen),
                    "disagreement": round(posterior.disagreement, 3),
                    "agree": posterior.disagreement <= AGREE,
                    "evidence": [round(float(value), 1) for value in posterior.evidence],
                    "temperatures": list(posterior.temperatures),
                }
            )
    if as_json:
        click.echo(to_json(rows))
    else:
        for row in rows:
            verdict = "the seeds agree" if row["agree"] else "THE SEEDS DISAGREE"
            click.echo(f"{row['model']}: {verdict} (scale reduction {row['disagreement']}); draws in {row['file']}")
    if not all(row["agree"] for row in rows):
        sys.exit(PROBLEMS)


def _outside_view(record: Record, name: str, seeds: tuple[int, ...], effort: Effort, folder: Path) -> None:
    """Fit a model of a reference class, with its score on contests that it had not seen."""
    from torgau.outcome.duration.view import view_of
    from torgau.outcome.results import keep_view

    model = record.models[name]
    with bar(f"Fitting {name}"):
        view = view_of(record, model, seeds=seeds or (1, 2, 3), effort=effort)
    path = keep_view(record, model, view.as_dict(), folder)
    speaks = "may speak of effects" if view.speaks_on_effects else "is mute about effects"
    click.echo(f"{name}: {speaks}; draws in {path}", err=True)
