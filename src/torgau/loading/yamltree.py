"""From the text of a YAML or JSON file to plain values that know where they stand.

The events of PyYAML (libyaml) are turned into a small tree of our own: nothing is resolved, merged or constructed on the way, so
a bare `NO`, an alias or a tag cannot do anything before it is reported. Depth is bounded by a limit, not by the stack.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import yaml

from torgau.loading.problems import Problem, problem, quoted
from torgau.loading.yamlscalars import Scalar, Trap, bare

MAX_DEPTH = 24
"""How deeply lists and mappings may be nested."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same events without libyaml, only slower
_HINTS = {
    "mapping values are not allowed": 'a text that holds ": " must be in quotes',
    "could not find expected ':'": "write a colon after the name of the field, or put the text in quotes",
    "did not find expected key": "look for a wrong indentation or for a quote that is not closed, here or in the line above",
    "did not find expected '-' indicator": "begin each entry of the list with `- ` at the same indentation",
    "found unexpected end of stream": "close the quote that was opened above",
    "did not find expected ',' or": "close the bracket, or put a comma between the items",
    "cannot start any token": "put the text in quotes",
    "found unknown escape character": "in double quotes a backslash must be written twice; or use single quotes",
    "control characters are not allowed": "remove the control character",
    "special characters are not allowed": "remove the control character",
}


class Node:
    """A value in a file. `value` is a scalar, a list of nodes, or a dict of name to (key node, value node).

    `line` and `column` count from 1. `bad` says that a problem in it has been reported already, `lost` that one of its own
    keys could not be read, so what seems to be missing may be there.
    """

    __slots__ = ("bad", "column", "kind", "line", "lost", "value")

    def __init__(self, kind: Literal["map", "list", "scalar"], value: Any, line: int, column: int, bad: bool = False) -> None:
        self.kind = kind
        self.value = value
        self.line = line
        self.column = column
        self.bad = bad
        self.lost = False


class Tree(NamedTuple):
    """What a file says; `root` is None where it says nothing, or cannot be read (then `problems` says why)."""

    root: Node | None
    problems: tuple[Problem, ...]


def plain(node: Node) -> Any:
    """The value without positions: dicts, lists, scalars."""
    if node.kind == "scalar":
        return node.value
    if node.kind == "list":
        return [plain(item) for item in node.value]
    return {name: plain(value) for name, (_, value) in node.value.items()}


def read_yaml(text: str, file: str) -> Tree:
    """Read a YAML file."""
    return _Reader(file, bare).read(text)


def read_json(text: str, file: str) -> Tree:
    """Read a JSON file: checked by the strict rules of JSON, then placed by the reader of YAML, of which JSON is a part."""
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        return Tree(None, (problem("yaml-too-deep", file, 1, 1, "lists and mappings are nested too deeply", ""),))
    except json.JSONDecodeError as error:
        return Tree(
            None, (problem("json-syntax", file, error.lineno, error.colno, f"this is not JSON: {error.msg}", _json_mend(error)),)
        )
    except ValueError as error:
        return Tree(
            None,
            (problem("json-syntax", file, 1, 1, f"this is not JSON: {error}", "write a number, a text, true, false or null"),),
        )
    # JSON allows tabs between its tokens (in its texts they must be escaped), YAML does not.
    return _Reader(file, _bare_json).read(text.replace("\t", " "))


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _json_mend(error: json.JSONDecodeError) -> str:
    if "property name" in error.msg:
        return "names stand in double quotes; no comma before the closing brace"
    return "look for a missing or a superfluous comma, single quotes or a comment"


def _bare_json(text: str) -> Scalar | Trap:
    try:
        value = json.loads(text, parse_float=Decimal)
    except ValueError:  # a bare word that YAML sees, but JSON does not, for instance in an empty file
        return text
    return value if isinstance(value, str | int | Decimal | None) else text


