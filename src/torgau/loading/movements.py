"""From files of movements to one typed table in the embedded database. DuckDB parses; every row that does not fit is reported.

The same path serves files of a pack and rows built by a program, so there is one meaning of a row.
"""

from __future__ import annotations

import csv
import datetime
import tempfile
import weakref
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from torgau.dates import DateError, Margins, When
from torgau.loading.compiled import engine, sql_text, sql_texts
from torgau.loading.movement_doubts import DOUBTS, HELPERS, SETTLE, doubt_queries
from torgau.loading.movement_files import COLUMNS, MovementFile, header_problems, line_of, odd_line, scan
from torgau.loading.problems import Problem, near, problem, quoted
from torgau.vocabulary.flows import MAIN_STAGES, OUTSIDE, SIDE_STAGES, STAGES, Flow, Movement, Movements

_SMALL = 1_500_000_000
"""Up to so many bytes of CSV the table is kept in memory, beyond that in a temporary file."""
_SHOWN = 20
"""So many bad rows of a file are told one by one; the rest are counted."""
_NUMBER = r"-?[0-9]{1,18}(\.[0-9]{1,10})?"
_AMOUNT = "DECIMAL(38, 10)"
_WORDS = ("date", "from", "to", "unit", "commodity", "route", "donor", "recipient", "instrument", "counted", "source", "verified")
"""The columns that say the same few words over and over: they are kept as numbers of a list of words."""
_MANY = 100_000
"""With more words than that a column is kept as text."""

Words = Mapping[str, Mapping[str, str]]
"""Every word of each of those columns of a file, as written and without the spaces around it."""


class Read(NamedTuple):
    """The movements of a pack and what is wrong with them."""

    movements: Movements
    problems: tuple[Problem, ...]


def read_movements(
    files: Mapping[str, MovementFile], flows: Sequence[Flow], margins: Margins, *, memory: str = "2GB", threads: int = 2
) -> Read:
    """Read the files that the flows name. `memory` bounds what the database keeps at once (beyond it, it writes to disk).

    Each file is read twice: first for its words, which become the types of the columns, then row by row into the table.
    """
    wanted = [(flow, files[path]) for flow in flows for path in flow.files if path in files]
    problems = [each for _, file in wanted for each in header_problems(file)]
    if problems or not wanted:
        return Read(Movements(), tuple(problems))
    connection = _workshop(sum(file.place.stat().st_size for _, file in wanted), memory, threads)
    words: list[Words] = []
    for _, file in wanted:
        try:
            words.append(_words(connection, file))
        except engine().Error as error:
            problems.append(_unreadable(file, error))
    if not problems:
        problems += _filled(connection, wanted, words, margins)
    if problems:
        connection.close()
        places = {file.path: file.place for _, file in wanted}
        return Read(Movements(), tuple(_with_excerpt(each, places) for each in problems))
    for query in (*doubt_queries(flows), SETTLE):
        connection.execute(query)
    for column in HELPERS:
        connection.execute(f"ALTER TABLE movements DROP COLUMN {column}")
    connection.execute("DROP TABLE doubts")
    (count,) = connection.execute("SELECT count(*) FROM movements").fetchone()
    return Read(Movements(count, connection.cursor), ())


def _unreadable(file: MovementFile, error: Exception) -> Problem:
    message = str(error).split("\n")[0]
    return problem("movement-row", file.path, 0, 0, f"the file cannot be read: {message}", "save it as UTF-8 CSV")


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
    """A database to build the table in: in memory up to some size, else a temporary file that vanishes with the connection."""
    folder = tempfile.TemporaryDirectory(prefix="torgau-")
    spill = str(Path(folder.name) / "spill")
    config = {"threads": threads, "memory_limit": memory, "temp_directory": spill}
    place = ":memory:" if size <= _SMALL else str(Path(folder.name) / "movements.duckdb")
    connection = engine().connect(place, config=config)
    connection.execute("SET enable_progress_bar = false")  # it would stand in the middle of `--json`
    weakref.finalize(connection, folder.cleanup)
    return connection


def _words(connection: Any, file: MovementFile) -> Words:
    """The words of a file: one pass, in which nothing else is looked at."""
    names = [name for name in _WORDS if name in file.header]
    columns = ", ".join(f's."{name}"' for name in names)
    sets = ", ".join(f'(s."{name}")' for name in names)
    rows = connection.execute(
        f"SELECT {columns}, trim(coalesce({columns})) FROM {_source(file)} s GROUP BY GROUPING SETS ({sets})"
    ).fetchall()
    _forget_refused(connection)
    words: dict[str, dict[str, str]] = {name: {} for name in names}
    for *cells, word in rows:  # one cell of each row is filled, that of its set
        at, raw = next((at, cell) for at, cell in enumerate(cells) if cell is not None)
        words[names[at]][raw] = word
    return words


