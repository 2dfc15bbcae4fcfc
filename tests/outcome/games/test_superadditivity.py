"""Whether a union is worth at least its parts, in which share of the draws."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given

from torgau.outcome.games.game import Game, game_of
from torgau.outcome.games.superadditivity import disjoint_pairs, superadditivity, together

from .support import games, glove, unanimity


def test_each_needs_the_other_in_a_unanimity_game() -> None:
    found = superadditivity(unanimity("abc", "ab"))
    assert found.everywhere.share == 1
    # Joining adds something just where a stands in one part and b in the other: {a}{b}, {ac}{b}, {a}{bc}.
    gains = {tuple(map("".join, pair.parts)) for pair in found.pairs if pair.more.share}
    assert gains == {("a", "b"), ("ac", "b"), ("a", "bc")}
    assert {pair.surplus["p50"] for pair in found.pairs} == {0, 1}
    assert found.grand.parts == (("a",), ("b",), ("c",))
    assert found.grand.surplus["p50"] == 1
    assert len(found.of_everybody()) == 3


def test_where_values_only_add_up_it_is_ties_that_hold() -> None:
    # 0.1 + 0.2 is not 0.3 in binary: without a tolerance the game of sums would fail its own test.
    worth = {"a": 0.1, "b": 0.2, "c": 0.3}
    found = superadditivity(game_of(worth, lambda coalition: sum(worth[player] for player in sorted(coalition)), "units"))
    assert found.everywhere.share == 1
    assert not any(pair.more.share for pair in (found.grand, *found.pairs))


def test_costs_of_a_runway_are_less_together() -> None:
    # The airport game is one of costs, and subadditive: 12 + 18 > 18. With its sign turned it is superadditive.
    costs = {"a": 12.0, "b": 18.0, "c": 30.0}
    game = game_of(costs, lambda coalition: max((costs[player] for player in coalition), default=0.0), "money")
    assert superadditivity(game).everywhere.share == 0
    assert together(game).surplus["p50"] == -30  # 30 - (12 + 18 + 30)
    assert superadditivity(Game(game.players, -game.values, "money")).everywhere.share == 1


def test_draws_are_counted_one_by_one_and_the_worth_of_nobody_is_taken_out() -> None:
    # v(empty) = 5; alone 6 and 7, so gains of 1 and 2; together 8, 7.5, 9 and 8: surplus 0, -0.5, 1, 0.
    table = np.array([[5.0] * 4, [6.0] * 4, [7.0] * 4, [8, 7.5, 9, 8]])
    found = together(Game(("x", "y"), table, "years"))
    assert (found.at_least.share, found.more.share, found.at_least.draws) == (0.75, 0.25, 4)
    assert found.at_least.low < 0.75 < found.at_least.high
    # Sorted -0.5, 0, 0, 1: the median is 0.
    assert found.surplus["p50"] == 0
    json.dumps([found.row() for found in superadditivity(glove()).pairs])


def test_parts_may_be_unions_but_must_be_disjoint() -> None:
    game = unanimity("abcd", "ad")
    assert together(game, [("a", "b"), ("c", "d")]).more.share == 1
    assert together(game, ["ad", "b"]).more.share == 0
    for wrong in (["ab", "bc"], ["ab", ""]):
        with pytest.raises(ValueError, match="none in common"):
            together(game, wrong)


@given(games(most=4))
def test_all_pairs_agree_with_an_enumeration_of_sets(game: Game) -> None:
    found = superadditivity(game)
    sets = [frozenset(chosen) for size in range(1, len(game.players) + 1) for chosen in combinations(game.players, size)]
    pairs = {frozenset((one, other)) for one in sets for other in sets if not one & other}
    assert {frozenset(map(frozenset, pair.parts)) for pair in found.pairs} == pairs
    assert len(found.pairs) == len(pairs) == (3 ** len(game.players) - 2 ** (len(game.players) + 1) + 1) // 2
    holds = np.ones(game.draws, dtype=bool)
    for one, other in pairs:
        # Whole numbers: exact.
        holds &= game.value_of(one | other) + game.value_of([]) >= game.value_of(one) + game.value_of(other)
    assert found.everywhere.share == np.mean(holds)


def test_eight_players_have_3025_pairs() -> None:
    assert len(disjoint_pairs(8)) == 3025
