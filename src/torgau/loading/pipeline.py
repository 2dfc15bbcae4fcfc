"""The pipeline: read, parse, build, check. Pure after the reading; everything wrong is reported at once."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import NamedTuple

from torgau.dates import Days, When
from torgau.loading.build import Draft, build_file, build_manifest, entry_of, margins_of, nearest_node
from torgau.loading.checking import Context
from torgau.loading.checks import CHECKS
from torgau.loading.classcsv import read_class
from torgau.loading.files import MANIFEST, Folder, decode
from torgau.loading.movements import read_movements
from torgau.loading.problems import Finding, PackError, Problem, has_errors, near, problem, quoted, with_excerpts
from torgau.loading.seriescsv import read_series
from torgau.loading.yamltree import Tree, read_json, read_yaml
from torgau.vocabulary import Flow, Manifest, Movements, PackRules, Point, Record, Series, Span
from torgau.vocabulary.reference_classes import ClassRow, ReferenceClass

_ID_LINE = re.compile(r"^\s*(?:-\s+)?[\"']?id[\"']?:\s*[\"']?([A-Za-z0-9][A-Za-z0-9-]*)", re.MULTILINE)
_ALL_TIME = When("../..", Days.anything(), Days.anything(), ("extended", "open_start", "open_end"))
_NO_MANIFEST = Manifest(name="", title="", torgau=PackRules(format="", period=_ALL_TIME))


class CheckResult(NamedTuple):
    """What `torgau check` found: all problems in file order, how many entries of each kind (and points), and the record, which is
    None as soon as one problem is an error."""

    problems: tuple[Problem, ...]
    counts: dict[str, int]
    record: Record | None


def check_folder(folder: Folder, content_hash: str = "", *, memory: str = "2GB") -> CheckResult:
    """Everything that is wrong with the files of a pack, and its record if nothing is."""
    with _no_collection():
        return _check(folder, content_hash, memory)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without garbage collection: trees of nodes hold no cycles, and to look for some over and over costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check(folder: Folder, content_hash: str, memory: str) -> CheckResult:
    problems = list(folder.problems)
    texts: dict[str, str] = {}
    for path, content in folder.files.items():
        text = decode(content, path)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[path] = text
    draft = Draft()
    unread = _read_entries(draft, texts, {each.file for each in problems})
    points, class_rows = _read_tables(draft, texts, folder)
    movements = _read_movements(draft, folder, memory)
    record = Record(
        manifest=draft.manifest or _NO_MANIFEST,
        points=points,
        class_rows=class_rows,
        movements=movements,
        spans={entry_id: Span(file=file, line=node.line, column=node.column) for entry_id, (file, node) in draft.places.items()},
        content_hash=content_hash,
        **draft.entries,  # type: ignore[arg-type]
    )
    context = Context(record, {**dict.fromkeys(unread), **draft.kinds})
    problems += draft.problems
    problems += [_placed(draft, record, finding) for check in CHECKS for finding in check(context)]
    ordered = with_excerpts(problems, texts)
    counts = {kind: len(entries) for kind, entries in draft.entries.items()}
    counts["points"] = sum(len(rows) for rows in points.values())
    counts["movements"] = movements.count
    return CheckResult(ordered, counts, None if has_errors(ordered) or draft.manifest is None else record)


def record_of(folder: Folder, content_hash: str = "") -> tuple[Record, tuple[Problem, ...]]:
    """The record of a pack and its warnings; PackError where there is an error."""
    result = check_folder(folder, content_hash)
    if result.record is None:
        raise PackError(str(folder.root), result.problems)
    return result.record, result.problems


def _read_entries(draft: Draft, texts: Mapping[str, str], broken: set[str]) -> list[str]:
    """Parse and build all YAML and JSON files, the manifest first. Returns ids that stand in files which could not be parsed."""
    unread: list[str] = []
    trees: dict[str, Tree] = {}
    for path, text in texts.items():
        if not path.lower().endswith(".csv"):
            trees[path] = read_json(text, path) if path.lower().endswith(".json") else read_yaml(text, path)
            draft.problems += trees[path].problems
            if trees[path].root is None and trees[path].problems:
                unread += _ID_LINE.findall(text)
    manifest = trees.pop(MANIFEST, None)
    if manifest is None and MANIFEST not in broken:
        mend = "write it (`torgau new` shows how), or give the folder that holds it"
        draft.problems.append(problem("manifest-missing", MANIFEST, 0, 0, "the pack has no manifest", mend))
    elif manifest is not None and manifest.root is not None:
        build_manifest(draft, MANIFEST, manifest.root)
    for path, tree in trees.items():
        if tree.root is not None:
            build_file(draft, path, tree.root)
    return unread


def _read_tables(
    draft: Draft, texts: Mapping[str, str], folder: Folder
) -> tuple[dict[str, tuple[Point, ...]], dict[str, tuple[ClassRow, ...]]]:
    """The rows of every series and of every reference class. The files are those of the folder: no other path is ever opened."""
    points: dict[str, tuple[Point, ...]] = {}
    class_rows: dict[str, tuple[ClassRow, ...]] = {}
    tables = [path for path in folder.files if path.lower().endswith(".csv")]
    named: set[str] = set()
    for entry in (*draft.entries["series"].values(), *draft.entries["classes"].values()):
        assert isinstance(entry, Series | ReferenceClass)
        what = "series" if isinstance(entry, Series) else "class"
        path = PurePosixPath(entry.file).as_posix()
        named.add(path)
        place = entry_of(draft.places, entry.id, ("file",)) or (draft.manifest_file, 0, 0)
        if path.startswith(("/", "~")) or ".." in PurePosixPath(path).parts or "\\" in path or re.match(r"[A-Za-z]:", path):
            message = f"the file {quoted(entry.file)} is not inside the pack folder"
            draft.problems.append(problem("file-outside", *place, message, "give its path from the pack folder, with `/`"))
        elif path in texts and path in tables:
            if isinstance(entry, Series):
                points[entry.id], problems = read_series(texts[path], path)
                empty = not points[entry.id]
            else:
                class_rows[entry.id], problems = read_class(texts[path], path)
                empty = not class_rows[entry.id]
            draft.problems += problems
            if empty and not problems:
                message = f"the {what} {quoted(entry.id)} has no rows"
                draft.problems.append(problem("series-empty", path, 1, 1, message, "add its rows"))
        elif path not in tables and not any(each.file == path for each in folder.problems):
            mend = near(path, tables) or "paths are counted from the pack folder, with `/`"
            draft.problems.append(problem("series-file", *place, f"there is no file {quoted(entry.file)} in the pack", mend))
    complete = not has_errors(draft.problems)  # an entry that failed may name it
    for path in tables:
        if path not in named and complete:
            draft.problems.append(problem("series-unused", path, 0, 0, "no series names this file", "add a series, or remove it"))
    return points, class_rows


def _read_movements(draft: Draft, folder: Folder, memory: str) -> Movements:
    """The movements of all flows. Only files of the folder are ever opened."""
    named: dict[str, str] = {}
    flows = [entry for entry in draft.entries["flows"].values() if isinstance(entry, Flow)]
    for flow in flows:
        for index, file in enumerate(flow.files):
            place = entry_of(draft.places, flow.id, ("files", index)) or (draft.manifest_file, 0, 0)
            if file in named:
                message = f"the file {quoted(file)} is named twice; also by {quoted(named[file])}"
                draft.problems.append(problem("movement-file", *place, message, "each file belongs to one flow"))
            elif file not in folder.movements and not any(each.file == file for each in folder.problems):
                mend = near(file, folder.movements) or "give a path from the pack folder that ends in `.movements.csv`"
                draft.problems.append(problem("movement-file", *place, f"there is no file {quoted(file)} in the pack", mend))
            named[file] = flow.id
    complete = not has_errors(draft.problems)
    for path in folder.movements:
        if path not in named and complete:
            mend = "name it under `files` of a flow, or remove it"
            draft.problems.append(problem("series-unused", path, 0, 0, "no flow names this file", mend))
    if not complete or not flows:
        return Movements()
    read = read_movements(folder.movements, flows, margins_of(draft.manifest), memory=memory)
    draft.problems += read.problems
    return read.movements


def _placed(draft: Draft, record: Record, finding: Finding) -> Problem:
    """A finding with its place in the files."""
    place: tuple[str, int, int]
    if not finding.entry and draft.manifest_node is not None:
        node = nearest_node(draft.manifest_node, finding.path)
        place = (draft.manifest_file, node.line, node.column)
    elif finding.entry in record.points and finding.path[:1] == ("points",):
        series = record.series[finding.entry]
        place = (series.file, record.points[finding.entry][int(finding.path[1])].line, 1)
    elif finding.entry in record.class_rows and finding.path[:1] == ("rows",):
        held = record.classes[finding.entry]
        place = (held.file, record.class_rows[finding.entry][int(finding.path[1])].line, 1)
    else:
        place = entry_of(draft.places, finding.entry, finding.path) or (MANIFEST, 0, 0)
    return problem(finding.code, *place, finding.message, finding.mend)
