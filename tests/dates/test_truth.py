"""Three-valued logic against its definition: what holds whichever way the unknowns fall."""

from __future__ import annotations

from itertools import product

import pytest

from torgau.dates import Tri, UnknownTruth

COULD_BE = {Tri.TRUE: {True}, Tri.FALSE: {False}, Tri.UNKNOWN: {True, False}}
PAIRS = list(product(Tri, Tri))


def settled(outcomes: set[bool]) -> Tri:
    return {(True,): Tri.TRUE, (False,): Tri.FALSE}.get(tuple(outcomes), Tri.UNKNOWN)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_and_or_are_what_every_pair_of_outcomes_says(a: Tri, b: Tri) -> None:
    worlds = list(product(COULD_BE[a], COULD_BE[b]))
    assert a & b is settled({x and y for x, y in worlds})
    assert a | b is settled({x or y for x, y in worlds})


@pytest.mark.parametrize("a", list(Tri))
def test_not_is_what_every_outcome_says(a: Tri) -> None:
    assert ~a is settled({not x for x in COULD_BE[a]})


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_de_morgan(a: Tri, b: Tri) -> None:
    assert ~(a & b) is ~a | ~b


def test_unknown_has_no_truth_value() -> None:
    with pytest.raises(UnknownTruth):
        bool(Tri.UNKNOWN)
    with pytest.raises(UnknownTruth):
        assert not Tri.UNKNOWN
    with pytest.raises(TypeError):
        _ = Tri.UNKNOWN and Tri.TRUE
    assert Tri.TRUE
    assert not Tri.FALSE


def test_of_and_over() -> None:
    assert Tri.of(True) is Tri.TRUE
    assert Tri.of(False) is Tri.FALSE
    assert Tri.over([True, True]) is Tri.TRUE
    assert Tri.over([False]) is Tri.FALSE
    assert Tri.over(iter([True, False])) is Tri.UNKNOWN
    with pytest.raises(ValueError, match="no possible world"):
        Tri.over([])


@pytest.mark.parametrize("values", list(product(Tri, repeat=3)))
def test_all_of_and_any_of(values: tuple[Tri, ...]) -> None:
    worlds = list(product(*(COULD_BE[value] for value in values)))
    assert Tri.all_of(values) is settled({all(world) for world in worlds})
    assert Tri.any_of(values) is settled({any(world) for world in worlds})


def test_of_nothing() -> None:
    assert Tri.all_of([]) is Tri.TRUE
    assert Tri.any_of([]) is Tri.FALSE
    assert [value.is_known for value in (Tri.TRUE, Tri.FALSE, Tri.UNKNOWN)] == [True, True, False]
