"""What-ifs on the invented pack: the same numbers again, nothing from nothing, partitions, horizons, what must be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import fsum

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outcome.support import STRUCTURES, antecedent, day, entries
from torgau.answers.answer import to_json
from torgau.answers.outcomes import outcome_of, whatif_answer
from torgau.answers.whatif_words import horizon_refusal
from torgau.dates import parse_day
from torgau.outcome.fitting import Paths
from torgau.outcome.whatif import Measure, WhatIf, agreement, end_days, lost_by_the_end, partition, run_whatif
from torgau.outcome.worlds import world_of
from torgau.vocabulary import Record

DRAWS = 30


def asked(record: Record, name: str, *, draws: int = DRAWS, seed: int = 7) -> WhatIf:
    return run_whatif(record, record.antecedents[name], draws=draws, seed=seed, backend="numpy")


def all_draws(found: WhatIf) -> bytes:
    """Every draw of every measure of every model in both worlds."""
    return b"".join(
        np.ascontiguousarray(values).tobytes()
        for told in found.told
        for values in (told.factual.values, told.counterfactual.values, *(item.difference for item in told.measures))
    )


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(pack: Record) -> None:
    first, again, other = asked(pack, "no-aid"), asked(pack, "no-aid"), asked(pack, "no-aid", seed=8)
    assert all_draws(first) == all_draws(again) != all_draws(other)
    assert to_json(whatif_answer(pack, first)) == to_json(whatif_answer(pack, again))


def test_another_antecedent_beside_it_changes_nothing(pack: Record) -> None:
    beside = msgspec.structs.replace(pack.antecedents["coast-sooner"], id="aaa-first-of-all")
    more = pack.with_entries("antecedents", {beside.id: beside, **pack.antecedents})
    assert all_draws(asked(more, "no-aid")) == all_draws(asked(pack, "no-aid"))


def test_a_member_is_the_same_whoever_runs_beside_it(pack: Record) -> None:
    few, many = asked(pack, "no-aid", draws=12), asked(pack, "no-aid", draws=40)
    for here, there in zip(few.told, many.told, strict=True):
        assert here.counterfactual.values.tobytes() == np.ascontiguousarray(there.counterfactual.values[..., :12]).tobytes()


def test_what_changes_nothing_makes_no_difference_in_any_member(pack: Record) -> None:
    """Bombs are halved from a day on that lies behind the horizon."""
    found = asked(pack, "nothing-yet")
    assert found.inputs == ()
    assert [told.model for told in found.told] == list(STRUCTURES)
    for told in found.told:
        assert told.factual.values.tobytes() == told.counterfactual.values.tobytes()
        assert all((item.difference == 0).all() and item.sign == 0 for item in told.measures)


def test_until_its_day_both_worlds_are_one(fresh: Callable[..., Record]) -> None:
    held = entries()
    # Three months after the antecedent: 1924-05-11 is the first day of a step, 49 weeks after the beginning.
    held["antecedents"] = [antecedent("bombs-stop", {"kind": "bombing", "factor": 0, "since": day(7 * 49)})]
    found = asked(fresh(held), "bombs-stop")
    for told in found.told:
        before = 49 - told.factual.first_step
        assert before > 0
        assert told.factual.values[:before].tobytes() == told.counterfactual.values[:before].tobytes()
        # What is made differs in the step itself, the front by it in the same one or the next.
        assert (told.factual.of("front road")[before + 1] != told.counterfactual.of("front road")[before + 1]).any()


def test_the_twin_starts_from_the_record(pack: Record) -> None:
    """Both worlds begin from one state: what the filter knows on the day before, near the last figure of the road."""
    for told in asked(pack, "no-aid").told:
        assert told.factual.begun.tobytes() == told.counterfactual.begun.tobytes()
        # The road was at 369 to 380 km in January and February; a figure's error is 30 km.
        assert abs(float(np.median(told.factual.begun[told.factual.names.index("front road")])) - 375) < 40


def test_inputs_that_change_are_told_with_their_sums(pack: Record) -> None:
    """Aid over the run: the figures of 60 days of 2.0, 2.5, ... million; up to the antecedent's day it stays."""
    ((name, before, after),) = asked(pack, "no-aid").inputs
    assert name == "aid"
    # Steps 0 to 87 (609 days to 1925-01-31): ten periods, 2.0 to 6.5, are 42.5, and 9 days of the next, 7.0 * 9 / 60 = 1.05;
    # steps 0 to 35 (252 days): 2 + 2.5 + 3 + 3.5 and 12 days of 4.0, 0.8: 11.8. The grid of weeks moves either by less than 0.5.
    assert before == pytest.approx(43.5, abs=0.5)
    assert after == pytest.approx(11.8, abs=0.5)


# Refusals.


