"""Interrupted runs go on where they stopped and end with the same bytes; what was kept badly is done again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.outcome.engine.support import BACKENDS, Stocks, available, params_of, world
from torgau.outcome.ensemble import BLOCK, Run, job_of, simulate
from torgau.outcome.running import Kept, Work
from torgau.outcome.summaries import summarise

MODEL = Stocks()
MEMBERS = 4 * BLOCK - 100


class Interrupted(Exception):
    pass


class Counted:
    """Runs blocks one by one and counts them."""

    def __init__(self) -> None:
        self.ran = 0

    def __call__(self, work: Work, jobs: Iterator[Any]) -> Iterator[Kept]:
        for job in jobs:
            self.ran += 1
            yield work(job)


def run(folder: Path | None, backend: str = "numpy", **how: Any) -> Run:
    return simulate(MODEL, params_of(MEMBERS), world(20), seed=7, backend=backend, folder=folder, **how)


def same(one: Run, other: Run) -> bool:
    parts = [(one.observed, other.observed), (one.state.stocks, other.state.stocks), (one.steps, other.steps)]
    parts += [(one.state.lost[name], other.state.lost[name]) for name in ("first", "second")]
    return all(a.tobytes() == b.tobytes() and a.shape == b.shape for a, b in parts)


def interrupt_after(blocks: int) -> Any:
    def progress(done: int, of: int) -> None:
        if done >= blocks * BLOCK:
            raise Interrupted

    return progress


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_interrupted_run_goes_on_and_ends_with_the_same_bytes(tmp_path: Path, backend: str) -> None:
    straight = run(None, available(backend))
    with pytest.raises(Interrupted):
        run(tmp_path, backend, progress=interrupt_after(2), places=Counted())
    assert len(list(tmp_path.glob("*/*.block"))) == 2
    rest = Counted()
    assert same(run(tmp_path, backend, places=rest), straight)
    assert rest.ran == 2
    again = Counted()
    assert same(run(tmp_path, backend, places=again), straight)
    assert again.ran == 0


@pytest.mark.parametrize("harm", ["cut", "changed", "empty", "gone"])
def test_a_block_that_was_kept_badly_is_run_again(tmp_path: Path, harm: str) -> None:
    straight = run(tmp_path)
    file = sorted(tmp_path.glob("*/*.block"))[1]
    good = file.read_bytes()
    if harm == "gone":
        file.unlink()
    else:
        middle = len(good) // 2
        changed = good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :]
        file.write_bytes({"cut": good[:middle], "changed": changed, "empty": b""}[harm])
    places = Counted()
    assert same(run(tmp_path, places=places), straight)
    assert places.ran == 1
    assert file.read_bytes() == good


def test_a_file_that_was_being_written_is_not_taken_for_a_block(tmp_path: Path) -> None:
    run(tmp_path, places=Counted())
    (folder,) = tmp_path.iterdir()
    (folder / "00000001.blockx7hd").write_bytes(b"half of")
    places = Counted()
    run(tmp_path, places=places)
    assert places.ran == 0


def test_a_summary_goes_on_from_the_blocks_of_a_run(tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        run(tmp_path, progress=interrupt_after(3), places=Counted())
    places = Counted()
    how = {"seed": 7, "backend": "numpy", "keep": (3, 1900)}
    resumed = summarise(MODEL, params_of(MEMBERS), world(20), folder=tmp_path, places=places, **how)
    straight = summarise(MODEL, params_of(MEMBERS), world(20), **how)
    assert places.ran == 1
    assert resumed.quantiles.tobytes() == straight.quantiles.tobytes()
    assert resumed.paths.tobytes() == straight.paths.tobytes()


def test_blocks_of_another_run_are_not_taken() -> None:
    def key(**other: Any) -> str:
        usual: dict[str, Any] = {"model": MODEL, "params": params_of(9), "inputs": world(5), "seed": 7, "backend": "numpy"}
        return job_of(**(usual | other)).key()

    state = simulate(MODEL, params_of(9), world(5), seed=7, backend="numpy").state
    changed = params_of(9)
    changed["rate"][3] *= 2
    others = [
        {"model": Stocks(("first", "second", "fourth"))},
        {"params": changed},
        {"params": {("more" if name == "rate" else name): value for name, value in params_of(9).items()}},
        {"inputs": world(6)},
        {"inputs": world(5, 31.0)},
        {"seed": 8},
        {"members": np.arange(1, 10)},
        {"state": state},
        {"first_step": 1},
        {"every": 2},
        {"shocked": False},
    ]
    keys = [key(), *(key(**other) for other in others)]
    assert len(set(keys)) == len(keys)
    # The order in which parameters are named is not part of it.
    assert key(params=dict(reversed(params_of(9).items()))) == key()


def test_a_model_that_does_not_tell_what_it_is_cannot_be_resumed(tmp_path: Path) -> None:
    class Silent(Stocks):
        __repr__ = object.__repr__

    with pytest.raises(ValueError, match="make it a dataclass"):
        simulate(Silent(), params_of(9), world(5), seed=7, backend="numpy", folder=tmp_path)
