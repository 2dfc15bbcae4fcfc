"""The reading of a conference: Nash solutions by hand, the ground of small records, and what moves with the date."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import torgau
from tests.loading.small import event, record_with
from tests.support.moving import moved, moved_record, moving
from torgau.answers.answer import to_json
from torgau.answers.bargaining_steps import row
from torgau.dates import parse_day
from torgau.outcome.published.bargaining import conference_reading, disagreement_on, nash_point
from torgau.outcome.published.group_decision import weighted_mean
from torgau.vocabulary import Record


@pytest.mark.parametrize(
    ("weights", "positions", "disagreement", "expected"),
    [
        # Both want 60, nobody loses by it.
        ([1, 1], [60, 60], 0, 60),
        # Gains x (then 60 - x behind 30) and x: up to 30 both rise; behind it 1/x = 1/(60 - x) at 30 already.
        ([1, 1], [30, 90], 0, 30),
        # Twice the weight to the second: 2/x = 1/(60 - x) at x = 40.
        ([1, 2], [30, 90], 0, 40),
        # The same turned round, from 100 down.
        ([1, 2], [70, 10], 100, 60),
        # Nobody can gain without another's loss: it stays as it is.
        ([1, 1], [20, 80], 50, 50),
        ([5, 1], [50, 80], 50, 50),
        # Whoever has no weight still has a veto: not beyond 2 x 30.
        ([0, 1], [30, 90], 0, 60),
    ],
)
def test_nash_by_hand(weights: list[float], positions: list[float], disagreement: float, expected: float) -> None:
    assert nash_point(weights, positions, disagreement) == pytest.approx(expected, abs=1e-9)


numbers = st.floats(0, 100, allow_subnormal=False)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.1, 10, allow_subnormal=False), numbers), min_size=2, max_size=5), numbers)
def test_nobody_is_worse_off_and_no_point_has_a_greater_product(players: list[tuple[float, float]], d: float) -> None:
    weights, positions = [w for w, _ in players], [p for _, p in players]
    found = nash_point(weights, positions, d)

    def gains(x: float) -> list[float]:
        return [abs(d - p) - abs(x - p) for p in positions]

    assert min(gains(found)) >= -1e-6

    def product(x: float) -> float:
        value = 1.0
        for gain, weight in zip(gains(x), weights, strict=True):
            value *= max(gain, 0.0) ** weight
        return value

    best = max(product(step / 2) for step in range(-200, 401))
    assert product(found) >= best * (1 - 1e-6) - 1e-12


def stand(actor: str, position: int, capability: int = 50, salience: int = 50) -> dict[str, Any]:
    return {
        "actor": actor,
        "position": {"value": position, "low": position - 10, "high": position + 10},
        "salience": {"value": salience, "low": salience - 10, "high": salience + 10},
        "capability": capability,
    }


def status(name: str, who: str, place: str, start: str, end: str | None = None, dimension: str = "control") -> dict[str, Any]:
    return {"id": name, "dimension": dimension, "title": name, "subject": who, "place": place, "start": start, "end": end}


def small(*statuses: dict[str, Any], **issue: Any) -> Record:
    """A conference of AA and BB on 10 May 1943 about a valley with two towns, while AA is at war with CC."""
    return record_with(
        actors=[{"id": each, "name": each} for each in ("AA", "BB", "CC", "DD")],
        places=[
            {"id": "valley", "name": "Valley", "kind": "region"},
            {"id": "upper", "name": "Upper", "kind": "city", "within": "valley"},
            {"id": "lower", "name": "Lower", "kind": "city", "within": "valley"},
        ],
        events=[event("talks", "1943-05-01/1943-05-10", actors=["AA", "BB"])],
        instruments=[
            {
                "id": "accord",
                "title": "Accord",
                "form": "protocol",
                "parties": ["AA", "BB"],
                "signed": "1943-05-10",
                "concluded_at": "talks",
            }
        ],
        commitments=[
            {
                "id": "promise",
                "title": "Promise",
                "instrument": "accord",
                "debtors": ["AA"],
                "creditors": ["BB"],
                "content": "the valley",
                "made": "1943-05-10",
                "places": ["valley"],
            }
        ],
        statuses=[
            {
                "id": "war",
                "dimension": "war",
                "title": "war",
                "subject": "AA",
                "object": "CC",
                "symmetric": True,
                "start": "1942-01-01",
            },
            *statuses,
        ],
        issues=[
            {
                "id": "who-gets-the-valley",
                "title": "The valley",
                "conference": "talks",
                "at_0": "all to BB",
                "at_100": "all to AA",
                "stands": [stand("AA", 90, capability=60), stand("BB", 20, capability=30)],
                "judged_by": "this test",
                "without_agreement": "ground",
                "commitments": ["promise"],
                "agreed": {"value": 70, "low": 60, "high": 80},
                **issue,
            }
        ],
    )


DAY = parse_day("1943-05-10")


@pytest.mark.parametrize(
    ("statuses", "party"),
    [
        ([status("a", "AA", "valley", "1943-01-01")], "AA"),
        ([status("a", "AA", "valley", "1943-01-01", dimension="presence")], "AA"),
        # Gone before the conference, or come after it.
        ([status("a", "AA", "valley", "1943-01-01", "1943-05-10")], None),
        ([status("a", "AA", "valley", "1943-05-11")], None),
        # Only a part, or only perhaps.
        ([status("a", "AA", "upper", "1943-01-01")], None),
        ([status("a", "AA", "valley", "1943-05")], None),
        # Another party in a part of it.
        ([status("a", "AA", "valley", "1943-01-01"), status("b", "BB", "lower", "1943-01-01")], None),
        # An enemy of the party in a part of it decides against it; somebody else does not.
        ([status("a", "AA", "valley", "1943-01-01"), status("c", "CC", "lower", "1943-01-01")], None),
        ([status("a", "AA", "valley", "1943-01-01"), status("d", "DD", "lower", "1943-01-01")], "AA"),
        # Somebody who is not at the table holds all of it.
        ([status("c", "CC", "valley", "1943-01-01")], None),
    ],
)
def test_whose_wish_it_is_where_the_ground_decides(statuses: list[dict[str, Any]], party: str | None) -> None:
    record = small(*statuses)
    found = disagreement_on(record, record.issues["who-gets-the-valley"], DAY)
    assert (found.party, found.point, found.day) == (party, 90 if party else None, "1943-05-10")
    assert found.why


def test_other_rules_of_no_agreement() -> None:
    held = status("a", "AA", "valley", "1943-01-01")
    for rule, point in (("scale-0", 0), ("unknown", None)):
        record = small(held, without_agreement=rule)
        assert disagreement_on(record, record.issues["who-gets-the-valley"], DAY).point == point
    record = small(held, commitments=[])
    assert disagreement_on(record, record.issues["who-gets-the-valley"], DAY).why == "the ground decides, and no place is named"


def test_a_reading_by_hand() -> None:
    found = conference_reading(small(status("a", "AA", "valley", "1943-01-01")), "talks", months=-6)
    (item,) = found.issues
    # Weights 60 x 0.5 and 30 x 0.5, as 2 to 1: mean (2 x 90 + 20) / 3 = 66.67; the median is the heavier, 90.
    assert item.mean is not None
    assert item.mean.value == pytest.approx(200 / 3)
    assert item.median is not None
    assert (item.median.value, item.median.low, item.median.high) == (90, 80, 100)
    # Lowest: both positions 10 lower, AA cares least (40) and BB most (60): (2 x 40 x 80 + 60 x 10) / (80 + 60) = 50.
    # Highest: both 10 higher, AA most and BB least: (2 x 60 x 100 + 40 x 30) / (120 + 40) = 82.5.
    assert (item.mean.low, item.mean.high) == pytest.approx((50, 82.5))
    # AA holds the valley, and has its wish without any agreement.
    assert item.nash is not None
    assert (item.nash.value, item.nash.low, item.nash.high) == (90, 80, 100)
    # On 10 November 1942 nobody held it: the ground decides nothing, the issue and the promise move with the date.
    assert (found.day, found.other_day) == ("1943-05-10", "1942-11-10")
    assert (item.moved.point, item.nash_moved, item.sensitive) == (None, None, True)
    assert [each.commitment for each in found.terms] == ["promise"]
    assert found.sensitive_issues == found.issues
    misses = {rule: (distance, number) for rule, distance, number in found.misses}
    assert misses["weighted mean"] == (pytest.approx(70 - 200 / 3), 1)
    assert misses["weighted median"] == misses["Nash solution"] == (20, 1)
    assert found.label.startswith("One reading")


def test_what_does_not_move_is_not_listed() -> None:
    found = conference_reading(small(status("a", "AA", "valley", "1941-01-01")), "talks", months=-6)
    assert (found.sensitive_issues, found.terms) == ((), ())
    later = conference_reading(small(status("a", "AA", "valley", "1941-01-01", "1943-08-01")), "talks", months=6)
    assert (later.other_day, len(later.sensitive_issues)) == ("1943-11-10", 1)


def test_an_issue_that_matters_to_nobody_has_no_figures() -> None:
    quiet = [{**stand(actor, 50), "salience": {"value": 0, "low": 0, "high": 0}} for actor in ("AA", "BB")]
    found = conference_reading(small(stands=quiet), "talks")
    (item,) = found.issues
    assert (item.mean, item.median, item.group) == (None, None, ())
    assert found.misses == ()


@settings(deadline=None)
@given(st.lists(st.tuples(numbers, st.integers(1, 100), st.integers(20, 90)), min_size=2, max_size=4))
def test_the_range_of_the_mean_holds_every_mean_within_the_judged_ranges(parties: list[tuple[float, int, int]]) -> None:
    positions = [min(max(p, 10), 90) for p, _, _ in parties]
    stands = [
        {**stand("ABCD"[at] * 2, 50, capability=c, salience=s), "position": {"value": p, "low": p - 10, "high": p + 10}}
        for at, (p, (_, c, s)) in enumerate(zip(positions, parties, strict=True))
    ]
    (item,) = conference_reading(small(stands=[{**each, "position": _text(each["position"])} for each in stands]), "talks").issues
    assert item.mean is not None
    for number in range(40):
        # A lattice of points inside the box of positions and saliences, the ends among them.
        shift = [((number * (7 + at)) % 11 - 5) * 2 for at in range(len(stands))]
        turn = [((number * (3 + at)) % 5 - 2) * 5 for at in range(len(stands))]
        weights = [c * (s + t) for (_, c, s), t in zip(parties, turn, strict=True)]
        mean = weighted_mean(weights, [p + x for p, x in zip(positions, shift, strict=True)])
        assert item.mean.low - 1e-9 <= mean <= item.mean.high + 1e-9


def _text(judged: dict[str, float]) -> dict[str, str]:
    return {name: f"{value:.12f}" for name, value in judged.items()}


def test_the_reading_moves_with_names_and_calendar() -> None:
    record = torgau.load("grand-alliance").record
    move = moving(record, years=100, names={actor: f"Q{(number * 37) % 997:03d}" for number, actor in enumerate(record.actors)})
    there = moved_record(record, move)
    for event_id in dict.fromkeys(issue.conference for issue in record.issues.values()):
        expected = moved(json.loads(to_json([row(item) for item in conference_reading(record, event_id).issues])), move)
        found = conference_reading(there, move(event_id))
        assert json.loads(to_json([row(item) for item in found.issues])) == expected
