"""From a mapping file to a `Mapping`: every problem at its line and column, with a way to mend it."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec

from torgau.dates import EXACT
from torgau.importing.errors import ImportStopped
from torgau.importing.mapping import (
    FIELDS,
    AmountPart,
    Mapping,
    MappingFile,
    Texts,
    Use,
    text_fields,
)
from torgau.importing.table_dates import compile_format
from torgau.loading.build import date_hook
from torgau.loading.explain import explain
from torgau.loading.files import MAX_BYTES, decode
from torgau.loading.problems import Problem, near, quoted, with_excerpts
from torgau.loading.yamltree import Node, plain, read_yaml
from torgau.vocabulary.flows import MAIN_STAGES, OUTSIDE, SIDE_STAGES, STAGES

_IDS = (("name",), ("flow", "id"), ("source", "id"))
_DELIMITERS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}
_MANY = ("note",)
"""Fields that several columns may share; their texts are joined."""
_WORDS = Texts
_MAPS: dict[tuple[str, ...], Any] = {
    ("columns",): Use,
    ("amounts",): AmountPart,
    ("dates", "months"): int,
    ("skip",): _WORDS,
    ("only",): _WORDS,
    ("controls", "rows"): _WORDS,
    **{("values", name): str for name in ("date", "stage", "unit", "commodity", "route", "donor", "recipient", "instrument")},
    **{("values", name): str for name in ("activity", "parent", "lot", "from", "counted")},
}
"""The mappings inside a mapping whose names are the user's, with the type of what stands there."""


class MappingHasProblems(ImportStopped):
    """The mapping cannot be used; `problems` lists everything that is wrong with it, in the order of its lines."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
        super().__init__(
            f"{file}: {count} in the mapping", "mend them and run the import again; docs/import-table.md names every field"
        )


def read_mapping(path: Path) -> MappingFile:
    """Read and check a mapping file. MappingHasProblems lists all that is wrong; ImportStopped where it cannot be read at all."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ImportStopped(f"{path}: {error.strerror or error}", "give the path of the mapping, a YAML file") from error
    file = path.name
    text = decode(content, file)
    if isinstance(text, Problem):
        raise MappingHasProblems(file, (text,))
    tree = read_yaml(text, file)
    problems = list(tree.problems)
    mapping = None
    if tree.root is None or (tree.root.kind == "scalar" and tree.root.value is None):
        if not problems:
            problems.append(
                _problem(file, None, "mapping-empty", "the mapping is empty", "write one; docs/import-table.md shows how")
            )
    else:
        mapping = _typed(tree.root, file, problems)
    if mapping is not None and tree.root is not None:
        problems += _senseless(mapping, tree.root, file)
    if problems or mapping is None or tree.root is None:
        raise MappingHasProblems(file, with_excerpts(problems, {file: text}))
    delimiter = mapping.file.delimiter
    if delimiter in _DELIMITERS:
        mapping = msgspec.structs.replace(mapping, file=msgspec.structs.replace(mapping.file, delimiter=_DELIMITERS[delimiter]))
    return MappingFile(path, file, mapping, dict(_places(tree.root)))


def _typed(root: Node, file: str, problems: list[Problem]) -> Mapping | None:
    if root.kind == "map" and not root.bad:
        try:
            return msgspec.convert(plain(root), Mapping, dec_hook=date_hook(EXACT))
        except (msgspec.ValidationError, ArithmeticError) as error:
            said = str(error)
    else:
        said = "it cannot be read"
    found = explain(root, Mapping, file, EXACT)
    for path, kind in _MAPS.items():
        node = _at(root, path)
        if node is not None and node.kind == "map":
            for name, (_, value) in node.value.items():
                found += [_named(each, name) for each in explain(value, kind, file, EXACT)]
    if not found and not problems:
        found.append(_problem(file, root, "mapping-shape", said, "compare it with docs/import-table.md"))
    problems += found
    return None


def _named(problem: Problem, name: str) -> Problem:
    return msgspec.structs.replace(problem, message=problem.message.replace("the entry", f"what stands at {quoted(name)}", 1))


