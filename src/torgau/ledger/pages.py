"""`Ledger`: all verdicts of one record. Built once, it gives the verdict on any commitment on any day, and follows an edit.

Everything here is computed from the record and never changes afterwards; what is kept is only kept to save time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from torgau.ledger.explain import MANIFEST, depends_on
from torgau.ledger.figures import timing
from torgau.ledger.links import Links
from torgau.ledger.moments import Dates
from torgau.ledger.orders import TooManyWorlds, horizon, plan_of
from torgau.ledger.promises import Case, case_of, reading_ids
from torgau.ledger.rules import Course, change_days, verdict_on
from torgau.ledger.verdict import Timing, Verdict, in_order, summary
from torgau.ledger.worlds import Outcome, outcome, settled
from torgau.vocabulary import Commitment, Id, Reading, Record

KINDS = ("events", "instruments", "commitments")
"""The kinds of entries that verdicts depend on, beside the manifest."""


class Line:
    """One commitment under one reading. Without unknown days only its courses are kept: they hold on every day asked about."""

    __slots__ = ("_case", "_plan", "_settled")

    def __init__(self, case: Case) -> None:
        plan = plan_of(case)
        self._plan = plan
        self._case = case if plan is not None else None
        self._settled = settled(case) if plan is None else ()

    def possible(self, on: int) -> tuple[str, ...]:
        """Every possible verdict on a day."""
        if self._case is not None:
            return in_order(self.outcome(on).found)
        if len(self._settled) == 1:
            return (verdict_on(self._settled[0], on),)
        return in_order({verdict_on(course, on) for course in self._settled})

    def outcome(self, on: int) -> Outcome:
        """The same with one course for each verdict."""
        if self._case is not None:
            return outcome(self._case, self._plan, on)
        return Outcome({verdict_on(course, on): (course, {}) for course in reversed(self._settled)})

    @property
    def known(self) -> tuple[Course, ...]:
        """The courses that it can take, where no day is unknown; empty where one is."""
        return self._settled

    def over(self, days: Sequence[int]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The positions in `days` (sorted) from which the possible verdicts are these."""
        before: tuple[str, ...] = ()
        for start in sorted({0, *(bisect_left(days, day) for day in self._changes(days))}):
            if start < len(days):
                now = self.possible(days[start])
                if now != before:
                    yield start, now
                before = now

    def _changes(self, days: Sequence[int]) -> Iterable[int]:
        """The days on which the possible verdicts can change."""
        if self._plan is None:
            return {day for course in self._settled for day in change_days(course)}
        try:
            return horizon(self._plan)
        except TooManyWorlds:
            return days


class Ledger:
    """The ledger of one record, as known by a day (`known_by`; None: all that the record holds)."""

    def __init__(self, record: Record, known_by: int | None = None, links: Links | None = None) -> None:
        self.record = record
        self.known_by = known_by
        self.links = Links(record) if links is None else links
        self.dates = Dates(record, known_by)
        self._lines: dict[Id, tuple[Line, ...]] = {}
        self._needs: dict[Id, tuple[Id, ...]] = {}

    def lines(self, commitment_id: Id) -> tuple[Line, ...]:
        """One line for each reading of a commitment, its own terms first. KeyError where the record has none of that id."""
        lines = self._lines.get(commitment_id)
        if lines is None:
            commitment = self.record.commitments[commitment_id]
            lines = tuple([Line(self.case(commitment, reading)) for reading in (None, *commitment.readings)])
            self._lines[commitment_id] = lines
        return lines

    def case(self, commitment: Commitment, reading: Reading | None = None) -> Case:
        """All that the verdict on a commitment is computed from, under a reading."""
        return case_of(self.dates, self.links.newer, commitment, reading)

    def verdict(self, commitment_id: Id, on: int) -> CommitmentVerdict:
        """The verdicts on a commitment on a day, one for each reading. KeyError where the record has none of that id."""
        return CommitmentVerdict(self, commitment_id, on, tuple([line.possible(on) for line in self.lines(commitment_id)]))

    def possible(self, commitment_id: Id, on: int) -> tuple[str, ...]:
        """The possible verdicts by the commitment's own terms."""
        return self.lines(commitment_id)[0].possible(on)

    def over(self, commitment_id: Id, days: Sequence[int]) -> tuple[str, ...]:
        """The verdict by the commitment's own terms on each of `days`, which must be sorted."""
        if not days:
            return ()
        runs = [*self.lines(commitment_id)[0].over(days), (len(days), ())]
        found: tuple[str, ...] = ()
        for (start, possible), (stop, _) in pairwise(runs):
            found += (summary(possible),) * (stop - start)
        return found

    def needs(self, commitment_id: Id) -> tuple[Id, ...]:
        """What the verdicts on a commitment depend on, ids that the record does not hold included."""
        held = self._needs.get(commitment_id)
        if held is None:
            commitment = self.record.commitments[commitment_id]
            held = self._needs[commitment_id] = depends_on(self.record, self.links, commitment, self.known_by)
        return held

    @cached_property
    def dependents(self) -> Mapping[Id, tuple[Id, ...]]:
        """For each entry the commitments whose verdicts depend on it."""
        found: dict[Id, list[Id]] = {}
        for commitment_id in self.record.commitments:
            for entry_id in self.needs(commitment_id):
                found.setdefault(entry_id, []).append(commitment_id)
        return {entry_id: tuple(ids) for entry_id, ids in found.items()}

    def after(self, record: Record) -> tuple[Ledger, tuple[Id, ...]]:
        """The ledger of an edited record, and the commitments whose verdicts may differ. The lines of all others are kept."""
        changed = changed_entries(self.record, record)
        new = Ledger(record, self.known_by, self.links if record.commitments is self.record.commitments else None)
        touched: set[Id] = set()
        for entry_id in changed:
            touched.update(self.dependents.get(entry_id, ()))
            for commitment in (self.record.commitments.get(entry_id), record.commitments.get(entry_id)):
                if commitment is not None:
                    linked = [entry_id, *_linked(commitment)]
                    touched.update(linked)
                    touched.update(other for target in linked for other in self.dependents.get(target, ()))
        new._lines, new._needs = dict(self._lines), dict(self._needs)
        for commitment_id in touched:
            new._lines.pop(commitment_id, None)
            new._needs.pop(commitment_id, None)
        if changed:
            new.dependents = _dependents_after(self, new, touched)
        return new, tuple(commitment_id for commitment_id in record.commitments if commitment_id in touched)


