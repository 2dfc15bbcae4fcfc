"""The engine: one answer from both backends, and bytes that depend on nothing but the model, its numbers and the seed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from benchmarks.ensemble_model import Pace, inputs, parameters
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outcome.engine.support import BACKENDS, Echo, Stocks, available, params_of, part, world
from torgau.outcome.ensemble import BLOCK, simulate
from torgau.outcome.running import Threads

MODEL = Stocks()


def run(members: Any, steps: int = 30, *, of: int = 1500, backend: str = "numpy", supply: float = 30.0, **how: Any) -> np.ndarray:
    numbers = np.arange(of, dtype=np.uint32)[members]
    params = part(params_of(of), members)
    return simulate(MODEL, params, world(steps, supply), seed=7, members=numbers, backend=backend, **how).observed


@pytest.mark.parametrize("every", [1, 3, 8, 20, 50])
def test_numpy_and_jax_give_the_same_numbers(every: int) -> None:
    available("jax")
    here, there = (simulate(MODEL, params_of(300), world(120), seed=7, every=every, backend=name) for name in BACKENDS)
    np.testing.assert_array_equal(here.steps, there.steps)
    # Single precision: some 1e-7 a step, over 120 steps.
    np.testing.assert_allclose(here.observed, there.observed, rtol=1e-4, atol=1e-4)
    for mine, theirs in zip(here.state.lost.values(), there.state.lost.values(), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-4)
    assert type(there.state) is type(here.state)


def test_numpy_and_jax_agree_on_the_model_of_the_benchmark() -> None:
    available("jax")
    here, there = (simulate(Pace(), parameters(64), inputs(104), seed=7, backend=name).observed for name in BACKENDS)
    scale = np.abs(here).mean(axis=(0, 2), keepdims=True)
    assert np.max(np.abs(here - there) / scale) < 1e-4


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_member_alone_is_that_member_in_a_crowd(backend: str) -> None:
    crowd = run(slice(None), backend=available(backend))
    for member in (0, 1, BLOCK - 1, BLOCK, 1499):
        assert run(slice(member, member + 1), backend=backend).tobytes() == crowd[..., member : member + 1].tobytes()


@pytest.mark.parametrize("backend", BACKENDS)
def test_members_in_any_order_are_the_same_members(backend: str) -> None:
    mixed = np.random.default_rng(4).permutation(1500)
    in_order = run(slice(None), backend=available(backend))
    assert run(mixed, backend=backend).tobytes() == np.ascontiguousarray(in_order[..., mixed]).tobytes()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 1299), max_size=5, unique=True))
def test_any_split_of_the_members_gives_the_same_bytes(at: list[int]) -> None:
    ends = [0, *sorted(at), 1300]
    parts = [run(slice(a, b), 6, of=1300) for a, b in pairwise(ends)]
    assert np.concatenate(parts, axis=-1).tobytes() == run(slice(None), 6, of=1300).tobytes()


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_number_of_threads_changes_no_byte(backend: str) -> None:
    one, three = (run(slice(None), backend=available(backend), places=Threads(count)) for count in (1, 3))
    assert one.tobytes() == three.tobytes()


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_world_beside_others_changes_no_byte_and_shares_their_shocks(backend: str) -> None:
    before = run(slice(0, 200), backend=available(backend))
    other = run(slice(0, 200), backend=backend, supply=40.0)
    assert run(slice(0, 200), backend=backend).tobytes() == before.tobytes()
    assert not np.array_equal(other, before)
    names = ("a", "b")
    none = {"none": np.zeros(9, dtype=np.float32)}
    worlds = [{"any": np.full(12, value, dtype=np.float32)} for value in (0.0, 5.0)]
    drawn = [simulate(Echo(names), none, each, seed=7, backend=backend).observed for each in worlds]
    assert drawn[0].tobytes() == drawn[1].tobytes()


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_run_that_goes_on_from_its_state_is_one_run(backend: str) -> None:
    params, whole = params_of(100), world(50)
    once = simulate(MODEL, params, whole, seed=7, backend=available(backend))
    first = simulate(MODEL, params, {"supply": whole["supply"][:21]}, seed=7, backend=backend)
    rest = {"supply": whole["supply"][21:]}
    second = simulate(MODEL, params, rest, seed=7, state=first.state, first_step=21, backend=backend)
    assert np.concatenate([first.observed, second.observed]).tobytes() == once.observed.tobytes()
    assert second.steps.tolist() == list(range(21, 50))


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_horizon_changes_no_byte_before_it(backend: str) -> None:
    near, far = (run(slice(0, 40), steps, backend=available(backend)) for steps in (20, 150))
    assert near.tobytes() == far[:20].tobytes()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("every", [2, 7, 16, 40])
def test_keeping_fewer_steps_keeps_the_same_numbers(backend: str, every: int) -> None:
    every_step = simulate(MODEL, params_of(30), world(90), seed=7, backend=available(backend)).observed
    some = simulate(MODEL, params_of(30), world(90), seed=7, every=every, backend=backend)
    np.testing.assert_allclose(some.observed, every_step[every - 1 :: every], rtol=1e-5, atol=1e-5)


def test_without_shocks_all_shocks_are_nothing() -> None:
    none = {"none": np.zeros(9, dtype=np.float32)}
    run = simulate(Echo(("a",)), none, {"any": np.zeros(4, dtype=np.float32)}, seed=7, shocked=False, backend="numpy")
    assert not run.observed.any()


def test_progress_counts_the_members() -> None:
    told: list[tuple[int, int]] = []
    run(slice(None), 5, progress=lambda done, of: told.append((done, of)))
    assert told == [(512, 1500), (1024, 1500), (1500, 1500)]


def test_arrays_that_do_not_fit_are_refused() -> None:
    params = params_of(5)
    with pytest.raises(ValueError, match="one value for each member"):
        simulate(MODEL, {**params, "rate": params["rate"][:4]}, world(5), seed=7, backend="numpy")
    with pytest.raises(ValueError, match="one value for each member"):
        simulate(MODEL, part(params, slice(0, 0)), world(5), seed=7, backend="numpy")
    with pytest.raises(ValueError, match="same number of steps"):
        simulate(MODEL, params, {**world(5), "more": np.zeros(4)}, seed=7, backend="numpy")
    with pytest.raises(ValueError, match="nothing to keep"):
        simulate(MODEL, params, world(5), seed=7, every=6, backend="numpy")
    with pytest.raises(ValueError, match="members on the last axis"):
        simulate(MODEL, params, world(5), seed=7, state=(np.zeros((3, 4)),), backend="numpy")
