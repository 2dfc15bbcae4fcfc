"""Who contributed what? Each model plays out every coalition of the players; the values make a game, for each definition of
value.

A player that is absent takes no part from the day of the attribution on: all inputs that are its own are 0. Deaths of one's own
are never a value. Players share all shocks between the coalitions, draw by draw.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from torgau.outcome.baselines import MONTH
from torgau.outcome.fitting import STRUCTURES, Case, Paths, case_of, conditioned, run_on
from torgau.outcome.games.game import Game, game_of
from torgau.outcome.games.indices import INDICES
from torgau.outcome.games.orderings import Orderings, orderings
from torgau.outcome.results import Draws, case_key, read_draws
from torgau.outcome.speaking import Scores, scores_of
from torgau.outcome.structures.parts import SIDES
from torgau.outcome.whatif import end_days, lost_by_the_end, why_unfit
from torgau.outcome.worlds import World, begins, first_day, last_day, step_of, without, world_of
from torgau.vocabulary.outcomes import Attribution, Process, ValueFunction
from torgau.vocabulary.record import Record

UNITS: Mapping[str, str] = {"ground": "km", "enemy-losses": "thousand persons", "sooner": "months"}
"""What a value is measured in."""

TARGETS: Mapping[str, str] = {"ground": "front", "enemy-losses": "losses", "sooner": "front"}
"""The kind of figure that a model must have forecast well to say anything of a value."""


@dataclass(frozen=True)
class Played:
    """The game of one model under one value function."""

    model: str
    key: str
    value: ValueFunction
    game: Game


@dataclass(frozen=True)
class Contributions:
    """All games of an attribution. `silent` says why a model plays none; `months` is the horizon, with who may speak there."""

    attribution: Attribution
    process: Process
    played: tuple[Played, ...]
    silent: Mapping[str, str]
    scores: Scores | None
    draws: int
    seed: int

    @property
    def months(self) -> float:
        """From the day of the attribution to its horizon."""
        return (last_day(self.attribution.horizon) - first_day(self.attribution.date)) / MONTH

    @property
    def indices(self) -> tuple[str, ...]:
        """The indices that are computed: that of Owen only where unions are declared."""
        return tuple(name for name in INDICES if name != "owen" or self.attribution.unions)

    def speaks(self, model: str, value: ValueFunction) -> bool:
        """Whether the model may speak of a value: at the scored horizon next above the attribution's own, if none lies beyond all
        of them, by its skill on the kind of figure that the value is made of."""
        if self.scores is None:
            return False
        above = [months for months in self.scores.protocol.horizons if months >= self.months - 0.5]
        return bool(above) and self.scores.speaks(model, min(above), TARGETS[value.measure])

    @property
    def speaking(self) -> tuple[str, ...]:
        """The models that may speak of some value."""
        return tuple(dict.fromkeys(item.model for item in self.played if self.speaks(item.model, item.value)))

    def ordered(self, level: float = 0.95) -> Orderings | None:
        """Which orderings of the players survive all models, values and indices; None where nothing was played. Values that tell
        nothing are left out, unless all of them do."""
        empty = self.tell_nothing(level)
        told = tuple(item for item in self.played if item.value.id not in empty)
        return self._orderings(told or self.played, level)

    def ordered_by(self, value: str, level: float = 0.95) -> Orderings | None:
        """The same by one value alone."""
        return self._orderings(tuple(item for item in self.played if item.value.id == value), level)

    def tell_nothing(self, level: float = 0.95) -> tuple[str, ...]:
        """The values by which all players weigh the same in every model and index: within the horizon nobody's absence shows."""
        found = []
        for value in dict.fromkeys(item.value.id for item in self.played):
            ordered = self.ordered_by(value, level)
            if ordered is not None and ordered.pairs and all(pair.relation == "=" for pair in ordered.pairs):
                found.append(value)
        return tuple(found)

    def _orderings(self, played: tuple[Played, ...], level: float) -> Orderings | None:
        if not played:
            return None
        results = {(item.model, item.value.id, index): INDICES[index](item.game) for item in played for index in self.indices}
        return orderings(self.attribution.players, results, level=level)


