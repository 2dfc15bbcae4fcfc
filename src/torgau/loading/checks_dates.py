"""Checks of dates: nothing ends before it begins, and two statements about one day agree."""

from __future__ import annotations

from collections.abc import Iterator

from torgau.dates import DateError, When, before, from_old_style, gap, local_date
from torgau.dates.truth import Tri
from torgau.loading.build import margins_of
from torgau.loading.checking import Context, surely_before, surely_not_after
from torgau.loading.problems import Finding, Path, quoted
from torgau.vocabulary import Commitment, Event, Record


def period_is_bounded(context: Context) -> Iterator[Finding]:
    """The pack's period has a first and a last day."""
    rules = context.record.manifest.torgau
    if rules.format and (rules.period.lo is None or rules.period.hi is None):
        message = f"the period {quoted(rules.period)} has no first or no last day"
        yield Finding("manifest-period", "", ("torgau", "period"), message, 'give both ends, for instance "1917/1949"')


def events_have_dates(context: Context) -> Iterator[Finding]:
    """An event has a date, an Old Style date, or both, and both mean the same day."""
    margins = margins_of(context.record.manifest)
    for event in context.record.events.values():
        if event.date is None:
            if not event.old_style:
                message = f"the event {quoted(event.id)} has no date"
                yield Finding("date-missing", event.id, (), message, 'add `date: "..."`, or `old_style: "..."` for a Julian date')
        elif event.old_style:
            try:
                meant = from_old_style(event.old_style)
            except DateError as error:
                message = f"`old_style`: {quoted(event.old_style)}: {error.problem}"
                yield Finding("date-unreadable", event.id, ("old_style",), message, error.mend)
                continue
            if not event.date.days.intersect(When.parse(meant, margins).days):
                message = f"the Old Style date {event.old_style} is {meant} in the Gregorian calendar, not {event.date}"
                yield Finding(
                    "date-old-style", event.id, ("old_style",), message, f'correct one of them, or leave `date: "{meant}"` out'
                )


def clocks_agree(context: Context) -> Iterator[Finding]:
    """The day by the clock is the day of the event, and other local dates are at most a day away."""
    for event in context.record.events.values():
        if event.clock is not None:
            try:
                local_date(event.clock.at, event.clock.offset, "+00:00")
                for other in event.clock.elsewhere:
                    local_date(event.clock.at, event.clock.offset, other.offset)
            except DateError as error:
                message = f"`clock`: {quoted(error.text)}: {error.problem}"
                yield Finding("date-unreadable", event.id, ("clock",), message, error.mend)
                continue
            day = When.parse(event.clock.at[:10])
            if event.date is not None and not event.date.days.intersect(day.days):
                message = f"the clock says {event.clock.at[:10]}, the date {event.date}"
                yield Finding(
                    "date-clock", event.id, ("clock", "at"), message, "`date` is the day by the clock at the place of the event"
                )
        for index, (where, local) in enumerate(event.local_dates):
            if event.date is not None and not _within_a_day(event.date, local):
                message = f"{local} in {where} is more than a day from {event.date}"
                yield Finding("date-clock", event.id, ("local_dates", index, 1), message, "two clocks differ by a day at most")


def _within_a_day(a: When, b: When) -> bool:
    least, greatest = gap(a.days, b.days)
    return not ((least is not None and least > 1) or (greatest is not None and greatest < -1))


def stretches_are_in_order(context: Context) -> Iterator[Finding]:
    """What holds over a stretch ends after it begins. The end is the first day on which it no longer holds."""
    record = context.record
    for kind, stretches in (("statuses", record.statuses), ("offices", record.offices)):
        for each in stretches.values():
            if each.end is not None and surely_not_after(each.end, each.start):
                what = kind.removesuffix("es") if kind == "statuses" else "office"
                message = f"the {what} {quoted(each.id)} ends ({each.end}) on or before the day on which it begins ({each.start})"
                yield Finding("date-order", each.id, ("end",), message, "the end is the first day on which it no longer holds")
    for instrument in record.instruments.values():
        for name in ("signed", "in_force"):
            begun = getattr(instrument, name)
            if begun is not None and instrument.ended is not None and surely_before(instrument.ended, begun):
                message = f"{quoted(instrument.id)} ended ({instrument.ended}) before `{name}` ({begun})"
                yield Finding("date-order", instrument.id, ("ended",), message, "correct one of the two dates")
    for series, points in record.points.items():
        for index, point in enumerate(points):
            if surely_before(point.end, point.start):
                message = f"the row ends ({point.end}) before it begins ({point.start})"
                yield Finding(
                    "date-order", series, ("points", index), message, "`start` and `end` are its first and its last day"
                )


