"""What an import finds: kinds of finding with their words, and a log that counts them without keeping every row.

A finding never stops an import. It says what was read in another way than it was written (`read`), what the reader of a total
should know (`note`), what may be counted twice or wrongly (`doubtful`), and what is not in the totals (`dropped`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact, Overflow
from types import MappingProxyType
from typing import Literal, NamedTuple

Weight = Literal["dropped", "doubtful", "read", "note"]
WEIGHTS: tuple[Weight, ...] = ("dropped", "doubtful", "read", "note")
"""The order in which findings are told: what is missing from the totals comes first."""
EXACT = Context(prec=60, traps=[Inexact, Overflow])
"""Sums of exact decimals: a sum that would have to be rounded raises instead. Sixty digits hold a movement's 28 and any count."""
SHOWN = 10
"""How many places of one kind of finding are named; all are counted."""


class Kind(NamedTuple):
    """The words of one kind of finding: how much it weighs, what it means, what can be done about it."""

    weight: Weight
    title: str
    means: str
    mend: str


@dataclass(frozen=True)
class Finding:
    """All that was found of one kind: how often, the first places (`file:line: detail`), and the sums concerned, by unit."""

    kind: str
    words: Kind
    count: int
    places: tuple[str, ...]
    sums: tuple[tuple[str, Decimal], ...]


@dataclass
class _Tally:
    count: int = 0
    places: list[str] = field(default_factory=list)
    sums: dict[str, Decimal] = field(default_factory=dict)


class Findings:
    """A log of findings. Its memory does not grow with the number of rows: it keeps counts, sums and the first few places."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = MappingProxyType(dict(kinds))
        self._tallies: dict[str, _Tally] = {}

    def add(self, kind: str, place: str, detail: str = "", *, unit: str = "", amount: Decimal | None = None) -> None:
        """Count one finding. KeyError where nobody wrote words for this kind."""
        if kind not in self._kinds:
            raise KeyError(f"no words for the finding {kind!r}")
        tally = self._tallies.setdefault(kind, _Tally())
        tally.count += 1
        if len(tally.places) < SHOWN:
            tally.places.append(f"{place}: {detail}" if detail else place)
        if amount is not None:
            tally.sums[unit] = EXACT.add(tally.sums.get(unit, Decimal(0)), amount)

    def all(self) -> tuple[Finding, ...]:
        """Every kind that was found: by weight, then in the order in which the kinds are declared."""
        order = {name: (WEIGHTS.index(kind.weight), place) for place, (name, kind) in enumerate(self._kinds.items())}
        return tuple(
            Finding(name, self._kinds[name], tally.count, tuple(tally.places), tuple(sorted(tally.sums.items())))
            for name, tally in sorted(self._tallies.items(), key=lambda item: order[item[0]])
        )
