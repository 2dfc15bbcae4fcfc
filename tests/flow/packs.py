"""Small invented packs, written as text and loaded like any other."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import torgau
from torgau.api import Pack

ENTRIES = """
sources:
  - id: port-log
    title: Log of the port office
    kind: primary
    grade: B
actors:
  - id: NORTH
    name: Northland
    kind: state
  - id: ISLE
    name: The Isle
    kind: state
"""


def make(folder: Path, rows: str, *, flow: str = "", more: str = "", period: str = "1900/1999") -> Path:
    """A pack with one flow `grain` of the rows given (a CSV text); `flow` adds fields to it, `more` adds entries."""
    (folder / "flows").mkdir(parents=True)
    manifest = {"name": "harbour", "title": "Harbour", "torgau": {"format": "torgau/pack@1", "period": period}}
    (folder / "datapackage.json").write_text(json.dumps(manifest))
    (folder / "entries.yaml").write_text(ENTRIES)
    head = """
    flows:
      - id: grain
        title: Grain through the harbour
        files: [flows/grain.movements.csv]
        donor: NORTH
        recipient: ISLE
        sources:
          - source: port-log
            locator: ledger 3
            verified: true
    """
    text = textwrap.dedent(head) + textwrap.indent(textwrap.dedent(flow), "    ")
    (folder / "flows" / "flows.yaml").write_text(text)
    if more:
        (folder / "more.yaml").write_text(textwrap.dedent(more))
    (folder / "flows" / "grain.movements.csv").write_text(textwrap.dedent(rows).lstrip())
    return folder


def load(folder: Path, rows: str, *, flow: str = "", more: str = "") -> Pack:
    """The pack of `make`, loaded."""
    return torgau.load(make(folder, rows, flow=flow, more=more))
