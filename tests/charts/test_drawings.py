"""Each chart: as many marks as rows, the table's numbers as in the record, the same text twice, words for the unseeing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.book.invented import record
from torgau.charts import (
    Drawing,
    embed_spec,
    estimate_ranges,
    event_dots,
    inline_svg,
    place_map,
    save,
    series_chart,
    status_bands,
)
from torgau.charts.places import crowded_box, position
from torgau.record.standings import standings
from torgau.record.timeline import timeline
from torgau.vocabulary import Record


@pytest.fixture(scope="module")
def pack() -> Record:
    return record()


def marks(svg: str, name: str) -> int:
    """How many shapes the layer of this name has drawn."""
    root = ElementTree.fromstring(svg)
    groups = [each for each in root.iter() if f" {name}_marks" in f" {each.get('class', '')}"]
    return sum(len(list(group)) for group in groups)


def place_rows(pack: Record) -> list[dict[str, object]]:
    return [
        {"id": p.id, "name": p.name, "kind": p.kind, "lat": p.lat, "lon": p.lon, "count": at, "dates": ""}
        for at, p in enumerate(pack.places.values())
    ]


def every(pack: Record) -> list[Drawing]:
    found = place_map(place_rows(pack), id="places", title="Places")
    assert found is not None
    return [
        status_bands(pack, standings(pack), id="bands", title="Statuses"),
        event_dots(pack, timeline(pack), id="events", title="Events"),
        *estimate_ranges(pack, "war-dead"),
        series_chart(pack, "grain-landed"),
        found,
    ]


def test_bands_one_certain_band_a_status_and_a_faint_one_where_a_bound_is_open(pack: Record) -> None:
    # Nine standings: five statuses, one treaty, one office, two members of the league. Two of them are outlined (denied, only
    # claimed). The war ends on 1 or 3 February 1925: it has a faint band besides its certain one.
    drawing = status_bands(pack, standings(pack), id="bands", title="Statuses")
    assert len(drawing.rows) == 9
    svg = inline_svg(drawing)
    assert (marks(svg, "certain"), marks(svg, "outlined"), marks(svg, "possible")) == (7, 2, 1)
    war = next(row for row in drawing.rows if row["id"] == "war-ce-bo")
    assert (war["sure2"], war["x2"]) == ("1925-02-01", "1925-02-03")


def test_an_open_status_is_drawn_to_the_end_of_the_period(pack: Record) -> None:
    drawing = status_bands(pack, standings(pack), id="bands", title="Statuses")
    known = next(row for row in drawing.rows if row["id"] == "al-recognises-bo")
    assert (known["x"], known["x2"], known["until"]) == ("1921-05-01", "1931-01-01", "open")


def test_dots_one_an_event_and_hollow_where_the_day_is_not_known(pack: Record) -> None:
    # Not known to the day: the first convoy (a month), the truce (one of two days), the raid (about a month).
    drawing = event_dots(pack, timeline(pack), id="events", title="Events")
    svg = inline_svg(drawing)
    assert len(drawing.rows) == len(pack.events) == 8
    assert (marks(svg, "known"), marks(svg, "unsure")) == (5, 3)


def test_ranges_one_drawing_a_unit_and_every_figure_once(pack: Record) -> None:
    persons, share = estimate_ranges(pack, "war-dead")
    assert [row["id"] for row in persons.rows] == ["dead-gazette", "dead-memoir", "dead-all"]
    assert [row["id"] for row in share.rows] == ["dead-share"]
    svg = inline_svg(persons)
    assert (marks(svg, "figure"), marks(svg, "range"), marks(svg, "words")) == (2, 1, 3)
    assert [row["value"] for row in persons.rows] == ["12,500", "", "at least 41,000"]
    assert (persons.rows[1]["low"], persons.rows[1]["high"]) == ("14,000", "16,000")


def test_series_a_bar_for_each_figure_and_a_row_for_each_point(pack: Record) -> None:
    drawing = series_chart(pack, "grain-landed")
    svg = inline_svg(drawing)
    assert len(drawing.rows) == 3
    assert (marks(svg, "figure"), marks(svg, "range")) == (2, 1)
    assert [row["value"] for row in drawing.rows] == ["105", "30.5", "not known"]
    # The last day of a point is included: 1922 is drawn to the first moment of 1923.
    assert '"end":"1923-01-01"' in embed_spec(drawing)


def test_map_a_dot_for_each_place_with_a_position(pack: Record) -> None:
    drawing = place_map(place_rows(pack), id="places", title="Places")
    assert drawing is not None
    assert len(drawing.rows) == 4  # the fifth has no position
    assert marks(inline_svg(drawing), "place") == 4
    assert place_map([], id="none", title="None") is None


def test_positions_in_words() -> None:
    assert position(41.0, -8.6) == "41.0° N, 8.6° W"
    assert position(-34.6, 151.25) == "34.6° S, 151.2° E"


def test_the_closer_view_leaves_the_far_places_out() -> None:
    near = [{"lat": 50.0 + at / 10, "lon": 10.0 + at / 10} for at in range(18)]
    far = [{"lat": 21.0, "lon": -158.0}, {"lat": 36.0, "lon": 140.0}]
    box = crowded_box([*near, *far])
    assert box is not None
    assert box[0] > 0
    assert box[2] < 20
    assert crowded_box(near[:5]) is None


@pytest.mark.parametrize("at", range(6))
def test_the_inline_picture_is_named_and_coloured_by_the_page(pack: Record, at: int) -> None:
    drawing = every(pack)[at]
    svg = inline_svg(drawing)
    root = ElementTree.fromstring(svg)
    named = root.get("aria-labelledby", "").split()
    assert root.get("role") == "img"
    assert [element.get("id") for element in root[:2]] == named
    assert root[0].text == drawing.title
    assert root[1].text
    assert "xmlns" not in svg
    assert not re.search(r"#[0-9a-f]{6}", svg), "a colour that does not follow the page"
    assert not re.search(r'\sstyle="', svg), "a style attribute, which the page's policy forbids"


@pytest.mark.parametrize("at", range(6))
def test_the_same_chart_is_the_same_text(at: int) -> None:
    assert inline_svg(every(record())[at]) == inline_svg(every(record())[at])
    assert embed_spec(every(record())[at]) == embed_spec(every(record())[at])


def test_texts_of_a_pack_cannot_leave_the_script_element(pack: Record) -> None:
    text = embed_spec(estimate_ranges(pack, "war-dead")[0])
    assert "<" not in text
    assert "A minister's <memoir> & letters" in json.dumps(json.loads(text), ensure_ascii=False)


@pytest.mark.parametrize(("suffix", "begins"), [(".svg", b"<svg"), (".png", b"\x89PNG"), (".json", b"{")])
def test_save_writes_what_the_suffix_says(pack: Record, tmp_path: Path, suffix: str, begins: bytes) -> None:
    path = save(series_chart(pack, "grain-landed"), tmp_path / f"chart{suffix}")
    assert path.read_bytes().startswith(begins)


def test_save_refuses_an_unknown_suffix(pack: Record, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.svg, \.png, \.json"):
        save(series_chart(pack, "grain-landed"), tmp_path / "chart.docx")


def test_a_notebook_gets_a_picture(pack: Record) -> None:
    bundle = series_chart(pack, "grain-landed")._repr_mimebundle_()
    assert bundle["image/svg+xml"].startswith("<svg")
