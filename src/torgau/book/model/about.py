"""The page that explains how to read the book."""

from __future__ import annotations

from torgau.book.model.context import Context
from torgau.book.page import Page


def about_page(context: Context) -> Page:
    """Layers, verdicts, flags, grades, dates, charts, keyboard, licence."""
    rules = context.record.manifest.torgau
    return Page(
        path="about.html",
        template="about.html.j2",
        title="How to read this book",
        layer="all",
        as_of=context.as_of,
        section="about",
        about="every entry names its own",
        data={"rules": rules, "weightings": list(context.record.weightings.values())},
    )
