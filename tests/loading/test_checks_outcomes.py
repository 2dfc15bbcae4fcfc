"""Checks of what a pack declares for the outcome layer, each against hand-made cases: one flaw put into a sound pack."""

from __future__ import annotations

import copy
from typing import Any

import msgspec
import pytest

from tests.loading.small import found, record_with
from torgau.dates import When
from torgau.loading import checks_outcomes, checks_processes
from torgau.loading.checking import Check, Context
from torgau.loading.checks import CHECKS
from torgau.vocabulary import Point, Record, outcomes
from torgau.vocabulary.outcomes import PARAMETERS, Change, Input

Pack = dict[str, Any]
Paths = list[tuple[str, tuple[str | int, ...]]]
OWN: tuple[Check, ...] = tuple(
    each
    for each in CHECKS
    if each.__module__ in (checks_outcomes.__name__, checks_processes.__name__)  # type: ignore[attr-defined]
)


def series(series_id: str, unit: str) -> dict[str, Any]:
    return {"id": series_id, "title": series_id, "file": f"{series_id}.csv", "unit": unit, "scope": "all"}


PROCESS: dict[str, Any] = {
    "id": "war",
    "title": "A war",
    "begins": "1941-01-01",
    "ends": "1944-12-31",
    "sides": [{"id": "one", "name": "One", "powers": ["AA", "CC"]}, {"id": "two", "name": "Two", "powers": ["BB"]}],
    "theatres": [
        {
            "id": "plain",
            "name": "The plain",
            "opened": "1941-01-01",
            "axes": [{"id": "road", "name": "The road", "series": "front", "decisive": True}],
            "observed": [{"id": "bb-losses", "what": "losses", "side": "two", "series": ["losses"]}],
        },
        {"id": "coast", "name": "The coast", "opened": "1943-06-01"},
    ],
    "inputs": [
        {"id": "aa-army", "kind": "forces", "power": "AA", "series": "army"},
        {"id": "cc-army", "kind": "forces", "power": "CC", "series": "army", "theatre": "coast"},
        {"id": "aid", "kind": "aid", "power": "CC", "to": "AA", "series": "goods"},
        {"id": "raids", "kind": "bombing", "power": "CC", "on": "two", "series": "bombs"},
        {"id": "more-raids", "kind": "bombing", "power": "AA", "on": "two", "series": "long-bombs", "factor": "1.12"},
    ],
}
SOUND: Pack = {
    "actors": [{"id": each, "name": each} for each in ("AA", "BB", "CC", "DD")],
    "series": [
        series("front", "km, great circle"),
        series("army", "thousand persons"),
        series("losses", "persons"),
        series("goods", "million US dollars"),
        series("bombs", "short tons"),
        series("long-bombs", "long tons"),
    ],
    "processes": [PROCESS],
    "models": [
        {
            "id": "sums",
            "title": "Sums",
            "process": "war",
            "structure": "attrition",
            "priors": [
                {"parameter": "pace", "family": "lognormal", "centre": "2", "spread": "0.5", "why": "w"},
                {"parameter": "share", "family": "logitnormal", "centre": "0.3", "spread": "1", "why": "w"},
                {"parameter": "drift", "family": "normal", "centre": "-1", "spread": "0.1", "why": "w"},
            ],
        }
    ],
    "antecedents": [
        {
            "id": "without",
            "title": "What if nobody had helped?",
            "process": "war",
            "date": "1942-01-01",
            "horizon": "1943-06-30",
            "changes": [{"kind": "aid", "factor": "0", "why": "w"}, {"theatre": "coast", "never": True, "why": "w"}],
            "held_fixed": ["the other side"],
            "mechanism": "m",
            "cannot_tell": "c",
        }
    ],
    "protocols": [
        {
            "id": "scores",
            "title": "Scores",
            "process": "war",
            "models": ["sums"],
            "origins": ["1942-01-01", "1942-07-01"],
            "horizons": [3, 6],
            "window": "1",
            "seeds": [1, 2],
            "draws": 100,
            "middle": "1943",
            "baselines": ["persistence", "trend"],
        }
    ],
    "attributions": [
        {
            "id": "shares",
            "title": "Who held the plain?",
            "process": "war",
            "players": ["AA", "CC"],
            "date": "1942-01-01",
            "horizon": "1943-01-01",
            "absent": "a",
            "values": [{"id": "ground", "means": "km", "measure": "ground", "theatre": "plain"}],
            "unions": [["AA"], ["CC"]],
        }
    ],
}


