"""The model of `benchmarks.ensemble_model` as objects: plain Python, and agents of Mesa. One object for each thing of one member.

Both take the engine's shocks (the same function of seed, member, step and mechanism, here one number at a time), so that their
numbers can be compared with the engine's before anything is timed.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log, sqrt
from random import Random
from typing import Any

import numpy as np

from benchmarks.ensemble_model import ACTORS, FIRST, MECHANISMS, THEATRES
from torgau.outcome.streams import word_of

MASK = 0xFFFFFFFF
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
CENTRE = (2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164)
CENTRE = (*CENTRE, 0.246640727, 1.50140941)
TAIL = (-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047)
TAIL = (*TAIL, 1.00167406, 2.83297682)


def shock(seed: int, word: int, member: int, step: int) -> float:
    """One draw: Threefry-2x32-20 and Giles's inversion, as `torgau.outcome.streams` says, in Python's own numbers."""
    key = (seed, word, seed ^ word ^ 0x1BD11BDA)
    a, b = (member + seed) & MASK, (step + word) & MASK
    for turn in range(20):
        by = ROTATIONS[turn % 8]
        a = (a + b) & MASK
        b = (((b << by) | (b >> (32 - by))) & MASK) ^ a
        if turn % 4 == 3:
            group = turn // 4 + 1
            a = (a + key[group % 3]) & MASK
            b = (b + key[(group + 1) % 3] + group) & MASK
    x = 2 * ((a >> 9) + 0.5) * 2.0**-23 - 1
    w = -log((1 - x) * (1 + x))
    t, terms = (w - 2.5, CENTRE) if w < 5 else (sqrt(w) - 3, TAIL)
    p = 0.0
    for term in terms:
        p = term + p * t
    return sqrt(2) * p * x


class Draws:
    """The shocks of one member."""

    def __init__(self, seed: int, member: int) -> None:
        self.seed, self.member = seed, member
        self.words = [word_of(name) for name in MECHANISMS]

    def __call__(self, mechanism: int, step: int) -> float:
        return shock(self.seed, self.words[mechanism], self.member, step)


class OwnDraws:
    """Draws of the library that a user of objects would take. Not the engine's numbers, but much sooner there: for the timing."""

    def __init__(self, seed: int, member: int) -> None:
        self.random = Random(f"{seed} {member}")

    def __call__(self, mechanism: int, step: int) -> float:
        return self.random.gauss(0.0, 1.0)


class Actor:
    """One actor: what it makes and what it holds in each theatre."""

    def __init__(self, war: Any, number: int) -> None:
        self.war, self.number = war, number
        self.side = int(number >= FIRST)
        at = war.at(0)
        self.equipment = at["output"][number] / war.p["wear"]
        self.strength = [at["tied"][j][number] + at["free"][number] / THEATRES for j in range(THEATRES)]
        self.room = [0.0] * THEATRES
        self.kit = 0.0

    def make(self) -> None:
        war = self.war
        made = war.now["output"][self.number] * exp(war.p["output_noise"] * war.draws(self.number, war.step_number))
        self.equipment = self.equipment * (1 - war.p["wear"]) + made

    def place(self) -> None:
        war = self.war
        weights = [theatre.is_open * theatre.here[1 - self.side] + 0.01 for theatre in war.theatres]
        whole = sum(weights)
        tied, free = war.now["tied"], war.now["free"][self.number]
        self.room = [tied[j][self.number] + weight / whole * free for j, weight in enumerate(weights)]
        kit = self.equipment / (sum(self.room) + 1)
        self.kit = kit / (1 + kit)


class Theatre:
    """One theatre: who meets there and where the front is."""

    def __init__(self, war: Any, number: int) -> None:
        self.war, self.number = war, number
        self.front, self.momentum = 500.0, 0.0
        self.here = [0.0, 0.0]

    @property
    def is_open(self) -> float:
        return float(self.war.now["open"][self.number])

    def look(self) -> None:
        self.here = [0.0, 0.0]
        for actor in self.war.actors:
            self.here[actor.side] += actor.strength[self.number]

    def fight(self) -> None:
        war, p, number = self.war, self.war.p, self.number
        force = [1.0, 1.0]
        for actor in war.actors:
            force[actor.side] += actor.strength[number] * actor.kit
        ratio = min(max(log(force[0] / force[1]) + p["season"] * war.now["season"], -4.0), 4.0)
        tilt = exp(p["power"] * ratio)
        rates = [min(p["loss"] * self.is_open * tilted, 0.5) for tilted in (1 / tilt, tilt)]
        for actor in war.actors:
            strength = actor.strength[number]
            loss = rates[actor.side] * strength
            actor.strength[number] = strength + p["replacement"] * (actor.room[number] - strength) - loss
            war.lost[actor.side] += loss
        lean = ratio / p["contrast"]
        move = p["speed"] * lean / (1 + abs(lean)) * self.is_open
        self.front += self.momentum - move + p["front_noise"] * war.draws(ACTORS + number, war.step_number)
        noise = p["momentum_noise"] * war.draws(ACTORS + THEATRES + number, war.step_number)
        self.momentum = p["keep"] * self.momentum + noise


