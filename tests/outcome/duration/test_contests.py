"""What a fit reads of a class: which contests, how long, how large; and that nothing else gets through."""

from __future__ import annotations

import math
from decimal import Decimal

import msgspec
import numpy as np
import pytest

from tests.outcome.duration.support import joined, model, record_of, row
from torgau.dates import When, parse_day
from torgau.outcome.duration.contests import Size, contests_of, size_of


def test_days_count_the_first_and_the_last() -> None:
    found = contests_of(record_of([row("a", "1850-03-01", 1), row("b", "1850-01-01", 365)]), model())
    assert found.days.tolist() == [1, 365]
    assert found.ended.tolist() == [1, 1]


def test_sizes_are_those_of_the_beginning_whichever_side_is_which() -> None:
    given = {"side_a": ("P", "Q", "R"), "capability_a": Decimal("0.9"), "joined_later": (joined("R", "1850-06-01"),)}
    first, second = Decimal("0.3"), Decimal("0.1")
    rows = [
        row("one", "1850-01-01", 300, **given, capability_a_first=first, capability_b_first=second),
        row("other", "1860-01-01", 300, capability_a_first=second, capability_b_first=first),
    ]
    found = contests_of(record_of(rows), model())
    # Three times as large: log 3. Of the four parties one came later: three are twice 1.5.
    assert found.ratio == pytest.approx([math.log(3), math.log(3)])
    assert found.states == pytest.approx([math.log(1.5), 0.0])


def test_what_cannot_be_used_is_left_out_and_says_why() -> None:
    rows = [
        row("good", "1850-01-01", 10),
        row("mine", "1850-01-01", 10),
        row("unread", "1850-01-01", 10, verified=False),
        row("unknown", "1850-01-01", 10, capability_a_first=None),
        row("nothing", "1850-01-01", 10, capability_b_first=Decimal(0)),
    ]
    found = contests_of(record_of(rows), model("mine"))
    assert found.ids == ("good",)
    assert set(found.left_out) == {"mine", "unread", "unknown", "nothing"}
    with pytest.raises(ValueError, match="no contest"):
        contests_of(record_of(rows[1:]), model("mine"))


def test_excluded_contests_do_not_touch_a_byte() -> None:
    plain = [row("a", "1850-01-01", 10), row("mine", "1851-01-01", 10), row("b", "1852-01-01", 20)]
    changed = [*plain]
    changed[1] = row("mine", "1801-01-01", 9999, censored=True, side_a=("P", "Q"), capability_a_first=Decimal("0.9"))
    keys = {contests_of(record_of(rows), model("mine")).key for rows in (plain, changed, [plain[0], plain[2]])}
    assert len(keys) == 1
    assert contests_of(record_of(plain), model()).key not in keys


def test_a_day_hides_what_came_later() -> None:
    rows = [row("over", "1850-01-01", 10), row("going-on", "1850-01-05", 100), row("later", "1850-03-01", 10)]
    found = contests_of(record_of(rows), model(), known=parse_day("1850-01-31"))
    # From 5 to 31 January there are 27 days, both included, and it has not ended.
    assert (found.ids, found.days.tolist(), found.ended.tolist()) == (("over", "going-on"), [10, 27], [1, 0])
    on_its_last_day = contests_of(record_of(rows[:1]), model(), known=parse_day("1850-01-10"))
    assert on_its_last_day.ended.tolist() == [1]


def test_new_names_and_another_calendar_change_no_byte() -> None:
    rows = [row("a", "1850-01-01", 10, side_b=("Y", "Z"), joined_later=(joined("Z", "1850-01-03"),)), row("b", "1999-01-01", 20)]

    def later(when: When) -> When:
        assert when.lo is not None
        return When.of_day(when.lo + 36_525)

    moved = [
        msgspec.structs.replace(
            each, id=f"new-{each.id}", name="N", side_a=("M",), began=later(each.began), ended=later(each.ended), line=7
        )
        for each in rows
    ]
    assert contests_of(record_of(moved), model()).key == contests_of(record_of(rows), model()).key


def test_deaths_and_outcomes_are_not_read() -> None:
    bare = row("a", "1850-01-01", 10)
    told = row("a", "1850-01-01", 10, battle_deaths=10**6, outcome="b-wins", major_powers=2, note="much")
    assert contests_of(record_of([told]), model()).key == contests_of(record_of([bare]), model()).key


def test_a_contest_needs_two_sides() -> None:
    assert size_of(2, 2, 2) == Size(0, 0)
    for given in ((0, 1, 2), (1, -1, 2), (1, 1, 1)):
        with pytest.raises(ValueError, match="two sides"):
            size_of(*given)


def test_the_arrays_are_those_of_the_contests() -> None:
    found = contests_of(record_of([row("a", "1850-01-01", 100, censored=True)]), model()).arrays()
    names = ("y", "ended", "ratio", "states", "counts")
    assert {name: value.dtype for name, value in found.items()} == dict.fromkeys(names, np.float32)
    assert found["y"][0] == pytest.approx(math.log(100))
    assert found["ended"][0] == 0
    # One contest counts, however many places there are.
    assert found["counts"].sum() == found["counts"][0] == 1
