"""The orders in which the unknown days of a case can stand, each shown by one world.

The rule of a verdict only compares days with each other and with last admissible days that are counted from one of them, so
worlds in which the days stand in the same order have the same verdict, and one world of each order is enough.

Why the candidates below meet every order that is possible at all: fix an order. Each of its demands says that one day is not
before a non-decreasing function of another (the day itself, the day after it, the last admissible day counted from it, or the
first day from which a given last admissible day is reached). The worlds that fulfil such demands are closed under taking the
earlier day of each unknown, so there is an earliest one. In it each day is reached from a fixed bound by a chain of those
functions in which no unknown occurs twice. `_seeds` lists the ends of such chains; no other day need be tried.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from torgau.dates import FIRST_DAY, LAST_DAY, Days
from torgau.ledger.moments import Moment, Unknown
from torgau.ledger.promises import Case, Ref, Term
from torgau.ledger.rules import NEVER

MOST_WORLDS = 20_000

World = Mapping[Moment, int]
"""The days of the unknown moments in one world."""


def refs(case: Case) -> Iterator[tuple[str, Ref]]:
    """Every day that the case looks up, with its part: `item`, `act` or `frame`. Of a case waited for, all are frame."""
    yield "frame", case.made
    if isinstance(case.trigger, Case):
        yield from (("frame", ref) for _, ref in refs(case.trigger))
    elif case.trigger is not None:
        yield "frame", case.trigger
    yield from (("frame", ref) for ref in case.bounds)
    if case.due is not None:
        yield "frame", case.due
    if case.base is not None:
        yield "frame", case.base
    yield from (("item", item.ref) for item in case.items)
    yield from (("act", ref) for ref in case.acts)
    yield from (("frame", ref) for ref, _ in case.endings)
    yield from (("frame", ref) for pair in case.suspensions for ref in pair)


class Unknowns(NamedTuple):
    """The unknown days of a case: those whose every order matters, and those that matter only by the stretch they fall in."""

    frame: Mapping[Moment, Unknown]
    local: Mapping[Moment, Unknown]


def unknowns(case: Case) -> Unknowns:
    """Sort the unknown days of a case. One that plays two parts is one unknown in both."""
    frame: dict[Moment, Unknown] = {}
    local: dict[Moment, Unknown] = {}
    parts: dict[tuple[str, str], Moment] = {}
    for part, (moment, day) in refs(case):
        if not isinstance(day, Unknown):
            continue
        other = parts.setdefault((moment.kind, moment.id), moment) if moment.kind == "event" else moment
        if part == "frame" or moment in local or other != moment:
            frame[moment] = day
            local.pop(moment, None)
            if other in local:  # the first and the last day of one event: their order matters
                frame[other] = local.pop(other)
        elif moment not in frame:
            local[moment] = day
    return Unknowns(frame, local)


def horizon(case: Case) -> tuple[int, ...]:
    """The days on which the possible verdicts of a case can change, and more: between two of them they stay what they are.

    They are the ends of the chains of which the module speaks, taken from either side: as long as the day asked about passes none
    of them, an order that is possible on one day is possible on the next.
    """
    unknown = unknowns(case)
    count = len(unknown.frame) + len(unknown.local) + 2
    terms, bases = _maps(case)
    seeds = _seeds(_starts(case, unknown, ()), terms, count, rounds=len(bases))
    return tuple(sorted({seed + step for seed in seeds for step in range(-count, count + 1)}))


def worlds_of(case: Case, unknown: Unknowns, cuts: tuple[int, ...]) -> Iterator[World]:
    """One world of the frame for each order of its days, and perhaps more."""
    if not unknown.frame:
        yield {}
        return
    count = len(unknown.frame) + len(unknown.local) + 2
    terms, bases = _maps(case)
    starts = _starts(case, unknown, cuts)
    seeds = _seeds(starts, terms, count, rounds=len(bases))
    counted = [moment for moment in unknown.frame if moment in bases]
    rest = [moment for moment in unknown.frame if moment not in bases]
    options = [_candidates(unknown.frame[moment], (seed + step for seed in seeds for step in range(count))) for moment in counted]
    for chosen in product(*options):
        fixed = dict(zip(counted, chosen, strict=True))
        edges = sorted({*starts, *_counted_from(chosen, terms)})
        for world in _spread(rest, unknown, edges, fixed):
            if _in_order(world):
                yield world


def _maps(case: Case) -> tuple[tuple[Term, ...], frozenset[Moment]]:
    """The lengths of time that last admissible days are counted by, and the unknown days that they may be counted from."""
    terms: list[Term] = []
    bases: set[Moment] = set()
    if isinstance(case.trigger, Case):
        inner, below = _maps(case.trigger)
        terms.extend(inner)
        bases |= below
    if case.term is not None:
        terms.append(case.term)
        if case.base is not None:
            bases.add(case.base[0])
        elif isinstance(case.trigger, Case):
            bases |= {ref[0] for _, ref in refs(case.trigger)}
        elif case.trigger is not None:
            bases.add(case.trigger[0])
    unknown = {ref[0] for _, ref in refs(case) if isinstance(ref[1], Unknown)}
    return tuple(dict.fromkeys(terms)), frozenset(bases & unknown)


def _starts(case: Case, unknown: Unknowns, cuts: tuple[int, ...]) -> list[int]:
    """The fixed days that a chain can begin with: known days, what is counted from them, and the bounds of what is unknown."""
    terms = _maps(case)[0]
    known = {day for _, (_, day) in refs(case) if isinstance(day, int)} | {case.complete}
    fixed = {*cuts, *_counted_from(known, terms)}
    for moments in (unknown.frame, unknown.local):
        for one in moments.values():
            fixed |= {one.hidden_after, one.hidden_after + 1}
            for lo, hi in one.days.ranges:
                fixed |= {edge for edge in (lo, None if hi is None else hi + 1) if edge is not None}
    inside = sorted(edge for edge in fixed if FIRST_DAY <= edge <= LAST_DAY)
    lowest = inside[0] if inside else FIRST_DAY
    longest = max((term.duration.whole_months * 31 + term.duration.whole_days for term in terms), default=0)
    floor = max(FIRST_DAY, lowest - (len(fixed) + 2) * (longest + len(unknown.frame) + len(unknown.local) + 2))
    return [floor, *inside]


def _counted_from(days: Iterable[int], terms: tuple[Term, ...]) -> set[int]:
    """These days, the last admissible days counted from them (and so on along a chain of cases), and the days after each."""
    found = {day + step for day in days for step in (0, 1, 2)}
    for _ in terms:
        found |= {term.after(day) + step for day in found for term in terms for step in (0, 1, 2)}
    return found


def _seeds(starts: list[int], terms: tuple[Term, ...], count: int, rounds: int) -> list[int]:
    """The ends of all chains from `starts`: steps to a later day, and through the counting of a term, forwards or backwards."""
    seeds = set(starts)
    fresh = seeds
    for _ in range(rounds):
        reached = {seed + step for seed in fresh for step in range(-1, count)}
        fresh = {value for day in reached for term in terms for value in (term.after(day), _first_reaching(term, day))} - seeds
        seeds = seeds | fresh
        if len(seeds) > MOST_WORLDS:
            break
    return sorted(seed for seed in seeds if FIRST_DAY <= seed <= LAST_DAY)


def _first_reaching(term: Term, due: int) -> int:
    """The first day from which the last admissible day is `due` or later."""
    if not FIRST_DAY <= due <= LAST_DAY:
        return NEVER
    guess = max(FIRST_DAY, due - term.duration.whole_months * 31 - term.duration.whole_days - 1)
    while guess > FIRST_DAY and term.after(guess) >= due:
        guess -= 1
    while guess < due + 2 and term.after(guess) < due:
        guess += 1
    return guess


def _candidates(unknown: Unknown, days: Iterable[int]) -> list[int]:
    chosen = sorted({day for day in days if unknown.days.contains(day)})
    return [*chosen, NEVER] if unknown.or_never else chosen


def _spread(rest: list[Moment], unknown: Unknowns, edges: list[int], fixed: dict[Moment, int]) -> Iterator[dict[Moment, int]]:
    """Give the other unknowns of the frame the first days of each stretch, as many as unknowns can meet there."""
    if not rest:
        yield fixed
        return
    meeting = dict.fromkeys(range(len(edges) + 1), 0)
    touched = {}
    for moments in ({moment: unknown.frame[moment] for moment in rest}, unknown.local):
        for moment, one in moments.items():
            touched[moment] = stretches(one.days, edges)
            for cell in touched[moment]:
                meeting[cell] += 1
    options = []
    for moment in rest:
        one = unknown.frame[moment]
        days = (
            first + step for cell, first in touched[moment].items() for step in range(_room(meeting[cell], cell, edges, first))
        )
        options.append(_candidates(one, days))
    for chosen in product(*options):
        yield {**fixed, **dict(zip(rest, chosen, strict=True))}


def _room(meeting: int, cell: int, edges: list[int], first: int) -> int:
    """How many days of a stretch to try: one for each unknown that may lie there too, if the stretch is that long."""
    wanted = 1 if meeting == 1 else meeting + 2
    return wanted if cell >= len(edges) else min(wanted, edges[cell] - first)


def _in_order(world: World) -> bool:
    """Whether no event ends before it begins, and each is known with both of its days or with neither."""
    for moment, day in world.items():
        if moment.part == "first":
            last = world.get(moment._replace(part="last"))
            if last is not None and (last < day or (day < NEVER) != (last < NEVER)):
                return False
    return True


def stretches(days: Days, edges: list[int]) -> dict[int, int]:
    """The stretches that a set of days touches, each with its first day of the set."""
    found: dict[int, int] = {}
    for lo, hi in days.ranges:
        first = FIRST_DAY if lo is None else lo
        cell = bisect_right(edges, first)
        found.setdefault(cell, first)
        for edge in edges[cell : None if hi is None else bisect_right(edges, hi)]:
            cell += 1
            found.setdefault(cell, edge)
    return found
