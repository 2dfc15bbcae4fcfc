"""The books that the tests read, each built once for all workers, and a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.book.invented import record
from tests.support.once import once
from tests.support.reference import reference
from torgau.book import Built, write_book

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The book of the invented pack."""
    return once(tmp_path_factory, "invented-book", lambda folder: write_book(record(), folder))


@pytest.fixture(scope="session")
def book(built: Built) -> Path:
    """Its folder."""
    return built.path


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The book of the shipped pack."""
    return once(tmp_path_factory, "shipped-book", lambda folder: write_book(reference(), folder))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that TORGAU_CHROMIUM names."""
    path = os.environ.get("TORGAU_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium: install Debian's package `chromium`, or set TORGAU_CHROMIUM to a browser's path")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()
