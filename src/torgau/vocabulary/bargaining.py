"""Issues before a conference, with what somebody judged each party to want. Judgements, never facts: they say whose they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from torgau.vocabulary.common import Citation, Entry, Id, Value


class Judgement(Value, frozen=True, kw_only=True):
    """A number that somebody judged, between 0 and 100, and how far off it may be."""

    value: Decimal
    low: Decimal
    high: Decimal


class Stand(Value, frozen=True, kw_only=True):
    """Where a party stood on an issue: its opening `position` on the scale, how much it cared (`salience`), what it weighed.

    `capability` is the share of 100 that the party had among those who decided, in the judgement of whoever judged the issue.
    """

    actor: Id
    position: Judgement
    salience: Judgement
    capability: Decimal
    why: str = ""


class Issue(Entry, frozen=True, kw_only=True):
    """An issue of a conference on a scale from 0 (`at_0` in words) to 100 (`at_100`).

    `without_agreement` is the disagreement point: `ground`, the wish of the party whose forces alone hold every place of the
    commitments; `scale-0`, things stay as `at_0` says; `unknown`. `agreed` places what the conference agreed on the scale.
    `judged_by` names who judged all of these numbers, and from what.
    """

    title: str
    conference: Id
    at_0: str
    at_100: str
    stands: tuple[Stand, ...]
    judged_by: str
    without_agreement: Literal["ground", "scale-0", "unknown"] = "unknown"
    commitments: tuple[Id, ...] = ()
    agreed: Judgement | None = None
    agreed_sources: tuple[Citation, ...] = ()
