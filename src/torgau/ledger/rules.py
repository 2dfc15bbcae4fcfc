"""The rule of a verdict, once: one promise in one definite world, where every day and every quantity is known.

`docs/ledger.md` gives the same rule as a table. `worlds` applies it to every possible world; nothing else decides a verdict.
A day is an ordinal; `NEVER` stands for a day that does not come, `ALWAYS` for one before every other.
"""

from __future__ import annotations

from typing import NamedTuple

NEVER = 10_000_000
ALWAYS = -10_000_000


class Life(NamedTuple):
    """What decides one promise in one definite world.

    `trigger` is the day on which the condition was met, None for a promise without one; it counts only up to `until`. `due` is
    the last admissible day (for `refrain` the last day of the term), `due_is_fixed` whether it is the same whenever the trigger
    comes. `done` is the first day on which everything owed had been performed. `acts` are the days of acts contrary to the
    promise. `endings` are (day, how); `suspensions` (first day, last day). `complete` is the day up to which the record of
    performance is claimed to lack nothing.
    """

    standard: str
    definite: bool
    made: int
    trigger: int | None = None
    until: int = NEVER
    due: int = NEVER
    due_is_fixed: bool = True
    done: int = NEVER
    acts: tuple[int, ...] = ()
    endings: tuple[tuple[int, str], ...] = ()
    suspensions: tuple[tuple[int, int], ...] = ()
    complete: int = ALWAYS


class Course(NamedTuple):
    """The decisive days of a life, each the first day on which the thing is so; only those that count are left in."""

    standard: str
    definite: bool
    made: int
    detached: int
    lapsed: int
    due: int
    done: int
    breach: int
    ended: int
    ending: str
    suspensions: tuple[tuple[int, int], ...]
    complete: int


def verdict_on(course: Course, on: int) -> str:
    """The verdict on a day: the first line that fits."""
    refrains = course.standard == "refrain"
    if on < course.made:
        return "not-yet-made"
    if not course.definite:
        return "not-definite"
    if course.ended <= on:
        return course.ending
    if course.breach <= on and (refrains or course.standard == "means"):
        return "breached"
    if course.done <= on:
        return "kept" if course.done <= course.due else "kept-late"
    if course.suspensions and any(first <= on <= last for first, last in course.suspensions):
        return "suspended"
    if course.lapsed <= on:
        return "expired"
    if course.breach <= on:
        return "breached"
    if on < course.detached:
        return "conditional"
    if on <= course.due:
        return "pending"
    if refrains:
        return "kept" if course.due <= course.complete else "unproven"
    if course.standard == "means":
        return "unproven"
    return "breached" if on <= course.complete else "unproven"


def settle(life: Life) -> Course:
    """Leave in only what counts: an ending only before the last admissible day is past, before any breach and performance."""
    standard, made, due = life.standard, life.made, life.due
    detached, lapsed = made, NEVER
    if life.trigger is not None:
        window = min(life.until, due) if life.due_is_fixed else life.until
        if life.trigger <= window:
            detached = max(made, life.trigger)
        else:
            detached, lapsed = NEVER, window + 1
            due = due if life.due_is_fixed else NEVER
    done = life.done if standard != "refrain" and life.done < lapsed else NEVER
    since = detached if standard == "refrain" else made

    stays: tuple[tuple[int, int], ...] = ()
    for first, last in sorted(life.suspensions):
        if made <= first <= due and first < min(lapsed, _first_act(life, since, due, lapsed, stays)):
            stays = (*stays, (first, last))
            if standard in ("result", "consult") and due <= last:
                due = NEVER  # nothing was owed on the last admissible day, and the record names no other
    breach = _first_act(life, since, due, lapsed, stays) if life.acts else NEVER

    bound = min(due + 1, breach, done, lapsed)
    ended, ending = NEVER, ""
    for day, how in life.endings:
        if made <= day < bound and day < ended:
            ended, ending, done = day, how, NEVER  # what comes after it performs nothing
    return Course(standard, life.definite, made, detached, lapsed, due, done, breach, ended, ending, stays, life.complete)


def _first_act(life: Life, since: int, due: int, lapsed: int, stays: tuple[tuple[int, int], ...]) -> int:
    """The first contrary act that counts: not before the promise binds, not in a suspension, not when it is over."""
    last_day = due if life.standard in ("refrain", "means") else NEVER
    if life.standard == "means":  # performing does not discharge it, so an ending matters even after it was honoured
        last_day = min((day for day, _ in life.endings if life.made <= day <= due), default=due)
    return min(
        (
            act
            for act in life.acts
            if since <= act <= last_day and act < lapsed and not any(first < act <= last for first, last in stays)
        ),
        default=NEVER,
    )


def change_days(course: Course) -> tuple[int, ...]:
    """The days on which the verdict can change, in order: between two of them it stays what it is."""
    days = {course.made, course.detached, course.lapsed, course.due + 1, course.done, course.breach, course.ended}
    days.add(course.complete + 1)
    for first, last in course.suspensions:
        days |= {first, last + 1}
    return tuple(sorted(day for day in days if course.made <= day < NEVER))


def completion(course: Course) -> int:
    """The first day on which the promise counts as performed, on time or late; NEVER where there is none."""
    return next((day for day in change_days(course) if verdict_on(course, day) in ("kept", "kept-late")), NEVER)
