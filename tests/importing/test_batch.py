"""The batch: whole or not at all, the same twice over, nothing left behind; with processes that are really killed."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from tests.importing.iati_files import activity, fingerprint, iati, new_pack, pay
from torgau.importing import batch as batches
from torgau.importing import placing
from torgau.importing.batch import Batch, Committed
from torgau.importing.errors import ImportStopped, PackHasErrors
from torgau.importing.findings import Kind
from torgau.importing.iati_import import import_iati
from torgau.importing.texts import one_line, safe_id, yaml_entry
from torgau.loading import check_pack, load_record
from torgau.loading.yamltree import plain, read_yaml

KINDS = {"odd": Kind("doubtful", "Odd rows", "They are odd.", "Look at them.")}
ROW = {"date": "2020-05-06", "to": "arrived", "value": "1.5", "unit": "EUR"}


def filled(pack: Path, value: str = "1.5", *, name: str = "first", replace: bool = False, rows: int = 1) -> Committed:
    """An import of one flow."""
    with Batch(pack, name, "test", kinds=KINDS, replace=replace) as batch:
        for _ in range(rows):
            batch.movement(f"{name}-flow", {**ROW, "value": value})
        batch.entry("sources", {"id": f"{name}-source", "title": "A: source", "kind": "dataset", "grade": "F"})
        batch.entry(
            "flows",
            {
                "id": f"{name}-flow",
                "title": "NO",
                "files": list(batch.files(f"{name}-flow")),
                "sources": [{"source": f"{name}-source", "locator": "12:30:00", "verified": True}],
            },
        )
        return batch.commit()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return new_pack(tmp_path / "pack")


def drafts(pack: Path) -> list[str]:
    return [each.name for each in pack.iterdir() if each.name.startswith(".")]


def test_an_import_is_part_of_the_pack(pack: Path) -> None:
    done = filled(pack)
    assert done.status == "new"
    assert done.files == tuple(
        f"imports/first/{name}" for name in ("first-flow-001.movements.csv", "flows.yaml", "report.md", "sources.yaml")
    )
    assert (pack / "imports/first/first-flow-001.movements.csv").read_text() == "date,to,value,unit\n2020-05-06,arrived,1.5,EUR\n"
    record = load_record(pack)
    assert record.flows["first-flow"].title == "NO"
    assert record.flows["first-flow"].sources[0].locator == "12:30:00"
    assert drafts(pack) == []


def test_the_same_again_changes_nothing(pack: Path) -> None:
    filled(pack)
    before = {path: path.stat().st_mtime_ns for path in pack.rglob("*")}
    assert filled(pack).status == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in pack.rglob("*") if path != pack} == {
        path: at for path, at in before.items() if path != pack
    }
    assert drafts(pack) == []


def test_other_content_needs_leave_to_replace(pack: Path) -> None:
    filled(pack)
    before = fingerprint(pack)
    with pytest.raises(ImportStopped, match="other content"):
        filled(pack, "2.5")
    assert fingerprint(pack) == before
    assert filled(pack, "2.5", replace=True).status == "replaced"
    assert "2.5" in (pack / "imports/first/first-flow-001.movements.csv").read_text()
    assert fingerprint(pack).keys() == before.keys()
    assert drafts(pack) == []


def test_replacing_without_the_exchange_of_the_kernel(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "_exchanged", lambda one, other: False)
    filled(pack)
    assert filled(pack, "2.5", replace=True).status == "replaced"
    assert drafts(pack) == []


def test_a_replacement_cut_off_between_its_renames_is_undone(pack: Path) -> None:
    """Only where the kernel has no exchange: the old import has been moved aside and the new one is not there yet."""
    filled(pack)
    before = fingerprint(pack)
    (pack / "imports/first").rename(pack / ".torgau-replaced-first")
    with pytest.raises(ImportStopped, match="other content"):
        filled(pack, "2.5")
    assert fingerprint(pack) == before


def test_two_imports_stand_side_by_side(pack: Path) -> None:
    filled(pack)
    filled(pack, name="second")
    assert sorted(load_record(pack).flows) == ["first-flow", "second-flow"]


def test_a_pack_that_would_have_errors_stays_as_it_was(pack: Path) -> None:
    (pack / "own.yaml").write_text("actors:\n  - {id: first-source, name: Taken}\n")
    before = fingerprint(pack)
    with pytest.raises(PackHasErrors) as caught:
        filled(pack)
    assert [each.code for each in caught.value.problems] == ["id-duplicate"]
    assert fingerprint(pack) == before
    assert drafts(pack) == []


def test_a_row_that_the_pack_cannot_take_is_found_before_the_move(pack: Path) -> None:
    before = fingerprint(pack)
    with pytest.raises(PackHasErrors) as caught:
        filled(pack, "1,5")
    assert caught.value.problems[0].code == "movement-row"
    assert fingerprint(pack) == before


def test_a_pack_with_errors_takes_no_import(pack: Path) -> None:
    (pack / "own.yaml").write_text("actors:\n  - {id: A}\n")
    with pytest.raises(PackHasErrors, match="the pack has errors"):
        filled(pack)


def test_no_pack(tmp_path: Path) -> None:
    with pytest.raises(ImportStopped, match=r"there is no such pack; `torgau new .*nowhere` makes one"):
        filled(tmp_path / "nowhere")
    with pytest.raises(ImportStopped, match="without a manifest"):
        filled(tmp_path)


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "-a", "a-", ".a", "a b", "a" * 61, "é"])
def test_names_that_could_lead_elsewhere(pack: Path, name: str) -> None:
    before = fingerprint(pack.parent)
    with pytest.raises(ImportStopped, match="cannot be the name"):
        filled(pack, name=name)
    assert fingerprint(pack.parent) == before


def broken_off(pack: Path, error: type[BaseException]) -> None:
    with Batch(pack, "first", "test") as batch:
        batch.movement("flow", ROW)
        raise error


def test_an_error_in_the_middle_leaves_nothing(pack: Path) -> None:
    before = fingerprint(pack)
    for error in (KeyboardInterrupt, RuntimeError):
        with pytest.raises(error):
            broken_off(pack, error)
    with Batch(pack, "first", "test") as batch:
        batch.movement("flow", ROW)  # and never commits
    assert fingerprint(pack) == before
    assert drafts(pack) == []


def test_rows_of_a_flow_have_the_columns_of_the_first(pack: Path) -> None:
    with Batch(pack, "first", "test") as batch:
        with pytest.raises(ValueError, match="colour"):
            batch.movement("flow", {**ROW, "colour": "red"})
        with pytest.raises(ValueError, match="unit"):
            batch.movement("flow", {"date": "2020", "to": "arrived", "value": "1"})
        batch.movement("flow", ROW)
        batch.movement("flow", {"date": "2020", "to": "arrived"})
        with pytest.raises(ValueError, match="note"):
            batch.movement("flow", {**ROW, "note": "x"})
        with pytest.raises(KeyError):
            batch.finding("not-declared", "x:1")


def test_parts_end_before_they_are_too_large(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST_BYTES", 1_000)
    monkeypatch.setattr(batches, "HELD_BYTES", 150)
    filled(pack, "1.5", rows=100)  # 27 bytes a row, 19 for the header
    parts = sorted((pack / "imports/first").glob("*.movements.csv"))
    assert [each.name for each in parts] == [f"first-flow-{n:03d}.movements.csv" for n in (1, 2, 3)]
    assert all(each.stat().st_size <= 1_000 for each in parts)
    rows = []
    for part in parts:
        with part.open(newline="") as stream:
            rows += list(csv.DictReader(stream))
    assert rows == [{**ROW}] * 100
    assert len(load_record(pack).flows["first-flow"].files) == 3


def test_entries_too_many_for_one_file(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "MOST_BYTES", 100)
    with Batch(pack, "first", "test") as batch:
        for n in range(5):  # 4 + 7 + 21 bytes each and their line ends: two in a file
            batch.entry("actors", {"id": f"a{n}", "name": "x" * 10})
        batch.commit()
    assert sorted(each.name for each in (pack / "imports/first").iterdir()) == [
        "actors-2.yaml",
        "actors-3.yaml",
        "actors.yaml",
        "report.md",
    ]
    assert sorted(load_record(pack).actors) == ["a0", "a1", "a2", "a3", "a4"]


def test_flows_that_differ_in_case_only_have_files_of_their_own(pack: Path) -> None:
    with Batch(pack, "first", "test") as batch:
        for flow in ("Flow", "flow", "FLOW"):
            batch.movement(flow, ROW)
        files = [batch.files(flow)[0].casefold() for flow in ("Flow", "flow", "FLOW")]
    assert len(set(files)) == 3


@pytest.mark.parametrize("where", ["imports", "imports/first"])
def test_nothing_is_written_through_a_link(pack: Path, tmp_path: Path, where: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (pack / where).parent.mkdir(exist_ok=True)
    (pack / where).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ImportStopped, match="link"):
        filled(pack)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_cells_stay_on_one_line(pack: Path) -> None:
    with Batch(pack, "first", "test") as batch:
        batch.movement("flow", {**ROW, "note": 'two\r\nlines, "quoted"\u2028\x00'})
        batch.movement("flow", {**ROW, "note": "ü"})
        batch._write(batch._flows["flow"])
        text = (batch._draft / "flow-001.movements.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1:] == ['2020-05-06,arrived,1.5,EUR,"two lines, ""quoted"""', "2020-05-06,arrived,1.5,EUR,ü"]


