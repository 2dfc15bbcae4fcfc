"""Blocks on worker processes: the same bytes, also when a worker dies on the way."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.outcome.engine.support import Stocks, available, params_of, world
from torgau.outcome import cluster
from torgau.outcome.ensemble import BLOCK, simulate
from torgau.outcome.summaries import summarise

dask = pytest.importorskip("dask", reason="Dask is not installed; it comes with the group dev")
distributed = pytest.importorskip("distributed", reason="Dask distributed is not installed; it comes with the group dev")
MODEL = Stocks()
MEMBERS = 12 * BLOCK + 17


@pytest.fixture
def two_workers(monkeypatch: pytest.MonkeyPatch) -> Any:
    # A worker of Dask looks for the tests where this process does.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")]))
    with cluster.workers(processes=2, backend="numpy") as places:
        yield places


def test_a_run_whose_worker_is_killed_ends_with_the_same_bytes(two_workers: cluster.Cluster) -> None:
    pids = two_workers.client.run(os.getpid)
    assert len(set(pids.values())) == 2
    assert os.getpid() not in pids.values()
    killed: list[int] = []

    def kill_one(done: int, of: int) -> None:
        if not killed:
            killed.append(next(iter(pids.values())))
            os.kill(killed[0], signal.SIGKILL)

    how = {"seed": 7, "backend": "numpy"}
    elsewhere = simulate(MODEL, params_of(MEMBERS), world(60), places=two_workers, progress=kill_one, **how)
    here = simulate(MODEL, params_of(MEMBERS), world(60), **how)
    assert elsewhere.observed.tobytes() == here.observed.tobytes()
    assert elsewhere.state.stocks.tobytes() == here.state.stocks.tobytes()
    # It did happen: the process is gone, and another has taken its place or its work.
    assert killed[0] not in two_workers.client.run(os.getpid).values()


@pytest.mark.parametrize("backend", ["numpy", "jax"])
def test_a_summary_from_a_scheduler_by_its_address_has_the_same_bytes(two_workers: cluster.Cluster, backend: str) -> None:
    how: dict[str, Any] = {"seed": 7, "backend": available(backend), "keep": (5, 6000)}
    with cluster.workers(two_workers.client.scheduler.address, backend=backend) as places:
        elsewhere = summarise(MODEL, params_of(MEMBERS), world(10), places=places, **how)
    here = summarise(MODEL, params_of(MEMBERS), world(10), **how)
    assert elsewhere.quantiles.tobytes() == here.quantiles.tobytes()
    assert elsewhere.paths.tobytes() == here.paths.tobytes()


def test_workers_with_other_code_are_refused(two_workers: cluster.Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "code_key", lambda: b"another")
    with pytest.raises(cluster.Unlike, match="this machine has"), cluster.workers(two_workers.client.scheduler.address):
        pass


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    quickly = dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with quickly, pytest.raises(OSError, match="Timed out"), cluster.workers("tcp://127.0.0.1:9"):
        pass
