"""The table of references is complete, and every reference is checked."""

from __future__ import annotations

import inspect
import types
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from tests.loading.small import PACT, commitment, event, findings, found, record_with
from torgau.dates import When
from torgau.loading.checks_references import local_ids_are_unique, nothing_contains_itself, references_resolve
from torgau.loading.references import LOCAL, REFERENCES, parts, references
from torgau.vocabulary import (
    KINDS,
    Point,
    actors,
    bargaining,
    claims,
    commitments,
    common,
    events,
    instruments,
    manifest,
    outcomes,
    quantities,
    ratios,
    reference_classes,
    sources,
    statuses,
)
from torgau.vocabulary import questions as q
from torgau.vocabulary.common import Value

MODULES: list[types.ModuleType] = [
    actors,
    bargaining,
    claims,
    commitments,
    common,
    events,
    instruments,
    manifest,
    outcomes,
    quantities,
    q,
    reference_classes,
    ratios,
    sources,
    statuses,
]
STRUCTURES = sorted(
    {each for module in MODULES for _, each in inspect.getmembers(module, inspect.isclass) if issubclass(each, Value)},
    key=lambda each: each.__name__,
)


def own_annotations(kind: type) -> dict[str, str]:
    return {name: str(text) for name, text in inspect.get_annotations(kind).items()}


@pytest.mark.parametrize("kind", STRUCTURES, ids=lambda kind: kind.__name__)
def test_every_field_of_type_id_is_in_the_table(kind: type[Value]) -> None:
    """The annotations are text (`from __future__ import annotations`), so `Id` can be seen in them."""
    ids = {
        name
        for name, text in own_annotations(kind).items()
        if "Id" in text.replace("[", " ").replace("]", " ").replace(",", " ").split()
    }
    assert ids == set(REFERENCES.get(kind, {})) | set(LOCAL.get(kind, ()))


def test_the_table_names_kinds_that_there_are() -> None:
    assert {kind for fields in REFERENCES.values() for kinds in fields.values() for kind in kinds} <= set(KINDS)


def test_structures_inside_structures_are_found() -> None:
    record = record_with(
        commitments=[
            commitment(
                "c",
                trigger={"event": "e"},
                readings=[{"id": "r", "words": "w", "performed_by": [{"event": "f"}]}],
                sources=[{"source": "s"}],
            )
        ]
    )
    entry = record.commitments["c"]
    paths = {path: type(value).__name__ for path, value in parts(entry)}
    assert paths == {
        (): "Commitment",
        ("sources", 0): "Citation",
        ("trigger",): "Trigger",
        ("readings", 0): "Reading",
        ("readings", 0, "performed_by", 0): "Performance",
    }
    named = {ref.path: ref.id for path, value in parts(entry) for ref in references(value, path)}
    assert named == {
        ("instrument",): "pact",
        ("debtors", 0): "AA",
        ("creditors", 0): "BB",
        ("sources", 0, "source"): "s",
        ("trigger", "event"): "e",
        ("readings", 0, "performed_by", 0, "event"): "f",
    }


def test_every_reference_of_a_full_record_is_checked() -> None:
    """Independent count: in a record without any of the entries named, each id in the table's fields is one finding."""
    record = record_with(
        events=[
            event(
                "e",
                "1943",
                actors=["X1", "X2"],
                place="X3",
                local_dates=[["X4", "1943"]],
                links=[{"to": "X5", "kind": "caused", "by": "X6"}],
            )
        ],
        instruments=[{**PACT, "parties": ["X7"], "approvals": [{"party": "X8", "date": "1943"}]}],
    )
    named = [each.message.split('"')[1] for each in findings(references_resolve, record)]
    assert sorted(named) == [f"X{n}" for n in range(1, 9)]


def test_a_deadline_may_count_from_a_word_or_an_event() -> None:
    base = {
        "actors": [{"id": "AA", "name": "A"}, {"id": "BB", "name": "B"}],
        "instruments": [PACT],
        "events": [event("e", "1943")],
    }
    for after, expected in (("trigger", 0), ("made", 0), ("in-force", 0), ("e", 0), ("signing", 1), ("pact", 1)):
        record = record_with(**base, commitments=[commitment("c", deadline={"after": after, "days": 1})])
        assert len(found(references_resolve, record)) == expected, after


def test_points_and_the_manifest_refer_too() -> None:
    when = When.parse("1943-01-01")
    record = record_with(points={"s": (Point(start=when, end=when, value=None, source="nobody"),)})
    assert found(references_resolve, record) == [("id-unknown", "s", ("points", 0))]
    rules = msgspec.structs.replace(record.manifest.torgau, major_pair=("AA", "ZZ"))
    moved = msgspec.structs.replace(record.manifest, torgau=rules)
    assert len(found(references_resolve, replace(record, manifest=moved))) == 3


def test_an_id_of_the_wrong_kind() -> None:
    record = record_with(actors=[{"id": "AA", "name": "A", "members": ["e"]}], events=[event("e", "1943")])
    (finding,) = findings(references_resolve, record)
    assert (finding.code, finding.path) == ("id-kind", ("members", 0))
    assert "an event" in finding.message
    assert "an actor" in finding.message


def test_local_ids() -> None:
    figures: list[dict[str, Any]] = [{"id": "a", "scope": "x", "unit": "t", "source": "s"}] * 2
    record = record_with(
        estimates=[
            {"id": "est", "title": "E", "scopes": [{"id": "x", "means": "x"}, {"id": "x", "means": "y"}], "figures": figures}
        ],
        commitments=[commitment("c", readings=[{"id": "r", "words": "a"}, {"id": "s", "words": "b"}, {"id": "r", "words": "c"}])],
        questions=[
            {
                "id": "q",
                "question": "?",
                "layer": "record",
                "reading": "r",
                "answer": "",
                "steps": [{"do": "actors", "name": "who", "ids": []}, {"do": "claims", "name": "who", "topic": "t"}],
            }
        ],
    )
    assert sorted(found(local_ids_are_unique, record)) == [
        ("id-duplicate", "c", ("readings", 2, "id")),
        ("id-duplicate", "est", ("figures", 1, "id")),
        ("id-duplicate", "est", ("scopes", 1, "id")),
        ("id-duplicate", "q", ("steps", 1, "name")),
    ]


def test_cycles() -> None:
    record = record_with(
        actors=[
            {"id": "A", "name": "A", "members": ["B", "C"]},
            {"id": "B", "name": "B", "members": ["D"]},
            {"id": "C", "name": "C", "members": ["D"]},  # a diamond is no cycle
            {"id": "D", "name": "D"},
            {"id": "E", "name": "E", "members": ["E"]},
        ],
        places=[{"id": f"p{n}", "name": "P", "within": f"p{(n + 1) % 3}"} for n in range(3)]
        + [{"id": "q", "name": "Q", "within": "p0"}],
    )
    assert sorted(found(nothing_contains_itself, record)) == [
        ("reference-cycle", "E", ("members",)),
        ("reference-cycle", "p0", ("within",)),
    ]
