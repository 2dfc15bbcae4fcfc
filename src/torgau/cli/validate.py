"""`torgau validate`: the checks of the models before and after they have seen the record."""

from __future__ import annotations

import click

from torgau.cli.outcome_runs import bar, folder_option, with_models
from torgau.cli.settings import Settings, console, fail, json_option


@click.command("validate")
@click.argument("models", nargs=-1)
@click.option("--quick", is_flag=True, help="Small numbers, minutes; never kept in the pack.")
@click.option("--replicates", type=click.IntRange(2, 1000), help="Simulated data sets of the calibration (default: 100).")
@click.option("--out", metavar="DIR", help="Where the record goes (default: outcome/results in the pack).")
@json_option
@click.pass_obj
def command(
    settings: Settings, models: tuple[str, ...], quick: bool, replicates: int | None, out: str | None, as_json: bool
) -> None:
    """Check the models: priors, calibration on simulated data, sensitivity.

    For each model: do draws from its priors look like such a process at all;
    does the fit find the truth again in simulated data (ranks uniform); does the
    fitted model cover the record; which parameters did the data inform; which
    decide the answer; how much of each what-if is due to sources, parameters,
    chance. An outside view is asked when the process ends, from each origin. A
    run that was stopped goes on where it was.

    \b
    Examples:
      torgau validate --quick --out /tmp/checks
      torgau validate attrition --replicates 200
    """
    import dataclasses

    from torgau.answers.answer import to_json
    from torgau.loading.cache import cache_dir
    from torgau.outcome.fitting import STRUCTURES, case_of
    from torgau.outcome.results import case_key, keep_checks, read_draws
    from torgau.outcome.validation.checks import FULL, QUICK, checks_of, checks_of_view

    record = settings.record()
    if quick and not out:
        fail("a quick run is not kept in the pack", "name a folder with --out")
    wanted = models or tuple(record.models)
    unknown = [name for name in wanted if name not in record.models]
    if unknown or not wanted:
        fail(f"no model {unknown[0]!r} to check" if unknown else "this pack has no model", "see the pack's models")
    folder = folder_option(record, out)
    size = QUICK if quick else FULL
    size = dataclasses.replace(size, replicates=replicates) if replicates else size
    rows = []
    with with_models(), bar("Checking") as told:
        for at, name in enumerate(wanted):
            model = record.models[name]
            protocol = next((item for item in record.protocols.values() if item.process == model.process), None)
            if protocol is None:
                fail(f"no protocol scores the process of {name!r}", "declare one (docs/outcome.md)")

            def progress(text: str, at: int = at) -> None:
                told(at / len(wanted), text[:60])

            if model.structure in STRUCTURES:
                case = case_of(record, name)
                parts = cache_dir() / "checks" / case_key(case)
                found = list(checks_of(case, protocol, read_draws(case), size, parts, progress))
            else:
                found = list(checks_of_view(record, model, protocol, size, progress))
            keep_checks(name, found, folder, quick=quick)
            rows += found
    if as_json:
        click.echo(to_json(rows))
        return
    from torgau.answers.validation_checks import check_in_words

    out_ = console()
    for row in rows:
        out_.print(f"{row['model']}, {row['check']}: {check_in_words(row)}")
