"""Building entries: every reason why one does not fit, each at its own place; dates with the margins of the pack."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.loading.small import MANIFEST, SOURCE, write_pack
from torgau.dates import When
from torgau.loading import CheckResult, PackError, check_pack, load_record
from torgau.vocabulary.claims import OrderIs
from torgau.vocabulary.commitments import Deadline


def check(folder: Path, text: str) -> CheckResult:
    return check_pack(write_pack(folder, {"pack.yaml": text}))


def places(result: CheckResult) -> list[tuple[str, int, int]]:
    return [(each.code, each.line, each.column) for each in result.problems]


def test_all_errors_of_an_entry_are_reported_at_their_places(tmp_path: Path) -> None:
    text = """\
events:
  - id: a
    date: 1943
    track: milit
    actors: AA
    links:
      - {to: b, kind: caused, extra: 1}
      - {to: [c], kind: led}
    votes: [{body: house, ayes: many, noes: 3.5}]
    colour: red
"""
    assert places(check(tmp_path, text)) == [
        ("field-missing", 2, 5),  # title
        ("yaml-date", 3, 11),
        ("field-value", 4, 12),
        ("field-type", 5, 13),
        ("field-unknown", 7, 31),
        ("field-type", 8, 14),
        ("field-value", 8, 25),
        ("field-type", 9, 33),
        ("field-type", 9, 45),
        ("field-unknown", 10, 5),
    ]


def test_statements_are_told_apart_by_their_type(tmp_path: Path) -> None:
    text = """\
claims:
  - {id: a, source: s, asserts: x, statement: {event: e, date: "1943"}}
  - {id: b, source: s, asserts: x, statement: {type: evnt-date, event: e}}
  - {id: c, source: s, asserts: x, statement: {type: event-date, evnt: e, date: "1943-13"}}
  - {id: d, source: s, asserts: x, statement: text}
"""
    result = check(tmp_path, text)
    assert places(result) == [
        ("field-missing", 2, 47),
        ("field-value", 3, 54),
        ("field-missing", 4, 47),
        ("field-unknown", 4, 66),
        ("date-unreadable", 4, 81),
        ("field-type", 5, 47),
    ]
    assert "event-date" in result.problems[1].mend


def test_a_slip_is_answered_with_the_nearest_name(tmp_path: Path) -> None:
    result = check(tmp_path, SOURCE + "actors:\n  - {id: yalta-conference, name: A, adjectiv: B}\nevent: []\n")
    assert [each.mend for each in result.problems] == ['did you mean "adjective"?', 'did you mean "events"?']
    text = SOURCE + "actors:\n  - {id: northland, name: Northland}\nplaces:\n  - {id: north-bay, name: B}\nevents:\n"
    text += '  - {id: e, title: E, date: "1943", actors: [nortland], place: north-by, sources: [{source: book}]}\n'
    result = check(tmp_path, text)
    assert [each.mend for each in result.problems] == ['did you mean "northland"?', 'did you mean "north-bay"?']


def test_one_mistake_is_reported_once(tmp_path: Path) -> None:
    """A bare NO is neither also a wrong type nor an unknown id; a broken entry does not make the references to it unknown."""
    text = (
        SOURCE
        + """\
actors:
  - {id: "NO", name: Norway, cow: NO}
events:
  - {id: e, title: E, date: "1943", actors: ["NO"], sources: [{source: book}]}
"""
    )
    assert places(check(tmp_path, text)) == [("yaml-boolean", 4, 35)]


def test_references_into_a_file_that_cannot_be_parsed_are_not_called_unknown(tmp_path: Path) -> None:
    write_pack(
        tmp_path,
        {"a.yaml": "actors:\n  - id: AA\n    name: A: B\n", "b.yaml": "actors:\n  - {id: G, name: G, members: [AA, BB]}\n"},
    )
    assert [(each.code, each.file) for each in check_pack(tmp_path).problems] == [
        ("yaml-syntax", "a.yaml"),
        ("id-unknown", "b.yaml"),
    ]


def test_null_means_not_given_and_in_a_reading_not_at_all(tmp_path: Path) -> None:
    """In a reading a field that is left out is "as in the commitment", null is "none"."""
    text = (
        SOURCE
        + """\
actors: [{id: AA, name: A}, {id: BB, name: B}]
instruments:
  - {id: pact, title: P, form: treaty, parties: [AA, BB], signed: "1941-03-01", sources: [{source: book}]}
commitments:
  - id: c
    title: C
    instrument: pact
    debtors: [AA]
    creditors: [BB]
    content: x
    made: null
    deadline: {by: "1942"}
    trigger:
    readings:
      - {id: same, words: w}
      - {id: open, words: w, deadline: null, term_ends: "1943"}
    sources: [{source: book}]
"""
    )
    record = check(tmp_path, text).record
    assert record is not None
    commitment = record.commitments["c"]
    assert commitment.made is None
    assert commitment.trigger is None
    same, without = commitment.readings
    assert not isinstance(same.deadline, Deadline)
    assert same.deadline is not None
    assert without.deadline is None


def test_numbers_are_exact(tmp_path: Path) -> None:
    text = (
        SOURCE
        + """\
