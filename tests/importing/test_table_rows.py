"""What rows become: stages, names, units, filters, printed totals, a finding for all that is odd. Sums are worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.importing.table_files import LONG, WIDE, run
from torgau.importing.errors import ImportStopped
from torgau.importing.table_plan import Refused
from torgau.loading import check_pack

HEADER = "Date,Donor,Stage,Amount,Unit\n"


def long(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


def refused(tmp_path: Path, table: str, mapping: str) -> list[str]:
    with pytest.raises(Refused) as raised:
        run(tmp_path, table, mapping)
    assert not (tmp_path / "pack" / "imports").exists()
    return [str(each) for each in raised.value.reasons]


def test_a_wide_table_gives_one_movement_for_each_filled_amount(tmp_path: Path) -> None:
    """Three rows, five filled amounts. Announced 10 + 0 - 2.5 = 7.5; delivered 4 + 1 = 5. An empty cell is no movement."""
    table = "Date,Donor,Announced,Delivered\n2031-01-02,Northmark,10,4\n2031-02-03,Westland,0,\n2031-03-04,Northmark,-2.5,1\n"
    got = run(tmp_path, table, WIDE)
    assert got.totals() == {("pledged", "million EUR"): Decimal("7.5"), ("arrived", "million EUR"): Decimal(5)}
    assert [each[2] for each in got.done.totals] == [2, 3]
    assert {each["donor"] for each in got.rows} == {"NMK", "WLD"}
    assert [each["locator"] for each in got.rows] == ["line 2", "line 2", "line 3", "line 4", "line 4"]
    assert got.found == {"negative": (1, ("t.csv:4",))}
    result = check_pack(got.pack)
    assert result.problems == ()
    assert result.record is not None
    assert result.record.flows["tracker-flow"].recipient == "KLD"


def test_each_amount_column_can_say_more(tmp_path: Path) -> None:
    """Columns of one table in different units, with a date of their own; the sums never mix."""
    mapping = """
name: tracker
flow: {id: tracker-flow, title: Tracker}
source: {id: tracker-sheet, title: Tracker}
columns: {Donor: donor, Day: date}
amounts:
  Money: {stage: pledged, unit: EUR, commodity: cash}
  Trucks: {stage: arrived, unit: trucks, commodity: vehicles, route: north road, date: Landed}
