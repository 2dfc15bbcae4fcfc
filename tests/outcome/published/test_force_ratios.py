"""Ratios by a published rule: by hand, and Harrison's tables 1-3 and 1-5 from the pack and from the table."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest

import torgau
from tests.loading.small import record_with
from tests.outcome.published.where import published
from tests.support.moving import moved_record, moving
from torgau.dates import When
from torgau.outcome.published.force_ratios import RatioSeries, force_ratio, force_ratio_from_table
from torgau.outcome.published.reading import TableProblem
from torgau.vocabulary import Point, Record

EAST = ["1.079339", "1.498216", "1.389827", "1.946656", "2.318008"]
WEST = ["0.854746", "1.076091", "1.916334", "1.922183", "1.597679"]
INCOME = ["2.375", "2.304", "2.104", "1.973", "2.063", "2.306", "3.109", "5.027"]
"""The ratios of Harrison (1998), tables 1-5 (1941-45) and 1-3 (1938-45); he prints four decimals."""


def points(**values: str) -> tuple[Point, ...]:
    """A point a year: `y1941="10"`."""
    return tuple(
        Point(start=When.parse(f"{year[1:]}-01-01"), end=When.parse(f"{year[1:]}-12-31"), value=Decimal(value), source="book")
        for year, value in values.items()
    )


def small(**changes: Any) -> Record:
    series = [
        {"id": each, "title": each, "file": f"{each}.csv", "unit": "persons", "scope": "all", "actor": actor}
        for each, actor in (("north", "AA"), ("south", "BB"), ("east", "CC"))
    ]
    ratio = {
        "id": "r",
        "title": "R",
        "rule": "as said",
        "numerator": [{"series": "north", "period": "1941/1943"}, {"series": "east", "period": "1942", "weight": [1, 2]}],
        "denominator": [{"series": "south", "period": "1941/1943", "weight": [2, 3]}],
        **changes,
    }
    return record_with(
        actors=[{"id": "AA", "name": "A", "also": ["Aland"]}, {"id": "BB", "name": "B"}, {"id": "CC", "name": "C"}],
        series=series,
        ratios=[ratio],
        points={
            "north": points(y1941="10", y1942="12.0", y1943="9"),
            "south": points(y1941="4", y1942="6", y1944="100"),
            "east": points(y1941="1000", y1942="8"),
        },
    )


def test_by_hand() -> None:
    found = force_ratio(small(), "r")
    # 1941: 10 / (2/3 x 4) = 15/4; the thousand of the east is outside its period. 1942: (12 + 8/2) / (2/3 x 6) = 16/4 = 4.
    assert [value.ratio for value in found.values] == [Fraction(15, 4), Fraction(4)]
    assert [(value.start, value.end, value.unit) for value in found.values] == [
        ("1941-01-01", "1941-12-31", "persons"),
        ("1942-01-01", "1942-12-31", "persons"),
    ]
    # 1943 has no south; 1944 lies in no period and is not spoken of.
    assert [(gap.start, gap.why) for gap in found.not_computed] == [("1943-01-01", "no figure for south")]


def test_what_the_rounding_of_the_inputs_leaves() -> None:
    value, other = force_ratio(small(), "r").values
    # 10 is 9.5 to 10.5, and 4 is 3.5 to 4.5: between 9.5 / (2/3 x 4.5) = 19/6 and 10.5 / (2/3 x 3.5) = 9/2.
    assert (value.low, value.high) == (Fraction(19, 6), Fraction(9, 2))
    # 12.0 is known to 0.05, 8 to 0.5, of which half counts: 16 - 0.3 over 2/3 x 6.5.
    assert other.low == Fraction(157, 10) / (Fraction(2, 3) * Fraction(13, 2))


@pytest.mark.parametrize(
    ("printed", "agrees"),
    # 15/4 = 3.75: half a unit of the last digit of 3.8 is 0.05, so 3.75 still rounds to it. The inputs allow 3.1666 to 4.5.
    [("3.75", "to the last digit"), ("3.8", "to the last digit"), ("4.4", "within the rounding of the inputs"), ("4.6", "no")],
)
def test_agreement_with_what_is_printed(printed: str, agrees: str) -> None:
    found = force_ratio(small(printed=[{"period": "1941", "value": printed}]), "r")
    assert [value.agrees for value in found.values] == [agrees, None]


def test_a_sum_without_any_series_in_that_time_gives_no_ratio() -> None:
    found = force_ratio(small(denominator=[{"series": "south", "period": "1941"}]), "r")
    assert [value.start for value in found.values] == ["1941-01-01"]
    assert {gap.start: gap.why for gap in found.not_computed} == {
        "1942-01-01": "no series counts in this time",
        "1943-01-01": "no series counts in this time",
    }


def test_a_denominator_that_may_be_zero_gives_no_ratio() -> None:
    record = msgspec.structs.replace(small().ratios["r"])
    zero = Record(
        **{
            **{name: getattr(small(), name) for name in ("manifest", "actors", "series")},
            "ratios": {"r": record},
            "points": {"north": points(y1941="1"), "south": points(y1941="0"), "east": ()},
        }
    )
    assert [gap.why for gap in force_ratio(zero, "r").not_computed] == ["the denominator may be zero"]


def test_a_table_counts_every_row_of_a_country_and_no_total(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("side,country,1941,1942\nx,Aland,4,12\ny,Aland,6,\nx,B,4,6\nx,C,,8\nx,TOTAL,999,999\n", encoding="utf-8")
    found = force_ratio_from_table(small(), "r", table)
    assert [value.ratio for value in found.values] == [Fraction(15, 4), Fraction(4)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("land,1941\nA,1\n", "t.csv:1: there is no column `country`"),
        ("country,when\nA,1\n", "t.csv:1: no column is a year"),
        ("country,1941\nA,1\nB,many\n", "t.csv:3: `1941` is 'many', not a number"),
        ("country,1941\nA,1\nB,1\n", "t.csv: no row is about east; its country must be one of C, CC"),
        ("country,1941\nA,1,2\n", "t.csv:2: 3 cells where the first line names 2 columns"),
    ],
)
def test_a_bad_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text(text, encoding="utf-8")
    with pytest.raises(TableProblem) as caught:
        force_ratio_from_table(small(), "r", "t.csv")
    assert str(caught.value).startswith(said)


@pytest.fixture(scope="module")
def pack() -> Record:
    return torgau.load("grand-alliance").record


def ratios(found: RatioSeries, digits: int) -> list[str]:
    return [f"{float(value.ratio):.{digits}f}" for value in found.values]


def test_harrison_from_the_pack(pack: Record) -> None:
    assert ratios(force_ratio(pack, "forces-eastern-front"), 6) == EAST
    assert ratios(force_ratio(pack, "forces-west-and-pacific"), 6)[2:] == WEST
    # 7100 / (0.9 x 7309) and 12225 / (2/3 x 9420), to the last digit there is.
    east = force_ratio(pack, "forces-eastern-front").values
    assert (east[0].ratio, east[3].ratio) == (Fraction(71000, 65781), Fraction(12225 * 3, 9420 * 2))
    # The incomes of the pack are rounded to a tenth of a billion: three decimals of the ratio survive that.
    assert ratios(force_ratio(pack, "gdp-allies-to-axis"), 3) == INCOME


def test_nothing_printed_is_missed_by_more_than_rounding(pack: Record) -> None:
    found = [value for each in pack.ratios for value in force_ratio(pack, each).values]
    assert len(found) == 28  # 5 + 7 + 8 + 8 printed ratios
    assert {value.agrees for value in found} <= {"to the last digit", "within the rounding of the inputs"}
    assert {
        value.agrees for each in ("forces-eastern-front", "forces-west-and-pacific") for value in force_ratio(pack, each).values
    } == {"to the last digit"}


def test_harrison_from_the_published_tables(pack: Record) -> None:
    forces = published("harrison1998_t1-5_armed_forces_thousands.csv")
    income = published("harrison1998_t1-3_gdp_bn1990intl.csv")
    assert ratios(force_ratio_from_table(pack, "forces-eastern-front", forces), 6) == EAST
    assert ratios(force_ratio_from_table(pack, "forces-west-and-pacific", forces), 6)[2:] == WEST
    for each in ("gdp-allies-to-axis", "gdp-soviet-to-german"):
        values = force_ratio_from_table(pack, each, income).values
        assert len(values) == 8
        assert {value.agrees for value in values} == {"to the last digit"}


def test_the_ratios_move_with_names_and_calendar(pack: Record) -> None:
    move = moving(pack, years=100, names={actor: f"Q{number:03d}" for number, actor in enumerate(pack.actors)})
    there = moved_record(pack, move)
    for each in pack.ratios:
        here = [(move(value.start), value.ratio, value.agrees) for value in force_ratio(pack, each).values]
        assert [(value.start, value.ratio, value.agrees) for value in force_ratio(there, move(each)).values] == here
