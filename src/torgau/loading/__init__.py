"""Loading: from a pack folder to an immutable record, in one pure pipeline. Every error has a file, a line and a way to mend it.

read the files -> parse YAML and CSV -> build typed entries, dates included -> check what they say together -> record
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from torgau.loading.files import pack_path
from torgau.loading.load import check_pack, load_record, open_compiled
from torgau.loading.problems import PackError, Problem

if TYPE_CHECKING:
    from torgau.loading.pipeline import CheckResult

__all__ = ["CheckResult", "PackError", "Problem", "check_pack", "load_record", "open_compiled", "pack_path"]


def __getattr__(name: str) -> Any:
    if name == "CheckResult":  # its module loads the parsers, which a compiled pack does without
        from torgau.loading.pipeline import CheckResult

        return CheckResult
    raise AttributeError(f"module 'torgau.loading' has no attribute {name!r}")
