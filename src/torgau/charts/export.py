"""Draw a chart: to a file, or as SVG that stands inside a page and follows its colours."""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from typing import Any

from torgau.charts.drawing import Drawing, Sketch
from torgau.charts.tones import FONT, TONES, tone

FORMATS = (".svg", ".png", ".json")
"""What `save` can write. `.json` is the Vega-Lite specification."""

_ATTRIBUTES = re.compile(r' (?:role|aria-[a-z]+|xmlns(?::xlink)?|font-family|pointer-events)="[^"]*"')
_ROOT = re.compile(r'<svg class="marks" width="([\d.]+)" height="([\d.]+)" viewBox="([^"]*)">')
_VALUE = re.compile(r'="[^"]*"')
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_COLOURS = {each.light: each.name for each in TONES}
_COLOUR = re.compile("|".join(re.escape(colour) for colour in _COLOURS), re.IGNORECASE)


def to_svg(drawing: Drawing | Sketch) -> str:
    """A self-contained SVG document on a light ground."""
    import vl_convert

    if isinstance(drawing, Sketch):
        size = f'width="{drawing.width:g}" height="{drawing.height:g}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {drawing.width:g} {drawing.height:g}" '
            f'font-family="{FONT}"><rect {size} fill="{tone("paper")}"/>{_named(drawing)}{drawing.body}</svg>'
        )
    svg: str = vl_convert.vegalite_to_svg({**drawing.spec(), "background": tone("paper")})
    return svg


def save(drawing: Drawing | Sketch, path: str | Path, *, scale: float = 2.0) -> Path:
    """Write the chart to `path`; its suffix (.svg, .png, .json) decides the format. `scale` is for PNG, 1 being 72 dpi.

    ValueError for another suffix, or for .json where a picture is a `Sketch`, which has no specification.
    """
    import vl_convert

    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        raise ValueError(f"{target.name}: a chart is saved as one of {', '.join(FORMATS)}")
    if isinstance(drawing, Sketch):
        if suffix == ".json":
            raise ValueError(f"{target.name}: this picture has no Vega-Lite specification; save it as .svg or .png")
        svg = to_svg(drawing)
        target.write_bytes(svg.encode() if suffix == ".svg" else vl_convert.svg_to_png(svg, scale=scale))
    elif suffix == ".json":
        target.write_text(json.dumps(drawing.spec(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    elif suffix == ".svg":
        target.write_text(to_svg(drawing), encoding="utf-8")
    else:
        target.write_bytes(vl_convert.vegalite_to_png({**drawing.spec(), "background": tone("paper")}, scale=scale))
    return target


def _named(drawing: Drawing | Sketch) -> str:
    return (
        f'<title id="{drawing.id}-title">{escape(drawing.title)}</title>'
        f'<desc id="{drawing.id}-desc">{escape(drawing.description)}</desc>'
    )


def inline_svg(drawing: Drawing | Sketch) -> str:
    """The chart as SVG inside a page: an image with title and description, whose colours are the page's variables.

    What Vega says about each part is left out: the image has one name, and the table behind it says the rest.
    """
    import vl_convert

    named = f'aria-labelledby="{drawing.id}-title {drawing.id}-desc"'
    if isinstance(drawing, Sketch):
        size = f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" width="{drawing.width:g}" height="{drawing.height:g}"'
        return f'<svg class="drawn" role="img" {size} {named}>{_named(drawing)}{_recoloured(drawing.body)}</svg>'
    drawn: str = vl_convert.vegalite_to_svg(drawing.spec())
    svg = _ATTRIBUTES.sub("", drawn).replace(' version="1.1"', "")
    svg = _VALUE.sub(_rounded, svg)
    svg = _renumbered(svg, drawing.id)
    svg = _recoloured(svg)
    head = rf'<svg class="drawn" role="img" viewBox="\3" width="\1" height="\2" {named}>'
    svg, replaced = _ROOT.subn(head, svg, count=1)
    if not replaced:
        raise RuntimeError(f"the drawn chart does not begin as expected: {svg[:120]!r}")
    return svg.replace(">", f">{_named(drawing)}", 1)


def _recoloured(svg: str) -> str:
    """The light tones replaced by the page's variables."""
    return _COLOUR.sub(lambda found: f"var(--{_COLOURS[found[0].lower()]})", svg)


def _rounded(found: re.Match[str]) -> str:
    """The attribute with its numbers to a hundredth of a unit: finer is not seen, and may differ between machines."""
    return _LONG_NUMBER.sub(lambda number: f"{round(float(number[0]), 2):g}", found[0])


def _renumbered(svg: str, drawing_id: str) -> str:
    """Clip paths counted from 1 in each drawing and named after it: the library counts on from one drawing to the next."""
    numbers: dict[str, str] = {}

    def own(found: re.Match[str]) -> str:
        name = numbers.setdefault(found[2], f"{drawing_id}-part-{len(numbers) + 1}")
        return f"{found[1]}{name}"

    return re.sub(r'(id="|url\(#)((?:clip|gradient)[\w-]*)', own, svg)


def embed_spec(drawing: Drawing) -> str:
    """The specification as one JSON line that may stand inside a script element. Equal charts give equal text."""
    spec: dict[str, Any] = drawing.spec()
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
