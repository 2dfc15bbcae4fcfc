"""Pages of estimates and series: the picture, the rows behind it, every row with its source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torgau.book.model.context import Context
from torgau.book.page import Page
from torgau.charts.quantities import estimate_ranges, grouped, series_chart
from torgau.record.estimates import estimate
from torgau.record.show import SourceLine
from torgau.record.witnesses import witness_of
from torgau.vocabulary import Id


def quantity_pages(context: Context) -> Iterator[Page]:
    """The lists of estimates and series, and a page for each."""
    yield _estimates_page(context)
    for estimate_id, entry in context.record.estimates.items():
        view = estimate(context.record, estimate_id)
        yield Page(
            path=context.homes[entry.id],
            template="estimate.html.j2",
            title=entry.title,
            layer="record",
            as_of=context.as_of,
            section="estimates",
            sources=context.cited([entry]),
            data={
                "entry": entry,
                "view": view,
                "pictures": estimate_ranges(context.record, entry.id),
                "scopes": {scope.id: scope.means for scope in entry.scopes},
                "range": _range,
            },
        )
    yield _series_page(context)
    for series_id, series in context.record.series.items():
        drawing = series_chart(context.record, series_id)
        yield Page(
            path=context.homes[series_id],
            template="series.html.j2",
            title=series.title,
            layer="record",
            as_of=context.as_of,
            section="series",
            sources=context.cited([series]) + _point_sources(context, series_id),
            data={"entry": series, "picture": drawing, "notes": [point for point in drawing.rows if point["note"]]},
            interactive=drawing.zoomable,
        )


def _range(group: Any) -> str:
    """The range that the figures of a scope leave, in words."""
    if group.low is None and group.high is None:
        return "none given"
    if group.low is not None and group.low == group.high:
        return grouped(group.low)
    low = "?" if group.low is None else grouped(group.low)
    if group.high is None:
        return f"{low} or more"
    more = " or more" if group.open_high else ""
    return f"{low} to {grouped(group.high)}{more}"


def _estimates_page(context: Context) -> Page:
    rows: list[dict[str, Any]] = []
    for entry in context.record.estimates.values():
        view = estimate(context.record, entry.id)
        rows.append(
            {
                "id": entry.id,
                "title": entry.title,
                "kind": entry.kind,
                "who": context.title(entry.actor) if entry.actor else "",
                "figures": len(entry.figures),
                "groups": [
                    {"means": group.means or group.scope, "range": _range(group), "unit": group.unit} for group in view.groups
                ],
                "witnesses": len({witness_of(context.record, figure.source) for figure in entry.figures}),
                "sources": context.cited([entry]),
            }
        )
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(row["kind"], []).append(row)
    return Page(
        path="estimates.html",
        template="estimates.html.j2",
        title="Estimates",
        layer="record",
        as_of=context.as_of,
        section="estimates",
        about="each estimate names its own",
        data={"kinds": kinds, "count": len(rows)},
    )


def _series_page(context: Context) -> Page:
    rows = []
    for series_id, entry in context.record.series.items():
        points = context.record.points.get(series_id, ())
        rows.append(
            {
                "id": series_id,
                "title": entry.title,
                "unit": entry.unit,
                "scope": entry.scope,
                "who": context.title(entry.actor) if entry.actor else "",
                "first": points[0].start.text if points else "",
                "last": points[-1].end.text if points else "",
                "count": len(points),
                "sources": tuple(dict.fromkeys(line.source for line in _point_sources(context, series_id))),
            }
        )
    return Page(
        path="series.html",
        template="series_list.html.j2",
        title="Series",
        layer="record",
        as_of=context.as_of,
        section="series",
        about="each series names its own",
        data={"rows": rows},
    )


def _point_sources(context: Context, series_id: Id) -> tuple[SourceLine, ...]:
    """The places in sources that the points of a series cite, each once."""
    found: dict[tuple[Id, str], SourceLine] = {}
    for point in context.record.points.get(series_id, ()):
        source = context.record.sources.get(point.source)
        line = SourceLine(
            source=point.source,
            title=source.title if source else point.source,
            grade=source.grade if source else "",
            house=witness_of(context.record, point.source),
            locator=point.locator,
            verified=point.verified,
        )
        found.setdefault((point.source, point.locator), line)
    return tuple(found.values())
