"""The generated parts of `docs/pack.md`: the fields of each kind, and the problem codes.

`python -m torgau.loading.describe docs` writes them anew, and `docs/pack.schema.json` with them; a test demands that they are
current.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import inspect

from torgau.dates import When
from torgau.loading.codes import CODES
from torgau.loading.references import AFTER_WORDS, REFERENCES, singular
from torgau.loading.schema import schema_text
from torgau.vocabulary import KINDS, Manifest

_PLAIN: dict[type[inspect.Type], str] = {
    inspect.StrType: "text",
    inspect.IntType: "whole number",
    inspect.FloatType: "number",
    inspect.BoolType: "true or false",
    inspect.DecimalType: "number",
    inspect.AnyType: "anything",
    inspect.DictType: "mapping",
}


def codes_section() -> str:
    """A paragraph for each problem code."""
    lines = ["| code | | what it means | how to mend it |", "|---|---|---|---|"]
    for code, each in CODES.items():
        lines.append(f"| `{code}` | {each.severity} | **{each.title}.** {_cell(each.meaning)} | {_cell(each.mend)} |")
    return "\n".join(lines)


def fields_section() -> str:
    """A table of fields for each kind of entry, and for each structure inside them."""
    sections = [_table(f"`{kind}`", entry_type) for kind, entry_type in KINDS.items()]
    sections += [_table(_heading(part), part) for part in _inner()]
    return "\n\n".join(sections)


def _heading(part: type) -> str:
    config: Any = part.__struct_config__  # type: ignore[attr-defined]
    return f"{part.__name__} (`{config.tag_field}: {config.tag}`)" if config.tag else part.__name__


def _inner() -> list[type]:
    """The structures inside entries and the manifest, in alphabetical order."""
    found: dict[type, None] = {}

    def visit(each: inspect.Type) -> None:
        if isinstance(each, inspect.StructType):
            if each.cls in found:
                return
            found[each.cls] = None
        for inner in _below(each):
            visit(inner)

    for kind in (*KINDS.values(), Manifest):
        visit(inspect.type_info(kind))
    return sorted((each for each in found if each not in KINDS.values() and each is not Manifest), key=lambda each: each.__name__)


def _below(each: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(each, inspect.StructType):
        yield from (field.type for field in each.fields)
    elif isinstance(each, inspect.UnionType):
        yield from each.types
    elif isinstance(each, inspect.VarTupleType | inspect.ListType):
        yield each.item_type
    elif isinstance(each, inspect.TupleType):
        yield from each.item_types


def _table(heading: str, kind: type) -> str:
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType)
    meaning = " ".join((kind.__doc__ or "").split())
    lines = [f"#### {heading}", "", meaning, "", "| field | form | |", "|---|---|---|"]
    references = REFERENCES.get(kind, {})
    for field in described.fields:
        form = _form(field.type, references.get(field.encode_name, ()))
        if field.encode_name == "after":
            form = f"{', '.join(f'`{word}`' for word in AFTER_WORDS)} or {form}"
        lines.append(f"| `{field.encode_name}` | {form} | {'required' if field.required else _default(field.default)} |")
    return "\n".join(lines)


def _form(each: inspect.Type, kinds: tuple[str, ...]) -> str:
    if isinstance(each, inspect.UnionType):
        return " or ".join(_form(option, kinds) for option in each.types if not isinstance(option, inspect.NoneType))
    if isinstance(each, inspect.VarTupleType | inspect.ListType):
        return f"list of {_form(each.item_type, kinds)}"
    if isinstance(each, inspect.TupleType):
        return f"[{', '.join(_form(item, kinds if at == 0 else ()) for at, item in enumerate(each.item_types))}]"
    if isinstance(each, inspect.LiteralType):
        return ", ".join(f"`{word}`" for word in each.values if word)
    if isinstance(each, inspect.StructType):
        return f"*{each.cls.__name__}*"
    if isinstance(each, inspect.CustomType) and each.cls is When:
        return "date"
    if kinds:
        return "any id" if len(kinds) == len(KINDS) else f"{' or '.join(singular(kind) for kind in kinds)} id"
    return _PLAIN[type(each)]


def _default(value: Any) -> str:
    if value in ("", ()):
        return ""
    if isinstance(value, bool):
        return f"else {str(value).lower()}"
    if isinstance(value, str | int | Decimal):
        return f"else `{value}`"
    if isinstance(value, tuple):
        return f"else {', '.join(f'`{each}`' for each in value)}"
    return ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


SECTIONS = {"fields": fields_section, "codes": codes_section}
"""The generated sections, by the name in their markers."""


def renewed(page: str) -> str:
    """The page with its generated sections written anew, between their markers."""
    for name, section in SECTIONS.items():
        pattern = re.compile(rf"(<!-- generated: {name} -->\n).*?(\n<!-- end: {name} -->)", re.DOTALL)
        found = pattern.search(page)
        if found is None:
            raise ValueError(f"the page has no markers for the section {name}")
        page = page[: found.start()] + found[1] + section() + found[2] + page[found.end() :]
    return page


def main(folder: Path) -> None:
    """Write the generated sections of `pack.md` and the schema in a folder."""
    page = folder / "pack.md"
    page.write_text(renewed(page.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "pack.schema.json").write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
