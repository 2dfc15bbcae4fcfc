"""Does the force ratio tell who won a battle? A scoreboard on the CDB90 data base of battles.

CDB90 (CAA Database of Battles; Dupuy's Historical Evaluation and Research Organization for the US Army Concepts Analysis
Agency, 1984-90; tidied by J. Fuhring). 660 battles from 1600 to 1982, coded after the event by people who knew who had won. The
question is that of Helmbold and others: how much better than the base rate does the ratio of forces forecast that the attacker
wins?

Everything is scored by the Brier score. What is fitted and scored on the same battles flatters; so every set of columns is also
scored on battles that its fit has not seen, one time drawing battles singly and one time leaving out whole wars (or campaigns,
within one war).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from torgau.outcome.published.cross_validation import Interval, difference, held_out
from torgau.outcome.published.logistic import brier, fit
from torgau.outcome.published.reading import Row, TableProblem, read_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

COLUMNS = (
    *("war4", "campgn", "wina", "att_str", "def_str", "post1", "att_tank", "def_tank", "att_arty", "def_arty"),
    *("aeroa", "surpa", "cea"),
)
"""The columns that are read: war, campaign, who won (1 the attacker, -1 the defender, 0 neither), men, posture of the defender,
tanks, guns, air superiority, surprise, and combat effectiveness as judged afterwards."""

POSTURES = ("HD", "PD", "FD", "DL", "WD")
"""Hasty, prepared and fortified defence, delay, withdrawal."""

FOLDS = 10
REPEATS = 20
DRAWS = 2000


@dataclass(frozen=True)
class Battle:
    """One battle with a winner. `log_ratio` is the natural logarithm of attackers to defenders; None is not known."""

    war: str
    campaign: str
    attacker_won: bool
    log_ratio: float
    posture: str
    tanks: float | None
    guns: float | None
    air: float | None
    surprise: float | None
    effectiveness: float | None


@dataclass(frozen=True)
class Battles:
    """The battles that can be scored, and how many rows could not: without a winner, or without both strengths."""

    battles: tuple[Battle, ...]
    rows: int
    undecided: int
    without_strength: int


@dataclass(frozen=True)
class Unseen:
    """The Brier score on battles that the fit has not seen, and the differences to the two rivals; below 0 this set is better."""

    score: float
    against_climatology: Interval | None
    against_force: Interval | None


@dataclass(frozen=True)
class Score:
    """How one set of columns did. `battles`: single battles were left out, so the fit knew others of the same war; `groups`:
    whole wars (campaigns) were left out. `in_sample` is on the battles of the fit, without a penalty for up to one column, and
    flatters."""

    name: str
    means: str
    columns: int
    in_sample: float
    battles: Unseen
    groups: Unseen


@dataclass(frozen=True)
class Scoreboard:
    """All scores for one file. `groups` says what was left out whole: wars, or campaigns where there is but one war."""

    read: Battles
    groups: str
    group_count: int
    base_rate: float
    scores: tuple[Score, ...]


Part = Callable[[Battle], list[float]]


def _known(value: float | None) -> list[float]:
    """A number and whether it is missing: 0 and 1 where it is, so that the fit may learn what missing means."""
    return [0.0, 1.0] if value is None else [value, 0.0]


PARTS: Mapping[str, Part] = {
    "force": lambda battle: [battle.log_ratio],
    "posture": lambda battle: [float(battle.posture == each) for each in POSTURES],
    "tanks and guns": lambda battle: [*_known(battle.tanks), *_known(battle.guns)],
    "air and surprise": lambda battle: [*_known(battle.air), *_known(battle.surprise)],
    "effectiveness judged afterwards": lambda battle: _known(battle.effectiveness),
}

SETS: Mapping[str, tuple[str, ...]] = {
    "climatology": (),
    "force": ("force",),
    "posture": ("force", "posture"),
    "arms": ("force", "posture", "tanks and guns"),
    "air and surprise": ("force", "posture", "tanks and guns", "air and surprise"),
    "hindsight": (*PARTS,),
}
"""The sets of columns, each with its parts and all of those before. The last uses combat effectiveness, which was judged by
people who knew the outcome; air superiority and surprise were coded afterwards too, and may hold some of it."""


def read_battles(path: str | Path) -> Battles:
    """The battles of a CDB90 file in its tidied form. Draws and rows without both strengths are counted and left out."""
    rows = read_table(path, COLUMNS)
    found: list[Battle] = []
    undecided = without = 0
    for row in rows:
        winner = row.number("wina")
        if winner not in (None, -1, 0, 1):
            raise row.problem(f"`wina` is {winner:g}", "write 1 (the attacker won), -1 (the defender) or 0 (neither)")
        if winner in (None, 0):
            undecided += 1
            continue
        ratio = _log_ratio(row, "str", 0)
        if ratio is None:
            without += 1
            continue
        found.append(
            Battle(
                war=row.cells["war4"],
                campaign=row.cells["campgn"],
                attacker_won=winner == 1,
                log_ratio=ratio,
                posture=row.cells["post1"],
                # One is added, since none is an answer too.
                tanks=_log_ratio(row, "tank", 1),
                guns=_log_ratio(row, "arty", 1),
                air=row.number("aeroa"),
                surprise=row.number("surpa"),
                effectiveness=row.number("cea"),
            )
        )
    if len({battle.attacker_won for battle in found}) < 2:
        raise TableProblem(
            path, 0, "it takes battles that the attacker won and battles that the defender won", "give the whole file"
        )
    return Battles(tuple(found), len(rows), undecided, without)


def scoreboard(read: Battles, *, repeats: int = REPEATS, draws: int = DRAWS, seed: int = 1) -> Scoreboard:
    """Fit and score every set of columns: in sample, on unseen battles, on unseen wars (campaigns, where there is one war)."""
    import numpy as np

    battles = read.battles
    success = np.array([battle.attacker_won for battle in battles], np.float64)
    by_war = len({battle.war for battle in battles}) >= FOLDS
    groups = _numbers(battle.war if by_war else battle.campaign for battle in battles)
    singly = np.arange(len(battles))
    errors: dict[str, dict[str, Floats]] = {"battles": {}, "groups": {}}
    scores = []
    for name, parts in SETS.items():
        columns = _columns(battles, parts)
        for way, left_out in (("battles", singly), ("groups", groups)):
            errors[way][name] = held_out(columns, success, left_out, count=FOLDS, repeats=repeats, seed=seed)
        chance = fit(columns, success, 0.0 if len(parts) < 2 else 1.0).chance(columns)
        scores.append(
            Score(
                name=name,
                means=", ".join(parts) or "the base rate of the battles in the fit",
                columns=columns.shape[1],
                in_sample=brier(chance, success),
                battles=_unseen(errors["battles"], name, groups, draws, seed),
                groups=_unseen(errors["groups"], name, groups, draws, seed),
            )
        )
    words = "wars" if by_war else "campaigns"
    return Scoreboard(read, words, len(np.unique(groups)), float(success.mean()), tuple(scores))


def verdict(board: Scoreboard) -> tuple[str, ...]:
    """What beats what, in sentences: only an interval that lies wholly below 0 counts."""
    said = []
    for way, where in (("battles", "of known"), ("groups", "of unknown")):
        honest = [(score.name, getattr(score, way)) for score in board.scores if score.name not in ("climatology", "hindsight")]
        words = f"On battles {where} {board.groups}"
        for rival, field in (("climatology", "against_climatology"), ("the force ratio alone", "against_force")):
            better = [name for name, unseen in honest if (found := getattr(unseen, field)) is not None and found.p95 < 0]
            said.append(f"{words} {rival} is beaten by: {', '.join(better) or 'nothing'}.")
    hindsight = board.scores[-1].groups.against_force
    if hindsight is not None and hindsight.p95 < 0:
        said.append("Combat effectiveness as judged afterwards would beat it, which is no forecast: the judges knew who had won.")
    return tuple(said)


def _unseen(errors: Mapping[str, Floats], name: str, groups: Whole, draws: int, seed: int) -> Unseen:
    def against(rival: str) -> Interval | None:
        if name == rival or rival not in errors:
            return None
        return difference(errors[name], errors[rival], groups, draws=draws, seed=seed)

    return Unseen(float(errors[name].mean()), against("climatology"), against("force"))


def _columns(battles: Iterable[Battle], parts: Iterable[str]) -> Floats:
    import numpy as np

    rows = [[number for part in parts for number in PARTS[part](battle)] for battle in battles]
    return np.array(rows, np.float64).reshape(len(rows), -1)


def _numbers(names: Iterable[str]) -> Whole:
    import numpy as np

    return np.unique(list(names), return_inverse=True)[1].astype(np.int64)


def _log_ratio(row: Row, what: str, added: float) -> float | None:
    """ln((attackers + added) / (defenders + added)); None where one is missing or, without anything added, zero."""
    attack, defence = row.number(f"att_{what}"), row.number(f"def_{what}")
    for side, number in (("att", attack), ("def", defence)):
        if number is not None and number < 0:
            raise row.problem(f"`{side}_{what}` is {number:g}, below zero", "leave the cell empty where it is not known")
    if attack is None or defence is None or not (attack + added > 0 and defence + added > 0):
        return None
    return math.log((attack + added) / (defence + added))
