"""What a pack declares for the outcome layer, in words, and shown like any other entry."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from tests.support.moving import moved, moved_record, moving
from torgau.answers.answer import to_json
from torgau.cli.main import main
from torgau.loading import load_record
from torgau.loading.starting import TEMPLATE
from torgau.record.declarations import change_in_words, input_in_words, prior_range
from torgau.record.show import show
from torgau.vocabulary.outcomes import (
    Antecedent,
    Attribution,
    Axis,
    Change,
    Input,
    Observed,
    Prior,
    Process,
    Protocol,
    Side,
    Theatre,
    ValueFunction,
)

from .worlds import record, when

D = Decimal
PROCESS = Process(
    id="struggle",
    title="A struggle",
    begins=when("1850-01-01"),
    ends=when("1853-12-31"),
    reach=D(5),
    sides=(Side(id="north", name="the North", powers=("AA", "CC")), Side(id="south", name="the South", powers=("BB",))),
    theatres=(
        Theatre(
            id="plain",
            name="the plain",
            opened=when("1850-01-01"),
            closed=when("1852"),
            axes=(Axis(id="road", name="the road", series="front", decisive=True, until=when("1851-06")),),
            observed=(Observed(id="lost", what="losses", side="south", series=("lost-a", "lost-b")),),
        ),
    ),
    inputs=(
        Input(id="aa-army", kind="forces", power="AA", series="army", theatre="plain"),
        Input(id="grain", kind="aid", power="CC", to="AA", series="grain", factor=D("1.12"), until=when("1852-03")),
        Input(id="raids", kind="bombing", power="AA", on="south", series="raids"),
    ),
)
ANTECEDENT = Antecedent(
    id="no-grain",
    title="What if there had been no grain?",
    process="struggle",
    date=when("1850-06-01"),
    horizon=when("1852-01-01"),
    changes=(Change(kind="aid", factor=D(0), why="Nobody sends any."),),
    held_fixed=("the South's plans", "the harvest"),
    mechanism="less to eat",
    cannot_tell="what the South would have done",
)
ATTRIBUTION = Attribution(
    id="shares",
    title="Whose plain?",
    process="struggle",
    players=("AA", "CC"),
    date=when("1850-06-01"),
    horizon=when("1852-01-01"),
    absent="no army",
    values=(ValueFunction(id="ground", means="km", measure="ground", theatre="plain"),),
    unions=(("AA", "CC"),),
)
PROTOCOL = Protocol(
    id="scores",
    title="Scores",
    process="struggle",
    models=(),
    origins=(when("1850-06-01"), when("1851-06-01")),
    horizons=(3, 12),
    window=D("1.5"),
    seeds=(1,),
    draws=10,
    middle=when("1851"),
    baselines=("trend",),
)
RECORD = record(PROCESS, ANTECEDENT, ATTRIBUTION, PROTOCOL)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "aid", "factor": D(0)}, "Aid: none"),
        ({"kind": "aid", "power": "CC", "to": "AA", "factor": D("0.5")}, "Aid from State of CC to State of AA: times 0.5"),
        ({"kind": "forces", "power": "AA", "earlier": -365}, "People under arms of State of AA: 365 days later"),
        ({"power": "AA", "earlier": 1}, "All inputs of State of AA: 1 day earlier"),
        (
            {"kind": "forces", "theatre": "plain", "factor": D(2), "since": when("1851-03")},
            "People under arms in the theatre the plain: times 2, from 1851-03 on",
        ),
        ({"inputs": ("raids",), "factor": D(0)}, "Bombing by State of AA on the South: none"),
        ({"theatre": "plain", "opens": when("1850-07-01")}, "The theatre the plain opens on 1850-07-01"),
        ({"theatre": "plain", "never": True}, "The theatre the plain is never opened"),
    ],
)
def test_a_change_in_words(fields: dict[str, Any], words: str) -> None:
    assert change_in_words(RECORD, PROCESS, Change(why="w", **fields)) == words


def test_inputs_in_words() -> None:
    assert [input_in_words(RECORD, PROCESS, given) for given in PROCESS.inputs] == [
        "people under arms of State of AA in the theatre the plain",
        "aid from State of CC to State of AA",
        "bombing by State of AA on the South",
    ]


# The 5th and 95th percentiles of a normal are 1.645 standard deviations from its centre (any table of the normal distribution).
@pytest.mark.parametrize(
    ("family", "centre", "spread", "low", "high"),
    [
        ("normal", "10", "2", "6.7", "13"),  # 10 -+ 3.29
        ("normal", "-1", "1", "-2.6", "0.64"),  # -2.645, 0.645: half to even at the second digit is 0.64
        ("lognormal", "2", "0.5", "0.88", "4.6"),  # 2 / e^0.8225 = 0.8787; 2 e^0.8225 = 4.552
        ("logitnormal", "0.5", "1", "0.16", "0.84"),  # 1 / (1 + e^1.645) = 0.1618
    ],
)
def test_where_nine_in_ten_draws_of_a_prior_lie(family: Any, centre: str, spread: str, low: str, high: str) -> None:
    prior = Prior(parameter="p", family=family, centre=D(centre), spread=D(spread), why="w")
    assert [str(each) for each in prior_range(prior)] == [low, high]


def fields_of(entry_id: str) -> dict[str, tuple[str, ...]]:
    return {field.label: field.lines for field in show(RECORD, entry_id).fields}


def test_entries_are_shown_line_by_line() -> None:
    process = fields_of("struggle")
    assert show(RECORD, "struggle").kind == "process"
    assert process["sides"] == ("the North: State of AA, State of CC", "the South: State of BB")
    assert process["theatres"] == (
        "the plain: from 1850-01-01 until 1852",
        "axis the road: front, decisive, until 1851-06",
        "losses of the South: lost-a, lost-b",
    )
    assert process["inputs"][1] == "aid from State of CC to State of AA: grain, times 1.12, until 1852-03"
    assert process["reach"] == ("5 km",)
    assert fields_of("no-grain")["held fixed"] == ("the South's plans", "the harvest")
    assert fields_of("no-grain")["changes"] == ("Aid: none. Nobody sends any.",)
    assert fields_of("shares")["values"] == ("km, in the theatre the plain",)
    assert fields_of("shares")["unions"] == ("State of AA, State of CC",)
    assert fields_of("scores")["origins"] == ("1850-06-01, 1851-06-01",)
    assert fields_of("scores")["horizons"] == ("3, 12 months",)
    assert fields_of("scores")["window"] == ("1.5 months",)


@pytest.mark.parametrize("entry_id", ["struggle", "no-grain", "shares", "scores"])
def test_what_is_shown_moves_with_the_record(entry_id: str) -> None:
    move = moving(RECORD, years=400, names={"AA": "QA", "BB": "QB", "CC": "QC"})
    there = json.loads(to_json(show(moved_record(RECORD, move), entry_id)))
    assert there == moved(json.loads(to_json(show(RECORD, entry_id))), move)


@pytest.mark.parametrize("entry_id", ["pass-road", "road-effort", "half-the-guards", "road-scores", "who-cleared-the-road"])
def test_the_command_shows_them(entry_id: str) -> None:
    assert load_record(TEMPLATE).get(entry_id) is not None
    text = CliRunner().invoke(main, ["--pack", str(TEMPLATE), "show", entry_id])
    assert text.exit_code == 0
    assert max(len(line) for line in text.output.splitlines()) <= 80
    found = json.loads(CliRunner().invoke(main, ["--pack", str(TEMPLATE), "show", entry_id, "--json"]).output)
    assert found["data"][0]["id"] == entry_id
    assert all(field["lines"] for field in found["data"][0]["fields"])
