"""The picture of a chain of aid: stages as posts, what moved between them as bands as wide as their amounts.

Vega-Lite has no mark for such a picture, so its geometry is computed here, as plain numbers that a template prints as SVG; the
table behind it holds the same amounts. Widths are in proportion within one picture, which has one unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from torgau.answers.flows import amount
from torgau.flow.chain import ZERO, Account, Bounds, Chain, plus
from torgau.vocabulary.flows import OUTSIDE, SIDE_STAGES

LEFT, POST, GAP, TOP, TALL, WIDE = 8, 14, 150, 34, 220, 736
"""Margin, width of a post, room between posts, head room, height of the largest amount, and least width, in pixels."""
_LEAST = 1.5
"""No amount above zero is drawn thinner than this."""


@dataclass(frozen=True)
class Post:
    """One stage: a bar at `x`, `y` as high as `solid` (what surely entered) and `maybe` (what may have, too).

    `label` is the amount in words, `stayed` what entered and did not leave, "" where nothing could leave or nothing stayed.
    """

    stage: str
    x: float
    y: float
    solid: float
    maybe: float
    label: str
    stayed: str
    aside: bool

    @property
    def height(self) -> float:
        """The whole bar."""
        return self.solid + self.maybe


@dataclass(frozen=True)
class Band:
    """What moved from one stage to another: an outline as an SVG path for the sure part and one for what is in doubt."""

    source: str
    target: str
    amount: Bounds
    sure: str
    doubtful: str
    aside: bool
    back: bool


@dataclass(frozen=True)
class ChainPicture:
    """The posts and bands of one chain, with the size of the picture."""

    chain: Chain
    posts: tuple[Post, ...]
    bands: tuple[Band, ...]
    width: int
    height: int


def chain_picture(chain: Chain) -> ChainPicture | None:
    """The geometry; None where nothing moved from one stage to another, so that there is nothing to see."""
    arcs = [arc for arc in chain.arcs if arc.source != OUTSIDE and _most(arc.amount) > 0]
    if not arcs:
        return None
    largest = max([_most(account.entered) for account in chain.accounts] + [_most(account.left) for account in chain.accounts])
    scale = TALL / float(largest)
    posts = _posts(chain, scale)
    bands = _bands(chain, {post.stage: post for post in posts}, scale)
    bottom = max(post.y + post.height for post in posts)
    back = 46 if any(band.back for band in bands) else 0
    return ChainPicture(chain, posts, bands, max(WIDE, int(max(post.x for post in posts) + POST + 170)), int(bottom + back + 26))


def _most(bounds: Bounds) -> Fraction:
    """The larger bound, for the size of a mark; the smaller one where there is no larger."""
    low, high = bounds
    return max(low if high is None else high, Fraction(0))


def _heights(bounds: Bounds, scale: float) -> tuple[float, float]:
    low, most = float(max(bounds[0], Fraction(0))) * scale, float(_most(bounds)) * scale
    solid = max(low, _LEAST) if low else 0.0
    return solid, max(most - low, _LEAST) if most > low else 0.0


def _posts(chain: Chain, scale: float) -> tuple[Post, ...]:
    """The main line from left to right at one height; what went aside stands below the stage after the one that it left."""
    main = [account for account in chain.accounts if account.stage not in SIDE_STAGES]
    aside = [account for account in chain.accounts if account.stage in SIDE_STAGES]
    columns = {account.stage: at for at, account in enumerate(main)}
    posts = [
        _post(chain, account, LEFT + at * (POST + GAP), TOP, scale, aside=False)
        for account, at in zip(main, range(len(main)), strict=True)
    ]
    column = columns.get("shipped", 0) + 1
    x = LEFT + column * (POST + GAP)
    under = [post for post in posts if post.x == x]
    y = max([TOP + post.height for post in under] + [TOP]) + (54 if under else 0)  # room for two lines of text
    for account in aside:
        posts.append(_post(chain, account, x, y, scale, aside=True))
        y += posts[-1].height + 34
    return tuple(posts)


def _post(chain: Chain, account: Account, x: float, y: float, scale: float, *, aside: bool) -> Post:
    solid, maybe = _heights(account.entered, scale)
    if not solid and not maybe:
        solid = _LEAST
    again = plus(*(arc.amount for arc in chain.arcs if arc.target == account.stage and arc.source in SIDE_STAGES))
    anew = plus(*(arc.amount for arc in chain.arcs if arc.target == account.stage and arc.source not in SIDE_STAGES))
    label = amount(*anew) + (f" and {amount(*again)} again" if again != ZERO else "")
    low, high = account.balance
    ends = not any(arc.source == account.stage for arc in chain.arcs)
    stayed = "" if ends or low is None or (high is not None and high <= 0) else f"{amount(max(low, Fraction(0)), high)} stayed"
    return Post(account.stage, x, y, solid, maybe, label, stayed, aside)


def _bands(chain: Chain, posts: dict[str, Post], scale: float) -> tuple[Band, ...]:
    """Bands leave a post from its top downwards, and enter the next one the same way, in the order of the stages."""
    out = {stage: post.y for stage, post in posts.items()}
    into = {stage: post.y for stage, post in posts.items()}
    bands = []
    # What goes on leaves above what goes aside, so that bands do not cross.
    for arc in sorted(chain.arcs, key=lambda arc: arc.target in SIDE_STAGES):
        if arc.source == OUTSIDE or _most(arc.amount) <= 0:
            continue
        source, target = posts[arc.source], posts[arc.target]
        solid, maybe = _heights(arc.amount, scale)
        back = target.x <= source.x
        start, end = out[arc.source], into[arc.target]
        if back:  # goods that came back leave to the left, below everything
            sure = _loop(source, target, solid, max(post.y + post.height for post in posts.values()))
            doubtful = ""
        else:
            sure = _ribbon(source.x + POST, start, target.x, end, solid)
            doubtful = _ribbon(source.x + POST, start + solid, target.x, end + solid, maybe) if maybe else ""
            out[arc.source] += solid + maybe
            into[arc.target] += solid + maybe
        bands.append(Band(arc.source, arc.target, arc.amount, sure, doubtful, arc.target in SIDE_STAGES, back))
    return tuple(bands)


def _ribbon(x1: float, y1: float, x2: float, y2: float, width: float) -> str:
    """A band between two heights with level ends."""
    if not width:
        return ""
    middle = (x1 + x2) / 2
    return (
        f"M{x1:.1f},{y1:.1f}C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}v{width:.1f}"
        f"C{middle:.1f},{y2 + width:.1f} {middle:.1f},{y1 + width:.1f} {x1:.1f},{y1 + width:.1f}z"
    )


def _loop(source: Post, target: Post, width: float, floor: float) -> str:
    """A band that goes back: down, to the left below everything, and up to the foot of the earlier post."""
    y1, y2, low = source.y + source.height, target.y + target.height, floor + 34
    wide = max(width, _LEAST)
    x1, x2 = source.x + POST / 2, target.x + POST / 2
    return (
        f"M{x1:.1f},{y1:.1f}C{x1:.1f},{low:.1f} {x2:.1f},{low:.1f} {x2:.1f},{y2:.1f}h{wide:.1f}"
        f"C{x2 + wide:.1f},{low - wide:.1f} {x1 + wide:.1f},{low - wide:.1f} {x1 + wide:.1f},{y1:.1f}z"
    )