def observed(war: Any) -> list[float]:
    """As the engine's `observe`."""
    for theatre in war.theatres:
        theatre.look()
    sides = [theatre.here[side] for side in (0, 1) for theatre in war.theatres]
    return [*(theatre.front for theatre in war.theatres), *sides, *war.lost]


class War:
    """One member in plain Python."""

    def __init__(self, p: Mapping[str, float], world: list[dict[str, Any]], draws: Any) -> None:
        self.p, self.world, self.draws = p, world, draws
        self.lost, self.step_number, self.now = [0.0, 0.0], 0, world[0]
        self.actors = [Actor(self, number) for number in range(ACTORS)]
        self.theatres = [Theatre(self, number) for number in range(THEATRES)]

    def at(self, step: int) -> dict[str, Any]:
        return self.world[step]

    def step(self) -> None:
        self.now = self.world[self.step_number]
        for actor in self.actors:
            actor.make()
        for theatre in self.theatres:
            theatre.look()
        for actor in self.actors:
            actor.place()
        for theatre in self.theatres:
            theatre.fight()
        self.step_number += 1


def mesa_war() -> Any:
    """The class of one member as a model of Mesa, whose agents do the same in the same order. Needs mesa."""
    import mesa

    class MesaActor(mesa.Agent):  # type: ignore[misc]
        def __init__(self, war: Any, number: int) -> None:
            super().__init__(war)
            Actor.__init__(self, war, number)  # type: ignore[arg-type]
            self.war = war

        make, place = Actor.make, Actor.place

    class MesaTheatre(mesa.Agent):  # type: ignore[misc]
        def __init__(self, war: Any, number: int) -> None:
            super().__init__(war)
            Theatre.__init__(self, war, number)  # type: ignore[arg-type]

        is_open = Theatre.is_open
        look, fight = Theatre.look, Theatre.fight

    class MesaWar(mesa.Model):  # type: ignore[misc]
        def __init__(self, p: Mapping[str, float], world: list[dict[str, Any]], draws: Any) -> None:
            super().__init__(seed=0)
            self.p, self.world, self.draws = p, world, draws
            self.lost, self.step_number, self.now = [0.0, 0.0], 0, world[0]
            self.actors = mesa.agent.AgentSet([MesaActor(self, number) for number in range(ACTORS)], random=self.random)
            self.theatres = mesa.agent.AgentSet([MesaTheatre(self, number) for number in range(THEATRES)], random=self.random)

        def at(self, step: int) -> dict[str, Any]:
            return self.world[step]

        def step(self) -> None:
            self.now = self.world[self.step_number]
            self.actors.do("make")
            self.theatres.do("look")
            self.actors.do("place")
            self.theatres.do("fight")
            self.step_number += 1

    return MesaWar


def run(
    kind: Any, params: Mapping[str, np.ndarray], inputs: Mapping[str, np.ndarray], *, seed: int, every: int, draws: Any = Draws
) -> np.ndarray:
    """What the engine's `simulate(...).observed` holds, member by member: `kind` is `War` or what `mesa_war` gives.

    With `OwnDraws` for `draws` it is another draw from the same model.
    """
    steps, members = len(inputs["season"]), len(params["wear"])
    world = [{name: value[at].tolist() for name, value in inputs.items()} for at in range(steps)]
    found = []
    for member in range(members):
        war = kind({name: float(value[member]) for name, value in params.items()}, world, draws(seed, member))
        seen = []
        for at in range(steps):
            war.step()
            if (at + 1) % every == 0:
                seen.append(observed(war))
        found.append(seen)
    return np.moveaxis(np.array(found), 0, -1)
