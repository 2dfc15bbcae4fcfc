"""One measurement, in a process of its own: `python -m benchmarks.measured WORK SIZE FOLDER` prints one JSON object.

`compare` also leaves the inputs of the peers in FOLDER, so that reading a record takes none of their memory.
"""

from __future__ import annotations

import gc
import json
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks.machine import peak_mib, resident_mib

SEED = 7
ONE_DAY = "1995-06-30"
ON = date.fromisoformat(ONE_DAY).toordinal()
MONTH_ENDS = tuple(
    date(year + month // 12, month % 12 + 1, 1).toordinal() - 1 for year in range(1990, 2000) for month in range(1, 13)
)
EDITS = 50


class Different(AssertionError):
    """A peer does not give the ledger's answer."""


@contextmanager
def timed(found: dict[str, Any]) -> Iterator[None]:
    """Seconds (of the clock and of the processors) and the peak of memory, beside what the process held before."""
    found["held_before_mib"] = resident_mib()
    clock, cpu = time.perf_counter(), time.process_time()
    yield
    found["seconds"], found["cpu_seconds"] = time.perf_counter() - clock, time.process_time() - cpu
    found["peak_mib"] = peak_mib()


# --- Torgau ---


def torgau_one(size: int, files: Path) -> dict[str, Any]:
    """Build the ledger; all verdicts, under every reading, on one day."""
    from benchmarks.large_packs import large_record
    from torgau.ledger import ledger

    record, found = large_record(size, SEED), dict[str, Any]()
    with timed(found):
        verdicts = ledger(record, ON)
    assert len(verdicts) == size
    return found


def torgau_months(size: int, files: Path) -> dict[str, Any]:
    """Build the ledger; the verdict on every commitment at 120 month-ends."""
    from benchmarks.large_packs import large_record
    from torgau.ledger import over

    record, found = large_record(size, SEED), dict[str, Any]()
    with timed(found):
        histories = list(over(record, MONTH_ENDS))
    assert len(histories) == size
    return found


def torgau_edit(size: int, files: Path) -> dict[str, Any]:
    """Once loaded: give one event another day, and the verdicts that may differ. One edit after the other.

    `seconds` is the median of the edits, `slowest` the slowest; `first` is the first, which also builds the index of what depends
    on what. The verdicts after the last edit must be those of a ledger built anew.
    """
    from msgspec.structs import replace

    from benchmarks.large_packs import large_record
    from torgau.dates import When
    from torgau.ledger import Ledger

    random = Random(SEED)
    record, found = large_record(size, SEED), dict[str, Any]()
    ledger = Ledger(record)
    for commitment in record.commitments:
        ledger.verdict(commitment, ON)
    names = list(record.events)
    each: list[float] = []
    processors: list[float] = []
    touched = 0
    with timed(found):
        for _ in range(EDITS + 1):
            event = record.events[random.choice(names)]
            moved = replace(event, date=When.of_day(random.randint(ON - 1000, ON + 1000)))
            start, cpu = time.perf_counter(), time.process_time()
            record = record.with_entry("events", moved)
            ledger, changed = ledger.after(record)
            for commitment in changed:
                ledger.verdict(commitment, ON)
            each.append(time.perf_counter() - start)
            processors.append(time.process_time() - cpu)
            touched += len(changed)
    anew = Ledger(record)
    for commitment in record.commitments:
        if ledger.verdict(commitment, ON).per_reading != anew.verdict(commitment, ON).per_reading:
            raise Different(f"{commitment} after an edit")
    return {
        **found,
        "seconds": median(each[1:]),
        "cpu_seconds": median(processors[1:]),
        "slowest": max(each[1:]),
        "slowest_cpu": max(processors[1:]),
        "first": each[0],
        "verdicts": touched / len(each),
    }


# --- peers ---


def duckdb_one(size: int, files: Path) -> dict[str, Any]:
    """The same verdicts on one day in SQL, into a table; the tables are there already."""
    return _duckdb(size, files, (ON,))


def duckdb_months(size: int, files: Path) -> dict[str, Any]:
    """The same verdicts at 120 month-ends in SQL, into a table."""
    return _duckdb(size, files, MONTH_ENDS)


def _duckdb(size: int, files: Path, on: Sequence[int]) -> dict[str, Any]:
    import duckdb

    from benchmarks.peers.sql import judge

    found = dict[str, Any]()
    connection = duckdb.connect(":memory:")
    connection.execute(f"ATTACH '{files / f'{size}.duckdb'}' AS pack (READ_ONLY)")
    for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'pack'").fetchall():
        connection.execute(f"CREATE TABLE {name} AS FROM pack.{name}")
    with timed(found):
        judge(connection, on)
    return found


def clingo_one(size: int, files: Path) -> dict[str, Any]:
    """The same verdicts on one day by the answer set program, in portions."""
    return _clingo(size, files, (ON,))


def clingo_whole(size: int, files: Path) -> dict[str, Any]:
    """The same, all commitments at once."""
    return _clingo(size, files, (ON,), portion=sys.maxsize)


def clingo_months(size: int, files: Path) -> dict[str, Any]:
    """The same verdicts at 120 month-ends, in portions."""
    return _clingo(size, files, MONTH_ENDS)


def _clingo(size: int, files: Path, on: Sequence[int], **how: int) -> dict[str, Any]:
    from benchmarks.peers.asp import verdicts

    found = dict[str, Any]()
    program = pickle.loads((files / f"{size}.asp").read_bytes())
    with timed(found):
        verdicts(program, on, **how)
    return found


# --- equal answers ---


def compare(size: int, files: Path) -> dict[str, Any]:
    """Every verdict of every commitment under every reading, on the one day and at all month-ends. `Different` on the first
    that a peer sees otherwise; the counts of what was compared if there is none."""
    from benchmarks.large_packs import large_record
    from benchmarks.peers import asp, sql
    from benchmarks.peers.facts import tables
    from torgau.ledger import Ledger, over
    from torgau.ledger.verdict import summary

    asked = pickle.loads((files / "ask.pickle").read_bytes())
    record = large_record(size, SEED)
    facts = tables(record)
    program = asp.program(facts)
    (files / f"{size}.asp").write_bytes(pickle.dumps(program))
    sql.database(facts, files / f"{size}.duckdb").close()
    ledger = Ledger(record)
    histories = {history.id: history.verdicts for history in over(record, MONTH_ENDS)}
    database = sql.database(facts)
    sql.judge(database, (ON, *MONTH_ENDS))
    compared = {"commitments": size, "cases": len(facts.names), "duckdb": 0, "clingo": 0, "uncertain": 0}
    # A portion of days at a time: at 100,000 commitments there are twelve million answers.
    for days in ((ON,), *(MONTH_ENDS[at : at + 12] for at in range(0, len(MONTH_ENDS), 12))):
        by_sql = sql.verdicts(database, days)
        with_clingo = asked["one"] if days == (ON,) else asked["months"]
        by_asp = asp.verdicts(program, days) if with_clingo else None
        for case, (commitment, reading) in enumerate(facts.names):
            for day in days:
                ours = ledger.verdict(commitment, day).per_reading[reading]
                _equal(frozenset(ours), by_sql.get((case, day)), "DuckDB", commitment, reading, day)
                compared["duckdb"] += 1
                compared["uncertain"] += len(ours) > 1
                if by_asp is not None:
                    _equal(frozenset(ours), by_asp.get((case, day)), "clingo", commitment, reading, day)
                    compared["clingo"] += 1
                if reading == 0 and days != (ON,) and histories[commitment][MONTH_ENDS.index(day)] != summary(ours):
                    raise Different(f"{commitment} on day {day}: the history says otherwise")
        gc.collect()
    return compared


def _equal(ours: frozenset[str], theirs: frozenset[str] | None, peer: str, commitment: str, reading: int, day: int) -> None:
    if ours != theirs:
        where = f"{commitment}, reading {reading}, on {date.fromordinal(day)}"
        raise Different(f"{where}: {sorted(ours)}; {peer} says {sorted(theirs or ())}")


WORK: dict[str, Callable[[int, Path], dict[str, Any]]] = {
    "torgau-one": torgau_one,
    "torgau-months": torgau_months,
    "torgau-edit": torgau_edit,
    "duckdb-one": duckdb_one,
    "duckdb-months": duckdb_months,
    "clingo-one": clingo_one,
    "clingo-whole": clingo_whole,
    "clingo-months": clingo_months,
}

if __name__ == "__main__":
    do = compare if sys.argv[1] == "compare" else WORK[sys.argv[1]]
    print(json.dumps(do(int(sys.argv[2]), Path(sys.argv[3]))))
