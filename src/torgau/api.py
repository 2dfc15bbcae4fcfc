"""The Python face: `torgau.load("grand-alliance")` gives a `Pack`.

A `Pack` holds no logic. Each method reads days and hands over to the layer that answers; what comes back are the same
structures that the command line prints.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, overload

from torgau.dates import format_day, parse_day
from torgau.vocabulary import Question, Record
from torgau.vocabulary.common import Id

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.audit.findings import Finding
    from torgau.flow.table import FlowView
    from torgau.ledger import CommitmentVerdict
    from torgau.record.diff import Change
    from torgau.record.estimates import EstimateView
    from torgau.record.references import Reference
    from torgau.record.show import Shown
    from torgau.record.statuses import StatusOn
    from torgau.record.timeline import Dated


@dataclass(frozen=True)
class Verdicts(Sequence["CommitmentVerdict"]):
    """The verdicts on every commitment on one day, in the order of the pack."""

    on: str
    known_by: str | None
    items: tuple[CommitmentVerdict, ...]

    def verdict(self, commitment: Id) -> CommitmentVerdict:
        """The verdict on one commitment. KeyError where the pack has none of that id."""
        for item in self.items:
            if item.id == commitment:
                return item
        raise KeyError(commitment)

    @overload
    def __getitem__(self, at: int) -> CommitmentVerdict: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[CommitmentVerdict]: ...
    def __getitem__(self, at: int | slice) -> CommitmentVerdict | Sequence[CommitmentVerdict]:
        return self.items[at]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[CommitmentVerdict]:
        return iter(self.items)


@dataclass(frozen=True)
class Pack:
    """A loaded pack. Days are written as `"1945-09-02"`; without one the pack's last day holds. Nothing changes the record."""

    record: Record

    def _day(self, on: str | None) -> int:
        if on is not None:
            return parse_day(on)
        last = self.record.manifest.torgau.period.hi
        if last is None:
            raise ValueError("the pack's period has no last day; name the day")
        return last

    @cached_property
    def _used(self) -> Mapping[Id, tuple[Reference, ...]]:
        from torgau.record.references import used_by

        return used_by(self.record)

    def show(self, entry_id: Id) -> Shown:
        """One entry of any kind with its sources and links, a claim with its witnesses. KeyError for an unknown id."""
        from torgau.answers.shown import show_entry

        return show_entry(self.record, entry_id, used=self._used)

    def status(
        self, on: str | None = None, *, between: Sequence[Id] = (), dimensions: Sequence[str] = (), places: Sequence[Id] = ()
    ) -> tuple[StatusOn, ...]:
        """Every status in force on a day, by dimension."""
        from torgau.record.statuses import status_on

        return status_on(self.record, self._day(on), between=between, dimensions=dimensions, places=places)

    def diff(self, start: str, end: str, *, between: Sequence[Id] = (), dimensions: Sequence[str] = ()) -> tuple[Change, ...]:
        """What began, ended or changed between two days."""
        from torgau.record.diff import diff

        return diff(self.record, parse_day(start), parse_day(end), between=between, dimensions=dimensions)

    def timeline(
        self,
        start: str | None = None,
        end: str | None = None,
        *,
        tracks: Sequence[str] = (),
        actors: Sequence[Id] = (),
        tags: Sequence[str] = (),
        kinds: Sequence[str] = (),
    ) -> tuple[Dated, ...]:
        """Dated events in order."""
        from torgau.record.timeline import timeline

        first, last = (None if day is None else parse_day(day) for day in (start, end))
        return timeline(self.record, first, last, tracks=tracks, actors=actors, tags=tags, kinds=kinds)

    def estimate(self, estimate_id: Id, scope: Id | None = None) -> EstimateView:
        """The rival figures of one quantity. KeyError for an unknown estimate or scope."""
        from torgau.record.estimates import estimate

        return estimate(self.record, estimate_id, scope)

    def ledger(
        self,
        on: str | None = None,
        *,
        known_by: str | None = None,
        debtor: Id | None = None,
        creditor: Id | None = None,
        instrument: Id | None = None,
        verdict: str | None = None,
    ) -> Verdicts:
        """The verdicts on a day, by what was known on another day if `known_by` is given."""
        from torgau.ledger import ledger

        day = self._day(on)
        known = None if known_by is None else parse_day(known_by)
        items = ledger(self.record, day, known, debtor=debtor, creditor=creditor, instrument=instrument, verdict=verdict)
        return Verdicts(on=format_day(day), known_by=known_by, items=items)

    def flow(
        self,
        donor: Id = "",
        recipient: Id = "",
        *,
        flows: Sequence[Id] = (),
        routes: Sequence[str] = (),
        commodities: Sequence[str] = (),
        instruments: Sequence[Id] = (),
        stages: Sequence[str] = (),
    ) -> FlowView:
        """The movements of aid from one actor to another, or all of them: `.by("route", "year")` gives a table."""
        from torgau.flow import Chosen
        from torgau.flow.table import FlowView

        several = (tuple(each) for each in (routes, commodities, instruments, stages))
        return FlowView(self.record, Chosen(tuple(flows), donor, recipient, *several))

    def audit(self, source: Id) -> tuple[Finding, ...]:
        """The claims of a source against the record. KeyError for an unknown source."""
        from torgau.audit.report import audit

        return audit(self.record, source)

    def questions(self) -> tuple[Question, ...]:
        """The questions that this pack answers."""
        from torgau.answers.ask import all_questions

        return all_questions(self.record)

    def ask(self, question: str) -> Answer:
        """Answer a question in free wording, or by its id."""
        from torgau.answers.ask import answer_question, ask

        return answer_question(self.record, question) if question in self.record.questions else ask(self.record, question)


def load(name_or_path: str | Path = "grand-alliance") -> Pack:
    """Load a shipped pack by name, or a pack folder by path. Raises `torgau.PackError`, which lists every problem."""
    from torgau.loading import load_record

    return Pack(load_record(str(name_or_path)))
