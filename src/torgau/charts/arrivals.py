"""What had been promised, shipped or had arrived by each day: cumulative bands, because rows sum up times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from torgau.charts.amounts import words
from torgau.charts.days import iso, time_scale
from torgau.charts.drawing import Column, Drawing
from torgau.charts.quantities import amount_axis
from torgau.charts.tones import tone
from torgau.dates import FIRST_DAY, LAST_DAY, format_day
from torgau.flow.bounds import Bounds
from torgau.flow.curve import Step, dated, steps
from torgau.flow.postings import Chosen
from torgau.units import parse_unit
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
WIDTH, HEIGHT = 820, 320
PROMISED = "promised, as it fell due"
MOST_STEPS, LEAST_SHARE = 160, 24
"""More steps than this in all (and than this in one course) are drawn and listed by the last of each month, quarter, year."""
MONTHS_UP_TO = 1500
"""Days up to which the axis names months."""
LEAST_STEPS = 4
"""Fewer days on which anything changes make no course: the beginning and the end of one time are in the tables."""
_SOLID = [1, 0]
_STYLES: dict[str, tuple[str, list[int]]] = {
    PROMISED: ("orange", [10, 3, 2, 3]),
    "requested": ("grey", [1, 4]),
    "pledged": ("grey", [6, 3]),
    "committed": ("grey", [12, 3]),
    "allocated": ("grey", [4, 2, 1, 2]),
    "available": ("grey", [2, 2]),
    "shipped": ("blue", _SOLID),
    "arrived": ("green", [8, 3]),
    "used": ("purple", [2, 3]),
    "lost": ("red", _SOLID),
    "diverted": ("red", [6, 3]),
    "returned": ("red", [2, 2]),
}
"""Tone and dashes of each line, the same in every picture: lines of one tone have different dashes."""


class Promise(NamedTuple):
    """Between `low` and `high` fell due on a day (an ordinal), in the unit of the curve."""

    day: int
    low: Fraction
    high: Fraction


def arrivals(
    record: Record,
    flow: Id,
    unit: str,
    promises: Sequence[Promise] = (),
    *,
    units: Sequence[str] = (),
    kept: Sequence[str] = STAGES,
    left_out: int = 0,
) -> Drawing | None:
    """The curve of one flow, of its rows in `units` (else `unit`), told in `unit`; None where there are too few days to show.

    `kept` are the stages to look for. `promises` are drawn as a line of their own; `left_out` more are in other units.
    """
    courses: dict[str, tuple[Step, ...]] = {}
    for stage in (stage for stage in STAGES if stage in kept):
        spans = dated(record, stage, Chosen(flows=(flow,), units=tuple(units) or (unit,)), unit=unit)
        course = tuple(step for step in steps(spans) if FIRST_DAY < step.day < LAST_DAY)
        if any(step.low or step.high != 0 for step in course):
            courses[stage] = course
    if len({step.day for course in courses.values() for step in course}) < LEAST_STEPS:
        return None
    if promises:
        courses = {PROMISED: _fallen_due(promises), **courses}
    share = max(LEAST_SHARE, MOST_STEPS // len(courses))
    shown = {what: thinned(course, share) for what, course in courses.items()}
    rows = tuple(
        {
            "day": format_day(step.day),
            "what": what,
            "low": words(step.low, step.low),
            "high": "not known" if step.high is None else words(step.high, step.high),
            "unit": unit,
        }
        for what, course in shown.items()
        for step in course
    )
    return Drawing(
        id=f"arrivals-{flow}-{_slug(parse_unit(unit).dimension)}",
        title=f"What had come by each day ({unit})",
        description=_description(shown, unit),
        chart=_chart(shown, unit),
        columns=COLUMNS,
        rows=rows,
        notes=_notes(courses, shown, left_out),
    )


def _slug(text: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in text.lower())


def _description(courses: dict[str, tuple[Step, ...]], unit: str) -> str:
    ends = "; ".join(f"{what} {words(course[-1].low, course[-1].high)}" for what, course in courses.items())
    days = [step.day for course in courses.values() for step in course]
    return (
        f"Cumulative amounts in {unit} from {format_day(min(days))} to {format_day(max(days))}. At the end: {ends}. A band is "
        "wide where a row sums up a time: on a day within it anything from nothing to all of it may have come. The table below "
        "has the same steps."
    )


def _notes(courses: dict[str, tuple[Step, ...]], shown: dict[str, tuple[Step, ...]], left_out: int) -> tuple[str, ...]:
    notes = []
    if PROMISED in courses:
        more = f" {left_out} more, in other units or without a day, are not in it." if left_out else ""
        notes.append(f"The promised line adds up the promises named below, of part of these movements or of all.{more}")
    left = sum(len(course) - len(shown[what]) for what, course in courses.items())
    if left:
        notes.append(f"{left:,} steps between those shown are left out; the flow's file has every row.")
    for what, course in courses.items():
        open_from = next((step.day for step in course if step.high is None), None)
        if open_from is not None:
            notes.append(
                f"{what.capitalize()}: from {format_day(open_from)} on a quantity was not found, so there is no upper line."
            )
    return tuple(notes)


def _fallen_due(promises: Sequence[Promise]) -> tuple[Step, ...]:
    """What had fallen due in all by each day."""
    low, high = Fraction(0), Fraction(0)
    found: dict[int, Step] = {}
    for promise in sorted(promises):
        low, high = low + promise.low, high + promise.high
        found[promise.day] = Step(promise.day, low, high)
    return tuple(found.values())


def thinned(course: tuple[Step, ...], most: int) -> tuple[Step, ...]:
    """A course of at most `most` steps: all of them, or the last of each month, quarter, year, ten or hundred years.

    Every step that stays is true on its day; only what lay between is not shown.
    """
    for span in _SPANS:
        last = {span(format_day(step.day)): step for step in course}
        if len(last) <= most:
            break
    return tuple(last.values())


_SPANS: tuple[Callable[[str], str], ...] = (
    lambda day: day,
    lambda day: day[:7],
    lambda day: f"{day[:4]} {(int(day[5:7]) - 1) // 3}",
    lambda day: day[:4],
    lambda day: day[:3],
    lambda day: day[:2],
)


def _chart(courses: dict[str, tuple[Step, ...]], unit: str) -> alt.TopLevelMixin:
    import altair as alt

    first = min(step.day for course in courses.values() for step in course) - 1
    last = max(step.day for course in courses.values() for step in course)
    last += max((last - first) // 40, 1)
    values: list[dict[str, Any]] = []
    for what, course in courses.items():
        nothing: Bounds = (Fraction(0), Fraction(0))
        points = [Step(first, *nothing), *course, Step(last, course[-1].low, course[-1].high)]
        for step in points:
            high = None if step.high is None else float(step.high)
            values.append({"day": iso(step.day), "what": what, "low": float(step.low), "high": high})
    order = list(courses)
    styles = [_STYLES[what] for what in order]
    legend = alt.Legend(
        title=None,
        orient="top",
        offset=32,  # above the unit of the axis
        columns=5,
        columnPadding=26,
        rowPadding=6,
        labelLimit=300,
        labelFontSize=13,
        symbolType="stroke",
        symbolSize=900,
        symbolStrokeWidth=2,
        symbolOpacity=1,
    )
    colour = alt.Color("what:N", scale=alt.Scale(domain=order, range=[tone(name) for name, _ in styles]), legend=legend)
    dash = alt.StrokeDash("what:N", scale=alt.Scale(domain=order, range=[dashes for _, dashes in styles]), legend=legend)
    form = "%Y" if last - first > MONTHS_UP_TO else "%b %Y"
    time = alt.Axis(title=None, format=form, tickCount=7, labelOverlap=True, labelSeparation=12, grid=False)
    x = alt.X("day:T", scale=time_scale(first, last), axis=time)
    amounts = amount_axis(unit)
    base = alt.Chart(alt.InlineData(values=values))
    # Where nothing bounds the amount above there is no band and no upper line.
    bounded = base.transform_filter("isValid(datum.high)")
    band = (
        bounded.mark_area(interpolate="step-after", opacity=0.2)
        .encode(x=x, y=alt.Y("low:Q", axis=amounts, stack=None), y2=alt.Y2("high:Q"), color=colour)
        .properties(name="band")
    )
    low = (
        base.mark_line(interpolate="step-after", strokeWidth=2)
        .encode(x=x, y=alt.Y("low:Q", axis=amounts), color=colour, strokeDash=dash)
        .properties(name="low")
    )
    high = (
        bounded.mark_line(interpolate="step-after", strokeWidth=2)
        .encode(x=x, y=alt.Y("high:Q", axis=amounts), color=colour, strokeDash=dash)
        .properties(name="high")
    )
    chart: alt.TopLevelMixin = alt.layer(band, low, high).properties(width=WIDTH, height=HEIGHT)
    return chart
