"""The generated packs: the same seed gives the same pack, its dates mean what they say, and `torgau check` accepts it."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.large_packs import large_record, write_pack
from benchmarks.tables import README, written

from torgau.dates import When
from torgau.loading import check_pack
from torgau.vocabulary import KINDS


def test_a_seed_gives_one_pack() -> None:
    assert large_record(60, 3) == large_record(60, 3)
    assert large_record(60, 3).events != large_record(60, 4).events


@pytest.mark.parametrize("size", [1, 2, 7, 60, 61, 62, 63])
def test_as_many_commitments_as_asked_for(size: int) -> None:
    record = large_record(size, seed=size)
    assert len(record.commitments) == size
    for one in record.commitments.values():
        linked = [*one.supersedes, *one.conflicts, *(each.commitment for each in one.ended_by if each.commitment)]
        assert set(linked) <= set(record.commitments)


def test_dates_are_what_the_parser_makes_of_them() -> None:
    dates = [event.date for event in large_record(300, 5).events.values() if event.date is not None]
    forms = {"".join("9" if char.isdigit() else char for char in date.text): date for date in dates}
    assert set(forms) == {"9999-99-99", "9999-99", "[9999-99-99,9999-99-99]", "[9999-99-99..9999-99-99]", "9999-99-99/9999-99-99"}
    for date in [*forms.values(), *dates[:10]]:
        assert date == When.parse(date.text)


def test_every_shape_is_drawn() -> None:
    held = large_record(600, 5).commitments.values()
    assert any(one.supersedes for one in held)
    assert any(one.conflicts for one in held)
    assert any(one.readings for one in held)
    assert any(one.trigger is not None and one.trigger.until is not None for one in held)
    assert any(one.standard == "refrain" and len(one.breached_by) == 2 for one in held)
    assert any(item.low is not None and item.low < item.high for one in held for item in one.performed_by)  # type: ignore[operator]
    assert {"released", "suspended", "superseded"} == {ended.how for one in held for ended in one.ended_by}
    assert any(not one.evidence_claimed for one in held)


def test_a_written_pack_has_no_problems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORGAU_CACHE_DIR", str(tmp_path / "cache"))
    record = large_record(80, 2)
    write_pack(record, tmp_path / "pack")
    result = check_pack(tmp_path / "pack")
    assert result.problems == ()
    assert result.record is not None
    for kind in KINDS:
        assert getattr(result.record, kind) == getattr(record, kind)


def test_the_tables_of_the_readme_are_those_of_the_results() -> None:
    readme = README.read_text()
    assert written(readme) == readme