"""
    got = run(tmp_path, "Donor,Day,Money,Trucks,Landed\nNorthmark,2031-01-02,500,3,2031-06-07\n", mapping)
    assert [[each[name] for name in ("date", "to", "value", "unit", "commodity", "route")] for each in got.rows] == [
        ["2031-01-02", "pledged", "500", "EUR", "cash", ""],
        ["2031-06-07", "arrived", "3", "trucks", "vehicles", "north-road"],
    ]
    flow = check_pack(got.pack).record.flows["tracker-flow"]  # type: ignore[union-attr]
    assert [(each.id, each.name) for each in flow.routes] == [("north-road", "north road")]


def test_words_for_stages(tmp_path: Path) -> None:
    mapping = LONG + "values: {stage: {Zusage: pledged, Auszahlung: used}}\n"
    got = run(
        tmp_path, long("2031-01-02,Northmark,Zusage,1,EUR", "2031-01-03,NMK,Auszahlung,2,EUR", "2031,NMK,Arrived,4,EUR"), mapping
    )
    assert [each["to"] for each in got.rows] == ["pledged", "used", "arrived"]
    assert "| Auszahlung | used | 1 |" in got.report


def test_unknown_words_are_all_told_at_once(tmp_path: Path) -> None:
    table = long(
        "2031-01-02,Northmak,pledged,1,EUR",
        "2031-01-02,Northmark,plegded,1,EUR",
        "2031-01-02,Northmark,plegded,1,EUR",
        "2031-01-02,Twin,pledged,1,EUR",
        "2031-01-02,Northmark,,1,EUR",
    )
    assert refused(tmp_path, table, LONG) == [
        't.csv:2: the pack has no actor "Northmak"; did you mean "Northmark"? Else write `values: {donor: {"Northmak": ID}}` '
        "(or recipient), or set `new_actors: create`",
        't.csv:3: the stage "plegded" is not known (2 times; this is the first); did you mean "pledged"? Else say what it means '
        'with `values: {stage: {"plegded": ...}}`: requested, pledged, committed, allocated, available, shipped, lost, diverted, '
        "returned, arrived, used",
        't.csv:5: two actors of the pack are named "Twin"; write `values: {donor: {"Twin": ID}}` with the id of the one that '
        "is meant",
        "t.csv:6: the cell of the stage is empty; fill it, leave the row out with `skip`, or write `constants: {stage: ...}`",
    ]


def test_new_actors_can_be_made(tmp_path: Path) -> None:
    """`Old Town Council` has no id yet; `gazette` is the id of a source already, so the actor gets another."""
    table = long(
        "2031-01-02,Old Town Council,pledged,1,EUR", "2031-01-02,gazette,pledged,1,EUR", "2031,Sudrian Republic,used,1,EUR"
    )
    got = run(tmp_path, table, LONG + "new_actors: create\nnew_actor_kind: organisation\n")
    record = check_pack(got.pack).record
    assert record is not None
    names = {each["donor"]: record.actors[each["donor"]].name for each in got.rows}
    assert names == {"Old-Town-Council": "Old Town Council", got.rows[1]["donor"]: "gazette", "SUD": "Sudria"}
    assert got.rows[1]["donor"].startswith("gazette-")
    assert record.actors["Old-Town-Council"].kind == "organisation"
    assert got.found["actor-created"][0] == 2


def test_instruments_must_be_in_the_pack(tmp_path: Path) -> None:
    mapping = LONG.replace("Unit: unit", "Unit: unit, Under: instrument")
    table = HEADER.replace("\n", ",Under\n") + "2031-01-02,NMK,pledged,1,EUR,harbour-pact\n2031-01-02,NMK,pledged,1,EUR,\n"
    assert [each["instrument"] for each in run(tmp_path, table, mapping).rows] == ["harbour-pact", ""]
    told = (
        refused(tmp_path / "b", table.replace("harbour-pact", "harbor-pact"), mapping) if (tmp_path / "b").mkdir() is None else []
    )
    assert told == [
        't.csv:2: the pack has no instrument "harbor-pact"; did you mean "harbour-pact"? Else add its entry to the pack, or map '
        "the column to `activity` or `note`"
    ]


def test_words_become_ids_and_keep_their_names(tmp_path: Path) -> None:
    """`a-b` is what the mapping writes for `A und B`, so the text `a b` gets another id, whichever comes first."""
    mapping = LONG.replace("Unit: unit", "Unit: unit, Kind: commodity") + 'values: {commodity: {"A und B": a-b}}\n'
    table = HEADER.replace("\n", ",Kind\n") + "".join(
        f"2031-01-02,NMK,pledged,1,EUR,{kind}\n" for kind in ("a b", "A und B", "Medical supplies", "Лекарства")
    )
    got = run(tmp_path, table, mapping)
    flow = check_pack(got.pack).record.flows["letters-flow"]  # type: ignore[union-attr]
    names = {each.id: each.name for each in flow.commodities}
    assert [names[each["commodity"]] for each in got.rows] == ["a b", "A und B", "Medical supplies", "Лекарства"]
    assert [each["commodity"] for each in got.rows][1:3] == ["a-b", "Medical-supplies"]
    assert len(names) == 4


def test_an_amount_without_a_unit(tmp_path: Path) -> None:
    """Dropped by default; kept in a unit of its own where the mapping says so. 2 + 5 = 7 stand without a unit."""
    table = long("2031-01-02,NMK,pledged,1,EUR", "2031-01-02,NMK,pledged,2,", "2031-01-03,NMK,pledged,5,")
    got = run(tmp_path, table, LONG)
    assert got.totals() == {("pledged", "EUR"): 1}
    assert got.found["unit-missing"] == (2, ("t.csv:3", "t.csv:4"))
    assert "7 of no unit" in got.report
    got = run(tmp_path, table, LONG + "unit_missing: currency-not-stated\n", replace=True)
    assert got.totals() == {("pledged", "EUR"): 1, ("pledged", "currency-not-stated"): 7}
    assert got.found["unit-not-stated"][0] == 2
    got = run(tmp_path, table, LONG + "constants: {unit: EUR}\n", replace=True)
    assert got.totals() == {("pledged", "EUR"): 8}


def test_units_are_never_changed(tmp_path: Path) -> None:
    """`million USD` is a unit of its own, `$` too (and told); a value map gives them other words."""
    table = long("2031-01-02,NMK,pledged,1,million USD", "2031-01-02,NMK,pledged,2,$", "2031-01-02,NMK,pledged,3,USD")
    got = run(tmp_path, table, LONG)
    assert got.totals() == {("pledged", "million USD"): 1, ("pledged", "$"): 2, ("pledged", "USD"): 3}
    assert got.found["unit-sign"] == (1, ('t.csv:3: "$"',))
    assert run(tmp_path, table, LONG + 'values: {unit: {"$": USD}}\n', replace=True).totals() == {
        ("pledged", "million USD"): 1,
        ("pledged", "USD"): 5,
    }


def test_empty_amounts_of_a_long_table_are_kept(tmp_path: Path) -> None:
    got = run(tmp_path, long("2031-01-02,NMK,pledged,,EUR", "2031-01-02,NMK,pledged,n/a,EUR"), LONG + "file: {empty: [n/a]}\n")
    assert [each["value"] for each in got.rows] == ["", ""]
    assert got.found["value-missing"] == (2, ("t.csv:2", "t.csv:3"))
    assert got.done.totals == (("pledged", "EUR", 2, Decimal(0), Decimal(0)),)


def test_filters_are_counted(tmp_path: Path) -> None:
    table = long(
        "2031-01-02,NMK,pledged,1,EUR",
        ",Total (all),pledged,100,EUR",
        "2031-01-02,,pledged,2,EUR",
        "2031-01-02,WLD,pledged,4,USD",
        "2031-01-02,WLD,planned,8,EUR",
    )
    mapping = LONG + 'skip: {Donor: ["Total*", ""], Stage: [planned]}\nonly: {Unit: [EUR]}\n'
    got = run(tmp_path, table, mapping)
    assert got.totals() == {("pledged", "EUR"): 1}
    assert got.done.skipped == {"only: Unit": 1, "skip: Donor": 2, "skip: Stage": 1}
    counts = got.done.counts
    assert counts["read"] == 5 == counts["kept"] + sum(got.done.skipped.values())
    assert "| left out by `skip: Donor` | 2 |" in got.report


def test_printed_totals_become_controls_and_are_compared(tmp_path: Path) -> None:
    """Rows give 10 + 5 = 15 announced and 4 delivered; the table prints 15 and 6."""
    table = "Date,Donor,Announced,Delivered\n2031-01-02,NMK,10,4\n2031-01-03,WLD,5,\nSum,Total,15,6\n"
    got = run(tmp_path, table, WIDE + "controls: {rows: {Donor: [Total]}}\n")
    assert got.found["control-missed"] == (1, ("t.csv:4: arrived: printed 6, the rows give 4 million EUR",))
    flow = check_pack(got.pack).record.flows["tracker-flow"]  # type: ignore[union-attr]
    assert [(each.stage, each.value, each.unit, each.locator) for each in flow.controls] == [
        ("pledged", Decimal(15), "million EUR", "row 4"),
        ("arrived", Decimal(6), "million EUR", "row 4"),
    ]
    assert "| t.csv:4 | arrived | 6 | 4 | -2 | million EUR |" in got.report
    met = run(tmp_path, table, WIDE + "controls: {tolerance: 2, rows: {Donor: [Total]}}\n", replace=True)
    assert "control-missed" not in met.found


def test_printed_totals_of_a_long_table(tmp_path: Path) -> None:
    table = long("2031-01-02,NMK,pledged,1,EUR", "2031-01-02,NMK,used,2,EUR", ",Total,,1,EUR", ",Total,,x,EUR")
    got = run(tmp_path, table, LONG + "controls: {stage: pledged, rows: {Donor: [Total]}}\n")
    ((control, total),) = got.done.controls
    assert (control.stage, control.value, total) == ("pledged", 1, 1)
    assert got.found["control-unreadable"] == (1, ("t.csv:5: see the findings of this row",))


def test_rows_that_are_alike_share_their_locator(tmp_path: Path) -> None:
    """The engine takes rows for copies only where they are alike in everything; a row's own number must not hide it."""
    row = "2031-01-02,NMK,pledged,3,EUR"
    got = run(tmp_path, long(row, "2031-01-02,NMK,pledged,4,EUR", row, row), LONG)
    assert [each["locator"] for each in got.rows] == ["line 2", "line 3", "line 2", "line 2"]
    assert got.found["duplicate-row"] == (2, ("t.csv:4: like row 2", "t.csv:5: like row 2"))
    assert got.totals() == {("pledged", "EUR"): 13}  # all are kept: 3 + 4 + 3 + 3


