"""From files of movements to one typed table in the embedded database. DuckDB parses; every row that does not fit is reported.

The same path serves files of a pack and rows built by a program, so there is one meaning of a row.
"""

from __future__ import annotations

import csv
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from torgau.dates import DateError, Margins, When
from torgau.loading.compiled import engine
from torgau.loading.movement_doubts import FINAL, doubt_queries
from torgau.loading.movement_files import COLUMNS, MovementFile, header_problems, line_of, odd_line, scan
from torgau.loading.problems import Problem, near, problem, quoted
from torgau.vocabulary.flows import MAIN_STAGES, OUTSIDE, SIDE_STAGES, STAGES, Flow, Movement, Movements

_SMALL = 30_000_000
"""Up to so many bytes of CSV the table is kept in memory, beyond that in a temporary file."""
_SHOWN = 20
"""So many bad rows of a file are told one by one; the rest are counted."""
_NUMBER = r"-?[0-9]{1,18}(\.[0-9]{1,10})?"
_AMOUNT = "DECIMAL(38, 10)"


class Read(NamedTuple):
    """The movements of a pack and what is wrong with them."""

    movements: Movements
    problems: tuple[Problem, ...]


def read_movements(
    files: Mapping[str, MovementFile], flows: Sequence[Flow], margins: Margins, *, memory: str = "2GB", threads: int = 2
) -> Read:
    """Read the files that the flows name. `memory` bounds what the database keeps at once (beyond it, it writes to disk)."""
    wanted = [(flow, files[path]) for flow in flows for path in flow.files if path in files]
    problems = [each for _, file in wanted for each in header_problems(file)]
    if problems or not wanted:
        return Read(Movements(), tuple(problems))
    connection = _workshop(sum(file.place.stat().st_size for _, file in wanted), memory, threads)
    problems += _typed(connection, wanted, margins)
    if problems:
        connection.close()
        places = {file.path: file.place for _, file in wanted}
        return Read(Movements(), tuple(_with_excerpt(each, places) for each in problems))
    _feeds(connection, flows)
    for query in doubt_queries(flows):
        connection.execute(query)
    connection.execute(f"CREATE TABLE movements AS {FINAL}")
    connection.execute("DROP TABLE typed; DROP TABLE files; DROP TABLE feeds; DROP TABLE doubts")
    (count,) = connection.execute("SELECT count(*) FROM movements").fetchone()
    return Read(Movements(count, connection.cursor), ())


def _with_excerpt(each: Problem, places: Mapping[str, Path]) -> Problem:
    return msgspec.structs.replace(each, excerpt=line_of(places[each.file], each.line)) if each.line else each


def movements_of(rows: Iterable[Movement], flows: Sequence[Flow], margins: Margins | None = None) -> Movements:
    """The table of rows that a program built, read back from a file like any other. ValueError where a row does not fit."""
    by_flow: dict[str, list[Movement]] = {flow.id: [] for flow in flows}
    for row in rows:
        by_flow[row.flow].append(row)
    with tempfile.TemporaryDirectory() as folder:
        files: dict[str, MovementFile] = {}
        named = []
        for flow in flows:
            if by_flow[flow.id]:
                path = f"{flow.id}.movements.csv"
                write_movements(Path(folder) / path, by_flow[flow.id])
                files[path] = scan(Path(folder) / path, path)
                named.append((flow, path))
        own = [msgspec.structs.replace(flow, files=(path,)) for flow, path in named]
        read = read_movements(files, own, margins or Margins())
    if read.problems:
        raise ValueError("; ".join(each.message for each in read.problems))
    return read.movements


def write_movements(place: Path, rows: Iterable[Movement]) -> None:
    """Write rows as a file of movements."""
    with place.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([_cell(row, name) for name in COLUMNS])


def _cell(row: Movement, name: str) -> str:
    value = getattr(row, "from_stage" if name == "from" else name)
    if value is None:
        return ""
    if isinstance(value, When):
        return value.text
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if name in ("value", "low", "high") else str(value)


