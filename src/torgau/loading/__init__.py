"""Loading: from a pack folder to an immutable record, in one pure pipeline. Every error has a file, a line and a way to mend it.

read the files -> parse YAML and CSV -> build typed entries, dates included -> check what they say together -> record
"""

from __future__ import annotations

from torgau.loading.files import pack_path
from torgau.loading.load import load_record
from torgau.loading.pipeline import CheckResult, check_pack
from torgau.loading.problems import PackError, Problem

__all__ = ["CheckResult", "PackError", "Problem", "check_pack", "load_record", "pack_path"]
