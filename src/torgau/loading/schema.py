"""The JSON Schema of a pack file, generated from the vocabulary: editors complete and check from it.

It knows fields, types and words. What dates mean and what ids refer to only `torgau check` knows.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from torgau.dates import When
from torgau.vocabulary import KINDS, Manifest

DATE = {
    "type": "string",
    "title": "Date",
    "description": "An EDTF date (ISO 8601-2), in quotes. A month or a year is one unknown day in it; `?` uncertain, `~` about; "
    "`a/b` from a to b; `[a,b]` one of these days; `..` without end.",
    "examples": ["1944-06-06", "1943-11", "1941?", "1944-05-31~", "1941-06-22/1945-05-08", "[1945-05-06,1945-05-09]", "1945/.."],
    "minLength": 1,
}
NUMBER = {"type": ["number", "string"], "pattern": "^-?[0-9]+(\\.[0-9]+)?$", "description": "An exact decimal number."}
ID_NOTE = "Unique in the pack: letters, digits and hyphens."


def pack_schema() -> dict[str, Any]:
    """The schema of a YAML file of a pack. `$defs/Manifest` is that of `datapackage.json`."""
    schemas, components = msgspec.json.schema_components(
        [*KINDS.values(), Manifest], schema_hook=_custom, ref_template="#/$defs/{name}"
    )
    definitions = {name: _mended(component) for name, component in sorted(components.items())}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Torgau pack file",
        "description": "A mapping from kinds of entries to lists of entries. See docs/pack.md.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            kind: {"type": ["array", "null"], "description": _summary(entry_type), "items": reference}
            for (kind, entry_type), reference in zip(KINDS.items(), schemas, strict=False)
        },
        "$defs": {**definitions, "Date": DATE, "Number": NUMBER},
    }


def schema_text() -> str:
    """The schema as it stands in docs/pack.schema.json."""
    return json.dumps(pack_schema(), indent=2, ensure_ascii=False) + "\n"


def _custom(kind: type) -> dict[str, Any]:
    if kind is When:
        return {"$ref": "#/$defs/Date"}
    raise NotImplementedError(kind)


def _summary(kind: type) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


def _mended(node: Any) -> Any:
    """What the types cannot say: numbers are plain numbers in YAML, and ids have a form."""
    if isinstance(node, list):
        return [_mended(each) for each in node]
    if not isinstance(node, dict):
        return node
    if node.get("format") == "decimal":
        return {"$ref": "#/$defs/Number", **{key: value for key, value in node.items() if key not in ("type", "format")}}
    mended = {key: _mended(value) for key, value in node.items()}
    if isinstance(mended.get("description"), str):
        mended["description"] = " ".join(mended["description"].split())
    properties = mended.get("properties")
    if isinstance(properties, dict) and "id" in properties:
        properties["id"] = {**properties["id"], "pattern": "^[A-Za-z0-9][A-Za-z0-9-]*$", "description": ID_NOTE}
    return mended
