"""Checks of dates and of exclusive statuses, against hand-made cases and against enumeration of possible worlds."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loading.small import PACT, commitment, event, found, record_with
from torgau.dates import format_day
from torgau.loading import checks_dates as checks
from torgau.loading.checks_statuses import exclusive_statuses_do_not_overlap
from torgau.vocabulary import Record

ACTORS = [{"id": "AA", "name": "A"}, {"id": "BB", "name": "B"}]
FIRST = 710_000
"""An arbitrary day, the day 0 of the generated cases."""


def status(entry_id: str, start: str, end: str | None, **fields: Any) -> dict[str, Any]:
    return {
        "id": entry_id,
        "dimension": "control",
        "title": entry_id,
        "subject": "AA",
        "start": start,
        "end": end,
        "exclusive": "g",
        **fields,
    }


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("1943-05-01", "1943-05-02", False),
        ("1943-05-01", "1943-05-01", True),  # half-open: it would hold on no day
        ("1943-05-01", "1943-04-30", True),
        ("1943-05", "1943-05", False),  # some worlds are fine
        ("1943-05", "1943-04", True),
        ("1943-05-31", "1943-05", True),  # at best it ends on the day on which it begins
        ("1943-05-31", "1943-06", False),
        ("1943-05-01", None, False),
        ("1943-05-01", "1943/..", False),
    ],
)
def test_a_status_ends_after_it_begins(start: str, end: str | None, wrong: bool) -> None:
    record = record_with(statuses=[status("s", start, end)])
    assert found(checks.stretches_are_in_order, record) == ([("date-order", "s", ("end",))] if wrong else [])


def test_instruments_and_offices_in_order() -> None:
    record = record_with(
        instruments=[
            {**PACT, "id": "a", "signed": "1943-05-01", "ended": "1943-04-01"},
            {**PACT, "id": "b", "signed": "1943-05-01", "in_force": "1943-06-01", "ended": "1943-05-15"},
            {**PACT, "id": "c", "signed": "1943-05-01", "in_force": "1943-05-01", "ended": "1943-05-01"},
        ],
        offices=[{"id": "o", "office": "x", "actor": "AA", "holder": "h", "start": "1943", "end": "1942"}],
    )
    assert sorted(found(checks.stretches_are_in_order, record)) == [
        ("date-order", "a", ("ended",)),
        ("date-order", "b", ("ended",)),
        ("date-order", "o", ("end",)),
    ]
    assert found(checks.instruments_are_signed_first, record) == []
    early = record_with(instruments=[{**PACT, "in_force": "1941-02-28"}, {**PACT, "id": "p2", "in_force": "1941-03"}])
    assert found(checks.instruments_are_signed_first, early) == [("date-retroactive", "pact", ("in_force",))]


@pytest.mark.parametrize(
    ("date", "old_style", "codes"),
    [
        ("1917-03-08", "1917-02-23", []),
        ("1917-03", "1917-02-23", []),
        ("1917-03-09", "1917-02-23", ["date-old-style"]),
        ("1917-02-23", "1917-02-23", ["date-old-style"]),
        ("1917-03-08", "1917-02-30", ["date-unreadable"]),
        (None, "", ["date-missing"]),
    ],
)
def test_old_style(date: str | None, old_style: str, codes: list[str]) -> None:
    record = record_with(events=[{"id": "e", "title": "E", "date": date, "old_style": old_style}], period="1910/1920")
    assert [code for code, _, _ in found(checks.events_have_dates, record)] == codes


@pytest.mark.parametrize(
    ("date", "fields", "codes"),
    [
        ("1941-12-07", {"clock": {"at": "1941-12-07T07:48", "offset": "-10:30"}}, []),
        ("1941-12-08", {"clock": {"at": "1941-12-07T07:48", "offset": "-10:30"}}, ["date-clock"]),
        ("1941-12-07", {"clock": {"at": "07:48", "offset": "-10:30"}}, ["date-unreadable"]),
        ("1941-12-07", {"clock": {"at": "1941-12-07T07:48", "offset": "10:30"}}, ["date-unreadable"]),
        (
            "1941-12-07",
            {"clock": {"at": "1941-12-07T07:48", "offset": "-10:30", "elsewhere": [{"where": "x", "offset": "9"}]}},
            ["date-unreadable"],
        ),
        ("1941-12-07", {"local_dates": [["tokyo", "1941-12-08"]]}, []),
        ("1941-12-07", {"local_dates": [["tokyo", "1941-12-09"]]}, ["date-clock"]),
        ("1941-12-07", {"local_dates": [["tokyo", "1941-12-05"], ["x", "1941-12"]]}, ["date-clock"]),
    ],
)
def test_clocks(date: str, fields: dict[str, Any], codes: list[str]) -> None:
    assert [code for code, _, _ in found(checks.clocks_agree, record_with(events=[event("e", date, **fields)]))] == codes


@pytest.mark.parametrize(
    ("date", "outside"),
    [
        ("1940-01-01", False),
        ("1939-12-31", True),
        ("1939-12-31~", True),
        ("1939", True),
        ("1939/1940", False),
        ("1950-12-31", False),
        ("1951-01", True),
        ("[1939,1944]", False),
    ],
)
def test_outside_the_period(date: str, outside: bool) -> None:
    assert bool(found(checks.events_are_in_the_period, record_with(events=[event("e", date)]))) is outside


@pytest.mark.parametrize(
    ("period", "wrong"), [("1940/1950", False), ("1940", False), ("1940/..", True), ("../1950", True), ("1940/", True)]
)
def test_the_period_is_bounded(period: str, wrong: bool) -> None:
    assert bool(found(checks.period_is_bounded, record_with(period=period))) is wrong


@pytest.mark.parametrize(
    ("start", "end", "codes"),
    [
        ("1943-05-01", None, []),
        ("1943-05", None, []),
        ("1943-05-02", None, ["date-status-event"]),
        ("1943-04-30", None, ["date-status-event"]),
        ("1943-05-01", "1944-06-06", []),
        ("1943-05-01", "1944-06-07", []),  # the day after: the event was its last day
        ("1943-05-01", "1944-06-08", ["date-status-event"]),
        ("1943-05-01", "1944-06-05", ["date-status-event"]),
    ],
)
def test_statuses_and_their_events(start: str, end: str | None, codes: list[str]) -> None:
    record = record_with(
        events=[event("begin", "1943-05-01"), event("finish", "1944-06-06")],
        statuses=[status("s", start, end, start_event="begin", end_event="finish")],
    )
    assert [code for code, _, _ in found(checks.statuses_begin_with_their_event, record)] == codes


def test_an_event_may_be_outside_on_purpose() -> None:
    record = record_with(events=[event("a", "1917", tags=["outside-period"]), event("b", "1917", tags=["x"])])
    assert found(checks.events_are_in_the_period, record) == [("date-outside-period", "b", ("date",))]


def test_what_comes_before_the_promise() -> None:
    acts = [
        event("early", "1941-02-28"),
        event("same-day", "1941-03-01"),
        event("unsure", "1941"),
        event("long", "1941-01/1941-04"),
    ]
    record = record_with(
        instruments=[PACT, {**PACT, "id": "undated", "signed": None}],
        events=acts,
        commitments=[
            commitment("a", performed_by=[{"event": each["id"]} for each in acts], breached_by=[{"event": "early"}]),
            commitment("b", made="1941-01-01", performed_by=[{"event": "early"}]),  # its own date counts, not the instrument's
            commitment("c", deadline={"by": "1941-02"}, term_ends="1940"),
            commitment("d", ended_by=[{"how": "suspended", "event": "same-day", "until": "1941-02-01"}]),
            commitment("e", instrument="undated"),
        ],
    )
    assert found(checks.commitments_come_first, record) == [
        ("date-before-made", "a", ("performed_by", 0, "event")),
        ("date-before-made", "a", ("breached_by", 0, "event")),
        ("date-order", "c", ("term_ends",)),
        ("date-before-made", "c", ("deadline", "by")),
    ]
    assert found(checks.suspensions_end_after_they_begin, record) == [("date-order", "d", ("ended_by", 0, "until"))]
    assert found(checks.commitments_are_dated, record) == [("date-missing", "e", ())]


def test_statuses_of_different_groups_may_overlap() -> None:
    record = record_with(
        statuses=[
            status("a", "1941", "1945"),
            status("b", "1941", "1945", exclusive="h"),
            status("c", "1942", "1943", exclusive=""),
        ]
    )
    assert found(exclusive_statuses_do_not_overlap, record) == []


def test_a_shared_event_makes_an_uncertain_change_certain() -> None:
    ends = {"end_event": "change"}
    begins = {"start_event": "change"}
    for first, second, codes in (({}, {}, ["status-may-overlap"]), (ends, begins, []), (ends, {}, ["status-may-overlap"])):
        record = record_with(statuses=[status("a", "1941-01-01", "1943-05", **first), status("b", "1943-05", None, **second)])
        assert [code for code, _, _ in found(exclusive_statuses_do_not_overlap, record)] == codes


SETS = st.lists(st.integers(0, 8), min_size=1, max_size=2, unique=True).map(sorted)


def edtf(days: list[int]) -> str:
    texts = [format_day(FIRST + day) for day in days]
    return texts[0] if len(texts) == 1 else f"[{','.join(texts)}]"


def overlap_in_worlds(a: tuple[list[int], list[int] | None], b: tuple[list[int], list[int] | None]) -> set[bool]:
    """Over all worlds in which both hold on at least one day: do they share one? By looking at every day."""
    answers = set()
    for start_a, end_a, start_b, end_b in product(a[0], a[1] or [99], b[0], b[1] or [99]):
        if start_a < end_a and start_b < end_b:
            answers.add(any(start_a <= day < end_a and start_b <= day < end_b for day in range(-1, 100)))
    return answers


@settings(deadline=None)
@given(SETS, SETS | st.none(), SETS, SETS | st.none())
def test_overlaps_agree_with_the_worlds(
    start_a: list[int], end_a: list[int] | None, start_b: list[int], end_b: list[int] | None
) -> None:
    record: Record = record_with(
        statuses=[
            status("a", edtf(start_a), None if end_a is None else edtf(end_a)),
            status("b", edtf(start_b), None if end_b is None else edtf(end_b)),
        ]
    )
    codes = [code for code, _, _ in found(exclusive_statuses_do_not_overlap, record)]
    worlds = overlap_in_worlds((start_a, end_a), (start_b, end_b))
    if codes == ["status-overlap"]:
        assert worlds == {True}
    elif codes == []:
        assert True not in worlds
    elif worlds == {False}:
        raise AssertionError("a warning without any world in which they overlap")
    surely_real = all(s < e for ss, es in ((start_a, end_a), (start_b, end_b)) for s, e in product(ss, es or [99]))
    if surely_real and worlds == {True}:
        assert codes == ["status-overlap"]
    if True in worlds:
        assert codes


def test_many_statuses_of_a_group_are_all_compared() -> None:
    """Day n to n+1 for each n, and one that covers days 10 to 13: it meets exactly three of them."""
    statuses = [status(f"s{n}", format_day(FIRST + n), format_day(FIRST + n + 1)) for n in range(30)]
    record = record_with(statuses=[*statuses, status("long", format_day(FIRST + 10), format_day(FIRST + 13))])
    assert len(found(exclusive_statuses_do_not_overlap, record)) == 3
