"""What every structure must do whatever its parameters: bounds, symmetry, mirrors, shut theatres, aid, and no idle parameter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outcome.core.worlds_by_hand import MEMBERS, SETTING, STRUCTURES, Walked, even, mirrored, parameters, world
from torgau.outcome.structures.parts import of_side, placed, sent
from torgau.vocabulary.outcomes import PARAMETERS

ALL = pytest.mark.parametrize("structure", STRUCTURES)
FRONTS = ("front road", "front track", "front shore")
STEPS = 30
ANYWHERE = replace(SETTING, sends=((1.0,) * 4,) * 2)
"""A setting that is the same for both sides: all powers send their free forces to both theatres."""


@ALL
def test_without_an_enemy_the_front_advances_and_never_faster_than_its_speed(structure: str) -> None:
    nobody = (200, 100, 0, 0)
    alone = world(STEPS, free=nobody, output=(50, 20, 0, 0), income=(400, 100, 0, 0))
    found = Walked(structure, parameters(structure, speed=12.0), alone)
    for front in FRONTS:
        assert (found.moved(front) < 0).all(), front
        assert (found.moved(front) > -12.0).all(), front


@ALL
@settings(max_examples=25, deadline=None)
@given(
    forces=st.lists(st.floats(0, 1e4, allow_subnormal=False), min_size=4, max_size=4),
    made=st.lists(st.floats(0, 1e4, allow_subnormal=False), min_size=4, max_size=4),
)
def test_whatever_goes_in_the_front_is_no_faster_than_its_speed(structure: str, forces: list[float], made: list[float]) -> None:
    inputs = world(6, free=forces, output=made, income=made, received=made[::-1], given=made)
    found = Walked(structure, parameters(structure, speed=9.0), inputs)
    for front in FRONTS:
        assert (np.abs(found.moved(front)) <= 9.0).all(), front
    assert np.isfinite(np.array(found.levels)).all()


@ALL
def test_between_equals_nothing_drifts(structure: str) -> None:
    found = Walked(structure, even(structure), world(STEPS), ANYWHERE)
    for front in FRONTS:
        assert found.moved(front) == pytest.approx(np.zeros(STEPS), abs=1e-4)


@ALL
def test_the_stronger_side_advances_on_every_axis(structure: str) -> None:
    double = world(STEPS, free=(400, 200, 200, 100), output=(100, 40, 50, 20), income=(800, 200, 400, 100))
    for front in FRONTS:
        assert (Walked(structure, even(structure), double).moved(front) < 0).all()


def other_way(structure: str, p: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The parameters as the other side sees them."""
    found = dict(p)
    for name in ("offset", "handicap", "season"):
        if name in found:
            found[name] = -found[name]
    for name in ("loss", "line_share"):
        if f"{name}_first" in found:
            found[f"{name}_first"], found[f"{name}_second"] = found[f"{name}_second"], found[f"{name}_first"]
    return found


@ALL
def test_with_the_sides_exchanged_the_front_moves_the_other_way(structure: str) -> None:
    uneven = world(
        STEPS,
        free=(260, 50, 240, 80),
        output=(60, 10, 40, 30),
        income=(300, 90, 410, 60),
        burden=(0.3, 0.2, 0.4, 0.1),
        tied=((0, 40, 0, 0), (20, 0, 0, 15)),
        bombs=(1, 3),
        received=(0, 5, 2, 0),
        given=(5, 0, 0, 2),
        season=0.7,
    )
    found = Walked(structure, parameters(structure), uneven, ANYWHERE)
    mirror = Walked(structure, other_way(structure, parameters(structure)), mirrored(uneven), ANYWHERE)
    assert np.abs(found.moved("front road")).max() > 0.1
    for front in FRONTS:
        assert mirror.moved(front) == pytest.approx(-found.moved(front), abs=1e-3), front
    if structure == "attrition":
        for theatre in SETTING.theatres:
            assert mirror.lost(theatre, 0) == pytest.approx(found.lost(theatre, 1), rel=1e-3)
            assert mirror.of(f"strength {theatre} second") == pytest.approx(found.of(f"strength {theatre} first"), abs=1e-3)


@ALL
def test_where_an_axis_is_not_contested_the_front_stands_still_without_chance(structure: str) -> None:
    double = world(STEPS, free=(400, 200, 200, 100), **{"axis open": (1, 0, 1)})
    found = Walked(structure, parameters(structure), double)
    assert found.moved("front track").tolist() == [0.0] * STEPS
    noise = STRUCTURES[structure](SETTING).noise(np, parameters(structure), {name: value[0] for name, value in double.items()})
    at = found.model.names.index("front track")
    assert [float(part[at, 0]) for part in noise] == [0.0, 0.0, 0.0]
    assert all(float(part[at - 1, 0]) > 0 for part in noise)


def test_in_a_theatre_that_is_not_open_nobody_is_lost() -> None:
    shut = world(STEPS, open=(1, 0))
    found = Walked("attrition", parameters("attrition"), shut)
    assert found.lost("coast", 0).tolist() == found.lost("coast", 1).tolist() == [0.0] * (STEPS + 1)
    assert (np.diff(found.lost("plain", 0)) > 0).all()


