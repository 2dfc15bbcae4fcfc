"""One tiny bad pack for each problem code, with exactly what `torgau check` prints for it."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from tests.loading.expected import FOLDER, PACKS, printed
from torgau.cli.main import main
from torgau.loading.codes import CODES


def test_there_is_a_bad_pack_for_each_code_and_a_code_for_each_bad_pack() -> None:
    assert set(PACKS) == set(CODES)


def test_the_page_lists_each_code_once() -> None:
    page = (FOLDER.parents[1] / "docs" / "pack.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9-]+)` \| (error|warning) \|", page, re.MULTILINE)
    assert sorted(listed) == sorted((code, each.severity) for code, each in CODES.items())


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_code_says_what_it_means_and_how_to_mend_it(code: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code)
    assert all(len(text) > 5 for text in (CODES[code].title, CODES[code].meaning, CODES[code].mend))


@pytest.mark.parametrize("code", PACKS)
def test_check_prints_what_is_expected(code: str) -> None:
    result = printed(code)
    assert result.output == (FOLDER / code / "expected.txt").read_text(encoding="utf-8")
    assert set(re.findall(r"(?:error|warning)\[([a-z0-9-]+)\]", result.output)) == {code}
    assert result.exit_code == (1 if CODES[code].severity == "error" else 0)


@pytest.mark.parametrize("code", PACKS)
def test_expected_output_fits_a_terminal_and_shows_how_to_mend(code: str) -> None:
    text = (FOLDER / code / "expected.txt").read_text(encoding="utf-8")
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "mend:" in text


def test_strict_makes_warnings_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    result = CliRunner().invoke(main, ["check", "--strict", "fact-without-source"])
    assert result.exit_code == 1
    assert "error[fact-without-source]" in result.output
    assert "1 error, 0 warnings" in result.output
