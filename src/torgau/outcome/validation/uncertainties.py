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
from torgau.outcome.validation.running import Answer, plain, read_anew, still_run
from torgau.outcome.worlds import World, step_of

Kind = Literal["sources: errors", "sources: rivals", "parameters", "chance", "all in one model", "model structure"]

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
    """One kind of uncertainty: standard deviation, the middle 90% (the whole range where `count` is small), and what is held."""

    kind: Kind
    model: str
    sd: float
    low: float
    high: float
    count: int
    held: str

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True)
class Kinds:
    """The table of one answer."""

    answer: str
    unit: str
    lines: tuple[Line, ...]

    @property
    def largest(self) -> str:
        """The kind with the greatest standard deviation, in words fit for a note. Between models it needs two of them."""
        kinds = [line for line in self.lines if line.kind != "all in one model"]
        line = max(kinds, key=lambda line: line.sd)
        return line.kind if line.kind == "model structure" else f"{line.kind} ({line.model})"

    def as_dict(self) -> dict[str, Any]:
        lines = [{**asdict(line), "width": line.width} for line in self.lines]
        found: dict[str, Any] = plain({"answer": self.answer, "unit": self.unit, "lines": lines, "largest": self.largest})
        return found


FEW = 20
"""Below so many values the range is given instead of the middle 90%."""


def kinds(answer: str, unit: str, parts: Sequence[Parts]) -> Kinds:
    """The table from the draws of each model. Raises ValueError where a draw is not finite, or there is no model."""
    if not parts:
        raise ValueError("no model has answered")
    lines = []
    for part in parts:
        rows: list[tuple[Kind, np.ndarray]] = [("sources: errors", part.errors), ("sources: rivals", part.rivals)]
        rows += [("parameters", part.parameters), ("chance", part.chance), ("all in one model", part.together)]
        lines += [_line(kind, part.model, values) for kind, values in rows if len(values) > 1]
    if len(parts) > 1:
        lines.append(_line("model structure", "", np.array([float(np.median(part.together)) for part in parts])))
    return Kinds(answer, unit, tuple(lines))


def parts_of(
    case: Case,
    world: World,
    z: np.ndarray,
    until: int,
    answer: Answer,
    *,
    seed: int = 1,
    sources: int = 50,
    backend: str = "auto",
) -> Parts:
    """The draws of an answer (a number of each path from the day after `until`, an ordinal) by one model, kind by kind.

    z are posterior draws (parameters, draws); `sources` is how often the figures are moved within their errors.
    """
    first_step = step_of(case.process, until) + 1
    centre = z.mean(axis=1, keepdims=True)

    def still(read: Mapping[str, np.ndarray]) -> float:
        return float(
            answer(still_run(case, world, centre, read_anew(case, world, centre, until, read, backend), first_step, backend))[0]
        )

    def loose(draws: np.ndarray) -> Paths:
        return run_on(case, world, draws, conditioned(case, world, draws, until, backend), first_step, seed=seed, backend=backend)

    rng = np.random.Generator(np.random.Philox(seed))
    recorded = case.readings(bucket(first_step), until)
    errors = np.array([still(moved(recorded, rng)) for _ in range(sources)])
    rivals = np.array([still(read) for read in rival_readings(case, bucket(first_step), until).values()])
    fixed = still_run(case, world, z, conditioned(case, world, z, until, backend), first_step, backend)
    return Parts(
        model=case.model.id,
        errors=errors,
        rivals=rivals,
        parameters=answer(fixed),
        chance=answer(loose(np.broadcast_to(centre, z.shape))),
        together=answer(loose(z)),
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
    return Line(kind, model, float(values.std(ddof=1)), float(low), float(high), len(values), HELD[kind])
