"""Bueno de Mesquita's expected utility model of group decisions, as published, and as its own text describes it.

Sources: Bueno de Mesquita, "Political forecasting: an expected utility method" (in European Community Decision Making, 1994),
for the model and the issue of car emissions; "The war trap revisited" (APSR 79, 1985) for risk; Scholz, Calbert and Smith,
"Unravelling Bueno de Mesquita's group decision model" (2011), whose replication is the one that can be checked number by
number.

Players hold positions x on a line, with capability c and salience s. In every round each pair asks what a challenge would
bring, each player takes the most pressing demand, and all move at once. Four steps of the replication are not what the papers
say. The two known quirks:

- **the shared denominator** (`probability="all-pairs"`): the chance of winning divides by the votes of all players over *all
  pairs* of positions, not over the pair in question. Chances are tiny, and the chances of the two sides do not add up to one.
- **the lowest midpoint** (`compromise="lowest-midpoint"`): among several compromises a player does not take the one that asks the
  least of it, but the one whose weighted midpoint is the lowest number. Turn the scale round, and another outcome follows.

The other two: danger is compared with that of the other players and not with that of other positions
(`danger="across-players"`), and nobody ever gives in without a fight, since the condition for it can never hold
(`surrender=False`).

`PUBLISHED` has all four and reproduces the published rounds; it never comes to rest. `CORRECTED` mends the two known quirks,
`AS_DESCRIBED` all four; both come to rest, on the issue of 1994 at different places, so that the outcome hangs on a detail
(docs/published-tables.md). None is a forecast of ours: the weighted mean and the weighted median of the opening positions
stand beside every result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from torgau.outcome.published.reading import TableProblem, read_table

REST = 1e-9
"""Nobody moves by more than this share of the scale: the group has come to rest."""
INACTION = 1.0
"""The probability that nothing changes if a player makes no challenge (Q of the papers); 1 in the replication."""

Matrix = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Player:
    """One who decides: `position` on the scale of the issue, `capability` (any unit, above 0), `salience` from 0 to 1."""

    name: str
    capability: float
    position: float
    salience: float


@dataclass(frozen=True)
class Variant:
    """How the four disputed steps are done; the module's docstring explains each."""

    name: str
    probability: Literal["all-pairs", "pair"]
    compromise: Literal["lowest-midpoint", "least-move"]
    danger: Literal["across-players", "across-positions"]
    surrender: bool


PUBLISHED = Variant("published", "all-pairs", "lowest-midpoint", "across-players", False)
AS_DESCRIBED = Variant("as-described", "pair", "least-move", "across-positions", True)
CORRECTED = Variant("corrected", "pair", "least-move", "across-players", False)
VARIANTS = {variant.name: variant for variant in (PUBLISHED, CORRECTED, AS_DESCRIBED)}


@dataclass(frozen=True)
class Round:
    """The positions at the end of a round (0: as they opened), with their weighted median and weighted mean."""

    number: int
    positions: tuple[float, ...]
    median: float
    mean: float


@dataclass(frozen=True)
class Bargained:
    """The rounds of one variant. `at_rest` is the round from which nobody moves any more; None where that did not come."""

    players: tuple[Player, ...]
    variant: Variant
    rounds: tuple[Round, ...]
    at_rest: int | None

    @property
    def baseline_mean(self) -> float:
        """The weighted mean of the opening positions: no model at all."""
        return self.rounds[0].mean

    @property
    def baseline_median(self) -> float:
        """The weighted median of the opening positions: no model at all."""
        return self.rounds[0].median


def bargain(players: Sequence[Player], rounds: int = 10, variant: Variant = PUBLISHED) -> Bargained:
    """Run the model for so many rounds. ValueError for fewer than two players, equal names, weights or saliences out of range."""
    _check(players)
    group = _Group.of(players)
    positions = tuple(player.position for player in players)
    done = [_round(0, group, positions)]
    at_rest = None
    for number in range(1, rounds + 1):
        moved = next_positions(group, positions, variant)
        if at_rest is None and max(abs(a - b) for a, b in zip(moved, positions, strict=True)) <= REST * group.width:
            at_rest = number - 1
        positions = moved
        done.append(_round(number, group, positions))
    return Bargained(tuple(players), variant, tuple(done), at_rest)


