"""`torgau import`: other people's files into a pack. One sub-command for each kind of file, imported when it runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from torgau.cli.lazy import LazyGroup
from torgau.cli.settings import PROBLEMS, USAGE, WIDTH, json_option

if TYPE_CHECKING:
    from pathlib import Path

    from torgau.importing.batch import Committed
    from torgau.importing.errors import ImportStopped
    from torgau.importing.findings import Finding

SUBCOMMANDS: dict[str, tuple[str, str]] = {
    "iati": ("import_iati", "Activity files of the International Aid Transparency Initiative (XML)."),
    "table": ("import_table", "Any aid tracker's table (CSV, TSV, XLSX), with a mapping file."),
}
"""Each kind of file: the module in `torgau.cli` with its `command`, and the line that `--help` prints for it."""

F = TypeVar("F", bound=Callable[..., Any])


@click.group("import", cls=LazyGroup, modules=SUBCOMMANDS, heading="Kinds of files")
def command() -> None:
    """Bring other people's files into a pack.

    The rows, the entries that they need and a report go into the folder
    imports/NAME of the pack, in one step: an import is there whole or not at
    all, also when it is interrupted. What was dropped, doubtful or read in
    another way than it was written is listed, with its lines and sums.

    \b
    Examples:
      torgau import iati activities.xml --into my-pack
      torgau import iati a.xml b.xml --into my-pack --name river-aid
      torgau import iati --help
    """


def import_options(function: F) -> F:
    """The options of every importer: `--into`, `--name`, `--replace`, `--json`."""
    into = click.option("--into", "pack", required=True, metavar="PACK", help="The folder of the pack.")
    name = click.option("--name", default="", metavar="NAME", help="The folder below imports/ (default: the name of the file).")
    replace = click.option("--replace", is_flag=True, help="Replace an import of this name that has other content.")
    return into(name(replace(json_option(function))))


@contextmanager
def stopping(as_json: bool) -> Iterator[None]:
    """End the program with its status where an import stops: 1 where the pack has problems, 2 where the input cannot be used."""
    from torgau.importing.errors import ImportStopped, PackHasErrors

    try:
        yield
    except PackHasErrors as error:
        if as_json:
            problems = [{name: getattr(each, name) for name in each.__struct_fields__} for each in error.problems]
            click.echo(
                json.dumps({"status": "refused", "reason": error.problem, "problems": problems}, indent=2, ensure_ascii=False)
            )
        for each in error.problems:
            click.echo(str(each), err=True)
        _stop(error, PROBLEMS)
    except ImportStopped as error:
        _stop(error, USAGE)


def _stop(error: ImportStopped, status: int) -> NoReturn:
    click.echo(f"torgau: {error.problem}; {error.mend}", err=True)
    sys.exit(status)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on stderr where that is a terminal, else None. What it gives is told words, the bytes done and the bytes in all."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        tasks: dict[str, Any] = {}

        def tell(words: str, done: int, total: int) -> None:
            if words not in tasks:
                tasks[words] = bar.add_task(words, total=total or None)
            bar.update(tasks[words], completed=done)

        yield tell


def plain_findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings for `--json`."""
    return [
        {
            "kind": each.kind,
            "weight": each.words.weight,
            "title": each.words.title,
            "means": each.words.means,
            "mend": each.words.mend,
            "count": each.count,
            "sums": [{"unit": unit, "value": f"{value:f}"} for unit, value in each.sums],
            "places": list(each.places),
        }
        for each in findings
    ]


def tell(pack: Path | str, kind: str, done: Committed, figures: Mapping[str, Any], lines: Sequence[str], as_json: bool) -> None:
    """Print what an import did: one JSON document with `figures`, or for people `lines` and the findings."""
    if as_json:
        document = {
            "schema": "torgau/import@1",
            "kind": kind,
            "pack": str(pack),
            "status": done.status,
            "folder": done.folder,
            "files": list(done.files),
            "rows": done.rows,
            **figures,
            "findings": plain_findings(done.findings),
        }
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    said = {
        "new": "imported",
        "replaced": "imported, in place of what was there",
        "unchanged": "this was imported before; nothing changed",
    }
    click.echo(f"{pack}/{done.folder}: {said[done.status]}: {done.rows:,} rows")
    for line in lines:
        click.echo(line)
    weight = ""
    for each in done.findings:
        if each.words.weight != weight:
            weight = each.words.weight
            click.echo(f"\n{weight}")
        sums = "; ".join(f"{value:f} {unit}" for unit, value in each.sums[:4]) + "; ..." * (len(each.sums) > 4)
        told = f"{each.words.title} ({each.kind}, {each.count:,} x{'; ' * bool(sums)}{sums})"
        click.echo(click.wrap_text(told, WIDTH, "- ", "  "))
        click.echo(click.wrap_text(f"first: {each.places[0]}", WIDTH, "  ", "    "))
    click.echo(f"\nall of it: {pack}/{done.folder}/report.md")
