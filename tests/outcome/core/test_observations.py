"""How the record's figures become readings: errors, pooling, periods of losses; against plain loops written here."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outcome.support import day, made_process, made_record, point
from torgau.dates import parse_day
from torgau.loading.load import load_record
from torgau.outcome.observations import Seen, readings, seen
from torgau.vocabulary.outcomes import Process
from torgau.vocabulary.quantities import Point

LEVELS, COUNTED = ("strength plain first", "front road"), ("losses plain second",)


def process(step: int = 7, error: str = "0.1") -> Process:
    observed = [
        {"id": "s", "what": "strength", "side": "one", "series": ["men", "men-rival"], "error": error},
        {"id": "l", "what": "losses", "side": "two", "series": ["lost"], "error": "0.2"},
    ]
    axes = [{"id": "road", "name": "road", "series": "road", "decisive": True, "until": day(400)}]
    plain = {"id": "plain", "name": "plain", "opened": day(0), "axes": axes, "observed": observed}
    return made_process(step=step, theatres=[plain])


def items(**series: list[Point]) -> tuple[Seen, ...]:
    record = made_record({"men": [], "men-rival": [], "lost": [], "road": [], **series}, {"men-rival": "persons"})
    return seen(record, process())


def ordinal(after: int) -> int:
    return parse_day(day(after))


def test_what_is_not_verified_is_not_seen() -> None:
    rows = [point(day(0), day(0), 100), point(day(7), day(7), 90, verified=False), point(day(14), day(14), None)]
    for name in ("road", "men", "lost"):
        (only,) = items(**{name: rows})
        assert only.last == ordinal(0)


def test_a_range_is_the_middle_nine_tenths_of_an_error() -> None:
    # 1.6449 standard deviations to either side: 400 +- 164.49 has one of 100. A narrow range leaves the 30 km of any town.
    wide, narrow = items(road=[point(day(0), day(0), 400, low=235.51, high=564.49), point(day(7), day(7), 9, low=8, high=10)])
    assert (wide.error, narrow.error) == (pytest.approx(100.0), 30.0)
    # 200 thousand +- 65.796 are 0.32898 of it: 0.2 in the logarithm; without a range what the declaration grants.
    told, untold = items(men=[point(day(0), day(0), 200, low=134.204, high=265.796), point(day(7), day(7), 50)])
    assert (told.error, untold.error) == (pytest.approx(0.2), 0.1)
    assert (exp(told.value), exp(untold.value)) == (pytest.approx(200), pytest.approx(50))


def test_people_are_counted_in_thousands_whatever_the_unit() -> None:
    (one,) = items(**{"men-rival": [point(day(0), day(0), 250_000)]})
    assert exp(one.value) == pytest.approx(250.0)


def test_where_an_axis_has_ended_nothing_is_seen() -> None:
    assert len(items(road=[point(day(400), day(400), 9), point(day(401), day(401), 8)])) == 1


def test_figures_of_one_step_are_pooled_by_their_precision() -> None:
    # 200 with 0.1 and, of persons, 260,000 with 0.2 (a range of +- 0.32898 of 260): weights 100 and 25.
    rival = [point(day(8), day(8), 260_000, low=174_465, high=345_535)]
    found = readings(
        items(men=[point(day(10), day(10), 200)], **{"men-rival": rival}), process(), LEVELS, COUNTED, 5, ordinal(99)
    )
    assert np.argwhere(found.there).tolist() == [[1, 0]]
    assert found.value[1, 0] == pytest.approx((100 * log(200) + 25 * log(260)) / 125, rel=1e-5)
    assert found.variance[1, 0] == pytest.approx(1 / 125, rel=1e-4)


def test_a_strength_over_a_period_is_read_at_its_middle_and_only_when_it_is_over() -> None:
    rows = items(men=[point(day(0), day(41), 100)])  # its middle is day 20, week 2
    assert np.argwhere(readings(rows, process(), LEVELS, COUNTED, 8, ordinal(41)).there).tolist() == [[2, 0]]
    assert readings(rows, process(), LEVELS, COUNTED, 8, ordinal(40)).there.sum() == 0


def test_steps_up_to_the_day_are_live() -> None:
    assert readings((), process(), LEVELS, COUNTED, 8, ordinal(20)).live.tolist() == [1, 1, 1, 0, 0, 0, 0, 0]
    assert readings((), process(), LEVELS, COUNTED, 8, ordinal(21)).live.tolist() == [1, 1, 1, 1, 0, 0, 0, 0]


def counted_since(found: Any, lost: np.ndarray, at: int, column: int = 0) -> float:
    """What the filter's own rule counts up to the end of a step: its base is what had been lost where the count began anew."""
    total, base = 0.0, 0.0
    for step in range(at + 1):
        total += lost[step]
        if step == at:
            return total - base
        if found.begins[step, column]:
            base = total
    raise AssertionError