def instruments_are_signed_first(context: Context) -> Iterator[Finding]:
    """Most texts enter into force when they are signed, or later. Some are given force from an earlier day: hence a warning."""
    for each in context.record.instruments.values():
        if each.signed is not None and each.in_force is not None and surely_before(each.in_force, each.signed):
            message = f"{quoted(each.id)} is in force ({each.in_force}) before it was signed ({each.signed})"
            mend = "correct one of the two; if it applies to an earlier time, say so in `note` and begin with the day of signing"
            yield Finding("date-retroactive", each.id, ("in_force",), message, mend)


OUTSIDE_PERIOD = "outside-period"
"""An event with this tag is kept on purpose although it lies outside the period (it dates other documents, it ends a promise)."""


def events_are_in_the_period(context: Context) -> Iterator[Finding]:
    """Every event lies, at least in part, in the period that the pack covers."""
    period = context.record.manifest.torgau.period
    for event in context.record.events.values():
        if event.date is None or OUTSIDE_PERIOD in event.tags:
            continue
        if surely_before(event.date, period) or surely_before(period, event.date):
            message = f"the event is on {event.date}, outside the period of the pack ({period})"
            yield Finding(
                "date-outside-period",
                event.id,
                ("date",),
                message,
                "correct it, widen `period` in datapackage.json, or tag the event `outside-period` where it is meant",
            )


def statuses_begin_with_their_event(context: Context) -> Iterator[Finding]:
    """The start of a status or an office is the day of its start event, its end that day or the day after."""
    record = context.record
    for stretches in (record.statuses, record.offices):
        for each in stretches.values():
            yield from _agrees(record, each.id, "start", each.start, each.start_event, later=0)
            yield from _agrees(record, each.id, "end", each.end, each.end_event, later=1)


def _agrees(record: Record, entry: str, name: str, day: When | None, event_id: str | None, later: int) -> Iterator[Finding]:
    event = record.events.get(event_id or "")
    if day is None or event is None or event.date is None:
        return
    least, greatest = gap(event.date.days, day.days)
    if (least is not None and least > later) or (greatest is not None and greatest < 0):
        message = f"`{name}` is {day}, but its event {quoted(event.id)} is on {event.date}"
        mend = "correct the date, or name another event" + ("; an end may be the day after its event" if later else "")
        yield Finding("date-status-event", entry, (name,), message, mend)


def commitments_are_dated(context: Context) -> Iterator[Finding]:
    """It is known when a commitment was made."""
    for each in context.record.commitments.values():
        instrument = context.record.instruments.get(each.instrument)
        if each.made is None and instrument is not None and instrument.signed is None:
            message = f"nothing says when {quoted(each.id)} was made: neither `made`, nor `signed` of {quoted(instrument.id)}"
            yield Finding(
                "date-missing", each.id, (), message, "add `made`, or `signed` to the instrument; an uncertain date will do"
            )


def commitments_come_first(context: Context) -> Iterator[Finding]:
    """What performs, breaches or ends a commitment comes after it was made, and so does the day on which it is due."""
    for each in context.record.commitments.values():
        made = _made(context.record, each)
        if made is None:
            continue
        if each.term_ends is not None and surely_before(each.term_ends, made):
            message = f"the term ends ({each.term_ends}) before the commitment was made ({made})"
            yield Finding("date-order", each.id, ("term_ends",), message, "correct one of the two dates")
        if each.deadline is not None and each.deadline.by is not None and surely_before(each.deadline.by, made):
            yield _early(each.id, ("deadline", "by"), f"it is due ({each.deadline.by})", made)
        for path, event_id in _acts(each):
            event = context.record.events.get(event_id)
            if event is not None and event.date is not None and surely_before(event.date, made):
                yield _early(each.id, path, f"the event {quoted(event.id)} ({event.date}) is", made)


def _early(entry: str, path: Path, what: str, made: When) -> Finding:
    message = f"{what} before the commitment was made ({made})"
    return Finding("date-before-made", entry, path, message, "correct the date, or name the event that is meant")


def _acts(each: Commitment) -> Iterator[tuple[Path, str]]:
    for index, performance in enumerate(each.performed_by):
        yield ("performed_by", index, "event"), performance.event
    for index, breach in enumerate(each.breached_by):
        yield ("breached_by", index, "event"), breach.event
    for index, ending in enumerate(each.ended_by):
        if ending.event is not None:
            yield ("ended_by", index, "event"), ending.event


def _made(record: Record, commitment: Commitment) -> When | None:
    instrument = record.instruments.get(commitment.instrument)
    return commitment.made or (instrument.signed if instrument is not None else None)


def suspensions_end_after_they_begin(context: Context) -> Iterator[Finding]:
    """`until` of a suspension is not before the event that suspends."""
    for each in context.record.commitments.values():
        for index, ending in enumerate(each.ended_by):
            event: Event | None = context.record.events.get(ending.event or "")
            if ending.until is None or event is None or event.date is None:
                continue
            if before(ending.until.end, event.date.start) is Tri.TRUE:
                message = f"the suspension ends ({ending.until}) before it begins ({event.date})"
                yield Finding("date-order", each.id, ("ended_by", index, "until"), message, "correct one of the two dates")
