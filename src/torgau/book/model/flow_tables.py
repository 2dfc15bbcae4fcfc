"""Tables of a flow's page: by route (or goods, instrument, giver, receiver) and year, with what they make together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from torgau.book.model.context import Context
from torgau.charts.amounts import words
from torgau.flow import Chosen, Total, totals
from torgau.flow.bounds import plus
from torgau.flow.postings import KEYS
from torgau.vocabulary import Flow, Id
from torgau.vocabulary.flows import STAGES

LINES = 120
"""A table of a page has at most so many lines; what is left out is counted."""
TABLES = 12
"""A page has at most so many tables; what is left out is counted, with the command that shows it."""
ACROSS = 14
"""So many columns a table can have and still be read."""
FEW_UNITS = 2
"""Up to so many units each have tables of their own; counts of more different things share one, line by line."""
TITLES: Mapping[str, str] = {
    "route": "Route",
    "commodity": "Goods",
    "protocol": "Instrument",
    "donor": "Giver",
    "recipient": "Receiver",
    "year": "Year",
}
_ENTRIES = ("protocol", "donor", "recipient")
"""Keys whose words are ids of entries."""


@dataclass(frozen=True)
class Line:
    """One line: its label, the entry that it links to, more words about it, and a cell for each column."""

    label: str
    entry: Id
    cells: tuple[str, ...]
    unread: bool
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """Amounts in columns. `first` names the labels, `wordy` the columns of words between the label and the amounts.

    `sums` is the last line, empty where the lines must not be added up. `left_out` counts lines that are not shown.
    """

    title: str
    first: str
    wordy: tuple[str, ...]
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    sums: tuple[str, ...]
    left_out: int


@dataclass(frozen=True)
class Tables:
    """The tables of one flow; `left_out` of them are not shown."""

    tables: tuple[Table, ...]
    left_out: int
    keys: tuple[str, ...]


def tables(context: Context, flow: Flow) -> Tables:
    """Everything that tells the rows of a flow apart, as tables; one plain table where nothing does."""
    chosen = Chosen(flows=(flow.id,))
    varying = _varying(context, flow)
    years = "year" in varying
    keys = [key for key in varying if key != "year"]
    found: list[Table] = []
    crossed = False
    if keys and years:
        both = totals(context.record, (keys[0], "year"), chosen)
        crosses = list(_crosses(context, flow, keys[0], both))
        found += crosses
        # With one stage in one unit the margins of the crossed table say all that tables by one key would.
        crossed = len(crosses) == 1 and (len(_kinds(both)) == 1 or bool(crosses[0].wordy and not _apart(both, keys[0])[0]))
    for key in varying:
        if not (crossed and key in (keys[0], "year")):
            found += _by_unit(context, flow, key, totals(context.record, (key,), chosen))
    found = found or _by_unit(context, flow, "", totals(context.record, (), chosen))
    return Tables(tuple(found[:TABLES]), max(0, len(found) - TABLES), tuple(varying))


def _varying(context: Context, flow: Flow) -> list[str]:
    """The keys that tell rows apart, in the order of `TITLES`."""
    if not context.record.movements.count:
        return []
    counts = ", ".join(f"count(DISTINCT {KEYS[key]})" for key in TITLES)
    found = context.record.movements.cursor().execute(f"SELECT {counts} FROM movements WHERE flow = ?", [flow.id]).fetchone()
    return [key for key, number in zip(TITLES, found, strict=True) if number > 1]


def _kinds(found: Sequence[Total]) -> list[tuple[str, bool, str]]:
    """Stage, whether again, and unit: what may never be added up. In the order of the chain."""
    order = {stage: at for at, stage in enumerate(STAGES)}
    units = list(dict.fromkeys(each.unit for each in sorted(found, key=lambda each: each.row)))
    kinds = {(each.stage, each.again, each.unit) for each in found}
    return sorted(kinds, key=lambda kind: (units.index(kind[2]), order[kind[0]], kind[1]))


def stage_name(total: Total) -> str:
    """The stage, and that goods came back to it."""
    return _stage(total.stage, total.again)


def _stage(stage: str, again: bool) -> str:
    return f"{stage} again" if again else stage


def cell(found: Sequence[Total]) -> str:
    """What some totals of one stage and unit make together; "" where there are none."""
    return words(*plus(*[(each.low, each.high) for each in found])) if found else ""


def _apart(found: Sequence[Total], key: str) -> tuple[list[str], list[Total]]:
    """The units that have tables of their own, as they have several lines; and all other totals, which share one table."""
    words_of: dict[str, set[str]] = {}
    for each in sorted(found, key=lambda each: each.row):
        words_of.setdefault(each.unit, set()).add(each.keys.get(key, ""))
    own = [unit for unit, known in words_of.items() if len(known) > 1 or len(words_of) == 1]
    if len(own) > FEW_UNITS:
        own = []
    return own, [each for each in found if each.unit not in own]


def _crosses(context: Context, flow: Flow, key: str, found: Sequence[Total]) -> Iterator[Table]:
    """By the key and year: a table for each stage and unit that has several of both, one for what is left."""
    title = f"By {TITLES[key].lower()} and year"
    own_units, shared = _apart(found, key)
    for stage, again, unit in _kinds(found):
        own = [each for each in found if (each.stage, each.again, each.unit) == (stage, again, unit)]
        columns = sorted({each.keys["year"] for each in own})
        lines = list(dict.fromkeys(each.keys[key] for each in sorted(own, key=lambda each: each.row)))
        if unit not in own_units or len(columns) < 2 or len(lines) < 2:
            continue
        name = f"{title}: {_stage(stage, again)}, {unit}"
        if len(columns) <= ACROSS:
            made = [_line(context, flow, key, line, [each for each in own if each.keys[key] == line]) for line in lines]
            yield _table(name, TITLES[key], columns, "year", made, own)
        elif len(lines) <= ACROSS:
            made = [_line(context, flow, "year", year, [each for each in own if each.keys["year"] == year]) for year in columns]
            labels = [_label(context, flow, line) for line in lines]
            yield _table(name, TITLES["year"], lines, key, made, own, labels)
    years = sorted({each.keys["year"] for each in shared})
    if 1 < len(years) <= ACROSS:
        yield _mixed_cross(context, flow, key, shared, years, f"{title}{', other units' if own_units else ''}")


Named = tuple[Line, Sequence[Total]]


def _table(
    title: str,
    first: str,
    columns: Sequence[str],
    key: str,
    lines: Sequence[Named],
    found: Sequence[Total],
    labels: Sequence[str] = (),
) -> Table:
    told = tuple(_with_cells(line, own, columns, key) for line, own in lines[:LINES])
    sums = [cell([each for each in found if each.keys[key] == column]) for column in columns]
    return Table(title, first, (), (*(labels or columns), "all"), told, (*sums, cell(found)), max(0, len(lines) - LINES))


def _with_cells(line: Line, own: Sequence[Total], columns: Sequence[str], key: str) -> Line:
    cells = [cell([each for each in own if each.keys[key] == column]) for column in columns]
    return Line(line.label, line.entry, (*cells, cell(own)), line.unread, line.words)


def _line(context: Context, flow: Flow, key: str, word: str, own: Sequence[Total]) -> Named:
    entry = word if key in _ENTRIES and word in context.homes else ""
    label = word if key == "year" and word else _label(context, flow, word)
    return Line(label, entry, (), any(each.unverified for each in own)), own


def _label(context: Context, flow: Flow, word: str) -> str:
    names = {each.id: each.name for each in (*flow.routes, *flow.commodities)}
    return names.get(word) or (context.title(word) if word else "not stated")


def _mixed_cross(context: Context, flow: Flow, key: str, found: Sequence[Total], years: Sequence[str], title: str) -> Table:
    """Counts of many different things: each line has its own stage and unit, and lines are not added up."""
    groups: dict[tuple[str, str, bool, str], list[Total]] = {}
    for each in sorted(found, key=lambda each: each.row):
        groups.setdefault((each.keys[key], each.stage, each.again, each.unit), []).append(each)
    lines = []
    for (word, stage, again, unit), own in list(groups.items())[:LINES]:
        line, _ = _line(context, flow, key, word, own)
        told = _with_cells(line, own, years, "year")
        lines.append(Line(told.label, told.entry, told.cells, told.unread, (_stage(stage, again), unit)))
    return Table(title, TITLES[key], ("stage", "unit"), (*years, "all"), tuple(lines), (), max(0, len(groups) - LINES))


def _by_unit(context: Context, flow: Flow, key: str, found: Sequence[Total]) -> list[Table]:
    """By one key, stages as columns: a table for each unit that has several lines, and one for what is left."""
    title, first = (f"By {TITLES[key].lower()}", TITLES[key]) if key else ("Totals", "Rows")
    units, shared = _apart(found, key)
    ordered = sorted(found, key=lambda each: (each.keys.get("year", ""), each.row))
    made = []
    for unit in units:
        own = [each for each in ordered if each.unit == unit]
        kinds = _kinds(own)
        groups: dict[str, list[Total]] = {}
        for each in own:
            groups.setdefault(each.keys.get(key, ""), []).append(each)
        lines = []
        for word, group in list(groups.items())[:LINES]:
            line, _ = _line(context, flow, key, word, group)
            lines.append(Line(line.label if key else "all", line.entry, _across(group, kinds), line.unread))
        columns = tuple(_stage(stage, again) for stage, again, _ in kinds)
        sums = _across(own, kinds) if len(groups) > 1 else ()
        made.append(Table(f"{title}, {unit}", first, (), columns, tuple(lines), sums, max(0, len(groups) - LINES)))
    if shared:
        made.append(_mixed(context, flow, key, sorted(shared, key=lambda each: (each.keys.get("year", ""), each.row))))
    return made


def _across(found: Sequence[Total], kinds: Sequence[tuple[str, bool, str]]) -> tuple[str, ...]:
    return tuple(cell([each for each in found if (each.stage, each.again) == kind[:2]]) for kind in kinds)


def _mixed(context: Context, flow: Flow, key: str, found: Sequence[Total]) -> Table:
    """One table for counts of many different things: each line has its own unit, and lines are not added up."""
    order = {stage: at for at, stage in enumerate(STAGES)}
    kinds = sorted({(each.stage, each.again, "") for each in found}, key=lambda kind: (order[kind[0]], kind[1]))
    groups: dict[tuple[str, str], list[Total]] = {}
    for each in found:
        groups.setdefault((each.keys.get(key, ""), each.unit), []).append(each)
    lines = []
    for (word, unit), own in list(groups.items())[:LINES]:
        line, _ = _line(context, flow, key, word, own)
        label, told = (line.label, (unit,)) if key else (unit, ())
        lines.append(Line(label, line.entry, _across(own, kinds), line.unread, told))
    title, first = (f"By {TITLES[key].lower()}", TITLES[key]) if key else ("Totals", "Unit")
    columns = tuple(_stage(stage, again) for stage, again, _ in kinds)
    return Table(title, first, ("unit",) if key else (), columns, tuple(lines), (), max(0, len(groups) - LINES))
