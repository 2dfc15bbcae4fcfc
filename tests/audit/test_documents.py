"""`torgau source fingerprint`: what is read from a file, what is printed, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from torgau.audit import documents
from torgau.audit.documents import DocumentError, paragraphs_of, passages_of
from torgau.audit.passages import fingerprint
from torgau.cli.main import main
from torgau.loading import load_record

FIRST = "The old harbour was closed when the ice came, and the ships of the town went home to the south."
SECOND = "Salt and fish were stored in the long sheds behind the church until the spring brought the ships"
SHORT = "Salt, mostly."
PAGE = f"""<!doctype html><html><head><title>Harbours</title><style>p {{ color: red }}</style></head><body>
<nav><ul><li><a href="/">All the harbours of the coast, with their tides, their towers and their opening hours</a></li></ul></nav>
<article><h1>A heading with more than ten words in it, so that its length is no reason</h1>
<p>The old harbour was closed when the <b>ice</b> came,
and the ships of the town went home to the south.</p><p>{SHORT}</p><p>{SECOND}</p></article>
<footer><p>Copyright of the harbour board, all rights reserved in every country of the whole wide world</p></footer>
<script>var words = "one two three four five six seven eight nine ten eleven";</script></body></html>"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["source", "fingerprint", *arguments])


def file(folder: Path, name: str, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", f"{FIRST}\n\n{SHORT}\n \n\n{SECOND}\n"),
        ("b.txt", f"\ufeff{FIRST}\r\n\r\n{SHORT}\r\n\r\n{SECOND}"),  # byte order mark, line ends of Windows
        ("c.html", PAGE),
        ("d", PAGE),  # known by its first words
    ],
)
def test_paragraphs_of_a_text_and_of_the_main_part_of_a_page(tmp_path: Path, name: str, text: str) -> None:
    assert paragraphs_of(file(tmp_path, name, text)) == (FIRST, SHORT, SECOND)


def test_places_count_the_short_paragraphs_that_are_left_out(tmp_path: Path) -> None:
    assert [item.place for item in passages_of((FIRST, SHORT, SECOND))] == ["p1", "p3"]
    assert [item.place for item in passages_of((FIRST, SHORT, SECOND), "f", least_words=2)] == ["f.p1", "f.p2", "f.p3"]


def test_the_encoding_is_named_and_never_guessed(tmp_path: Path) -> None:
    path = file(tmp_path, "old.txt", "Über den Hafen weiß man wenig.", "windows-1252")
    with pytest.raises(DocumentError, match=r"is not utf-8 \(byte 1\)"):
        paragraphs_of(path)
    assert paragraphs_of(path, "windows-1252") == ("Über den Hafen weiß man wenig.",)
    wide = file(tmp_path, "wide.txt", FIRST, "utf-16")
    assert paragraphs_of(wide, "utf-16") == (FIRST,)


def test_the_yaml_goes_into_a_pack_as_it_is(tmp_path: Path) -> None:
    """Printed, pasted below a source, loaded: the passages are those that the engine makes itself."""
    path = file(tmp_path, "page.html", PAGE)
    printed = run(str(path), "--prefix", "body", "--alone")
    assert printed.exit_code == 0, printed.output
    assert "left out: 1 of 3 paragraphs" in printed.stderr
    assert max(map(len, printed.stdout.splitlines())) <= 80
    made = CliRunner().invoke(main, ["new", str(tmp_path / "pack")])
    assert made.exit_code == 0, made.output
    entry = "sources:\n  - id: harbours\n    title: Harbours\n    kind: web-page\n    grade: F\n" + printed.stdout
    (tmp_path / "pack" / "harbours.yaml").write_text(entry, encoding="utf-8")
    loaded = load_record(str(tmp_path / "pack")).sources["harbours"].passages
    assert loaded == (fingerprint("body.p1", FIRST), fingerprint("body.p3", SECOND))
    assert loaded[1].closes == "mid-sentence"


def test_json_has_every_field_and_the_same_hashes(tmp_path: Path) -> None:
    path = file(tmp_path, "page.html", PAGE)
    answer = json.loads(run(str(path), "--json").stdout)
    assert (answer["file"], answer["left_out"]) == (str(path), 1)
    assert [item["place"] for item in answer["passages"]] == ["p1", "p3"]
    first = answer["passages"][0]
    assert (first["words"], first["opens"], first["closes"]) == (20, "sentence", "sentence")
    in_yaml = yaml.safe_load(run(str(path)).stdout)["passages"]
    assert [item["shingles"] for item in in_yaml] == [item["shingles"] for item in answer["passages"]]


def test_no_word_of_the_text_is_printed(tmp_path: Path) -> None:
    rare = "Xylophonic quagmires bewildered seventeen juxtaposed zeppelins over vexatious wharves yesterday, unquestionably."
    path = file(tmp_path, "t.txt", f"{rare}\n\nQuixotic.")
    for arguments in ((), ("--json",), ("--least", "99"), ("--encoding", "ascii"), ("--encoding", "utf-16")):
        output = run(str(path), *arguments).output.casefold()
        assert not [
            word for word in rare.casefold().replace(",", "").replace(".", "").split() if len(word) > 5 and word in output
        ]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.pdf", b"%PDF-1.7 only letters", "is no text file (PDF, Word or RTF)"),
        ("a.docx", b"PK\x03\x04 and so on", "is no text file (PDF, Word or RTF)"),
        ("a.bin", b"ab\x00cd", "null bytes"),
        ("a.png", b"\x89PNG\r\n", "is not utf-8 (byte 1)"),
        ("empty.txt", b" \n\n", "is empty"),
        ("huge.txt", b"a " * (documents.LARGEST // 2 + 1), "bytes are more than the 5,000,000"),
        ("few.txt", b"Three words only.", "no paragraph of it has 10 words"),
        ("bare.html", b"<html><body></body></html>", "no running text was found"),
        ("deep.html", b"<html><body>" + b"<div>" * 20000 + b"x" + b"</div>" * 20000, "no running text was found"),
    ],
)
def test_what_is_no_document_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    result = run(str(file(tmp_path, name, data)))
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1


def test_no_file_a_folder_and_no_encoding(tmp_path: Path) -> None:
    for arguments, says in (
        ((str(tmp_path / "none.txt"),), "No such file or directory; check the name"),
        ((str(tmp_path),), "is a folder; give one file"),
        ((os.devnull,), "is no ordinary file"),
        ((str(file(tmp_path, "a.txt", FIRST)), "--encoding", "klingon"), "no text encoding 'klingon' is known"),
    ):
        result = run(*arguments)
        assert result.exit_code == 2
        assert says in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_the_extractor_is_loaded_only_for_pages() -> None:
    code = "import sys, torgau.cli.source, torgau.audit.documents; print('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