def _senseless(mapping: Mapping, root: Node, file: str) -> Iterator[Problem]:
    """What no type can say: fields that exclude, need or repeat one another."""

    def wrong(path: tuple[str, ...], code: str, message: str, mend: str) -> Problem:
        return _problem(file, _nearest(root, path), code, message, mend)

    for path in _IDS:
        node = _at(root, path)
        if node is not None and not _is_id(node.value):
            mend = "use letters, digits and hyphens, for instance aid-tracker-2025"
            yield wrong(path, "mapping-id", f"{quoted(node.value)} is no id", mend)
    yield from _shape(mapping, wrong)
    yield from _dialect(mapping, wrong)
    yield from _words(mapping, wrong)


def _shape(mapping: Mapping, wrong: Any) -> Iterator[Problem]:
    """Long or wide, and whether each field has one column at most."""
    seen: dict[str, str] = {}
    for header, use in mapping.columns.items():
        if use in FIELDS and use not in _MANY and use in seen:
            mend = f"map one of them, or put several columns into `note`; {quoted(seen[use])} is the other"
            yield wrong(("columns", header), "mapping-twice", f"two columns hold `{use}`", mend)
        seen.setdefault(use, header)
        if header in mapping.amounts:
            mend = "describe the column in one of the two places"
            yield wrong(
                ("amounts", header), "mapping-twice", f"{quoted(header)} stands under `columns` and under `amounts`", mend
            )
    wide = bool(mapping.stage_columns)
    if wide:
        for field in ("value", "stage", "low", "high"):
            if field in seen:
                message = f"a column holds `{field}` though other columns hold the amounts of a stage each"
                mend = "a wide table has one amount column for each stage, a long one has one `value` and one `stage`; choose"
                yield wrong(("columns", seen[field]), "mapping-form", message, mend)
        if mapping.constants.stage:
            mend = "remove it: each amount column names its own stage"
            yield wrong(("constants", "stage"), "mapping-form", "a wide table has no constant stage", mend)
    else:
        if "value" not in seen:
            mend = "map a column to `value` (long table), or columns to stages such as `pledged` (wide table)"
            yield wrong(("columns",), "mapping-form", "no column holds an amount", mend)
        if "stage" not in seen and not mapping.constants.stage:
            mend = "map a column to `stage`, or write `constants: {stage: ...}` where all rows are of one stage"
            yield wrong(("columns",), "mapping-form", "nothing says at which stage the amounts stand", mend)
        elif mapping.controls and not mapping.controls.stage and not mapping.constants.stage and "stage" not in seen:
            yield wrong(("controls",), "mapping-form", "nothing says of which stage the printed total is", "add `stage`")
    own_dates = wide and all(each.date for each in mapping.stage_columns.values())
    if "date" not in seen and mapping.dates.missing is None and not own_dates:
        mend = 'map a column to `date`, or write `dates: {missing: "2022/2024"}` with the time that the table covers'
        yield wrong(("columns",), "mapping-form", "no column holds a date", mend)
    if "unit" not in seen and not mapping.constants.unit and mapping.unit_missing == "drop":
        without = [header for header, each in mapping.stage_columns.items() if not each.unit] if wide else ["value"]
        if without:
            mend = "map a column to `unit`, or write `constants: {unit: million USD}`"
            yield wrong(("columns",), "mapping-form", f"nothing says in which unit {quoted(without[0])} counts", mend)
    if mapping.source.id == mapping.flow.id:
        yield wrong(("source", "id"), "mapping-id", "the source and the flow have the same id", "rename one of them")


