"""Pages of single entries of any kind, and the pages that list a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from torgau.book.model.context import Context
from torgau.book.model.questions import audited
from torgau.book.page import Page
from torgau.book.words import GRADES, KIND_TITLES, field_title, use_title
from torgau.charts.dots import event_dots
from torgau.record.references import id_fields
from torgau.record.show import Field, Ref, Shown, in_words, show, source_dates, title_of
from torgau.record.witnesses import witness_of
from torgau.vocabulary import Event, Id, Source
from torgau.vocabulary.common import Entry

GENERIC = ("events", "instruments", "actors", "places", "weightings")
"""Kinds whose entries are all printed alike."""

SHOWN_PLACES = 5
"""So many places in a source are named for one flow; the rest are counted."""

SHOWN_APART = frozenset({"agenda / commitments", "links / to", "links / by"})
"""Links that an event's page prints with more about them."""


def entry_pages(context: Context) -> Iterator[Page]:
    """A page for each event, instrument, actor, place and weighting."""
    for kind in GENERIC:
        for entry in getattr(context.record, kind).values():
            yield entry_page(context, kind, entry)


def entry_page(context: Context, kind: str, entry: Entry, layer: str = "record", section: str = "") -> Page:
    """One entry: its fields, what it names, what names it, the promises that concern it."""
    shown = show(context.record, entry.id, dict(context.used))
    return Page(
        path=context.homes[entry.id],
        template="entry.html.j2",
        title=shown.title,
        layer=layer,
        as_of=_as_of(context, entry),
        section=section or kind,
        sources=shown.sources,
        data={
            "entry": entry,
            "kind": KIND_TITLES[kind],
            "fields": _plain_fields(shown, entry),
            "note": entry.note,
            "links": grouped([link for link in shown.links if link.label not in SHOWN_APART], field_title),
            "uses": grouped(shown.used_by, use_title),
            "event": entry if isinstance(entry, Event) else None,
            "commitments": _commitments(context, kind, entry.id),
        },
    )


def _as_of(context: Context, entry: Entry) -> str:
    """An event is spoken of on its own day; everything else on the pack's last."""
    return entry.date.text if isinstance(entry, Event) and entry.date is not None else context.as_of


def _plain_fields(shown: Shown, entry: Entry) -> tuple[Field, ...]:
    """The fields that are words or numbers; what names another entry is printed as a link instead."""
    linked = {in_words(name) for name in id_fields(type(entry))}
    skipped = {*linked, "note", "agenda", "votes", "links", "members", "approvals", "article"}
    return tuple(Field(label=field_title(field.label), lines=field.lines) for field in shown.fields if field.label not in skipped)


def grouped(links: Sequence[Ref], named: Callable[[str], str]) -> dict[str, tuple[Ref, ...]]:
    """Links by what their label means in words, each target once a group."""
    found: dict[str, dict[Id, Ref]] = {}
    for link in links:
        found.setdefault(named(link.label), {}).setdefault(link.id, link)
    return {title: tuple(refs.values()) for title, refs in found.items()}


def _commitments(context: Context, kind: str, entry_id: Id) -> tuple[Id, ...]:
    """The commitments of an instrument or an actor, in the order of the pack."""
    every = context.record.commitments.values()
    if kind == "instruments":
        return tuple(each.id for each in every if each.instrument == entry_id)
    if kind == "actors":
        return tuple(each.id for each in every if entry_id in each.debtors or entry_id in each.creditors)
    return ()


def events_page(context: Context) -> Page:
    """All events in order, with the picture of them by track."""
    lines = context.timeline
    undated = [event for event in context.record.events.values() if event.date is None]
    years: dict[str, list[Any]] = {}
    for line in lines:
        years.setdefault(line.date.text.strip("[{").replace("..", "")[:4], []).append(line)
    return Page(
        path="events.html",
        template="events.html.j2",
        title="Events",
        layer="record",
        as_of=context.as_of,
        section="events",
        about="each event names its own",
        data={
            "years": years,
            "undated": undated,
            "count": len(lines),
            "picture": event_dots(context.record, lines, id="events", title="Events by track") if lines else None,
        },
        interactive=bool(lines),
    )


