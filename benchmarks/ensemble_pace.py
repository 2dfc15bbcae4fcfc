"""The pace of the ensemble engine beside peers that must first show the same trajectories.

    python -m benchmarks.ensemble_pace           # some three minutes; needs jax, mesa, gcc
    python -m benchmarks.ensemble_pace --write   # the tables of README.md from the results

Each measurement runs in a process of its own, and the rounds go through all of them in turn, so that a busy minute of the machine
hits all alike. The fastest round of each is shown: it is the one that was disturbed least.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import ensemble_c, ensemble_objects, ensemble_whatif
from benchmarks.ensemble_model import ACTORS, MECHANISMS, STEPS, THEATRES, VARIABLES, Pace, inputs, parameters
from benchmarks.machine import machine
from benchmarks.tables import README, _machine, _table
from torgau.outcome.backends import cores
from torgau.outcome.ensemble import simulate
from torgau.outcome.summaries import summarise

RESULTS = Path(__file__).parent / "results" / "ensemble_pace.json"
SEED, EVERY = 7, 4
ROUNDS = 7
TOLERANCE = 1e-4
"""How far trajectories may differ, relative to the mean size of a series: 520 steps in single precision."""

Measured = dict[str, float]


class Different(AssertionError):
    """A peer does not show the engine's trajectories."""


def paced(run: Callable[[], Any], members: int, times: int = 3) -> Measured:
    """Million member-steps a second, by the clock and by the second of one processor: the best of some runs after the first."""
    run()
    clocks, cpus = [], []
    for _ in range(times):
        clock, cpu = time.perf_counter(), time.process_time()
        run()
        clocks.append(time.perf_counter() - clock)
        cpus.append(time.process_time() - cpu)
    return {"pace": members * STEPS / min(clocks) / 1e6, "pace_of_a_processor": members * STEPS / min(cpus) / 1e6}


def engine(backend: str, members: int) -> Measured:
    given = (Pace(), parameters(members), inputs())
    return paced(lambda: simulate(*given, seed=SEED, every=EVERY, backend=backend), members)


def summaries(members: int = 16384) -> Measured:
    """With quantiles and two whole paths, and no paths of the others held."""
    given = (Pace(), parameters(members), inputs())
    return paced(lambda: summarise(*given, seed=SEED, every=EVERY, keep=(3, 9), backend="jax"), members)


def by_hand(members: int = 16384) -> Measured:
    given = (parameters(members), inputs())
    return paced(lambda: ensemble_c.run(*given, seed=SEED, every=EVERY, threads=cores()), members)


