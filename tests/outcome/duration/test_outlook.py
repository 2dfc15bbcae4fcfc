"""The view on a process: who stands in it, when it may end, and that a mute view stays mute."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from tests.outcome.duration.support import PRIORS, one, record_of, row, several, view
from torgau.dates import When, parse_day
from torgau.outcome.baselines import MONTH
from torgau.outcome.duration.contests import Size, size_of
from torgau.outcome.duration.families import GUMBEL
from torgau.outcome.duration.outlook import outlook, sides_on, termination_forecasts
from torgau.outcome.sampling import Effort
from torgau.outcome.worlds import World, without, world_of
from torgau.vocabulary import Point, Record
from torgau.vocabulary.outcomes import Model

ROAD = {"id": "aa", "title": "The road", "file": "aa.csv", "unit": "km", "scope": "all"}
"""The axis of the process is measured in it."""

SIZES: Mapping[str, str] = {"AA": "0.2", "BB": "0.1", "CC": "0.3", "DD": "0.1"}
WARS = (("BB", "AA", "1941-01-01"), ("CC", "DD", "1942-01-01"), ("AA", "DD", "1941-01-01"))


def process(kind: str = "capability") -> dict[str, Any]:
    return {
        "id": "war",
        "title": "A war",
        "begins": "1941-01-01",
        "ends": "1943-12-31",
        "sides": [{"id": "first", "name": "F", "powers": ["AA", "CC"]}, {"id": "second", "name": "S", "powers": ["BB", "DD"]}],
        "theatres": [{"id": "plain", "name": "P", "opened": "1941-01-01", "axes": [{"id": "a", "name": "A", "series": "aa"}]}],
        "inputs": [{"id": f"{kind}-{power}", "kind": kind, "power": power, "series": power.lower()} for power in SIZES],
    }


def record(kind: str = "capability", wars: tuple[tuple[str, str, str], ...] = WARS) -> Record:
    statuses = [
        {
            "id": f"w{at}",
            "dimension": "war",
            "title": "w",
            "subject": one,
            "object": other,
            "start": start,
            "end": "1943-12-31",
            "symmetric": True,
        }
        for at, (one, other, start) in enumerate(wars)
    ]
    # Two years, so that what was known on a day differs from what the record has for it.
    years = ("1940", "1"), ("1941", "2"), ("1942", "4"), ("1943", "8")
    points = {
        power.lower(): tuple(
            Point(
                start=When.parse(f"{year}-01-01"),
                end=When.parse(f"{year}-12-31"),
                value=Decimal(size) * (Decimal(times) if power == "AA" else 1),
                source="book",
                verified=True,
            )
            for year, times in years
        )
        for power, size in SIZES.items()
    }
    rows = [row(f"r{at}", f"18{at + 10}-05-01", 3 ** (at % 7 + 1), capability_a_first=Decimal(at + 1) / 20) for at in range(12)]
    made = record_of(rows, points=points, processes=[process(kind)], statuses=statuses, series=[ROAD])
    return made.with_entry("models", MODEL)


MODEL = Model(id="outside", title="O", process="war", structure="duration", priors=PRIORS, reference_class="all")


def world(made: Record) -> World:
    return world_of(made, made.processes["war"], 160)


def test_who_is_at_war_on_a_day_and_how_large_the_sides_are() -> None:
    made = record()
    early = sides_on(made, world(made), parse_day("1941-06-01"))
    # CC is not yet at war; AA has 0.2 x 2 in 1941, against 0.1 and 0.1.
    assert early.powers == (("AA",), ("BB", "DD"))
    assert early.sizes == pytest.approx((0.4, 0.2))
    assert early.measure == "capability"
    late = sides_on(made, world(made), parse_day("1942-06-01"))
    assert late.powers == (("AA", "CC"), ("BB", "DD"))
    assert late.size == size_of(1.1, 0.2, 4)


def test_a_power_that_is_gone_changes_ratio_and_number() -> None:
    made = record()
    day = parse_day("1942-06-01")
    changed = without(world(made), "AA", parse_day("1942-01-01"))
    # BB was at war with AA only; with AA gone nobody is left for it.
    assert sides_on(made, changed, day).powers == (("CC",), ("DD",))
    with pytest.raises(ValueError, match="no size to one side"):
        sides_on(made, without(without(world(made), "BB", 1), "DD", 1), day)
    with pytest.raises(ValueError, match="outside"):
        sides_on(made, world(made), parse_day("1950-01-01"))


def test_without_capability_income_stands_in_and_without_wars_all_take_part() -> None:
    made = record("income", wars=())
    found = sides_on(made, world(made), parse_day("1941-06-01"))
    assert found.measure == "income"
    assert found.powers == (("AA", "CC"), ("BB", "DD"))
    # Sums over a year, in this case of 365 days, enter as rates by the year.
    assert found.sizes == pytest.approx((0.7 * 365.2425 / 365, 0.2 * 365.2425 / 365))


FORGETS = one("weibull", 100, GUMBEL)
LEARNS = several([("weibull", 1, 100, GUMBEL, 1.0, 0.0), ("weibull", 1, 100, GUMBEL, 0.5, 0.0)])


def test_days_are_counted_from_the_first_day() -> None:
    made = record()
    found = outlook(view(one("lognormal", 100, 1), LEARNS, helps=False), made.processes["war"])
    first = parse_day("1941-01-01")
    assert [found.lasted(first + day) for day in (-2, -1, 0, 99)] == [0, 0, 1, 100]
    # At the end of its 100th day half of all contests of this kind are over.
    assert found.ended_by(first - 1, first + 99).value == pytest.approx(0.5)
    assert found.end_days(first - 1, [0.499, 0.501]) == (first + 99, first + 100)
    assert found.hazard(first + 99).value == pytest.approx(0.398942 / 50, rel=1e-5)
    older = outlook(found.view, made.processes["war"], first - 1000)
    assert older.lasted(first - 1) == 1000
    # log 10 and log 11 are 2.30259 and 2.39790: the tails of the normal distribution there are 0.010651 and 0.008244.
    assert older.ended_by(first - 1, first + 99).value == pytest.approx(1 - 0.008244 / 0.010651, abs=1e-4)


def test_a_mute_view_says_nothing_of_effects_and_is_never_told_the_sizes() -> None:
    made = record()
    day = parse_day("1942-06-01")
    factual = sides_on(made, world(made), day)
    changed = sides_on(made, without(world(made), "AA", 1), day)
    mute = outlook(view(FORGETS, LEARNS, helps=False), made.processes["war"])
    effect = mute.whatif(day, day + 100, factual, changed)
    assert effect.difference is None
    assert effect.illustration.value != 0
    assert mute.ended_by(day, day + 100, factual) == mute.ended_by(day, day + 100) == mute.ended_by(day, day + 100, changed)
    speaks = outlook(view(FORGETS, LEARNS, helps=True), made.processes["war"])
    assert speaks.whatif(day, day + 100, factual, changed).difference == effect.illustration
    assert speaks.ended_by(day, day + 100, factual).value < speaks.ended_by(day, day + 100, changed).value


def test_an_effect_by_hand_and_none_without_a_change() -> None:
    made = record()
    day = parse_day("1942-06-01")
    factual = sides_on(made, world(made), day)
    changed = sides_on(made, without(world(made), "AA", 1), day)
    found = outlook(view(FORGETS, one("weibull", 100, GUMBEL, 1.0), helps=True), made.processes["war"])
    # Sizes 1.1 against 0.2 and 0.3 against 0.1: the medians are 550 and 300 days, and an exponential forgets.
    effect = found.whatif(day, day + 100, factual, changed)
    assert effect.illustration.value == pytest.approx(2 ** (-100 / 550) - 2 ** (-100 / 300))
    assert found.whatif(day, day + 100, factual, factual).illustration.value == 0
    with pytest.raises(ValueError, match="before"):
        found.whatif(day, day - 1, factual, changed)


def test_forecasts_of_the_end_by_origin_and_horizon() -> None:
    pytest.importorskip("jax")
    made = record()
    origins = [parse_day(day) for day in ("1942-01-01", "1943-09-01", "1943-12-31")]
    found = termination_forecasts(
        made, MODEL, origins=origins, horizons=[3, 6], known=False, seeds=(1, 2), effort=Effort(1024, 15), draws=200
    )
    # It is over on the last of the three, so that nobody asks there.
    assert {each.origin for each in found} == set(origins[:2])
    assert {each.by for each in found} == {"persistence", "prior", "climatology", "covariates"}
    assert len(found) == 2 * 2 * 4
    for each in found:
        assert each.day == each.origin + round(each.months * MONTH)
        # From 1 September three months reach to 1 December, six to March.
        assert each.ended == (each.origin == origins[1] and each.months == 6)
        assert 0 <= each.chance.p05 <= each.chance.value <= each.chance.p95 <= 1
        if each.by == "persistence":
            assert (each.chance.value, each.brier) == (0, float(each.ended))
    for by in ("prior", "climatology", "covariates"):
        three, six = (each.chance.value for each in found if each.by == by and each.origin == origins[0])
        assert 0 < three < six


def test_what_was_not_known_changes_no_forecast() -> None:
    pytest.importorskip("jax")
    made = record()
    later = row("later", "1942-05-01", 4000)
    other = msgspec.structs.replace(made.processes["war"])
    told = record_of(
        [*made.class_rows["all"], later], points=made.points, processes=[process()], statuses=[], series=[ROAD]
    ).with_entries("statuses", made.statuses)
    assert other == told.processes["war"]
    origins = [parse_day("1942-01-01")]

    def asked(each: Record, known: bool) -> list[Any]:
        return termination_forecasts(
            each, MODEL, origins=origins, horizons=[6], known=known, seeds=(1, 2), effort=Effort(1024, 15), draws=200
        )

    assert asked(told, True) == asked(made, True)
    assert asked(told, False) != asked(made, False)
    # On 1 January 1942 the figure of 1941 is the last one known (0.4); the record has 0.8 for that day.
    known, recorded = (next(each for each in asked(made, way) if each.by == "covariates") for way in (True, False))
    assert known.chance != recorded.chance


def test_sizes_are_symmetric() -> None:
    assert size_of(3, 1, 4).ratio == pytest.approx(size_of(1, 3, 4).ratio)
    assert size_of(1, 1, 2) == Size()
