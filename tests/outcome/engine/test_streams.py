"""The random numbers: the published generator bit by bit, the normal law, and independence of members, steps and mechanisms."""

from __future__ import annotations

from itertools import combinations
from statistics import NormalDist

import numpy as np
import pytest

from tests.outcome.engine.support import BACKENDS, Echo, available
from torgau.outcome.ensemble import simulate
from torgau.outcome.streams import normal, seed_word, shocks, threefry, uniform, word_of

# Known answers of Threefry-2x32 with 20 rounds, from the tests of its authors' library Random123: counter, key, result.
KNOWN = [
    ((0x00000000, 0x00000000), (0x00000000, 0x00000000), (0x6B200159, 0x99BA4EFE)),
    ((0xFFFFFFFF, 0xFFFFFFFF), (0xFFFFFFFF, 0xFFFFFFFF), (0x1CB996FC, 0xBB002BE7)),
    ((0x243F6A88, 0x85A308D3), (0x13198A2E, 0x03707344), (0xC4923A9C, 0x483DF7A0)),
]


def words(*numbers: int) -> tuple[np.ndarray, ...]:
    return tuple(np.array([number], dtype=np.uint32) for number in numbers)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("counter", "key", "known"), KNOWN)
def test_the_generator_gives_the_published_answers(backend: str, counter: tuple, key: tuple, known: tuple) -> None:
    xp = pytest.importorskip("jax.numpy") if available(backend) == "jax" else np
    first, second = threefry(xp, words(*key), words(*counter))
    assert (int(first[0]), int(second[0])) == known


def test_the_generator_is_that_of_jax_bit_by_bit() -> None:
    pytest.importorskip("jax", reason="JAX is not installed; it comes with torgau[outcome]")
    from jax.extend.random import threefry_2x32

    draw = np.random.default_rng(5)
    counter = draw.integers(0, 2**32, (2, 4096), dtype=np.uint32)
    for key in draw.integers(0, 2**32, (4, 2), dtype=np.uint32):
        # JAX takes the two words of the counters as the two halves of one array, and gives the words back in the same way.
        theirs = np.asarray(threefry_2x32((key[0], key[1]), counter.ravel())).reshape(2, -1)
        np.testing.assert_array_equal(np.stack(threefry(np, (key[:1], key[1:]), (counter[0], counter[1]))), theirs)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_is_no_word_is_refused(seed: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 4294967295"):
        seed_word(seed)


def test_uniform_numbers_reach_neither_end() -> None:
    ends = uniform(np, np.array([0, 2**32 - 1], dtype=np.uint32))
    # 2^23 equal steps, of each the middle: half a step from either end.
    assert ends.tolist() == [2.0**-24, 1 - 2.0**-24]


NAMES = ("a", "b", "level x", "level y")


def table(members: int = 4096, steps: int = 6, seed: int = 11, names: tuple[str, ...] = NAMES) -> np.ndarray:
    """Shocks of shape (steps, mechanisms, members)."""
    mechanisms = np.array([word_of(name) for name in names], dtype=np.uint32)
    numbers = np.arange(members, dtype=np.uint32)
    with np.errstate(over="ignore"):
        return np.stack([shocks(np, seed_word(seed), numbers, np.uint32(at), mechanisms) for at in range(steps)])


def test_draws_follow_the_normal_law() -> None:
    drawn = np.sort(table(20_000, 5).ravel().astype(np.float64))
    n = len(drawn)
    cumulated = np.array([NormalDist().cdf(x) for x in drawn])
    # Kolmogorov-Smirnov: the largest gap between the empirical and the true distribution; 1.63 / sqrt(n) is its 99% point.
    gap = max(np.max(np.arange(1, n + 1) / n - cumulated), np.max(cumulated - np.arange(n) / n))
    assert gap < 1.63 / np.sqrt(n)


def test_draws_are_the_inverse_of_the_normal_distribution() -> None:
    # Against the quantile function of the standard library (Wichura's AS241, double precision), from end to end.
    ends = np.arange(40) * 512
    bits = np.concatenate([ends, np.linspace(0, 2**32 - 1, 4001), 2**32 - 1 - ends]).astype(np.uint32)
    exact = np.array([NormalDist().inv_cdf(float(u)) for u in ((bits >> 9) + 0.5) / 2**23])
    ours = normal(np, bits).astype(np.float64)
    # Single precision: some 1e-7 of the value from the polynomial, and near 0 what is left of 2u - 1, exact to 2^-24.
    assert np.max(np.abs(ours - exact) / np.maximum(np.abs(exact), 0.1)) < 3e-6


def test_the_tails_are_there() -> None:
    drawn = table(100_000, 5, names=("tail", "other tail"))
    n = drawn.size
    for far in (3.0, 4.0):
        # Two sides of the normal law; the count of a rare thing has its own square root as standard deviation.
        expected = 2 * n * NormalDist().cdf(-far)
        assert abs(np.sum(np.abs(drawn) > far) - expected) < 4 * np.sqrt(expected)
    assert np.abs(drawn).max() < 5.5


def test_mechanisms_steps_members_and_seeds_are_independent() -> None:
    members = 4096
    drawn = table(members)
    rows = [*drawn.reshape(-1, members), *table(members, seed=12).reshape(-1, members)]
    # The correlation of n independent pairs has standard deviation 1 / sqrt(n); of 1,128 pairs none should be beyond 4.5 of them.
    worst = max(abs(np.corrcoef(one, other)[0, 1]) for one, other in combinations(rows, 2))
    assert worst < 4.5 / np.sqrt(members)
    # Members one apart, and the squares of neighbours: spreads must not be alike either.
    flat = drawn.ravel().astype(np.float64)
    for at in (1, 2, 8, members):
        assert abs(np.corrcoef(flat[at:], flat[:-at])[0, 1]) < 4.5 / np.sqrt(len(flat))
        assert abs(np.corrcoef(flat[at:] ** 2, flat[:-at] ** 2)[0, 1]) < 4.5 / np.sqrt(len(flat))


def test_a_stream_depends_on_its_own_name_only() -> None:
    alone, beside = table(names=("level x",)), table(names=("another", "level x", "more"))
    np.testing.assert_array_equal(alone[:, 0], beside[:, 1])


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("first", [0, 3])
@pytest.mark.parametrize("every", [1, 5])
def test_the_engine_hands_out_the_shocks_of_the_streams(backend: str, first: int, every: int) -> None:
    """The engine draws for several steps at once; each step must get what `shocks` says for it."""
    some, steps = {"none": np.zeros(70, dtype=np.float32)}, {"any": np.zeros(41, dtype=np.float32)}
    run = simulate(Echo(NAMES), some, steps, seed=11, first_step=first, every=every, backend=available(backend))
    expected = table(70, 44)[run.steps]
    np.testing.assert_allclose(run.observed, expected, rtol=2e-6, atol=2e-7)
    assert run.steps.tolist() == [first + at for at in range(every - 1, 41, every)]
