"""Data for calibration: figures as the record would have them, had the process gone as a model says.

Two ways. From the `process`: a path is run with all its chance and read on the record's days with the record's errors, by the
code that reads forecasts, not by the filter. From the `filter`: each figure is drawn from what the filter itself expects of it
after the figures before. A fit of the second kind of data is right if the sampler is; a fit of the first only if the filter also
describes the process. So the two together say whose fault a failure is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from torgau.outcome.backends import backend_of
from torgau.outcome.backtest import drawn_from
from torgau.outcome.fitting import Case, Paths
from torgau.outcome.levels import Structure, filter_levels, lost_so_far
from torgau.outcome.observations import Seen, readings
from torgau.outcome.priors import parameters
from torgau.outcome.worlds import begins


def from_process(case: Case, paths: Paths, steps: int, until: int, seed: int) -> Callable[[int], dict[str, np.ndarray] | None]:
    """`f(replicate)`: readings of the path of that member, or None where it is out of all bounds."""
    first = begins(case.process)
    items = [item for item in case.seen if _within(case, paths, item, first, until)]
    rng = np.random.Generator(np.random.Philox(seed))
    count = paths.values.shape[-1]
    errors = rng.standard_normal((len(items), count))
    values = np.array([drawn_from(paths, item, case.process, noise) for item, noise in zip(items, errors, strict=True)]).reshape(
        len(items), count
    )
    finite = np.isfinite(paths.values).all(axis=(0, 1))

    def made(at: int) -> dict[str, np.ndarray] | None:
        if not finite[at]:
            return None
        own = tuple(replace(item, value=float(value)) for item, value in zip(items, values[:, at], strict=True))
        names, counted = case.structure.names, case.structure.counted
        return dict(readings(own, case.process, names, counted, steps, until)._asdict())

    return made


def from_filter(
    structure: Structure, params: Mapping[str, Any], inputs: Mapping[str, Any], pattern: Mapping[str, np.ndarray], seed: int
) -> dict[str, np.ndarray]:
    """Readings on the days and with the errors of `pattern`, each drawn from what the filter expects at one set of parameters
    (arrays of length 1)."""
    engine = _Drawing(structure, np.random.Generator(np.random.Philox(seed)))
    filter_levels(structure, engine, params, dict(inputs), pattern)  # type: ignore[arg-type]
    value, loss = (np.stack(kept).astype(np.float32) for kept in (engine.values, engine.losses))
    return {
        **pattern,
        "value": np.where(pattern["there"] > 0, value, 0.0).astype(np.float32),
        "loss": np.where(pattern["loss_there"] > 0, loss, 0.0).astype(np.float32),
    }


def params_of(case: Case, z: np.ndarray) -> dict[str, np.ndarray]:
    """One set of parameters, as arrays of length 1, from its standard normals (parameters,)."""
    return dict(parameters(np, case.priors, np.asarray(z, dtype=np.float32)[:, None]))


@dataclass
class _Drawing:
    """A backend whose scan looks before each step at what the filter expects, draws the step's figures from it, and goes on."""

    structure: Structure
    rng: np.random.Generator
    values: list[np.ndarray] = field(default_factory=list)
    losses: list[np.ndarray] = field(default_factory=list)
    name: str = "numpy"

    @property
    def xp(self) -> Any:
        return np

    def scan(self, body: Callable[[Any, Any], tuple[Any, Any]], carry: Any, inputs: Mapping[str, Any]) -> tuple[Any, None]:
        for step in range(len(inputs["read there"])):
            at = {name: value[step] for name, value in inputs.items()}
            unread = {name: np.zeros_like(at[name]) for name in ("read there", "read loss_there")}
            (state, spread, *_), _ = body(carry, {**at, **unread})
            # The filter's density of a figure is Student's, with what it has learned of the width of each level's chance; of
            # losses, normal in their logarithm, since the count began.
            freedom, squares = at["read freedom"], carry[-1][:, 0]
            deviation = np.sqrt((spread.level[:, 0] + at["read variance"]) * squares / freedom)
            value = state.level[:, 0] + deviation * self.rng.standard_t(freedom)
            lost = lost_so_far(np, self.structure, state.aux, len(carry[2]))
            since = np.log(np.maximum(lost - carry[2], 1e-6))[:, 0]
            loss = since + np.sqrt(at["read loss_variance"]) * self.rng.standard_normal(len(since))
            self.values.append(value)
            self.losses.append(loss)
            carry, _ = body(carry, {**at, "read value": value, "read loss": loss})
        return carry, None


def _within(case: Case, paths: Paths, item: Seen, first: int, until: int) -> bool:
    return item.component in paths.names and first <= item.first and item.last <= until


def jax_value(loglik: Any) -> Callable[[np.ndarray, Any], np.ndarray]:
    """A log likelihood, compiled, from and to NumPy."""
    compiled = backend_of("jax").compiled(loglik)
    return lambda z, data: np.asarray(compiled(np.asarray(z, dtype=np.float32), data))