AT_HOME = replace(SETTING, sends=((1.0,) * 4, (0.0,) * 4))
"""A setting in which nobody sends free forces to the coast."""


def test_at_its_opening_the_forces_tied_to_a_theatre_are_there_at_once() -> None:
    """80 thousand of A and 60 of C come to the coast as it opens in step 10, and nobody was there before: 40 and 36 in line."""
    inputs = world(STEPS, tied=((0, 0, 0, 0), (80, 0, 60, 0)))
    inputs["open"][:10, 1] = 0
    inputs["tied"][:10, 1] = 0
    p = parameters("attrition", line_share_first=0.5, line_share_second=0.6)
    found = Walked("attrition", p, inputs, AT_HOME)
    # Nobody is a thousand: logarithms stay finite.
    assert np.exp(found.of("strength coast first")[10]) == pytest.approx(1, rel=0.05)
    assert np.exp(found.of("strength coast first")[11]) == pytest.approx(40, rel=1e-3)
    assert np.exp(found.of("strength coast second")[11]) == pytest.approx(36, rel=1e-3)
    assert found.lost("coast", 0)[10] == 0.0
    assert found.lost("coast", 0)[12] > 0.0


def test_forces_that_arrive_later_take_along_who_stands_in_line() -> None:
    """On an open coast 40 of A's 80 stand; in step 20 there are 160: those in line double, but for what a
    usual week takes and, by less than a hundredth, for there being less equipment a head."""
    inputs = world(STEPS, tied=((0, 0, 0, 0), (80, 0, 80, 0)))
    inputs["tied"][20:, 1, 0] = 160
    found = Walked("attrition", even("attrition"), inputs, AT_HOME)
    before, after = np.exp(found.of("strength coast first")[[20, 21]])
    usual = np.exp(found.moved("strength coast first")[19])
    assert after / before == pytest.approx(2 * usual, rel=0.01)


@given(
    pull=st.lists(st.floats(0.01, 100, allow_subnormal=False), min_size=4, max_size=4),
    is_open=st.tuples(st.booleans(), st.booleans()),
)
def test_shares_sum_to_one_and_free_forces_go_only_where_they_are_sent(pull: list[float], is_open: tuple[bool, bool]) -> None:
    at = {name: value[0] for name, value in world(open=is_open, tied=((0, 30, 0, 0), (7, 0, 0, 0))).items()}
    weight = np.array(pull, dtype=np.float32).reshape(2, 2, 1)
    share = sent(np, SETTING, at, weight)[..., 0]
    anywhere = (is_open[0] or is_open[1], is_open[0], is_open[0] or is_open[1], is_open[0] or is_open[1])
    assert share.sum(axis=0) == pytest.approx([float(some) for some in anywhere], abs=1e-5)
    assert share[1, 1] == 0.0, "B sends nobody to the coast"
    assert (share[np.array(is_open) == 0] == 0).all()
    forces = placed(np, SETTING, at, weight)
    # Of the first side, 300 free and 30 in the plain, 7 on the coast: whoever has an open place to be is somewhere.
    wanted = 200 * anywhere[0] + 100 * anywhere[1] + 30 * is_open[0] + 7 * is_open[1]
    assert of_side(np, SETTING, 0, forces).sum() == pytest.approx(wanted, rel=1e-5)


def test_opponents_follow_the_enemy() -> None:
    """A stands on the coast with 500 thousand more: C and D send more there, the more so the stronger they react."""
    inputs = world(STEPS, tied=((0, 0, 0, 0), (500, 0, 0, 0)))
    coast = [
        Walked("attrition", parameters("attrition", reaction=power), inputs).of("strength coast second")[-1] for power in (0.1, 1)
    ]
    plain = [
        Walked("attrition", parameters("attrition", reaction=power), inputs).of("strength plain second")[-1] for power in (0.1, 1)
    ]
    assert coast[1] > coast[0]
    assert plain[1] < plain[0]


def stock(structure: str, **fields: Any) -> np.ndarray:
    """What each power has after 30 weeks: equipment, or effort."""
    (name,) = {"equipment", "effort"} & set(Walked(structure, parameters(structure), world()).aux[0])
    wanted = world(STEPS, **fields)
    found = Walked(structure, parameters(structure, aid_worth=1.2) if structure != "attrition" else parameters(structure), wanted)
    return np.asarray(found.aux[-1][name])[:, 0]


@ALL
def test_aid_leaves_the_stock_of_the_giver_and_enters_that_of_the_receiver(structure: str) -> None:
    """8 a year from A to B for 30 weeks of which 2% wear out in each: 8 / 52 * (1 - 0.98**30) / 0.02 = 3.497, times its worth."""
    gained = stock(structure, given=(8, 0, 0, 0), received=(0, 8, 0, 0)) - stock(structure)
    worth = 1.0 if structure == "attrition" else 1.2
    told = 8 / 52 * (1 - 0.98**30) / 0.02 * worth
    assert gained == pytest.approx([-told, told, 0, 0], rel=1e-3)


