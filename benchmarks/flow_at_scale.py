"""Time and memory of the flow on large generated packs, beside peers that must first give the same answers.

    python -m benchmarks.flow_at_scale                                # 10,000 to 1,000,000 movements
    python -m benchmarks.flow_at_scale --sizes 10000000 --add         # ten million, added to the results
    python -m benchmarks.flow_at_scale --write                        # the tables of README.md from the results

Each measurement runs in a process of its own, seven times; what takes long runs less often. The table shows medians.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.machine import machine, peak_mib
from benchmarks.tables import README, _machine, _seconds, _table

RESULTS = Path(__file__).parent / "results" / "flow_at_scale.json"
SIZES = (10_000, 100_000, 1_000_000)
SEED = 7
RUNS = 7
LONG, VERY_LONG = 10, 60
"""Seconds from which a measurement runs three times, or once."""
DONOR = "D0"
BY = ("route", "commodity")
PLAIN = 1_000_000
"""The largest pack that the peers in Python are given."""
Parts = dict[str, dict[str, float]]
Answers = dict[tuple[str, ...], tuple[Any, Any, int]]


class Different(AssertionError):
    """A peer does not give Torgau's answer."""


@contextmanager
def part(parts: Parts, name: str) -> Iterator[None]:
    """Seconds of the clock and of the processors of one part of a measurement."""
    clock, cpu = time.perf_counter(), time.process_time()
    yield
    parts[name] = {"seconds": time.perf_counter() - clock, "cpu_seconds": time.process_time() - cpu}


# --- what is measured: one process each; `pack` is the folder of the pack, `kept` holds the cache and the peers' tables ---


def torgau_cold(pack: Path, kept: Path) -> Parts:
    """From the files, with an empty cache: read, check, compile and keep; then the totals."""
    shutil.rmtree(kept / "cold", ignore_errors=True)
    os.environ["TORGAU_CACHE_DIR"] = str(kept / "cold")
    from torgau.flow import totals
    from torgau.loading import load_record

    parts: Parts = {}
    with part(parts, "import"):
        record = load_record(pack)
    with part(parts, "totals"):
        totals(record, BY)
    return parts


def torgau_warm(pack: Path, kept: Path) -> Parts:
    """From the compiled pack: load (the files are hashed), totals, the query."""
    os.environ["TORGAU_CACHE_DIR"] = str(kept / "cache")
    from torgau.flow import Chosen, totals
    from torgau.loading import load_record

    parts: Parts = {}
    with part(parts, "load"):
        record = load_record(pack)
    with part(parts, "totals"):
        totals(record, BY)
    with part(parts, "query"):
        totals(record, ("year",), Chosen(donor=DONOR))
    return parts


def torgau_findings(pack: Path, kept: Path) -> Parts:
    """All that does not reconcile."""
    os.environ["TORGAU_CACHE_DIR"] = str(kept / "cache")
    from torgau.flow.findings import findings
    from torgau.loading import load_record

    parts: Parts = {}
    record = load_record(pack)
    with part(parts, "findings"):
        findings(record)
    return parts


def duckdb_cold(pack: Path, kept: Path) -> Parts:
    """The peer's table from the files, into a file of its own."""
    from benchmarks.peers import flow_sql

    parts: Parts = {}
    (kept / "cold.duckdb").unlink(missing_ok=True)
    with part(parts, "import"):
        flow_sql.make(pack, kept / "cold.duckdb").close()
    return parts


def duckdb_warm(pack: Path, kept: Path) -> Parts:
    """The bare query on the peer's own table."""
    from benchmarks.peers import flow_sql

    parts: Parts = {}
    with part(parts, "load"):
        connection = flow_sql.connect(kept / "book.duckdb", read_only=True)
    with part(parts, "totals"):
        flow_sql.totals(connection)
    with part(parts, "query"):
        flow_sql.totals(connection, DONOR)
    return parts


def _pandas(pack: Path, *, exact: bool) -> Parts:
    from benchmarks.peers import flow_pandas

    parts: Parts = {}
    with part(parts, "import"):
        held = flow_pandas.frame(pack, exact=exact)
    with part(parts, "totals"):
        flow_pandas.totals(held)
    with part(parts, "query"):
        flow_pandas.totals(held, DONOR)
    return parts


def pandas_floats(pack: Path, kept: Path) -> Parts:
    return _pandas(pack, exact=False)


def pandas_decimals(pack: Path, kept: Path) -> Parts:
    return _pandas(pack, exact=True)


def plain(pack: Path, kept: Path) -> Parts:
    """The script keeps nothing: each answer is made from the files."""
    from benchmarks.peers import flow_plain

    parts: Parts = {}
    with part(parts, "import and totals"):
        flow_plain.answers(pack, flow_plain.by_route_and_commodity)
    return parts


