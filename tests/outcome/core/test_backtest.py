"""Rolling origins on the invented pack, with 32 particles: no origin sees what came later; a run that goes on is the same run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.outcome.support import EFFORT, day, entries, load, made_process, series_rows, write_pack
from torgau.answers.scores import stack_weights
from torgau.dates import When, parse_day
from torgau.outcome.backtest import MODES, PRIOR_ONLY, STACK, STACK_OF_MODELS, Runner, drawn_from, targets
from torgau.outcome.baselines import MONTH
from torgau.outcome.fitting import Paths
from torgau.outcome.observations import Seen, seen
from torgau.outcome.scores import Forecast
from torgau.outcome.speaking import Scores
from torgau.vocabulary import Record
from torgau.vocabulary.quantities import Point

OBSERVED = ("front-road", "front-shore", "strength-league", "strength-league-rival", "losses-cestria")
ORIGINS = ("1923-12-01", "1924-02-01")
QUANTILES = ("p05", "p25", "p50", "p75", "p95")
BASELINES = {"persistence", "trend", "local-trend", "climatology"}
EVERYBODY = {"materiel", PRIOR_ONLY + "materiel", STACK, STACK_OF_MODELS, *BASELINES}


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    for name in ("jax", "blackjax", "scoringrules"):
        pytest.importorskip(name, reason="fitting and scoring need the extra torgau[outcome]")
    held = entries()
    held["protocols"][0] |= {"models": ["materiel"], "origins": list(ORIGINS)}
    return load(write_pack(tmp_path_factory.mktemp("backtest"), held))


def run(record: Record, folder: Path, mode: Any) -> list[Forecast]:
    (protocol,) = record.protocols.values()
    return Runner(record, protocol, folder, EFFORT, "key").run(mode)


@pytest.fixture(scope="module")
def found(record: Record, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Forecast]]:
    return {mode: run(record, tmp_path_factory.mktemp(mode), mode) for mode in MODES}


def told(forecasts: Iterable[Forecast], origin: str) -> dict[tuple[Any, ...], tuple[float, ...]]:
    """What was forecast from an origin, by whom and of which figure; not how it turned out."""
    return {
        (item.by, item.series, item.day, item.months): tuple(getattr(item, name) for name in QUANTILES)
        for item in forecasts
        if item.origin == parse_day(origin)
    }


def later_changed(record: Record, after: str, series: Iterable[str]) -> Record:
    """The record with three times the figures, and 50 more, in all rows of these series that end after a day."""

    def row(point: Point) -> Point:
        end = point.end.end.hi
        assert end is not None
        assert point.value is not None
        more = msgspec.structs.replace(point, value=point.value * 3 + 50)
        return more if end > parse_day(after) else point

    changed = {name: tuple(map(row, record.points[name])) for name in series}
    return replace(record, points={**record.points, **changed})


def test_everybody_forecasts_every_figure(found: dict[str, list[Forecast]]) -> None:
    for mode in MODES:
        by_figure: dict[Any, set[str]] = {}
        for item in found[mode]:
            by_figure.setdefault((item.origin, item.target, item.series, item.day), set()).add(item.by)
        for (_, target, _, _), by in by_figure.items():
            # The structure follows fronts only, so that nobody but the baselines says anything of the rest.
            assert by == (EVERYBODY if target == "front" else BASELINES)
        assert {target for _, target, _, _ in by_figure} == {"front", "strength", "losses"}


def test_a_forecast_sees_nothing_of_what_came_after_its_origin(
    record: Record, found: dict[str, list[Forecast]], tmp_path: Path
) -> None:
    """All figures after the first origin are others: inputs and observations. Not a digit of its forecasts may change."""
    other = run(later_changed(record, ORIGINS[0], record.points), tmp_path, "forecast")
    assert told(other, ORIGINS[0]) == told(found["forecast"], ORIGINS[0])
    assert told(other, ORIGINS[1]) != told(found["forecast"], ORIGINS[1])


def test_nor_of_a_theatre_that_will_open(record: Record, found: dict[str, list[Forecast]], tmp_path: Path) -> None:
    (process,) = record.processes.values()
    inland, coast = process.theatres
    # In the record it opens on day 280, in March 1924; here a month sooner, after both origins.
    sooner = msgspec.structs.replace(coast, opened=When.parse("1924-02-08"))
    moved = msgspec.structs.replace(process, theatres=(inland, sooner))
    other = run(record.with_entry("processes", moved), tmp_path, "forecast")
    for origin in ORIGINS:
        assert told(other, origin) == told(found["forecast"], origin)


def test_a_hindcast_sees_later_inputs_but_no_later_observations(
    record: Record, found: dict[str, list[Forecast]], tmp_path: Path
) -> None:
    other = run(later_changed(record, ORIGINS[0], OBSERVED), tmp_path / "observed", "hindcast")
    assert told(other, ORIGINS[0]) == told(found["hindcast"], ORIGINS[0])
    inputs = [name for name in record.points if name not in OBSERVED]
    given = run(later_changed(record, ORIGINS[0], inputs), tmp_path / "inputs", "hindcast")
    ours = {key: value for key, value in told(given, ORIGINS[0]).items() if key[0] == "materiel"}
    assert ours != {key: value for key, value in told(found["hindcast"], ORIGINS[0]).items() if key[0] == "materiel"}
    naive = {key: value for key, value in told(given, ORIGINS[0]).items() if key[0] in ("persistence", "climatology")}
    assert all(told(found["hindcast"], ORIGINS[0])[key] == value for key, value in naive.items())


def test_a_figure_more_in_the_record_changes_no_other_forecast(
    record: Record, found: dict[str, list[Forecast]], tmp_path: Path
) -> None:
    more = msgspec.structs.replace(record.points["front-road"][0], value=Decimal(333), start=When.parse("1924-03-05"))
    more = msgspec.structs.replace(more, end=more.start)
    other = run(
        replace(record, points={**record.points, "front-road": (*record.points["front-road"], more)}), tmp_path, "hindcast"
    )
    before, after = told(found["hindcast"], ORIGINS[0]), told(other, ORIGINS[0])
    assert len(after) == len(before) + len(EVERYBODY)
    assert {key: after[key] for key in before} == before


def test_a_run_that_was_stopped_goes_on_as_if_it_never_was(
    record: Record, found: dict[str, list[Forecast]], tmp_path: Path
) -> None:
    (protocol,) = record.protocols.values()

    class Stopped(Exception):
        pass

    def stop(text: str) -> None:
        if "origin 1 of" in text:
            raise Stopped

    with pytest.raises(Stopped):
        Runner(record, protocol, tmp_path, EFFORT, "key", stop).run("forecast")
    kept = sorted(tmp_path.iterdir())
    assert [path.name for path in kept] == ["forecast-00.json"]
    bytes_of_first = kept[0].read_bytes()
    assert run(record, tmp_path, "forecast") == found["forecast"]
    assert kept[0].read_bytes() == bytes_of_first
    # What was kept under another key is made anew.
    kept[0].write_text('{"key": "another", "forecasts": []}', encoding="utf-8")
    assert run(record, tmp_path, "forecast") == found["forecast"]


# Which figures count, and how a figure is read off a path.


def test_targets_are_the_figures_near_a_horizon_of_components_with_a_past(record: Record) -> None:
    """By a plain count: 2 and 4 months of 30.436875 days, and a month to either side: 30.4 to 152.2 days after the origin."""
    (process,) = record.processes.values()
    (protocol,) = record.protocols.values()
    items, origin = seen(record, process), parse_day(ORIGINS[0])
    got = {(target.item.series, target.item.last): target.months for target in targets(protocol, items, origin)}
    wanted: dict[tuple[str, int], int] = {}
    for name in OBSERVED:
        for start, end, _ in series_rows()[name]:
            first, last = parse_day(start), parse_day(end)
            ahead = (last - origin) / MONTH
            begun = first if name == "losses-cestria" else (first + last) // 2
            if name == "front-shore" or begun <= origin or not 1 <= ahead <= 5:
                continue  # the coast has no figure by the origin
            wanted[name, last] = 2 if ahead <= 3 else 4
    assert got == wanted
    assert got


def paths() -> Paths:
    import numpy as np

    # After steps 10, 11, 12: a front, and losses so far; before them 100 km and 5 thousand.
    values = np.array([[[90.0], [6.0]], [[80.0], [8.0]], [[70.0], [12.0]]])
    return Paths(10, ("front road", "losses plain first"), values, np.array([[100.0], [5.0]]))


@pytest.mark.parametrize(
    ("first", "last", "thousand"),
    # Weeks 10 (days 70 to 76) to 12; a period counts from the end of the week in which the day before it lies.
    # Days that do not fill the weeks that they are counted in take their share of them: 11 days of week 11, one of week 12.
    [(70, 90, 12 - 5), (70, 76, 6 - 5), (77, 90, 12 - 6), (73, 83, (8 - 6) * 11 / 7), (84, 84, (12 - 8) / 7)],
)
def test_losses_of_a_period_are_read_off_a_path(first: int, last: int, thousand: float) -> None:
    from math import log

    item = Seen("losses", "losses plain first", "s", parse_day(day(first)), parse_day(day(last)), 0.0, 0.2)
    drawn = drawn_from(paths(), item, made_process(), 0 * paths().begun[0])
    assert drawn[0] == pytest.approx(log(thousand))


def test_a_front_is_read_off_a_path_with_the_error_of_its_figure() -> None:
    item = Seen("front", "front road", "s", parse_day(day(80)), parse_day(day(80)), 0.0, 30.0)
    drawn = drawn_from(paths(), item, made_process(), paths().begun[0] * 0 + 2.0)
    assert drawn[0] == pytest.approx(80 + 2 * 30)


def test_the_weights_that_are_told_are_those_of_the_stack(record: Record, found: dict[str, list[Forecast]]) -> None:
    (protocol,) = record.protocols.values()
    scores = Scores(protocol, True, {}, {}, found)
    told = stack_weights(scores, "hindcast", "front")[parse_day(ORIGINS[1])][2]
    assert set(told) == EVERYBODY - {STACK, STACK_OF_MODELS}
