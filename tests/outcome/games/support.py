"""Games with known answers, random games, and values computed by another road than the code's: over orders of the players."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from torgau.outcome.games.game import Game, game_of

Coalition = frozenset[str]
Array = npt.NDArray[np.float64]

NAMES = "abcdefgh"


def unanimity(players: str, carrier: str) -> Game:
    """1 for every coalition that holds all of `carrier`, else 0."""
    return game_of(players, lambda coalition: float(coalition >= set(carrier)), "units")


def glove() -> Game:
    """One left glove (a), two right gloves (b, c): a coalition is worth the pairs that it can make."""
    return game_of("abc", lambda coalition: float(min("a" in coalition, len(coalition & {"b", "c"}))), "pairs")


def majority(quota: int, weights: dict[str, int]) -> Game:
    """1 for every coalition whose weights reach the quota, else 0."""
    return game_of(weights, lambda coalition: float(sum(weights[player] for player in coalition) >= quota), "votes")


def with_unions(game: Game, *unions: str) -> Game:
    return Game(game.players, game.values, game.unit, tuple(tuple(union) for union in unions))


def by_orders(game: Game) -> Array:
    """The mean contribution of each player over the orders of all players that keep the members of each union together.

    Without unions these are all orders: the Shapley value. With them: the Owen value.
    """
    orders = [order for order in permutations(game.players) if all(_adjacent(order, union) for union in game.unions)]
    found = dict.fromkeys(game.players, np.zeros(game.draws))
    for order in orders:
        for place, player in enumerate(order):
            found[player] = found[player] + game.value_of(order[: place + 1]) - game.value_of(order[:place])
    return np.stack([found[player] / len(orders) for player in game.players])


def _adjacent(order: Sequence[str], union: Sequence[str]) -> bool:
    places = [order.index(player) for player in union]
    return max(places) - min(places) == len(places) - 1


def by_coalitions(game: Game) -> Array:
    """The plain mean of each player's contributions to all coalitions of the others: the Banzhaf value."""
    rows = []
    for player in game.players:
        others = [other for other in game.players if other != player]
        sets = [subset for size in range(len(others) + 1) for subset in combinations(others, size)]
        rows.append(np.mean([game.value_of((*subset, player)) - game.value_of(subset) for subset in sets], axis=0))
    return np.stack(rows)


@st.composite
def games(draw: st.DrawFn, most: int = 4, draws: int = 2) -> Game:
    """Whole numbers in the table, so that sums are exact; v(empty) is seldom 0; the unions are any partition."""
    n = draw(st.integers(1, most))
    numbers = draw(st.lists(st.integers(-99, 99), min_size=2**n * draws, max_size=2**n * draws))
    labels = draw(st.lists(st.integers(0, n - 1), min_size=n, max_size=n))
    unions = tuple(tuple(p for p, of in zip(NAMES, labels, strict=False) if of == label) for label in sorted(set(labels)))
    return Game(tuple(NAMES[:n]), np.array(numbers, dtype=float).reshape(2**n, draws), "units", unions)


def mapped(game: Game, players: Sequence[str], origin: Callable[[Coalition], Coalition]) -> Game:
    """The game among `players` in which a coalition is worth what `origin` of it is worth in `game`."""
    return game_of(players, lambda coalition: game.value_of(origin(coalition)), game.unit)
