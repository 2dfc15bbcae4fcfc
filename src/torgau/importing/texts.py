"""How imported values are written: entries as YAML that the strict reader takes, cells on one line, ids that are safe."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

_NOT_ID = re.compile(r"[^A-Za-z0-9]+")
_LONGEST = 60


def safe_id(text: str, prefix: str = "") -> str:
    """An id made of any text: `prefix-text` with letters, digits and hyphens.

    The same text always gives the same id and two texts never share one: where something had to be changed or cut, digits of a
    hash of the text follow (more of them where little of the text is left).
    """
    plain = _NOT_ID.sub("-", text).strip("-")
    short = plain[:_LONGEST].strip("-")
    mark = "" if short == text else "-" + hashlib.sha256(text.encode()).hexdigest()[: 6 if len(short) > 8 else 10]
    body = (short + mark).strip("-")
    return f"{prefix}-{body}" if prefix else body


def one_line(text: str) -> str:
    """A text without line ends and other unprintable characters, its runs of spaces made one."""
    if text.isprintable() and "  " not in text and text == text.strip():  # as most texts are
        return text
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def yaml_entry(entry: Mapping[str, Any]) -> str:
    """An entry as it stands in a pack file below its kind. Every text is in double quotes, so that no reader guesses."""
    return "".join(_mapping(entry, "  - ", "    "))


def _mapping(mapping: Mapping[str, Any], first: str, indent: str) -> Iterator[str]:
    lead = first
    for key, value in mapping.items():
        if isinstance(value, Mapping):
            yield f"{lead}{key}:\n"
            yield from _mapping(value, indent + "  ", indent + "  ")
        elif isinstance(value, (list, tuple)) and any(isinstance(each, Mapping) for each in value):
            yield f"{lead}{key}:\n"
            for each in value:
                yield from _mapping(each, indent + "  - ", indent + "    ")
        elif isinstance(value, (list, tuple)):
            yield f"{lead}{key}: [{', '.join(_scalar(each) for each in value)}]\n"
        else:
            yield f"{lead}{key}: {_scalar(value)}\n"
        lead = indent


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    text = json.dumps(str(value), ensure_ascii=False)  # a JSON text is a YAML text in double quotes
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