class _Group(NamedTuple):
    """What stays the same from round to round: weights c·s, saliences, and the width of the opening positions."""

    weights: tuple[float, ...]
    saliences: tuple[float, ...]
    width: float

    @classmethod
    def of(cls, players: Sequence[Player]) -> _Group:
        positions = [player.position for player in players]
        weights = tuple(player.capability * player.salience for player in players)
        return cls(weights, tuple(player.salience for player in players), max(positions) - min(positions))


def weighted_mean(weights: Sequence[float], positions: Sequence[float]) -> float:
    """The mean position, weighted by capability times salience."""
    return sum(w * x for w, x in zip(weights, positions, strict=True)) / sum(weights)


def weighted_median(weights: Sequence[float], positions: Sequence[float]) -> float:
    """The position that no other beats in a vote in which each player puts in weight times distance (Black 1948; Scholz et al.
    2011).

    That is the position held that lies nearest to all, Σ w |x - m| being least: the weighted median. The lowest of several.
    """
    return min(sorted(set(positions)), key=lambda m: sum(w * abs(x - m) for w, x in zip(weights, positions, strict=True)))


def next_positions(group: _Group, positions: tuple[float, ...], variant: Variant) -> tuple[float, ...]:
    """One round: risk exponents, then what every challenge brings, then the demand that each player yields to."""
    if group.width == 0 or len(set(positions)) == 1:
        return positions
    exponents = risk_exponents(group, positions, variant)
    chances = winning_chances(group, positions, exponents, variant)
    return tuple(_yields(group, positions, chances, exponents[i], i, variant) for i in range(len(positions)))


def winning_chances(group: _Group, positions: Sequence[float], exponents: Sequence[float], variant: Variant) -> Matrix:
    """P[i][j], the chance that i succeeds in a challenge of j.

    Each player k puts in votes v_k(i, j) = c_k s_k ((|x_k - x_j| / D)^r_k - (|x_k - x_i| / D)^r_k), in favour of i where that is
    above zero; D is the width of the opening positions. P is the votes in favour over all votes cast, on the pair i, j
    (`probability="pair"`) or over all ordered pairs (`"all-pairs"`, the shared denominator). 0 where the positions are the same.
    """
    size = range(len(positions))
    distances = [[(abs(positions[k] - positions[a]) / group.width) ** exponents[k] for a in size] for k in size]

    def cast(i: int, j: int) -> list[float]:
        return [group.weights[k] * (distances[k][j] - distances[k][i]) for k in size]

    votes = [[cast(i, j) for j in size] for i in size]
    everything = sum(abs(vote) for row in votes for pair in row for vote in pair)

    def chance(i: int, j: int) -> float:
        total = everything if variant.probability == "all-pairs" else sum(abs(vote) for vote in votes[i][j])
        return sum(max(0.0, vote) for vote in votes[i][j]) / total if total else 0.0

    return tuple(tuple(chance(i, j) for j in size) for i in size)


def expected_utility(distance: float, salience: float, chance: float, exponent: float) -> float:
    """What a challenge is worth to the challenger, against making none, in the eyes of a player with this risk exponent.

    E = s (P u_s + (1 - P) u_f) + (1 - s) u_s - Q u_q, with u_s = 2 - 4 (1/2 - a/2)^r for success, u_f = 2 - 4 (1/2 + a/2)^r for
    failure, u_q = 2 - 4 (1/2)^r for the status quo; a is the distance between the two as a share of D, s the salience of the one
    that is challenged (it resists with that probability), P the chance of winning (Bueno de Mesquita 1985, 1994).
    """
    success = 2 - 4 * (0.5 - 0.5 * distance) ** exponent
    failure = 2 - 4 * (0.5 + 0.5 * distance) ** exponent
    status_quo = 2 - 4 * 0.5**exponent
    resisted = chance * success + (1 - chance) * failure
    return float(salience * resisted + (1 - salience) * success - INACTION * status_quo)


