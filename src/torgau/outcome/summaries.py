"""Summaries of a run too large to hold: for each recorded step and series the quantiles over the members, and some whole paths.

Blocks are counted into a grid that is the same for every run: the bins are ranges of floating-point numbers, `2 ** BITS` equal ones
between one power of two and the next (as in Tene's HdrHistogram). Counts are whole numbers and adding them is exact, so the
summary does not depend on the order of the blocks or on where they ran, and those of two runs can be added.

A quantile that is read off is the middle of the bin that holds the member of that rank. It differs from that member's value by at
most one part in `2 ** (BITS + 1)` of the value (values closer to zero than 1e-38 count as zero).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from torgau.outcome.ensemble import EnsembleModel, Inputs, Job, State, job_of, run_block
from torgau.outcome.running import Folder, Kept, Places, Progress, run_blocks
from torgau.outcome.streams import Array

BITS = 9
ERROR = 2.0 ** -(BITS + 1)
"""The largest error of a quantile, relative to its value: about 0.001."""

AT = (0.05, 0.25, 0.5, 0.75, 0.95)
SHIFT = 23 - BITS
"""Low bits of a number in single precision that a bin does not tell apart."""

SIGN = np.uint32(0x80000000)
INFINITE = np.uint32(0x7F800000)
GATHERED = 4_000_000
"""Entries that may wait before they are added up."""


@dataclass(frozen=True)
class Counts:
    """How many members fell into each bin of each cell (a recorded step and a series): `keys`, ascending, are cell times 2^32 and
    bin; `counts` are whole numbers. Bins with no member are left out.
    """

    keys: np.ndarray
    counts: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray) -> Counts:
        """Count values of shape (cells, members), single precision."""
        cells, members = values.shape
        bins = np.sort(bins_of(values), axis=-1)
        first = np.ones((cells, members), dtype=bool)
        np.not_equal(bins[:, 1:], bins[:, :-1], out=first[:, 1:])
        at = np.flatnonzero(first)
        keys = (at // members).astype(np.uint64) << np.uint64(32) | bins.ravel()[at]
        return cls(keys, np.diff(at, append=cells * members))

    @classmethod
    def added(cls, parts: Sequence[Counts]) -> Counts:
        """The counts of several parts together, exactly."""
        keys = np.concatenate([part.keys for part in parts])
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.zeros(0, dtype=np.int64)
        counts = np.concatenate([part.counts for part in parts])[order]
        return cls(keys[first], np.add.reduceat(counts, first) if len(keys) else counts)

    def quantiles(self, cells: int, at: Sequence[float] = AT) -> np.ndarray:
        """The values at the ranks `at`, (ranks, cells): the smallest one that at least that share of the members do not exceed.

        Not a number in a cell where a member's value is none. Raises ValueError for a share that is not between 0 and 1.
        """
        if not all(0 <= share <= 1 for share in at):
            raise ValueError(f"quantiles are between 0 and 1, not {list(at)}")
        cell, bins = (self.keys >> np.uint64(32)).astype(np.int64), self.keys.astype(np.uint32)
        ends = np.searchsorted(cell, np.arange(cells), side="right")
        reached = np.cumsum(self.counts)
        before = np.concatenate([[0], reached])[np.concatenate([[0], ends[:-1]])]
        total = reached[ends - 1] - before
        middle = middles(bins)
        found = np.empty((len(at), cells), dtype=np.float32)
        for row, share in enumerate(at):
            # The same rounding as NumPy's `inverted_cdf`: rank n * share, rounded up, counted from 1.
            rank = np.clip(np.ceil(total * share), 1, total).astype(np.int64)
            found[row] = middle[np.searchsorted(reached, before + rank)]
        found[:, np.isnan(middle[ends - 1]) | np.isnan(middle[np.concatenate([[0], ends[:-1]])])] = np.nan
        return found


def bins_of(values: np.ndarray) -> np.ndarray:
    """The bin of each number, `uint32`, in the order of the numbers."""
    bits = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32)
    return np.where(bits & SIGN, ~bits, bits | SIGN) >> np.uint32(SHIFT)


def middles(bins: np.ndarray) -> np.ndarray:
    """The middle of each bin, single precision."""
    key = (bins << np.uint32(SHIFT)) | np.uint32(1 << (SHIFT - 1))
    bits = np.where(key & SIGN, key ^ SIGN, ~key)
    size = bits & ~SIGN
    # The first bin beyond all numbers is infinity alone; those after it are not numbers.
    bits = np.where(size >> np.uint32(SHIFT) == INFINITE >> np.uint32(SHIFT), (bits & SIGN) | INFINITE, bits)
    bits = np.where(size < np.uint32(0x00800000), np.uint32(0), bits)
    return np.ascontiguousarray(bits, dtype=np.uint32).view(np.float32)


@dataclass(frozen=True)
class Summary:
    """What is left of a run: `quantiles` (ranks, recorded steps, series) at the ranks `at`, each within `ERROR` of the value of the
    member of that rank; `paths` (recorded steps, series, kept members), exact, of the members `kept`.
    """

    steps: np.ndarray
    at: tuple[float, ...]
    quantiles: np.ndarray
    kept: np.ndarray
    paths: np.ndarray
    members: int
    counts: Counts

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

    `at` are the ranks of the quantiles, `keep` the numbers of the members whose whole paths are kept, in that order. Raises
    ValueError for a member that does not run, and where the arrays do not fit.
    """
    job = job_of(model, params, inputs, seed, members, state, first_step, every, shocked, backend)
    kept = np.asarray(keep, dtype=np.uint32)
    missing = np.setdiff1d(kept, job.members)
    if len(missing):
        raise ValueError(f"members whose paths are to be kept do not run: {missing.tolist()}")
    stored = None if folder is None else Folder(Path(folder), job.key("summary", BITS, tuple(kept.tolist())))
    waiting: list[Counts] = []
    paths: dict[int, np.ndarray] = {}
    shape: Any = None
    work = partial(counted, keep=kept)
    ran = run_blocks(work, job.blocks(), job.part, size_of=_size, places=places, folder=stored, progress=progress)
    for _, found in ran:
        waiting.append(Counts(found["keys"], found["counts"]))
        if sum(len(part.keys) for part in waiting) > GATHERED:
            waiting = [Counts.added(waiting)]
        shape = tuple(found["shape"].tolist())
        paths.update(zip(found["kept"].tolist(), np.moveaxis(found["paths"], -1, 0), strict=True))
    counts = Counts.added(waiting)
    chosen = [paths[number] for number in kept.tolist()]
    return Summary(
        steps=job.steps,
        at=tuple(at),
        quantiles=counts.quantiles(shape[0] * shape[1], at).reshape(len(at), *shape),
        kept=kept,
        paths=np.stack(chosen, axis=-1) if chosen else np.zeros((*shape, 0), dtype=np.float32),
        members=job.count,
        counts=counts,
    )


