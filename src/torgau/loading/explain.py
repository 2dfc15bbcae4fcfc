"""Why an entry does not fit its type: every reason, each at its own place.

`msgspec.convert` stops at the first error. This slow path runs only on entries that failed: it walks the value and the type
side by side and reports everything.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

from torgau.dates import DateError, Margins, When
from torgau.loading.problems import Problem, near, problem, quoted
from torgau.loading.yamltree import Node, plain


@cache
def described(kind: type) -> inspect.Type:
    """The description of a type that the walk follows."""
    return inspect.type_info(kind)


def explain(node: Node, kind: type, file: str, margins: Margins) -> list[Problem]:
    """All problems of a value that should be of type `kind`. Parts that have been reported already are passed over."""
    return list(_Walk(file, margins).value(node, described(kind), "the entry"))


class _Walk:
    def __init__(self, file: str, margins: Margins) -> None:
        self.file = file
        self.margins = margins

    def at(self, node: Node, code: str, message: str, mend: str) -> Problem:
        return problem(code, self.file, node.line, node.column, message, mend)

    def wrong(self, node: Node, name: str, wanted: str, mend: str = "") -> Problem:
        return self.at(node, "field-type", f"{name} must be {wanted}, not {_found(node)}", mend)

    def value(self, node: Node, wanted: inspect.Type, name: str) -> Iterator[Problem]:
        if node.bad and not _may_hold(node, wanted):
            return  # reported already; what it was meant to be cannot be told
        if isinstance(wanted, inspect.UnionType):
            yield from self.union(node, wanted, name)
        elif isinstance(wanted, inspect.StructType):
            yield from self.struct(node, wanted, name)
        elif isinstance(wanted, inspect.VarTupleType | inspect.ListType):
            yield from self.items(node, wanted, name)
        elif isinstance(wanted, inspect.TupleType):
            yield from self.fixed(node, wanted, name)
        elif isinstance(wanted, inspect.CustomType) and wanted.cls is When:
            yield from self.date(node, name)
        elif isinstance(wanted, inspect.LiteralType):
            yield from self.word(node, wanted, name)
        elif not isinstance(wanted, inspect.AnyType):
            yield from self.scalar(node, wanted, name)

    def union(self, node: Node, wanted: inspect.UnionType, name: str) -> Iterator[Problem]:
        nothing = any(isinstance(each, inspect.NoneType) for each in wanted.types)
        if nothing and node.kind == "scalar" and node.value is None:
            return
        others = [each for each in wanted.types if not isinstance(each, inspect.NoneType)]
        structs = [each for each in others if isinstance(each, inspect.StructType)]
        if len(others) == 1:
            yield from self.value(node, others[0], name)
        elif len(structs) == len(others) and structs[0].tag_field:
            yield from self.tagged(node, structs, name)

    def tagged(self, node: Node, options: list[inspect.StructType], name: str) -> Iterator[Problem]:
        if node.kind != "map":
            yield self.wrong(node, name, "a mapping of fields")
            return
        tag_field = str(options[0].tag_field)
        tags = {str(each.tag): each for each in options}
        if tag_field not in node.value:
            if not node.lost:
                yield self.at(node, "field-missing", f"{name} needs the field `{tag_field}`", f"write one of {_list(tags)}")
            return
        chosen = node.value[tag_field][1]
        if not isinstance(chosen.value, str) or chosen.value not in tags:
            if not chosen.bad:
                yield self.not_in(chosen, f"`{tag_field}`", tags)
            return
        yield from self.struct(node, tags[chosen.value], name)

    def struct(self, node: Node, wanted: inspect.StructType, name: str) -> Iterator[Problem]:
        if node.kind != "map":
            yield self.wrong(node, name, "a mapping of fields", "write its fields below it, each as `name: value`")
            return
        fields = {each.encode_name: each for each in wanted.fields}
        known = {*fields, wanted.tag_field} if wanted.tag_field else set(fields)
        for key, (key_node, _) in node.value.items():
            if key not in known and wanted.forbid_unknown_fields:
                guess = near(key, known)
                of = wanted.cls.__name__
                yield self.at(
                    key_node,
                    "field-unknown",
                    f"{of} has no field {quoted(key)}",
                    guess or f"the fields are {_list(sorted(map(str, known)))}",
                )
        for key, each in fields.items():
            if key in node.value:
                yield from self.value(node.value[key][1], each.type, f"`{key}`")
            elif each.required and not node.lost:
                yield self.at(node, "field-missing", f"{wanted.cls.__name__} needs the field `{key}`", f"add `{key}: ...`")

    def items(self, node: Node, wanted: inspect.VarTupleType | inspect.ListType, name: str) -> Iterator[Problem]:
        if node.kind != "list":
            mend = "write `- ` before each item, or [...] around a short list"
            yield self.wrong(node, name, "a list", mend)
            return
        for item in node.value:
            yield from self.value(item, wanted.item_type, f"an item of {name}")

    def fixed(self, node: Node, wanted: inspect.TupleType, name: str) -> Iterator[Problem]:
        size = len(wanted.item_types)
        if node.kind != "list" or len(node.value) != size:
            yield self.wrong(node, name, f"a list of {size}", "write [..., ...]")
            return
        for item, kind in zip(node.value, wanted.item_types, strict=True):
            yield from self.value(item, kind, f"an item of {name}")

    def date(self, node: Node, name: str) -> Iterator[Problem]:
        if node.kind != "scalar" or node.value is None or isinstance(node.value, bool):
            yield self.wrong(node, name, "a date", 'write a date in quotes: "1944-06-06"')
        elif not isinstance(node.value, str):
            message = f"{name} must be a date; {node.value} without quotes is a number"
            yield self.at(node, "yaml-date", message, f'write "{node.value}"')
        else:
            try:
                When.parse(node.value, self.margins)
            except DateError as error:
                yield self.at(node, "date-unreadable", f"{name}: {quoted(node.value)}: {error.problem}", error.mend)

    def word(self, node: Node, wanted: inspect.LiteralType, name: str) -> Iterator[Problem]:
        if node.kind != "scalar" or not isinstance(node.value, str):
            yield self.wrong(node, name, f"one of {_list(wanted.values)}")
        elif node.value not in wanted.values:
            yield self.not_in(node, name, wanted.values)

    def not_in(self, node: Node, name: str, allowed: Any) -> Problem:
        given = quoted(node.value) if isinstance(node.value, str) else _found(node)
        words = [str(each) for each in allowed if each]
        guess = near(node.value, words) if isinstance(node.value, str) else ""
        return self.at(node, "field-value", f"{name} cannot be {given}", f"{guess} It is one of {_list(words)}".strip())

    def scalar(self, node: Node, wanted: inspect.Type, name: str) -> Iterator[Problem]:
        value = plain(node)
        if isinstance(wanted, inspect.StrType) and isinstance(value, int | Decimal):
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            yield self.wrong(node, name, "a text", f'put it in quotes: "{shown}"')
            return
        try:
            msgspec.convert(value, _PYTHON.get(type(wanted), Any))
        except (msgspec.ValidationError, ArithmeticError):
            mend = "" if not isinstance(value, str) else "remove the quotes" if _number_like(value) else ""
            yield self.wrong(node, name, _NAMES.get(type(wanted), "something else"), mend)


def _may_hold(node: Node, wanted: inspect.Type) -> bool:
    """Whether a value has the outer form of the type, so that its parts can be looked at."""
    if isinstance(wanted, inspect.UnionType):
        return any(_may_hold(node, each) for each in wanted.types)
    if isinstance(wanted, inspect.StructType | inspect.DictType):
        return node.kind == "map"
    return node.kind == "list" and isinstance(wanted, inspect.VarTupleType | inspect.ListType | inspect.TupleType)


_PYTHON: dict[type[inspect.Type], Any] = {
    inspect.StrType: str,
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.BoolType: bool,
    inspect.DecimalType: Decimal,
    inspect.DictType: dict[str, Any],
}
_NAMES: dict[type[inspect.Type], str] = {
    inspect.StrType: "a text",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.BoolType: "true or false",
    inspect.DecimalType: "a number",
    inspect.DictType: "a mapping",
}


def _number_like(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit() or text in ("true", "false")


def _found(node: Node) -> str:
    if node.kind == "map":
        return "a mapping"
    if node.kind == "list":
        return "a list"
    if node.value is None:
        return "nothing"
    if isinstance(node.value, bool):
        return str(node.value).lower()
    if isinstance(node.value, str):
        return f"the text {quoted(node.value)}"
    return f"the number {node.value}"


def _list(words: Any) -> str:
    return ", ".join(str(word) if word else '""' for word in words)
