"""Beyond the cap the answer may hold too many verdicts, never too few, and it says so."""

from __future__ import annotations

from random import Random

from tests.ledger import build
from tests.ledger.changing import one_world
from torgau.ledger import Ledger, over
from torgau.vocabulary import Record


def crowd(number: int) -> Record:
    """One promise with so many endings and suspensions, each on one of a hundred days, that their orders cannot be listed."""
    days = "[1850-01-10..1850-04-20]"
    events = [build.event(f"e{at}", days) for at in range(number)]
    hows = ("released", "cancelled", "suspended")
    endings = [{"how": hows[at % 3], "event": f"e{at}", "until": "1850-03"} for at in range(number)]
    promise = build.commitment(
        "c",
        made="1850-01-01",
        trigger={"event": "e0"},
        deadline={"after": "trigger", "months": 1},
        ended_by=endings,
        performed_by=["act"],
        breached_by=["e1"],
    )
    return build.record(build.event("act", days), *events, promise)


def test_the_answer_covers_every_sampled_world_and_says_that_it_is_rough() -> None:
    record = crowd(9)
    ledger = Ledger(record)
    for day in ("1850-02-01", "1850-03-15", "1850-12-31"):
        on = build.day(day)
        shown = ledger.verdict("c", on)
        assert "too many unknown dates" in " ".join(shown.main.why)
        for seed in range(60):
            assert set(Ledger(one_world(record, Random(seed))).possible("c", on)) <= set(shown.possible)


def test_a_smaller_crowd_is_judged_exactly() -> None:
    ledger = Ledger(crowd(2))
    shown = ledger.verdict("c", build.day("1850-12-31"))
    assert "too many" not in " ".join(shown.main.why)
    sampled = {
        verdict
        for seed in range(400)
        for verdict in Ledger(one_world(ledger.record, Random(seed))).possible("c", build.day("1850-12-31"))
    }
    assert sampled <= set(shown.possible)


def test_many_days_of_a_crowd() -> None:
    record = crowd(9)
    days = [build.day("1849-12-31"), build.day("1850-02-01"), build.day("1850-12-31")]
    assert next(iter(over(record, days))).verdicts == tuple(Ledger(record).verdict("c", day).verdict for day in days)
