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
from typing import Any, Literal

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
from torgau.outcome.worlds import World, first_day, step_of
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


def steps_ahead(protocol: Protocol, process: Process, origin: int) -> int:
    """The steps of a process that are needed to forecast every figure that is wanted from an origin."""
    return step_of(process, int(origin + (max(protocol.horizons) + float(protocol.window)) * MONTH)) + 2


def noise_of(protocol: Protocol, item: Seen, origin: int) -> np.ndarray:
    """Standard normals for the forecasts of a figure from an origin, the same for all forecasters: (3 + FREEDOM, draws)."""
    # The streams are named by what they are for, so that a figure added to the record changes no other forecast.
    parts = ("wander", "slope", "error", *(f"width {at}" for at in range(FREEDOM)))
    names = [f"{part} {item.component} {item.series} {item.last - origin}" for part in parts]
    words = np.array([word_of(name) for name in names], dtype=np.uint32)
    members = np.arange(protocol.draws, dtype=np.uint32)
    with np.errstate(over="ignore"):
        return np.asarray(shocks(np, seed_word(protocol.seeds[0]), members, np.uint32(0), words), dtype=float)


Said = dict[str, dict[Target, np.ndarray]]
"""What forecasters say of the figures that are wanted: draws, by forecaster and figure."""


@dataclass(frozen=True)
class Asked:
    """What is asked of all forecasters at an origin (ordinal): each figure that is wanted, with the chance that they share."""

    protocol: Protocol
    process: Process
    origin: int
    noise: Mapping[Target, np.ndarray]

    def by_baselines(self, items: Sequence[Seen]) -> Said:
        """What the baselines say, from all figures up to the origin."""
        pasts = {target: past_of(items, target, self.origin) for target in {target.item.target for target in self.noise}}
        return {
            name: {target: forecast(name, pasts[target.item.target], target.item, z) for target, z in self.noise.items()}
            for name in self.protocol.baselines
        }

    def by_model(self, case: Case, world: World, z: np.ndarray) -> dict[Target, np.ndarray]:
        """What a model says with these draws of its parameters, conditioned on all that the case had seen by the origin."""
        after = conditioned(case, world, z, self.origin)
        paths = run_on(case, world, z, after, step_of(self.process, self.origin) + 1, seed=self.protocol.seeds[0])
        return {
            target: drawn_from(paths, target.item, self.process, noise[2])
            for target, noise in self.noise.items()
            if target.item.component in paths.names
        }

    def by_prior(self, case: Case, world: World) -> dict[Target, np.ndarray]:
        """The same with draws of its prior."""
        return self.by_model(case, world, prior_draws(case.priors, self.protocol.draws, self.protocol.seeds[0]))

    def scored(self, said: Said) -> list[Forecast]:
        """What was said beside what the record says, figure by figure."""
        return [
            _scored(by, self.origin, target, values[target], float(target.item.value))
            for target in self.noise
            for by, values in said.items()
            if target in values
        ]


def asked(protocol: Protocol, process: Process, items: Sequence[Seen], origin: int) -> Asked:
    """What a protocol asks at an origin (ordinal) of a process with these figures."""
    return Asked(
        protocol,
        process,
        origin,
        {target: noise_of(protocol, target.item, origin) for target in targets(protocol, items, origin)},
    )


def origins_of(protocol: Protocol) -> tuple[int, ...]:
    """The origins of a protocol as ordinals."""
    return tuple(first_day(when) for when in protocol.origins)


@dataclass(frozen=True)
class Parts:
    """What a run has done so far, part by part, in a folder: each under the key of the run, so that a run can go on."""

    folder: Path
    key: str

    def read(self, name: str) -> Mapping[str, Any] | None:
        """A part that was kept by a run with this key, or None. `forecasts` are told as they are."""
        path = self.folder / f"{name}.json"
        if not path.exists():
            return None
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["key"] != self.key:
            return None
        return {**kept, "forecasts": [Forecast(**item) for item in kept["forecasts"]]}

    def keep(self, name: str, forecasts: Sequence[Forecast], **about: Any) -> list[Forecast]:
        """Keep a part, and give its forecasts as they are kept: a run that goes on is the same as one that was never stopped."""
        held = [item.as_dict() for item in forecasts]
        path = self.folder / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps({"key": self.key, "forecasts": held, **about}), encoding="utf-8")
        part.replace(path)
        return [Forecast(**item) for item in held]


