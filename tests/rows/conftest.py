"""The reference pack, loaded once for all acceptance rows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import torgau
import torgau.loading
from tests.support.reference import reference
from torgau.api import Pack

SHIPPED = Path(torgau.__file__).parent / "packs" / "grand-alliance"


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The shipped reference pack, as a user loads it."""
    return Pack(reference())


@pytest.fixture(scope="session", autouse=True)
def _loaded_once(pack: Pack) -> Iterator[None]:
    """The command line, run in this process hundreds of times, is given the pack that is loaded already; other packs it loads."""
    load = torgau.loading.load_record
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torgau.loading, "load_record", lambda name: pack.record if name == "grand-alliance" else load(name))
        yield


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Makes a copy of the reference pack with words of one file replaced: `edited("events/x.yaml", "old", "new")`.

    Each pair of old and new words must be found exactly once. Called again, it edits the same copy.
    """
    copy = tmp_path / "pack"

    def edit(file: str, *words: str) -> Path:
        if not copy.exists():
            shutil.copytree(SHIPPED, copy)
        path = copy / file
        text = path.read_text(encoding="utf-8")
        for old, new in zip(words[::2], words[1::2], strict=True):
            assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return copy

    return edit
