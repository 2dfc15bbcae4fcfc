"""What all tests share: no deadline for property tests, and how workers share the tests between them."""

from __future__ import annotations

import pytest
from hypothesis import settings

# A shared machine may stop for longer than any honest deadline.
settings.register_profile("torgau", deadline=None)
settings.load_profile("torgau")

LATE = ("tests/audit/", "tests/rows/")
"""Folders whose questions run the same what-ifs, kept for a record in the worker that ran them (`tests.support.reference`)."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folders of `LATE` stand together at the end, so that one worker is given them and runs their what-ifs once."""
    items.sort(key=lambda item: item.nodeid.startswith(LATE))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Workers get neighbouring tests, which share what is made for a module; who has nothing left takes from the other's end."""
    from xdist.scheduler import WorkStealingScheduling

    return WorkStealingScheduling(config, log) if config.getvalue("dist") == "load" else None
