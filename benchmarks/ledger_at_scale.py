"""Time and memory of the ledger on large generated packs, beside clingo and DuckDB, which must first give the same answers.

    python -m benchmarks.ledger_at_scale                      # everything; writes benchmarks/results/ledger_at_scale.json
    python -m benchmarks.ledger_at_scale --sizes 100,1000     # smaller

Each measurement runs in a process of its own, several times; the table shows medians.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import machine
from benchmarks.measured import MONTH_ENDS, ONE_DAY, SEED, WORK

RESULTS = Path(__file__).parent / "results" / "ledger_at_scale.json"
SIZES = (100, 1_000, 10_000, 100_000)
LONG = 20
"""Seconds beyond which a measurement is not repeated."""
CLINGO_ONE_DAY, CLINGO_WHOLE, CLINGO_MONTHS = 100_000, 10_000, 10_000
"""The largest packs that clingo is given: in portions, on one day; all at once; in portions, at 120 month-ends. Above these a
single run takes more than a few minutes."""


def measure(work: str, size: int, files: Path) -> dict[str, Any]:
    """One measurement in a new process."""
    command = [sys.executable, "-m", "benchmarks.measured", work, str(size), str(files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def runs(work: str, size: int, files: Path, times: int) -> dict[str, Any]:
    """The medians of several measurements, and the least time. What takes long is measured once."""
    found = [measure(work, size, files)]
    while len(found) < times and found[0]["seconds"] < LONG:
        found.append(measure(work, size, files))
    shown = {key: round(median(each[key] for each in found), 4) for key in found[0]}
    shown["least_seconds"] = round(min(each["seconds"] for each in found), 4)
    shown["runs"] = len(found)
    times_shown = f"{shown['seconds']:9.3f} s (least {shown['least_seconds']:.3f}, processors {shown['cpu_seconds']:.3f})"
    print(f"  {work:14} {size:>7} {times_shown}  {shown['peak_mib']:7.0f} MiB", flush=True)
    return shown


def works(size: int) -> Iterable[str]:
    """What is measured on a pack of this size."""
    yield from ("torgau-one", "torgau-months", "torgau-edit", "duckdb-one", "duckdb-months")
    if size <= CLINGO_ONE_DAY:
        yield "clingo-one"
    if size <= CLINGO_WHOLE:
        yield "clingo-whole"
    if size <= CLINGO_MONTHS:
        yield "clingo-months"


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The slope of log seconds over log size by least squares."""
    xs, ys = [math.log(size) for size in sizes], [math.log(second) for second in seconds]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)


def growth(measured: dict[str, dict[str, Any]], work: str) -> dict[str, float] | None:
    """How time (of the processors, which other programs disturb least) grows with size from 1,000 commitments on, beside n log n
    over the same sizes."""
    pairs = [(int(size), held["cpu_seconds"]) for size, held in measured.get(work, {}).items() if int(size) >= 1000]
    if len(pairs) < 2:
        return None
    sizes, seconds = zip(*pairs, strict=True)
    bound = exponent(sizes, [size * math.log(size) for size in sizes])
    return {"exponent": round(exponent(sizes, seconds), 3), "exponent_of_n_log_n": round(bound, 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--runs", type=int, default=5, help="runs of each measurement (3 at most from 100,000 on)")
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    result: dict[str, Any] = {
        "machine": machine(),
        "seed": SEED,
        "one_day": ONE_DAY,
        "month_ends": len(MONTH_ENDS),
        "compared": {},
        "measured": {work: {} for work in WORK},
    }
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, options.sizes.split(",")):
            files = Path(folder)
            print(f"{size} commitments: the peers must agree first", flush=True)
            with_clingo = {"one": size <= CLINGO_ONE_DAY, "months": size <= CLINGO_MONTHS}
            (files / "ask.pickle").write_bytes(pickle.dumps(with_clingo))
            result["compared"][size] = measure("compare", size, files)
            print(f"  equal: {result['compared'][size]}", flush=True)
            for work in works(size):
                times = min(options.runs, 3) if size >= 100_000 else options.runs
                result["measured"][work][size] = runs(work, size, files, times)
    result["growth"] = {work: growth(result["measured"], work) for work in WORK}
    result["machine"]["load_average_at_the_end"] = machine()["load_average"]
    for work, fitted in result["growth"].items():
        if fitted is not None:
            print(f"{work:16} grows like n^{fitted['exponent']} (n log n over the same sizes: n^{fitted['exponent_of_n_log_n']})")
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