def test_first_of_january(tmp_path: Path) -> None:
    rows = [
        "2031-01-01,NMK,pledged,1,EUR",
        "2030-01-01,NMK,pledged,2,EUR",
        "2029-01-01,NMK,pledged,3,EUR",
        "2031-05-06,NMK,used,4,EUR",
    ]
    got = run(tmp_path, long(*rows), LONG)
    assert got.found["date-first-of-january"] == (1, ("t.csv: 3 of 4 days",))
    assert got.rows[0]["date"] == "2031-01-01"
    got = run(tmp_path, long(*rows), LONG + "dates: {year_as_first_of_january: true}\n", replace=True)
    assert [each["date"] for each in got.rows] == ["2031", "2030", "2029", "2031-05-06"]
    assert set(got.found) == {"date-year"}
    few = run(tmp_path, long(*rows[:2], "2031-05-06,NMK,used,4,EUR"), LONG, replace=True)
    assert few.found == {}


def test_dates_are_dropped_or_supplied(tmp_path: Path) -> None:
    rows = (",NMK,pledged,1,EUR", "FY31,NMK,pledged,2,EUR", "2031-02-29,NMK,pledged,4,EUR")
    with pytest.raises(ImportStopped, match=r"no row became a movement \(3 rows below the header, 3 dropped\)"):
        run(tmp_path, long(*rows), LONG)
    mapping = LONG + 'dates: {missing: "2030/2031"}\nvalues: {date: {FY31: "2030-10/2031-09"}}\n'
    got = run(tmp_path, long(*rows), mapping)
    assert [each["date"] for each in got.rows] == ["2030/2031", "2030-10/2031-09"]
    assert got.found["date-supplied"] == (1, ("t.csv:2: 2030/2031",))
    assert got.found["date-unreadable"][1] == (
        't.csv:4: "2031-02-29": there is no such day in the calendar; check the day and the month',
    )


