"""An independent judge of coded claims: days as sets of integers, one at a time, with no interval arithmetic and no audit code.

It covers the kinds of claim that a single change is made to: dates, figures, terms, promises, statuses, orders, sets.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from torgau.vocabulary import Claim, Record
from torgau.vocabulary import claims as c

GRAVE = ("error", "scope-mismatch", "imprecise", "agrees", "omission")
OPEN = date(1960, 12, 31).toordinal()
"""Open ends are cut here: no claim of the page speaks of a later time."""


def window(text: str) -> set[int]:
    """Every day of a year, a month, a day, or a stretch between two such."""
    first, _, last = text.partition("/")
    start = _edge(first, 0)
    return set(range(start, (_edge(last or first, 1) if last != ".." else OPEN) + 1))


def _edge(text: str, side: int) -> int:
    parts = [int(part) for part in text.strip("~?").split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else (1, 12)[side]
    day = parts[2] if len(parts) > 2 else (1, monthrange(year, month)[1])[side]
    return date(year, month, day).toordinal()


def of_date(record: Record, claim: Claim, said: c.EventDate) -> str:
    event = record.events[said.event]
    assert event.date is not None
    happened, claimed = window(event.date.text), window(said.date.text)
    if happened <= claimed:
        return "agrees"
    if happened & claimed:
        return "imprecise"
    if event.old_style:
        # In 1917 the Julian calendar is 13 days behind: the claimed days, read as Julian, lie 13 days later.
        assert event.old_style.startswith("1917")
        return "imprecise" if happened & {day + 13 for day in claimed} else "error"
    return "error"


def of_term(record: Record, claim: Claim, said: c.DeadlineIs) -> str:
    """The agreement says two or three months; nothing in days."""
    assert said.commitment == "yalta-japan-entry"
    return "agrees" if said.days == 0 and said.months in (2, 3) else "error"


def of_quantity(record: Record, claim: Claim, said: c.QuantityIs) -> str:
    """Only for single values in one scope that lie well away from every bound; the mutations see to that."""
    times = {"million persons": 1_000_000, "persons": 1, "villages": 1, "plants": 1}[said.unit]
    assert said.value is not None
    value = said.value * times
    rows = [figure for figure in record.estimates[said.estimate].figures if figure.scope == said.scope]
    spans = {}
    for row in rows:
        low = row.low if row.low is not None else row.value
        high = None if row.at_least else row.high if row.high is not None else row.value
        assert low is not None
        spans[row.id] = (low, high)
    current = [spans[row.id] for row in rows if row.standing == "current"]
    old = [spans[row.id] for row in rows if row.standing != "current"]

    def near(span: tuple[Decimal, Decimal | None]) -> bool:
        return value >= span[0] * Decimal("0.99") and (span[1] is None or value <= span[1] * Decimal("1.01"))

    if said.at_least:
        return "imprecise" if all(low > value for low, _ in current) else "error"
    if any(near(span) for span in current):
        return "agrees"
    if any(near(span) for span in old):
        return "error"
    highest = [high for _, high in current]
    within = min(low for low, _ in current) <= value and (None in highest or value <= max(h for h in highest if h is not None))
    return "agrees" if within else "error"


def standing_days(record: Record, said: c.StatusHolds) -> set[int]:
    """Every day on which a status entry or office of the claimed kind is in force, by reading each entry."""
    days: set[int] = set()
    if said.dimension == "office":
        for office in record.offices.values():
            if office.actor == said.subject and said.value in ("", office.holder):
                days |= _held(office.start.text, office.end.text if office.end else "")
        return days
    if said.dimension == "treaty":
        for instrument in record.instruments.values():
            if {said.subject, said.object} <= set(instrument.parties) and instrument.in_force is not None:
                days |= _held(instrument.in_force.text, instrument.ended.text if instrument.ended else "")
    general = [
        s for s in record.statuses.values() if s.dimension == said.dimension and s.subject == said.subject and s.object is None
    ]
    for status in record.statuses.values():
        ends = {status.subject, *status.members}
        forward = said.subject in ends and (said.object is None or said.object in (status.object, *status.members))
        back = status.symmetric and said.subject == status.object and said.object == status.subject
        if (
            status.dimension != said.dimension
            or status.value in ("withheld", "refused", "not-recognised")
            or not (forward or back)
        ):
            continue
        if (said.value and status.value != said.value) or (said.object is None and general and status not in general):
            continue
        days |= _held(status.start.text, status.end.text if status.end else "")
    return days


def _held(start: str, end: str) -> set[int]:
    first = min(window(start))
    return set(range(first, min(window(end)) if end else OPEN + 1))


def of_status(record: Record, claim: Claim, said: c.StatusHolds) -> str:
    claimed, held = window(said.date.text), standing_days(record, said)
    if not said.holds:
        return "agrees" if not claimed & held else "error" if claimed <= held else "scope-mismatch"
    return "agrees" if claimed <= held else "scope-mismatch" if claimed & held else "error"


def acts_against(record: Record, said: c.StatusHolds) -> set[str]:
    """The acts tagged as belligerent that the subject did while a merely claimed status held, within the claimed time."""
    found: set[str] = set()
    claimed = window(said.date.text)
    if not said.holds:
        return found
    general = {
        s.id for s in record.statuses.values() if s.dimension == said.dimension and s.subject == said.subject and not s.object
    }
    for status in record.statuses.values():
        if status.dimension != said.dimension or status.subject != said.subject or status.basis != "claimed":
            continue
        if said.object is None and general and status.id not in general:
            continue
        held = _held(status.start.text, status.end.text if status.end else "")
        for event in record.events.values():
            if "belligerent-act" in event.tags and event.actors[:1] == (said.subject,) and event.date is not None:
                when = window(event.date.text)
                if when & held and when & claimed:
                    found.add(event.id)
    return found


def of_order(record: Record, claim: Claim, said: c.OrderIs) -> str:
    firsts = {}
    for actor in said.among:
        begun = [
            min(window(status.start.text))
            for status in record.statuses.values()
            if status.dimension == said.dimension
            and status.object == said.object
            and actor in (status.subject, *status.members)
            and status.value not in ("withheld", "refused", "not-recognised")
        ]
        firsts[actor] = min(begun)
    best = (max if said.rank == "last" else min)(firsts, key=lambda actor: firsts[actor])
    return "agrees" if best == said.subject else "error"


def of_members(record: Record, claim: Claim, said: c.MemberOf) -> str:
    known = set(record.statuses[said.status].members)
    kinds = []
    for each in said.members:
        own = set(record.actors[each].members) or {each}
        kinds.append("error" if not own & known else "agrees" if own <= known else "imprecise")
    return "error" if "error" in kinds else "imprecise" if "imprecise" in kinds else "agrees"


def of_promise(record: Record, claim: Claim, said: c.Promised) -> str:
    """Right only with all debtors, and with what the text binds to; somebody else's promise altogether is an error."""
    promise = record.commitments[said.commitment]
    if not [actor for actor in said.by if actor in promise.debtors]:
        return "error"
    firm = promise.definiteness in ("definite", "best-efforts")
    return "agrees" if sorted(said.by) == sorted(promise.debtors) and firm == said.definite else "imprecise"


