"""The sentences about one commitment under one reading: made, condition, due day, performance, acts, endings, evidence.

Only entries named in `depends_on` are quoted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from torgau.dates import LAST_DAY, format_day
from torgau.ledger.figures import edtf, plain
from torgau.ledger.moments import Day, Moment, Unknown, latest
from torgau.ledger.pages import Ledger
from torgau.ledger.promises import Case, Item, Ref, Terms
from torgau.ledger.rules import ALWAYS, NEVER
from torgau.ledger.verdict import DayRange, Share, Timing
from torgau.ledger.worlds import Outcome
from torgau.vocabulary import Commitment


class Page(NamedTuple):
    """What the sentences about one reading are drawn from."""

    ledger: Ledger
    commitment: Commitment
    terms: Terms
    case: Case
    outcome: Outcome
    on: int
    timing: Timing
    amount: Share | None


def made(page: Page) -> str:
    moment, day = page.case.made
    if day == NEVER:
        by = page.ledger.known_by
        return "It is not known to have been made" + (f" by {format_day(by)}." if by is not None else ".")
    if day == ALWAYS:
        return "The record names no day on which it was made; it counts as made."
    how = f" (signed: {page.ledger.record.instruments[moment.id].title})" if moment.kind == "instrument" else ""
    return f"Made {_on(day)}{how}."


def condition(page: Page) -> Iterator[str]:
    trigger = page.terms.trigger
    if page.case.trigger is None:
        return
    if trigger is None:
        yield "Owed when there is an occasion; the record lists none that was not taken up or refused."
        return
    words = f" ({trigger.text})" if trigger.text else ""
    if isinstance(page.case.trigger, Case):
        other = page.case.trigger.id
        days = sorted({course.detached for course, _ in page.outcome.found.values()})
        met = days[0] <= page.on
        yield f"Condition{words}: {other} has been performed" + (
            ", as it had been by then." if met else "; it had not been by then."
        )
    elif trigger.event is not None and _has_come(page.case.trigger[1], page.on):
        yield f"Condition{words}: {_event(page, page.case.trigger)}."
    else:
        yield f"Condition{words}: not met by {format_day(page.on)}."
    for moment, day in page.case.bounds:
        if moment.part.endswith("term_ends"):
            yield f"Its term ends {_on(day)}; a condition met later does not count."
        else:
            yield f"The condition counts only if it is met by {day_words(day)}."


def due(page: Page) -> Iterator[str]:
    case, deadline, due = page.case, page.terms.deadline, page.timing.due
    what = "Last day of the term" if case.standard == "refrain" else "Last admissible day"
    if case.due is not None:
        day = case.due[1]
        if day == NEVER:
            yield "No last day is fixed."
            return
        by_term = case.due[0].part.endswith("term_ends")
        when = page.terms.term_ends if by_term else deadline.by if deadline is not None else None
        said = ""
        if when is not None and when.text != day_words(day):
            before = deadline is not None and deadline.exclusive and not by_term
            said = f" (before {when.text})" if before else f" (the end of {when.text})"
        yield f"{what}: {day_words(day)}{said}."
    elif case.term is None:
        if deadline is not None and deadline.text:
            yield f"No day is fixed ({deadline.text}), and none is invented."
        elif case.standard == "refrain":
            yield "No end of its term is recorded."
        else:
            yield "No deadline."
    elif due is None:
        yield f"Due {case.term.duration} after {_base_name(page)}, which had not come by {format_day(page.on)}."
    else:
        yield f"{what}: {_base_name(page)} {_base_day(page)}+ {case.term.duration}{_rules(page)} = {due}."


def _rules(page: Page) -> str:
    term = page.case.term
    assert term is not None
    rules = []
    if term.counts_first_day:
        rules.append("counting that day itself")
    if term.exclusive:
        rules.append("less one day, as the day named is already too late")
    return f" ({', '.join(rules)})" if rules else ""


def _base_name(page: Page) -> str:
    base = page.case.base
    if base is None:
        if isinstance(page.case.trigger, Case):
            return f"the performance of {page.case.trigger.id}"
        base = page.case.trigger
        return "its condition" if base is None or base[0].kind != "event" else name(page, base[0])
    return name(page, base[0])


def _base_day(page: Page) -> str:
    base = page.case.base or page.case.trigger
    if base is None or isinstance(base, Case):
        days = sorted({course.detached for course, _ in page.outcome.found.values() if course.detached < NEVER})
        return f"{day_words(days[0])} " if len(days) == 1 else ""
    return f"{day_words(base[1])} "


def performance(page: Page) -> Iterator[str]:
    case = page.case
    if case.standard == "refrain":
        return
    owed = page.terms.owed
    acts = len(page.terms.performed_by)
    listed = list(zip(page.terms.performed_by, case.items[:acts], strict=True))
    for performance, item in listed:
        if not _has_come(item.ref[1], page.on):
            continue
        amount = ""
        if owed is not None:
            amount = f": {_span(item.low, item.high)} {owed.unit}"
        elif performance.part:
            amount = f" (one of {sum(other.part for other, _ in listed)} parts)"
        yield f"Performing: {_event(page, item.ref)}{amount}."
    if owed is not None:
        yield from _movements(page, owed.unit, case.items[acts:])
    if owed is not None and page.amount is not None:
        enough = f", enough from {plain(case.threshold)} on" if owed.tolerance else ""
        done = page.amount.performed
        told = done if isinstance(done, str) else f"{done.low} to {done.high or 'an unknown amount'}"
        yield f"Owed: {plain(owed.value)} {owed.unit}{enough}; performed by {format_day(page.on)}: {told} {owed.unit}."
    if page.timing.done is not None:
        courses = [course for course, _ in page.outcome.found.values()]
        surely = all(course.done <= page.on for course in courses)
        early = "; that was before the promise was made" if all(course.done < course.made for course in courses) else ""
        days = f": {_late(page.timing.days)}" if page.timing.days is not None else ""
        when = page.timing.done if len(page.timing.done) == len("1850-01-01") else f"one day of {page.timing.done}"
        yield f"Performed in full{'' if surely else ', if at all,'} on {when}{days}{early}."
    elif not any(_has_come(item.ref[1], page.on) for item in case.items):
        yield f"No performance on record by {format_day(page.on)}."


def _movements(page: Page, unit: str, items: tuple[Item, ...]) -> Iterator[str]:
    """What the movements of a flow prove, told flow by flow: a flow can have many rows."""
    for index, through in enumerate(page.terms.performed_through):
        flow = page.ledger.record.flows.get(through.flow)
        own = [item for item in items if item.ref[0].part.startswith(f"{index}.")]
        come = [item for item in own if _has_come(item.ref[1], page.on)]
        where = " by ".join(
            filter(None, [f"Movements of {through.flow if flow is None else flow.title}", ", ".join(through.routes)])
        )
        period = f" in {through.period.text}" if through.period is not None else ""
        low = sum((item.low for item in come if latest(item.ref[1]) <= page.on), Decimal(0))
        high = sum((item.high for item in come), Decimal(0))
        count = "no span of days" if not come else f"{len(come)} span{'' if len(come) == 1 else 's'} of days"
        yield f"{where}{period}, {through.stage}: {count}, {_span(low, high)} {unit}."


def _late(days: int | DayRange) -> str:
    if isinstance(days, DayRange):
        low, high = (str(bound) if bound is not None else "no known number" for bound in (days.low, days.high))
        return f"from {low} to {high} days after the last admissible day"
    if days == 0:
        return "on the last admissible day"
    many = f"{abs(days)} day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{many} {'after' if days > 0 else 'before'} the last admissible day"


def acts(page: Page) -> Iterator[str]:
    for ref in page.case.acts:
        if _has_come(ref[1], page.on):
            yield f"Contrary to it: {_event(page, ref)}."


def endings(page: Page) -> Iterator[str]:
    courses = [course for course, _ in page.outcome.found.values()]
    for (moment, day), how in page.case.endings:
        if not _has_come(day, page.on):
            continue
        counts = any(course.ended == day for course in courses) if isinstance(day, int) else any(c.ended < NEVER for c in courses)
        late = "" if counts or not page.outcome.exact else "; too late to change the verdict"
        if late and any(course.breach < NEVER or course.due < page.on for course in courses):
            late = "; it does not erase what came before"
        yield f"{how.capitalize()} {_on(day)} by {name(page, moment)}{late}."
    for (moment, day), (_, last) in page.case.suspensions:
        if _has_come(day, page.on):
            until = "" if last == NEVER else f" to {day_words(last)}"
            yield f"Suspended from {day_words(day)}{until} by {name(page, moment)}."
            if _voided(page):
                yield "Its last admissible day fell into the suspension; the record names no other, and none is invented."


def _voided(page: Page) -> bool:
    """Whether there was a last admissible day, and a suspension took it away."""
    case = page.case
    base = case.base or case.trigger
    counted = case.term is not None and base is not None and not isinstance(base, Case) and _has_come(base[1], page.on)
    return all(course.due >= NEVER for course, _ in page.outcome.found.values()) and (case.due is not None or counted)


def evidence(page: Page, possible: tuple[str, ...]) -> Iterator[str]:
    if not {"breached", "unproven"} & set(possible) or page.case.standard == "means":
        return
    courses = [page.outcome.found[verdict][0] for verdict in ("breached", "unproven") if verdict in page.outcome.found]
    if all(course.breach <= page.on for course in courses):
        return
    complete = page.case.complete
    if complete == ALWAYS:
        yield "Nobody claims that the record of performance is complete to any day."
    else:
        yield f"The record of performance is claimed complete{f' to {format_day(complete)}' if complete <= LAST_DAY else ''}."


# --- names and days ---


def _has_come(day: Day, on: int) -> bool:
    if isinstance(day, Unknown):
        return day.visible.lo is None or day.visible.lo <= on
    return day <= on


def _event(page: Page, ref: Ref) -> str:
    return f"{name(page, ref[0])}, {_on(ref[1])}"


def name(page: Page, moment: Moment) -> str:
    record = page.ledger.record
    if moment.kind == "event" and moment.id in record.events:
        return record.events[moment.id].title
    if moment.kind == "instrument" and moment.id in record.instruments:
        part = {"signed": "signature of ", "in-force": "entry into force of "}[moment.part]
        return part + record.instruments[moment.id].title
    if moment.kind == "commitment" and moment.part == "made":
        return f"the promise {moment.id}"
    return f"{moment.id} ({moment.part})"


def _on(day: Day) -> str:
    return f"on {day_words(day)}"


def day_words(day: Day) -> str:
    if isinstance(day, Unknown):
        return f"one day of {edtf(day.visible)}" + (", if known at all" if day.may_be_hidden else "")
    return "no known day" if day >= NEVER else "an unrecorded day" if day <= ALWAYS else format_day(day)


def _span(low: Decimal, high: Decimal) -> str:
    if low == high:
        return plain(low)
    return f"{plain(low)} to {plain(high)}" if high.is_finite() else f"{plain(low)} or more" if low else "an unknown amount"