def test_bounds_and_stages_that_cannot_be(tmp_path: Path) -> None:
    mapping = LONG.replace("Unit: unit", "Unit: unit, Low: low, High: high, From: from")
    table = HEADER.replace("\n", ",Low,High,From\n") + (
        "2031-01-02,NMK,arrived,5,EUR,4,6,shipped\n2031-01-02,NMK,arrived,5,EUR,6,4,\n2031-01-02,NMK,arrived,5,EUR,,,arrived\n"
    )
    got = run(tmp_path, table, mapping)
    assert [(each["low"], each["high"], each["from"]) for each in got.rows] == [("4", "6", "shipped")]
    assert got.found == {"bounds-disordered": (1, ("t.csv:3",)), "from-is-to": (1, ("t.csv:4: arrived",))}


def test_one_bad_amount_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    table = "Date,Donor,Announced,Delivered\n2031-01-02,NMK,ten,4\n2031-01-02,NMK,,\n"
    got = run(tmp_path, table, WIDE)
    assert [(each["to"], each["value"]) for each in got.rows] == [("arrived", "4")]
    assert (got.done.counts["kept"], got.done.counts["partly"], got.done.counts["empty"]) == (1, 1, 1)
    assert got.found["number-unreadable"][1][0].startswith('t.csv:2: "ten": it is no number by the declared marks')


