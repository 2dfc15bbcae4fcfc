"""What an antecedent makes of the inputs, and what it leaves alone: weeks of the invented process, counted by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outcome.core.fields import STEPS, points, theatres
from tests.outcome.support import day, from_text, made_record, point
from torgau.dates import parse_day
from torgau.outcome.worlds import World, changed, without, world_of
from torgau.vocabulary.outcomes import Change

WORLD = world_of(made_record(points()), theatres(), STEPS)
WEEKLY = 10.0 + np.arange(STEPS)
"""The men of both powers in the weeks 0 to 19."""


def change(**fields: Any) -> Change:
    found: Change = msgspec.convert({"why": "invented", **fields}, Change, strict=False, dec_hook=from_text)
    return found


def under(*changes: Change, date: int = 35) -> World:
    """The world under changes from a day on, else the first of week 5."""
    asked: Any = SimpleNamespace(changes=changes, date=point(day(date), day(date), 0).start)
    return changed(WORLD, asked)


def by_id(found: World) -> dict[str, np.ndarray]:
    return {item.input.id: item.values for item in found.given}


def differing(found: World) -> set[str]:
    """The inputs that are not the same, byte for byte, as in the recorded world."""
    before = by_id(WORLD)
    return {name for name, value in by_id(found).items() if value.tobytes() != before[name].tobytes()}


def test_a_factor_holds_from_the_day_on() -> None:
    found = under(change(kind="aid", factor=0))
    assert differing(found) == {"sent"}
    assert by_id(found)["sent"][:5].tobytes() == by_id(WORLD)["sent"][:5].tobytes()
    assert by_id(found)["sent"][5:].tolist() == [0.0] * 15
    assert found.opened == WORLD.opened


def test_since_is_later_than_the_antecedent() -> None:
    found = under(change(kind="forces", power="B", factor="0.5", since=day(70)))
    assert differing(found) == {"others"}
    assert by_id(found)["others"].tolist() == [*WEEKLY[:10], *(WEEKLY[10:] / 2)]


def test_what_meets_must_have_all_that_is_named() -> None:
    assert differing(under(change(kind="forces", power="A", factor=0))) == {"free", "landed"}
    assert differing(under(change(kind="forces", power="A", theatre="coast", factor=0))) == {"landed"}
    assert differing(under(change(inputs=["bombs", "made"], factor=0))) == {"bombs", "made"}
    assert differing(under(change(inputs=["bombs", "made"], kind="output", factor=0))) == {"made"}
    assert differing(under(change(kind="aid", power="A", to="A", factor=0))) == set()


def test_earlier_takes_what_would_have_come_and_ends_with_the_last() -> None:
    # Two weeks earlier from week 5 on: week 5 has what week 7 had; the last week stays as it was at the end.
    found = under(change(kind="forces", power="B", earlier=14))
    assert by_id(found)["others"].tolist() == [*WEEKLY[:5], *WEEKLY[7:], WEEKLY[-1], WEEKLY[-1]]


def test_later_waits_with_what_was_there_before() -> None:
    # Three weeks later from week 5 on: in weeks 5 to 7 what week 4 had, then in week 8 what week 5 had.
    found = under(change(kind="forces", power="B", earlier=-21))
    assert by_id(found)["others"].tolist() == [*WEEKLY[:5], *[WEEKLY[4]] * 3, *WEEKLY[5:17]]


def test_a_theatre_that_opens_later_takes_its_forces_along() -> None:
    # From week 4 to week 7: three weeks. In the record 5 stand there from week 4 (period from day 28), 8 from week 7.
    found = under(change(theatre="coast", opens=day(49)), date=28)
    assert found.arrays()["open"][:, 1].tolist() == [0.0] * 7 + [1.0] * 7 + [0.0] * 6
    assert by_id(WORLD)["landed"].tolist() == [0.0] * 4 + [5.0] * 3 + [8.0] * 13
    assert by_id(found)["landed"].tolist() == [0.0] * 7 + [5.0] * 3 + [8.0] * 10
    assert differing(found) == {"landed"}
    assert found.arrays()["axis open"][:, 2].tolist() == found.arrays()["open"][:, 1].tolist()


def test_a_theatre_that_opens_sooner_has_its_forces_at_once() -> None:
    found = under(change(theatre="coast", opens=day(14)), date=14)
    assert found.arrays()["open"][:, 1].tolist() == [0.0] * 2 + [1.0] * 12 + [0.0] * 6
    assert by_id(found)["landed"].tolist() == [0.0] * 2 + [5.0] * 3 + [8.0] * 15
    assert differing(found) == {"landed"}


def test_a_theatre_that_never_opens_or_closes_at_once() -> None:
    found = under(change(theatre="coast", never=True))
    assert found.arrays()["open"][:, 1].sum() == 0
    assert differing(found) == set(), "the forces stay where the record has them; the theatre is shut"


def test_changes_are_made_one_after_the_other() -> None:
    found = under(change(kind="forces", power="B", factor="0.5"), change(kind="forces", power="B", factor="0.5", since=day(70)))
    assert by_id(found)["others"].tolist() == [*WEEKLY[:5], *(WEEKLY[5:10] / 2), *(WEEKLY[10:] / 4)]


def test_without_a_power_nothing_of_its_own_is_left() -> None:
    found = without(WORLD, "A", parse_day(day(35)))
    assert differing(found) == {"free", "landed", "made", "sent", "bombs"}
    for name in differing(found):
        assert by_id(found)[name].tolist() == [*by_id(WORLD)[name][:5], *[0.0] * 15]
    # B is sent aid by A and by nobody else: without A it gets none, without B it is still sent.
    assert found.arrays()["received"][5:].sum() == 0
    assert differing(without(WORLD, "B", parse_day(day(35)))) == {"others"}


@given(st.integers(0, 139), st.decimals("0", "3", places=1), st.sampled_from(["forces", "output", "aid", "bombing"]))
def test_no_change_reaches_back_before_its_day_or_beyond_its_kind(date: int, factor: Any, kind: str) -> None:
    found = under(change(kind=kind, factor=factor), date=date)
    for item in WORLD.given:
        now = by_id(found)[item.input.id]
        assert now[: date // 7].tobytes() == item.values[: date // 7].tobytes()
        if item.input.kind != kind:
            assert now.tobytes() == item.values.tobytes()
        else:
            assert now[date // 7 :] == pytest.approx(item.values[date // 7 :] * float(factor))


@given(st.integers(0, 130), st.integers(1, 8))
def test_earlier_and_later_against_a_plain_loop(date: int, weeks: int) -> None:
    start = date // 7
    sooner = by_id(under(change(inputs=["others"], earlier=7 * weeks), date=date))["others"]
    later = by_id(under(change(inputs=["others"], earlier=-7 * weeks), date=date))["others"]
    for at in range(STEPS):
        if at < start:
            assert sooner[at] == later[at] == WEEKLY[at]
            continue
        assert sooner[at] == WEEKLY[min(at + weeks, STEPS - 1)]
        came = at - weeks
        assert later[at] == (WEEKLY[came] if came >= start else WEEKLY[start - 1] if start else 0.0)
