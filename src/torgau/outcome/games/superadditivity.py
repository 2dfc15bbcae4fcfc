"""Did they need each other? Whether a coalition is worth at least what its parts are worth apart, draw by draw.

A game is superadditive where v(A + B) >= v(A) + v(B) for all disjoint A and B (von Neumann and Morgenstern 1944). Values here are
those above v(empty), so that a constant added to the whole table changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from torgau.outcome.games.game import FloatArray, Game
from torgau.outcome.games.summaries import CONFIDENCE, TIE, Range, Share, ranges_of, share_of

Parts = tuple[tuple[str, ...], ...]

AT_ONCE = 256
"""Pairs that are told together: enough to be quick, few enough to keep their draws in memory."""


@dataclass(frozen=True)
class Together:
    """Some disjoint parts against their union.

    `at_least`: the share of draws in which the union is worth no less than its parts together (what superadditivity asks);
    `more`: in which it is worth more. Where the first is high and the second low, it is ties that hold: nothing was gained by
    joining. `surplus` is the range of the union's value less the sum of the parts', in the unit of the game.
    """

    parts: Parts
    at_least: Share
    more: Share
    surplus: Range

    def row(self) -> dict[str, Any]:
        """For export and for an answer's data."""
        return {
            "parts": [list(part) for part in self.parts],
            "at_least": self.at_least.row(),
            "more": self.more.row(),
            "surplus": dict(self.surplus),
        }


@dataclass(frozen=True)
class Superadditivity:
    """`everywhere`: the share of draws in which all pairs hold at once. `pairs`: each pair of disjoint coalitions.

    `grand`: everybody together against each one alone.
    """

    everywhere: Share
    grand: Together
    pairs: tuple[Together, ...]

    def of_everybody(self) -> tuple[Together, ...]:
        """The pairs whose union is the grand coalition: it against every split in two."""
        size = len(self.grand.parts)
        return tuple(pair for pair in self.pairs if sum(map(len, pair.parts)) == size)


def together(game: Game, parts: Collection[Collection[str]] = (), confidence: float = CONFIDENCE) -> Together:
    """The union of some parts against the parts; without any, everybody against each one alone.

    Raises ValueError where parts are empty or share a player.
    """
    chosen = tuple(tuple(part) for part in parts) or tuple((player,) for player in game.players)
    masks = [game.mask_of(part) for part in chosen]
    if 0 in masks or sum(mask.bit_count() for mask in masks) != np.bitwise_or.reduce(masks).bit_count():
        raise ValueError(f"parts must have members, and none in common: {chosen!r}")
    (found,) = _together(game, [masks], np.stack([_surplus(game, masks)]), _tie(game), confidence)
    return found


def superadditivity(game: Game, confidence: float = CONFIDENCE) -> Superadditivity:
    """Every pair of disjoint coalitions against its union: (3^n - 2^(n+1) + 1) / 2 pairs, so 3,025 for 8 players."""
    everywhere, tie = np.ones(game.draws, dtype=bool), _tie(game)
    every, pairs = disjoint_pairs(len(game.players)), list[Together]()
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        surplus = np.stack([_surplus(game, masks) for masks in some])
        everywhere &= (surplus >= -tie).all(axis=0)
        pairs += _together(game, some, surplus, tie, confidence)
    return Superadditivity(share_of(everywhere, confidence), together(game, confidence=confidence), tuple(pairs))


def disjoint_pairs(n: int) -> tuple[tuple[int, int], ...]:
    """All unordered pairs of disjoint coalitions with members, as bitmasks; the one with the lowest player comes first."""
    found = []
    for union in range(1, 2**n):
        first = union & -union
        part = union
        while part := (part - 1) & union:
            if part & first:
                found.append((part, union ^ part))
    return tuple(found)


def _surplus(game: Game, masks: Sequence[int]) -> FloatArray:
    empty = game.values[0]
    apart = np.zeros(game.draws)
    for mask in masks:
        apart += game.values[mask] - empty
    joined: FloatArray = game.values[sum(masks)] - empty
    return joined - apart


def _tie(game: Game) -> float:
    return TIE * float(np.abs(game.values - game.values[0]).max())


def _together(
    game: Game, several: Sequence[Sequence[int]], surplus: FloatArray, tie: float, confidence: float
) -> Iterator[Together]:
    for masks, row, told in zip(several, surplus, ranges_of(surplus, game.unit), strict=True):
        parts = tuple(game.members(mask) for mask in masks)
        yield Together(parts, share_of(row >= -tie, confidence), share_of(row > tie, confidence), told)
