"""The engine's set of possible verdicts is exact: it equals that of an independent walk through every world."""

from __future__ import annotations

import pytest

from tests.ledger.oracle import TooManyWorlds, possible_verdicts
from tests.ledger.random_packs import draw
from torgau.ledger import Ledger, over

PACKS = 10_000
PARTS = 5
"""The packs are compared in so many tests, which workers can share."""


def compare(seeds: range, *, unbounded: bool = False, chained: bool = False) -> tuple[int, int, int]:
    """How many verdicts were compared, how many of them are open, and how many were left out as too large."""
    compared = uncertain = too_large = 0
    for seed in seeds:
        asked = draw(seed, unbounded, chained)
        ledger = Ledger(asked.record, asked.known_by)
        for commitment in asked.record.commitments.values():
            for at, reading in enumerate((None, *commitment.readings)):
                try:
                    expected = possible_verdicts(asked.record, commitment, reading, asked.on, asked.known_by, most=800)
                except TooManyWorlds:
                    too_large += 1
                    continue
                found = set(ledger.lines(commitment.id)[at].possible(asked.on))
                assert found == expected, f"seed {seed}, {commitment.id}, reading {at}"
                compared += 1
                uncertain += len(expected) > 1
    return compared, uncertain, too_large


@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_random_packs_agree_with_every_possible_world(part: int) -> None:
    share = PACKS // PARTS
    compared, uncertain, too_large = compare(range(part * share, (part + 1) * share))
    # The comparison must have been worth making: many verdicts, many of them open, hardly any left out.
    assert compared > 25_000 // PARTS
    assert uncertain > 2_000 // PARTS
    assert too_large < 150 // PARTS


def test_dates_without_a_bound_agree_as_well() -> None:
    compared, uncertain, too_large = compare(range(300), unbounded=True)
    assert compared > 600
    assert uncertain > 50
    assert too_large < 150


def test_promises_that_wait_for_promises_agree_as_well() -> None:
    compared, uncertain, too_large = compare(range(1, 2001, 2), chained=True)
    assert compared > 2_500
    assert uncertain > 300
    assert too_large < 60


def test_the_verdicts_over_many_days_are_those_of_each_day() -> None:
    for seed in range(400):
        asked = draw(seed)
        days = list(range(asked.on - 40, asked.on + 40))
        ledger = Ledger(asked.record, asked.known_by)
        for history in over(asked.record, days, known_by=asked.known_by):
            assert history.verdicts == tuple(ledger.verdict(history.id, day).verdict for day in days), (
                f"seed {seed}, {history.id}"
            )
