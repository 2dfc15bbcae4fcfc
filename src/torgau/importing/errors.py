"""Why an import stopped: the file cannot be read, the pack cannot take it. Nothing was changed in either case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torgau.loading import Problem


class ImportStopped(Exception):
    """The import stopped, the pack is as it was. `problem` says what and where (`file:line: ...`), `mend` what to do."""

    def __init__(self, problem: str, mend: str) -> None:
        self.problem = problem
        self.mend = mend
        super().__init__(f"{problem}; {mend}")


class PackHasErrors(ImportStopped):
    """The pack has errors, or would have them after the import; `problems` lists them."""

    def __init__(self, problem: str, mend: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(problem, mend)
