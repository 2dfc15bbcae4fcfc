"""Rule 1 for the outcome layer: all actors renamed and the calendar moved by a hundred years, every number stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.outcome.support import STRUCTURES, keep_invented_draws, spread_of
from tests.support.moving import moved, moved_record, moving
from torgau.answers.answer import to_json
from torgau.answers.contributions import contribution_answer
from torgau.answers.outcomes import whatif_answer
from torgau.dates import parse_day
from torgau.outcome.attribution import run_attribution
from torgau.outcome.baselines import BASELINES, forecast, past_of
from torgau.outcome.fitting import case_of, conditioned
from torgau.outcome.levels import FREEDOM
from torgau.outcome.observations import seen
from torgau.outcome.whatif import run_whatif
from torgau.outcome.worlds import begins, step_of, world_of
from torgau.vocabulary import Record

DAYS = 36_525
"""A hundred years with a leap day in every fourth."""


@pytest.fixture(scope="module")
def move(pack: Record) -> Callable[[str], str]:
    # Not in the old order: whatever sorts by an actor would be found out.
    names = {"AL": "ZZ", "BO": "YY", "CE": "XX", "DU": "WW"}
    names |= {"Alland": "Zedland", "Borland": "Yland", "Cestria": "Exia", "Durmark": "Wuland"}
    return moving(pack, years=100, names=names)


@pytest.fixture(scope="module")
def other(pack: Record, move: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Record:
    folder: Path = tmp_path_factory.mktemp("moved")
    record = replace(moved_record(pack, move), folder=str(folder))
    keep_invented_draws(record)
    return record


def test_everything_moves_by_the_same_days(pack: Record, other: Record) -> None:
    (here,), (there,) = pack.processes.values(), other.processes.values()
    assert begins(there) - begins(here) == DAYS
    assert not {power for side in here.sides for power in side.powers} & {power for side in there.sides for power in side.powers}


def test_worlds_are_the_same_arrays(pack: Record, other: Record) -> None:
    (here,), (there,) = pack.processes.values(), other.processes.values()
    for known in (None, "1924-02-10"):
        day = None if known is None else parse_day(known)
        mine = world_of(pack, here, 80, known=day).arrays()
        theirs = world_of(other, there, 80, known=None if day is None else day + DAYS).arrays()
        assert {name: value.tobytes() for name, value in mine.items()} == {
            name: value.tobytes() for name, value in theirs.items()
        }


@pytest.mark.parametrize("model", STRUCTURES)
def test_the_filter_says_the_same(model: str, pack: Record, other: Record) -> None:
    until = parse_day("1924-03-31")
    found = []
    for record, day in ((pack, until), (other, until + DAYS)):
        case = case_of(record, model)
        z = spread_of(len(case.priors), 6)[0]
        world = case.world(step_of(case.process, day) + 1)
        after = conditioned(case, world, z, day, "numpy")
        found.append((after.loglik.tobytes(), after.state.level.tobytes(), after.spread.level.tobytes()))
        assert np.isfinite(after.loglik).all()
    assert found[0] == found[1]


@pytest.mark.parametrize("baseline", BASELINES)
def test_baselines_say_the_same(baseline: str, pack: Record, other: Record) -> None:
    (here,), (there,) = pack.processes.values(), other.processes.values()
    origin, z = parse_day("1924-03-31"), spread_of(3 + FREEDOM, 20)[0].astype(float)
    said = []
    for items, day in ((seen(pack, here), origin), (seen(other, there), origin + DAYS)):
        after = [item for item in items if item.last > day and item.component != "front shore"]
        said.append([forecast(baseline, past_of(items, item.target, day), item, z).tobytes() for item in after])
    assert said[0] == said[1]
    assert said[0]


@pytest.mark.parametrize("name", ["no-aid", "coast-sooner"])
def test_what_ifs_move_with_the_names_and_dates(name: str, pack: Record, other: Record, move: Callable[[str], str]) -> None:
    here, there = (run_whatif(record, record.antecedents[name], draws=20, backend="numpy") for record in (pack, other))
    for one, two in zip(here.told, there.told, strict=True):
        assert one.counterfactual.values.tobytes() == two.counterfactual.values.tobytes()
    mine, theirs = (json.loads(to_json(whatif_answer(record, found))) for record, found in ((pack, here), (other, there)))
    # The hash of the pack's figures is another; all the rest is the same in other words.
    assert mine["outcome"].pop("model_hash") != theirs["outcome"].pop("model_hash")
    assert theirs == moved(mine, move)


def test_attributions_move_too(pack: Record, other: Record, move: Callable[[str], str]) -> None:
    here, there = (
        run_attribution(record, record.attributions["whose-road"], draws=12, backend="numpy") for record in (pack, other)
    )
    mine, theirs = (json.loads(to_json(contribution_answer(record, found))) for record, found in ((pack, here), (other, there)))
    assert mine["outcome"].pop("model_hash") != theirs["outcome"].pop("model_hash")
    assert theirs == moved(mine, move)
