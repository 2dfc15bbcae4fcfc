"""The invented pack with results: kept draws and a scoring run made by hand, so that no model is fitted and every score is known.

The forecasts are not drawn from anything. Each forecaster has one CRPS at all origins (`CRPS`), so that a skill is
1 - its CRPS / 100, the CRPS of the only baseline, and its bootstrap interval has no width.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import msgspec
import numpy as np

from tests.book import invented
from tests.book.invented import W, by_id, cite
from torgau.outcome.backtest import MODES, targets
from torgau.outcome.fitting import case_of
from torgau.outcome.priors import prior_draws
from torgau.outcome.results import keep_draws, keep_forecasts, protocol_key
from torgau.outcome.sampling import Effort, Posterior
from torgau.outcome.scores import Forecast
from torgau.outcome.worlds import first_day
from torgau.vocabulary import Point, Record, Series
from torgau.vocabulary import outcomes as o
from torgau.vocabulary import questions as q

D = Decimal
EFFORT = Effort(particles=40, moves=3)

CRPS = {
    "sums": 60.0,  # skill +0.40, and 1 - 60 / 75 = +0.20 against its own prior
    "prior of sums": 75.0,
    "arms": 120.0,  # skill -0.20, and 1 - 120 / 80 = -0.50 against its own prior
    "prior of arms": 80.0,
    "stack": 50.0,  # skill +0.50
    "stack of models": 110.0,
    "persistence": 100.0,
}
INSIDE = 0.3
"""The share of draws below each figure: within the middle half, always."""

_PRIORS = (
    ("elasticity", "lognormal", 1, "0.5", ""),
    ("offset", "normal", 0, "0.5", ""),
    ("learning", "lognormal", 50, "0.5", "weeks"),
    ("speed", "lognormal", 10, "0.5", "km a week"),
    ("season", "normal", 0, "0.2", ""),
    ("wear", "lognormal", "0.02", "0.3", "share a week"),
    ("reaction", "lognormal", "0.7", "0.3", ""),
    ("bombing", "lognormal", "0.05", "0.3", ""),
    ("aid_worth", "lognormal", 1, "0.3", ""),
    ("front_noise", "lognormal", 10, "0.5", "km"),
    ("momentum_noise", "lognormal", 1, "0.5", "km a week"),
    ("momentum_keep", "logitnormal", "0.8", "0.3", ""),
)


def _model(name: str, structure: str) -> o.Model:
    priors = tuple(
        o.Prior(parameter=each, family=family, centre=D(centre), spread=D(spread), unit=unit, why="invented")  # type: ignore[arg-type]
        for each, family, centre, spread, unit in _PRIORS
    )
    title = f"The {name} of it"
    return o.Model(
        id=name,
        title=title,
        process="grey-sea-war",
        structure=structure,  # type: ignore[arg-type]
        priors=priors,
        covers=("grain",),
        blind=("the weather",),
    )


def _series(name: str, unit: str) -> Series:
    return Series(
        id=name, title=name.replace("-", " ").capitalize(), file=f"series/{name}.csv", unit=unit, scope="all", sources=cite()
    )


def _by_year(value: str) -> tuple[Point, ...]:
    return tuple(
        Point(start=W(f"{year}-01-01"), end=W(f"{year}-12-31"), value=D(value), source="gazette", locator="p. 2", verified=True)
        for year in (1922, 1923, 1924, 1925)
    )


def _road() -> tuple[Point, ...]:
    """A figure on the first of every month from June 1923 to January 1925: 200 km, and 5 km less each month."""
    months = [(1923, month) for month in range(6, 13)] + [(1924, month) for month in range(1, 13)] + [(1925, 1)]
    return tuple(
        Point(
            start=W(f"{year}-{month:02d}-01"),
            end=W(f"{year}-{month:02d}-01"),
            value=D(200 - 5 * at),
            source="gazette",
            locator="p. 3",
            verified=True,
        )
        for at, (year, month) in enumerate(months)
    )


def declared(folder: str = "") -> Record:
    """The invented pack with two models that can be run, and no results yet."""
    base = invented.record()
    process = msgspec.structs.replace(
        base.processes["grey-sea-war"],
        theatres=(
            o.Theatre(
                id="bor-road",
                name="The road to Bor",
                opened=W("1923-06-01"),
                axes=(o.Axis(id="road", name="along the road", series="road-distance", decisive=True),),
            ),
        ),
        inputs=(
            *(o.Input(id=f"men-{power.lower()}", kind="forces", power=power, series="men") for power in ("AL", "BO", "CE")),
            *(o.Input(id=f"income-{power.lower()}", kind="income", power=power, series="income") for power in ("AL", "BO", "CE")),
            *(o.Input(id=f"burden-{power.lower()}", kind="burden", power=power, series="burden") for power in ("AL", "BO", "CE")),
            o.Input(id="made-ce", kind="output", power="CE", series="income"),
            o.Input(id="made-bo", kind="output", power="BO", series="income"),
            o.Input(id="grain", kind="aid", power="AL", to="BO", series="grain-sent"),
        ),
    )
    protocol = msgspec.structs.replace(base.protocols["grain-scores"], models=("sums", "arms"), seeds=(1, 2, 3))
    # Aid moves effort from one power to another of the same side, which changes nothing here; half of an income does.
    asked_if = base.antecedents["no-second-convoy"]
    halved = o.Change(kind="income", power="BO", factor=D("0.5"), why="Half of the harvest is lost.")
    asked_if = msgspec.structs.replace(asked_if, changes=(*asked_if.changes, halved))
    question = q.AttributeStep(name="who", attribution="whose-road")
    asked = msgspec.structs.replace(
        base.questions["q-grain"],
        id="q-who",
        layer="outcome",
        question="Who held the road?",
        steps=(question,),
        answer="{who.brief}",
    )
    added = by_id(
        _series("road-distance", "km"), _series("men", "thousand persons"), _series("income", "million crowns"),
        _series("burden", "share"), _series("grain-sent", "million crowns"),
    )  # fmt: skip
    return replace(
        base,
        processes=by_id(process),
        models=by_id(_model("sums", "economy"), _model("arms", "materiel")),
        protocols=by_id(protocol),
        antecedents={**base.antecedents, asked_if.id: asked_if},
        questions={**base.questions, "q-who": asked},
        series={**base.series, **added},
        points={
            **base.points,
            "road-distance": _road(),
            "men": _by_year("400"),
            "income": _by_year("1000"),
            "burden": _by_year("0.4"),
            "grain-sent": _by_year("300"),
        },
        folder=folder,
    )


def scored(folder: Path, *, effort: Effort = EFFORT, crps: dict[str, float] | None = None) -> Record:
    """The same with draws (those of the priors, narrowed by half) and forecasts in `folder`."""
    record = declared(str(folder))
    results = folder / "outcome" / "results"
    for name in record.models:
        case = case_of(record, name)
        z = np.stack([0.5 * prior_draws(case.priors, 40, seed) for seed in (1, 2, 3)])
        posterior = Posterior(z=z, seeds=(1, 2, 3), evidence=np.zeros(3), acceptance=np.full(3, 0.3), temperatures=(4, 4, 5))
        keep_draws(case, posterior, effort, 100, "1925-02-03", results)
    protocol = record.protocols["grain-scores"]
    forecasts = list(_forecasts(record, protocol, crps or CRPS))
    about = {"particles": effort.particles, "moves": effort.moves, "quick": False}
    keep_forecasts(protocol, protocol_key(record, protocol, effort), dict.fromkeys(MODES, forecasts), results, about)
    return record


def _forecasts(record: Record, protocol: o.Protocol, crps: dict[str, float]) -> Iterator[Forecast]:
    items = case_of(record, "sums").seen
    for origin in map(first_day, protocol.origins):
        for target in targets(protocol, items, origin):
            item, value = target.item, float(target.item.value)
            for by, score in crps.items():
                yield Forecast(
                    *(by, origin, item.target, item.component, item.series, item.last, target.months, value, score, -score / 50),
                    *(INSIDE, value - 40, value - 10, value + 5, value + 20, value + 50),
                )
