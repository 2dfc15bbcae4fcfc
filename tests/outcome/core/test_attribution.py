"""Coalitions on the invented pack: the whole is the recorded world, who brings nothing gets nothing, shares add up."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
import pytest

from tests.outcome.support import STRUCTURES, day, entries, keep_invented_scores, load
from torgau.outcome.attribution import Contributions, run_attribution
from torgau.outcome.fitting import case_of, conditioned, run_on
from torgau.outcome.games.indices import banzhaf, leave_one_out, shapley
from torgau.outcome.results import read_draws
from torgau.outcome.whatif import run_whatif
from torgau.outcome.worlds import first_day, last_day, step_of, without, world_of
from torgau.vocabulary import Record

DRAWS = 24


def played(record: Record, seed: int = 7) -> Contributions:
    return run_attribution(record, record.attributions["whose-road"], draws=DRAWS, seed=seed, backend="numpy")


@pytest.fixture(scope="module")
def found(pack: Record) -> Contributions:
    return played(pack)


def test_the_value_of_all_is_that_of_the_recorded_world(pack: Record, found: Contributions) -> None:
    """Run here without any coalition: from the day before, on the same random numbers."""
    declared = pack.attributions["whose-road"]
    (process,) = pack.processes.values()
    assert len(found.played) == 3 + 2 + 2, "two of the structures count no losses"
    assert set(found.silent) == {"economy, losses", "materiel, losses"}
    steps = step_of(process, last_day(declared.horizon)) + 1
    day_before = first_day(declared.date) - 1
    for name in STRUCTURES:
        case, world = case_of(pack, name), world_of(pack, process, steps)
        kept = read_draws(case)
        assert kept is not None
        z = kept.z[:, :DRAWS]
        after = conditioned(case, world, z, day_before, "numpy")
        run = run_on(case, world, z, after, step_of(process, day_before) + 1, seed=7, backend="numpy")
        games = {item.value.id: item.game for item in found.played if item.model == name}
        # The road is the one decisive axis: its distance at the horizon, no less than 0.
        assert games["ground"].values[-1] == pytest.approx(-np.maximum(run.of("front road")[-1], 0.0))
        if name == "attrition":
            both = [run.counted(f"losses {theatre} second") for theatre in ("inland", "coast")]
            assert games["losses"].values[-1] == pytest.approx(both[0] + both[1], rel=1e-5)


def test_without_all_is_the_world_without_each_of_them(pack: Record, found: Contributions) -> None:
    (process,) = pack.processes.values()
    world = world_of(pack, process, 40)
    gone = world
    for power in ("AL", "BO", "CE"):
        gone = without(gone, power, first_day(process.begins))
    assert not any(item.values.any() for item in gone.given)
    order = {frozenset(item.game.members(mask)) for item in found.played for mask in (0, len(item.game.values) - 1)}
    assert order == {frozenset(), frozenset(("AL", "BO", "CE"))}


def test_shapley_shares_add_up_to_the_whole_draw_by_draw(found: Contributions) -> None:
    for item in found.played:
        whole = item.game.values[-1] - item.game.values[0]
        assert shapley(item.game).sum(axis=0) == pytest.approx(whole, abs=1e-9 * np.abs(item.game.values).max())


def test_two_players_by_the_formula_of_the_text_book(pack: Record) -> None:
    """Of two players each gets what it adds, averaged over coming first and coming second."""
    pair = msgspec.structs.replace(pack.attributions["whose-road"], players=("AL", "BO"))
    found = run_attribution(pack, pair, values=("ground",), draws=DRAWS, backend="numpy")
    for item in found.played:
        nobody, first, second, both = (item.game.value_of(who) for who in ((), ("AL",), ("BO",), ("AL", "BO")))
        expected = [(first - nobody + both - second) / 2, (second - nobody + both - first) / 2]
        assert shapley(item.game) == pytest.approx(np.array(expected), abs=1e-9)


def test_a_power_without_inputs_gets_exactly_nothing(fresh: Callable[..., Record]) -> None:
    held = entries()
    held["processes"][0]["sides"][0]["powers"].append("DU")
    held["attributions"][0]["players"] = ["AL", "DU", "CE"]
    for item in played(fresh(held)).played:
        at = item.game.players.index("DU")
        for index in (shapley, banzhaf, leave_one_out):
            assert (index(item.game)[at] == 0.0).all(), (item.model, item.value.id)
        assert (np.abs(shapley(item.game)[0]) > 0).any() or item.value.id == "sooner"


def test_the_same_seed_gives_the_same_table(pack: Record, found: Contributions) -> None:
    again, other = played(pack), played(pack, seed=8)
    for one, two, three in zip(found.played, again.played, other.played, strict=True):
        assert one.game.values.tobytes() == two.game.values.tobytes()
        assert one.game.values.tobytes() != three.game.values.tobytes() or one.value.id == "sooner"


def test_a_coalition_is_the_what_if_of_the_same_change(fresh: Callable[..., Record]) -> None:
    """AL absent is the antecedent that sets all inputs of AL to nothing, at the horizon of both."""
    held = entries()
    whatif, declared = held["antecedents"][0], held["attributions"][0]
    whatif |= {"changes": [{"power": "AL", "factor": 0, "why": "Invented."}], "horizon": declared["horizon"]}
    record = fresh(held)
    found = run_whatif(record, record.antecedents["no-aid"], draws=DRAWS, backend="numpy")
    games = {(item.model, item.value.id): item.game for item in played(record).played}
    for told in found.told:
        road = -np.maximum(told.counterfactual.of("front road")[-1], 0.0)
        assert games[told.model, "ground"].value_of(("BO", "CE")).tobytes() == road.astype(float).tobytes()


def test_a_model_speaks_only_at_the_scored_horizon_next_above(fresh: Callable[..., Record]) -> None:
    """From 10 February to 15 June 1924 are 127 days, 4.2 months: with half a month of slack that of four months is next."""
    record = fresh()
    keep_invented_scores(record, {"economy": 10.0, "materiel": 24.0, "persistence": 20.0})
    record = load(record.folder)  # type: ignore[arg-type]
    scored = played(record)
    ground = next(value for value in scored.attribution.values if value.measure == "ground")
    assert [scored.speaks(name, ground) for name in ("economy", "materiel", "attrition")] == [True, False, False]
    # These are skills on the front: they say nothing of how well losses are forecast.
    losses = next(value for value in scored.attribution.values if value.measure == "enemy-losses")
    assert not any(scored.speaks(name, losses) for name in STRUCTURES)
    assert scored.speaking == ("economy",)
    longer = msgspec.structs.replace(record.attributions["whose-road"], horizon=record.antecedents["no-aid"].horizon)
    beyond = run_attribution(record, longer, values=("ground",), draws=10, backend="numpy")
    assert not any(beyond.speaks(name, ground) for name in STRUCTURES)


def test_ground_is_that_of_the_axes_that_are_contested(fresh: Callable[..., Record]) -> None:
    """With a second decisive axis that begins after the horizon, a what-if still measures the road alone; so should a share."""
    held = entries()
    coast = held["processes"][0]["theatres"][1]
    coast["opened"] = day(700)
    coast["axes"][0]["decisive"] = True
    record = fresh(held, {"front-shore": [(day(700), day(700), 900.0)]})
    declared = record.attributions["whose-road"]
    found = run_attribution(record, declared, values=("ground",), draws=10, backend="numpy")
    # The road is some 400 km long: no mean of it is more than 500.
    assert (found.played[0].game.values[-1] > -500).all()
