"""How far a pack lets "about" reach."""

from __future__ import annotations

from typing import NamedTuple


class Margins(NamedTuple):
    """By how many days `~` (and `%`) widens a date on either side, by the precision of what is marked.

    `day` for a date to the day, `month` for a month or a season, `year` for a year, a decade or a century. Zero, the default,
    keeps the date as written. `?` never widens.
    """

    day: int = 0
    month: int = 0
    year: int = 0


EXACT = Margins()
"""No widening."""
