"""The report of an import, for people: what was read, what was found, in Markdown. No program reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from torgau.importing.findings import Finding

HEADINGS = {
    "dropped": "Dropped: not in any total",
    "doubtful": "Doubtful",
    "read": "Read in another way than written",
    "note": "To know",
}


class Section(NamedTuple):
    """One part of the report: lines of text, then a table under `header`."""

    title: str
    lines: tuple[str, ...]
    header: tuple[str, ...]
    table: tuple[tuple[str, ...], ...]


def report_text(title: str, sections: Sequence[Section], findings: Sequence[Finding]) -> str:
    """The whole report."""
    lines = [f"# {title}", ""]
    for section in sections:
        lines += [f"## {section.title}", "", *section.lines]
        if section.lines:
            lines.append("")
        if section.table:
            lines += [_row(section.header), _row(["---"] * len(section.header)), *map(_row, section.table), ""]
    lines += ["## Findings", ""]
    if not findings:
        lines += ["None.", ""]
    for weight, heading in HEADINGS.items():
        here = [each for each in findings if each.words.weight == weight]
        if here:
            lines += [f"### {heading}", ""]
            for each in here:
                lines += finding_lines(each)
    return "\n".join(lines)


def finding_lines(finding: Finding) -> list[str]:
    """One kind of finding, as a paragraph and a list of places."""
    words = finding.words
    sums = "; ".join(f"{amount:f} {unit}".rstrip() for unit, amount in finding.sums)
    lines = [
        f"**{words.title}** (`{finding.kind}`, {finding.count:,} x{'; ' * bool(sums)}{sums}). {words.means} {words.mend}".rstrip()
    ]
    lines += ["", *(f"- {place}" for place in finding.places)]
    if finding.count > len(finding.places):
        lines.append(f"- and {finding.count - len(finding.places):,} more")
    return [*lines, ""]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(each.replace("|", "\\|") for each in cells) + " |"
