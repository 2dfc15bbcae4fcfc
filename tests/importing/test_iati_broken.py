"""Hostile, broken and foreign files: one message each with the line, and a pack that is as it was."""

from __future__ import annotations

import gzip
import socket
import time
from decimal import Decimal
from pathlib import Path

import pytest

from tests.importing.iati_files import activity, bring, fingerprint, iati, new_pack, pay
from torgau.importing.errors import ImportStopped

GOOD = iati(activity(pay("5")))


def refused(tmp_path: Path, content: str | bytes) -> str:
    """The message; the pack must not have changed by a byte, and no draft may be left."""
    pack = new_pack(tmp_path / "pack")
    before = fingerprint(pack)
    with pytest.raises(ImportStopped) as caught:
        bring(tmp_path, content)
    assert fingerprint(pack) == before
    assert [each.name for each in pack.iterdir()] == ["datapackage.json"]
    assert caught.value.mend
    return str(caught.value)


BOMB = """<?xml version="1.0"?>
<!DOCTYPE iati-activities [
<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]>
<iati-activities version="2.03"><iati-activity><iati-identifier>&c;</iati-identifier></iati-activity></iati-activities>"""


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        '<?xml version="1.0"?>\n<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">\n<iati-activities/>',
        '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<iati-activities>&e;</iati-activities>',
        '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>\n<iati-activities/>',
        '<?xml version="1.0"?>\n<!DOCTYPE iati-activities>\n<iati-activities/>',
    ],
)
def test_a_document_type_declaration_is_refused(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*args: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "create_connection", no_network)
    message = refused(tmp_path, text)
    assert message.startswith("aid.xml:2: a document type declaration")
    assert "root:" not in message


def test_an_entity_without_a_declaration(tmp_path: Path) -> None:
    assert "aid.xml:3" in refused(tmp_path, GOOD.replace("<iati-activity ", "&evil;<iati-activity ", 1))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "aid.xml: the file is empty"),
        ("<!DOCTYPE html>\n<html><body>404</body></html>", "aid.xml:1: this is an HTML page"),
        ("<html><body>Service unavailable</body></html>", "aid.xml:1: this is an HTML page"),
        ('{"error": "no such dataset"}', "aid.xml:1: this is no XML"),
        ("date,value\n2020,1\n", "aid.xml:1: this is no XML"),
        ("<rss><channel/></rss>", "aid.xml:1: no IATI activity file; its first element is <rss>"),
        ('<iati-organisations version="2.03"/>', "aid.xml:1: this is an IATI organisation file"),
        (b"PK\x03\x04rest", "aid.xml: this is a ZIP archive"),
        (GOOD[: GOOD.index("</value>")], "aid.xml:6: the file ends in the middle"),
        (GOOD[: GOOD.index("</iati-activities>")], "the file ends in the middle"),
        (GOOD.replace("River Agency", "River & Agency"), "aid.xml:5: the XML is broken"),
        (GOOD.replace("River", "Rivière").encode("latin-1"), "aid.xml:5: the XML is broken"),
        (GOOD.replace('encoding="UTF-8"', 'encoding="no-such-thing"'), "aid.xml:1: the encoding that the file declares"),
        (GOOD.replace('encoding="UTF-8"', 'encoding="shift_jis"'), "aid.xml:1: the encoding that the file declares"),
        (GOOD + "<more/>", "the XML is broken"),
        (gzip.compress(GOOD.encode())[:-9], "aid.xml: the gzip file is damaged or cut off"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, content: str | bytes, message: str) -> None:
    assert message in refused(tmp_path, content)


def test_a_missing_file(tmp_path: Path) -> None:
    from torgau.importing.iati_import import import_iati

    with pytest.raises(ImportStopped, match=r"nowhere\.xml: No such file"):
        import_iati([tmp_path / "nowhere.xml"], new_pack(tmp_path / "pack"))
    with pytest.raises(ImportStopped, match="Is a directory"):
        import_iati([tmp_path], tmp_path / "pack")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1251"])
def test_encodings_that_the_file_declares(tmp_path: Path, encoding: str) -> None:
    name = "Фонд" if encoding == "windows-1251" else "Rivière"
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16"}.get(encoding, encoding)
    text = GOOD.replace("UTF-8", declared).replace("River Agency", name)
    got = bring(tmp_path, text.encode(encoding))
    assert f'name: "{name}"' in (got.folder / "actors.yaml").read_text(encoding="utf-8")


def test_gzip_is_unpacked(tmp_path: Path) -> None:
    got = bring(tmp_path, gzip.compress(GOOD.encode(), mtime=0))
    assert list(got.sums().values()) == [Decimal(5)]


def test_a_million_attributes_in_one_tag(tmp_path: Path) -> None:
    attributes = " ".join(f'a{number}=""' for number in range(1_000_000))
    began = time.monotonic()
    message = refused(tmp_path, f'<iati-activities version="2.03">\n<iati-activity {attributes}/></iati-activities>')
    assert "aid.xml:2: one tag or comment has more than 4,194,304 bytes" in message
    assert time.monotonic() - began < 20


def test_a_tag_that_never_ends(tmp_path: Path) -> None:
    assert "one tag or comment" in refused(tmp_path, '<iati-activities version="' + "2" * 10_000_000)


def test_a_text_that_never_ends_is_cut(tmp_path: Path) -> None:
    got = bring(tmp_path, iati(activity(pay("1", ref="x"), id="long " * 1_000_000)))
    assert len(got.rows[0]["activity"]) <= 2_000


def test_deep_nesting_is_harmless(tmp_path: Path) -> None:
    deep = "<a>" * 200_000 + "</a>" * 200_000
    got = bring(tmp_path, iati(activity(deep, pay("1"))))
    assert list(got.sums().values()) == [Decimal(1)]


def test_a_hundred_thousand_related_activities_are_too_many(tmp_path: Path) -> None:
    assert "parts in one activity" in refused(tmp_path, iati(activity('<related-activity ref="A" type="2"/>' * 100_001)))


def test_elements_of_other_namespaces_and_comments_are_left_out(tmp_path: Path) -> None:
    extra = f'<x:transaction xmlns:x="urn:x">{pay("7")}</x:transaction><!-- {pay("9")} --><result>{pay("11")}</result>'
    got = bring(tmp_path, iati(activity(extra, pay("1"))))
    assert list(got.sums().values()) == [Decimal(1)]


def test_activities_inside_a_wrapper_are_read(tmp_path: Path) -> None:
    inner = GOOD.split("\n", 1)[1]
    got = bring(tmp_path, f"<result><query/>{inner}</result>")
    assert list(got.sums().values()) == [Decimal(5)]


def test_a_file_that_changes_between_the_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from torgau.importing import iati_import

    survey = iati_import.survey

    def changed(files: object) -> object:
        found = survey(files)  # type: ignore[arg-type]
        (tmp_path / "aid.xml").write_text(GOOD.replace(">5<", ">6<"))
        return found

    monkeypatch.setattr(iati_import, "survey", changed)
    assert "changed while it was read" in refused(tmp_path, GOOD)
