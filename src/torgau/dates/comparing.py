"""Three-valued comparisons of days that are not known exactly.

Each comparison takes its two sets as two free variables. Where both stand for the same unknown day (one `When` used twice, or a
deadline counted from a trigger) the answers stay sound, but may be UNKNOWN although every possible world agrees: compare such
dates as a difference instead.
"""

from __future__ import annotations

from torgau.dates.days import Bound, Days
from torgau.dates.truth import Tri


def at_most(a: Days, b: Days) -> Tri:
    """Whether day `a` is not after day `b`: TRUE when hi(a) <= lo(b), FALSE when lo(a) > hi(b), else UNKNOWN.

    ValueError where one of the sets is empty: there is no possible world then.
    """
    if _not_after(a.hi, b.lo):
        return Tri.TRUE
    return Tri.FALSE if _strictly_before(b.hi, a.lo) else Tri.UNKNOWN


def before(a: Days, b: Days) -> Tri:
    """Whether day `a` is earlier than day `b`: TRUE when hi(a) < lo(b), FALSE when lo(a) >= hi(b), else UNKNOWN."""
    return ~at_most(b, a)


def same_day(a: Days, b: Days) -> Tri:
    """Whether `a` and `b` are the same day: TRUE only where both are single and equal, FALSE where they share no day."""
    if a.is_empty or b.is_empty:
        raise ValueError("the empty set of days has no day to compare")
    if a.is_single and a == b:
        return Tri.TRUE
    return Tri.UNKNOWN if a.intersect(b) else Tri.FALSE


def gap(a: Days, b: Days) -> tuple[Bound, Bound]:
    """The least and the greatest number of days from `a` to `b` (negative where `b` is earlier); None where unbounded."""
    least = None if a.hi is None or b.lo is None else b.lo - a.hi
    greatest = None if a.lo is None or b.hi is None else b.hi - a.lo
    return least, greatest


def _not_after(hi: Bound, lo: Bound) -> bool:
    return hi is not None and lo is not None and hi <= lo


def _strictly_before(hi: Bound, lo: Bound) -> bool:
    return hi is not None and lo is not None and hi < lo
