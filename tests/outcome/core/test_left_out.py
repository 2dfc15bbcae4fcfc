"""One theatre left out: nothing of it is known to the parameters, its past is known to the forecasts, and scores are the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from tests.outcome.core.test_commands import document, run
from tests.outcome.support import EFFORT, entries, load, made_forecasts, write_pack
from torgau.answers.left_out import STALE, in_words, transfers_in
from torgau.answers.left_out_report import left_out_section
from torgau.dates import parse_day
from torgau.outcome.backtest import PRIOR_ONLY, Parts, Runner, drawn_from, noise_of, targets
from torgau.outcome.fitting import case_of, conditioned, fit, run_on
from torgau.outcome.left_out import Leaving, LeftOut, NothingToLeaveOut, without_theatre
from torgau.outcome.priors import prior_draws
from torgau.outcome.results import folder_of, keep_left_out, left_out_key, protocol_key
from torgau.outcome.scores import Forecast
from torgau.outcome.worlds import last_day, step_of
from torgau.vocabulary import Record
from torgau.vocabulary.quantities import Point

ORIGINS = ("1923-12-01", "1924-06-01")
"""Before and after the coast opens on day 280, in March 1924."""

BASELINES = {"persistence", "trend", "local-trend", "climatology"}
MODEL = "attrition"
"""The model that follows strengths and losses too."""


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    for name in ("jax", "blackjax", "scoringrules"):
        pytest.importorskip(name, reason="fitting and scoring need the extra torgau[outcome]")
    return load(write_pack(tmp_path_factory.mktemp("left-out"), held()))


def held() -> dict[str, Any]:
    found = entries()
    found["protocols"][0] |= {"models": [MODEL], "origins": list(ORIGINS)}
    return found


def leaving(record: Record, folder: Path) -> Leaving:
    (protocol,) = record.protocols.values()
    return Leaving(record, protocol, Parts(folder, "key"), EFFORT)


@pytest.fixture(scope="module")
def found(record: Record, tmp_path_factory: pytest.TempPathFactory) -> LeftOut:
    return leaving(record, tmp_path_factory.mktemp("parts")).run()


def changed(record: Record, *series: str, after: str = "1900-01-01") -> Record:
    """The record with wildly other figures in all rows of these series that end after a day."""

    def row(point: Point) -> Point:
        end = point.end.end.hi
        assert end is not None
        assert point.value is not None
        return msgspec.structs.replace(point, value=point.value * 7 + Decimal(900)) if end > parse_day(after) else point

    return replace(record, points={**record.points, **{name: tuple(map(row, record.points[name])) for name in series}})


def drawn(record: Record, theatre: str) -> np.ndarray:
    """The parameters of a model that is blind to a theatre, fitted on the whole process."""
    case = case_of(record, MODEL)
    (protocol,) = record.protocols.values()
    (blind,) = (each for each in case.process.theatres if each.id == theatre)
    until = last_day(case.process.ends)
    return fit(without_theatre(case, blind), until, known=False, seeds=protocol.seeds, effort=EFFORT).z


def of(forecasts: Iterable[Forecast], by: str, origin: str) -> dict[tuple[str, str, int], Forecast]:
    return {(item.target, item.series, item.day): item for item in forecasts if (item.by, item.origin) == (by, parse_day(origin))}


@pytest.mark.parametrize(
    ("theatre", "own", "other"),
    [
        ("coast", ("front-shore",), "front-road"),
        ("inland", ("front-road", "strength-league", "strength-league-rival", "losses-cestria"), "front-shore"),
    ],
)
def test_no_figure_of_the_theatre_moves_a_parameter(record: Record, theatre: str, own: tuple[str, ...], other: str) -> None:
    """All its figures, the one at which a front begins among them."""
    plain = drawn(record, theatre)
    assert np.array_equal(drawn(changed(record, *own), theatre), plain)
    assert not np.array_equal(drawn(changed(record, other), theatre), plain)


def test_each_theatre_is_asked_for_its_own_figures_and_no_others(record: Record, found: LeftOut) -> None:
    """All that the backtest asks for, each figure under its theatre."""
    (protocol,) = record.protocols.values()
    items = case_of(record, MODEL).seen
    for theatre, axis in (("inland", "road"), ("coast", "shore")):
        wanted = {
            (parse_day(origin), target.item.series, target.item.last, target.months)
            for origin in ORIGINS
            for target in targets(protocol, items, parse_day(origin))
            if target.item.component == f"front {axis}" or f" {theatre} " in target.item.component
        }
        by: dict[Any, set[str]] = {}
        for item in found.forecasts[theatre]:
            by.setdefault((item.origin, item.series, item.day, item.months), set()).add(item.by)
        assert by.keys() == wanted
        assert all(each == {MODEL, PRIOR_ONLY + MODEL, *BASELINES} for each in by.values())
    assert list(found.forecasts) == ["inland", "coast"]


def test_forecasts_start_from_the_past_of_the_theatre_and_see_no_more_of_it(
    record: Record, found: LeftOut, tmp_path: Path
) -> None:
    """Its later figures change no digit of what is said; its earlier ones do."""
    said = of(found.forecasts["coast"], MODEL, ORIGINS[1])
    for after, same in ((ORIGINS[1], True), ("1924-04-01", False)):
        other = leaving(changed(record, "front-shore", after=after), tmp_path / after).run()
        told = of(other.forecasts["coast"], MODEL, ORIGINS[1])
        assert told.keys() == said.keys()
        assert ([item.p50 for item in told.values()] == [item.p50 for item in said.values()]) == same


def test_a_forecast_is_scored_as_by_hand(record: Record, found: LeftOut) -> None:
    """Parameters of the blind fit, conditioned on the whole record up to the origin, run on, read off: CRPS as the mean distance
    to the figure less half the mean distance between draws, with n (n - 1) pairs."""
    case = case_of(record, MODEL)
    (protocol,) = record.protocols.values()
    origin = parse_day(ORIGINS[1])
    z = drawn(record, "coast")
    seeds, _, particles = z.shape
    # Two seeds in turn; of 64 draws of 2 x 32 particles each is taken once.
    assert seeds * particles == protocol.draws
    parameters = np.stack([z[at % seeds, :, at // seeds] for at in range(protocol.draws)], axis=1)
    for by, own in ((MODEL, parameters), (PRIOR_ONLY + MODEL, prior_draws(case.priors, protocol.draws, protocol.seeds[0]))):
        world = case.world(100)
        after = conditioned(case, world, own, origin)
        paths = run_on(case, world, own, after, step_of(case.process, origin) + 1, seed=protocol.seeds[0])
        forecasts = of(found.forecasts["coast"], by, ORIGINS[1])
        assert forecasts
        for item in case.seen:
            forecast = forecasts.get((item.target, item.series, item.last))
            if forecast is None:
                continue
            draws = drawn_from(paths, item, case.process, noise_of(protocol, item, origin)[2])
            pairs = np.abs(draws[:, None] - draws[None]).sum() / (len(draws) * (len(draws) - 1))
            assert forecast.crps == pytest.approx(np.abs(draws - item.value).mean() - pairs / 2, rel=1e-4)
            assert (forecast.value, forecast.p50) == pytest.approx((item.value, np.median(draws)), rel=1e-5)
            assert forecast.at == np.mean(draws < item.value)


def test_priors_and_baselines_say_what_they_say_in_the_backtest(record: Record, found: LeftOut, tmp_path: Path) -> None:
    """They learn nothing from other theatres' parameters, so leaving one out changes nothing for them; for the model it does."""
    (protocol,) = record.protocols.values()
    backtest = Runner(record, protocol, tmp_path, EFFORT, "key").run("hindcast")
    for forecasts in found.forecasts.values():
        for origin in ORIGINS:
            for by in (PRIOR_ONLY + MODEL, *BASELINES):
                whole = of(backtest, by, origin)
                assert all(whole[key] == item for key, item in of(forecasts, by, origin).items())
    whole, left = of(backtest, MODEL, ORIGINS[1]), of(found.forecasts["coast"], MODEL, ORIGINS[1])
    assert all(whole[key].crps != item.crps for key, item in left.items())