def test_the_report_counts_all_and_names_a_few(pack: Path) -> None:
    with Batch(pack, "first", "test", kinds=KINDS) as batch:
        for n in range(25):
            batch.finding("odd", f"a.xml:{n}", "x", unit="EUR", amount=Decimal("0.1"))
        batch.section("Files", lines=["One."], header=["a", "b"], table=[["1|2", "3"]])
        done = batch.commit()
    assert (done.findings[0].count, done.findings[0].sums) == (25, (("EUR", Decimal("2.5")),))
    report = (pack / "imports/first/report.md").read_text()
    assert "**Odd rows** (`odd`, 25 x; 2.5 EUR). They are odd. Look at them." in report
    assert "- a.xml:9: x" in report
    assert "- and 15 more" in report
    assert "| 1\\|2 | 3 |" in report


def test_entries_are_yaml_that_the_strict_reader_takes() -> None:
    entry = {
        "id": "NO",
        "title": 'yes: "#" \\ \u2028\x07 é 😀 \ud7ff',
        "date": "1944-06-06",
        "list": ["1943", "~"],
        "empty": [],
        "value": Decimal("1E+3"),
        "count": 3,
        "flag": False,
        "none": None,
        "map": {"a": "12:30:00", "b": [{"c": "x", "d": ["y"]}, {"c": "z"}]},
    }
    tree = read_yaml("events:\n" + yaml_entry(entry) + yaml_entry({"id": "b"}), "x.yaml")
    assert tree.problems == ()
    assert tree.root is not None
    assert plain(tree.root) == {"events": [{**entry, "value": 1000}, {"id": "b"}]}


