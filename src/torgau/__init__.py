"""Torgau: plain-text accounting for promises between states.

import torgau
pack = torgau.load("grand-alliance")
pack.ledger(on="1945-09-02").verdict("yalta-japan-entry")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from torgau.api import Pack, load
    from torgau.loading import PackError

__all__ = ["Pack", "PackError", "__version__", "load"]

_HOMES = {"Pack": "torgau.api", "load": "torgau.api", "PackError": "torgau.loading"}


def __getattr__(name: str) -> Any:
    # Imported on first use: `torgau --help` must not pay for the whole engine.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'torgau' has no attribute {name!r}")
