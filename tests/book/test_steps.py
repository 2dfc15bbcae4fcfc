"""The small timeline of a commitment: who stands where, by hand."""

from __future__ import annotations

from datetime import date

from torgau.book.model.steps import LEFT, RIGHT, TICKS, WIDTH, Moment, drawn, moment
from torgau.dates import When


def at(text: str, name: str = "x", mark: str = "due") -> Moment:
    found = moment(name, When.parse(text), mark)
    assert found is not None
    return found


def test_moments_stand_in_proportion_to_their_days() -> None:
    # Day 0, day 100 and day 400 of a span: the second stands at a quarter of the way from the first to the third.
    start = date(1921, 5, 1).toordinal()
    picture = drawn([Moment(str(day), start + day, start + day, "", "made") for day in (0, 100, 400)])
    assert picture is not None
    first, second, third = (row.x1 for row in picture.moments)
    assert abs((second - first) / (third - first) - 0.25) < 0.002
    assert LEFT <= first < third <= WIDTH - RIGHT


def test_an_open_date_is_a_stretch() -> None:
    picture = drawn([at("1922-03"), at("1923")])
    assert picture is not None
    month, year = picture.moments
    assert not month.exact
    assert abs((year.x2 - year.x1) / (month.x2 - month.x1) - 364 / 30) < 0.3


def test_one_day_alone_is_no_picture() -> None:
    assert drawn([]) is None
    assert drawn([at("1922-03-05"), at("1922-03-05")]) is None


def test_unbounded_dates_are_left_out() -> None:
    assert moment("x", When.parse("1922/.."), "due", at="end") is None
    assert moment("x", None, "due") is None


def test_ticks_are_few_and_never_missing() -> None:
    for last in ("1922-03-06", "1922-05-01", "1922-12-31", "1925-01-01", "1949-12-31", "2199-01-01"):
        picture = drawn([at("1922-03-05"), at(last)])
        assert picture is not None
        assert 1 <= len(picture.ticks) <= TICKS, last


def test_a_delay_is_drawn_with_its_days() -> None:
    due, done = date(1922, 6, 30).toordinal(), date(1922, 8, 14).toordinal()
    picture = drawn([at("1922-06-30"), at("1922-08-14")], (due, done))
    assert picture is not None
    assert picture.late is not None
    assert picture.late[3] == "45 days late"
    assert picture.late[:2] == (picture.moments[0].x1, picture.moments[1].x1)