def _workshop(size: int, memory: str, threads: int) -> Any:
    """A database to build the table in: in memory for small packs, else a temporary file that vanishes with the connection."""
    if size <= _SMALL:
        return engine().connect(":memory:", config={"threads": threads})
    folder = tempfile.TemporaryDirectory(prefix="torgau-")
    config = {"threads": threads, "memory_limit": memory, "temp_directory": str(Path(folder.name) / "spill")}
    connection = engine().connect(str(Path(folder.name) / "movements.duckdb"), config=config)
    weakref.finalize(connection, folder.cleanup)
    return connection


def _typed(connection: Any, wanted: Sequence[tuple[Flow, MovementFile]], margins: Margins) -> list[Problem]:
    """Fill the table `typed` (and `files`); what does not fit is returned."""
    connection.execute("CREATE TEMP TABLE files (file_no INTEGER, flow VARCHAR, file VARCHAR, first_row BIGINT)")
    _table(connection)
    problems: list[Problem] = []
    rows = 0
    dates: dict[str, When] = {}
    connection.execute("CREATE TEMP TABLE dates (text VARCHAR, first DATE, last DATE)")
    for number, (flow, file) in enumerate(wanted):
        source = _source(file)
        connection.execute("DROP TABLE IF EXISTS bad_cells; DROP TABLE IF EXISTS bad_scans")
        try:
            found = connection.execute(f"SELECT DISTINCT trim(date) FROM {source}").fetchall()
            unread = _dates(connection, dates, [text for (text,) in found], margins)
            connection.execute("DROP TABLE IF EXISTS bad_cells; DROP TABLE IF EXISTS bad_scans")
            connection.execute("INSERT INTO files VALUES (?, ?, ?, ?)", [number, flow.id, file.path, rows])
            connection.execute(_insert(flow, file, number))
        except engine().Error as error:
            message = str(error).split("\n")[0]
            problems.append(
                problem("movement-row", file.path, 0, 0, f"the file cannot be read: {message}", "save it as UTF-8 CSV")
            )
            continue
        (after,) = connection.execute("SELECT count(*) FROM typed").fetchone()
        rejected = _rejected(connection)
        wrong = _unfit(connection, file, number, rows, unread, [line for line, _ in rejected])
        wrong += [_refused(file, line, kind) for line, kind in rejected[:_SHOWN]]
        if after - rows + 1 != file.lines and not wrong:
            line = odd_line(file.place)
            message = "the line is blank, or a cell in quotes does not end on it"
            wrong = [problem("movement-row", file.path, line, 1, message, "write one row on each line, and no empty lines")]
        problems += wrong
        rows = after
    return problems


def _source(file: MovementFile) -> str:
    path = str(file.place).replace("'", "''")
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in file.header)
    return (
        f"read_csv('{path}', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', strict_mode = true, "
        f"columns = {{{columns}}}, store_rejects = true, rejects_table = 'bad_cells', rejects_scan = 'bad_scans', "
        "max_line_size = 1000000)"
    )


def _table(connection: Any) -> None:
    texts = ("unit", "commodity", "route", "donor", "recipient", "instrument", "activity", "parent", "lot", "counted")
    connection.execute(
        f"""CREATE TEMP TABLE typed (file_no INTEGER, flow VARCHAR, id VARCHAR, date VARCHAR, first DATE, last DATE,
        from_stage VARCHAR, stage VARCHAR, value {_AMOUNT}, low {_AMOUNT}, high {_AMOUNT},
        {", ".join(f"{name} VARCHAR" for name in texts)},
        source VARCHAR, locator VARCHAR, verified BOOLEAN, note VARCHAR, problem VARCHAR)"""
    )