def _filled(
    connection: Any, wanted: Sequence[tuple[Flow, MovementFile]], words: Sequence[Words], margins: Margins
) -> list[Problem]:
    """Make and fill the table `movements`; what does not fit is returned."""
    known: dict[str, set[str]] = {name: {""} for name in _WORDS}
    stages: dict[str, set[str]] = {}
    for (flow, _), own in zip(wanted, words, strict=True):
        for name, found in own.items():
            known[name].update(found.values())
        known["donor"].add(flow.donor or "")
        known["recipient"].add(flow.recipient or "")
        known["source"].update(each.source for each in flow.sources)
        stages.setdefault(flow.id, set()).update(flow.stages or own["to"].values())
    dates, unread = _dates(sorted(known["date"]), margins)
    _table(connection, known, [file.path for _, file in wanted], list(stages))
    problems: list[Problem] = []
    firsts: list[int] = []
    rows = 0
    for (flow, file), own in zip(wanted, words, strict=True):
        _forget_refused(connection)
        try:
            connection.execute(_insert(flow, file, own, stages[flow.id], unread), dates)
        except engine().Error as error:
            problems.append(_unreadable(file, error))
            continue
        (after,) = connection.execute("SELECT count(*) FROM movements").fetchone()
        rejected = _rejected(connection)
        wrong = _unfit(connection, file, rows, unread, [line for line, _ in rejected])
        wrong += [_refused(file, line, kind) for line, kind in rejected[:_SHOWN]]
        if after - rows + 1 != file.lines and not wrong:
            line = odd_line(file.place)
            message = "the line is blank, or a cell in quotes does not end on it"
            wrong = [problem("movement-row", file.path, line, 1, message, "write one row on each line, and no empty lines")]
        problems += wrong
        firsts.append(rows)
        rows = after
    if not problems:
        first = " ".join(f"WHEN rowid >= {row} THEN {row}" for row in reversed(firsts))
        connection.execute(f"UPDATE movements SET line = rowid - CASE {first} END + 2")
    return problems


def _forget_refused(connection: Any) -> None:
    connection.execute("DROP TABLE IF EXISTS bad_cells; DROP TABLE IF EXISTS bad_scans")


def _source(file: MovementFile) -> str:
    path = sql_text(file.place)
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in file.header)
    return (
        f"read_csv({path}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', strict_mode = true, "
        f"columns = {{{columns}}}, force_not_null = [{sql_texts(file.header)}], store_rejects = true, "
        "rejects_table = 'bad_cells', rejects_scan = 'bad_scans', max_line_size = 1000000)"
    )


def _table(connection: Any, known: Mapping[str, set[str]], files: Sequence[str], flows: Sequence[str]) -> None:
    """The table `movements`, with the columns of `HELPERS` until it is finished.

    The words of each type are in alphabetical order, so that they sort as texts do.
    """

    def one_of(words: Iterable[str]) -> str:
        held = sorted({"", *words})
        return f"ENUM({sql_texts(held)})" if len(held) <= _MANY else "VARCHAR"

    stage = one_of({*STAGES, OUTSIDE, *known["to"], *known["from"]})
    own = {name: one_of(known[name]) for name in ("unit", "commodity", "route", "donor", "recipient", "instrument")}
    connection.execute(f"CREATE TYPE written AS ENUM({sql_texts(sorted(known['date']))})")
    connection.execute(
        f"""CREATE TABLE movements (flow {one_of(flows)}, id VARCHAR, date written, first DATE, last DATE,
        stage {stage}, value {_AMOUNT}, low {_AMOUNT}, high {_AMOUNT},
        {", ".join(f"{name} {kind}" for name, kind in own.items())},
        activity VARCHAR, parent VARCHAR, lot VARCHAR, counted {one_of(("yes", "no", "doubtful", *known["counted"]))},
        source {one_of(known["source"])}, locator VARCHAR, verified BOOLEAN, note VARCHAR, from_stage {stage}, line INTEGER,
        file {one_of(files)}, doubt {one_of(DOUBTS)}, least {_AMOUNT}, most {_AMOUNT}, problem VARCHAR, left_out BOOLEAN)"""
    )


