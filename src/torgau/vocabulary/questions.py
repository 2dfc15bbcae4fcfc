"""Questions that a pack can be asked, and how each answer is computed from the record and the ledger.

A question holds no answer. It names *steps* (queries that the engine runs) and a sentence with places for their results:
`{step.key}`. Dates, numbers and actors in the sentence come from the steps; `torgau check` refuses a literal year in it.
"""

from __future__ import annotations

from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value
from torgau.vocabulary.flows import Stage


class Step(Value, tag_field="do", frozen=True, kw_only=True):
    """One named query. Its results are written `{name.key}` in the answer."""

    name: str


class StatusStep(Step, tag="status", frozen=True, kw_only=True):
    """Statuses in force on a day."""

    on: When
    between: tuple[Id, ...] = ()
    dimensions: tuple[str, ...] = ()
    places: tuple[Id, ...] = ()


class DiffStep(Step, tag="diff", frozen=True, kw_only=True):
    """What began, ended or changed between two days."""

    start: When
    end: When
    between: tuple[Id, ...] = ()
    dimensions: tuple[str, ...] = ()


class TimelineStep(Step, tag="timeline", frozen=True, kw_only=True):
    """Dated events in order; every given filter must hold."""

    start: When | None = None
    end: When | None = None
    tracks: tuple[str, ...] = ()
    actors: tuple[Id, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    ids: tuple[Id, ...] = ()


class CountStep(Step, tag="count", frozen=True, kw_only=True):
    """How many events of which kind in which year, failures counted apart."""

    start: When | None = None
    end: When | None = None
    actors: tuple[Id, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    by: tuple[Literal["year", "kind"], ...] = ("kind",)


class VerdictStep(Step, tag="verdict", frozen=True, kw_only=True):
    """The verdict on one commitment, per reading."""

    commitment: Id
    on: When | None = None


class VerdictsStep(Step, tag="verdicts", frozen=True, kw_only=True):
    """The verdicts on several commitments; every given filter must hold."""

    commitments: tuple[Id, ...] = ()
    instruments: tuple[Id, ...] = ()
    debtors: tuple[Id, ...] = ()
    between: tuple[Id, ...] = ()
    tags: tuple[str, ...] = ()
    on: When | None = None


class EstimateStep(Step, tag="estimate", frozen=True, kw_only=True):
    """The rival figures for a quantity, by scope."""

    estimate: Id
    scopes: tuple[Id, ...] = ()


class CompareStep(Step, tag="compare", frozen=True, kw_only=True):
    """Two quantities, like scope with like scope: the ratio with the interval that the ranges leave."""

    left: Id
    right: Id
    scopes: tuple[Id, ...]
    left_per: Id | None = None
    right_per: Id | None = None


class ClaimsStep(Step, tag="claims", frozen=True, kw_only=True):
    """Attributed claims on a topic, with who holds them and what each relies on."""

    topic: str


class OrderStep(Step, tag="order", frozen=True, kw_only=True):
    """Who of a declared set was first or last to begin a status towards somebody."""

    dimension: str
    object: Id
    among: tuple[Id, ...]
    rank: Literal["first", "last"] = "last"
    value: str = ""


class HoldersStep(Step, tag="holders", frozen=True, kw_only=True):
    """Who held these offices on a day."""

    offices: tuple[str, ...]
    on: When


class LagStep(Step, tag="lag", frozen=True, kw_only=True):
    """Days from one event to others."""

    start: Id
    ends: tuple[Id, ...]


class SeriesStep(Step, tag="series", frozen=True, kw_only=True):
    """A series between two days, with its highest and lowest point."""

    series: Id
    start: When | None = None
    end: When | None = None


class PathStep(Step, tag="path", frozen=True, kw_only=True):
    """The chain of links from one entry to another."""

    start: Id
    end: Id


class MembersStep(Step, tag="members", frozen=True, kw_only=True):
    """Who belonged to something on a day (or ever): a group, a membership value, or `dimension:value`."""

    of: str
    on: When | None = None


class PresenceStep(Step, tag="presence", frozen=True):
    """In which territories an actor stood on a day: control, presence of forces, occupation zones."""

    actor: Id
    on: When


class ConflictsStep(Step, tag="conflicts", frozen=True):
    """The acts that conflict with a claimed status."""

    status: Id


class AllianceStep(Step, tag="alliance", frozen=True):
    """Formal bilateral alliance treaties between two actors."""

    between: tuple[Id, Id]


class VotesStep(Step, tag="votes", frozen=True):
    """The votes recorded with an event."""

    event: Id


class DaysKeptStep(Step, tag="days-kept", frozen=True):
    """The day on which each country keeps an event."""

    event: Id


class CumulativeStep(Step, tag="cumulative", frozen=True):
    """How much of a series had accrued by a day, and which share of its total that is."""

    series: Id
    on: When


class FlowStep(Step, tag="flow", frozen=True):
    """Totals of flows by stage and by the keys `by`; with `on`, what had come by that day. Amounts in `unit` if one is given."""

    flows: tuple[Id, ...] = ()
    stages: tuple[Stage, ...] = ()
    routes: tuple[Id, ...] = ()
    commodities: tuple[Id, ...] = ()
    by: tuple[Literal["route", "year", "month", "commodity", "protocol", "donor", "recipient", "activity"], ...] = ()
    unit: str = ""
    on: When | None = None


class UnderStep(Step, tag="under", frozen=True):
    """Under which statuses of a dimension, between some actors, each dated thing fell: events, and the rows of a series."""

    dimension: str
    between: tuple[Id, ...]
    events: tuple[Id, ...] = ()
    series: Id | None = None


class RelationStep(Step, tag="relation", frozen=True):
    """The best year of a pair under every published weighting, and whether it falls inside a period."""

    between: tuple[Id, Id]
    period: When


class ConferencesStep(Step, tag="conferences", frozen=True):
    """What each conference left: promises with their later verdicts, and matters decided, deferred or not agreed."""

    events: tuple[Id, ...]
    on: When | None = None


class TermsStep(Step, tag="terms", frozen=True):
    """The terms of a conference beside who controlled the places on that day, and with the conference moved by so many months."""

    event: Id
    months: int = -6
    on: When | None = None


class BargainingStep(Step, tag="bargaining", frozen=True):
    """One reading of what a conference could have agreed, from judged positions; and with it moved by so many months."""

    event: Id
    months: int = -6


class WhatIfStep(Step, tag="whatif", frozen=True, kw_only=True):
    """What the models that may speak say under antecedents; the first of them is the one that the answer speaks of."""

    antecedents: tuple[Id, ...]


class AttributeStep(Step, tag="attribute", frozen=True, kw_only=True):
    """Who contributed what, by every model, value and index of an attribution."""

    attribution: Id


class ActorsStep(Step, tag="actors", frozen=True, kw_only=True):
    """Names of actors, for use in the sentence."""

    ids: tuple[Id, ...]


AnyStep = (
    StatusStep
    | DiffStep
    | TimelineStep
    | CountStep
    | VerdictStep
    | VerdictsStep
    | EstimateStep
    | CompareStep
    | ClaimsStep
    | OrderStep
    | HoldersStep
    | LagStep
    | SeriesStep
    | PathStep
    | ActorsStep
    | MembersStep
    | PresenceStep
    | ConflictsStep
    | AllianceStep
    | VotesStep
    | DaysKeptStep
    | CumulativeStep
    | FlowStep
    | UnderStep
    | RelationStep
    | ConferencesStep
    | TermsStep
    | BargainingStep
    | WhatIfStep
    | AttributeStep
)


class Question(Entry, frozen=True, kw_only=True):
    """A question, other wordings of it, the layer that answers it, how it is understood, and how the answer is made.

    `needs_model` marks a question of the outcome layer: while no model has been scored, the answer is the record's
    observables with a plain statement that no model may speak.
    """

    question: str
    wordings: tuple[str, ...] = ()
    layer: Literal["record", "ledger", "flow", "audit", "claim", "outcome"]
    reading: str
    steps: tuple[AnyStep, ...]
    answer: str
    as_of: When | None = None
    caveats: tuple[str, ...] = ()
    needs_model: bool = False
    group: str = ""
    rows: tuple[str, ...] = ()
