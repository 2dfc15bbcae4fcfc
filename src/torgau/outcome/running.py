"""How the blocks of a run are run: side by side on the cores of this machine, kept when they are done, not run twice.

A block is a function of its job and its number alone. So it makes no difference to a byte how many blocks run at once, where they
run, in which order they are done, and whether a run was interrupted in between.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import zipfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from torgau.outcome.backends import cores

Progress = Callable[[int, int], None]
"""Told how many members are done, and of how many. It is called where the run was asked for, in the order of the blocks."""

Kept = Mapping[str, np.ndarray]
"""What is left of a block: arrays by name."""

Work = Callable[[Any], Kept]
"""A block's work: a function of a job that can be sent elsewhere."""

Places = Callable[[Work, Iterator[Any]], Iterator[Kept]]
"""Where work is done: `places(work, jobs)` gives the results in the order of the jobs."""

AHEAD = 2
"""Blocks for each worker that are begun before the first of them is taken: enough that nobody waits, few enough to hold."""


@dataclass(frozen=True)
class Threads:
    """The cores of this machine: JAX and NumPy let other threads run while they compute. `count` None is all of them."""

    count: int | None = None

    def __call__(self, work: Work, jobs: Iterator[Any]) -> Iterator[Kept]:
        count = self.count or cores()
        if count == 1:
            yield from map(work, jobs)
            return
        pool = ThreadPoolExecutor(count, thread_name_prefix="torgau-block")
        try:
            yield from in_order(lambda job: pool.submit(work, job), jobs, AHEAD * count)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def in_order(submit: Callable[[Any], Future[Kept]], jobs: Iterator[Any], ahead: int) -> Iterator[Kept]:
    """The results in the order of the jobs; at most `ahead` jobs are begun and not yet taken."""
    waiting: deque[Future[Kept]] = deque()
    for job in jobs:
        waiting.append(submit(job))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@dataclass(frozen=True)
class Folder:
    """Finished blocks in a folder, each in a file of its own under the key of its job.

    A file is written beside its place and renamed into it, and begins with a hash of the rest: a half-written or damaged one is
    not read, and its block is run again.
    """

    path: Path
    key: str

    def file(self, number: int) -> Path:
        return self.path / self.key / f"{number:08d}.block"

    def read(self, number: int) -> Kept | None:
        """What was kept of a block, or None where there is nothing that can be trusted."""
        try:
            whole = self.file(number).read_bytes()
        except OSError:
            return None
        digest, content = whole[:32], whole[32:]
        if hashlib.blake2s(content).digest() != digest:
            return None
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                return {name: arrays[name] for name in arrays.files}
        except (ValueError, OSError, zipfile.BadZipFile):
            return None

    def write(self, number: int, kept: Kept) -> None:
        """Keep a block. Raises OSError where the folder cannot be written to: a run that is to be resumable should say so."""
        buffer = io.BytesIO()
        np.savez(buffer, allow_pickle=False, **kept)
        content = buffer.getvalue()
        to = self.file(number)
        to.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=to.parent, prefix=to.name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.blake2s(content).digest() + content)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(to)
        except BaseException:
            with suppress(OSError):
                Path(beside).unlink()
            raise


def run_blocks(
    work: Work,
    jobs: Sequence[Any],
    job_of: Callable[[Any], Any],
    *,
    size_of: Callable[[Any], int],
    places: Places | None = None,
    folder: Folder | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[Any, Kept]]:
    """Each of `jobs` (numbers or slices of blocks) with what is left of it, in their order.

    `job_of` makes what is sent to the work only when its turn comes; `size_of` counts the members of a block. Blocks that the
    folder holds are not run again.
    """
    total, done = sum(map(size_of, jobs)), 0
    # Looked at before anything runs, since work is begun ahead; what they hold is read when its turn comes.
    held = frozenset(at for at in range(len(jobs)) if folder and folder.read(at) is not None)
    fresh = (places or Threads())(work, (job_of(job) for at, job in enumerate(jobs) if at not in held))
    for at, job in enumerate(jobs):
        kept = folder.read(at) if folder and at in held else next(fresh)
        if kept is None:  # it went while the run was on
            kept = work(job_of(job))
        if folder is not None and at not in held:
            folder.write(at, kept)
        done += size_of(job)
        if progress is not None:
            progress(done, total)
        yield job, kept
    # Lets the places close what they hold: a generator that is not run to its end stays where it is.
    next(fresh, None)
