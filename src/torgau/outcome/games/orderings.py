"""Which player weighs more than which under every model, value function and index: the orderings that survive all of them.

A result that one model gives under one value function by one index is a choice of three things. So nothing is averaged over them:
a pair of players is ordered only where every combination orders it alike, in at least a declared share of its draws; and where
combinations contradict one another, the pairs say which, and whether changing the model, the value or the index alone is enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import combinations, pairwise
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from torgau.outcome.games.summaries import CONFIDENCE, TIE, Share, share_of

Relation = Literal[">", "<", "=", "?"]
"""The first of a pair weighs more, less, the same, or neither in enough draws."""

Standing = Literal["survives", "partly", "reverses", "undetermined"]
"""Of a pair over all combinations: ordered alike (or equal) in all; ordered in some, never the other way; ordered one way in some
and the other way in others; ordered in none."""

LEVEL = 0.95
"""In which share of the draws one must weigh more, unless the caller declares another."""


@dataclass(frozen=True)
class Key:
    """What a set of draws depends on: the model, the value function and the index."""

    model: str
    value: str
    index: str


@dataclass(frozen=True)
class Comparison:
    """The first of a pair against the second under one key: the shares of draws in which it weighs more, and less.

    `settled` is False where so few draws cannot tell on which side of the level the deciding share lies.
    """

    key: Key
    more: Share
    less: Share
    relation: Relation
    settled: bool


@dataclass(frozen=True)
class Pair:
    """Two players under every key. `relation` is what survives, else `?`.

    `reversed_by` names what alone turns the order round: two combinations that differ in nothing else order the pair both ways.
    """

    first: str
    second: str
    standing: Standing
    relation: Relation
    reversed_by: tuple[str, ...]
    comparisons: tuple[Comparison, ...]

    def keys(self, relation: Relation) -> tuple[Key, ...]:
        """The combinations that give this relation."""
        return tuple(each.key for each in self.comparisons if each.relation == relation)

    @property
    def settled(self) -> bool:
        """Whether there are draws enough under every key."""
        return all(each.settled for each in self.comparisons)

    def rows(self) -> tuple[dict[str, Any], ...]:
        """One row a combination, for export and for an answer's data."""
        shared = {"first": self.first, "second": self.second, "standing": self.standing}
        return tuple(
            {
                **shared,
                **asdict(each.key),
                "relation": each.relation,
                "more": each.more.row(),
                "less": each.less.row(),
                "settled": each.settled,
            }
            for each in self.comparisons
        )


@dataclass(frozen=True)
class Orderings:
    """All pairs of players, and what is left of their order. `level` is the share of draws that was asked for."""

    players: tuple[str, ...]
    level: float
    keys: tuple[Key, ...]
    pairs: tuple[Pair, ...]

    @property
    def surviving(self) -> tuple[tuple[str, str], ...]:
        """(more, less): the strict orderings that hold under every key. They never run in a circle."""
        found = []
        for pair in self.pairs:
            if pair.standing == "survives" and pair.relation != "=":
                found.append((pair.first, pair.second) if pair.relation == ">" else (pair.second, pair.first))
        return tuple(found)

    def standing(self, which: Standing) -> tuple[Pair, ...]:
        """The pairs of that standing."""
        return tuple(pair for pair in self.pairs if pair.standing == which)

    @property
    def text(self) -> str:
        """The partial order on one line: `A > B > C; D = E; D ? A`. In a chain each is ordered before all that follow."""
        above = set(self.surviving)
        parts = [" > ".join(chain) for chain in _chains(self.players, above)]
        for sign in ("=", "?"):
            parts += [f"{pair.first} {sign} {pair.second}" for pair in self.pairs if pair.relation == sign]
        return "; ".join(parts) or self.players[0]

    def rows(self) -> tuple[dict[str, Any], ...]:
        """One row for every pair and combination."""
        return tuple(row for pair in self.pairs for row in pair.rows())


