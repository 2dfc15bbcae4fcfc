"""Layers import downward only; the order stands in docs/architecture.md and is enforced here."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import torgau

ROOT = Path(torgau.__file__).parent
LAYERS = (
    *("dates", "units", "vocabulary", "loading", "record", "flow", "ledger", "audit", "outcome", "answers", "charts"),
    *("book", "importing", "cli"),
)
"""Lowest first. A module may import its own layer and those before it."""

FACES = {"__init__", "api"}


def layer_of(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[0] if len(parts) > 1 else path.stem


def imported_layers(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "torgau" else [node.module or ""]
        found |= {name.split(".")[1] for name in names if name.startswith("torgau.")}
    return found


MODULES = sorted(path for path in ROOT.rglob("*.py") if "packs" not in path.parts and "new_pack" not in path.parts)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_its_own_layer_and_lower_ones(path: Path) -> None:
    layer = layer_of(path)
    if layer in FACES:
        return
    allowed = set(LAYERS[: LAYERS.index(layer) + 1]) | {"__version__"}
    assert imported_layers(path) <= allowed


def test_every_folder_is_a_layer() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in ("packs", "__pycache__")}
    assert folders == set(LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_most_files_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
