"""Rolling-origin backtest: at each origin every forecaster sees what had been observed by then, and is scored on what came after.

Two ways with the inputs after the origin: taken from the record (`hindcast`: given what went in, does the model say what came
out?), or carried on from what was known on that day (`forecast`). All that matters is declared in the protocol of the pack,
before the run.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from torgau.outcome.baselines import MONTH, forecast, past_of
from torgau.outcome.fitting import Case, Paths, case_of, conditioned, fit, run_on
from torgau.outcome.levels import FREEDOM
from torgau.outcome.observations import Seen, counted_in, in_steps
from torgau.outcome.priors import prior_draws
from torgau.outcome.sampling import Effort
from torgau.outcome.scores import Forecast, score
from torgau.outcome.stacking import pooled, weights_at
from torgau.outcome.streams import seed_word, shocks, word_of
from torgau.outcome.worlds import first_day, step_of
from torgau.vocabulary.outcomes import Process, Protocol
from torgau.vocabulary.record import Record

Inputs = Literal["hindcast", "forecast"]
MODES: tuple[Inputs, ...] = ("hindcast", "forecast")

STACK = "stack"
STACK_OF_MODELS = "stack of models"
PRIOR_ONLY = "prior of "

Report = Callable[[str], None]
"""Told in words what has just been done."""


@dataclass(frozen=True)
class Target:
    """A figure that an origin must forecast, and the horizon that it counts for."""

    item: Seen
    months: int


def targets(protocol: Protocol, items: Sequence[Seen], origin: int) -> Iterator[Target]:
    """The figures after an origin that fall within the window of a horizon, of components with a past.

    Nothing is interpolated: only days for which the record has a figure count. Losses count where their period begins later.
    """
    begun = {item.component for item in items if item.last <= origin}
    window = float(protocol.window)
    for item in items:
        after = (item.last - origin) / MONTH
        read = item.first if item.target == "losses" else (item.first + item.last) // 2
        if item.component not in begun or item.last <= origin or read <= origin:
            continue
        nearest = min(protocol.horizons, key=lambda months: abs(months - after))
        if abs(nearest - after) <= window:
            yield Target(item, nearest)


def drawn_from(paths: Paths, item: Seen, process: Process, z: np.ndarray) -> np.ndarray:
    """A model's draws of one figure from its paths, with the error of the figure (`z`: standard normals)."""
    if item.target == "losses":
        before, at = counted_in(process, item)
        lost = np.log(np.maximum(paths.at(item.component, at) - paths.at(item.component, before), 1e-6))
        return lost + (item.value - in_steps(process, item)) + item.error * z
    return paths.at(item.component, step_of(process, (item.first + item.last) // 2)) + item.error * z


class Runner:
    """One run of a protocol. Each origin's forecasts are kept in `folder` as they are done, so that a run can go on."""

    def __init__(
        self, record: Record, protocol: Protocol, folder: Path, effort: Effort, key: str, report: Report | None = None
    ) -> None:
        self.protocol = protocol
        self.folder = folder
        self.effort = effort
        self.key = key
        self.report = report or (lambda text: None)
        self.cases = {name: case_of(record, name) for name in protocol.models}
        self.process = record.processes[protocol.process]
        self.items = next(iter(self.cases.values())).seen

    @property
    def origins(self) -> tuple[int, ...]:
        return tuple(first_day(when) for when in self.protocol.origins)

    @property
    def baselines(self) -> tuple[str, ...]:
        return tuple(self.protocol.baselines)

    def run(self, inputs: Inputs) -> list[Forecast]:
        """All forecasts of one mode, of the models, their priors, the baselines and the stacks, by origin."""
        done: list[Forecast] = []
        for origin in self.origins:
            kept = self._kept(inputs, origin)
            if kept is None:
                found, draws = self._origin(inputs, origin)
                found += self._stacks(origin, done, draws)
                # As they are kept, so that a run that goes on is the same as one that was never stopped.
                found = [Forecast(**item.as_dict()) for item in found]
                self._keep(inputs, origin, found)
                self.report(f"{inputs}, origin {self.origins.index(origin) + 1} of {len(self.origins)}: {len(found)} forecasts")
            else:
                found = kept
            done += found
        return done

    def _origin(self, inputs: Inputs, origin: int) -> tuple[list[Forecast], dict[Target, dict[str, np.ndarray]]]:
        wanted = list(targets(self.protocol, self.items, origin))
        draws: dict[Target, dict[str, np.ndarray]] = {target: {} for target in wanted}
        noise = {target: self._noise(target.item, origin) for target in wanted}
        pasts = {target: past_of(self.items, target, origin) for target in {target.item.target for target in wanted}}
        for target in wanted:
            for name in self.baselines:
                draws[target][name] = forecast(name, pasts[target.item.target], target.item, noise[target])
        for name, case in self.cases.items():
            for by, paths in self._paths(case, name, inputs, origin):
                for target in wanted:
                    if target.item.component in paths.names:
                        draws[target][by] = drawn_from(paths, target.item, case.process, noise[target][2])
        made = [
            _scored(by, origin, target, values, float(target.item.value))
            for target, found in draws.items()
            for by, values in found.items()
        ]
        return made, draws

    def _paths(self, case: Case, name: str, inputs: Inputs, origin: int) -> Iterator[tuple[str, Paths]]:
        steps = step_of(self.process, int(origin + (max(self.protocol.horizons) + float(self.protocol.window)) * MONTH)) + 2
        known = inputs == "forecast"
        world = case.world(steps, origin if known else None)
        posterior = fit(case, origin, known=known, seeds=self.protocol.seeds, effort=self.effort)
        self.report(f"{inputs} {name}: seeds disagree by {posterior.disagreement:.3f}, {posterior.temperatures} temperatures")
        for by, z in (
            (name, posterior.thinned(self.protocol.draws)),
            (PRIOR_ONLY + name, prior_draws(case.priors, self.protocol.draws, self.protocol.seeds[0])),
        ):
            after = conditioned(case, world, z, origin)
            yield by, run_on(case, world, z, after, step_of(self.process, origin) + 1, seed=self.protocol.seeds[0])

    def _stacks(self, origin: int, done: Sequence[Forecast], draws: Mapping[Target, Mapping[str, np.ndarray]]) -> list[Forecast]:
        found = []
        for target, by_name in draws.items():
            models = [name for name in self.cases if name in by_name]
            priors = [PRIOR_ONLY + name for name in models]
            for label, members in ((STACK, [*models, *priors, *self.baselines]), (STACK_OF_MODELS, models)):
                if models:
                    shares = weights_at(origin, members, done, target.item.target, target.months)
                    mixed = pooled([by_name[name] for name in members], shares)
                    found.append(_scored(label, origin, target, mixed, float(target.item.value)))
        return found

    def _noise(self, item: Seen, origin: int) -> np.ndarray:
        # The streams are named by what they are for, so that a figure added to the record changes no other forecast.
        parts = ("wander", "slope", "error", *(f"width {at}" for at in range(FREEDOM)))
        names = [f"{part} {item.component} {item.series} {item.last - origin}" for part in parts]
        words = np.array([word_of(name) for name in names], dtype=np.uint32)
        members = np.arange(self.protocol.draws, dtype=np.uint32)
        with np.errstate(over="ignore"):
            return np.asarray(shocks(np, seed_word(self.protocol.seeds[0]), members, np.uint32(0), words), dtype=float)

    def _file(self, inputs: Inputs, origin: int) -> Path:
        return self.folder / f"{inputs}-{self.origins.index(origin):02d}.json"

    def _kept(self, inputs: Inputs, origin: int) -> list[Forecast] | None:
        path = self._file(inputs, origin)
        if not path.exists():
            return None
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["key"] != self.key:
            return None
        return [Forecast(**item) for item in kept["forecasts"]]

    def _keep(self, inputs: Inputs, origin: int, found: Sequence[Forecast]) -> None:
        path = self._file(inputs, origin)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"key": self.key, "forecasts": [item.as_dict() for item in found]}), encoding="utf-8")
        part.replace(path)


def _scored(by: str, origin: int, target: Target, draws: np.ndarray, value: float) -> Forecast:
    item = target.item
    crps, density, at = score(draws, value)
    levels = [float(level) for level in np.quantile(draws, (0.05, 0.25, 0.5, 0.75, 0.95))]
    return Forecast(
        *(by, origin, item.target, item.component, item.series, item.last, target.months, value, crps, density, at), *levels
    )


def without_theatre(case: Case, theatre: str) -> Case:
    """The case blind to one theatre: none of its figures is read, though its inputs stay."""
    axes = {axis.id for found in case.process.theatres if found.id == theatre for axis in found.axes}
    gone = {f"front {axis}" for axis in axes}
    left = tuple(item for item in case.seen if item.component not in gone and item.component.split()[1:2] != [theatre])
    return BlindCase(case.record, case.process, case.model, left)


@dataclass(frozen=True)
class BlindCase(Case):
    """A case that reads only some of the record's figures."""

    left: tuple[Seen, ...] = ()

    @property
    def seen(self) -> tuple[Seen, ...]:
        return self.left
