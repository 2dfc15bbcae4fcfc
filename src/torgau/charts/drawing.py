"""What a chart is: the picture, the rows it is drawn from, and the words for it. One with its own geometry is a `Sketch`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

Row = Mapping[str, Any]
"""One mark of a chart and one line of the table behind it. `id` names the entry, `sources` the ids of its sources."""


@dataclass(frozen=True)
class Column:
    """One column of the table behind a chart. `numeric` aligns to the right; `entry` is the key that holds an id to link to."""

    key: str
    heading: str
    numeric: bool = False
    entry: str = ""


@dataclass(frozen=True)
class Drawing:
    """An Altair chart with its rows. `title` and `description` are its name and text for a screen reader.

    `zoomable` says that it can be zoomed and moved where it is interactive, `moves` which ways and what they are called:
    `back` and `on` along the horizontal axis, `up` and `down` along the other.
    """

    id: str
    title: str
    description: str
    chart: alt.TopLevelMixin
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    zoomable: bool = False
    moves: tuple[tuple[str, str], ...] = (("back", "Earlier"), ("on", "Later"))
    notes: tuple[str, ...] = field(default=())

    def spec(self) -> dict[str, Any]:
        """The Vega-Lite specification, with data and configuration inside it."""
        from torgau.charts.tones import config

        spec: dict[str, Any] = self.chart.to_dict(validate=False)
        spec["config"] = config()
        return spec

    def _repr_mimebundle_(self, *args: Any, **kwargs: Any) -> Any:
        """How a notebook shows it."""
        from torgau.charts.export import to_svg

        return {"image/svg+xml": to_svg(self), "text/plain": f"{self.title}: {self.description}"}


@dataclass(frozen=True)
class Sketch:
    """A picture for which Vega-Lite has no mark: `body` is SVG, in the light tones, `width` by `height` pixels.

    Everything else is as in a `Drawing`, and pages, notebooks and files take either.
    """

    id: str
    title: str
    description: str
    body: str
    width: float
    height: float
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = field(default=())
    zoomable: bool = field(default=False, init=False)

    def _repr_mimebundle_(self, *args: Any, **kwargs: Any) -> Any:
        """How a notebook shows it."""
        from torgau.charts.export import to_svg

        return {"image/svg+xml": to_svg(self), "text/plain": f"{self.title}: {self.description}"}
