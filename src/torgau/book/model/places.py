"""The map: places with the dated entries that name them."""

from __future__ import annotations

from typing import Any

from torgau.book.model.context import Context
from torgau.book.page import Page
from torgau.charts.places import crowded_box, place_map
from torgau.dates import format_day
from torgau.record.lags import date_of
from torgau.vocabulary import Id


def places_page(context: Context) -> Page:
    """All places on a graticule, and a closer view of the part where most of them lie."""
    rows = [_row(context, place_id) for place_id in context.record.places]
    box = crowded_box(rows)
    pictures = [place_map(rows, id="map", title="All places")]
    if box is not None:
        pictures.append(place_map(rows, id="map-closer", title="Closer: where most of the places lie", box=box))
    return Page(
        path="places.html",
        template="places.html.j2",
        title="Places",
        layer="record",
        as_of=context.as_of,
        section="places",
        sources=context.cited(context.record.places.values()),
        data={
            "rows": sorted(rows, key=lambda row: (-row["count"], row["name"])),
            "pictures": [picture for picture in pictures if picture is not None],
        },
        interactive=any(pictures),
    )


def _row(context: Context, place_id: Id) -> dict[str, Any]:
    place = context.record.places[place_id]
    dated = []
    for reference in context.used.get(place_id, ()):
        if context.record.kind_of(reference.entry) in ("events", "statuses", "instruments", "commitments"):
            when = date_of(context.record, reference.entry)
            if when is not None:
                dated.append((when, reference.entry))
    days = sorted(day for when, _ in dated for day in (when.lo, when.hi) if day is not None)
    span = f"{format_day(days[0])} to {format_day(days[-1])}" if days else "no dated entry"
    return {
        "id": place_id,
        "name": place.name,
        "kind": place.kind,
        "lat": place.lat,
        "lon": place.lon,
        "count": len({entry for _, entry in dated}),
        "dates": span if not days or days[0] != days[-1] else format_day(days[0]),
        "entries": list(dict.fromkeys(entry for _, entry in sorted(dated, key=lambda item: (item[0].lo or 0, item[1])))),
    }
