"""The compiled pack: one embedded DuckDB file that holds a record, for the program and for people.

`entries` has every entry as JSON with its place; `days` every date with its meaning, so that loading parses none; `blobs` the
points of series, the rows of reference classes and the manifest. The tables of `tables.py` say the same in columns. `warnings`
are those of `torgau check`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from torgau.dates import When
from torgau.loading.problems import Problem
from torgau.units import Unit, parse_unit, remember
from torgau.vocabulary import KINDS, Manifest, Movements, Point, Record, Span
from torgau.vocabulary.reference_classes import ClassRow

FORMAT = "3"
"""The layout of the file; part of the key under which it is kept."""

_POINTS, _CLASS = "points ", "class "
"""How the names of blobs begin that hold the rows of a series and of a reference class; no id has a blank in it."""

_TYPES = {"NUMBER": "DECIMAL(38, 10)"}
_VALUES = {
    "DATE": "DATE '0001-01-01' + (unnest(?::INTEGER[]) - 1)",
    "NUMBER": "TRY_CAST(unnest(?::VARCHAR[]) AS DECIMAL(38, 10))",
}


class Damaged(Exception):
    """A compiled pack that cannot be read, or is not the one wanted."""


@cache
def engine() -> Any:
    """DuckDB's own extension module. The package `duckdb` around it takes ten times as long to import, for faces (relations, data
    frames) that are not used here; where a version has no such module, the package serves as well."""
    for name in ("_duckdb", "duckdb"):
        try:
            module = import_module(name)
        except ImportError:
            continue
        if hasattr(module, "connect") and hasattr(module, "Error"):
            return module
    raise ImportError("DuckDB is not installed")


def sql_text(value: object) -> str:
    """A text as a literal of SQL, where a statement takes no parameter."""
    return "'" + str(value).replace("'", "''") + "'"


def sql_texts(values: Iterable[object]) -> str:
    """Several of them, separated by commas."""
    return ", ".join(sql_text(value) for value in values)


def write(connection: Any, record: Record, warnings: Sequence[Problem], key: str) -> None:
    """Write a record into an empty database."""
    from torgau.loading.tables import TABLES

    days: dict[str, When] = {}

    def plain(value: object) -> str:
        assert isinstance(value, When)
        days[value.text] = value
        return value.text

    encode: Callable[[Any], str] = lambda value: msgspec.json.encode(value, enc_hook=plain).decode()  # noqa: E731
    entries = [(n, kind, entry, encode(entry)) for n, (kind, entry) in enumerate(_in_order(record))]
    blobs = [
        ("manifest", encode(record.manifest)),
        *((f"{_POINTS}{name}", encode(rows)) for name, rows in record.points.items()),
        *((f"{_CLASS}{name}", encode(rows)) for name, rows in record.class_rows.items()),
    ]

    connection.execute("BEGIN")
    _table(connection, "meta", (("name", "VARCHAR"), ("value", "VARCHAR")), _meta(record, key, len(entries)))
    _table(connection, "blobs", (("name", "VARCHAR"), ("json", "VARCHAR")), blobs)
    _table(
        connection,
        "entries",
        (
            *((name, "VARCHAR") for name in ("kind", "id", "title", "json", "file")),
            ("line", "INTEGER"),
            ("column", "INTEGER"),
            ("n", "INTEGER"),
        ),
        [(kind, each.id, _title(each), json, *_span(record, each.id), n) for n, kind, each, json in entries],
    )
    _table(
        connection,
        "days",
        (("text", "VARCHAR"), ("lo", "DATE"), ("hi", "DATE"), ("parts", "VARCHAR")),
        [(text, when.lo, when.hi, encode(when.to_parts())) for text, when in sorted(days.items())],
    )
    _table(
        connection,
        "warnings",
        (*((name, "VARCHAR") for name in ("code", "file")), ("line", "INTEGER"), ("column", "INTEGER"), ("message", "VARCHAR")),
        [(each.code, each.file, each.line, each.column, each.message) for each in warnings],
    )
    _table(
        connection,
        "units",
        tuple((name, "VARCHAR") for name in ("text", "dimension", "numerator", "denominator", "kind")),
        [(u.text, u.dimension, str(u.factor.numerator), str(u.factor.denominator), u.kind) for u in _units(record)],
    )
    for table in TABLES:
        _table(connection, table.name, table.columns, list(table.rows(record)))
    connection.execute("COMMIT")


def read(connection: Any, key: str) -> Record:
    """The record in a database. Damaged where it is another one, or not whole."""
    try:
        meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
        if meta.get("key") != key:
            raise Damaged("this is another pack, or another version of it")
        blobs = dict(connection.execute("SELECT name, json FROM blobs").fetchall())
        days = connection.execute("SELECT parts FROM days").fetchall()
        rows = connection.execute('SELECT kind, id, json, file, line, "column" FROM entries ORDER BY n').fetchall()
        units = connection.execute("SELECT text, dimension, numerator, denominator, kind FROM units").fetchall()
        remember(Unit(text, dimension, Fraction(int(over), int(under)), kind) for text, dimension, over, under, kind in units)
        count = int(meta["movements"])
        if len(rows) != int(meta["entries"]):
            raise Damaged("entries are missing")
        movements = Movements(count, connection.cursor) if count else Movements()
        return _rebuilt(meta["content_hash"], blobs, [parts for (parts,) in days], rows, movements)
    except (engine().Error, msgspec.MsgspecError, KeyError, ValueError, TypeError) as error:
        raise Damaged(str(error)) from error


def write_movements(path: Path, record: Record) -> None:
    """Copy the movements of a record into the (closed) database file at `path`."""
    if not record.movements.count:
        return
    cursor = record.movements.cursor()
    cursor.execute(f"ATTACH {sql_text(path)} AS kept")
    try:
        cursor.execute("CREATE TABLE kept.movements AS FROM movements")
    finally:
        cursor.execute("DETACH kept")


def copy_movements(connection: Any, record: Record) -> None:
    """Copy the movements of a record into another open database, through a file, since two databases share no memory."""
    if not record.movements.count:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/movements.parquet"
        record.movements.cursor().execute(f"COPY movements TO '{path}'")
        connection.execute(f"CREATE TABLE movements AS FROM '{path}'")


def _units(record: Record) -> list[Unit]:
    """The units of all movements and of what is owed: kept, so that no later run has to work out what they mean."""
    texts = {owed.unit for each in record.commitments.values() for owed in (each.owed, *(r.owed for r in each.readings)) if owed}
    texts |= {control.unit for flow in record.flows.values() for control in flow.controls}
    if record.movements.count:
        texts |= {unit for (unit,) in record.movements.cursor().execute("SELECT DISTINCT unit FROM movements").fetchall()}
    return [parse_unit(text) for text in sorted(texts) if text.strip()]


def _rebuilt(
    content_hash: str, blobs: dict[str, str], days: Iterable[str], rows: list[tuple[Any, ...]], movements: Movements
) -> Record:
    known: dict[str, When] = {}
    for parts in days:
        when = When.from_parts(*msgspec.json.decode(parts))
        known[when.text] = when

    def hook(wanted: type, value: Any) -> Any:
        if wanted is not When:
            raise TypeError(f"cannot read {wanted}")
        return known.get(value) or When.parse(value)

    manifest = msgspec.json.decode(blobs.pop("manifest"), type=Manifest, dec_hook=hook)
    texts: dict[str, list[str]] = {kind: [] for kind in KINDS}
    spans: dict[str, Span] = {}
    for kind, entry_id, json, file, line, column in rows:
        texts[kind].append(json)
        spans[entry_id] = Span(file=file, line=line, column=column)
    entries: dict[str, Any] = {}
    for kind, held in texts.items():
        kind_list: Any = list[KINDS[kind]]  # type: ignore[valid-type]
        decoded = msgspec.json.decode(f"[{','.join(held)}]", type=kind_list, dec_hook=hook) if held else []
        entries[kind] = {each.id: each for each in decoded}
    points = {
        name.removeprefix(_POINTS): msgspec.json.decode(json, type=tuple[Point, ...], dec_hook=hook)
        for name, json in blobs.items()
        if name.startswith(_POINTS)
    }
    class_rows = {
        name.removeprefix(_CLASS): msgspec.json.decode(json, type=tuple[ClassRow, ...], dec_hook=hook)
        for name, json in blobs.items()
        if name.startswith(_CLASS)
    }
    return Record(
        manifest=manifest,
        points=points,
        class_rows=class_rows,
        movements=movements,
        spans=spans,
        content_hash=content_hash,
        **entries,
    )


def connect(path: Path | str, *, read_only: bool) -> Any:
    """Open a database file. Damaged where DuckDB refuses it."""
    try:
        return engine().connect(str(path), read_only=read_only, config={"threads": 1})
    except engine().Error as error:
        raise Damaged(str(error)) from error


def _table(connection: Any, name: str, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Any]]) -> None:
    declared = ", ".join(f'"{column}" {_TYPES.get(kind, kind)}' for column, kind in columns)
    connection.execute(f'CREATE TABLE "{name}" ({declared})')
    if not rows:
        return
    values = ", ".join(_VALUES.get(kind, f"unnest(?::{kind}[])") for _, kind in columns)
    cells = [
        [None if row[at] is None else str(row[at]) if kind == "NUMBER" else row[at] for row in rows]
        for at, (_, kind) in enumerate(columns)
    ]
    connection.execute(f'INSERT INTO "{name}" SELECT {values}', cells)


def _in_order(record: Record) -> Iterable[tuple[str, Any]]:
    return ((kind, entry) for kind in KINDS for entry in getattr(record, kind).values())


def _title(entry: Any) -> str:
    for name in ("title", "name", "question", "asserts", "office"):
        if hasattr(entry, name):
            return str(getattr(entry, name))
    return str(entry.id)


def _span(record: Record, entry_id: str) -> tuple[str, int, int]:
    span = record.spans[entry_id]
    return span.file, span.line, span.column


def _meta(record: Record, key: str, entries: int) -> list[tuple[str, str]]:
    return [
        ("format", FORMAT),
        ("key", key),
        ("pack", record.manifest.name),
        ("version", record.manifest.version),
        ("content_hash", record.content_hash),
        ("entries", str(entries)),
        ("movements", str(record.movements.count)),
    ]
