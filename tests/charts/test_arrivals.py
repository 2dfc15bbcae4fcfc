"""The curve by days: bands between what surely and what possibly had come."""

from __future__ import annotations

import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

from tests.flow.packs import load, make
from torgau.charts.arrivals import PROMISED, Promise, arrivals, thinned
from torgau.charts.export import embed_spec, inline_svg, to_svg
from torgau.dates import format_day, parse_day
from torgau.flow.curve import Step

ROWS = """\
    date,to,value,unit
    1941,shipped,10,long tons
    1942,shipped,20,long tons
    1942-03-01,arrived,5,long tons
    1942-05-01,arrived,4,long tons
    """


def test_every_step_is_in_the_table(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", ROWS)
    drawing = arrivals(pack.record, "grain", "long tons")
    assert drawing is not None
    rows = [(row["day"], row["what"], row["low"], row["high"]) for row in drawing.rows]
    assert rows == [
        ("1941-01-01", "shipped", "0", "10"),
        ("1941-12-31", "shipped", "10", "10"),
        ("1942-01-01", "shipped", "10", "30"),
        ("1942-12-31", "shipped", "30", "30"),
        ("1942-03-01", "arrived", "5", "5"),
        ("1942-05-01", "arrived", "9", "9"),
    ]
    assert "At the end: shipped 30; arrived 9" in drawing.description
    assert to_svg(drawing).startswith("<svg")


def test_units_of_one_measure_share_a_curve(tmp_path: Path) -> None:
    rows = "date,to,value,unit\n1942-01-05,shipped,100,long tons\n1942-02-05,shipped,28,short tons\n1942-03-05,shipped,1,trucks\n"
    pack = load(tmp_path / "p", rows + "1942-04-05,shipped,1,long tons\n1942-05-05,shipped,1,long tons\n")
    drawing = arrivals(pack.record, "grain", "long tons", units=("long tons", "short tons"))
    assert drawing is not None
    # 28 short tons are 28 / 1.12 = 25 long tons
    assert [row["low"] for row in drawing.rows] == ["100", "125", "126", "127"]


def test_promises_add_up_as_they_fall_due_and_may_be_bounds(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", ROWS)
    due = [
        Promise(parse_day("1942-06-30"), Fraction(12), Fraction(13)),
        Promise(parse_day("1941-12-31"), Fraction("8.5"), Fraction("8.5")),
    ]
    drawing = arrivals(pack.record, "grain", "long tons", due, left_out=1)
    assert drawing is not None
    promised = [(row["day"], row["low"], row["high"]) for row in drawing.rows if row["what"] == PROMISED]
    assert promised == [("1941-12-31", "8.5", "8.5"), ("1942-06-30", "20.5", "21.5")]
    assert any("1 more" in note for note in drawing.notes)


def test_a_quantity_that_was_not_found_ends_the_upper_line_and_is_said(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", ROWS.rstrip(" ") + "    1942-06-01,arrived,,long tons\n")
    drawing = arrivals(pack.record, "grain", "long tons")
    assert drawing is not None
    assert drawing.rows[-1]["high"] == "not known"
    assert drawing.notes == ("Arrived: from 1942-06-01 on a quantity was not found, so there is no upper line.",)
    assert '"high":null' in embed_spec(drawing)


def test_the_beginning_and_end_of_one_time_make_no_curve(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", "date,to,value,unit\n1942,shipped,5,trucks\n1942,arrived,3,trucks\n")
    assert arrivals(pack.record, "grain", "trucks") is None


def test_a_long_course_keeps_the_last_step_of_each_month_and_says_what_is_left_out(tmp_path: Path) -> None:
    first = parse_day("1941-01-01")
    days = "".join(f"    {format_day(first + at)},shipped,1,trucks\n" for at in range(400))
    pack = load(tmp_path / "p", f"    date,to,value,unit\n{days}")
    drawing = arrivals(pack.record, "grain", "trucks")
    assert drawing is not None
    # 365 days of 1941 and 35 of 1942: twelve months, January and 4 February
    assert [(row["day"], row["low"]) for row in drawing.rows][-3:] == [
        ("1941-12-31", "365"),
        ("1942-01-31", "396"),
        ("1942-02-04", "400"),
    ]
    assert len(drawing.rows) == 14
    assert drawing.notes[0].startswith("386 steps")


def test_thinning_never_keeps_more_than_asked_for_and_always_the_end() -> None:
    course = tuple(Step(parse_day(f"{1000 + at}-05-05"), Fraction(at), Fraction(at)) for at in range(900))
    for most in (900, 899, 100, 24):
        kept = thinned(course, most)
        assert len(kept) <= most
        assert kept[-1] == course[-1]
        assert set(kept) <= set(course)


def test_the_drawing_does_not_depend_on_the_clock_of_the_machine(tmp_path: Path) -> None:
    make(tmp_path / "p", ROWS)
    script = (
        "import sys, torgau; from torgau.charts.arrivals import arrivals; from torgau.charts.export import inline_svg; "
        "sys.stdout.write(inline_svg(arrivals(torgau.load(sys.argv[1]).record, 'grain', 'long tons')))"
    )
    drawn = {
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / "p")],
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone in ("UTC", "Pacific/Auckland", "America/Los_Angeles")
    }
    assert len(drawn) == 1
    pack = load(tmp_path / "q", ROWS)
    drawing = arrivals(pack.record, "grain", "long tons")
    assert drawing is not None
    assert drawn == {inline_svg(drawing)}
