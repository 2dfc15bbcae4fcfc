"""What a pack may not declare: ratios that cannot be built, issues without parties, judgements of nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.loading.small import found, record_with, write_pack
from torgau.loading import check_pack
from torgau.loading.checks_judged import issues_have_parties, judgements_are_owned, ratios_can_be_built

SERIES = [
    {"id": each, "title": each, "file": f"{each}.csv", "unit": unit, "scope": "all"}
    for each, unit in (("north", "persons"), ("south", "persons"), ("tanks", "tanks"))
]


def ratio(numerator: list[dict[str, Any]], denominator: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    entry = {"id": "r", "title": "R", "rule": "", "numerator": numerator, "denominator": denominator}
    return found(ratios_can_be_built, record_with(series=SERIES, ratios=[entry]))


NORTH = {"series": "north", "period": "1941"}
SOUTH = {"series": "south", "period": "1941"}


@pytest.mark.parametrize(
    ("numerator", "denominator", "path"),
    [
        ([NORTH], [SOUTH], None),
        # One after the other, and on either side at the same time: both are right.
        ([NORTH, {**NORTH, "period": "1942/1944"}], [SOUTH, NORTH], None),
        ([NORTH, {**NORTH, "period": "1941-12/1942"}], [SOUTH], ("numerator", 1, "period")),
        ([], [SOUTH], ("numerator",)),
        ([NORTH], [], ("denominator",)),
        ([{**NORTH, "weight": [0, 1]}], [SOUTH], ("numerator", 0, "weight")),
        ([{**NORTH, "weight": [-1, -2]}], [SOUTH], ("numerator", 0, "weight")),
        ([NORTH], [{"series": "tanks", "period": "1941"}], ("denominator", 0, "series")),
        # An unknown series is reported elsewhere, once.
        ([{"series": "nobody", "period": "1941"}], [SOUTH], None),
    ],
)
def test_ratios(numerator: list[dict[str, Any]], denominator: list[dict[str, Any]], path: tuple[Any, ...] | None) -> None:
    assert ratio(numerator, denominator) == ([("ratio-sums", "r", path)] if path else [])


def issue(**changes: Any) -> dict[str, Any]:
    stands = [
        {
            "actor": actor,
            "position": {"value": 50, "low": 40, "high": 60},
            "salience": {"value": 50, "low": 40, "high": 60},
            "capability": 50,
        }
        for actor in ("AA", "BB")
    ]
    return {
        "id": "i",
        "title": "I",
        "conference": "c",
        "at_0": "none",
        "at_100": "all",
        "judged_by": "us",
        "stands": stands,
        **changes,
    }


def changed(at: int, **fields: Any) -> list[dict[str, Any]]:
    stands: list[dict[str, Any]] = issue()["stands"]
    stands[at] = {**stands[at], **fields}
    return stands


@pytest.mark.parametrize(
    ("stands", "path"),
    [
        (issue()["stands"], None),
        (issue()["stands"][:1], ("stands",)),
        (changed(1, actor="AA"), ("stands", 1, "actor")),
        (changed(0, capability="0"), ("stands", 0, "capability")),
        (changed(0, capability="101"), ("stands", 0, "capability")),
        (changed(0, capability="NaN"), ("stands", 0, "capability")),
    ],
)
def test_parties(stands: list[dict[str, Any]], path: tuple[Any, ...] | None) -> None:
    record = record_with(issues=[issue(stands=stands)])
    assert found(issues_have_parties, record) == ([("issue-stands", "i", path)] if path else [])


@pytest.mark.parametrize(
    ("judged", "good"),
    [
        ({"value": "0", "low": "0", "high": "100"}, True),
        ({"value": "50", "low": "60", "high": "70"}, False),
        ({"value": "50", "low": "-1", "high": "70"}, False),
        ({"value": "50", "low": "40", "high": "101"}, False),
        ({"value": "NaN", "low": "40", "high": "60"}, False),
        ({"value": "50", "low": "40", "high": "Infinity"}, False),
    ],
)
def test_judgements_are_on_the_scale(judged: dict[str, str], good: bool) -> None:
    for entry, path in (
        (issue(stands=changed(0, position=judged)), ("stands", 0, "position")),
        (issue(stands=changed(1, salience=judged)), ("stands", 1, "salience")),
        (issue(agreed=judged), ("agreed",)),
    ):
        assert found(judgements_are_owned, record_with(issues=[entry])) == ([] if good else [("number-range", "i", path)])


def test_judgements_of_nobody() -> None:
    assert found(judgements_are_owned, record_with(issues=[issue(judged_by=" ")])) == [
        ("judgement-unattributed", "i", ("judged_by",))
    ]


def test_every_error_has_its_line_and_ids_are_checked(tmp_path: Path) -> None:
    text = """issues:
  - id: i
    title: I
    conference: nowhere
    at_0: none
    at_100: all
    judged_by: us
    commitments: [nothing]
    stands:
      - {actor: AA, position: {value: 50, low: 40, high: 60}, salience: {value: 5, low: 40, high: 60}, capability: 50}
      - {actor: BB, position: {value: many, low: 40, high: 60}, salience: {value: 50, low: 40, high: 60}, capability: 50}
ratios:
  - id: r
    title: R
    rule: ""
    numerator: [{series: gone, period: "1941"}]
    denominator: [{series: gone, period: "1941", weight: [1, 2, 3]}]
"""
    first = check_pack(write_pack(tmp_path / "a", {"outcome/bargaining.yaml": text}))
    places = {(each.file, each.line, each.code) for each in first.problems}
    assert ("outcome/bargaining.yaml", 11, "field-type") in places  # a word for a number
    assert ("outcome/bargaining.yaml", 17, "field-type") in places  # three numbers for a fraction
    mended = text.replace("many", "50").replace("[1, 2, 3]", "[1, 2]")
    second = check_pack(write_pack(tmp_path / "b", {"outcome/bargaining.yaml": mended}))
    assert {(each.line, each.code) for each in second.problems} == {
        (4, "id-unknown"),  # the conference
        (8, "id-unknown"),  # the commitment
        (10, "id-unknown"),  # the first party
        (10, "number-range"),  # its salience of 5 between 40 and 60
        (11, "id-unknown"),  # the second party
        (16, "id-unknown"),  # the series above
        (17, "id-unknown"),  # and below
    }
