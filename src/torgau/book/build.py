"""Build a book: gather the pages, print them, add what they share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import torgau
from torgau.book.model.about import about_page
from torgau.book.model.context import Context
from torgau.book.model.entries import actors_page, claims_page, entry_pages, events_page, instruments_page, source_pages
from torgau.book.model.flows import flow_pages
from torgau.book.model.ledger import ledger_pages
from torgau.book.model.outcomes import outcome_pages
from torgau.book.model.places import places_page
from torgau.book.model.quantities import quantity_pages
from torgau.book.model.questions import audit_pages, question_pages
from torgau.book.model.statuses import status_pages
from torgau.book.page import Page
from torgau.book.render import Renderer, search_index
from torgau.book.write import may_write, write_files
from torgau.charts.tones import TONES
from torgau.vocabulary import Record

Progress = Callable[[int, int], None]
"""Called after each page with the number of pages done and an estimate of all."""


@dataclass(frozen=True)
class Built:
    """What was written: where, how many pages, how many bytes, and how many of these the first page needs."""

    path: Path
    pages: int
    bytes: int
    first_page_bytes: int


def pages(context: Context) -> Iterator[Page]:
    """Every page of the book, the first one first."""
    yield from question_pages(context)
    yield from ledger_pages(context)
    yield from status_pages(context)
    yield events_page(context)
    yield instruments_page(context)
    yield from quantity_pages(context)
    yield from flow_pages(context)
    yield from outcome_pages(context)
    yield places_page(context)
    yield actors_page(context)
    yield claims_page(context)
    yield from audit_pages(context)
    yield from source_pages(context)
    yield from entry_pages(context)
    yield about_page(context)


def build_book(record: Record, progress: Progress | None = None) -> dict[str, bytes]:
    """All files of the book by path. Equal packs and versions give equal bytes."""
    context = Context(record)
    manifest = record.manifest
    constants = {
        "pack": manifest,
        "version": torgau.__version__,
        "content_hash": record.content_hash[:12],
        "licences": manifest.licenses,
        "authors": ", ".join(str(each.get("title", "")) for each in manifest.contributors),
    }
    from altair.utils.schemapi import debug_mode

    renderer = Renderer(context, constants)
    expected = sum(1 for _ in context.homes) + 12
    files: dict[str, bytes] = {}
    # Altair would hold each part of each chart against its schema while it is put together: a quarter of the time. The charts are
    # held against it where they are tested.
    with debug_mode(False):
        for number, page in enumerate(pages(context), start=1):
            files[page.path] = renderer.page(page).encode()
            if progress is not None:
                progress(number, max(expected, number))
    files |= {f"assets/{name}": content for name, content in assets(context).items()}
    return files


def assets(context: Context) -> dict[str, bytes]:
    """Style, scripts and the chart library that the pages share."""
    import vl_convert

    folder = resources.files("torgau.book") / "assets"
    style = _tones() + (folder / "book.css").read_text(encoding="utf-8")
    return {
        "book.css": style.encode(),
        "book.js": (folder / "book.js").read_bytes(),
        "charts.js": (folder / "charts.js").read_bytes(),
        "search.js": search_index(context).encode(),
        "vega.js": vl_convert.javascript_bundle("window.vegaEmbed=vegaEmbed;").encode(),
    }


def _tones() -> str:
    """The colours as variables: light, dark by the system's wish, and either by the reader's."""
    light = "".join(f"--{tone.name}:{tone.light};" for tone in TONES)
    dark = "".join(f"--{tone.name}:{tone.dark};" for tone in TONES)
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f'@media (prefers-color-scheme:dark){{:root:not([data-theme="light"]){{color-scheme:dark;{dark}}}}}\n'
        f':root[data-theme="dark"]{{color-scheme:dark;{dark}}}\n'
    )


def write_book(record: Record, out: str | Path, progress: Progress | None = None) -> Built:
    """Build the book and put it into the folder `out`, all at once.

    NotABook where `out` holds something else; OSError where the disk refuses.
    """
    target = Path(out)
    may_write(target)
    files = build_book(record, progress)
    digest = hashlib.sha256(record.content_hash.encode() + torgau.__version__.encode()).hexdigest()
    total = write_files(target, files.items(), f"torgau book {torgau.__version__}\n{record.manifest.name} {digest}\n")
    html = sum(path.endswith(".html") for path in files)
    first = sum(len(files[name]) for name in FIRST_PAGE)
    return Built(path=target, pages=html, bytes=total, first_page_bytes=first)


FIRST_PAGE = ("index.html", "assets/book.css", "assets/book.js", "assets/search.js")
"""What a reader's browser loads for the first page, the search included."""
