"""The results that ship with the reference pack are those of this pack and this code."""

from __future__ import annotations

import numpy as np
import pytest

import torgau
from torgau.answers.left_out import transfers_of
from torgau.outcome.duration.view import view_from
from torgau.outcome.fitting import STRUCTURES, case_of, fit
from torgau.outcome.results import read_draws, read_view
from torgau.outcome.sampling import Effort
from torgau.outcome.speaking import scores_of
from torgau.outcome.validation.terminations import kept_terminations
from torgau.outcome.validation.whatifs import kept_kinds
from torgau.outcome.whatif import lacking
from torgau.outcome.worlds import last_day
from torgau.vocabulary import Record


@pytest.fixture(scope="module")
def record() -> Record:
    return torgau.load("grand-alliance").record


def test_the_scoring_run_is_of_this_state_of_the_pack_and_the_code(record: Record) -> None:
    for protocol in record.protocols.values():
        scores = scores_of(record, protocol.process)
        assert scores is not None
        assert scores.current, (
            "run `torgau backtest` again, then `python -m torgau.answers.validation_report docs grand-alliance`"
        )
        assert not scores.head["quick"]


def test_a_run_with_theatres_left_out_is_of_this_state(record: Record) -> None:
    for protocol in record.protocols.values():
        found = transfers_of(record, protocol)
        if found is None:
            pytest.skip("the shipped pack has no run with theatres left out yet: torgau backtest --left-out")
        assert found.current, "run `torgau backtest --left-out` again"


def test_every_model_has_draws_of_this_state(record: Record) -> None:
    for model in record.models.values():
        if model.structure in STRUCTURES:
            assert read_draws(case_of(record, model.id)) is not None, f"run `torgau fit {model.id}` again"
        else:
            kept = read_view(record, model)
            assert kept is not None, f"run `torgau fit {model.id}` again"
            assert view_from(kept).model == model.id


def test_a_reduced_run_gives_the_draws_that_are_kept(record: Record) -> None:
    """Fewer particles and moves, another seed: the same posterior, within the error of so few particles.

    Means of 128 particles have an error of 1/sqrt(128) = 0.09 posterior sd if they were independent; they are not quite, so each
    mean may be off by 0.5 sd, and all together by 0.2 on average.
    """
    pytest.importorskip("blackjax", reason="fits need the extra `outcome`")
    case = case_of(record, "materiel")
    kept = read_draws(case)
    assert kept is not None
    effort = Effort(particles=128, moves=10)
    found = fit(case, last_day(case.process.ends), known=False, seeds=(5,), effort=effort).pooled
    off = np.abs(found.mean(axis=1) - kept.z.mean(axis=1)) / kept.z.std(axis=1)
    assert off.max() < 0.5
    assert off.mean() < 0.2
    wide = found.std(axis=1) / kept.z.std(axis=1)
    assert 0.75 < wide.min() <= wide.max() < 1.35


def test_the_kinds_of_uncertainty_are_kept_for_every_antecedent_that_a_model_covers(record: Record) -> None:
    for asked in record.antecedents.values():
        models = [each for each in record.models.values() if each.process == asked.process and each.structure in STRUCTURES]
        able = {each.id for each in models if not lacking(each, asked)}
        kept = kept_kinds(record, asked)
        assert {line.model for each in kept for line in each.kinds.lines if line.model} == able, "run `torgau validate` again"
        assert not any(each.quick for each in kept)


def test_the_outside_view_has_said_when_it_ends(record: Record) -> None:
    views = {each.id for each in record.models.values() if each.structure not in STRUCTURES}
    kept = [each for protocol in record.protocols.values() for each in kept_terminations(record, protocol)]
    assert {each.model for each in kept if each.current and not each.quick} == views, "run `torgau validate` again"
