"""The folder: replaced as a whole, never over something else, and as it was after an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from torgau.book.write import MARK, NotABook, write_files


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_new_book(tmp_path: Path) -> None:
    total = write_files(tmp_path / "book", [("index.html", b"one"), ("a/b.html", b"two!")], "mark")
    assert contents(tmp_path / "book") == {"index.html": "one", "a/b.html": "two!", MARK: "mark"}
    assert total == 3 + 4 + 4
    assert [path.name for path in tmp_path.iterdir()] == ["book"]


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    write_files(tmp_path / "book", [("index.html", b"one")], "mark")
    assert contents(tmp_path / "book")["index.html"] == "one"


def test_a_book_is_replaced_with_nothing_left_behind(tmp_path: Path) -> None:
    write_files(tmp_path / "book", [("old.html", b"old")], "mark")
    write_files(tmp_path / "book", [("new.html", b"new")], "mark")
    assert contents(tmp_path / "book") == {"new.html": "new", MARK: "mark"}
    assert [path.name for path in tmp_path.iterdir()] == ["book"]


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_something_else_is_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "book"
    if kind == "folder":
        target.mkdir()
        (target / "thesis.txt").write_text("years of work")
    else:
        target.write_text("years of work")
    with pytest.raises(NotABook, match="book"):
        write_files(target, [("index.html", b"one")], "mark")
    assert "years of work" in (target / "thesis.txt" if kind == "folder" else target).read_text()
    assert len(list(tmp_path.iterdir())) == 1


def test_an_error_half_way_leaves_the_old_book(tmp_path: Path) -> None:
    write_files(tmp_path / "book", [("index.html", b"old")], "mark")

    def failing() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_files(tmp_path / "book", failing(), "mark")
    assert contents(tmp_path / "book")["index.html"] == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["book"]
