"""The coalition value table: what it holds, what it refuses, how it is exported."""

from __future__ import annotations

import json

import numpy as np
import pytest

from torgau.outcome.games.game import Game, game_of, quotient

from .support import glove, with_unions


def test_a_coalition_is_a_bitmask_over_the_players_in_their_order() -> None:
    # Row 5 is binary 101: the first and the third player.
    game = Game(("x", "y", "z"), np.arange(8.0)[:, None], "units")
    assert game.members(5) == ("x", "z")
    assert game.mask_of({"z", "x"}) == 5
    # A player takes part or not: named twice is named once.
    assert game.mask_of(["z", "x", "z"]) == 5
    assert game.value_of(["z", "x"]).tolist() == [5.0]
    assert game.value_of([]).tolist() == [0.0]
    with pytest.raises(ValueError, match="'w'"):
        game.mask_of({"w", "x"})


def test_the_table_is_exported_as_rows_small_coalitions_first() -> None:
    # Five draws; nobody is worth 10, and the pair 10 + 2 d in draw d.
    draws = np.arange(5.0)
    game = Game(("x", "y"), np.stack([10 + 0 * draws, 10 + draws, 10 - draws, 10 + 2 * draws]), "years")
    rows = game.rows()
    assert [(row["coalition"], row["size"]) for row in rows] == [([], 0), (["x"], 1), (["y"], 1), (["x", "y"], 2)]
    # 0, 2, 4, 6, 8: the quartiles are 2, 4 and 6; 5 per cent of the way over four steps of 2 is 0.2 * 2 = 0.4.
    gain = dict(rows[-1]["gain"])
    assert gain.pop("unit") == "years"
    assert gain == pytest.approx({"p05": 0.4, "p25": 2, "p50": 4, "p75": 6, "p95": 7.6}, rel=1e-12)
    assert rows[-1]["value"]["p50"] == 14
    assert rows[2]["gain"]["p50"] == -2
    json.dumps(rows)


def test_coalitions_are_listed_once_each_by_size_and_then_in_the_order_of_the_players() -> None:
    listed = ["".join(coalition) for coalition in glove().coalitions()]
    assert listed == ["", "a", "b", "c", "ab", "ac", "bc", "abc"]


def test_the_table_cannot_be_changed_afterwards() -> None:
    mine = np.zeros((4, 3))
    game = Game(("x", "y"), mine, "units")
    mine[3] = 7
    assert not game.values.any()
    with pytest.raises(ValueError, match="read-only"):
        game.values[0] = 1


@pytest.mark.parametrize(
    ("players", "shape", "unions", "message"),
    [
        ((), (1, 3), (), "1 to 16 different players"),
        (("x", "x"), (4, 3), (), "different players"),
        (("x", "y"), (3, 3), (), "2 players need 4 rows"),
        (("x", "y"), (4,), (), "2 players need 4 rows"),
        (("x", "y"), (4, 0), (), "2 players need 4 rows"),
        (("x", "y"), (4, 3), (("x",),), "each player once"),
        (("x", "y"), (4, 3), (("x", "y"), ("y",)), "each player once"),
        (("x", "y"), (4, 3), (("x", "y"), ()), "each player once"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    players: tuple[str, ...], shape: tuple[int, ...], unions: tuple[tuple[str, ...], ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Game(players, np.zeros(shape), "units", unions)


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_censored_draw_needs_a_declared_worth(wrong: float) -> None:
    # inf - inf would otherwise become a share of something.
    with pytest.raises(ValueError, match="censored"):
        Game(("x",), np.array([[0.0, 0.0], [1.0, wrong]]), "years")


def test_the_game_among_unions_has_whole_unions_for_players() -> None:
    game = quotient(with_unions(glove(), "a", "bc"))
    assert game.players == ("a", "b+c")
    assert [game.value_of(who).tolist() for who in ([], ["a"], ["b+c"], ["a", "b+c"])] == [[0.0], [0.0], [0.0], [1.0]]
    with pytest.raises(ValueError, match="no unions"):
        quotient(glove())


def test_a_game_of_a_function_asks_for_every_coalition_once() -> None:
    asked: list[frozenset[str]] = []

    def worth(coalition: frozenset[str]) -> list[float]:
        asked.append(coalition)
        return [len(coalition), 2.0 * len(coalition)]

    game = game_of(["x", "y", "z"], worth, "units", [["x"], ["y", "z"]])
    assert len(asked) == len(set(asked)) == 8
    assert game.value_of(["x", "z"]).tolist() == [2, 4]
    assert game.unions == (("x",), ("y", "z"))
