"""The figures beside a verdict: due and done, days late or early, amounts and the share performed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal

from torgau.dates import LAST_DAY, Days, Duration, add_to_days, format_day
from torgau.ledger.moments import Day, Unknown, earliest, latest
from torgau.ledger.orders import plan_of
from torgau.ledger.promises import Case
from torgau.ledger.quantities import first_full
from torgau.ledger.rules import ALWAYS, NEVER, Course
from torgau.ledger.verdict import DayRange, NumberRange, Share, Timing
from torgau.ledger.worlds import outcome
from torgau.vocabulary.commitments import Owed

_MOST_DAYS = 4_000


def days_of(day: Day) -> Days:
    """The possible days, none where it never comes."""
    if isinstance(day, Unknown):
        return day.visible
    return Days.single(day) if ALWAYS < day < NEVER else Days()


def due_days(case: Case, courses: Iterable[Course], on: int) -> Days:
    """The days that may be the last admissible one, as far as what it is counted from has come by `on`."""
    if all(course.due >= NEVER for course in courses):
        return Days()
    if case.due is not None:
        return days_of(case.due[1])
    if case.term is None:
        return Days()
    if case.base is not None:
        counted = days_of(case.base[1])
    elif isinstance(case.trigger, Case):
        counted = completion_days(case.trigger, on)
    else:
        counted = days_of(case.trigger[1]) if case.trigger is not None else Days()
    counted = counted.clip(hi=on)
    return add_to_days(counted, Duration(months=case.term.months)).shift(case.term.offset) if counted else Days()


def completion_days(case: Case, on: int) -> Days:
    """The days, up to `on`, on which a case that another one waits for may have been performed."""
    courses = [course for course, _ in outcome(case, plan_of(case), on).found.values()]
    if case.standard == "refrain":
        return due_days(case, courses, on).shift(1)
    return done_days(case, courses, on)


def done_days(case: Case, courses: Iterable[Course], on: int) -> Days:
    """The days, up to `on`, that may be the day of full performance."""
    if case.standard == "refrain" or all(course.done > on for course in courses):
        return Days()
    first = first_full(((earliest(item.ref[1]), item.high) for item in case.items), case.threshold)
    last = first_full(((latest(item.ref[1]), item.low) for item in case.items), case.threshold)
    whole = Days().union(*(days_of(item.ref[1]) for item in case.items))
    return whole.clip(first, on if last is None else min(last, on))


def timing(case: Case, courses: tuple[Course, ...], on: int) -> Timing:
    """Due and done as of `on`, and the days between them; a range where dates are uncertain."""
    due, done = due_days(case, courses, on), done_days(case, courses, on)
    return Timing(due=edtf(due), done=edtf(done), days=_lateness(case, due, done))


def _lateness(case: Case, due: Days, done: Days) -> int | DayRange | None:
    if not due or not done:
        return None
    if due.is_single and done.is_single:
        return _lo(done) - _lo(due)
    base = case.base or (case.trigger if isinstance(case.trigger, tuple) and not isinstance(case.trigger, Case) else None)
    shared = case.term is not None and base is not None and any(item.ref[0] == base[0] for item in case.items)
    if case.term is not None and shared and len(case.items) == 1 and done.is_finite and done.count() <= _MOST_DAYS:
        gaps = [day - case.term.after(day) for day in done]  # one unknown in both: the days move together
        low, high = min(gaps), max(gaps)
        return low if low == high else DayRange(low=low, high=high)
    return DayRange(
        low=None if done.lo is None or due.hi is None else done.lo - due.hi,
        high=None if done.hi is None or due.lo is None else done.hi - due.lo,
    )


def _lo(days: Days) -> int:
    assert days.lo is not None
    return days.lo


def proven(case: Case, on: int) -> tuple[Decimal, Decimal]:
    """The least and the greatest amount that is proven performed by a day."""
    low = sum((item.low for item in case.items if latest(item.ref[1]) <= on), Decimal(0))
    high = sum((item.high for item in case.items if earliest(item.ref[1]) <= on), Decimal(0))
    return low, high


def share(case: Case, owed: Owed | None, on: int) -> Share | None:
    """Owed and performed by `on`; None where no quantity is owed or nothing is definite."""
    if owed is None or not case.definite or case.standard == "refrain":
        return None
    low, high = proven(case, on)
    digits = _digits_written((owed.value, low, high))
    exact = low == high
    ratio: str | NumberRange | None = None
    if owed.value > 0 and exact:
        ratio = _ratio(low, owed.value, digits, ROUND_HALF_EVEN)
    elif owed.value > 0:
        ratio = NumberRange(
            low=_ratio(low, owed.value, digits, ROUND_FLOOR),
            high=_ratio(high, owed.value, digits, ROUND_CEILING) if high.is_finite() else None,
        )
    performed = plain(low) if exact else NumberRange(low=plain(low), high=plain(high) if high.is_finite() else None)
    return Share(owed=plain(owed.value), performed=performed, ratio=ratio, unit=owed.unit)


def _digits_written(numbers: Iterable[Decimal]) -> int:
    """The fewest digits that one of the numbers is written with; zero carries none and is left out."""
    return min((len(number.as_tuple().digits) for number in numbers if number.is_finite() and number), default=1)


def _ratio(performed: Decimal, owed: Decimal, digits: int, rounding: str) -> str:
    """The share to so many significant digits; what falls short is never rounded up to the whole."""
    if performed == 0:
        return "0"
    exact = performed / owed
    place = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    rounded = exact.quantize(place, rounding=rounding)
    if performed < owed and rounded >= 1:
        rounded = exact.quantize(place, rounding=ROUND_FLOOR)
    return plain(rounded)


def plain(number: Decimal) -> str:
    """Decimal text without an exponent and without trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def edtf(days: Days) -> str | None:
    """A set of days as EDTF: a day, a whole month or year, or a one-of set. None for the empty set."""
    if not days:
        return None
    if days.is_single:
        return format_day(_lo(days))
    runs = [_run(lo, hi) for lo, hi in days.ranges]
    if len(runs) == 1 and ".." not in runs[0]:
        return runs[0]
    return f"[{','.join(runs)}]"


def _run(lo: int | None, hi: int | None) -> str:
    first = "" if lo is None else format_day(lo)
    last = "" if hi is None else format_day(hi)
    if first == last and first:
        return first
    if lo is not None and hi is not None and hi < LAST_DAY and first.endswith("-01"):
        after = format_day(hi + 1)
        if first[5:] == after[5:] == "01-01" and int(after[:4]) == int(first[:4]) + 1:
            return first[:4]
        if after.endswith("-01") and hi - lo < 31:
            return first[:7]
    return f"{first}..{last}"
