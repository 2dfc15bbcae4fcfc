"""The class of the reference pack: what is in it, and what a model may say that has learnt from it."""

from __future__ import annotations

import csv
import datetime
import statistics
from pathlib import Path

import pytest

import torgau
from torgau.outcome.duration.contests import contests_of
from torgau.outcome.duration.view import view_of
from torgau.outcome.sampling import Effort
from torgau.vocabulary import Record
from torgau.vocabulary.outcomes import PARAMETERS, Model

PACK = Path(torgau.__file__).parent / "packs" / "grand-alliance"


@pytest.fixture(scope="module")
def record() -> Record:
    return torgau.load("grand-alliance").record


@pytest.fixture(scope="module")
def outside(record: Record) -> Model:
    (found,) = (each for each in record.models.values() if each.structure == "duration")
    return found


def test_the_fit_reads_the_wars_of_the_file_but_those_left_out(record: Record, outside: Model) -> None:
    """Counted again with the standard library alone."""
    (held,) = record.classes.values()
    with (PACK / held.file).open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["id"] not in outside.excluded]
    days = [(datetime.date.fromisoformat(row["ended"]) - datetime.date.fromisoformat(row["began"])).days + 1 for row in rows]
    found = contests_of(record, outside)
    assert found.ids == tuple(row["id"] for row in rows)
    assert found.days.tolist() == days
    assert (1 - found.ended).sum() == sum(row["censored"] == "true" for row in rows)
    assert set(found.left_out) == set(outside.excluded)
    assert statistics.median(days) == 166


def test_no_war_that_is_left_in_shares_its_days_and_a_side_with_the_process(record: Record, outside: Model) -> None:
    """The one that covers the process has been left out, and so has every other that ran beside it."""
    process = record.processes[outside.process]
    for row in record.class_rows[outside.reference_class]:
        overlaps = row.began.lo <= process.ends.hi and row.ended.hi >= process.begins.lo  # type: ignore[operator]
        assert not overlaps or row.id in outside.excluded, row.id


def test_the_priors_are_those_of_the_structure(outside: Model) -> None:
    assert {prior.parameter for prior in outside.priors} == set(PARAMETERS["duration"])
    effects = [prior for prior in outside.priors if prior.parameter.endswith("_effect")]
    assert all(prior.centre == 0 for prior in effects)  # nothing is said beforehand about which way


def test_it_tells_lengths_and_is_silent_on_effects(record: Record, outside: Model) -> None:
    pytest.importorskip("jax")
    found = view_of(record, outside, seeds=(1, 2), effort=Effort(particles=1024, moves=15), draws=1000)
    assert not found.speaks_on_effects
    assert found.base is found.climatology
    # Better than the prior that it began from, and calibrated: 81 wars, so that nine in ten err by 3.3 points.
    assert found.score.fit.skill > 0
    (row,) = (each for each in found.score.rows if each.by == "climatology")
    assert row.cover90 == pytest.approx(0.9, abs=0.07)
    # The class decides: what is left of the priors of middle and spread is less than a third.
    assert max(found.climatology.left.values()) < 0.33
