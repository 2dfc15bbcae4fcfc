"""Pages of flows: the picture of the chain, the curve by days, the totals behind them, and what does not reconcile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from torgau.answers.flows import amount, scope_name
from torgau.book.model.context import Context
from torgau.book.page import Page
from torgau.charts.arrivals import Promise, arrivals
from torgau.charts.chain import ChainPicture, chain_picture
from torgau.flow import Chosen, Posting, Total, postings, totals
from torgau.flow.chain import chains
from torgau.flow.controls import control_sums
from torgau.flow.findings import KINDS, findings
from torgau.record.show import SourceLine
from torgau.record.witnesses import witness_of
from torgau.units import Quantity, UnitError, parse_unit
from torgau.vocabulary import Commitment, Flow, Id
from torgau.vocabulary.commitments import ThroughFlow
from torgau.vocabulary.flows import STAGES

_ROWS = 400
"""A table of a page has at most so many lines; what is left out is counted."""
_UNITS = 6
"""At most so many curves on a page."""
_KEYS = (("route", "Route"), ("commodity", "Goods"), ("protocol", "Instrument"), ("donor", "Giver"), ("recipient", "Receiver"))


@dataclass(frozen=True)
class Line:
    """One line of a table of totals: its label, the id that it links to, and an amount for each stage of the table."""

    label: str
    entry: Id
    amounts: tuple[str, ...]
    unread: bool


@dataclass(frozen=True)
class Table:
    """Totals of one unit: lines by a key, columns by stage."""

    title: str
    unit: str
    stages: tuple[str, ...]
    lines: tuple[Line, ...]
    sums: tuple[str, ...]
    left_out: int


def flow_pages(context: Context) -> Iterator[Page]:
    """The list of flows and a page for each."""
    yield _list(context)
    for flow in context.record.flows.values():
        yield _page(context, flow)


def _list(context: Context) -> Page:
    record = context.record
    found: dict[Id, list[Total]] = {}
    for total in totals(record):
        found.setdefault(total.scope, []).append(total)
    rows = [
        {
            "flow": flow,
            "amounts": [f"{_stage(each)} {amount(each.low, each.high)} {each.unit}" for each in found.get(flow.scope_id, ())][:6],
            "more": max(0, len(found.get(flow.scope_id, ())) - 6),
            "covers": flow.covers.text if flow.covers else "",
            "sources": context.cited([flow]),
        }
        for flow in record.flows.values()
    ]
    return Page(
        path="flows.html",
        template="flows.html.j2",
        title="Flows",
        layer="flow",
        as_of=context.as_of,
        section="flows",
        about="each flow names its own",
        data={"rows": rows, "movements": record.movements.count},
    )


def _page(context: Context, flow: Flow) -> Page:
    record = context.record
    chosen = Chosen(flows=(flow.id,))
    parts = postings(record, (), chosen)
    performs = _performs(context, flow.id)
    units = list(dict.fromkeys(part.unit for part in parts))
    curves = [arrivals(record, flow.id, unit, _promises(performs, unit)) for unit in units[:_UNITS]]
    return Page(
        path=context.homes[flow.id],
        template="flow.html.j2",
        title=flow.title,
        layer="flow",
        as_of=context.as_of,
        section="flows",
        sources=_sources(context, flow),
        data={
            "flow": flow,
            "scope_title": scope_name(record, flow.scope_id) if flow.scope_id != flow.id else "",
            "pictures": _pictures(context, parts),
            "curves": [curve for curve in curves if curve is not None],
            "tables": _tables(context, flow, chosen),
            "findings": [each for each in findings(record, chosen) if each.kind != "rivals"],
            "kinds": KINDS,
            "controls": control_sums(record, chosen),
            "performs": [{"id": each.id, "title": each.title, "period": period} for each, _, period in performs],
            "amount": amount,
            "rows": sum(part.rows for part in parts),
        },
    )


def _stage(total: Total) -> str:
    return f"{total.stage} again" if total.again else total.stage


def _pictures(context: Context, parts: Sequence[Posting]) -> list[ChainPicture]:
    found = (chain_picture(chain) for chain in chains(context.record, parts))
    return [picture for picture in found if picture is not None]


def _tables(context: Context, flow: Flow, chosen: Chosen) -> list[Table]:
    """One table a unit for each key that tells the rows apart; one plain table where none does."""
    record = context.record
    tables: list[Table] = []
    for key, title in _KEYS:
        found = totals(record, (key,), chosen)
        if len({each.keys[key] for each in found}) > 1:
            tables += _by_unit(context, flow, found, title)
    by_year = totals(record, ("year",), chosen)
    if len({each.keys["year"] for each in by_year}) > 1:
        tables += _by_unit(context, flow, by_year, "Year")
    return tables or _by_unit(context, flow, totals(record, (), chosen), "")


def _by_unit(context: Context, flow: Flow, found: Sequence[Total], title: str) -> list[Table]:
    """Tables by unit; units in which there is only one line stand together in none, to spare a table of one line each."""
    names = {each.id: each.name for each in (*flow.routes, *flow.commodities)}
    units: dict[str, list[Total]] = {}
    for total in found:
        units.setdefault(total.unit, []).append(total)
    if len(units) > 3:
        return [_mixed(context, names, found, title)]
    return [_table(context, names, own, title, unit) for unit, own in units.items()]


def _table(context: Context, names: dict[str, str], found: Sequence[Total], title: str, unit: str) -> Table:
    order = {stage: at for at, stage in enumerate(STAGES)}
    stages = sorted({(each.stage, each.again) for each in found}, key=lambda each: (order[each[0]], each[1]))
    lines: dict[str, dict[tuple[str, bool], Total]] = {}
    for total in sorted(found, key=lambda each: each.row):
        lines.setdefault(" ".join(total.keys.values()), {})[total.stage, total.again] = total
    sums = []
    for stage in stages:
        own = [each for each in found if (each.stage, each.again) == stage]
        high = None if any(each.high is None for each in own) else sum((each.high or Fraction(0) for each in own), Fraction(0))
        sums.append(amount(sum((each.low for each in own), Fraction(0)), high))
    told = tuple(
        Line(
            names.get(key) or (context.title(key) if key else "not stated"),
            key if key in context.homes else "",
            tuple(amount(own[stage].low, own[stage].high) if stage in own else "" for stage in stages),
            any(each.unverified for each in own.values()),
        )
        for key, own in list(lines.items())[:_ROWS]
    )
    named = tuple(f"{stage} again" if again else stage for stage, again in stages)
    return Table(title, unit, named, told, tuple(sums) if len(told) > 1 else (), max(0, len(lines) - _ROWS))


def _mixed(context: Context, names: dict[str, str], found: Sequence[Total], title: str) -> Table:
    """One table for counts of many different things: each line has its own unit, and nothing is added up."""
    ordered = sorted(found, key=lambda each: each.row)
    lines = tuple(
        Line(
            names.get(key) or (context.title(key) if key else "not stated"),
            key if key in context.homes else "",
            (_stage(each), amount(each.low, each.high), each.unit),
            bool(each.unverified),
        )
        for each in ordered[:_ROWS]
        for key in (" ".join(each.keys.values()),)
    )
    return Table(title, "", ("stage", "amount", "unit"), lines, (), max(0, len(ordered) - _ROWS))


def _performs(context: Context, flow: Id) -> list[tuple[Commitment, ThroughFlow, str]]:
    """The commitments that take their performance from this flow, with the period that counts."""
    found = []
    for commitment in context.record.commitments.values():
        own = [*commitment.performed_through, *(t for r in commitment.readings for t in r.performed_through or ())]
        through = next((each for each in own if each.flow == flow), None)
        if through is not None:
            found.append((commitment, through, through.period.text if through.period else ""))
    return found


def _promises(performs: Sequence[tuple[Commitment, ThroughFlow, str]], unit: str) -> list[Promise]:
    """What fell due on a stated day, in the unit of the curve; what does not convert to it is left out."""
    found = []
    for commitment, _, _ in performs:
        by = commitment.deadline.by if commitment.deadline else None
        if commitment.owed is None or by is None or by.hi is None:
            continue
        try:
            owed = Quantity.of(commitment.owed.value, commitment.owed.unit).to(unit)
        except UnitError:
            continue
        found.append(Promise(by.hi, owed.value))
    return found if parse_unit(unit).kind != "count" or found else []


def _sources(context: Context, flow: Flow) -> tuple[SourceLine, ...]:
    """The places in sources that the rows of a flow cite, each once."""
    if not context.record.movements.count:
        return context.cited([flow])
    rows = context.record.movements.cursor().execute(
        "SELECT source, locator, bool_and(verified) FROM movements WHERE flow = ? GROUP BY ALL ORDER BY ALL LIMIT 200", [flow.id]
    )
    found = []
    for source_id, locator, verified in rows.fetchall():
        source = context.record.sources.get(source_id)
        found.append(
            SourceLine(
                source=source_id,
                title=source.title if source else source_id,
                grade=source.grade if source else "",
                house=witness_of(context.record, source_id),
                locator=locator,
                verified=verified,
            )
        )
    return tuple(found) or context.cited([flow])
