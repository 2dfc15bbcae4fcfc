"""What may count twice: rows that are alike, parents beside their children, goods shipped again; as SQL.

Each row gets a `doubt` (empty, or the reason) and the two amounts `least` and `most` that it adds to the total of its stage. A
row without doubt adds its value (or its bounds) to both; a doubtful one only where that makes the total smaller or larger; a row
that does not count adds nothing. So every total is a pair of bounds, equal where nothing is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from torgau.loading.compiled import sql_texts
from torgau.vocabulary.flows import SIDE_STAGES, Flow

DOUBTS = {
    "said": "the row itself says that it is doubtful",
    "copy": "an earlier row is alike in everything",
    "parent": "activities below this one report the same stage",
    "again": "the same lot entered this stage before, and nothing says that it came back",
}
"""Why a row may not add to the total."""

_FOUND = "counted <> 'no' AND coalesce(value, low, high) IS NOT NULL"
"""Rows that count and give any quantity: only they can put another one in doubt."""
_ALIKE = (
    *("flow", "id", "date", "from_stage", "left_out", "stage", "value", "low", "high", "unit", "commodity", "route", "donor"),
    *("recipient", "instrument", "activity", "parent", "lot", "source", "locator", "note"),
)
HELPERS = ("problem", "left_out")
"""Columns of the table `movements` that it has only while it is made: what is wrong with a row, whether its `from` is empty."""


def doubt_queries(flows: Iterable[Flow]) -> tuple[str, ...]:
    """Statements that fill the table `doubts(row, doubt, counts)` from the table `movements`; `row` is its rowid."""
    by_hierarchy: dict[str, list[str]] = {"": [], "parents": [], "children": [], "both": []}
    by_repeats: dict[str, list[str]] = {"": [], "copies": [], "real": []}
    for flow in flows:
        by_hierarchy[flow.hierarchy].append(flow.id)
        by_repeats[flow.repeats].append(flow.id)
    queries = ["CREATE TEMP TABLE doubts (row BIGINT, doubt VARCHAR, counts VARCHAR)"]
    said = "SELECT rowid, CASE counted WHEN 'doubtful' THEN 'said' ELSE '' END, counted FROM movements WHERE counted <> 'yes'"
    queries.append(f"INSERT INTO doubts {said}")
    if by_repeats[""] or by_repeats["copies"]:
        queries.append(f"INSERT INTO doubts {_copies(by_repeats[''], by_repeats['copies'])}")
    for counts, names in (("doubtful", by_hierarchy[""]), ("no", by_hierarchy["children"])):
        if names:
            queries.append(f"INSERT INTO doubts {_parents(names, counts)}")
    if by_hierarchy["parents"]:
        queries.append(f"INSERT INTO doubts {_children(by_hierarchy['parents'])}")
    queries.append(f"INSERT INTO doubts {_again()}")
    return tuple(queries)


def _copies(doubtful: Sequence[str], out: Sequence[str]) -> str:
    # The hash finds the few candidates in one cheap pass; only they are compared column by column.
    columns = ", ".join(f'"{name}"' for name in _ALIKE)
    where = f"{_FOUND} AND flow IN ({sql_texts([*doubtful, *out])})"
    counts = f"CASE WHEN flow IN ({sql_texts(out)}) THEN 'no' ELSE 'doubtful' END" if out else "'doubtful'"
    return f"""
        SELECT row, 'copy', {counts} FROM (
            SELECT flow, rowid AS row, row_number() OVER (PARTITION BY {columns} ORDER BY rowid) AS nth
            FROM movements WHERE {where} AND hash({columns}) IN (
                SELECT hash({columns}) FROM movements WHERE {where} GROUP BY 1 HAVING count(*) > 1
            )
        ) WHERE nth > 1"""


def _parents(flows: Sequence[str], counts: str) -> str:
    return f"""
        SELECT rowid, 'parent', '{counts}' FROM movements
        WHERE flow IN ({sql_texts(flows)}) AND activity <> '' AND counted <> 'no' AND (flow, activity, stage, unit) IN (
            SELECT DISTINCT flow, parent, stage, unit FROM movements WHERE parent NOT IN ('', activity) AND {_FOUND}
        )"""


def _children(flows: Sequence[str]) -> str:
    return f"""
        SELECT rowid, 'parent', 'no' FROM movements
        WHERE flow IN ({sql_texts(flows)}) AND parent NOT IN ('', activity) AND (flow, parent, stage, unit) IN (
            SELECT DISTINCT flow, activity, stage, unit FROM movements WHERE activity <> '' AND {_FOUND}
        )"""


def _again() -> str:
    # What was cancelled (a negative amount) did not enter.
    return f"""
        SELECT row, 'again', 'doubtful' FROM (
            SELECT rowid AS row, row_number() OVER (PARTITION BY flow, lot, stage, unit ORDER BY first NULLS FIRST, rowid) AS nth
            FROM movements WHERE lot <> '' AND counted <> 'no' AND coalesce(value, low, high) >= 0
                AND stage NOT IN ({sql_texts(SIDE_STAGES)}) AND from_stage NOT IN ({sql_texts(SIDE_STAGES)})
        ) WHERE nth > 1"""


SETTLE = """
    UPDATE movements SET doubt = d.doubt,
        least = CASE d.counts WHEN 'no' THEN 0 ELSE least(0, movements.least) END,
        most = CASE WHEN d.counts = 'no' THEN 0 WHEN movements.most IS NOT NULL THEN greatest(0, movements.most) END
    FROM (
        SELECT row, max(counts) AS counts, coalesce(min(doubt) FILTER (doubt <> ''), '') AS doubt FROM doubts GROUP BY row
    ) d WHERE d.row = movements.rowid"""
"""What the doubts make of the rows. Of several treatments the strictest holds: `no` comes after `doubtful` in the alphabet."""
