"""What every page is made from: the record, what uses what, where entries live, and the verdicts on the last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from torgau.answers.ask import last_day_of
from torgau.book.homes import homes
from torgau.record.references import Reference, used_by
from torgau.record.show import SourceLine, source_lines, title_of
from torgau.record.standings import Standing, standings
from torgau.record.timeline import Dated, timeline
from torgau.vocabulary import Id, Record
from torgau.vocabulary.common import Entry

if TYPE_CHECKING:
    from torgau.book.model.through import Through


@dataclass(frozen=True)
class Context:
    """One pack on its last day. Everything expensive is computed once."""

    record: Record

    @cached_property
    def as_of(self) -> str:
        """The day that the book speaks of, unless a page names another: the pack's last day."""
        return last_day_of(self.record)

    @cached_property
    def homes(self) -> Mapping[Id, str]:
        """The address of every entry."""
        return homes(self.record)

    @cached_property
    def used(self) -> Mapping[Id, tuple[Reference, ...]]:
        """For each entry what names it."""
        return used_by(self.record)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Every status, whichever entry makes it."""
        return standings(self.record)

    @cached_property
    def timeline(self) -> tuple[Dated, ...]:
        """Every dated event, in order."""
        return timeline(self.record)

    @cached_property
    def verdicts(self) -> Mapping[Id, Any]:
        """The verdict on every commitment on the last day, under each reading."""
        from torgau.book.model.verdicts import verdicts_on

        return verdicts_on(self.record, self.as_of)

    @cached_property
    def through(self) -> tuple[Through, ...]:
        """What performs commitments through flows, in the order of the commitments."""
        from torgau.book.model.through import throughs

        return tuple(each for commitment in self.record.commitments.values() for each in throughs(self, commitment))

    def title(self, entry_id: Id) -> str:
        """What an entry is called; its id where the pack has none."""
        entry = self.record.get(entry_id)
        return title_of(entry) if entry else entry_id

    def names(self, ids: Iterable[Id]) -> str:
        """The names of actors, joined."""
        return ", ".join(self.title(entry_id) for entry_id in ids)

    def cited(self, entries: Iterable[Entry | None]) -> tuple[SourceLine, ...]:
        """The citations of several entries, each place in each source once, the most used source first."""
        found = dict.fromkeys(line for entry in entries if entry is not None for line in source_lines(self.record, entry))
        return tuple(found)

    def cited_by_id(self, ids: Iterable[Id]) -> tuple[SourceLine, ...]:
        """The citations of the entries with these ids."""
        return self.cited(self.record.get(entry_id) for entry_id in dict.fromkeys(ids))
