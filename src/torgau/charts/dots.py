"""Dated things as dots on a time axis: one dot each, stacked where several fall into one span of time."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from torgau.charts.days import clipped, frame, iso, outside_note, time_scale, to_day, zoom_by
from torgau.charts.drawing import Column, Drawing
from torgau.charts.tones import tone
from torgau.record.timeline import Dated
from torgau.vocabulary import Record

BINS = 150
"""Into how many spans of time the period is cut for stacking."""
DOT = 6
WIDTH = 780
EVENT_COLUMNS = (
    Column("date", "Date"),
    Column("title", "Event", entry="id"),
    Column("track", "Track"),
    Column("doubt", "Date is"),
)


def event_dots(record: Record, lines: Sequence[Dated], *, id: str, title: str) -> Drawing:
    """One dot an event, a row a track. A hollow dot is an event whose day is not known exactly."""
    rows = tuple(
        {
            "id": line.id,
            "title": line.title,
            "date": line.date.text,
            "track": line.track,
            "doubt": line.doubt or ("a stretch of time" if line.date.extended else "known"),
            "hollow": bool(line.doubt),
            "first": line.date.start.lo,
            "last": line.date.start.hi,
        }
        for line in lines
    )
    return dots(
        record,
        rows,
        lane="track",
        columns=EVENT_COLUMNS,
        id=id,
        title=title,
        noun="events",
        tips=(("date", "Date"), ("title", "Event"), ("track", "Track"), ("doubt", "Date is")),
    )


COMMITMENT_COLUMNS = (
    Column("title", "Commitment", entry="id"),
    Column("date", "Made"),
    Column("verdict", "Verdict"),
    Column("debtor", "Who owes"),
)


def commitment_dots(record: Record, rows: Iterable[Mapping[str, Any]], *, order: Sequence[str], id: str, title: str) -> Drawing:
    """One dot a commitment, at the day it was made, in the row of its verdict; `order` is the order of the verdicts."""
    ranked = {verdict: at for at, verdict in enumerate(order)}
    placed = tuple(sorted(rows, key=lambda row: (ranked.get(row["verdict"], len(ranked)), row["first"] or 0, row["id"])))
    return dots(
        record,
        placed,
        lane="verdict",
        columns=COMMITMENT_COLUMNS,
        id=id,
        title=title,
        noun="commitments",
        tips=(("title", "Commitment"), ("date", "Made"), ("verdict", "Verdict"), ("debtor", "Who owes")),
    )


def dots(
    record: Record,
    rows: Sequence[Mapping[str, Any]],
    *,
    lane: str,
    columns: tuple[Column, ...],
    id: str,
    title: str,
    noun: str,
    tips: Sequence[tuple[str, str]],
) -> Drawing:
    """A row of stacked dots for each value of `lane`, in the order in which the values come."""
    first, last = frame(record)
    span = max(1, (last - first + 1) // BINS)
    height: dict[tuple[str, int], int] = defaultdict(int)
    marks = []
    for row in rows:
        low, high = clipped(row["first"], first), clipped(row["last"], last)
        middle = (low + high) // 2
        cell = (str(row[lane]), (middle - first) // span)
        marks.append({**row, "x": iso(middle), "level": height[cell]})
        height[cell] += 1
    lanes = list(dict.fromkeys(str(row[lane]) for row in rows))
    counts = {each: sum(str(row[lane]) == each for row in rows) for each in lanes}
    tallest = {each: max(level for (name, _), level in height.items() if name == each) for each in lanes}
    description = (
        f"{len(rows)} {noun} as dots from {iso(first)[:4]} to {iso(last)[:4]}: "
        + ", ".join(f"{each} {count}" for each, count in counts.items())
        + ". The table below has the same rows."
    )
    outside = sum(not first <= to_day(mark["x"]) <= last for mark in marks)
    return Drawing(
        id=id,
        title=title,
        description=description,
        chart=_chart(marks, lane, lanes, counts, tallest, first, last, tips),
        columns=columns,
        rows=tuple(rows),
        zoomable=True,
        notes=outside_note(outside, noun),
    )


def _chart(
    marks: list[dict[str, Any]],
    lane: str,
    lanes: list[str],
    counts: Mapping[str, int],
    tallest: Mapping[str, int],
    first: int,
    last: int,
    tips: Sequence[tuple[str, str]],
) -> Any:
    import altair as alt

    # Lanes lie on one vertical axis, so that one zoom moves all of them: each begins above the highest stack of the one below.
    floor: dict[str, int] = {}
    top = 0
    for each in reversed(lanes):
        floor[each] = top
        top += tallest[each] + 3
    keep = {key for key, _ in tips} | {"x"}
    values = [
        {
            **{k: v for k, v in mark.items() if k in keep},
            "y": floor[str(mark[lane])] + mark["level"],
            "hollow": bool(mark.get("hollow")),
        }
        for mark in marks
    ]
    # Lanes are named by the vertical axis: each floor is a tick, whose number is turned into words.
    names = "".join(f"datum.value == {floor[each]} ? {json.dumps(f'{each} ({counts[each]})')} : " for each in lanes)
    side = alt.Axis(
        title=None,
        values=[floor[each] for each in lanes],
        labelExpr=f"{names}''",
        grid=False,
        ticks=False,
        domain=False,
        labelColor=tone("ink"),
        labelLimit=180,
        labelBaseline="bottom",
    )
    years = alt.Axis(title=None, format="%Y", tickCount=8, labelOverlap=True)
    up = alt.Scale(domain=[-1, top], nice=False)
    zoom = zoom_by(["x"])
    base = alt.Chart(alt.InlineData(values=values)).encode(
        x=alt.X("x:T", scale=time_scale(first, last), axis=years),
        y=alt.Y("y:Q", scale=up, axis=side),
        tooltip=[alt.Tooltip(f"{key}:N", title=heading) for key, heading in tips],
    )
    known = (
        base.mark_circle(size=22, opacity=1, clip=True)
        .encode(color=alt.ColorValue(tone("blue")))
        .transform_filter("!datum.hollow")
        .properties(name="known")
    )
    unsure = (
        base.mark_point(size=20, opacity=1, strokeWidth=1.3, filled=False, clip=True)
        .encode(color=alt.ColorValue(tone("orange")))
        .transform_filter("datum.hollow")
        .properties(name="unsure")
    )
    floors = (
        alt.Chart(alt.InlineData(values=[{"y": floor[each] - 1} for each in lanes]))
        .mark_rule(color=tone("line"))
        .encode(y=alt.Y("y:Q", scale=up, axis=side))
        .properties(name="floors")
    )
    shown = [layer for layer, hollow in ((known, False), (unsure, True)) if any(bool(v["hollow"]) is hollow for v in values)]
    shown = shown or [known]  # a pack without a dated event, such as one fresh from an import, has an empty picture
    return alt.layer(floors, shown[0].add_params(zoom), *shown[1:]).properties(width=WIDTH, height=max(90, top * DOT + 10))
