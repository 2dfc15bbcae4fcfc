"""The peers of the benchmarks give the ledger's verdicts, all of them, and would be caught if they did not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from benchmarks.large_packs import large_record
from benchmarks.peers import asp, sql
from benchmarks.peers.facts import NotInLanguage, Tables, tables
from msgspec.structs import replace

from tests.ledger import build
from torgau.dates import When, parse_day
from torgau.ledger import Ledger
from torgau.vocabulary import Record
from torgau.vocabulary.commitments import Deadline, Owed, Performance

DAYS = [parse_day(text) for text in ("1991-02-28", "1993-08-31", "1995-06-30", "1996-02-29", "1999-12-31")]

Peer = Callable[[Tables, Sequence[int]], asp.Verdicts]


def by_clingo(facts: Tables, on: Sequence[int]) -> asp.Verdicts:
    pytest.importorskip("clingo", reason="clingo is in the dependency group `bench`")
    return asp.verdicts(asp.program(facts), on, portion=70)


def by_duckdb(facts: Tables, on: Sequence[int]) -> asp.Verdicts:
    database = sql.database(facts)
    sql.judge(database, on)
    return sql.verdicts(database, on)


def by_torgau(record: Record, facts: Tables, on: Sequence[int]) -> asp.Verdicts:
    ledger = Ledger(record)
    return {
        (case, day): frozenset(ledger.verdict(commitment, day).per_reading[reading])
        for case, (commitment, reading) in enumerate(facts.names)
        for day in on
    }


peers = pytest.mark.parametrize("peer", [by_clingo, by_duckdb])


@peers
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equal_answers(peer: Peer, seed: int) -> None:
    record = large_record(150, seed)
    facts = tables(record)
    ours = by_torgau(record, facts, DAYS)
    assert any(len(possible) > 1 for possible in ours.values())
    assert {verdict for possible in ours.values() for verdict in possible} >= {"kept", "kept-late", "breached", "superseded"}
    assert peer(facts, DAYS) == ours


@peers
def test_another_due_day_is_noticed(peer: Peer) -> None:
    """One promise of the facts is made due on the day after the promise was made: no peer may agree with the ledger then."""
    record = large_record(40, 1)
    facts = tables(record)
    at = next(at for at, case in enumerate(facts.cases) if case[1] == "result" and case[3] and facts.cases[at][2] < DAYS[0])
    facts.cases[at] = (*facts.cases[at][:3], facts.cases[at][2] + 1, *facts.cases[at][4:])
    assert peer(facts, DAYS) != by_torgau(record, facts, DAYS)


@peers
def test_two_parts_that_only_together_are_enough(peer: Peer) -> None:
    """60 or 70 of 100 on some day of May, the other 35 on 1 or 20 June, due on 10 June: asked on 5, 15 and 30 June.

    On 30 June everything has come: 95 (60 and 35) is too little, 105 (70 and 35) is enough; in time only if on 1 June.
    """
    events = (build.event("first", "1850-05"), build.event("second", "[1850-06-01,1850-06-20]"))
    amounts = [{"event": "first", "low": "60", "high": "70"}, {"event": "second", "value": "35"}]
    one = build.commitment("c", deadline="1850-06-10", owed={"value": "100", "unit": "t"}, performed_by=amounts)
    record = build.record(*events, one)
    on = [build.day("1850-06-05"), build.day("1850-06-15"), build.day("1850-06-30")]
    expected = [{"kept", "pending"}, {"kept", "breached"}, {"kept", "kept-late", "breached"}]
    found = peer(tables(record), on)
    assert [found[0, day] for day in on] == expected


@peers
def test_a_month_after_an_unknown_day(peer: Peer) -> None:
    """Two months after 30 or 31 December 1850, done on 28 February 1851: February ends on the 28th, in time either way."""
    events = (build.event("t", "[1850-12-30,1850-12-31]"), build.event("p", "1851-02-28"), build.event("q", "1851-03-01"))
    after = {"after": "trigger", "months": 2}
    in_time = build.commitment("c", trigger="t", deadline=after, performed_by=["p"])
    too_late = build.commitment("d", trigger="t", deadline=after, performed_by=["q"])
    on = build.day("1851-04-01")
    found = peer(tables(build.record(*events, in_time, too_late)), [on])
    assert found == {(0, on): {"kept"}, (1, on): {"kept-late"}}


OUTSIDE = {
    "made on an unknown day": {"made": When.parse("1990-05")},
    "a deadline in an unknown month of a set": {"deadline": Deadline(by=When.parse("[1995-01,1996-01]"))},
    "best efforts": {"definiteness": "best-efforts"},
    "an event twice": {"performed_by": (Performance(event="e0"), Performance(event="e0"))},
    "parts of a ton": {
        "owed": Owed(value=Decimal(1), unit="ton"),
        "performed_by": (Performance(event="e0", value=Decimal("0.5")),),
    },
}


@pytest.mark.parametrize("terms", OUTSIDE.values(), ids=OUTSIDE)
def test_what_the_peers_cannot_say_is_refused(terms: dict[str, object]) -> None:
    record = large_record(30, 1)
    first = next(one for one in record.commitments.values() if one.standard == "result" and one.deadline is not None)
    with pytest.raises(NotInLanguage):
        tables(record.with_entry("commitments", replace(first, **terms)))
