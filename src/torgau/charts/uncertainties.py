"""The kinds of uncertainty of a what-if, kept apart: a strip for each kind in each model, all on one scale; between models last.

One picture with text in columns is drawn by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from torgau.answers.uncertainties import BETWEEN, CANCELS, FEW_NOTE, KIND_TITLES, range_in_words, sd_in_words, signed
from torgau.charts.drawing import Column, Sketch
from torgau.charts.quantile_dots import ticks
from torgau.charts.tones import tone
from torgau.outcome.validation.uncertainties import STRUCTURE, WHOLE, Line
from torgau.outcome.validation.whatifs import Kept

WIDTH, LEFT, STRIP, ROW, HEAD, TOP = 900.0, 230.0, 400.0, 24.0, 26.0, 34.0

COLUMNS = (
    Column("model", "Model", entry="entry"),
    Column("kind", "Kind"),
    Column("sd", "Standard deviation", numeric=True),
    Column("middle", "Middle", numeric=True),
    Column("range", "Range"),
    Column("values", "Values", numeric=True),
)


def kinds_strips(antecedent: str, kept: Kept) -> Sketch:
    """A strip for each kind, a tick at its middle, its standard deviation in words; pale is what a model says of all together."""
    lines, unit = kept.kinds.lines, kept.kinds.unit
    whole = {line.model: line for line in lines if line.kind == WHOLE}
    rows = tuple(
        {
            "id": f"{line.model or 'between'}-{line.kind}",
            "model": line.model or BETWEEN,
            "entry": line.model or None,
            "kind": KIND_TITLES[line.kind],
            "sd": sd_in_words(line, whole.get(line.model)),
            "middle": signed(line.middle),
            "range": range_in_words(line),
            "values": f"{line.count:,}",
        }
        for line in lines
    )
    models = list(dict.fromkeys(line.model for line in lines))
    return Sketch(
        id=f"kinds-{antecedent}-{kept.months}",
        title=f"What makes the answer unsure, {kept.months} months on ({unit})",
        description=(
            f"{len(lines)} strips on one scale, in {unit}, by model: each is the range of the difference with only one kind of "
            f"uncertainty let loose, with a tick at its middle. The largest kind: {kept.kinds.largest}. The table below has the "
            "numbers."
        ),
        body="".join(_drawn(lines, models, whole)),
        width=WIDTH,
        height=TOP + HEAD * len(models) + ROW * len(lines) + 6,
        columns=COLUMNS,
        rows=rows,
        notes=(FEW_NOTE, CANCELS, *(("Made with small numbers, to look at and not to believe.",) if kept.quick else ())),
    )


def _drawn(lines: tuple[Line, ...], models: list[str], whole: dict[str, Line]) -> Iterator[str]:
    marks = ticks(min(0.0, *(line.low for line in lines)), max(0.0, *(line.high for line in lines)))
    first, last = marks[0], marks[-1]
    bottom = TOP + HEAD * len(models) + ROW * len(lines)

    def x(value: float) -> float:
        return LEFT + (value - first) / (last - first) * STRIP

    for mark in marks:
        dark = tone("muted") if mark == 0 else tone("line")
        yield f'<path d="M{x(mark):.1f},{TOP - 8:.1f}V{bottom:.1f}" stroke="{dark}"/>'
        yield (
            f'<text x="{x(mark):.1f}" y="16" text-anchor="middle" font-size="12" fill="{tone("muted")}">'
            f"{escape(signed(mark))}</text>"
        )
    y = TOP
    for model in models:
        yield (
            f'<text x="0" y="{y + HEAD - 9:.1f}" font-size="13" font-weight="bold" fill="{tone("ink")}">'
            f"{escape(model or BETWEEN)}</text>"
        )
        y += HEAD
        for line in lines:
            if line.model == model:
                yield from _strip(line, whole.get(model), x(line.low), x(line.middle), x(line.high), y + ROW / 2)
                y += ROW


def _strip(line: Line, whole: Line | None, low: float, middle: float, high: float, y: float) -> Iterator[str]:
    """One line of the picture: its name, its strip, its standard deviation. What all kinds make together is pale."""
    ink, fill = tone("ink"), tone("purple") if line.kind == STRUCTURE else tone("blue")
    opacity = ' fill-opacity="0.25"' if line.kind == WHOLE else ""
    yield (
        f'<text x="{LEFT - 14:.0f}" y="{y + 4:.1f}" text-anchor="end" font-size="13" fill="{ink}">'
        f"{escape(KIND_TITLES[line.kind])}</text>"
    )
    yield (
        f'<rect x="{low:.1f}" y="{y - 6:.1f}" width="{max(high - low, 2):.1f}" height="12" rx="2" fill="{fill}"{opacity} '
        f'stroke="{fill}"/>'
    )
    yield f'<path d="M{middle:.1f},{y - 9:.1f}v18" stroke="{tone("orange")}" stroke-width="2.5"/>'
    said = f"{sd_in_words(line, whole)} ({range_in_words(line)})"
    yield f'<text x="{LEFT + STRIP + 20:.0f}" y="{y + 4:.1f}" font-size="12" fill="{ink}">{escape(said)}</text>'
