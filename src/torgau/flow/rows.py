"""Single movements as objects: for a page, a listing or a change; never for sums."""

from __future__ import annotations

from collections.abc import Iterator

from torgau.dates import Margins, When
from torgau.flow.postings import Chosen, condition
from torgau.vocabulary import Movement, Record

_COLUMNS = (
    *("flow", "id", "date", "from_stage", "value", "low", "high", "unit", "commodity", "route", "donor", "recipient"),
    *("instrument", "activity", "parent", "lot", "counted", "source", "locator", "verified", "note", "file", "line"),
)


def rows(record: Record, chosen: Chosen | None = None, *, limit: int | None = None) -> Iterator[Movement]:
    """The movements chosen, in the order of their files, at most `limit` of them."""
    if not record.movements.count:
        return
    where, values = condition(chosen or Chosen())
    cut = "" if limit is None else f" LIMIT {int(limit)}"
    query = f"SELECT stage, {', '.join(_COLUMNS)} FROM movements WHERE {where} ORDER BY rowid{cut}"
    declared = record.manifest.torgau.approximate_margins
    margins = Margins(declared.day, declared.month, declared.year)
    found = record.movements.cursor().execute(query, values)
    while part := found.fetchmany(2000):
        for stage, *cells in part:
            named = dict(zip(_COLUMNS, cells, strict=True))
            yield Movement(to=stage, **{**named, "date": When.parse(named["date"], margins)})
