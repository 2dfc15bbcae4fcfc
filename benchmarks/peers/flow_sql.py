"""The totals of a generated pack by DuckDB alone, with the statements of `flow_book.sql` and `flow_totals.sql`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.flow_plain import Answers, Pack

HERE = Path(__file__).parent
CELLS = (
    *("id", "date", "from", "to", "value", "low", "high", "unit", "commodity", "route", "donor", "recipient", "instrument"),
    *("activity", "parent", "lot", "counted", "locator", "note"),
)
_YEAR = "CASE WHEN year(first) = year(last) THEN year(first)::VARCHAR ELSE year(first) || '/' || year(last) END AS year"


def connect(file: Path | str = ":memory:", *, read_only: bool = False) -> Any:
    import duckdb

    return duckdb.connect(str(file), read_only=read_only, config={"threads": 2})


def make(folder: Path, file: Path | str = ":memory:") -> Any:
    """The table `book` from the files of a pack, in memory or in a file."""
    pack = Pack(folder)
    connection = connect(file)
    connection.execute(
        "CREATE TEMP TABLE rules (flow VARCHAR, scope VARCHAR, repeats VARCHAR, hierarchy VARCHAR, stages VARCHAR[])"
    )
    connection.execute("CREATE TEMP TABLE files (filename VARCHAR, flow VARCHAR)")
    for flow in pack.flows:
        said = [flow["id"], flow.get("scope", flow["id"]), flow.get("repeats", ""), flow.get("hierarchy", ""), flow.get("stages")]
        connection.execute("INSERT INTO rules VALUES (?, ?, ?, ?, ?)", said)
        for path in flow["files"]:
            connection.execute("INSERT INTO files VALUES (?, ?)", [str(folder / path), flow["id"]])
    year, month, day = (pack.margins[name] for name in ("year", "month", "day"))
    connection.execute(f"CREATE TEMP MACRO margin(length) AS CASE length WHEN 4 THEN {year} WHEN 7 THEN {month} ELSE {day} END")
    paths = [str(folder / path) for flow in pack.flows for path in flow["files"]]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in CELLS)
    connection.execute(
        f"""CREATE TEMP VIEW lines AS FROM read_csv({paths}, header = true, filename = true, auto_detect = false, delim = ',',
        quote = '"', escape = '"', columns = {{{columns}}}, force_not_null = {list(CELLS)})"""
    )
    connection.execute((HERE / "flow_book.sql").read_text())
    return connection


def totals(connection: Any, donor: str = "") -> Answers:
    """The totals by route and commodity; of one donor, by year."""
    statement = (HERE / "flow_totals.sql").read_text()
    names, keys = ("year", _YEAR) if donor else ("route, commodity",) * 2
    query = statement.format(names=names, keys=keys, where="donor = ?" if donor else "true")
    rows = connection.execute(query, [donor] if donor else []).fetchall()
    return {(*row[:-5], "again" if row[-5] else "", row[-4]): (row[-3], row[-2], row[-1]) for row in rows}
