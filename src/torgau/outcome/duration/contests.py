"""The contests that a model of the structure `duration` is fitted on, as arrays: verified, measured, and not left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from torgau.outcome.worlds import first_day, last_day
from torgau.vocabulary.outcomes import Model
from torgau.vocabulary.record import Record
from torgau.vocabulary.reference_classes import ClassRow

BUCKET = 128
"""The arrays of a fit are filled up to a multiple of this, so that few shapes are compiled."""


@dataclass(frozen=True)
class Size:
    """What is known of a contest from its sides: `ratio` is |log (capability of one side / of the other)|, `states` is
    log (parties / 2). Both are 0 for two equals, whichever side is which.
    """

    ratio: float = 0.0
    states: float = 0.0


def size_of(first: float, second: float, parties: int) -> Size:
    """The covariates of a contest from the capability of its sides, in any one unit, and the number of parties.

    Raises ValueError where a side has nothing.
    """
    if first <= 0 or second <= 0 or parties < 2:
        raise ValueError("a contest has two sides, and each of them has some capability")
    return Size(abs(math.log(first / second)), math.log(parties / 2))


@dataclass(frozen=True)
class Contests:
    """Contests of a class: `days` from the first to the last, both inclusive; `ended` says whether they ended on that day.

    `ratio` and `states` are the covariates as they stood when the contest began (`Size`). `left_out` gives for each contest of
    the class that is not here the reason.
    """

    ids: tuple[str, ...]
    days: np.ndarray
    ended: np.ndarray
    ratio: np.ndarray
    states: np.ndarray
    left_out: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def key(self) -> bytes:
        """All that a fit reads, as bytes: equal keys give equal fits."""
        return b"".join(each.tobytes() for each in (self.days, self.ended, self.ratio, self.states))

    def without(self, at: int) -> Contests:
        """The contests without the one at that place."""
        keep = np.arange(len(self)) != at
        return replace(
            self,
            ids=(*self.ids[:at], *self.ids[at + 1 :]),
            days=self.days[keep],
            ended=self.ended[keep],
            ratio=self.ratio[keep],
            states=self.states[keep],
        )

    def arrays(self) -> dict[str, np.ndarray]:
        """What the likelihood reads: float32, contests on the first axis, then places that do not count (`counts` is 0 there)."""
        counts = np.ones(len(self))
        held = {"y": np.log(self.days), "ended": self.ended, "ratio": self.ratio, "states": self.states, "counts": counts}
        empty = (0, -len(self) % BUCKET)
        return {name: np.pad(value, empty).astype(np.float32) for name, value in held.items()}


def contests_of(record: Record, model: Model, known: int | None = None) -> Contests:
    """The contests of a model's class without those that it excludes. With `known` (an ordinal) only what was known on that day:
    later contests are not there, and one that went on is censored at that day.

    Nothing of an excluded or unverified row is read, not even its covariates. Raises ValueError where nothing is left.
    """
    kept: list[tuple[str, int, bool, Size]] = []
    left_out: dict[str, str] = {}
    for row in record.class_rows.get(model.reference_class, ()):
        if row.id in model.excluded:
            left_out[row.id] = "it is the process itself, or a part of it"
        elif not row.verified:
            left_out[row.id] = "nobody has verified it"
        elif known is not None and first_day(row.began) > known:
            left_out[row.id] = "it began later"
        else:
            size = _size(row)
            if size is None:
                left_out[row.id] = "the capability of a side is not known"
                continue
            ended = last_day(row.ended)
            going_on = known is not None and ended > known
            last = known if going_on and known is not None else ended
            kept.append((row.id, last - first_day(row.began) + 1, not (row.censored or going_on), size))
    if not kept:
        raise ValueError(f"the model {model.id} has no contest to learn from")
    return Contests(
        ids=tuple(each for each, _, _, _ in kept),
        days=np.array([days for _, days, _, _ in kept], dtype=float),
        ended=np.array([ended for _, _, ended, _ in kept], dtype=float),
        ratio=np.array([size.ratio for _, _, _, size in kept]),
        states=np.array([size.states for _, _, _, size in kept]),
        left_out=left_out,
    )


def _size(row: ClassRow) -> Size | None:
    """Covariates as they stood at the beginning: parties that joined later tell of a long contest, and are not known then."""
    first, second = row.capability_a_first, row.capability_b_first
    if not first or not second:
        return None
    return size_of(float(first), float(second), row.states_a + row.states_b - len(row.joined_later))
