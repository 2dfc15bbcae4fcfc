"""`torgau flow`: the chain from pledge to use, with what does not reconcile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from torgau.cli import record_text as text
from torgau.cli.settings import Settings, day_option, fail, json_option

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.vocabulary import Record

_ROWS = 60
_FINDINGS = 30


@click.command(name="flow")
@click.option("--from", "donor", metavar="A", help="Only what this actor gave.")
@click.option("--to", "recipient", metavar="B", help="Only what this actor was given.")
@click.option("--by", metavar="KEYS", help="Group by route, year, month, commodity, protocol, donor, recipient, activity, stage.")
@click.option("--flow", "flows", metavar="ID", multiple=True, help="Only these flows (comma-separated or repeated).")
@click.option("--route", "routes", metavar="R", multiple=True, help="Only these routes.")
@click.option("--commodity", "commodities", metavar="C", multiple=True, help="Only these commodities.")
@click.option("--protocol", "instruments", metavar="I", multiple=True, help="Only what was given under these instruments.")
@click.option("--stage", "stages", metavar="S", multiple=True, help="Only these stages.")
@click.option("--unit", metavar="U", default="", help="Convert to this unit, exactly; an error where that is impossible.")
@click.option("--on", "day", metavar="DATE", help="What had come by the end of this day, of all that came.")
@json_option
@click.pass_obj
def command(
    settings: Settings,
    donor: str | None,
    recipient: str | None,
    by: str | None,
    flows: tuple[str, ...],
    routes: tuple[str, ...],
    commodities: tuple[str, ...],
    instruments: tuple[str, ...],
    stages: tuple[str, ...],
    unit: str,
    day: str | None,
    as_json: bool,
) -> None:
    """Show the chain of aid from pledge to use, reconciled.

    Totals stand by account (scope), stage and unit, which are never added to
    one another. Where something may count twice, or was not found, the total
    is given as bounds. Below the totals stands what does not reconcile, with
    its rows.

    \b
    Examples:
      torgau flow
      torgau flow --from US --to SU --by route,year
      torgau flow --flow lend-lease-su-by-route --unit "short tons"
      torgau flow --on 1942-12-31 --json
    """
    from torgau.answers.flows import flow_answer
    from torgau.flow import KEYS, Chosen
    from torgau.units import UnitError
    from torgau.vocabulary.flows import STAGES

    record = settings.record()
    keys = text.words_option([by or ""], (*KEYS, "stage"), "--by")
    givers = text.ids_option(record, donor, "--from")
    takers = text.ids_option(record, recipient, "--to")
    if len(givers) > 1 or len(takers) > 1:
        fail("--from and --to take one actor each", "use `--by donor,recipient` to see several")
    chosen = Chosen(
        flows=text.ids_option(record, ",".join(flows), "--flow", ("flows",)),
        donor=givers[0] if givers else "",
        recipient=takers[0] if takers else "",
        routes=_known(record, "route", routes),
        commodities=_known(record, "commodity", commodities),
        instruments=text.ids_option(record, ",".join(instruments), "--protocol", ("instruments",)),
        stages=text.words_option(stages, STAGES, "--stage"),
    )
    on = day_option(day)
    if on is not None and keys:
        fail("--on and --by exclude each other", "leave one of them out")
    own = tuple(key for key in keys if key != "stage")
    try:
        answer = flow_answer(record, own, chosen, unit=unit, on=on, last=text.last_day(record))
    except UnitError as error:
        fail(str(error), "name flows or commodities of one kind with --flow or --commodity")
    except ValueError as error:
        fail(f"--unit: {error}", "for instance --unit 'metric tons'")
    text.emit(answer, _lines(record, answer, own, on is not None), as_json=as_json)


def _known(record: Record, column: str, words: Sequence[str]) -> tuple[str, ...]:
    """Words of a column that the rows use; others end the program."""
    wanted = [word.strip() for each in words for word in each.split(",") if word.strip()]
    if not wanted:
        return ()
    rows = (
        []
        if not record.movements.count
        else record.movements.cursor().execute(f"SELECT DISTINCT {column} FROM movements").fetchall()
    )
    return text.words_option(wanted, sorted(word for (word,) in rows if word), f"--{column}")


def _lines(record: Record, answer: Answer, keys: Sequence[str], dated: bool) -> Iterator[str]:
    from torgau.answers.flows import scope_name

    yield text.heading(answer, "The chain of aid")
    if not answer.data:
        yield text.wrapped(answer.answer)
        return
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in answer.data:
        groups.setdefault((row["scope"], row["unit"]), []).append(dict(row))
    shown = 0
    for (scope, unit), rows in groups.items():
        if shown >= _ROWS:
            break
        flows = [flow for flow in record.flows.values() if flow.scope_id == scope]
        covers = ", ".join(dict.fromkeys(flow.covers.text for flow in flows if flow.covers is not None))
        yield "\n" + text.wrapped(f"{scope_name(record, scope)} ({unit}{', ' + covers if covers else ''})", 0, 2)
        yield from _table(rows, keys, dated)
        shown += len(rows)
    if not dated and any(row["doubtful"] or row["not_found"] or row["unverified"] for row in answer.data):
        yield "\n? may count twice, - a quantity was not found, * not yet read in a source"
    if shown < len(answer.data):
        yield f"\n  ... and {len(answer.data) - shown:,} more rows; narrow the question, or take --json"
    if answer.findings:
        yield "\nWhat does not reconcile"
        for each in answer.findings[:_FINDINGS]:
            places = (
                f" [{', '.join(each['rows'])}{', ...' if each['matching'] > len(each['rows']) else ''}]" if each["rows"] else ""
            )
            yield text.wrapped(f"{each['kind']}: {each['flow']}: {each['message']}{places}", 2, 4)
        if len(answer.findings) > _FINDINGS:
            yield f"  ... and {len(answer.findings) - _FINDINGS:,} more; --json has all"
    yield ""
    yield from text.caveats(answer)


def _table(rows: Sequence[dict[str, Any]], keys: Sequence[str], dated: bool) -> Iterator[str]:
    """Plain columns: the keys, the stage, the amount on the right, and marks explained below."""
    table = []
    for row in rows:
        stage = row["stage"] + (" again" if row.get("again") else "")
        marks = "".join(mark for mark, name in (("?", "doubtful"), ("-", "not_found"), ("*", "unverified")) if row.get(name))
        cells = [row[key] or "(none)" for key in keys] + [stage, _amount(row["low"], row["high"])]
        table.append([*cells, f"of {_amount(row['of_low'], row['of_high'])}" if dated else marks])
    widths = [max(len(line[at]) for line in table) for at in range(len(table[0]))]
    for line in table:
        cells = [
            cell.rjust(width) if at == len(keys) + 1 else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield ("  " + "  ".join(cells)).rstrip()


def _amount(low: str, high: str | None) -> str:
    from fractions import Fraction

    from torgau.answers.flows import amount

    return amount(Fraction(low), None if high is None else Fraction(high))
