"""The picture of a chain: widths in proportion, nothing drawn that did not move, and the same amounts as the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.flow.packs import load
from torgau.charts.chain import TALL, ChainPicture, chain_picture
from torgau.flow import postings
from torgau.flow.chain import chains

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


@pytest.fixture
def picture(tmp_path: Path) -> ChainPicture:
    pack = load(tmp_path / "p", ROWS)
    (chain,) = chains(pack.record, postings(pack.record))
    found = chain_picture(chain)
    assert found is not None
    return found


def test_heights_are_in_proportion(picture: ChainPicture) -> None:
    posts = {post.stage: post for post in picture.posts}
    scale = TALL / 100  # pledged is the largest: 100, and so is what entered `shipped`, 90 and 10 again
    assert posts["pledged"].height == pytest.approx(100 * scale)
    assert posts["shipped"].height == pytest.approx(100 * scale)
    assert (posts["arrived"].solid, posts["arrived"].maybe) == (pytest.approx(60 * scale), pytest.approx(20 * scale))
    assert posts["lost"].height == pytest.approx(5 * scale)
    assert posts["shipped"].label == "90 and 10 again"
    assert posts["arrived"].label == "60 to 80"


def test_the_main_line_runs_from_left_to_right_and_losses_leave_it_downwards(picture: ChainPicture) -> None:
    main = [post for post in picture.posts if not post.aside]
    assert [post.stage for post in main] == ["pledged", "shipped", "arrived", "used"]
    assert [post.x for post in main] == sorted({post.x for post in main})
    assert {post.stage for post in picture.posts if post.aside} == {"lost", "diverted"}
    lowest = max(post.y + post.height for post in main if post.stage == "arrived")
    assert all(post.y >= lowest for post in picture.posts if post.aside)


def test_posts_do_not_overlap_and_everything_fits(picture: ChainPicture) -> None:
    for one in picture.posts:
        assert 0 <= one.x <= picture.width
        assert one.y + one.height <= picture.height
        for other in picture.posts:
            if one is not other and one.x == other.x:
                assert one.y + one.height <= other.y or other.y + other.height <= one.y


def test_a_band_is_as_wide_as_its_amount(picture: ChainPicture) -> None:
    bands = {(band.source, band.target): band for band in picture.bands}
    assert set(bands) == {
        ("pledged", "shipped"),
        ("shipped", "arrived"),
        ("shipped", "lost"),
        ("shipped", "diverted"),
        ("diverted", "shipped"),
        ("arrived", "used"),
    }
    width = re.search(r"v([\d.]+)", bands["pledged", "shipped"].sure)
    assert width is not None
    assert float(width[1]) == pytest.approx(90 * TALL / 100, abs=0.1)
    assert bands["shipped", "arrived"].doubtful
    assert not bands["pledged", "shipped"].doubtful
    assert bands["diverted", "shipped"].back


def test_where_nothing_moved_between_stages_there_is_no_picture(tmp_path: Path) -> None:
    pack = load(tmp_path / "p", "date,to,value,unit\n1942,shipped,5,trucks\n")
    (chain,) = chains(pack.record, postings(pack.record))
    assert chain_picture(chain) is None
