"""The totals of a generated pack by a plain script: `csv`, dictionaries and exact numbers. It shares no code with `torgau`.

Two passes over the files: the first finds what may count twice, the second adds up. The answers have the form of every peer:
(scope, the keys, stage, whether it came back, unit) -> (least, most or None, rows).
"""

from __future__ import annotations

import csv
import json
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Context, Decimal, setcontext
from pathlib import Path
from typing import Any

Key = tuple[str, ...]
Answers = dict[Key, tuple[Any, Any, int]]
LINE = ("pledged", "committed", "allocated", "available", "shipped", "arrived", "used")
SIDES = ("lost", "diverted", "returned")
DIGITS = 60


class Pack:
    """The rules of the flows and the margins of the dates."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.flows: list[dict[str, Any]] = json.loads((folder / "flows.yaml").read_text())["flows"]
        self.margins: dict[str, int] = json.loads((folder / "datapackage.json").read_text())["torgau"]["approximate_margins"]
        self.days: dict[str, tuple[date, date]] = {}

    def span(self, text: str) -> tuple[date, date]:
        """The first and the last day of a date."""
        found = self.days.get(text)
        if found is None:
            begin, _, end = text.partition("/")
            found = self.days[text] = (self._day(begin, 0), self._day(end or begin, 1))
        return found

    def _day(self, text: str, last: int) -> date:
        parts = [int(part) for part in text.rstrip("~?").split("-")]
        wide = self.margins[("year", "month", "day")[len(parts) - 1]] if text.endswith("~") else 0
        year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
        day = parts[2] if len(parts) > 2 else (monthrange(year, month)[1] if last else 1)
        return date(year, month, day) + timedelta(wide if last else -wide)

    def year(self, text: str) -> str:
        """The year, or the years in which it begins and ends."""
        first, last = self.span(text)
        return str(first.year) if first.year == last.year else f"{first.year}/{last.year}"

    def rows(self) -> Iterator[tuple[int, dict[str, Any], dict[str, str]]]:
        """Number, flow and cells of every row."""
        at = 0
        for flow in self.flows:
            for file in flow["files"]:
                with (self.folder / file).open(encoding="utf-8", newline="") as stream:
                    for row in csv.DictReader(stream):
                        yield at, flow, row
                        at += 1


def _alike(flow: str, row: dict[str, str]) -> tuple[Any, ...]:
    """What must be equal in copies: all but `counted`. Numbers are compared, not their texts."""
    numbers = (Decimal(row[name]) if row[name] else None for name in ("value", "low", "high"))
    return flow, *numbers, *(cell for name, cell in row.items() if name not in ("value", "low", "high", "counted"))


def doubts(pack: Pack) -> tuple[dict[int, bool], dict[tuple[str, str], str]]:
    """The rows that may not count, with whether they surely do not; and the account that feeds each stage of each flow."""
    kept: dict[str, set[str]] = {flow["id"]: set(flow.get("stages", ())) for flow in pack.flows}
    below: set[tuple[str, str, str, str]] = set()
    reporting: set[tuple[str, str, str, str]] = set()
    hashes: Counter[int] = Counter()
    lots: dict[tuple[str, str, str, str], list[tuple[date, int]]] = defaultdict(list)
    for at, flow, row in pack.rows():
        name, stage, unit = flow["id"], row["to"], row["unit"]
        if "stages" not in flow:
            kept[name].add(stage)
        quantity = row["value"] or row["low"] or row["high"]
        if row["counted"] == "no" or not quantity:
            continue
        if row["parent"] not in ("", row["activity"]):
            below.add((name, row["parent"], stage, unit))
        if row["activity"]:
            reporting.add((name, row["activity"], stage, unit))
        if flow.get("repeats") != "real":
            hashes[hash(_alike(name, row))] += 1
        if row["lot"] and quantity[0] != "-" and stage not in SIDES and row["from"] not in SIDES:
            lots[name, row["lot"], stage, unit].append((pack.span(row["date"])[0], at))
    out: dict[int, bool] = {}
    for entered in lots.values():
        for _, at in sorted(entered)[1:]:
            out[at] = False
    seen: set[tuple[Any, ...]] = set()
    for at, flow, row in pack.rows():
        name = flow["id"]
        if row["counted"] in ("no", "doubtful"):
            out[at] = out.get(at, False) or row["counted"] == "no"
        repeats, hierarchy = flow.get("repeats", ""), flow.get("hierarchy", "")
        if row["counted"] != "no" and repeats != "real" and (row["value"] or row["low"] or row["high"]):
            alike = _alike(name, row)
            if hashes[hash(alike)] > 1:
                if alike in seen:
                    out[at] = out.get(at, False) or repeats == "copies"
                seen.add(alike)
        where = row["to"], row["unit"]
        if hierarchy in ("", "children") and row["counted"] != "no" and (name, row["activity"], *where) in below:
            out[at] = out.get(at, False) or hierarchy == "children"
        if hierarchy == "parents" and row["parent"] not in ("", row["activity"]) and (name, row["parent"], *where) in reporting:
            out[at] = True
    return out, {(flow, stage): _feeder(stage, held) for flow, held in kept.items() for stage in (*LINE, *SIDES)}


def _feeder(stage: str, kept: set[str]) -> str:
    if stage in SIDES:
        return "shipped"
    return next((each for each in reversed(LINE[: LINE.index(stage)]) if each in kept), "outside")


def answers(
    folder: Path, keys: Callable[[Pack, dict[str, str]], Key], donor: str = "", number: Callable[[str], Any] = Decimal
) -> Answers:
    """The totals by `keys`; in every scope of a generated pack the flows overlap, so the largest and their sum are the bounds."""
    setcontext(Context(prec=DIGITS))
    pack = Pack(folder)
    out, feeders = doubts(pack)
    zero = number("0")
    sums: dict[Key, dict[str, list[Any]]] = defaultdict(dict)
    for at, flow, row in pack.rows():
        if donor and row["donor"] != donor:
            continue
        low, value, high = (number(row[name]) if row[name] else None for name in ("low", "value", "high"))
        most = value if high is None else high
        least = low if low is not None else value if value is not None else min(zero, most) if most is not None else zero
        if at in out:
            least = zero if out[at] else min(zero, least)
            most = zero if out[at] else None if most is None else max(zero, most)
        again = (row["from"] or feeders[flow["id"], row["to"]]) in SIDES
        key = (flow.get("scope") or flow["id"], *keys(pack, row), row["to"], "again" if again else "", row["unit"])
        held = sums[key].setdefault(flow["id"], [zero, zero, 0, 0])
        held[0] += least
        held[1] += zero if most is None else most
        held[2] += most is None
        held[3] += 1
    found = {}
    for key, by_flow in sums.items():
        lows, highs, unknown, rows = zip(*by_flow.values(), strict=True)
        found[key] = max(lows), None if any(unknown) else sum(highs, zero), sum(rows)
    return found


def by_route_and_commodity(pack: Pack, row: dict[str, str]) -> Key:
    return row["route"], row["commodity"]


def by_year(pack: Pack, row: dict[str, str]) -> Key:
    return (pack.year(row["date"]),)
