"""A series of the record against what was forecast of it: its figures, and at each horizon the bands that were said before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from torgau.answers.ranges import significant
from torgau.answers.scores import figures_of
from torgau.charts.days import iso, time_scale
from torgau.charts.drawing import Column, Drawing
from torgau.charts.tones import tone
from torgau.dates import format_day

if TYPE_CHECKING:
    from torgau.outcome.observations import Seen
    from torgau.outcome.scores import Forecast
    from torgau.outcome.speaking import Scores

ACROSS, HEIGHT = 800, 130
BEYOND = 0.75
"""How far past the record's own span a picture reaches, as a share of it: bands may be much wider."""
UNITS = {"front": "km", "strength": "thousand persons", "losses": "thousand persons"}

COLUMNS = (
    Column("months", "Months ahead", numeric=True),
    Column("origin", "Said on"),
    Column("day", "Of"),
    Column("value", "Record", numeric=True),
    Column("p50", "Forecast, middle", numeric=True),
    Column("half", "50% band"),
    Column("nine", "90% band"),
    Column("inside", "Record lies"),
)


def held_out(scores: Scores, mode: str, by: str, component: str, title: str, seen: Sequence[Seen], *, id: str) -> Drawing | None:
    """What one forecaster said of one component, against the figures of the record; None where it forecast none.

    `seen` are the record's figures of the component. People are drawn as numbers, though models hold their logarithms.
    """
    found = {months: figures_of(scores.forecasts[mode], by, component, months) for months in scores.protocol.horizons}
    found = {months: items for months, items in found.items() if items}
    if not found:
        return None
    target = next(iter(found.values()))[0].target
    unit = UNITS.get(target, "")
    rows = tuple(_row(item) for items in found.values() for item in items)
    inside = {level: sum(row["inside"] in names for row in rows) for level, names in _INSIDE.items()}
    return Drawing(
        id=id,
        title=f"{title} ({unit})",
        description=(
            f"{len(seen)} figures of the record as hollow dots, and {len(rows)} that {by} had not seen when it forecast them, "
            f"3 or more months ahead, as diamonds with its 50% and 90% bands. {inside['half']} of them lie within the 50% band, "
            f"{inside['nine']} within the 90% band. One panel a horizon. The table below has the numbers."
        ).replace("3 or more", f"{min(found)} or more"),
        chart=_chart(found, seen),
        columns=COLUMNS,
        rows=rows,
    )


_INSIDE = {"half": ("within 50%",), "nine": ("within 50%", "within 90%")}


def natural(target: str, value: float) -> float:
    """A figure in its own unit: strengths and losses are held as logarithms."""
    return value if target == "front" else math.exp(value)


def _row(item: Forecast) -> dict[str, Any]:
    low, first, middle, third, high = (natural(item.target, each) for each in (item.p05, item.p25, item.p50, item.p75, item.p95))
    where = "within 50%" if 0.25 <= item.at <= 0.75 else "within 90%" if 0.05 <= item.at <= 0.95 else "outside"
    return {
        "id": f"{item.series}-{item.origin}-{item.day}",
        "months": item.months,
        "origin": format_day(item.origin),
        "day": format_day(item.day),
        "value": f"{significant(natural(item.target, item.value), 4):,}",
        "p50": f"{significant(middle):,}",
        "half": f"{significant(first):,} to {significant(third):,}",
        "nine": f"{significant(low):,} to {significant(high):,}",
        "inside": where,
    }


def _chart(found: dict[int, list[Forecast]], seen: Sequence[Seen]) -> Any:
    import altair as alt

    target = next(iter(found.values()))[0].target
    record = [(item.last, natural(target, float(item.value))) for item in seen]
    told = [natural(target, item.value) for items in found.values() for item in items]
    own = [value for _, value in record] + told
    reach = (max(own) - min(own) or abs(max(own)) or 1.0) * BEYOND
    low, high = min(own) - reach, max(own) + reach
    if target != "front":
        low = max(low, 0.0)
    columns = min(len(found), 2)
    panels, values = [f"{months} months ahead" for months in found], []
    for months, items in found.items():
        panel = f"{months} months ahead"
        values += [{"panel": panel, "kind": "record", "day": iso(day), "value": round(value, 1)} for day, value in record]
        for item in items:
            bounds = {
                name: round(min(max(natural(target, getattr(item, name)), low), high), 1) for name in ("p05", "p25", "p75", "p95")
            }
            here = round(natural(target, item.value), 1)
            values.append({"panel": panel, "kind": "held out", "day": iso(item.day), "value": here, **bounds})
    days = [item.last for item in seen] + [item.day for items in found.values() for item in items]
    first, last = min(days), max(days)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    time = alt.Axis(title=None, format="%b %Y", tickCount=4, labelOverlap=True, grid=False)
    amounts = alt.Axis(title=None, tickCount=4)
    x = alt.X("day:T", scale=time_scale(first - 20, last + 20), axis=time)
    held = alt.Chart().transform_filter("datum.kind === 'held out'")
    wide = held.mark_rule(strokeWidth=1.2, color=tone("blue"), clip=True).encode(
        x=x, y=alt.Y("p05:Q", scale=scale, axis=amounts), y2=alt.Y2("p95:Q")
    )
    half = held.mark_rule(strokeWidth=5, opacity=0.35, color=tone("blue"), clip=True).encode(
        x=x, y=alt.Y("p25:Q", scale=scale, axis=amounts), y2=alt.Y2("p75:Q")
    )
    dots = (
        alt.Chart()
        .transform_filter("datum.kind === 'record'")
        .mark_point(size=14, strokeWidth=1, color=tone("grey"), clip=True)
        .encode(x=x, y=alt.Y("value:Q", scale=scale, axis=amounts))
    )
    marks = held.mark_point(size=26, shape="diamond", filled=True, opacity=1, color=tone("orange"), clip=True).encode(
        x=x, y=alt.Y("value:Q", scale=scale, axis=amounts)
    )
    return (
        alt.layer(half, wide, dots, marks)
        .properties(width=ACROSS // columns, height=HEIGHT)
        .facet(
            facet=alt.Facet("panel:N", sort=panels, header=alt.Header(labelPadding=6)),
            columns=columns,
            data=alt.InlineData(values=values),
        )
    )