def _dialect(mapping: Mapping, wrong: Any) -> Iterator[Problem]:
    """Marks, separators, encodings, date forms."""
    file, numbers = mapping.file, mapping.numbers
    if numbers.decimal == numbers.thousands:
        mend = "declare the marks as the table has them"
        yield wrong(("numbers", "thousands"), "mapping-marks", "the decimal mark and the thousands separator are the same", mend)
    if file.delimiter and file.delimiter not in _DELIMITERS and (len(file.delimiter) != 1 or file.delimiter in "\r\n\"'"):
        mend = f"write one character, or one of {', '.join(_DELIMITERS)}"
        yield wrong(("file", "delimiter"), "mapping-delimiter", f"the delimiter cannot be {quoted(file.delimiter)}", mend)
    if file.encoding and not _text_encoding(file.encoding):
        mend = (
            near(file.encoding, ("utf-8", "utf-16", "windows-1252", "windows-1251", "iso-8859-1", "koi8-u"))
            or "for instance windows-1252"
        )
        yield wrong(("file", "encoding"), "mapping-encoding", f"there is no encoding {quoted(file.encoding)}", mend)
    if file.header < 1:
        yield wrong(("file", "header"), "mapping-header", "the header row is counted from 1", "write 1 for the first row")
    if isinstance(file.sheet, int) and file.sheet < 1:
        yield wrong(("file", "sheet"), "mapping-sheet", "sheets are counted from 1", "write the name of the sheet, or its number")
    for form in mapping.dates.formats:
        compiled = compile_format(form, mapping.dates.months)
        if isinstance(compiled, str):
            mend = "write `edtf`, `year`, or a pattern such as %d.%m.%Y, %d %b %Y, %m/%Y, Q%q %Y"
            yield wrong(("dates", "formats"), "mapping-date-format", f"the date format {quoted(form)} {compiled}", mend)
    if not mapping.dates.formats:
        yield wrong(("dates", "formats"), "mapping-date-format", "no date format is listed", "write `formats: [edtf]`")
    for month, number in mapping.dates.months.items():
        if not 1 <= number <= 12:
            yield wrong(("dates", "months", month), "mapping-date-format", f"there is no month {number}", "write 1 to 12")
    if mapping.controls and mapping.controls.tolerance < 0:
        yield wrong(("controls", "tolerance"), "mapping-control", "a tolerance is not negative", "write 0 or more, in the unit")


def _words(mapping: Mapping, wrong: Any) -> Iterator[Problem]:
    """Words of the vocabulary that stand on the right-hand side of `values` or under `constants`."""
    allowed = {
        "stage": STAGES,
        "from": (*MAIN_STAGES, *SIDE_STAGES, OUTSIDE),
        "counted": ("yes", "no", "doubtful"),
    }
    values = text_fields(mapping.values)
    for field, words in allowed.items():
        for word, meant in values[field].items():
            if meant not in words and not (field != "stage" and not meant):
                mend = f"{near(meant, words)} They are {', '.join(words)}".strip()
                yield wrong(("values", field, word), "mapping-word", f"`{field}` cannot be {quoted(meant)}", mend)
    given = (
        (("constants", "from"), mapping.constants.from_stage),
        (("constants", "stage"), mapping.constants.stage),
        (("controls", "stage"), mapping.controls.stage if mapping.controls else ""),
    )
    for path, word in given:
        if word and word not in allowed[path[1]]:
            mend = f"{near(word, allowed[path[1]])} They are {', '.join(allowed[path[1]])}".strip()
            yield wrong(path, "mapping-word", f"`{path[1]}` cannot be {quoted(word)}", mend)
    for field, table in values.items():
        mapped = mapping.column_of(field)
        if table and not mapped:
            mend = f"map a column to `{field}`, or remove it"
            yield wrong(("values", field), "mapping-unused", f"`values` has words for `{field}`, which no column holds", mend)


def _text_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
        "".encode(name)
        b"".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return False
    return True


def _is_id(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.replace("-", "").isalnum() and value[0] != "-"


def _problem(file: str, node: Node | None, code: str, message: str, mend: str) -> Problem:
    line, column = (node.line, node.column) if node is not None else (1, 1)
    return Problem(code, "error", file, line, column, "", message, mend)


def _at(root: Node, path: tuple[str, ...]) -> Node | None:
    node = root
    for step in path:
        if node.kind != "map" or step not in node.value:
            return None
        node = node.value[step][1]
    return node


def _nearest(root: Node, path: tuple[str, ...]) -> Node:
    for length in range(len(path), 0, -1):
        node = _at(root, path[:length])
        if node is not None:
            return node
    return root


def _places(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], tuple[int, int]]]:
    if node.kind == "map":
        for name, (key, value) in node.value.items():
            yield (*path, name), (key.line, key.column)
            yield from _places(value, (*path, name))


assert set(get_args(Use)) == {*FIELDS, *STAGES}
