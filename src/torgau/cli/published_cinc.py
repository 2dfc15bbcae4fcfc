"""`torgau published cinc`: the index of national capability, computed again and compared."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from torgau.cli import record_text as text
from torgau.cli.published import print_table, reading
from torgau.cli.settings import PROBLEMS, fail, json_option

if TYPE_CHECKING:
    from torgau.outcome.published.capability_index import Reproduced


@click.command("cinc")
@click.argument("file", metavar="FILE")
@click.option("--year", type=int, metavar="Y", help="Also list the ten highest of this year.")
@json_option
def command(file: str, year: int | None, as_json: bool) -> None:
    """The Composite Index of National Capability of every state and year of a
    National Material Capabilities file, beside the published one.

    Exit status 1 says that a published value is missed by more than a
    millionth.

    \b
    Examples:
      torgau published cinc NMC-60-abridged.csv
      torgau published cinc NMC-60-abridged.csv --year 1900 --json
    """
    with reading():
        from torgau.outcome.published.capability_index import read_state_years, reproduce

        found = reproduce(file)
        data = read_state_years(file) if year is not None else None
    highest: list[dict[str, Any]] = []
    if data is not None:
        chosen = [at for at in range(found.rows) if data.years[at] == year]
        if not chosen:
            fail(f"--year: {file} has no rows for {year}", f"give a year from {found.years[0]} to {found.years[1]}")
        for at in sorted(chosen, key=lambda at: -found.index[at])[:10]:
            given = None if data.published[at] != data.published[at] else float(data.published[at])
            highest.append({"state": int(data.states[at]), "index": round(float(found.index[at]), 6), "published": given})
    document = {
        "table": "cinc",
        "file": file,
        "rows": found.rows,
        "years": list(found.years),
        "missing": dict(found.missing),
        "worst": found.worst,
        "worst_at": {"state": found.worst_at[0], "year": found.worst_at[1]},
        "beyond_tolerance": found.beyond,
        "year": year,
        "highest": highest,
    }
    print_table(document, _cinc_lines(found, year, highest), as_json)
    if found.beyond:
        sys.exit(PROBLEMS)


def _cinc_lines(found: Reproduced, year: int | None, highest: Sequence[dict[str, Any]]) -> Iterator[str]:
    from torgau.outcome.published.capability_index import COMPONENTS, TOLERANCE

    yield text.wrapped(
        f"{found.rows:,} states and years, {found.years[0]} to {found.years[1]}: {found.beyond:,} miss the published index by "
        f"more than {TOLERANCE:g}; the worst by {found.worst:.1e} (state {found.worst_at[0]}, {found.worst_at[1]})."
    )
    yield "\nmissing, left out of the mean and of the world total:"
    for column, number in found.missing.items():
        yield f"  {COMPONENTS[column]:<28} {number:>7,}"
    if highest:
        yield f"\nhighest in {year}:"
        for each in highest:
            yield f"  state {each['state']:<6} {each['index']:.6f}"
    yield ""
    yield text.wrapped("Note: a test of arithmetic. The index counts size, and says nothing of quality or of who won.", 0, 6)