def test_a_run_that_was_stopped_goes_on_as_if_it_never_was(record: Record, found: LeftOut, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(text: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        leaving(record, tmp_path).run(stop)
    (kept,) = (path for path in tmp_path.rglob("*.json"))
    assert kept.relative_to(tmp_path).as_posix() == f"inland/{MODEL}.json"
    told: list[str] = []
    assert leaving(record, tmp_path).run(told.append) == found
    assert len(told) == 1, "the theatre that was done is not done again"


@pytest.mark.parametrize("axes", [True, False])
def test_one_theatre_alone_is_refused(record: Record, tmp_path: Path, axes: bool) -> None:
    """A theatre without figures teaches nothing: it does not count, whether it is declared or not."""
    (process,) = record.processes.values()
    inland, coast = process.theatres
    bare = msgspec.structs.replace(coast, axes=())
    theatres = (inland, bare) if axes else (inland,)
    alone = record.with_entry("processes", msgspec.structs.replace(process, theatres=theatres))
    with pytest.raises(NothingToLeaveOut, match=r"only one theatre of grey-sea-war has figures \(inland\)"):
        leaving(alone, tmp_path)


def test_the_command_runs_keeps_and_prints_losing_scores_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("jax", "blackjax", "scoringrules"):
        pytest.importorskip(name, reason="fitting and scoring need the extra torgau[outcome]")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("torgau.cli.backtest.effort_of", lambda quick: EFFORT)
    pack = write_pack(tmp_path / "pack", held())
    missing = run(pack, "backtest", "--left-out", "--scores")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "torgau backtest --left-out" in missing.stderr
    rows = document(run(pack, "backtest", "--left-out", "--json"))
    assert [row["skill"] for row in rows] == sorted(row["skill"] for row in rows)
    assert {row["theatre"] for row in rows} == {"inland", "coast"}
    assert all((row["over_prior"] is not None) == (row["by"] == MODEL) for row in rows)
    assert document(run(pack, "backtest", "--left-out", "--scores", "--json")) == rows
    told = run(pack, "backtest", "--left-out", "--scores")
    assert told.exit_code == 0
    assert max(map(len, told.stdout.splitlines())) <= 80
    # The backtest itself was not run by this, and no model speaks for it.
    assert run(pack, "backtest", "--scores").exit_code == 2
    assert run(pack, "backtest", "--left-out", "--series", "front-road").exit_code == 2


def test_the_command_refuses_one_theatre_in_clear_words(tmp_path: Path) -> None:
    pytest.importorskip("jax", reason="fitting needs the extra torgau[outcome]")
    one = held()
    process = one["processes"][0]
    process["theatres"] = process["theatres"][:1]
    process["inputs"] = [item for item in process["inputs"] if item.get("theatre") != "coast"]
    one["antecedents"] = [item for item in one["antecedents"] if item["id"] != "coast-sooner"]
    result = run(write_pack(tmp_path, one), "backtest", "--left-out")
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert "only one theatre" in line
    assert "nothing was run" in line
    assert not (tmp_path / "outcome" / "results").exists()


# How it is told, from forecasts that are made by hand: each forecaster has nearly one CRPS at all eight origins.


def kept(record: Record, *, key: str | None = None, quick: bool = False, apart: float = 1.01) -> None:
    """Inland the model halves the CRPS of the best baseline and betters its prior by a fifth; on the coast it loses to both."""
    (protocol,) = record.protocols.values()
    inland = made_forecasts({"economy": 40.0, "prior of economy": 50.0, "trend": 80.0, "persistence": 90.0})
    coast = made_forecasts({"economy": 90.0, "prior of economy": 60.0, "trend": 80.0, "persistence": 60.0}, months=(4,))
    about = {"particles": EFFORT.particles, "moves": EFFORT.moves, "quick": quick, "disagreement": {"coast": {"economy": apart}}}
    folder = folder_of(record)
    assert folder is not None
    own = key or left_out_key(record, protocol, EFFORT)
    keep_left_out(protocol, own, {"inland": inland, "coast": coast}, folder, about)


def section(record: Record) -> str:
    (protocol,) = record.protocols.values()
    return "\n\n".join(left_out_section(record, protocol))


def test_losing_theatres_come_first_against_their_own_baseline_and_prior(tmp_path: Path) -> None:
    record = load(write_pack(tmp_path))
    kept(record)
    (protocol,) = record.protocols.values()
    folder = folder_of(record)
    assert folder is not None
    read = transfers_in(record, protocol, folder)
    assert read is not None
    assert read.current
    # 1 - 90 / 60 = -0.5 against either; 1 - 40 / 80 = 0.5 and 1 - 40 / 50 = 0.2; two horizons inland. Hundredths apart.
    said = [(row.theatre, row.skill.months, row.skill.baseline, row.skill.skill) for row in read.of_models]
    assert [each[:3] for each in said] == [("coast", 4, "persistence"), ("inland", 2, "trend"), ("inland", 4, "trend")]
    assert [each[3] for each in said] == pytest.approx([-0.5, 0.5, 0.5], abs=1e-3)
    assert [row.over_prior.skill for row in read.of_models if row.over_prior] == pytest.approx([-0.5, 0.2, 0.2], abs=1e-3)
    text = section(record)
    assert "| coast | 4 | economy | 8 | 8 | \u22120.50 [\u22120.50, \u22120.50] (persistence) | \u22120.50" in text
    assert "| inland | 2 | economy | 8 | 8 | +0.50 [+0.50, +0.50] (trend) | +0.20 [+0.20, +0.20] |" in text
    assert text.index("| coast") < text.index("| inland")
    assert STALE not in text
    assert "do not agree" not in text


def test_a_single_origin_has_no_interval(tmp_path: Path) -> None:
    record = load(write_pack(tmp_path))
    (protocol,) = record.protocols.values()
    one = made_forecasts({"economy": 90.0, "prior of economy": 60.0, "persistence": 60.0}, origins=1)
    folder = folder_of(record)
    assert folder is not None
    about = {"particles": 1, "moves": 1, "quick": False, "disagreement": {}}
    keep_left_out(protocol, "key", {"coast": one}, folder, about)
    read = transfers_in(record, protocol, folder)
    assert read is not None
    assert {in_words(row.skill) for row in read.of_models} == {"\u22120.50 (one origin)"}


@pytest.mark.parametrize("how", [{"key": "another"}, {"quick": True}])
def test_a_run_of_another_state_or_a_quick_one_says_so(tmp_path: Path, how: dict[str, Any]) -> None:
    record = load(write_pack(tmp_path))
    kept(record, **how)
    assert STALE in section(record)


def test_seeds_that_disagree_are_told(tmp_path: Path) -> None:
    record = load(write_pack(tmp_path))
    kept(record, apart=1.25)
    assert "- Without coast the seeds of economy do not agree (scale reduction 1.250)." in section(record)


def test_without_a_run_the_report_says_how_to_make_one(tmp_path: Path) -> None:
    assert "There is no such run: `torgau backtest --left-out` makes one" in section(load(write_pack(tmp_path)))


def test_a_run_has_a_key_of_its_own_that_follows_the_figures(record: Record) -> None:
    (protocol,) = record.protocols.values()
    other = changed(record, "front-shore")
    keys = [key(each, protocol, EFFORT) for key in (protocol_key, left_out_key) for each in (record, other)]
    assert len(set(keys)) == len(keys)
