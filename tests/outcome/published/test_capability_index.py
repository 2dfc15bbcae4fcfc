"""The index of national capability: by hand, by its invariants, by a slow second way, and on the whole data set."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tests.outcome.published.where import published
from torgau.outcome.published.capability_index import COMPONENTS, capability_index, read_state_years, reproduce
from torgau.outcome.published.reading import TableProblem

NAN = math.nan
HEADER = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n"


def test_by_hand() -> None:
    years = np.array([1900, 1900, 1901])
    components = np.array([[1.0, 10, NAN, 4, 2, 1], [3, 30, 5, NAN, 2, 1], [7, 0, NAN, NAN, 1, 2]])
    # First: 1/4, 10/40, missing, 4/4 (the other is not in the total), 1/2, 1/2: mean of five, 2.5 / 5 = 0.5.
    # Second: 3/4, 3/4, 5/5, missing, 1/2, 1/2: 3.5 / 5 = 0.7.
    # Third, alone in its year: 1, no soldiers in the world (missing), missing, missing, 1, 1: 1.
    assert capability_index(years, components) == pytest.approx([0.5, 0.7, 1.0], abs=1e-15)


def test_nothing_known_is_no_number() -> None:
    assert np.isnan(capability_index(np.array([1900, 1900]), np.array([[NAN] * 6, [1.0] * 6]))[0])
    assert len(capability_index(np.array([], np.int64), np.empty((0, 6)))) == 0


def test_invariants() -> None:
    rng = np.random.default_rng(3)
    years = np.repeat(np.arange(1900, 1910), 7)
    components = rng.lognormal(size=(70, 6))
    index = capability_index(years, components)
    # With nothing missing the shares of each year add up to one, whatever the units of the components are.
    assert np.bincount(years - 1900, weights=index) == pytest.approx(np.ones(10), abs=1e-12)
    assert capability_index(years, components * [1e6, 1e-3, 7, 1, 2, 5]) == pytest.approx(index, abs=1e-12)
    # Rows may stand in any order.
    order = rng.permutation(70)
    assert capability_index(years[order], components[order]) == pytest.approx(index[order], abs=1e-15)


def test_a_missing_component_is_not_zero(tmp_path: Path) -> None:
    path = tmp_path / "nmc.csv"
    path.write_text(HEADER + "1,1900,-9,1,1,1,1,1,0.5\n2,1900,4,1,1,1,1,1,0.583333\n3,1901,,2,2,2,2,2,1\n", encoding="utf-8")
    found = reproduce(path)
    # 1: five shares of 1/2, so 1/2. 2: (1 + 5/2) / 6 = 7/12 = 0.583333... With 0 for -9 the first would be 5/12.
    assert list(found.index) == pytest.approx([0.5, 7 / 12, 1.0])
    assert found.missing == {"milex": 2, "milper": 0, "irst": 0, "pec": 0, "tpop": 0, "upop": 0}
    assert (found.rows, found.years, found.beyond) == (3, (1900, 1901), 0)
    assert found.worst == pytest.approx(1 / 3e6)


def test_a_wrong_published_value_is_found(tmp_path: Path) -> None:
    path = tmp_path / "nmc.csv"
    path.write_text(HEADER + "1,1900,1,1,1,1,1,1,0.5\n2,1900,1,1,1,1,1,1,0.500002\n", encoding="utf-8")
    found = reproduce(path)
    assert (found.beyond, found.worst_at) == (1, (2, 1900))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1,1900,-3,1,1,1,1,1,1\n", ":2: `milex` is -3, below zero"),
        ("1,1900,1,1,1,1,1,1,1\n\n1,1900,1,1,1,1,1,1,1\n", ":4: state 1 has two rows for 1900; keep one; the other is line 2"),
        ("1,,1,1,1,1,1,1,1\n", ":2: `year` is empty"),
        ("1,1900,nan,1,1,1,1,1,1\n", ":2: `milex` is 'nan', not a number"),
        ("1,1900,1,1,1,1,1,1,\n", "no row has a published index"),
        ("", ":1: the table has no rows"),
    ],
)
def test_a_bad_file(tmp_path: Path, rows: str, said: str) -> None:
    path = tmp_path / "nmc.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(TableProblem) as caught:
        reproduce(path)
    assert said in str(caught.value)


def test_every_state_and_year() -> None:
    found = reproduce(published("cow_nmc_full.csv"))
    assert found.rows == 17_121
    assert found.beyond == 0
    assert found.worst < 1e-6


def test_one_year_by_a_slow_second_way() -> None:
    data = read_state_years(published("cow_nmc_full.csv"))
    chosen = [at for at in range(len(data.years)) if data.years[at] == 1942]
    totals = [sum(v for at in chosen if not math.isnan(v := data.components[at][c])) for c in range(len(COMPONENTS))]
    index = capability_index(data.years, data.components)
    for at in chosen:
        shares = [v / totals[c] for c in range(len(COMPONENTS)) if not math.isnan(v := data.components[at][c])]
        assert index[at] == pytest.approx(sum(shares) / len(shares), abs=1e-12)
