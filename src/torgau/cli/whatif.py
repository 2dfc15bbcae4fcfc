"""`torgau whatif`: what would have been different, by each model that may speak, against its factual twin."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from torgau.cli.settings import REFUSED, Settings, console, day_option, fail, json_option

if TYPE_CHECKING:
    from torgau.outcome.whatif import WhatIf

DRAWS = 2000
SEED = 7


@click.command("whatif")
@click.argument("antecedent", required=False)
@click.option("--list", "list_all", is_flag=True, help="List the antecedents of the pack.")
@click.option("--draws", type=click.IntRange(10, 1_000_000), default=DRAWS, show_default=True, help="Members of the ensemble.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=SEED, show_default=True, help="The seed of all shocks.")
@click.option("--until", metavar="DATE", help="Ask about this day; past the horizon the answer is refused.")
@click.option("--show-run", type=click.IntRange(0), metavar="N", help="Print one member in both worlds instead.")
@json_option
@click.pass_obj
def command(
    settings: Settings,
    antecedent: str | None,
    list_all: bool,
    draws: int,
    seed: int,
    until: str | None,
    show_run: int | None,
    as_json: bool,
) -> None:
    """Ask what would have been different under an antecedent of the pack.

    Every model runs the recorded world and the other one on the same random
    numbers, from what the record says up to the antecedent's day; the answer
    is their difference, in ranges. A model that has not beaten the baselines at
    a horizon does not answer there. Exit status 3: not identified, or past the
    horizon; the reason is given.

    \b
    Examples:
      torgau whatif --list
      torgau whatif no-lend-lease
      torgau whatif no-lend-lease --draws 500 --seed 11 --json
      torgau whatif no-lend-lease --show-run 3
    """
    from dataclasses import replace

    from torgau.answers.answer import to_json
    from torgau.answers.outcomes import listed_antecedents, whatif_answer
    from torgau.answers.whatif_words import horizon_refusal
    from torgau.cli.ask import print_answer
    from torgau.outcome.whatif import run_whatif

    record = settings.record()
    if list_all:
        items = listed_antecedents(record)
        if as_json:
            click.echo(to_json(items))
        else:
            for item in items:
                click.echo(f"{item['id']:<32} {item['title']}")
        return
    if antecedent is None:
        fail("no antecedent was named", "see `torgau whatif --list`")
    if antecedent not in record.antecedents:
        fail(f"no antecedent {antecedent!r} in this pack", "see `torgau whatif --list`")
    day = day_option(until)
    refusal = horizon_refusal(record, record.antecedents[antecedent], day) if day is not None else None
    if refusal:
        click.echo(f"torgau: {refusal}", err=True)
        sys.exit(REFUSED)
    found = replace(run_whatif(record, record.antecedents[antecedent], draws=draws, seed=seed), until=day)
    if show_run is not None:
        _show_run(found, show_run, as_json)
        return
    answer = whatif_answer(record, found)
    if as_json:
        click.echo(to_json(answer))
    else:
        print_answer(answer)
    if not found.identified:
        sys.exit(REFUSED)


def _show_run(found: WhatIf, member: int, as_json: bool) -> None:
    from rich.table import Table

    from torgau.answers.answer import to_json
    from torgau.answers.outcomes import run_rows

    if member >= found.draws:
        fail(f"there is no member {member}", f"members are numbered 0 to {found.draws - 1}")
    rows = run_rows(found, member)
    if as_json:
        click.echo(to_json(rows))
        return
    table = Table(title=f"Member {member} of {found.draws}, seed {found.seed}: one run, not an answer", box=None)
    for column in ("model", "day", "what", "recorded world", "other world"):
        table.add_column(column, justify="right" if "world" in column else "left")
    for row in rows:
        table.add_row(row["model"], row["day"], row["what"], f"{row['factual']:,.0f}", f"{row['counterfactual']:,.0f}")
    console().print(table)
