"""Reference classes: past contests of one kind, in a CSV file, for an outside view of how long such things last."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value

Ending = Literal["a-wins", "b-wins", "compromise", "stalemate", "transformed", "unknown"]
"""How a contest of a class ended; `transformed` went over into another one."""


class Joined(Value, frozen=True, kw_only=True):
    """A party that came in later, by the word that the class uses for it, and its first day."""

    party: str
    date: When


class ClassRow(Value, frozen=True, kw_only=True):
    """One contest of a reference class: a row of its file, with `line`, its line there. All days are inclusive.

    `id` is known within the class only, and so are the words for the parties of side a, which began it, and of side b.
    `capability_a` and `capability_b` are sums of one measure of size over all parties of a side in the year of the beginning;
    `..._first` leaves out those of `joined_later`. A contest that is `censored` did not end on its last day: it went over into
    another one, or the source stops there.
    """

    id: Id
    name: str
    began: When
    ended: When
    censored: bool = False
    side_a: tuple[str, ...]
    side_b: tuple[str, ...]
    states_a: int
    states_b: int
    capability_a: Decimal | None = None
    capability_b: Decimal | None = None
    capability_a_first: Decimal | None = None
    capability_b_first: Decimal | None = None
    joined_later: tuple[Joined, ...] = ()
    major_powers: int | None = None
    battle_deaths: int | None = None
    outcome: Ending = "unknown"
    source: Id
    locator: str = ""
    verified: bool = False
    note: str = ""
    line: int = 0


class ReferenceClass(Entry, frozen=True, kw_only=True):
    """Contests of one kind, each with its days, sides and size: `file` is a CSV of the pack with the columns
    `id,name,began,ended,censored,side_a,side_b,states_a,states_b,capability_a,capability_b,capability_a_first,capability_b_first,`
    `joined_later,major_powers,battle_deaths,outcome,source,locator,verified,note`.

    `measure` says what the capabilities count, `rule` which contests are in and which are not. Battle deaths are a cost that is
    told; no model reads them.
    """

    title: str
    file: str
    measure: str = ""
    rule: str = ""
