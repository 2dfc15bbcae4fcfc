"""The picture of a chain: widths in proportion, amounts conserved at each stage, nothing over anything else, the table's sums."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.flow.packs import load
from torgau.charts.chain import POST, TALL, UNKNOWN, WIDEST_LOOP, Band, Layout, Post, layout
from torgau.charts.chain_drawing import chain_drawing
from torgau.charts.export import inline_svg, save, to_svg
from torgau.flow import postings
from torgau.flow.chain import Chain, chains

ROWS = """\
    date,to,value,unit,from,counted
    1942-01,pledged,100,trucks,,
    1942-03,shipped,90,trucks,,
    1942-05,lost,5,trucks,,
    1942-05-03,diverted,10,trucks,,
    1942-06,shipped,10,trucks,diverted,
    1942-07,arrived,60,trucks,,
    1942-07,arrived,20,trucks,,doubtful
    1943,used,50,trucks,,
    """
SHAPES = {
    "all": ROWS,
    "a stage is passed over": """\
        date,to,value,unit,from
        1942-01,pledged,100,trucks,
        1942-02,committed,60,trucks,
        1942-02,allocated,50,trucks,
        1942-03,shipped,30,trucks,pledged
        1942-03,shipped,40,trucks,allocated
        1942-03,arrived,20,trucks,committed
        1942-04,lost,7,trucks,shipped
        """,
    "more left than entered": """\
        date,to,value,unit
        1942-01,shipped,10,trucks
        1942-02,arrived,25,trucks
        1942-02,lost,3,trucks
        """,
    "side stages feed each other": """\
        date,to,value,unit,from
        1942-01,shipped,100,trucks,
        1942-02,diverted,40,trucks,
        1942-02,returned,5,trucks,
        1942-02,lost,8,trucks,diverted
        1942-02,arrived,12,trucks,diverted
        1942-02,shipped,15,trucks,diverted
        1942-02,shipped,1,trucks,returned
        """,
    "from outside half-way, and not found": """\
        date,to,value,unit,from
        1942-01,shipped,100,trucks,
        1942-02,arrived,,trucks,
        1942-02,arrived,9,trucks,outside
        1942-02,lost,30,trucks,
        """,
}


def chain(folder: Path, rows: str) -> Chain:
    pack = load(folder, rows)
    (found,) = chains(pack.record, postings(pack.record))
    return found


@pytest.fixture(params=list(SHAPES))
def placed(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Chain, Layout]:
    found = chain(tmp_path / "p", SHAPES[request.param])
    drawn = layout(found)
    assert drawn is not None
    return found, drawn


def posts(drawn: Layout) -> dict[str, Post]:
    return {post.stage: post for post in drawn.posts}


def bands(drawn: Layout) -> dict[tuple[str, str], Band]:
    return {(band.source, band.target): band for band in drawn.bands}


def test_widths_are_in_proportion(tmp_path: Path) -> None:
    drawn = layout(chain(tmp_path / "p", ROWS))
    assert drawn is not None
    scale = TALL / 100  # most of any stage: 100 pledged, and 90 and 10 again shipped
    assert {
        key: (round(band.width.sure / scale, 6), round(band.width.maybe / scale, 6)) for key, band in bands(drawn).items()
    } == {
        ("pledged", "shipped"): (90, 0),
        ("shipped", "arrived"): (60, 20),
        ("shipped", "lost"): (5, 0),
        ("shipped", "diverted"): (10, 0),
        ("diverted", "shipped"): (10, 0),
        ("arrived", "used"): (50, 0),
    }
    assert {stage: round(post.height / scale, 6) for stage, post in posts(drawn).items()} == {
        "pledged": 100,
        "shipped": 100,
        "lost": 5,
        "diverted": 10,
        "arrived": 80,
        "used": 50,
    }
    assert posts(drawn)["shipped"].label == ("90", "again: 10", "5 to 25 stayed")  # 100 - 5 - 10 - (60 to 80)
    assert posts(drawn)["arrived"].label == ("60 to 80", "10 to 30 stayed")


def test_what_comes_back_is_never_wider_than_there_is_room_for(tmp_path: Path) -> None:
    rows = (
        "date,to,value,unit,from\n1942-01,shipped,100,trucks,\n1942-02,diverted,90,trucks,\n1942-03,shipped,80,trucks,diverted\n"
    )
    drawn = layout(chain(tmp_path / "p", rows))
    assert drawn is not None
    assert bands(drawn)["diverted", "shipped"].width.whole == pytest.approx(WIDEST_LOOP)
    assert bands(drawn)["shipped", "diverted"].width.whole == pytest.approx(WIDEST_LOOP * 90 / 80)  # still one scale


def test_what_leaves_a_stage_stacks_up_from_its_upper_edge_without_gap_or_overlap(placed: tuple[Chain, Layout]) -> None:
    _, drawn = placed
    for post in drawn.posts:
        y = post.y
        for top, width in sorted((band.way[0][1], band.width.whole) for band in drawn.bands if band.source == post.stage):
            assert top == pytest.approx(y)
            y += width
        assert y <= post.y + post.height + 1e-6


def test_what_enters_a_stage_ends_on_pieces_of_its_own_width_and_kind(placed: tuple[Chain, Layout]) -> None:
    """Pieces stack up without a gap (see below), so bands that end on pieces of their own neither overlap nor leave one."""
    _, drawn = placed
    for post in drawn.posts:
        pieces = [(round(post.y + piece.offset, 6), round(piece.height, 6), piece.kind) for piece in post.pieces]
        for band in drawn.bands:
            if band.target == post.stage:
                top = band.way[-1][1]
                for kind in ("sure", "maybe", "unknown"):
                    width = getattr(band.width, kind)
                    if width:
                        pieces.remove((round(top, 6), round(width, 6), kind))
                        top += width
        # What is left came from outside, where no band is drawn: the first stage of the line.
        assert not pieces or not any(band.source == "outside" for band in drawn.bands if band.target == post.stage)


def test_a_stage_is_as_tall_as_what_entered_or_left_it(placed: tuple[Chain, Layout]) -> None:
    found, drawn = placed
    for post in drawn.posts:
        entered = sum(piece.height for piece in post.pieces)
        left = sum(band.width.whole for band in drawn.bands if band.source == post.stage)
        assert post.height == pytest.approx(max(entered, left))
        for piece, nearest in zip(post.pieces, post.pieces[1:], strict=False):
            assert nearest.offset == pytest.approx(piece.offset + piece.height)
    # Every movement between stages is drawn once.
    between = {(arc.source, arc.target) for arc in found.arcs if arc.source != "outside"}
    assert {key for key in bands(drawn) if key[0] != "outside"} == between


def test_bands_begin_and_end_at_their_stages_and_run_forwards(placed: tuple[Chain, Layout]) -> None:
    _, drawn = placed
    at = posts(drawn)
    for band in drawn.bands:
        xs = [x for x, _ in band.way]
        assert xs[-1] == at[band.target].x
        assert band.source == "outside" or xs[0] == at[band.source].x + POST
        if band.back:
            assert at[band.target].column <= at[band.source].column
            assert band.floor > max(post.y + post.height for post in drawn.posts)
        else:
            assert xs == sorted(xs)


def test_nothing_lies_on_a_stage_and_everything_fits(placed: tuple[Chain, Layout]) -> None:
    _, drawn = placed
    boxes = [(post.x, post.y - 15 * (1 + len(post.label)), post.y + post.height) for post in drawn.posts]  # with its words
    for band in drawn.bands:
        for x, y in band.way[1:-1:2]:  # where it passes a column
            boxes.append((x, y, y + band.width.whole))
    for number, (x, top, foot) in enumerate(boxes):
        assert 0 <= x <= drawn.width - POST
        assert top >= 0
        assert foot <= drawn.height
        for other_x, other_top, other_foot in boxes[:number]:
            assert x != other_x or foot <= other_top + 1e-6 or other_foot <= top + 1e-6
    assert all(band.floor < drawn.height for band in drawn.bands)


def test_losses_stand_below_the_line_and_what_comes_back_leaves_from_the_lowest(tmp_path: Path) -> None:
    drawn = layout(chain(tmp_path / "p", ROWS))
    assert drawn is not None
    at = posts(drawn)
    assert [post.stage for post in sorted(drawn.posts, key=lambda post: post.x) if not post.aside] == [
        *("pledged", "shipped", "arrived", "used"),
    ]
    assert at["lost"].column == at["diverted"].column == at["arrived"].column
    assert at["arrived"].y + at["arrived"].height < at["lost"].y < at["diverted"].y


def test_a_quantity_that_was_not_found_is_a_strip_of_its_own_and_no_amount(tmp_path: Path) -> None:
    drawn = layout(chain(tmp_path / "p", SHAPES["from outside half-way, and not found"]))
    assert drawn is not None
    width = bands(drawn)["shipped", "arrived"].width
    assert (width.sure, width.maybe, width.unknown) == (0, 0, UNKNOWN)
    assert posts(drawn)["arrived"].label[0] == "at least 9"
    assert "0" not in posts(drawn)["shipped"].label


def test_where_nothing_moved_between_stages_there_is_no_picture(tmp_path: Path) -> None:
    assert layout(chain(tmp_path / "p", "date,to,value,unit\n1942,shipped,5,trucks\n")) is None
    assert layout(chain(tmp_path / "q", "date,to,value,unit\n1942,shipped,,trucks\n1942,arrived,,trucks\n")) is None


def test_the_table_behind_it_has_the_same_amounts(tmp_path: Path) -> None:
    picture = chain_drawing(chain(tmp_path / "p", ROWS), id="x", title="Trucks")
    assert picture is not None
    assert [tuple(row.values()) for row in picture.rows] == [
        ("pledged", "100", "90", "10", "outside the book 100"),
        ("shipped", "100", "75 to 95", "5 to 25", "pledged 90, diverted 10"),
        ("lost", "5", "", "5", "shipped 5"),
        ("diverted", "10", "10", "0", "shipped 10"),
        ("arrived", "60 to 80", "50", "10 to 30", "shipped 60 to 80"),
        ("used", "50", "", "50", "arrived 50"),
    ]
    assert "arrived 60 to 80" in picture.description


@pytest.mark.parametrize("shape", list(SHAPES))
def test_the_drawn_picture_is_named_coloured_by_the_page_and_hatched_where_in_doubt(shape: str, tmp_path: Path) -> None:
    found = chain(tmp_path / "p", SHAPES[shape])
    picture = chain_drawing(found, id="x", title="<Trucks>")
    assert picture is not None
    svg = inline_svg(picture)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert [element.get("id") for element in root[:2]] == root.get("aria-labelledby", "").split()
    assert root[0].text == "<Trucks> (trucks)"
    assert "#" not in svg.replace("url(#x-hatch)", "")
    assert " style=" not in svg
    classes = [element.get("class") for element in root.iter("path")]
    assert classes.count("sure") == sum(arc.amount[0] > 0 and arc.source != "outside" for arc in found.arcs) + svg.count(
        "outside to"
    )
    assert ("maybe" in classes) == (shape == "all")
    assert ("unknown" in classes) == ("not found" in shape)
    assert inline_svg(picture) == svg


def test_it_is_saved_like_other_charts(tmp_path: Path) -> None:
    picture = chain_drawing(chain(tmp_path / "p", ROWS), id="x", title="Trucks")
    assert picture is not None
    assert save(picture, tmp_path / "chain.png").read_bytes().startswith(b"\x89PNG")
    ElementTree.fromstring(save(picture, tmp_path / "chain.svg").read_text())
    assert picture._repr_mimebundle_()["image/svg+xml"] == to_svg(picture)
    with pytest.raises(ValueError, match=r"\.svg or \.png"):
        save(picture, tmp_path / "chain.json")
