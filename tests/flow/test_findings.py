"""Every trap of the chain of aid becomes a finding with its rows."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import torgau
from tests.flow.packs import load, make
from torgau.flow.findings import KINDS, FlowFinding, findings


def of(pack: object, kind: str) -> list[FlowFinding]:
    assert kind in KINDS
    return [each for each in findings(pack.record) if each.kind == kind]  # type: ignore[attr-defined]


def at(*lines: int) -> tuple[str, ...]:
    return tuple(f"flows/grain.movements.csv:{line}" for line in lines)


def test_more_delivered_than_committed(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit
        1942-01-10,committed,50,trucks
        1942-02-10,arrived,60,trucks
        1942-03-10,committed,20,trucks
        """
    (found,) = of(load(tmp_path / "p", rows), "below-zero")
    # On 10 February 60 had arrived of 50 that were committed; the 20 of March came too late to explain it.
    assert found.low == -10
    assert "10 trucks more left `committed`" in found.message
    assert "1942-02-10" in found.message
    assert found.rows == at(3)


def test_what_may_have_been_there_in_time_is_not_below_zero(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit
        1942,committed,60,trucks
        1942-02-10,arrived,60,trucks
        """
    assert of(load(tmp_path / "p", rows), "below-zero") == []


def test_a_stage_entered_in_one_unit_and_left_in_another(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit
        1942,shipped,60,long tons
        1942,arrived,60,tons
        """
    (found,) = of(load(tmp_path / "p", rows), "unit-mix")
    assert found.rows == at(2, 3)
    assert "long tons" in found.message


def test_short_tons_out_of_long_tons_are_no_mix(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit
        1942,shipped,60,long tons
        1943,arrived,67,short tons
        """
    pack = load(tmp_path / "p", rows)
    assert of(pack, "unit-mix") == []
    (stayed,) = of(pack, "not-accounted")
    # 60 long tons are 67.2 short tons
    assert stayed.low == stayed.high == (Fraction("0.2") if stayed.unit == "short tons" else Fraction("0.2") / Fraction("1.12"))


def test_printed_totals(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit,route
        1941-12/1942-01,shipped,5,trucks,north
        1942,shipped,10,trucks,north
        1942,shipped,20,trucks,south
        """
    flow = """
    controls:
      - {stage: shipped, value: 35, unit: trucks, source: port-log}
      - {stage: shipped, value: 16, unit: trucks, route: north, source: port-log}
      - {stage: shipped, value: 33, unit: trucks, period: "1942", source: port-log}
      - {stage: shipped, value: 36, unit: trucks, period: "1942", source: port-log}
      - {stage: shipped, value: 36, unit: trucks, period: "1942", tolerance: 1, source: port-log}
      - {stage: lost, value: 1, unit: trucks, source: port-log}
    """
    found = of(load(tmp_path / "p", rows, flow=flow), "control")
    # All: 35 agrees. North: 15, not 16. In 1942: 30, and anything of the 5 that straddle, so 33 can be and 36 cannot.
    assert [each.message.split(":")[0] for each in found] == ["lost", "shipped 1942", "shipped north"]
    assert [(each.low, each.high) for each in found] == [(0, 0), (30, 35), (15, 15)]


def test_copies_parents_lots_and_marked_rows(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit,activity,parent,lot,counted
        1942-07,arrived,30,trucks,,,,
        1942-07,arrived,30,trucks,,,,
        1942,committed,100,trucks,A,,,
        1942,committed,30,trucks,A-1,A,,
        1942-01,shipped,7,trucks,,,b,
        1942-04,shipped,7,trucks,,,b,
        1942-05,shipped,9,trucks,,,,doubtful
        """
    pack = load(tmp_path / "p", rows)
    assert of(pack, "copies")[0].rows == at(3)
    assert of(pack, "parent-and-child")[0].rows == at(4)
    assert of(pack, "shipped-again")[0].rows == at(7)
    assert of(pack, "said-doubtful")[0].rows == at(8)


def test_negative_amounts_missing_quantities_and_price_years(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit
        1942-07,committed,30,USD-1945
        1942-08,committed,-12.5,USD-1945
        1942-09,committed,30,USD
        1942,shipped,,radios
        """
    pack = load(tmp_path / "p", rows)
    (negative,) = of(pack, "negative")
    assert (negative.low, negative.rows) == (Fraction("-12.5"), at(3))
    assert of(pack, "price-years")[0].matching == 2
    assert of(pack, "not-found")[0].rows == at(5)


def test_a_year_written_as_the_first_of_january(tmp_path: Path) -> None:
    rows = "date,to,value,unit\n" + "".join(f"{year}-01-01,shipped,{year},trucks\n" for year in (1941, 1942, 1943))
    assert of(load(tmp_path / "p", rows), "first-of-january")[0].matching == 3
    # Three among forty are no pattern.
    more = rows + "".join(f"1942-02-{day:02d},shipped,{day},trucks\n" for day in range(1, 29)) * 2
    assert of(load(tmp_path / "q", more), "first-of-january") == []


def test_overlaps_and_rivals_are_told(tmp_path: Path) -> None:
    more = """
    flows:
      - id: other
        title: By another office
        files: [flows/other.movements.csv]
        rivals: [grain]
        overlaps: [grain]
        sources: [{source: port-log, locator: ledger 4}]
    """
    folder = make(tmp_path / "p", "date,to,value,unit\n1942,shipped,10,trucks\n", more=more)
    (folder / "flows" / "other.movements.csv").write_text("date,to,value,unit\n1942,shipped,20,trucks\n")
    pack = torgau.load(folder)
    assert of(pack, "overlap")[0].flow == "other"
    assert of(pack, "rivals")[0].flow == "other"


def test_a_clean_book_has_no_findings(tmp_path: Path) -> None:
    rows = """\
        date,to,value,unit
        1942-01,pledged,50,trucks
        1942-02,shipped,50,trucks
        1942-03,lost,2,trucks
        1942-04,arrived,48,trucks
        """
    assert findings(load(tmp_path / "p", rows).record) == ()


def test_two_open_packs_of_the_same_size_name_their_own_files(tmp_path: Path) -> None:
    rows = "date,to,value,unit\n1942-07,arrived,30,trucks\n1942-07,arrived,30,trucks\n"
    one, other = make(tmp_path / "one", rows), make(tmp_path / "other", rows)
    (other / "flows" / "grain.movements.csv").rename(other / "flows" / "second.movements.csv")
    entries = other / "flows" / "flows.yaml"
    entries.write_text(entries.read_text().replace("grain.movements.csv", "second.movements.csv"))
    packs = [torgau.load(folder) for folder in (one, other)]
    assert [of(pack, "copies")[0].rows for pack in packs] == [at(3), ("flows/second.movements.csv:3",)]