def list_page(context: Context, kind: str, title: str, lead: str, rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> Page:
    """A plain list of one kind: instruments, actors, series."""
    return Page(
        path=f"{kind}.html",
        template="list.html.j2",
        title=title,
        layer="record",
        as_of=context.as_of,
        section=kind,
        about="each entry names its own",
        data={"lead": lead, "rows": rows, "columns": columns, "kind": kind},
    )


def instruments_page(context: Context) -> Page:
    """All instruments by date."""
    owed: dict[Id, int] = {}
    for commitment in context.record.commitments.values():
        owed[commitment.instrument] = owed.get(commitment.instrument, 0) + 1
    ordered = sorted(context.record.instruments.values(), key=lambda each: ((each.signed and each.signed.lo) or 0, each.id))
    rows = [
        {
            "id": each.id,
            "title": each.title,
            "cells": (
                each.form + (" (secret)" if each.secret else ""),
                context.names(each.parties),
                each.signed.text if each.signed else "",
                each.in_force.text if each.in_force else "",
                each.ended.text if each.ended else "",
                str(owed.get(each.id, 0)),
            ),
            "sources": context.cited([each]),
        }
        for each in ordered
    ]
    lead = (
        f"{len(rows)} treaties, protocols, communiqués and other texts. An instrument is in force until the day before it ended."
    )
    columns = ("Instrument", "Form", "Parties", "Signed", "In force", "Ended", "Promises")
    return list_page(context, "instruments", "Instruments", lead, rows, columns)


def actors_page(context: Context) -> Page:
    """All actors, with what they owe and are owed."""
    rows = []
    for actor in context.record.actors.values():
        owes = sum(actor.id in each.debtors for each in context.record.commitments.values())
        owed = sum(actor.id in each.creditors for each in context.record.commitments.values())
        rows.append(
            {
                "id": actor.id,
                "title": actor.name,
                "cells": (actor.kind, actor.id, context.names(actor.members), str(owes), str(owed)),
                "sources": context.cited([actor]),
            }
        )
    lead = f"{len(rows)} states, groups, organisations and persons."
    return list_page(
        context, "actors", "Actors", lead, rows, ("Actor", "Kind", "Id", "Members", "Promises made", "Promises received")
    )


def source_pages(context: Context) -> Iterator[Page]:
    """The list of sources and a page for each: grade, house, three dates, what rests on it."""
    record = context.record
    places: dict[Id, list[dict[str, Any]]] = {source_id: [] for source_id in record.sources}
    for entry in record:
        for line in context.cited([entry]):
            if line.source in places:
                places[line.source].append(
                    {
                        "id": entry.id,
                        "title": title_of(entry),
                        "kind": _kind(context, entry.id),
                        "locator": line.locator,
                        "verified": line.verified,
                    }
                )
    for series_id, points in record.points.items():
        for point in points:
            if point.source in places:
                item: dict[str, Any] = {
                    "id": series_id,
                    "title": f"{context.title(series_id)}, {point.start.text} to {point.end.text}",
                    "kind": "Series",
                    "locator": point.locator,
                    "verified": point.verified,
                }
                places[point.source].append(item)
    for source_id, item in moved(context, {(source_id, use["id"]) for source_id, uses in places.items() for use in uses}):
        if source_id in places:
            places[source_id].append(item)
    yield Page(
        path="sources.html",
        template="sources.html.j2",
        title="Sources",
        layer="record",
        as_of=context.as_of,
        section="sources",
        about="this page is the list of them",
        data={
            "rows": [_source_row(context, source, len(places[source.id])) for source in record.sources.values()],
            "grades": GRADES,
            "houses": len({source.witness for source in record.sources.values()}),
        },
    )
    checked = set(audited(context))
    for source in record.sources.values():
        dates = source_dates(record, source)
        by_kind: dict[str, list[dict[str, Any]]] = {}
        for use in places[source.id]:
            by_kind.setdefault(str(use["kind"]), []).append(use)
        yield Page(
            path=context.homes[source.id],
            template="source.html.j2",
            title=source.title,
            layer="record",
            as_of=dates.as_of.text if dates.as_of else "not stated",
            section="sources",
            about="this page describes one",
            data={
                "source": source,
                "row": _source_row(context, source, len(places[source.id])),
                "uses": by_kind,
                "count": len(places[source.id]),
                "parts": [each.id for each in record.sources.values() if each.part_of == source.id],
                "audited": source.id in checked,
            },
        )


def moved(context: Context, cited: set[tuple[Id, Id]]) -> Iterator[tuple[Id, dict[str, Any]]]:
    """What rests on a source in flows whose entry does not cite it: their rows and the totals held against them, once a flow."""
    record = context.record
    found: dict[tuple[Id, Id], list[tuple[str, bool]]] = {}
    if record.movements.count:
        query = "SELECT source, flow, locator, bool_and(verified) FROM movements GROUP BY ALL ORDER BY min(rowid)"
        for source, flow, locator, verified in record.movements.cursor().execute(query).fetchall():
            found.setdefault((source, flow), []).append((locator, verified))
    for entry in record.flows.values():
        for control in entry.controls:
            found.setdefault((control.source, entry.id), []).append((control.locator, control.verified))
    for (source, flow), places in found.items():
        if (source, flow) in cited:
            continue
        stated = list(dict.fromkeys(locator for locator, _ in places if locator))
        more = f" and {len(stated) - SHOWN_PLACES} more places" if len(stated) > SHOWN_PLACES else ""
        yield (
            source,
            {
                "id": flow,
                "title": context.title(flow),
                "kind": KIND_TITLES["flows"],
                "locator": "; ".join(stated[:SHOWN_PLACES]) + more,
                "verified": all(verified for _, verified in places),
            },
        )


def _kind(context: Context, entry_id: Id) -> str:
    return KIND_TITLES[context.record.kind_of(entry_id) or "sources"]


def _source_row(context: Context, source: Source, uses: int) -> dict[str, Any]:
    dates = source_dates(context.record, source)
    return {
        "id": source.id,
        "title": source.title,
        "who": source.author or source.publisher,
        "kind": source.kind.replace("-", " "),
        "grade": source.grade,
        "grade_means": GRADES[source.grade],
        "house": witness_of(context.record, source.id),
        "content": dates.content.text if dates.content else "not stated",
        "capture": dates.capture.text if dates.capture else "not stated",
        "events": dates.events.text if dates.events else "not stated",
        "uses": uses,
        "read": source.read,
    }


def claims_page(context: Context) -> Page:
    """Every claim with its holder, what supports it and what opposes it."""
    by_source: dict[Id, list[Any]] = {}
    for claim in context.record.claims.values():
        by_source.setdefault(claim.source, []).append(claim)
    return Page(
        path="claims.html",
        template="claims.html.j2",
        title="Claims",
        layer="claim",
        as_of=context.as_of,
        section="claims",
        sources=context.cited(context.record.claims.values()),
        data={
            "by_source": by_source,
            "count": len(context.record.claims),
            "audited": audited(context),
            "written": {source_id: _source_row(context, context.record.sources[source_id], 0) for source_id in by_source},
        },
    )