WORK: dict[str, Callable[[Path, Path], Parts]] = {
    "torgau-cold": torgau_cold,
    "torgau-warm": torgau_warm,
    "torgau-findings": torgau_findings,
    "duckdb-cold": duckdb_cold,
    "duckdb-warm": duckdb_warm,
    "pandas-floats": pandas_floats,
    "pandas-decimals": pandas_decimals,
    "plain": plain,
}
NAMES = {
    "torgau-cold": "Torgau, empty cache",
    "torgau-warm": "Torgau, compiled pack",
    "torgau-findings": "Torgau, compiled pack",
    "duckdb-cold": "DuckDB, from the files",
    "duckdb-warm": "DuckDB, own table",
    "pandas-floats": "pandas, floats",
    "pandas-decimals": "pandas, decimals",
    "plain": "csv, dict, Decimal",
}


# --- equal answers ---


def ours(record: Any, by: tuple[str, ...], donor: str = "") -> Answers:
    """Torgau's totals in the form of the peers."""
    from torgau.flow import Chosen, totals

    return {
        (each.scope, *each.keys.values(), each.stage, "again" if each.again else "", each.unit): (each.low, each.high, each.rows)
        for each in totals(record, by, Chosen(donor=donor))
    }


def compare(pack: Path, kept: Path, size: int) -> dict[str, Any]:
    """Every total and every answer of the query, with every peer. `Different` on the first that a peer sees otherwise."""
    os.environ["TORGAU_CACHE_DIR"] = str(kept / "cache")
    from benchmarks.peers import flow_sql
    from torgau.loading import load_record

    record = load_record(pack)
    totals, query = ours(record, BY), ours(record, ("year",), DONOR)
    found: dict[str, Any] = {
        "movements": record.movements.count,
        "totals": len(totals),
        "answers": len(query),
        "peers": ["DuckDB"],
    }
    (kept / "book.duckdb").unlink(missing_ok=True)
    connection = flow_sql.make(pack, kept / "book.duckdb")
    equal("DuckDB", totals, flow_sql.totals(connection))
    equal("DuckDB", query, flow_sql.totals(connection, DONOR))
    connection.close()
    if size > PLAIN:
        return found
    from benchmarks.peers import flow_pandas, flow_plain

    equal("fractions", totals, flow_plain.answers(pack, flow_plain.by_route_and_commodity, number=Fraction))
    equal("the plain script", totals, flow_plain.answers(pack, flow_plain.by_route_and_commodity))
    equal("the plain script", query, flow_plain.answers(pack, flow_plain.by_year, DONOR))
    held = flow_pandas.frame(pack, exact=True)
    equal("pandas", totals, flow_pandas.totals(held))
    equal("pandas", query, flow_pandas.totals(held, DONOR))
    del held
    found["peers"] += ["csv with fractions", "csv with Decimal", "pandas with Decimal"]
    found["floats"] = float_error(totals, flow_pandas.totals(flow_pandas.frame(pack, exact=False)))
    return found


def equal(peer: str, answers: Answers, theirs: Answers) -> None:
    """The same keys and exactly the same numbers."""
    for key in answers.keys() | theirs.keys():
        if answers.get(key) != theirs.get(key):
            raise Different(f"{key}: {answers.get(key)}; {peer} says {theirs.get(key)}")


def float_error(answers: Answers, theirs: Answers) -> dict[str, Any]:
    """How far sums of floats are from the exact ones; `Different` where they are not even close."""
    off, worst = 0, Fraction(0)
    if answers.keys() != theirs.keys():
        raise Different("sums of floats: other keys")
    for key, (low, high, rows) in answers.items():
        least, most, number = theirs[key]
        for exact, rough in ((low, least), (high, most)):
            if (exact is None) != (rough is None) or rows != number:
                raise Different(f"{key}: {answers[key]}; floats say {theirs[key]}")
            if exact is not None:
                off += float(exact) != rough
                worst = max(worst, abs(Fraction(rough) - exact))
                if abs(Fraction(rough) - exact) > Fraction(1, 10**9) * max(1, abs(exact)):
                    raise Different(f"{key}: {exact}, not {rough}")
    return {"sums": 2 * len(answers), "not_nearest": off, "largest_error": float(f"{float(worst):.2g}")}


# --- the runs ---


