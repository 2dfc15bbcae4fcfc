"""The Composite Index of National Capability of the Correlates of War project, from its six components.

Singer, Bremer and Stuckey, "Capability distribution, uncertainty, and major power war, 1820-1965" (1972); National Material
Capabilities, version 6. An index of size: it says nothing of quality, and its military personnel of a great war may be half of
what that country had under arms. To compute it again is a test of arithmetic, not of truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from torgau.outcome.published.reading import TableProblem, read_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

COMPONENTS: Mapping[str, str] = {
    "milex": "military expenditure",
    "milper": "military personnel",
    "irst": "iron and steel production",
    "pec": "primary energy consumption",
    "tpop": "total population",
    "upop": "urban population",
}
"""The six components by their column in the data set. Only shares of the year's world total enter, so the units do not matter."""

MISSING = -9.0
"""How the data set codes what nobody knows; an empty cell means the same here."""


@dataclass(frozen=True)
class StateYears:
    """One row for each state and year: `components` has six columns, NaN where missing; `published` the index as it is given."""

    states: NDArray[np.int64]
    years: NDArray[np.int64]
    components: Floats
    published: Floats


@dataclass(frozen=True)
class Reproduced:
    """The index computed again, and by how much it misses what is published, over all rows that have a published value."""

    rows: int
    years: tuple[int, int]
    missing: Mapping[str, int]
    index: Floats
    worst: float
    worst_at: tuple[int, int]
    beyond: int
    """How many rows miss by more than `TOLERANCE`."""


TOLERANCE = 1e-6
"""The data set gives the index to about eight digits; a computed one must agree to six decimals."""


def capability_index(years: NDArray[np.int64], components: Floats) -> Floats:
    """The index of every state-year: the mean, over the components that are known for it, of its share of the world total.

    The world total of a year adds up the states that are known. A missing component is left out of the mean and of the total:
    it is not zero. Where the world total of a year is 0 the component counts as missing for all. NaN where nothing is known.
    """
    import numpy as np

    if not len(years):
        return np.empty(0)
    _, at = np.unique(years, return_inverse=True)
    totals = np.zeros((int(at.max()) + 1, components.shape[1]))
    np.add.at(totals, at, np.nan_to_num(components, nan=0.0))
    world = totals[at]
    shares = np.divide(components, world, out=np.full_like(components, np.nan), where=world > 0)
    known = ~np.isnan(shares)
    count = known.sum(axis=1)
    total = np.where(known, shares, 0.0).sum(axis=1)
    index: Floats = np.divide(total, count, out=np.full(len(years), np.nan), where=count > 0)
    return index


def read_state_years(path: str | Path) -> StateYears:
    """A file of National Material Capabilities: the columns ccode, year, the six components, cinc. TableProblem for a bad row."""
    import numpy as np

    rows = read_table(path, ("ccode", "year", *COMPONENTS, "cinc"))
    states, years, components, published = [], [], [], []
    seen: dict[tuple[float, float], int] = {}
    for row in rows:
        state, year = row.required("ccode"), row.required("year")
        if (state, year) in seen:
            raise row.problem(f"state {state:g} has two rows for {year:g}", f"keep one; the other is line {seen[state, year]}")
        seen[state, year] = row.line
        numbers = [row.number(column) for column in COMPONENTS]
        for column, number in zip(COMPONENTS, numbers, strict=True):
            if number is not None and number < 0 and number != MISSING:
                raise row.problem(f"`{column}` is {number:g}, below zero", f"write {MISSING:g} or nothing where it is not known")
        states.append(int(state))
        years.append(int(year))
        components.append([np.nan if number in (None, MISSING) else number for number in numbers])
        index = row.number("cinc")
        published.append(np.nan if index in (None, MISSING) else index)
    return StateYears(
        np.array(states, np.int64),
        np.array(years, np.int64),
        np.array(components, np.float64),
        np.array(published, np.float64),
    )


def reproduce(path: str | Path) -> Reproduced:
    """Compute the index of every state-year of a file again and compare. TableProblem for a file without published values."""
    import numpy as np

    data = read_state_years(path)
    index = capability_index(data.years, data.components)
    if np.isnan(data.published).all():
        raise TableProblem(path, 0, "no row has a published index", "give a file with the column `cinc` filled in")
    # A value that is published and cannot be computed misses altogether.
    miss = np.where(np.isnan(data.published), 0.0, np.nan_to_num(np.abs(index - data.published), nan=np.inf))
    worst = int(np.argmax(miss))
    return Reproduced(
        rows=len(index),
        years=(int(data.years.min()), int(data.years.max())),
        missing={column: int(np.isnan(data.components[:, at]).sum()) for at, column in enumerate(COMPONENTS)},
        index=index,
        worst=float(miss[worst]),
        worst_at=(int(data.states[worst]), int(data.years[worst])),
        beyond=int((miss > TOLERANCE).sum()),
    )
