"""From a mapping and the header of a table to the columns that are read; the refusal that lists all that is not settled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from torgau.importing.errors import ImportStopped
from torgau.importing.mapping import FIELDS, AmountPart, MappingFile, Texts
from torgau.importing.table_cells import Table, letters
from torgau.loading.problems import near, quoted


class Reason(NamedTuple):
    """Why an import is refused: the place, what is wrong there (`times` times in all), and what to write in the mapping."""

    place: str
    problem: str
    mend: str
    times: int = 1

    def __str__(self) -> str:
        again = f" ({self.times:,} times; this is the first)" if self.times > 1 else ""
        return f"{self.place}: {self.problem}{again}; {self.mend}"


class Refused(ImportStopped):
    """The table holds what the mapping does not settle; `reasons` lists all of it, so that one round of mending is enough."""

    def __init__(self, file: str, reasons: tuple[Reason, ...]) -> None:
        self.reasons = reasons
        count = f"{len(reasons)} question{'' if len(reasons) == 1 else 's'}"
        super().__init__(
            f"{file}: {count} that the mapping does not settle, so nothing was imported", "mend the mapping and import again"
        )


@dataclass
class Refusals:
    """Collects reasons, each once, with how often it was met."""

    _kept: dict[tuple[str, str], Reason] = field(default_factory=dict)

    def add(self, key: tuple[str, str], place: str, problem: str, mend: Callable[[], str]) -> None:
        """Count a reason under `key`; words are made only for the first of a kind."""
        known = self._kept.get(key)
        self._kept[key] = known._replace(times=known.times + 1) if known else Reason(place, problem, mend())

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """All reasons in the order in which they were met."""
        return tuple(self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)


class Column(NamedTuple):
    """A column that is read: its header and its place, counted from 0."""

    header: str
    at: int


class Rule(NamedTuple):
    """A filter: the rows whose cell in the column is one of the texts, or begins with one of the prefixes (`Total*`)."""

    name: str
    column: Column
    texts: frozenset[str]
    prefixes: tuple[str, ...]

    def fits(self, text: str) -> bool:
        """Whether a cell is meant."""
        return text in self.texts or bool(self.prefixes and text.startswith(self.prefixes))


@dataclass(frozen=True)
class Plan:
    """What is read from each row."""

    fields: Mapping[str, Column]
    notes: tuple[Column, ...]
    amounts: tuple[tuple[Column, AmountPart], ...]
    skip: tuple[Rule, ...]
    only: tuple[Rule, ...]
    controls: tuple[Rule, ...]
    dates: Mapping[Column, Column]
    """The columns of the dates that single amount columns have."""

    @property
    def dated(self) -> bool:
        """Whether some amount has a date of its own."""
        return bool(self.dates)

    @property
    def wide(self) -> bool:
        """Whether stages have columns of their own."""
        return bool(self.amounts)


def make_plan(file: MappingFile, table: Table) -> Plan:
    """Find the columns that a mapping names. Refused lists every one that is missing or not unique, with the nearest header."""
    mapping = file.mapping
    refusals = Refusals()

    def find(header: str, *path: str) -> Column:
        place = file.place(*path, header)
        wanted = " ".join(header.split())
        at = [index for index, name in enumerate(table.header) if name == wanted and name]
        if len(at) == 1:
            return Column(wanted, at[0])
        if at:
            which = ", ".join(f"#{index + 1} ({letters(index)})" for index in at)
            refusals.add(
                ("twice", header), place, f"{len(at)} columns are named {quoted(header)}", lambda: f"choose one of {which}"
            )
            return Column(wanted, at[0])
        number = re.fullmatch("#([0-9]{1,5})", wanted)
        if number and 1 <= int(number[1]) <= len(table.header):
            return Column(wanted, int(number[1]) - 1)
        refusals.add(
            ("missing", header), place, f"{table.file} has no column {quoted(header)}", lambda: _hint(header, table.header)
        )
        return Column(wanted, 0)

    def rules(part: Mapping[str, Texts], *path: str) -> tuple[Rule, ...]:
        made = []
        for header, texts in part.items():
            plain = [" ".join(text.split()) for text in texts]
            exact = frozenset(text for text in plain if not text.endswith("*"))
            prefixes = tuple(text[:-1] for text in plain if text.endswith("*"))
            made.append(Rule(f"{path[-1]}: {header}", find(header, *path), exact, prefixes))
        return tuple(made)

    fields: dict[str, Column] = {
        use: find(header, "columns") for header, use in mapping.columns.items() if use in FIELDS and use != "note"
    }
    notes = tuple(find(header, "columns") for header, use in mapping.columns.items() if use == "note")
    amounts = tuple(
        (find(header, "amounts" if header in mapping.amounts else "columns"), part)
        for header, part in mapping.stage_columns.items()
    )
    dates = {column: find(part.date, "amounts", column.header, "date") for column, part in amounts if part.date}
    controls = rules(mapping.controls.rows, "controls", "rows") if mapping.controls else ()
    plan = Plan(fields, notes, amounts, rules(mapping.skip, "skip"), rules(mapping.only, "only"), controls, dates)
    if len(refusals):
        raise Refused(table.file, refusals.reasons)
    return plan


def _hint(header: str, headers: tuple[str, ...]) -> str:
    named = [name for name in headers if name]
    if len(named) == 1:
        mark = next((mark for mark in (";", "\t", "|", ",") if mark in named[0]), "")
        if mark:
            shown = "tab" if mark == "\t" else mark
            return f'the whole header is one cell: declare `file: {{delimiter: "{shown}"}}`'
    listed = ", ".join(map(quoted, named[:30])) + (" ..." if len(named) > 30 else "")
    return near(header, named) or f"its columns are {listed}; another row may hold them (`file: {{header: N}}`)"
