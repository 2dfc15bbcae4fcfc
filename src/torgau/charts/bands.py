"""Statuses as bands over time: certain where they surely held, faint where open dates leave it unsettled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from torgau.charts.days import clipped, frame, iso, outside_note, time_scale, zoom_by
from torgau.charts.drawing import Column, Drawing
from torgau.charts.tones import tone
from torgau.record.standings import Standing
from torgau.vocabulary import Record

COLUMNS = (
    Column("title", "Status", entry="id"),
    Column("kind", "Kind"),
    Column("from", "From"),
    Column("until", "Until (first day no longer)"),
    Column("basis", "Basis"),
)
ROW_HEIGHT = 24
LABEL_WIDTH = 420
BAND_WIDTH = 580


def status_bands(record: Record, items: Iterable[Standing], *, id: str, title: str) -> Drawing:
    """One band for each status, in order of beginning. A status that only somebody claims, or a denial, is an outlined band."""
    first, last = frame(record)
    rows = tuple(_row(item, first, last) for item in sorted(items, key=lambda each: _order(each, first)))
    faint = sum(row["possible"] for row in rows)
    description = (
        f"{len(rows)} statuses as horizontal bands from {iso(first)[:4]} to {iso(last)[:4]}, in order of beginning. "
        + (f"{faint} have a beginning or end that is not known to the day. " if faint else "")
        + "The table below has the same rows."
    )
    return Drawing(
        id=id,
        title=title,
        description=description,
        chart=_chart(rows, first, last),
        columns=COLUMNS,
        rows=rows,
        zoomable=True,
        notes=outside_note(sum(row["outside"] for row in rows), "statuses"),
    )


def _order(item: Standing, first: int) -> tuple[int, str]:
    return clipped(item.begins.lo, first), item.id


def _row(item: Standing, first: int, last: int) -> dict[str, Any]:
    begins, ends = item.begins, item.ends
    start, start_latest = clipped(begins.lo, first), clipped(begins.hi, last)
    # An open end is drawn to the end of the period; what begins later than that gets a year.
    open_end = max(last, start_latest + 365) + 1
    end_earliest = open_end if ends is None else clipped(ends.lo, open_end)
    end = open_end if ends is None else clipped(ends.hi, open_end)
    return {
        "id": item.id,
        "title": item.title,
        "dimension": item.dimension,
        "kind": "denied" if item.denies else item.value or item.dimension,
        "basis": "claimed" if item.basis == "claimed" else "record",
        "from": item.start.text,
        "until": item.end.text if item.end else "open",
        "x": iso(start),
        "x2": iso(max(end, start + 1)),
        "sure": iso(start_latest),
        "sure2": iso(end_earliest),
        "possible": start_latest > start or end > end_earliest,
        "has_core": start_latest < end_earliest,
        "outlined": item.denies or item.basis == "claimed",
        "outside": start > last or end <= first,
    }


def _chart(rows: tuple[dict[str, Any], ...], first: int, last: int) -> Any:
    import altair as alt

    data = alt.InlineData(values=[_short(row) for row in rows])
    axis = alt.Axis(labelLimit=LABEL_WIDTH, title=None, grid=False, ticks=False, domain=False, labelColor=tone("ink"))
    lane = alt.Y(
        "lane:N",
        sort=list(dict.fromkeys(row["title"] for row in rows)),
        axis=axis,
        scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1),
    )
    time = time_scale(first, last + 1)
    years = alt.Axis(title=None, format="%Y", tickCount=8, orient="top", labelOverlap=True)
    tips = [alt.Tooltip(f"{key}:N", title=heading) for key, heading in _TIPS]
    whole = (
        alt.Chart()
        .mark_bar(opacity=0.35, clip=True, minBandSize=3)
        .encode(
            x=alt.X("x:T", scale=time, axis=years), x2=alt.X2("x2:T"), y=lane, color=alt.ColorValue(tone("blue")), tooltip=tips
        )
        .transform_filter("datum.possible && !datum.outlined")
        .properties(name="possible")
    )
    core = (
        alt.Chart()
        .mark_bar(clip=True)
        .encode(
            x=alt.X("sure:T", scale=time, axis=years),
            x2=alt.X2("sure2:T"),
            y=lane,
            color=alt.ColorValue(tone("blue")),
            tooltip=tips,
        )
        .transform_filter("datum.has_core && !datum.outlined")
        .properties(name="certain")
    )
    outlined = (
        alt.Chart()
        .mark_bar(clip=True, filled=False, strokeWidth=1.6, strokeDash=[4, 3])
        .encode(
            x=alt.X("x:T", scale=time, axis=years),
            x2=alt.X2("x2:T"),
            y=lane,
            stroke=alt.StrokeValue(tone("purple")),
            tooltip=tips,
        )
        .transform_filter("datum.outlined")
        .properties(name="outlined")
    )
    zoom = zoom_by(["x"])
    # A layer without marks has no extent, and Vega says so aloud; it is left out.
    layers = [
        layer
        for layer, drawn in (
            (whole, [row for row in rows if row["possible"] and not row["outlined"]]),
            (core, [row for row in rows if row["has_core"] and not row["outlined"]]),
            (outlined, [row for row in rows if row["outlined"]]),
        )
        if drawn
    ]
    layered = alt.layer(layers[0].add_params(zoom), *layers[1:], data=data)
    return layered.properties(width=BAND_WIDTH, height=alt.Step(ROW_HEIGHT))


_TIPS = (("title", "Status"), ("from", "From"), ("until", "Until"), ("kind", "Kind"), ("basis", "Basis"))


def _short(row: dict[str, Any]) -> dict[str, Any]:
    # Statuses of one title stand in one lane, one after the other.
    return {**{key: value for key, value in row.items() if key != "dimension"}, "lane": row["title"]}
