"""The picture of a chain of aid, as SVG.

Vega-Lite has no mark for bands between stages: an area cannot turn back, and there is no hatching. The geometry is computed apart
(`chain`), so that what remains is a handful of paths; writing them out is shorter than any detour over another grammar.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from torgau.charts.amounts import stayed, words
from torgau.charts.chain import LINE, POST, SIDE, Band, Layout, Post, layout
from torgau.charts.drawing import Column, Sketch
from torgau.charts.tones import tone
from torgau.flow.chain import Chain
from torgau.vocabulary.flows import OUTSIDE

COLUMNS = (
    Column("stage", "Stage"),
    Column("entered", "Entered", numeric=True),
    Column("left", "Left it again", numeric=True),
    Column("stayed", "Stayed there", numeric=True),
    Column("from", "Came from"),
)


def chain_drawing(chain: Chain, *, id: str, title: str) -> Sketch | None:
    """The chain as bands in proportion; None where nothing moved between stages. The table behind it has the same amounts."""
    placed = layout(chain)
    if placed is None:
        return None
    rows = tuple(
        {
            "stage": account.stage,
            "entered": words(*account.entered),
            "left": words(*account.left) if any(arc.source == account.stage for arc in chain.arcs) else "",
            "stayed": stayed(account.balance),
            "from": ", ".join(
                f"{'outside the book' if arc.source == OUTSIDE else arc.source} {words(*arc.amount)}"
                for arc in chain.arcs
                if arc.target == account.stage
            ),
        }
        for account in chain.accounts
    )
    told = "; ".join(f"{post.stage} {' '.join(post.label)}" for post in placed.posts)
    return Sketch(
        id=id,
        title=f"{title} ({chain.unit})",
        description=(
            f"Stages from left to right, in {chain.unit}: {told}. Bands are as wide as their amounts; what was lost, diverted or "
            "returned leaves downwards, and what was sent again comes back below. The table below has the same amounts."
        ),
        body="".join(_body(placed, id)),
        width=placed.width,
        height=placed.height,
        columns=COLUMNS,
        rows=rows,
    )


def _body(placed: Layout, id: str) -> Iterator[str]:
    hatch = f"{id}-hatch"
    yield (
        f'<defs><pattern id="{hatch}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="2.2" height="6" fill="{tone("muted")}"/></pattern></defs>'
    )
    for band in placed.bands:
        yield from _band(band, hatch)
    for post in placed.posts:
        yield from _post(post, hatch)


def _band(band: Band, hatch: str) -> Iterator[str]:
    colour = tone("purple" if band.back else "red" if band.aside else "blue")
    width, low = band.width, 0.0
    # Losses and what comes back have broken edges, so that they are told apart without colour.
    edge = f' stroke="{colour}" stroke-dasharray="4 3"' if band.aside or band.back else ""
    title = f"<title>{escape(f'{band.source} to {band.target}: {words(*band.amount)}')}</title>"
    if width.sure:
        yield f'<path class="sure" d="{_outline(band, 0, width.sure)}" fill="{colour}" fill-opacity="0.32"{edge}>{title}</path>'
        low = width.sure
    if width.maybe:
        outline = _outline(band, low, width.maybe)
        yield f'<path class="maybe" d="{outline}" fill="{colour}" fill-opacity="0.1"{edge}/>'
        yield f'<path d="{outline}" fill="url(#{hatch})" fill-opacity="0.6">{title}</path>'
        low += width.maybe
    if width.unknown:
        # A dotted line: something moved, and nobody found how much.
        line, dots = _line(band, low + width.unknown / 2), 'stroke-width="2.5" stroke-dasharray="1 5" stroke-linecap="round"'
        yield f'<path class="unknown" d="{line}" fill="none" stroke="{colour}" {dots}>{title}</path>'
    if band.back:
        (x1, _), (x2, _) = band.way
        words_at = f'x="{(x1 + x2) / 2:.1f}" y="{band.floor + LINE:.1f}"'
        told = escape(f"← {band.target} again: {words(*band.amount)}")
        yield f'<text {words_at} text-anchor="middle" fill="{tone("muted")}" font-size="12">{told}</text>'


def _line(band: Band, offset: float) -> str:
    """The course of a band as a line, `offset` below its upper edge."""
    if band.back:
        return _round(band, offset)
    points = [(x, y + offset) for x, y in band.way]
    return f"M{_n(points[0][0])},{_n(points[0][1])}{_curve(points)}"


def _outline(band: Band, offset: float, width: float) -> str:
    """The outline of a part of a band: along its upper edge, down, and back along the lower one."""
    if band.back:
        return f"{_line(band, offset)}V{_round(band, offset + width, back=True)}Z"
    lower = [(x, y + offset + width) for x, y in reversed(band.way)]
    return f"{_line(band, offset)}V{_n(lower[0][1])}{_curve(lower)}Z"


def _curve(points: list[tuple[float, float]]) -> str:
    """From the first point (already drawn) through the others: a curve over each gap, straight past each column."""
    steps = []
    for at, ((x1, y1), (x2, y2)) in enumerate(pairwise(points)):
        middle = (x1 + x2) / 2
        over_a_gap = at % 2 == 0
        steps.append(f"C{_n(middle)},{_n(y1)} {_n(middle)},{_n(y2)} {_n(x2)},{_n(y2)}" if over_a_gap else f"L{_n(x2)},{_n(y2)}")
    return "".join(steps)


def _round(band: Band, offset: float, *, back: bool = False) -> str:
    """One edge of a loop: out to the right, down, back below everything, up, and in from the left.

    The further in it lies, the smaller its turns, so that the loop has one width all the way.
    """
    (x1, y1), (x2, y2) = band.way
    radius = band.width.whole + SIDE
    r = radius - offset
    right, left = x1 + 10, x2 - 10
    top, end, floor = y1 + offset, y2 + offset, band.floor - offset
    turn = f"A{_n(r)},{_n(r)} 0 0 {0 if back else 1} "
    if back:
        return (
            f"{_n(end)}H{_n(left)}{turn}{_n(left - r)},{_n(end + r)}V{_n(floor - r)}{turn}{_n(left)},{_n(floor)}"
            f"H{_n(right)}{turn}{_n(right + r)},{_n(floor - r)}V{_n(top + r)}{turn}{_n(right)},{_n(top)}H{_n(x1)}"
        )
    return (
        f"M{_n(x1)},{_n(top)}H{_n(right)}{turn}{_n(right + r)},{_n(top + r)}V{_n(floor - r)}{turn}{_n(right)},{_n(floor)}"
        f"H{_n(left)}{turn}{_n(left - r)},{_n(floor - r)}V{_n(end + r)}{turn}{_n(left)},{_n(end)}H{_n(x2)}"
    )


def _post(post: Post, hatch: str) -> Iterator[str]:
    colour = tone("red" if post.aside else "blue")
    x = _n(post.x)
    foot = 0.0
    for piece in post.pieces:
        at = f'x="{x}" y="{_n(post.y + piece.offset)}" width="{POST}" height="{_n(piece.height)}"'
        foot = max(foot, piece.offset + piece.height)
        if piece.kind == "sure":
            yield f'<rect class="post" {at} fill="{colour}"/>'
        else:
            fill = f"url(#{hatch})" if piece.kind == "maybe" else "none"
            yield f'<rect {at} fill="{fill}" stroke="{colour}" stroke-dasharray="2 2"/>'
    if post.height - foot > 0.05:
        # More left than had entered: nobody says where the rest came from.
        at = f'x="{x}" y="{_n(post.y + foot)}" width="{POST}" height="{_n(post.height - foot)}"'
        yield f'<rect class="short" {at} fill="none" stroke="{colour}" stroke-dasharray="2 3"/>'
    y = post.y - 6 - LINE * len(post.label)
    yield f'<text x="{x}" y="{_n(y)}" fill="{tone("ink")}" font-size="13" font-weight="bold">{escape(post.stage)}</text>'
    for number, line in enumerate(post.label, start=1):
        yield f'<text x="{x}" y="{_n(y + LINE * number)}" fill="{tone("muted")}" font-size="12">{escape(line)}</text>'


def _n(value: float) -> str:
    """A coordinate to a tenth of a pixel: finer is not seen."""
    return f"{value:.1f}".removesuffix(".0")