def risk_exponents(group: _Group, positions: tuple[float, ...], variant: Variant) -> tuple[float, ...]:
    """r_i = (1 - R_i / 3) / (1 + R_i / 3), from 1/2 (accepts risk) to 2 (averse), with R_i from danger (Bueno de Mesquita 1985).

    The danger of i is Σ_j E(j challenges i) with all exponents 1, and R_i = (2 danger_i - max - min) / (max - min). Max and min
    are over the players as they stand (`across-players`), or over the positions held by anybody that i could take instead
    (`across-positions`). R is 0 where danger is the same everywhere.
    """
    size = range(len(positions))
    neutral = (1.0,) * len(positions)

    def danger(held: tuple[float, ...], i: int) -> float:
        chances = winning_chances(group, held, neutral, variant)
        return sum(
            expected_utility(abs(held[i] - held[j]) / group.width, group.saliences[i], chances[j][i], 1.0) for j in size if j != i
        )

    here = [danger(positions, i) for i in size]
    found = []
    for i in size:
        rivals = here
        if variant.danger == "across-positions":
            rivals = [danger((*positions[:i], other, *positions[i + 1 :]), i) for other in sorted(set(positions))]
        most, least = max(rivals), min(rivals)
        risk = (2 * here[i] - most - least) / (most - least) if most > least else 0.0
        found.append((1 - risk / 3) / (1 + risk / 3))
    return tuple(found)


class _Demand(NamedTuple):
    """What another player wants of this one: where it would have to go, and by what demands of its kind are ranked."""

    rank: float
    position: float


def _yields(group: _Group, positions: tuple[float, ...], chances: Matrix, exponent: float, i: int, variant: Variant) -> float:
    """Where player i goes, all utilities seen with its own risk exponent.

    With E_i what its challenge of j is worth and E_j what j's challenge of i is worth: conflict where E_j > E_i > 0, and i moves
    all the way; compromise where E_j > 0 > E_i and E_j > |E_i|, and i moves by |E_i / E_j| of the way; surrender where
    E_j > 0 > E_i and E_j < |E_i|, and i moves all the way. Conflict presses before compromise, compromise before surrender.
    """
    conflicts: list[_Demand] = []
    compromises: list[_Demand] = []
    surrenders: list[_Demand] = []
    here = positions[i]
    for j, there in enumerate(positions):
        if there == here:
            continue
        distance = abs(here - there) / group.width
        mine = expected_utility(distance, group.saliences[j], chances[i][j], exponent)
        theirs = expected_utility(distance, group.saliences[i], chances[j][i], exponent)
        if theirs > mine > 0:
            conflicts.append(_Demand(abs(there - here), there))
        elif theirs > 0 > mine and theirs > abs(mine):
            offer = here + (there - here) * abs(mine / theirs)
            midpoint = (abs(mine) * here + abs(theirs) * there) / (abs(mine) + abs(theirs))
            compromises.append(_Demand(midpoint if variant.compromise == "lowest-midpoint" else abs(offer - here), offer))
        elif theirs > 0 > mine and variant.surrender:
            surrenders.append(_Demand(abs(there - here), there))
    demands = conflicts or compromises or surrenders
    return min(demands, key=lambda demand: demand.rank).position if demands else here


def _round(number: int, group: _Group, positions: tuple[float, ...]) -> Round:
    return Round(number, positions, weighted_median(group.weights, positions), weighted_mean(group.weights, positions))


def _check(players: Sequence[Player]) -> None:
    names = [player.name for player in players]
    if len(names) < 2:
        raise ValueError("it takes two players to bargain")
    if len(set(names)) < len(names):
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)} stands twice")
    for player in players:
        if not player.capability > 0:
            raise ValueError(f"{player.name}: the capability must be above 0")
        if not 0 <= player.salience <= 1:
            raise ValueError(f"{player.name}: the salience must be from 0 to 1")
    if not any(player.salience for player in players):
        raise ValueError("the issue matters to nobody: all saliences are 0")


def read_players(path: str | Path) -> tuple[Player, ...]:
    """The players of a CSV file with the columns Actor, Capability, Position, Salience. TableProblem for a bad row."""
    rows = read_table(path, ("Actor", "Capability", "Position", "Salience"))
    players: list[Player] = []
    for row in rows:
        player = Player(row.cells["Actor"], row.required("Capability"), row.required("Position"), row.required("Salience"))
        if not player.name:
            raise row.problem("`Actor` is empty", "name the player")
        if player.name in (other.name for other in players):
            raise row.problem(f"{player.name!r} stands twice", "give each player one row")
        if not player.capability > 0:
            raise row.problem("`Capability` is not above 0", "leave out a player that counts nothing")
        if not 0 <= player.salience <= 1:
            raise row.problem("`Salience` is not from 0 to 1", "divide by 100 what is given out of 100")
        players.append(player)
    if len(players) < 2:
        raise TableProblem(path, 0, "there is only one player", "it takes two to bargain")
    if not any(player.salience for player in players):
        raise TableProblem(path, 0, "the issue matters to nobody: all saliences are 0", "give a salience above 0")
    return tuple(players)
