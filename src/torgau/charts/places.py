"""Places on a graticule. There is no coastline: no maintained package carries one that may be shipped, and none is fetched."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from torgau.charts.days import zoom_by
from torgau.charts.drawing import Column, Drawing
from torgau.charts.tones import tone

COLUMNS = (
    Column("name", "Place", entry="id"),
    Column("kind", "Kind"),
    Column("position", "Position"),
    Column("count", "Dated entries", numeric=True),
    Column("dates", "From and to"),
)
MOVES = (("back", "West"), ("on", "East"), ("up", "North"), ("down", "South"))
WIDTH = 880
LARGEST_HEIGHT = 760
MOST = 0.6
NEARLY_ALL = 0.95
"""Shares of the places that the closer picture shows."""
CHARACTER = 6.9
"""Mean width of a character of a label, in pixels, for keeping labels apart."""


def place_map(
    rows: Iterable[Mapping[str, Any]],
    *,
    id: str,
    title: str,
    box: tuple[float, float, float, float] | None = None,
) -> Drawing | None:
    """Places (rows with `id`, `name`, `kind`, `lat`, `lon`, `count`, `dates`) by longitude and latitude; None without any.

    `box` is west, south, east, north in degrees and cuts a part out. The area of a dot grows with the number of dated entries.
    Where labels would lie on each other, the places with more entries keep theirs; the table names all of them.
    """
    every = [row for row in rows if row["lat"] is not None and row["lon"] is not None and _inside(row, box)]
    if not every:
        return None
    west, south, east, north = box or _around(every)
    stretch = math.cos(math.radians((south + north) / 2))
    height = min(LARGEST_HEIGHT, max(200, round(WIDTH * (north - south) / ((east - west) * stretch))))
    drawn = sorted(every, key=lambda row: (-row["count"], row["id"]))
    marks = _labelled(drawn, (west, south, east, north), height)
    table = tuple({**row, "position": position(row["lat"], row["lon"])} for row in drawn)
    named = sum(bool(mark["label"]) for mark in marks)
    description = (
        f"{len(marks)} places by longitude and latitude, {named} of them labelled, on a graticule without coastlines. "
        "Larger dots have more dated entries. The table below has the same rows."
    )
    chart = _chart(marks, (west, south, east, north), height)
    return Drawing(
        id=id, title=title, description=description, chart=chart, columns=COLUMNS, rows=table, zoomable=True, moves=MOVES
    )


def position(lat: float, lon: float) -> str:
    """Degrees as `52.5° N, 13.4° E`."""
    return f"{abs(lat):.1f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.1f}° {'E' if lon >= 0 else 'W'}"


def crowded_box(rows: Iterable[Mapping[str, Any]]) -> tuple[float, float, float, float] | None:
    """The narrowest part that holds most of the places; None where that saves little room.

    The shortest stretch of longitude with `MOST` of all places, then the shortest stretch of latitude with nearly all of those.
    """
    every = [row for row in rows if row["lat"] is not None and row["lon"] is not None]
    if len(every) < 10:
        return None
    west, east = _shortest(sorted(row["lon"] for row in every), MOST)
    column = [row for row in every if west <= row["lon"] <= east]
    south, north = _shortest(sorted(row["lat"] for row in column), NEARLY_ALL)
    box = _around([row for row in column if south <= row["lat"] <= north])
    whole = _around(every)
    return box if (box[2] - box[0]) < 0.7 * (whole[2] - whole[0]) else None


def _shortest(values: list[float], share: float) -> tuple[float, float]:
    """The shortest stretch that holds this share of sorted values, the first of equals."""
    count = math.ceil(len(values) * share)
    starts = range(len(values) - count + 1)
    best = min(starts, key=lambda start: (values[start + count - 1] - values[start], start))
    return values[best], values[best + count - 1]


def _inside(row: Mapping[str, Any], box: tuple[float, float, float, float] | None) -> bool:
    return box is None or (box[0] <= row["lon"] <= box[2] and box[1] <= row["lat"] <= box[3])


def _around(rows: list[Mapping[str, Any]]) -> tuple[float, float, float, float]:
    lons, lats = [row["lon"] for row in rows], [row["lat"] for row in rows]
    margin_x = max(3.0, (max(lons) - min(lons)) * 0.06)
    margin_y = max(3.0, (max(lats) - min(lats)) * 0.08)
    return (
        max(-180.0, min(lons) - margin_x),
        max(-90.0, min(lats) - margin_y),
        min(180.0, max(lons) + margin_x),
        min(90.0, max(lats) + margin_y),
    )


def _labelled(rows: list[Mapping[str, Any]], box: tuple[float, float, float, float], height: int) -> list[dict[str, Any]]:
    west, south, east, north = box
    taken: list[tuple[float, float, float, float]] = []
    spots = []
    for row in rows:
        x = (row["lon"] - west) / (east - west) * WIDTH
        y = (north - row["lat"]) / (north - south) * height
        spots.append((x, y))
        taken.append((x - 4, y - 4, x + 4, y + 4))
    marks = []
    for row, (x, y) in zip(rows, spots, strict=True):
        wide = len(row["name"]) * CHARACTER + 4
        label, side = "", "right"
        for candidate, left in (("right", x + 8), ("left", x - 8 - wide)):
            space = (left, y - 7, left + wide, y + 7)
            own = (x - 4, y - 4, x + 4, y + 4)
            free = all(_apart(space, other) for other in taken if other != own)
            if free and left >= 0 and left + wide <= WIDTH:
                taken.append(space)
                label, side = row["name"], candidate
                break
        marks.append({**_mark(row), "label": label, "side": side})
    return marks


def _apart(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def _mark(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("name", "kind", "lat", "lon", "count", "dates")}


def _chart(marks: list[dict[str, Any]], box: tuple[float, float, float, float], height: int) -> Any:
    import altair as alt

    west, south, east, north = box
    across = alt.X(
        "lon:Q",
        scale=alt.Scale(domain=[west, east], nice=False, zero=False),
        axis=alt.Axis(title=None, labelExpr="abs(datum.value) + '°' + (datum.value < 0 ? ' W' : ' E')", tickCount=8),
    )
    up = alt.Y(
        "lat:Q",
        scale=alt.Scale(domain=[south, north], nice=False, zero=False),
        axis=alt.Axis(title=None, labelExpr="abs(datum.value) + '°' + (datum.value < 0 ? ' S' : ' N')", tickCount=6),
    )
    tips = [
        alt.Tooltip("name:N", title="Place"),
        alt.Tooltip("count:Q", title="Dated entries"),
        alt.Tooltip("dates:N", title="From and to"),
    ]
    zoom = zoom_by(["x", "y"])
    base = alt.Chart(alt.InlineData(values=marks)).encode(x=across, y=up)
    dots = (
        base.mark_circle(opacity=0.75, clip=True)
        .encode(
            size=alt.Size("count:Q", legend=None, scale=alt.Scale(type="sqrt", range=[14, 160])),
            color=alt.ColorValue(tone("blue")),
            tooltip=tips,
        )
        .properties(name="place")
        .add_params(zoom)
    )
    sides: tuple[tuple[str, Literal["left", "right"], int], ...] = (("right", "left", 9), ("left", "right", -9))
    names = [
        base.mark_text(align=align, dx=shift, baseline="middle", fontSize=13, clip=True)
        .encode(
            text=alt.Text("label:N"),
            color=alt.condition("datum.kind == 'sea'", alt.value(tone("accent")), alt.value(tone("ink"))),
        )
        .transform_filter(f"datum.side == '{side}' && datum.label != ''")
        .properties(name=f"names-{side}")
        for side, align, shift in sides
    ]
    return alt.layer(dots, *names).properties(width=WIDTH, height=height)
