"""An invented pack for the outcome layer: two sides, two theatres, rival models; and records made by hand for single functions.

The Grey Sea war: the League (AL and BO) against Cestria (CE), inland from the first day and on a coast that opens later. All
figures are invented; they follow simple rules so that a test can say what it expects.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from math import cos, sin
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np

import torgau
from torgau.dates import When, parse_day
from torgau.outcome.fitting import case_of
from torgau.outcome.results import folder_of, keep_draws, keep_forecasts, protocol_key
from torgau.outcome.sampling import Effort, Posterior
from torgau.outcome.scores import Forecast
from torgau.vocabulary import Record
from torgau.vocabulary.outcomes import PARAMETERS, Process
from torgau.vocabulary.quantities import Point

BEGINS = "1923-06-03"
WEEKS = 110
EFFORT = Effort(particles=32, moves=2)
STRUCTURES = ("attrition", "economy", "materiel")

_NORMAL = {"offset": 0.3, "handicap": 0.2, "season": 0.2}
_SHARES = {"momentum_keep": 0.7, "line_share_first": 0.5, "line_share_second": 0.6}
_POSITIVE = {
    "elasticity": 1,
    "learning": 60,
    "speed": 12,
    "wear": 0.02,
    "reaction": 0.8,
    "bombing": 0.1,
    "aid_worth": 1.2,
    "front_noise": 15,
    "momentum_noise": 2,
    "loss_first": 0.02,
    "loss_second": 0.03,
    "loss_power": 0.7,
    "replacement": 0.05,
    "equipment": 0.5,
    "contrast": 0.8,
    "captures": 0.02,
    "strength_noise": 0.03,
}


def centre(parameter: str) -> float:
    """The middle of the invented prior of a parameter."""
    return {**_NORMAL, **_SHARES, **_POSITIVE}[parameter]


def priors(structure: str) -> list[dict[str, Any]]:
    """Invented priors for all parameters of a structure."""
    found = []
    for name in PARAMETERS[structure]:
        family = "normal" if name in _NORMAL else "logitnormal" if name in _SHARES else "lognormal"
        found.append({"parameter": name, "family": family, "centre": centre(name), "spread": 0.3, "why": "Invented."})
    return found


def day(after: int) -> str:
    """The day so many days after the war began, as ISO text."""
    return (datetime.date.fromisoformat(BEGINS) + datetime.timedelta(days=after)).isoformat()


Row = tuple[str, str, float]


def _series() -> dict[str, tuple[str, list[Row]]]:
    """For each series its unit and rows (start, end, value)."""
    road = [(day(14 * at), day(14 * at), round(400 - 2 * at + 30 * sin(at / 3), 1)) for at in range(55)]
    shore = [(day(276 + 21 * at), day(276 + 21 * at), round(250 - 4 * at + 10 * cos(at), 1)) for at in range(22)]
    strength = [(day(28 * at + 3), day(28 * at + 3), round(200 + 10 * sin(at), 1)) for at in range(26)]
    rival = [(day(28 * at), day(28 * at + 13), round(220 + 10 * sin(at), 1)) for at in range(26)]
    # Quarters of 91 days: whole weeks of the process.
    lost = [(day(91 * at), day(91 * at + 90), 30_000 + 1000 * at) for at in range(8)]
    years = (1923, 1924, 1925)

    def yearly(*values: float) -> list[Row]:
        return [(f"{year}-01-01", f"{year}-12-31", value) for year, value in zip(years, values, strict=True)]

    return {
        "front-road": ("km", road),
        "front-shore": ("km", shore),
        "strength-league": ("thousand persons", strength),
        "strength-league-rival": ("thousand persons", rival),
        "losses-cestria": ("persons", lost),
        "army-al": ("thousand persons", yearly(200, 260, 300)),
        "army-bo": ("thousand persons", yearly(300, 280, 310)),
        "army-ce": ("thousand persons", yearly(520, 500, 450)),
        "landed-al": ("persons", [(day(280), day(400), 60_000), (day(401), day(700), 90_000)]),
        "arms-al": ("million dollars", yearly(50, 80, 120)),
        "arms-bo": ("million dollars", yearly(30, 30, 35)),
        "arms-ce": ("million dollars", yearly(90, 100, 95)),
        "income-al": ("million dollars", yearly(500, 520, 560)),
        "income-bo": ("million dollars", yearly(200, 190, 200)),
        "income-ce": ("million dollars", yearly(600, 610, 580)),
        "share-of-war": ("share", yearly(0.2, 0.3, 0.4)),
        "arms-sent": ("million dollars", [(day(60 * at), day(60 * at + 59), 2.0 + 0.5 * at) for at in range(12)]),
        "bombs": ("metric tons", yearly(0, 4000, 9000)),
    }


def _process() -> dict[str, Any]:
    inputs = [
        {"id": "forces-al", "kind": "forces", "power": "AL", "series": "army-al"},
        {"id": "forces-bo", "kind": "forces", "power": "BO", "series": "army-bo", "theatre": "inland"},
        {"id": "forces-ce", "kind": "forces", "power": "CE", "series": "army-ce"},
        {"id": "landed", "kind": "forces", "power": "AL", "series": "landed-al", "theatre": "coast", "factor": 0.001},
        {"id": "aid", "kind": "aid", "power": "AL", "to": "BO", "series": "arms-sent"},
        {"id": "bombs", "kind": "bombing", "power": "AL", "on": "cestria", "series": "bombs", "factor": 0.001},
    ]
    for power in ("al", "bo", "ce"):
        for kind, name in (("output", f"arms-{power}"), ("income", f"income-{power}"), ("burden", "share-of-war")):
            inputs.append({"id": f"{kind}-{power}", "kind": kind, "power": power.upper(), "series": name})
    return {
        "id": "grey-sea-war",
        "title": "The Grey Sea war",
        "begins": BEGINS,
        "ends": day(7 * WEEKS - 1),
        "step": 7,
        "reach": 20,
        "midwinter": "1924-01-15",
        "sides": [
            {"id": "league", "name": "the League", "powers": ["AL", "BO"]},
            {"id": "cestria", "name": "Cestria", "powers": ["CE"]},
        ],
        "theatres": [
            {
                "id": "inland",
                "name": "Inland",
                "opened": BEGINS,
                "axes": [{"id": "road", "name": "the road", "series": "front-road", "decisive": True}],
                "observed": [
                    {
                        "id": "strength",
                        "what": "strength",
                        "side": "league",
                        "series": ["strength-league", "strength-league-rival"],
                        "error": 0.1,
                    },
                    {"id": "losses", "what": "losses", "side": "cestria", "series": ["losses-cestria"], "error": 0.2},
                ],
            },
            {
                "id": "coast",
                "name": "The coast",
                "opened": day(280),
                "powers": ["CE"],
                "axes": [{"id": "shore", "name": "the shore", "series": "front-shore"}],
            },
        ],
        "inputs": inputs,
        "sources": [{"source": "staff-history", "locator": "all of it", "verified": True}],
    }


def antecedent(name: str, *changes: dict[str, Any], date: str = "1924-02-10", horizon: str = "1925-01-31") -> dict[str, Any]:
    """A what-if of the invented pack."""
    given = [{"why": "Invented.", **change} for change in changes]
    said = {"mechanism": "Invented.", "cannot_tell": "Anything else.", "contradicts": ["arms-sent"]}
    return {
        "id": name,
        "title": f"What if {name}?",
        "process": "grey-sea-war",
        "date": date,
        "horizon": horizon,
        "changes": given,
        "held_fixed": ["all else"],
        **said,
    }


def entries() -> dict[str, list[dict[str, Any]]]:
    """All entries of the invented pack by kind, as plain data: change them as a test needs."""
    actors = {"AL": "Alland", "BO": "Borland", "CE": "Cestria", "DU": "Durmark"}
    process = "grey-sea-war"
    return {
        "sources": [{"id": "staff-history", "title": "A staff history", "kind": "monograph", "grade": "B"}],
        "actors": [{"id": actor, "name": name, "kind": "state"} for actor, name in actors.items()],
        "series": [
            {"id": name, "title": name, "file": f"series/{name}.csv", "unit": unit, "scope": "all"}
            for name, (unit, _) in _series().items()
        ],
        "processes": [_process()],
        "models": [
            {"id": name, "title": name, "process": process, "structure": name, "priors": priors(name), "covers": ["aid"]}
            for name in STRUCTURES
        ],
        "antecedents": [
            antecedent("no-aid", {"kind": "aid", "factor": 0}),
            antecedent("coast-sooner", {"theatre": "coast", "opens": "1924-02-20"}),
            antecedent("nothing-yet", {"kind": "bombing", "factor": 0.5, "since": "1925-12-31"}),
        ],
        "protocols": [
            {
                "id": "quarterly",
                "title": "Each quarter",
                "process": process,
                "models": ["economy", "materiel"],
                "origins": ["1923-10-01", "1923-12-01", "1924-02-01"],
                "horizons": [2, 4],
                "window": 1,
                "seeds": [3, 4],
                "draws": 64,
                "middle": "1923-12-01",
                "baselines": ["persistence", "trend", "local-trend", "climatology"],
            }
        ],
        "attributions": [
            {
                "id": "whose-road",
                "title": "Who opened the road?",
                "process": process,
                "players": ["AL", "BO", "CE"],
                "date": "1924-02-10",
                "horizon": "1924-06-15",
                "absent": "None of its inputs count.",
                "values": [
                    {"id": "ground", "means": "ground", "measure": "ground"},
                    {"id": "losses", "means": "losses", "measure": "enemy-losses"},
                    {"id": "sooner", "means": "time", "measure": "sooner"},
                ],
            }
        ],
    }


def write_pack(folder: Path, held: Mapping[str, Any] | None = None, rows: Mapping[str, Sequence[Row]] | None = None) -> Path:
    """The invented pack as files, with other entries or rows of series where they are given."""
    manifest = {"name": "grey-sea", "title": "Grey Sea", "torgau": {"format": "torgau/pack@1", "period": "1923/1925"}}
    (folder / "series").mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(manifest), encoding="utf-8")
    # JSON is YAML.
    (folder / "pack.yaml").write_text(json.dumps(held or entries(), indent=1), encoding="utf-8")
    for name, (_, own) in _series().items():
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow("start,end,value,low,high,source,locator,verified,note".split(","))
        for start, end, value in (rows or {}).get(name, own):
            table.writerow([start, end, value, "", "", "staff-history", "table 1", "true", ""])
        (folder / "series" / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8")
    return folder


def series_rows() -> dict[str, list[Row]]:
    """The rows of all series: change them as a test needs."""
    return {name: list(rows) for name, (_, rows) in _series().items()}


def load(folder: Path) -> Record:
    """The record of a folder, read anew."""
    return torgau.load(str(folder)).record


@cache
def spread_of(parameters: int, draws: int, seed: int = 5) -> np.ndarray:
    """Standard normals that stand for a posterior: one seed, (1, parameters, draws)."""
    return np.random.Generator(np.random.Philox(seed)).standard_normal((1, parameters, draws)).astype(np.float32)


def keep_invented_draws(record: Record, *models: str, draws: int = 40) -> None:
    """Put draws of the priors where the draws of a fit would be, with the key of this state of the pack."""
    folder = folder_of(record)
    assert folder is not None
    for name in models or STRUCTURES:
        case = case_of(record, name)
        posterior = Posterior(spread_of(len(case.priors), draws), (5,), np.zeros(1), np.full(1, 0.3), (7,))
        keep_draws(case, posterior, EFFORT, draws, record.processes["grey-sea-war"].ends.text, folder)


def made_forecasts(by: Mapping[str, float], origins: int = 8, months: Iterable[int] = (2, 4)) -> list[Forecast]:
    """Forecasts of the road's front from so many monthly origins, each forecaster with a CRPS that hardly changes."""
    found = []
    for at in range(origins):
        for horizon in months:
            origin = parse_day("1923-07-01") + 30 * at
            for name, crps in by.items():
                score = crps + 0.01 * (at % 3)
                place = ("front", "front road", "front-road", origin + 30 * horizon, horizon, 300.0)
                found.append(Forecast(name, origin, *place, score, -4.0, 0.5, 250.0, 280.0, 300.0, 320.0, 350.0))
    return found


