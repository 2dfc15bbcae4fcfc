"""What must hold of any record: drawn at random, and by Hypothesis."""

from __future__ import annotations

from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger import build
from tests.ledger.changing import (
    GREGORIAN_CYCLE,
    entries,
    moved_entry,
    one_world,
    other_claim,
    renamed,
    text_of,
    texts,
    variants,
    whole_record,
)
from tests.ledger.random_packs import draw
from torgau.dates import Days, When
from torgau.ledger import VERDICTS, Ledger, ledger_of, whatif
from torgau.vocabulary import Record
from torgau.vocabulary.commitments import Deadline

SEEDS = st.integers(min_value=0, max_value=10**9)
MANY = settings(max_examples=150, deadline=None)


def without_suspensions(record: Record) -> Record:
    commitments = {}
    for commitment in record.commitments.values():
        kept = tuple(ended for ended in commitment.ended_by if ended.how != "suspended")
        commitments[commitment.id] = msgspec.structs.replace(commitment, ended_by=kept)
    return record.with_entries("commitments", commitments)


@given(SEEDS, st.integers(1, 30))
@MANY
def test_more_time_never_makes_a_kept_promise_late(seed: int, slack: int) -> None:
    asked = draw(seed)
    record = without_suspensions(asked.record)
    ledger = Ledger(record, asked.known_by)
    for commitment in record.commitments.values():
        deadline = commitment.deadline
        if deadline is None or ledger.possible(commitment.id, asked.on) != ("kept",):
            continue
        if deadline.by is not None:
            moved = {"by": When("later", deadline.by.start.shift(slack), deadline.by.end.shift(slack), deadline.by.flags)}
        else:
            moved = {"days": deadline.days + slack}
        eased: Deadline = msgspec.structs.replace(deadline, **moved)
        later = Ledger(record.with_entry("commitments", msgspec.structs.replace(commitment, deadline=eased)), asked.known_by)
        # Efforts are owed up to the last day, so more time is more time to act against them.
        if commitment.standard in ("result", "consult") and commitment.definiteness == "definite":
            assert later.possible(commitment.id, asked.on) == ("kept",)


@given(SEEDS, st.integers(0, 10), st.integers(0, 10))
@MANY
def test_a_wider_date_only_adds_possible_verdicts(seed: int, before: int, after: int) -> None:
    asked = draw(seed)
    narrow = Ledger(asked.record, asked.known_by)
    for event in asked.record.events.values():
        assert event.date is not None
        if event.date.extended:
            continue
        days = event.date.start.union(Days.between(event.date.lo, event.date.hi).widen(max(before, after)))
        wider = msgspec.structs.replace(event, date=When("wider", days))
        wide = Ledger(asked.record.with_entry("events", wider), asked.known_by)
        for commitment_id in asked.record.commitments:
            assert set(narrow.possible(commitment_id, asked.on)) <= set(wide.possible(commitment_id, asked.on))


@given(SEEDS)
@MANY
def test_the_verdict_of_any_world_is_among_the_possible_ones(seed: int) -> None:
    asked = draw(seed)
    every = Ledger(asked.record, asked.known_by)
    world = Ledger(one_world(asked.record, Random(seed)), asked.known_by)
    for commitment_id in asked.record.commitments:
        assert set(world.possible(commitment_id, asked.on)) <= set(every.possible(commitment_id, asked.on))


@given(SEEDS)
@MANY
def test_other_names_and_a_calendar_moved_by_400_years_move_every_verdict_with_them(seed: int) -> None:
    asked = draw(seed)
    names = {entry.id: f"renamed-{entry.id}" for _, entry in entries(asked.record)}
    moved = whole_record(asked.record, renamed(names, GREGORIAN_CYCLE))
    known_by = None if asked.known_by is None else asked.known_by + GREGORIAN_CYCLE
    here, there = Ledger(asked.record, asked.known_by), Ledger(moved, known_by)
    for commitment_id in asked.record.commitments:
        before = here.verdict(commitment_id, asked.on).verdicts
        after = there.verdict(names[commitment_id], asked.on + GREGORIAN_CYCLE).verdicts
        assert [(item.possible, item.flags, item.amount, item.timing.days) for item in before] == [
            (item.possible, item.flags, item.amount, item.timing.days) for item in after
        ]
        assert [len(item.why) for item in before] == [len(item.why) for item in after]
        assert [[names.get(key, key) for key in item.depends_on] for item in before] == [list(i.depends_on) for i in after]


