"""Where each stage and each movement of a chain of aid stands in its picture: plain numbers, drawn by `chain_drawing`.

Stages of the main line stand from left to right. What went aside stands below the line, one column after the stage that it left;
what came back runs under everything to the stage that it entered again. One scale holds for the whole picture: a band is as wide
as its amount, and each stage is as tall as what entered it or what left it, whichever is more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from textwrap import wrap

from torgau.charts.amounts import NOT_KNOWN, stayed, words
from torgau.flow.bounds import ZERO, Bounds, plus
from torgau.flow.chain import Account, Chain
from torgau.vocabulary.flows import OUTSIDE, SIDE_STAGES

POST, PITCH, TALL, WIDEST_LOOP = 14, 172, 220, 56
"""Width of a post, from one column to the next, the largest amount and the widest band that comes back, in pixels."""
LEFT, SIDE, LINE, STUB, NARROWEST = 8, 18, 15, 34, 736
"""Margin, room below a mark, height of a line of text, reach of a band from outside the book, and least width of a picture."""
LEAST = 1.5
"""No amount above zero is drawn thinner."""
UNKNOWN = 4.0
"""How wide a movement is drawn whose quantity was not found."""
CHARACTERS = 24
"""Characters that fit into the room of one column."""


@dataclass(frozen=True)
class Width:
    """A band across: the part that surely moved, the part that may have, and a strip where no quantity was found."""

    sure: float
    maybe: float
    unknown: float

    @property
    def whole(self) -> float:
        """The band as a whole."""
        return self.sure + self.maybe + self.unknown


@dataclass(frozen=True)
class Stretch:
    """One piece of a post: how far from its top it begins, its height, and whether it is `sure`, `maybe` or `unknown`."""

    offset: float
    height: float
    kind: str


@dataclass(frozen=True)
class Post:
    """One stage as an upright bar. `pieces` are what entered; from their foot to `height` more left than had entered.

    `label` says in short lines what entered and what stayed; it stands above the bar.
    """

    stage: str
    column: int
    x: float
    y: float
    height: float
    pieces: tuple[Stretch, ...]
    label: tuple[str, ...]

    @property
    def aside(self) -> bool:
        """Whether what is here left the line."""
        return self.stage in SIDE_STAGES


@dataclass(frozen=True)
class Band:
    """One movement. `way` are the points at which its upper edge passes, two for each gap between columns.

    A band that goes back (`back`) has two points, where it leaves and where it enters, and the height of its `floor`.
    """

    source: str
    target: str
    amount: Bounds
    width: Width
    way: tuple[tuple[float, float], ...]
    back: bool = False
    floor: float = 0

    @property
    def aside(self) -> bool:
        """Whether it leaves the line."""
        return self.target in SIDE_STAGES


@dataclass(frozen=True)
class Layout:
    """The posts and bands of one chain and the size of the picture."""

    posts: tuple[Post, ...]
    bands: tuple[Band, ...]
    width: float
    height: float


def layout(chain: Chain) -> Layout | None:
    """Where everything stands. None where no known amount moved from one stage to another: there is nothing to see."""
    if not any(most(arc.amount) > 0 and arc.source != OUTSIDE for arc in chain.arcs):
        return None
    columns = _columns(chain)
    widths = _widths(chain, columns)
    lanes = _lanes(chain, columns, widths)
    heights = {
        account.stage: max(
            sum(width.whole for (_, to), width in widths.items() if to == account.stage),
            sum(width.whole for (source, _), width in widths.items() if source == account.stage),
            LEAST,
        )
        for account in chain.accounts
    }
    labels = {account.stage: _label(chain, account) for account in chain.accounts}
    loops = [key for key in widths if _is_back(key, columns)]
    tops = _tops(columns, heights, labels, lanes, {source for source, _ in loops})
    left = LEFT + max((widths[key].whole + 2 * SIDE for key in loops if columns[key[1]] == 0), default=0)
    posts = {
        stage: Post(stage, at, left + at * PITCH, tops[stage], heights[stage], (), labels[stage]) for stage, at in columns.items()
    }
    foot = max([post.y + post.height for post in posts.values()] + [tops[lane] + width for lane, width in lanes.items()])
    bands, foot = _bands(chain, posts, widths, tops, foot)
    ends = _stacked(chain, posts, widths, tops, leaving=False)
    placed = tuple(_with_pieces(post, chain, widths, ends) for post in posts.values())
    return Layout(placed, bands, max(NARROWEST, left + (max(columns.values()) + 1) * PITCH), foot + SIDE)


def most(amount: Bounds) -> Fraction:
    """The larger bound; the smaller one where there is no larger."""
    low, high = amount
    return max(low if high is None else high, Fraction(0))


def _columns(chain: Chain) -> dict[str, int]:
    """The column of each stage: the main line in its order, what went aside one further than the stage that it left last."""
    columns = {account.stage: 0 for account in chain.accounts if account.stage not in SIDE_STAGES}
    columns = {stage: at for at, stage in enumerate(columns)}
    left = [account.stage for account in chain.accounts if account.stage in SIDE_STAGES]
    while left:
        # A side stage that another one feeds waits for it, unless they feed each other.
        feeders = {stage: [arc.source for arc in chain.arcs if arc.target == stage and arc.source != OUTSIDE] for stage in left}
        ready = [stage for stage in left if not any(source in left for source in feeders[stage])] or left[:1]
        for stage in ready:
            columns[stage] = 1 + max((columns[source] for source in feeders[stage] if source in columns), default=-1)
        left = [stage for stage in left if stage not in ready]
    return columns


def _is_back(key: tuple[str, str], columns: Mapping[str, int]) -> bool:
    return key[0] != OUTSIDE and columns[key[1]] <= columns[key[0]]


def _widths(chain: Chain, columns: Mapping[str, int]) -> dict[tuple[str, str], Width]:
    """How wide each movement is drawn, in one scale."""
    largest = max(max(most(account.entered), most(account.left)) for account in chain.accounts)
    loops = [most(arc.amount) for arc in chain.arcs if _is_back((arc.source, arc.target), columns)]
    scale = TALL / float(largest)
    if loops and max(loops) > 0:
        scale = min(scale, WIDEST_LOOP / float(max(loops)))
    return {(arc.source, arc.target): _width(arc.amount, scale) for arc in chain.arcs}


def _width(amount: Bounds, scale: float) -> Width:
    low, high = amount
    sure, whole = float(max(low, Fraction(0))) * scale, float(most(amount)) * scale
    if 0 < whole < LEAST:
        sure, whole = (LEAST if low > 0 else 0.0), LEAST
    return Width(sure, whole - sure, UNKNOWN if high is None else 0.0)


Lane = tuple[str, str, int]
"""A movement (source, target) where it passes a column without stopping there."""


def _lanes(chain: Chain, columns: Mapping[str, int], widths: Mapping[tuple[str, str], Width]) -> dict[Lane, float]:
    """Where bands pass a column, with their widths."""
    return {
        (arc.source, arc.target, at): widths[arc.source, arc.target].whole
        for arc in chain.arcs
        if arc.source != OUTSIDE and widths[arc.source, arc.target].whole
        for at in range(columns[arc.source] + 1, columns[arc.target])
    }


def _label(chain: Chain, account: Account) -> tuple[str, ...]:
    into = [arc for arc in chain.arcs if arc.target == account.stage]
    again = [arc.amount for arc in into if arc.source in SIDE_STAGES and account.stage not in SIDE_STAGES]
    anew = [arc.amount for arc in into if arc.source not in SIDE_STAGES or account.stage in SIDE_STAGES]
    parts = [words(*plus(*anew))] if anew or not again else []
    parts += [f"again: {words(*plus(*again))}"] if again else []
    rest = account.balance
    told = stayed(rest) if rest != ZERO and any(arc.source == account.stage for arc in chain.arcs) else ""
    if told and told != NOT_KNOWN:
        parts.append(told if told.endswith("entered") else f"{told} stayed")
    return tuple(line for part in parts if part for line in wrap(part, CHARACTERS))


def _tops(
    columns: Mapping[str, int],
    heights: Mapping[str, float],
    labels: Mapping[str, Sequence[str]],
    lanes: Mapping[Lane, float],
    looping: set[str],
) -> dict[str | Lane, float]:
    """The upper edge of each post, and of each band where it passes a column: the line, what passes, what went aside."""
    main = [stage for stage in columns if stage not in SIDE_STAGES]
    # What comes back leaves from the lowest post of its column, so that it passes no label.
    aside = sorted((stage for stage in columns if stage in SIDE_STAGES), key=lambda stage: stage in looping)
    top = LINE * (1 + max((len(labels[stage]) for stage in main), default=0)) + 12.0
    tops: dict[str | Lane, float] = {}
    for column in range(max(columns.values()) + 1):
        y = top
        for stage in main:
            if columns[stage] == column:
                tops[stage] = y
                y += heights[stage] + SIDE
        for lane, width in lanes.items():
            if lane[2] == column:
                tops[lane] = y
                y += width + SIDE
        for stage in aside:
            if columns[stage] == column:
                above = LINE * (1 + len(labels[stage])) + (8 if y > top else 0)
                tops[stage] = y = y + above if y > top else top
                y += heights[stage] + SIDE
    return tops


def _bands(
    chain: Chain,
    posts: Mapping[str, Post],
    widths: Mapping[tuple[str, str], Width],
    tops: Mapping[str | Lane, float],
    foot: float,
) -> tuple[tuple[Band, ...], float]:
    """All bands, and where the lowest ends. What lies higher in the next column leaves higher, so that few bands cross."""
    columns = {stage: post.column for stage, post in posts.items()}
    starts = _stacked(chain, posts, widths, tops, leaving=True)
    ends = _stacked(chain, posts, widths, tops, leaving=False)
    bands = []
    for arc in chain.arcs:
        key = (arc.source, arc.target)
        width, target = widths[key], posts[arc.target]
        end = (target.x, ends[key])
        if not width.whole or (arc.source == OUTSIDE and _only_from_outside(chain, arc.target)):
            continue
        if arc.source == OUTSIDE:
            bands.append(Band(*key, arc.amount, width, ((target.x - STUB, ends[key]), end)))
            continue
        start = (posts[arc.source].x + POST, starts[key])
        if _is_back(key, columns):
            turn = 2 * (width.whole + SIDE)
            foot = max(foot + SIDE + width.whole, start[1] + turn, end[1] + turn)
            bands.append(Band(*key, arc.amount, width, (start, end), back=True, floor=foot))
            foot += LINE + 4  # room for the words under it
        else:
            passed = [
                (posts_x, tops[(*key, at)])
                for at in range(columns[arc.source] + 1, columns[arc.target])
                for posts_x in (_x(posts, at), _x(posts, at) + POST)
            ]
            bands.append(Band(*key, arc.amount, width, (start, *passed, end)))
    return tuple(bands), foot


def _x(posts: Mapping[str, Post], column: int) -> float:
    first = next(iter(posts.values()))
    return first.x + (column - first.column) * PITCH


def _only_from_outside(chain: Chain, stage: str) -> bool:
    """Whether nothing enters a stage from an earlier one: then its own left edge says where it came from."""
    return not any(arc.target == stage and arc.source != OUTSIDE and arc.source not in SIDE_STAGES for arc in chain.arcs)


def _stacked(
    chain: Chain,
    posts: Mapping[str, Post],
    widths: Mapping[tuple[str, str], Width],
    tops: Mapping[str | Lane, float],
    *,
    leaving: bool,
) -> dict[tuple[str, str], float]:
    """At which height each movement leaves its source (or enters its target): one under the other from the post's upper edge."""
    columns = {stage: post.column for stage, post in posts.items()}

    def order(key: tuple[str, str]) -> tuple[int, float]:
        source, target = key
        if source == OUTSIDE:
            return 1, 0.0
        if _is_back(key, columns):
            return 2, 0.0
        column = columns[source] + 1 if leaving else columns[target] - 1
        lane = (*key, column)
        return 0, tops[lane] if lane in tops else posts[target if leaving else source].y

    found: dict[tuple[str, str], float] = {}
    next_free = {stage: post.y for stage, post in posts.items()}
    for key in sorted(((arc.source, arc.target) for arc in chain.arcs), key=order):
        here = key[0] if leaving else key[1]
        if here != OUTSIDE:
            found[key] = next_free[here]
            next_free[here] += widths[key].whole
    return found


def _with_pieces(
    post: Post, chain: Chain, widths: Mapping[tuple[str, str], Width], ends: Mapping[tuple[str, str], float]
) -> Post:
    """The post with what entered it, band by band, so that each piece looks like the band that ends there."""
    pieces = []
    for arc in chain.arcs:
        if arc.target == post.stage:
            offset, width = ends[arc.source, arc.target] - post.y, widths[arc.source, arc.target]
            for kind, height in (("sure", width.sure), ("maybe", width.maybe), ("unknown", width.unknown)):
                if height:
                    pieces.append(Stretch(offset, height, kind))
                    offset += height
    return replace(post, pieces=tuple(sorted(pieces, key=lambda each: each.offset)))