class Runner:
    """One run of a protocol. Each origin's forecasts are kept in `folder` as they are done, so that a run can go on."""

    def __init__(
        self, record: Record, protocol: Protocol, folder: Path, effort: Effort, key: str, report: Report | None = None
    ) -> None:
        self.protocol = protocol
        self.parts = Parts(folder, key)
        self.effort = effort
        self.report = report or (lambda text: None)
        self.cases = {name: case_of(record, name) for name in protocol.models}
        self.process = record.processes[protocol.process]
        self.items = next(iter(self.cases.values())).seen

    @property
    def origins(self) -> tuple[int, ...]:
        return origins_of(self.protocol)

    def run(self, inputs: Inputs) -> list[Forecast]:
        """All forecasts of one mode, of the models, their priors, the baselines and the stacks, by origin."""
        done: list[Forecast] = []
        for at, origin in enumerate(self.origins):
            name = f"{inputs}-{at:02d}"
            kept = self.parts.read(name)
            if kept is None:
                here = asked(self.protocol, self.process, self.items, origin)
                said, disagreement = self._said(inputs, here)
                found = self.parts.keep(name, here.scored(said) + self._stacks(here, done, said), disagreement=disagreement)
                self.report(f"{inputs}, origin {at + 1} of {len(self.origins)}: {len(found)} forecasts")
            else:
                found = kept["forecasts"]
            done += found
        return done

    def disagreement(self, inputs: Inputs) -> dict[str, list[float]]:
        """How far the seeds of each model's fits disagree (scale reduction), origin by origin, in what was done so far."""
        done = [self.parts.read(f"{inputs}-{at:02d}") for at in range(len(self.origins))]
        return {name: [part["disagreement"][name] for part in done if part is not None] for name in self.cases}

    def _said(self, inputs: Inputs, here: Asked) -> tuple[Said, dict[str, float]]:
        said, disagreement = here.by_baselines(self.items), {}
        known = inputs == "forecast"
        for name, case in self.cases.items():
            world = case.world(steps_ahead(self.protocol, self.process, here.origin), here.origin if known else None)
            posterior = fit(case, here.origin, known=known, seeds=self.protocol.seeds, effort=self.effort)
            disagreement[name] = round(posterior.disagreement, 4)
            self.report(f"{inputs} {name}: seeds disagree by {posterior.disagreement:.3f}, {posterior.temperatures} temperatures")
            said[name] = here.by_model(case, world, posterior.thinned(self.protocol.draws))
            said[PRIOR_ONLY + name] = here.by_prior(case, world)
        return said, disagreement

    def _stacks(self, here: Asked, done: Sequence[Forecast], said: Said) -> list[Forecast]:
        found = []
        for target in here.noise:
            models = [name for name in self.cases if target in said[name]]
            priors = [PRIOR_ONLY + name for name in models]
            for label, members in ((STACK, [*models, *priors, *self.protocol.baselines]), (STACK_OF_MODELS, models)):
                if models:
                    shares = weights_at(here.origin, members, done, target.item.target, target.months)
                    mixed = pooled([said[name][target] for name in members], shares)
                    found.append(_scored(label, here.origin, target, mixed, float(target.item.value)))
        return found


def _scored(by: str, origin: int, target: Target, draws: np.ndarray, value: float) -> Forecast:
    item = target.item
    crps, density, at = score(draws, value)
    levels = [float(level) for level in np.quantile(draws, (0.05, 0.25, 0.5, 0.75, 0.95))]
    return Forecast(
        *(by, origin, item.target, item.component, item.series, item.last, target.months, value, crps, density, at), *levels
    )
