"""Totals, chains and curves by hand, on a small invented book of grain."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.flow.packs import load
from torgau.dates import parse_day
from torgau.flow import Chosen, postings, totals
from torgau.flow.chain import chains
from torgau.flow.curve import by_day, dated, steps
from torgau.units import UnitError

CHAIN = """\
    date,to,value,unit,route,commodity,from
    1942-01,pledged,100,long tons,,grain,
    1942-03,shipped,40,long tons,north,grain,
    1942-04,shipped,50.5,long tons,south,grain,
    1942-05,lost,5,long tons,south,grain,
    1942-05-03,diverted,10,long tons,north,grain,
    1942-06,shipped,10,long tons,north,grain,diverted
    1942-07,arrived,80,long tons,,grain,
    1943,used,7,long tons,,grain,
    """


def found(pack: object, *by: str, **options: object) -> dict[tuple[str, ...], tuple[Fraction, Fraction | None]]:
    return {
        (*each.keys.values(), each.stage + ("-again" if each.again else ""), each.unit): (each.low, each.high)
        for each in totals(pack.record, by, **options)  # type: ignore[attr-defined, arg-type]
    }


def exactly(value: str) -> tuple[Fraction, Fraction]:
    return Fraction(value), Fraction(value)


def test_stages_are_never_added_and_goods_shipped_again_count_once(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", CHAIN)
    assert found(pack) == {
        ("pledged", "long tons"): exactly("100"),
        ("shipped", "long tons"): exactly("90.5"),  # 40 + 50.5; the 10 that came back from being diverted stand apart
        ("shipped-again", "long tons"): exactly("10"),
        ("lost", "long tons"): exactly("5"),
        ("diverted", "long tons"): exactly("10"),
        ("arrived", "long tons"): exactly("80"),
        ("used", "long tons"): exactly("7"),
    }


def test_by_route(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", CHAIN)
    shipped = {key: value for key, value in found(pack, "route").items() if key[1] == "shipped"}
    assert shipped == {("north", "shipped", "long tons"): exactly("40"), ("south", "shipped", "long tons"): exactly("50.5")}


def test_what_entered_an_account_is_what_left_it_and_what_stayed(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", CHAIN)
    (chain,) = chains(pack.record, postings(pack.record))
    balances = {account.stage: account.balance for account in chain.accounts}
    # shipped: 40 + 50.5 + 10 in, 5 + 10 + 80 out. pledged: 100 in, 90.5 out. diverted: 10 in, 10 out. arrived: 80 in, 7 out.
    assert balances == {
        "pledged": exactly("9.5"),
        "shipped": exactly("5.5"),
        "lost": exactly("5"),
        "diverted": exactly("0"),
        "arrived": exactly("73"),
        "used": exactly("7"),
    }
    # Whatever came from outside lies in some account.
    assert sum(low for low, _ in balances.values()) == 100


def test_a_row_over_two_years_belongs_to_neither(tmp_path: Path) -> None:
    pack = load(
        tmp_path / "p",
        """\
        date,to,value,unit
        1941-12,shipped,1,trucks
        1941-12/1942-01,shipped,2,trucks
        1942,shipped,4,trucks
        """,
    )
    assert found(pack, "year") == {
        ("1941", "shipped", "trucks"): exactly("1"),
        ("1941/1942", "shipped", "trucks"): exactly("2"),
        ("1942", "shipped", "trucks"): exactly("4"),
    }
    assert found(pack, "month")[("1942-01/1942-12", "shipped", "trucks")] == exactly("4")


def test_units_stand_apart_and_convert_only_where_they_can(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit
        1942,shipped,100,long tons
        1942,shipped,100,short tons
        """
    pack = load(tmp_path / "p", rows)
    assert len(found(pack)) == 2
    # 100 x 1.12 + 100 short tons
    assert found(pack, unit="short tons") == {("shipped", "short tons"): exactly("212")}
    mixed = load(tmp_path / "q", rows + "        1942,shipped,3,tons\n")
    with pytest.raises(UnitError) as caught:
        totals(mixed.record, unit="short tons")
    assert "grain.movements.csv:2" in str(caught.value)
    assert "grain.movements.csv:4" in str(caught.value)


@pytest.mark.parametrize(
    ("rule", "low", "high", "finding"),
    [("", 30, 60, True), ("repeats: copies", 30, 30, True), ("repeats: real", 60, 60, False)],
)
def test_rows_alike_in_everything(tmp_path: Path, rule: str, low: int, high: int, finding: bool) -> None:
    rows = """\
        date,to,value,unit,note
        1942-07,arrived,30,trucks,first
        1942-07,arrived,30,trucks,first
        """
    pack = load(tmp_path / "p", rows, flow=rule)
    assert found(pack) == {("arrived", "trucks"): (low, high)}


