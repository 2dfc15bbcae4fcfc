"""Logistic regression with a ridge penalty, by Newton's method: small, exact enough, and nothing but linear algebra."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

STEPS = 100
"""Newton steps before it is given up."""
ENOUGH = 1e-10
"""The largest change of a coefficient at which the fit has converged."""


class NotConverged(ArithmeticError):
    """The likelihood has no maximum: the two outcomes can be separated without error, and nothing penalises large
    coefficients."""


class Logistic(NamedTuple):
    """P(success) = 1 / (1 + exp(-(b0 + b·(x - centre) / spread))). `coefficients` are b0, b; centre and spread those of the
    data."""

    coefficients: Floats
    centre: Floats
    spread: Floats

    def chance(self, columns: Floats) -> Floats:
        """The chance of success for each row of columns."""
        import numpy as np

        scores = self.coefficients[0] + ((columns - self.centre) / self.spread) @ self.coefficients[1:]
        return np.asarray(1 / (1 + np.exp(-np.clip(scores, -500, 500))), np.float64)


def fit(columns: Floats, success: Floats, ridge: float = 0.0) -> Logistic:
    """The coefficients that maximise the log likelihood less ridge/2 times the sum of squares of b (not of b0).

    Columns are first set to mean 0 and standard deviation 1, so that the penalty treats them alike; a column that never varies
    gets the coefficient 0. Without a penalty this is maximum likelihood (Newton-Raphson; McCullagh and Nelder 1989, ch. 4).
    NotConverged where there is no maximum.
    """
    import numpy as np

    centre = columns.mean(axis=0)
    spread = columns.std(axis=0)
    varies = spread > 0
    spread = np.where(varies, spread, 1.0)
    design = np.column_stack([np.ones(len(success)), (columns - centre) / spread])
    used = np.flatnonzero(np.concatenate([[True], varies]))
    x = design[:, used]
    penalty = np.full(len(used), float(ridge))
    penalty[0] = 0.0
    b = np.zeros(len(used))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ b, -500, 500)))
        gradient = x.T @ (success - chance) - penalty * b
        curvature = (x * (chance * (1 - chance))[:, None]).T @ x + np.diag(penalty)
        try:
            change = np.linalg.solve(curvature, gradient)
        except np.linalg.LinAlgError:
            raise NotConverged("the curvature of the likelihood vanishes") from None
        b = b + change
        if np.abs(change).max() < ENOUGH:
            whole = np.zeros(design.shape[1])
            whole[used] = b
            return Logistic(whole, centre, spread)
        if not np.isfinite(b).all() or np.abs(b).max() > 1e3:
            break
    raise NotConverged("the outcomes are separated without error")


def brier(chance: Floats, success: Floats) -> float:
    """The mean squared error of forecast chances (Brier 1950): 0 is perfect, always saying the base rate p gives p(1 - p)."""
    return float(((chance - success) ** 2).mean())