@given(
    st.integers(1, 11),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), min_size=1, max_size=5),
)
def test_losses_are_counted_over_their_period_and_no_other(step: int, gaps: list[tuple[int, int]]) -> None:
    """Periods of a step or more that follow each other, with gaps or without: whole steps from the one after that of the day
    before the period up to that of its last day, added up by a plain loop."""
    rows, at = [], 0
    for gap, more in gaps:
        length = step - 1 + more
        rows.append(Seen("losses", COUNTED[0], "lost", ordinal(at + gap), ordinal(at + gap + length), 1.0, 0.2))
        at += gap + length + 1
    steps = at // step + 2
    lost = 1.0 + np.arange(steps) ** 2
    found = readings(tuple(rows), process(step), LEVELS, COUNTED, steps, ordinal(at))
    read: dict[int, list[Seen]] = {}
    for item in rows:
        read.setdefault((item.last - ordinal(0)) // step, []).append(item)
    assert np.flatnonzero(found.loss_there[:, 0]).tolist() == sorted(read)
    for last, mine in read.items():
        if len(mine) == 1:  # two periods that end in one step cannot be told apart
            first = (mine[0].first - 1 - ordinal(0)) // step + 1
            assert counted_since(found, lost, last) == sum(lost[first : last + 1])


def test_a_figure_that_is_not_over_resets_no_count() -> None:
    rows = [Seen("losses", COUNTED[0], "lost", ordinal(0), ordinal(27), 1.0, 0.2)]
    rows.append(replace(rows[0], first=ordinal(28), last=ordinal(55)))
    found = readings(tuple(rows), process(), LEVELS, COUNTED, 10, ordinal(54))
    assert np.flatnonzero(found.begins[:, 0]).tolist() == [3]
    assert found.loss_there.sum() == 1


def test_the_losses_of_three_days_are_those_of_their_week() -> None:
    row = Seen("losses", COUNTED[0], "lost", ordinal(31), ordinal(33), 1.0, 0.2)
    found = readings((row,), process(), LEVELS, COUNTED, 8, ordinal(50))
    # Days 31 to 33 are in week 4 (28 to 34): one week, and not the five from the beginning; at the same rate 7 / 3 of them.
    assert counted_since(found, np.ones(8), 4) == 1
    assert found.loss[4, 0] == pytest.approx(1.0 + log(7 / 3))


def test_a_year_beside_its_quarters_is_read_over_the_year() -> None:
    quarters = [Seen("losses", COUNTED[0], "lost", ordinal(91 * at), ordinal(91 * at + 90), 1.0, 0.2) for at in range(4)]
    year = Seen("losses", COUNTED[0], "rival", ordinal(0), ordinal(4 * 91 + 6), 1.0, 0.2)
    found = readings((*quarters, year), process(), LEVELS, COUNTED, 60, ordinal(400))
    # The year has a count of its own: it ends in week 52, and 53 weeks of one are 53; each quarter is 13 of them.
    assert np.argwhere(found.loss_there).tolist() == [[12, 0], [25, 0], [38, 0], [51, 0], [52, 1]]
    assert counted_since(found, np.ones(60), 52, column=1) == 53
    assert [counted_since(found, np.ones(60), at) for at in (12, 25, 38, 51)] == [13] * 4


def test_how_a_distance_was_measured_is_no_part_of_its_unit() -> None:
    record = made_record(
        {"men": [], "men-rival": [], "lost": [], "road": [point(day(0), day(0), 100)]}, {"road": "km, great circle"}
    )
    (one,) = seen(record, process())
    assert one.value == 100.0


def test_what_is_no_distance_is_not_read_as_one() -> None:
    record = made_record({"men": [], "men-rival": [], "lost": [], "road": [point(day(0), day(0), 100)]}, {"road": "days"})
    with pytest.raises(ValueError, match=r"the series road is in days, which is not a number of km"):
        seen(record, process())


def test_fronts_of_the_reference_pack_are_read_as_they_are_written() -> None:
    """All of them are in kilometres, and everybody counted is counted in thousands: no figure is off by a power of ten."""
    record = load_record("grand-alliance")
    for model in record.processes:
        found = seen(record, record.processes[model])
        written = {
            series: {float(row.value) for row in record.points[series] if row.value is not None} for series in record.series
        }
        fronts = [item for item in found if item.target == "front"]
        assert fronts
        assert all(item.value in written[item.series] for item in fronts)
        people = [exp(item.value) for item in found if item.target != "front"]
        assert all(1 < number < 20_000 for number in people), (
            "thousands of people: no state had 20 million under arms in one theatre"
        )


def test_a_series_in_millions_is_in_thousands_too() -> None:
    record = made_record({"men": [point(day(0), day(0), 5)], "men-rival": [], "lost": [], "road": []}, {"men": "million persons"})
    (one,) = seen(record, process())
    assert exp(one.value) == pytest.approx(5000)


def test_a_front_in_miles_is_in_kilometres_too() -> None:
    record = made_record({"men": [], "men-rival": [], "lost": [], "road": [point(day(0), day(0), 100)]}, {"road": "miles"})
    (one,) = seen(record, process())
    assert one.value == pytest.approx(160.9344)
