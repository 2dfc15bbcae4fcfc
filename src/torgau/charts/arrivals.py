"""What had been promised, shipped or had arrived by each day: cumulative bands, because rows sum up times."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from torgau.charts.days import iso
from torgau.charts.drawing import Column, Drawing
from torgau.charts.tones import tone
from torgau.dates import FIRST_DAY, LAST_DAY, format_day
from torgau.flow.curve import Step, dated, steps
from torgau.flow.postings import Chosen
from torgau.units import parse_unit
from torgau.units.quantity import exact_text
from torgau.vocabulary import Id, Record
from torgau.vocabulary.flows import STAGES

if TYPE_CHECKING:
    import altair as alt

COLUMNS = (
    Column("day", "From this day on"),
    Column("what", "What"),
    Column("low", "At least", numeric=True),
    Column("high", "At most", numeric=True),
    Column("unit", "Unit"),
)
WIDTH, HEIGHT = 620, 320
_TONES = {"shipped": "blue", "arrived": "green", "used": "purple", "lost": "red", "diverted": "red", "returned": "red"}
"""The tone of a stage, the same in every picture; earlier stages are grey, promises orange. Dashes tell them apart too."""
PROMISED = "promised, as it fell due"


class Promise(NamedTuple):
    """A quantity that fell due on a day (an ordinal), in the unit of the curve."""

    day: int
    value: Fraction


def arrivals(record: Record, flow: Id, unit: str, promises: Sequence[Promise] = ()) -> Drawing | None:
    """The curve of one flow in one unit; None where no stage has more than one day to show. `promises` are drawn as a line."""
    lines: dict[str, tuple[Step, ...]] = {}
    for stage in STAGES:
        chosen = Chosen(flows=(flow,), units=(unit,))
        course = [step for step in steps(dated(record, stage, chosen, unit=unit)) if FIRST_DAY < step.day < LAST_DAY]
        if course and (course[-1].high is None or course[-1].high or course[-1].low):
            lines[stage] = tuple(course)
    if not lines or max(len(course) for course in lines.values()) < 3:
        return None
    if promises:
        lines = {PROMISED: _promised(promises), **lines}
    rows = tuple(
        {
            "day": format_day(step.day),
            "what": what,
            "low": _grouped(step.low),
            "high": "not known" if step.high is None else _grouped(step.high),
            "unit": unit,
        }
        for what, course in lines.items()
        for step in course
    )
    return Drawing(
        id=f"arrivals-{flow}-{parse_unit(unit).dimension.replace(' ', '-')}",
        title=f"{record.flows[flow].title}: what had come by each day ({unit})",
        description=(
            "Cumulative amounts over time. A band is wide where a row sums up a time: on a day within it anything from nothing "
            "to all of it may have come. The table has every step."
        ),
        chart=_chart(lines, unit),
        columns=COLUMNS,
        rows=rows,
    )


def _promised(promises: Sequence[Promise]) -> tuple[Step, ...]:
    total, found = Fraction(0), {}
    for promise in sorted(promises):
        total += promise.value
        found[promise.day] = Step(promise.day, total, total)
    return tuple(found.values())


def _grouped(value: Fraction) -> str:
    text = exact_text(value)
    whole, _, rest = text.partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "") if "/" not in text else f"{float(value):,.4f}"


def _chart(lines: dict[str, tuple[Step, ...]], unit: str) -> alt.TopLevelMixin:
    import altair as alt

    last = max(step.day for course in lines.values() for step in course) + 1
    first = min(step.day for course in lines.values() for step in course) - 1
    values: list[dict[str, Any]] = []
    for what, course in lines.items():
        points = [Step(first, Fraction(0), Fraction(0)), *course, Step(last, course[-1].low, course[-1].high)]
        for step in points:
            high = step.low if step.high is None else step.high
            values.append({"day": iso(step.day), "what": what, "low": float(step.low), "high": float(high)})
    order = list(lines)
    colour = alt.Color(
        "what:N",
        scale=alt.Scale(domain=order, range=[tone("orange" if what == PROMISED else _TONES.get(what, "grey")) for what in order]),
        legend=alt.Legend(title=None, orient="top", columns=3, labelLimit=300, columnPadding=36),
    )
    dash = alt.StrokeDash("what:N", scale=alt.Scale(domain=order, range=[[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]]), legend=None)
    x = alt.X("day:T", title=None, axis=alt.Axis(tickCount=8))
    base = alt.Chart(alt.InlineData(values=values), width=WIDTH, height=HEIGHT)
    axis = alt.Axis(format="~s", tickCount=6)
    band = base.mark_area(interpolate="step-after", opacity=0.22).encode(
        x=x, y=alt.Y("low:Q", title=unit, axis=axis, stack=None), y2="high:Q", color=colour
    )
    low = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        x=x, y=alt.Y("low:Q", title=unit, axis=axis), color=colour, strokeDash=dash
    )
    high = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        x=x, y=alt.Y("high:Q", title=unit, axis=axis), color=colour, strokeDash=dash
    )
    chart: alt.TopLevelMixin = alt.layer(band, low, high)
    return chart
