"""When everything owed has been performed, where the amounts or the days of the performing events are not known exactly.

Amounts are independent of each other: each is any number between its bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

_ZERO = Decimal(0)

Span = tuple[Decimal, Decimal]
"""The least and the greatest amount, both possible."""


class Placed(NamedTuple):
    """A performing event whose possible days are the cells of a partition of the calendar, in order; perhaps none at all."""

    cells: tuple[int, ...]
    or_never: bool
    low: Decimal
    high: Decimal


def first_full(items: Iterable[tuple[int, Decimal]], threshold: Decimal) -> int | None:
    """The day on which known amounts on known days first reach the threshold, None where they never do."""
    total = _ZERO
    for day, amount in sorted(items):
        total += amount
        if total >= threshold:
            return day
    return None


def possible_cells(items: Sequence[Placed], threshold: Decimal) -> tuple[list[int], bool]:
    """Every cell in which the threshold may be reached for the first time, and whether it may never be reached. Exact.

    In the cell asked about, each event that can lie there may as well lie there: before it, less is better, and within it more.
    So what matters is which sums below the threshold the events before the cell can have reached.
    """
    found = []
    for cell in sorted({cell for item in items for cell in item.cells}):
        within = sum((item.high for item in items if cell in item.cells), _ZERO)
        if within <= 0:
            continue
        before = [item for item in items if item.cells and item.cells[0] < cell and cell not in item.cells]
        sums: list[Span] = [(_ZERO, _ZERO)]
        for item in before:
            with_it = [(low + item.low, high + item.high) for low, high in sums]
            sums = _merged([*sums, *with_it]) if item.or_never or item.cells[-1] > cell else _merged(with_it)
        if any(low < threshold <= high + within for low, high in sums):
            found.append(cell)
    least = sum((item.low for item in items if not item.or_never), _ZERO)
    return found, least < threshold


def _merged(spans: list[Span]) -> list[Span]:
    """The same sums with overlapping spans joined."""
    spans.sort()
    joined = [spans[0]]
    for low, high in spans[1:]:
        if low <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], high)
        else:
            joined.append((low, high))
    return joined
