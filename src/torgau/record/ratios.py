"""Two quantities compared, like scope with like scope: the ratio, with the interval that the rival figures leave."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal

import msgspec

from torgau.dates import When
from torgau.record.digits import rounded_outward, significant
from torgau.record.estimates import EstimateView, Limit, ScopeGroup, default_scope, estimate
from torgau.vocabulary import Id, Record

_EXACTLY = Context(prec=50)


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A quantity as the record leaves it: from `low` to `high`, known to `digits` significant digits."""

    id: Id
    scope: Id
    unit: str
    low: Decimal
    high: Decimal
    digits: int
    figures: tuple[Id, ...]


class Ratio(msgspec.Struct, frozen=True, kw_only=True):
    """Left divided by right, for one scope: at least `low`, at most `high`, to no more digits than the inputs carry.

    With populations, `left_share` and `right_share` are the quantities per head (interval), and `share_low`..`share_high` is the
    ratio of these shares. `caveats` name what differs between the sides although the scope is the same.
    """

    scope: Id
    left: Quantity
    right: Quantity
    low: Decimal
    high: Decimal
    left_share: tuple[Decimal, Decimal] | None = None
    right_share: tuple[Decimal, Decimal] | None = None
    share_low: Limit = None
    share_high: Limit = None
    caveats: tuple[str, ...] = ()


class NotCompared(msgspec.Struct, frozen=True, kw_only=True):
    """A scope for which no ratio is given, and why."""

    scope: Id
    why: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """The ratios of two estimates, scope by scope."""

    left: Id
    right: Id
    ratios: tuple[Ratio, ...]
    not_compared: tuple[NotCompared, ...]


def compare(
    record: Record,
    left: Id,
    right: Id,
    scopes: Sequence[Id] = (),
    *,
    left_per: Id | None = None,
    right_per: Id | None = None,
) -> Comparison:
    """The ratio left : right for each of `scopes` (all scopes of either, if none is given), like with like only.

    The interval is [low(left) / high(right), high(left) / low(right)]: every pair of rival figures lies in it (Moore, Interval
    Analysis, 1966). It is rounded outward to the fewest significant digits among the inputs; two single figures give a single
    ratio, rounded to the nearest. `left_per` and `right_per` are estimates or series of populations for ratios per head.
    """
    views = estimate(record, left), estimate(record, right)
    asked = scopes or tuple(dict.fromkeys(group.scope for view in views for group in view.groups))
    ratios: list[Ratio] = []
    refused: list[NotCompared] = []
    for scope in asked:
        pair = _like_pair(views, scope)
        if isinstance(pair, str):
            refused.append(NotCompared(scope=scope, why=pair))
            continue
        quantities = tuple(_of_group(view.id, group) for view, group in zip(views, pair, strict=True))
        if quantities[0] is None or quantities[1] is None:
            refused.append(NotCompared(scope=scope, why="a side has no figure with both a lower and an upper bound"))
        elif quantities[1].low <= 0 or quantities[0].low < 0:
            refused.append(NotCompared(scope=scope, why="a ratio needs a right side above zero and a left side not below it"))
        else:
            heads = tuple(_heads(record, per, group.period) for per, group in zip((left_per, right_per), pair, strict=True))
            ratios.append(_ratio(scope, pair, quantities[0], quantities[1], heads))
    return Comparison(left=left, right=right, ratios=tuple(ratios), not_compared=tuple(refused))


def _like_pair(views: tuple[EstimateView, EstimateView], scope: Id) -> tuple[ScopeGroup, ScopeGroup] | str:
    """The groups of both sides that count the same in the same unit, or why there is no such pair."""
    sides = [[group for group in view.groups if group.scope == scope] for view in views]
    for view, groups in zip(views, sides, strict=True):
        if not groups:
            return f"{view.id} has no figure of this scope"
    for left in sides[0]:
        for right in sides[1]:
            if left.unit == right.unit:
                return left, right
    return f"different units: {sides[0][0].unit}; {sides[1][0].unit}"


def _of_group(entry: Id, group: ScopeGroup) -> Quantity | None:
    if group.low is None or group.high is None or group.open_high or group.open_low:
        return None
    return _quantity(entry, group.scope, group.unit, group.low, group.high, tuple(row.id for row in group.figures))


def _quantity(entry: Id, scope: Id, unit: str, low: Decimal, high: Decimal, figures: tuple[Id, ...]) -> Quantity:
    digits = min(significant(low), significant(high))
    return Quantity(id=entry, scope=scope, unit=unit, low=low, high=high, digits=digits, figures=figures)


def _heads(record: Record, entry_id: Id | None, period: When | None) -> Quantity | None:
    """A population: an estimate's default scope, or the points of a series that touch the period (all of them without one)."""
    if entry_id is None:
        return None
    if entry_id in record.estimates:
        group = estimate(record, entry_id).group(default_scope(record.estimates[entry_id]))
        return None if group is None else _of_group(entry_id, group)
    series = record.series[entry_id]
    points = [
        point
        for point in record.points.get(entry_id, ())
        if period is None or point.start.days.hull().union(point.end.days).hull().intersect(period.days.hull())
    ]
    lows = [point.low if point.low is not None else point.value for point in points]
    highs = [point.high if point.high is not None else point.value for point in points]
    known = [bound for bound in (*lows, *highs) if bound is not None]
    if not known or None in lows or None in highs:
        return None
    return _quantity(entry_id, series.scope, series.unit, min(known), max(known), ())


def _ratio(
    scope: Id,
    pair: tuple[ScopeGroup, ScopeGroup],
    left: Quantity,
    right: Quantity,
    heads: tuple[Quantity | None, ...],
) -> Ratio:
    digits = min(left.digits, right.digits)
    exact = _divide((left.low, left.high), (right.low, right.high))
    low, high = rounded_outward(*exact, digits)
    caveats = []
    if pair[0].period != pair[1].period:
        caveats.append(f"the periods differ: {pair[0].period or 'not stated'}; {pair[1].period or 'not stated'}")
    ratio = Ratio(scope=scope, left=left, right=right, low=low, high=high, caveats=tuple(caveats))
    left_heads, right_heads = heads
    if left_heads is None or right_heads is None or left_heads.low <= 0 or right_heads.low <= 0:
        return ratio
    if left_heads.unit != right_heads.unit:
        return msgspec.structs.replace(ratio, caveats=(*caveats, f"populations in {left_heads.unit} and {right_heads.unit}"))
    shares = [
        _divide((side.low, side.high), (people.low, people.high)) for side, people in ((left, left_heads), (right, right_heads))
    ]
    digits = min(digits, left_heads.digits, right_heads.digits)
    share_low, share_high = (None, None) if shares[1][0] <= 0 else rounded_outward(*_divide(*shares), digits)
    return msgspec.structs.replace(
        ratio,
        left_share=rounded_outward(*shares[0], min(left.digits, left_heads.digits)),
        right_share=rounded_outward(*shares[1], min(right.digits, right_heads.digits)),
        share_low=share_low,
        share_high=share_high,
    )


def _divide(a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """The quotient of two intervals of numbers that are not negative, the second above zero."""
    return _EXACTLY.divide(a[0], b[1]), _EXACTLY.divide(a[1], b[0])