JUDGES: dict[type, Callable[..., str]] = {
    c.EventDate: of_date,
    c.DeadlineIs: of_term,
    c.QuantityIs: of_quantity,
    c.StatusHolds: of_status,
    c.OrderIs: of_order,
    c.MemberOf: of_members,
    c.Promised: of_promise,
}


def judged(record: Record, claim: Claim) -> str:
    """The kind of finding that the claim must get."""
    return JUDGES[type(claim.statement)](record, claim, claim.statement)


def clashes(record: Record, claim: Claim, others: list[Claim]) -> set[tuple[str, str]]:
    """Which other claims it must be set against, and as what."""
    found = set()
    for other in others:
        match claim.statement, other.statement:
            case (c.EventDate() as one, c.EventDate() as two) if one.event == two.event:
                if not window(one.date.text) & window(two.date.text):
                    found.add((other.id, "contradiction"))
            case (c.StatusHolds() as one, c.EventDate() as two) | (c.EventDate() as two, c.StatusHolds() as one):
                if two.event in acts_against(record, one):
                    found.add((other.id, "contradiction"))
            case (c.OrderIs() as one, c.OrderIs() as two):
                if one.subject != two.subject:
                    found.add((other.id, "contradiction"))
            case (c.Promised() as one, c.Promised() as two) if one.commitment == two.commitment:
                if one.definite is not two.definite:
                    found.add((other.id, "contradiction"))
            case _:
                pass
    return found