def orderings(
    players: Sequence[str],
    results: Mapping[tuple[str, str, str], npt.ArrayLike],
    *,
    level: float = LEVEL,
    confidence: float = CONFIDENCE,
) -> Orderings:
    """Compare all pairs of players under every (model, value, index).

    `results` holds an index of every player for each combination, shape (n, draws), rows in the order of `players`; the number of
    draws may differ between combinations. Two numbers that differ by rounding only are a tie, and neither weighs more.

    `level` must lie above 1 - 1/n: then a circle of n strict orderings would need a draw in which all of them hold, and there is
    none; at or below it, majorities may run in a circle (Condorcet 1785). Raises ValueError for such a level, without results,
    and for arrays that do not fit.
    """
    ids, n = tuple(players), len(players)
    if not results or not ids or len(set(ids)) != n:
        raise ValueError("orderings need different players, and results of at least one combination")
    if not 1 - 1 / n < level <= 1:
        raise ValueError(f"with {n} players the level must lie above {1 - 1 / n:.3f} and not above 1, not at {level}")
    tables = {Key(*key): _table(key, draws, n) for key, draws in results.items()}
    pairs = []
    for (i, first), (j, second) in combinations(enumerate(ids), 2):
        pairs.append(_pair(first, second, tuple(_compare(key, t[i], t[j], t, level, confidence) for key, t in tables.items())))
    return Orderings(ids, level, tuple(tables), tuple(pairs))


def _table(key: tuple[str, str, str], draws: npt.ArrayLike, n: int) -> npt.NDArray[np.float64]:
    table = np.asarray(draws, dtype=np.float64)
    if table.ndim != 2 or len(table) != n or not table.shape[1] or not np.isfinite(table).all():
        raise ValueError(f"{key}: {n} players need as many rows of finite draws, not the shape {table.shape}")
    return table


def _compare(
    key: Key,
    first: npt.NDArray[np.float64],
    second: npt.NDArray[np.float64],
    table: npt.NDArray[np.float64],
    level: float,
    confidence: float,
) -> Comparison:
    tie = TIE * float(np.abs(table).max())
    more, less = share_of(first - second > tie, confidence), share_of(second - first > tie, confidence)
    tied = share_of(np.abs(first - second) <= tie, confidence)
    shares: dict[Relation, Share] = {">": more, "<": less, "=": tied}
    largest = max(shares, key=lambda relation: shares[relation].share)
    reached = shares[largest].share >= level
    settled = shares[largest].low >= level if reached else shares[largest].high < level
    return Comparison(key, more, less, largest if reached else "?", settled)


def _pair(first: str, second: str, comparisons: tuple[Comparison, ...]) -> Pair:
    found = {each.relation for each in comparisons}
    standing: Standing
    if {">", "<"} <= found:
        standing = "reverses"
    elif len(found) == 1 and found != {"?"}:
        standing = "survives"
    else:
        standing = "partly" if found & {">", "<"} else "undetermined"
    relation = comparisons[0].relation if standing == "survives" else "?"
    return Pair(first, second, standing, relation, _reversed_by(comparisons), comparisons)


def _reversed_by(comparisons: tuple[Comparison, ...]) -> tuple[str, ...]:
    names, found = [field.name for field in fields(Key)], set()
    for one, other in combinations(comparisons, 2):
        differ = [name for name in names if getattr(one.key, name) != getattr(other.key, name)]
        if len(differ) == 1 and {one.relation, other.relation} == {">", "<"}:
            found.add(differ[0])
    return tuple(name for name in names if name in found)


def _chains(players: tuple[str, ...], above: set[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The strict order as few long chains, in each of which every earlier player is ordered before every later one.

    The shares of draws make the order free of circles but not transitive: A > B and B > C may hold where A > C does not. So a
    chain grows only where the newcomer is below all that stand in it.
    """
    # An ordering that a chain of two others already tells needs no chain of its own.
    steps = {(a, c) for a, c in above if not any((a, b) in above and (b, c) in above for b in players)}
    left, chains = set(steps), []
    while left:
        longest = max(
            (chain for player in players for chain in _grown((player,), players, above, steps)),
            key=lambda chain: (sum(step in left for step in pairwise(chain)), -len(chain)),
        )
        left -= set(pairwise(longest))
        chains.append(longest)
    return chains


def _grown(
    chain: tuple[str, ...], players: tuple[str, ...], above: set[tuple[str, str]], steps: set[tuple[str, str]]
) -> list[tuple[str, ...]]:
    found = [chain]
    for player in players:
        if (chain[-1], player) in steps and all((before, player) in above for before in chain):
            found += _grown((*chain, player), players, above, steps)
    return found
