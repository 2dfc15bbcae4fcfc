"""What came out where each theatre was left out in turn: skills by theatre, the losing ones first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torgau.answers.scores import against_its_prior, skill_in_words, skill_row
from torgau.outcome.laws import AGREE
from torgau.outcome.results import folder_of, left_out_key, read_left_out
from torgau.outcome.sampling import Effort
from torgau.outcome.scores import Forecast, Skill
from torgau.outcome.speaking import skills_of
from torgau.vocabulary.outcomes import Protocol
from torgau.vocabulary.record import Record

STALE = "This run was made from another state of the pack or is a quick one: to look at, not to believe."


@dataclass(frozen=True)
class Transfer:
    """How a forecaster did in a theatre that its parameters knew nothing of, for one kind of figure at one horizon.

    `skill` is that over the best baseline of the theatre, chosen in hindsight, `over_prior` that of a model over its own prior.
    """

    theatre: str
    skill: Skill
    over_prior: Skill | None


@dataclass(frozen=True)
class Transfers:
    """A run with each theatre left out in turn, the losing ones first; `current` where it fits the pack as it is."""

    protocol: Protocol
    current: bool
    head: Mapping[str, Any]
    rows: tuple[Transfer, ...]

    @property
    def of_models(self) -> tuple[Transfer, ...]:
        """The models alone."""
        return tuple(row for row in self.rows if row.skill.by in self.protocol.models)

    @property
    def apart(self) -> tuple[tuple[str, str, float], ...]:
        """The fits whose seeds do not agree: theatre left out, model, scale reduction."""
        fits = self.head["disagreement"]
        return tuple(
            (theatre, model, float(value)) for theatre, by in fits.items() for model, value in by.items() if value > AGREE
        )


def transfers_of(record: Record, protocol: Protocol) -> Transfers | None:
    """The run that is kept beside the pack, or None where there is none."""
    folder = folder_of(record)
    return transfers_in(record, protocol, folder) if folder else None


def transfers_in(record: Record, protocol: Protocol, folder: Path) -> Transfers | None:
    """The run that is kept in a folder, or None where there is none."""
    kept = read_left_out(protocol, folder)
    if kept is None:
        return None
    head, by_theatre = kept
    effort = Effort(particles=int(head["particles"]), moves=int(head["moves"]))
    current = head["key"] == left_out_key(record, protocol, effort) and not head["quick"]
    found = [row for theatre, forecasts in by_theatre.items() for row in _of_theatre(protocol, theatre, forecasts)]
    found.sort(key=lambda row: (row.skill.skill, row.theatre, row.skill.by, row.skill.target, row.skill.months))
    return Transfers(protocol, current, head, tuple(found))


def _of_theatre(protocol: Protocol, theatre: str, forecasts: Sequence[Forecast]) -> list[Transfer]:
    return [
        Transfer(theatre, skill, against_its_prior(forecasts, by, target, months) if by in protocol.models else None)
        for (by, target, months), skill in skills_of(forecasts, tuple(protocol.baselines)).items()
    ]


def transfer_rows(found: Transfers) -> list[dict[str, Any]]:
    """Every skill of the run as the contract prints it, the worst first."""
    return [
        {
            "theatre": row.theatre,
            "by": row.skill.by,
            "target": row.skill.target,
            "months": row.skill.months,
            **skill_row(row.skill),
            "crps": round(row.skill.crps, 4),
            "cover50": round(row.skill.cover50, 2),
            "cover90": round(row.skill.cover90, 2),
            "origins": row.skill.origins,
            "cells": row.skill.cells,
            "over_prior": skill_row(row.over_prior) if row.over_prior else None,
        }
        for row in found.rows
    ]


def in_words(skill: Skill | None) -> str:
    """A skill with its 90% interval; from a single origin there is none."""
    words = skill_in_words(skill)
    return f"{words.split(' [')[0]} (one origin)" if skill is not None and skill.origins == 1 else words
