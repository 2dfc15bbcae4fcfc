"""Read a written page without a browser: its links, ids, headings and texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

EXTERNAL = ("http:", "https:", "mailto:", "data:")
LOADED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}


@dataclass
class Read(HTMLParser):
    """What stands on one page."""

    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append((tag, held))
        if held.get("id"):
            self.ids.append(str(held["id"]))
        if tag == "a" and held.get("href"):
            self.links.append(str(held["href"]))
        if tag in LOADED and held.get(LOADED[tag]):
            self.loaded.append(str(held[LOADED[tag]]))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag in ("script", "style"):
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)

    @property
    def words(self) -> str:
        """All visible words, single-spaced."""
        return " ".join(" ".join(self.text).split())


def read(path: Path) -> Read:
    """One page."""
    page = Read()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def pages(folder: Path) -> dict[str, Read]:
    """Every page of a book by its path."""
    return {path.relative_to(folder).as_posix(): read(path) for path in sorted(folder.rglob("*.html"))}


def broken(folder: Path, found: dict[str, Read]) -> list[str]:
    """Links and loaded files that lead nowhere, within the book."""
    ids = {name: set(page.ids) for name, page in found.items()}
    wrong = []
    for name, page in found.items():
        for link in {*page.links, *page.loaded}:
            if link.startswith(EXTERNAL):
                continue
            target, fragment = urldefrag(link)
            path = (folder / name).parent.joinpath(unquote(target)).resolve() if target else (folder / name).resolve()
            if not path.is_file() or folder.resolve() not in path.parents:
                wrong.append(f"{name}: {link}")
                continue
            place = path.relative_to(folder.resolve()).as_posix()
            state = "=" in fragment  # the choice of the ledger's filters, not a place on the page
            if fragment and not state and place in ids and unquote(fragment) not in ids[place]:
                wrong.append(f"{name}: {link}")
    return wrong
