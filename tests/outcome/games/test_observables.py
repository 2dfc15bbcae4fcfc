"""Before any index: the record's own table of what each ally did, column by column, with its sources."""

from __future__ import annotations

import pytest

import torgau
from torgau.answers.answer import Answer
from torgau.answers.ask import answer_question
from torgau.vocabulary import Question, Record
from torgau.vocabulary.questions import EstimateStep, SeriesStep

COLUMNS = {"losses", "divisions", "output", "aid", "cost"}
ALLIES = {"US", "SU", "UK"}


@pytest.fixture(scope="module")
def record() -> Record:
    return torgau.load("grand-alliance").record


@pytest.fixture(scope="module")
def question(record: Record) -> Question:
    return record.questions["contribution-of-the-allies"]


@pytest.fixture(scope="module")
def answer(record: Record, question: Question) -> Answer:
    return answer_question(record, question.id)


def column(name: str) -> str:
    return name.partition("_")[0]


def test_every_figure_of_every_column_has_unit_scope_source_and_says_whether_it_was_read(record: Record, answer: Answer) -> None:
    # The shares of the models come after it, as rows of their own (`shares`).
    observed = [row for row in answer.data if row["step"] != "shares"]
    assert {column(row["step"]) for row in observed} == COLUMNS
    for row in observed:
        assert row["unit"], row
        assert row["scope"], row
        assert row["source"] in record.sources, row
        assert isinstance(row["verified"], bool), row
        # One figure, or bounds; a bound that nobody gives is None and not 0.
        assert row["value"] is not None or (row["low"], row["high"]) != (None, None), row
    # Rival counts of the enemy's losses are rows of their own.
    assert len({row["estimate"] for row in answer.data if column(row["step"]) == "losses"}) == 2


def test_output_is_shown_for_each_ally_in_one_unit_and_one_scope(record: Record, question: Question) -> None:
    shown: dict[str, list[str]] = {}
    for step in question.steps:
        if isinstance(step, SeriesStep) and column(step.name) == "output":
            shown.setdefault(step.name.rpartition("_")[0], []).append(step.series)
    assert len(shown) == 3
    for name, ids in shown.items():
        series = [record.series[each] for each in ids]
        assert {each.actor for each in series} == ALLIES, name
        assert len({(each.unit, each.scope) for each in series}) == 1, name


def test_own_dead_are_a_cost_of_each_ally_and_stand_in_no_other_column(record: Record, question: Question) -> None:
    losses = [
        (column(step.name), record.estimates[step.estimate])
        for step in question.steps
        if isinstance(step, EstimateStep) and record.estimates[step.estimate].kind == "loss"
    ]
    assert {estimate.actor for where, estimate in losses if where == "cost"} == ALLIES
    assert not {estimate.actor for where, estimate in losses if where != "cost"} & ALLIES
    assert "no measure of it and nothing is computed from them" in question.reading
