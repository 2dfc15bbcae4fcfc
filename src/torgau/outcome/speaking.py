"""Who may speak: a model answers only at horizons at which it has beaten the best baseline on figures that it had not seen.

The rule stands here once and every answer goes through it. `demonstrated`: the 90% interval of the skill lies above 0.
`indicated`: the skill is above 0, but its interval is not: the model may speak, and the answer says that no edge is
demonstrated. Otherwise the model is mute at that horizon, and what it would say is an illustration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from torgau.outcome.results import folder_of, protocol_key, read_forecasts
from torgau.outcome.sampling import Effort
from torgau.outcome.scores import Forecast, Skill, best_baseline, skill_of
from torgau.vocabulary.outcomes import Protocol
from torgau.vocabulary.record import Record

TARGET = "front"
"""The kind of figure whose skill lets a model speak: where the front stands."""


@dataclass(frozen=True)
class Scores:
    """The skills of a scoring run by mode, forecaster, kind of figure and horizon; `current` where they fit the pack as it is."""

    protocol: Protocol
    current: bool
    head: Mapping[str, Any]
    skills: Mapping[tuple[str, str, str, int], Skill]
    forecasts: Mapping[str, Sequence[Forecast]]

    def of(self, by: str, months: int, *, mode: str = "hindcast", target: str = TARGET) -> Skill | None:
        return self.skills.get((mode, by, target, months))

    def standing(self, by: str, months: int, target: str = TARGET) -> str:
        """`demonstrated`, `indicated`, `mute` or `unscored`. A what-if is given its inputs, so the hindcast counts."""
        found = self.of(by, months, target=target)
        if found is None or not self.current:
            return "unscored"
        return "mute" if found.standing == "none" else found.standing

    def speaks(self, by: str, months: int, target: str = TARGET) -> bool:
        return self.standing(by, months, target) in ("demonstrated", "indicated")


def scores_of(record: Record, process: str) -> Scores | None:
    """The scores of a process, or None where its pack has no protocol or no scoring run."""
    return _scores(Held(record), process)


class Held:
    """Makes a record a cache key by identity."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def __hash__(self) -> int:
        return id(self.record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and other.record is self.record


@lru_cache(maxsize=8)
def _scores(held: Held, process: str) -> Scores | None:
    record = held.record
    protocol = next((item for item in record.protocols.values() if item.process == process), None)
    folder = folder_of(record)
    return scores_in(record, protocol, folder) if protocol and folder else None


def scores_in(record: Record, protocol: Protocol, folder: Path) -> Scores | None:
    """The scores of the run that is kept in a folder, or None where there is none."""
    kept = read_forecasts(protocol, folder)
    if kept is None:
        return None
    head, forecasts = kept
    skills = {
        (mode, by, target, months): skill
        for mode, found in forecasts.items()
        for (by, target, months), skill in skills_of(found, tuple(protocol.baselines)).items()
    }
    effort = Effort(particles=int(head["particles"]), moves=int(head["moves"]))
    current = head["key"] == protocol_key(record, protocol, effort) and not head.get("quick", False)
    return Scores(protocol, current, head, skills, forecasts)


def skills_of(forecasts: Sequence[Forecast], baselines: Sequence[str]) -> dict[tuple[str, str, int], Skill]:
    """Every forecaster against the best baseline of each kind of figure and horizon, the baseline chosen in hindsight."""
    groups: dict[tuple[str, int], dict[str, list[Forecast]]] = {}
    for item in forecasts:
        groups.setdefault((item.target, item.months), {}).setdefault(item.by, []).append(item)
    found = {}
    for (target, months), by_name in sorted(groups.items()):
        best = best_baseline(by_name, baselines)
        for by, mine in by_name.items():
            found[by, target, months] = skill_of(by, mine, best, by_name[best])
    return found
