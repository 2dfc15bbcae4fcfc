"""Checks of numbers, commitments, links, claims and questions, each against hand-made cases."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loading.small import PACT, commitment, event, found, record_with
from torgau.loading import checks_claims, checks_commitments, checks_links, checks_numbers, checks_questions
from torgau.loading.checking import cycles

DUE = {"by": "1942-01-01"}


def estimate(*figures: dict[str, Any], **fields: Any) -> dict[str, Any]:
    basic = {"scope": "all", "unit": "t", "source": "s"}
    listed = [{"id": f"f{n}", **basic, **figure} for n, figure in enumerate(figures)]
    return {"id": "est", "title": "E", "scopes": [{"id": "all", "means": "all"}], "figures": listed, **fields}


@pytest.mark.parametrize(
    ("figure", "codes"),
    [
        ({"value": "5"}, []),
        ({"low": "1", "high": "5"}, []),
        ({"low": "5", "high": "5", "value": "5"}, []),
        ({"low": "5.01", "high": "5"}, ["number-range"]),
        ({"value": "6", "high": "5"}, ["number-range"]),
        ({"value": "0", "low": "1"}, ["number-range"]),
        ({"value": "NaN"}, ["number-range"]),
        ({"low": "-Infinity"}, ["number-range"]),
        ({"value": "1e29"}, ["number-range"]),
        ({"value": "1e-29"}, ["number-range"]),
        ({"value": "-3"}, []),
    ],
)
def test_bounds(figure: dict[str, Any], codes: list[str]) -> None:
    assert [code for code, _, _ in found(checks_numbers.numbers_are_in_order, record_with(estimates=[estimate(figure)]))] == codes


def test_impossible_numbers() -> None:
    record = record_with(
        places=[
            {"id": "a", "name": "A", "lat": 90, "lon": -180},
            {"id": "b", "name": "B", "lat": 90.1, "lon": 0},
            {"id": "c", "name": "C", "lat": 10},
        ],
        commitments=[
            commitment("d", owed={"value": "5", "unit": "t", "tolerance": "2"}, deadline={"after": "made", "months": -1})
        ],
    )
    assert sorted(found(checks_numbers.other_numbers_are_possible, record)) == [
        ("number-missing", "c", ()),
        ("number-range", "b", ("lat",)),
        ("number-range", "d", ("deadline", "months")),
        ("number-range", "d", ("owed", "tolerance")),
    ]


def test_numbers_without_value_unit_or_source() -> None:
    record = record_with(
        estimates=[estimate({}, {"value": "1", "unit": " "}, {"value": "1", "source": ""})],
        events=[event("e", "1943", amounts=[{"unit": "t", "value": "5"}], votes=[{"body": "b", "ayes": 1, "noes": 2}])],
        commitments=[
            commitment("owing", owed={"value": "5", "unit": ""}),
            commitment("measured", performed_by=[{"event": "e", "value": "5"}]),
            commitment(
                "read",
                performed_by=[{"event": "e", "low": "5"}],
                readings=[{"id": "r", "words": "w", "owed": {"value": "9", "unit": "t"}}],
            ),
            commitment("plain", performed_by=[{"event": "e"}]),
        ],
    )
    assert found(checks_numbers.figures_have_values, record) == [("number-missing", "est", ("figures", 0))]
    assert sorted(found(checks_numbers.numbers_have_units, record)) == [
        ("number-without-unit", "est", ("figures", 1, "unit")),
        ("number-without-unit", "measured", ("performed_by", 0)),
        ("number-without-unit", "owing", ("owed", "unit")),
    ]
    assert sorted(found(checks_numbers.numbers_have_sources, record)) == [
        ("number-without-source", "e", ("amounts", 0)),
        ("number-without-source", "e", ("votes", 0)),
        ("number-without-source", "est", ("figures", 2, "source")),
        ("number-without-source", "owing", ("owed",)),
    ]
    # an entry is reported once: as a number without source, or as a fact without source
    assert sorted(entry for _, entry, _ in found(checks_numbers.facts_have_sources, record)) == ["measured", "plain", "read"]


def test_scopes() -> None:
    quantity = {"type": "quantity", "estimate": "est", "unit": "t", "value": "1"}
    steps = [
        {"do": "estimate", "name": "a", "estimate": "est", "scopes": ["all", "none"]},
        {"do": "compare", "name": "b", "left": "est", "right": "other", "scopes": ["all"]},
    ]
    other = {
        **estimate({"value": "1", "scope": "part"}),
        "id": "other",
        "scopes": [{"id": "part", "means": "p", "includes": ["all", "lost"]}],
    }
    record = record_with(
        estimates=[estimate({"value": "1", "scope": "al"}, default_scope="every"), other],
        claims=[
            {"id": f"c{n}", "source": "s", "asserts": "a", "statement": {**quantity, "scope": scope}}
            for n, scope in enumerate(("", "all", "x"))
        ],
        questions=[{"id": "q", "question": "?", "layer": "record", "reading": "r", "steps": steps, "answer": ""}],
    )
    assert sorted(found(checks_numbers.scopes_are_declared, record)) == [
        ("scope-undeclared", "c2", ("statement", "scope")),
        ("scope-undeclared", "est", ("default_scope",)),
        ("scope-undeclared", "est", ("figures", 0, "scope")),
        ("scope-undeclared", "other", ("scopes", 0, "includes", 1)),
        ("scope-undeclared", "q", ("steps", 0, "scopes", 1)),
        ("scope-undeclared", "q", ("steps", 1, "scopes", 0)),
    ]


@pytest.mark.parametrize(
    ("fields", "endless"),
    [
        ({}, True),
        ({"deadline": DUE}, False),
        ({"deadline": {"text": "as soon as possible"}}, False),
        ({"term_ends": "1943"}, False),
        ({"breached_by": [{"event": "e"}]}, False),
        ({"ended_by": [{"how": "released", "event": "e"}]}, False),
        ({"performed_by": [{"event": "e"}]}, True),  # without that event it would wait for ever
        ({"standard": "refrain"}, True),
        ({"standard": "refrain", "deadline": DUE}, False),
        ({"standard": "refrain", "trigger": {"text": "if attacked"}, "deadline": {"after": "trigger", "months": 1}}, True),
        ({"standard": "refrain", "term_ends": "1943"}, False),
        ({"standard": "consult"}, True),
        ({"standard": "aspiration"}, False),
        ({"standard": "means"}, False),
        ({"definiteness": "principle-only"}, False),
        ({"definiteness": "no-amount"}, False),
        ({"definiteness": "best-efforts"}, False),  # judged on its acts, as means
        ({"definiteness": "best-efforts", "standard": "refrain"}, True),
        ({"trigger": {"text": "if attacked"}, "deadline": DUE}, False),  # its window closes on that day
        ({"trigger": {"text": "if attacked"}, "deadline": {"after": "made", "months": 1}}, False),
        ({"ended_by": [{"how": "suspended", "event": "e"}]}, True),
        ({"trigger": {"event": "e"}, "deadline": {"after": "trigger", "months": 1}}, False),
        ({"trigger": {"text": "if attacked"}, "deadline": {"after": "trigger", "months": 1}}, True),
        ({"trigger": {"text": "if attacked", "until": "1945"}, "deadline": {"after": "trigger", "months": 1}}, False),
        ({"deadline": DUE, "readings": [{"id": "r", "words": "w", "deadline": None}]}, True),
        ({"deadline": DUE, "readings": [{"id": "r", "words": "w", "deadline": None, "term_ends": "1944"}]}, False),
        ({"deadline": DUE, "readings": [{"id": "r", "words": "w", "standard": "refrain", "deadline": None}]}, True),
    ],
)
def test_commitments_that_never_end(fields: dict[str, Any], endless: bool) -> None:
    record = record_with(commitments=[commitment("c", **fields)])
    assert bool(found(checks_commitments.commitments_can_end, record)) is endless


def test_a_later_commitment_ends_an_earlier_one() -> None:
    record = record_with(commitments=[commitment("old"), commitment("new", deadline=DUE, supersedes=["old"])])
    assert found(checks_commitments.commitments_can_end, record) == []


def test_a_reading_that_never_ends_is_pointed_at() -> None:
    readings = [{"id": "a", "words": "w"}, {"id": "b", "words": "w", "deadline": None}]
    record = record_with(commitments=[commitment("c", deadline=DUE, readings=readings)])
    assert found(checks_commitments.commitments_can_end, record) == [("commitment-endless", "c", ("readings", 1))]


@pytest.mark.parametrize(
    ("trigger", "wrong"),
    [
        ({"event": "e"}, False),
        ({"commitment": "d"}, False),
        ({"text": "if attacked"}, False),
        ({"event": "e", "text": "the fall of the city"}, False),
        ({}, True),
        ({"text": " "}, True),
        ({"event": "e", "commitment": "d"}, True),
    ],
)
def test_triggers(trigger: dict[str, Any], wrong: bool) -> None:
    assert (
        bool(found(checks_commitments.triggers_are_one_thing, record_with(commitments=[commitment("c", trigger=trigger)])))
        is wrong
    )


@pytest.mark.parametrize(
    ("deadline", "wrong"),
    [
        (DUE, False),
        ({"after": "made", "months": 3}, False),
        ({"after": "made"}, False),  # due on that very day
        ({"text": "soon"}, False),
        ({"by": "1942", "text": "in the spring"}, False),
        ({"by": "1942", "after": "made"}, True),
        ({"months": 3}, True),
        ({"by": "1942", "days": 3}, True),
        ({}, True),
    ],
)
def test_deadlines(deadline: dict[str, Any], wrong: bool) -> None:
    assert (
        bool(found(checks_commitments.deadlines_are_one_thing, record_with(commitments=[commitment("c", deadline=deadline)])))
        is wrong
    )


def test_deadlines_counted_from_nothing() -> None:
    after = {word: {"after": word, "months": 1} for word in ("trigger", "in-force", "made")}
    record = record_with(
        instruments=[PACT, {**PACT, "id": "forced", "in_force": "1941-04-01"}],
        commitments=[
            commitment("a", deadline=after["trigger"]),
            commitment(
                "b", deadline=after["trigger"], trigger={"event": "e"}, readings=[{"id": "r", "words": "w", "trigger": None}]
            ),
            commitment("c", deadline=after["in-force"]),
            commitment("d", deadline=after["in-force"], instrument="forced"),
            commitment("e", deadline=after["made"]),
        ],
    )
    assert found(checks_commitments.deadlines_can_be_counted, record) == [
        ("deadline-no-start", "a", ("deadline",)),
        ("deadline-no-start", "b", ("readings", 0, "deadline")),
        ("deadline-no-start", "c", ("deadline",)),
    ]


def test_endings_and_means() -> None:
    record = record_with(
        commitments=[
            commitment("a", ended_by=[{"how": "released"}, {"how": "released", "instrument": "pact"}]),
            commitment("b", standard="means"),
            commitment("c", standard="means", performed_by=[{"event": "e"}]),
            commitment("d", standard="means", definiteness="principle-only"),
            commitment("e", readings=[{"id": "r", "words": "w", "standard": "means"}]),
            commitment("f", definiteness="best-efforts"),
            commitment("g", definiteness="best-efforts", standard="refrain"),
        ]
    )
    assert found(checks_commitments.endings_have_a_cause, record) == [("ending-no-cause", "a", ("ended_by", 0))]
    assert found(checks_commitments.means_are_judged_on_acts, record) == [
        ("means-no-acts", "b", ("standard",)),
        ("means-no-acts", "e", ("readings", 0)),
        ("means-no-acts", "f", ("standard",)),
    ]


def test_commitments_that_wait_for_each_other() -> None:
    record = record_with(
        commitments=[
            commitment("a", trigger={"commitment": "b"}),
            commitment("b", readings=[{"id": "r", "words": "w", "trigger": {"commitment": "c"}}]),
            commitment("c", trigger={"commitment": "a"}),
            commitment("d", trigger={"commitment": "a"}),
        ]
    )
    assert found(checks_commitments.triggers_do_not_wait_for_each_other, record) == [("trigger-cycle", "a", ("trigger",))]


def superseded_by(other: str) -> list[dict[str, str]]:
    return [{"how": "superseded", "commitment": other}]


def test_supersession() -> None:
    record = record_with(
        instruments=[PACT],
        commitments=[
            commitment("old", ended_by=superseded_by("new")),
            commitment("new", made="1942", supersedes=["old"]),
            commitment("silent"),
            commitment("loud", made="1942", supersedes=["silent"]),
            commitment("sad", ended_by=superseded_by("proud")),
            commitment("proud", made="1942"),
            commitment("late", made="1945", ended_by=superseded_by("early")),
            commitment("early", made="1944", supersedes=["late"]),
            commitment("x", supersedes=["y"]),
            commitment("y", ended_by=superseded_by("x"), supersedes=["x"]),
        ],
    )
    one_sided = found(checks_links.supersession_is_said_on_both_sides, record)
    assert sorted(one_sided) == [
        ("supersession-one-sided", "loud", ("supersedes", 0)),
        ("supersession-one-sided", "sad", ("ended_by", 0)),
        ("supersession-one-sided", "y", ("supersedes", 0)),
        ("supersession-order", "early", ("supersedes", 0)),
    ]
    assert found(checks_links.nothing_supersedes_itself, record) == [("supersession-cycle", "x", ("supersedes",))]


def test_instruments_supersede_in_one_direction() -> None:
    record = record_with(instruments=[{**PACT, "id": "a", "supersedes": ["b"]}, {**PACT, "id": "b", "supersedes": ["a"]}])
    assert found(checks_links.nothing_supersedes_itself, record) == [("supersession-cycle", "a", ("supersedes",))]


def test_mutual_links() -> None:
    record = record_with(
        commitments=[
            commitment("a", reciprocal=[{"commitment": "b"}, {"commitment": "c"}], conflicts=["b", "c", "a"]),
            commitment("b", reciprocal=[{"commitment": "a"}], conflicts=["a"]),
            commitment("c"),
        ]
    )
    assert found(checks_links.reciprocal_promises_are_mutual, record) == [("reciprocal-one-sided", "a", ("reciprocal", 1))]
    assert found(checks_links.conflicts_are_mutual, record) == [
        ("conflict-one-sided", "a", ("conflicts", 1)),
        ("conflict-one-sided", "a", ("conflicts", 2)),
    ]


SOURCES = [{"id": kind, "title": kind, "kind": kind, "grade": "A"} for kind in ("primary", "monograph", "press", "poll")]


def cite(source: str, verified: bool = True) -> dict[str, Any]:
    return {"source": source, "verified": verified}


@pytest.mark.parametrize(
    ("requires", "cited", "supported", "codes"),
    [
        ({}, [], [], []),
        ({"kinds": ["primary", "monograph"]}, [cite("monograph")], [], []),
        ({"kinds": ["primary", "monograph"]}, [cite("press")], [], ["evidence-missing"]),
        ({"kinds": ["primary"]}, [cite("primary", False)], [], ["evidence-unverified"]),
        ({"kinds": ["primary"]}, [], ["shown"], []),  # the evidence of the entries that support it counts
        ({"kinds": ["press"]}, [], [], ["evidence-missing"]),  # the source that makes the claim (press) is no evidence for it
        ({"distinct_kinds": 2}, [cite("primary"), cite("primary")], [], ["evidence-missing"]),
        ({"distinct_kinds": 2}, [cite("primary"), cite("poll")], [], []),
        ({"distinct_kinds": 2}, [cite("primary"), cite("poll", False)], [], ["evidence-unverified"]),
        ({"kinds": ["diary"]}, [cite("primary")], [], ["field-value", "evidence-missing"]),
    ],
)
def test_evidence(requires: dict[str, Any], cited: list[dict[str, Any]], supported: list[str], codes: list[str]) -> None:
    claim = {"id": "c", "source": "press", "asserts": "a", "statement": {"type": "judgement", "text": "t"}, "requires": requires}
    record = record_with(
        sources=SOURCES,
        events=[event("shown", "1943", sources=[cite("primary")])],
        claims=[{**claim, "sources": cited, "supported_by": supported}],
    )
    assert [code for code, _, _ in found(checks_claims.claims_carry_their_evidence, record)] == codes


def test_dimensions() -> None:
    holds = {"type": "status", "subject": "AA", "date": "1943"}
    step = {"do": "status", "name": "s", "on": "1943-01-01", "dimensions": ["war", "wor"]}
    record = record_with(
        claims=[
            {"id": f"c{each}", "source": "s", "asserts": "a", "statement": {**holds, "dimension": each}}
            for each in ("war", "peace")
        ],
        questions=[{"id": "q", "question": "?", "layer": "record", "reading": "r", "steps": [step], "answer": ""}],
    )
    assert found(checks_claims.dimensions_exist, record) == [
        ("field-value", "cpeace", ("statement", "dimension")),
        ("field-value", "q", ("steps", 0, "dimensions", 1)),
    ]


ACTORS = [
    {"id": "US", "name": "United States", "adjective": "American", "also": ["America", "U.S."]},
    {"id": "PL", "name": "Poland", "adjective": "Polish"},
]


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        ("{who.1} kept it on {kept.date}.", []),
        ("{ who.list } and {kept.a-b}", []),
        ("On {pack.last_day}: {who.1}", []),
        ("{whom.1}", ["question-step"]),
        ("{}", ["question-step"]),
        ("{who.1", ["question-step"]),
        ("who.1}", ["question-step"]),
        ("It was due in 1942.", ["question-literal-year"]),
        ("1942 and 1942, then 1943-05", ["question-literal-year"] * 2),
        ("Some 1,942 tons and 1942.5 tons and 19420 tons.", []),
        ("{who.1942}", []),
        ("The American promise.", ["question-literal-actor"]),
        ("The US promised.", ["question-literal-actor"]),
        ("U.S. and United States", ["question-literal-actor"] * 2),
        ("They used polish, and us, and AMERICAN ways in the USSR.", []),
        ("Poland's part", ["question-literal-actor"]),
        ("{US.1} Americans", ["question-step"]),
    ],
)
def test_answers(answer: str, codes: list[str]) -> None:
    steps = [{"do": "actors", "name": "who", "ids": ["US"]}, {"do": "verdict", "name": "kept", "commitment": "c"}]
    question = {"id": "q", "question": "?", "layer": "record", "reading": "r", "steps": steps, "answer": answer}
    record = record_with(actors=ACTORS, questions=[question])
    got: list[str] = []
    for check in (
        checks_questions.answers_use_their_steps,
        checks_questions.answers_hold_no_years,
        checks_questions.answers_hold_no_actors,
    ):
        got += [code for code, _, _ in found(check, record)]
    assert got == codes


def test_caveats_use_their_steps_too() -> None:
    question = {
        "id": "q",
        "question": "?",
        "layer": "record",
        "reading": "r",
        "steps": [],
        "answer": "",
        "caveats": ["fine", "{who.1}"],
    }
    assert found(checks_questions.answers_use_their_steps, record_with(questions=[question])) == [
        ("question-step", "q", ("caveats", 1))
    ]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from("abcdef"), st.frozensets(st.sampled_from("abcdef"), max_size=3)))
def test_cycles_are_found_exactly_where_there_are_some(graph: dict[str, frozenset[str]]) -> None:
    """Independent test: a graph has a cycle exactly where stripping off nodes without successors leaves something."""
    rest = {node: set(after) for node, after in graph.items()}
    while True:
        dead = [node for node, after in rest.items() if not after & rest.keys()]
        if not dead:
            break
        for node in dead:
            del rest[node]
    got = list(cycles(graph))
    assert bool(got) == bool(rest)
    for cycle in got:
        assert cycle[0] == min(cycle)
        assert len(set(cycle)) == len(cycle)
        assert all(after in graph[node] for node, after in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