@given(SEEDS)
@settings(max_examples=150, deadline=None)
def test_changing_an_entry_that_is_not_named_leaves_the_verdict_to_the_byte(seed: int) -> None:
    asked = draw(seed)
    ledger = Ledger(asked.record, asked.known_by)
    before = texts(ledger, asked.on)
    for kind, entry in entries(asked.record):
        for changed in variants(asked.record, kind, entry, Random(seed)):
            after = Ledger(changed, asked.known_by)
            for commitment_id in asked.record.commitments:
                named = ledger.verdict(commitment_id, asked.on).depends_on
                if entry.id not in named:
                    assert text_of(after, commitment_id, asked.on) == before[commitment_id], (entry.id, named)
    claimed = Ledger(other_claim(asked.record), asked.known_by)
    for commitment_id in asked.record.commitments:
        if "manifest" not in ledger.verdict(commitment_id, asked.on).depends_on:
            assert text_of(claimed, commitment_id, asked.on) == before[commitment_id]


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_the_ledger_of_an_edited_record_is_that_of_the_record_read_anew(seed: int) -> None:
    asked = draw(seed)
    old = Ledger(asked.record, asked.known_by)
    before = texts(old, asked.on)
    for kind, entry in entries(asked.record):
        for changed in variants(asked.record, kind, entry, Random(seed)):
            kept, touched = old.after(changed)
            anew = texts(Ledger(changed, asked.known_by), asked.on)
            assert texts(kept, asked.on) == anew
            assert {key for key, text in anew.items() if before.get(key) != text} <= set(touched)


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_without_an_event_only_what_depends_on_it_changes(seed: int) -> None:
    asked = draw(seed)
    ledger = ledger_of(asked.record)
    for event_id in asked.record.events:
        found = whatif(asked.record, asked.on, remove=[event_id])
        for change in found.changes:
            assert event_id in ledger.verdict(change.commitment, asked.on).depends_on
        assert event_id in asked.record.events  # the record itself is untouched


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from("srct")), max_size=16), st.integers(0, 60))
@MANY
def test_links_in_circles_come_to_an_end(links: list[tuple[int, int, str]], later: int) -> None:
    fields: dict[int, dict[str, list[object]]] = {at: {"s": [], "r": [], "c": [], "t": []} for at in range(5)}
    for one, other, kind in links:
        fields[one][kind].append(f"c{other}")
    events = [build.event("e", "1850-01-15")]
    commitments = [
        build.commitment(
            f"c{at}",
            made=f"1850-01-0{at + 1}",
            supersedes=held["s"],
            reciprocal=held["r"],
            conflicts=held["c"],
            performed_by=["e"] if at % 2 else [],
            deadline="1850-01-10",
            **({"trigger": {"commitment": held["t"][0]}} if held["t"] else {}),
        )
        for at, held in fields.items()
    ]
    ledger = Ledger(build.record(*events, *commitments))
    for commitment in commitments:
        shown = ledger.verdict(commitment.id, build.day("1850-01-01") + later)
        assert set(shown.possible) <= set(VERDICTS)
        assert shown.main.why


def test_a_named_entry_can_change_the_verdict() -> None:
    record = build.record(
        build.event("signal", "1850-01-31"),
        build.event("act", "1850-02-28"),
        build.instrument("pact", "1850-01-01"),
        build.commitment("c", trigger="signal", deadline={"after": "trigger", "months": 1}, performed_by=["act"]),
    )
    on = build.day("1850-12-31")
    shown = Ledger(record).verdict("c", on)
    assert shown.depends_on == ("c", "pact", "signal", "act", "manifest")
    assert shown.verdict == "kept"  # 31 January and one month is 28 February, the day of the act
    assert Ledger(record.with_entry("events", moved_entry(record.events["act"], 1))).verdict("c", on).verdict == "kept-late"
    assert Ledger(record.with_entry("events", moved_entry(record.events["signal"], -10))).verdict("c", on).verdict == "kept-late"
    moved = record.with_entry("instruments", moved_entry(record.instruments["pact"], 5000))
    assert Ledger(moved).verdict("c", on).verdict == "not-yet-made"
    unclaimed = Record(manifest=build.manifest(None), events={}, instruments=record.instruments, commitments=record.commitments)
    assert Ledger(unclaimed.with_entries("events", {"signal": record.events["signal"]})).verdict("c", on).verdict == "unproven"
