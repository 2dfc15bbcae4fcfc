"""Why a verdict is what it is, in plain sentences with the calendar arithmetic, so that a reader can redo it.

Only entries named in `depends_on` are quoted here.
"""

from __future__ import annotations

from collections.abc import Iterator

from torgau.dates import format_day
from torgau.ledger import sentences
from torgau.ledger.figures import share
from torgau.ledger.pages import CommitmentVerdict, Ledger
from torgau.ledger.promises import terms_of
from torgau.ledger.rules import ALWAYS, NEVER, Course
from torgau.ledger.standing import Standing, standing
from torgau.ledger.verdict import Verdict, in_order, summary

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


def write(ledger: Ledger, shown: CommitmentVerdict) -> tuple[Verdict, ...]:
    """The full verdicts of a commitment on a day, one for each reading."""
    commitment, on = shown.commitment, shown.on
    flagged = standing(ledger, shown)
    needs = shown.depends_on
    links = tuple(_links(ledger, shown, flagged))
    verdicts = []
    for at, reading in enumerate((None, *commitment.readings)):
        terms, case = terms_of(commitment, reading), ledger.case(commitment, reading)
        outcome = ledger.lines(shown.id)[at].outcome(on)
        visible = shown.per_reading[at] not in (("not-yet-made",), ("not-definite",))
        page = sentences.Page(
            ledger,
            commitment,
            terms,
            case,
            outcome,
            on,
            shown.timing_of(at),
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


def _why(page: sentences.Page, possible: tuple[str, ...]) -> Iterator[str]:
    yield sentences.made(page)
    if possible != ("not-yet-made",):
        if not page.case.definite:
            yield INDEFINITE[page.terms.indefinite_because]
        else:
            yield from sentences.condition(page)
            yield from sentences.due(page)
            yield from sentences.performance(page)
            yield from sentences.acts(page)
            yield from sentences.endings(page)
            yield from sentences.evidence(page, possible)
    on = format_day(page.on)
    if len(possible) == 1:
        yield _conclusion(page, possible[0]).format(on=on)
    else:
        yield from _several(page, possible)


def _conclusion(page: sentences.Page, verdict: str) -> str:
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


def _several(page: sentences.Page, possible: tuple[str, ...]) -> Iterator[str]:
    yield f"Not certain on {format_day(page.on)}: possible are {', '.join(possible)}."
    if not page.outcome.exact:
        yield "There are too many unknown dates to visit every order of them; the list may be longer than it need be."
        return
    for verdict in possible:
        course, world = page.outcome.found[verdict]
        yield f"{verdict}: for instance if {'; '.join(_instance(page, course, world)) or 'the amounts are so'}."


def _instance(page: sentences.Page, course: Course, world: object) -> Iterator[str]:
    assert isinstance(world, dict)
    for moment, day in world.items():
        yield f"{sentences.name(page, moment)} {_falls(day)}"
    if page.case.items and course.standard != "refrain":
        done = course.done <= page.on
        yield (
            f"all is performed on {sentences.day_words(course.done)}"
            if done
            else f"not all is performed by {format_day(page.on)}"
        )
    if course.breach <= page.on:
        yield f"the contrary act falls on {sentences.day_words(course.breach)}"


def _falls(day: int) -> str:
    return "is not known" if day >= NEVER else f"falls on {sentences.day_words(day)}"


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
