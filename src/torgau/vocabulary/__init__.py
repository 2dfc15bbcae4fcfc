"""The vocabulary of a pack: every kind of entry, as an immutable type. Start here to learn what a pack can say."""

from torgau.vocabulary.actors import Actor, Office, Place
from torgau.vocabulary.claims import Claim
from torgau.vocabulary.commitments import Commitment, Reading
from torgau.vocabulary.common import Amount, Citation, Entry, Id, Span
from torgau.vocabulary.events import Event, Weighting
from torgau.vocabulary.flows import Flow, Movement, Movements
from torgau.vocabulary.instruments import Instrument
from torgau.vocabulary.manifest import Manifest, PackRules
from torgau.vocabulary.quantities import Estimate, Figure, Point, Scope, Series
from torgau.vocabulary.questions import Question
from torgau.vocabulary.record import KINDS, Record
from torgau.vocabulary.sources import Source
from torgau.vocabulary.statuses import Status

__all__ = [
    "KINDS",
    "Actor",
    "Amount",
    "Citation",
    "Claim",
    "Commitment",
    "Entry",
    "Estimate",
    "Event",
    "Figure",
    "Flow",
    "Id",
    "Instrument",
    "Manifest",
    "Movement",
    "Movements",
    "Office",
    "PackRules",
    "Place",
    "Point",
    "Question",
    "Reading",
    "Record",
    "Scope",
    "Series",
    "Source",
    "Span",
    "Status",
    "Weighting",
]
