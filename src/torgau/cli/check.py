"""`torgau check`: every problem of a pack at its place, or the counts of what it holds."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from torgau.cli.settings import PROBLEMS, WIDTH, Settings, fail, json_option

if TYPE_CHECKING:
    from torgau.loading import Problem


@click.command(name="check")
@click.argument("pack", required=False, metavar="[PACK]")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@json_option
@click.pass_obj
def command(settings: Settings, pack: str | None, strict: bool, as_json: bool) -> None:
    """Check a pack: report every problem with its file, line and column, the
    line itself, and how to mend it; or count what the pack holds.

    The exit status is 1 where there is an error, 0 otherwise. The codes in
    brackets are explained in docs/pack.md.

    \b
    Examples:
      torgau check
      torgau check my-pack --strict
      torgau check my-pack --json
    """
    from torgau.loading import check_pack
    from torgau.loading.problems import has_errors

    name = pack or settings.pack
    try:
        result = check_pack(name)
    except OSError as error:
        fail(f"{name}: {error.strerror or error}", "give the name of a shipped pack or the path of a folder")
    problems = [_as_error(each) for each in result.problems] if strict else list(result.problems)
    if as_json:
        click.echo(json.dumps({"pack": name, "problems": [_plain(each) for each in problems], "counts": result.counts}, indent=2))
    else:
        click.echo(_text(name, problems, result.counts))
    sys.exit(PROBLEMS if has_errors(problems) else 0)


def _as_error(problem: Problem) -> Problem:
    from msgspec.structs import replace

    return replace(problem, severity="error")


def _plain(problem: Problem) -> dict[str, object]:
    from msgspec.structs import asdict

    return asdict(problem)


def _text(name: str, problems: list[Problem], counts: dict[str, int]) -> str:
    import textwrap

    from torgau.loading.problems import tally
    from torgau.loading.references import counted

    held = ", ".join(counted(kind, count) for kind, count in counts.items() if count) or "nothing"
    return "\n".join(
        [
            *map(str, problems),
            f"{name}: {tally(problems) if problems else 'no problems'}",
            *textwrap.wrap(f"holds {held}", WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False),
        ]
    )
