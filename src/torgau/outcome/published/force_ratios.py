"""Ratios of weighted sums of series, exactly: who could put how much into the field against whom, by a published rule.

The rule is data (`ratios` of a pack): for each sum the series, the periods and the exact weights. The reference pack declares
those of Harrison (1998), The Economics of World War II, tables 1-3 and 1-5. The arithmetic is in fractions, so that a
difference from the printed value can only come from the inputs or the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal, NamedTuple

from torgau.dates import When
from torgau.outcome.published.reading import Row, TableProblem, read_table
from torgau.vocabulary import Id, Record
from torgau.vocabulary.ratios import Weighted, WeightedRatio

Figures = Mapping[tuple[str, str], Decimal]
"""The figures of one series by stretch of time: first and last day as ISO text."""

Agreement = Literal["to the last digit", "within the rounding of the inputs", "no"]


@dataclass(frozen=True)
class RatioValue:
    """The ratio over one stretch of time. `numerator` and `denominator` are in `unit`; `ratio` is a pure number.

    `low`..`high` is what the ratio may be if every figure is known to half a unit of its last digit only. `printed` is what the
    publisher prints for it; None where nothing is.
    """

    start: str
    end: str
    numerator: Fraction
    denominator: Fraction
    low: Fraction
    high: Fraction
    unit: str
    printed: Decimal | None = None

    @property
    def ratio(self) -> Fraction:
        """Numerator divided by denominator, exactly."""
        return self.numerator / self.denominator

    @property
    def agrees(self) -> Agreement | None:
        """How the printed value compares, which itself is known to half a unit of its last digit; None where nothing is
        printed."""
        if self.printed is None:
            return None
        printed, half = Fraction(self.printed), _half(self.printed)
        if abs(self.ratio - printed) <= half:
            return "to the last digit"
        return "within the rounding of the inputs" if self.low - half <= printed <= self.high + half else "no"


@dataclass(frozen=True)
class NotComputed:
    """A stretch of time for which a sum lacks figures, and which series lack them."""

    start: str
    end: str
    why: str


@dataclass(frozen=True)
class RatioSeries:
    """A declared ratio over time, where it could be computed and where not."""

    id: Id
    title: str
    rule: str
    unit: str
    values: tuple[RatioValue, ...]
    not_computed: tuple[NotComputed, ...]


def force_ratio(record: Record, ratio_id: Id) -> RatioSeries:
    """A ratio of the pack from the pack's own series. KeyError for an unknown ratio."""

    def figures(series: Id) -> Figures:
        return {
            (point.start.text, point.end.text): point.value for point in record.points.get(series, ()) if point.value is not None
        }

    return computed(record.ratios[ratio_id], figures, _unit(record, record.ratios[ratio_id]))


def force_ratio_from_table(record: Record, ratio_id: Id, path: str | Path) -> RatioSeries:
    """A ratio of the pack from a published table: a column `country`, and a column for each year.

    A series takes the rows whose country is a name of its actor; several rows of one country (one on each side) are added up.
    Rows of totals and ratios name no actor and are left aside. KeyError for an unknown ratio; TableProblem for a table that
    cannot be used.
    """
    ratio = record.ratios[ratio_id]
    table = _by_country(read_table(path, ("country",)))
    if not table:
        raise TableProblem(path, 1, "no column is a year", "name the columns of figures by their year in four digits")

    def figures(series: Id) -> Figures:
        actor = record.actors.get(record.series[series].actor or "")
        names = {series} if actor is None else {actor.id, actor.name, *actor.also}
        found: dict[tuple[str, str], Decimal] = {}
        for country in sorted(names & set(table)):
            for stretch, value in table[country].items():
                found[stretch] = found.get(stretch, Decimal(0)) + value
        if not found:
            raise TableProblem(path, 0, f"no row is about {series}", f"its country must be one of {', '.join(sorted(names))}")
        return found

    return computed(ratio, figures, _unit(record, ratio))


def computed(ratio: WeightedRatio, figures: Callable[[Id], Figures], unit: str) -> RatioSeries:
    """The ratio for every stretch of time in which a series of its sums has a figure, in order of time.

    A sum counts the parts whose period covers the stretch. A part that covers it but has no figure leaves the ratio out, with
    the reason: a sum that lacks a country would pass for complete. The same holds where a sum has no part at all.
    """
    held = {part.series: figures(part.series) for part in (*ratio.numerator, *ratio.denominator)}
    stretches = {
        stretch
        for part in (*ratio.numerator, *ratio.denominator)
        for stretch in held[part.series]
        if _covers(part.period, stretch)
    }
    values: list[RatioValue] = []
    without: list[NotComputed] = []
    for start, end in sorted(stretches):
        above, below = (_sum(parts, held, (start, end)) for parts in (ratio.numerator, ratio.denominator))
        why = "; ".join(each for each in (above, below) if isinstance(each, str))
        if not isinstance(above, str) and not isinstance(below, str) and below.low > 0:
            printed = next((each.value for each in ratio.printed if _covers(each.period, (start, end))), None)
            low, high = above.low / below.high, above.high / below.low
            values.append(RatioValue(start, end, above.value, below.value, low, high, unit, printed))
        else:
            without.append(NotComputed(start, end, why or "the denominator may be zero"))
    return RatioSeries(ratio.id, ratio.title, ratio.rule, unit, tuple(values), tuple(without))


class _Sum(NamedTuple):
    value: Fraction
    low: Fraction
    high: Fraction


def _sum(parts: Iterable[Weighted], held: Mapping[Id, Figures], stretch: tuple[str, str]) -> _Sum | str:
    covering = [part for part in parts if _covers(part.period, stretch)]
    lacking = [part.series for part in covering if stretch not in held[part.series]]
    if not covering or lacking:
        return f"no figure for {', '.join(lacking)}" if lacking else "no series counts in this time"
    value, off = Fraction(0), Fraction(0)
    for part in covering:
        figure = held[part.series][stretch]
        value += Fraction(*part.weight) * Fraction(figure)
        off += Fraction(*part.weight) * _half(figure)
    return _Sum(value, value - off, value + off)


def _half(figure: Decimal) -> Fraction:
    """Half a unit of the last digit that is written: 164.2 is known to 0.05, and 7100 to 0.5."""
    return Fraction(1, 2) * Fraction(10) ** int(figure.as_tuple().exponent)


def _covers(period: When, stretch: tuple[str, str]) -> bool:
    """Whether all days of the stretch lie in the period."""
    first, last = When.parse(stretch[0]).lo, When.parse(stretch[1]).hi
    if first is None or last is None:
        return False
    return (period.lo is None or period.lo <= first) and (period.hi is None or last <= period.hi)


def _unit(record: Record, ratio: WeightedRatio) -> str:
    series = record.series.get(ratio.numerator[0].series)
    return series.unit if series is not None else ""


def _by_country(rows: Iterable[Row]) -> dict[str, dict[tuple[str, str], Decimal]]:
    """The figures of each country by year; a country that stands on two rows has the sum of them."""
    table: dict[str, dict[tuple[str, str], Decimal]] = {}
    for row in rows:
        for column, text in row.cells.items():
            if text and column.isascii() and column.isdigit() and len(column) == 4:
                row.number(column)  # an error with its line where the cell holds no number
                held = table.setdefault(row.cells["country"], {})
                stretch = (f"{column}-01-01", f"{column}-12-31")
                held[stretch] = held.get(stretch, Decimal(0)) + Decimal(text)
    return table
