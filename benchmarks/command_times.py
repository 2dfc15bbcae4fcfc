"""How long the commands take on the reference pack, from the shell's point of view.

    python -m benchmarks.command_times              # writes benchmarks/results/command_times.json

Every command is a new process, run seven times. *Warm* means that the compiled pack is in the cache; *cold* that the cache folder
is empty before each run, so that the pack is read from its text, checked, compiled and kept. Python's bytecode is always there,
as after an installation. The best run says what the program needs, the median also what else the machine was doing.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.machine import machine

RESULTS = Path(__file__).parent / "results" / "command_times.json"
RUNS = 7
TORGAU = Path(sys.executable).with_name("torgau")


class Timed(NamedTuple):
    """A command, whether the cache is emptied before each run, and the time (ms) that it should not exceed."""

    name: str
    arguments: tuple[str, ...]
    cold: bool = False
    aim: int | None = None


COMMANDS = (
    Timed("torgau --help", ("--help",), aim=150),
    Timed("torgau ledger", ("ledger",), aim=400),
    Timed("torgau ledger --json", ("ledger", "--json"), aim=400),
    Timed("torgau ledger --on (another day)", ("ledger", "--on", "{middle}"), aim=400),
    Timed("torgau status", ("status", "--on", "{middle}")),
    Timed("torgau ask", ("ask", "{question}")),
    Timed("torgau check, cold", ("check",), cold=True, aim=1500),
    Timed("torgau ledger, cold", ("ledger",), cold=True, aim=1500),
)


def run(program: list[str], environment: dict[str, str]) -> dict[str, float]:
    """Milliseconds of the clock and of the processors for one run; it must succeed."""
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(program, env=environment, capture_output=True, text=True)
    took = time.perf_counter() - clock
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(program)} ends with {done.returncode}: {done.stderr.strip()[-300:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"clock": took * 1000, "cpu": cpu * 1000}


def times(timed: Timed, words: dict[str, str], environment: dict[str, str]) -> dict[str, Any]:
    """Median and best of the runs."""
    program = [str(TORGAU), *(argument.format(**words) for argument in timed.arguments)]
    cache = Path(environment["TORGAU_CACHE_DIR"])
    run(program, environment)
    found = []
    for _ in range(RUNS):
        if timed.cold:
            shutil.rmtree(cache, ignore_errors=True)
        found.append(run(program, environment))
    clock = [each["clock"] for each in found]
    shown = {
        "median_ms": round(median(clock)),
        "best_ms": round(min(clock)),
        "cpu_ms": round(median(each["cpu"] for each in found)),
        "aim_ms": timed.aim,
    }
    line = f"{timed.name:34} median {round(median(clock)):5} ms  best {round(min(clock)):5}  processors {shown['cpu_ms']:5}"
    if timed.aim is not None:
        line += f"  aim {timed.aim:4} {'met' if median(clock) <= timed.aim else 'MISSED'}"
    print(line, flush=True)
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    from torgau.dates import format_day
    from torgau.loading import load_record

    record = load_record("grand-alliance", cache=False)
    period = record.manifest.torgau.period
    assert period.lo is not None
    assert period.hi is not None
    words = {
        "middle": format_day((period.lo + period.hi) // 2),
        "question": next(iter(record.questions.values())).question,
    }
    result: dict[str, Any] = {"machine": machine(), "runs": RUNS, "commands": {}}
    with tempfile.TemporaryDirectory() as folder:
        kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")}
        environment = {**kept, "TORGAU_CACHE_DIR": f"{folder}/cache", "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        bare = [run([sys.executable, "-c", "pass"], environment)["clock"] for _ in range(RUNS)]
        result["python_alone_ms"] = round(median(bare))
        for timed in COMMANDS:
            result["commands"][timed.name] = times(timed, words, environment)
    result["machine"]["load_average_at_the_end"] = machine()["load_average"]
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