def test_past_the_horizon_there_is_no_answer(pack: Record) -> None:
    held = pack.antecedents["no-aid"]
    assert horizon_refusal(pack, held, parse_day("1924-04-15")) is None
    said = horizon_refusal(pack, held, parse_day("1925-02-01"))
    assert said is not None
    assert "1925-01-31" in said


def test_without_what_is_held_fixed_there_is_no_answer(pack: Record) -> None:
    found = asked(pack, "no-aid")
    bare = replace(found, antecedent=msgspec.structs.replace(found.antecedent, held_fixed=()))
    with pytest.raises(ValueError, match="held fixed"):
        outcome_of(pack, bare)
    with pytest.raises(ValueError, match="held fixed"):
        whatif_answer(pack, bare)


def test_a_model_without_a_mechanism_that_is_needed_is_not_asked(pack: Record) -> None:
    wanted = msgspec.structs.replace(pack.antecedents["no-aid"], needs=("aid", "ships"))
    found = run_whatif(pack.with_entry("antecedents", wanted), wanted, draws=10, backend="numpy")
    assert found.told == ()
    assert set(found.silent.values()) == {"it has no mechanism for: ships"}


# Partitions and signs.


@given(
    st.lists(st.floats(-50, 50, allow_subnormal=False), min_size=1, max_size=60),
    st.lists(st.floats(-40, 40, allow_subnormal=False), max_size=6, unique=True),
)
def test_shares_of_a_partition_sum_to_one_and_a_union_is_the_sum_of_its_parts(values: list[float], raw: list[float]) -> None:
    edges, draws = sorted(raw), np.array(values)
    parts = partition(draws, edges)
    assert len(parts) == len(edges) + 1
    assert all(0 <= part <= 1 for part in parts)
    assert fsum(parts) == pytest.approx(1.0, abs=1e-12)
    for first in range(len(edges)):
        for last in range(first, len(edges)):
            # Everything from the part `first` to the part `last`, by a plain count.
            inside = [value for value in values if (first == 0 or value >= edges[first - 1]) and value < edges[last]]
            assert fsum(parts[first : last + 1]) == pytest.approx(len(inside) / len(values), abs=1e-12)


@pytest.mark.parametrize(("above", "sign"), [(100, 1), (95, 1), (94, 0), (50, 0), (6, 0), (5, -1), (0, -1)])
def test_a_sign_is_known_from_nineteen_draws_in_twenty(above: int, sign: int) -> None:
    other = np.where(np.arange(100) < above, 1.0, -1.0)
    assert Measure("m", "m", "km", 3, np.zeros(100), other, -1).sign == sign


@pytest.mark.parametrize(
    ("signs", "told"),
    [
        ((1, 1), "all"),
        ((1, 1, 0), "majority"),
        ((1, -1), "none"),
        ((0, 0), "none"),
        ((1,), "none"),
        ((), "none"),
        ((-1,) * 3, "all"),
    ],
)
def test_agreement_counts_models_that_know_one_sign(signs: tuple[int, ...], told: str) -> None:
    assert agreement(signs) == told


# The end of the process.


def test_the_end_is_the_first_day_on_which_a_decisive_axis_is_in_reach(pack: Record) -> None:
    """Reach is 20 km. Weeks 5, 6, 7: one member arrives in week 6, one in the first, one never, one comes and goes."""
    (process,) = pack.processes.values()
    world = world_of(pack, process, 10)
    road = [[30.0, 20.0, 40.0, 19.0], [20.0, 90.0, 40.0, 25.0], [10.0, 90.0, 40.0, 25.0]]
    lost = [[1.0, 1, 1, 1], [3, 3, 3, 3], [6, 6, 6, 6]]
    values = np.array([[road[at], lost[at]] for at in range(3)])
    run = Paths(5, ("front road", "losses inland second"), values, np.array([[50.0] * 4, [0.5] * 4]))
    ends = [parse_day(day(7 * week + 6)) for week in (6, 5, 7, 5)]
    assert end_days(world, run).tolist() == ends
    # Losses up to that week: 3, 1, 6 and 1, less the half that was lost before.
    assert lost_by_the_end(world, run, ["losses inland second"]).tolist() == [2.5, 0.5, 5.5, 0.5]


def test_no_front_arrives_on_an_axis_that_is_not_yet_contested(fresh: Callable[..., Record]) -> None:
    """A second decisive axis begins at 60 km, after the horizon. Unseen, it is known to 100 km, so that some draws begin within
    reach: these wars would end in the first week."""
    held = entries()
    coast = held["processes"][0]["theatres"][1]
    coast["opened"] = day(700)
    coast["axes"][0]["decisive"] = True
    (told, *_) = asked(fresh(held, {"front-shore": [(day(700), day(700), 60.0)]}), "no-aid").told
    arrived = (told.factual.of("front road") <= 20).any(axis=0)
    assert not arrived.all()
    ends = told.by_id["end"].factual
    assert (ends[~arrived] == ends.max()).all(), "where the road is not reached, the process goes on to the end of the run"
