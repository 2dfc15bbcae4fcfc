"""From trees to typed entries. An entry that does not fit its type is reported with all its reasons, and left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from torgau.dates import DateError, Margins, When, from_old_style
from torgau.loading.explain import explain
from torgau.loading.problems import Path, Problem, near, problem, quoted
from torgau.loading.yamltree import Node, plain
from torgau.vocabulary import KINDS, Entry, Event, Manifest
from torgau.vocabulary.manifest import ApproximateMargins

FORMAT = "torgau/pack@1"
"""The pack format that this version reads: `torgau.format` in the manifest."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass
class Draft:
    """What has been built so far. `places` keeps for every id the file and the node of its entry, also of those that failed."""

    manifest: Manifest | None = None
    manifest_file: str = ""
    manifest_node: Node | None = None
    entries: dict[str, dict[str, Entry]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    places: dict[str, tuple[str, Node]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def date_hook(margins: Margins) -> Any:
    """The `dec_hook` of msgspec that reads dates with the margins of the pack."""
    parse = When.parse

    def hook(wanted: type, value: object) -> object:
        if wanted is When and isinstance(value, str):
            return parse(value, margins)
        raise TypeError(f"cannot read {type(value).__name__} as {wanted.__name__}")

    return hook


def margins_of(manifest: Manifest | None) -> Margins:
    """By how much `~` widens a date in this pack."""
    declared = manifest.torgau.approximate_margins if manifest else ApproximateMargins()
    return Margins(max(declared.day, 0), max(declared.month, 0), max(declared.year, 0))


def build_manifest(draft: Draft, file: str, root: Node) -> None:
    """Read the manifest. `~` in its own dates is widened by the margins that it declares."""
    draft.manifest_file, draft.manifest_node = file, root
    data = plain(root)
    rules = data.get("torgau") if isinstance(data, dict) else None
    margins = Margins()
    if isinstance(rules, dict) and "approximate_margins" in rules:
        try:
            declared = msgspec.convert(rules["approximate_margins"], ApproximateMargins)
            margins = Margins(max(declared.day, 0), max(declared.month, 0), max(declared.year, 0))
        except msgspec.ValidationError:
            pass  # reported below, with its place
    if root.bad:
        draft.problems += explain(root, Manifest, file, margins)
        return
    try:
        manifest = msgspec.convert(data, Manifest, dec_hook=date_hook(margins))
    except msgspec.ValidationError as error:
        draft.problems += explain(root, Manifest, file, margins) or [_unexplained(file, root, error)]
        return
    if manifest.torgau.format != FORMAT:
        node = node_at(root, ("torgau", "format")) or root
        draft.problems.append(
            problem(
                "manifest-format",
                file,
                node.line,
                node.column,
                f"the pack is written for the format {quoted(manifest.torgau.format)}; this version reads {quoted(FORMAT)}",
                f'write "format": "{FORMAT}" if the pack follows docs/pack.md',
            )
        )
        return
    draft.manifest = manifest


def build_file(draft: Draft, file: str, root: Node) -> None:
    """Add the entries of one file."""
    margins = margins_of(draft.manifest)
    hook = date_hook(margins)
    for kind, node in _entries(draft, file, root):
        entry_id = _claim_id(draft, kind, file, node)
        entry_type = KINDS[kind]
        if node.bad:
            draft.problems += explain(node, entry_type, file, margins)
            continue
        try:
            entry = msgspec.convert(plain(node), entry_type, dec_hook=hook)
        except (msgspec.ValidationError, ArithmeticError) as error:
            draft.problems += explain(node, entry_type, file, margins) or [_unexplained(file, node, error)]
            continue
        if isinstance(entry, Event) and entry.date is None and entry.old_style:
            entry = _with_new_style(draft, entry, file, node, margins)
        if entry_id is not None:
            draft.entries[kind][entry_id] = entry


def _entries(draft: Draft, file: str, root: Node) -> Iterator[tuple[str, Node]]:
    """The kind and the node of each entry of a file."""
    if root.kind == "scalar" and root.value is None:
        return
    if root.kind != "map":
        mend = "begin the file with a kind, for instance `events:`, and put the entries below it"
        draft.problems.append(
            problem("file-shape", file, root.line, root.column, "a pack file is a mapping from kinds to lists of entries", mend)
        )
        return
    for kind, (key, value) in root.value.items():
        if kind not in KINDS:
            mend = near(kind, KINDS) or f"the kinds are {', '.join(KINDS)}"
            draft.problems.append(problem("kind-unknown", file, key.line, key.column, f"there is no kind {quoted(kind)}", mend))
        elif value.kind == "list":
            for item in value.value:
                if item.kind == "map":
                    yield kind, item
                elif not item.bad:
                    message = f"an entry of {kind} must be a mapping of fields"
                    draft.problems.append(problem("file-shape", file, item.line, item.column, message, "write `- id: ...`"))
        elif not (value.kind == "scalar" and (value.value is None or value.bad)):
            message = f"{kind} must be a list of entries"
            draft.problems.append(problem("file-shape", file, value.line, value.column, message, "write `- ` before each entry"))


def _claim_id(draft: Draft, kind: str, file: str, node: Node) -> str | None:
    """The id of an entry, if it has a good one that is still free."""
    pair = node.value.get("id")
    if pair is None or not isinstance(pair[1].value, str) or pair[1].bad:
        return None  # reported as a missing field or a wrong type
    place, entry_id = pair[1], pair[1].value
    if not _ID.fullmatch(entry_id):
        message = f"the id {quoted(entry_id)} has other characters than letters, digits and hyphens"
        draft.problems.append(
            problem("id-form", file, place.line, place.column, message, "rename it, for instance yalta-japan-entry")
        )
    if entry_id in draft.places:
        first_file, first = draft.places[entry_id]
        message = f"the id {quoted(entry_id)} stands twice; first in {first_file}:{first.line}, among the {draft.kinds[entry_id]}"
        draft.problems.append(
            problem("id-duplicate", file, place.line, place.column, message, "rename one of them, or merge the two")
        )
        return None
    draft.places[entry_id] = (file, node)
    draft.kinds[entry_id] = kind
    return entry_id


def _with_new_style(draft: Draft, event: Event, file: str, node: Node, margins: Margins) -> Event:
    """The event with the Gregorian date that its Old Style date means."""
    try:
        return msgspec.structs.replace(event, date=When.parse(from_old_style(event.old_style), margins))
    except DateError as error:
        place = node.value["old_style"][1]
        message = f"`old_style`: {quoted(event.old_style)}: {error.problem}"
        draft.problems.append(problem("date-unreadable", file, place.line, place.column, message, error.mend))
        return event


def _unexplained(file: str, node: Node, error: Exception) -> Problem:
    return problem("field-type", file, node.line, node.column, str(error), "compare the entry with docs/pack.md")


def node_at(root: Node, path: Path) -> Node | None:
    """The value at a path below a node; None where there is none."""
    node = root
    for step in path:
        if node.kind == "map" and step in node.value:
            node = node.value[step][1]
        elif node.kind == "list" and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
        else:
            return None
    return node


def nearest_node(root: Node, path: Path) -> Node:
    """The value at a path, or the innermost value around it that is written."""
    for length in range(len(path), -1, -1):
        node = node_at(root, path[:length])
        if node is not None:
            return node
    return root


def entry_of(places: Mapping[str, tuple[str, Node]], entry_id: str, path: Path) -> tuple[str, int, int] | None:
    """File, line and column of a part of an entry."""
    if entry_id not in places:
        return None
    file, root = places[entry_id]
    node = nearest_node(root, path)
    return file, node.line, node.column