def test_ids_are_safe_stable_and_never_shared() -> None:
    texts = ["GB-GOV-1", "GB/GOV/1", "gb-gov-1", "GB-GOV-1-", "", "Фонд", "Фонд 2", "a" * 61, "a" * 62, "a b", "a  b", "é", "e"]
    ids = [safe_id(each, "org") for each in texts]
    assert ids[0] == "org-GB-GOV-1"
    assert len(set(ids)) == len(ids)
    assert all(each.replace("-", "").isalnum() and each.isascii() and len(each) < 80 for each in ids)
    assert ids == [safe_id(each, "org") for each in texts]
    assert one_line(" a\n\tb\u00a0c ") == "a b c"


WAIT = """
import sys, time
from pathlib import Path
from torgau.importing.batch import Batch

with Batch(Path(sys.argv[1]), "first", "test") as batch:
    print("in", flush=True)
    time.sleep(60)
"""


def test_one_import_at_a_time(pack: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WAIT, str(pack)], stdout=subprocess.PIPE) as other:
        try:
            assert other.stdout is not None
            other.stdout.readline()
            with pytest.raises(ImportStopped, match="another import"):
                filled(pack, name="second")
        finally:
            other.kill()
    assert drafts(pack) == [".torgau-import-first"]  # what a killed process leaves is no part of the pack
    assert check_pack(pack).counts["flows"] == 0
    assert filled(pack).status == "new"  # and the next import clears it away
    assert drafts(pack) == []


