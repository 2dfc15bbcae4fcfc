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
from math import prod
from typing import NamedTuple

from torgau.dates import FIRST_DAY, LAST_DAY, Days
from torgau.ledger.moments import Moment, Unknown
from torgau.ledger.promises import Case, Ref, Term
from torgau.ledger.rules import NEVER

MOST_WORLDS = 20_000

World = Mapping[Moment, int]
"""The days of the unknown moments in one world."""


class TooManyWorlds(Exception):
    """There are more than `MOST_WORLDS` orders to visit."""


def refs(case: Case) -> list[tuple[str, Ref]]:
    """Every day that the case looks up, with its part: `item`, `act` or `frame`. Of a case waited for, all are frame."""
    found = [("frame", case.made)]
    if isinstance(case.trigger, Case):
        found += [("frame", ref) for _, ref in refs(case.trigger)]
    elif case.trigger is not None:
        found.append(("frame", case.trigger))
    for single in (case.due, case.base):
        if single is not None:
            found.append(("frame", single))
    found += [("frame", ref) for ref in case.bounds]
    found += [("item", item.ref) for item in case.items]
    found += [("act", ref) for ref in case.acts]
    found += [("frame", ref) for ref, _ in case.endings]
    found += [("frame", ref) for pair in case.suspensions for ref in pair]
    return found


class Plan(NamedTuple):
    """What is unknown in a case, and what the days of its worlds are compared with.

    `frame` are the unknowns whose every order matters; `local` those that play one part only and are compared with nothing but
    what the frame fixes: of them only the stretch matters in which they fall. `bases` are those of the frame from which a last
    admissible day is counted, by one of `terms`. `starts` are the fixed days that a chain can begin with. `chained` says that it
    waits for another case, whose performance may be the day after a day of its own.
    """

    frame: Mapping[Moment, Unknown]
    local: Mapping[Moment, Unknown]
    bases: tuple[Moment, ...]
    terms: tuple[Term, ...]
    starts: tuple[int, ...]
    chained: bool

    @property
    def steps(self) -> int:
        """How many days in a row the unknowns can need."""
        return len(self.frame) + len(self.local) + (2 if self.chained else 0)


def plan_of(case: Case) -> Plan | None:
    """Sort the unknown days of a case; None where there is none. One that plays two parts is one unknown in both."""
    every = refs(case)
    if all(type(day) is int for _, (_, day) in every):
        return None
    frame: dict[Moment, Unknown] = {}
    local: dict[Moment, Unknown] = {}
    known: set[int] = set()
    parts: dict[tuple[str, str], Moment] = {}
    for part, (moment, day) in every:
        if isinstance(day, int):
            known.add(day)
            continue
        other = parts.setdefault((moment.kind, moment.id), moment) if moment.kind == "event" else moment
        if part == "frame" or moment in local or other != moment:
            frame[moment] = day
            local.pop(moment, None)
            if other in local:  # the first and the last day of one event: their order matters
                frame[other] = local.pop(other)
        elif moment not in frame:
            local[moment] = day
    terms, every_base = _maps(case)
    bases = tuple(moment for moment in frame if moment in every_base)
    chained = isinstance(case.trigger, Case)
    fixed = _counted_from(known | {case.complete}, terms if chained or not bases else (), chained)
    starts = _starts(fixed, (*frame.values(), *local.values()), terms)
    return Plan(frame, local, bases, terms, starts, chained)


def _maps(case: Case) -> tuple[tuple[Term, ...], set[Moment]]:
    """The lengths of time that last admissible days are counted by, and the days that they may be counted from."""
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
    return tuple(dict.fromkeys(terms)), bases


def _starts(fixed: set[int], unknown: tuple[Unknown, ...], terms: tuple[Term, ...]) -> tuple[int, ...]:
    """The fixed days, the lower bounds of what is unknown, and a day before anything matters."""
    lows = {one.hidden_after + 1 for one in unknown} | {lo for one in unknown for lo, _ in one.days.ranges if lo is not None}
    inside = sorted(edge for edge in fixed | lows if FIRST_DAY <= edge <= LAST_DAY)
    lowest = inside[0] if inside else FIRST_DAY
    longest = max((term.months * 31 + term.days for term in terms), default=0)
    return max(FIRST_DAY, lowest - (len(inside) + 2) * (longest + len(unknown) + 2)), *inside


def _counted_from(days: Iterable[int], terms: tuple[Term, ...], chained: bool) -> set[int]:
    """These days, the last admissible days counted from them (and so on along a chain of cases), and the days after each."""
    steps = (0, 1, 2) if chained else (0, 1)
    found = {day + step for day in days for step in steps}
    for _ in terms:
        found |= {term.after(day) + step for day in found for term in terms for step in steps}
    return found


