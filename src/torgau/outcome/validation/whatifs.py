"""The kinds of uncertainty of what-ifs: made for one model with its checks, kept with them, and read again over all models.

A model keeps what it says of its own; what lies between models is computed when the table is asked for, from their medians. So
a model that is checked anew makes no other model's lines stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from torgau.outcome.baselines import MONTH
from torgau.outcome.fitting import STRUCTURES, Case, Paths, case_of
from torgau.outcome.results import Draws, antecedent_key, folder_of, read_checks
from torgau.outcome.validation.running import Answer, plain
from torgau.outcome.validation.uncertainties import Kinds, Line, lines_of, parts_of, runs_of, table
from torgau.outcome.whatif import Measure, departure, lacking, main_measure, measures_of, worlds_of
from torgau.outcome.worlds import Given, World, first_day, step_of
from torgau.vocabulary.outcomes import Antecedent, Protocol
from torgau.vocabulary.record import Record

CHECK = "kinds of uncertainty"
"""The name of the check under which a model keeps them."""

FIELDS = ("kind", "sd", "low", "middle", "high", "count")
"""What is kept of a line."""


@dataclass(frozen=True)
class Kept:
    """The table of one antecedent's main measure at a horizon; `quick`: some model was only looked at with small numbers."""

    months: int
    kinds: Kinds
    quick: bool


def uncertainties(
    case: Case, kept: Draws, protocol: Protocol, *, draws: int, sources: int, told: Callable[[str], None], backend: str = "auto"
) -> dict[str, Any]:
    """The kinds of uncertainty of one model, for the main measure of each antecedent that it covers at each scored horizon."""
    z = kept.z[:, np.linspace(0, kept.z.shape[1] - 1, min(draws, kept.z.shape[1])).astype(int)]
    found = []
    for antecedent in case.record.antecedents.values():
        if antecedent.process != case.process.id or lacking(case.model, antecedent):
            continue
        told(f"{case.model.id}: kinds of uncertainty, {antecedent.id}")
        by_months = _by_months(case, z, antecedent, protocol, sources, backend)
        horizons = [{"months": months, "unit": unit, "lines": lines} for months, unit, lines in by_months]
        found.append({"antecedent": antecedent.id, "key": antecedent_key(case, antecedent), "horizons": horizons})
    result: dict[str, Any] = plain({"draws": z.shape[1], "sources": sources, "seed": protocol.seeds[0], "antecedents": found})
    return result


def _by_months(
    case: Case, z: np.ndarray, antecedent: Antecedent, protocol: Protocol, sources: int, backend: str
) -> Iterator[tuple[int, str, list[dict[str, Any]]]]:
    last = step_of(case.process, first_day(antecedent.date) + round(max(protocol.horizons) * MONTH))
    factual, other = worlds_of(case.record, antecedent)
    worlds = _cut(factual, last + 1), _cut(other, last + 1)
    until = departure(case.process, antecedent)
    runs = runs_of(case, worlds, z, until, seed=protocol.seeds[0], sources=sources, backend=backend)

    def measures(paths: Sequence[Paths]) -> Mapping[str, Measure]:
        return {each.id: each for each in measures_of(case, worlds, antecedent, paths, protocol.horizons)}

    def difference(name: str) -> Answer:
        return lambda paths: measures(paths)[name].difference

    # Which horizons fit is a matter of days and of open axes, not of draws: it is the same in all runs.
    there = measures(runs.together)
    for months in protocol.horizons:
        name = main_measure(months)
        if name in there:
            lines = lines_of(parts_of(runs, difference(name)))
            yield months, there[name].unit, [{field: getattr(line, field) for field in FIELDS} for line in lines]


def _cut(world: World, steps: int) -> World:
    """The first steps of a world. Inputs were changed over its whole length before: what is moved comes from beyond the cut."""
    if steps >= world.steps:
        return world
    return replace(world, steps=steps, given=tuple(Given(item.input, item.values[:steps]) for item in world.given))


def kept_kinds(record: Record, antecedent: Antecedent) -> tuple[Kept, ...]:
    """The tables that are kept for an antecedent, by horizon, over all models whose results are of this state of the pack."""
    by_months: dict[int, list[tuple[Line, ...]]] = {}
    units, quick = {}, False
    for model in record.models.values():
        if model.process != antecedent.process or model.structure not in STRUCTURES:
            continue
        found = read_checks(model.id, folder_of(record))
        entry = _entry(found[1], antecedent.id, antecedent_key(case_of(record, model.id), antecedent)) if found else None
        if found is None or entry is None:
            continue
        quick = quick or bool(found[0].get("quick"))
        for each in entry["horizons"]:
            lines = tuple(Line(model=model.id, **line) for line in each["lines"])
            by_months.setdefault(each["months"], []).append(lines)
            units[each["months"]] = each["unit"]
    return tuple(
        Kept(months, table(main_measure(months), units[months], lines), quick) for months, lines in sorted(by_months.items())
    )


def _entry(rows: Sequence[Mapping[str, Any]], antecedent: str, key: str) -> Mapping[str, Any] | None:
    """What a model has kept of an antecedent as it is declared now."""
    entries = (entry for row in rows if row["check"] == CHECK for entry in row["antecedents"])
    return next((entry for entry in entries if (entry["antecedent"], entry["key"]) == (antecedent, key)), None)