def point(*, verified: bool) -> Point:
    day = When.parse("1942-01-01")
    return Point(start=day, end=day, value=None, source="book", verified=verified)


def built(pack: Pack, unverified: tuple[str, ...] = ()) -> Record:
    """The record, each series with an unverified row and, unless it is named, a verified one."""
    points = {
        each["id"]: (point(verified=False), *(() if each["id"] in unverified else (point(verified=True),)))
        for each in pack["series"]
    }
    return record_with(points=points, **pack)


def problems(pack: Pack, unverified: tuple[str, ...] = ()) -> Paths:
    """Code and path of all that the checks of this layer find."""
    record = built(pack, unverified)
    return [(each.code, each.path) for check in OWN for each in check(Context(record))]


def put(pack: Pack, path: tuple[str | int, ...], value: Any) -> None:
    """Set one field. A value of `...` takes it away."""
    at: Any = pack
    for step in path[:-1]:
        at = at[step]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value


@pytest.fixture(autouse=True)
def any_priors(monkeypatch: pytest.MonkeyPatch) -> None:
    """The invented models have priors of invented parameters; one test looks at the check of their names itself."""
    monkeypatch.setattr(checks_outcomes, "PARAMETERS", {name: {} for name in PARAMETERS})


def test_a_sound_pack_has_no_problem() -> None:
    assert len(OWN) == 16
    assert problems(SOUND) == []


