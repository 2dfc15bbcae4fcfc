"""Calendar arithmetic: a day so many years, months, weeks and days after another."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass

from torgau.dates.days import Days, Range
from torgau.dates.errors import DateError
from torgau.dates.single_days import to_date


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in calendar terms. No part may be negative (ValueError)."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.weeks, self.days) < 0:
            raise ValueError(f"a duration with a negative part: {self}")

    @property
    def whole_months(self) -> int:
        """Years and months together, in months."""
        return 12 * self.years + self.months

    @property
    def whole_days(self) -> int:
        """Weeks and days together, in days."""
        return 7 * self.weeks + self.days

    @property
    def is_zero(self) -> bool:
        """Whether it has no length."""
        return not (self.whole_months or self.whole_days)

    def __str__(self) -> str:
        parts = {"year": self.years, "month": self.months, "week": self.weeks, "day": self.days}
        return " ".join(_counted(number, unit) for unit, number in parts.items() if number) or "0 days"


def add(day: int, duration: Duration, counts_first_day: bool = False) -> int:
    """The day that is `duration` after `day`: the last admissible day of a term of that length.

    Years and months lead to the same day of the month, or to the month's last day where there is none (31 January and one month:
    28 February); weeks and days are counted from there. With `counts_first_day` the day itself is day one of the term, which
    therefore ends one day earlier; a zero duration then has no day at all (ValueError). DateError outside the years 1 to 9999.
    """
    if counts_first_day and duration.is_zero:
        raise ValueError("a duration of nothing has no first day to count")
    moved = _move_months(day, duration.whole_months) + duration.whole_days - counts_first_day
    return to_date(moved).toordinal()


def subtract(day: int, duration: Duration) -> int:
    """The day that is `duration` before `day`, with the rule of `add`: years and months first, then weeks and days.

    Not the inverse of `add`: 31 January and one month is 28 February, and 28 February less one month is 28 January.
    """
    return to_date(_move_months(day, -duration.whole_months) - duration.whole_days).toordinal()


def add_to_days(days: Days, duration: Duration, counts_first_day: bool = False) -> Days:
    """The days that `add` can give for the days of a set.

    Exact where the set is bounded. `add` never reverses the order of two days but can leave gaps (28 February and 1 March, each
    plus one month, are 28 March and 1 April), so a range that is unbounded on a side is answered by its hull on that side: the
    days from (or up to) the image of its bound. DateError where a result is outside the years 1 to 9999.
    """
    if counts_first_day and duration.is_zero:
        raise ValueError("a duration of nothing has no first day to count")
    images: list[Range] = []
    for lo, hi in days.ranges:
        if lo is None or hi is None:
            images.append(
                (
                    None if lo is None else add(lo, duration, counts_first_day),
                    None if hi is None else add(hi, duration, counts_first_day),
                )
            )
        else:
            images.extend(_image(lo, hi, duration, counts_first_day))
    return Days(images)


def _image(lo: int, hi: int, duration: Duration, counts_first_day: bool) -> list[Range]:
    """The image of a bounded range: within one month of the calendar it has no gaps."""
    if not duration.whole_months:
        return [(add(lo, duration, counts_first_day), add(hi, duration, counts_first_day))]
    images: list[Range] = []
    first = lo
    while first <= hi:
        start = to_date(first)
        last = min(hi, first + monthrange(start.year, start.month)[1] - start.day)
        images.append((add(first, duration, counts_first_day), add(last, duration, counts_first_day)))
        first = last + 1
    return images


def _move_months(day: int, months: int) -> int:
    start = to_date(day)
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise DateError(start.isoformat(), f"{months} months from here the calendar ends", "use a shorter duration")
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1])).toordinal()


def calendar_difference(a: int, b: int) -> tuple[int, int, int]:
    """The (years, months, days) from day `a` to day `b`, not counting `a` itself. ValueError where `b` is before `a`.

    As many whole months as fit (by the rule of `add`), in years and months; then the days that are left.
    """
    if b < a:
        raise ValueError(f"{to_date(b)} is before {to_date(a)}")
    start, stop = to_date(a), to_date(b)
    months = 12 * (stop.year - start.year) + stop.month - start.month
    if _move_months(a, months) > b:
        months -= 1
    return *divmod(months, 12), b - _move_months(a, months)


def day_count(a: int, b: int, both_ends: bool = False) -> int:
    """The number of days from `a` to `b`: negative where `b` is earlier. With `both_ends` the first day counts too.

    ValueError for `both_ends` where `b` is before `a`.
    """
    if both_ends and b < a:
        raise ValueError("the last day is before the first")
    return b - a + both_ends


def in_words(difference: tuple[int, int, int]) -> str:
    """A difference of (years, months, days) in words, without the parts that are zero: "16 years 9 days"."""
    parts = zip(("year", "month", "day"), difference, strict=True)
    return " ".join(_counted(number, unit) for unit, number in parts if number) or "0 days"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
