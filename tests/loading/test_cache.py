"""The compiled pack: the same record as from the files, found by content, and never trusted when damaged."""

from __future__ import annotations

import logging
import os
import random
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.loading.small import SOURCE, write_pack
from torgau.loading import PackError, cache, check_pack, compiled, load_record, open_compiled
from torgau.loading.starting import TEMPLATE
from torgau.vocabulary import KINDS


@pytest.fixture
def folder(_own_cache: Path) -> Path:
    return _own_cache


def compiled_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.duckdb"))


def test_a_compiled_record_is_the_record(folder: Path) -> None:
    fresh = load_record(TEMPLATE, cache=False)
    assert compiled_files(folder) == []
    stored = load_record(TEMPLATE)
    assert len(compiled_files(folder)) == 1
    again = load_record(TEMPLATE)
    assert fresh == stored == again
    for kind in KINDS:
        assert list(getattr(fresh, kind)) == list(getattr(again, kind))
    assert again.events["tents-landed"].date == fresh.events["tents-landed"].date
    assert str(again.points["generators-running"][0].value) == "21"
    assert len(fresh.content_hash) == 64


def test_nothing_of_the_parsers_is_loaded_for_a_compiled_pack() -> None:
    load_record(TEMPLATE)
    code = (
        "import sys; from torgau.loading import load_record; r = load_record(sys.argv[1]); "
        "print(len(r.events), [m for m in ('yaml', 'edtf', 'duckdb', 'csv', 'rapidfuzz', 'jinja2', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(TEMPLATE)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "8 []"


def test_any_byte_of_any_file_changes_the_key(tmp_path: Path) -> None:
    files = {"a.yaml": b"x", "b.yaml": b"y"}
    variants = [
        files,
        {"a.yaml": b"xy", "b.yaml": b""},
        {"a.yaml": b"x", "c.yaml": b"y"},
        {"a.yaml": b"x"},
        {"a.yamlx": b"", "b.yaml": b"y"},
    ]
    assert len({cache.content_hash(each) for each in variants}) == len(variants)
    assert cache.content_hash(files) == cache.content_hash(dict(reversed(files.items())))


def test_the_content_counts_not_the_time(tmp_path: Path, folder: Path) -> None:
    pack = write_pack(tmp_path / "pack", {"a.yaml": SOURCE})
    load_record(pack)
    os.utime(pack / "a.yaml", (1, 1))
    load_record(pack)
    assert len(compiled_files(folder)) == 1
    status = (pack / "a.yaml").stat()
    (pack / "a.yaml").write_text(SOURCE.replace("A book", "B book"), encoding="utf-8")
    os.utime(pack / "a.yaml", ns=(status.st_atime_ns, status.st_mtime_ns))  # same size, same time, other content
    assert load_record(pack).sources["book"].title == "B book"
    assert len(compiled_files(folder)) == 2


def test_a_pack_with_errors_is_not_compiled(tmp_path: Path, folder: Path) -> None:
    pack = write_pack(tmp_path / "pack", {"a.yaml": SOURCE})
    load_record(pack)
    (pack / "a.yaml").write_text("sources: 5\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(PackError):
            load_record(pack)
    assert len(compiled_files(folder)) == 1


def test_checking_always_reads_the_files(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack", {"a.yaml": SOURCE, "unused.csv": "x\n"})
    load_record(pack)
    assert [each.code for each in check_pack(pack).problems] == ["series-unused"]


@pytest.mark.parametrize(
    "damage", ["empty", "text", "half", "short", "other", "no table", "fewer rows", "bad json", "unknown field"]
)
def test_a_damaged_file_is_made_again(damage: str, folder: Path) -> None:
    record = load_record(TEMPLATE)
    (path,) = compiled_files(folder)
    content = path.read_bytes()
    if damage == "empty":
        path.write_bytes(b"")
    elif damage == "text":
        path.write_text("not a database", encoding="utf-8")
    elif damage == "half":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "short":
        path.write_bytes(content[:-5000])
    else:
        statement = {
            "other": "UPDATE meta SET value = 'x' WHERE name = 'key'",
            "no table": "DROP TABLE days",
            "fewer rows": "DELETE FROM entries WHERE id = 'flood'",
            "bad json": "UPDATE entries SET json = '{' WHERE id = 'flood'",
            "unknown field": "UPDATE entries SET json = replace(json, '\"title\"', '\"titel\"')",
        }[damage]
        with duckdb.connect(str(path)) as connection:
            connection.execute(statement)
    assert load_record(TEMPLATE) == record
    again = compiled_files(folder)
    assert again == [path]
    key = cache.key_of(record.content_hash)
    assert cache.fetch(TEMPLATE.name, key) == record  # it is whole again


def test_flipped_bytes_never_give_another_record(folder: Path) -> None:
    """Forty files with sixteen flipped bytes each: either the record is right or the file is refused."""
    record = load_record(TEMPLATE)
    (path,) = compiled_files(folder)
    content = path.read_bytes()
    key = cache.key_of(record.content_hash)
    chance = random.Random(1)
    for _ in range(40):
        broken = bytearray(content)
        for _ in range(16):
            broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
        path.write_bytes(broken)
        assert cache.fetch(TEMPLATE.name, key) in (None, record)


def test_a_folder_that_cannot_be_written_costs_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setenv("TORGAU_CACHE_DIR", str(blocked / "cache"))
    with caplog.at_level(logging.WARNING, logger="torgau"):
        first, second = load_record(TEMPLATE), load_record(TEMPLATE)
    assert first == second
    assert len(caplog.records) == 1
    assert "TORGAU_CACHE_DIR" in caplog.records[0].getMessage()
    assert open_compiled(TEMPLATE).execute("SELECT count(*) FROM events").fetchone() == (8,)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(folder: Path) -> None:
    folder.chmod(0o500)
    assert load_record(TEMPLATE) == load_record(TEMPLATE)
    folder.chmod(0o700)


def test_two_processes_at_once(tmp_path: Path, folder: Path) -> None:
    """Six processes load a pack that nobody has compiled; each gets the record, one file is left and no draft."""
    pack = write_pack(tmp_path / "pack", {"a.yaml": SOURCE})
    code = "import sys; from torgau.loading import load_record; print(load_record(sys.argv[1]).content_hash)"
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(pack)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    said = [each.communicate(timeout=60) for each in running]
    assert {out.strip() for out, _ in said} == {load_record(pack).content_hash}
    assert [err for _, err in said] == [""] * 6
    assert [each.name for each in folder.iterdir()] == [each.name for each in compiled_files(folder)]
    assert len(compiled_files(folder)) == 1


def test_a_crash_while_writing_leaves_nothing_that_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise compiled.Damaged("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(compiled, "write", fails)
        assert load_record(TEMPLATE).events
    assert list(folder.iterdir()) == []
    draft = folder / ".new_pack.x.part"  # what a killed process leaves behind
    draft.write_bytes(b"half")
    assert load_record(TEMPLATE) == load_record(TEMPLATE)
    assert draft.exists()
    os.utime(draft, (1, 1))
    shutil.copytree(TEMPLATE, folder / "new_pack")
    (folder / "new_pack" / "more.yaml").write_text("actors: [{id: ZZ, name: Z}]\n", encoding="utf-8")
    load_record(folder / "new_pack")
    assert not draft.exists()  # a day later it is cleared away


def test_old_files_of_a_pack_are_cleared_away(tmp_path: Path, folder: Path) -> None:
    pack = write_pack(tmp_path / "pack", {})
    other = write_pack(tmp_path / "other", {})
    load_record(other)
    for n in range(10):
        (pack / "a.yaml").write_text(f"actors: [{{id: A{n}, name: A}}]\n", encoding="utf-8")
        load_record(pack)
    names = [each.name.split(".")[0] for each in compiled_files(folder)]
    assert (names.count("pack"), names.count("other")) == (6, 1)


def test_people_can_ask_the_compiled_pack(folder: Path) -> None:
    with open_compiled(TEMPLATE) as connection:
        ask = connection.execute
        assert ask("SELECT id, date, date_lo::VARCHAR, date_hi::VARCHAR FROM events WHERE id = 'tents-landed'").fetchall() == [
            ("tents-landed", "[2025-07-01,2025-07-04]", "2025-07-01", "2025-07-04")
        ]
        assert ask("SELECT sum(value) FROM performances WHERE commitment = 'nd-generators'").fetchone() == (Decimal(40),)
        assert ask("SELECT value, low, high FROM points WHERE value IS NULL ORDER BY start").fetchone() == (
            None,
            Decimal(22),
            Decimal(25),
        )
        assert ask("SELECT file, line FROM entries WHERE id = 'flood'").fetchone() == ("events.yaml", 11)
        assert ask("SELECT json->>'title' FROM entries WHERE id = 'flood'").fetchone() == ("Flood on the Lantern Coast",)
        unverified = ask("SELECT entry FROM citations WHERE NOT verified").fetchall()
        assert sorted(unverified) == [("crews-at-work",), ("issue-harbour-dues",)]
        assert ask("SELECT role, actor FROM commitment_actors WHERE commitment = 'sm-tents' ORDER BY role").fetchall() == [
            ("creditor", "EV"),
            ("debtor", "SM"),
        ]
        with pytest.raises(duckdb.Error):
            ask("DELETE FROM events")


def test_every_kind_is_in_the_tables(folder: Path) -> None:
    record = load_record(TEMPLATE)
    with open_compiled(TEMPLATE) as connection:
        counted = dict(connection.execute("SELECT kind, count(*) FROM entries GROUP BY kind").fetchall())
        assert counted == {kind: len(getattr(record, kind)) for kind in KINDS}
        for kind in (
            "sources",
            "actors",
            "places",
            "events",
            "statuses",
            "offices",
            "instruments",
            "commitments",
            "claims",
            "questions",
        ):
            assert connection.execute(f"SELECT count(*) FROM {kind}").fetchone() == (counted[kind],)
