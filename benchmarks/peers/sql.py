"""The verdicts by DuckDB: the tables of a record, and the one statement of `ledger.sql`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.asp import Verdicts
from benchmarks.peers.facts import Tables

STATEMENT = Path(__file__).with_name("ledger.sql")
_COLUMNS = {
    "cases": "case_id INTEGER, standard VARCHAR, made INTEGER, by_day INTEGER, months INTEGER, days INTEGER, "
    "counted_from VARCHAR, until_day INTEGER, enough INTEGER, complete INTEGER",
    "triggers": "case_id INTEGER, event INTEGER",
    "acts": "case_id INTEGER, event INTEGER",
    "items": "case_id INTEGER, event INTEGER, low INTEGER, high INTEGER",
    "endings": "case_id INTEGER, how VARCHAR, event INTEGER, day INTEGER",
    "suspensions": "case_id INTEGER, event INTEGER, last INTEGER",
    "runs": "event INTEGER, lo INTEGER, hi INTEGER",
}


def database(tables: Tables, file: Path | str = ":memory:") -> Any:
    """A database, in memory or in a file, that holds the tables."""
    import duckdb

    connection = duckdb.connect(str(file))
    for name, columns in _COLUMNS.items():
        connection.execute(f"CREATE TABLE {name} ({columns})")
        rows = getattr(tables, name)
        if rows:
            types = [column.split()[1] for column in columns.split(", ")]
            values = ", ".join(f"unnest(?::{kind}[])" for kind in types)
            connection.execute(f"INSERT INTO {name} SELECT {values}", [list(column) for column in zip(*rows, strict=True)])
    return connection


def judge(connection: Any, on: Sequence[int]) -> None:
    """Fill the table `verdicts` for these days."""
    connection.execute("CREATE OR REPLACE TABLE asked AS SELECT unnest(?::INTEGER[]) AS day", [list(on)])
    connection.execute(STATEMENT.read_text())


def verdicts(connection: Any, on: Sequence[int]) -> Verdicts:
    """What `judge` found for these days, in the form of the other peer."""
    wanted = "SELECT case_id, day, list(verdict) FROM verdicts WHERE list_contains(?::INTEGER[], day) GROUP BY case_id, day"
    rows = connection.execute(wanted, [list(on)]).fetchall()
    return {(case, day): frozenset(held) for case, day, held in rows}
