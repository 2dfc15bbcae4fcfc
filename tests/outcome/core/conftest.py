"""The invented pack on disk with draws of its models, written once; each test may load it anew and give it scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.outcome.support import keep_invented_draws, load, write_pack
from torgau.vocabulary import Record


@pytest.fixture(scope="module", autouse=True)
def _numpy() -> Iterator[None]:
    """Whoever does not ask for JAX runs on NumPy here: nothing to compile for so few members, and no other library is needed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TORGAU_BACKEND", "numpy")
        yield


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The invented pack with draws of all models and without scores. Do not write into its folder."""
    record = load(write_pack(tmp_path_factory.mktemp("pack")))
    keep_invented_draws(record)
    return record


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[..., Record]:
    """A function that writes the pack into a folder of this test, with other entries or rows, and draws; and loads it."""

    def written(held: Any = None, rows: Any = None, draws: bool = True) -> Record:
        record = load(write_pack(tmp_path, held, rows))
        if draws:
            keep_invented_draws(record)
        return record

    return written