def numpy_alone(members: int = 2048) -> Measured:
    """What a user of NumPy would write: the step over members, draws of NumPy's own generator, half of the members in each of two
    processes, in blocks that stay in the cache.
    """
    script = "import sys; from benchmarks.ensemble_pace import _numpy_part; _numpy_part(int(sys.argv[1]), int(sys.argv[2]))"
    count = cores()
    parts = [
        subprocess.Popen([sys.executable, "-c", script, str(members // count), str(at)], stdout=subprocess.PIPE, text=True)
        for at in range(count)
    ]
    seconds = [json.loads(part.communicate()[0]) for part in parts]
    clock, cpu = max(clock for clock, _ in seconds), sum(cpu for _, cpu in seconds)
    return {"pace": members * STEPS / clock / 1e6, "pace_of_a_processor": members * STEPS / cpu / 1e6}


def _numpy_part(members: int, seed: int, block: int = 512) -> None:
    model, world, draw = Pace(), inputs(), np.random.default_rng(seed)
    best, least = 1e9, 1e9
    for _ in range(3):
        clock, cpu = time.perf_counter(), time.process_time()
        for start in range(0, members, block):
            params = {name: value[start : start + block] for name, value in parameters(members, seed).items()}
            count = len(params["wear"])
            state = model.init(np, params, world)
            seen = []
            for at in range(STEPS):
                shock = draw.standard_normal((len(MECHANISMS), count), dtype=np.float32)
                state = model.step(np, params, {name: value[at] for name, value in world.items()}, state, shock)
                if (at + 1) % EVERY == 0:
                    seen.append(model.observe(np, params, state))
        best, least = min(best, time.perf_counter() - clock), min(least, time.process_time() - cpu)
    print(json.dumps([best, least]))


def objects(kind: Any, draws: Any, members: int = 2) -> Measured:
    """One process, one core: what a user of objects has. Several processes would multiply it by their number."""
    given = (parameters(members), inputs())
    return paced(lambda: ensemble_objects.run(kind, *given, seed=SEED, every=EVERY, draws=draws), members, 1)


WORK: dict[str, Callable[[], Measured]] = {
    "c": by_hand,
    "jax": lambda: engine("jax", 16384),
    "summaries": summaries,
    "numpy": lambda: engine("numpy", 2048),
    "numpy-alone": numpy_alone,
    "python": lambda: objects(ensemble_objects.War, ensemble_objects.OwnDraws),
    "mesa": lambda: objects(ensemble_objects.mesa_war(), ensemble_objects.OwnDraws),
    "mesa-streams": lambda: objects(ensemble_objects.mesa_war(), ensemble_objects.Draws),
    "whatif-jax": lambda: ensemble_whatif.measure("jax", 5),
    "whatif-numpy": lambda: ensemble_whatif.measure("numpy", 1),
}

NAMES = {
    "c": "C by hand, members in tiles, vector instructions, two threads",
    "jax": "Torgau, JAX",
    "summaries": "Torgau, JAX, quantiles and two paths kept",
    "numpy": "Torgau, NumPy",
    "numpy-alone": "NumPy over members, its own draws, two processes",
    "python": "objects in plain Python, its own draws",
    "mesa": "agents of Mesa, Python's draws",
    "mesa-streams": "agents of Mesa, the engine's draws",
}
ONCE = ("mesa", "mesa-streams", "python", "whatif-numpy")
"""What is slow, and runs in two rounds only."""


def compare(members: int = 2) -> dict[str, float]:
    """The largest difference of each peer's trajectories from the engine's with NumPy. `Different` where it is too large."""
    few, world = parameters(members), inputs()
    many = parameters(600)
    found = {}

    def differs(name: str, theirs: np.ndarray, ours: np.ndarray) -> None:
        scale = np.abs(ours).mean(axis=(0, 2), keepdims=True)
        found[name] = float(np.max(np.abs(theirs - ours) / scale))
        if not found[name] < TOLERANCE:
            raise Different(f"{name}: trajectories differ by {found[name]:g} of their size")

    ours = simulate(Pace(), few, world, seed=SEED, every=EVERY, backend="numpy").observed
    for name, kind in (("python", ensemble_objects.War), ("mesa", ensemble_objects.mesa_war())):
        differs(name, ensemble_objects.run(kind, few, world, seed=SEED, every=EVERY), ours)
    ours = simulate(Pace(), many, world, seed=SEED, every=EVERY, backend="numpy").observed
    differs("c", ensemble_c.run(many, world, seed=SEED, every=EVERY, threads=2), ours)
    differs("jax", simulate(Pace(), many, world, seed=SEED, every=EVERY, backend="jax").observed, ours)
    return found


def best(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """The best of some rounds: the largest pace, the least seconds."""
    return {key: (max if key.startswith("pace") else min)(each[key] for each in rounds) for key in rounds[0]}


def measured(rounds: int) -> dict[str, Any]:
    found: dict[str, list[dict[str, Any]]] = {work: [] for work in WORK}
    for at in range(rounds):
        for work, held in found.items():
            if work in ONCE and at >= 2:
                continue
            told = subprocess.run(
                [sys.executable, "-m", "benchmarks.ensemble_pace", "--work", work], check=True, capture_output=True, text=True
            )
            held.append(json.loads(told.stdout.splitlines()[-1]))
            print(f"round {at + 1}: {work:14} {held[-1]}", flush=True)
    return {work: best(held) | {"rounds": len(held)} for work, held in found.items()}


def tables(result: dict[str, Any]) -> Iterator[str]:
    """Pace, what was aimed at, the what-if."""
    held = result["measured"]
    yield from _machine(result["machine"])
    yield ""
    rows = [
        [
            name,
            _digits(held[work]["pace"]),
            _digits(held[work]["pace_of_a_processor"]),
            _digits(held["jax"]["pace"] / held[work]["pace"]),
        ]
        for work, name in NAMES.items()
    ]
    yield from _table(
        ["million member-steps a second", "by the clock", "of one processor", "Torgau, JAX, is times as fast"], rows
    )
    yield ""
    rows = []
    for aim, work, least in (("C by hand", "c", 0.65), ("NumPy over members", "numpy-alone", 4), ("agents of Mesa", "mesa", 500)):
        ratios = [held["jax"][key] / held[work][key] for key in ("pace", "pace_of_a_processor")]
        rows.append([f"{least} times {aim}", f"{_digits(ratios[0])} times", f"{_digits(ratios[1])} times"])
    yield from _table(["aim, at least", "by the clock", "by processor time"], rows)
    yield ""
    rows = []
    for work, name in (("whatif-jax", "JAX"), ("whatif-numpy", "NumPy")):
        told = held[work]
        rows.append([name, *(f"{told[key]:.2f}" for key in ("least_seconds", "cpu_seconds", "first"))])
    head = ["a what-if, 3 models x 2 worlds x 2,000 draws x 417 weeks", "seconds", "of the processors", "first in a new process"]
    yield from _table(head, rows)
    yield ""
    told = ", ".join(f"{name} {value:.0e}" for name, value in result["compared"].items())
    yield f"Compared before timing, the largest difference from the engine with NumPy, of the mean size of a series: {told}."


def _digits(value: float) -> str:
    return (
        f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"
    )


def written(readme: str) -> str:
    """The README with the tables of the engine made from the results."""
    made = "\n".join(tables(json.loads(RESULTS.read_text())))
    pattern = re.compile(r"(<!-- ensemble_pace -->\n).*?(<!-- end -->)", re.DOTALL)
    return pattern.sub(lambda found: found[1] + made + "\n" + found[2], readme)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--write", action="store_true", help="only write the tables of README.md")
    parser.add_argument("--work", choices=sorted(WORK), help="one measurement, here")
    options = parser.parse_args()
    if options.write:
        README.write_text(written(README.read_text()))
        return
    if options.work:
        print(json.dumps(WORK[options.work]()))
        return
    result: dict[str, Any] = {
        "machine": machine(),
        "size": {"actors": ACTORS, "theatres": THEATRES, "variables": VARIABLES, "draws": len(MECHANISMS), "steps": STEPS},
        "compared": compare(),
    }
    print("equal:", result["compared"], flush=True)
    result["measured"] = measured(options.rounds)
    result["machine"]["load_average_at_the_end"] = machine()["load_average"]
    options.out.parent.mkdir(exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
