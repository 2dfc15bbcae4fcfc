"""Dates as points of a time axis: ISO days within the pack's period."""

from __future__ import annotations

from torgau.dates import Bound, format_day
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