def measure(work: str, pack: Path, kept: Path, size: int) -> dict[str, Any]:
    """One measurement in a new process."""
    command = [sys.executable, "-m", "benchmarks.flow_at_scale", "--work", work, str(pack), str(kept), str(size)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{work}: {done.stderr.strip()[-800:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def runs(work: str, pack: Path, kept: Path, size: int, times: int) -> dict[str, Any]:
    """The medians of several measurements."""
    found = [measure(work, pack, kept, size)]
    first = sum(each["seconds"] for each in found[0]["parts"].values())
    times = 1 if first > VERY_LONG else min(times, 3) if first > LONG else times
    while len(found) < times:
        found.append(measure(work, pack, kept, size))
    shown: dict[str, Any] = {"runs": len(found), "peak_mib": median(each["peak_mib"] for each in found), "parts": {}}
    for name in found[0]["parts"]:
        each = [one["parts"][name] for one in found]
        shown["parts"][name] = {key: round(median(one[key] for one in each), 4) for key in ("seconds", "cpu_seconds")}
        shown["parts"][name]["least_seconds"] = round(min(one["seconds"] for one in each), 4)
        told = shown["parts"][name]
        print(
            f"  {work:16} {name:18} {told['seconds']:9.3f} s (least {told['least_seconds']:.3f}, processors "
            f"{told['cpu_seconds']:.3f})  {shown['peak_mib']:7.0f} MiB, {len(found)} runs",
            flush=True,
        )
    return shown


def at(size: int, folder: Path, times: int) -> dict[str, Any]:
    """Generate, compare, measure."""
    from benchmarks.flow_generator import write_pack

    pack, kept = folder / f"pack-{size}", folder / f"kept-{size}"
    kept.mkdir()
    print(f"{size:,} movements: the peers must agree first", flush=True)
    write_pack(pack, size, SEED, processes=2)
    found: dict[str, Any] = {"load_average": machine()["load_average"], "measured": {}}
    found["bytes"] = sum(each.stat().st_size for each in (pack / "flows").iterdir())
    found["compared"] = measure("compare", pack, kept, size)
    print(f"  equal: {found['compared']}", flush=True)
    for work in WORK:
        if size <= PLAIN or work.startswith(("torgau", "duckdb-warm")):
            found["measured"][work] = runs(work, pack, kept, size, times)
    found["load_average_at_the_end"] = machine()["load_average"]
    return found


# --- the tables ---


def tables(result: dict[str, Any]) -> Iterator[str]:
    """Seconds and memory by size, what was compared, how wrong floats are."""
    sizes = sorted(result["sizes"], key=int)
    yield from _machine(result["machine"])
    yield ""
    rows, memory = [], []
    for work, name in NAMES.items():
        held = [result["sizes"][size]["measured"].get(work) for size in sizes]
        for part_name in next(each for each in held if each)["parts"]:
            cells = [_seconds(each["parts"][part_name]) if each else "not run" for each in held]
            rows.append([f"{name}: {part_name}", *cells])
        if work != "torgau-findings":
            memory.append([name, *(f"{each['peak_mib']:,.0f}" if each else "not run" for each in held)])
    shown = [f"{int(size):,}" for size in sizes]
    yield from _table(["seconds (of the processors)", *shown], rows)
    yield ""
    yield from _table(["peak memory, MiB", *shown], memory)
    yield ""
    rows = []
    for size in sizes:
        held, compared = result["sizes"][size], result["sizes"][size]["compared"]
        mine, bare = (held["measured"][work]["parts"]["totals"] for work in ("torgau-warm", "duckdb-warm"))
        ratio = f"{mine['seconds'] / bare['seconds']:.1f} ({mine['cpu_seconds'] / bare['cpu_seconds']:.1f})"
        floats = compared.get("floats")
        wrong = (
            f"{floats['not_nearest']:,} of {floats['sums']:,}, by at most {floats['largest_error']:g}" if floats else "not run"
        )
        load = f"{held['load_average']} to {held['load_average_at_the_end']}"
        rows.append([f"{int(size):,}", f"{held['bytes'] / 1e6:,.0f}", f"{compared['totals']:,}", ratio, wrong, load])
    head = [
        "movements",
        "MB of CSV",
        "totals",
        "warm totals, Torgau to DuckDB (processors)",
        "sums that floats get wrong",
        "load average",
    ]
    yield from _table(head, rows)


def written(readme: str) -> str:
    """The README with the tables of the flow made from the results."""
    made = "\n".join(tables(json.loads(RESULTS.read_text())))
    pattern = re.compile(r"(<!-- flow_at_scale -->\n).*?(<!-- end -->)", re.DOTALL)
    return pattern.sub(lambda found: found[1] + made + "\n" + found[2], readme)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--add", action="store_true", help="keep the results of other sizes")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--write", action="store_true", help="only write the tables of README.md")
    options = parser.parse_args()
    if options.write:
        README.write_text(written(README.read_text()))
        return
    result: dict[str, Any] = {"machine": machine(), "seed": SEED, "sizes": {}}
    if options.add and options.out.exists():
        result["sizes"] = json.loads(options.out.read_text())["sizes"]
    for size in options.sizes.split(","):
        with tempfile.TemporaryDirectory() as folder:
            result["sizes"][size] = at(int(size), Path(folder), options.runs)
    result["machine"]["load_average_at_the_end"] = machine()["load_average"]
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work, pack, kept, size = sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5])
        if work == "compare":
            print(json.dumps(compare(pack, kept, size)))
        else:
            print(json.dumps({"parts": WORK[work](pack, kept), "peak_mib": peak_mib()}))
    else:
        main()
