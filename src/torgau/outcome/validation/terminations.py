"""Forecasts of the end of a process by an outside view: made with its checks, kept with them, scored when they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from torgau.outcome.duration.outlook import TerminationForecast, termination_forecasts
from torgau.outcome.duration.predicting import Chance
from torgau.outcome.results import folder_of, read_checks, terminations_key
from torgau.outcome.sampling import Effort
from torgau.outcome.validation.running import plain
from torgau.outcome.worlds import first_day
from torgau.vocabulary.outcomes import Model, Protocol
from torgau.vocabulary.record import Record

CHECK = "forecasts of the end"
"""The name of the check under which they are kept."""

WAYS = {"known": True, "recorded": False}
"""What an origin is told: the class and the sizes as they were known then, or the class as a whole and the sizes on record."""

FIELDS = ("way", "by", "origin", "day", "months", "p", "p05", "p95", "ended")


@dataclass(frozen=True)
class Terminations:
    """The kept forecasts of one outside view, by way (`WAYS`); `current` where they are of this state of the pack."""

    model: str
    forecasts: dict[str, tuple[TerminationForecast, ...]]
    current: bool
    quick: bool


def terminations(record: Record, model: Model, protocol: Protocol, effort: Effort, *, draws: int) -> dict[str, Any]:
    """The forecasts of the end at each origin and horizon of a protocol, told in both ways, as a row of the kept checks."""
    origins = [first_day(origin) for origin in protocol.origins]
    rows = [
        (way, each.by, each.origin, each.day, each.months, each.chance.value, each.chance.p05, each.chance.p95, each.ended)
        for way, known in WAYS.items()
        for each in termination_forecasts(
            record,
            model,
            origins=origins,
            horizons=protocol.horizons,
            known=known,
            seeds=protocol.seeds,
            effort=effort,
            draws=draws,
        )
    ]
    head = {"model": model.id, "check": CHECK, "key": terminations_key(record, model, protocol)}
    how = {"particles": effort.particles, "moves": effort.moves, "draws": draws}
    found: dict[str, Any] = plain({**head, **how, "fields": FIELDS, "forecasts": rows})
    return found


def kept_terminations(record: Record, protocol: Protocol) -> tuple[Terminations, ...]:
    """What is kept for each outside view of the process of a protocol."""
    found = []
    for model in record.models.values():
        kept = read_checks(model.id, folder_of(record)) if model.process == protocol.process else None
        for row in kept[1] if kept else ():
            if row["check"] == CHECK:
                current = row["key"] == terminations_key(record, model, protocol)
                found.append(Terminations(model.id, _forecasts(row), current, bool(kept and kept[0].get("quick"))))
    return tuple(found)


def _forecasts(row: dict[str, Any]) -> dict[str, tuple[TerminationForecast, ...]]:
    found: dict[str, list[TerminationForecast]] = {way: [] for way in WAYS}
    for values in row["forecasts"]:
        each = dict(zip(row["fields"], values, strict=True))
        chance = Chance(each["p"], each["p05"], each["p95"])
        found[each["way"]].append(
            TerminationForecast(each["by"], each["origin"], each["day"], each["months"], chance, each["ended"])
        )
    return {way: tuple(forecasts) for way, forecasts in found.items()}


@dataclass(frozen=True)
class Brier:
    """The mean Brier score of one forecaster at one horizon (months; 0: all of them) over so many forecasts."""

    by: str
    months: int
    score: float
    count: int


def brier_scores(forecasts: Sequence[TerminationForecast]) -> tuple[Brier, ...]:
    """For each forecaster the mean Brier score at each horizon, then over all, in the order in which they stand."""
    months = sorted({each.months for each in forecasts})
    return tuple(
        found
        for by in dict.fromkeys(each.by for each in forecasts)
        for at in (*months, 0)
        if (found := _mean(by, at, (each.brier for each in forecasts if each.by == by and at in (0, each.months)))) is not None
    )


def _mean(by: str, months: int, scores: Iterable[float]) -> Brier | None:
    held = list(scores)
    return Brier(by, months, sum(held) / len(held), len(held)) if held else None
