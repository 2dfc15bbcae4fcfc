"""The axis of time: days as its points, the period of the pack, and how a reader moves along it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from torgau.dates import Bound, format_day, parse_day
from torgau.vocabulary import Record


def frame(record: Record) -> tuple[int, int]:
    """First and last day of the period that the pack covers, as ordinals. ValueError for a period without bounds."""
    period = record.manifest.torgau.period
    if period.lo is None or period.hi is None:
        raise ValueError("the period of a pack has a first and a last day")
    return period.lo, period.hi


def clipped(bound: Bound, limit: int) -> int:
    """The bound, or the limit where there is none."""
    return limit if bound is None else bound


def iso(day: int) -> str:
    """The day as an axis takes it."""
    return format_day(day)


def time_scale(first: int, last: int) -> Any:
    """A time axis from one day to another. Days are UTC, so that no reader's clock moves them.

    The bounds stand apart and not as one domain: Vega-Lite takes the same domain of dates in two layers for a conflict.
    """
    import altair as alt

    return alt.Scale(type="utc", nice=False, domainMin=_moment(first), domainMax=_moment(last))


def _moment(day: int) -> Any:
    import altair as alt

    year, month, date = (int(part) for part in iso(day).split("-"))
    return alt.DateTime(year=year, month=month, date=date, utc=True)


def to_day(text: str) -> int:
    """The ordinal of a day written by `iso`."""
    return parse_day(text)


def outside_note(number: int, noun: str) -> tuple[str, ...]:
    """The note under a picture of which a part lies before or after the pack's period; none where nothing does."""
    if not number:
        return ()
    return (
        f"{number} of these {noun} lie outside the period of the pack: the table has them, and the picture when it is moved.",
    )


def zoom_by(encodings: Sequence[Literal["x", "y"]]) -> Any:
    """Zooming and moving by the pointer. The wheel zooms only with Ctrl held: without it the page must scroll."""
    import altair as alt

    return alt.selection_interval(name="zoom", bind="scales", encodings=list(encodings), zoom="wheel![event.ctrlKey]")
