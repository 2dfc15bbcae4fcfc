"""A law of attrition fitted to the daily losses of one battle. The losses are SIMULATED: see docs/outcome-example.md.

Needs `pip install 'torgau[outcome]'`.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from torgau.outcome.ensemble import simulate
from torgau.outcome.laws import Error, fit_model
from torgau.vocabulary.outcomes import Prior

FIRST, SECOND = 90.0, 60.0  # thousand people on the first day


@dataclass(frozen=True)
class Battle:
    """Lanchester's law with free exponents. A side loses `rate` of itself on the first day; as the battle goes on, in proportion
    to the enemy's strength to the power `enemy` and its own to the power `own`, both relative to the first day.
    """

    mechanisms = ()

    def init(self, xp, p, inputs):
        one = xp.ones_like(p["rate_first"])
        return FIRST * one, SECOND * one, 0 * one, 0 * one

    def step(self, xp, p, inputs, state, shock):
        first, second = state[0] / FIRST, state[1] / SECOND
        lost = FIRST * p["rate_first"] * second ** p["enemy"] * first ** p["own"]
        taken = SECOND * p["rate_second"] * first ** p["enemy"] * second ** p["own"]
        return xp.maximum(state[0] - lost, 0.1), xp.maximum(state[1] - taken, 0.1), lost, taken

    def observe(self, xp, p, state):
        return xp.stack([state[2], state[3]])


PRIORS = (
    Prior(parameter="rate_first", family="lognormal", centre=Decimal("0.02"), spread=Decimal(1), why="a battle, not a rout"),
    Prior(parameter="rate_second", family="lognormal", centre=Decimal("0.02"), spread=Decimal(1), why="a battle, not a rout"),
    Prior(parameter="enemy", family="normal", centre=Decimal("0.5"), spread=Decimal("0.5"), why="0 and 1 are both in the books"),
    Prior(parameter="own", family="normal", centre=Decimal("0.5"), spread=Decimal("0.5"), why="0 and 1 are both in the books"),
)
SCATTER = Prior(
    parameter="scatter", family="lognormal", centre=Decimal("0.2"), spread=Decimal(1), why="reports of a day are rough"
)
TRUTH = {"rate_first": 0.015, "rate_second": 0.03, "enemy": 1.0, "own": 0.0}


def simulated(days: int, scatter: float, seed: int) -> dict[str, np.ndarray]:
    """Daily losses (thousand people) of a battle by the square law; reports scatter by a factor of about 1 + scatter."""
    truth = {name: np.array([value], dtype=np.float32) for name, value in TRUTH.items()}
    run = simulate(Battle(), truth, {"step": np.arange(days)}, seed=0, shocked=False, backend="numpy").observed[:, :, 0]
    reported = run * np.exp(scatter * np.random.default_rng(seed).standard_normal(run.shape))
    return {"losses of the first": reported[:, 0], "losses of the second": reported[:, 1]}


def report(days: int, scatter: float) -> None:
    fitted = fit_model(Battle(), simulated(days, scatter, seed=5), PRIORS, errors=Error("lognormal", SCATTER))
    print(f"{days} days: the seeds {'agree' if fitted.agrees else 'do not agree, try more moves'}")
    for item in fitted.estimates():
        low, middle, high = item.fitted
        print(f"  {item.name:12} {middle:6.3f}  ({low:6.3f} to {high:6.3f})  {item.contraction.label}")


if __name__ == "__main__":
    report(30, 0.2)
    report(8, 0.4)