def _insert(flow: Flow, file: MovementFile, number: int) -> str:
    """The statement that types the rows of one file, with the reason in `problem` where a row does not fit."""

    def cell(name: str) -> str:
        return f"coalesce(trim(s.\"{name}\"), '')" if name in file.header else "''"

    def given(name: str, default: str | None) -> str:
        return f"CASE WHEN {cell(name)} = '' THEN {_text(default or '')} ELSE {cell(name)} END"

    def amount(name: str) -> str:
        return f"TRY_CAST(nullif({cell(name)}, '') AS {_AMOUNT})"

    wrong = ["WHEN d.text IS NULL THEN 'date'", f"WHEN {cell('to')} NOT IN ({_texts(STAGES)}) THEN 'to'"]
    wrong.append(f"WHEN {cell('from')} NOT IN ('', {_texts((*STAGES, OUTSIDE))}) THEN 'from'")
    wrong.append(f"WHEN {cell('from')} = {cell('to')} THEN 'from'")
    wrong += [
        f"WHEN {cell(name)} <> '' AND NOT regexp_full_match({cell(name)}, '{_NUMBER}') THEN '{name}'"
        for name in ("value", "low", "high")
    ]
    wrong.append(f"WHEN {amount('low')} > {amount('high')} THEN 'bounds'")
    wrong.append(f"WHEN {amount('value')} < {amount('low')} OR {amount('value')} > {amount('high')} THEN 'bounds'")
    wrong.append(f"WHEN {cell('unit')} = '' THEN 'unit'")
    wrong.append(f"WHEN {cell('counted')} NOT IN ('', 'yes', 'no', 'doubtful') THEN 'counted'")
    wrong.append(f"WHEN {cell('verified')} NOT IN ('', 'true', 'false') THEN 'verified'")
    if not flow.sources:
        wrong.append(f"WHEN {cell('source')} = '' THEN 'source'")
    default = flow.sources[0] if flow.sources else None
    own = f"{cell('source')} <> ''"
    usual = _text(default.locator if default else "")
    locator = f"CASE WHEN {own} OR {cell('locator')} <> '' THEN {cell('locator')} ELSE {usual} END"
    stated = f"{own} OR {cell('verified')} <> ''"
    verified = f"CASE WHEN {stated} THEN {cell('verified')} = 'true' ELSE {bool(default and default.verified)} END"
    return f"""INSERT INTO typed SELECT {number}, {_text(flow.id)}, {cell("id")}, trim(s.date), d.first, d.last,
        {cell("from")}, {cell("to")}, {amount("value")}, {amount("low")}, {amount("high")},
        {cell("unit")}, {cell("commodity")}, {cell("route")}, {given("donor", flow.donor)}, {given("recipient", flow.recipient)},
        {cell("instrument")}, {cell("activity")}, {cell("parent")}, {cell("lot")}, {given("counted", "yes")},
        {given("source", default.source if default else None)}, {locator}, {verified}, {cell("note")}, CASE {" ".join(wrong)} END
        FROM {_source(file)} s LEFT JOIN dates d ON d.text = trim(s.date)"""


def _feeds(connection: Any, flows: Sequence[Flow]) -> None:
    """Fill the table `feeds(flow, stage, feeder)`: the account that loses where a row names none."""
    named: dict[str, set[str]] = {flow.id: set(flow.stages) for flow in flows}
    for flow, stage in connection.execute("SELECT DISTINCT flow, stage FROM typed").fetchall():
        if not next(each for each in flows if each.id == flow).stages:
            named[flow].add(stage)
    rows = [(flow, stage, before(stage, kept)) for flow, kept in named.items() for stage in STAGES]
    columns = [list(column) for column in zip(*rows, strict=True)]
    connection.execute("CREATE TEMP TABLE feeds (flow VARCHAR, stage VARCHAR, feeder VARCHAR)")
    connection.execute("INSERT INTO feeds SELECT unnest(?::VARCHAR[]), unnest(?::VARCHAR[]), unnest(?::VARCHAR[])", columns)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _texts(values: Iterable[str]) -> str:
    return ", ".join(_text(value) for value in values)


def before(stage: str, kept: Iterable[str]) -> str:
    """The account that feeds a stage, of those kept: the last earlier stage, `shipped` for the side stages, else outside."""
    if stage in SIDE_STAGES:
        return "shipped"
    if stage not in MAIN_STAGES:
        return OUTSIDE
    earlier = [each for each in MAIN_STAGES[: MAIN_STAGES.index(stage)] if each in kept]
    return earlier[-1] if earlier else OUTSIDE


