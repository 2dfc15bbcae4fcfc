"""What a bare word in a pack file means. YAML readers disagree about many of them; those are refused, not guessed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

Scalar = str | int | Decimal | bool | None

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,27})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,27})\.[0-9]{1,28}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+[0-9].*)?|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt].*")
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_ODD_NUMBER = re.compile(
    r"""[-+]?(?:0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*)   # binary, hexadecimal, octal, with signs and underscores
    |[-+]?(?:[0-9][0-9_]*)?\.?[0-9_]*(?:[eE][-+]?[0-9]+)?            # without a leading digit, with an exponent
    |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)""",
    re.VERBOSE,
)
_WORDS = {"null": None, "true": True, "false": False}
_TRUTHS = frozenset("y n yes no on off true false".split())


class Trap(NamedTuple):
    """A bare word that must not stand there: the code of the problem, what it is, and what to write."""

    code: str
    message: str
    mend: str


def bare(text: str) -> Scalar | Trap:
    """The value of a scalar without quotes: a text, a number, true, false, null; or the trap that it is."""
    if not text:
        return None
    if text[0] in "0123456789+-.":
        return _number(text)
    if len(text) > 5:  # none of the words below is longer, and most texts are
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text == "~" or (len(text) == 4 and text.lower() == "null"):
        return Trap(
            "yaml-null", f"{text} without quotes means no value", f'leave the field out, or write "{text}" if it is a text'
        )
    if len(text) <= 5 and text.lower() in _TRUTHS:
        meant = "true" if text.lower() in ("y", "yes", "on", "true") else "false"
        return Trap(
            "yaml-boolean",
            f"{text} without quotes is a truth value for YAML 1.1",
            f'write "{text}" if it is a word, or {meant}',
        )
    return text


def _number(text: str) -> Scalar | Trap:
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    if _DATE.fullmatch(text):
        return Trap("yaml-date", f"{text} without quotes is a timestamp for some readers of YAML", f'write "{text}"')
    if _SEXAGESIMAL.fullmatch(text):
        return Trap("yaml-sexagesimal", f"{text} without quotes is a number to the base of sixty", f'write "{text}"')
    number_like = any(char.isdigit() for char in text) or text.lower().lstrip("+-") in (".inf", ".nan")
    if number_like and _ODD_NUMBER.fullmatch(text):
        return Trap(
            "yaml-number",
            f"{text} is a number in a form that readers of YAML take differently",
            f'write plain digits with at most one point, or "{text}" if it is a text',
        )
    return text
