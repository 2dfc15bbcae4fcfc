"""Forecasts of the end, kept and scored: by hand, and stale where what they were made from has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.outcome.support import load, write_pack
from torgau.outcome.duration.outlook import TerminationForecast
from torgau.outcome.duration.predicting import Chance
from torgau.outcome.results import folder_of, keep_checks
from torgau.outcome.sampling import Effort
from torgau.outcome.validation.terminations import brier_scores, kept_terminations, terminations
from torgau.vocabulary import Record
from torgau.vocabulary.outcomes import Model


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """The invented pack with an outside view; its class is empty, because nothing is fitted here."""
    found = load(write_pack(tmp_path))
    view = Model(id="outside", title="O", process="grey-sea-war", structure="duration", priors=(), reference_class="wars")
    return replace(found.with_entry("models", view), class_rows={"wars": ()})


def forecast(by: str, months: int, chance: float, ended: bool, origin: int = 100) -> TerminationForecast:
    return TerminationForecast(by, origin, origin + 30 * months, months, Chance(chance, chance / 2, chance), ended)


MADE = (
    forecast("persistence", 3, 0.0, False),
    forecast("persistence", 6, 0.0, True),
    forecast("climatology", 3, 0.2, False),
    forecast("climatology", 6, 0.4, True),
    forecast("persistence", 3, 0.0, True, 200),
    forecast("climatology", 3, 0.3, True, 200),
)


def test_the_mean_score_by_hand() -> None:
    scores = {(each.by, each.months): (each.score, each.count) for each in brier_scores(MADE)}
    # It goes on: 0 and 1 at three months, 1 at six; climatology: 0.2^2 = 0.04 and 0.7^2 = 0.49, then 0.6^2 = 0.36.
    assert scores["persistence", 3] == (pytest.approx(0.5), 2)
    assert scores["persistence", 0] == (pytest.approx(2 / 3), 3)
    assert scores["climatology", 3] == (pytest.approx((0.04 + 0.49) / 2), 2)
    assert scores["climatology", 6] == (pytest.approx(0.36), 1)
    assert scores["climatology", 0] == (pytest.approx((0.04 + 0.49 + 0.36) / 3), 3)


def test_what_is_kept_is_what_was_forecast_until_the_pack_changes(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    (protocol,) = record.protocols.values()
    asked: list[dict[str, Any]] = []

    def told(record: Record, model: Model, **how: Any) -> list[TerminationForecast]:
        asked.append(how)
        return list(MADE if how["known"] else MADE[:2])

    monkeypatch.setattr("torgau.outcome.validation.terminations.termination_forecasts", told)
    row = terminations(record, record.models["outside"], protocol, Effort(64, 2), draws=50)
    # Asked at the origins and horizons of the protocol, with its seeds, in both ways.
    assert [each["known"] for each in asked] == [True, False]
    assert {(len(each["origins"]), each["horizons"], each["seeds"]) for each in asked} == {(3, (2, 4), (3, 4))}
    folder = folder_of(record)
    assert folder is not None
    assert kept_terminations(record, protocol) == ()
    keep_checks("outside", [row], folder, quick=False)
    (kept,) = kept_terminations(record, protocol)
    assert (kept.model, kept.current, kept.quick) == ("outside", True, False)
    assert kept.forecasts == {"known": MADE, "recorded": MADE[:2]}

    def current(record: Record) -> bool:
        (found,) = kept_terminations(record, next(iter(record.protocols.values())))
        return found.current

    words = msgspec.structs.replace(record.models["outside"], title="In other words")
    assert current(record.with_entry("models", words))
    assert not current(record.with_entry("protocols", msgspec.structs.replace(protocol, horizons=(2, 5))))
    figures = {**record.points, "front-road": record.points["front-road"][:-1]}
    assert not current(replace(record, points=figures))