P: tuple[str | int, ...] = ("processes", 0)
A: tuple[str | int, ...] = ("antecedents", 0)
C: tuple[str | int, ...] = (*A, "changes", 0)
INPUT = {"id": "x", "kind": "forces", "power": "AA", "series": "army"}
AXIS = {"id": "road", "name": "R", "series": "front"}
SIDE = {"id": "three", "name": "Three", "powers": ["DD"]}
CASES: list[tuple[tuple[str | int, ...], Any, Paths]] = [
    # two sides
    ((*P, "sides", 1, "powers"), ["BB", "CC"], [("process-sides", ("sides", 1, "powers", 1))]),
    ((*P, "sides", 1, "powers"), [], [("process-sides", ("sides", 1, "powers"))]),
    ((*P, "sides"), [*PROCESS["sides"], SIDE], [("process-sides", ("sides",))]),
    # ids of parts
    ((*P, "sides", 0, "id"), "two", [("id-duplicate", ("sides", 1, "id"))]),
    (
        (*P, "theatres", 1, "id"),
        "plain",
        [
            ("id-duplicate", ("theatres", 1, "id")),
            ("part-unknown", ("inputs", 1, "theatre")),
            ("part-unknown", ("changes", 1, "theatre")),
        ],
    ),
    ((*P, "theatres", 1, "axes"), [AXIS], [("id-duplicate", ("theatres", 1, "axes", 0, "id"))]),
    ((*P, "inputs", 1, "id"), "aa-army", [("id-duplicate", ("inputs", 1, "id"))]),
    # what is named exists
    ((*P, "inputs", 1, "theatre"), "cost", [("part-unknown", ("inputs", 1, "theatre"))]),
    ((*P, "inputs", 3, "on"), "three", [("part-unknown", ("inputs", 3, "on"))]),
    ((*P, "inputs", 0, "power"), "DD", [("part-unknown", ("inputs", 0, "power"))]),
    ((*P, "inputs", 2, "to"), "DD", [("part-unknown", ("inputs", 2, "to"))]),
    ((*P, "inputs", 0, "power"), "ZZ", []),  # no actor at all: the check of references says so
    ((*P, "theatres", 0, "observed", 0, "side"), "both", [("part-unknown", ("theatres", 0, "observed", 0, "side"))]),
    # whom an input reached
    ((*P, "inputs", 2, "to"), ..., [("input-incomplete", ("inputs", 2))]),
    ((*P, "inputs", 3, "on"), ..., [("input-incomplete", ("inputs", 3))]),
    # time
    (
        (*P, "ends"),
        "1941-01-01",
        [
            ("date-order", ("ends",)),
            ("date-outside-process", ("date",)),
            ("date-outside-process", ("date",)),
            ("date-outside-process", ("origins", 0)),
            ("date-outside-process", ("origins", 1)),
            ("date-outside-process", ("middle",)),
        ],
    ),
    ((*P, "theatres", 1, "closed"), "1943-05-31", [("date-order", ("theatres", 1, "closed"))]),
    ((*P, "theatres", 0, "axes", 0, "until"), "1940", [("date-order", ("theatres", 0, "axes", 0, "until"))]),
    ((*P, "step"), 0, [("number-range", ("step",))]),
    ((*P, "reach"), "-1", [("number-range", ("reach",))]),
    ((*P, "reach"), "NaN", [("number-range", ("reach",))]),
    ((*P, "inputs", 0, "factor"), "0", [("number-range", ("inputs", 0, "factor"))]),
    ((*P, "theatres", 0, "observed", 0, "error"), "0", [("number-range", ("theatres", 0, "observed", 0, "error"))]),
    ((*P, "theatres", 0, "axes", 0, "decisive"), False, [("process-endless", ("theatres",))]),
    # units: short to long tons is 1.12; 0.5 leaves long tons more than twice short ones
    ((*P, "theatres", 0, "axes", 0, "series"), "army", [("series-unit", ("theatres", 0, "axes", 0, "series"))]),
    (
        (*P, "theatres", 0, "observed", 0, "series"),
        ["losses", "bombs"],
        [("series-unit", ("theatres", 0, "observed", 0, "series", 1))],
    ),
    ((*P, "inputs", 0, "series"), "bombs", [("series-unit", ("inputs", 0, "series"))]),
    ((*P, "inputs", 3, "series"), "goods", [("series-unit", ("inputs", 3, "series"))]),
    ((*P, "inputs", 4, "factor"), "0.5", [("series-unit", ("inputs", 4, "series"))]),
    ((*P, "inputs", 4, "factor"), "1.1201", []),  # rounded factors will do
    ((*P, "inputs", 1, "factor"), "1000", [("series-unit", ("inputs", 1, "series"))]),  # single persons
    ((*P, "inputs", 1, "factor"), "2", [("series-unit", ("inputs", 1, "series"))]),  # everybody twice
    ((*P, "inputs", 1, "factor"), "0.4", []),  # two in five of them
    ((*P, "inputs", 1, "until"), "1940", [("date-outside-process", ("inputs", 1, "until"))]),
    ((*P, "inputs", 1, "series"), "losses", [("series-unit", ("inputs", 1, "series"))]),  # single persons
    (
        ("series", 1, "unit"),
        "million persons",
        [("series-unit", ("inputs", 0, "series")), ("series-unit", ("inputs", 1, "series"))],
    ),
    # priors
    (("models", 0, "priors", 1, "parameter"), "pace", [("id-duplicate", ("priors", 1, "parameter"))]),
    (("models", 0, "priors", 2, "spread"), "0", [("number-range", ("priors", 2, "spread"))]),
    (("models", 0, "priors", 2, "spread"), "Infinity", [("number-range", ("priors", 2, "spread"))]),
    (("models", 0, "priors", 0, "centre"), "0", [("number-range", ("priors", 0, "centre"))]),
    (("models", 0, "priors", 1, "centre"), "1", [("number-range", ("priors", 1, "centre"))]),
    (("models", 0, "priors", 1, "centre"), "0", [("number-range", ("priors", 1, "centre"))]),
    (("models", 0, "priors", 2, "centre"), "NaN", [("number-range", ("priors", 2, "centre"))]),
    # antecedents
    ((*A, "date"), "1940-12-31", [("date-outside-process", ("date",))]),
    ((*A, "date"), "1941-01-01", []),
    ((*A, "horizon"), "1942-01-01", [("date-order", ("horizon",))]),
    ((*A, "horizon"), "1950-01-01", []),  # a horizon may lie after the process
    ((*A, "held_fixed"), [" "], [("antecedent-empty", ("held_fixed",))]),
    ((*A, "changes"), [], [("antecedent-empty", ())]),
    ((*C, "since"), "1941-12-31", [("date-order", ("changes", 0, "since"))]),
    ((*A, "changes"), [{"theatre": "coast", "opens": "1941-06", "why": "w"}], [("date-order", ("changes", 0, "opens"))]),
    # a change is one thing
    ((*C, "factor"), ..., [("change-one-of", ("changes", 0))]),
    ((*C, "earlier"), 30, [("change-one-of", ("changes", 0))]),
    ((*C, "factor"), "1", [("number-range", ("changes", 0, "factor"))]),
    ((*C, "factor"), "-1", [("number-range", ("changes", 0, "factor"))]),
    ((*C, "factor"), "NaN", [("number-range", ("changes", 0, "factor"))]),
    (C, {"kind": "aid", "earlier": 0, "why": "w"}, [("number-range", ("changes", 0, "earlier"))]),
    (C, {"kind": "aid", "earlier": -365, "why": "w"}, []),
    # a change meets something
    ((*C, "kind"), "output", [("change-target", ("changes", 0))]),
    ((*C, "power"), "AA", [("change-target", ("changes", 0))]),  # AA gives no aid
    ((*C, "power"), "CC", []),
    ((*C, "to"), "AA", []),
    ((*C, "to"), "DD", [("part-unknown", ("changes", 0, "to"))]),
    ((*C, "inputs"), ["raid"], [("part-unknown", ("changes", 0, "inputs", 0))]),
    ((*C, "inputs"), ["raids"], [("change-target", ("changes", 0))]),  # and not of the kind aid
    ((*C, "theatre"), "plain", [("change-target", ("changes", 0))]),  # no input is tied to it
    ((*C, "theatre"), "plane", [("part-unknown", ("changes", 0, "theatre"))]),
    ((*C, "kind"), ..., [("change-target", ("changes", 0))]),  # names nothing, and would meet all
    ((*A, "changes", 1, "theatre"), ..., [("change-target", ("changes", 1))]),
    # protocols
    (("protocols", 0, "horizons"), [], [("protocol-empty", ("horizons",))]),
    (("protocols", 0, "origins"), [], [("protocol-empty", ("origins",))]),
    (("protocols", 0, "seeds"), [7, 8, 7], [("id-duplicate", ("seeds", 2))]),
    (("protocols", 0, "origins"), ["1942-07-01", "1942-01-01"], [("date-order", ("origins", 1))]),
    (("protocols", 0, "origins"), ["1942-07-01", "1942-07-01"], [("date-order", ("origins", 1))]),
    (("protocols", 0, "origins"), ["1942-07-01", "1945-01-01"], [("date-outside-process", ("origins", 1))]),
    (("protocols", 0, "draws"), 0, [("number-range", ("draws",))]),
    (("protocols", 0, "window"), "0", [("number-range", ("window",))]),
    (("protocols", 0, "horizons"), [3, 0], [("number-range", ("horizons", 1))]),
    (("models", 0, "process"), "other", [("process-mixed", ("models", 0))]),
    # attributions
    (("attributions", 0, "players"), ["AA", "CC", "DD"], [("union-partition", ("unions",)), ("part-unknown", ("players", 2))]),
    (("attributions", 0, "players"), ["AA", "CC", "AA"], [("id-duplicate", ("players", 2))]),
    (("attributions", 0, "unions"), [["AA"], ["AA", "CC"]], [("union-partition", ("unions", 1, 0))]),
    (("attributions", 0, "unions"), [["AA"]], [("union-partition", ("unions",))]),
    (("attributions", 0, "unions"), [["AA", "CC"], ["BB"]], [("union-partition", ("unions", 1, 0))]),
    (("attributions", 0, "unions"), [], []),
    (("attributions", 0, "values", 0, "theatre"), "sea", [("part-unknown", ("values", 0, "theatre"))]),
    (("attributions", 0, "horizon"), "1941", [("date-order", ("horizon",))]),
    (("attributions", 0, "date"), "1946", [("date-outside-process", ("date",)), ("date-order", ("horizon",))]),
]


