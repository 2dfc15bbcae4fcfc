"""Quantile dot plots of a what-if: each dot is one twentieth of a model's draws of the difference between the two worlds.

Dots are counted, which readers do better than they read densities (Kay and others 2016, "When (ish) is my bus?", CHI 16). Dots of
one size that touch need a geometry of their own: in Vega-Lite the size of a mark and the width of a bin do not know each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from torgau.answers.ranges import significant
from torgau.answers.whatif_words import difference_in_words
from torgau.charts.drawing import Column, Sketch
from torgau.charts.tones import tone
from torgau.dates import format_day

if TYPE_CHECKING:
    from torgau.outcome.whatif import Measure, Told, WhatIf

DOTS = 20
WIDTH, LEFT, RIGHT = 900.0, 230.0, 40.0
RADIUS = 4.0
PITCH = 9.0
"""From dot to dot: a bin is as wide, and a stack that has room rises by as much."""
TALLEST = 76.0
"""The height of the highest stack: its dots overlap where they need more."""
HEADING, AXIS, GAP = 30.0, 34.0, 12.0

COLUMNS = (
    Column("group", "What is compared"),
    Column("model", "Model", entry="model"),
    Column("standing", "Standing"),
    Column("words", "Other world less recorded world"),
    Column("right", "Draws above 0", numeric=True),
    Column("left", "Draws below 0", numeric=True),
)


@dataclass(frozen=True)
class Lane:
    """The dots of one model: their places on the axis in the unit of the measure, and whether the model may speak there."""

    model: str
    standing: str
    speaks: bool
    values: tuple[float, ...]


@dataclass(frozen=True)
class Group:
    """Lanes that share an axis: one thing that is compared."""

    title: str
    unit: str
    lanes: tuple[Lane, ...]


def standing_in_words(told: Told, measure: Measure) -> str:
    """Whether what a model draws is an answer: `demonstrated` and `indicated` speak, all else illustrates."""
    if not measure.months:
        return "illustration: never scored"
    standing = told.standing.get(measure.months, "unscored")
    return f"speaks: {standing}" if told.speaks(measure.months) else f"illustration: {standing}"


def dots_of(values: Any, count: int = DOTS) -> tuple[float, ...]:
    """So many quantiles of the draws, evenly through them: each stands for as many draws as the next."""
    import numpy as np

    return tuple(float(value) for value in np.quantile(values, (np.arange(count) + 0.5) / count))


def whatif_dots(found: WhatIf) -> Sketch | None:
    """The differences at each horizon, and of the time to the end, model by model; None where no model has run."""
    groups, rows = [], []
    for title, picked in _measures(found):
        lanes = []
        for told, measure in picked:
            standing = standing_in_words(told, measure)
            lanes.append(Lane(told.model, standing, not standing.startswith("illustration"), dots_of(measure.difference)))
            rows.append(
                {
                    "id": f"{told.model}-{measure.id}",
                    "group": title,
                    "model": told.model,
                    "standing": standing,
                    "words": difference_in_words(measure),
                    "right": f"{(measure.difference > 0).mean():.0%}",
                    "left": f"{(measure.difference < 0).mean():.0%}",
                }
            )
        groups.append(Group(title, picked[0][1].unit, tuple(lanes)))
    if not groups:
        return None
    body, height = _drawn(groups)
    return Sketch(
        id=f"dots-{found.antecedent.id}",
        title="The other world less the recorded one, model by model",
        description=(
            f"Each dot is one twentieth of the draws of a model. {len(groups)} comparisons with {len(rows)} stacks of dots: "
            + "; ".join(f"{row['group']}, {row['model']} ({row['standing']}) {row['words']}" for row in rows[:4])
            + ("; and so on" if len(rows) > 4 else "")
            + ". Filled dots are of models that may speak at that horizon, hollow ones an illustration. The table below has the "
            "ranges."
        ),
        body=body,
        width=WIDTH,
        height=height,
        columns=COLUMNS,
        rows=tuple(rows),
    )


def _measures(found: WhatIf) -> Iterator[tuple[str, list[tuple[Told, Measure]]]]:
    """The mean front at each horizon, then the time to the end where any draw reaches it, each with what every model says."""
    ids = dict.fromkeys(measure.id for told in found.told for measure in told.measures if measure.id.startswith("front-"))
    wanted = [name for name in ids if name.removeprefix("front-").isdigit()]
    for name in (*wanted, "end"):
        picked = [(told, told.by_id[name]) for told in found.told if name in told.by_id]
        if name == "end":
            picked = [(told, measure) for told, measure in picked if measure.difference.any()]
        if picked:
            yield _titled(found, picked[0][1]), picked


def _titled(found: WhatIf, measure: Measure) -> str:
    from torgau.outcome.baselines import MONTH
    from torgau.outcome.worlds import first_day

    if not measure.months:
        return measure.title
    day = first_day(found.antecedent.date) + round(measure.months * MONTH)
    return f"{measure.title} ({format_day(day)})"


def _drawn(groups: Sequence[Group]) -> tuple[str, float]:
    parts: list[str] = []
    top = 4.0
    for group in groups:
        made, top = _group(group, top)
        parts += made
        top += GAP
    return "".join(parts), top


def _group(group: Group, top: float) -> tuple[list[str], float]:
    values = [value for lane in group.lanes for value in lane.values]
    at = ticks(min(0.0, *values), max(0.0, *values))
    low, high = at[0], at[-1]

    def x(value: float) -> float:
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    parts = [
        f'<text x="0" y="{top + 18:.1f}" font-size="13" font-weight="bold" fill="{tone("ink")}">'
        f"{escape(group.title[:1].upper() + group.title[1:])}</text>"
    ]
    first = y = top + HEADING
    for lane in group.lanes:
        made, height = _lane(lane, y, x)
        parts += made
        y += height
    lines = []
    for value in at:
        colour, dash = (tone("muted"), "") if value == 0 else (tone("line"), ' stroke-dasharray="2 3"')
        lines.append(f'<path d="M{x(value):.1f},{first:.1f}V{y + 4:.1f}" stroke="{colour}"{dash}/>')
        label = f"{significant(value, 4):+,}".replace("-", "\N{MINUS SIGN}") if value else "0"
        lines.append(
            f'<text x="{x(value):.1f}" y="{y + 18:.1f}" text-anchor="middle" font-size="12" fill="{tone("muted")}">{label}</text>'
        )
    lines.append(f'<text x="{LEFT - 40:.1f}" y="{y + 18:.1f}" text-anchor="end" font-size="12" fill="{tone("muted")}">')
    lines.append(f"{escape(group.unit)}</text>")
    return [parts[0], *lines, *parts[1:]], y + AXIS


def _lane(lane: Lane, top: float, x: Any) -> tuple[list[str], float]:
    bins = Counter(round((x(value) - LEFT) / PITCH) for value in lane.values)
    tallest = max(bins.values())
    rise = min(PITCH, TALLEST / tallest)
    height = max((tallest - 1) * rise + 2 * RADIUS + 10, 36.0)
    base = top + height - RADIUS - 2
    look = f'fill="{tone("blue")}"' if lane.speaks else f'fill="{tone("paper")}" stroke="{tone("grey")}" stroke-width="1.4"'
    parts = [
        f'<text x="{LEFT - 14:.1f}" y="{base - 12:.1f}" text-anchor="end" font-size="13" fill="{tone("ink")}">'
        f"{escape(lane.model)}</text>",
        f'<text x="{LEFT - 14:.1f}" y="{base + 3:.1f}" text-anchor="end" font-size="12" fill="{tone("muted")}">'
        f"{escape(lane.standing)}</text>",
    ]
    for place, count in sorted(bins.items()):
        for level in range(count):
            centre = f'cx="{LEFT + place * PITCH:.1f}" cy="{base - level * rise:.1f}"'
            parts.append(f'<circle class="draw" {centre} r="{RADIUS - (0 if lane.speaks else 0.7):g}" {look}/>')
    return parts, height


def ticks(low: float, high: float, wanted: int = 5) -> tuple[float, ...]:
    """Round values that span the two, about so many: steps of 1, 2 or 5 times a power of ten."""
    from math import ceil, floor, log10

    span = max(high - low, 1e-6 * max(abs(low), abs(high), 1.0))
    power = 10.0 ** floor(log10(span / wanted))
    step = next(factor * power for factor in (1, 2, 5, 10) if span / (factor * power) <= wanted)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(at * step, 10) for at in range(first, max(last, first + 1) + 1))