def horizon(plan: Plan) -> tuple[int, ...]:
    """The days on which the possible verdicts can change, and more: between two of them they stay what they are.

    They are the ends of the chains of which the module speaks, taken from either side: as long as the day asked about passes none
    of them, an order that is possible on one day is possible on the next.
    """
    unknown = (*plan.frame.values(), *plan.local.values())
    highs = {edge for one in unknown for _, hi in one.days.ranges if hi is not None for edge in (hi, hi + 1)}
    steps = plan.steps + 2
    seeds = _seeds(plan, {*plan.starts, *highs}, max(1, len(plan.bases)) if plan.terms else 0, steps)
    return tuple(sorted({seed + step for seed in seeds for step in range(-steps, steps + 1)}))


def worlds_of(plan: Plan, cuts: tuple[int, ...]) -> Iterator[World]:
    """One world of the frame for each order of its days, and perhaps more. `cuts` are further days to compare with."""
    if not plan.frame:
        yield {}
        return
    starts = sorted({*plan.starts, *cuts})
    options = _base_days(plan, starts)
    rest = [moment for moment in plan.frame if moment not in plan.bases]
    many = _at_most(MOST_WORLDS, options)
    for chosen in product(*options):
        fixed = dict(zip(plan.bases, chosen, strict=True))
        for world in _spread(plan, rest, starts, fixed, MOST_WORLDS // many) if rest else (fixed,):
            if _in_order(world):
                yield world


def _base_days(plan: Plan, starts: list[int]) -> list[list[int]]:
    """The days to try for each base."""
    if not plan.bases:
        return []
    steps = range(plan.steps + 1)
    if plan.chained or len(plan.bases) > 1:
        seeds = _seeds(plan, starts, len(plan.bases), plan.steps)
        days = {seed + step for seed in seeds for step in steps}
    else:  # a chain to the only base passes through the counting of a term as its last step, or not at all
        (term,) = plan.terms
        known = plan.frame[plan.bases[0]].days
        low = FIRST_DAY if known.lo is None else term.after(known.lo) - plan.steps
        high = LAST_DAY if known.hi is None else term.after(known.hi)
        days = {start + step for start in starts for step in steps}
        days |= {_first_reaching(term, start + step) for start in starts if low <= start <= high for step in steps}
    return [_candidates(plan.frame[moment], days) for moment in plan.bases]


def _seeds(plan: Plan, starts: Iterable[int], rounds: int, steps: int) -> list[int]:
    """The ends of all chains from `starts`: steps to a later day, and through the counting of a term, forwards or backwards."""
    seeds = set(starts)
    fresh = seeds
    for _ in range(rounds):
        reached = {seed + step for seed in fresh for step in range(-1, steps + 1)}
        onward = {term.after(day) for day in reached for term in plan.terms}
        fresh = (onward | {_first_reaching(term, day) for day in reached for term in plan.terms}) - seeds
        seeds = seeds | fresh
        if len(seeds) > MOST_WORLDS:
            raise TooManyWorlds
    return sorted(seed for seed in seeds if FIRST_DAY <= seed <= LAST_DAY)


def _first_reaching(term: Term, due: int) -> int:
    """The first day from which the last admissible day is `due` or later."""
    if not FIRST_DAY <= due <= LAST_DAY:
        return NEVER
    if not term.months:
        return due - term.offset
    guess = max(FIRST_DAY, due - term.offset - term.months * 31 - 1)
    while guess > FIRST_DAY and term.after(guess) >= due:
        guess -= 1
    guess = max(guess, min(due, LAST_DAY) - term.offset - term.months * 31 - 1)
    while term.after(guess) < due:
        guess += 1
    return guess


def _candidates(unknown: Unknown, days: set[int]) -> list[int]:
    """The days that are possible."""
    chosen = [day for day in sorted(days) if unknown.days.contains(day)]
    return [*chosen, NEVER] if unknown.or_never else chosen


def _at_most(most: int, options: list[list[int]]) -> int:
    """How many choices there are (at least one); TooManyWorlds above `most`."""
    many = prod(len(days) for days in options)
    if many > most:
        raise TooManyWorlds
    return max(many, 1)


def _spread(
    plan: Plan, rest: list[Moment], starts: list[int], fixed: dict[Moment, int], most: int
) -> Iterator[dict[Moment, int]]:
    """Give the other unknowns of the frame the first days of each stretch, as many as unknowns can meet there."""
    edges = sorted({*starts, *_counted_from(fixed.values(), plan.terms, plan.chained)}) if fixed else starts
    meeting = dict.fromkeys(range(len(edges) + 1), 0)
    touched = {}
    for moments in ({moment: plan.frame[moment] for moment in rest}, plan.local):
        for moment, one in moments.items():
            touched[moment] = stretches(one.days, edges)
            for cell in touched[moment]:
                meeting[cell] += 1
    options = []
    for moment in rest:
        days: set[int] = set()
        for cell, first in touched[moment].items():
            days.update(range(first, first + _room(meeting[cell] + 2 * plan.chained, cell, edges, first)))
        options.append(_candidates(plan.frame[moment], days))
    _at_most(most, options)
    for chosen in product(*options):
        yield {**fixed, **dict(zip(rest, chosen, strict=True))}


def _room(wanted: int, cell: int, edges: list[int], first: int) -> int:
    """How many days of a stretch to try: one for each unknown that may lie there too, if the stretch is that long."""
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
