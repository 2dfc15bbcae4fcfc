"""The mapping: every mistake is told with its line and column, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.table_files import LONG, WIDE
from torgau.importing.errors import ImportStopped
from torgau.importing.mapping_reading import MappingHasProblems, read_mapping


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingHasProblems) as raised:
        read_mapping(path)
    return [f"{each.line}:{each.column} {each.code}: {each.message} | {each.mend}" for each in raised.value.problems]


def test_reads_both_forms(tmp_path: Path) -> None:
    for text, wide in ((LONG, False), (WIDE, True)):
        path = tmp_path / "m.yaml"
        path.write_text(text, encoding="utf-8")
        assert bool(read_mapping(path).mapping.stage_columns) is wide


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("Stage: stage", "Stage: stagge"),
            '5:44 field-value: what stands at "Stage" cannot be "stagge" | did you mean "stage"?',
        ),
        (("columns:", "colums:"), '5:1 field-unknown: Mapping has no field "colums" | did you mean "columns"?'),
        (("id: letters-flow", "id: letters flow"), '3:12 mapping-id: "letters flow" is no id | use letters, digits and hyphens'),
        (("name: letters\n", "name: 5\n"), '2:7 field-type: `name` must be a text, not the number 5 | put it in quotes: "5"'),
        (("Stage: stage", "Stage: value"), "mapping-twice: two columns hold `value`"),
        (("Date: date, ", ""), "5:10 mapping-form: no column holds a date"),
        ((", Stage: stage", ""), "5:10 mapping-form: nothing says at which stage the amounts stand"),
        ((", Amount: value", ""), "5:10 mapping-form: no column holds an amount"),
        ((", Unit: unit", ""), '5:10 mapping-form: nothing says in which unit "value" counts'),
        (
            ("Unit: unit", "Unit: pledged"),
            "mapping-form: a column holds `value` though other columns hold the amounts of a stage",
        ),
        (("Date: date", "NO: date"), "5:11 yaml-boolean: NO without quotes is a truth value"),
    ],
)
def test_tells_each_mistake_at_its_place(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    assert change[0] in LONG
    found = problems(tmp_path, LONG.replace(*change))
    assert any(told in each for each in found), found


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ('numbers: {decimal: ",", thousands: ","}', "mapping-marks: the decimal mark and the thousands separator are the same"),
        ("numbers: {decimal: ;}", '6:20 field-value: `decimal` cannot be ";"'),
        ("file: {encoding: windws-1252}", 'there is no encoding "windws-1252" | did you mean "windows-1252"?'),
        ("file: {encoding: base64}", 'there is no encoding "base64"'),
        ("file: {delimiter: ab}", 'mapping-delimiter: the delimiter cannot be "ab"'),
        ("file: {header: 0}", "mapping-header: the header row is counted from 1"),
        ("file: {sheet: 0}", "mapping-sheet: sheets are counted from 1"),
        ('dates: {formats: ["%d.%m.%y"]}', "has a year of two digits, which does not say its century"),
        ("dates: {formats: []}", "mapping-date-format: no date format is listed"),
        ("dates: {months: {Hornung: 13}}", "6:27 mapping-date-format: there is no month 13"),
        ("dates: {months: {Hornung: x}}", 'what stands at "Hornung" must be a whole number'),
        ("values: {stage: {Zusage: pledgd}}", '`stage` cannot be "pledgd" | did you mean "pledged"?'),
        ("values: {route: {a: b}}", "mapping-unused: `values` has words for `route`, which no column holds"),
        ("constants: {stage: pledge}", '`stage` cannot be "pledge" | did you mean "pledged"?'),
        ("constants: {from: shiped}", '`from` cannot be "shiped" | did you mean "shipped"?'),
        ("skip: {Donor: Total}", 'what stands at "Donor" must be a list, not the text "Total"'),
        ("amounts: {Announced: {stage: pledged, unti: EUR}}", 'AmountPart has no field "unti" | did you mean "unit"?'),
        ("new_actors: creat", '`new_actors` cannot be "creat" | did you mean "create"?'),
        ("controls: {tolerance: -1, rows: {Donor: [Total]}}", "mapping-control: a tolerance is not negative"),
    ],
)
def test_tells_what_makes_no_sense(tmp_path: Path, added: str, told: str) -> None:
    found = problems(tmp_path, LONG + added + "\n")
    assert any(told in each for each in found), found


def test_tells_all_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, LONG.replace("Stage: stage", "Stage: stagge") + "new_actors: maybe\nfile: {heder: 2}\n")
    assert [each.split(":")[0] for each in found] == ["5", "6", "7"]


def test_empty_and_broken_files(tmp_path: Path) -> None:
    assert problems(tmp_path, "# nothing\n") == [
        "1:1 mapping-empty: the mapping is empty | write one; docs/import-table.md shows how"
    ]
    assert "yaml-syntax" in problems(tmp_path, "columns: {a: b\n")[0]
    assert "a mapping of fields" in problems(tmp_path, "- a\n")[0]
    with pytest.raises(
        ImportStopped, match=r"no-such\.yaml: No such file or directory; give the path of the mapping, a YAML file"
    ):
        read_mapping(tmp_path / "no-such.yaml")
