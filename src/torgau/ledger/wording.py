"""Why a verdict is what it is, in plain sentences with the calendar arithmetic, so that a reader can redo it.

Only entries named in `depends_on` are quoted here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from torgau.dates import LAST_DAY, format_day
from torgau.ledger.explain import MANIFEST
from torgau.ledger.figures import edtf, plain, share, timing
from torgau.ledger.moments import Day, Moment, Unknown
from torgau.ledger.pages import CommitmentVerdict, Ledger
from torgau.ledger.promises import Case, Ref, Terms, terms_of
from torgau.ledger.rules import ALWAYS, NEVER, Course
from torgau.ledger.standing import Standing, standing
from torgau.ledger.verdict import DayRange, Share, Timing, Verdict, in_order, summary
from torgau.ledger.worlds import Outcome
from torgau.vocabulary import Commitment

INDEFINITE = {
    "principle-only": "Only a principle was agreed: no act or measure that could be kept or broken.",
    "no-amount": "No amount was ever agreed, so nothing can be called performed or owing.",
    "not-a-promise": "The words are not a promise.",
    "aspiration": "The words state an aim, not an obligation.",
    "no-acts": "Efforts are owed, and the record lists no act to judge them by.",
}

CONCLUSIONS = {
    "not-yet-made": "Not yet made on {on}.",
    "not-definite": "Nothing definite was agreed, so there is no verdict.",
    "conditional": "Conditional: what it waits for has not happened by {on}.",
    "expired": "Expired: the time in which its condition could be met is over.",
    "pending": "Pending on {on}.",
    "kept": "Kept.",
    "kept-late": "Kept late.",
    "breached": "Breached.",
    "unproven": "Not proven: nothing in the record shows performance, and nobody claims that the record is complete.",
    "released": "Released.",
    "cancelled": "Cancelled.",
    "superseded": "Superseded.",
    "suspended": "Suspended on {on}.",
}


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


def write(ledger: Ledger, shown: CommitmentVerdict) -> tuple[Verdict, ...]:
    """The full verdicts of a commitment on a day, one for each reading."""
    commitment, on = shown.commitment, shown.on
    flagged = standing(ledger, shown)
    record = ledger.record
    needs = tuple(key for key in ledger.needs(shown.id) if key == MANIFEST or record.kind_of(key) is not None)
    links = tuple(_links(ledger, shown, flagged))
    verdicts = []
    for at, reading in enumerate((None, *commitment.readings)):
        terms, case = terms_of(commitment, reading), ledger.case(commitment, reading)
        outcome = ledger.lines(shown.id)[at].outcome(on)
        courses = tuple(course for course, _ in outcome.found.values())
        visible = shown.per_reading[at] not in (("not-yet-made",), ("not-definite",))
        page = Page(
            ledger,
            commitment,
            terms,
            case,
            outcome,
            on,
            timing(case, courses, on) if visible else Timing(),
            share(case, terms.owed, on) if visible else None,
        )
        possible = in_order(outcome.found)
        verdicts.append(
            Verdict(
                commitment=shown.id,
                on=format_day(on),
                known_by=None if ledger.known_by is None else format_day(ledger.known_by),
                reading=terms.reading,
                verdict=summary(possible),
                possible=possible,
                timing=page.timing,
                amount=page.amount,
                flags=flagged.flags,
                why=(*_why(page, possible), *(links if reading is None else ())),
                conflicts=tuple(other for other, _ in flagged.common),
                depends_on=needs,
                words=reading.words if reading is not None else "",
                by=reading.by if reading is not None else (),
            )
        )
    return tuple(verdicts)


def _why(page: Page, possible: tuple[str, ...]) -> Iterator[str]:
    yield _made(page)
    if possible != ("not-yet-made",):
        if not page.case.definite:
            yield INDEFINITE[page.terms.indefinite_because]
        else:
            yield from _condition(page)
            yield from _due(page)
            yield from _performance(page)
            yield from _acts(page)
            yield from _endings(page)
            yield from _evidence(page, possible)
    on = format_day(page.on)
    if len(possible) == 1:
        yield _conclusion(page, possible[0]).format(on=on)
    else:
        yield from _several(page, possible)


def _conclusion(page: Page, verdict: str) -> str:
    course = page.outcome.found[verdict][0]
    if course.standard == "refrain" and verdict == "pending":
        return "Pending on {on}: no breach so far."
    if course.standard == "refrain" and verdict == "kept":
        return "Kept: its term is over and the record holds no act contrary to it."
    if verdict == "pending" and course.due >= NEVER:
        return "Pending on {on}, with no deadline."
    if verdict == "breached" and course.breach <= page.on:
        return "Breached by that act." if len(page.case.acts) == 1 else "Breached: the first such act that counts decides."
    return CONCLUSIONS[verdict]


def _several(page: Page, possible: tuple[str, ...]) -> Iterator[str]:
    yield f"Not certain on {format_day(page.on)}: possible are {', '.join(possible)}."
    if not page.outcome.exact:
        yield "There are too many unknown dates to visit every order of them; the list may be longer than it need be."
        return
    for verdict in possible:
        course, world = page.outcome.found[verdict]
        yield f"{verdict}: for instance if {'; '.join(_instance(page, course, world)) or 'the amounts are so'}."


def _instance(page: Page, course: Course, world: object) -> Iterator[str]:
    assert isinstance(world, dict)
    for moment, day in world.items():
        yield f"{_name(page, moment)} {_falls(day)}"
    if page.case.items and course.standard != "refrain":
        done = course.done <= page.on
        yield f"all is performed on {_plain(course.done)}" if done else f"not all is performed by {format_day(page.on)}"
    if course.breach <= page.on:
        yield f"the contrary act falls on {_plain(course.breach)}"


def _falls(day: int) -> str:
    return "is not known" if day >= NEVER else f"falls on {_plain(day)}"


# --- the parts of the life ---


def _made(page: Page) -> str:
    moment, day = page.case.made
    if day == NEVER:
        by = page.ledger.known_by
        return "It is not known to have been made" + (f" by {format_day(by)}." if by is not None else ".")
    if day == ALWAYS:
        return "The record names no day on which it was made; it counts as made."
    how = f" (signed: {page.ledger.record.instruments[moment.id].title})" if moment.kind == "instrument" else ""
    return f"Made {_on(day)}{how}."


def _condition(page: Page) -> Iterator[str]:
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
            yield f"The condition counts only if it is met by {_plain(day)}."


def _due(page: Page) -> Iterator[str]:
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
        if when is not None and when.text != _plain(day):
            before = deadline is not None and deadline.exclusive and not by_term
            said = f" (before {when.text})" if before else f" (the end of {when.text})"
        yield f"{what}: {_plain(day)}{said}."
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
        return "its condition" if base is None or base[0].kind != "event" else _name(page, base[0])
    return _name(page, base[0])


def _base_day(page: Page) -> str:
    base = page.case.base or page.case.trigger
    if base is None or isinstance(base, Case):
        days = sorted({course.detached for course, _ in page.outcome.found.values() if course.detached < NEVER})
        return f"{_plain(days[0])} " if len(days) == 1 else ""
    return f"{_plain(base[1])} "


def _performance(page: Page) -> Iterator[str]:
    case = page.case
    if case.standard == "refrain":
        return
    owed = page.terms.owed
    listed = list(zip(page.terms.performed_by, case.items, strict=True))
    for performance, item in listed:
        if not _has_come(item.ref[1], page.on):
            continue
        amount = ""
        if owed is not None:
            amount = f": {_span(item.low, item.high)} {owed.unit}"
        elif performance.part:
            amount = f" (one of {sum(other.part for other, _ in listed)} parts)"
        yield f"Performing: {_event(page, item.ref)}{amount}."
    if owed is not None and page.amount is not None:
        enough = f", enough from {plain(case.threshold)} on" if owed.tolerance else ""
        done = page.amount.performed
        told = done if isinstance(done, str) else f"{done.low} to {done.high or 'an unknown amount'}"
        yield f"Owed: {plain(owed.value)} {owed.unit}{enough}; performed by {format_day(page.on)}: {told} {owed.unit}."
    days = page.timing.days
    if page.timing.done is not None and days is not None:
        yield f"Performed in full {page.timing.done}: {_late(days)}."
    elif page.timing.done is not None:
        yield f"Performed in full {page.timing.done}."
    elif not any(_has_come(item.ref[1], page.on) for item in case.items):
        yield f"No performance on record by {format_day(page.on)}."


def _late(days: int | DayRange) -> str:
    if isinstance(days, DayRange):
        low, high = (str(bound) if bound is not None else "no known number" for bound in (days.low, days.high))
        return f"from {low} to {high} days after the last admissible day"
    if days == 0:
        return "on the last admissible day"
    many = f"{abs(days)} day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{many} {'after' if days > 0 else 'before'} the last admissible day"


def _acts(page: Page) -> Iterator[str]:
    for ref in page.case.acts:
        if _has_come(ref[1], page.on):
            yield f"Contrary to it: {_event(page, ref)}."


def _endings(page: Page) -> Iterator[str]:
    courses = [course for course, _ in page.outcome.found.values()]
    for (moment, day), how in page.case.endings:
        if not _has_come(day, page.on):
            continue
        counts = any(course.ended == day for course in courses) if isinstance(day, int) else any(c.ended < NEVER for c in courses)
        late = "" if counts else "; too late to change the verdict"
        if not counts and any(course.breach < NEVER or course.due < page.on for course in courses):
            late = "; it does not erase what came before"
        yield f"{how.capitalize()} {_on(day)} by {_name(page, moment)}{late}."
    for (moment, day), (_, last) in page.case.suspensions:
        if _has_come(day, page.on):
            until = "" if last == NEVER else f" to {_plain(last)}"
            yield f"Suspended from {_plain(day)}{until} by {_name(page, moment)}."
            if page.case.due is not None and page.timing.due is None:
                yield "Its last admissible day fell into the suspension; the record names no other, and none is invented."


def _evidence(page: Page, possible: tuple[str, ...]) -> Iterator[str]:
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


def _links(ledger: Ledger, shown: CommitmentVerdict, flagged: Standing) -> Iterator[str]:
    for link in flagged.breached_in_return:
        claimed = f"; by {link.by}" if link.by else ""
        basis = f" (a claimed link, not in the text{claimed})" if link.claimed else ""
        yield f"{link.other}, promised in return{basis}, is breached on {format_day(shown.on)}: this debtor may withhold."
    for other, first in flagged.common:
        since = f"both bind on {format_day(first)}" if first > ALWAYS else "both bind at all times"
        yield f"In conflict with {other}: {since}, and both cannot be kept."
    if "disputed" in flagged.flags:
        told = "; ".join(f"{reading}: {verdict}" for reading, verdict in shown.by_reading.items())
        yield f"The readings differ ({told})."
    if "excused" in flagged.flags:
        for plea in shown.commitment.pleas:
            yield f"Plea of {plea.by}: {plea.text}. A plea does not change the verdict."


# --- names and days ---


def _has_come(day: Day, on: int) -> bool:
    if isinstance(day, Unknown):
        return day.visible.lo is None or day.visible.lo <= on
    return day <= on


def _event(page: Page, ref: Ref) -> str:
    return f"{_name(page, ref[0])}, {_on(ref[1])}"


def _name(page: Page, moment: Moment) -> str:
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
    return f"on {_plain(day)}"


def _plain(day: Day) -> str:
    if isinstance(day, Unknown):
        return f"one day of {edtf(day.visible)}" + (", if known at all" if day.may_be_hidden else "")
    return "no known day" if day >= NEVER else "an unrecorded day" if day <= ALWAYS else format_day(day)


def _span(low: Decimal, high: Decimal) -> str:
    if low == high:
        return plain(low)
    return f"{plain(low)} to {plain(high)}" if high.is_finite() else f"{plain(low)} or more" if low else "an unknown amount"
