"""Draws of the posterior of a duration model: fitted with JAX, kept as plain numbers, read with NumPy alone.

Two variants are fitted on the same contests: `climatology` knows nothing of a contest, `covariates` knows the sizes of its sides
and the number of its parties. Within each variant the two families are rivals: each is fitted alone, and counts as much as its
marginal likelihood says (equal odds beforehand).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from torgau.outcome.backends import backend_of
from torgau.outcome.duration.contests import Contests
from torgau.outcome.duration.families import FAMILIES, log_density, log_survival
from torgau.outcome.priors import parameters, prior_draws
from torgau.outcome.sampling import Effort, LogLikelihood, sample
from torgau.outcome.streams import Array
from torgau.vocabulary.outcomes import Prior

Variant = Literal["climatology", "covariates"]
VARIANTS: tuple[Variant, ...] = ("climatology", "covariates")

EFFECTS = ("ratio_effect", "states_effect")
"""The parameters that only the variant with covariates has."""
_ARRAYS = ("weight", "middle", "sigma", *EFFECTS)


@dataclass(frozen=True)
class Draws:
    """Weighted draws of one variant, all arrays of shape (draws,); the weights sum to 1.

    `family` is a place in `FAMILIES`, `middle` the logarithm of the median (days) of a contest between two equals, `sigma` the
    standard deviation of the logarithm, `ratio_effect` and `states_effect` what a unit of `Size.ratio` and `Size.states` adds to
    the logarithm. `left` says by parameter how wide the posterior still is, as a share of the prior: near 1 the prior decides.
    """

    variant: Variant
    family: np.ndarray
    weight: np.ndarray
    middle: np.ndarray
    sigma: np.ndarray
    ratio_effect: np.ndarray
    states_effect: np.ndarray
    left: Mapping[str, float]
    disagreement: float = 1.0

    def share(self, family: str) -> float:
        """How much a family counts."""
        return float(self.weight[self.family == FAMILIES.index(family)].sum())

    def as_dict(self) -> dict[str, Any]:
        """The draws as JSON carries them, to the last digit."""
        return {
            "variant": self.variant,
            "family": [int(each) for each in self.family],
            **{name: [float(each) for each in getattr(self, name)] for name in _ARRAYS},
            "left": dict(self.left),
            "disagreement": self.disagreement,
        }


def draws_from(kept: Mapping[str, Any]) -> Draws:
    """The draws of `as_dict`. Raises KeyError where one is missing, ValueError where they do not fit together."""
    arrays = {name: np.array(kept[name], dtype=float) for name in _ARRAYS}
    family = np.array(kept["family"], dtype=int)
    if any(value.shape != family.shape for value in arrays.values()) or kept["variant"] not in VARIANTS or not len(family):
        raise ValueError("the kept draws do not fit together")
    return Draws(kept["variant"], family, **arrays, left=dict(kept["left"]), disagreement=float(kept["disagreement"]))


def priors_of(priors: Sequence[Prior], variant: Variant) -> tuple[Prior, ...]:
    """The priors that a variant needs: those of the effects only where it has effects."""
    return tuple(prior for prior in priors if variant == "covariates" or prior.parameter not in EFFECTS)


@lru_cache(maxsize=32)
def likelihood(family: str, priors: tuple[Prior, ...]) -> LogLikelihood:
    """The log likelihood of a family as a function of standard normals and the arrays of `Contests`.

    A contest that ended gives its density, a censored one the probability of lasting longer (Kalbfleisch and Prentice 2002,
    section 3.2).
    """
    xp = backend_of("jax").xp

    def loglik(z: Array, data: Mapping[str, Array]) -> Array:
        p = parameters(xp, priors, z)
        y, ended = data["y"][:, None], data["ended"][:, None]
        middle = xp.log(p["median_days"])[None, :]
        for name, of in (("ratio_effect", "ratio"), ("states_effect", "states")):
            if name in p:
                middle = middle + p[name][None, :] * data[of][:, None]
        sigma = p["sigma"][None, :]
        each = ended * log_density(xp, family, y, middle, sigma) + (1 - ended) * log_survival(xp, family, y, middle, sigma)
        return xp.sum(data["counts"][:, None] * each, axis=0)

    return loglik


def fitted(
    contests: Contests, priors: Sequence[Prior], variant: Variant, *, seeds: tuple[int, ...], effort: Effort, draws: int
) -> Draws:
    """The posterior of one variant given the contests: `draws` draws, half of each family.

    Raises ModuleNotFoundError where the extra `torgau[outcome]` is not installed.
    """
    used = priors_of(priors, variant)
    data = contests.arrays()
    posteriors = [sample(likelihood(family, used), data, len(used), seeds=seeds, effort=effort) for family in FAMILIES]
    # The mean over the seeds of what each estimates, not of its logarithm: each estimate is unbiased as it stands.
    evidence = np.array([np.logaddexp.reduce(each.evidence) - np.log(len(seeds)) for each in posteriors])
    shares = np.exp(evidence - np.logaddexp.reduce(evidence))
    worst = max(each.disagreement for each in posteriors)
    return _draws(variant, used, [each.thinned(draws // 2) for each in posteriors], shares, worst)


def prior_only(priors: Sequence[Prior], variant: Variant, *, seed: int, draws: int) -> Draws:
    """Draws from the priors, as if no contest had been seen: what the fit must beat."""
    used = priors_of(priors, variant)
    z = [prior_draws(used, draws // 2, seed) for _ in FAMILIES]
    return _draws(variant, used, z, np.full(len(FAMILIES), 1 / len(FAMILIES)), 1.0)


def _draws(variant: Variant, used: tuple[Prior, ...], z: Sequence[np.ndarray], shares: np.ndarray, disagreement: float) -> Draws:
    counts = [each.shape[1] for each in z]
    both = np.concatenate(list(z), axis=1).astype(float)
    p = {name: np.asarray(value, dtype=float) for name, value in parameters(np, used, both).items()}
    weight = np.concatenate([np.full(count, share / count) for count, share in zip(counts, shares, strict=True)])
    mean = both @ weight
    left = np.sqrt(((both - mean[:, None]) ** 2) @ weight)
    nothing = np.zeros(both.shape[1])
    return Draws(
        variant=variant,
        family=np.repeat(np.arange(len(z)), counts),
        weight=weight / weight.sum(),
        middle=_short(np.log(p["median_days"])),
        sigma=_short(p["sigma"]),
        ratio_effect=_short(p.get("ratio_effect", nothing)),
        states_effect=_short(p.get("states_effect", nothing)),
        left={prior.parameter: float(each) for prior, each in zip(used, _short(left), strict=True)},
        disagreement=float(f"{disagreement:.7g}"),
    )


def _short(values: np.ndarray) -> np.ndarray:
    """The numbers to seven digits: all that float32 draws carry, and short to keep."""
    return np.array([float(f"{value:.7g}") for value in values])