@ALL
def test_a_power_gives_no_more_than_it_makes(structure: str) -> None:
    poor = stock(structure, given=(1e6, 0, 0, 0), received=(0, 1e6, 0, 0))
    # What A had wears out, by 2% a week: nothing is made any more, and no stock falls below nothing.
    assert poor[0] == pytest.approx(stock(structure)[0] * 0.98**30, rel=1e-3)


@ALL
def test_bombs_take_from_the_side_on_which_they_fall(structure: str) -> None:
    hurt = stock(structure, bombs=(0, 20)) / stock(structure)
    assert (hurt[:2] == 1.0).all()
    # A share 1 - 21 ** -0.1 of what is made is lost: 26.2%. Of what was there at first nothing is.
    first = 0.98**30
    assert hurt[2:] == pytest.approx([first + (1 - first) * 21**-0.1] * 2, rel=1e-3)


def outcome(structure: str, p: dict[str, np.ndarray]) -> bytes:
    """All that a model shows in an uneven world, with its noise: the same bytes only if nothing at all differs."""
    inputs = world(
        12,
        free=(300, 100, 200, 100),
        output=(80, 20, 50, 20),
        income=(500, 90, 400, 100),
        bombs=(2, 5),
        received=(0, 9, 0, 0),
        given=(9, 0, 0, 0),
        season=0.5,
    )
    inputs["weeks in"] = np.arange(12, dtype=np.float32)
    found = Walked(structure, p, inputs)
    noise = found.model.noise(np, p, {name: value[0] for name, value in inputs.items()})
    return b"".join(
        np.ascontiguousarray(part).tobytes() for part in (*found.levels, *noise, found.model.losses(np, found.aux[-1]))
    )


@pytest.mark.parametrize(("structure", "name"), [(one, name) for one in STRUCTURES for name in PARAMETERS[one]])
def test_every_parameter_does_something(structure: str, name: str) -> None:
    p = parameters(structure)
    more = {**p, name: p[name] * np.float32(1.1)}
    assert outcome(structure, p) == outcome(structure, p)
    assert outcome(structure, more) != outcome(structure, p)


@ALL
def test_members_do_not_know_each_other(structure: str) -> None:
    alone, other = parameters(structure), parameters(structure, speed=40.0, wear=0.1, reaction=2.0)
    both = {name: np.array([alone[name][0], other[name][0]], dtype=np.float32) for name in alone}
    assert MEMBERS == 2
    together = Walked(structure, both, world(10, free=(300, 50, 200, 100)))
    apart = Walked(structure, alone, world(10, free=(300, 50, 200, 100)))
    for here, there in zip(together.levels, apart.levels, strict=True):
        assert here[:, 0] == pytest.approx(there[:, 0], rel=1e-6)


@ALL
def test_the_length_of_a_step_does_not_matter_much(structure: str) -> None:
    """Rates are by the week: seven steps of a day come near to one of a week, but for a week at the beginning."""
    uneven = {"free": (300, 100, 200, 100), "output": (80, 20, 50, 20)}
    weekly = Walked(structure, parameters(structure), world(STEPS, **uneven))
    daily = Walked(structure, parameters(structure), world(7 * STEPS, **uneven), replace(SETTING, step=1))
    for front in FRONTS:
        assert daily.moved(front).sum() == pytest.approx(weekly.moved(front).sum(), rel=0.05)
    if structure == "attrition":
        assert daily.lost("plain", 1)[-1] == pytest.approx(weekly.lost("plain", 1)[-1], rel=0.05)


@ALL
@pytest.mark.parametrize("shut", [False, True])
def test_the_slope_is_the_derivative_of_the_drift(structure: str, shut: bool) -> None:
    """Found by moving each level a little to both sides, in double precision, after ten weeks of an uneven war.

    What a strength does to itself by way of where the enemy sends his forces is left out: less than a fiftieth of the slope.
    """
    inputs = world(12, free=(300, 100, 200, 100), output=(80, 20, 50, 20), income=(500, 90, 400, 100), season=0.5)
    inputs["open"][:, 1] = 0 if shut else 1
    p = {name: value.astype(np.float64) for name, value in parameters(structure).items()}
    walked = Walked(structure, p, {name: value.astype(np.float64) for name, value in inputs.items()})
    level, aux = np.asarray(walked.levels[10], dtype=np.float64), walked.aux[10]
    at = {name: value[10].astype(np.float64) for name, value in inputs.items()}
    told = walked.model.drift(np, p, at, level, aux).slope
    step = 1e-4
    for one in range(len(level)):
        shift = np.zeros_like(level)
        shift[one] = step
        more, less = (walked.model.drift(np, p, at, level + sign * shift, aux).move for sign in (1, -1))
        assert told[one] == pytest.approx((more - less)[one] / (2 * step), rel=0.02, abs=1e-6), walked.model.names[one]
    if structure == "attrition":
        assert (told[:2] != 0).all()