def _insert(flow: Flow, file: MovementFile, words: Words, kept: Iterable[str], unread: Mapping[str, DateError]) -> str:
    """The statement that types the rows of one file, with the reason in `problem` where a row does not fit.

    Its two parameters are the first and the last days of the words of the type `written`.
    """

    def cell(name: str) -> str:
        if name not in file.header:
            return "''"
        spaced = name not in words or any(raw != word for raw, word in words[name].items())
        return f'trim(s."{name}")' if spaced else f's."{name}"'

    def given(name: str, default: str | None) -> str:
        return f"CASE WHEN {cell(name)} = '' THEN {sql_text(default or '')} ELSE {cell(name)} END"

    def among(name: str, *allowed: str) -> Iterable[tuple[str, str]]:
        """The check of a column of words, needed only where one of them is not allowed."""
        if name in words and not {*words[name].values()} <= {*allowed}:
            yield f"{cell(name)} NOT IN ({sql_texts(allowed)})", name

    def number(name: str) -> str:
        return f"TRY_CAST(nullif({cell(name)}, '') AS {_AMOUNT})"

    wrong = [*among("date", *(text for text in words["date"].values() if text not in unread))]
    wrong += [*among("to", *STAGES), *among("from", "", *STAGES, OUTSIDE)]
    wrong.append((f"{cell('from')} = {cell('to')}", "from"))
    numbers = [name for name in ("value", "low", "high") if name in file.header]
    wrong += [(f"{cell(name)} <> '' AND NOT regexp_full_match({cell(name)}, '{_NUMBER}')", name) for name in numbers]
    wrong += [("least > most", "bounds"), ("exact < least OR exact > most", "bounds"), (f"{cell('unit')} = ''", "unit")]
    wrong += [*among("counted", "", "yes", "no", "doubtful"), *among("verified", "", "true", "false")]
    if not flow.sources:
        wrong.append((f"{cell('source')} = ''", "source"))
    problem = " ".join(f"WHEN {condition} THEN '{name}'" for condition, name in wrong)
    default = flow.sources[0] if flow.sources else None
    own = f"{cell('source')} <> ''"
    usual = sql_text(default.locator if default else "")
    locator = f"CASE WHEN {own} OR {cell('locator')} <> '' THEN {cell('locator')} ELSE {usual} END"
    stated = f"{own} OR {cell('verified')} <> ''"
    verified = f"CASE WHEN {stated} THEN {cell('verified')} = 'true' ELSE {bool(default and default.verified)} END"
    feeders = " ".join(f"WHEN '{stage}' THEN '{before(stage, kept)}'" for stage in STAGES)
    from_stage = f"CASE {cell('from')} WHEN '' THEN CASE {cell('to')} {feeders} ELSE '' END ELSE {cell('from')} END"
    day = f"(?::DATE[])[enum_code({cell('date')}::written) + 1]"
    return f"""INSERT INTO movements SELECT {sql_text(flow.id)}, {cell("id")}, {cell("date")}, {day}, {day},
        {cell("to")}, exact, least, most, {cell("unit")}, {cell("commodity")}, {cell("route")},
        {given("donor", flow.donor)}, {given("recipient", flow.recipient)}, {cell("instrument")},
        {cell("activity")}, {cell("parent")}, {cell("lot")}, {given("counted", "yes")},
        {given("source", default.source if default else None)}, {locator}, {verified}, {cell("note")}, {from_stage}, 0,
        {sql_text(file.path)}, '', coalesce(least, exact, least(0, most)), coalesce(most, exact),
        CASE {problem} END, {cell("from")} = ''
        FROM (SELECT *, {number("value")} AS exact, {number("low")} AS least, {number("high")} AS most
            FROM {_source(file)} s) s"""


def before(stage: str, kept: Iterable[str]) -> str:
    """The account that feeds a stage, of those kept: the last earlier stage, `shipped` for the side stages, else outside."""
    if stage in SIDE_STAGES:
        return "shipped"
    if stage not in MAIN_STAGES:
        return OUTSIDE
    earlier = [each for each in MAIN_STAGES[: MAIN_STAGES.index(stage)] if each in kept]
    return earlier[-1] if earlier else OUTSIDE


def _dates(texts: Sequence[str], margins: Margins) -> tuple[list[list[datetime.date | None]], dict[str, DateError]]:
    """The first and the last days of the dates (None: unbounded, or unread); and why some cannot be read."""
    firsts: list[datetime.date | None] = []
    lasts: list[datetime.date | None] = []
    unread: dict[str, DateError] = {}
    for text in texts:
        first = last = None
        try:
            when = When.parse(text, margins)
            first, last = when.lo, when.hi
        except DateError as error:
            unread[text] = error
        firsts.append(None if first is None else datetime.date.fromordinal(first))
        lasts.append(None if last is None else datetime.date.fromordinal(last))
    return [firsts, lasts], unread


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
    connection: Any, file: MovementFile, first: int, unread: Mapping[str, DateError], rejected: Sequence[int]
) -> list[Problem]:
    bad = connection.execute(
        "SELECT rowid, problem, date FROM movements WHERE rowid >= ? AND problem IS NOT NULL ORDER BY 1 LIMIT ?",
        [first, _SHOWN + 1],
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
        counting = "SELECT count(*) FROM movements WHERE rowid >= ? AND problem IS NOT NULL"
        (count,) = connection.execute(counting, [first]).fetchone()
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
