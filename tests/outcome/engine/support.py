"""Small models for the tests of the engine, and a world to run them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest

BACKENDS = ("numpy", "jax")


def available(backend: str) -> str:
    """The backend, or the test is skipped, saying why."""
    if backend == "jax":
        pytest.importorskip("jax", reason="JAX is not installed; it comes with torgau[outcome]")
    return backend


class Two(NamedTuple):
    """Two stocks in three places, and what was lost so far, each with members on the last axis."""

    stocks: Any
    lost: Mapping[str, Any]


@dataclass(frozen=True)
class Stocks:
    """Two stocks in three places wear each other down: sums, powers, logarithms and shocks, as the real models have them."""

    names: tuple[str, ...] = ("first", "second", "third")

    @property
    def mechanisms(self) -> tuple[str, ...]:
        return tuple(f"supply {name}" for name in self.names)

    def init(self, xp: Any, p: Mapping[str, Any], inputs: Mapping[str, Any]) -> Two:
        members = p["rate"].shape[-1]
        start = xp.log1p(inputs["supply"][0])[None, :, None] + xp.zeros((2, 1, members), dtype=xp.float32)
        return Two(start, {"second": 0 * start[1], "first": 0 * start[0]})

    def step(self, xp: Any, p: Mapping[str, Any], at: Mapping[str, Any], state: Two, shock: Any) -> Two:
        both = xp.exp(state.stocks)
        share = both / xp.sum(both, axis=1, keepdims=True)
        ratio = xp.log(both[0] / both[1])
        worn = xp.stack([p["rate"] * xp.exp(-p["power"] * ratio), p["rate"] * xp.exp(p["power"] * ratio)])
        supply = at["supply"][None, :, None] * share * xp.exp(p["noise"] * shock)[None]
        stocks = state.stocks + xp.clip(supply / both - worn, -0.5, 0.5)
        lost = worn * both
        return Two(stocks, {"second": state.lost["second"] + lost[1], "first": state.lost["first"] + lost[0]})

    def observe(self, xp: Any, p: Mapping[str, Any], state: Two) -> Any:
        return xp.concatenate([state.stocks[0], state.stocks[1], xp.sum(state.lost["first"], axis=0)[None]])


@dataclass(frozen=True)
class Echo:
    """Shows the shocks that it is given."""

    names: tuple[str, ...]

    @property
    def mechanisms(self) -> tuple[str, ...]:
        return self.names

    def init(self, xp: Any, p: Mapping[str, Any], inputs: Mapping[str, Any]) -> Any:
        return xp.zeros((len(self.names), p["none"].shape[-1]), dtype=xp.float32)

    def step(self, xp: Any, p: Mapping[str, Any], at: Mapping[str, Any], state: Any, shock: Any) -> Any:
        return shock + 0 * state

    def observe(self, xp: Any, p: Mapping[str, Any], state: Any) -> Any:
        return state


def params_of(members: int, seed: int = 3) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(seed)
    bounds = {"rate": (0.01, 0.05), "power": (0.2, 1.0), "noise": (0.1, 0.5)}
    return {name: draw.uniform(low, high, members).astype(np.float32) for name, (low, high) in bounds.items()}


def world(steps: int, supply: float = 30.0) -> dict[str, np.ndarray]:
    at = np.arange(steps)[:, None]
    return {"supply": (supply * (1 + 0.5 * np.sin(at / 9 + np.arange(3)))).astype(np.float32)}


def part(params: Mapping[str, np.ndarray], members: Any) -> dict[str, np.ndarray]:
    return {name: value[members] for name, value in params.items()}