@pytest.mark.parametrize(("path", "value", "expected"), CASES)
def test_one_flaw(path: tuple[str | int, ...], value: Any, expected: Paths) -> None:
    pack = copy.deepcopy(SOUND)
    put(pack, path, value)
    assert problems(pack) == expected


@pytest.mark.parametrize(
    ("unverified", "expected"),
    [
        (("front",), [("theatres", 0, "axes", 0, "series")]),
        (("losses",), [("theatres", 0, "observed", 0, "series", 0)]),
        (("army",), [("inputs", 0, "series"), ("inputs", 1, "series")]),
    ],
)
def test_series_without_a_verified_row(unverified: tuple[str, ...], expected: list[tuple[str | int, ...]]) -> None:
    assert problems(SOUND, unverified) == [("series-unverified", path) for path in expected]


def test_an_antecedent_without_changes_names_what_an_answer_would_need() -> None:
    pack = copy.deepcopy(SOUND)
    put(pack, (*A, "changes"), [])
    put(pack, (*A, "needs"), ["the sea"])
    assert problems(pack) == []


def test_priors_are_those_of_the_structure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_outcomes, "PARAMETERS", {"attrition": dict.fromkeys(("pace", "share", "loss"), "m")})
    assert found(checks_outcomes.priors_are_those_of_the_structure, built(SOUND)) == [
        ("prior-set", "sums", ("priors",)),  # `loss` is missing
        ("prior-set", "sums", ("priors", 2, "parameter")),  # `drift` is not one
    ]
    monkeypatch.setattr(checks_outcomes, "PARAMETERS", {"attrition": {}})
    assert found(checks_outcomes.priors_are_those_of_the_structure, built(SOUND)) == []


