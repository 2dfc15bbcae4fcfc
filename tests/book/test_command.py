"""`torgau book` as a person or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.book.invented import record
from torgau.cli.book import command
from torgau.cli.settings import Settings


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(Settings, "record", lambda self: record())
    return Settings(pack="invented")


def test_it_says_where_the_book_is(settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "book"
    done = CliRunner().invoke(command, ["--out", str(out)], obj=settings)
    assert done.exit_code == 0, done.output
    assert f"Open {out / 'index.html'}" in done.stdout
    assert (out / "index.html").is_file()
    assert "Writing the book" in done.stderr


def test_json_is_one_document_and_nothing_else(settings: Settings, tmp_path: Path) -> None:
    out = tmp_path / "book"
    done = CliRunner().invoke(command, ["--out", str(out), "--json"], obj=settings)
    report = json.loads(done.stdout)
    assert report["pages"] == len(list(out.rglob("*.html")))
    assert report["bytes"] == sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    assert report["first_page"] == (out / "index.html").resolve().as_uri()


def test_another_folder_is_refused_with_status_2_and_a_way_out(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    done = CliRunner().invoke(command, ["--out", str(tmp_path)], obj=settings)
    assert done.exit_code == 2
    assert "is not a book of ours" in done.stderr
    assert "--out" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_open_starts_the_browser_at_the_first_page(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("click.launch", lambda url: asked.append(url) or 0)
    done = CliRunner().invoke(command, ["--out", str(tmp_path / "book"), "--open"], obj=settings)
    assert done.exit_code == 0
    assert asked == [(tmp_path / "book" / "index.html").resolve().as_uri()]


def test_a_browser_that_does_not_start_is_said(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.launch", lambda url: 1)
    done = CliRunner().invoke(command, ["--out", str(tmp_path / "book"), "--open"], obj=settings)
    assert done.exit_code == 1
    assert "No browser could be started" in done.stderr
