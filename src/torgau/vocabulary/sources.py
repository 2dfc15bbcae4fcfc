"""Sources: documents, each with publisher, dates, kind, reliability grade and house."""

from __future__ import annotations

from typing import Literal

from torgau.dates import When
from torgau.vocabulary.common import Entry, Id, Value

SourceKind = Literal[
    "primary",  # the document itself, or an official print of it
    "primary-reprint",  # its text in somebody else's copy
    "official-history",
    "monograph",
    "article",
    "essay",
    "dataset",
    "state-commission",
    "poll",
    "press",
    "reference-work",
    "web-page",
    "recollection",  # general knowledge, nothing was read: the entry waits for a source
]

Grade = Literal["A", "B", "C", "D", "E", "F"]
"""Reliability of the source on the Admiralty scale: A reliable ... E unreliable, F cannot be judged."""


class Passage(Value, frozen=True, kw_only=True):
    """The fingerprint of one passage: hashes of its overlapping word groups, never its words.

    `place` is where it stands in the document. `opens` and `closes` say whether the passage begins and ends with a sentence;
    `mid-text` begins with a sentence that continues something which is not there ("... also sent ...").
    """

    place: str
    shingles: tuple[int, ...]
    words: int
    opens: Literal["sentence", "mid-text", "mid-sentence"] = "sentence"
    closes: Literal["sentence", "ellipsis", "mid-sentence"] = "sentence"


class Metadatum(Value, frozen=True, kw_only=True):
    """Something that the document says of itself, kept as a reason for its grade and never used as evidence.

    `role` says what `date` is: the birth of the person named as author, or the date that the document gives itself.
    """

    name: str
    value: str
    date: When | None = None
    role: Literal["", "birth", "dating"] = ""
    note: str = ""


class Source(Entry, frozen=True, kw_only=True):
    """A document. `content_date` is when it was written, `capture_date` when this copy was taken; the events it speaks of have
    dates of their own. Sources of one `house` count as one witness. `part_of` names the document that carries this one."""

    title: str
    kind: SourceKind
    grade: Grade
    publisher: str = ""
    author: str = ""
    house: str = ""
    content_date: When | None = None
    capture_date: When | None = None
    url: str = ""
    licence: str = ""
    part_of: Id | None = None
    speaks_of: When | None = None
    read: bool = False
    metadata: tuple[Metadatum, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def witness(self) -> str:
        """The house that counts as one witness; a source without a declared house is its own."""
        return self.house or self.id
