"""Reading the file of a reference class: every cell typed, every bad row told with its line, nothing half read."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.loading.small import SOURCE, write_pack
from torgau.dates import parse_day
from torgau.loading import check_pack, load_record, open_compiled
from torgau.loading.classcsv import COLUMNS, read_class

HEADER = ",".join(COLUMNS) + "\n"
GOOD = (
    "one,One,1901-02-01,1902-03-04,true,X;W,Y,2,1,0.3,0.1,0.20,0.1,W:1901-05-01,1,1200,transformed,book,p. 1,true,"
    '"Begun twice, ended once."\n'
)
PACK = SOURCE + "classes:\n  - {id: disputes, title: Disputes, file: disputes.csv}\n"


def cells(**changes: str) -> str:
    """A good row with other cells."""
    plain = "two,Two,1903-01-01,1903-01-31,false,X,Y,1,1,0.2,0.1,0.2,0.1,,,,a-wins,book,p. 2,true,"
    values = dict(zip(COLUMNS, plain.split(","), strict=True))
    return ",".join({**values, **changes}.values()) + "\n"


def wrong(*rows: str) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in read_class(HEADER + "".join(rows), "c.csv").problems]


def test_a_row_is_read_to_the_last_cell() -> None:
    (row,) = read_class(HEADER + GOOD, "c.csv").rows
    assert (row.began.lo, row.ended.hi) == (parse_day("1901-02-01"), parse_day("1902-03-04"))
    assert (row.side_a, row.side_b, row.states_a, row.states_b) == (("X", "W"), ("Y",), 2, 1)
    sums = (row.capability_a, row.capability_b, row.capability_a_first, row.capability_b_first)
    assert sums == tuple(map(Decimal, ("0.3", "0.1", "0.20", "0.1")))
    assert [(each.party, each.date.lo) for each in row.joined_later] == [("W", parse_day("1901-05-01"))]
    assert (row.major_powers, row.battle_deaths, row.outcome, row.censored) == (1, 1200, "transformed", True)
    assert (row.source, row.locator, row.verified, row.note, row.line) == ("book", "p. 1", True, "Begun twice, ended once.", 2)


def test_an_empty_cell_is_unknown_and_not_nothing() -> None:
    text = cells(capability_a="", capability_a_first="", major_powers="", battle_deaths="", outcome="", verified="", censored="")
    (row,) = read_class(HEADER + text, "c.csv").rows
    assert (row.capability_a, row.capability_a_first, row.major_powers, row.battle_deaths) == (None,) * 4
    assert (row.outcome, row.verified, row.censored) == ("unknown", False, False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id": "two wars"}, "the id"),
        ({"began": "1903"}, "`began` must be a day"),
        ({"ended": "1903-02-30"}, "`ended` must be a day"),
        ({"ended": "1902-12-31"}, "before it began"),
        ({"censored": "perhaps"}, "`censored` must be true or false"),
        ({"side_a": "X;", "states_a": "2"}, "without a name"),
        ({"side_a": "X;X", "states_a": "2"}, "a party twice"),
        ({"states_b": "2"}, "`states_b` is 2, and `side_b` names 1"),
        ({"states_a": ""}, "`states_a` is"),
        ({"capability_a": "-0.2"}, "`capability_a` must be a number"),
        ({"capability_b": "1e-3"}, "`capability_b` must be a number"),
        ({"capability_a_first": "0.21"}, "more than `capability_a`"),
        ({"battle_deaths": "1.5"}, "`battle_deaths` must be a whole number"),
        ({"joined_later": "X"}, "`joined_later` has"),
        ({"joined_later": "Q:1903-01-05"}, "on neither side"),
        ({"side_b": "Y;Z", "states_b": "2", "joined_later": "Z:1903-02-01"}, "outside of it"),
        ({"side_b": "Y;Z", "states_b": "2", "joined_later": "Z:1903-01-01"}, "outside of it"),
        ({"joined_later": "Y:1903-01-05"}, "all of `side_b` joined later"),
        ({"outcome": "b-win"}, "`outcome` cannot be"),
        ({"outcome": "transformed"}, "not `censored`"),
        ({"verified": "yes"}, "`verified` must be true or false"),
    ],
)
def test_each_cell_that_does_not_fit_is_told_with_its_line(changes: dict[str, str], said: str) -> None:
    found = wrong(GOOD, cells(**changes))
    assert [line for line, _ in found] == [3] * len(found)
    assert any(said in message for _, message in found), found
    assert len(read_class(HEADER + GOOD + cells(**changes), "c.csv").rows) == 1  # the other row is kept


def test_rows_together() -> None:
    assert wrong(GOOD, cells(id="one")) == [(3, 'the id "one" stands on line 2 already')]
    assert wrong("one,two\n", GOOD)[0][0] == 2
    assert wrong('"open\n' + GOOD)[0][1].startswith("the row cannot be read")
    for header in ("", "id,name\n", HEADER.replace("began,ended", "ended,began"), HEADER.replace("began", "start")):
        (problem,) = read_class(header + GOOD, "c.csv").problems
        assert (problem.code, problem.line) == ("class-header", 1)


def test_a_quoted_line_end_does_not_move_the_lines_after_it() -> None:
    text = HEADER + GOOD.replace("twice, ended", "twice,\nended") + cells(outcome="nobody")
    found = read_class(text, "c.csv")
    assert [each.line for each in found.problems] == [4]
    assert "\n" in found.rows[0].note


def test_a_pack_with_a_class_is_read_the_same_from_text_and_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = write_pack(tmp_path / "pack", {"a.yaml": PACK, "disputes.csv": HEADER + GOOD + cells()})
    fresh, first, again = load_record(folder, cache=False), load_record(folder), load_record(folder)
    assert fresh.class_rows == first.class_rows == again.class_rows
    assert [row.id for row in again.class_rows["disputes"]] == ["one", "two"]
    with open_compiled(folder) as connection:
        asked = connection.execute("SELECT id, began::VARCHAR, capability_a_first, battle_deaths FROM class_rows ORDER BY line")
        assert asked.fetchall() == [("one", "1901-02-01", Decimal("0.2"), 1200), ("two", "1903-01-01", Decimal("0.2"), None)]
        with pytest.raises(duckdb.Error):
            connection.execute("DELETE FROM class_rows")


def test_what_a_class_names_must_be_there(tmp_path: Path) -> None:
    files = {"a.yaml": PACK, "disputes.csv": HEADER + cells(source="nobody") + cells(id="three", source="")}
    found = [(each.code, each.file, each.line) for each in check_pack(write_pack(tmp_path / "a", files)).problems]
    assert found == [("id-unknown", "disputes.csv", 2), ("number-without-source", "disputes.csv", 3)]
    for name, content, code in (("none.csv", HEADER + GOOD, "series-file"), ("disputes.csv", HEADER, "series-empty")):
        result = check_pack(write_pack(tmp_path / code, {"a.yaml": PACK, name: content}))
        assert code in {each.code for each in result.problems}
        assert result.record is None
