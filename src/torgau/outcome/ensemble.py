"""The ensemble engine: one model, many members, a world of inputs; pure functions over arrays with members on the last axis.

A model is three functions (science of state-space models): `init` gives the state before the first step, `step` the next state
from the inputs of the step and its shocks, `observe` what the record would show. The engine draws the shocks
(`torgau.outcome.streams`) and runs the steps: with NumPy in a loop, with JAX in one compiled loop. Both give the same numbers,
to rounding.

Members run in blocks of one size, the last one filled up with copies of its last member. So a member's bytes do not depend on who
runs beside it, on the number of cores, or on whether the rest ran today, and one compiled program does for all.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

import torgau
from torgau.outcome.backends import Backend, backend_of
from torgau.outcome.running import Folder, Kept, Places, Progress, run_blocks
from torgau.outcome.streams import Array, normal, seed_word, threefry, word_of

State = Any
"""The state of a model: arrays, or tuples and dicts of them, each with members on the last axis."""

Inputs = Mapping[str, Any]
"""What happens around the process: arrays with steps on the first axis and without members, by name."""

BLOCK = 512
"""Members that run at once on a processor: their arrays stay in the cache of a core. NumPy fills up to whole `LANES` only."""

BLOCK_OF_ACCELERATOR = 2**16
"""Members that run at once on an accelerator, which is idle with fewer."""

LANES = 64
"""More numbers than any vector instruction takes, so that NumPy treats each member alike."""

DRAWN = 8
"""Steps whose shocks are drawn at once. Drawn inside of a step, XLA would work some of them out for every use of them."""

BUCKET = 64
"""Steps of the inputs are filled up to a multiple of this, so that one compiled program does for many horizons."""


class EnsembleModel(Protocol):
    """A discrete-time model as pure functions. It must be hashable: a compiled run is kept for it.

    `mechanisms` names the shocks of a step; each name is a stream of its own. `init` is given the inputs of the first step alone
    (with the steps on the first axis, so `value[0]`): what comes later cannot be known. `xp.where` with a mask runs much
    faster under XLA than `concatenate` of parts that were computed apart.
    """

    def __hash__(self) -> int: ...

    @property
    def mechanisms(self) -> tuple[str, ...]: ...

    def init(self, xp: Any, params: Mapping[str, Array], inputs: Inputs) -> State: ...

    def step(self, xp: Any, params: Mapping[str, Array], inputs: Inputs, state: State, shock: Array) -> State: ...

    def observe(self, xp: Any, params: Mapping[str, Array], state: State) -> Array: ...


@dataclass(frozen=True)
class Run:
    """What a run showed: `observed` has the shape (recorded steps, series, members); `state` is the one after the last step."""

    steps: np.ndarray
    observed: np.ndarray
    state: State


@dataclass(frozen=True)
class Job:
    """All that decides the bytes of a run, in arrays of NumPy: it can be sent to another machine. See `simulate`."""

    model: EnsembleModel
    params: Mapping[str, np.ndarray]
    inputs: Mapping[str, np.ndarray]
    seed: int
    members: np.ndarray
    state: State | None
    first_step: int
    every: int
    shocked: bool
    backend: str

    @property
    def count(self) -> int:
        return len(self.members)

    @property
    def steps(self) -> np.ndarray:
        """The recorded steps."""
        return np.arange(self.every - 1, steps_of(self.inputs), self.every) + self.first_step

    def part(self, members: slice) -> Job:
        """The job of some of the members."""
        params = {name: value[members] for name, value in self.params.items()}
        state = None if self.state is None else _each(lambda leaf: leaf[..., members], self.state)
        return replace(self, params=params, members=self.members[members], state=state)

    def blocks(self) -> list[slice]:
        """The blocks of its members."""
        return list(blocks(self.count, BLOCK if backend_of(self.backend).on_processor else BLOCK_OF_ACCELERATOR))

    def key(self) -> str:
        """A hash of all that decides its bytes: model, parameters, inputs, seed, the code of the engine and of the model.

        Raises ValueError for a model whose `repr` does not say all of it.
        """
        said = repr(self.model)
        if " at 0x" in said:
            raise ValueError(f"{type(self.model).__name__} needs a repr that tells it from others: make it a dataclass")
        digest = hashlib.blake2s()
        kind, engine = type(self.model), backend_of(self.backend)
        plain = (kind.__module__, kind.__qualname__, said, self.seed, self.first_step, self.every, self.shocked, engine.version)
        digest.update(repr((plain, self.blocks()[:1])).encode() + code_key() + _code_of(kind))
        digest.update(repr((sorted(self.params), sorted(self.inputs))).encode())
        _each(lambda leaf: _digested(digest, leaf), (self.params, self.inputs, self.members, self.state))
        return digest.hexdigest()


def simulate(
    model: EnsembleModel,
    params: Mapping[str, Array],
    inputs: Inputs,
    *,
    seed: int,
    members: Array | None = None,
    state: State | None = None,
    first_step: int = 0,
    every: int = 1,
    shocked: bool = True,
    backend: str = "auto",
    progress: Progress | None = None,
    folder: Path | None = None,
    places: Places | None = None,
) -> Run:
    """Run `model` over all steps of `inputs`, for every member.

    `params` holds arrays of shape (members,). `members` are the numbers of the members (else 0, 1, ...): a member draws the
    same shocks in every world, whoever runs beside it. `state` continues an earlier run whose next step is `first_step`.
    `every` keeps each n-th step only; steps after the last of these are not run. Without `shocked` all shocks are 0.

    `progress` is told of each finished block. With a `folder` finished blocks are kept there, and a run that was interrupted
    goes on from them. `places` says where blocks run (`torgau.outcome.running`, `torgau.outcome.cluster`), else on all cores of
    this machine. None of the three changes a byte. Raises ValueError where the arrays do not fit.
    """
    job = job_of(model, params, inputs, seed, members, state, first_step, every, shocked, backend)
    observed, states = None, []
    for part, kept in ran(job, progress, folder, places):
        if observed is None:
            observed = np.empty((*kept["observed"].shape[:2], job.count), dtype=kept["observed"].dtype)
        observed[..., part] = kept["observed"]
        states.append([kept[f"state {at}"] for at in range(len(kept) - 1)])
    assert observed is not None, "a run has at least one member"
    leaves = iter([np.concatenate(leaf, axis=-1) for leaf in zip(*states, strict=True)])
    return Run(steps=job.steps, observed=observed, state=_each(lambda _: next(leaves), shape_of(job)))


def job_of(
    model: EnsembleModel,
    params: Mapping[str, Array],
    inputs: Inputs,
    seed: int,
    members: Array | None = None,
    state: State | None = None,
    first_step: int = 0,
    every: int = 1,
    shocked: bool = True,
    backend: str = "auto",
) -> Job:
    """The job of a run, in arrays of NumPy and in single precision whatever it is given. Raises ValueError, see `simulate`."""
    seed_word(seed)
    count = len(next(iter(params.values())))
    numbers = np.arange(count, dtype=np.uint32) if members is None else np.asarray(members, dtype=np.uint32)
    if count == 0 or any(np.shape(value) != (count,) for value in params.values()) or numbers.shape != (count,):
        raise ValueError("every parameter and the members must have one value for each member")
    if state is not None:
        state = _each(_single, state)
        _each(lambda leaf: _fits(leaf, count), state)
    given = {name: _single(value) for name, value in inputs.items()}
    steps_of(given)
    if not 1 <= every <= steps_of(given):
        raise ValueError(f"to keep each {every}th of {steps_of(given)} steps leaves nothing to keep")
    held = {name: _single(value) for name, value in params.items()}
    return Job(model, held, given, seed, numbers, state, first_step, every, shocked, backend_of(backend).name)


def ran(job: Job, progress: Progress | None, folder: Path | None, places: Places | None) -> Iterator[tuple[slice, Kept]]:
    """The blocks of a job, one by one in their order, each as `whole` gives it; from the folder where it was kept there."""
    kept_in = None if folder is None else Folder(Path(folder), job.key())
    return run_blocks(whole, job.blocks(), job.part, size_of=_size, places=places, folder=kept_in, progress=progress)


def whole(job: Job) -> Kept:
    """One block: `observed`, and the arrays of the last state by their order."""
    observed, end = run_block(job)
    leaves: list[np.ndarray] = []
    _each(leaves.append, end)
    return {"observed": observed, **{f"state {at}": leaf for at, leaf in enumerate(leaves)}}


def run_block(job: Job) -> tuple[np.ndarray, State]:
    """What a block shows, (recorded steps, series, members), and its state after the last step."""
    engine = backend_of(job.backend)
    size = job.count if engine.name == "numpy" else BLOCK if engine.on_processor else BLOCK_OF_ACCELERATOR
    size = max(-(-size // LANES) * LANES, 1)
    params, numbers, state = _each(lambda leaf: _filled(leaf, size), (dict(job.params), job.members, job.state))
    records = len(job.steps)
    length = -(-steps_of(job.inputs) // BUCKET) * BUCKET
    inputs = {name: np.concatenate([value, np.repeat(value[-1:], length - len(value), 0)]) for name, value in job.inputs.items()}
    words = np.array([word_of(name) for name in job.model.mechanisms], dtype=np.uint32)
    runner = _runner(job.model, engine, job.every, job.shocked, state is None)
    given = (seed_word(job.seed), np.uint32(job.first_step), np.int32(records))
    end, seen = runner(params, inputs, numbers, words, *given, () if state is None else state)
    return np.asarray(seen)[:records, :, : job.count], _each(lambda leaf: np.asarray(leaf)[..., : job.count], end)


@lru_cache(maxsize=64)
def _runner(model: Any, engine: Backend, every: int, shocked: bool, begins: bool) -> Callable[..., tuple[State, Array]]:
    xp = engine.xp
    # Steps whose shocks are drawn at once: whole records of few steps, or a part of one record of many.
    drawn = every * max(DRAWN // every, 1) if every < 2 * DRAWN else DRAWN

    def draws(seed: Any, numbers: Array, words: Array, first: Any) -> Array:
        if not shocked or not len(words):
            return xp.zeros((drawn, len(words), len(numbers)), dtype=xp.float32)
        # As `torgau.outcome.streams.shocks`, for several steps: (steps, mechanisms, members).
        step = first + xp.arange(drawn, dtype=xp.uint32)[:, None, None] + xp.zeros_like(numbers)
        return normal(xp, threefry(xp, (seed, words[:, None]), (numbers, step))[0])

    def run(
        params: Any, inputs: Any, numbers: Array, words: Array, seed: Any, first: Any, records: Any, state: State
    ) -> tuple[State, Array]:
        if begins:
            state = model.init(xp, params, {name: value[:1] for name, value in inputs.items()})
        like = model.observe(xp, params, state)
        seen = xp.zeros((len(next(iter(inputs.values()))) // every, *like.shape), dtype=like.dtype)

        def some(start: Any, count: Any, state: State, shock: Array, at: Any) -> State:
            """`count` steps from `start` on; their shocks are those in `shock` from `at` on."""

            def once(index: Any, state: State) -> State:
                now = {name: engine.at(value, start + index) for name, value in inputs.items()}
                return model.step(xp, params, now, state, engine.at(shock, at + index))

            return once(0, state) if isinstance(count, int) and count == 1 else engine.loop(count, once, state)

        def group(index: Any, carry: tuple[State, Array]) -> tuple[State, Array]:
            """Records of few steps: several of them share one drawing of shocks."""
            start = index * drawn
            shock = draws(seed, numbers, words, first + start.astype(xp.uint32))

            def record(at: Any, carry: tuple[State, Array]) -> tuple[State, Array]:
                state = some(start + at * every, every, carry[0], shock, at * every)
                return state, engine.put(carry[1], index * (drawn // every) + at, model.observe(xp, params, state))

            return engine.loop(xp.minimum(drawn // every, records - index * (drawn // every)), record, carry)

        def record(index: Any, carry: tuple[State, Array]) -> tuple[State, Array]:
            """A record of many steps: several drawings of shocks for one record."""

            def part(at: Any, state: State) -> State:
                start = index * every + at * drawn
                shock = draws(seed, numbers, words, first + start.astype(xp.uint32))
                return some(start, xp.minimum(drawn, every - at * drawn), state, shock, 0)

            state = engine.loop(-(-every // drawn), lambda at, state: part(xp.int32(at), state), carry[0])
            return state, engine.put(carry[1], index, model.observe(xp, params, state))

        few = every <= drawn
        body = group if few else record
        count = -(-records // (drawn // every)) if few else records
        return engine.loop(count, lambda index, carry: body(xp.int32(index), carry), (state, seen))

    return engine.compiled(run)


def steps_of(inputs: Inputs) -> int:
    """How many steps the inputs hold. Raises ValueError where they differ in it."""
    lengths = {len(value) for value in inputs.values()}
    if len(lengths) != 1:
        raise ValueError(f"inputs must all have the same number of steps, not {sorted(lengths)}")
    return int(lengths.pop())


def blocks(count: int, size: int = BLOCK) -> Iterator[slice]:
    """The members in blocks that are run one after the other."""
    for start in range(0, count, size):
        yield slice(start, min(count, start + size))


def quantiles(values: np.ndarray, at: Sequence[float] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> np.ndarray:
    """Quantiles over the last axis (members), which becomes the first."""
    return np.quantile(values, at, axis=-1)


@cache
def code_key() -> bytes:
    """A hash of the code that runs blocks: those that other code has kept are not those of this one."""
    digest = hashlib.blake2s(torgau.__version__.encode())
    here = Path(__file__).parent
    files = [here / f"{name}.py" for name in ("backends", "ensemble", "levels", "streams")]
    for path in (*files, *sorted((here / "structures").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.digest()


def _code_of(kind: type) -> bytes:
    """A hash of the file in which a model is written, where it is written in one."""
    file = getattr(sys.modules.get(kind.__module__), "__file__", None)
    return hashlib.blake2s(Path(file).read_bytes()).digest() if file and Path(file).is_file() else b""


def shape_of(job: Job) -> State:
    """A state of the model with the right parts; what is in them does not matter."""
    if job.state is not None:
        return job.state
    some = _each(lambda leaf: _filled(leaf[:1], LANES), dict(job.params))
    engine = backend_of("numpy")
    return engine.compiled(lambda p, i: job.model.init(np, p, i))(some, {name: value[:1] for name, value in job.inputs.items()})


def _each(do: Callable[[Any], Any], tree: Any) -> Any:
    """The same tuples and dicts with `do` applied to every array in them, keys in alphabetical order."""
    if tree is None:
        return None
    if isinstance(tree, Mapping):
        return {name: _each(do, tree[name]) for name in sorted(tree)}
    if isinstance(tree, tuple | list):
        parts = [_each(do, part) for part in tree]
        return type(tree)(*parts) if hasattr(tree, "_fields") else type(tree)(parts)
    return do(tree)


def _single(value: Any) -> np.ndarray:
    array = np.asarray(value)
    return array.astype(np.float32) if array.dtype == np.float64 else array


def _fits(leaf: np.ndarray, count: int) -> None:
    if leaf.ndim == 0 or leaf.shape[-1] != count:
        raise ValueError(f"a state must have members on the last axis: {leaf.shape} does not hold {count}")


def _filled(leaf: np.ndarray, size: int) -> np.ndarray:
    """The last axis filled up with its last entry."""
    missing = size - leaf.shape[-1]
    return leaf if missing <= 0 else np.concatenate([leaf, np.repeat(leaf[..., -1:], missing, axis=-1)], axis=-1)


def _digested(digest: Any, leaf: np.ndarray) -> None:
    digest.update(repr((leaf.dtype.str, leaf.shape)).encode())
    digest.update(np.ascontiguousarray(leaf).data)


def _size(part: slice) -> int:
    return int(part.stop - part.start)
