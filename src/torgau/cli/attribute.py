"""`torgau attribute`: who contributed what, from the record first, then by every model, value and index."""

from __future__ import annotations

import sys

import click

from torgau.cli.outcome_runs import bar
from torgau.cli.settings import REFUSED, Settings, fail, json_option


@click.command("attribute")
@click.argument("outcome", required=False)
@click.option("--value", "values", metavar="V", multiple=True, help="Only these definitions of value (default: all).")
@click.option("--draws", type=click.IntRange(10, 100_000), default=500, show_default=True, help="Members of the ensemble.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=7, show_default=True, help="The seed of all shocks.")
@click.option("--list", "list_all", is_flag=True, help="List the attributions of the pack.")
@json_option
@click.pass_obj
def command(
    settings: Settings, outcome: str | None, values: tuple[str, ...], draws: int, seed: int, list_all: bool, as_json: bool
) -> None:
    """Ask who contributed what to an outcome.

    Every model plays out every coalition of the players. Leave-one-out, Shapley
    and Banzhaf shares (Owen's where unions are declared) are given as ranges,
    for each definition of value; the headline is the set of orderings that
    survive all of them. Exit status 3: no model may speak at the horizon.

    \b
    Examples:
      torgau attribute --list
      torgau attribute contributions
      torgau attribute contributions --value sooner --json
    """
    from torgau.answers.answer import to_json
    from torgau.answers.contributions import contribution_answer
    from torgau.cli.ask import print_answer
    from torgau.outcome.attribution import run_attribution

    record = settings.record()
    if list_all:
        items = [{"id": item.id, "title": item.title} for item in record.attributions.values()]
        click.echo(to_json(items) if as_json else "\n".join(f"{item['id']:<24} {item['title']}" for item in items))
        return
    if not record.attributions:
        fail("this pack declares no attribution", "declare one (docs/outcome.md)")
    name = outcome or next(iter(record.attributions))
    if name not in record.attributions:
        fail(f"no attribution {name!r} in this pack", "see `torgau attribute --list`")
    declared = record.attributions[name]
    known = [value.id for value in declared.values]
    wrong = [value for value in values if value not in known]
    if wrong:
        fail(f"no value {wrong[0]!r}", f"{name} has: {', '.join(known)}")
    with bar("Playing coalitions") as told:
        done = [0]

        def progress(text: str) -> None:
            done[0] += 1
            told(done[0] / (2 ** len(declared.players) * max(len(record.models), 1)), text)

        found = run_attribution(record, declared, values=values, draws=draws, seed=seed, progress=progress)
    answer = contribution_answer(record, found)
    if as_json:
        click.echo(to_json(answer))
    else:
        print_answer(answer)
    if not found.speaking:
        sys.exit(REFUSED)
