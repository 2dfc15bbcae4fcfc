"""Rename every actor and move the calendar: rule 1 says that all results must move with them.

One function `T` on strings does it all: it renames actors (ids, names, adjectives) and adds years to every year from 1800 to
2099. It is applied to every string of a record, and to every string of an answer. If no code knows an actor or a date,
then answering and moving commute: answer(T(record)) == T(answer(record)).

A move by 100 years keeps every day difference as long as no date lies before 1 March 1900 or after 28 February 2100, because the
leap days then stand at the same places (1904 and 2004, 1944 and 2044; 1900 is never crossed). The tests check that bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from torgau.dates import Margins, When, parse_day
from torgau.flow.rows import rows as movement_rows
from torgau.loading.movements import movements_of
from torgau.vocabulary import KINDS, Movement, Point, Record
from torgau.vocabulary.manifest import PackRules
from torgau.vocabulary.reference_classes import ClassRow

_YEAR = re.compile(r"(?<!\d)(?<!\d\.)(1[89]\d\d|20\d\d)(?!\d|\.\d| tons?\b)")


AMOUNTS = frozenset(
    {"value", "low", "high", "ratio_low", "ratio_high", "total_low", "total_high", "owed", "performed", "ratio"}
) | {
    *("p05", "p25", "p50", "p75", "p95"),  # ranges of models
    *("centre", "spread", "factor", "reach", "error", "window"),  # what a pack declares for models
    *("capability_a", "capability_b", "capability_a_first", "capability_b_first"),  # the rows of a reference class
}


def moving(record: Record, *, years: int, names: Mapping[str, str]) -> Callable[[str], str]:
    """The function T for this record: `names` maps old words (ids, names, adjectives) to new ones, all at once."""
    ordered = sorted(names, key=lambda word: (-len(word), word))
    words = re.compile(r"(?<![\w-])(" + "|".join(re.escape(word) for word in ordered) + r")(?![\w-])") if ordered else None

    def move(text: str) -> str:
        renamed = words.sub(lambda found: names[found.group()], text) if words else text
        return _YEAR.sub(lambda found: str(int(found.group()) + years), renamed)

    return move


def moved(value: Any, move: Callable[[str], str]) -> Any:
    """The same plain structure with every string moved; numbers stay."""
    if isinstance(value, str):
        return move(value)
    if isinstance(value, dict):
        # Amounts are decimal text in JSON, and 1911 locomotives are no year.
        return {
            moved(key, move): item if key in AMOUNTS and _is_number(item) else moved(item, move) for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [moved(item, move) for item in value]
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value, builtin_types=(Decimal,), enc_hook=str)


def _typed(plain: Any, kind: Any, margins: Margins) -> Any:
    return msgspec.convert(plain, kind, dec_hook=lambda wanted, text: When.parse(text, margins) if wanted is When else text)


def moved_record(record: Record, move: Callable[[str], str]) -> Record:
    """A record in which every string of every entry has been moved, rebuilt through the vocabulary's own types."""
    parts: dict[str, Any] = {}
    declared = record.manifest.torgau.approximate_margins
    margins = Margins(day=declared.day, month=declared.month, year=declared.year)
    for kind, entry_type in KINDS.items():
        entries = [_typed(moved(_plain(entry), move), entry_type, margins) for entry in getattr(record, kind).values()]
        parts[kind] = {entry.id: entry for entry in entries}
    points = {
        move(series): tuple(_typed(moved(_plain(point), move), Point, margins) for point in rows)
        for series, rows in record.points.items()
    }
    class_rows = {
        move(held): tuple(_shifted(_typed(moved(_plain(row), move), ClassRow, margins), row, move) for row in rows)
        for held, rows in record.class_rows.items()
    }
    movements = movements_of(
        [_typed(moved(_plain(row), move), Movement, margins) for row in movement_rows(record)],
        list(parts["flows"].values()),
        margins,
    )
    manifest = msgspec.structs.replace(
        record.manifest, torgau=_typed(moved(_plain(record.manifest.torgau), move), PackRules, margins)
    )
    spans = {move(entry_id): span for entry_id, span in record.spans.items()}
    return Record(
        manifest=manifest,
        points=points,
        class_rows=class_rows,
        movements=movements,
        spans=spans,
        content_hash=record.content_hash,
        **parts,
    )


def _shifted(there: ClassRow, here: ClassRow, move: Callable[[str], str]) -> ClassRow:
    """A row of a reference class, each of its days moved by as many days as a day of the 1940s moves.

    A class may reach over 1900 and 2000, where years do not all move by the same number of days; what counts are the lengths.
    """
    days = parse_day(move("1944-06-06")) - parse_day("1944-06-06")

    def later(when: When) -> When:
        assert when.lo is not None
        return When.of_day(when.lo + days)

    joined = [
        msgspec.structs.replace(new, date=later(old.date)) for new, old in zip(there.joined_later, here.joined_later, strict=True)
    ]
    return msgspec.structs.replace(there, began=later(here.began), ended=later(here.ended), joined_later=tuple(joined))