def test_every_structure_of_a_model_has_its_place_among_the_parameters() -> None:
    (field,) = [each for each in msgspec.structs.fields(outcomes.Model) if each.name == "structure"]
    assert set(PARAMETERS) == set(field.type.__args__)


GIVEN = [
    Input(id="a", kind="aid", power="AA", to="BB", series="s"),
    Input(id="b", kind="aid", power="AA", to="CC", series="s"),
    Input(id="c", kind="forces", power="AA", theatre="coast", series="s"),
    Input(id="d", kind="forces", power="CC", series="s"),
]


@pytest.mark.parametrize(
    ("fields", "met"),
    [
        ({}, "abcd"),
        ({"kind": "aid"}, "ab"),
        ({"power": "AA"}, "abc"),
        ({"power": "AA", "kind": "forces"}, "c"),
        ({"to": "CC"}, "b"),
        ({"theatre": "coast"}, "c"),
        ({"inputs": ("a", "d")}, "ad"),
        ({"inputs": ("a", "d"), "kind": "forces"}, "d"),
        ({"inputs": ("a",), "kind": "forces"}, ""),
    ],
)
def test_what_a_change_meets(fields: dict[str, Any], met: str) -> None:
    change = Change(why="w", **fields)
    assert "".join(each.id for each in GIVEN if change.meets(each)) == met
