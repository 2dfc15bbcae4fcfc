"""What moved from which stage to which, by the keys asked for: totals, accounts and the picture of the chain come from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from torgau.vocabulary import Id, Record
from torgau.vocabulary.flows import SIDE_STAGES

_YEAR = """CASE WHEN first IS NULL OR last IS NULL THEN date WHEN year(first) = year(last) THEN CAST(year(first) AS VARCHAR)
    ELSE CAST(year(first) AS VARCHAR) || '/' || CAST(year(last) AS VARCHAR) END"""
_MONTH = """CASE WHEN first IS NULL OR last IS NULL THEN date
    WHEN date_trunc('month', first) = date_trunc('month', last) THEN strftime(first, '%Y-%m')
    ELSE strftime(first, '%Y-%m') || '/' || strftime(last, '%Y-%m') END"""

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "route": "route",
        "year": _YEAR,
        "month": _MONTH,
        "commodity": "commodity",
        "protocol": "instrument",
        "donor": "donor",
        "recipient": "recipient",
        "activity": "activity",
    }
)
"""What totals can be grouped by. A row that sums up a time across two years belongs to `1941/1942`, not to one of them."""


class Chosen(NamedTuple):
    """Which movements are meant: an empty field means all."""

    flows: tuple[Id, ...] = ()
    donor: Id = ""
    recipient: Id = ""
    routes: tuple[str, ...] = ()
    commodities: tuple[str, ...] = ()
    instruments: tuple[Id, ...] = ()
    stages: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class Posting(NamedTuple):
    """What moved from one stage to another under one set of keys, in one unit and one flow.

    `least` and `most` bound the amount; `most` is None where there is no upper bound. `unknown` counts rows without any number,
    `doubtful` those that may count twice. `row` is the number of one of the rows, to name it in a message.
    """

    flow: Id
    keys: tuple[str, ...]
    from_stage: str
    stage: str
    unit: str
    least: Decimal
    most: Decimal | None
    rows: int
    unknown: int
    doubtful: int
    unverified: int
    row: int


def postings(record: Record, by: Sequence[str] = (), chosen: Chosen | None = None) -> tuple[Posting, ...]:
    """All postings, grouped by flow, the keys `by`, both stages and unit, in that order. KeyError for a key that there is not."""
    if not record.movements.count:
        return ()
    keys = [KEYS[key] for key in by]
    where, values = condition(chosen or Chosen())
    grouped = ", ".join(["flow", *keys, "from_stage", "stage", "unit"])
    rows = record.movements.cursor().execute(
        f"""SELECT {grouped}, sum(least), CASE WHEN count(most) = count(*) THEN sum(most) END, count(*),
            count(*) FILTER (coalesce(value, low, high) IS NULL), count(*) FILTER (doubt <> ''),
            count(*) FILTER (NOT verified), min(rowid)
        FROM movements WHERE {where} GROUP BY ALL ORDER BY ALL""",
        values,
    )
    width = len(keys)
    return tuple(
        Posting(row[0], tuple(_text(key) for key in row[1 : 1 + width]), *row[1 + width : 4 + width], *row[4 + width :])
        for row in rows.fetchall()
    )


ANEW = f"from_stage NOT IN ({', '.join(repr(stage) for stage in SIDE_STAGES)})"
"""The condition that goods did not come back from a side stage: what entered a stage for the first time."""


def condition(chosen: Chosen) -> tuple[str, list[Any]]:
    """The condition of a query and its values."""
    parts = ["true"]
    values: list[Any] = []
    several = {
        "flow": chosen.flows,
        "route": chosen.routes,
        "commodity": chosen.commodities,
        "instrument": chosen.instruments,
        "stage": chosen.stages,
        "unit": chosen.units,
    }
    for column, wanted in several.items():
        if wanted:
            parts.append(f"{column} IN ({', '.join('?' for _ in wanted)})")
            values += wanted
    for column, one in (("donor", chosen.donor), ("recipient", chosen.recipient)):
        if one:
            parts.append(f"{column} = ?")
            values.append(one)
    return " AND ".join(parts), values


def _text(key: Any) -> str:
    return "" if key is None else str(key)
