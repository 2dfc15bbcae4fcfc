"""One page of the book, as data: what the templates print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from torgau.record.show import SourceLine


@dataclass(frozen=True)
class Page:
    """A page: its path in the book, its template, and what every page must say: layer, as-of date and sources.

    `section` marks the current place in the navigation. `about` says where the sources stand if the page lists none.
    `interactive` pages load the chart script; all of them are complete without it.
    """

    path: str
    template: str
    title: str
    layer: str
    as_of: str
    section: str
    data: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[SourceLine, ...] = ()
    about: str = ""
    interactive: bool = False
