"""The two ways to run array code: NumPy, which every install has, and JAX, which the extra `torgau[outcome]` brings.

All models are written once against `xp`, the array module of the backend, and never import either.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

Name = Literal["auto", "numpy", "jax"]
VARIABLE = "TORGAU_BACKEND"
"""The environment variable that chooses a backend where a call says `auto`."""

OPTIONS: dict[str, Any] = {
    "xla_cpu_prefer_vector_width": 512,
    "xla_cpu_experimental_ynn_fusion_type": "LIBRARY_FUSION_TYPE_DOT",
}
"""What is asked of XLA on a processor, each option where the installed version knows it.

Vectors of 512 bits where there are any: by itself it takes 256; draws run 1.3 times as fast. Short sums in the loop that they
belong to, not handed to a library: a step takes two thirds of the time.
"""


MANY = 8
"""Arrays from which on a stack is a concatenation after all: a choice looks at each of them."""


class NoBackend(ValueError):
    """The backend that is asked for is not there, or there is none of that name."""


@dataclass(frozen=True)
class Backend:
    """An array module and what it cannot say itself: loops over steps, writing into an array, and a compiled function."""

    name: str

    @property
    def xp(self) -> Any:
        return np if self.name == "numpy" else _arrays()

    def scan(self, body: Callable[[Any, Any], tuple[Any, Any]], carry: Any, inputs: Any) -> tuple[Any, Any]:
        """`jax.lax.scan`, or the same in a loop: `body(carry, inputs of a step)` gives the next carry and what to keep."""
        if self.name == "jax":
            return tuple(_jax().lax.scan(body, carry, inputs))
        kept = []
        for at in _steps(inputs):
            carry, seen = body(carry, at)
            kept.append(seen)
        return carry, None if not kept or kept[0] is None else _stacked(kept)

    def loop(self, count: Any, body: Callable[[Any, Any], Any], carry: Any) -> Any:
        """`body(index, carry)` for 0, 1, ... `count` - 1. The count may be known only when it runs: nothing is compiled anew."""
        if self.name == "jax":
            return _jax().lax.fori_loop(0, count, body, carry)
        for index in range(int(count)):
            carry = body(index, carry)
        return carry

    def at(self, value: Any, index: Any) -> Any:
        """One row of an array, by an index that may be known only when it runs."""
        return _jax().lax.dynamic_index_in_dim(value, index, keepdims=False) if self.name == "jax" else value[index]

    def put(self, array: Any, index: Any, row: Any) -> Any:
        """The array with that row. NumPy writes into the array itself, as JAX does inside of a loop."""
        if self.name == "jax":
            return _jax().lax.dynamic_update_index_in_dim(array, row, index, 0)
        array[index] = row
        return array

    def compiled(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function compiled, where the backend does that. NumPy wraps integers without a warning there, as JAX does."""
        if self.name == "jax":
            return _jax().jit(function, compiler_options=_options() if self.on_processor else None)

        def quiet(*given: Any) -> Any:
            with np.errstate(over="ignore"):
                return function(*given)

        return quiet

    @property
    def on_processor(self) -> bool:
        """Whether it runs on the processor, and not on an accelerator."""
        return self.name == "numpy" or _jax().default_backend() == "cpu"

    @property
    def version(self) -> str:
        """The backend with its version: results are the same bytes for one version on one kind of machine."""
        return f"numpy {np.__version__}" if self.name == "numpy" else f"jax {_jax().__version__} {_jax().default_backend()}"


def backend_of(name: str = "auto") -> Backend:
    """The backend of that name; `auto` is what TORGAU_BACKEND says, else JAX where it is installed. Raises NoBackend."""
    wanted = os.environ.get(VARIABLE, "auto") if name == "auto" else name
    if wanted not in ("auto", "numpy", "jax"):
        raise NoBackend(f"there is no backend {wanted!r}; use auto, numpy or jax")
    if wanted == "auto":
        wanted = "jax" if has_jax() else "numpy"
    if wanted == "jax" and not has_jax():
        raise NoBackend("the backend jax is not installed; install it with `pip install 'torgau[outcome]'`, or use numpy")
    return Backend(wanted)


@cache
def has_jax() -> bool:
    """Whether JAX can be imported."""
    from importlib.util import find_spec

    return find_spec("jax") is not None


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _jax() -> Any:
    """JAX, set up: what it compiles is kept between runs, and one computation runs on one core.

    Blocks of members keep the cores busy (`torgau.outcome.running`). Left to itself XLA cuts each of the many small loops of a
    step in two and hands one half to another core; that costs more than it saves, 1.6 times the processor's time and no less by
    the clock. XLA reads the number of its threads from NPROC once, when it starts. Whoever started JAX before, or set NPROC, is
    left alone.
    """
    import jax

    from torgau.loading.cache import cache_dir

    if jax.config.values["jax_compilation_cache_dir"] is None:
        jax.config.update("jax_compilation_cache_dir", str(cache_dir() / "models"))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.1)
        jax.config.update("jax_persistent_cache_min_entry_size_bytes", 0)
    if "NPROC" not in os.environ:
        # A computation runs in the thread that asks for it, or all would wait for the one thread that XLA has.
        jax.config.update("jax_cpu_enable_async_dispatch", False)
        os.environ["NPROC"] = "1"
        try:
            jax.devices()
        finally:
            del os.environ["NPROC"]
    return jax


class _Arrays:
    """`jax.numpy`, but for `stack`: a choice by number, which XLA turns into vector instructions. The concatenation that it is in
    `jax.numpy` becomes a branch for each row wherever it is fused with other work, and a step half as long again.
    """

    def __init__(self, module: Any) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def stack(self, arrays: Sequence[Any], axis: int = 0) -> Any:
        parts = [self._module.expand_dims(array, axis) for array in arrays]
        axis %= parts[0].ndim
        if len(parts) > MANY or any(part.shape != parts[0].shape for part in parts):
            return self._module.concatenate(parts, axis=axis)
        number = np.arange(len(parts)).reshape([-1 if at == axis else 1 for at in range(parts[0].ndim)])
        chosen = parts[-1]
        for at in reversed(range(len(parts) - 1)):
            chosen = self._module.where(number <= at, parts[at], chosen)
        shape = [len(parts) if at == axis else length for at, length in enumerate(parts[0].shape)]
        return self._module.broadcast_to(chosen, shape)


@cache
def _arrays() -> Any:
    return _Arrays(_jax().numpy)


@cache
def _options() -> dict[str, Any] | None:
    jax = _jax()

    def known(name: str) -> bool:
        try:
            jax.jit(lambda x: x, compiler_options={name: OPTIONS[name]})(0.0)
        except Exception:  # an option that this version of XLA does not have; which error it raises is not told
            return False
        return True

    return {name: value for name, value in OPTIONS.items() if known(name)} or None


def _steps(inputs: Any) -> Iterator[Any]:
    length = len(next(iter(inputs.values())))
    for step in range(length):
        yield {name: value[step] for name, value in inputs.items()}


def _stacked(kept: list[Any]) -> Any:
    return np.stack(kept)