IMPORT = """
import sys
from pathlib import Path
from torgau.importing.iati_import import Options, import_iati

print("in", flush=True)
import_iati([Path(sys.argv[1])], Path(sys.argv[2]), "first", Options(replace=True))
"""


def test_killed_at_any_moment_the_pack_is_the_old_one_or_the_new_one(tmp_path: Path, pack: Path) -> None:
    """Old content replaced by new, killed after growing delays: each time all of the old files are there, or all of the new."""
    old, new = (tmp_path / f"{name}.xml" for name in ("old", "new"))
    old.write_text(iati(*(activity(pay("1"), id=f"A{n}") for n in range(10))))
    new.write_text(iati(*(activity(*(pay(str(p)) for p in range(40)), id=f"A{n}") for n in range(100))))
    import_iati([new], pack, "first")
    after = fingerprint(pack)
    shutil.rmtree(pack / "imports")
    import_iati([old], pack, "first")
    before = fingerprint(pack)
    seen = {"old": 0, "new": 0}
    delay = 0.0
    while seen["new"] < 2 and delay < 30:
        with subprocess.Popen([sys.executable, "-c", IMPORT, str(new), str(pack)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(delay)
            os.kill(process.pid, signal.SIGKILL)
        state = fingerprint(pack)
        assert state in (before, after), delay
        seen["old" if state == before else "new"] += 1
        delay = delay * 1.2 + 0.05
    assert seen["old"] > 3
    assert seen["new"] == 2
    import_iati([new], pack, "first")
    assert drafts(pack) == []
    assert fingerprint(pack) == after


@pytest.mark.parametrize("step", ["renameat2", "rename"])
@pytest.mark.skipif(sys.platform != "linux", reason="the exchange is Linux's")
def test_killed_right_before_and_after_the_move(pack: Path, step: str) -> None:
    """The process ends itself at the two moments that a timer seldom hits."""
    if step == "renameat2":
        filled(pack)
    before = fingerprint(pack)
    code = """
import os, signal, sys
from pathlib import Path
from torgau.importing import batch as batches
sys.path.insert(0, sys.argv[3])
from tests.importing.test_batch import filled
place = batches.place
def killed(*paths):
    if sys.argv[2] == "after":
        place(*paths)
    os.kill(os.getpid(), signal.SIGKILL)
batches.place = killed
filled(Path(sys.argv[1]), "2.5", replace=True)
"""
    root = str(Path(__file__).parents[2])
    subprocess.run([sys.executable, "-c", code, str(pack), "before", root], check=False)
    assert fingerprint(pack) == before
    subprocess.run([sys.executable, "-c", code, str(pack), "after", root], check=False)
    assert "2.5" in (pack / "imports/first/first-flow-001.movements.csv").read_text()
    assert filled(pack, "2.5").status == "unchanged"
    assert drafts(pack) == []
