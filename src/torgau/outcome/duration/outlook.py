"""The outside view brought to a process: who stands in it on a day, when it may end, and what another size of the sides would do.

The day on which a contest began is part of the question: hazards of such contests fall with time, so that one counted from an
earlier day has a longer way still to go. It is the first day of the process unless another one is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from torgau.dates import Tri
from torgau.outcome.baselines import MONTH
from torgau.outcome.duration.contests import Size, contests_of, size_of
from torgau.outcome.duration.draws import Draws, fitted, prior_only
from torgau.outcome.duration.predicting import (
    EQUALS,
    RANGE,
    Chance,
    end_quantiles,
    ended_within,
    given_lasted,
    hazard,
    log_survivals,
    weighted_quantiles,
)
from torgau.outcome.duration.view import DRAWS, OutsideView
from torgau.outcome.sampling import Effort
from torgau.outcome.worlds import World, begins, first_day, step_of, world_of
from torgau.record.statuses import held
from torgau.vocabulary.outcomes import Model, Process
from torgau.vocabulary.record import Record

MEASURES = ("capability", "income")
"""What the size of a power is taken from: its capability in the measure of the class, else its income."""


@dataclass(frozen=True)
class Sides:
    """Who stands in a process on a day, by side, and the size of each side in the `measure`, one of `MEASURES`."""

    powers: tuple[tuple[str, ...], tuple[str, ...]]
    sizes: tuple[float, float]
    measure: str

    @property
    def size(self) -> Size:
        return size_of(*self.sizes, len(self.powers[0]) + len(self.powers[1]))


def sides_on(record: Record, world: World, day: int) -> Sides:
    """Who is at war on a day (ordinal) in a world, and how large the sides are.

    A power takes part while the world gives it some size and the record has it at war with a power of the other side that does;
    in a record that knows of no war between them at any time of the process, all powers take part. Only powers of the process
    count: a class that lists every small state counts more. Raises ValueError where a side has nobody.
    """
    step = step_of(world.process, day)
    if not 0 <= step < world.steps:
        raise ValueError("the day lies outside the steps of the world")
    found: Sides | None = None
    for measure in MEASURES:
        sizes: dict[str, float] = {}
        for item in world.given:
            if item.input.kind == measure:
                sizes[item.input.power] = sizes.get(item.input.power, 0.0) + float(item.values[step])
        present = [tuple(power for power in side.powers if sizes.get(power, 0.0) > 0) for side in world.process.sides]
        first, second = _at_war(record, world.process, present[0], present[1], day)
        if first and second:
            found = Sides((first, second), (sum(sizes[each] for each in first), sum(sizes[each] for each in second)), measure)
            break
    if found is None:
        raise ValueError(f"the record gives no size to one side of {world.process.id} on that day")
    return found


def _at_war(
    record: Record, process: Process, first: tuple[str, ...], second: tuple[str, ...], day: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    pairs = [(a, b) for a in first for b in second if at_war(record, a, b, day)]
    if not pairs and not _knows_wars(record, process):
        return first, second
    return tuple(a for a in first if any(a == one for one, _ in pairs)), tuple(
        b for b in second if any(b == other for _, other in pairs)
    )


def at_war(record: Record, first: str, second: str, day: int) -> bool:
    """Whether the record has the two at war on a day, or may have."""
    pairs = ((first, second), (second, first))
    return any(held(record, "war", one, other, day).answer is not Tri.FALSE for one, other in pairs)


def _knows_wars(record: Record, process: Process) -> bool:
    first, second = (set(side.powers) for side in process.sides)
    wars = ({status.subject, status.object} for status in record.statuses.values() if status.dimension == "war")
    return any(parties & first and parties & second for parties in wars)


@dataclass(frozen=True)
class Effect:
    """What a change of the sides would do to the chance of having ended by a day, on the same draws.

    `difference` is None unless the view may speak on effects; `illustration` is the same figure, to be shown only as what a model
    says that was not shown to know. `factual` and `changed` are the covariates of the two worlds.
    """

    speaks_on_effects: bool
    factual: Sides
    changed: Sides
    illustration: Chance

    @property
    def difference(self) -> Chance | None:
        return self.illustration if self.speaks_on_effects else None


@dataclass(frozen=True)
class Outlook:
    """An outside view on one process that began on the day `since` (ordinal). Days asked about are ordinals too."""

    view: OutsideView
    since: int

    def lasted(self, day: int) -> int:
        """How many days it has lasted at the end of a day; none before it began."""
        return max(day - self.since + 1, 0)

    def ended_by(self, day_from: int, day: int, sides: Sides | None = None) -> Chance:
        """P(it has ended by the end of `day` | it went on after `day_from`). Raises ValueError where they are reversed."""
        return ended_within(self.view.base, self.lasted(day_from), self.lasted(day), self._size(sides))

    def hazard(self, day: int, sides: Sides | None = None) -> Chance:
        """The rate by the day at which such contests end when they have lasted to that day."""
        return hazard(self.view.base, self.lasted(day), self._size(sides))

    def end_days(self, day_from: int, levels: Sequence[float], sides: Sides | None = None) -> tuple[int, ...]:
        """The days (ordinals) by which it has ended with these probabilities, given that it went on at the end of `day_from`."""
        found = end_quantiles(self.view.base, self.lasted(day_from), levels, self._size(sides))
        return tuple(self.since - 1 + int(np.ceil(each)) for each in found)

    def whatif(self, day_from: int, day: int, factual: Sides, changed: Sides) -> Effect:
        """What other sides from `day_from` on would do to the chance of having ended by `day`, as far as it may be said."""
        draws = self.view.covariates
        days = np.array([self.lasted(day_from), self.lasted(day)], dtype=float)
        if days[1] < days[0]:
            raise ValueError("the day asked about is before the day to which it has lasted")
        at, other = (log_survivals(draws, days, sides.size) for sides in (factual, changed))
        gain = np.expm1(at[:, 1] - at[:, 0]) - np.expm1(other[:, 1] - other[:, 0])
        weight = given_lasted(draws, at[:, 0])
        low, high = weighted_quantiles(gain, weight, RANGE)
        return Effect(self.view.speaks_on_effects, factual, changed, Chance(float(weight @ gain), low, high))

    def _size(self, sides: Sides | None) -> Size:
        # Only a variant that was shown to gain from the sizes is ever told them.
        return sides.size if sides is not None and self.view.speaks_on_effects else EQUALS


def outlook(view: OutsideView, process: Process, since: int | None = None) -> Outlook:
    """The view on a process, counted from its first day unless another one is given."""
    return Outlook(view, begins(process) if since is None else since)


@dataclass(frozen=True)
class TerminationForecast:
    """The chance, told on the day `origin` (ordinal), that the process has ended `months` later, and whether it had.

    `by` is `persistence` (it goes on), `prior`, `climatology` or `covariates`.
    """

    by: str
    origin: int
    day: int
    months: int
    chance: Chance
    ended: bool

    @property
    def brier(self) -> float:
        """The Brier score (1950): the squared distance of the chance from what happened; 0 is best."""
        return (self.chance.value - self.ended) ** 2


def termination_forecasts(
    record: Record,
    model: Model,
    *,
    origins: Sequence[int],
    horizons: Sequence[int],
    known: bool,
    seeds: tuple[int, ...],
    effort: Effort,
    draws: int = DRAWS,
    since: int | None = None,
) -> list[TerminationForecast]:
    """Forecasts of the end of a model's process from each origin at which it went on, for each horizon in months.

    With `known` each origin sees the class and the sizes of the sides as they were known on that day; otherwise the class as
    a whole, and the sizes that the record has for that day. There is no forecast by covariates from an origin for which the
    record gives no size to one side. Raises ModuleNotFoundError where the extra `torgau[outcome]` is not installed.
    """
    process = record.processes[model.process]
    first, end = begins(process) if since is None else since, first_day(process.ends)
    fits: dict[bytes, dict[str, Draws]] = {}
    found: list[TerminationForecast] = []
    for origin in (each for each in origins if first <= each < end):
        contests = contests_of(record, model, origin if known else None)
        if contests.key not in fits:
            fits[contests.key] = dict(_fits(record, model, origin if known else None, seeds, effort, draws))
        size = _size_on(record, process, origin, known)
        lasted = origin - first + 1
        for months in horizons:
            day = origin + round(months * MONTH)
            chances = {"persistence": Chance(0.0, 0.0, 0.0)}
            for by, held_draws in fits[contests.key].items():
                if by != "covariates":
                    chances[by] = ended_within(held_draws, lasted, lasted + day - origin)
                elif size is not None:
                    chances[by] = ended_within(held_draws, lasted, lasted + day - origin, size)
            found += [TerminationForecast(by, origin, day, months, chance, end <= day) for by, chance in chances.items()]
    return found


def _fits(
    record: Record, model: Model, known: int | None, seeds: tuple[int, ...], effort: Effort, draws: int
) -> Iterator[tuple[str, Draws]]:
    contests = contests_of(record, model, known)
    yield "prior", prior_only(model.priors, "climatology", seed=seeds[0], draws=draws)
    yield "climatology", fitted(contests, model.priors, "climatology", seeds=seeds, effort=effort, draws=draws)
    yield "covariates", fitted(contests, model.priors, "covariates", seeds=seeds, effort=effort, draws=draws)


def _size_on(record: Record, process: Process, day: int, known: bool) -> Size | None:
    world = world_of(record, process, step_of(process, day) + 1, known=day if known else None)
    try:
        return sides_on(record, world, day).size
    except ValueError:
        return None
