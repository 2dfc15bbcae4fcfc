"""Pages of the ledger: the list with its filters, and one page a commitment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from torgau.book.model import terms
from torgau.book.model.context import Context
from torgau.book.model.entries import grouped
from torgau.book.model.steps import SmallTimeline, drawn, moment
from torgau.book.model.verdicts import CommitmentView
from torgau.book.page import Page
from torgau.book.words import VERDICTS, use_title
from torgau.charts.dots import commitment_dots
from torgau.dates import When
from torgau.record.lags import date_of
from torgau.record.show import show
from torgau.vocabulary import Commitment, Id


def ledger_pages(context: Context) -> Iterator[Page]:
    """The list of all commitments and a page for each."""
    yield ledger_page(context)
    for commitment in context.record.commitments.values():
        yield commitment_page(context, commitment)


def ledger_page(context: Context) -> Page:
    """Every commitment with its verdict on the last day, in the order of making, and the choices of the filters."""
    rows = sorted(
        (row(context, each) for each in context.record.commitments.values()), key=lambda each: (each["first"] or 0, each["id"])
    )
    verdicts = Counter(each["verdict"] for each in rows)
    order = [verdict for verdict in VERDICTS if verdict in verdicts] + sorted(set(verdicts) - set(VERDICTS))
    picture = commitment_dots(context.record, rows, order=order, id="verdicts", title="Commitments by verdict and day of making")
    return Page(
        path="ledger.html",
        template="ledger.html.j2",
        title="Ledger",
        layer="ledger",
        as_of=context.as_of,
        section="ledger",
        about="each promise names its own",
        data={
            "rows": rows,
            "counts": [(verdict, verdicts[verdict]) for verdict in order],
            "flags": Counter(flag for each in rows for flag in each["flags"]),
            "debtors": _choices(context, [actor for each in rows for actor in each["debtors"]]),
            "creditors": _choices(context, [actor for each in rows for actor in each["creditors"]]),
            "instruments": _choices(context, [each["instrument"] for each in rows]),
            "picture": picture if rows else None,
        },
        interactive=bool(rows),
    )


def _choices(context: Context, ids: list[Id]) -> list[tuple[Id, str, int]]:
    counts = Counter(ids)
    return sorted(((each, context.title(each), count) for each, count in counts.items()), key=lambda choice: choice[1].casefold())


def row(context: Context, commitment: Commitment) -> dict[str, Any]:
    """One line of the ledger."""
    view = context.verdicts[commitment.id]
    made = date_of(context.record, commitment.id)
    return {
        "id": commitment.id,
        "title": commitment.title,
        "content": commitment.content,
        "debtors": commitment.debtors,
        "creditors": commitment.creditors,
        "debtor": context.names(commitment.debtors),
        "creditor": context.names(commitment.creditors),
        "instrument": commitment.instrument,
        "date": made.text if made else "",
        "first": made.start.lo if made else None,
        "last": made.start.hi if made else None,
        "hollow": made is None or not made.start.is_single,
        "verdict": view.verdict,
        "possible": view.possible,
        "due": view.main.due,
        "late": view.main.lateness if view.main.late else "",
        "flags": view.flags,
        "sources": context.cited([commitment]),
    }


def commitment_page(context: Context, commitment: Commitment) -> Page:
    """All about one commitment: terms, verdict under each reading with its arithmetic, links, sources."""
    view = context.verdicts[commitment.id]
    shown = show(context.record, commitment.id, dict(context.used))
    events = [each.event for each in commitment.performed_by] + [each.event for each in commitment.breached_by]
    return Page(
        path=context.homes[commitment.id],
        template="commitment.html.j2",
        title=commitment.title,
        layer="ledger",
        as_of=context.as_of,
        section="ledger",
        sources=context.cited([commitment, *(context.record.events.get(event) for event in events)]),
        data={
            "commitment": commitment,
            "terms": terms.terms(context, commitment),
            "view": view,
            "picture": small_timeline(context, commitment, view),
            "performances": [terms.performance(context, commitment, each) for each in commitment.performed_by],
            "breaches": [
                {"event": each.event, "date": terms.when_of(context, each.event), "note": each.note}
                for each in commitment.breached_by
            ],
            "through": [each for each in context.through if each.commitment == commitment.id],
            "conflicts": tuple(dict.fromkeys((*commitment.conflicts, *view.conflicts))),
            "uses": grouped(shown.used_by, use_title),
            "event_sources": {event: context.cited([context.record.events.get(event)]) for event in events},
            "own_sources": shown.sources,
        },
    )


def small_timeline(context: Context, commitment: Commitment, view: CommitmentView) -> SmallTimeline | None:
    """Made, trigger, due (under each reading), done, breached, ended: as far as they have days."""
    record = context.record
    known = context.homes
    moments = [moment("Made", date_of(record, commitment.id), "made")]
    if commitment.trigger is not None and commitment.trigger.event:
        event = record.events.get(commitment.trigger.event)
        moments.append(moment("Trigger", event.date if event else None, "trigger", at=commitment.trigger.at))
    dues: dict[str, list[str]] = {}
    for reading in view.readings:
        dues.setdefault(reading.due, []).append("" if reading.main else reading.id)
    for due, readings in sorted(dues.items(), key=lambda item: ("" not in item[1], item[0])):
        name = "Due" if "" in readings else f"Due, {len(readings)} reading{'' if len(readings) == 1 else 's'}"
        moments.append(moment(name, When.parse(due) if due else None, "due", at="end"))
    for number, performance in enumerate(commitment.performed_by, start=1):
        event = record.events.get(performance.event)
        name = "Performed" if len(commitment.performed_by) == 1 else f"Performed, part {number}"
        moments.append(moment(name, event.date if event else None, "part", at="end"))
    done = view.main.done
    if done and len(commitment.performed_by) != 1:
        moments.append(moment("Done", When.parse(done), "done", at="end"))
    for breach in commitment.breached_by:
        event = record.events.get(breach.event)
        moments.append(moment("Contrary act", event.date if event else None, "breach"))
    for ending in commitment.ended_by:
        entry = ending.event or ending.instrument or ending.commitment or ""
        moments.append(moment(ending.how.capitalize(), date_of(record, entry) if entry in known else None, "end"))
    if commitment.term_ends is not None:
        moments.append(moment("Term ends", commitment.term_ends, "end", at="end"))
    return drawn([each for each in moments if each is not None], _delay(view))


def _delay(view: CommitmentView) -> tuple[int, int] | None:
    """The day due and the day done where both are known to the day and the second is later."""
    if not view.main.due or not view.main.done:
        return None
    due, done = When.parse(view.main.due).end, When.parse(view.main.done).end
    if not due.is_single or not done.is_single or due.hi is None or done.hi is None or done.hi <= due.hi:
        return None
    return due.hi, done.hi
