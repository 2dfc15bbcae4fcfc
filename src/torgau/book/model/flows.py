"""Pages of flows: the list of accounts, and for each the chain, the course by days, tables, and what does not reconcile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from torgau.book.model.context import Context
from torgau.book.model.entries import grouped
from torgau.book.model.flow_tables import cell, stage_name, tables
from torgau.book.model.through import promises
from torgau.book.page import Page
from torgau.book.words import use_title
from torgau.charts.amounts import NOT_FOUND, words
from torgau.charts.amounts import grouped as number
from torgau.charts.arrivals import LEAST_STEPS, arrivals
from torgau.charts.chain_drawing import chain_drawing
from torgau.charts.drawing import Drawing, Sketch
from torgau.flow import Chosen, Posting, Total, postings
from torgau.flow.chain import Chain, chains
from torgau.flow.controls import control_sums
from torgau.flow.findings import findings
from torgau.flow.rows import rows
from torgau.flow.totals import fold, totals
from torgau.record.show import SourceLine, show
from torgau.record.witnesses import witness_of
from torgau.units import parse_unit
from torgau.vocabulary import Flow, Id
from torgau.vocabulary.flows import STAGES

PICTURES = 6
"""A page has the chain and the course of so many units, those with most rows; what is left out is counted."""
ROWS, FINDINGS, SOURCES = 60, 40, 100
"""At most so many single rows, findings and places in sources on a page; what is left out is counted."""
UNITS = 4
"""At most so many amounts in one cell of the list."""


@dataclass(frozen=True)
class Account:
    """One line of the list: a flow, or (without `flow`) what the flows of one scope make together."""

    flow: Flow | None
    title: str
    covers: str
    cells: tuple[tuple[str, ...], ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True)
class Family:
    """Accounts side by side. `columns` are the stages that any of them keeps; one column without a name holds all of them."""

    title: str
    columns: tuple[str, ...]
    accounts: tuple[Account, ...]


def flow_pages(context: Context) -> Iterator[Page]:
    """The list of flows and a page for each."""
    found = totals_of(context)
    yield _list(context, found)
    for flow in context.record.flows.values():
        yield _page(context, flow, found)


def _list(context: Context, found: Mapping[Id, Sequence[Total]]) -> Page:
    record = context.record
    families, single = [], []
    for family in families_of(tuple(record.flows.values())):
        if len(family) > 1:
            families.append(_family(context, family, found))
        else:
            single.append(_account(context, family[0], found[family[0].id], ("",)))
    return Page(
        path="flows.html",
        template="flows.html.j2",
        title="Flows",
        layer="flow",
        as_of=context.as_of,
        section="flows",
        about="each flow names its own",
        data={
            "families": families,
            "single": Family("", ("",), tuple(single)),
            "count": len(record.flows),
            "movements": record.movements.count,
        },
    )


def totals_of(context: Context) -> dict[Id, tuple[Total, ...]]:
    """What each flow makes by stage and unit."""
    parts: dict[Id, list[Posting]] = {flow: [] for flow in context.record.flows}
    for part in postings(context.record):
        parts[part.flow].append(part)
    return {flow: fold(context.record, (), own) for flow, own in parts.items()}


def families_of(flows: Sequence[Flow]) -> list[tuple[Flow, ...]]:
    """The flows in groups, in the order of the pack: each with its own rivals, and with the parts of one scope.

    Rivals of rivals are left to a group of their own: through accounts of many goods everything would hang together.
    """
    scopes: dict[Id, list[Flow]] = {}
    for flow in flows:
        scopes.setdefault(flow.scope_id, []).append(flow)
    left = dict(scopes)
    found = []
    for scope, members in scopes.items():
        if left.pop(scope, None) is None:
            continue
        ids, named = {flow.id for flow in members}, {rival for flow in members for rival in flow.rivals}
        near = [other for other, theirs in left.items() if any(flow.id in named or ids & set(flow.rivals) for flow in theirs)]
        found.append((*members, *(flow for other in near for flow in left.pop(other))))
    return found


def _family(context: Context, family: Sequence[Flow], found: Mapping[Id, Sequence[Total]]) -> Family:
    """Accounts side by side, and under the parts of one scope what they make together."""
    order = {stage: at for at, stage in enumerate(STAGES)}
    kept = {(each.stage, each.again) for flow in family for each in found[flow.id]}
    kinds = sorted(kept, key=lambda kind: (order[kind[0]], kind[1]))
    columns = tuple(f"{stage} again" if again else stage for stage, again in kinds)
    accounts = []
    for scope in dict.fromkeys(flow.scope_id for flow in family):
        members = [flow for flow in family if flow.scope_id == scope]
        accounts += [_account(context, flow, found[flow.id], columns) for flow in members]
        if len(members) > 1:
            together = totals(context.record, (), Chosen(flows=tuple(flow.id for flow in members)))
            title = f"Together: {', '.join(flow.title for flow in members)}"
            accounts.append(Account(None, title, "", _cells(together, columns), ()))
    return Family(family[0].title, columns, tuple(accounts))


def _beside(context: Context, flow: Flow, rivals: Sequence[Id], found: Mapping[Id, Sequence[Total]]) -> Family | None:
    """A flow and its rivals, as far as they count in its units or in units that convert to them; None without rivals."""
    own = {parse_unit(each.unit).dimension for each in found[flow.id]}
    like = {
        each: [total for total in found[each] if parse_unit(total.unit).dimension in own]
        for each in (flow.id, *rivals)
        if each in found
    }
    family = [context.record.flows[each] for each, totals in like.items() if totals]
    return _family(context, family, like) if len(family) > 1 else None


def _account(context: Context, flow: Flow, found: Sequence[Total], columns: Sequence[str]) -> Account:
    covers = flow.covers.text if flow.covers else "not stated"
    return Account(flow, flow.title, covers, _cells(found, columns), context.cited([flow]))


def _cells(found: Sequence[Total], columns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Amounts with their units by stage; all in one cell, each with its stage, where the only column has no name."""
    if columns == ("",):
        return (_few([f"{stage_name(each)} {cell([each])} {each.unit}" for each in found]),)
    by_stage: dict[str, list[str]] = {column: [] for column in columns}
    for each in found:
        by_stage[stage_name(each)].append(f"{cell([each])} {each.unit}")
    return tuple(_few(amounts) for amounts in by_stage.values())


