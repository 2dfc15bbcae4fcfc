"""What the record taught a model: for each parameter the prior's range and the posterior's, one strip on the scale of the prior.

All strips have one scale, that of a prior as a standard normal number, so that a lesson looks as large for one parameter as for
another; the numbers beside it are in the parameter's own unit. One picture with text in columns is drawn by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from torgau.charts.drawing import Column, Sketch
from torgau.charts.tones import tone

WIDTH, LEFT, STRIP, ROW, TOP = 900.0, 200.0, 290.0, 30.0, 34.0
EDGE = 3.2
"""In standard deviations of the prior: what lies further out is drawn at the edge."""
NINE_IN_TEN = 1.6449

COLUMNS = (
    Column("parameter", "Parameter"),
    Column("prior", "Prior, nine in ten"),
    Column("posterior", "Posterior, nine in ten"),
    Column("unit", "Unit"),
    Column("contraction", "Contraction", numeric=True),
    Column("ratio", "Spread left, of the prior's", numeric=True),
    Column("shift", "Shift, in spreads of the prior", numeric=True),
    Column("label", "Label"),
)


@dataclass(frozen=True)
class Lesson:
    """One parameter: the posterior's 5%, middle and 95% as numbers of the prior (z), and all that the table says in words."""

    parameter: str
    low: float
    middle: float
    high: float
    prior: str
    posterior: str
    unit: str
    contraction: float
    ratio: float
    shift: float
    label: str


def prior_strips(model: str, lessons: Sequence[Lesson]) -> Sketch:
    """A strip for each parameter: pale is the prior, dark the posterior, a tick its middle; labelled where the prior decides."""
    rows = tuple(
        {
            "id": each.parameter,
            "parameter": each.parameter.replace("_", " "),
            "prior": each.prior,
            "posterior": each.posterior,
            "unit": each.unit or "none",
            "contraction": f"{each.contraction:.2f}",
            "ratio": f"{each.ratio:.2f}",
            "shift": f"{each.shift:+.1f}",
            "label": each.label,
        }
        for each in lessons
    )
    driven = sum(each.label == "prior-driven" for each in lessons)
    height = TOP + ROW * len(lessons) + 6
    return Sketch(
        id=f"strips-{model}",
        title="What the record taught: prior and posterior",
        description=(
            f"{len(lessons)} parameters, each as a strip: pale the range of nine in ten draws of the prior, dark that of the "
            f"posterior, with a tick at its middle. {driven} are driven by the prior: the record left more than 0.8 of their "
            "spread. The table below has the numbers."
        ),
        body="".join(_drawn(lessons)),
        width=WIDTH,
        height=height,
        columns=COLUMNS,
        rows=rows,
    )


def _x(z: float) -> float:
    return LEFT + (min(max(z, -EDGE), EDGE) + EDGE) / (2 * EDGE) * STRIP


def _drawn(lessons: Sequence[Lesson]) -> list[str]:
    muted, ink, blue = tone("muted"), tone("ink"), tone("blue")
    text = LEFT + STRIP + 16
    parts = [
        f'<text x="{text:.0f}" y="16" font-size="12" fill="{muted}">prior, then posterior: nine in ten</text>',
        f'<path d="M{_x(0):.1f},{TOP - 8:.1f}V{TOP + ROW * len(lessons):.1f}" stroke="{tone("line")}"/>',
        f'<text x="{_x(0):.1f}" y="16" text-anchor="middle" font-size="12" fill="{muted}">middle of the prior</text>',
    ]
    for at, each in enumerate(lessons):
        y = TOP + ROW * at + ROW / 2
        wide, narrow = _x(-NINE_IN_TEN), _x(each.low)
        parts += [
            f'<text x="{LEFT - 12:.0f}" y="{y + 4:.1f}" text-anchor="end" font-size="13" fill="{ink}">'
            f"{escape(each.parameter.replace('_', ' '))}</text>",
            f'<rect x="{wide:.1f}" y="{y - 8:.1f}" width="{_x(NINE_IN_TEN) - wide:.1f}" height="16" rx="3" fill="{blue}" '
            'fill-opacity="0.16"/>',
            f'<rect x="{narrow:.1f}" y="{y - 4:.1f}" width="{max(_x(each.high) - narrow, 2):.1f}" height="8" rx="2" '
            f'fill="{blue}"/>',
            f'<path d="M{_x(each.middle):.1f},{y - 9:.1f}v18" stroke="{tone("orange")}" stroke-width="2.5"/>',
            f'<text x="{text:.0f}" y="{y + 4:.1f}" font-size="12" fill="{ink}">{escape(_words(each))}</text>',
        ]
        if each.label == "prior-driven":
            parts.append(
                f'<text x="{WIDTH - 4:.0f}" y="{y + 4:.1f}" text-anchor="end" font-size="12" font-style="italic" '
                f'fill="{tone("orange")}">prior-driven</text>'
            )
    return parts


def _words(each: Lesson) -> str:
    return f"{each.prior}; {each.posterior}{' ' + each.unit if each.unit else ''}"