def added(parts: Iterable[Summary]) -> Summary:
    """The summary of several runs of one model over the same steps, as if their members had run together.

    Raises ValueError where they do not fit, or a member is kept twice.
    """
    given = list(parts)
    first = given[0]
    if any(part.at != first.at or not np.array_equal(part.steps, first.steps) for part in given):
        raise ValueError("summaries of other steps or quantiles cannot be added")
    kept = np.concatenate([part.kept for part in given])
    if len(np.unique(kept)) < len(kept):
        raise ValueError("summaries that keep the same member cannot be added")
    counts = Counts.added([part.counts for part in given])
    shape = first.quantiles.shape[1:]
    quantiles = counts.quantiles(shape[0] * shape[1], first.at).reshape(first.quantiles.shape)
    paths = np.concatenate([part.paths for part in given], axis=-1)
    return Summary(first.steps, first.at, quantiles, kept, paths, sum(part.members for part in given), counts)


def counted(job: Job, keep: np.ndarray) -> Kept:
    """One block: its counts, and the paths of those of its members that are to be kept."""
    observed, _ = run_block(job)
    counts = Counts.of(observed.reshape(-1, observed.shape[-1]))
    here = np.flatnonzero(np.isin(job.members, keep))
    return {
        "keys": counts.keys,
        "counts": counts.counts,
        "shape": np.array(observed.shape[:2]),
        "kept": job.members[here],
        "paths": np.ascontiguousarray(observed[..., here]),
    }


def _size(part: slice) -> int:
    return int(part.stop - part.start)
