"""A test fails when a command, a field of the answer or a dependency is not documented."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from torgau.answers.answer import Answer
from torgau.cli.main import COMMANDS, main

ROOT = Path(__file__).parents[1]
CONTRACT = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_stands_in_the_contract(name: str) -> None:
    assert f"`torgau {name}" in CONTRACT


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_a_help_text_with_examples(name: str) -> None:
    command = main.get_command(None, name)  # type: ignore[arg-type]
    assert command is not None
    assert command.help
    assert "Example" in command.help
    assert any("--json" in parameter.opts for parameter in command.params) or hasattr(command, "commands")


@pytest.mark.parametrize("field", Answer.__struct_fields__)
def test_every_field_of_an_answer_stands_in_the_contract(field: str) -> None:
    assert f"| `{field}` |" in CONTRACT


def test_the_table_of_dependencies_is_the_list_in_pyproject() -> None:
    table = set(
        re.findall(r"^\| ([a-z][\w-]*) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=!~\[ ]", line)[0] for line in project["dependencies"]}
    assert table - {"package"} == declared
