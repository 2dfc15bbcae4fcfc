"""Which fields refer to which kinds of entry: the one table, and the walk over all parts of an entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from torgau.loading.problems import Path
from torgau.vocabulary import (
    KINDS,
    bargaining,
    claims,
    commitments,
    common,
    events,
    flows,
    instruments,
    manifest,
    outcomes,
    quantities,
    questions,
    ratios,
    reference_classes,
)
from torgau.vocabulary.actors import Actor, Office, Place
from torgau.vocabulary.common import Value
from torgau.vocabulary.sources import Source
from torgau.vocabulary.statuses import Status

ANY = tuple(KINDS)
ACTORS = ("actors",)
PLACES = ("places",)
EVENTS = ("events",)
COMMITMENTS = ("commitments",)
INSTRUMENTS = ("instruments",)
SOURCES = ("sources",)
ESTIMATES = ("estimates",)
FLOWS = ("flows",)
PROCESSES = ("processes",)
HOLDERS = ("actors", "sources")
"""Who holds a view: an actor, or the source that argues it."""
ENDS = ("actors", "places", "instruments", "events")
"""What a status can be about."""

AFTER_WORDS = ("trigger", "made", "in-force")
"""What `after` of a deadline may say instead of the id of an event."""

REFERENCES: Mapping[type[Value], Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        common.Citation: {"source": SOURCES},
        Source: {"part_of": SOURCES},
        Actor: {"members": ACTORS, "continues": ACTORS},
        Place: {"within": PLACES},
        Office: {"actor": ACTORS, "start_event": EVENTS, "end_event": EVENTS},
        Status: {
            "subject": ("actors", "places"),
            "object": ENDS,
            "start_event": EVENTS,
            "end_event": EVENTS,
            "place": PLACES,
            "instrument": INSTRUMENTS,
            "members": ACTORS,
        },
        events.Event: {"actors": ACTORS, "place": PLACES, "local_dates": ("places", "actors")},
        events.Link: {"to": ("events", "instruments", "commitments"), "by": HOLDERS},
        events.AgendaItem: {"commitments": COMMITMENTS},
        instruments.Instrument: {
            "parties": ACTORS,
            "ended_by": ("events", "instruments"),
            "place": PLACES,
            "concluded_at": EVENTS,
            "amends": INSTRUMENTS,
            "supersedes": INSTRUMENTS,
        },
        instruments.Approval: {"party": ACTORS},
        commitments.Commitment: {
            "instrument": INSTRUMENTS,
            "debtors": ACTORS,
            "creditors": ACTORS,
            "affected": ACTORS,
            "supersedes": COMMITMENTS,
            "conflicts": COMMITMENTS,
            "places": PLACES,
        },
        commitments.Trigger: {"event": EVENTS, "commitment": COMMITMENTS},
        commitments.Deadline: {"after": EVENTS},
        commitments.Performance: {"event": EVENTS},
        commitments.ThroughFlow: {"flow": FLOWS, "instruments": INSTRUMENTS},
        commitments.Breach: {"event": EVENTS},
        commitments.EndedBy: {"event": EVENTS, "commitment": COMMITMENTS, "instrument": INSTRUMENTS},
        commitments.Reciprocal: {"commitment": COMMITMENTS},
        commitments.Plea: {"by": HOLDERS},
        commitments.Reading: {"by": HOLDERS},
        quantities.Estimate: {"actor": ACTORS, "event": EVENTS, "place": PLACES},
        quantities.Figure: {"source": SOURCES},
        quantities.Series: {"actor": ACTORS, "place": PLACES},
        quantities.Point: {"source": SOURCES},
        flows.Flow: {"donor": ACTORS, "recipient": ACTORS, "rivals": FLOWS, "overlaps": FLOWS},
        flows.Control: {"source": SOURCES},
        claims.Claim: {
            "source": SOURCES,
            "actors": ACTORS,
            "supported_by": ANY,
            "opposed_by": ANY,
            "concerns": ANY,
            "omits": ANY,
        },
        claims.EventDate: {"event": EVENTS},
        claims.QuantityIs: {"estimate": ESTIMATES},
        claims.StatusHolds: {"subject": ("actors", "places"), "object": ENDS},
        claims.Sequence: {"events": EVENTS},
        claims.PeakIs: {"series": ("series",)},
        claims.Promised: {"commitment": COMMITMENTS, "by": ACTORS},
        claims.DeadlineIs: {"commitment": COMMITMENTS},
        claims.DocumentDate: {"document": SOURCES},
        claims.StoodIn: {"actor": ACTORS, "places": PLACES},
        claims.OrderIs: {"subject": ACTORS, "object": ACTORS, "among": ACTORS},
        questions.StatusStep: {"between": ACTORS, "places": PLACES},
        questions.DiffStep: {"between": ACTORS},
        questions.TimelineStep: {"actors": ACTORS, "ids": ANY},
        questions.CountStep: {"actors": ACTORS},
        questions.VerdictStep: {"commitment": COMMITMENTS},
        questions.VerdictsStep: {"commitments": COMMITMENTS, "instruments": INSTRUMENTS, "debtors": ACTORS, "between": ACTORS},
        questions.EstimateStep: {"estimate": ESTIMATES},
        questions.CompareStep: {
            "left": ESTIMATES,
            "right": ESTIMATES,
            "left_per": ("estimates", "series"),
            "right_per": ("estimates", "series"),
        },
        questions.OrderStep: {"object": ACTORS, "among": ACTORS},
        questions.LagStep: {"start": EVENTS, "ends": EVENTS},
        questions.SeriesStep: {"series": ("series",)},
        questions.PathStep: {"start": ANY, "end": ANY},
        questions.ActorsStep: {"ids": ACTORS},
        questions.PresenceStep: {"actor": ACTORS},
        questions.ConflictsStep: {"status": ("statuses",)},
        questions.AllianceStep: {"between": ACTORS},
        questions.VotesStep: {"event": EVENTS},
        questions.DaysKeptStep: {"event": EVENTS},
        questions.CumulativeStep: {"series": ("series",)},
        questions.FlowStep: {"flows": FLOWS},
        questions.UnderStep: {"between": ACTORS, "events": EVENTS, "series": ("series",)},
        questions.RelationStep: {"between": ACTORS},
        questions.ConferencesStep: {"events": EVENTS},
        questions.WhatIfStep: {"antecedents": ("antecedents",)},
        questions.AttributeStep: {"attribution": ("attributions",)},
        questions.TermsStep: {"event": EVENTS},
        questions.BargainingStep: {"event": EVENTS},
        ratios.Weighted: {"series": ("series",)},
        bargaining.Stand: {"actor": ACTORS},
        bargaining.Issue: {"conference": EVENTS, "commitments": COMMITMENTS},
        manifest.PackRules: {"major_pair": ACTORS},
        reference_classes.ClassRow: {"source": SOURCES},
        outcomes.Side: {"powers": ACTORS},
        outcomes.Theatre: {"powers": ACTORS},
        outcomes.Axis: {"series": ("series",)},
        outcomes.Observed: {"series": ("series",)},
        outcomes.Input: {"power": ACTORS, "to": ACTORS, "series": ("series",)},
        outcomes.Model: {"process": PROCESSES, "reference_class": ("classes",)},
        outcomes.Change: {"power": ACTORS, "to": ACTORS},
        outcomes.Antecedent: {"process": PROCESSES, "contradicts": ANY},
        outcomes.Protocol: {"process": PROCESSES, "models": ("models",)},
        outcomes.Attribution: {"process": PROCESSES, "players": ACTORS, "observables": ("estimates", "series")},
    }
)
"""For each structure its fields that hold ids of entries, with the kinds that they may name. A test demands that every field of
type `Id` is here or in `LOCAL`."""

LOCAL: Mapping[type[Value], frozenset[str]] = MappingProxyType(
    {
        common.Entry: frozenset({"id"}),
        commitments.Reading: frozenset({"id"}),
        commitments.ThroughFlow: frozenset({"routes", "commodities"}),
        questions.FlowStep: frozenset({"routes", "commodities"}),
        flows.Flow: frozenset({"scope"}),
        flows.Named: frozenset({"id"}),
        outcomes.Side: frozenset({"id"}),
        outcomes.Axis: frozenset({"id"}),
        outcomes.Observed: frozenset({"id", "side"}),
        outcomes.Theatre: frozenset({"id"}),
        outcomes.Input: frozenset({"id", "theatre", "on"}),
        outcomes.Change: frozenset({"inputs", "theatre"}),
        outcomes.Model: frozenset({"excluded"}),
        reference_classes.ClassRow: frozenset({"id"}),
        outcomes.ValueFunction: frozenset({"id", "theatre"}),
        outcomes.Attribution: frozenset({"unions"}),
        flows.Control: frozenset({"route", "commodity"}),
        quantities.Scope: frozenset({"id", "includes"}),
        quantities.Figure: frozenset({"id", "scope"}),
        quantities.Estimate: frozenset({"default_scope"}),
        claims.QuantityIs: frozenset({"scope"}),
        questions.EstimateStep: frozenset({"scopes"}),
        questions.CompareStep: frozenset({"scopes"}),
    }
)
"""Fields that hold an id of their own, or one that is only known within an estimate (a scope)."""


class Reference(NamedTuple):
    """An id at its place in an entry, and the kinds that it may name."""

    path: Path
    id: str
    kinds: tuple[str, ...]


def counted(kind: str, count: int) -> str:
    """`1 office`, `3 offices`."""
    return f"{count:,} {singular(kind) if count == 1 else kind}"


def singular(kind: str) -> str:
    """The name of one entry of a kind."""
    irregular = {"statuses": "status", "series": "series", "classes": "class", "processes": "process"}
    return irregular.get(kind, kind.removesuffix("s"))


def parts(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    """A structure and all structures inside it, each with its path."""
    yield path, value
    for name in _nesting(type(value)):
        inner = getattr(value, name)
        if isinstance(inner, Value):
            yield from parts(inner, (*path, name))
        elif isinstance(inner, tuple):
            for index, item in enumerate(inner):
                if isinstance(item, Value):
                    yield from parts(item, (*path, name, index))


def references(part: Value, path: Path = ()) -> Iterator[Reference]:
    """The ids that one structure refers to (not those inside it)."""
    for name, kinds in REFERENCES.get(type(part), {}).items():
        value = getattr(part, name)
        if isinstance(value, str):
            if not (name == "after" and value in AFTER_WORDS):
                yield Reference((*path, name), value, kinds)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, str):
                    yield Reference((*path, name, index), item, kinds)
                else:  # a pair of an id and something else
                    yield Reference((*path, name, index, 0), item[0], kinds)


@cache
def _nesting(kind: type[Value]) -> tuple[str, ...]:
    """The fields of a structure that can hold further structures."""
    return tuple(field.name for field in msgspec.structs.fields(kind) if _holds_structures(field.type))


def _holds_structures(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return True
    return any(_holds_structures(each) for each in getattr(annotation, "__args__", ()))
