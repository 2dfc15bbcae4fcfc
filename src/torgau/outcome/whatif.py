"""What if? An antecedent changes a model's inputs; the model runs on in both worlds from what the record says up to that day.

Both worlds start from the same state and share every shock, member by member, so their difference is the antecedent's alone. Each
model is asked for itself; which of them may answer, and up to when, is decided by their scores (`torgau.outcome.speaking`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from torgau.outcome.baselines import MONTH
from torgau.outcome.duration.view import view_from
from torgau.outcome.fitting import FAMILIES, STRUCTURES, Case, Paths, case_of, conditioned, run_on
from torgau.outcome.laws import AGREE
from torgau.outcome.priors import prior_draws
from torgau.outcome.results import Draws, case_key, read_draws, read_view
from torgau.outcome.speaking import Scores, scores_of
from torgau.outcome.structures.parts import SIDES
from torgau.outcome.validation.contraction import THRESHOLD
from torgau.outcome.worlds import RATES, YEAR, World, begins, changed, first_day, last_day, step_of, world_of
from torgau.vocabulary.outcomes import Antecedent, Model, Process
from torgau.vocabulary.record import Record

SLACK = 0.5
"""By so many months a horizon may miss a scored one: months have no fixed length."""

PRIOR_DRAWS = 500
"""Draws from the priors with which a difference is compared."""

SURE = 0.95
"""The share of draws on one side of nothing from which a model is said to know the sign: its 90% range is on that side too."""


@dataclass(frozen=True)
class Measure:
    """One thing that is compared between the worlds: draws in both, in a unit. `months` is its horizon, 0 for the whole run.

    `better` is -1 where less is better for the first side of the process (the front's distance, the time it took), else 1.
    """

    id: str
    title: str
    unit: str
    months: int
    factual: np.ndarray
    counterfactual: np.ndarray
    better: int

    @property
    def difference(self) -> np.ndarray:
        """Counterfactual less factual, member by member."""
        return self.counterfactual - self.factual

    @property
    def sign(self) -> int:
        """1 or -1 where at least `SURE` of the draws differ that way, 0 where the sign is not known."""
        more, less = float(np.mean(self.difference > 0)), float(np.mean(self.difference < 0))
        return 1 if more >= SURE else -1 if less >= SURE else 0


@dataclass(frozen=True)
class Told:
    """What one model says: its measures, and at which horizons (months) its scores let it speak. `family` is that of its
    mechanics."""

    model: str
    family: str
    key: str
    measures: tuple[Measure, ...]
    standing: Mapping[int, str]
    factual: Paths
    counterfactual: Paths
    left_open: Mapping[str, float] = field(default_factory=dict)
    """For each measure how wide its difference is after the record was seen, against what the priors alone say of it (sd
    ratio)."""

    @cached_property
    def by_id(self) -> Mapping[str, Measure]:
        return {measure.id: measure for measure in self.measures}

    def prior_driven(self, measure: str) -> bool:
        """Whether the record has narrowed a difference so little that the priors decide its size. Where by the priors nothing
        differs there is no size."""
        return self.left_open.get(measure, 0.0) > THRESHOLD

    def speaks(self, months: int) -> bool:
        return self.standing.get(months) in ("demonstrated", "indicated")


@dataclass(frozen=True)
class WhatIf:
    """The answer of all models to one antecedent. `silent` says why a model was not asked."""

    antecedent: Antecedent
    process: Process
    told: tuple[Told, ...]
    silent: Mapping[str, str]
    scores: Scores | None
    draws: int
    seed: int
    worlds: tuple[World, World]
    inputs: tuple[tuple[str, float, float], ...]
    """For each input that the antecedent changes: its id, its sum over the run in the record, and in the other world."""
    until: int | None = None
    """The day (ordinal) that is asked about: horizons beyond it are left out."""

    @property
    def horizons(self) -> tuple[int, ...]:
        """The scored horizons (months) that fit before the horizon of the antecedent, and before the process was over in the
        record: models were scored on nothing that came after."""
        protocol = self.scores.protocol if self.scores else None
        last = last_day(self.antecedent.horizon) if self.until is None else self.until
        last = min(last, last_day(self.process.ends))
        span = (last - first_day(self.antecedent.date)) / MONTH
        return tuple(months for months in (protocol.horizons if protocol else ()) if months <= span + SLACK)

    def speakers(self, months: int) -> tuple[Told, ...]:
        return tuple(told for told in self.told if told.speaks(months))

    def agreement(self, months: int) -> str:
        """Of the models that may speak at a horizon: `all` know one and the same sign, a `majority` does, or `none`.

        Models of one family, or one model alone, are no agreement: structure is one of the things that are not known.
        """
        speakers = self.speakers(months)
        if len({told.family for told in speakers}) < 2:
            return "none"
        return agreement([main_sign(told, months) for told in speakers])

    @property
    def identified_at(self) -> tuple[int, ...]:
        """The horizons (months) at which all models that may speak agree."""
        return tuple(months for months in self.horizons if self.agreement(months) == "all")

    @property
    def identified(self) -> int:
        """The longest of them, 0 where there is none."""
        return max(self.identified_at, default=0)


def agreement(signs: Sequence[int]) -> str:
    """`all`, `majority` or `none` of at least two models know one and the same sign (1 or -1; 0 knows none)."""
    if len(signs) < 2:
        return "none"
    most = max(signs.count(1), signs.count(-1))
    return "all" if most == len(signs) else "majority" if 2 * most > len(signs) else "none"


def main_sign(told: Told, months: int) -> int:
    """The sign on the main measure at a horizon: the mean front over the decisive axes that are contested there."""
    found = told.by_id.get(main_measure(months))
    return found.sign if found else 0


def main_measure(months: int) -> str:
    """The id of the main measure at a horizon."""
    return f"front-{months}"


def lacking(model: Model, antecedent: Antecedent) -> list[str]:
    """The mechanisms that an antecedent needs and a model has not: with any of them missing, it is not asked."""
    return [need for need in antecedent.needs if need not in model.covers]


def run_whatif(record: Record, antecedent: Antecedent, *, draws: int = 2000, seed: int = 7, backend: str = "auto") -> WhatIf:
    """Ask every model of the process. A model that lacks a mechanism the antecedent needs, or kept draws, is not asked."""
    process = record.processes[antecedent.process]
    scores = scores_of(record, process.id)
    worlds = worlds_of(record, antecedent)
    told, silent = [], {}
    for model in record.models.values():
        if model.process != process.id:
            continue
        if model.structure not in STRUCTURES:
            silent[model.id] = why_outside_view_is_silent(record, model)
            continue
        missing = lacking(model, antecedent)
        case = case_of(record, model.id)
        kept = None if missing else read_draws(case)
        unfit = why_unfit(model, kept)
        if missing:
            silent[model.id] = f"it has no mechanism for: {', '.join(missing)}"
        elif kept is None or unfit:
            silent[model.id] = unfit
        else:
            told.append(_ask(case, kept, antecedent, worlds, scores, draws, seed, backend))
    return WhatIf(antecedent, process, tuple(told), silent, scores, draws, seed, worlds, _changed_inputs(*worlds))


def why_unfit(model: Model, kept: Draws | None) -> str:
    """Why the kept draws of a model cannot be asked, empty where they can: there are none, or the seeds of the fit disagree."""
    if kept is None:
        return f"it has no draws for this state of the pack; run `torgau fit {model.id}`"
    disagreement = float(kept.about["disagreement"])
    if disagreement > AGREE:
        return (
            f"the seeds of its fit disagree (scale reduction {disagreement:.2f}, at most {AGREE}), so chance decides its draws; "
            f"run `torgau fit {model.id}`"
        )
    return ""


def why_outside_view_is_silent(record: Record, model: Model) -> str:
    """Why a model of a reference class says nothing of effects: by its score on contests that it had not seen."""
    kept = read_view(record, model)
    if kept is None:
        return f"it has no draws for this state of the pack; run `torgau fit {model.id}`"
    if not view_from(kept).speaks_on_effects:
        return "what an antecedent changes did not help it to forecast contests that it had not seen, so it is mute about effects"
    return "it knows how long such contests last, and no front"


def worlds_of(case_record: Record, antecedent: Antecedent) -> tuple[World, World]:
    """The recorded world and the other one, over all steps up to the horizon of the antecedent."""
    process = case_record.processes[antecedent.process]
    steps = step_of(process, last_day(antecedent.horizon)) + 1
    factual = world_of(case_record, process, steps)
    return factual, changed(factual, antecedent)


def _changed_inputs(factual: World, other: World) -> tuple[tuple[str, float, float], ...]:
    per_year = factual.process.step / YEAR
    found = []
    for before, after in zip(factual.given, other.given, strict=True):
        if not np.array_equal(before.values, after.values):
            scale = per_year if before.input.kind in RATES else 1.0 / factual.steps
            found.append((before.input.id, float(before.values.sum() * scale), float(after.values.sum() * scale)))
    return tuple(found)


def _ask(
    case: Case,
    kept: Draws,
    antecedent: Antecedent,
    worlds: tuple[World, World],
    scores: Scores | None,
    draws: int,
    seed: int,
    backend: str,
) -> Told:
    horizons = scores.protocol.horizons if scores else ()
    factual, other = worlds

    # Draws of the posterior and of the priors run side by side: what the record has narrowed shows in their spreads.
    z = np.concatenate(
        [kept.z[:, np.arange(draws) % kept.z.shape[1]], prior_draws(case.priors, min(draws, PRIOR_DRAWS), seed)], axis=1
    )
    start = departure(case.process, antecedent)
    after = conditioned(case, factual, z, start, backend)
    first_step = step_of(case.process, start) + 1
    pair = [run_on(case, world, z, after, first_step, seed=seed, backend=backend) for world in (factual, other)]
    runs = [_of_members(run, slice(0, draws)) for run in pair]
    blind = [_of_members(run, slice(draws, None)) for run in pair]
    measures = tuple(measures_of(case, (factual, other), antecedent, runs, horizons))
    before = measures_of(case, (factual, other), antecedent, blind, horizons)
    spread = {item.id: float(item.difference.std()) for item in before}
    left_open = {item.id: float(item.difference.std()) / spread[item.id] for item in measures if spread[item.id] > 0}
    standing = {months: scores.standing(case.model.id, months) for months in horizons} if scores else {}
    family = FAMILIES[case.model.structure]
    return Told(case.model.id, family, case_key(case), measures, standing, runs[0], runs[1], left_open)


def _of_members(paths: Paths, which: slice) -> Paths:
    """The paths of some members."""
    return replace(paths, values=paths.values[:, :, which], begun=paths.begun[:, which])


def departure(process: Process, antecedent: Antecedent) -> int:
    """The last day (ordinal) up to which both worlds are the recorded one: they run on from what is known at its end."""
    return max(first_day(antecedent.date) - 1, begins(process))


def measures_of(
    case: Case, worlds: tuple[World, World], antecedent: Antecedent, runs: Sequence[Paths], horizons: Sequence[int]
) -> list[Measure]:
    """What is compared between the runs of both worlds: fronts at each horizon that fits, the end, losses."""
    process, found = case.process, []
    axes = [axis for theatre in process.theatres for axis in theatre.axes]
    factual = runs[0]
    contested = worlds[0].arrays()["axis open"]
    last = factual.first_step + len(factual.values) - 1
    for months in horizons:
        day = first_day(antecedent.date) + round(months * MONTH)
        step = step_of(process, day)
        if step > last:
            if months > (last_day(antecedent.horizon) - first_day(antecedent.date)) / MONTH + SLACK:
                continue
            step = last
        at = step - factual.first_step
        main = []
        for index, axis in enumerate(axes):
            if contested[step, index]:
                pair = [run.of(f"front {axis.id}")[at] for run in runs]
                title = f"the front on the axis {axis.name}, {months} months on"
                found.append(Measure(f"front-{axis.id}-{months}", title, "km", months, pair[0], pair[1], -1))
                if axis.decisive:
                    main.append(pair)
        if main:
            mean = np.mean(np.array(main), axis=0)
            title = f"the mean front of the decisive axes, {months} months on"
            found.append(Measure(main_measure(months), title, "km", months, mean[0], mean[1], -1))
    ends = [end_days(world, run) - first_day(antecedent.date) for world, run in zip(worlds, runs, strict=True)]
    found.append(Measure("end", "time to the end of the process", "months", 0, ends[0] / MONTH, ends[1] / MONTH, -1))
    for at_side, side in enumerate(process.sides):
        names = [name for name in case.structure.counted if name.endswith(SIDES[at_side])]
        if names:
            pair = [lost_by_the_end(world, run, names) for world, run in zip(worlds, runs, strict=True)]
            title = f"losses of {side.name} up to the end of the process or the horizon"
            found.append(Measure(f"losses-{side.id}", title, "thousand persons", 0, pair[0], pair[1], 1 if at_side else -1))
    return found


def end_days(world: World, paths: Paths) -> np.ndarray:
    """For each member the day (ordinal) on which a decisive axis that is contested reaches the end; the last day of the run where
    none does.
    """
    process, contested = world.process, world.arrays()["axis open"]
    axes = [axis for theatre in process.theatres for axis in theatre.axes]
    steps = slice(paths.first_step, paths.first_step + len(paths.values))
    over = np.zeros((len(paths.values), paths.values.shape[2]), dtype=bool)
    for at, axis in enumerate(axes):
        if axis.decisive:
            over |= (paths.of(f"front {axis.id}") <= float(process.reach)) & (contested[steps, at] > 0)[:, None]
    first = np.where(over.any(axis=0), over.argmax(axis=0), len(over) - 1)
    return np.array(begins(process) + (paths.first_step + first + 1) * process.step - 1, dtype=float)


def lost_by_the_end(world: World, paths: Paths, names: Sequence[str]) -> np.ndarray:
    """For each member what was counted under these names until its process ended, or the run did."""
    process = world.process
    at = ((end_days(world, paths) + 1 - begins(process)) / process.step).astype(int) - 1 - paths.first_step
    members = np.arange(paths.values.shape[2])
    return np.sum([paths.of(name)[at, members] - paths.begun[paths.names.index(name)] for name in names], axis=0)


def partition(values: np.ndarray, edges: Sequence[float]) -> list[float]:
    """Shares of draws between the edges, below the first and from the last on: they sum to one."""
    at = np.searchsorted(np.asarray(edges, dtype=float), values, side="right")
    return [float(np.mean(at == index)) for index in range(len(edges) + 1)]
