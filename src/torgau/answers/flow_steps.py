"""Steps about the chain of aid: totals by some keys, and what had come by a day."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR
from fractions import Fraction
from typing import Any

from torgau.answers.flows import amount, had_come, scope_name
from torgau.answers.record_steps import one_day
from torgau.answers.results import StepResult
from torgau.answers.sentences import listed
from torgau.dates import format_day
from torgau.flow import Chosen, Total, totals
from torgau.flow.bounds import Bounds
from torgau.flow.findings import findings
from torgau.flow.table import as_decimal
from torgau.vocabulary import Record
from torgau.vocabulary import questions as q


def chain(record: Record, step: q.FlowStep) -> StepResult:
    """Totals of some flows: `title`, `covers`, `list`, `not_found` (without quantity), `count`, `{stage}`, `{stage}_list`.

    With `on`, what had come by that day: `{stage}_by`, `{stage}_of` and `{stage}_share` in per cent, as bounds.
    """
    chosen = Chosen(flows=step.flows, routes=step.routes, commodities=step.commodities, stages=step.stages)
    # In the order of the pack: that of ids would change with the names of actors.
    found = tuple(sorted(totals(record, step.by, chosen, unit=step.unit), key=lambda each: each.row))
    whole = totals(record, (), chosen, unit=step.unit)
    values = _values(record, step, found, whole)
    if step.on is not None:
        values |= _by_day(record, chosen, step)
    rows = tuple(_row(record, each) for each in found)
    wrong = [each for each in findings(record, chosen) if each.kind not in ("rivals", "not-accounted", "not-found")]
    caveats = tuple(f"{each.flow}: {each.message}." for each in wrong[:3])
    flows = step.flows or tuple(record.flows)
    meant = [record.flows[flow] for flow in flows if flow in record.flows]
    values["title"] = listed(list(dict.fromkeys(flow.title for flow in meant)))
    values["covers"] = listed(list(dict.fromkeys(flow.covers.text for flow in meant if flow.covers is not None)))
    return StepResult(values=values, rows=rows, ids=tuple(flow.id for flow in meant), caveats=caveats)


def _values(record: Record, step: q.FlowStep, found: tuple[Total, ...], whole: tuple[Total, ...]) -> dict[str, str]:
    known = [each for each in found if each.low or each.high is not None]
    missing = [each for each in found if not each.low and each.high is None]
    values = {
        "list": listed([_told(record, each) for each in known]),
        "not_found": listed(list(dict.fromkeys(_name(record, each) or each.unit for each in missing))),
        "count": str(len(found)),
    }
    for stage in dict.fromkeys(each.stage for each in whole):
        own = [each for each in whole if each.stage == stage and not each.again]
        values[stage] = "; ".join(f"{amount(each.low, each.high)} {each.unit}" for each in own)
        values[f"{stage}_list"] = listed([_told(record, each) for each in known if each.stage == stage])
    return values


def _by_day(record: Record, chosen: Chosen, step: q.FlowStep) -> dict[str, str]:
    assert step.on is not None
    day = one_day(step.on)
    values = {"day": format_day(day)}
    for row in had_come(record, chosen, day, unit=step.unit):
        low, of_low = Fraction(row["low"]), Fraction(row["of_low"])
        high, of_high = (None if row[name] is None else Fraction(row[name]) for name in ("high", "of_high"))
        values[f"{row['stage']}_by"] = f"{amount(low, high)} {row['unit']}"
        values[f"{row['stage']}_of"] = f"{amount(of_low, of_high)} {row['unit']}"
        values[f"{row['stage']}_share"] = _share((low, high), (of_low, of_high))
    return values


def _share(part: Bounds, whole: Bounds) -> str:
    """The share in per cent: one number where both are exact, else whole per cent, rounded outwards."""
    if part[1] is None or whole[1] is None or whole[0] <= 0:
        return "an unknown share"
    if part[0] == part[1] and whole[0] == whole[1]:
        tenths = round(part[0] / whole[0] * 1000)
        return f"{tenths // 10}.{tenths % 10} per cent"
    low = _per_cent(part[0] / whole[1], ROUND_FLOOR)
    high = _per_cent(part[1] / whole[0], ROUND_CEILING)
    return f"{low} per cent" if low == high else f"between {low} and {high} per cent"


def _per_cent(share: Fraction, rounding: str) -> int:
    hundred = share * 100
    down = hundred.numerator // hundred.denominator
    return down if rounding == ROUND_FLOOR or hundred == down else down + 1


def _told(record: Record, each: Total) -> str:
    """`Foodstuffs: 4,478,116 tons`; where the name is the unit, `1,911 steam locomotives`; without a name "not stated"."""
    name, number = _name(record, each), amount(each.low, each.high)
    if name.casefold().endswith(each.unit.casefold()):
        return f"{number} {name[:1].lower()}{name[1:]}"
    return f"{name or 'not stated'}: {number} {each.unit}" if each.keys else f"{number} {each.unit}"


def _name(record: Record, each: Total) -> str:
    """The keys of a total in the words that its flow gives them."""
    names: dict[str, str] = {}
    for flow in record.flows.values():
        if flow.scope_id == each.scope:
            names |= {word.id: word.name for word in (*flow.routes, *flow.commodities)}
    for key in each.keys.values():
        entry = record.get(key)
        if entry is not None:
            names.setdefault(key, str(getattr(entry, "title", "") or getattr(entry, "name", key)))
    return ", ".join(names.get(key, key) for key in each.keys.values() if key)


def _row(record: Record, each: Total) -> dict[str, Any]:
    return {
        "account": scope_name(record, each.scope),
        "title": _name(record, each),
        **each.to_builtins(),
        **{name: as_decimal(getattr(each, name)) for name in ("value", "low", "high")},
    }
