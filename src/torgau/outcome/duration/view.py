"""An outside view as a whole: fitted and scored on a class, kept as plain data, and what it is allowed to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torgau.outcome.duration.contests import Contests, contests_of
from torgau.outcome.duration.draws import VARIANTS, Draws, Variant, draws_from, fitted, prior_only
from torgau.outcome.duration.skill import Again, ClassScore, class_score, score_from
from torgau.outcome.sampling import Effort
from torgau.vocabulary.outcomes import Model
from torgau.vocabulary.record import Record

DRAWS = 2000
"""Draws of each variant, half of them of each family."""


@dataclass(frozen=True)
class OutsideView:
    """The draws of both variants and how they did on contests that they had not seen.

    `speaks_on_effects` is computed from the score and nothing else: where it is false, the view tells how long such contests
    last, and is silent about what another size of the sides would change.
    """

    model: str
    climatology: Draws
    covariates: Draws
    score: ClassScore

    @property
    def speaks_on_effects(self) -> bool:
        return self.score.speaks_on_effects

    @property
    def base(self) -> Draws:
        """What the base rate is told from: the variant that is at least as good as the simpler one."""
        return self.covariates if self.speaks_on_effects else self.climatology

    def as_dict(self) -> dict[str, Any]:
        """The view as JSON carries it. Answers need nothing else: no class, no JAX."""
        return {
            "model": self.model,
            "climatology": self.climatology.as_dict(),
            "covariates": self.covariates.as_dict(),
            "score": self.score.as_dict(),
        }


def view_from(kept: Mapping[str, Any]) -> OutsideView:
    """The view of `as_dict`. Raises KeyError, TypeError or ValueError where it is not whole."""
    return OutsideView(kept["model"], draws_from(kept["climatology"]), draws_from(kept["covariates"]), score_from(kept["score"]))


def view_of(
    record: Record,
    model: Model,
    *,
    seeds: tuple[int, ...],
    effort: Effort,
    draws: int = DRAWS,
    known: int | None = None,
) -> OutsideView:
    """Fit and score a model of the structure `duration`; with `known` (an ordinal) on the class as it was known on that day.

    Raises ModuleNotFoundError where the extra `torgau[outcome]` is not installed, ValueError where nothing is left to learn from.
    """
    return fit_view(contests_of(record, model, known), model, seeds=seeds, effort=effort, draws=draws)


def fit_view(contests: Contests, model: Model, *, seeds: tuple[int, ...], effort: Effort, draws: int = DRAWS) -> OutsideView:
    """Fit and score a model on given contests."""

    def fit(given: Contests, variant: Variant) -> Draws:
        return fitted(given, model.priors, variant, seeds=seeds, effort=effort, draws=draws)

    def again(variant: Variant) -> Again:
        return lambda at: fit(contests.without(at), variant)

    climatology, covariates = (fit(contests, variant) for variant in VARIANTS)
    prior = prior_only(model.priors, "climatology", seed=seeds[0], draws=draws)
    refit = {variant: again(variant) for variant in VARIANTS}
    return OutsideView(model.id, climatology, covariates, class_score(contests, climatology, covariates, prior, refit))
