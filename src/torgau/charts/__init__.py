"""Charts, declared once in Python and used by notebooks, by PNG and SVG export, and by the book.

A chart is a `Drawing`: an Altair chart, the rows behind it, and words for those who do not see it. What
Altair cannot draw is a `Sketch`. Nothing here needs a network.

    from torgau.charts import save, series_chart
    save(series_chart(record, "some-series"), "some-series.png")
"""

from torgau.charts.arrivals import arrivals
from torgau.charts.bands import status_bands
from torgau.charts.chain_drawing import chain_drawing
from torgau.charts.dots import commitment_dots, event_dots
from torgau.charts.drawing import Column, Drawing, Sketch
from torgau.charts.export import embed_spec, inline_svg, save
from torgau.charts.places import place_map
from torgau.charts.quantities import estimate_ranges, series_chart
from torgau.charts.tones import TONES, tone

__all__ = [
    "TONES",
    "Column",
    "Drawing",
    "Sketch",
    "arrivals",
    "chain_drawing",
    "commitment_dots",
    "embed_spec",
    "estimate_ranges",
    "event_dots",
    "inline_svg",
    "place_map",
    "save",
    "series_chart",
    "status_bands",
    "tone",
]
