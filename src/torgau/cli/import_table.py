"""`torgau import table`: any tracker's CSV, TSV or XLSX, with a mapping."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from torgau.cli.import_ import import_options, progress, stopping, tell
from torgau.cli.settings import PROBLEMS

if TYPE_CHECKING:
    from torgau.importing.errors import ImportStopped
    from torgau.importing.table_import import Imported


@click.command("table")
@click.argument("file", metavar="FILE")
@click.option("--mapping", required=True, metavar="M.yaml", help="What the columns of FILE hold.")
@import_options
def command(file: str, mapping: str, pack: str, name: str, replace: bool, as_json: bool) -> None:
    """Import a table (CSV, TSV or XLSX) as the movements of one flow.

    The mapping, a small YAML file, says which column holds what; nothing is
    guessed. Rows that cannot become movements are dropped, each with its line
    and the reason; what the mapping does not settle (an unknown stage, actor or
    column) stops the import, and all of it is listed. docs/import-table.md
    explains every field and every finding.

    \b
    Examples:
      torgau import table aid.csv --mapping aid.yaml --into my-pack
      torgau import table aid.xlsx --mapping aid.yaml --into my-pack --replace
      torgau import table aid.csv --mapping aid.yaml --into my-pack --json
    """
    from torgau.importing.table_import import import_table

    with stopping(as_json), _listing(as_json), progress() as bar:
        done = import_table(Path(file), Path(mapping), Path(pack), name=name, replace=replace, progress=bar)
    tell(pack, "table", done.committed, _figures(done), _lines(done), as_json)


@contextmanager
def _listing(as_json: bool) -> Iterator[None]:
    """List everything that is wrong with the mapping, or that it does not settle, and end with status 1."""
    from torgau.importing.mapping_reading import MappingHasProblems
    from torgau.importing.table_plan import Refused

    try:
        yield
    except MappingHasProblems as error:
        plain = [{name: getattr(each, name) for name in each.__struct_fields__} for each in error.problems]
        _end(error, [str(each) for each in error.problems], plain, as_json)
    except Refused as error:
        _end(error, [str(each) for each in error.reasons], [each._asdict() for each in error.reasons], as_json)


def _end(error: ImportStopped, lines: list[str], plain: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        document = {"status": "refused", "reason": error.problem, "problems": plain}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    for line in lines:
        click.echo(line, err=True)
    click.echo(f"torgau: {error.problem}; {error.mend}", err=True)
    sys.exit(PROBLEMS)


def _figures(done: Imported) -> dict[str, Any]:
    return {
        "flow": done.flow,
        "table_rows": dict(done.counts),
        "left_out": dict(done.skipped),
        "totals": [
            {"stage": stage, "unit": unit, "rows": rows, "value": f"{stated:f}", "written": f"{written:f}"}
            for stage, unit, rows, stated, written in done.totals
        ],
        "printed_totals": [
            {
                "place": each.place,
                "stage": each.stage,
                "unit": each.unit,
                "commodity": each.commodity,
                "route": each.route,
                "printed": f"{each.value:f}",
                "rows_give": f"{total:f}",
            }
            for each, total in done.controls
        ],
    }


def _lines(done: Imported) -> list[str]:
    counts = done.counts
    left_out = sum(done.skipped.values())
    told = [f"{counts['read']:,} rows read", f"{counts['kept']:,} became movements", f"{counts['dropped']:,} dropped"]
    for word, count in (("in part", counts["partly"]), ("left out by filters", left_out), ("printed totals", counts["controls"])):
        told += [f"{count:,} {word}"] if count else []
    told += [f"{counts[each]:,} {word}" for each, word in (("empty", "without an amount"), ("blank", "blank")) if counts[each]]
    lines = ["; ".join(told), "", done.flow]
    for stage, unit, rows, stated, _ in done.totals:
        lines.append(f"  {stage:<10} {stated:>22f} {unit} ({rows:,} {'row' if rows == 1 else 'rows'})")
    met = sum(total == each.value for each, total in done.controls)
    if done.controls:
        lines += ["", f"printed totals: {met} of {len(done.controls)} are what the rows give"]
    return lines
