"""What may count twice: rows that are alike, parents beside their children, goods shipped again; as SQL.

Each row gets a `doubt` (empty, or the reason) and the two amounts `least` and `most` that it adds to the total of its stage. A
row without doubt adds its value (or its bounds) to both; a doubtful one only where that makes the total smaller or larger; a row
that does not count adds nothing. So every total is a pair of bounds, equal where nothing is in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from torgau.vocabulary.flows import SIDE_STAGES, Flow

DOUBTS = {
    "said": "the row itself says that it is doubtful",
    "copy": "an earlier row is alike in everything",
    "parent": "activities below this one report the same stage",
    "again": "the same lot entered this stage before, and nothing says that it came back",
}
"""Why a row may not add to the total."""

_ALIKE = (
    *("flow", "id", "date", "from_stage", "stage", "value", "low", "high", "unit", "commodity", "route", "donor"),
    *("recipient", "instrument", "activity", "parent", "lot", "source", "locator", "note"),
)


def doubt_queries(flows: Iterable[Flow]) -> tuple[str, ...]:
    """Statements that fill the table `doubts(row, doubt, counts)` from the table `typed`; `row` is its rowid."""
    by_hierarchy: dict[str, list[str]] = {"": [], "parents": [], "children": [], "both": []}
    by_repeats: dict[str, list[str]] = {"": [], "copies": [], "real": []}
    for flow in flows:
        by_hierarchy[flow.hierarchy].append(flow.id)
        by_repeats[flow.repeats].append(flow.id)
    queries = ["CREATE TEMP TABLE doubts (row BIGINT, doubt VARCHAR, counts VARCHAR)"]
    said = "SELECT rowid, CASE counted WHEN 'doubtful' THEN 'said' ELSE '' END, counted FROM typed WHERE counted <> 'yes'"
    queries.append(f"INSERT INTO doubts {said}")
    for counts, names in (("doubtful", by_repeats[""]), ("no", by_repeats["copies"])):
        if names:
            queries.append(f"INSERT INTO doubts {_copies(names, counts)}")
    for counts, names in (("doubtful", by_hierarchy[""]), ("no", by_hierarchy["children"])):
        if names:
            queries.append(f"INSERT INTO doubts {_parents(names, counts)}")
    if by_hierarchy["parents"]:
        queries.append(f"INSERT INTO doubts {_children(by_hierarchy['parents'])}")
    queries.append(f"INSERT INTO doubts {_again()}")
    return tuple(queries)


def _list(names: Sequence[str]) -> str:
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names)


def _copies(flows: Sequence[str], counts: str) -> str:
    # The hash finds the few candidates in one cheap pass; only they are compared column by column.
    columns = ", ".join(f'"{name}"' for name in _ALIKE)
    return f"""
        SELECT row, 'copy', '{counts}' FROM (
            SELECT t.rowid AS row, row_number() OVER (PARTITION BY {columns} ORDER BY t.rowid) AS nth
            FROM typed t WHERE t.counted <> 'no' AND t.value IS NOT NULL AND t.flow IN ({_list(flows)}) AND hash({columns}) IN (
                SELECT hash({columns}) FROM typed WHERE counted <> 'no' AND value IS NOT NULL GROUP BY 1 HAVING count(*) > 1
            )
        ) WHERE nth > 1"""


def _parents(flows: Sequence[str], counts: str) -> str:
    return f"""
        SELECT t.rowid, 'parent', '{counts}' FROM typed t
        WHERE t.flow IN ({_list(flows)}) AND t.activity <> '' AND t.counted <> 'no' AND (t.flow, t.activity, t.stage, t.unit) IN (
            SELECT DISTINCT flow, parent, stage, unit FROM typed WHERE parent <> '' AND counted <> 'no' AND value IS NOT NULL
        )"""


def _children(flows: Sequence[str]) -> str:
    return f"""
        SELECT t.rowid, 'parent', 'no' FROM typed t
        WHERE t.flow IN ({_list(flows)}) AND t.parent <> '' AND (t.flow, t.parent, t.stage, t.unit) IN (
            SELECT DISTINCT flow, activity, stage, unit FROM typed WHERE activity <> '' AND counted <> 'no' AND value IS NOT NULL
        )"""


def _again() -> str:
    return f"""
        SELECT row, 'again', 'doubtful' FROM (
            SELECT rowid AS row, row_number() OVER (PARTITION BY flow, lot, stage, unit ORDER BY first, rowid) AS nth
            FROM typed WHERE lot <> '' AND counted <> 'no' AND value IS NOT NULL AND stage NOT IN ({_list(SIDE_STAGES)})
                AND from_stage NOT IN ({_list(SIDE_STAGES)})
        ) WHERE nth > 1"""


FINAL = """
    SELECT t.* EXCLUDE (problem, file_no, from_stage),
        CASE t.from_stage WHEN '' THEN k.feeder ELSE t.from_stage END AS from_stage,
        t.rowid - f.first_row + 2 AS line, f.file, coalesce(d.doubt, '') AS doubt,
        CASE d.counts
            WHEN 'no' THEN 0
            WHEN 'doubtful' THEN least(0, coalesce(t.low, t.value, 0))
            ELSE coalesce(t.low, t.value, 0) END AS least,
        CASE d.counts
            WHEN 'no' THEN 0
            WHEN 'doubtful' THEN CASE WHEN t.value IS NULL AND t.high IS NULL THEN NULL
                ELSE greatest(0, coalesce(t.high, t.value)) END
            ELSE coalesce(t.high, t.value) END AS most
    FROM typed t JOIN files f USING (file_no) JOIN feeds k ON k.flow = t.flow AND k.stage = t.stage LEFT JOIN (
        SELECT row, max(counts) AS counts, min(doubt) FILTER (doubt <> '') AS doubt FROM doubts GROUP BY row
    ) d ON d.row = t.rowid ORDER BY t.rowid"""
"""The finished table. Of several treatments the strictest holds: `no` comes after `doubtful` in the alphabet."""
