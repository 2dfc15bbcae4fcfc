"""What the scores of the models were asked to reach before they were run, and whether they did: reached, missed, not measured.

The aims are bounds on skills, coverages and seeds. They know horizons in months and kinds of figures, and nothing of a pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from torgau.answers.scores import TARGETS, against_prior, coverage, halves
from torgau.outcome.backtest import STACK
from torgau.outcome.laws import AGREE
from torgau.outcome.scores import Skill
from torgau.outcome.speaking import Scores

FRONT: Mapping[int, float] = {3: -0.05, 6: 0.05, 12: 0.30, 18: 0.30}
"""Of the stack, on where the front stands, by months ahead: the least skill against the best baseline chosen in hindsight."""

OTHERS: Mapping[str, float] = {"strength": 0.20, "losses": 0.0}
"""Of the stack, on other kinds of figures, at every horizon."""

HALF, NINE_IN_TEN = (0.40, 0.60), (0.85, 0.97)
"""Which shares of the figures may lie in the 50% and in the 90% intervals of the stack."""

LEAST_SEEDS = 3
MODE = "hindcast"
"""The aims are about forecasts with inputs from the record."""

Verdict = Literal["reached", "missed", "not measured"]


@dataclass(frozen=True)
class Aim:
    """One aim: of what, what was asked, what was reached."""

    what: str
    asked: str
    reached: str
    verdict: Verdict


def aims(scores: Scores, heads: Sequence[Mapping[str, Any]]) -> tuple[Aim, ...]:
    """All aims in order. `heads` are those of the kept fits, by which seeds are judged."""
    return (*_fronts(scores), *_middles(scores), *_others(scores), *_coverages(scores), *_priors(scores), _seeds(scores, heads))


def _aim(what: str, asked: str, values: Mapping[str, float], good: Callable[[float], bool], form: str = "+.2f") -> Aim:
    """An aim that all values must meet: one that a single value misses is missed."""
    told = [(f"{name}: " if name else "") + f"{value:{form}}".replace("-", "\N{MINUS SIGN}") for name, value in values.items()]
    verdict: Verdict = "not measured" if not values else "reached" if all(good(value) for value in values.values()) else "missed"
    return Aim(what, asked, "; ".join(told) or "no figures", verdict)


def _by_months(skills: Iterable[tuple[int, Skill | None]]) -> dict[str, float]:
    return {f"{months} months": skill.skill for months, skill in skills if skill is not None}


def _fronts(scores: Scores) -> Iterator[Aim]:
    for months, least in FRONT.items():
        skill = scores.of(STACK, months, mode=MODE)
        values = {} if skill is None else {"": skill.skill}
        yield _aim(
            f"Skill of the stack on the front, {months} months ahead",
            f"at least {least:+.2f}".replace("-", "\N{MINUS SIGN}"),
            values,
            lambda value, least=least: value >= least,  # type: ignore[misc]
        )


def _middles(scores: Scores) -> Iterator[Aim]:
    horizons = [months for months, least in FRONT.items() if least > 0 and months in scores.protocol.horizons]
    pairs = {months: halves(scores, MODE, STACK, "front", months) for months in horizons}
    for at, name in enumerate(("before", "after")):
        values = _by_months((months, pair[at]) for months, pair in pairs.items())
        yield _aim(f"Skill of the stack on the front, origins {name} the middle", "above 0", values, lambda value: value > 0)


def _others(scores: Scores) -> Iterator[Aim]:
    for target, least in OTHERS.items():
        values = _by_months((months, scores.of(STACK, months, mode=MODE, target=target)) for months in scores.protocol.horizons)
        yield _aim(
            f"Skill of the stack on {TARGETS[target]}",
            f"at least {least:.2f}",
            values,
            lambda value, least=least: value >= least,  # type: ignore[misc]
        )


def _coverages(scores: Scores) -> Iterator[Aim]:
    found = {words: coverage(scores, MODE, STACK, target) for target, words in TARGETS.items()}
    for level, field, (low, high) in (("50%", "half", HALF), ("90%", "nine_in_ten", NINE_IN_TEN)):
        values = {words: float(getattr(each, field)) for words, each in found.items() if each is not None}
        yield _aim(
            f"{level} intervals of the stack: share of figures in them",
            f"{low:.0%} to {high:.0%}",
            values,
            lambda value, low=low, high=high: low <= value <= high,  # type: ignore[misc]
            ".0%",
        )


def _priors(scores: Scores) -> Iterator[Aim]:
    for model in scores.protocol.models:
        values = _by_months((months, against_prior(scores, MODE, model, "front", months)) for months in scores.protocol.horizons)
        yield _aim(f"Skill of {model} on the front against its own prior", "above 0", values, lambda value: value > 0)


def _seeds(scores: Scores, heads: Sequence[Mapping[str, Any]]) -> Aim:
    there = [head for head in heads if head["model"] in scores.protocol.models]
    few = [head["model"] for head in there if len(head["seeds"]) < LEAST_SEEDS]
    # The worst of the kept fit and of all fits of the scoring run, whose heads tell it by way and model, origin by origin.
    run = scores.head.get("disagreement", {}).values()
    values = {
        str(head["model"]): max(float(head["disagreement"]), *(float(v) for way in run for v in way.get(head["model"], ())))
        if run
        else float(head["disagreement"])
        for head in there
    }
    found = _aim(
        f"Seeds of the kept fits and of the scoring run agree, at least {LEAST_SEEDS} of them",
        f"scale reduction up to {AGREE}",
        values,
        lambda v: v <= AGREE,
        ".3f",
    )
    return found if not few else Aim(found.what, found.asked, f"{found.reached}; too few seeds: {', '.join(few)}", "missed")
