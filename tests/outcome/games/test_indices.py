"""Indices of games: closed forms worked by hand, the axioms on random games, and another road to the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.outcome.games.game import Game, game_of, quotient
from torgau.outcome.games.indices import INDICES, banzhaf, leave_one_out, owen, shapley

from .support import (
    Array,
    by_coalitions,
    by_orders,
    games,
    glove,
    majority,
    mapped,
    unanimity,
    with_unions,
)

Index = Callable[[Game], Array]
every_index = pytest.mark.parametrize("index", INDICES.values(), ids=INDICES)


def one(values: Array) -> list[float]:
    """The only draw of an index, rounded where floating point is not exact."""
    assert values.shape[1] == 1
    return [round(float(value), 12) for value in values[:, 0]]


# Closed forms


def test_the_airport_game_shares_every_stretch_among_those_who_need_it() -> None:
    # Littlechild and Owen (1973): a runway costs 12, 18 or 30 for the three aircraft, and a coalition the longest that it needs.
    # All three share the first 12 (4 each), two the next 6 (3 each), one pays the last 12: 4, 4 + 3, 4 + 3 + 12. Together 30.
    costs = {"a": 12.0, "b": 18.0, "c": 30.0}
    game = game_of(costs, lambda coalition: max((costs[player] for player in coalition), default=0.0), "money")
    assert one(shapley(game)) == [4, 7, 19]
    # Without a or b the runway is as long; without c it costs 18: nobody would pay the first 18.
    assert one(leave_one_out(game)) == [0, 0, 12]
    # a: 12 alone, 0 with any other: 12/4. b: 18 alone, 6 beside a, 0 beside c: 24/4. c: 30, 18, 12, 12: 72/4. In all 27, not 30.
    assert one(banzhaf(game)) == [3, 6, 18]


def test_the_glove_game_favours_the_scarce_side() -> None:
    # Orders of a, b, c: b adds the pair only in a b c, and c only in a c b: 1/6 each; a adds it in the four others.
    assert one(shapley(glove())) == [round(each, 12) for each in (4 / 6, 1 / 6, 1 / 6)]
    # a adds to {b}, {c} and {b, c} of four coalitions; b only to {a}. The sum is 5/4: the Banzhaf value is not efficient.
    assert one(banzhaf(glove())) == [0.75, 0.25, 0.25]
    # Each right glove can be replaced by the other, the left one by none.
    assert one(leave_one_out(glove())) == [1, 0, 0]


def test_unanimity_games_are_shared_by_those_who_are_needed() -> None:
    game = unanimity("abcd", "abd")
    assert one(shapley(game)) == [round(each, 12) for each in (1 / 3, 1 / 3, 0, 1 / 3)]
    # Each of the three adds 1 where both others are there, with c or without: 2 of 8 coalitions.
    assert one(banzhaf(game)) == [0.25, 0.25, 0, 0.25]
    # All three are needed: each is counted with the whole, and the sum is 3.
    assert one(leave_one_out(game)) == [1, 1, 0, 1]


def test_in_weighted_majority_games_power_is_not_weight() -> None:
    # Quota 3 of 2, 1, 1. a turns the count in every order but those where it comes first: 4/6.
    small = majority(3, {"a": 2, "b": 1, "c": 1})
    assert one(shapley(small)) == [round(each, 12) for each in (4 / 6, 1 / 6, 1 / 6)]
    # Quota 12 of 4, 4, 4, 2, 2, 1: every sum of the others is even, so the weight 1 never turns a count (a null player). Weight 2
    # turns it where the others before it hold 10 or 11: {4, 4, 2}, with f or without. By size of coalition before it, 3 sets of 3
    # and 3 of 4: 3 * 3! 2!/6! + 3 * 4! 1!/6! = 3/60 + 6/60 = 9/60. The three large share the rest alike: (60 - 18)/180 = 14/60.
    large = majority(12, {"a": 4, "b": 4, "c": 4, "d": 2, "e": 2, "f": 1})
    assert one(shapley(large)) == [round(each / 60, 12) for each in (14, 14, 14, 9, 9, 0)]
    # The same 6 swings of 32 for weight 2. A weight 4 turns it where the others hold 8 to 11: {4, 4} and {4, 2, 2} (two sets of
    # these), {4, 4, 2} (two): 1 + 2 + 2 = 5 sets, with f or without: 10 of 32.
    assert one(banzhaf(large)) == [10 / 32, 10 / 32, 10 / 32, 6 / 32, 6 / 32, 0]


def test_owen_lets_a_union_come_as_a_whole() -> None:
    # Quota 3 of 2, 1, 1, with b and c in a union: the union and a are both needed, 1/2 each, and b and c are alike.
    assert one(owen(with_unions(majority(3, {"a": 2, "b": 1, "c": 1}), "a", "bc"))) == [0.5, 0.25, 0.25]
    # a, b and c are needed; two unions are touched, 1/2 each, shared within the union by those of it who are needed.
    assert one(owen(with_unions(unanimity("abcd", "abc"), "ab", "cd"))) == [0.25, 0.25, 0.5, 0]
    # The right gloves in a union: either side of the market is needed, and each has one half.
    assert one(owen(with_unions(glove(), "a", "bc"))) == [0.5, 0.25, 0.25]
    with pytest.raises(ValueError, match="declares none"):
        owen(glove())


# Another road


@given(games(most=5))
def test_indices_agree_with_an_enumeration_of_orders_and_of_coalitions(game: Game) -> None:
    np.testing.assert_allclose(owen(game), by_orders(game), atol=1e-9)
    np.testing.assert_allclose(shapley(game), by_orders(Game(game.players, game.values, "")), atol=1e-9)
    np.testing.assert_allclose(banzhaf(game), by_coalitions(game), atol=1e-9)
    rest = [game.value_of(set(game.players) - {player}) for player in game.players]
    np.testing.assert_array_equal(leave_one_out(game), game.value_of(game.players) - np.stack(rest))


# Axioms


@given(games())
def test_shapley_and_owen_divide_what_all_add_to_nobody(game: Game) -> None:
    for index in (shapley, owen):
        np.testing.assert_allclose(index(game).sum(axis=0), game.values[-1] - game.values[0], atol=1e-9)


@every_index
@given(game=games(), data=st.data())
def test_names_do_not_matter(index: Index, game: Game, data: st.DataObject) -> None:
    order = data.draw(st.sampled_from(list(permutations(game.players))))
    other = mapped(game, order, lambda coalition: coalition)
    moved = Game(other.players, other.values, "units", tuple(reversed(game.unions)))
    places = [game.players.index(player) for player in order]
    np.testing.assert_allclose(index(moved), index(game)[places], atol=1e-9)


@every_index
@given(games(most=4))
def test_players_who_can_stand_in_for_one_another_get_the_same(index: Index, game: Game) -> None:
    if len(game.players) < 2:
        return
    swap = {game.players[0]: game.players[-1], game.players[-1]: game.players[0]}
    mirrored = mapped(game, game.players, lambda coalition: frozenset(swap.get(player, player) for player in coalition))
    # One union of all: symmetry between players of different unions is not promised, and not had.
    alike = Game(game.players, game.values + mirrored.values, "units", (game.players,))
    values = index(alike)
    np.testing.assert_allclose(values[0], values[-1], atol=1e-9)


@every_index
@given(game=games(most=3), own=st.integers(0, 9), apart=st.booleans())
def test_one_who_adds_nothing_gets_nothing_and_one_who_adds_his_own_gets_that(
    index: Index, game: Game, own: int, apart: bool
) -> None:
    more = mapped(game, (*game.players, "z"), lambda coalition: coalition - {"z"})
    unions = (*game.unions, ("z",)) if apart else (*game.unions[:-1], (*game.unions[-1], "z"))
    null = Game(more.players, more.values, "units", unions)
    # Exactly nothing: rounding must not give a null player a share, nor an order among null players.
    assert not index(null)[-1].any()
    np.testing.assert_allclose(index(null)[:-1], index(game), atol=1e-9)
    brings = [own if mask & 1 << len(game.players) else 0 for mask in range(len(null.values))]
    dummy = Game(null.players, null.values + np.array(brings)[:, None], "units", unions)
    np.testing.assert_allclose(index(dummy)[-1], own, atol=1e-9)


@every_index
@given(game=games(), factor=st.integers(-5, 5), shift=st.integers(-99, 99), data=st.data())
def test_indices_are_additive_and_the_worth_of_nobody_does_not_matter(
    index: Index, game: Game, factor: int, shift: int, data: st.DataObject
) -> None:
    numbers = data.draw(st.lists(st.integers(-99, 99), min_size=game.values.size, max_size=game.values.size))
    second = Game(game.players, np.array(numbers, dtype=float).reshape(game.values.shape), "units", game.unions)
    both = Game(game.players, game.values + factor * second.values + shift, "units", game.unions)
    np.testing.assert_allclose(index(both), index(game) + factor * index(second), atol=1e-8)


@every_index
@given(games())
def test_each_draw_is_a_game_of_its_own(index: Index, game: Game) -> None:
    apart = [index(Game(game.players, game.values[:, d : d + 1], "units", game.unions)) for d in range(game.draws)]
    np.testing.assert_allclose(index(game), np.hstack(apart), atol=1e-12)


# Unions


@given(games())
def test_owen_with_unions_of_one_or_one_union_of_all_is_shapley(game: Game) -> None:
    for unions in (tuple((player,) for player in game.players), (game.players,)):
        np.testing.assert_allclose(owen(Game(game.players, game.values, "units", unions)), shapley(game), atol=1e-9)


@given(games(most=5))
def test_what_a_union_gets_is_what_it_gets_in_the_game_among_unions(game: Game) -> None:
    among = quotient(game)
    assert among.players == tuple("+".join(union) for union in game.unions)
    of_unions = [owen(game)[[game.players.index(player) for player in union]].sum(axis=0) for union in game.unions]
    np.testing.assert_allclose(np.stack(of_unions), shapley(among), atol=1e-9)


def test_a_table_of_ten_players_with_unions_divides_exactly() -> None:
    values = np.random.default_rng(7).normal(size=(2**10, 50)) + 1945
    game = Game(tuple("abcdefghij"), values, "years", (tuple("abc"), tuple("defg"), tuple("hij")))
    for index in (shapley, owen):
        np.testing.assert_allclose(index(game).sum(axis=0), values[-1] - values[0], atol=1e-10)
