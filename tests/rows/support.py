"""What the tests of the acceptance rows share: the command line run in this process, and what every answer must carry."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from torgau.answers.answer import to_json
from torgau.cli.main import main

LAYERS = ("record", "ledger", "flow", "audit", "claim", "outcome")
"""The labels that an answer may carry (docs/contract.md)."""


def run(*arguments: str, pack: Path | None = None) -> Result:
    """Run `torgau [--pack PACK] ARGUMENTS` and give the result, whatever its exit status."""
    chosen = () if pack is None else ("--pack", str(pack))
    result = CliRunner().invoke(main, [*chosen, *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def said(*arguments: str, pack: Path | None = None) -> str:
    """What `torgau ARGUMENTS` prints for people, in one line so that the breaks of lines do not matter."""
    result = run(*arguments, pack=pack)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def asked(*arguments: str, layer: str, pack: Path | None = None) -> dict[str, Any]:
    """The answer object of `torgau ARGUMENTS --json`, checked for what every answer must carry: layer, day, sources."""
    result = run(*arguments, "--json", pack=pack)
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return carries(answer, layer)


def nothing(*arguments: str) -> str:
    """What `torgau ARGUMENTS` answers where the record has nothing: no rows, no evidence, and a sentence that says so."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    assert (answer["layer"], answer["data"], answer["evidence"]) == ("record", [], [])
    return str(answer["answer"])


def plain(answer: Any) -> dict[str, Any]:
    """An answer of the Python face as the JSON object that every other face prints."""
    found: dict[str, Any] = json.loads(to_json(answer))
    return found


def carries(answer: dict[str, Any], layer: str) -> dict[str, Any]:
    """The same answer, if it says its layer, the day it speaks of, and at least one source."""
    assert answer["schema"] == "torgau/answer@1"
    assert answer["layer"] == layer
    assert layer in LAYERS
    assert answer["as_of"]
    assert answer["answer"]
    assert [item for item in answer["evidence"] if item["source"]], "an answer without a source"
    return answer


def rows(answer: dict[str, Any], step: str) -> list[dict[str, Any]]:
    """The rows of one step of a question's answer."""
    return [row for row in answer["data"] if row.get("step") == step]


def ids(lines: Iterable[dict[str, Any]]) -> list[str]:
    """The ids of rows, in order."""
    return [str(line["id"]) for line in lines]


def by_id(lines: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Rows by id."""
    return {str(line["id"]): line for line in lines}


def fields(entry: str, *, layer: str = "record", pack: Path | None = None) -> dict[str, list[str]]:
    """The fields that `torgau show ENTRY` prints, by label."""
    (shown,) = asked("show", entry, layer=layer, pack=pack)["data"]
    return {field["label"]: field["lines"] for field in shown["fields"]}


@cache
def _shipped_audit(source: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked("audit", source, layer="audit")["data"]
    return found


def findings(source: str, claim: str, *, pack: Path | None = None) -> dict[str, str]:
    """What `torgau audit SOURCE` finds about one claim: for each kind of finding its words."""
    found = _shipped_audit(source) if pack is None else asked("audit", source, layer="audit", pack=pack)["data"]
    return {row["kind"]: row["comparison"] for row in found if row["claim"] == claim}
