"""Rival figures, like scopes compared, series, digits: every expected value worked out by hand."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from torgau.record.digits import digits_of_sum, half_unit, rounded, rounded_outward, significant
from torgau.record.estimates import estimate, place_value
from torgau.record.ratios import compare
from torgau.record.series import cumulative, extreme, index_to, points_between
from torgau.vocabulary import Estimate, Record, Scope, Series, Source

from .worlds import day, figure, point, record, when

SCOPES = (
    Scope(id="battle", means="killed in battle", period=when("1841/1845")),
    Scope(id="military", means="all military dead", period=when("1841/1845"), includes=("battle",)),
    Scope(id="total", means="military and civilian dead", period=when("1841/1845"), includes=("military",)),
)
DEATHS = Estimate(
    id="aa-deaths",
    title="Dead of AA",
    scopes=SCOPES,
    default_scope="military",
    kind="loss",
    figures=(
        figure("aa-battle", "battle", value=291557),
        figure("aa-military", "military", value=405399, published="1850"),
        figure("aa-military-2", "military", value=407316, published="1870"),
        figure("aa-total", "total", value=418500),
    ),
)


def test_figures_stand_by_scope_and_the_range_is_lowest_to_highest() -> None:
    view = estimate(record(DEATHS), "aa-deaths")
    assert [(group.scope, group.low, group.high) for group in view.groups] == [
        ("military", D(405399), D(407316)),  # the default scope first
        ("battle", D(291557), D(291557)),
        ("total", D(418500), D(418500)),
    ]
    assert [row.id for row in view.groups[0].figures] == ["aa-military", "aa-military-2"]
    why = {(pair.left, pair.right): pair.why for pair in view.incomparable}
    assert why["military", "battle"] == (
        "they count different things: all military dead; killed in battle",
        "military includes battle",
    )
    assert len(why) == 3
    assert [group.scope for group in estimate(record(DEATHS), "aa-deaths", "total").groups] == ["total"]
    with pytest.raises(KeyError):
        estimate(record(DEATHS), "aa-deaths", "naval")


def test_units_are_part_of_the_group_and_a_missing_bound_is_not_zero() -> None:
    tons = Estimate(
        id="cargo",
        title="Cargo",
        scopes=(Scope(id="shipped", means="shipped"),),
        figures=(
            figure("long", "shipped", "long tons", value=100, low=90, high=120),
            figure("short", "shipped", "short tons", value=112),
            figure("open", "shipped", "long tons", high=130),
            figure("over", "shipped", "long tons", value=80, at_least=True),
        ),
    )
    view = estimate(record(tons), "cargo")
    long_tons, short_tons = view.groups
    assert (long_tons.low, long_tons.high, long_tons.open_low, long_tons.open_high) == (D(80), D(130), ("open",), ("over",))
    assert (short_tons.unit, short_tons.low) == ("short tons", D(112))
    assert view.incomparable[0].why == ("different units: long tons; short tons",)


def test_undated_poll_figures_stand_apart() -> None:
    poll = Estimate(
        id="poll",
        title="Who did most",
        kind="poll",
        scopes=(Scope(id="answered-aa", means="share that named AA"),),
        figures=(
            figure("undated", "answered-aa", "per cent", value=90),
            figure("dated", "answered-aa", "per cent", value=57, published="1845"),
        ),
    )
    (group,) = estimate(record(poll), "poll").groups
    assert [(row.id, row.undated) for row in group.figures] == [("dated", False), ("undated", True)]
    assert (group.low, group.high) == (D(57), D(57))


def fits(**number: object) -> dict[str, tuple]:
    return {item.scope: (item.fit, item.matches) for item in place_value(record(DEATHS), "aa-deaths", **number)}  # type: ignore[arg-type]


def test_more_than_is_true_of_some_scopes_and_equals_none() -> None:
    assert fits(value=D(330000), at_least=True) == {
        "military": ("true", ()),
        "battle": ("false", ()),
        "total": ("true", ()),
    }
    assert fits(value=D(406000), at_least=True)["military"] == ("true-of-some", ())  # 407,316 is more, 405,399 is not


def test_a_round_number_fits_only_the_scope_that_rounds_to_it() -> None:
    # 418,000 has three digits: 417,500 to 418,500, which reaches the figure 418,500 and no other.
    assert fits(value=D(418000)) == {"military": ("above", ()), "battle": ("above", ()), "total": ("fits", ("aa-total",))}
    assert fits(value=D(406000))["military"] == ("within-range", ())
    assert fits(low=D(400000), high=D(406000))["military"] == ("fits", ("aa-military",))
    assert fits(value=D(291557), unit="tons")["battle"] == ("other-unit", ())
    gaps = {item.scope: item.gap for item in place_value(record(DEATHS), "aa-deaths", value=D(330000))}
    assert gaps == {"military": D(75399), "battle": D(38443), "total": D(88500)}
    with pytest.raises(ValueError, match="no number"):
        place_value(record(DEATHS), "aa-deaths")


def test_a_round_claim_does_not_stretch_to_any_figure() -> None:
    loss = Estimate(id="x", title="", scopes=SCOPES[2:], figures=(figure("f", "total", low=22000000, high=27000000),))
    (item,) = place_value(record(loss), "x", value=D(20000000))
    assert (item.fit, item.gap) == ("below", D(2000000))


def test_a_figure_no_longer_in_use_is_kept_and_makes_no_range() -> None:
    loss = Estimate(
        id="x",
        title="",
        scopes=SCOPES[2:],
        figures=(
            figure("low", "total", value=26000000),
            figure("high", "total", value=27000000),
            figure("old", "total", value=20000000, standing="superseded"),
            figure("few", "total", value=40000000, standing="minority"),
        ),
    )
    pack = record(loss)
    (group,) = estimate(pack, "x").groups
    assert (group.low, group.high) == (D(26000000), D(27000000))
    assert (group.widest_low, group.widest_high) == (D(20000000), D(40000000))
    assert [(row.id, row.standing) for row in group.figures if row.standing != "current"] == [
        ("few", "minority"),
        ("old", "superseded"),
    ]
    (item,) = place_value(pack, "x", value=D(20000000))
    assert (item.fit, item.matches, item.former) == ("fits", ("old",), ("old",))
    (item,) = place_value(pack, "x", value=D(21000000))
    assert (item.fit, item.gap) == ("below", D(5000000))  # 26 less 21
    (item,) = place_value(pack, "x", value=D(30000000), at_least=True)
    assert item.fit == "false"  # though a minority says 40


def two(left: list, right: list, **more: object) -> Record:
    def make(id: str, figures: list, period: str) -> Estimate:
        scopes = tuple(Scope(id=scope, means=scope, period=when(period)) for scope in ("military", "total"))
        return Estimate(id=id, title=id, scopes=scopes, figures=tuple(figures))

    return record(
        make("left", left, "1841/1845"), make("right", right, str(more.get("period", "1841/1845"))), *more.get("also", [])
    )  # type: ignore[misc]


def test_ratios_of_like_scopes_to_the_digits_that_the_inputs_carry() -> None:
    pack = two(
        [figure("l1", "military", value=8668400), figure("l2", "total", low=26000000, high=27000000)],
        [figure("r1", "military", value=405399), figure("r2", "total", value=418500)],
    )
    answer = compare(pack, "left", "right", ("military", "total"))
    military, total = answer.ratios
    # 8,668,400 / 405,399 = 21.38239...; the left carries five digits (8.6684 million), the right six.
    assert (military.low, military.high) == (D("21.382"), D("21.382"))
    # 26,000,000 / 418,500 = 62.126...; 27,000,000 / 418,500 = 64.516...; two digits, outward.
    assert (total.low, total.high) == (D(62), D(65))
    assert answer.not_compared == ()


def test_rivals_of_both_sides_widen_the_ratio() -> None:
    pack = two(
        [figure("l1", "military", value="8.0"), figure("l2", "military", value="12.0")],
        [figure("r1", "military", value="3.0"), figure("r2", "military", value="4.0")],
        period="1842/1845",
    )
    (ratio,) = compare(pack, "left", "right").ratios
    assert (ratio.low, ratio.high) == (D("2.0"), D("4.0"))  # 8/4 and 12/3
    assert ratio.caveats == ("the periods differ: 1841/1845; 1842/1845",)


def test_what_cannot_be_compared_is_said() -> None:
    pack = two([figure("l1", "military", value=8)], [figure("r1", "total", value=4)])
    assert {item.scope: item.why for item in compare(pack, "left", "right").not_compared} == {
        "military": "right has no figure of this scope",
        "total": "left has no figure of this scope",
    }
    units = two([figure("l1", "total", "tons", value=8)], [figure("r1", "total", value=4)])
    assert [item.why for item in compare(units, "left", "right").not_compared] == ["different units: tons; persons"]
    open_side = two([figure("l1", "total", value=8, at_least=True)], [figure("r1", "total", value=4)])
    assert "bound" in compare(open_side, "left", "right").not_compared[0].why
    zero = two([figure("l1", "total", value=8)], [figure("r1", "total", low=0, high=4)])
    assert "above zero" in compare(zero, "left", "right").not_compared[0].why


def test_per_head_with_an_estimate_and_a_series_of_people() -> None:
    people = Estimate(
        id="people", title="", scopes=(Scope(id="all", means="all"),), figures=(figure("p", "all", value=190000000),)
    )
    yearly = Series(id="census", title="", file="", unit="persons", scope="all")
    pack = two([figure("l", "total", value=19000000)], [figure("r", "total", value=400000)], also=[people, yearly])
    points = {"census": (point("1840", "1840", 130), point("1843", "1843", 132000000), point("1844", "1844", 140000000))}
    pack = Record(**{**pack.__dict__, "points": points})
    (ratio,) = compare(pack, "left", "right", left_per="people", right_per="census").ratios
    assert ratio.left_share == (D("0.10"), D("0.10"))  # 19 / 190 million
    # 0.4 / 140 = 0.002857..., 0.4 / 132 = 0.003030...; the right carries one digit: 0.002 to 0.004. 1840 is not in the period.
    assert ratio.right_share == (D("0.002"), D("0.004"))
    # 0.1 / 0.003030 = 33.0; 0.1 / 0.002857 = 35.0; to one digit, outward.
    assert (ratio.share_low, ratio.share_high) == (D(30), D(40))


numbers = st.decimals(D("0.5"), D(1000), places=1)


@given(
    st.tuples(numbers, numbers),
    st.tuples(numbers, numbers),
    st.floats(0, 1, allow_subnormal=False),
    st.floats(0, 1, allow_subnormal=False),
)
def test_every_pair_of_values_lies_in_the_ratio(left: tuple, right: tuple, at_left: float, at_right: float) -> None:
    (a, b), (c, d) = sorted(left), sorted(right)
    pack = two([figure("l", "total", low=a, high=b)], [figure("r", "total", low=c, high=d)])
    (ratio,) = compare(pack, "left", "right").ratios
    one = a + (b - a) * D(at_left)
    other = c + (d - c) * D(at_right)
    carried = min(significant(number) for number in (a, b, c, d))
    if (a, c) == (b, d):
        last = D(1).scaleb((a / c).adjusted() - carried + 1)  # one unit of the last digit that may be given
        assert abs(ratio.low - a / c) <= last / 2
    else:
        assert ratio.low <= one / other <= ratio.high
    assert max(significant(ratio.low), significant(ratio.high)) <= carried


@pytest.mark.parametrize(
    ("number", "digits", "half"),
    [
        ("418000", 3, "500"),
        ("418500", 4, "50"),
        ("405399", 6, "0.5"),
        ("20000000", 1, "50000"),
        ("26.60", 4, "0.005"),
        ("0.0123", 3, "0.00005"),
        ("0", 1, "0"),
    ],
)
def test_digits_that_a_number_carries(number: str, digits: int, half: str) -> None:
    assert (significant(D(number)), half_unit(D(number))) == (digits, D(half))


def test_rounding() -> None:
    assert [str(rounded(D(text), digits)) for text, digits in [("9.99", 2), ("123456", 2), ("0.0456", 1), ("0", 3)]] == [
        "10",
        "120000",
        "0.05",
        "0",
    ]
    assert rounded_outward(D("1.01"), D("1.99"), 1) == (D(1), D(2))
    assert digits_of_sum(D(1500), [D(1000), D(500)]) == 1  # known to the thousand: 2 thousand
    assert digits_of_sum(D(12345), [D(12000), D(345)]) == 2


CARGO = Series(id="cargo", title="Cargo", file="cargo.csv", unit="long tons", scope="shipped")
# Years 1841 to 1845, and one figure that is a range.
TONS = (
    point("1841-10-01", "1841-12-31", 360),
    point("1842-01-01", "1842-12-31", 2453),
    point("1843-01-01", "1843-12-31", 4795),
    point("1844-01-01", "1844-12-31", 6218),
    point("1845-01-01", "1845-09-20", 3674),
)


def cargo(points: tuple = TONS) -> Record:
    return record(CARGO, points={"cargo": points})


def test_points_between_two_days() -> None:
    view = points_between(cargo(), "cargo", day("1842-12-31"), day("1843-01-01"))
    assert [one.value for one in view.points] == [D(2453), D(4795)]
    assert len(points_between(cargo(), "cargo").points) == 5


def test_highest_and_lowest_with_ties_and_ranges() -> None:
    view = points_between(cargo(), "cargo")
    high, low = extreme(view, "highest"), extreme(view, "lowest")
    assert high is not None
    assert low is not None
    assert (high.settled, high.low, [one.start.text for one in high.points]) == (True, D(6218), ["1844-01-01"])
    assert (low.low, [one.start.text for one in low.points]) == (D(360), ["1841-10-01"])
    tie = extreme(points_between(cargo((point("1841", "1841", 5), point("1842", "1842", 5))), "cargo"), "highest")
    assert tie is not None
    assert (tie.settled, len(tie.points)) == (True, 2)
    # 5, or 4 to 6: the highest is 5 to 6, and either may be it; 3 cannot be.
    points = (point("1841", "1841", 5), point("1842", "1842", None, 4, 6), point("1843", "1843", 3))
    open_ = extreme(points_between(cargo(points), "cargo"), "highest")
    assert open_ is not None
    assert (open_.settled, open_.low, open_.high, len(open_.points)) == (False, D(5), D(6), 2)
    assert extreme(points_between(cargo((point("1841", "1841"),)), "cargo"), "highest") is None


def test_the_share_that_had_come_by_a_day() -> None:
    total = cumulative(cargo(), "cargo", day("1842-12-31"))
    # 360 + 2,453 = 2,813 of 17,500. 360 is written to the ten, so the total is known to the ten: 1,750 tens, four digits.
    assert (total.low, total.high, total.total_low) == (D(2813), D(2813), D(17500))
    assert (total.share_low, total.share_high) == (D("0.1607"), D("0.1607"))  # 2,813 / 17,500 = 0.16074...


def test_a_day_in_the_middle_of_a_year_leaves_a_range() -> None:
    total = cumulative(cargo(), "cargo", day("1842-06-30"))
    assert (total.low, total.high, [one.start.text for one in total.cut]) == (D(360), D(2813), ["1842-01-01"])
    assert (total.share_low, total.share_high) == (D("0.02057"), D("0.1608"))  # 360 / 17,500, and 2,813 / 17,500 outward


def test_a_sum_without_a_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="no figure for 1841"):
        cumulative(cargo((point("1841", "1841"), point("1842", "1842", 3))), "cargo", day("1842-12-31"))


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 20)), min_size=1, max_size=4),
    st.lists(st.floats(0, 1, allow_subnormal=False), min_size=8, max_size=8),
    st.integers(1841, 1844),
)
def test_every_split_and_every_value_lies_in_the_share(ranges: list, at: list, year: int) -> None:
    points = tuple(point(str(1841 + n), str(1841 + n), None, low, low + more) for n, (low, more) in enumerate(ranges))
    answer = cumulative(cargo(points), "cargo", day(f"{year}-06-30"))
    values = [D(low) + more * D(share) for (low, more), share in zip(ranges, at, strict=False)]
    come = sum((v for n, v in enumerate(values) if 1841 + n < year), D(0))
    come += sum((v * D(share) for n, (v, share) in enumerate(zip(values, at[4:], strict=False)) if 1841 + n == year), D(0))
    assert answer.low <= come <= answer.high
    if answer.share_low is not None and answer.share_high is not None and sum(values) > 0:
        assert answer.share_low <= come / sum(values) <= answer.share_high


def test_index_to_a_base() -> None:
    points = (point("1840", "1840", "18.3"), point("1842", "1842", "8.1"), point("1843", "1843", None, "8.0", "9.0"))
    view = points_between(cargo(points), "cargo")
    found = index_to(view, view.points[0])
    # 8.1 / 18.3 = 0.44262: two digits. 8.0 / 18.3 = 0.4371, 9.0 / 18.3 = 0.4918: outward.
    assert [(one.low, one.high) for one in found] == [(D(100), D(100)), (D(44), D(44)), (D(43), D(50))]
    with pytest.raises(ValueError, match="above zero"):
        index_to(view, point("1840", "1840", 0))


def test_a_house_speaks_with_its_figures() -> None:
    house = Source(id="s", title="S", kind="monograph", grade="B", house="Firm")
    assert estimate(record(DEATHS, house), "aa-deaths").groups[0].figures[0].house == "Firm"
