"""A promised quantity takes its performance from the movements: exact units, and bounds where rows sum up a time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import torgau
from tests.flow.packs import make

PROMISE = """
instruments:
  - id: pact
    title: A pact
    form: agreement
    parties: [NORTH, ISLE]
    signed: "1941-10-01"
    sources: [{{source: port-log, locator: p. 1}}]
commitments:
  - id: grain-promised
    title: Grain for a year
    instrument: pact
    debtors: [NORTH]
    creditors: [ISLE]
    content: Ship the grain.
    deadline: {{by: "1942-06-30"}}
    owed: {{value: {owed}, unit: {unit}}}
    evidence_complete: "1943-12-31"
    performed_through:
      - {{flow: grain, stage: {stage}, period: "1941-10-01/1942-06-30"{more}}}
    sources: [{{source: port-log, locator: p. 2}}]
"""
ROWS = """\
    date,to,value,unit,route
    1941-06-22/1941-12-31,shipped,100,long tons,north
    1942-02-10,shipped,30,long tons,north
    1942,shipped,200,long tons,south
    1942-09,shipped,500,long tons,south
    """


def verdict(
    folder: Path, on: str, rows: str = ROWS, *, owed: str, unit: str = "long tons", stage: str = "shipped", more: str = ""
):  # type: ignore[no-untyped-def]
    text = PROMISE.format(owed=owed, unit=unit, stage=stage, more=f", {more}" if more else "")
    return torgau.load(make(folder, rows, more=text)).ledger(on=on).verdict("grain-promised").main


@pytest.mark.parametrize(
    ("owed", "possible"),
    [
        # By 30 June at least 30, at most 100 + 30 + 200; the 500 of September lie outside the period.
        ("30", {"kept"}),
        ("31", {"kept", "breached"}),
        ("330", {"kept", "breached"}),
        ("331", {"breached"}),
    ],
)
def test_bounds_of_the_period_decide(tmp_path: Path, owed: str, possible: set[str]) -> None:
    assert set(verdict(tmp_path / "p", "1943-01-01", owed=owed).possible) == possible


def test_before_the_deadline_it_is_pending_or_kept(tmp_path: Path) -> None:
    assert set(verdict(tmp_path / "p", "1942-01-15", owed="100").possible) == {"pending", "kept"}
    assert set(verdict(tmp_path / "q", "1941-11-01", owed="331").possible) == {"pending"}


def test_the_amount_is_told_in_the_unit_owed(tmp_path: Path) -> None:
    found = verdict(tmp_path / "p", "1943-01-01", owed="33.6", unit="short tons", more="routes: [north]")
    # 30 long tons are 33.6 short tons; with the 100 of 1941 they may be 145.6.
    assert found.verdict == "kept"
    assert (found.amount.owed, found.amount.performed.low, found.amount.performed.high) == ("33.6", "33.6", "145.6")
    assert any("33.6 to 145.6 short tons" in each for each in found.why), found.why


def test_a_conversion_that_does_not_end_is_rounded_outwards(tmp_path: Path) -> None:
    rows = "date,to,value,unit\n1942-02,shipped,1,short tons\n"
    found = verdict(tmp_path / "p", "1943-01-01", rows, owed="1")
    # 1 short ton is 25/28 = 0.892857142857... long tons
    assert Decimal(found.amount.performed.low) == Decimal("0.8928571428")
    assert Decimal(found.amount.performed.high) == Decimal("0.8928571429")
    assert found.verdict == "breached"


def test_a_quantity_that_was_not_found_leaves_it_open(tmp_path: Path) -> None:
    rows = "date,to,value,unit\n1942-02,shipped,,long tons\n"
    assert set(verdict(tmp_path / "p", "1943-01-01", rows, owed="5").possible) == {"kept", "breached"}


def test_cancelled_amounts_lower_what_is_proven(tmp_path: Path) -> None:
    rows = "date,to,value,unit\n1942-02-01,shipped,10,long tons\n1942-03-01,shipped,-4,long tons\n"
    assert verdict(tmp_path / "p", "1943-01-01", rows, owed="6").verdict == "kept"
    assert verdict(tmp_path / "q", "1943-01-01", rows, owed="7").verdict == "breached"


def test_delivered_late(tmp_path: Path) -> None:
    rows = "date,to,value,unit\n1942-06-30,shipped,10,long tons\n1942-07-05,shipped,10,long tons\n"
    text = PROMISE.format(owed="20", unit="long tons", stage="shipped", more="").replace("1941-10-01/1942-06-30", "1941-10-01/..")
    found = torgau.load(make(tmp_path / "p", rows, more=text)).ledger(on="1943-01-01").verdict("grain-promised").main
    assert (found.verdict, found.timing.days) == ("kept-late", 5)


def test_an_unknown_unit_is_an_error_that_names_both(tmp_path: Path) -> None:
    with pytest.raises(torgau.PackError) as caught:
        verdict(tmp_path / "p", "1943-01-01", owed="5", unit="tons")
    assert "grain.movements.csv:2" in str(caught.value)
    assert "grain-promised" in str(caught.value)
