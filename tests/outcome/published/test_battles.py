"""The scoreboard of battles: regression and folds by hand, data where the answer is known, and the published scores."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tests.outcome.published.where import published
from torgau.outcome.published.battles import COLUMNS, SETS, read_battles, scoreboard, verdict
from torgau.outcome.published.cross_validation import difference, folds, held_out
from torgau.outcome.published.logistic import NotConverged, brier, fit
from torgau.outcome.published.reading import TableProblem


def test_a_column_of_two_values_gives_the_two_shares() -> None:
    # 3 of 4 succeed where x = 0, 1 of 5 where x = 1: maximum likelihood gives just these shares (one parameter each).
    x = np.array([[0.0]] * 4 + [[1.0]] * 5)
    y = np.array([1, 1, 1, 0, 1, 0, 0, 0, 0.0])
    model = fit(x, y)
    assert model.chance(np.array([[0.0], [1.0]])) == pytest.approx([0.75, 0.2])
    # In the scale of the column the slope is the log odds ratio ln(0.25) - ln(3) = -ln 12.
    assert model.coefficients[1] / model.spread[0] == pytest.approx(-math.log(12))


def test_without_columns_the_chance_is_the_base_rate() -> None:
    y = np.array([1.0, 1.0, 0.0])
    assert fit(np.empty((3, 0)), y).chance(np.empty((2, 0))) == pytest.approx([2 / 3, 2 / 3])
    # p (1 - p): 2/3 x 1/3.
    assert brier(np.full(3, 2 / 3), y) == pytest.approx(2 / 9)


def test_the_fit_is_where_the_slope_of_the_penalised_likelihood_vanishes() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(200, 3)) * [1, 10, 0.1] + [0, 5, -3]
    y = (rng.random(200) < 1 / (1 + np.exp(-x[:, 0]))).astype(float)

    def penalised(b: np.ndarray, ridge: float) -> float:
        scores = b[0] + (x - x.mean(0)) / x.std(0) @ b[1:]
        return float((y * scores - np.logaddexp(0, scores)).sum() - ridge / 2 * (b[1:] ** 2).sum())

    for ridge in (0.0, 1.0, 25.0):
        b = fit(x, y, ridge).coefficients
        for at in range(4):
            for step in (1e-3, -1e-3):
                moved = b.copy()
                moved[at] += step
                assert penalised(moved, ridge) < penalised(b, ridge)


def test_a_column_that_never_varies_counts_nothing() -> None:
    x = np.array([[0.0, 7], [1, 7], [0, 7], [1, 7]])
    y = np.array([0.0, 1, 1, 0])
    assert fit(x, y).coefficients[2] == 0
    assert np.isfinite(fit(x, y).chance(np.array([[0.5, 1000.0]]))).all()


def test_outcomes_without_error_have_no_likelihood_maximum() -> None:
    x, y = np.array([[-1.0], [-2], [1], [2]]), np.array([0.0, 0, 1, 1])
    with pytest.raises(NotConverged):
        fit(x, y)
    assert np.isfinite(fit(x, y, 1.0).coefficients).all()  # a penalty gives one


@pytest.mark.parametrize("count", [2, 3, 10])
def test_folds_hold_out_every_row_once_and_no_group_in_parts(count: int) -> None:
    groups = np.array([0, 0, 0, 1, 2, 2, 3, 4, 5, 6, 6, 7])
    masks = list(folds(groups, count, np.random.default_rng(0)))
    assert len(masks) == min(count, 8)
    assert (np.sum(masks, axis=0) == 1).all()
    for mask in masks:
        assert mask.any()
        assert not set(groups[mask]) & set(groups[~mask])


def test_climatology_by_hand() -> None:
    # Leave one out of 1, 1, 0, 0: the other three have 1/3 or 2/3, always on the wrong side; each error is (2/3)².
    y = np.array([1.0, 1, 0, 0])
    errors = held_out(np.empty((4, 0)), y, np.arange(4), count=4, repeats=3, seed=0)
    assert errors == pytest.approx([4 / 9] * 4)


def test_a_forecast_does_not_look_at_what_it_forecasts() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(40, 2))
    y = (rng.random(40) < 0.5).astype(float)
    y[0] = 1.0
    groups = np.arange(40)
    one = held_out(x, y, groups, count=10, repeats=1, seed=5)[0]
    y[0] = 0.0
    other = held_out(x, y, groups, count=10, repeats=1, seed=5)[0]
    # The same forecast p for both: (1 - p)² and p², whose roots add up to one.
    assert math.sqrt(one) + math.sqrt(other) == pytest.approx(1, abs=1e-12)


def test_the_interval_of_a_difference() -> None:
    same = np.linspace(0, 1, 12)
    groups = np.repeat(np.arange(6), 2)
    nothing = difference(same, same, groups, draws=200, seed=1)
    assert (nothing.mean, nothing.p05, nothing.p95) == (0, 0, 0)
    # Two groups, with -1 in all rows of one and +1 in all rows of the other: the mean of two draws is -1, 0 or 1 (1:2:1).
    two = difference(np.array([0.0, 0, 1, 1]), np.array([1.0, 1, 0, 0]), np.array([0, 0, 1, 1]), draws=4000, seed=1)
    assert (two.mean, two.p05, two.p95) == (0, -1, 1)


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    lines = [",".join(COLUMNS), *(",".join(str(row.get(column, "")) for column in COLUMNS) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def made(rng: np.random.Generator, *, strength: float, air: float, count: int = 600) -> list[dict[str, object]]:
    """Battles of 30 wars in which only the force ratio and the air decide, each as much as said."""
    rows: list[dict[str, object]] = []
    for number in range(count):
        ratio, above = rng.normal(), float(rng.integers(2))
        won = rng.random() < 1 / (1 + math.exp(-(strength * ratio + air * (above - 0.5))))
        rows.append(
            {
                "war4": f"war {number % 30}",
                "campgn": f"campaign {number % 90}",
                "wina": 1 if won else -1,
                "att_str": 1000 * math.exp(ratio),
                "def_str": 1000,
                "post1": "HD",
                "aeroa": above,
                "surpa": 0,
                "cea": rng.normal(),
            }
        )
    return rows


def test_where_nothing_decides_nothing_is_found(tmp_path: Path) -> None:
    rows = made(np.random.default_rng(4), strength=0, air=0)
    board = scoreboard(read_battles(write(tmp_path / "b.csv", rows)), repeats=3, draws=500)
    assert (board.groups, board.group_count, [score.name for score in board.scores]) == ("wars", 30, list(SETS))
    said = verdict(board)
    assert [sentence.endswith("nothing.") for sentence in said] == [True] * 4
    for score in board.scores[1:]:
        # Fitted on the same battles it always looks better than on others: that is why both are shown.
        assert score.in_sample < score.groups.score


def test_where_the_force_ratio_decides_it_is_found(tmp_path: Path) -> None:
    rows = made(np.random.default_rng(5), strength=2, air=0)
    board = scoreboard(read_battles(write(tmp_path / "b.csv", rows)), repeats=3, draws=500)
    said = verdict(board)
    assert "force" in said[2]
    assert said[3] == "On battles of unknown wars the force ratio alone is beaten by: nothing."


def test_where_the_air_decides_too_it_is_found(tmp_path: Path) -> None:
    rows = made(np.random.default_rng(6), strength=1, air=3)
    board = scoreboard(read_battles(write(tmp_path / "b.csv", rows)), repeats=3, draws=500)
    assert verdict(board)[3] == "On battles of unknown wars the force ratio alone is beaten by: air and surprise."
    first, again = (scoreboard(board.read, repeats=2, draws=200, seed=9) for _ in range(2))
    assert first == again


def test_one_war_is_divided_by_campaigns(tmp_path: Path) -> None:
    rows = [{**row, "war4": "the war"} for row in made(np.random.default_rng(7), strength=1, air=0, count=180)]
    board = scoreboard(read_battles(write(tmp_path / "b.csv", rows)), repeats=1, draws=100)
    assert (board.groups, board.group_count) == ("campaigns", 90)


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    row = {"war4": "w", "campgn": "c", "att_str": 2000, "def_str": 1000}
    rows = [
        {**row, "wina": 1, "att_tank": 3, "def_tank": 1, "att_arty": ""},
        {**row, "wina": -1, "def_str": 2000},
        {**row, "wina": 0},
        {**row, "wina": ""},
        {**row, "wina": 1, "att_str": ""},
        {**row, "wina": 1, "def_str": 0},
    ]
    read = read_battles(write(tmp_path / "b.csv", rows))
    assert (len(read.battles), read.rows, read.undecided, read.without_strength) == (2, 6, 2, 2)
    first, second = read.battles
    # ln(2000/1000); ln((3 + 1) / (1 + 1)); guns unknown.
    assert (first.log_ratio, first.tanks, first.guns) == (pytest.approx(math.log(2)), pytest.approx(math.log(2)), None)
    assert (second.attacker_won, second.log_ratio) == (False, 0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"wina": 2, "att_str": 1, "def_str": 1}, ":2: `wina` is 2"),
        ({"wina": 1, "att_str": -5, "def_str": 1}, ":2: `att_str` is -5, below zero"),
        ({"wina": 1, "att_str": 5, "def_str": 1}, "it takes battles that the attacker won and"),
    ],
)
def test_a_bad_file(tmp_path: Path, row: dict[str, object], said: str) -> None:
    with pytest.raises(TableProblem) as caught:
        read_battles(write(tmp_path / "b.csv", [row]))
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("file", "scored", "force", "climatology"),
    [("cdb90_all_660_tidyfix.csv", 614, 0.2230, 0.2285), ("cdb90_ww2_engagements.csv", 175, 0.1928, 0.2155)],
)
def test_the_published_scores(file: str, scored: int, force: float, climatology: float) -> None:
    board = scoreboard(read_battles(published(file)), repeats=1, draws=100)
    assert len(board.read.battles) == scored
    scores = {score.name: score.in_sample for score in board.scores}
    assert round(scores["force"], 4) == force
    assert round(scores["climatology"], 4) == climatology == round(board.base_rate * (1 - board.base_rate), 4)


@pytest.mark.parametrize("file", ["cdb90_all_660_tidyfix.csv", "cdb90_ww2_engagements.csv"])
def test_the_page_says_what_comes_out(file: str) -> None:
    page = (Path(__file__).parents[3] / "docs" / "published-tables.md").read_text(encoding="utf-8")
    for score in scoreboard(read_battles(published(file))).scores:
        less = score.groups.against_force
        told = f"{less.mean:+.4f} [{less.p05:+.4f}, {less.p95:+.4f}] " if less is not None and score.columns else ""
        assert f"| {score.in_sample:.4f} | {score.battles.score:.4f} | {score.groups.score:.4f} | {told}|" in page