def run_attribution(
    record: Record,
    attribution: Attribution,
    *,
    values: tuple[str, ...] = (),
    draws: int = 1000,
    seed: int = 7,
    backend: str = "auto",
    progress: Callable[[str], None] | None = None,
) -> Contributions:
    """Play all coalitions in every model that has kept draws. `values` chooses value functions (else all). KeyError for
    others."""
    known = {item.id: item for item in attribution.values}
    chosen = tuple(known[name] for name in values) if values else attribution.values
    process = record.processes[attribution.process]
    played: list[Played] = []
    silent: dict[str, str] = {}
    for model in record.models.values():
        if model.process != process.id or model.structure not in STRUCTURES:
            continue
        case = case_of(record, model.id)
        kept = read_draws(case)
        unfit = why_unfit(model, kept)
        if kept is None or unfit:
            silent[model.id] = unfit
            continue
        runs = _coalitions(case, kept, attribution, draws, seed, backend, progress)
        for value in chosen:
            if value.measure == "enemy-losses" and not case.structure.counted:
                silent[f"{model.id}, {value.id}"] = "the model counts no losses"
                continue
            worth = {members: _worth(case, attribution, value, *run) for members, run in runs.items()}
            game = game_of(attribution.players, worth.__getitem__, UNITS[value.measure], attribution.unions)
            played.append(Played(model.id, case_key(case), value, game))
    return Contributions(attribution, process, tuple(played), silent, scores_of(record, process.id), draws, seed)


def _coalitions(
    case: Case,
    kept: Draws,
    attribution: Attribution,
    draws: int,
    seed: int,
    backend: str,
    progress: Callable[[str], None] | None,
) -> dict[frozenset[str], tuple[World, Paths]]:
    process = case.process
    steps = step_of(process, last_day(attribution.horizon)) + 1
    factual = world_of(case.record, process, steps)
    since = first_day(attribution.date)
    z = kept.z[:, np.arange(draws) % kept.z.shape[1]]
    start = max(since - 1, begins(process))
    after = conditioned(case, factual, z, start, backend)
    found = {}
    players = attribution.players
    for mask in range(2 ** len(players)):
        members = frozenset(player for at, player in enumerate(players) if mask >> at & 1)
        world = factual
        for player in players:
            if player not in members:
                world = without(world, player, since)
        paths = run_on(case, world, z, after, step_of(process, start) + 1, seed=seed, backend=backend)
        found[members] = world, paths
        if progress is not None:
            progress(f"{case.model.id}: {mask + 1} of {2 ** len(players)} coalitions")
    return found


def _worth(case: Case, attribution: Attribution, value: ValueFunction, world: World, paths: Paths) -> np.ndarray:
    """What a coalition is worth, draw by draw: more is better for the first side."""
    process = case.process
    if value.measure == "sooner":
        return -(end_days(world, paths) - first_day(attribution.date)) / MONTH
    if value.measure == "enemy-losses":
        names = [
            name
            for name in case.structure.counted
            if name.endswith(SIDES[1]) and (not value.theatre or name.split()[1] == value.theatre)
        ]
        return lost_by_the_end(world, paths, names)
    every = [(axis, theatre) for theatre in process.theatres for axis in theatre.axes]
    contested = world.arrays()["axis open"][paths.first_step + len(paths.values) - 1]
    axes = [
        axis.id
        for at, (axis, theatre) in enumerate(every)
        if contested[at] and (theatre.id == value.theatre if value.theatre else axis.decisive)
    ]
    return -np.mean([np.maximum(paths.of(f"front {axis}")[-1], 0.0) for axis in axes], axis=0)
