"""What does not reconcile: each trap of the chain of aid as a finding with its rows, never hidden and never mended silently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from torgau.flow.bounds import Bounds
from torgau.flow.chain import chains
from torgau.flow.controls import control_sums
from torgau.flow.postings import Chosen, Posting, condition, postings
from torgau.units import parse_unit
from torgau.units.quantity import exact_text, grouped_text
from torgau.vocabulary import Id, Record
from torgau.vocabulary.flows import OUTSIDE

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "below-zero": "more left a stage than had entered it: a running balance is below zero",
        "unit-mix": "a stage is left in a unit that does not convert to the one in which it was entered",
        "control": "the rows do not add up to a total that the source prints",
        "copies": "rows are alike in everything: the same aid may stand twice",
        "parent-and-child": "an activity and the activities below it report the same stage",
        "shipped-again": "the same lot entered a stage twice, and nothing says that it came back",
        "said-doubtful": "rows that their source or their coder marks as doubtful",
        "overlap": "flows that may count the same aid: their common total is given as bounds",
        "negative": "negative amounts: aid that was cancelled or corrected; they lower the totals",
        "price-years": "one currency at prices of several years: these are never added up",
        "first-of-january": "many rows are dated 1 January: the year may be all that was known",
        "not-found": "rows whose quantity was not found: the totals are lower bounds",
        "not-accounted": "left in a stage at the end: nothing says what became of it",
        "rivals": "another account of the same aid, kept apart",
    }
)
"""Every kind of finding, the gravest first."""

_DOUBT_KINDS = {"copy": "copies", "parent": "parent-and-child", "again": "shipped-again", "said": "said-doubtful"}
_SHOWN = 5


class FlowFinding(NamedTuple):
    """One thing that does not reconcile. `rows` names some of the `matching` rows; the amount is in `unit`, if any."""

    kind: str
    flow: Id
    message: str
    rows: tuple[str, ...] = ()
    matching: int = 0
    low: Fraction | None = None
    high: Fraction | None = None
    unit: str = ""

    def to_builtins(self) -> dict[str, object]:
        """Plain values; amounts as decimal text."""
        amounts = {"low": self.low, "high": self.high}
        told = {name: None if value is None else exact_text(value) for name, value in amounts.items()}
        return {**self._asdict(), "rows": list(self.rows), **told}


def findings(record: Record, chosen: Chosen | None = None) -> tuple[FlowFinding, ...]:
    """All that does not reconcile in the movements chosen, the gravest first."""
    if not record.movements.count:
        return ()
    chosen = chosen or Chosen()
    parts = postings(record, (), chosen)
    found = [
        *_below_zero(record, chosen),
        *_unit_mix(record, postings(record, ("commodity",), chosen)),
        *_controls(record, chosen),
        *_doubts(record, chosen),
        *_overlaps(record, parts),
        *_negative(record, chosen),
        *_price_years(parts),
        *_first_of_january(record, chosen),
        *_not_found(record, chosen),
        *_not_accounted(record, parts),
        *_rivals(record, parts),
    ]
    rank = {kind: at for at, kind in enumerate(KINDS)}
    return tuple(sorted(found, key=lambda each: (rank[each.kind], each.flow, each.message)))


def _rows(record: Record, chosen: Chosen, query: str) -> list[tuple[Any, ...]]:
    where, values = condition(chosen)
    found: list[tuple[Any, ...]] = record.movements.cursor().execute(query.format(where=where), values).fetchall()
    return found


def _places(record: Record, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(record.movements.place(row) for row in rows[:_SHOWN])


def _doubts(record: Record, chosen: Chosen) -> Iterator[FlowFinding]:
    query = """SELECT flow, doubt, stage, unit, count(*), sum(value), sum(least), sum(most), min(rowid, 5)
        FROM movements WHERE {where} AND doubt <> '' GROUP BY ALL ORDER BY ALL"""
    for flow, doubt, stage, unit, count, value, least, most, rows in _rows(record, chosen, query):
        kind = _DOUBT_KINDS[doubt]
        doubtful = (least, most) != (0, 0)
        counted = "held for doubtful" if doubtful else "not counted, as the flow says"
        message = f"{_number(count, 'row')} of {stage} ({_amount(value, unit)}) {counted}: {KINDS[kind]}"
        yield FlowFinding(kind, flow, message, _places(record, rows), count, _fraction(least), _fraction(most), unit)


def _negative(record: Record, chosen: Chosen) -> Iterator[FlowFinding]:
    query = """SELECT flow, stage, unit, count(*), sum(value), min(rowid, 5)
        FROM movements WHERE {where} AND value < 0 AND counted <> 'no' GROUP BY ALL ORDER BY ALL"""
    for flow, stage, unit, count, value, rows in _rows(record, chosen, query):
        message = (
            f"{_number(count, 'negative row')} of {stage} lower{'s' if count == 1 else ''} the total by {_amount(-value, unit)}"
        )
        yield FlowFinding("negative", flow, message, _places(record, rows), count, Fraction(value), Fraction(value), unit)


def _not_found(record: Record, chosen: Chosen) -> Iterator[FlowFinding]:
    query = """SELECT flow, stage, unit, count(*), min(rowid, 5)
        FROM movements WHERE {where} AND coalesce(value, low, high) IS NULL AND counted <> 'no' GROUP BY ALL ORDER BY ALL"""
    for flow, stage, unit, count, rows in _rows(record, chosen, query):
        message = f"for {_number(count, 'row')} of {stage} no quantity was found ({unit})"
        yield FlowFinding("not-found", flow, message, _places(record, rows), count, None, None, unit)


def _first_of_january(record: Record, chosen: Chosen) -> Iterator[FlowFinding]:
    # In a year of days about one in 365 is the first of January; one in ten, and at least three, is no accident.
    query = """SELECT flow, count(*) FILTER (january), count(*), min(rowid, 5) FILTER (january) FROM (
            SELECT flow, rowid, dayofyear(first) = 1 AS january FROM movements WHERE {where} AND first = last
        ) GROUP BY flow HAVING count(*) FILTER (january) >= 3 AND count(*) FILTER (january) * 10 >= count(*) ORDER BY flow"""
    for flow, january, count, rows in _rows(record, chosen, query):
        message = (
            f"{january:,} of {_number(count, 'row')} with a day are dated 1 January: write the year alone where no more is known"
        )
        yield FlowFinding("first-of-january", flow, message, _places(record, rows), january)


# What may have entered counts from its first possible day, what surely left from its last; a cancellation the other way round.
_RUNNING = """
    WITH steps AS (
        SELECT flow, {keys} AS key, unit, stage AS account, first AS day, NULL AS row, 0 AS lost,
            CASE WHEN most IS NOT NULL THEN greatest(0, most) END AS gained FROM movements WHERE {{where}}
        UNION ALL
        SELECT flow, {keys}, unit, stage, last, rowid, 0, most FROM movements WHERE {{where}} AND most < 0 AND last IS NOT NULL
        UNION ALL
        SELECT flow, {keys}, unit, from_stage, last, rowid, greatest(0, least), 0 FROM movements
        WHERE {{where}} AND last IS NOT NULL
        UNION ALL
        SELECT flow, {keys}, unit, from_stage, first, NULL, least, 0 FROM movements WHERE {{where}} AND least < 0
    ), daily AS (
        SELECT flow, key, unit, account, day, sum(gained) AS gained, sum(lost) AS lost, count(gained) < count(*) AS open,
            min(row) AS row, max(gained) AS most_at_once
        FROM steps GROUP BY ALL
    ), running AS (
        SELECT flow, key, unit, account, day, row, sum(gained - lost) OVER line AS balance, max(most_at_once) OVER whole AS ever,
            bool_or(open) OVER whole AS unbounded
        FROM daily WINDOW line AS (PARTITION BY flow, key, unit, account ORDER BY day NULLS FIRST),
            whole AS (PARTITION BY flow, key, unit, account)
    )
    SELECT flow, key, unit, account, min(balance), arg_min(day, day), arg_min(row, day)
    FROM running WHERE balance < 0 AND ever > 0 AND NOT unbounded AND account <> '{outside}' GROUP BY ALL ORDER BY ALL"""


def _below_zero(record: Record, chosen: Chosen) -> Iterator[FlowFinding]:
    """Accounts that surely fell below zero on some day: at most what had begun to enter, less what had surely left."""
    seen: set[tuple[str, str, str]] = set()
    where, values = condition(chosen)
    for keys in ("''", "commodity || ' ' || route"):
        query = _RUNNING.format(keys=keys, outside=OUTSIDE).format(where=where)
        for flow, key, unit, account, least, day, row in record.movements.cursor().execute(query, values * 4).fetchall():
            if (flow, account, unit) in seen:
                continue  # told of the whole already
            if keys == "''":
                seen.add((flow, account, unit))
            of = f" ({key.strip()})" if key.strip() else ""
            since = f" from {day}" if day is not None else ""
            message = f"{_amount(-least, unit)} more left `{account}` than had entered it{of}{since}"
            places = (record.movements.place(row),) if row is not None else ()
            yield FlowFinding("below-zero", flow, message, places, 1, Fraction(least), Fraction(least), unit)


def _unit_mix(record: Record, parts: Sequence[Posting]) -> Iterator[FlowFinding]:
    # Commodity by commodity: a pledge in tons of grain says nothing about radios.
    entered: dict[tuple[Id, tuple[str, ...], str], dict[str, Posting]] = {}
    for part in parts:
        entered.setdefault((part.flow, part.keys, part.stage), {}).setdefault(parse_unit(part.unit).dimension, part)
    told: set[tuple[Id, str, str]] = set()
    for part in parts:
        into = entered.get((part.flow, part.keys, part.from_stage), {})
        unit = parse_unit(part.unit)
        same_branch = [each for each in into.values() if parse_unit(each.unit).branch == unit.branch]
        if same_branch and unit.dimension not in into and (part.flow, part.from_stage, part.unit) not in told:
            told.add((part.flow, part.from_stage, part.unit))
            other = same_branch[0]
            places = (record.movements.place(other.row), record.movements.place(part.row))
            message = (
                f"`{part.from_stage}` is entered in {other.unit} ({places[0]}) and left in {part.unit} ({places[1]}): "
                "no balance can be drawn"
            )
            yield FlowFinding("unit-mix", part.flow, message, places, part.rows)


def _price_years(parts: Sequence[Posting]) -> Iterator[FlowFinding]:
    years: dict[tuple[Id, str, str], set[str]] = {}
    for part in parts:
        unit = parse_unit(part.unit)
        if unit.kind == "money":
            currency = unit.dimension.removeprefix("money ")
            years.setdefault((part.flow, part.stage, currency[:3]), set()).add(currency)
    for (flow, stage, _), units in sorted(years.items()):
        if len(units) > 1:
            yield FlowFinding("price-years", flow, f"{stage} is given in {', '.join(sorted(units))}", (), len(units))


def _controls(record: Record, chosen: Chosen) -> Iterator[FlowFinding]:
    for each in control_sums(record, chosen):
        if not each.agrees:
            control = each.control
            of = " ".join(
                word for word in (control.route, control.commodity, control.period.text if control.period else "") if word
            )
            what = " ".join(word for word in (control.stage, of) if word)
            printed, told = _amount(control.value, control.unit), _span((each.low, each.high), control.unit)
            message = f"{what}: the source prints {printed}, the rows make {told}"
            yield FlowFinding("control", each.flow, message, each.rows, each.matching, each.low, each.high, control.unit)


def _overlaps(record: Record, parts: Sequence[Posting]) -> Iterator[FlowFinding]:
    present = {part.flow for part in parts}
    for flow in sorted(present):
        for other in record.flows[flow].overlaps:
            if other in present:
                same = record.flows[flow].scope_id == record.flows[other].scope_id
                how = "their common total is given as bounds" if same else "their totals stand apart and must not be added"
                yield FlowFinding("overlap", flow, f"may count part of what `{other}` counts: {how}")


def _not_accounted(record: Record, parts: Sequence[Posting]) -> Iterator[FlowFinding]:
    for chain in chains(record, parts):
        fed_from = {arc.source for arc in chain.arcs}
        for account in chain.accounts:
            low, high = account.balance
            if account.stage in fed_from and high is not None and high > 0 and low is not None and low >= 0:
                message = f"{_span((low, high), chain.unit)} entered `{account.stage}`, and nothing says what became of it"
                yield FlowFinding("not-accounted", chain.scope, message, (), 0, low, high, chain.unit)


def _rivals(record: Record, parts: Sequence[Posting]) -> Iterator[FlowFinding]:
    for flow in sorted({part.flow for part in parts}):
        if record.flows[flow].rivals:
            others = ", ".join(f"`{other}`" for other in record.flows[flow].rivals)
            yield FlowFinding("rivals", flow, f"the same aid is counted in another way, and kept apart, by {others}")


def _fraction(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _span(bounds: Bounds, unit: str) -> str:
    low, high = bounds
    return _amount(low, unit) if low == high else f"{_text(low)} to {_text(high)} {unit}"


def _amount(value: Decimal | Fraction | None, unit: str) -> str:
    return f"{_text(value)} {unit}"


def _text(value: Decimal | Fraction | None) -> str:
    if value is None:
        return "an unknown number"
    return grouped_text(Fraction(value))


def _number(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
