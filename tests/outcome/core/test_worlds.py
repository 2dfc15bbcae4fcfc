"""What the record's figures mean at each step, and what was known of them on a day. Expected values: see the comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outcome.core.fields import points, theatres
from tests.outcome.support import day, from_text, made_process, made_record, point
from torgau.dates import parse_day
from torgau.outcome.worlds import YEAR, World, day_of, step_of, values_of, world_of
from torgau.vocabulary.outcomes import Input
from torgau.vocabulary.quantities import Point

STEPS = 20


def ordinal(after: int) -> int:
    return parse_day(day(after))


def values(rows: Sequence[Point], kind: str = "burden", known: int | None = None, **fields: Any) -> np.ndarray:
    """One input over 20 weeks."""
    given = msgspec.convert(
        {"id": "x", "kind": kind, "power": "A", "series": "x", **fields}, Input, strict=False, dec_hook=from_text
    )
    return values_of(rows, given, made_process(), STEPS, None if known is None else ordinal(known))


@given(st.integers(1, 40), st.integers(-60, 400))
def test_days_and_steps_fit_each_other(step: int, after: int) -> None:
    """Found by walking: a step is `step` days long, and its last day is the last one that is in it."""
    process = made_process(step=step)
    at = step_of(process, ordinal(after))
    assert ordinal(at * step) <= ordinal(after) < ordinal((at + 1) * step)
    assert day_of(process, at) == ordinal(at * step) + step - 1
    assert step_of(process, day_of(process, at)) == at
    assert step_of(process, day_of(process, at) + 1) == at + 1


def test_a_figure_holds_in_its_period_and_nothing_is_interpolated() -> None:
    # Weeks 0-3 and 8-11 have figures: 0.2, then 0.6. Between them the last goes on; no step has anything between 0.2 and 0.6.
    found = values([point(day(0), day(27), 0.2), point(day(56), day(83), 0.6)])
    assert found.tolist() == [0.2] * 8 + [0.6] * 12


def test_before_its_first_figure_an_input_is_nothing() -> None:
    assert values([point(day(35), day(41), 0.5)]).tolist() == [0.0] * 5 + [0.5] * 15


def test_a_rate_is_the_sum_over_its_days_by_the_year() -> None:
    # 28 in 28 days is 1 a day, 365.2425 a year; then 14 in 28 days half of that, for ever after.
    found = values([point(day(0), day(27), 28), point(day(28), day(55), 14)], "output")
    assert found == pytest.approx([YEAR] * 4 + [YEAR / 2] * 16)
    assert YEAR == 365.2425


def test_a_shorter_period_inside_a_longer_one_counts_while_it_holds() -> None:
    # The long one holds in weeks 0-9, the short one in weeks 3-5; after both the one that ended last goes on.
    found = values([point(day(0), day(69), 0.1), point(day(21), day(41), 0.9)])
    assert found.tolist() == [0.1] * 3 + [0.9] * 3 + [0.1] * 14


def test_units_are_those_of_the_kind() -> None:
    found = values([point(day(0), day(27), 120_000)], "forces", factor="0.001")
    assert found == pytest.approx([120.0] * STEPS)


def test_forces_are_those_of_the_last_day_of_a_step_and_rates_those_of_its_middle() -> None:
    # From day 12 on, the 6th of the 7 days of week 1 (days 7 to 13): its last day, 13, is after that; its middle, 10.5, before.
    rows = [point(day(0), day(11), 1), point(day(12), day(200), 2)]
    assert values(rows, "forces").tolist() == [1.0] + [2.0] * 19
    assert values(rows, "burden").tolist() == [1.0] * 2 + [2.0] * 18


def test_what_is_not_verified_or_has_no_value_never_enters() -> None:
    rows = [point(day(0), day(13), 3), point(day(14), day(27), 99, verified=False), point(day(28), day(41), None)]
    assert values(rows, "forces").tolist() == [3.0] * STEPS


def test_a_period_that_is_not_over_is_not_known() -> None:
    rows = [point(day(0), day(27), 1), point(day(28), day(69), 2)]
    # On the last day of a period its figure is known, the day before it is not: then what came before goes on.
    assert values(rows, known=69).tolist() == [1.0] * 4 + [2.0] * 16
    assert values(rows, known=68).tolist() == [1.0] * STEPS
    assert values(rows, known=26).tolist() == [0.0] * STEPS


def test_after_its_last_day_a_power_takes_no_part_and_before_it_nobody_knows() -> None:
    # Until day 40, week 5 (days 35 to 41), whose middle is 38.5: it counts in that week, and not in week 6.
    rows = [point(day(0), day(200), 0.5)]
    assert values(rows, until=day(40)).tolist() == [0.5] * 6 + [0.0] * 14
    assert values([point(day(0), day(6), 0.5)], until=day(40), known=39).tolist() == [0.5] * STEPS
    assert values([point(day(0), day(6), 0.5)], until=day(40), known=40).tolist() == [0.5] * 6 + [0.0] * 14


# Theatres and axes.


def world(known: int | None = None) -> World:
    return world_of(made_record(points()), theatres(), STEPS, known=None if known is None else ordinal(known))


def test_a_theatre_is_open_from_the_step_of_its_first_day_up_to_that_of_its_last() -> None:
    found = world().arrays()["open"]
    assert found[:, 0].tolist() == [1.0] * STEPS
    # Day 30 is in week 4, day 100 in week 14, which is not open any more.
    assert found[:, 1].tolist() == [0.0] * 4 + [1.0] * 10 + [0.0] * 6


def test_a_theatre_that_opens_or_closes_later_is_not_known_to() -> None:
    assert world(known=29).arrays()["open"][:, 1].tolist() == [0.0] * STEPS
    assert world(known=30).arrays()["open"][:, 1].tolist() == [0.0] * 4 + [1.0] * 16
    assert world(known=100).arrays()["open"][:, 1].tolist() == [0.0] * 4 + [1.0] * 10 + [0.0] * 6


def test_an_axis_begins_with_its_first_figure_and_ends_where_the_front_left_it() -> None:
    found = world().arrays()
    # The road: contested from the first week (a figure of before the war) to day 70, week 10. The track: its only verified figure
    # is of day 45, week 6. The shore: from the opening of the coast to its closing.
    assert found["axis open"].T.tolist() == [
        [1.0] * 10 + [0.0] * 10,
        [0.0] * 6 + [1.0] * 14,
        [0.0] * 4 + [1.0] * 10 + [0.0] * 6,
    ]
    # The last figure by the first day, 380; else the first one after.
    assert found["axis start"][0].tolist() == [380.0, 200.0, 90.0]


def test_an_axis_whose_first_figure_is_to_come_is_not_known() -> None:
    assert world(known=44).arrays()["axis open"][:, 1].sum() == 0
    assert world(known=45).arrays()["axis open"][:, 1].tolist() == [0.0] * 6 + [1.0] * 14
    assert world(known=69).arrays()["axis open"][:, 0].tolist() == [1.0] * STEPS, "nobody knows that the road will be left"


def test_who_gives_and_who_receives_stand_in_different_columns() -> None:
    found = world().arrays()
    rate = YEAR / 7 * (10 + np.arange(STEPS))
    assert pytest.approx(np.array([0 * rate, rate]), rel=1e-6) == found["received"].T
    assert pytest.approx(np.array([rate, 0 * rate]), rel=1e-6) == found["given"].T
    assert pytest.approx(np.array([0 * rate, rate]), rel=1e-6) == found["bombs"].T, "the side that is bombed"
    assert found["tied"][:, 1, 0].tolist() == [0.0] * 4 + [5.0] * 3 + [8.0] * 13
    assert found["free"][3].tolist() == [13.0, 13.0]


def test_midwinter_is_one_and_midsummer_minus_one() -> None:
    season = world_of(made_record(points()), theatres(), 60).arrays()["season"]
    assert season[0] == 1.0
    # Half a year is 182.6 days, 26.09 weeks.
    assert season[26] == pytest.approx(np.cos(2 * np.pi * 182 / 365.2425), abs=1e-6)
    assert season[26] < -0.999


def test_on_the_last_day_of_a_power_what_it_makes_still_counts() -> None:
    rows = [point(day(0), day(9), 10)]
    item = msgspec.convert({"id": "x", "kind": "output", "power": "A", "series": "x", "until": day(4)}, Input, dec_hook=from_text)
    found = values_of(rows, item, made_process(step=1), 8, None)
    assert found.tolist() == [YEAR] * 5 + [0.0] * 3


def test_on_the_day_after_its_period_a_figure_of_forces_holds_no_more() -> None:
    rows = [point(day(0), day(99), 5), point(day(2), day(3), 9)]
    item = msgspec.convert({"id": "x", "kind": "forces", "power": "A", "series": "x"}, Input)
    assert values_of(rows, item, made_process(step=1), 6, None).tolist() == [5.0, 5.0, 9.0, 9.0, 5.0, 5.0]