def keep_invented_scores(
    record: Record, by: Mapping[str, float], *, effort: Effort = EFFORT, key: str | None = None, quick: bool = False
) -> None:
    """Put made forecasts where those of a scoring run would be."""
    (protocol,) = record.protocols.values()
    folder = folder_of(record)
    assert folder is not None
    about = {"particles": effort.particles, "moves": effort.moves, "quick": quick}
    made = made_forecasts(by)
    keep_forecasts(protocol, key or protocol_key(record, protocol, effort), {"hindcast": made, "forecast": made}, folder, about)


def point(first: str, last: str, value: float | None, *, verified: bool = True, **more: Any) -> Point:
    """One row of a series."""
    number = None if value is None else Decimal(str(value))
    ranges = {name: Decimal(str(bound)) for name, bound in more.items()}
    return Point(start=When.parse(first), end=When.parse(last), value=number, source="s", verified=verified, **ranges)


def made_process(**fields: Any) -> Process:
    """A process given as plain data, dates as text, without a pack around it."""
    basic = {"id": "p", "title": "p", "begins": BEGINS, "ends": day(700), "inputs": [], "theatres": []}
    sides = [{"id": "one", "name": "one", "powers": ["A"]}, {"id": "two", "name": "two", "powers": ["B"]}]
    given = {**basic, "sides": sides, **fields}
    found: Process = msgspec.convert(given, Process, strict=False, dec_hook=from_text)
    return found


def from_text(wanted: type, value: Any) -> Any:
    return When.parse(value) if wanted is When else wanted(str(value))


AXES = ("road", "track", "shore")
"""Series of distances in the records that are made here."""


def made_record(points: Mapping[str, Sequence[Point]], units: Mapping[str, str] | None = None) -> Any:
    """As much of a record as worlds and observations read: points and units of series."""
    usual = {name: "km" if name in AXES else "thousand persons" for name in points}
    told = {name: SimpleNamespace(unit=unit) for name, unit in (usual | dict(units or {})).items()}
    return SimpleNamespace(points={name: tuple(rows) for name, rows in points.items()}, series=told)
