"""Edits of a generated pack, one after the other: the ledger that follows them is that of the edited record, index included."""

from __future__ import annotations

from random import Random

import pytest
from benchmarks.large_packs import large_record
from msgspec.structs import replace

from torgau.dates import When, parse_day
from torgau.ledger import Ledger
from torgau.vocabulary import Record
from torgau.vocabulary.commitments import Performance

ON = parse_day("1995-06-30")


def edited(record: Record, random: Random) -> Record:
    """An event moved, removed or put back; a commitment removed, put back, or given another event or another to supersede."""
    kind = random.choice(("move", "move", "drop event", "drop commitment", "add commitment", "perform", "supersede"))
    event = random.choice(list(record.events.values()))
    one, other = random.sample(list(record.commitments.values()), 2)
    if kind == "move":
        return record.with_entry("events", replace(event, date=When.of_day(ON + random.randint(-900, 900))))
    if kind == "drop event":
        return record.without("events", event.id)
    if kind == "drop commitment":
        return record.without("commitments", one.id)
    if kind == "add commitment":
        return record.with_entry("commitments", replace(one, id=f"{one.id}-again"))
    if kind == "perform":
        return record.with_entry("commitments", replace(one, owed=None, performed_by=(Performance(event=event.id),)))
    return record.with_entry("commitments", replace(one, supersedes=(other.id,)))


@pytest.mark.parametrize("seed", range(6))
def test_a_followed_ledger_is_that_of_the_edited_record(seed: int) -> None:
    random, record = Random(seed), large_record(60, seed)
    ledger = Ledger(record)
    for _ in range(12):
        record = edited(record, random)
        before = ledger
        ledger, touched = before.after(record)
        anew = Ledger(record)
        assert ledger.dependents == anew.dependents
        for commitment in record.commitments:
            verdict = anew.verdict(commitment, ON)
            assert ledger.verdict(commitment, ON).per_reading == verdict.per_reading
            assert ledger.verdict(commitment, ON).flags == verdict.flags
            assert ledger.needs(commitment) == anew.needs(commitment)
            if commitment not in touched:
                assert before.verdict(commitment, ON).per_reading == verdict.per_reading
