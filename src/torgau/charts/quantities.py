"""Figures as marks: rival estimates as ranges, scope by scope, and series over time."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from torgau.charts.days import iso, zoom_by
from torgau.charts.drawing import Column, Drawing
from torgau.charts.tones import tone
from torgau.record.estimates import FigureRow, ScopeGroup, estimate
from torgau.vocabulary import Id, Point, Record

if TYPE_CHECKING:
    import altair as alt

ESTIMATE_COLUMNS = (
    Column("scope", "What is counted"),
    Column("low", "Low", numeric=True),
    Column("value", "Value", numeric=True),
    Column("high", "High", numeric=True),
    Column("unit", "Unit"),
    Column("method", "Method"),
    Column("published", "Published"),
    Column("source_title", "Source", entry="source"),
    Column("locator", "Place in it"),
    Column("verified", "Read there"),
)
SERIES_COLUMNS = (
    Column("start", "From"),
    Column("end", "To"),
    Column("value", "Value", numeric=True),
    Column("low", "Low", numeric=True),
    Column("high", "High", numeric=True),
    Column("source_title", "Source", entry="source"),
    Column("locator", "Place in it"),
    Column("verified", "Read there"),
)
WIDTH = 560
LABEL_WIDTH = 330
LABEL = 50
"""Characters of a label that fit beside a chart."""
HEIGHT = 300
LONG = 900
FEW = 24
"""Points up to which a series needs no zoom."""
SHORT_NUMBER = "abs(datum.value) >= 10000 ? replace(format(datum.value, '~s'), 'G', ' bn') : format(datum.value, ',~r')"
"""How an axis writes a number: 26M, 1.5 bn, but 0.5 and 9,000 in full."""


def amount_axis(unit: str) -> Any:
    """The upright axis of amounts over time, with the unit above it."""
    import altair as alt

    return alt.Axis(
        title=unit,
        tickCount=5,
        labelExpr=SHORT_NUMBER,
        titleAlign="left",
        titleAngle=0,
        titleAnchor="start",
        titleY=-14,
        titleX=0,
    )


def estimate_ranges(record: Record, estimate_id: Id) -> tuple[Drawing, ...]:
    """The rival figures, one drawing a unit (different units share no axis), one block a scope. KeyError: no such estimate.

    A line is a range, a dot a single figure, a triangle "at least". Hollow: nobody has read it in that source yet.
    """
    view = estimate(record, estimate_id)
    units = list(dict.fromkeys(group.unit for group in view.groups))
    drawings = []
    for position, unit in enumerate(units):
        groups = [group for group in view.groups if group.unit == unit]
        rows = tuple(_figure_row(record, group, figure) for group in groups for figure in group.figures)
        description = (
            f"{len(rows)} figures in {unit}, in {len(groups)} scope{'s' if len(groups) > 1 else ''}, "
            "each with its source. They are not averaged. The table below has the same rows."
        )
        drawings.append(
            Drawing(
                id=f"{estimate_id}-{position + 1}",
                title=f"{view.title} ({unit})",
                description=description,
                chart=_ranges(rows, unit),
                columns=ESTIMATE_COLUMNS,
                rows=rows,
            )
        )
    return tuple(drawings)


def _figure_row(record: Record, group: ScopeGroup, figure: FigureRow) -> dict[str, Any]:
    return {
        "id": figure.id,
        "scope": group.means or group.scope,
        "low": _shown(figure.low),
        "value": ("at least " if figure.at_least else "") + _shown(figure.value),
        "high": _shown(figure.high),
        "unit": figure.unit,
        "method": figure.method,
        "published": figure.published.text if figure.published else "",
        "source": figure.source,
        "source_title": source_label(record, figure.source),
        "locator": figure.locator,
        "verified": "yes" if figure.verified else "not yet",
        "numbers": (figure.low, figure.value, figure.high),
        "at_least": figure.at_least,
        "read": figure.verified,
    }


def source_label(record: Record, source_id: Id) -> str:
    """A source in few words: its author or publisher, and its title where neither is given."""
    source = record.sources.get(source_id)
    if source is None:
        return source_id
    return source.title


def _shown(number: Decimal | None) -> str:
    return "" if number is None else grouped(number)


def grouped(number: Decimal) -> str:
    """The number as the pack writes it, with thousands apart (12,500.0 keeps its 0)."""
    return f"{number:,f}"


def _ranges(rows: tuple[dict[str, Any], ...], unit: str) -> Any:
    import altair as alt

    repeated = Counter((row["scope"], row["source"]) for row in rows)
    used: dict[tuple[str, str], int] = {}
    values = []
    for row in rows:
        low, value, high = row["numbers"]
        label = _lane(row, repeated[row["scope"], row["source"]] > 1)
        seen = used[row["scope"], label] = used.get((row["scope"], label), 0) + 1
        middle = value if value is not None else low if low is not None else high
        values.append(
            {
                "scope": row["scope"],
                "lane": label if seen == 1 else f"{label} ({seen})",
                "low": _number(low),
                "high": _number(high),
                "value": _number(value),
                "label": _range_words(low, value, high, row["at_least"]),
                "at": _number(high if high is not None else middle),
                "shape": "at least" if row["at_least"] else "figure",
                "read": row["read"],
                "method": row["method"],
                "published": row["published"],
            }
        )
    lane = alt.Y(
        "lane:N",
        sort=list(dict.fromkeys(value["lane"] for value in values)),
        axis=alt.Axis(title=None, labelLimit=LABEL_WIDTH, grid=True, ticks=False, domain=False, labelColor=tone("ink")),
        scale=alt.Scale(paddingInner=0.3),
    )
    amounts = alt.Axis(title=unit, tickCount=5, labelExpr=SHORT_NUMBER)
    width = alt.Scale(zero=False, nice=True, padding=40)
    across = alt.X("value:Q", axis=amounts, scale=width)
    shape = alt.Shape("shape:N", legend=None, scale=alt.Scale(domain=["figure", "at least"], range=["circle", "triangle-right"]))
    filled = alt.condition("datum.read", alt.value(tone("blue")), alt.value(tone("paper")))
    tips = [
        alt.Tooltip("lane:N", title="Source"),
        alt.Tooltip("label:N", title=unit),
        alt.Tooltip("method:N", title="Method"),
        alt.Tooltip("published:N", title="Published"),
    ]
    ranges = (
        alt.Chart()
        .mark_bar(height=8, cornerRadius=4, stroke=tone("blue"), strokeWidth=1.6)
        .encode(x=alt.X("low:Q", axis=amounts, scale=width), x2=alt.X2("high:Q"), y=lane, fill=filled, tooltip=tips)
        .transform_filter("isValid(datum.low) && isValid(datum.high)")
        .properties(name="range")
    )
    points = (
        alt.Chart()
        .mark_point(filled=True, size=70, opacity=1, strokeWidth=1.6, stroke=tone("blue"))
        .encode(
            x=across,
            y=lane,
            shape=shape,
            fill=filled,
            tooltip=tips,
        )
        .transform_filter("isValid(datum.value)")
        .properties(name="figure")
    )
    words = (
        alt.Chart()
        .mark_text(align="left", dx=9, color=tone("ink"), fontSize=12)
        .encode(x=alt.X("at:Q", axis=amounts, scale=width), y=lane, text=alt.Text("label:N"))
        .properties(name="words")
    )
    layered = alt.layer(ranges, points, words, data=alt.InlineData(values=values)).properties(width=WIDTH, height=alt.Step(26))
    scopes = list(dict.fromkeys(row["scope"] for row in rows))
    header = alt.Header(labelOrient="top", labelAnchor="start", labelLimit=LABEL_WIDTH + WIDTH, title=None)
    return (
        layered.facet(row=alt.Row("scope:N", sort=scopes, header=header, spacing=18))
        .resolve_scale(y="independent")
        .resolve_axis(x="shared")
    )


def _lane(row: dict[str, Any], repeated: bool) -> str:
    """What stands beside a figure: its source, and the place in it where one source gives several figures of a scope."""
    title: str = row["source_title"]
    if not repeated or not row["locator"]:
        return title if len(title) <= LABEL else f"{title[: LABEL - 1].rstrip()}…"
    place: str = row["locator"]
    short = title if len(title) <= LABEL // 2 else f"{title[: LABEL // 2 - 1].rstrip()}…"
    room = LABEL - len(short) - 2
    return f"{short}: {place if len(place) <= room else place[: room - 1].rstrip() + '…'}"


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _range_words(low: Decimal | None, value: Decimal | None, high: Decimal | None, at_least: bool) -> str:
    if value is not None:
        return f"{'≥ ' if at_least else ''}{grouped(value)}"
    if low is not None and high is not None:
        return f"{grouped(low)}–{grouped(high)}"
    return f"≥ {grouped(low)}" if low is not None else f"≤ {grouped(high)}" if high is not None else "no figure"


def series_chart(record: Record, series_id: Id) -> Drawing:
    """A series: each figure as a bar over the days it holds for, with its range where one is given. KeyError: no such series."""
    series = record.series[series_id]
    points = record.points.get(series_id, ())
    rows = tuple(_point_row(record, series_id, point) for point in points)
    known = [point for point in points if point.value is not None]
    extremes = ""
    if known:
        top = max(known, key=lambda point: point.value or Decimal(0))
        bottom = min(known, key=lambda point: point.value or Decimal(0))
        extremes = (
            f"Highest {grouped(top.value or Decimal(0))} from {top.start.text} to {top.end.text}, "
            f"lowest {grouped(bottom.value or Decimal(0))} from {bottom.start.text} to {bottom.end.text}. "
        )
    return Drawing(
        id=series_id,
        title=f"{series.title} ({series.unit})",
        description=f"{len(rows)} figures over time, {series.scope}. {extremes}The table below has the same rows.",
        chart=_over_time(points, series.unit),
        columns=SERIES_COLUMNS,
        rows=rows,
        zoomable=len(points) > FEW,
    )


def _point_row(record: Record, series_id: Id, point: Point) -> dict[str, Any]:
    return {
        "id": f"{series_id}-{point.line or point.start.text}",
        "start": point.start.text,
        "end": point.end.text,
        "value": _shown(point.value) or "not known",
        "low": _shown(point.low),
        "high": _shown(point.high),
        "source": point.source,
        "source_title": source_label(record, point.source),
        "locator": point.locator,
        "verified": "yes" if point.verified else "not yet",
        "note": point.note,
    }


def _over_time(points: tuple[Point, ...], unit: str) -> Any:
    import altair as alt

    values = []
    for point in points:
        if point.start.lo is None or point.end.hi is None:
            continue
        values.append(
            {
                "start": iso(point.start.lo),
                # The last day is included, so the bar ends where the next day begins.
                "end": iso(point.end.hi + 1),
                "middle": iso((point.start.lo + point.end.hi) // 2),
                "value": _number(point.value),
                "low": _number(point.low),
                "high": _number(point.high),
                "label": _range_words(point.low, point.value, point.high, at_least=False),
                "period": point.start.text if point.start.text == point.end.text else f"{point.start.text} to {point.end.text}",
                "read": point.verified,
            }
        )
    time = alt.Scale(type="utc", nice=False, padding=12)
    years = alt.Axis(title=None, tickCount=8, grid=False, labelOverlap=True)
    up = alt.Scale(zero=True, nice=True, padding=0, domainMax=_headroom(values))
    amount = amount_axis(unit)
    tips = [alt.Tooltip("period:N", title="Period"), alt.Tooltip("label:N", title=unit)]
    data = alt.InlineData(values=values)
    steps = (
        alt.Chart()
        .mark_bar(height=4, clip=True)
        .encode(
            x=alt.X("start:T", scale=time, axis=years),
            x2=alt.X2("end:T"),
            y=alt.Y("value:Q", scale=up, axis=amount),
            color=alt.ColorValue(tone("blue")),
            tooltip=tips,
        )
        .transform_filter("isValid(datum.value)")
        .properties(name="figure")
    )
    line = (
        alt.Chart()
        .mark_line(color=tone("blue"), strokeWidth=1, opacity=0.5, clip=True)
        .encode(x=alt.X("middle:T", scale=time, axis=years), y=alt.Y("value:Q", scale=up, axis=amount))
        .properties(name="line")
    )
    ranges = (
        alt.Chart()
        .mark_bar(opacity=0.3, clip=True)
        .encode(
            x=alt.X("start:T", scale=time, axis=years),
            x2=alt.X2("end:T"),
            y=alt.Y("low:Q", scale=up, axis=amount),
            y2=alt.Y2("high:Q"),
            color=alt.ColorValue(tone("blue")),
            tooltip=tips,
        )
        .transform_filter("isValid(datum.low) && isValid(datum.high)")
        .properties(name="range")
    )
    zoom = zoom_by(["x"])
    # A layer without marks has no extent, and Vega says so aloud; it is left out.
    ranged = any(value["low"] is not None and value["high"] is not None for value in values)
    layers = [line, *([ranges] if ranged else []), steps.add_params(zoom) if len(points) > FEW else steps]
    return alt.layer(*layers, data=data).properties(width=LONG, height=HEIGHT)


def _headroom(values: list[dict[str, Any]]) -> float | alt.UndefinedType:
    """A twentieth above the highest mark, so that it is not cut in half by the frame; no bound where nothing is above 0."""
    import altair as alt

    top = max((value[key] for value in values for key in ("value", "high") if value[key] is not None), default=0)
    return top * 1.05 if top > 0 else alt.Undefined
