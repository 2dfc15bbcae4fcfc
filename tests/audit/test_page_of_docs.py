"""docs/audit.md names every form of statement and every kind of finding, and no others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args, get_type_hints

import torgau
from torgau.audit.findings import ORDER, FindingKind
from torgau.audit.report import FLAGS
from torgau.vocabulary.claims import AnyStatement, Claim

DOCS = (Path(torgau.__file__).parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")


def rows(heading: str) -> set[str]:
    """The words in backticks of the first column of the table below a heading."""
    part = DOCS.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in part.splitlines() if line.startswith("| `")]
    return {word for cell in cells for word in re.findall(r"`([\w-]+)`", cell)} - {"type"}


def test_every_form_of_statement() -> None:
    assert rows("Claims") == {form.__struct_config__.tag for form in get_args(AnyStatement)}


def test_every_kind_of_finding_and_its_order() -> None:
    assert rows("Findings") == set(get_args(FindingKind)) == set(ORDER)
    assert len(ORDER) == len(set(ORDER))


def test_every_flag_becomes_a_finding_of_its_own_name() -> None:
    flags = get_args(get_args(get_type_hints(Claim)["flags"])[0])
    assert set(flags) == set(FLAGS)
    assert {flag: kind for flag, (kind, _) in FLAGS.items()} == {flag: flag for flag in flags}