def _few(amounts: Sequence[str]) -> tuple[str, ...]:
    left = len(amounts) - UNITS
    return (*amounts[:UNITS], f"and {left} more on its page") if left > 0 else tuple(amounts)


def _page(context: Context, flow: Flow, found: Mapping[Id, Sequence[Total]]) -> Page:
    record = context.record
    chosen = Chosen(flows=(flow.id,))
    parts = postings(record, (), chosen)
    lines, left = _sources(context, flow)
    wrong = [each for each in findings(record, chosen) if each.kind not in ("rivals", "overlap")]
    printed = control_sums(record, chosen)
    count = sum(part.rows for part in parts)
    made = tables(context, flow)
    rivals = _named_by(context, flow, "rivals")
    performs = [each for each in context.through if each.flow == flow.id]
    pictures, curves, not_drawn = _pictures(context, flow, parts)
    named = [each for each in show(record, flow.id, dict(context.used)).used_by if "performed through" not in each.label]
    return Page(
        path=context.homes[flow.id],
        template="flow.html.j2",
        title=flow.title,
        layer="flow",
        as_of=context.as_of,
        section="flows",
        sources=lines,
        data={
            "flow": flow,
            "same_scope": [each.id for each in record.flows.values() if each.scope_id == flow.scope_id and each.id != flow.id],
            "rivals": rivals,
            "beside": _beside(context, flow, rivals, found),
            "overlaps": _named_by(context, flow, "overlaps"),
            "pictures": pictures,
            "curves": curves,
            "not_drawn": not_drawn,
            "tables": made.tables,
            "tables_left": made.left_out,
            "keys": [key for key in made.keys if key != "year"][:1] + [key for key in made.keys if key == "year"],
            "findings": wrong[:FINDINGS],
            "findings_left": max(0, len(wrong) - FINDINGS),
            "controls": [
                {
                    "what": ", ".join(_control_words(flow, each.control)),
                    "control": each.control,
                    "made": words(each.low, each.high) if each.matching else "no rows",
                    "agrees": each.agrees,
                    "cite": _line(context, each.control.source, each.control.locator, each.control.verified),
                }
                for each in printed[:ROWS]
            ],
            "controls_left": max(0, len(printed) - ROWS),
            "agreeing": sum(each.agrees for each in printed),
            "performs": performs,
            "rows": [_row(context, flow, each) for each in rows(record, chosen, limit=ROWS)],
            "number": count,
            "sources_left": left,
            "uses": grouped([each for each in named if each.label not in ("rivals", "overlaps", "scope")], use_title),
        },
    )


def _named_by(context: Context, flow: Flow, field: str) -> tuple[Id, ...]:
    """The flows that this one names in a field, and those that name it there: both relations hold in both directions."""
    own: tuple[Id, ...] = getattr(flow, field)
    others = (each.id for each in context.record.flows.values() if flow.id in getattr(each, field))
    return tuple(dict.fromkeys((*own, *others)))


