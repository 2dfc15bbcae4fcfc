"""What axe finds on an opened page, in the five places that ask it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SERIOUS = ("serious", "critical")
OPTIONS = {
    "preload": False,
    # Every rule runs on every node, but only what is violated is told in full. Describing each of the thousands of nodes that
    # pass takes longer on a long page than all rules together.
    "resultTypes": ["violations"],
}


def barriers(page: Page) -> list[tuple[str, str]]:
    """Each serious violation: its rule and the first node that it stands on."""
    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in violations if each["impact"] in SERIOUS]
