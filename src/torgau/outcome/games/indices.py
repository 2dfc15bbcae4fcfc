"""How much of the value each player adds: four indices of a game, exact, for all draws at once.

All four are averages of a player's marginal contribution v(S + i) - v(S) over the coalitions S of the others, and differ only in
how these coalitions are weighed (Weber 1988, "Probabilistic values for games", in Roth, ed., The Shapley Value). v(empty)
cancels.

| index | weighs | adds up to v(N) - v(empty) |
|---|---|---|
| leave-one-out | only the coalition of all others | no |
| Shapley | each size of coalition alike, then each coalition of a size | yes |
| Banzhaf | each coalition alike | no |
| Owen | as Shapley, among the unions and then within the player's own | yes |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import factorial
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from torgau.outcome.games.game import FloatArray, Game

Masks = npt.NDArray[np.int64]


def leave_one_out(game: Game) -> FloatArray:
    """v(N) - v(N without i): what is lost without the player when everybody else stays. Shape (n, draws).

    Also called the separable contribution. Where players can stand in for one another it is small for each of them, and where all
    are needed it counts the whole for each: do not add it up.
    """
    rows = [game.values[-1] - game.values[game.everybody ^ 1 << place] for place in range(len(game.players))]
    return np.stack(rows)


def shapley(game: Game) -> FloatArray:
    """The Shapley value, shape (n, draws): sum over S without i of |S|! (n - |S| - 1)! / n! times (v(S + i) - v(S)).

    Shapley (1953), "A value for n-person games", in Kuhn and Tucker, eds., Contributions to the Theory of Games II, 307-317. The
    one value that is efficient (it divides v(N) - v(empty)), symmetric, additive, and gives nothing to a player who adds nothing.
    """
    n = len(game.players)
    by_size = _orders(n)
    return _expected(game, lambda _, others: by_size[np.bitwise_count(others)])


def banzhaf(game: Game) -> FloatArray:
    """The Banzhaf value, shape (n, draws): the mean of v(S + i) - v(S) over all coalitions S of the others. Not normalised.

    Penrose (1946), J. R. Stat. Soc. 109, 53-57; Banzhaf (1965), Rutgers Law Rev. 19, 317-343, for votes; for any game Dubey and
    Shapley (1979), Math. Oper. Res. 4, 99-131. It is symmetric and additive and knows null players, but does not add up to the
    whole; divided by its sum it would no longer be additive, so it is left as it is.
    """
    n = len(game.players)
    return _expected(game, lambda _, others: np.full(len(others), 0.5 ** (n - 1)))


def owen(game: Game) -> FloatArray:
    """The Owen value for the unions of the game, shape (n, draws).

    For i of the union B, among m unions: the sum over the sets R of other unions and the T within B without i of
    |R|! (m - |R| - 1)! / m! times |T|! (|B| - |T| - 1)! / |B|! times (v(Q + T + i) - v(Q + T)), where Q holds all members of R.

    Owen (1977), "Values of games with a priori unions", in Henn and Moeschlin, eds., Mathematical Economics and Game Theory,
    76-88. A union comes and goes as a whole; what it gets is the Shapley value of the game among unions (`quotient`), and with
    unions of one, or one union of all, it is the Shapley value. ValueError where the game has no unions.
    """
    if not game.unions:
        raise ValueError("the Owen value needs a-priori unions, and this game declares none")
    masks = [game.mask_of(union) for union in game.unions]
    among = _orders(len(masks))

    def weights(place: int, others: Masks) -> FloatArray:
        (own,) = (mask for mask in masks if mask >> place & 1)
        within = _orders(own.bit_count())
        whole = np.zeros(len(others), dtype=np.int64)
        split = np.zeros(len(others), dtype=bool)
        for mask in masks:
            if mask != own:
                present = others & mask
                whole += present == mask
                split |= (present != mask) & (present != 0)
        return np.where(split, 0.0, among[whole] * within[np.bitwise_count(others & own)])

    return _expected(game, weights)


INDICES: Mapping[str, Callable[[Game], FloatArray]] = MappingProxyType(
    {"leave-one-out": leave_one_out, "shapley": shapley, "banzhaf": banzhaf, "owen": owen}
)
"""The indices by name. The last is only for games with unions."""


def _orders(n: int) -> FloatArray:
    """For s = 0 .. n - 1: in which share of the orders of n players a given s of them, and no others, precede a given one."""
    return np.array([factorial(s) * factorial(n - s - 1) / factorial(n) for s in range(n)])


def _expected(game: Game, weights: Callable[[int, Masks], FloatArray]) -> FloatArray:
    """The weighted sum of every player's marginal contributions. A player who adds nothing anywhere gets exactly 0."""
    n = len(game.players)
    every = np.arange(len(game.values))
    found = np.empty((n, game.draws))
    for place in range(n):
        # The table folded along the player's bit: without him, and with him, in the same order of the others.
        folded = game.values.reshape(-1, 2, 1 << place, game.draws)
        added = (folded[:, 1] - folded[:, 0]).reshape(-1, game.draws)
        others = every.reshape(-1, 2, 1 << place)[:, 0].ravel()
        # Not `@`: the sums of a linear-algebra library change with its threads, and the same draws must give the same bytes.
        found[place] = np.einsum("s,sd->d", weights(place, others), added)
    return found
