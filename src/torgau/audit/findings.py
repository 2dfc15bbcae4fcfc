"""A finding: what came of comparing one claim (or one passage) with the record, with another claim, or with another passage."""

from __future__ import annotations

from typing import Literal

import msgspec

from torgau.vocabulary.common import Id

FindingKind = Literal[
    "agrees",
    "error",
    "contradiction",
    "scope-mismatch",
    "imprecise",
    "omission",
    "truncated",
    "copy",
    "undated",
    "unsupported",
    "loaded-term",
    "judgement",
    "non-answer",
    "anachronism",
    "provenance",
]

ORDER: tuple[FindingKind, ...] = (
    "error",
    "contradiction",
    "anachronism",
    "scope-mismatch",
    "imprecise",
    "omission",
    "truncated",
    "copy",
    "undated",
    "unsupported",
    "loaded-term",
    "non-answer",
    "provenance",
    "judgement",
    "agrees",
)
"""The order in which a summary lists the kinds: what a reader must know first."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding.

    `claim` is the claim's id, or empty when the finding is about a passage or the document itself. `place` is where in the
    document. `comparison` says in words what was compared and how it came out ("six days after"). `against` is the other side: an
    entry of the record or another claim. `evidence` lists the entries a reader can look up.
    """

    claim: Id
    place: str
    kind: FindingKind
    comparison: str
    against: Id = ""
    evidence: tuple[Id, ...] = ()
