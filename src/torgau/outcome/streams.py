"""Counter-based random numbers: each draw is a function of (seed, member, step, mechanism) and of nothing else.

So two worlds that share a seed share their shocks, member by member and mechanism by mechanism, and a world added beside others
changes none of them. The generator is Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw 2011, "Parallel random
numbers: as easy as 1, 2, 3", SC'11), in plain integer arithmetic that NumPy and JAX carry out alike, bit for bit.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

Array = Any
"""An array of NumPy or JAX: the functions here work on both and keep to the kind that they are given."""

ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
PARITY = 0x1BD11BDA
"""Constants of Threefry-2x32: the rotations of even and odd groups of four rounds, and the parity word of its key."""

GROUPS = 5
"""Groups of four rounds: 20 rounds, the number that its authors advise."""


def threefry(xp: Any, key: tuple[Any, Any], counter: tuple[Array, Array]) -> tuple[Array, Array]:
    """Two words of 32 random bits for each counter. All arguments are `uint32`, of shapes that broadcast."""
    u32 = xp.uint32
    k = (key[0], key[1], key[0] ^ key[1] ^ u32(PARITY))
    a, b = counter[0] + k[0], counter[1] + k[1]
    for group in range(GROUPS):
        for turn in ROTATIONS[group % 2]:
            a = a + b
            b = ((b << u32(turn)) | (b >> u32(32 - turn))) ^ a
        a = a + k[(group + 1) % 3]
        b = b + k[(group + 2) % 3] + u32(group + 1)
    return a, b


def word_of(name: str) -> int:
    """A fixed word of 32 bits for a name, so that a stream is called by what it is for and not by its place in a list."""
    return int.from_bytes(hashlib.blake2s(name.encode(), digest_size=4).digest(), "little")


def seed_word(seed: int) -> np.uint32:
    """A seed as the one word that the generator takes. Raises ValueError where it does not fit into 32 bits."""
    if not 0 <= seed < 2**32:
        raise ValueError(f"a seed must be between 0 and {2**32 - 1}, not {seed}")
    return np.uint32(seed)


def uniform(xp: Any, bits: Array) -> Array:
    """Numbers strictly between 0 and 1 from words of 32 bits: the middle of one of 2^23 equal steps, exact in float32."""
    return ((bits >> xp.uint32(9)).astype(xp.float32) + xp.float32(0.5)) * xp.float32(2.0**-23)


_CENTRE: tuple[float, ...] = (2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087)
_CENTRE += (-0.00125372503, -0.00417768164, 0.246640727, 1.50140941)
_TAIL: tuple[float, ...] = (-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773)
_TAIL += (-0.0076224613, 0.00943887047, 1.00167406, 2.83297682)


def normal(xp: Any, bits: Array) -> Array:
    """Standard normal numbers from words of 32 bits, by inversion, in float32.

    Giles (2012), "Approximating the erfinv function", GPU Computing Gems 2, single precision: relative error of some 1e-7. The
    bits reach out to 5.4 standard deviations.
    """
    f32 = xp.float32
    x = f32(2) * uniform(xp, bits) - f32(1)
    w = -xp.log((f32(1) - x) * (f32(1) + x))
    near = w < f32(5)
    t = xp.where(near, w - f32(2.5), xp.sqrt(xp.maximum(w, f32(5))) - f32(3))
    p = xp.where(near, f32(_CENTRE[0]), f32(_TAIL[0]))
    for centre, tail in zip(_CENTRE[1:], _TAIL[1:], strict=True):
        p = xp.where(near, f32(centre), f32(tail)) + p * t
    return f32(np.sqrt(2.0)) * p * x


def shocks(xp: Any, seed: Array, members: Array, step: Array, mechanisms: Array) -> Array:
    """Standard normal shocks of one step: float32, shape (mechanisms, members).

    `seed` is one word, see `seed_word`; `members` are member numbers (uint32, shape (members,)), `step` counts the steps
    (uint32), `mechanisms` are the words of their names (uint32, shape (mechanisms,)), see `word_of`.
    """
    key = (seed, mechanisms[:, None])
    first, _ = threefry(xp, key, (members[None, :], step + xp.zeros_like(members)[None, :]))
    return normal(xp, first)