@pytest.mark.parametrize(
    ("rule", "low", "high"),
    [("", 70, 170), ("hierarchy: children", 70, 70), ("hierarchy: parents", 100, 100), ("hierarchy: both", 170, 170)],
)
def test_parents_beside_their_children(tmp_path: Path, rule: str, low: int, high: int) -> None:
    rows = """\
        date,to,value,unit,activity,parent
        1942,committed,100,USD,A,
        1942,committed,30,USD,A-1,A
        1942,committed,40,USD,A-2,A
        """
    pack = load(tmp_path / "p", rows, flow=rule)
    assert found(pack) == {("committed", "USD"): (low, high)}


def test_a_parent_that_reports_another_stage_is_in_no_doubt(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit,activity,parent
        1942,committed,100,USD,A,
        1942,arrived,30,USD,A-1,A
        """
    assert found(load(tmp_path / "p", rows)) == {("committed", "USD"): exactly("100"), ("arrived", "USD"): exactly("30")}


def test_a_lot_that_is_shipped_twice_is_doubtful_unless_it_came_back(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit,lot,from
        1942-01,shipped,10,tanks,a,
        1942-02,diverted,10,tanks,a,
        1942-03,shipped,10,tanks,a,diverted
        1942-01,shipped,7,tanks,b,
        1942-04,shipped,7,tanks,b,
        """
    assert found(load(tmp_path / "p", rows))[("shipped", "tanks")] == (17, 24)


def test_bounds_unknown_quantities_and_rows_that_do_not_count(tmp_path: Path) -> None:
    rows = """\
        date,to,value,low,high,unit,commodity,counted
        1942,shipped,,5,9,trucks,cars,
        1942,shipped,2,,,trucks,cars,
        1942,shipped,4,,,trucks,cars,no
        1942,shipped,3,,,trucks,cars,doubtful
        1942,shipped,-1,,,trucks,cars,doubtful
        1942,shipped,,,,radios,radios,
        """
    # 5 + 2 - 1 and 9 + 2 + 3; a doubtful negative row can only lower the total
    assert found(load(tmp_path / "p", rows)) == {("shipped", "radios"): (0, None), ("shipped", "trucks"): (6, 14)}


def test_what_had_come_by_a_day(tmp_path: Path) -> None:
    pack = load(
        tmp_path / "p",
        """\
        date,to,value,unit
        1941-06-22/1941-12-31,shipped,10,long tons
        1942,shipped,24,long tons
        1942-03-05,shipped,1,long tons
        """,
    )
    rows = dated(pack.record, "shipped")
    assert by_day(rows, parse_day("1941-06-21")) == (0, 0)
    assert by_day(rows, parse_day("1941-10-01")) == (0, 10)
    assert by_day(rows, parse_day("1941-12-31")) == (10, 10)
    assert by_day(rows, parse_day("1942-06-30")) == (11, 35)  # of the 24 of the year anything from nothing to all
    assert by_day(rows, parse_day("1943-01-01")) == (35, 35)
    for step in steps(rows):
        assert (step.low, step.high) == by_day(rows, step.day)


def test_flows_of_one_scope_are_added_and_overlapping_ones_bounded(tmp_path: Path) -> None:
    more = """
    flows:
      - id: other
        title: The same harbour by another office
        files: [flows/other.movements.csv]
        scope: {scope}
        overlaps: {overlaps}
        sources:
          - source: port-log
            locator: ledger 4
    """
    for name, scope, overlaps, wanted in (
        ("added", "grain", "[]", {("grain", 30, 30)}),
        ("bounded", "grain", "[grain]", {("grain", 20, 30)}),
        ("apart", "other", "[grain]", {("grain", 10, 10), ("other", 20, 20)}),
    ):
        from tests.flow.packs import make

        folder = make(
            tmp_path / name, "date,to,value,unit\n1942,shipped,10,trucks\n", more=more.format(scope=scope, overlaps=overlaps)
        )
        (folder / "flows" / "other.movements.csv").write_text("date,to,value,unit\n1942,shipped,20,trucks\n")
        import torgau

        record = torgau.load(folder).record
        assert {(each.scope, each.low, each.high) for each in totals(record)} == wanted


def test_only_what_is_chosen(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", CHAIN)
    assert found(pack, chosen=Chosen(routes=("south",), stages=("lost",))) == {("lost", "long tons"): exactly("5")}
    assert found(pack, chosen=Chosen(donor="ISLE")) == {}