def test_several_notes_and_constants(tmp_path: Path) -> None:
    mapping = (
        LONG.replace("Unit: unit", "Unit: unit, Why: note, Who: note") + "constants: {route: north road, counted: doubtful}\n"
    )
    table = HEADER.replace("\n", ",Why,Who\n") + "2031-01-02,NMK,pledged,1,EUR,loan,clerk\n2031-01-02,NMK,pledged,1,EUR,,clerk\n"
    got = run(tmp_path, table, mapping)
    assert [each["note"] for each in got.rows] == ["loan; clerk", "clerk"]
    assert {(each["route"], each["counted"]) for each in got.rows} == {("north-road", "doubtful")}


def test_a_source_of_the_pack_can_be_named(tmp_path: Path) -> None:
    mapping = LONG.replace("{id: letters-sheet, title: Register of letters}", "{id: gazette, locator: annex, verified: true}")
    got = run(tmp_path, long("2031-01-02,NMK,pledged,1,EUR"), mapping)
    flow = check_pack(got.pack).record.flows["letters-flow"]  # type: ignore[union-attr]
    assert [(each.source, each.locator, each.verified) for each in flow.sources] == [("gazette", "annex", True)]
    (tmp_path / "b").mkdir()
    told = refused(tmp_path / "b", long("2031-01-02,NMK,pledged,1,EUR"), mapping.replace("gazette", "gazete"))
    assert told == [
        'mapping.yaml:4:10: the pack has no source "gazete", and the mapping gives it no title; did you mean "gazette"?'
    ]


def test_marks_that_look_like_others(tmp_path: Path) -> None:
    got = run(tmp_path, long(*(f"2031-01-02,NMK,pledged,{n}.{n}00,EUR" for n in (1, 2, 3))), LONG)
    assert got.found["number-threes"] == (1, ('t.csv: the decimal mark is "."',))


def test_again_and_again(tmp_path: Path) -> None:
    """The same table gives the same bytes; another table of the same name is refused unless it is to replace the first."""
    table = long("2031-01-02,NMK,pledged,1,EUR", "2031-01-03,Old Town,pledged,2,EUR")
    mapping = LONG + "new_actors: create\n"
    first = run(tmp_path, table, mapping)
    held = {each: (first.pack / each).read_bytes() for each in first.done.committed.files}
    again = run(tmp_path, table, mapping)
    assert again.done.committed.status == "unchanged"
    (tmp_path / "b").mkdir()
    other = run(tmp_path / "b", table, mapping)
    assert {each: (other.pack / each).read_bytes() for each in other.done.committed.files} == held
    with pytest.raises(ImportStopped, match="there is another import of this name"):
        run(tmp_path, table.replace(",2,", ",3,"), mapping)
    assert {each: (first.pack / each).read_bytes() for each in held} == held
    changed = run(tmp_path, table.replace(",2,", ",3,"), mapping, replace=True)
    assert changed.totals() == {("pledged", "EUR"): 4}


def test_an_interrupted_import_leaves_nothing_and_can_be_run_again(tmp_path: Path) -> None:
    """Control-C after two thousand of three thousand rows, 1 EUR each."""
    table = long(*("2031-01-02,NMK,pledged,1,EUR" for _ in range(3000)))
    told = []

    def interrupt(words: str, done: int, total: int) -> None:
        told.append((words, 0 < done <= total))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, table, LONG, progress=interrupt)
    assert told == [("t.csv", True)]
    assert sorted(each.name for each in (tmp_path / "pack").iterdir()) == ["datapackage.json", "pack.yaml"]
    assert run(tmp_path, table, LONG).totals() == {("pledged", "EUR"): 3000}
