"""The curve by days: bands between what surely and what possibly had come."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tests.flow.packs import load
from torgau.charts.arrivals import PROMISED, Promise, arrivals
from torgau.charts.export import to_svg
from torgau.dates import parse_day

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
    assert to_svg(drawing).startswith("<svg")


def test_promises_add_up_as_they_fall_due(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", ROWS)
    due = [Promise(parse_day("1942-06-30"), Fraction(12)), Promise(parse_day("1941-12-31"), Fraction("8.5"))]
    drawing = arrivals(pack.record, "grain", "long tons", due)
    assert drawing is not None
    promised = [(row["day"], row["low"]) for row in drawing.rows if row["what"] == PROMISED]
    assert promised == [("1941-12-31", "8.5"), ("1942-06-30", "20.5")]


def test_one_day_makes_no_curve(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", "date,to,value,unit\n1942,shipped,5,trucks\n")
    assert arrivals(pack.record, "grain", "trucks") is None
