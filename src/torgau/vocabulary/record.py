"""The record: all entries of one pack, immutable, by kind and id. Every layer reads it; none changes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from torgau.vocabulary.actors import Actor, Office, Place
from torgau.vocabulary.bargaining import Issue
from torgau.vocabulary.claims import Claim
from torgau.vocabulary.commitments import Commitment
from torgau.vocabulary.common import Entry, Id, Span
from torgau.vocabulary.events import Event, Weighting
from torgau.vocabulary.flows import Flow, Movements
from torgau.vocabulary.instruments import Instrument
from torgau.vocabulary.manifest import Manifest
from torgau.vocabulary.outcomes import Antecedent, Attribution, Model, Process, Protocol
from torgau.vocabulary.quantities import Estimate, Point, Series
from torgau.vocabulary.questions import Question
from torgau.vocabulary.ratios import WeightedRatio
from torgau.vocabulary.reference_classes import ClassRow, ReferenceClass
from torgau.vocabulary.sources import Source
from torgau.vocabulary.statuses import Status

KINDS: Mapping[str, type[Entry]] = MappingProxyType(
    {
        "sources": Source,
        "actors": Actor,
        "places": Place,
        "events": Event,
        "statuses": Status,
        "offices": Office,
        "instruments": Instrument,
        "commitments": Commitment,
        "estimates": Estimate,
        "series": Series,
        "flows": Flow,
        "claims": Claim,
        "questions": Question,
        "weightings": Weighting,
        "ratios": WeightedRatio,
        "issues": Issue,
        "classes": ReferenceClass,
        "processes": Process,
        "models": Model,
        "antecedents": Antecedent,
        "protocols": Protocol,
        "attributions": Attribution,
    }
)
"""The entry kinds: the plural is the key in a pack file and the attribute of `Record`."""

E = TypeVar("E", bound=Entry)


def _frozen(entries: Mapping[Id, E]) -> Mapping[Id, E]:
    # What is frozen already comes from another record: kinds that an edit leaves alone stay the same object in both.
    return entries if isinstance(entries, MappingProxyType) else MappingProxyType(dict(entries))


@dataclass(frozen=True)
class Record:
    """All that a pack says. `points` holds the rows of each series, `class_rows` those of each reference class, `movements`
    those of all flows, `spans` each place."""

    manifest: Manifest
    sources: Mapping[Id, Source] = field(default_factory=dict)
    actors: Mapping[Id, Actor] = field(default_factory=dict)
    places: Mapping[Id, Place] = field(default_factory=dict)
    events: Mapping[Id, Event] = field(default_factory=dict)
    statuses: Mapping[Id, Status] = field(default_factory=dict)
    offices: Mapping[Id, Office] = field(default_factory=dict)
    instruments: Mapping[Id, Instrument] = field(default_factory=dict)
    commitments: Mapping[Id, Commitment] = field(default_factory=dict)
    estimates: Mapping[Id, Estimate] = field(default_factory=dict)
    series: Mapping[Id, Series] = field(default_factory=dict)
    flows: Mapping[Id, Flow] = field(default_factory=dict)
    claims: Mapping[Id, Claim] = field(default_factory=dict)
    questions: Mapping[Id, Question] = field(default_factory=dict)
    weightings: Mapping[Id, Weighting] = field(default_factory=dict)
    ratios: Mapping[Id, WeightedRatio] = field(default_factory=dict)
    issues: Mapping[Id, Issue] = field(default_factory=dict)
    classes: Mapping[Id, ReferenceClass] = field(default_factory=dict)
    processes: Mapping[Id, Process] = field(default_factory=dict)
    models: Mapping[Id, Model] = field(default_factory=dict)
    antecedents: Mapping[Id, Antecedent] = field(default_factory=dict)
    protocols: Mapping[Id, Protocol] = field(default_factory=dict)
    attributions: Mapping[Id, Attribution] = field(default_factory=dict)
    points: Mapping[Id, tuple[Point, ...]] = field(default_factory=dict)
    class_rows: Mapping[Id, tuple[ClassRow, ...]] = field(default_factory=dict)
    movements: Movements = field(default_factory=Movements)
    spans: Mapping[Id, Span] = field(default_factory=dict)
    content_hash: str = ""
    folder: str = field(default="", compare=False)
    """Where the pack was read from, as a path; results of the outcome layer are kept there. Empty for a record made by hand."""

    def __post_init__(self) -> None:
        for name in (*KINDS, "points", "class_rows", "spans"):
            object.__setattr__(self, name, _frozen(getattr(self, name)))

    def __iter__(self) -> Iterator[Entry]:
        for kind in KINDS:
            yield from getattr(self, kind).values()

    def kind_of(self, entry_id: Id) -> str | None:
        """The plural kind of an id, or None when the pack has no such entry."""
        return next((kind for kind in KINDS if entry_id in getattr(self, kind)), None)

    def get(self, entry_id: Id) -> Entry | None:
        """The entry with this id, of whatever kind."""
        kind = self.kind_of(entry_id)
        return None if kind is None else getattr(self, kind)[entry_id]

    def with_entries(self, kind: str, entries: Mapping[Id, Entry]) -> Record:
        """A copy in which all entries of one kind are replaced."""
        return replace(self, **{kind: entries})  # type: ignore[arg-type]

    def with_entry(self, kind: str, entry: Entry) -> Record:
        """A copy in which one entry is added or replaced."""
        return self.with_entries(kind, {**getattr(self, kind), entry.id: entry})

    def without(self, kind: str, entry_id: Id) -> Record:
        """A copy without one entry."""
        return self.with_entries(kind, {key: value for key, value in getattr(self, kind).items() if key != entry_id})
