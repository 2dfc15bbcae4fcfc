"""Totals as a table for Python: iterate over it, or take it to pandas or Arrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from torgau.flow.curve import by_day, dated
from torgau.flow.findings import FlowFinding, findings
from torgau.flow.postings import Chosen
from torgau.flow.totals import Total, totals
from torgau.vocabulary import Record

_DIGITS = 38


@dataclass(frozen=True)
class FlowTable(Sequence[Total]):
    """Totals by some keys. Every row has its scope, stage and unit; rows of different scope, stage or unit must not be added."""

    rows: tuple[Total, ...]
    keys: tuple[str, ...]

    def __iter__(self) -> Iterator[Total]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, at: Any) -> Any:
        return self.rows[at]

    def columns(self) -> dict[str, list[Any]]:
        """The rows as columns. Amounts are exact decimals (of 38 digits where a converted amount does not end)."""
        names = (
            "scope",
            *self.keys,
            "stage",
            "again",
            "value",
            "low",
            "high",
            "unit",
            "rows",
            "not_found",
            "doubtful",
            "unverified",
        )
        found: dict[str, list[Any]] = {name: [] for name in names}
        for row in self.rows:
            plain = {**row.to_builtins(), **{name: as_decimal(getattr(row, name)) for name in ("value", "low", "high")}}
            for name in names:
                found[name].append(plain[name])
        return found

    def to_pandas(self) -> Any:
        """A pandas data frame with exact decimals. ImportError where pandas is not installed."""
        import pandas

        return pandas.DataFrame(self.columns())

    def to_arrow(self) -> Any:
        """An Arrow table with exact decimals. ImportError where pyarrow is not installed."""
        import pyarrow

        return pyarrow.table(self.columns())


@dataclass(frozen=True)
class FlowView:
    """The movements between two parties, or all of them: ask it for totals, findings, or what had come by a day."""

    record: Record
    chosen: Chosen

    def by(self, *keys: str, unit: str = "") -> FlowTable:
        """Totals by keys (`route`, `year`, `month`, `commodity`, `protocol`, `donor`, `recipient`, `activity`), each by stage.

        KeyError for another key; UnitError where a quantity does not convert to `unit`.
        """
        own = tuple(key for key in keys if key != "stage")
        return FlowTable(totals(self.record, own, self.chosen, unit=unit), own)

    def findings(self) -> tuple[FlowFinding, ...]:
        """What does not reconcile."""
        return findings(self.record, self.chosen)

    def had(self, stage: str, on: int, *, unit: str = "") -> tuple[Fraction, Fraction | None]:
        """The least and the most that had entered a stage by the end of a day (an ordinal)."""
        return by_day(dated(self.record, stage, self.chosen, unit=unit), on)


def as_decimal(value: Fraction | None) -> Decimal | None:
    """An exact decimal, of 38 digits where a converted amount does not end."""
    if value is None:
        return None
    return Context(prec=_DIGITS).divide(Decimal(value.numerator), Decimal(value.denominator))
