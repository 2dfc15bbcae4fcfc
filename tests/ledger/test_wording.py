"""The reasons given for a verdict: sentences that a reader can redo with a calendar."""

from __future__ import annotations

import pytest

from tests.ledger import build
from torgau.ledger import Ledger
from torgau.vocabulary import Commitment, Event

EVENTS = [
    build.event("signal", "1850-01-31"),
    build.event("act", "1850-03-03"),
    build.event("raid", "1850-02-02"),
    build.event("sometime", "1850-03"),
    build.event("waiver", "1850-12-24"),
    build.event("ship", "1850-02-01"),
]


def why(commitment: Commitment, on: str, *more: Event, complete: str | None = "1899-12-31") -> tuple[str, ...]:
    """The reasons after the first, which says when it was made."""
    record = build.record(build.instrument("pact", "1850-01-01"), *EVENTS, *more, commitment, complete=complete)
    reasons = Ledger(record).verdict(commitment.id, build.day(on)).main.why
    assert reasons[0] == "Made on 1850-01-01 (signed: pact)."
    return reasons[1:]


def test_the_calendar_arithmetic_is_shown() -> None:
    late = build.commitment("c", trigger="signal", deadline={"after": "trigger", "months": 1}, performed_by=["act"])
    assert why(late, "1850-12-31") == (
        "Condition: signal, on 1850-01-31.",
        "Last admissible day: signal 1850-01-31 + 1 month = 1850-02-28.",
        "Performing: act, on 1850-03-03.",
        "Performed in full on 1850-03-03: 3 days after the last admissible day.",
        "Kept late.",
    )
    assert why(late, "1850-02-15") == (
        "Condition: signal, on 1850-01-31.",
        "Last admissible day: signal 1850-01-31 + 1 month = 1850-02-28.",
        "No performance on record by 1850-02-15.",
        "Pending on 1850-02-15.",
    )
    assert why(late, "1850-01-15") == (
        "Condition: not met by 1850-01-15.",
        "Due 1 month after signal, which had not come by 1850-01-15.",
        "No performance on record by 1850-01-15.",
        "Conditional: what it waits for has not happened by 1850-01-15.",
    )


def test_a_month_means_its_end_and_before_a_month_the_day_before_it() -> None:
    assert (
        why(build.commitment("c", deadline="1850-03"), "1850-02-01")[0] == "Last admissible day: 1850-03-31 (the end of 1850-03)."
    )
    before = build.commitment("c", deadline={"by": "1850-03", "exclusive": True})
    assert why(before, "1850-02-01")[0] == "Last admissible day: 1850-02-28 (before 1850-03)."


def test_no_day_is_invented() -> None:
    soon = build.commitment("c", deadline={"text": "as soon as possible"})
    assert why(soon, "1850-12-31") == (
        "No day is fixed (as soon as possible), and none is invented.",
        "No performance on record by 1850-12-31.",
        "Pending on 1850-12-31, with no deadline.",
    )


@pytest.mark.parametrize(
    ("complete", "told", "verdict"),
    [
        ("1850-12-31", "The record of performance is claimed complete to 1850-12-31.", "Breached."),
        (
            None,
            "Nobody claims that the record of performance is complete to any day.",
            "Not proven: nothing in the record shows performance, and nobody claims that the record is complete.",
        ),
    ],
)
def test_what_evidence_a_breach_rests_on(complete: str | None, told: str, verdict: str) -> None:
    reasons = why(build.commitment("c", deadline="1850-03-01"), "1850-12-31", complete=complete)
    assert reasons[-2:] == (told, verdict)


def test_a_later_release_is_shown_and_erases_nothing() -> None:
    released = build.commitment("c", deadline="1850-03-01", ended_by=[{"how": "released", "event": "waiver"}])
    assert "Released on 1850-12-24 by waiver; it does not erase what came before." in why(released, "1850-12-31")
    assert why(released, "1850-12-31")[-1] == "Breached."


def test_a_pledge_to_refrain_says_whether_there_was_a_breach_so_far() -> None:
    pledge = build.commitment("c", standard="refrain", term_ends="1851", breached_by=["raid"])
    assert why(pledge, "1850-02-01") == (
        "Last day of the term: 1851-12-31 (the end of 1851).",
        "Pending on 1850-02-01: no breach so far.",
    )
    assert why(pledge, "1850-02-02")[1:] == ("Contrary to it: raid, on 1850-02-02.", "Breached by that act.")


def test_an_open_verdict_gives_a_world_for_each_possibility() -> None:
    unsure = build.commitment("c", deadline="1850-03-10", performed_by=["sometime"])
    assert why(unsure, "1850-12-31") == (
        "Last admissible day: 1850-03-10.",
        "Performing: sometime, on one day of 1850-03.",
        "Performed in full on one day of 1850-03: from -9 to 21 days after the last admissible day.",
        "Not certain on 1850-12-31: possible are kept, kept-late.",
        "kept: for instance if all is performed on 1850-03-01.",
        "kept-late: for instance if all is performed on 1850-03-11.",
    )


def test_amounts_are_told_with_what_is_enough() -> None:
    grain = build.commitment(
        "c",
        deadline="1850-03-01",
        owed={"value": "100", "unit": "t", "tolerance": "0.05"},
        performed_by=[{"event": "ship", "low": "90", "high": "97"}],
    )
    assert why(grain, "1850-12-31")[1:4] == (
        "Performing: ship, on 1850-02-01: 90 to 97 t.",
        "Owed: 100 t, enough from 95 on; performed by 1850-12-31: 90 to 97 t.",
        "Performed in full, if at all, on 1850-02-01: 28 days before the last admissible day.",
    )


def test_a_suspension_that_takes_the_due_day_away_says_so() -> None:
    halted = build.commitment("c", deadline="1850-02-10", ended_by=[{"how": "suspended", "event": "raid", "until": "1850-02-20"}])
    assert why(halted, "1850-02-15") == (
        "Last admissible day: 1850-02-10.",
        "No performance on record by 1850-02-15.",
        "Suspended from 1850-02-02 to 1850-02-20 by raid.",
        "Its last admissible day fell into the suspension; the record names no other, and none is invented.",
        "Suspended on 1850-02-15.",
    )
