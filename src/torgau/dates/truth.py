"""Three-valued truth: true, false, or not settled by what is known (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from torgau.dates.errors import UnknownTruth


class Tri(Enum):
    """TRUE in every possible world, FALSE in every possible world, or UNKNOWN.

    `&`, `|` and `~` are Kleene's strong connectives (S. C. Kleene, Introduction to Metamathematics, 1952, section 64): sound when
    the operands share a variable, but then they may answer UNKNOWN where the worlds agree (`x | ~x`). UNKNOWN has no truth value
    in an `if`; asking for one raises `UnknownTruth`.
    """

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, value: bool) -> Tri:
        """The known truth value of a Python bool."""
        return cls.TRUE if value else cls.FALSE

    @classmethod
    def over(cls, worlds: Iterable[bool]) -> Tri:
        """TRUE if all of the worlds say so, FALSE if none does, else UNKNOWN. No world at all is a ValueError."""
        seen = set(worlds)
        if not seen:
            raise ValueError("no possible world: nothing is true or false there")
        return cls.UNKNOWN if len(seen) == 2 else cls.of(seen.pop())

    @classmethod
    def all_of(cls, values: Iterable[Tri]) -> Tri:
        """The conjunction of all `values`; TRUE where there are none."""
        result = cls.TRUE
        for value in values:
            result = result & value
        return result

    @classmethod
    def any_of(cls, values: Iterable[Tri]) -> Tri:
        """The disjunction of all `values`; FALSE where there are none."""
        result = cls.FALSE
        for value in values:
            result = result | value
        return result

    @property
    def is_known(self) -> bool:
        """Whether it is TRUE or FALSE."""
        return self is not Tri.UNKNOWN

    def __and__(self, other: Tri) -> Tri:
        if self is Tri.FALSE or other is Tri.FALSE:
            return Tri.FALSE
        return Tri.TRUE if self is Tri.TRUE and other is Tri.TRUE else Tri.UNKNOWN

    def __or__(self, other: Tri) -> Tri:
        if self is Tri.TRUE or other is Tri.TRUE:
            return Tri.TRUE
        return Tri.FALSE if self is Tri.FALSE and other is Tri.FALSE else Tri.UNKNOWN

    def __invert__(self) -> Tri:
        if self is Tri.UNKNOWN:
            return self
        return Tri.FALSE if self is Tri.TRUE else Tri.TRUE

    def __bool__(self) -> bool:
        if self is Tri.UNKNOWN:
            raise UnknownTruth("an unknown has no truth value: compare with `is Tri.TRUE`, or ask `is_known` first")
        return self is Tri.TRUE
