"""IATI files that are odd as a whole: texts that could break what is written, very many reporters, nothing at all."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.importing.iati_files import activity, bring, iati, pay
from torgau.loading import load_record


def test_texts_that_would_break_a_row_or_yaml(tmp_path: Path) -> None:
    name = 'A "quoted", name: with # &amp; \n two\tlines\u2028and \u0085 more'
    got = bring(tmp_path, iati(activity(pay("1", ref='r,"1'.replace('"', "&quot;")), name=name, id="X,\n 1")))
    record = load_record(got.pack)
    assert record.actors["org-XX-9"].name == 'A "quoted", name: with # & two lines and more'
    assert got.rows[0]["id"] == 'r,"1'
    assert got.rows[0]["activity"] == "X, 1"


@pytest.fixture
def few_files() -> Iterator[int]:
    """Lets this process open no more than a hundred files beside those that it has open, whatever the machine would allow."""
    free = os.dup(0)
    os.close(free)
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free + 100, usual[1]))
    yield 100
    resource.setrlimit(resource.RLIMIT_NOFILE, usual)


def test_more_reporters_than_files_may_be_open(tmp_path: Path, few_files: int) -> None:
    count = 4 * few_files
    got = bring(tmp_path, iati(*(activity(pay(str(n)), id=f"A{n}", ref=f"R-{n}", name=f"R {n}") for n in range(count))))
    assert len({row["flow"] for row in got.rows}) == count
    assert sum(got.sums().values()) == count * (count - 1) // 2


def test_an_empty_list_of_activities(tmp_path: Path) -> None:
    got = bring(tmp_path, iati())
    assert got.rows == []
    assert got.kinds == {"no-activities"}
    load_record(got.pack)
