"""Fill the places of an answer's sentence with the results of its steps, and join words as people do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_PLACE = re.compile(r"\{([a-z0-9_]+)\.([A-Za-z0-9_-]+)\}")


class UnknownPlace(KeyError):
    """The sentence names a step or a result that does not exist; lists those that do."""


def places(sentence: str) -> tuple[tuple[str, str], ...]:
    """The (step, key) pairs that a sentence asks for, in order."""
    return tuple((found[1], found[2]) for found in _PLACE.finditer(sentence))


def fill(sentence: str, results: Mapping[str, Mapping[str, str]]) -> str:
    """Replace each `{step.key}` by its result, with a capital where it begins a sentence.

    Raises `UnknownPlace` for a place that no step fills.
    """

    def value(found: re.Match[str]) -> str:
        step, key = found[1], found[2]
        if step not in results:
            raise UnknownPlace(f"{{{step}.{key}}}: no step {step!r}; the steps are {', '.join(results)}")
        if key not in results[step]:
            raise UnknownPlace(f"{{{step}.{key}}}: step {step!r} gives {', '.join(results[step])}")
        words = results[step][key]
        before = sentence[: found.start()].rstrip()
        return sentence_case(words) if not before or before.endswith((".", "!", "?")) else words

    return " ".join(_PLACE.sub(value, sentence).split())


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a, b and c`; with semicolons where an item holds a comma. An empty list is "none"."""
    if not items:
        return "none"
    if len(items) == 1:
        return items[0]
    if any("," in item for item in items):
        return "; ".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 event`, `3 events`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def sentence_case(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
