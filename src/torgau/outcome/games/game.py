"""The coalition value table: what every coalition of the players is worth, in every draw.

A game in characteristic-function form (von Neumann and Morgenstern 1944, Theory of Games and Economic Behavior), v: subsets of N
-> numbers, held for many draws at once. A coalition is a bitmask: bit i is set where player i takes part.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from torgau.outcome.games.summaries import ranges_of

FloatArray = npt.NDArray[np.float64]

MOST_PLAYERS = 16
"""The table has 2^n rows: beyond this an exact index is the wrong tool."""


@dataclass(frozen=True, eq=False)
class Game:
    """A game, immutable.

    `players` are their ids; `values` has the shape (2^n, draws): row `mask` is v of the coalition whose members are the set bits
    of `mask`, row 0 is v(empty) as given. It need not be 0: everything here is about v - v(empty). The draws of all coalitions
    must be paired (column d is one world under the same parameters and shocks), or the ranges of differences mean nothing. More
    must mean more of what is valued: for a delay, give the time gained. `unions` are a-priori unions: a partition of the players,
    or none.

    Raises ValueError for a table that does not fit the players, and for values that are not finite. A censored value (what did
    not end within the horizon) must be given a finite worth, by a declared value function, before it gets here.
    """

    players: tuple[str, ...]
    values: FloatArray
    unit: str
    unions: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        players, unions = tuple(self.players), tuple(tuple(union) for union in self.unions)
        if not 1 <= len(players) <= MOST_PLAYERS or len(set(players)) != len(players):
            raise ValueError(f"a game has 1 to {MOST_PLAYERS} different players, not {players!r}")
        values = np.array(self.values, dtype=np.float64)
        if values.ndim != 2 or values.shape[0] != 2 ** len(players) or values.shape[1] < 1:
            raise ValueError(f"{len(players)} players need {2 ** len(players)} rows of draws, not the shape {values.shape}")
        if not np.isfinite(values).all():
            raise ValueError("a value is not a finite number: say what a coalition is worth where its draw is censored or failed")
        if unions and (() in unions or sorted(chain.from_iterable(unions)) != sorted(players)):
            raise ValueError(f"unions must name each player once: {unions!r}")
        values.flags.writeable = False
        for name, value in (("players", players), ("values", values), ("unions", unions)):
            object.__setattr__(self, name, value)

    @property
    def draws(self) -> int:
        """How many draws the table holds."""
        return int(self.values.shape[1])

    @property
    def everybody(self) -> int:
        """The bitmask of the grand coalition."""
        return len(self.values) - 1

    def mask_of(self, coalition: Collection[str]) -> int:
        """The bitmask of these players. ValueError for one who does not play."""
        unknown = [player for player in coalition if player not in self.players]
        if unknown:
            raise ValueError(f"{unknown!r} are no players of {self.players!r}")
        return sum(1 << self.players.index(player) for player in set(coalition))

    def members(self, mask: int) -> tuple[str, ...]:
        """The players of a bitmask, in the order of `players`."""
        return tuple(player for place, player in enumerate(self.players) if mask >> place & 1)

    def value_of(self, coalition: Collection[str]) -> FloatArray:
        """v of these players, shape (draws,), in the unit of the game."""
        row: FloatArray = self.values[self.mask_of(coalition)]
        return row

    def coalitions(self) -> Iterator[tuple[str, ...]]:
        """All coalitions, small ones first, in the order of `players`."""
        places = range(len(self.players))
        for mask in sorted(range(len(self.values)), key=lambda mask: (mask.bit_count(), [not mask >> i & 1 for i in places])):
            yield self.members(mask)

    def rows(self) -> tuple[dict[str, Any], ...]:
        """The coalition value table for export: each coalition, its `size`, and as ranges its `value` and `gain` over nobody.

        `gain` is the range of v - v(empty), draw by draw; it is not the difference of two ranges.
        """
        values, gains = ranges_of(self.values, self.unit), ranges_of(self.values - self.values[0], self.unit)
        rows = ((coalition, self.mask_of(coalition)) for coalition in self.coalitions())
        return tuple(
            {"coalition": list(coalition), "size": len(coalition), "value": dict(values[mask]), "gain": dict(gains[mask])}
            for coalition, mask in rows
        )


def game_of(
    players: Collection[str],
    value: Callable[[frozenset[str]], npt.ArrayLike],
    unit: str,
    unions: Collection[Collection[str]] = (),
) -> Game:
    """The game whose table `value` fills: it is asked once for every coalition, and gives a number or an array of draws."""
    ids = tuple(players)
    members = (frozenset(player for place, player in enumerate(ids) if mask >> place & 1) for mask in range(2 ** len(ids)))
    table = np.stack([np.atleast_1d(np.asarray(value(coalition), dtype=np.float64)) for coalition in members])
    return Game(ids, table, unit, tuple(tuple(union) for union in unions))


def quotient(game: Game) -> Game:
    """The game among the unions (Owen 1977): a union takes part as a whole. Its players are `A+B`, from the ids of the members.

    Raises ValueError where the game has no unions.
    """
    if not game.unions:
        raise ValueError("this game declares no unions")
    masks = [game.mask_of(union) for union in game.unions]
    rows = [sum(mask for place, mask in enumerate(masks) if of >> place & 1) for of in range(2 ** len(masks))]
    return Game(tuple("+".join(union) for union in game.unions), game.values[rows], game.unit)