def _pictures(context: Context, flow: Flow, parts: Sequence[Posting]) -> tuple[list[Sketch], list[Drawing], int]:
    """The chain and the course of each dimension, those with most rows first; and how many dimensions are left out."""
    record = context.record
    groups: dict[str, list[Posting]] = {}
    for part in parts:
        groups.setdefault(parse_unit(part.unit).dimension, []).append(part)
    if not parts:
        return [], [], 0
    found = sorted(chains(record, parts), key=lambda chain: (-_rows(groups, chain), chain.unit))
    pictures, curves = [], []
    days = _days(context, flow)
    for at, chain in enumerate(found[:PICTURES]):
        picture = chain_drawing(chain, id=f"chain-{at + 1}", title="The chain")
        pictures += [picture] if picture else []
        own = groups[parse_unit(chain.unit).dimension]
        if sum(days[part.unit] for part in own) < LEAST_STEPS:
            continue
        due, unlike = promises(context, flow, chain.unit)
        curve = arrivals(
            record,
            flow.id,
            chain.unit,
            due,
            units=sorted({part.unit for part in own}),
            kept=sorted({part.stage for part in own}),
            left_out=unlike,
        )
        curves += [curve] if curve else []
    return pictures, curves, max(0, len(found) - PICTURES)


def _days(context: Context, flow: Flow) -> dict[str, int]:
    """By unit on how many days, at the most, anything changes: so that no course is computed where there is none to see."""
    query = "SELECT unit, count(DISTINCT first) + count(DISTINCT last) FROM movements WHERE flow = ? GROUP BY unit"
    return dict(context.record.movements.cursor().execute(query, [flow.id]).fetchall())


def _rows(groups: dict[str, list[Posting]], chain: Chain) -> int:
    return sum(part.rows for part in groups[parse_unit(chain.unit).dimension])


def _control_words(flow: Flow, control: Any) -> Iterator[str]:
    names = {each.id: each.name for each in (*flow.routes, *flow.commodities)}
    yield control.stage
    yield from (names.get(word, word) for word in (control.route, control.commodity) if word)
    if control.period is not None:
        yield control.period.text


def _row(context: Context, flow: Flow, movement: Any) -> dict[str, Any]:
    names = {each.id: each.name for each in (*flow.routes, *flow.commodities)}
    of = [names.get(word, word) for word in (movement.route, movement.commodity) if word]
    of += [context.title(movement.instrument)] if movement.instrument else []
    of += [movement.activity] if movement.activity else []
    value, low, high = ("" if each is None else number(Fraction(each)) for each in (movement.value, movement.low, movement.high))
    span = f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}" if high else ""
    return {
        "date": movement.date.text,
        "move": f"{movement.from_stage} to {movement.to}" if movement.from_stage != "outside" else movement.to,
        "of": ", ".join(of),
        "amount": f"{value} ({span})" if value and span else value or span or NOT_FOUND,
        "unit": movement.unit,
        "counted": "" if movement.counted == "yes" else "doubtful" if movement.counted == "doubtful" else "not counted",
        "note": movement.note,
        "place": movement.place,
        "verified": movement.verified,
    }


def _sources(context: Context, flow: Flow) -> tuple[tuple[SourceLine, ...], int]:
    """The places in sources that a flow, its rows and its printed totals cite, each once; and how many are left out."""
    record = context.record
    read: dict[tuple[Id, str], bool] = {}
    if record.movements.count:
        query = "SELECT source, locator, bool_and(verified) FROM movements WHERE flow = ? GROUP BY ALL ORDER BY min(rowid)"
        for source, locator, verified in record.movements.cursor().execute(query, [flow.id]).fetchall():
            read[source, locator] = verified
    given = [(each.source, each.locator, each.verified) for each in flow.sources]
    given += [(each.source, each.locator, each.verified) for each in flow.controls]
    for source, locator, verified in given:
        read.setdefault((source, locator), verified)
    lines = tuple(_line(context, *place, verified) for place, verified in list(read.items())[:SOURCES])
    return lines, max(0, len(read) - SOURCES)


def _line(context: Context, source_id: Id, locator: str, verified: bool) -> SourceLine:
    """A place in a source."""
    source = context.record.sources.get(source_id)
    return SourceLine(
        source=source_id,
        title=source.title if source else source_id,
        grade=source.grade if source else "",
        house=witness_of(context.record, source_id),
        locator=locator,
        verified=verified,
    )
