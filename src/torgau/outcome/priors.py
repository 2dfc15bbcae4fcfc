"""Priors: each parameter is a fixed function of one standard normal number, so that all inference happens among those.

The families have closed forms, the same in NumPy and JAX: normal, log-normal, logit-normal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from torgau.outcome.streams import Array, seed_word, shocks, word_of
from torgau.vocabulary.outcomes import Prior


def parameter(xp: Any, prior: Prior, z: Array) -> Array:
    """The parameter at the standard normal number `z`; z = 0 is its median."""
    centre, spread = float(prior.centre), float(prior.spread)
    if prior.family == "normal":
        return centre + spread * z
    if prior.family == "lognormal":
        return xp.exp(float(np.log(centre)) + spread * z)
    odds = float(np.log(centre / (1 - centre)))
    return 1 / (1 + xp.exp(-(odds + spread * z)))


def parameters(xp: Any, priors: Sequence[Prior], z: Array) -> Mapping[str, Array]:
    """All parameters by name from standard normals of shape (parameters, members)."""
    return {prior.parameter: parameter(xp, prior, z[at]) for at, prior in enumerate(priors)}


def prior_draws(priors: Sequence[Prior], members: int, seed: int) -> np.ndarray:
    """Standard normals for draws from the priors, (parameters, members), float32. A parameter's draws depend on its name only."""
    words = np.array([word_of(f"prior {prior.parameter}") for prior in priors], dtype=np.uint32)
    with np.errstate(over="ignore"):
        return np.asarray(shocks(np, seed_word(seed), np.arange(members, dtype=np.uint32), np.uint32(0), words))
