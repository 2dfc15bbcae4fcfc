"""The tables of `benchmarks/README.md`, from the results: `python -m benchmarks.tables` writes them between their marks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
README = HERE / "README.md"
NAMES = {
    "torgau-one": "Torgau, one day",
    "duckdb-one": "DuckDB, one day",
    "clingo-one": "clingo in portions, one day",
    "clingo-whole": "clingo all at once, one day",
    "torgau-months": "Torgau, 120 month-ends",
    "duckdb-months": "DuckDB, 120 month-ends",
    "clingo-months": "clingo in portions, 120 month-ends",
}


def scale(result: dict[str, Any]) -> Iterator[str]:
    """Seconds and memory by size; edits; growth."""
    measured = result["measured"]
    sizes = sorted({int(size) for by_size in measured.values() for size in by_size})
    yield from _machine(result["machine"])
    yield ""
    for title, cell in (("seconds (of the processors)", _seconds), ("peak memory, MiB", _memory)):
        rows = [[name, *(cell(measured[work].get(str(size))) for size in sizes)] for work, name in NAMES.items()]
        yield from _table([title, *(f"{size:,}" for size in sizes)], rows)
        yield ""
    edits = [
        [f"{int(size):,}", *(f"{held[key] * 1000:.1f}" for key in ("seconds", "cpu_seconds", "slowest"))]
        for size, held in measured["torgau-edit"].items()
    ]
    yield from _table(["one edit among", "ms, median", "ms of the processors", "ms, slowest of 50"], edits)
    yield ""
    growth = [
        [NAMES[work], f"n^{fitted['exponent']:.2f}", f"n^{fitted['exponent_of_n_log_n']:.2f}"]
        for work in NAMES
        if (fitted := result["growth"].get(work)) is not None
    ]
    yield from _table(["from 1,000 on, time grows like", "measured", "n log n would be"], growth)
    yield ""
    compared = result["compared"].values()
    counts = [f"{sum(each[key] for each in compared):,}" for key in ("duckdb", "clingo", "uncertain")]
    with_each = f"{counts[0]} answers with DuckDB, {counts[1]} with clingo"
    yield f"Compared before timing: {with_each}; {counts[2]} of them open; all equal."


def commands(result: dict[str, Any]) -> Iterator[str]:
    """Milliseconds by command."""
    yield from _machine(result["machine"])
    yield ""
    rows = []
    for name, held in result["commands"].items():
        aim = "" if held["aim_ms"] is None else f"{held['aim_ms']:,}"
        rows.append([f"`{name}`", *(f"{held[key]:,}" for key in ("median_ms", "best_ms", "cpu_ms")), aim])
    yield from _table(["command", "ms, median", "ms, best", "ms of the processors", "aim"], rows)


def _machine(machine: dict[str, Any]) -> Iterator[str]:
    load = f"{machine['load_average']} at the start and {machine['load_average_at_the_end']} at the end"
    yield (
        f"{machine['processors']} processors ({machine['model']}), {machine['memory_gib']} GiB, {machine['system']}, "
        f"Python {machine['python']}; load average {load}."
    )


def _seconds(held: dict[str, Any] | None) -> str:
    if held is None:
        return "not run"
    clock, cpu = held["seconds"], held["cpu_seconds"]
    return f"{_short(clock)} ({_short(cpu)})"


def _short(seconds: float) -> str:
    return f"{seconds:.3f}" if seconds < 1 else f"{seconds:.2f}" if seconds < 10 else f"{seconds:.0f}"


def _memory(held: dict[str, Any] | None) -> str:
    return "not run" if held is None else f"{held['peak_mib']:,.0f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def written(readme: str) -> str:
    """The README with its tables made from the results."""
    for name, make in (("ledger_at_scale", scale), ("command_times", commands)):
        made = "\n".join(make(json.loads((HERE / "results" / f"{name}.json").read_text())))
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        readme = pattern.sub(lambda found, made=made: found[1] + made + "\n" + found[2], readme)  # type: ignore[misc]
    return readme


if __name__ == "__main__":
    README.write_text(written(README.read_text()))
