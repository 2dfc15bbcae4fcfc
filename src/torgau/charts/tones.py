"""The colours of charts and pages, each in a light and a dark value.

Every tone has a contrast of at least 4.5:1 on both grounds of its mode (WCAG 2.2, 1.4.3), and the tones of marks stay apart for
readers with red-green or blue-yellow colour blindness; a test computes both. No chart tells anything by colour alone.
"""

from __future__ import annotations

from typing import NamedTuple


class Tone(NamedTuple):
    """One colour by its role. `light` and `dark` are hexadecimal RGB."""

    name: str
    light: str
    dark: str


TONES: tuple[Tone, ...] = (
    Tone("paper", "#fbfaf6", "#16181c"),
    Tone("panel", "#f1efe8", "#20242a"),
    Tone("line", "#d6d2c6", "#3a4048"),
    Tone("ink", "#1d1f22", "#e9e7e2"),
    Tone("muted", "#565c64", "#a9b0b8"),
    Tone("accent", "#1a5276", "#8cc3ea"),
    Tone("blue", "#1f5f99", "#7fb8ea"),
    Tone("orange", "#a8480b", "#f0a35e"),
    Tone("green", "#0e6b54", "#5ec7a6"),
    Tone("purple", "#7a3d86", "#d09be0"),
    Tone("red", "#a52a3a", "#f58f96"),
    Tone("grey", "#5f656d", "#a4abb3"),
)
"""All tones. The light value of each is unique, so a drawn SVG can be recoloured by looking the value up."""

_BY_NAME = {each.name: each for each in TONES}

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The font that text is measured with when a chart is drawn: vl-convert carries it, so every machine measures alike."""


def tone(name: str) -> str:
    """The light value of a tone, for use in a chart. KeyError for an unknown name."""
    return _BY_NAME[name].light


def config() -> dict[str, object]:
    """The Vega-Lite configuration of every chart."""
    quiet = {
        "labelColor": tone("muted"),
        "titleColor": tone("muted"),
        "domainColor": tone("line"),
        "tickColor": tone("line"),
        "gridColor": tone("line"),
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    }
    return {
        "aria": False,
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**quiet, "gridOpacity": 0.7, "labelPadding": 6, "titlePadding": 10},
        "header": {
            "labelColor": tone("ink"),
            "labelFontSize": 13,
            "labelFontWeight": "bold",
            "labelAnchor": "start",
            "title": None,
        },
        "legend": {"labelColor": tone("ink"), "titleColor": tone("muted"), "labelFontSize": 12, "titleFontSize": 12},
        "title": {"color": tone("ink"), "fontSize": 14, "anchor": "start"},
        "text": {"color": tone("ink"), "fontSize": 13},
        "rect": {"cornerRadius": 2},
    }
