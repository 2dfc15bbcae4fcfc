"""Every worked example of docs/ledger.md, with the numbers computed there by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.ledger import build
from torgau.ledger import Ledger, Verdict
from torgau.ledger.verdict import DayRange, NumberRange
from torgau.vocabulary import Record

PAGE = Path(__file__).parents[2] / "docs" / "ledger.md"


class Row(NamedTuple):
    """One line of a table: the columns by name."""

    example: str
    cells: dict[str, str]


def examples() -> dict[str, tuple[Record, list[Row]]]:
    """The examples of the page, by title."""
    text = PAGE.read_text(encoding="utf-8").split("## Worked examples")[1]
    found = {}
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        title = part.splitlines()[0]
        pack = yaml.safe_load(re.search(r"```yaml\n(.*?)```", part, re.DOTALL)[1])  # type: ignore[index]
        table = [line for line in part.splitlines() if line.startswith("|")]
        head = _cells(table[0])
        rows = [Row(title, dict(zip(head, _cells(line), strict=True))) for line in table[2:]]
        found[title] = _record(pack), rows
    return found


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _record(pack: dict[str, list[dict[str, Any]]]) -> Record:
    entries: list[Any] = [build.instrument("pact", "1830-01-01")]
    for item in pack.get("events", []):
        entries.append(build.event(item.pop("id"), item.pop("date"), **item))
    for item in pack.get("commitments", []):
        entries.append(build.commitment(item.pop("id"), **item))
    return build.record(*entries, complete="1839-12-31", period="1830/1839")


EXAMPLES = examples()


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 16
    assert sum(len(rows) for _, rows in EXAMPLES.values()) > 80


@pytest.mark.parametrize(
    ("title", "at"), [(title, at) for title, (_, rows) in EXAMPLES.items() for at in range(len(rows))], ids=str
)
def test_worked_example(title: str, at: int) -> None:
    record, rows = EXAMPLES[title]
    cells = rows[at].cells
    commitment_id, _, reading = cells["commitment"].partition("/")
    known_by = cells.get("known by", "-")
    ledger = Ledger(record, None if known_by == "-" else build.day(known_by))
    shown = ledger.verdict(commitment_id, build.day(cells["on"]))
    verdict = shown.main if not reading else next(item for item in shown.verdicts if item.reading == reading)
    found = {
        "commitment": cells["commitment"],
        "on": verdict.on,
        "known by": verdict.known_by or "-",
        "verdict": " or ".join(verdict.possible),
        "due": verdict.timing.due or "-",
        "done": verdict.timing.done or "-",
        "days": _days(verdict.timing.days),
        "flags": ", ".join(verdict.flags) or "-",
        "amount": _amount(verdict),
    }
    assert {name: found[name] for name in cells} == cells
    assert verdict.verdict == (verdict.possible[0] if len(verdict.possible) == 1 else "uncertain")
    assert verdict.why


def _days(days: int | DayRange | None) -> str:
    return "-" if days is None else str(days) if isinstance(days, int) else f"{days.low} to {days.high}"


def _amount(verdict: Verdict) -> str:
    amount = verdict.amount
    if amount is None:
        return "-"
    return f"{_number(amount.performed)} of {amount.owed} {amount.unit}, {_number(amount.ratio)}"


def _number(value: str | NumberRange | None) -> str:
    return f"{value.low} to {value.high}" if isinstance(value, NumberRange) else str(value)
