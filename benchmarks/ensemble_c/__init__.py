"""The step of `benchmarks.ensemble_model` in C (pace.c), compiled when it is first asked for and called through ctypes."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.ensemble_model import MECHANISMS, PARAMETERS, SERIES
from torgau.outcome.streams import word_of

SOURCE = Path(__file__).parent / "pace.c"
FLAGS = ("-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", "-mprefer-vector-width=512", "-pthread")


class Job(ctypes.Structure):
    """As in pace.c."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("members", "steps", "every", "threads")),
        ("seed", ctypes.c_uint32),
        *((name, ctypes.c_void_p) for name in ("words", "params", "output", "free", "tied", "open", "season", "observed")),
    ]


def compiler() -> str | None:
    """The path of gcc, if there is one."""
    return shutil.which("gcc")


@cache
def _library() -> ctypes.CDLL:
    gcc = compiler()
    if gcc is None:
        raise FileNotFoundError("gcc is not installed")
    key = hashlib.blake2s(SOURCE.read_bytes() + " ".join(FLAGS).encode()).hexdigest()[:16]
    made = Path(tempfile.gettempdir()) / f"torgau-pace-{key}.so"
    if not made.exists():
        beside = made.with_suffix(f".{os.getpid()}")
        subprocess.run([gcc, *FLAGS, str(SOURCE), "-o", str(beside), "-lm"], check=True)
        beside.replace(made)
    return ctypes.CDLL(str(made))


def run(params: Mapping[str, np.ndarray], inputs: Mapping[str, np.ndarray], *, seed: int, every: int, threads: int) -> np.ndarray:
    """What the engine's `simulate(...).observed` holds, by the C code. FileNotFoundError where there is no gcc."""
    table = np.ascontiguousarray([params[name] for name in PARAMETERS], dtype=np.float32)
    members, steps = table.shape[1], len(inputs["season"])
    observed = np.zeros((steps // every, SERIES, members), dtype=np.float32)
    words = np.array([word_of(name) for name in MECHANISMS], dtype=np.uint32)
    world = [np.ascontiguousarray(inputs[name], dtype=np.float32) for name in ("output", "free", "tied", "open", "season")]
    pointers = [array.ctypes.data for array in (words, table, *world, observed)]
    _library().pace(ctypes.byref(Job(members, steps, every, threads, seed, *pointers)))
    return observed