estimates:
  - id: x
    title: X
    scopes: [{id: all, means: all}]
    figures:
      - {id: a, scope: all, low: 0.1, high: 12345678901234567890.25, unit: t, source: book}
places:
  - {id: p, name: P, lat: 50.25, lon: -7}
"""
    )
    record = check(tmp_path, text).record
    assert record is not None
    figure = record.estimates["x"].figures[0]
    assert (figure.low, figure.high) == (Decimal("0.1"), Decimal("12345678901234567890.25"))
    assert (record.places["p"].lat, record.places["p"].lon) == (50.25, -7.0)


@pytest.mark.parametrize("number", ['"NaN"', '"Infinity"', '"1e99"', '"-sNaN"', '"1E+400"'])
def test_numbers_in_disguise_are_refused(tmp_path: Path, number: str) -> None:
    figure = f"{{id: a, scope: all, low: {number}, high: 5, unit: t, source: book}}"
    text = SOURCE + f"estimates:\n  - {{id: x, title: X, scopes: [{{id: all, means: all}}], figures: [{figure}]}}\n"
    result = check(tmp_path, text)
    assert result.record is None
    assert {each.code for each in result.problems} <= {"number-range", "field-type"}


def test_an_old_style_date_gives_the_date(tmp_path: Path) -> None:
    """23 February 1917 in the Julian calendar is 8 March: 13 days in that century."""
    text = SOURCE + 'events:\n  - {id: e, title: E, old_style: "1917-02-23", sources: [{source: book}]}\n'
    manifest = {**MANIFEST, "torgau": {"format": "torgau/pack@1", "period": "1917/1950"}}
    record = check_pack(write_pack(tmp_path, {"a.yaml": text}, manifest)).record
    assert record is not None
    assert record.events["e"].date == When.parse("1917-03-08")


def test_about_reaches_as_far_as_the_manifest_says(tmp_path: Path) -> None:
    text = SOURCE + 'events:\n  - {id: e, title: E, date: "1944-05-31~", sources: [{source: book}]}\n'
    rules = {"format": "torgau/pack@1", "period": "1940/1950", "approximate_margins": {"day": 3}}
    record = load_record(write_pack(tmp_path, {"a.yaml": text}, {**MANIFEST, "torgau": rules}))
    date = record.events["e"].date
    assert date is not None
    assert (str(date), date.days.count()) == ("1944-05-31~", 7)  # three days on either side


def test_entries_know_where_they_stand(tmp_path: Path) -> None:
    record = load_record(write_pack(tmp_path, {"sub/a.yaml": "actors:\n\n  - id: AA\n    name: A\n  - {id: BB, name: B}\n"}))
    assert [str(record.spans[each]) for each in ("AA", "BB")] == ["sub/a.yaml:3:5", "sub/a.yaml:5:5"]


def test_tuples_of_pairs_are_read(tmp_path: Path) -> None:
    text = (
        "weightings:\n  - {id: w, title: W, weights: [[a, 1], [b, -2]]}\nsources:\n  - {id: s, title: S, kind: poll, grade: A}\n"
    )
    text += "actors: [{id: AA, name: A}]\nclaims:\n  - {id: c, source: s, asserts: x, statement: {type: order, subject: AA, "
    text += "dimension: recognition, object: AA, among: [AA], rank: last}}\n"
    record = load_record(write_pack(tmp_path, {"a.yaml": text}))
    assert record.weightings["w"].weights == (("a", 1), ("b", -2))
    assert isinstance(record.claims["c"].statement, OrderIs)


def test_json_files_hold_entries_too(tmp_path: Path) -> None:
    record = load_record(write_pack(tmp_path, {"a.json": '{"actors": [{"id": "AA", "name": "A", "cow": 2}]}'}))
    assert record.actors["AA"].cow == 2


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (None, "manifest-missing"),
        ({"name": "x", "title": "x"}, "field-missing"),
        ({"name": "x", "title": "x", "torgau": {"format": "torgau/pack@2", "period": "1940/1950"}}, "manifest-format"),
        ({"name": "x", "title": "x", "torgau": {"format": "torgau/pack@1", "period": "1950/1940"}}, "date-unreadable"),
        ({"name": "x", "title": "x", "torgau": {"format": "torgau/pack@1", "period": 1940}}, "yaml-date"),
        ({"name": "x", "title": "x", "torgau": {"format": "torgau/pack@1", "period": "1940/1950", "perod": 1}}, "field-unknown"),
    ],
)
def test_the_manifest_is_checked(tmp_path: Path, manifest: dict[str, object] | None, code: str) -> None:
    result = check_pack(write_pack(tmp_path, {}, manifest))
    assert [each.code for each in result.problems] == [code]
    assert result.record is None
    with pytest.raises(PackError):
        load_record(tmp_path)


def test_other_properties_of_a_data_package_are_allowed(tmp_path: Path) -> None:
    manifest = {**MANIFEST, "homepage": "https://example.org", "created": "2025-01-01", "x": {"y": [1, {}]}}
    assert load_record(write_pack(tmp_path, {}, manifest)).manifest.name == "small"
