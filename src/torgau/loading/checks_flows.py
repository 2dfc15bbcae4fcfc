"""Checks of flows: their rows name what the pack has, and what they perform is owed in a unit that theirs convert to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from torgau.loading.checking import Context
from torgau.loading.problems import Finding, near, quoted
from torgau.units import parse_unit
from torgau.vocabulary import Commitment
from torgau.vocabulary.commitments import Owed, ThroughFlow

_SHOWN = 20
"""So many unknown words of one column are told."""


def rows_name_what_exists(context: Context) -> Iterator[Finding]:
    """Donors and recipients are actors, instruments and sources are entries, routes and commodities those that are declared."""
    record = context.record
    if not record.movements.count:
        return
    for column, singular, kind in (
        ("donor", "actor", "actors"),
        ("recipient", "actor", "actors"),
        ("instrument", "instrument", "instruments"),
        ("source", "source", "sources"),
    ):
        known = {each for each, found in context.kinds.items() if found in (kind, None)}
        yield from _unknown(context, column, known, f"there is no {singular}", "add it to the pack, or correct the rows")
    for column, attribute in (("route", "routes"), ("commodity", "commodities")):
        for flow in record.flows.values():
            declared = {each.id for each in getattr(flow, attribute)}
            if declared:
                says = f"the flow {quoted(flow.id)} declares no {column}"
                yield from _unknown(
                    context, column, declared, says, f"declare it under `{attribute}`, or correct the rows", flow.id
                )


def _unknown(context: Context, column: str, known: set[str], says: str, mend: str, flow: str = "") -> Iterator[Finding]:
    only = "AND flow = ?" if flow else ""
    rows = context.record.movements.cursor().execute(
        f"""SELECT flow, {column}, count(*), min(rowid) FROM movements WHERE {column} <> '' {only} GROUP BY ALL ORDER BY ALL""",
        [flow] if flow else [],
    )
    bad = [row for row in rows.fetchall() if row[1] not in known]
    for of, word, count, row in bad[:_SHOWN]:
        place = context.record.movements.place(row)
        more = f" and {count - 1:,} more rows" if count > 1 else ""
        message = f"{says} {quoted(word)} ({column} in {place}{more})"
        yield Finding("flow-row", of, ("files",), message, near(word, known) or mend)
    if len(bad) > _SHOWN:
        yield Finding("flow-row", bad[0][0], ("files",), f"{len(bad):,} unknown words in the column {column}", mend)


def what_flows_perform_is_owed(context: Context) -> Iterator[Finding]:
    """What is performed through a flow is a quantity: `owed` says how much of what."""
    for entry, path, through in context.each(ThroughFlow):
        assert isinstance(entry, Commitment)
        if _owed(entry, path) is None:
            message = f"{quoted(entry.id)} is performed through {quoted(through.flow)}, but `owed` does not say how much is owed"
            yield Finding("number-missing", entry.id, path, message, "add `owed` with value and unit")


def units_of_flows_convert(context: Context) -> Iterator[Finding]:
    """The unit of what is owed and those of the rows that perform it are of one dimension; the error names both."""
    if not context.record.movements.count:
        return
    for entry, path, through in context.each(ThroughFlow):
        assert isinstance(entry, Commitment)
        owed = _owed(entry, path)
        if owed is None or not owed.unit.strip():
            continue
        filters = [("commodity", through.commodities), ("route", through.routes), ("instrument", through.instruments)]
        where, values = ["flow = ?", "stage = ?"], [through.flow, through.stage]
        for column, words in filters:
            if words:
                where.append(f"{column} IN ({', '.join('?' for _ in words)})")
                values += words
        rows = context.record.movements.cursor().execute(
            f"SELECT unit, min(rowid) FROM movements WHERE {' AND '.join(where)} GROUP BY unit ORDER BY unit", values
        )
        found = rows.fetchall()
        if not found:
            message = f"no row of {quoted(through.flow)} enters `{through.stage}` with these words"
            yield Finding(
                "flow-row", entry.id, path, message, "compare `stage`, `routes`, `commodities` and `instruments` with the rows"
            )
        for unit, row in found:
            if parse_unit(unit).dimension != parse_unit(owed.unit).dimension:
                moves = f"{context.record.movements.place(row)} moves {unit}: these do not convert"
                message = f"{quoted(entry.id)} owes {owed.value} {owed.unit}, but {moves}"
                yield Finding("unit-mixed", entry.id, path, message, "say under a reading which unit is meant")


def _owed(entry: Commitment, path: Iterable[str | int]) -> Owed | None:
    """What is owed where a part of a commitment stands: in its reading, else in the commitment."""
    steps = tuple(path)
    if steps[:1] == ("readings",) and isinstance(steps[1], int):
        own = entry.readings[steps[1]].owed
        if own is None or isinstance(own, Owed):
            return own
    return entry.owed
