"""Where the published data sets lie. They are not part of the project: a test that needs one is skipped where nobody keeps it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

VARIABLE = "TORGAU_PUBLISHED"
"""The environment variable that names the folder; without it, a folder beside the project is looked at."""


def published(name: str) -> Path:
    """The path of a published table, or the test is skipped, saying why."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "reference" / "published"
    folder = Path(os.environ.get(VARIABLE) or beside)
    path = folder / name
    if not path.is_file():
        pytest.skip(f"{name} is not part of the project; set {VARIABLE} to the folder where you keep it")
    return path