def _dates(connection: Any, known: dict[str, When], texts: Sequence[str | None], margins: Margins) -> dict[str, DateError]:
    """Read the dates not met before; returns those that cannot be read."""
    unread: dict[str, DateError] = {}
    new: list[tuple[str, When]] = []
    for text in sorted({text or "" for text in texts} - known.keys()):
        try:
            known[text] = When.parse(text, margins)
            new.append((text, known[text]))
        except DateError as error:
            unread[text] = error
    if new:
        day = "DATE '0001-01-01' + (unnest(?::INTEGER[]) - 1)"
        cells = [[text for text, _ in new], [when.lo for _, when in new], [when.hi for _, when in new]]
        connection.execute(f"INSERT INTO dates SELECT unnest(?::VARCHAR[]), {day}, {day}", cells)
    return unread


_MEND = {
    "to": f"the stages are {', '.join(STAGES)}",
    "from": f"it is empty, `{OUTSIDE}` or another stage than `to`: {', '.join(STAGES)}",
    "value": "write digits with at most one point, no separators; leave the cell empty where nothing is known",
    "low": "write digits with at most one point, no separators",
    "high": "write digits with at most one point, no separators",
    "bounds": "`low` is the lowest and `high` the highest value that the source allows",
    "unit": "name the unit: `long tons`, `USD-1945`, `trucks`",
    "counted": "write yes, no or doubtful",
    "verified": "write true or false",
    "source": "name the source, or give the flow `sources`",
}


def _unfit(
    connection: Any, file: MovementFile, number: int, first: int, unread: Mapping[str, DateError], rejected: Sequence[int]
) -> list[Problem]:
    bad = connection.execute(
        "SELECT rowid, problem, date FROM typed WHERE file_no = ? AND problem IS NOT NULL ORDER BY 1 LIMIT ?",
        [number, _SHOWN + 1],
    ).fetchall()
    problems = []
    for row, what, date in bad[:_SHOWN]:
        line = _line(row - first, rejected)
        cells = dict(zip(file.header, next(csv.reader([line_of(file.place, line)]), []), strict=False))
        if what == "date":
            error = unread.get(date or "")
            message = f"`date`: {quoted(date or '')}: {error.problem if error else 'a date is missing'}"
            problems.append(problem("movement-row", file.path, line, 1, message, error.mend if error else "give it as EDTF"))
            continue
        word = cells.get(what, "")
        message = f"`{what}` cannot be {quoted(word)}" if what != "bounds" else "`value`, `low` and `high` are not in order"
        mend = (near(word, STAGES) if what in ("to", "from") else "") or _MEND[what]
        problems.append(problem("movement-row", file.path, line, 1, message, mend))
    if len(bad) > _SHOWN:
        counting = "SELECT count(*) FROM typed WHERE file_no = ? AND problem IS NOT NULL"
        (count,) = connection.execute(counting, [number]).fetchone()
        message = f"{count:,} rows do not fit; the first {_SHOWN} are told"
        problems.append(problem("movement-row", file.path, 0, 0, message, "mend those first"))
    return problems


def _line(row: int, rejected: Sequence[int]) -> int:
    """The line of the row that came `row` places after the first, where lines that could not be read were passed over."""
    line = row + 2
    for each in rejected:
        if each <= line:
            line += 1
    return line


def _rejected(connection: Any) -> list[tuple[int, str]]:
    """The lines that could not be read as rows, each once, with the reason."""
    try:
        found = connection.execute("SELECT line, min(error_type) FROM bad_cells GROUP BY line ORDER BY line").fetchall()
    except engine().Error:  # the table is only made where something was refused
        return []
    return [(int(line), str(kind)) for line, kind in found]


_REFUSED = {
    "MISSING COLUMNS": "the row has too few cells",
    "TOO MANY COLUMNS": "the row has too many cells",
    "UNQUOTED VALUE": "a cell in quotes does not end where the cell ends",
    "INVALID ENCODING": "the line is not UTF-8",
    "LINE SIZE OVER MAXIMUM": "the line is longer than a million bytes",
}


def _refused(file: MovementFile, line: int, kind: str) -> Problem:
    cells = f"write {len(file.header)} cells in UTF-8"
    mend = f"{cells}; leave a cell empty rather than out; a text with commas goes in double quotes"
    message = _REFUSED.get(kind.upper().replace("_", " "), f"the row cannot be read ({kind.lower()})")
    return problem("movement-row", file.path, line, 1, message, mend)