def _dependents_after(old: Ledger, new: Ledger, touched: set[Id]) -> Mapping[Id, tuple[Id, ...]]:
    """The index after an edit: made again only for entries that a touched commitment has begun or ceased to depend on."""

    def needs(ledger: Ledger, commitment_id: Id) -> set[Id]:
        return set(ledger.needs(commitment_id)) if commitment_id in ledger.record.commitments else set()

    stale = {entry_id for commitment_id in touched for entry_id in needs(old, commitment_id) ^ needs(new, commitment_id)}
    if not stale:
        return old.dependents
    place = {commitment_id: at for at, commitment_id in enumerate(new.record.commitments)}
    found = dict(old.dependents)
    for entry_id in stale:
        ids = {commitment_id for commitment_id in found.pop(entry_id, ()) if commitment_id not in touched}
        ids |= {commitment_id for commitment_id in touched if entry_id in needs(new, commitment_id)}
        if ids:
            found[entry_id] = tuple(sorted(ids, key=place.__getitem__))
    return found


def _linked(commitment: Commitment) -> Iterator[Id]:
    yield from commitment.supersedes
    yield from (link.commitment for link in commitment.reciprocal)
    yield from commitment.conflicts


def changed_entries(before: Record, after: Record) -> tuple[Id, ...]:
    """The entries that a verdict can depend on and that were added, removed or changed."""
    found: list[Id] = []
    if before.manifest.torgau != after.manifest.torgau:
        found.append(MANIFEST)
    for kind in KINDS:
        old, new = getattr(before, kind), getattr(after, kind)
        if old is new:
            continue
        found.extend(key for key, entry in new.items() if old.get(key) is not entry and old.get(key) != entry)
        found.extend(key for key in old if key not in new)
    return tuple(found)


class CommitmentVerdict:
    """The verdicts on one commitment on one day. The short answers are at hand; sentences are written when asked for."""

    __slots__ = ("_ledger", "_verdicts", "id", "on", "per_reading")

    def __init__(self, ledger: Ledger, commitment_id: Id, on: int, per_reading: tuple[tuple[str, ...], ...]) -> None:
        self._ledger = ledger
        self._verdicts: tuple[Verdict, ...] | None = None
        self.id = commitment_id
        self.on = on
        self.per_reading = per_reading

    @property
    def commitment(self) -> Commitment:
        """The entry itself."""
        return self._ledger.record.commitments[self.id]

    @property
    def verdict(self) -> str:
        """The verdict by the commitment's own terms: one of `VERDICTS`."""
        return summary(self.per_reading[0])

    @property
    def possible(self) -> tuple[str, ...]:
        """Every verdict that some possible world allows, by the commitment's own terms."""
        return self.per_reading[0]

    @property
    def by_reading(self) -> dict[Id, str]:
        """The verdict under each reading, the commitment's own terms first."""
        return dict(zip(reading_ids(self.commitment), map(summary, self.per_reading), strict=True))

    @property
    def disputed(self) -> bool:
        """Whether the readings lead to different verdicts on this day."""
        return any(possible != self.per_reading[0] for possible in self.per_reading)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The full verdict under each reading, the commitment's own terms first."""
        if self._verdicts is None:
            from torgau.ledger.wording import write  # sentences are not needed for a short answer

            self._verdicts = write(self._ledger, self)
        return self._verdicts

    @property
    def main(self) -> Verdict:
        """The full verdict by the commitment's own terms."""
        return self.verdicts[0]

    @property
    def flags(self) -> tuple[str, ...]:
        """`conflicting`, `releasable`, `disputed`, `excused`, as far as they hold on this day."""
        from torgau.ledger.standing import standing  # it asks this module for the other side

        return standing(self._ledger, self).flags

    @property
    def timing(self) -> Timing:
        """Due, done and the days between, by the commitment's own terms."""
        return self.timing_of(0)

    def timing_of(self, at: int) -> Timing:
        """The same under the reading at this place (0: the commitment's own terms)."""
        if self.per_reading[at] in (("not-yet-made",), ("not-definite",)):
            return Timing()
        case = self._ledger.case(self.commitment, (None, *self.commitment.readings)[at])
        found = self._ledger.lines(self.id)[at].outcome(self.on).found
        return timing(case, tuple([course for course, _ in found.values()]), self.on)

    @property
    def depends_on(self) -> tuple[Id, ...]:
        """The entries of the record that these verdicts depend on."""
        record = self._ledger.record
        return tuple([key for key in self._ledger.needs(self.id) if key == MANIFEST or record.kind_of(key) is not None])
