"""What a table adds up to, exactly as it stands there; which rows are alike; whether its printed totals hold."""

from __future__ import annotations

from array import array
from decimal import Context, Decimal, Inexact, Overflow
from hashlib import blake2b
from typing import NamedTuple

SUMS = Context(prec=120, traps=[Inexact, Overflow])
"""Sums that would have to be rounded raise instead. Numbers have at most 18 digits before and 40 after the point."""


class Sum(NamedTuple):
    """The total of one stage in one unit: `rows` amounts, their sum as the table states it and as the movements hold it."""

    rows: int
    stated: Decimal
    written: Decimal


class Totals:
    """Sums by stage and unit, and by commodity and route for printed totals."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str], Sum] = {}
        self._parts: dict[tuple[str, str, str, str], Decimal] = {}

    def add(self, stage: str, unit: str, commodity: str, route: str, stated: Decimal | None, written: Decimal | None) -> None:
        """Add an amount; an empty one counts as a row and adds nothing."""
        zero = Decimal(0)
        rows, one, other = self._sums.get((stage, unit), (0, zero, zero))
        self._sums[stage, unit] = Sum(rows + 1, SUMS.add(one, stated or zero), SUMS.add(other, written or zero))
        if stated is not None:
            key = (stage, unit, commodity, route)
            self._parts[key] = SUMS.add(self._parts.get(key, zero), stated)

    def all(self) -> list[tuple[str, str, Sum]]:
        """Stage, unit and sum, sorted."""
        return [(stage, unit, total) for (stage, unit), total in sorted(self._sums.items())]

    def of(self, stage: str, unit: str, commodity: str = "", route: str = "") -> Decimal:
        """The stated sum of a stage in a unit, of one commodity or route where one is given."""
        return sum(
            (
                amount
                for (at, in_unit, of, by), amount in self._parts.items()
                if at == stage and in_unit == unit and commodity in ("", of) and route in ("", by)
            ),
            Decimal(0),
        )


class FirstSeen:
    """Remembers rows by a hash of 63 bits, in 16 bytes of memory a slot. Among ten million different rows the chance that any two
    are taken for alike is about 1 in 180,000; nothing is lost then, a finding is wrong."""

    def __init__(self) -> None:
        self._size = 1 << 12
        self._count = 0
        self._hashes = array("Q", bytes(8 * self._size))
        self._rows = array("Q", bytes(8 * self._size))

    def first(self, content: bytes, row: int) -> int:
        """The number of the first row with this content; `row` itself where there was none."""
        if 2 * self._count > self._size:
            self._grow()
        key = int.from_bytes(blake2b(content, digest_size=8).digest(), "little") | 1  # 0 marks a free slot
        at = self._slot(key)
        if self._hashes[at]:
            return self._rows[at]
        self._hashes[at], self._rows[at] = key, row
        self._count += 1
        return row

    def _slot(self, key: int) -> int:
        mask = self._size - 1
        at = (key >> 1) & mask
        while self._hashes[at] and self._hashes[at] != key:
            at = (at + 1) & mask
        return at

    def _grow(self) -> None:
        old = [(key, row) for key, row in zip(self._hashes, self._rows, strict=True) if key]
        self._size *= 4
        self._hashes = array("Q", bytes(8 * self._size))
        self._rows = array("Q", bytes(8 * self._size))
        for key, row in old:
            at = self._slot(key)
            self._hashes[at], self._rows[at] = key, row
