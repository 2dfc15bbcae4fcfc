"""Small classes of contests for the tests, and draws made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np

from tests.loading.small import record_with
from torgau.dates import When, parse_day
from torgau.outcome.duration.contests import Contests
from torgau.outcome.duration.draws import Draws
from torgau.outcome.duration.families import FAMILIES
from torgau.outcome.duration.skill import ClassScore, Gain
from torgau.outcome.duration.view import OutsideView
from torgau.vocabulary import Record
from torgau.vocabulary.outcomes import Model, Prior
from torgau.vocabulary.reference_classes import ClassRow, Joined

PRIORS = (
    Prior(parameter="median_days", family="lognormal", centre=Decimal(200), spread=Decimal("1.5"), why="test"),
    Prior(parameter="sigma", family="lognormal", centre=Decimal(1), spread=Decimal("0.5"), why="test"),
    Prior(parameter="ratio_effect", family="normal", centre=Decimal(0), spread=Decimal(1), why="test"),
    Prior(parameter="states_effect", family="normal", centre=Decimal(0), spread=Decimal(1), why="test"),
)


def model(*excluded: str) -> Model:
    return Model(
        id="outside", title="O", process="war", structure="duration", priors=PRIORS, reference_class="all", excluded=excluded
    )


def row(row_id: str, began: str, days: int, **fields: Any) -> ClassRow:
    """A contest of that many days, the first and the last included, between two parties of one size unless more is said."""
    first = parse_day(began)
    basic: dict[str, Any] = {
        "name": row_id,
        "side_a": ("X",),
        "side_b": ("Y",),
        "capability_a_first": Decimal("0.1"),
        "capability_b_first": Decimal("0.1"),
        "source": "book",
        "verified": True,
    }
    given = {**basic, **fields}
    counts = {"states_a": len(given["side_a"]), "states_b": len(given["side_b"])}
    return ClassRow(id=row_id, began=When.of_day(first), ended=When.of_day(first + days - 1), **{**counts, **given})


def joined(party: str, day: str) -> Joined:
    return Joined(party=party, date=When.of_day(parse_day(day)))


def record_of(rows: Sequence[ClassRow], **kinds: Any) -> Record:
    return replace(record_with(**kinds), class_rows={"all": tuple(rows)})


def contests(days: Sequence[float], ended: Sequence[bool], ratio: Sequence[float] = (), states: Sequence[float] = ()) -> Contests:
    nothing = np.zeros(len(days))
    return Contests(
        ids=tuple(f"c{at}" for at in range(len(days))),
        days=np.array(days, dtype=float),
        ended=np.array(ended, dtype=float),
        ratio=np.array(ratio) if len(ratio) else nothing,
        states=np.array(states) if len(states) else nothing,
        left_out={},
    )


def one(family: str, median: float, sigma: float, ratio: float = 0.0, states: float = 0.0) -> Draws:
    """A posterior that knows its parameters."""
    return several([(family, 1.0, median, sigma, ratio, states)])


def several(draws: Sequence[tuple[str, float, float, float, float, float]]) -> Draws:
    """Draws as family, weight, median, sigma, effect of the ratio, effect of the parties."""
    columns = list(zip(*draws, strict=True))
    weight = np.array(columns[1], dtype=float)
    return Draws(
        variant="covariates",
        family=np.array([FAMILIES.index(name) for name in columns[0]]),
        weight=weight / weight.sum(),
        middle=np.log(np.array(columns[2], dtype=float)),
        sigma=np.array(columns[3], dtype=float),
        ratio_effect=np.array(columns[4], dtype=float),
        states_effect=np.array(columns[5], dtype=float),
        left={},
    )


def view(climatology: Draws, covariates: Draws, *, helps: bool) -> OutsideView:
    """A view whose score is made up: covariates were shown to help, or not."""
    up = Gain(0.1, 0.05, 0.2, 0.1, 0.05, 0.2)
    down = Gain(-0.1, -0.2, 0.1, -0.1, -0.2, 0.1)
    return OutsideView("outside", climatology, covariates, ClassScore(9, 9, (), up if helps else down, up))
