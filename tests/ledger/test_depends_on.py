"""`depends_on` is exact in both directions: what it names can change the verdict's text, what it does not name cannot."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import msgspec
import pytest

from tests.ledger import build
from tests.ledger.changing import entries, moved_entry, text_of
from torgau.ledger import Ledger
from torgau.vocabulary import Record

NEXT_DAY = {"after": "trigger", "days": 1}
ON = build.day("1850-12-31")

WEB = build.record(
    build.instrument("pact", "1850-01-01"),
    build.instrument("paper", "1850-01-02"),
    build.instrument("other-paper", "1850-01-03", in_force="1850-01-20"),
    build.instrument("repeal", "1850-06-01"),
    *(build.event(name, "1850-02-01") for name in ("signal", "act", "breach", "base", "waiver", "far-act", "far-signal")),
    *(build.event(name, "1850-02-01") for name in ("return-act", "rival-act", "idle", "read-act", "newer-act", "side-act")),
    # by its own terms
    build.commitment("plain", deadline="1850-03-01", performed_by=["act"], breached_by=["breach"]),
    build.commitment("from-base", made="1850-01-01", deadline={"after": "base", "months": 1}),
    build.commitment("in-force", instrument="other-paper", made="1850-01-01", deadline={"after": "in-force", "days": 5}),
    build.commitment("waived", made="1850-01-01", deadline="1850-12-01", ended_by=[{"how": "released", "event": "waiver"}]),
    build.commitment("repealed", made="1850-01-01", ended_by=[{"how": "cancelled", "instrument": "repeal"}]),
    build.commitment(
        "replaced", made="1850-01-01", deadline="1850-12-01", ended_by=[{"how": "superseded", "commitment": "newer"}]
    ),
    build.commitment("older", made="1850-01-01", deadline="1850-12-01"),
    build.commitment("newer", instrument="paper", supersedes=["older"], performed_by=["newer-act"]),
    # by another promise
    build.commitment("waits", made="1850-01-01", trigger={"commitment": "middle"}, deadline={"after": "trigger", "days": 9}),
    build.commitment("middle", made="1850-01-01", trigger={"commitment": "far"}, performed_by=["far-act"]),
    build.commitment(
        "far", made="1850-01-01", trigger="far-signal", standard="refrain", deadline={"after": "trigger", "days": 1}
    ),
    # by links
    build.commitment("linked", made="1850-01-01", reciprocal=["given"], conflicts=["rival"]),
    build.commitment("given", made="1850-01-01", deadline="1850-01-15", performed_by=["return-act"]),
    build.commitment("rival", instrument="paper", performed_by=["rival-act"]),
    # by a reading, and not at all
    build.commitment("read", made="1850-01-01", performed_by=["act"], readings=[{"id": "r", "performed_by": ["read-act"]}]),
    build.commitment("indefinite", made="1850-01-01", definiteness="principle-only", trigger="idle", performed_by=["idle"]),
    build.commitment("refrains", made="1850-01-01", standard="refrain", performed_by=["idle"], breached_by=["side-act"]),
)

EXPECTED = {
    "plain": {"plain", "pact", "act", "breach", "manifest"},
    "from-base": {"from-base", "base", "manifest"},
    "in-force": {"in-force", "other-paper", "manifest"},
    "waived": {"waived", "waiver", "manifest"},
    "repealed": {"repealed", "repeal"},
    "replaced": {"replaced", "newer", "paper", "manifest"},
    "older": {"older", "newer", "paper", "manifest"},
    "newer": {"newer", "paper", "newer-act"},
    "waits": {"waits", "middle", "far", "far-act", "far-signal", "manifest"},
    "linked": {"linked", "given", "return-act", "rival", "rival-act", "paper", "manifest"},
    "read": {"read", "act", "read-act"},
    "indefinite": {"indefinite"},
    "refrains": {"refrains", "side-act"},
}


@pytest.mark.parametrize("commitment_id", EXPECTED)
def test_it_names_what_the_terms_name(commitment_id: str) -> None:
    assert set(Ledger(WEB).verdict(commitment_id, ON).depends_on) == EXPECTED[commitment_id]


def variants(kind: str, entry_id: str) -> list[Record]:
    entry = getattr(WEB, kind)[entry_id]
    retitled = msgspec.structs.replace(entry, title="Another title", note="Another note")
    moves = [WEB.with_entry(kind, moved_entry(entry, days)) for days in (-400, -60, -20, 10, 20, 60, 200, 400)]
    return [WEB.without(kind, entry_id), WEB.with_entry(kind, retitled), *moves]


@pytest.mark.parametrize("commitment_id", EXPECTED)
def test_exactly_what_it_names_can_change_it(commitment_id: str) -> None:
    days = [build.day(text) for text in ("1850-01-20", "1850-02-05", "1850-03-15", "1850-12-31")]
    before = Ledger(WEB)
    able = {commitment_id}
    for kind, entry in entries(WEB):
        for changed in variants(kind, entry.id):
            if commitment_id in changed.commitments:
                after = Ledger(changed)
                if any(text_of(after, commitment_id, day) != text_of(before, commitment_id, day) for day in days):
                    able.add(entry.id)
    unclaimed = Ledger(replace(WEB, manifest=build.manifest(None)))
    if any(text_of(unclaimed, commitment_id, day) != text_of(before, commitment_id, day) for day in days):
        able.add("manifest")
    assert able <= EXPECTED[commitment_id]
    # The claim of the manifest counts for some only once something else has changed as well: no waiver, no act.
    assert EXPECTED[commitment_id] - able <= {"manifest"}


def test_the_random_order_of_entries_does_not_matter() -> None:
    random = Random(1)
    shuffled: dict[str, Any] = {}
    for kind in ("events", "instruments", "commitments"):
        items = list(getattr(WEB, kind).items())
        random.shuffle(items)
        shuffled[kind] = dict(items)
    other = Ledger(replace(WEB, **shuffled))
    for commitment_id in EXPECTED:
        assert set(other.verdict(commitment_id, ON).depends_on) == EXPECTED[commitment_id]
        assert other.verdict(commitment_id, ON).possible == Ledger(WEB).verdict(commitment_id, ON).possible
