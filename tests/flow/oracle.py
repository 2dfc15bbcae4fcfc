"""Another way to reconcile: row by row in plain Python, from what `docs/flow.md` and the vocabulary say. It shares no code with
`torgau.flow` or with the reading of movements, and it is slow.

`read` gives the rows with the bounds that each adds to the total of its stage; `totals` and `below_zero` fold them.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path

from torgau.vocabulary import Flow

LINE = ("pledged", "committed", "allocated", "available", "shipped", "arrived", "used")
SIDES = ("lost", "diverted", "returned")
ALIKE = (
    *("flow", "id", "date", "from", "to", "unit", "commodity", "route", "donor", "recipient", "instrument", "activity", "parent"),
    *("lot", "source", "locator", "note"),
)
Bounds = tuple[Fraction, Fraction | None]


@dataclass
class Row:
    """One row: its cells without the spaces around them, with what the flow says for empty ones."""

    cells: dict[str, str]
    place: tuple[str, int]
    verified: bool
    left: str = ""
    reasons: list[tuple[str, str]] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.cells[name]

    def number(self, name: str) -> Fraction | None:
        return Fraction(self[name]) if self[name] else None

    @property
    def found(self) -> bool:
        """Whether the row gives any quantity."""
        return any(self[name] for name in ("value", "low", "high"))

    @property
    def entered(self) -> bool:
        """Whether something entered the stage: what was cancelled did not."""
        amount = next(Fraction(self[name]) for name in ("value", "low", "high") if self[name]) if self.found else Fraction(-1)
        return amount >= 0

    @property
    def counts(self) -> bool:
        return self["counted"] != "no"

    @property
    def doubt(self) -> str:
        """Why it may not count; the first reason by name where there are several."""
        return min((why for why, _ in self.reasons if why), default="")

    @property
    def bounds(self) -> Bounds:
        """What it adds to the total of its stage, at least and at most."""
        value, low, high = self.number("value"), self.number("low"), self.number("high")
        least = low if low is not None else value if value is not None else min(Fraction(0), high or Fraction(0))
        most = high if high is not None else value
        treatments = {how for _, how in self.reasons}
        if "no" in treatments:
            return Fraction(0), Fraction(0)
        if "doubtful" in treatments:
            return min(Fraction(0), least), None if most is None else max(Fraction(0), most)
        return least, most

    @property
    def days(self) -> tuple[int, int]:
        return days_of(self["date"])


def days_of(text: str) -> tuple[int, int]:
    """The first and the last day that a date may touch; marks do not widen it, and an open end is the end of time."""
    if "/" in text:
        begins, ends = text.split("/")
        first = date.min.toordinal() if begins == ".." else days_of(begins)[0]
        return first, date.max.toordinal() if ends == ".." else days_of(ends)[1]
    parts = [int(part) for part in text.rstrip("?~").split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else None
    if len(parts) == 3:
        return (date(*parts).toordinal(),) * 2
    first, last = month or 1, month or 12
    return date(year, first, 1).toordinal(), date(year, last, monthrange(year, last)[1]).toordinal()


def read(folder: Path, flows: Sequence[Flow]) -> list[Row]:
    """All rows, in the order of the flows and their files, each with its account and its doubts."""
    rows = []
    for flow in flows:
        held = [row for file in flow.files for row in _rows(folder, file, flow)]
        _accounts(flow, held)
        for row in held:
            if row["counted"] == "no":
                row.reasons.append(("", "no"))
            elif row["counted"] == "doubtful":
                row.reasons.append(("said", "doubtful"))
        _copies(flow, held)
        _hierarchy(flow, held)
        _again(held)
        rows += held
    return rows


def _rows(folder: Path, file: str, flow: Flow) -> Iterable[Row]:
    usual = {"counted": "yes", "donor": flow.donor or "", "recipient": flow.recipient or ""}
    with (folder / file).open(encoding="utf-8", newline="") as stream:
        for line, cells in enumerate(csv.DictReader(stream), start=2):
            row = defaultdict(str, {name: cell.strip(" ") for name, cell in cells.items()})
            first = flow.sources[0]
            verified = row["verified"] == "true"
            if not row["source"] and not row["verified"]:
                verified = first.verified
            if not row["source"]:
                row["source"], row["locator"] = first.source, row["locator"] or first.locator
            for name, word in usual.items():
                row[name] = row[name] or word
            row["flow"] = flow.id
            yield Row(row, (file, line), verified)


def _accounts(flow: Flow, rows: Sequence[Row]) -> None:
    """The account that loses: the one named, else the last earlier stage that the flow keeps."""
    kept = flow.stages or {row["to"] for row in rows}
    for row in rows:
        stage = row["to"]
        row.left = "outside"
        if row["from"]:
            row.left = row["from"]
        elif stage in SIDES:
            row.left = "shipped"
        elif stage in LINE:
            for earlier in LINE[: LINE.index(stage)]:
                if earlier in kept:
                    row.left = earlier


def _copies(flow: Flow, rows: Sequence[Row]) -> None:
    if flow.repeats == "real":
        return
    seen = set()
    for row in rows:
        if row.counts and row.found:
            cells = (*(row[name] for name in ALIKE), *(row.number(name) for name in ("value", "low", "high")))
            if cells in seen:
                row.reasons.append(("copy", "no" if flow.repeats == "copies" else "doubtful"))
            seen.add(cells)


def _hierarchy(flow: Flow, rows: Sequence[Row]) -> None:
    """An activity and the activities right below it report the same stage in the same unit."""

    def above(parent: Row, child: Row) -> bool:
        same = parent["to"] == child["to"] and parent["unit"] == child["unit"]
        return same and child["parent"] != "" and child["parent"] == parent["activity"] != child["activity"]

    for row in rows:
        others = [other for other in rows if other.counts and other.found]
        if flow.hierarchy in ("", "children") and row.counts and any(above(row, other) for other in others):
            row.reasons.append(("parent", "no" if flow.hierarchy else "doubtful"))
        if flow.hierarchy == "parents" and any(above(other, row) for other in others):
            row.reasons.append(("parent", "no"))


def _again(rows: Sequence[Row]) -> None:
    """A lot that enters a stage of the main line for the second time, and not out of a side stage."""
    seen = set()
    for row in sorted(rows, key=lambda row: row.days[0]):  # stable: rows of one day stay as they are written
        if row["lot"] and row.counts and row.entered and row["to"] not in SIDES and row.left not in SIDES:
            key = (row["lot"], row["to"], row["unit"])
            if key in seen:
                row.reasons.append(("again", "doubtful"))
            seen.add(key)


def add(bounds: Iterable[Bounds]) -> Bounds:
    low, high = Fraction(0), Fraction(0)
    unknown = False
    for least, most in bounds:
        low += least
        unknown = unknown or most is None
        high += most or 0
    return low, None if unknown else high


Key = tuple[str, tuple[str, ...], str, bool, str]


def totals(rows: Iterable[Row], flows: Mapping[str, Flow], by: Sequence[str]) -> dict[Key, tuple[Bounds, int, int, int, int]]:
    """By scope, keys, stage, whether it came back, and unit: bounds; how many rows, without quantity, in doubt, unverified."""
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        scope = flows[row["flow"]].scope or row["flow"]
        groups[scope, tuple(row[key] for key in by), row["to"], row.left in SIDES, row["unit"]].append(row)
    found = {}
    for key, held in groups.items():
        spans: dict[str, Bounds] = {}
        for flow in dict.fromkeys(row["flow"] for row in held):
            spans[flow] = add(row.bounds for row in held if row["flow"] == flow)
        clusters = []
        left = list(spans)
        while left:  # what hangs together by `overlaps`
            cluster = [left.pop()]
            for one in cluster:
                near = [other for other in left if other in flows[one].overlaps or one in flows[other].overlaps]
                cluster += near
                left = [other for other in left if other not in near]
            highs = add(spans[flow] for flow in cluster)[1]
            clusters.append((max(spans[flow][0] for flow in cluster), highs))
        counts = (sum(not row.found for row in held), sum(bool(row.doubt) for row in held))
        found[key] = (add(clusters), len(held), *counts, sum(not row.verified for row in held))
    return found


def below_zero(rows: Sequence[Row]) -> set[tuple[str, str, str, str, Fraction]]:
    """Flow, commodity and route (or all), account, unit and by how much the account surely fell below zero at worst.

    On each day: all that may have entered, less what must have left. Told by commodity and route only where the whole is not.
    """
    found: set[tuple[str, str, str, str, Fraction]] = set()
    for parted in (False, True):
        groups: dict[tuple[str, str, str, str], list[tuple[Row, bool]]] = defaultdict(list)
        for row in rows:
            of = f"{row['commodity']} {row['route']}".strip() if parted else ""
            groups[row["flow"], of, row["to"], row["unit"]].append((row, True))
            if row.left != "outside":
                groups[row["flow"], of, row.left, row["unit"]].append((row, False))
        for (flow, of, account, unit), moved in groups.items():
            if parted and any((flow, account, unit) == (one[0], one[2], one[3]) for one in found if not one[1]):
                continue
            least = _worst(moved)
            if least is not None and least < 0:
                found.add((flow, of, account, unit, least))
    return found


def _worst(moved: Sequence[tuple[Row, bool]]) -> Fraction | None:
    """The lowest that the account surely was on any day; None where nothing entered it, or nobody knows how much."""
    if any(row.bounds[1] is None for row, enters in moved if enters):
        return None
    if not any((row.bounds[1] or 0) > 0 for row, enters in moved if enters):
        return None
    days = sorted({day for row, _ in moved for day in row.days} - {date.max.toordinal()})
    balances = []
    for day in days:
        balance = Fraction(0)
        for row, enters in moved:
            first, last = row.days
            amount = row.bounds[1] or Fraction(0) if enters else -row.bounds[0]
            # What helps counts from its first day on, what harms from its last.
            if (first if amount > 0 else last) <= day:
                balance += amount
        balances.append(balance)
    return min(balances, default=None)
