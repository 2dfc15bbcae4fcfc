"""Print pages: one Jinja environment with escaping on, the same macros everywhere, addresses relative to the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from torgau.book import words
from torgau.book.homes import root_from
from torgau.book.model.context import Context
from torgau.book.page import Page
from torgau.charts import embed_spec, inline_svg
from torgau.charts.places import position
from torgau.charts.quantities import grouped

if TYPE_CHECKING:
    from jinja2 import Environment

NAVIGATION = (
    ("index", "index.html", "Questions"),
    ("ledger", "ledger.html", "Ledger"),
    ("statuses", "statuses.html", "Statuses"),
    ("events", "events.html", "Events"),
    ("instruments", "instruments.html", "Instruments"),
    ("estimates", "estimates.html", "Estimates"),
    ("series", "series.html", "Series"),
    ("flows", "flows.html", "Flows"),
    ("outcome", "outcome.html", "What if"),
    ("places", "places.html", "Places"),
    ("actors", "actors.html", "Actors"),
    ("claims", "claims.html", "Claims"),
    ("sources", "sources.html", "Sources"),
    ("about", "about.html", "How to read"),
)
"""The parts of the book, in the order of its navigation."""

_DATE = re.compile(r"[\[{]?\d{4}-\d{2}(?:-\d{2})?[?~%]?(?:[/,\]}]|\.\.)?")
_BLANK_LINES = re.compile(r"\n\s*\n+")


class Renderer:
    """Prints the pages of one pack. `constants` are the same on every page."""

    def __init__(self, context: Context, constants: Mapping[str, Any]) -> None:
        self._context = context
        self._environment = _environment(context, constants)

    def page(self, page: Page) -> str:
        """The page as HTML. The same page gives the same text."""
        template = self._environment.get_template(page.template)
        html = template.render(page=page, root=root_from(page.path), **page.data)
        return _BLANK_LINES.sub("\n", html).strip() + "\n"


def _environment(context: Context, constants: Mapping[str, Any]) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("torgau.book", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        **constants,
        "homes": context.homes,
        "title_of": context.title,
        "navigation": NAVIGATION,
        "words": words,
        "commitment_verdicts": {each: view.verdict for each, view in context.verdicts.items()},
        "position": position,
        "number_of": grouped,
        "number": lambda value: "" if value is None else grouped(value),
        "svg": lambda drawing: Markup(inline_svg(drawing)),
        "spec": lambda drawing: Markup(embed_spec(drawing)),
        "entry_kind": lambda entry_id: words.KIND_TITLES.get(context.record.kind_of(entry_id) or "", ""),
    }
    environment.filters |= {
        "verdict": words.verdict_word,
        "thousands": lambda number: f"{number:,}",
        "slug": slug,
        "dates": dates,
    }
    return environment


def dates(value: object) -> str:
    """A text in which no date is broken over two lines; between two dates of an interval or a set it may be."""
    from markupsafe import Markup, escape

    return Markup(_DATE.sub(r'<span class="day">\g<0></span><wbr>', str(escape(value))))


def slug(text: str) -> str:
    """A text as a fragment identifier."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "x"


def search_index(context: Context) -> str:
    """Every entry's title, kind and address as a script, because a page opened from disk may not read another file."""
    rows = []
    for entry_id, home in context.homes.items():
        kind = context.record.kind_of(entry_id)
        if kind is not None:
            rows.append([context.title(entry_id), words.KIND_TITLES[kind], home])
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.torgauEntries={text};\n"
