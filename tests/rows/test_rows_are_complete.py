"""Every row of the acceptance list has a test named after it, so that none can be dropped unnoticed.

The list has the rows R01 to R90.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROWS = {f"R{number:02}" for number in range(1, 91)}
NAMED = re.compile(r"test_(R\d\d)_\w+")


def named_tests() -> dict[str, list[ast.FunctionDef]]:
    """The test functions of this folder by the row in their name."""
    found: dict[str, list[ast.FunctionDef]] = {}
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = NAMED.fullmatch(node.name) if isinstance(node, ast.FunctionDef) else None
            if named and isinstance(node, ast.FunctionDef):
                found.setdefault(named[1], []).append(node)
    return found


def expected_to_fail(test: ast.FunctionDef) -> bool:
    """Whether the test is marked as one that cannot pass yet, or is left out."""
    return any(re.search(r"\.(xfail|skip)", ast.unparse(decorator)) for decorator in test.decorator_list)


def test_every_row_has_a_test_named_after_it() -> None:
    assert len(ROWS) == 90
    missing = sorted(ROWS - set(named_tests()))
    assert not missing, f"no test is named after {', '.join(missing)}"


def test_every_row_has_a_test_that_is_expected_to_pass() -> None:
    only_hoped_for = sorted(row for row, tests in named_tests().items() if all(expected_to_fail(test) for test in tests))
    assert not only_hoped_for


def test_every_named_test_asserts_something() -> None:
    empty = [
        test.name
        for tests in named_tests().values()
        for test in tests
        if not any(isinstance(n, ast.Assert) for n in ast.walk(test))
    ]
    assert not empty


def test_no_test_is_named_after_a_row_that_does_not_exist() -> None:
    assert set(named_tests()) <= ROWS
