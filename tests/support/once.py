"""What is costly to make is made once for a run of the tests, not once for each of its workers."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> T:
    """What `make` gives for a folder of its own. The first worker to ask makes it, the others wait and read what it was.

    Only for what nobody changes afterwards. The lock goes with the process that holds it, so that a worker that is stopped
    half way leaves no other waiting; whoever comes next makes the thing again.
    """
    # A worker's own folder lies in that of the run; without workers there is nobody to share with.
    shared = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    kept = shared / f"{name}.pickle"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            found: T = pickle.loads(kept.read_bytes())
            return found
        made = make(shared / name)
        part = kept.with_suffix(".part")
        part.write_bytes(pickle.dumps(made))
        part.rename(kept)
        return made
