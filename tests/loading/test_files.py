"""Reading a folder: only what belongs to the pack, only what is text, in the same order everywhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.loading.small import SOURCE, write_pack
from torgau.loading import PackError, check_pack, load_record, pack_path
from torgau.loading.files import decode, read_folder
from torgau.loading.problems import Problem


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(each.code, each.file) for each in check_pack(folder).problems]


def test_only_pack_files_are_read(tmp_path: Path) -> None:
    write_pack(
        tmp_path,
        {
            "a.yaml": SOURCE,
            "README.md": b"\xff",
            "x.txt": b"\0",
            ".git/b.yaml": b"\0",
            ".hidden.yaml": b"\0",
            "sub/c.yml": "actors: []\n",
        },
    )
    assert list(read_folder(tmp_path).files) == ["a.yaml", "datapackage.json", "sub/c.yml"]
    assert codes(tmp_path) == []


def test_neither_names_of_files_nor_order_matter(tmp_path: Path) -> None:
    actors = "actors:\n  - {id: AA, name: Alphaland}\n  - {id: BB, name: Betaland}\n"
    one = write_pack(tmp_path / "one", {"a.yaml": SOURCE, "b.yaml": actors})
    two = write_pack(tmp_path / "two", {"z/y.yaml": SOURCE, "a.yaml": actors})
    three = write_pack(tmp_path / "three", {"all.yaml": actors + SOURCE})
    records = [load_record(each, cache=False) for each in (one, two, three)]
    assert records[0].actors == records[1].actors == records[2].actors
    assert records[0].sources == records[1].sources == records[2].sources


def test_a_link_out_of_the_pack_is_refused_and_not_followed(tmp_path: Path) -> None:
    secret = write_pack(tmp_path / "outside", {"secret.yaml": "actors:\n  - {id: XX, name: Secret}\n"})
    pack = write_pack(tmp_path / "pack", {"a.yaml": SOURCE})
    (pack / "file.yaml").symlink_to(secret / "secret.yaml")
    (pack / "folder").symlink_to(secret)
    (pack / "up.yaml").symlink_to("../outside/secret.yaml")
    result = check_pack(pack)
    assert [(each.code, each.file) for each in result.problems] == [
        ("file-outside", "file.yaml"),
        ("file-outside", "folder"),
        ("file-outside", "up.yaml"),
    ]
    assert result.record is None
    assert result.counts["actors"] == 0


@pytest.mark.parametrize(
    "name", ["../secret.csv", "/etc/passwd", "a/../../secret.csv", "~/secret.csv", "..\\secret.csv", "C:\\x.csv"]
)
def test_a_series_cannot_name_a_file_outside(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.csv").write_text("start\n", encoding="utf-8")
    pack = write_pack(
        tmp_path / "pack", {"a.yaml": f"series:\n  - {{id: s, title: S, file: '{name}', unit: tons, scope: all}}\n"}
    )
    assert codes(pack) == [("file-outside", "a.yaml")]


def test_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    write_pack(tmp_path, {})
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    (tmp_path / "again").symlink_to(".")  # a folder inside the pack: its files are read where they stand
    assert codes(tmp_path) == [("file-unreadable", "a.yaml"), ("file-unreadable", "b.yaml")]


@pytest.mark.parametrize("name", [b"caf\xe9.yaml", b"two\nlines.yaml", b"bell\x07.csv"])
def test_a_file_name_that_cannot_be_printed(tmp_path: Path, name: bytes) -> None:
    write_pack(tmp_path, {})
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(SOURCE, encoding="utf-8")
    except OSError:
        pytest.skip("this file system does not allow such names")
    (found,) = check_pack(tmp_path).problems
    assert found.code == "file-encoding"
    assert found.file.isascii()
    assert found.file.isprintable()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    write_pack(tmp_path, {})
    os.mkfifo(tmp_path / "pipe.yaml")
    assert codes(tmp_path) == [("file-unreadable", "pipe.yaml")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    write_pack(tmp_path, {"a.yaml": SOURCE})
    (tmp_path / "a.yaml").chmod(0)
    assert codes(tmp_path) == [("file-unreadable", "a.yaml")]


@pytest.mark.parametrize(
    ("content", "code", "line", "column", "words"),
    [
        ("a: é".encode("cp1252"), "file-encoding", 1, 4, "Windows-1252"),
        ("a: b\nc: dé".encode("cp1252"), "file-encoding", 2, 5, "'é'"),
        ("é: ü\n".encode() + b"x: \xfc", "file-encoding", 2, 4, "Windows-1252"),
        ("a: b".encode("utf-16"), "file-encoding", 1, 1, "UTF-16"),
        ("a: b, c: d".encode("utf-16-le"), "file-encoding", 1, 1, "UTF-16"),
        (b"a: b\nc: \0", "file-binary", 2, 1, "NUL"),
        (b"PK\x03\x04\0\0\0", "file-binary", 1, 1, "NUL"),
        (b"a: \x81", "file-encoding", 1, 4, "0x81"),
    ],
)
def test_what_is_not_utf8_text_is_refused_with_a_guess(content: bytes, code: str, line: int, column: int, words: str) -> None:
    found = decode(content, "x.yaml")
    assert isinstance(found, Problem)
    assert (found.code, found.line, found.column) == (code, line, column)
    assert words in found.message


def test_byte_order_marks_and_line_ends_do_not_matter() -> None:
    assert decode(b"\xef\xbb\xbfa: b\r\nc: d\r", "x.yaml") == "a: b\nc: d\n"


def test_a_pack_is_found_by_name_or_path(tmp_path: Path) -> None:
    assert pack_path("grand-alliance").name == "grand-alliance"
    assert pack_path("grand-alliance").parent.name == "packs"
    assert pack_path(tmp_path) == tmp_path
    with pytest.raises(FileNotFoundError, match="grand-alliance"):
        pack_path("no-such-pack")
    with pytest.raises(NotADirectoryError):
        pack_path(__file__)


def test_errors_list_everything_and_nothing_is_half_loaded(tmp_path: Path) -> None:
    write_pack(tmp_path, {"a.yaml": "sources:\n  - {id: book, title: NO}\n", "b.yaml": "actors: [\n", "c.yaml": "events: 5\n"})
    with pytest.raises(PackError) as raised:
        load_record(tmp_path)
    assert [(each.code, each.file, each.line) for each in raised.value.problems] == [
        ("field-missing", "a.yaml", 2),
        ("field-missing", "a.yaml", 2),
        ("yaml-boolean", "a.yaml", 2),
        ("yaml-syntax", "b.yaml", 2),
        ("file-shape", "c.yaml", 1),
    ]
    assert all(each.code in str(raised.value) for each in raised.value.problems)
