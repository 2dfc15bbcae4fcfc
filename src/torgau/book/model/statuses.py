"""Pages of statuses: an overview of the pair that the pack is about, and one page a dimension."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torgau.book.model.context import Context
from torgau.book.page import Page
from torgau.book.words import dimension_title
from torgau.charts.bands import status_bands
from torgau.record.standings import Standing
from torgau.record.statuses import DIMENSIONS, select
from torgau.vocabulary import Id


def status_pages(context: Context) -> Iterator[Page]:
    """The overview and a page for each dimension that has a status."""
    by_dimension: dict[str, list[Standing]] = {}
    for item in context.standings:
        by_dimension.setdefault(item.dimension, []).append(item)
    order = [dimension for dimension in (*DIMENSIONS, *sorted(by_dimension)) if dimension in by_dimension]
    order = list(dict.fromkeys(order))
    pair = context.record.manifest.torgau.major_pair
    between = [item for item, _, _ in select(context.record, context.standings, between=pair)] if len(pair) == 2 else []
    names = " and ".join(_with_article(context, actor) for actor in pair)
    picture = status_bands(context.record, between, id="between", title=f"Between {names}") if between else None
    yield Page(
        path="statuses.html",
        template="statuses.html.j2",
        title="Statuses",
        layer="record",
        as_of=context.as_of,
        section="statuses",
        sources=context.cited_by_id(item.id for item in between),
        about="each dimension lists its own",
        data={
            "dimensions": [(dimension, dimension_title(dimension), len(by_dimension[dimension])) for dimension in order],
            "picture": picture,
            "rows": _rows(context, between),
            "pair": names,
        },
        interactive=picture is not None,
    )
    for dimension in order:
        items = by_dimension[dimension]
        yield Page(
            path=f"statuses/{dimension}.html",
            template="dimension.html.j2",
            title=dimension_title(dimension),
            layer="record",
            as_of=context.as_of,
            section="statuses",
            sources=context.cited_by_id(item.id for item in items),
            data={
                "picture": status_bands(
                    context.record, items, id=f"bands-{dimension}", title=f"{dimension_title(dimension)} over time"
                ),
                "rows": _rows(context, items),
                "dimension": dimension,
            },
            interactive=True,
        )


def _with_article(context: Context, actor: Id) -> str:
    """An actor's name as it stands in a sentence."""
    known = context.record.actors.get(actor)
    return f"{known.article} {known.name}".strip() if known else actor


def _rows(context: Context, items: list[Standing]) -> list[dict[str, Any]]:
    rows = []
    seen: set[str] = set()
    for item in sorted(items, key=lambda each: (each.begins.lo or 0, each.id)):
        entry = context.record.get(item.id)
        rows.append(
            {
                "id": item.id,
                # A group makes one status a member; the anchor belongs to the first of them.
                "anchor": "" if item.id in seen or item.kind not in ("statuses", "offices") else item.id,
                "title": item.title,
                "who": context.names(slot for slot in item.slots),
                "dimension": dimension_title(item.dimension),
                "value": item.value,
                "start": item.start.text,
                "end": item.end.text if item.end else "",
                "start_event": item.start_event,
                "end_event": item.end_event,
                "end_reason": item.end_reason,
                "basis": item.basis,
                "denies": item.denies,
                "kind": item.kind,
                "place": item.place,
                "note": entry.note if entry else "",
                "sources": context.cited([entry]),
            }
        )
        seen.add(item.id)
    return rows