class _Open:
    """A list or mapping that is still being read."""

    __slots__ = ("key", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.key: Node | None = None


class _Reader:
    """Turns events into nodes, and collects problems on the way."""

    def __init__(self, file: str, bare_word: Any) -> None:
        self.file = file
        self.bare_word = bare_word
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None

    def report(self, code: str, line: int, column: int, message: str, mend: str) -> None:
        self.problems.append(problem(code, self.file, line, column, message, mend))

    def read(self, text: str) -> Tree:
        try:
            self._consume(_events(text))
        except yaml.YAMLError as error:
            return Tree(None, (_syntax(error, text, self.file),))
        return Tree(self.root, tuple(self.problems))

    def _consume(self, events: Iterator[Any]) -> None:
        documents = 0
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._add(self._scalar(event))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                node = Node("map", {}, *_place(event)) if kind is yaml.MappingStartEvent else Node("list", [], *_place(event))
                self._marks(event, node)
                self.stack.append(_Open(node))
                if len(self.stack) > MAX_DEPTH:
                    self.report(
                        "yaml-too-deep",
                        *_place(event),
                        f"more than {MAX_DEPTH} levels of lists and mappings",
                        "look for a bracket that is never closed, or an indentation that never comes back",
                    )
                    self.root = None
                    return
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._add(self.stack.pop().node)
            elif kind is yaml.AliasEvent:
                node = Node("scalar", None, *_place(event), bad=True)
                mend = f'write the value out, or "*{event.anchor}" if it is a text'
                self.report("yaml-anchor", node.line, node.column, f"the alias *{event.anchor} is not allowed", mend)
                self._add(node)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.report(
                        "yaml-several-documents",
                        *_place(event),
                        "a second document begins here",
                        "put it into a file of its own, or remove the line `---`",
                    )
                    return

    def _marks(self, event: Any, node: Node) -> None:
        """Anchors and tags."""
        if event.anchor:
            node.bad = True
            mend = f'remove it and write the value out where it is needed, or put "&{event.anchor}" in quotes if it is a text'
            self.report("yaml-anchor", node.line, node.column, f"the anchor &{event.anchor} is not allowed", mend)
        if event.tag:
            node.bad = True
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.report(
                "yaml-tag", node.line, node.column, f"the tag {tag} is not allowed", "remove the tag; put a text in quotes"
            )

    def _scalar(self, event: Any) -> Node:
        mark = event.start_mark
        node = Node("scalar", event.value, mark.line + 1, mark.column + 1)
        if event.anchor or event.tag:
            self._marks(event, node)
        if not event.style and not node.bad:
            value = self.bare_word(event.value)
            if isinstance(value, Trap):
                self.report(value.code, node.line, node.column, value.message, value.mend)
                node.bad = True
            else:
                node.value = value
        return node

    def _add(self, node: Node) -> None:
        """Put a finished value into what is open."""
        if not self.stack:
            self.root = node
            return
        opened = self.stack[-1]
        parent = opened.node
        if parent.kind == "list":
            parent.value.append(node)
            parent.bad |= node.bad
        elif opened.key is None:
            opened.key = node
        else:
            key, opened.key = opened.key, None
            parent.bad |= node.bad | key.bad
            self._pair(parent, key, node)

    def _pair(self, parent: Node, key: Node, value: Node) -> None:
        if key.bad:
            parent.lost = True
            return
        name = key.value
        if key.kind != "scalar" or not isinstance(name, str):
            shown = "a list or mapping" if key.kind != "scalar" else "nothing" if name is None else str(name)
            self.report(
                "yaml-key", key.line, key.column, f"{shown} stands as a key", "write the name of a field, or put it in quotes"
            )
        elif name == "<<":
            self.report("yaml-anchor", key.line, key.column, "the merge key << is not allowed", "write the fields out")
        elif name in parent.value:
            first = parent.value[name][0].line
            self.report(
                "yaml-duplicate-key",
                key.line,
                key.column,
                f"{quoted(name)} stands twice; first in line {first}",
                "keep one of the two; several values go into one list",
            )
        else:
            parent.value[name] = (key, value)
            return
        parent.bad = parent.lost = True


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _events(text: str) -> Iterator[Any]:
    loader = _Loader(text)
    try:
        while type(event := loader.get_event()) is not yaml.StreamEndEvent:
            yield event
    finally:
        loader.dispose()


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).split("\n")[0]
    if mark is None:  # a character that YAML does not allow: the reader gives its position in the text
        at = getattr(error, "position", None) or 0
        at = min(at, len(text))
        line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    else:
        line, column = mark.line + 1, mark.column + 1
    lines = text.split("\n")
    line = min(line, len(lines))
    shown = lines[line - 1]
    if "\t" in shown[: len(shown) - len(shown.lstrip())]:
        return problem(
            "yaml-tab", file, line, shown.index("\t") + 1, "a tab in the indentation", "replace each tab by two spaces"
        )
    hint = next(
        (hint for words, hint in _HINTS.items() if words in said), "check the indentation and the quotes around this place"
    )
    return problem("yaml-syntax", file, line, column, f"YAML cannot be read here: {said}", hint)
