"""The value itself: equality, parts, what is remembered, and what is loaded."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
from collections.abc import Iterator

import pytest

from torgau.dates import DateError, Days, Margins, When, forget, remember

TEXTS = ["1941-06-22", "1943-11", "1941?", "1944~", "[1941,1943]", "1941/", "1941/..", "../1945", "XXXX", "1941-06/1942-01%"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.mark.parametrize("text", TEXTS)
def test_parts_rebuild_it_through_json(text: str) -> None:
    when = When.parse(text, Margins(year=30))
    again = When.from_parts(*json.loads(json.dumps(when.to_parts())))
    assert again == when
    assert hash(again) == hash(when)
    assert again.to_parts() == when.to_parts()


@pytest.mark.parametrize("text", TEXTS)
def test_copies_and_pickles(text: str) -> None:
    when = When.parse(text)
    assert pickle.loads(pickle.dumps(when)) == when
    assert copy.deepcopy(when) == when


def test_same_text_other_margin_is_another_value() -> None:
    assert When.parse("1944~") != When.parse("1944~", Margins(year=30))
    assert When.parse("1944") != When.parse("1944?")
    assert When.parse("1944") != "1944"


def test_cannot_be_changed() -> None:
    when = When.parse("1941-06-22")
    with pytest.raises(AttributeError):
        when.text = "1941-06-23"
    with pytest.raises(AttributeError):
        del when.start


def test_of_day() -> None:
    assert When.of_day(1) == When.parse("0001-01-01")
    assert When.of_day(3652059) == When.parse("9999-12-31")
    for outside in (0, -5, 3652060):
        with pytest.raises(DateError, match="outside the years 1 to 9999"):
            When.of_day(outside)


def test_read_once() -> None:
    assert When.parse("1943-11") is When.parse("1943-11")


def test_what_is_remembered_is_returned_for_its_margins_only() -> None:
    kept = When.from_parts("1943-11", [[1, 2]])
    remember([kept])
    assert When.parse("1943-11") is kept
    assert When.parse("1943-11", Margins(day=1)).start != kept.start
    remember([kept], Margins(day=1))
    assert When.parse("1943-11", Margins(day=1)) is kept
    forget()
    assert When.parse("1943-11").start != kept.start


def test_an_unknown_flag_is_refused() -> None:
    with pytest.raises(ValueError, match="no such property of a date: vague"):
        When("1943", Days.single(1), flags=["vague"])


def test_a_warm_load_and_plain_days_do_not_load_the_libraries() -> None:
    program = """
import sys
from torgau.dates import When, from_old_style, parse_day, remember
remember([When.from_parts("1943-11", [[709605, 709634]])])
assert When.parse("1943-11").lo == 709605
assert parse_day("1945-12-31") == When.parse("1945-12-31").lo
for slow in ("edtf", "pyparsing", "dateutil", "convertdate"):
    assert slow not in sys.modules, slow
When.parse("1943-12")
assert "edtf" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
