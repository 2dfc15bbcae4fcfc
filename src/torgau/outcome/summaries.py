"""Summaries of a run too large to hold: for each recorded step and series the quantiles over the members, and some whole paths.

Each cell (a recorded step and a series) has `BINS` bins of one width, laid so that the values of the first block of members fill
their middle half. A value beyond them is kept as it is, so nothing is cut off. Counts are whole numbers and adding them is exact:
the summary does not depend on where blocks ran, and those of two runs on one grid can be added.

A quantile that is read off is the middle of the bin that holds the member of that rank: it differs from that member's value by at
most half a bin, one part in `BINS` of the range of the first block, and rounding. That range is some six standard deviations of a
normal quantity, so the error is about 0.003 of one; that which a thousand members leave in a median is 0.04.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from torgau.outcome.ensemble import EnsembleModel, Inputs, State, job_of, ran
from torgau.outcome.running import Places, Progress
from torgau.outcome.streams import Array

BINS = 2048
AT = (0.05, 0.25, 0.5, 0.75, 0.95)
TOGETHER = 64
"""Cells that are counted at once: their bins stay in the cache of a core."""

WAITING = 4
"""Blocks that are counted at once."""


class Grid:
    """Counts of many values for each of many cells, by bins that were laid for the first of them.

    `low` is where the bins of a cell begin and `width` how wide one is, (cells,); `counts` (cells, BINS); `far` holds the values
    beyond them, with the cell of each.
    """

    def __init__(self, low: np.ndarray, width: np.ndarray) -> None:
        self.low, self.width = low, width
        self.counts = np.zeros((len(low), BINS), dtype=np.uint32)
        self.far: list[tuple[np.ndarray, np.ndarray]] = []
        self.members = 0

    @classmethod
    def laid_for(cls, values: np.ndarray) -> Grid:
        """A grid for values like these, (cells, members). Nothing is counted yet."""
        finite = np.isfinite(values)
        least = np.min(values, axis=-1, where=finite, initial=np.inf).astype(np.float64)
        most = np.max(values, axis=-1, where=finite, initial=-np.inf).astype(np.float64)
        none = least > most
        least, most = np.where(none, 0.0, least), np.where(none, 0.0, most)
        # A bin is never narrower than the numbers are apart, not even where all values are one.
        width = np.maximum(2 * (most - least) / BINS, np.maximum(np.abs(least), np.abs(most)) * 2.0**-22 + 1e-30)
        low = (least + most) / 2 - width * BINS / 2
        return cls(low.astype(np.float32), width.astype(np.float32))

    def like(self) -> Grid:
        """The same bins with nothing in them."""
        return Grid(self.low, self.width)

    def add(self, *parts: np.ndarray) -> None:
        """Count values, each part of shape (cells, members). Several parts at once take less time than one after the other."""
        per = np.float32(1) / self.width
        for start in range(0, len(self.low), TOGETHER):
            cells = slice(start, start + TOGETHER)
            some = np.concatenate([part[cells] for part in parts], axis=-1)
            with np.errstate(over="ignore", invalid="ignore"):  # what is infinitely far, or no number, is not inside
                place = (some - self.low[cells, None]) * per[cells, None]
            inside = (place >= 0) & (place < BINS)
            if not inside.all():
                where, _ = np.nonzero(~inside)
                self.far.append((where + start, some[~inside]))
            rows = np.arange(len(some), dtype=np.int64)[:, None] * BINS
            at = place.astype(np.int32) + rows if inside.all() else (np.where(inside, place, 0).astype(np.int32) + rows)[inside]
            self.counts[cells] += np.bincount(at.ravel(), minlength=len(some) * BINS).reshape(-1, BINS).astype(np.uint32)
        self.members += sum(part.shape[-1] for part in parts)

    def plus(self, other: Grid) -> Grid:
        """The counts of both together. Raises ValueError for two grids with other bins."""
        if not (np.array_equal(self.low, other.low) and np.array_equal(self.width, other.width)):
            raise ValueError("only counts by the same bins can be added: give the second run the grid of the first")
        both = self.like()
        both.counts, both.far, both.members = self.counts + other.counts, self.far + other.far, self.members + other.members
        return both

    def quantiles(self, at: Sequence[float] = AT) -> np.ndarray:
        """The values at the ranks `at`, (ranks, cells): of the smallest value that at least that share of members do not exceed.

        Not a number in a cell where a value is none. Raises ValueError for a share that is not between 0 and 1.
        """
        if not all(0 <= share <= 1 for share in at):
            raise ValueError(f"quantiles are between 0 and 1, not {list(at)}")
        cells = np.concatenate([cell for cell, _ in self.far]) if self.far else np.zeros(0, dtype=np.int64)
        values = np.concatenate([value for _, value in self.far]) if self.far else np.zeros(0, dtype=np.float32)
        order = np.lexsort((values, cells))
        cells, values = cells[order], values[order]
        begin = np.searchsorted(cells, np.arange(len(self.low)))
        below = np.bincount(cells[values < self.low[cells]], minlength=len(self.low))
        within = self.counts.sum(axis=1, dtype=np.int64)
        # The same rounding as NumPy's `inverted_cdf`: rank members * share, rounded up, counted from 1.
        ranks = np.clip(np.ceil(np.asarray(at) * self.members), 1, self.members).astype(np.int64)
        found = np.empty((len(ranks), len(self.low)), dtype=np.float32)
        for cell, reached in enumerate(self.counts):
            sums = np.cumsum(reached, dtype=np.int64)
            for row, rank in enumerate(ranks - below[cell]):
                if 0 < rank <= within[cell]:
                    found[row, cell] = self.low[cell] + (np.searchsorted(sums, rank) + 0.5) * self.width[cell]
                else:
                    found[row, cell] = values[begin[cell] + below[cell] + rank - 1 - (within[cell] if rank > 0 else 0)]
        found[:, cells[np.isnan(values)]] = np.nan
        return found


@dataclass(frozen=True)
class Summary:
    """What is left of a run: `quantiles` (ranks, recorded steps, series) at the ranks `at`; `error` (recorded steps, series), how
    far they may be from the value of the member of that rank; `paths` (recorded steps, series, kept members), exact, of the
    members `kept`. A quantile beyond the bins of its cell is exact.
    """

    steps: np.ndarray
    at: tuple[float, ...]
    quantiles: np.ndarray
    error: np.ndarray
    kept: np.ndarray
    paths: np.ndarray
    grid: Grid

    @property
    def members(self) -> int:
        return self.grid.members

    def of(self, share: float) -> np.ndarray:
        """One quantile: (recorded steps, series). Raises ValueError for one that was not asked for."""
        return self.quantiles[self.at.index(share)]


def summarise(
    model: EnsembleModel,
    params: Mapping[str, Array],
    inputs: Inputs,
    *,
    seed: int,
    at: Sequence[float] = AT,
    keep: Sequence[int] = (),
    grid: Grid | None = None,
    members: Array | None = None,
    state: State | None = None,
    first_step: int = 0,
    every: int = 1,
    shocked: bool = True,
    backend: str = "auto",
    progress: Progress | None = None,
    folder: Path | None = None,
    places: Places | None = None,
) -> Summary:
    """As `torgau.outcome.ensemble.simulate`, but with what a reader needs of it, and never more than a few blocks in memory.

    `at` are the ranks of the quantiles, `keep` the numbers of the members whose whole paths are kept, in that order. A `grid` of
    another run (`Summary.grid`) gives its bins, so that both can be added. The folder, if there is one, holds all paths: 4
    bytes for each member, recorded step and series. Raises ValueError for a member that does not run, and where arrays do not
    fit.
    """
    job = job_of(model, params, inputs, seed, members, state, first_step, every, shocked, backend)
    kept = np.asarray(keep, dtype=np.uint32)
    missing = np.setdiff1d(kept, job.members)
    if len(missing):
        raise ValueError(f"members whose paths are to be kept do not run: {missing.tolist()}")
    counted = None if grid is None else grid.like()
    waiting: list[np.ndarray] = []
    paths: dict[int, np.ndarray] = {}
    shape: tuple[int, ...] = ()
    for part, block in ran(job, progress, folder, places):
        observed = block["observed"]
        shape = observed.shape[:2]
        values = observed.reshape(-1, observed.shape[-1])
        if counted is None:
            counted = Grid.laid_for(values)
        waiting.append(values)
        if len(waiting) == WAITING:
            counted.add(*waiting)
            waiting.clear()
        for place in np.flatnonzero(np.isin(job.members[part], kept)):
            paths[int(job.members[part][place])] = observed[..., place].copy()
    assert counted is not None, "a run has at least one member"
    if waiting:
        counted.add(*waiting)
    chosen = [paths[number] for number in kept.tolist()]
    held = np.stack(chosen, axis=-1) if chosen else np.zeros((*shape, 0), dtype=np.float32)
    return _summary(job.steps, tuple(at), kept, held, counted, shape)


def added(parts: Iterable[Summary]) -> Summary:
    """The summary of several runs of one model over the same steps, as if their members had run together.

    Raises ValueError where they do not fit, have other bins, or keep one member twice.
    """
    first, *others = parts
    if any(part.at != first.at or not np.array_equal(part.steps, first.steps) for part in others):
        raise ValueError("summaries of other steps or quantiles cannot be added")
    kept = np.concatenate([part.kept for part in (first, *others)])
    if len(np.unique(kept)) < len(kept):
        raise ValueError("summaries that keep the same member cannot be added")
    grid = first.grid
    for part in others:
        grid = grid.plus(part.grid)
    paths = np.concatenate([part.paths for part in (first, *others)], axis=-1)
    return _summary(first.steps, first.at, kept, paths, grid, first.error.shape)


def _summary(
    steps: np.ndarray, at: tuple[float, ...], kept: np.ndarray, paths: np.ndarray, grid: Grid, shape: tuple[int, ...]
) -> Summary:
    return Summary(
        steps=steps,
        at=at,
        quantiles=grid.quantiles(at).reshape(len(at), *shape),
        error=(grid.width / 2).reshape(shape),
        kept=kept,
        paths=paths,
        grid=grid,
    )
