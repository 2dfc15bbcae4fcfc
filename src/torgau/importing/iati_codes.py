"""Transaction types of IATI, in the codes of versions 2 and 1, and the stages of the chain that they become."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

OLD_CODES: Mapping[str, str] = MappingProxyType(
    {"C": "2", "D": "3", "E": "4", "IF": "1", "IR": "5", "LR": "6", "R": "7", "QP": "8", "QS": "9", "CG": "10"}
)
"""The letters of versions 1.0x and the numbers that replaced them in 2.01."""
PLANS = frozenset(("PD", "TB"))
"""Codes of version 1.01 for planned disbursements and total budgets: plans, not transactions."""
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "1": "incoming funds",
        "2": "outgoing commitment",
        "3": "disbursement",
        "4": "expenditure",
        "5": "interest payment",
        "6": "loan repayment",
        "7": "reimbursement",
        "8": "purchase of equity",
        "9": "sale of equity",
        "10": "credit guarantee",
        "11": "incoming commitment",
        "12": "outgoing pledge",
        "13": "incoming pledge",
    }
)

Spending = Literal["used", "available"]


class TypeCode(NamedTuple):
    """A transaction type: its number (empty where it is none), and which major version writes it so."""

    number: str
    version: Literal["1", "2", ""]


def read_type(code: str) -> TypeCode:
    """The type that a code means, whatever version the file declares."""
    code = code.strip()
    if code in NAMES:
        return TypeCode(code, "2")
    if code.upper() in OLD_CODES:
        return TypeCode(OLD_CODES[code.upper()], "1")
    return TypeCode("", "1" if code.upper() in PLANS else "")


def name_of(number: str, code: str) -> str:
    """A type in words: `3 disbursement`."""
    return f"{number} {NAMES[number]}" if number else f"unknown type {code!r}" if code else "no type"


def stage_of(number: str, spending: Spending) -> tuple[str, bool]:
    """The stage that a type becomes (empty: none), and whether it is told from the receiving end."""
    stages = {"12": "pledged", "13": "pledged", "2": "committed", "11": "committed", "3": "arrived", "4": spending}
    return stages.get(number, ""), number in ("11", "13")
