"""Every verdict that some possible world allows, without visiting every world.

A world gives each unknown day one of its possible days, and each amount one number between its bounds. `orders` lists one world
for each order that the days can stand in; the rule of `rules` gives the same verdict in all worlds of one order.

Performing events and acts that play no second part are not listed world by world: only the stretch between fixed days in which
each falls matters. Beyond `MOST_WORLDS` worlds the answer is every verdict that the terms allow at all: too many, never too few.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from torgau.ledger.moments import earliest
from torgau.ledger.orders import MOST_WORLDS, Plan, TooManyWorlds, World, stretches, worlds_of
from torgau.ledger.promises import Case, Item, Ref
from torgau.ledger.quantities import Placed, first_full, possible_cells
from torgau.ledger.rules import ALWAYS, NEVER, Course, Life, completion, settle, verdict_on


class Outcome(NamedTuple):
    """The verdicts that some world allows, each with one such course and the days of the unknowns in it.

    `exact` is false where there were too many worlds to list.
    """

    found: Mapping[str, tuple[Course, World]]
    exact: bool = True


def outcome(case: Case, plan: Plan | None, on: int) -> Outcome:
    """Every possible verdict of a case on a day."""
    if earliest(case.made[1]) > on:
        return Outcome({"not-yet-made": (settle(Life(case.standard, case.definite, NEVER)), {})})
    found: dict[str, tuple[Course, World]] = {}
    try:
        for count, (course, world) in enumerate(courses(case, plan, on)):
            if count > MOST_WORLDS:
                raise TooManyWorlds
            found.setdefault(verdict_on(course, on), (course, world))
    except TooManyWorlds:
        return Outcome(dict.fromkeys(allowed(case), (_any_course(case), {})), exact=False)
    return Outcome(found)


def _any_course(case: Case) -> Course:
    """Stands for the courses that were not visited: it may be due, and done, on any day."""
    return settle(Life(case.standard, case.definite, ALWAYS, due=ALWAYS, done=ALWAYS))


def courses(case: Case, plan: Plan | None, on: int) -> Iterator[tuple[Course, World]]:
    """One course for each order of the days, `on` among them, that some world has."""
    if plan is None:
        for course in settled(case):
            yield course, {}
        return
    cuts = (on, on + 1)
    for world in worlds_of(plan, cuts):
        for life in _lives(case, world, plan, cuts):
            yield settle(life), world


def settled(case: Case) -> tuple[Course, ...]:
    """The courses of a case without unknown days: one, or several where amounts are ranges."""
    return tuple(settle(life) for life in _lives(case, {}, None, ()))


# --- one world of the frame ---


def _lives(case: Case, world: World, plan: Plan | None, cuts: tuple[int, ...]) -> Iterator[Life]:
    """The lives that are possible where the days of the frame are those of `world`."""

    def day(ref: Ref) -> int:
        known = ref[1]
        return known if isinstance(known, int) else known.seen(world[ref[0]])

    for trigger in _triggers(case, world, day):
        life = _life(case, trigger, day)
        if plan is None or not plan.local:
            acts = tuple([day(ref) for ref in case.acts])
            for done in _done_days(case.items, case.threshold, day):
                yield life._replace(acts=acts, done=done)
            continue
        edges = _edges(life, case, plan, day, cuts)
        for acts in _act_days(case, plan, edges, day):
            for done in _local_done_days(case, plan, edges, day):
                yield life._replace(acts=acts, done=done)


def _triggers(case: Case, world: World, day: Callable[[Ref], int]) -> Iterable[int | None]:
    """The days on which the condition may be met in this world: several where a case waited for has ranges of amounts."""
    if case.trigger is None:
        return (None,)
    if not isinstance(case.trigger, Case):
        return (day(case.trigger),)
    return sorted({completion(settle(life)) for life in _lives(case.trigger, world, None, ())})


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
        min([day(ref) for ref in case.bounds]) if case.bounds else NEVER,
        due,
        fixed,
        endings=tuple([(day(ref), how) for ref, how in case.endings]),
        suspensions=tuple([(day(first), day(last)) for first, last in case.suspensions]),
        complete=case.complete,
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


def _edges(life: Life, case: Case, plan: Plan, day: Callable[[Ref], int], cuts: tuple[int, ...]) -> list[int]:
    """The first days of the stretches within which a day makes no difference in this world."""
    fixed = {life.made, life.until, life.due, *cuts}
    if life.trigger is not None:
        fixed.add(life.trigger)
    fixed |= {ended for ended, _ in life.endings}
    fixed |= {bound for stay in life.suspensions for bound in stay}
    fixed |= {day(item.ref) for item in case.items if item.ref[0] not in plan.local}
    fixed |= {day(ref) for ref in case.acts if ref[0] not in plan.local}
    return sorted(fixed | {edge + 1 for edge in fixed})


def _act_days(case: Case, plan: Plan, edges: list[int], day: Callable[[Ref], int]) -> list[tuple[int, ...]]:
    """The sets of days on which there may have been contrary acts."""
    sets: set[frozenset[int]] = {frozenset()}
    for ref in case.acts:
        known = plan.local.get(ref[0])
        options = [day(ref)] if known is None else [*stretches(known.visible, edges).values(), *[NEVER] * known.may_be_hidden]
        sets = {held | {option} for held in sets for option in options}
    # Sorted, so that the world given as an example does not depend on how a set is laid out.
    return sorted(tuple(sorted(held)) for held in sets)


def _local_done_days(case: Case, plan: Plan, edges: list[int], day: Callable[[Ref], int]) -> list[int]:
    if not any(item.ref[0] in plan.local for item in case.items):
        return _done_days(case.items, case.threshold, day)
    placed: list[Placed] = []
    first_of: dict[int, int] = {}
    for item in case.items:
        known = plan.local.get(item.ref[0])
        if known is None:
            one = day(item.ref)
            cell = bisect_right(edges, one)
            placed.append(_placed(cell, one, item))
            first_of[cell] = min(one, first_of.get(cell, NEVER))
        else:
            touched = stretches(known.visible, edges)
            placed.append(Placed(tuple(sorted(touched)), known.may_be_hidden, item.low, item.high))
            for cell, first in touched.items():
                first_of[cell] = min(first, first_of.get(cell, NEVER))
    cells, never = possible_cells(placed, case.threshold)
    return [first_of[cell] for cell in cells] + [NEVER] * never


def allowed(case: Case) -> tuple[str, ...]:
    """Every verdict that the terms allow at all, whatever the days."""
    if not case.definite:
        return ("not-yet-made", "not-definite")
    endings = {how for _, how in case.endings}
    if case.suspensions:
        endings.add("suspended")
    conditions = {"conditional", "expired"} if case.trigger is not None else set()
    return tuple(sorted({"not-yet-made", "pending", "kept", "kept-late", "breached", "unproven"} | endings | conditions))
