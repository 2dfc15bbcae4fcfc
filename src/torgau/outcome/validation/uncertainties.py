"""The four kinds of uncertainty of an answer, kept apart: sources disagree, parameters, chance, model structure.

Each kind is what is left of the spread when the others are held. They do not add up: the answer is not linear in them, and what
is held at its middle hides what it does together with the rest. The table says of each what was held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from torgau.outcome.fitting import Case, Paths, bucket, conditioned, run_on
from torgau.outcome.observations import readings
from torgau.outcome.validation.running import Answer, plain, read_anew, side_by_side, still_run
from torgau.outcome.worlds import World, step_of

Kind = Literal["sources: errors", "sources: rivals", "parameters", "chance", "all in one model", "model structure"]

WHOLE: Kind = "all in one model"
"""The line that is not one of the kinds: what they make together."""

STRUCTURE: Kind = "model structure"
"""The line that is between models, and of none of them."""

HELD: Mapping[Kind, str] = {
    "sources: errors": "Figures move within their errors; parameters stay at their posterior mean, without chance; nothing is "
    "fitted again, so what other figures would have done to the parameters is left out.",
    "sources: rivals": "One rival series at a time is read alone; parameters stay at their posterior mean, without chance; "
    "nothing is fitted again.",
    "parameters": "Posterior draws from the mean state on the day of departure, without chance. Errors of the sources have "
    "widened this posterior, and that part is not told apart.",
    "chance": "Shocks to come and what is not known of the state on the day of departure; parameters stay at their posterior "
    "mean. The spread of the state is partly that of the sources.",
    "all in one model": "Parameters and chance together; sources through the fit. The model is taken to be right.",
    "model structure": "The middle answers of the models, each model at its median. Few models are no sample of all possible "
    "ones: their agreement is no proof.",
}


@dataclass(frozen=True)
class Parts:
    """Draws of one answer by one model, each with only one kind of uncertainty let loose. Arrays of any length.

    `rivals` has one value for each rival series that is read alone, and is empty where there are none.
    """

    model: str
    errors: np.ndarray
    rivals: np.ndarray
    parameters: np.ndarray
    chance: np.ndarray
    together: np.ndarray


@dataclass(frozen=True)
class Line:
    """One kind of uncertainty: standard deviation, median, the middle 90% (the whole range where `count` is small)."""

    kind: Kind
    model: str
    sd: float
    low: float
    middle: float
    high: float
    count: int

    @property
    def held(self) -> str:
        """What was held, and what that leaves out."""
        return HELD[self.kind]

    @property
    def width(self) -> float:
        return self.high - self.low

    @property
    def few(self) -> bool:
        """Whether its range is the whole range."""
        return self.count < FEW


@dataclass(frozen=True)
class Kinds:
    """The table of one answer."""

    answer: str
    unit: str
    lines: tuple[Line, ...]

    @property
    def largest(self) -> str:
        """The kind with the greatest standard deviation, in words fit for a note. Between models it needs two of them."""
        line = max((line for line in self.lines if line.kind != WHOLE), key=lambda line: line.sd)
        if line.sd == 0:
            return "none: no draw differs from another"
        return line.kind if line.kind == STRUCTURE else f"{line.kind} ({line.model})"

    def as_dict(self) -> dict[str, Any]:
        lines = [{**asdict(line), "width": line.width, "held": line.held} for line in self.lines]
        found: dict[str, Any] = plain({"answer": self.answer, "unit": self.unit, "lines": lines, "largest": self.largest})
        return found


FEW = 20
"""Below so many values the range is given instead of the middle 90%."""


def kinds(answer: str, unit: str, parts: Sequence[Parts]) -> Kinds:
    """The table from the draws of each model. Raises ValueError where a draw is not finite, or there is no model."""
    return table(answer, unit, [lines_of(part) for part in parts])


def lines_of(part: Parts) -> tuple[Line, ...]:
    """What one model says of its own uncertainty. Raises ValueError where a draw is not finite."""
    rows: list[tuple[Kind, np.ndarray]] = [("sources: errors", part.errors), ("sources: rivals", part.rivals)]
    rows += [("parameters", part.parameters), ("chance", part.chance), (WHOLE, part.together)]
    return tuple(_line(kind, part.model, values) for kind, values in rows if len(values) > 1)


def table(answer: str, unit: str, by_model: Sequence[Sequence[Line]]) -> Kinds:
    """The lines of all models with that between them, from the median of each. ValueError where there is no model."""
    if not by_model:
        raise ValueError("no model has answered")
    middles = np.array([line.middle for lines in by_model for line in lines if line.kind == WHOLE])
    between = (_line(STRUCTURE, "", middles),) if len(middles) > 1 else ()
    return Kinds(answer, unit, (*(line for lines in by_model for line in lines), *between))


@dataclass(frozen=True)
class Runs:
    """The runs of one model in each of some worlds, each with only one kind of uncertainty let loose.

    Worlds share the state from which they depart and all shocks, member by member, so that members can be compared between them.
    `errors` and `rivals` run on together, the moved figures first: `sources` says how many they are.
    """

    model: str
    read: tuple[Paths, ...]
    sources: int
    parameters: tuple[Paths, ...]
    chance: tuple[Paths, ...]
    together: tuple[Paths, ...]


def runs_of(
    case: Case,
    worlds: Sequence[World],
    z: np.ndarray,
    until: int,
    *,
    seed: int = 1,
    sources: int = 50,
    backend: str = "auto",
) -> Runs:
    """The runs of a model from the day after `until` (an ordinal) on, kind by kind, in worlds that are one until then.

    z are posterior draws (parameters, draws); `sources` is how often the figures are moved within their errors.
    """
    first_step = step_of(case.process, until) + 1
    steps = bucket(first_step)
    centre = z.mean(axis=1, keepdims=True)
    rng = np.random.Generator(np.random.Philox(seed))
    recorded = case.readings(steps, until)
    read = [moved(recorded, rng) for _ in range(sources)] + list(rival_readings(case, steps, until).values())
    known = side_by_side([read_anew(case, worlds[0], centre, until, each, backend) for each in read], backend)
    centres = np.broadcast_to(centre, (len(centre), len(read)))
    central, own = np.broadcast_to(centre, z.shape), conditioned(case, worlds[0], z, until, backend)
    middle = conditioned(case, worlds[0], central, until, backend)
    return Runs(
        model=case.model.id,
        read=tuple(still_run(case, world, centres, known, first_step, backend) for world in worlds),
        sources=sources,
        parameters=tuple(still_run(case, world, z, own, first_step, backend) for world in worlds),
        chance=tuple(run_on(case, world, central, middle, first_step, seed=seed, backend=backend) for world in worlds),
        together=tuple(run_on(case, world, z, own, first_step, seed=seed, backend=backend) for world in worlds),
    )


def parts_of(runs: Runs, answer: Answer) -> Parts:
    """The draws of an answer, kind by kind: a number of each member's paths in all worlds that were run."""
    read = answer(runs.read)
    return Parts(
        model=runs.model,
        errors=read[: runs.sources],
        rivals=read[runs.sources :],
        parameters=answer(runs.parameters),
        chance=answer(runs.chance),
        together=answer(runs.together),
    )


