"""`torgau import iati`: IATI activity files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from torgau.cli.import_ import import_options, progress, stopping, tell
from torgau.cli.settings import fail

if TYPE_CHECKING:
    from torgau.importing.iati_import import Imported


@click.command("iati")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@import_options
@click.option(
    "--expenditure",
    type=click.Choice(["used", "available"]),
    default="used",
    show_default=True,
    help="The stage that expenditure (type 4) reaches: spent on the activity, or on goods that are still to be sent.",
)
@click.option("--hierarchy", type=click.Choice(["parents", "children", "both"]), help="Which count where both report.")
@click.option("--repeats", type=click.Choice(["real", "copies"]), help="What transactions are that are alike in everything.")
@click.option(
    "--actor", "actors", multiple=True, metavar="CODE=ID", help="The actor of the pack for a reference or country code."
)
@click.option("--grade", type=click.Choice(list("ABCDEF")), default="F", show_default=True, help="Reliability of the source.")
@click.option("--url", default="", help="Where the files come from.")
@click.option("--captured", default="", metavar="DATE", help="When they were downloaded (EDTF).")
def command(files: tuple[str, ...], pack: str, name: str, replace: bool, as_json: bool, **choices: Any) -> None:
    """Import IATI activity files (XML, versions 1.04 to 2.03, also .gz).

    Each reporting organisation becomes a flow. Pledges (12) are pledged,
    commitments (2) committed, disbursements (3) arrived, expenditure (4) used;
    types 11 and 13 make a flow of their own; all other types are summed in the
    report only. docs/import-iati.md explains each finding.

    \b
    Examples:
      torgau import iati activities.xml --into my-pack
      torgau import iati a.xml b.xml --into my-pack --name river-aid
      torgau import iati a.xml --into my-pack --hierarchy children
      torgau import iati a.xml --into my-pack --actor GB=UK --json
    """
    from torgau.importing.iati_import import Options, import_iati

    options = Options(
        spending=choices["expenditure"],
        hierarchy=choices["hierarchy"] or "",
        repeats=choices["repeats"] or "",
        grade=choices["grade"],
        url=choices["url"],
        captured=_date(choices["captured"]),
        actors=dict(_actor(each) for each in choices["actors"]),
        replace=replace,
    )
    with stopping(as_json), progress() as bar:
        done = import_iati([Path(each) for each in files], Path(pack), name, options, bar)
    tell(pack, "iati", done.committed, _figures(done), _lines(done), as_json)


def _date(text: str) -> str:
    from torgau.dates import DateError, When

    if text:
        try:
            When.parse(text)
        except DateError as error:
            fail(f"--captured {error.text!r}: {error.problem}", error.mend)
    return text


def _actor(text: str) -> tuple[str, str]:
    code, sign, actor = text.rpartition("=")
    if not (code and sign and actor):
        fail(f"--actor {text!r} is no pair", "write CODE=ID, such as GB=UK")
    return code.strip(), actor.strip()


def _figures(done: Imported) -> dict[str, Any]:
    return {
        "read": [
            {
                "file": each.shown,
                "source": each.source,
                "sha256": each.sha256,
                "version": each.version,
                "activities": each.activities,
                "hierarchy": dict(sorted(each.levels.items())),
                "transactions": dict(sorted(each.types.items())),
                "budgets": each.budgets,
                "planned_disbursements": each.planned,
            }
            for each in done.files
        ],
        "totals": [
            {
                "flow": flow,
                "stage": stage,
                "unit": unit,
                "rows": each.rows,
                "counted": f"{each.value:f}",
                "doubtful": f"{each.doubtful:f}",
                "not_counted": f"{each.left:f}",
                "without_one_value": each.open,
            }
            for (flow, stage, unit), each in done.flows.ordered()
        ],
        "in_no_flow": [
            {"type": name, "unit": unit, "rows": each.rows, "value": f"{each.value:f}", "without_one_value": each.open}
            for (name, unit), each in sorted(done.flows.outside.items())
        ],
    }


def _lines(done: Imported) -> list[str]:
    lines = [
        f"read {each.shown}: {each.activities:,} activities, {each.types.total():,} transactions (version {each.version or '?'})"
        for each in done.files
    ]
    before = ""
    for (flow, stage, unit), each in done.flows.ordered():
        if flow != before:
            lines += ["", flow]
            before = flow
        more = [f"{each.rows:,} rows"]
        more += [f"doubtful {each.doubtful:f}"] if each.doubtful else []
        more += [f"not counted {each.left:f}"] if each.left else []
        more += [f"{each.open:,} without one value"] if each.open else []
        lines.append(f"  {stage:<10} {each.value:>22f} {unit} ({', '.join(more)})")
    return lines
