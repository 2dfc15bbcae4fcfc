"""Rival figures for one quantity: by scope, side by side, never averaged."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import Literal

import msgspec

from torgau.dates import When
from torgau.record.digits import half_unit
from torgau.vocabulary import Estimate, Figure, Id, Record, Scope

Limit = Decimal | None
"""A bound of a quantity; None where no source gives one. It is never 0 for want of knowledge."""


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """One figure as it is shown, with the date of its own publication and that of the source in which it stands.

    `undated`: nobody says when it was found out, and of a poll the date of a page that quotes it does not say so either. An
    undated poll stands apart from the range of the dated ones.
    """

    id: Id
    scope: Id
    unit: str
    value: Limit = None
    low: Limit = None
    high: Limit = None
    at_least: bool = False
    method: str = ""
    published: When | None = None
    source_date: When | None = None
    source: Id
    locator: str = ""
    verified: bool = False
    house: str = ""
    standing: str = "current"
    undated: bool = False
    note: str = ""

    @property
    def bounds(self) -> tuple[Limit, Limit]:
        """The lowest and highest value that the figure allows. "At least" leaves it open above."""
        low = self.low if self.low is not None else self.value
        high = self.high if self.high is not None else self.value
        return low, None if self.at_least else high


class ScopeGroup(msgspec.Struct, frozen=True, kw_only=True):
    """The figures that count the same thing in the same unit, and the range they leave: lowest low to highest high.

    `low`..`high` is the range of the figures now in use. Superseded and minority figures are listed, and widen only
    `widest_low`..`widest_high`; if there are no others, they are the range. So it is with undated polls. `open_low` and
    `open_high` name figures of the range that give no bound on that side: it holds without them.
    """

    scope: Id
    means: str
    period: When | None
    includes: tuple[Id, ...]
    unit: str
    low: Limit
    high: Limit
    widest_low: Limit
    widest_high: Limit
    open_low: tuple[Id, ...]
    open_high: tuple[Id, ...]
    figures: tuple[FigureRow, ...]


class Incomparable(msgspec.Struct, frozen=True, kw_only=True):
    """Two groups of figures that must not be set against each other, and why."""

    left: Id
    right: Id
    why: tuple[str, ...]


class EstimateView(msgspec.Struct, frozen=True, kw_only=True):
    """One quantity with its rival figures; the group of the default scope comes first.

    Two groups are never comparable. `incomparable` says why, for those that might be taken for it: of one scope or one unit.
    """

    id: Id
    title: str
    kind: str
    actor: Id | None
    default_scope: Id
    groups: tuple[ScopeGroup, ...]
    incomparable: tuple[Incomparable, ...]

    def group(self, scope: Id) -> ScopeGroup | None:
        """The first group of this scope, or None."""
        return next((group for group in self.groups if group.scope == scope), None)


Fit = Literal["fits", "within-range", "below", "above", "true", "true-of-some", "false", "other-unit", "no-range"]


class Placement(msgspec.Struct, frozen=True, kw_only=True):
    """How a given number lies to the figures of one scope.

    `fits`: it is one of the figures (`matches`), to the digits it is given in; `within-range`: between rival figures but none of
    them; `below`, `above`: outside, by `gap`. For "more than": `true` of all figures, `true-of-some`, or `false`; and `matches`
    is empty if no figure is that number: a statement may be true and still name no known quantity. `former` are those of
    `matches` that are superseded or of a minority; apart from `matches` all this is about the figures now in use.
    """

    scope: Id
    means: str
    unit: str
    fit: Fit
    matches: tuple[Id, ...] = ()
    former: tuple[Id, ...] = ()
    gap: Limit = None


def estimate(record: Record, estimate_id: Id, scope: Id | None = None) -> EstimateView:
    """The rival figures of an estimate, of one scope or of all. KeyError for an unknown estimate or scope."""
    entry = record.estimates[estimate_id]
    by_id = {each.id: each for each in entry.scopes}
    if scope is not None and scope not in by_id and not any(figure.scope == scope for figure in entry.figures):
        raise KeyError(scope)
    rows: dict[tuple[Id, str], list[FigureRow]] = {}
    for figure in entry.figures:
        rows.setdefault((figure.scope, figure.unit), []).append(_row(record, entry, by_id.get(figure.scope), figure))
    places = {each: at for at, each in enumerate(dict.fromkeys((default_scope(entry), *by_id)))}
    groups = [
        _group(by_id.get(key[0]), key, found, poll=entry.kind == "poll")
        for key, found in sorted(rows.items(), key=lambda item: (places.get(item[0][0], len(places)), item[0]))
        if scope in (None, key[0])
    ]
    return EstimateView(
        id=entry.id,
        title=entry.title,
        kind=entry.kind,
        actor=entry.actor,
        default_scope=default_scope(entry),
        groups=tuple(groups),
        incomparable=tuple(_incomparable(left, right) for left, right in combinations(groups, 2) if _confusable(left, right)),
    )


def default_scope(entry: Estimate) -> Id:
    """The scope that is meant when none is named: the declared one, else the first."""
    return entry.default_scope or next((scope.id for scope in entry.scopes), "")


def place_value(
    record: Record,
    estimate_id: Id,
    *,
    value: Limit = None,
    low: Limit = None,
    high: Limit = None,
    at_least: bool = False,
    unit: str = "",
) -> tuple[Placement, ...]:
    """With which scopes of an estimate a number, a range, or "more than a number" is compatible.

    A single number is read to its own last digit (three digits at the least), and so are the figures: 418,000 may be 417,500 to
    418,500. "More than" is judged as a statement on each figure, without rounding. ValueError where no number is given.
    """
    bottom = low if low is not None else value
    top = high if high is not None else value
    if bottom is None and top is None:
        raise ValueError("no number to place")
    return tuple(_placed(group, bottom, top, at_least=at_least, unit=unit) for group in estimate(record, estimate_id).groups)


def _row(record: Record, entry: Estimate, scope: Scope | None, figure: Figure) -> FigureRow:
    source = record.sources.get(figure.source)
    poll = entry.kind == "poll"
    source_date = source.content_date if source else None
    # A book's figure is as old as the book. A poll is not as old as the page that quotes it, but as the days on which it asked.
    dates = (figure.published, (scope.period if scope else None) if poll else source_date)
    undated = all(when is None or when.start.lo is None for when in dates)
    return FigureRow(
        id=figure.id,
        scope=figure.scope,
        unit=figure.unit,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        at_least=figure.at_least,
        method=figure.method,
        published=figure.published,
        source_date=source_date,
        source=figure.source,
        locator=figure.locator,
        verified=figure.verified,
        house=source.witness if source else figure.source,
        standing=figure.standing,
        undated=undated,
        note=figure.note,
    )


def _group(scope: Scope | None, key: tuple[Id, str], rows: Sequence[FigureRow], *, poll: bool) -> ScopeGroup:
    counted = _in_use(rows, poll=poll)
    low, high = _range(counted)
    widest_low, widest_high = _range(rows)
    return ScopeGroup(
        scope=key[0],
        means=scope.means if scope else "",
        period=scope.period if scope else None,
        includes=scope.includes if scope else (),
        unit=key[1],
        low=low,
        high=high,
        widest_low=widest_low,
        widest_high=widest_high,
        open_low=tuple(row.id for row in counted if row.bounds[0] is None),
        open_high=tuple(row.id for row in counted if row.bounds[1] is None),
        figures=tuple(sorted(rows, key=_by_age)),
    )


def _by_age(row: FigureRow) -> tuple[bool, int, Id]:
    date = row.published or row.source_date
    return row.undated, (date.lo or 0) if date else 0, row.id


def _in_use(rows: Sequence[FigureRow], *, poll: bool = False) -> Sequence[FigureRow]:
    """The figures that make the range: those now in use, of polls the dated ones; all where that leaves none."""
    return [row for row in rows if row.standing == "current" and not (poll and row.undated)] or rows


def _range(rows: Sequence[FigureRow]) -> tuple[Limit, Limit]:
    bounds = [row.bounds for row in rows]
    low = min((low for low, _ in bounds if low is not None), default=None)
    return low, max((high for _, high in bounds if high is not None), default=None)


def _confusable(left: ScopeGroup, right: ScopeGroup) -> bool:
    return left.unit == right.unit or left.scope == right.scope


def _incomparable(left: ScopeGroup, right: ScopeGroup) -> Incomparable:
    why = []
    if left.scope != right.scope:
        why.append(f"they count different things: {left.means or left.scope}; {right.means or right.scope}")
        if right.scope in left.includes:
            why.append(f"{left.scope} includes {right.scope}")
        if left.scope in right.includes:
            why.append(f"{right.scope} includes {left.scope}")
    if left.unit != right.unit:
        why.append(f"different units: {left.unit}; {right.unit}")
    if left.period is not None and right.period is not None and left.period != right.period:
        why.append(f"different periods: {left.period}; {right.period}")
    return Incomparable(left=left.scope, right=right.scope, why=tuple(why))


def _placed(group: ScopeGroup, low: Limit, high: Limit, *, at_least: bool, unit: str) -> Placement:
    current = _in_use(group.figures)
    number = _read(low, low) if at_least else _read(low, high)
    hits = [row for row in group.figures if _overlap(number, _read(*row.bounds))]
    matches = tuple(row.id for row in hits)
    former = tuple(row.id for row in hits if row not in current)

    def placed(fit: Fit, gap: Limit = None) -> Placement:
        return Placement(scope=group.scope, means=group.means, unit=group.unit, fit=fit, matches=matches, former=former, gap=gap)

    if unit and unit != group.unit:
        matches, former = (), ()
        return placed("other-unit")
    if at_least and low is not None:
        return placed(_more_than(current, low))
    if matches:
        return placed("fits")
    if group.low is None and group.high is None:
        return placed("no-range")
    if high is not None and group.low is not None and high < group.low:
        return placed("below", group.low - high)
    if low is not None and group.high is not None and low > group.high:
        return placed("above", low - group.high)
    return placed("within-range")


def _read(low: Limit, high: Limit) -> tuple[Limit, Limit]:
    """What a written number may stand for: a single one is good to its last digit, a range is what it says."""
    if low is None or low != high:
        return low, high
    return low - half_unit(low), low + half_unit(low)


def _overlap(a: tuple[Limit, Limit], b: tuple[Limit, Limit]) -> bool:
    """Whether two intervals share a value; a missing bound is open, and two missing bounds on one side prove nothing."""
    if a == (None, None) or b == (None, None):
        return False
    return not (
        (a[1] is not None and b[0] is not None and a[1] < b[0]) or (b[1] is not None and a[0] is not None and b[1] < a[0])
    )


def _more_than(rows: Sequence[FigureRow], number: Decimal) -> Fit:
    """Whether "more than `number`" is true of every figure, may be true of some, or is true of none."""
    surely = [row.bounds[0] is not None and row.bounds[0] > number for row in rows]
    may_be = [row.bounds[1] is None or row.bounds[1] > number for row in rows]
    return "true" if all(surely) else "true-of-some" if any(may_be) else "false"