def moved(read: Mapping[str, np.ndarray], rng: np.random.Generator) -> dict[str, np.ndarray]:
    """The figures, each moved by a draw of its own error."""
    found = dict(read)
    for value, variance in (("value", "variance"), ("loss", "loss_variance")):
        shift = np.sqrt(read[variance]) * rng.standard_normal(read[value].shape)
        found[value] = (read[value] + shift).astype(np.float32)
    return found


def rival_readings(case: Case, steps: int, until: int) -> dict[str, dict[str, np.ndarray]]:
    """What the filter reads when of one component only one of several rival series is believed, by component and series."""
    rivals: dict[str, set[str]] = {}
    for item in case.seen:
        if item.last <= until:
            rivals.setdefault(item.component, set()).add(item.series)
    names, counted = case.structure.names, case.structure.counted
    found = {}
    for component in (*names, *counted):
        for series in sorted(rivals.get(component, ())) if len(rivals.get(component, ())) > 1 else ():
            kept = tuple(item for item in case.seen if item.component != component or item.series == series)
            found[f"{component}: {series}"] = dict(readings(kept, case.process, names, counted, steps, until)._asdict())
    return found


def _line(kind: Kind, model: str, values: np.ndarray) -> Line:
    if not np.isfinite(values).all():
        raise ValueError(f"{kind}, {model}: some draws give no finite answer; say what such a draw counts as")
    low, high = (values.min(), values.max()) if len(values) < FEW else np.quantile(values, (0.05, 0.95))
    sd, middle = float(values.std(ddof=1)), float(np.median(values))
    return Line(kind, model, sd, float(low), middle, float(high), len(values))
