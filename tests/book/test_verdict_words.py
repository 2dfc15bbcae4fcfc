"""How late something was, in words."""

from __future__ import annotations

import pytest

from torgau.book.model.verdicts import _lateness
from torgau.ledger.verdict import DayRange


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, ""),
        (0, "on the last day"),
        (1, "1 day late"),
        (45, "45 days late"),
        (-1, "1 day early"),
        (1500, "1,500 days late"),
        (DayRange(low=65, high=68), "65 to 68 days late"),
        (DayRange(low=-30, high=-2), "2 to 30 days early"),
        (DayRange(low=-30, high=0), "up to 30 days early"),
        (DayRange(low=0, high=5), "up to 5 days late"),
        (DayRange(low=-3, high=4), "3 days early to 4 days late"),
        (DayRange(low=7, high=7), "7 days late"),
        (DayRange(low=7, high=None), "7 days late, or more"),
        (DayRange(low=None, high=2), "2 days late, or less"),
        (DayRange(low=None, high=None), "not known"),
    ],
)
def test_lateness(days: int | DayRange | None, words: str) -> None:
    assert _lateness(days) == words
