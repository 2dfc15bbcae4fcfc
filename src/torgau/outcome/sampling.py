"""Sampling a posterior: tempered sequential Monte Carlo of BlackJAX, from the prior to the posterior, several seeds side by side.

Sequential Monte Carlo (Del Moral, Doucet and Jasra 2006; adaptive temperatures) needs no gradient, starts from the prior, and
runs all its particles at once, which is what an ensemble engine is good at. Particles are standard normals
(`torgau.outcome.priors`), so the prior is the same for every model. Moves are random walks along the covariance of the
particles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from torgau.outcome.streams import Array

LogLikelihood = Callable[[Array, Mapping[str, Array]], Array]
"""`f(z, data)`: standard normals (parameters, particles) and the data as arrays -> log likelihood of each particle."""

Progress = Callable[[float], None]
"""Told the temperature that is reached: 0 is the prior, 1 the posterior."""


@dataclass(frozen=True)
class Effort:
    """How hard to try: `particles` per seed, `moves` of each particle at each temperature, `ess` the share of effective particles
    that a temperature step may leave.
    """

    particles: int = 512
    moves: int = 40
    ess: float = 0.5


@dataclass(frozen=True)
class Posterior:
    """Equally weighted draws: `z` (seeds, parameters, particles) as standard normals, and how each seed went.

    `evidence` is the log of the marginal likelihood by seed; `acceptance` that of the last temperature; `disagreement` is the
    largest potential scale reduction (Gelman and Rubin 1992, of the seeds as chains) over the parameters: near 1 where seeds
    agree.
    """

    z: np.ndarray
    seeds: tuple[int, ...]
    evidence: np.ndarray
    acceptance: np.ndarray
    temperatures: tuple[int, ...]

    @property
    def pooled(self) -> np.ndarray:
        """All draws of all seeds: (parameters, seeds * particles)."""
        return np.concatenate(list(self.z), axis=-1)

    @property
    def disagreement(self) -> float:
        return float(np.max(scale_reduction(self.z)))

    def thinned(self, draws: int) -> np.ndarray:
        """`draws` draws, an equal part of each seed, in a fixed order: (parameters, draws)."""
        return thin(self.z, draws)


def thin(z: np.ndarray, draws: int) -> np.ndarray:
    """`draws` of the pooled draws (seeds, parameters, particles), evenly over seeds and particles; all of them again if it
    wants more."""
    seeds, _, particles = z.shape
    at = np.arange(draws)
    return z[at % seeds, :, (at // seeds * max(particles * seeds // max(draws, 1), 1)) % particles].T


def scale_reduction(z: np.ndarray) -> np.ndarray:
    """Potential scale reduction of each parameter over the seeds (Gelman and Rubin 1992, equation 20 without its correction)."""
    within = z.var(axis=-1, ddof=1).mean(axis=0)
    between = z.mean(axis=-1).var(axis=0, ddof=1) if len(z) > 1 else np.zeros_like(within)
    return np.sqrt(1 + between / np.maximum(within, 1e-12))


def sample(
    loglik: LogLikelihood,
    data: Mapping[str, Any],
    parameters: int,
    *,
    seeds: tuple[int, ...],
    effort: Effort,
    progress: Progress | None = None,
) -> Posterior:
    """Draws from the posterior over `parameters` standard normals. `loglik` must be hashable: what is compiled for it is kept.

    Raises ModuleNotFoundError where the extra `torgau[outcome]` is not installed.
    """
    import jax

    step, start = _compiled(loglik, parameters, effort)
    keys = jax.numpy.stack([jax.random.key(seed) for seed in seeds])
    keys, states = start(keys)
    factor = np.broadcast_to(
        np.float32(2.38 / np.sqrt(parameters)) * np.eye(parameters, dtype=np.float32), (len(seeds), parameters, parameters)
    )
    evidence, rate, counts = np.zeros(len(seeds)), np.zeros(len(seeds)), np.zeros(len(seeds), dtype=int)
    # The seeds run side by side; one that has reached the posterior waits, and its further moves are not counted. A step moves
    # the particles at the temperature that it finds and leaves weights for the next: only the step after the last temperature
    # makes equally weighted draws of the posterior.
    done = np.zeros(len(seeds), dtype=bool)
    kept: dict[int, np.ndarray] = {}
    while not done.all():
        before = np.asarray(states.tempering_param)
        keys, states, gained, accepted, factor = step(keys, states, data, factor)
        evidence = evidence + np.where(done | (before >= 1.0), 0.0, np.asarray(gained))
        rate = np.where(done, rate, np.asarray(accepted))
        counts = counts + (~done & (before < 1.0))
        for at in np.flatnonzero((before >= 1.0) & ~done):
            kept[int(at)] = np.asarray(states.particles[at]).T
        done = before >= 1.0
        if progress is not None:
            progress(float(np.asarray(states.tempering_param).min()))
    return Posterior(
        z=np.stack([kept[at] for at in range(len(seeds))]),
        seeds=seeds,
        evidence=evidence,
        acceptance=rate,
        temperatures=tuple(int(count) for count in counts),
    )


@lru_cache(maxsize=32)
def _compiled(loglik: LogLikelihood, parameters: int, effort: Effort) -> tuple[Any, Any]:
    import blackjax
    import jax
    import jax.numpy as jnp
    from blackjax.mcmc.random_walk import build_additive_step
    from blackjax.smc import resampling

    walk = build_additive_step()

    # All particles at once, of all seeds, on the last axis: what the engine is fast at. The data are never batched.
    @jax.custom_batching.custom_vmap
    def some(z: Any, data: Any) -> Any:
        return loglik(z.T, data)

    @some.def_vmap
    def all_seeds(size: int, batched: Any, z: Any, data: Any) -> Any:
        return loglik(z.reshape(-1, parameters).T, data).reshape(z.shape[:-1]), True

    @jax.custom_batching.custom_vmap
    def one(z: Any, data: Any) -> Any:
        return loglik(z[:, None], data)[0]

    @one.def_vmap
    def many(size: int, batched: Any, z: Any, data: Any) -> Any:
        return some(z, data), True

    def move(key: Any, state: Any, density: Any, factor: Any) -> Any:
        return walk(key, state, density, lambda key, at: factor @ jax.random.normal(key, at.shape))

    def step(key: Any, state: Any, data: Any, factor: Any) -> Any:
        # A likelihood that is not a number is that of a trajectory out of all bounds.
        def bounded(z: Any) -> Any:
            value = one(z, data)
            return jnp.where(jnp.isfinite(value), jnp.maximum(value, -1e6), -1e6)

        kernel = blackjax.adaptive_tempered_smc(
            lambda z: -0.5 * jnp.sum(z**2),
            bounded,
            move,
            lambda position, density: blackjax.mcmc.random_walk.init(position, density),
            {"factor": factor[None]},
            resampling.systematic,
            effort.ess,
            num_mcmc_steps=effort.moves,
        )
        state, info = kernel.step(key, state)
        spread = jnp.cov(state.particles.T) + 1e-6 * jnp.eye(parameters)
        wider = jnp.linalg.cholesky(spread) * (2.38 / jnp.sqrt(parameters))
        return state, info.log_likelihood_increment, info.update_info.is_accepted.mean(), wider

    def steps(keys: Any, states: Any, data: Any, factors: Any) -> Any:
        pairs = jax.vmap(jax.random.split)(keys)
        moved = jax.vmap(step, in_axes=(0, 0, None, 0))(pairs[:, 1], states, data, factors)
        return pairs[:, 0], *moved

    def start(keys: Any) -> Any:
        pairs = jax.vmap(jax.random.split)(keys)
        first = jax.vmap(lambda key: blackjax.smc.tempered.init(jax.random.normal(key, (effort.particles, parameters))))
        return pairs[:, 0], first(pairs[:, 1])

    return jax.jit(steps), jax.jit(start)
