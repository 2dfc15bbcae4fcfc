"""Which orderings survive all models, values and indices; which reverse, and by what."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.outcome.games.game import game_of
from torgau.outcome.games.indices import INDICES, shapley
from torgau.outcome.games.orderings import Key, orderings

ONE = ("model", "value", "index")


def ranks(*orders: str) -> np.ndarray:
    """One draw for each order of the players a, b, c ... given from the one that weighs most."""
    players = sorted(orders[0])
    return np.array([[float(len(order) - order.index(player)) for order in orders] for player in players])


def test_what_all_combinations_order_alike_survives() -> None:
    found = orderings("abc", {ONE: ranks("abc", "abc"), ("other", "value", "index"): ranks("abc", "acb")})
    # The second model puts b above c in one of two draws: neither way in 95 per cent.
    assert found.surviving == (("a", "b"), ("a", "c"))
    assert found.text == "a > b; a > c; b ? c"
    (pair,) = found.standing("partly")
    assert (pair.first, pair.second, pair.keys(">"), pair.keys("?")) == (
        "b",
        "c",
        (Key(*ONE),),
        (Key("other", "value", "index"),),
    )


def test_one_order_of_all_is_one_chain() -> None:
    assert orderings("abcd", {ONE: ranks("dbac")}).text == "d > b > a > c"


def test_chains_part_and_meet() -> None:
    found = orderings("abcd", {ONE: ranks("abcd", "acbd")})
    assert found.text == "a > b > d; a > c > d; b ? c"


def test_another_value_function_can_turn_the_order_round_and_is_named() -> None:
    # Two players make the same thing, a more of it and b sooner. By amount a adds 3 and b 2; by time a adds 1 and b 4.
    amount, time = {"a": 3.0, "b": 2.0}, {"a": 1.0, "b": 4.0}
    results = {}
    for name, each in (("amount", amount), ("time", time)):
        game = game_of("ab", lambda coalition, each=each: sum(each[player] for player in coalition), name)
        for index in ("shapley", "banzhaf"):
            results["flat", name, index] = INDICES[index](game)
    found = orderings("ab", results)
    (pair,) = found.standing("reverses")
    assert pair.reversed_by == ("value",)
    assert pair.keys(">") == (Key("flat", "amount", "shapley"), Key("flat", "amount", "banzhaf"))
    assert pair.keys("<") == (Key("flat", "time", "shapley"), Key("flat", "time", "banzhaf"))
    assert (found.text, found.surviving, pair.relation) == ("a ? b", (), "?")


def test_the_index_alone_can_turn_it_round() -> None:
    # c is worth 0.3 whoever is there; a and b make 1 together. Shapley: a 1/2, c 0.3. Left out: a 1, c 0.3. First of one: 0, 0.3.
    game = game_of("abc", lambda coalition: float({"a", "b"} <= coalition) + 0.3 * ("c" in coalition), "units")
    alone = np.stack([game.value_of(player) - game.value_of([]) for player in game.players])
    found = orderings("abc", {("m", "v", "shapley"): shapley(game), ("m", "v", "alone"): alone})
    assert [(pair.first, pair.second, pair.reversed_by) for pair in found.standing("reverses")] == [
        ("a", "c", ("index",)),
        ("b", "c", ("index",)),
    ]
    # a and b are alike under both: that survives too, as a tie and not as a strict ordering.
    assert found.text == "a = b; a ? c; b ? c"
    assert found.surviving == ()


def test_a_reversal_that_only_several_changes_together_make_has_no_single_cause() -> None:
    found = orderings("ab", {("m", "v", "i"): ranks("ab"), ("n", "w", "i"): ranks("ba")})
    (pair,) = found.standing("reverses")
    assert pair.reversed_by == ()


def test_the_level_is_reached_at_exactly_that_share() -> None:
    for above, relation in ((19, ">"), (18, "?")):
        (pair,) = orderings("ab", {ONE: ranks(*["ab"] * above, *["ba"] * (20 - above))}).pairs
        assert pair.relation == relation, above
        assert pair.comparisons[0].more.share == above / 20


def test_few_draws_do_not_settle_a_share() -> None:
    # All of 20 draws: the share may still be 20 / 22.7055 = 0.88. All of 100: at least 100 / 102.7055 = 0.974.
    for draws, settled in ((20, False), (100, True)):
        (pair,) = orderings("ab", {ONE: ranks(*["ab"] * draws)}).pairs
        assert (pair.relation, pair.settled) == (">", settled), draws
    # Half and half of 20 is settled: far from 95 per cent. 18 of 20 is not.
    for above, settled in ((10, True), (18, False)):
        (pair,) = orderings("ab", {ONE: ranks(*["ab"] * above, *["ba"] * (20 - above))}).pairs
        assert (pair.relation, pair.settled) == ("?", settled), above


def test_rounding_is_a_tie() -> None:
    found = orderings("ab", {ONE: np.array([[0.1 + 0.2, 1e3], [0.3, 1e3]])})
    assert found.text == "a = b"
    assert found.surviving == ()


def test_an_order_by_shares_need_not_be_transitive_and_its_text_does_not_pretend() -> None:
    # Of ten draws a > b in 7, b > c in 7, a > c in 4.
    found = orderings("abc", {ONE: ranks(*["abc"] * 4, *["cab"] * 3, *["bca"] * 3)}, level=0.7)
    assert found.surviving == (("a", "b"), ("b", "c"))
    assert found.text == "a > b; b > c; a ? c"


def test_levels_at_which_majorities_run_in_a_circle_are_refused() -> None:
    # Condorcet's three: each of a > b, b > c, c > a holds in two of three draws.
    circle = {ONE: ranks("abc", "bca", "cab")}
    with pytest.raises(ValueError, match=r"above 0\.667"):
        orderings("abc", circle, level=2 / 3)
    assert orderings("abc", circle, level=0.67).text == "a ? b; a ? c; b ? c"


@pytest.mark.parametrize(
    ("players", "results", "message"),
    [
        ("ab", {}, "at least one"),
        ("aa", {ONE: np.zeros((2, 3))}, "different players"),
        ("ab", {ONE: np.zeros((3, 2))}, "2 players need"),
        ("ab", {ONE: np.zeros((2, 0))}, "2 players need"),
        ("ab", {ONE: np.full((2, 2), np.nan)}, "finite"),
    ],
)
def test_results_that_do_not_fit_are_refused(players: str, results: dict[tuple[str, str, str], np.ndarray], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        orderings(players, results)


def test_one_player_alone_and_rows_for_export() -> None:
    assert orderings("a", {ONE: np.ones((1, 4))}).text == "a"
    found = orderings("ab", {ONE: ranks("ab", "ab"), ("m", "v", "i"): ranks("ba", "ba")})
    assert [(row["model"], row["relation"], row["standing"]) for row in found.rows()] == [
        ("model", ">", "reverses"),
        ("m", "<", "reverses"),
    ]
    assert found.rows()[0]["more"]["share"] == 1
    json.dumps(found.rows())


@st.composite
def results_of(draw: st.DrawFn) -> tuple[str, dict[tuple[str, str, str], np.ndarray]]:
    """Up to four players under up to three combinations; few distinct numbers, so that ties and reversals are common."""
    n, count, keys = draw(st.integers(1, 4)), draw(st.integers(1, 8)), draw(st.integers(1, 3))
    chosen = draw(st.lists(st.tuples(*[st.sampled_from("xy")] * 3), min_size=keys, max_size=keys, unique=True))
    numbers = st.lists(st.integers(0, 3), min_size=n * count, max_size=n * count)
    return "abcd"[:n], {key: np.array(draw(numbers), dtype=float).reshape(n, count) for key in chosen}


@given(results_of())
def test_orderings_agree_with_counting_draw_by_draw(given_: tuple[str, dict[tuple[str, str, str], np.ndarray]]) -> None:
    players, results = given_
    level = Fraction(4, 5)
    found = orderings(players, results, level=0.8)
    expected = set()
    for one, other in permutations(range(len(players)), 2):
        counts = [
            Fraction(sum(a > b for a, b in zip(table[one], table[other], strict=True)), table.shape[1])
            for table in results.values()
        ]
        if min(counts) >= level:
            expected.add((players[one], players[other]))
    assert set(found.surviving) == expected
    for pair in found.pairs:
        assert (pair.standing == "reverses") == bool(pair.keys(">") and pair.keys("<"))
        if pair.reversed_by:
            assert pair.standing == "reverses"
    # What the text says in chains is what survives, and all that the text does not order has a sign of its own.
    told = {pair for part in found.text.split("; ") for pair in combinations(part.split(" > "), 2) if ">" in part}
    implied = set(told)
    while more := {(a, c) for a, b in implied for other, c in implied if b == other} - implied:
        implied |= more
    assert told <= expected <= implied
    assert sum(part.count(" ? ") + part.count(" = ") for part in found.text.split("; ")) == len(found.pairs) - len(expected)


@given(results_of(), st.data())
def test_renamed_and_reordered_players_give_the_same_orderings(
    given_: tuple[str, dict[tuple[str, str, str], np.ndarray]], data: st.DataObject
) -> None:
    players, results = given_
    found = orderings(players, results, level=0.8)
    new = dict(zip(players, data.draw(st.permutations("pqrs")), strict=False))
    renamed = orderings([new[player] for player in players], results, level=0.8)
    assert renamed.text == "".join(new.get(letter, letter) for letter in found.text)
    order = data.draw(st.permutations(range(len(players))))
    moved = orderings([players[place] for place in order], {key: each[order] for key, each in results.items()}, level=0.8)
    assert set(moved.surviving) == set(found.surviving)
    by_pair = {frozenset((pair.first, pair.second)): (pair.standing, pair.reversed_by, pair.settled) for pair in found.pairs}
    assert by_pair == {
        frozenset((pair.first, pair.second)): (pair.standing, pair.reversed_by, pair.settled) for pair in moved.pairs
    }
    for pair in moved.pairs:
        (same,) = [each for each in found.pairs if {each.first, each.second} == {pair.first, pair.second}]
        turned = {">": "<", "<": ">", "=": "=", "?": "?"}
        assert pair.relation == (same.relation if same.first == pair.first else turned[same.relation])
