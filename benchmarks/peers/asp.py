"""The verdicts by clingo: facts for the rules of `ledger.lp`, and all brave consequences of the two."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.peers.facts import Tables

RULES = Path(__file__).with_name("ledger.lp")
PORTION = 250
"""How many cases are solved at once."""

Verdicts = dict[tuple[int, int], frozenset[str]]
"""For each case and each day asked about, the possible verdicts."""


class Program(NamedTuple):
    """The record as facts: those of each case, with the possible days of its events, and the calendar that all need."""

    cases: list[str]
    calendar: str


def program(tables: Tables) -> Program:
    """The record as facts."""
    lines: list[list[str]] = [[] for _ in tables.names]
    runs: dict[int, list[str]] = {}
    for event, lo, hi in tables.runs:
        runs.setdefault(event, []).append(f"run({event},{lo},{hi}).")
    for case, fact in _facts(tables):
        lines[case].append(fact)
    for case, event in _events(tables):
        lines[case] += runs[event]
    return Program(["\n".join(each) for each in lines], "\n".join(_calendar(tables)))


def _facts(tables: Tables) -> Iterator[tuple[int, str]]:
    for case, standard, made, by, months, days, counted_from, until, enough, claimed in tables.cases:
        yield case, f"case({case}). made({case},{made})."
        if standard == "refrain":
            yield case, f"refrain({case})."
        if by is not None:
            yield case, f"by({case},{by})."
        if counted_from is not None:
            yield case, f"length({case},{months},{days}). from_{counted_from}({case})."
        if until is not None:
            yield case, f"until({case},{until})."
        if enough is not None:
            yield case, f"enough({case},{enough})."
        if claimed:
            yield case, f"complete({case},{claimed})."
    yield from ((case, f"trigger({case},{event}).") for case, event in tables.triggers)
    yield from ((case, f"act({case},{event}).") for case, event in tables.acts)
    yield from ((case, f"item({case},{event},{low},{high}).") for case, event, low, high in tables.items)
    yield from ((case, f"suspended({case},{event},{last}).") for case, event, last in tables.suspensions)
    for case, how, event, day in tables.endings:
        yield case, f'ended({case},"{how}",{day}).' if event is None else f'ended_by({case},"{how}",{event}).'


def _events(tables: Tables) -> Iterator[tuple[int, int]]:
    for rows in (tables.triggers, tables.acts, tables.items, tables.suspensions):
        yield from ((row[0], row[1]) for row in rows)
    yield from ((case, event) for case, _, event, _ in tables.endings if event is not None)


def _calendar(tables: Tables) -> Iterator[str]:
    known = [day for _, lo, hi in tables.runs for day in (lo, hi)] + [row[2] for row in tables.cases]
    first, last = date.fromordinal(min(known)), date.fromordinal(max(known))
    longest = max((row[4] for row in tables.cases), default=0)
    for index in range(12 * first.year + first.month - 1, 12 * last.year + last.month + longest):
        year, month = index // 12, index % 12 + 1
        begins, length = date(year, month, 1).toordinal(), monthrange(year, month)[1]
        yield f"month({index},{begins},{length})."
        yield from (f"cal({begins + day - 1},{index},{day})." for day in range(1, length + 1))


def verdicts(facts: Program, on: Sequence[int], portion: int = PORTION) -> Verdicts:
    """The possible verdicts of every case on each day.

    Cases share no unknown that matters to more than one verdict, so they can be solved in portions. That is much faster: the
    search for one more verdict goes through everything that is solved at once.
    """
    found: dict[tuple[int, int], set[str]] = {}
    asked = " ".join(f"on({day})." for day in on)
    for start in range(0, len(facts.cases), portion):
        text = "\n".join((*facts.cases[start : start + portion], facts.calendar, asked))
        for symbol in _brave(text):
            case, day, verdict = symbol.arguments
            found.setdefault((case.number, day.number), set()).add(verdict.string)
    return {key: frozenset(held) for key, held in found.items()}


def _brave(text: str) -> Sequence[Any]:
    """What is shown in some answer set."""
    import clingo

    control = clingo.Control(["--enum-mode=brave", "--warn=none"])
    control.load(str(RULES))
    control.add("base", [], text)
    control.ground([("base", [])])
    symbols: Sequence[Any] = ()
    with control.solve(yield_=True) as handle:
        for model in handle:  # each model of this mode holds all that was found so far
            symbols = model.symbols(shown=True)
    return symbols
