"""From the unit that a pack writes to what it means: a dimension and an exact factor.

Measures (weights, volumes, lengths) are defined by Pint, with fractions in place of floats. Money and counts are dimensions of
their own, one for each currency and price year and one for each thing that is counted, so that no sum can mix them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, NamedTuple


class Unit(NamedTuple):
    """`text` as written; quantities of one `dimension` can be added after multiplying each with its `factor`."""

    text: str
    dimension: str
    factor: Fraction
    kind: Literal["measure", "money", "count"]

    @property
    def branch(self) -> Literal["goods", "money"]:
        """Goods and money run on separate branches of the chain."""
        return "money" if self.kind == "money" else "goods"


_MULTIPLIERS: Mapping[str, int] = MappingProxyType(
    {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "thousand million": 10**9, "billion": 10**9, "trillion": 10**12}
)

_MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "long ton": "long_ton",
        "short ton": "short_ton",
        "metric ton": "metric_ton",
        "tonne": "metric_ton",
        "kilogram": "kilogram",
        "kg": "kilogram",
        "gram": "gram",
        "pound weight": "pound",
        "lb": "pound",
        "hundredweight": "long_hundredweight",
        "oil barrel": "oil_barrel",
        "imperial gallon": "imperial_gallon",
        "us gallon": "US_liquid_gallon",
        "litre": "litre",
        "cubic metre": "meter ** 3",
        "kilometre": "kilometer",
        "km": "kilometer",
        "metre": "meter",
        "mile": "mile",
        "nautical mile": "nautical_mile",
    }
)
"""Words for measures and their names in Pint. A bare `ton`, `gallon` or `barrel` is left out: each has several meanings."""

_MONEY = re.compile(r"[A-Z]{3}(?:-[0-9]{4})?")
_known: dict[str, Unit] = {}


def parse_unit(text: str) -> Unit:
    """The unit that `text` means. ValueError where it is empty.

    `long tons`, `long-tons` and `long ton` are the same; `USD-1945` is dollars at prices of 1945, `USD` at those of the day; a
    unit may begin with `thousand`, `million`, `billion` (a thousand million). What is no measure and no currency is a count of
    itself.
    """
    unit = _known.get(text)
    if unit is None:
        unit = _known[text] = _parsed(text)
    return unit


def measured_in(text: str) -> Unit:
    """The unit of a series. What stands behind a comma says how it was measured (`km, great circle`), not in what. ValueError."""
    return parse_unit(text.split(",")[0].strip())


def remember(units: Iterable[Unit]) -> None:
    """Take over what was parsed before (by another run, kept in a compiled pack), so that Pint need not be imported."""
    _known.update((unit.text, unit) for unit in units)


def remembered() -> tuple[Unit, ...]:
    """All units parsed so far."""
    return tuple(_known.values())


def _parsed(text: str) -> Unit:
    words = text.split()
    if not words:
        raise ValueError("a unit must be named")
    multiplier = Fraction(1)
    for length in (2, 1):
        head = " ".join(words[:length]).lower()
        if len(words) > length and head in _MULTIPLIERS:
            multiplier, words = Fraction(_MULTIPLIERS[head]), words[length:]
            break
    base = " ".join(words)
    if _MONEY.fullmatch(base):
        return Unit(text, f"money {base}", multiplier, "money")
    name = _singular(base.replace("-", " ").lower())
    if name in _MEASURES:
        dimension, factor = _measure(_MEASURES[name])
        return Unit(text, f"measure {dimension}", multiplier * factor, "measure")
    return Unit(text, f"count {name}", multiplier, "count")


def _singular(name: str) -> str:
    """`long tons` and `long ton` are one unit; words such as `gas` or `glass` keep their end."""
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith(("ss", "us")) else name


@cache
def _measure(name: str) -> tuple[str, Fraction]:
    """Dimension and exact factor of a measure to its base unit."""
    base = _registry().Quantity(Fraction(1), name).to_base_units()
    dimension = " ".join(f"{key.strip('[]')}{power}" for key, power in sorted(base.dimensionality.items()))
    return dimension, Fraction(base.magnitude)


@cache
def _registry() -> Any:
    import pint  # takes a third of a second: only where a measure has not been met before

    return pint.UnitRegistry(non_int_type=Fraction)
