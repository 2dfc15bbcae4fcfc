"""Small IATI files for the tests, written out by hand or put together from their parts; and what an import made of them."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from torgau.importing.findings import Finding
from torgau.importing.iati_import import Imported, Options, import_iati

MANIFEST = {"name": "small", "title": "Small", "torgau": {"format": "torgau/pack@1", "period": "1940/1950"}}


def new_pack(folder: Path) -> Path:
    """An empty pack."""
    folder.mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
    return folder


def iati(*activities: str, version: str = "2.03", root: str = "") -> str:
    """A file of these activities."""
    body = "\n".join(activities)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="{version}" {root}>\n{body}\n</iati-activities>\n'


def activity(
    *parts: str, id: str = "XX-9-A", ref: str = "XX-9", name: str = "River Agency", currency: str = "EUR", attrs: str = ""
) -> str:
    """An activity of one reporter, for one country unless a part says otherwise."""
    default = f'default-currency="{currency}"' if currency else ""
    country = "" if any("<recipient-" in each for each in parts) else '<recipient-country code="MD"/>'
    return (
        f"<iati-activity {default} {attrs}>\n<iati-identifier>{id}</iati-identifier>\n"
        f'<reporting-org ref="{ref}"><narrative>{name}</narrative></reporting-org>\n{country}'
        + "\n".join(parts)
        + "\n</iati-activity>"
    )


def pay(
    value: str, type: str = "3", date: str = "2020-05-06", *more: str, ref: str = "", currency: str = "", on: str = ""
) -> str:
    """A transaction."""
    unit = f' currency="{currency}"' if currency else ""
    day = f' value-date="{on}"' if on else ""
    return (
        f'<transaction ref="{ref}"><transaction-type code="{type}"/><transaction-date iso-date="{date}"/>'
        f"<value{unit}{day}>{value}</value>{''.join(more)}</transaction>"
    )


class Got:
    """What an import left in the pack, read back as plain CSV."""

    def __init__(self, pack: Path, done: Imported) -> None:
        self.pack = pack
        self.done = done
        self.folder = pack / done.committed.folder
        self.rows: list[dict[str, str]] = []
        for file in sorted(self.folder.glob("*.movements.csv")):
            with file.open(encoding="utf-8", newline="") as stream:
                self.rows += [{**row, "flow": file.name[:-18]} for row in csv.DictReader(stream)]

    @property
    def findings(self) -> dict[str, Finding]:
        return {each.kind: each for each in self.done.committed.findings}

    @property
    def kinds(self) -> set[str]:
        return set(self.findings)

    def sums(self, counted: str = "") -> dict[tuple[str, str, str], Decimal]:
        """The sum of the rows with this mark, by flow, stage and unit."""
        sums: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        for row in self.rows:
            if row["value"] and row["counted"] == counted:
                sums[row["flow"], row["to"], row["unit"]] += Decimal(row["value"])
        return dict(sums)

    def sums_of(self, kind: str) -> dict[str, Decimal]:
        return dict(self.findings[kind].sums)

    @property
    def report(self) -> str:
        return (self.folder / "report.md").read_text(encoding="utf-8")


def bring(tmp_path: Path, *texts: str | bytes, name: str = "", **options: Any) -> Got:
    """Write the files, make a pack, import."""
    files = []
    for number, text in enumerate(texts):
        file = tmp_path / ("aid.xml" if len(texts) == 1 else f"aid-{number + 1}.xml")
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        files.append(file)
    pack = tmp_path / "pack"
    if not pack.exists():
        new_pack(pack)
    return Got(pack, import_iati(files, pack, name, Options(**options)))


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file that a reader of the pack looks at (no dot names), with the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
