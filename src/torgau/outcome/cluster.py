"""Blocks of members on other machines, by Dask distributed (`pip install distributed`): the same numbers from more cores.

    with workers("tcp://scheduler:8786") as places:
        summarise(model, params, inputs, seed=7, places=places)

Each block is sent with all that it needs, so that one whose worker dies is run again by another (after four such deaths Dask
gives up: its `allowed-failures`); nothing is left on a worker that the run could not do without. Machines of one kind with the
same versions give the same bytes; `workers` refuses other versions.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from torgau.outcome.backends import backend_of, cores
from torgau.outcome.ensemble import code_key
from torgau.outcome.running import AHEAD, Kept, Places, Work, in_order


class Unlike(ValueError):
    """The machines of a cluster would not give the same numbers as this one."""


@dataclass(frozen=True)
class Cluster:
    """The workers of a Dask scheduler as places to run blocks (`torgau.outcome.running.Places`)."""

    client: Any

    def __call__(self, work: Work, jobs: Iterator[Any]) -> Iterator[Kept]:
        threads = sum(self.client.nthreads().values()) or 1

        def submit(job: Any) -> Any:
            # Not `pure`: Dask would hash the arrays to find a result that it already has.
            return self.client.submit(work, job, pure=False)

        return in_order(submit, jobs, AHEAD * threads)


@contextmanager
def workers(address: str | None = None, *, processes: int | None = None, backend: str = "auto") -> Iterator[Places]:
    """The workers of the scheduler at an address; without one, worker processes on this machine (`processes`, else one a core).

    Raises ModuleNotFoundError where Dask distributed is not installed, OSError where nobody answers at the address, and `Unlike`
    where a worker has other code or another version of the backend.
    """
    from distributed import Client, LocalCluster

    cluster = None
    if address is None:
        count = processes or cores()
        cluster = LocalCluster(n_workers=count, threads_per_worker=1, processes=True, dashboard_address=None)
    try:
        with Client(cluster if address is None else address, set_as_default=False) as client:
            mine = told(backend)
            others = {where: theirs for where, theirs in client.run(told, backend).items() if theirs != mine}
            if others:
                raise Unlike(f"these workers have {set(others.values())}, and this machine has {mine}: {sorted(others)}")
            yield Cluster(client)
    finally:
        if cluster is not None:
            cluster.close()


def told(backend: str) -> str:
    """What the numbers of a machine depend on: the code and the version of the backend."""
    return f"code {code_key().hex()[:12]}, {backend_of(backend).version}"
