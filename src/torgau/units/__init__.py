"""Units as types: weights convert exactly, money keeps its currency and price year, counts of different things never mix."""

from torgau.units.quantity import Quantity, UnitError
from torgau.units.unit import Unit, measured_in, parse_unit, remember, remembered

__all__ = ["Quantity", "Unit", "UnitError", "measured_in", "parse_unit", "remember", "remembered"]
