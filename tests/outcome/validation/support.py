"""An invented process with a structure so simple that what it must do can be worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import numpy as np

from torgau.dates import When
from torgau.outcome.fitting import Case
from torgau.outcome.levels import Drift, Noise, Params, Spread
from torgau.outcome.streams import Array
from torgau.outcome.structures.parts import Setting
from torgau.outcome.worlds import setting_of
from torgau.vocabulary.outcomes import Axis, Input, Model, Observed, Prior, Process, Side, Theatre
from torgau.vocabulary.quantities import Point

WEEKS = 40


def prior(name: str, centre: float, spread: float, family: str = "lognormal") -> Prior:
    return Prior(
        parameter=name,
        family=family,  # type: ignore[arg-type]
        centre=Decimal(str(centre)),
        spread=Decimal(str(spread)),
        why="invented",
    )


@dataclass(frozen=True)
class Steady:
    """The front advances by `speed` km a week, the first side loses the share `loss` of its strength a week, replaced at once."""

    setting: Setting

    @property
    def names(self) -> tuple[str, ...]:
        return ("strength field first", "front road")

    @property
    def with_momentum(self) -> tuple[str, ...]:
        return ("front road",)

    @property
    def counted(self) -> tuple[str, ...]:
        return ("losses field first",)

    def start(self, xp: Any, p: Params, first: Mapping[str, Any]) -> tuple[Array, Spread, Mapping[str, Array]]:
        one = xp.ones_like(p["speed"])
        level = xp.stack([np.float32(np.log(100.0)) * one, first["axis start"][0] * one])
        zero = xp.zeros_like(level)
        width = np.array([[1e-6], [25.0]], dtype=np.float32)
        return level, Spread(width + zero, zero, zero), {"lost": zero[:1]}

    def drift(self, xp: Any, p: Params, at: Mapping[str, Any], level: Array, aux: Mapping[str, Array]) -> Drift:
        move = xp.stack([0.0 * p["speed"], -p["speed"] * at["axis open"][0]])
        return Drift(move, xp.zeros_like(move), {"lost": aux["lost"] + xp.exp(level[:1]) * p["loss"]})

    def noise(self, xp: Any, p: Params, at: Mapping[str, Any]) -> Noise:
        zero = xp.zeros_like(p["speed"])
        none = xp.stack([zero, zero])
        return Noise(xp.stack([zero, p["front_noise"]]), none, none)

    def losses(self, xp: Any, aux: Mapping[str, Array]) -> Array:
        return aux["lost"]


class Invented(Case):
    """A case of the simple structure."""

    @property
    def structure(self) -> Any:  # type: ignore[override]
        return Steady(setting_of(self.process))


def day(number: int) -> When:
    """A day so many days after the beginning, written as a date."""
    import datetime

    return When.parse((datetime.date(2101, 1, 1) + datetime.timedelta(days=number)).isoformat())


def point(first: int, last: int, value: float, **more: Any) -> Point:
    return Point(start=day(first), end=day(last), value=Decimal(str(value)), source="s", verified=True, **more)


PRIORS = (prior("speed", 5, 0.5), prior("loss", 0.02, 0.5), prior("front_noise", 3, 0.3), prior("idle", 1, 1, "normal"))


def process() -> Process:
    observed = (Observed(id="o", what="losses", side="one", series=("lost", "lost-rival"), error=Decimal("0.2")),)
    axes = (Axis(id="road", name="road", series="road", decisive=True),)
    return Process(
        id="invented",
        title="invented",
        begins=day(0),
        ends=day(WEEKS * 7 - 1),
        reach=Decimal(20),
        sides=(Side(id="one", name="one", powers=("A",)), Side(id="two", name="two", powers=("B",))),
        theatres=(Theatre(id="field", name="field", opened=day(0), axes=axes, observed=observed),),
        inputs=(Input(id="men", kind="forces", power="A", series="men"),),
    )


def case(priors: tuple[Prior, ...] = PRIORS, quarter: int = 91) -> Invented:
    """The front from 220 km by 5 km a week; losses by quarter (days) as two rivals have them, one twice the other."""
    quarters = [(at * quarter, (at + 1) * quarter - 1) for at in range(3)]
    points = {
        "road": tuple(point(at * 14 + 6, at * 14 + 6, 220 - 10 * at) for at in range(20)),
        "lost": tuple(point(first, last, 26000) for first, last in quarters),
        "lost-rival": tuple(point(first, last, 52000) for first, last in quarters),
        "men": (point(0, 10, 500),),
    }
    units = {name: SimpleNamespace(unit="km" if name == "road" else "persons") for name in points}
    record: Any = SimpleNamespace(points=points, series=units)
    made = Model(id="steady", title="steady", process="invented", structure="economy", priors=priors)
    return Invented(record, process(), made)
