"""Rows of figures and evidence for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from torgau.answers.answer import Evidence

SHOWN_ROWS = 12
SHOWN_EVIDENCE = 12
COLUMNS = (
    "date",
    "start",
    "end",
    "change",
    "dimension",
    "kind",
    "holder",
    "scope",
    "standing",
    "year",
    "title",
    "stage",
    "asserts",
    "verdict",
    "due",
    "days",
)
"""The columns worth a place in 80 characters, in this order; `--json` has all."""


def print_rows(out: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """One small table a step, the first rows of each. What models say has tables of its own."""
    from rich.table import Table

    print_measures(out, [row for row in rows if "difference" in row and "model" in row])
    print_shares(out, [row for row in rows if "index" in row and "player" in row])
    rows = [row for row in rows if not _is_modelled(row)]
    for name, group in groupby(rows, key=lambda row: row.get("step", "")):
        items = list(group)
        columns = [c for c in COLUMNS if any(item.get(c) not in (None, "", "current") for item in items)]
        amounts = any(_is_amount(item) for item in items)
        if not columns and not amounts:
            continue
        table = Table(title=f"{name} ({len(items)})" if name else None, title_justify="left", box=None, pad_edge=False)
        for column in columns:
            table.add_column(column, overflow="fold", no_wrap=column in ("date", "start", "due"))
        if amounts:
            table.add_column("amount", justify="right", overflow="fold")
            table.add_column("source", overflow="fold")
        for item in items[:SHOWN_ROWS]:
            cells = [str(item.get(column) if item.get(column) is not None else "") for column in columns]
            if amounts:
                cells += [_amount(item), str(item.get("source", ""))]
            table.add_row(*cells)
        out.print()
        out.print(table)
        if len(items) > SHOWN_ROWS:
            out.print(f"  ... and {len(items) - SHOWN_ROWS} more; --json has all")


def _is_modelled(row: Mapping[str, Any]) -> bool:
    """Whether a row belongs to a model: a measure, a share, a coalition, a pair of players, an input."""
    return any(name in row for name in ("difference", "player", "coalition", "settled", "changed"))


def print_measures(out: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """The main measures by model: both worlds and their difference, the middle and the 90% range."""
    from rich.table import Table

    # Each axis by itself, and what lies past the scored horizons, is in `--json`.
    main = [row for row in rows if not row["months"] or row["measure"] == f"front-{row['months']}"]
    for antecedent, group in groupby(main, key=lambda row: row.get("antecedent", "")):
        title = f"{antecedent + ': ' if antecedent else ''}Medians and 90% ranges; the difference is taken draw by draw."
        table = Table(title=title, title_justify="left", box=None, pad_edge=False)
        for column in ("measure", "model", "inputs as recorded", "other world", "difference", "standing"):
            number = column in ("inputs as recorded", "other world", "difference")
            table.add_column(column, justify="right" if number else "left", overflow="fold")
        for row in group:
            cells = [_span(row[name]) for name in ("factual", "counterfactual", "difference")]
            says = [row["standing"], *(["prior-driven"] if row["prior_driven"] else [])]
            table.add_row(f"{row['measure']}, {row['difference']['unit']}", row["model"], *cells, "\n".join(says))
        out.print()
        out.print(table)


def print_shares(out: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """What each player contributes by Shapley's index, per value and model, the middle and the 90% range."""
    from rich.table import Table

    shown = [row for row in rows if row["index"] == "shapley"]
    if not shown:
        return
    players = list(dict.fromkeys(row["player"] for row in shown))
    title = "Shares by Shapley's index, medians and 90% ranges; the other indices are in --json."
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in ("value", "model", *players, "standing"):
        table.add_column(column, justify="right" if column in players else "left")
    for (value, model), group in groupby(shown, key=lambda row: (row["value"], row["model"])):
        items = {row["player"]: row for row in group}
        first = items[players[0]]
        cells = [_span(items[player]["range"]) for player in players]
        table.add_row(f"{value}, {first['range']['unit']}", model, *cells, first["standing"])
    out.print()
    out.print(table)


def _span(span: Mapping[str, Any]) -> str:
    return f"{span['p50']:,}\n{span['p05']:,} to {span['p95']:,}"


def _is_amount(item: Mapping[str, Any]) -> bool:
    """Whether the row gives a figure: a value in words, as a status has it, carries no unit."""
    return bool(item.get("unit")) and any(item.get(key) is not None for key in ("value", "low", "high"))


def _amount(item: Mapping[str, Any]) -> str:
    if not _is_amount(item):
        return "quantity not found"
    value, low, high, unit = (item.get(key) for key in ("value", "low", "high", "unit"))
    if value is None and low == high:
        value = low
    if value is not None:
        return f"{'at least ' if item.get('at_least') else ''}{value:,} {unit}"
    return f"{'?' if low is None else format(low, ',')} to {'?' if high is None else format(high, ',')} {unit}"


def evidence_lines(evidence: Iterable[Evidence]) -> list[str]:
    """One line an entry: the entry, its source and locator, and a mark where nobody has read it there yet."""
    lines = [
        f"- {item.id}: {item.source}{', ' + item.locator if item.locator else ''}{'' if item.verified else ' [unverified]'}"
        for item in evidence
    ]
    if len(lines) > SHOWN_EVIDENCE:
        return [*lines[:SHOWN_EVIDENCE], f"  ... and {len(lines) - SHOWN_EVIDENCE} more; --json has all"]
    return lines
