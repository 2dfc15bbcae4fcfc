"""Rename every actor and move the calendar by 400 years: every result of the layer moves with it, and nothing else happens.

400 Gregorian years are 146,097 days, a whole number of weeks, with the leap days at the same places; so day counts stay.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.moving import moved, moved_record, moving
from torgau.dates import format_day, parse_day
from torgau.loading import load_record
from torgau.record.acts import conflicts_with_status, count_events
from torgau.record.comparisons import holders, members, order
from torgau.record.diff import diff
from torgau.record.estimates import estimate
from torgau.record.lags import lag
from torgau.record.paths import path
from torgau.record.relation import peaks
from torgau.record.search import find_events
from torgau.record.show import show
from torgau.record.statuses import place_on, recognises, status_on
from torgau.record.timeline import timeline
from torgau.vocabulary import Actor, Place, Record, Weighting
from torgau.vocabulary.events import Link

from .worlds import event, office, record, status, treaty, when

NAMES = {"AA": "QA", "BB": "QB", "CC": "QC", "DD": "QD", "EE": "QE", "SIDE": "SODA", "Aland": "Uland", "Beland": "Veland"}


def invented() -> Record:
    links = (Link(to="parley", kind="led-to"),)
    return record(
        Weighting(id="plain", title="Plain", weights=(("conference", 2), ("battle", -1))),
        Actor(id="SIDE", name="Side", kind="group", members=("AA", "BB"), exists=when("1850/1870")),
        Place(id="ford", name="The ford"),
        event("rising", "1850-03-09", "AA", old_style="1850-02-25", links=links, tags=("belligerent-act",)),
        event("parley", "1851-05", "AA", "CC", kind="conference", links=(Link(to="pact", kind="led-to"),)),
        event("raid", "1852-12", "SIDE", "CC", kind="battle", tags=("belligerent-act",), failed=True),
        status("war", "war", "SIDE", "CC", "1852-12-01", "1853-06", symmetric=True, start_event="raid"),
        status("aa-of-ee", "recognition", "AA", "EE", "1850-02-01"),
        status("bb-of-ee", "recognition", "BB", "EE", "1850-02"),
        status("cc-of-ee", "recognition", "CC", "EE", "1849-01-01", "1852-01-01", value="withheld"),
        status("neutral", "neutrality", "AA", None, "1850-01-01", "1852-01-01", basis="claimed"),
        status("zone", "occupation-zone", "CC", None, "1853-01-01", place="ford"),
        office("a1", "consul", "AA", "Ann", "1848-01-01", "1852-02-29"),
        office("a2", "consul", "AA", "Art", "1852-02-29"),
        treaty("pact", "AA", "CC", signed="1851-05-30", in_force="1851-06-01", ended="1852-12-01"),
    )


RESULTS: dict[str, Callable[[Record, Callable[[str], str]], Any]] = {
    "status": lambda r, t: status_on(r, parse_day(t("1852-12-31"))),
    "status between": lambda r, t: status_on(r, parse_day(t("1853-01-01")), between=(t("BB"), t("CC"))),
    "recognition": lambda r, t: recognises(r, t("CC"), t("EE"), parse_day(t("1850-02-10"))),
    "place": lambda r, t: place_on(r, "ford", parse_day(t("1853-02-01"))),
    "diff": lambda r, t: diff(r, parse_day(t("1850-01-01")), parse_day(t("1853-12-31"))),
    "timeline": lambda r, t: timeline(r, parse_day(t("1850-01-01")), with_instruments=True, with_statuses=True),
    "search": lambda r, t: find_events(r, t("February 1850")),
    "order": lambda r, t: order(r, "recognition", t("EE"), (t("AA"), t("BB"), t("CC"))),
    "holders": lambda r, t: holders(r, (t("AA:consul"),), parse_day(t("1852-02-29"))),
    "members": lambda r, t: members(r, t("SIDE"), parse_day(t("1850-06-01"))),
    "count": lambda r, t: count_events(r, by=("year", "kind")),
    "conflicts": lambda r, t: conflicts_with_status(r, "neutral"),
    "lag": lambda r, t: lag(r, "rising", ("parley", "raid", "pact")),
    "path": lambda r, t: path(r, "rising", "pact"),
    "show": lambda r, t: show(r, "war"),
}


def plain(value: Any) -> Any:
    return json.loads(msgspec.json.encode(value, enc_hook=str))


def same(text: str) -> str:
    return text


@pytest.mark.parametrize("name", RESULTS)
def test_results_move_with_the_record(name: str) -> None:
    here = invented()
    move = moving(here, years=400, names=NAMES)
    there = moved_record(here, move)
    assert plain(RESULTS[name](there, move)) == moved(plain(RESULTS[name](here, same)), move)


def test_the_score_moves_with_the_record() -> None:
    here = invented()
    move = moving(here, years=400, names=NAMES)
    (one,) = peaks(here, ("AA", "CC"), when("1850/1852"))
    (other,) = peaks(moved_record(here, move), ("QA", "QC"), when("2250/2252"))
    assert [year + 400 for year in one.years] == list(other.years)
    assert (one.low, one.high, one.inside) == (other.low, other.high, other.inside)


def test_a_pack_from_files_moves_too() -> None:
    here = load_record(Path(__file__).parent / "islands", cache=False)
    move = moving(here, years=400, names=NAMES)
    there = moved_record(here, move)
    on = parse_day("1850-05-10")
    moved_on = parse_day(move(format_day(on)))
    assert moved_on - on == 146_097
    assert plain(status_on(there, moved_on)) == moved(plain(status_on(here, on)), move)
    assert plain(estimate(there, "bb-deaths")) == moved(plain(estimate(here, "bb-deaths")), move)
