"""The marks of a commitment's small timeline, and where they stand in the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from torgau.dates import When, format_day

WIDTH = 720
LEFT = 170
RIGHT = 130
ROW = 30
TOP = 34
LEAST_SPAN = 40
"""Days that the axis spans at least, so that two neighbouring days do not lie a picture apart."""
TICKS = 6


@dataclass(frozen=True)
class Moment:
    """One dated step of a commitment: its name, the earliest and latest day, the date as text, and its kind of mark."""

    name: str
    low: int
    high: int
    text: str
    mark: str
    entry: str = ""


@dataclass(frozen=True)
class DrawnMoment:
    """A moment in its row: `x1`..`x2` in picture units."""

    moment: Moment
    y: int
    x1: float
    x2: float

    @property
    def exact(self) -> bool:
        """Whether it is one known day."""
        return self.moment.low == self.moment.high


@dataclass(frozen=True)
class Tick:
    """A year or month on the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class SmallTimeline:
    """The drawing of one commitment: rows of marks over a common axis of days.

    `late` joins the day it was due and the day it was done: from x, to x, height of the row, and the words.
    """

    moments: tuple[DrawnMoment, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    left: int
    right: int
    description: str
    late: tuple[float, float, int, str] | None = None


def moment(name: str, when: When | None, mark: str, *, entry: str = "", at: str = "start") -> Moment | None:
    """The moment of a date; `at` picks the first or last day of a stretch. None where there is no bounded day."""
    if when is None:
        return None
    days = when.end if at == "end" else when.start
    if days.lo is None or days.hi is None:
        return None
    return Moment(name, days.lo, days.hi, when.text, mark, entry)


def drawn(moments: Sequence[Moment], delay: tuple[int, int] | None = None) -> SmallTimeline | None:
    """Lay the moments out in the order given. None for fewer than two different days: there is nothing to see.

    `delay` is the day due and the later day done, drawn as a bar under the last row.
    """
    if len({(each.low, each.high) for each in moments}) < 2:
        return None
    low, high = min(each.low for each in moments), max(each.high for each in moments)
    spare = max(LEAST_SPAN - (high - low), round((high - low) * 0.08), 4)
    low, high = max(1, low - spare // 2), high + spare // 2
    span = WIDTH - LEFT - RIGHT

    def x(day: int) -> float:
        return round(LEFT + (day - low) / (high - low) * span, 1)

    rows = tuple(DrawnMoment(each, TOP + ROW * at + ROW // 2, x(each.low), x(each.high)) for at, each in enumerate(moments))
    words = "; ".join(f"{each.name} {each.text}" for each in moments)
    return SmallTimeline(
        moments=rows,
        ticks=tuple(Tick(x(day), label) for day, label in _ticks(low, high)),
        width=WIDTH,
        height=TOP + ROW * (len(moments) + (delay is not None)) + 8,
        left=LEFT,
        right=WIDTH - RIGHT,
        description=f"In order: {words}.",
        late=None
        if delay is None
        else (x(delay[0]), x(delay[1]), TOP + ROW * len(moments) + ROW // 2, f"{delay[1] - delay[0]:,} days late"),
    )


def _ticks(low: int, high: int) -> list[tuple[int, str]]:
    """First days of years, quarters, months or tens of days: the finest of these that gives at most `TICKS` ticks."""
    days = [(day, format_day(day)) for day in range(low, high + 1)] if high - low <= 800 else []
    choices = [
        [(day, text) for day, text in days if text[8:] in ("01", "11", "21")],
        [(day, text[:7]) for day, text in days if text[8:] == "01"],
        [(day, text[:7]) for day, text in days if text[5:] in ("01-01", "04-01", "07-01", "10-01")],
    ]
    first, last = int(format_day(low)[:4]) + 1, int(format_day(high)[:4])
    for step in (1, 2, 5, 10, 20, 50, 100):
        from_year = -(-first // step) * step
        choices.append([(_new_year(year), str(year)) for year in range(from_year, last + 1, step)])
    return next((choice for choice in choices if 2 <= len(choice) <= TICKS), choices[-1] or choices[1])


def _new_year(year: int) -> int:
    day = When.parse(f"{year:04}-01-01").lo
    assert day is not None
    return day
