"""Every verdict that some possible world allows, without visiting every world.

A world gives each unknown day one of its possible days, and each amount one number between its bounds. The rule of `rules` only
compares days with each other and with last admissible days that are counted from one of them, so worlds in which the days
stand in the same order have the same verdict, and one world of each order is enough.

Why the candidates below meet every order that is possible at all: fix an order. Each of its demands says that one day is not
before a non-decreasing function of another (the day itself, the day after it, the last admissible day counted from it, or the
first day from which a given last admissible day is reached). The worlds that fulfil such demands are closed under taking the
earlier day of each unknown, so there is an earliest one. In it each day is reached from a fixed bound by a chain of those
functions in which no unknown occurs twice. `_seeds` lists the ends of such chains; no other day need be tried.

Performing events and acts that play no second part are not listed world by world: only the stretch between fixed days in which
each falls matters. Beyond `MOST_WORLDS` worlds the answer is every verdict that the terms allow at all: too many, never too few.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from torgau.dates import FIRST_DAY, LAST_DAY, Days
from torgau.ledger.moments import Moment, Unknown
from torgau.ledger.promises import Case, Item, Ref, Term
from torgau.ledger.quantities import Placed, first_full, possible_cells
from torgau.ledger.rules import NEVER, Course, Life, completion, settle, verdict_on

MOST_WORLDS = 20_000

World = Mapping[Moment, int]
"""The days of the unknown moments in one world."""


class Outcome(NamedTuple):
    """The verdicts that some world allows, each with one such course and the days of the unknowns in it.

    `exact` is false where there were too many worlds to list.
    """

    found: Mapping[str, tuple[Course, World]]
    exact: bool = True


def outcome(case: Case, on: int) -> Outcome:
    """Every possible verdict of a case on a day."""
    found: dict[str, tuple[Course, World]] = {}
    unknown = unknowns(case)
    for count, (course, world) in enumerate(courses(case, unknown, (on, on + 1))):
        if count > MOST_WORLDS:
            return Outcome(dict.fromkeys(allowed(case), (course, world)), exact=False)
        found.setdefault(verdict_on(course, on), (course, world))
    return Outcome(found)


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


def courses(case: Case, unknown: Unknowns, cuts: Iterable[int]) -> Iterator[tuple[Course, World]]:
    """One course for each order of the days that some world has, `cuts` being days that it is compared with."""
    if not unknown.frame and not unknown.local:
        for life in _lives(case, {}, unknown, ()):
            yield settle(life), {}
        return
    for world in _worlds(case, unknown, tuple(cuts)):
        for life in _lives(case, world, unknown, tuple(cuts)):
            yield settle(life), world


# --- one world of the frame ---


def _lives(case: Case, world: World, unknown: Unknowns, cuts: tuple[int, ...]) -> Iterator[Life]:
    """The lives that are possible where the days of the frame are those of `world`."""

    def day(ref: Ref) -> int:
        known = ref[1]
        return known if isinstance(known, int) else world[ref[0]]

    for trigger in _triggers(case, world, day):
        life = _life(case, trigger, day)
        if not unknown.local:
            acts = tuple(day(ref) for ref in case.acts)
            for done in _done_days(case.items, case.threshold, day):
                yield life._replace(acts=acts, done=done)
            continue
        edges = _edges(life, case, unknown, day, cuts)
        for acts in _act_days(case, unknown, edges, day):
            for done in _local_done_days(case, unknown, edges, day):
                yield life._replace(acts=acts, done=done)


def _triggers(case: Case, world: World, day: Callable[[Ref], int]) -> Iterable[int | None]:
    """The days on which the condition may be met in this world: several where a case waited for has ranges of amounts."""
    if case.trigger is None:
        return (None,)
    if not isinstance(case.trigger, Case):
        return (day(case.trigger),)
    lives = _lives(case.trigger, world, _NONE, ())
    return sorted({completion(settle(life)) for life in lives})


_NONE = Unknowns({}, {})


def _life(case: Case, trigger: int | None, day: Callable[[Ref], int]) -> Life:
    due, fixed = NEVER, True
    if case.due is not None:
        due = day(case.due)
    elif case.term is not None:
        fixed = case.base is not None
        due = case.term.after(day(case.base) if case.base is not None else trigger if trigger is not None else NEVER)
    return Life(
        case.standard,
        case.definite,
        day(case.made),
        trigger,
        min((day(ref) for ref in case.bounds), default=NEVER),
        due,
        fixed,
        NEVER,
        (),
        tuple((day(ref), how) for ref, how in case.endings),
        tuple((day(first), day(last)) for first, last in case.suspensions),
        case.complete,
    )


def _done_days(items: tuple[Item, ...], threshold: Decimal, day: Callable[[Ref], int]) -> list[int]:
    """The days on which everything owed may have been performed, NEVER among them where it may not have been."""
    if not items:
        return [NEVER]
    if all(item.low == item.high for item in items):
        done = first_full(((day(item.ref), item.low) for item in items), threshold)
        return [NEVER if done is None else done]
    days = sorted({day(item.ref) for item in items})
    placed = [_placed(days.index(day(item.ref)), day(item.ref), item) for item in items]
    cells, never = possible_cells(placed, threshold)
    return [days[cell] for cell in cells] + [NEVER] * never


def _placed(cell: int, day: int, item: Item) -> Placed:
    return Placed((), True, item.low, item.high) if day >= NEVER else Placed((cell,), False, item.low, item.high)


# --- performing events and acts that are compared with fixed days only ---


def _edges(life: Life, case: Case, unknown: Unknowns, day: Callable[[Ref], int], cuts: tuple[int, ...]) -> list[int]:
    """The first days of the stretches within which a day makes no difference in this world."""
    fixed = {life.made, life.until, life.due, *cuts}
    if life.trigger is not None:
        fixed.add(life.trigger)
    fixed |= {ended for ended, _ in life.endings}
    fixed |= {bound for stay in life.suspensions for bound in stay}
    fixed |= {day(item.ref) for item in case.items if item.ref[0] not in unknown.local}
    fixed |= {day(ref) for ref in case.acts if ref[0] not in unknown.local}
    return sorted(fixed | {edge + 1 for edge in fixed})


def _stretches(days: Days, edges: list[int]) -> dict[int, int]:
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


def _act_days(case: Case, unknown: Unknowns, edges: list[int], day: Callable[[Ref], int]) -> Iterator[tuple[int, ...]]:
    choices: list[tuple[int, ...]] = []
    for ref in case.acts:
        known = unknown.local.get(ref[0])
        if known is None:
            choices.append((day(ref),))
        else:
            choices.append((*_stretches(known.days, edges).values(), *((NEVER,) if known.or_never else ())))
    seen = set()
    for acts in product(*choices):
        key = frozenset(acts)
        if key not in seen:
            seen.add(key)
            yield acts


def _local_done_days(case: Case, unknown: Unknowns, edges: list[int], day: Callable[[Ref], int]) -> list[int]:
    if not any(item.ref[0] in unknown.local for item in case.items):
        return _done_days(case.items, case.threshold, day)
    placed: list[Placed] = []
    first_of: dict[int, int] = {}
    for item in case.items:
        known = unknown.local.get(item.ref[0])
        if known is None:
            one = day(item.ref)
            cell = bisect_right(edges, one)
            placed.append(_placed(cell, one, item))
            first_of[cell] = min(one, first_of.get(cell, NEVER))
        else:
            touched = _stretches(known.days, edges)
            placed.append(Placed(tuple(sorted(touched)), known.or_never, item.low, item.high))
            for cell, first in touched.items():
                first_of[cell] = min(first, first_of.get(cell, NEVER))
    cells, never = possible_cells(placed, case.threshold)
    return [first_of[cell] for cell in cells] + [NEVER] * never


# --- the worlds of the frame ---


def _worlds(case: Case, unknown: Unknowns, cuts: tuple[int, ...]) -> Iterator[World]:
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
            if _in_order(world, case):
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
            touched[moment] = _stretches(one.days, edges)
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


def _in_order(world: World, case: Case) -> bool:
    """Whether no event ends before it begins."""
    for moment, day in world.items():
        if moment.part == "first":
            last = world.get(moment._replace(part="last"))
            if last is not None and last < day:
                return False
    return True


def allowed(case: Case) -> tuple[str, ...]:
    """Every verdict that the terms allow at all, whatever the days."""
    if not case.definite:
        return ("not-yet-made", "not-definite")
    endings = {how for _, how in case.endings}
    if case.suspensions:
        endings.add("suspended")
    conditions = {"conditional", "expired"} if case.trigger is not None else set()
    return tuple(sorted({"not-yet-made", "pending", "kept", "kept-late", "breached", "unproven"} | endings | conditions))
