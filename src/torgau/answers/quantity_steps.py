"""Steps about quantities: rival figures, ratios of like scopes, series, and days between events."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from torgau.answers.record_steps import first_day, in_words, last_day, shortened
from torgau.answers.results import StepResult
from torgau.answers.sentences import counted, listed
from torgau.record.digits import text
from torgau.record.estimates import FigureRow, ScopeGroup, estimate
from torgau.record.lags import Lag, lag
from torgau.record.paths import path
from torgau.record.ratios import Ratio, compare
from torgau.record.series import Extreme, extreme, points_between
from torgau.record.show import title_of
from torgau.vocabulary import Record
from torgau.vocabulary import questions as q


def span(low: Decimal | None, high: Decimal | None) -> str:
    """`8,668,400`, `26,000,000 to 27,000,000`, or which side is not known."""
    if low is None and high is None:
        return "quantity not found"
    if low is None or high is None:
        return f"at least {text(low)}" if low is not None else f"at most {text(high)}" if high is not None else ""
    return text(low) if low == high else f"{text(low)} to {text(high)}"


def figures(record: Record, step: q.EstimateStep) -> StepResult:
    """The rival figures, scope by scope: `title`, `range` (of the default scope), `list`, `count`, and `{scope}` for each.

    `{scope}_sources` and `{scope}_kinds` say who gives the figures; `{scope}_former` lists those that are no longer in use.
    """
    view = estimate(record, step.estimate)
    groups = [group for group in view.groups if not step.scopes or group.scope in step.scopes]
    values = {
        "title": view.title,
        "count": str(sum(len(group.figures) for group in groups)),
        "scopes": listed([group.scope for group in groups]),
        "list": shortened([f"{group.means}: {span(group.low, group.high)} {group.unit}" for group in groups]),
        "range": "quantity not found",
        "means": "",
    }
    main = next((group for group in groups if group.scope == view.default_scope), groups[0] if groups else None)
    if main is not None:
        values |= {"range": f"{span(main.low, main.high)} {main.unit}", "means": main.means}
    for scope in step.scopes:
        values |= {scope: "quantity not found", f"{scope}_sources": "none", f"{scope}_kinds": "none", f"{scope}_former": "none"}
    for group in groups:
        former = [figure for figure in group.figures if figure.standing != "current"]
        values[group.scope] = f"{span(group.low, group.high)} {group.unit}"
        values[f"{group.scope}_sources"] = listed(list(dict.fromkeys(_said_by(record, figure) for figure in group.figures)))
        values[f"{group.scope}_kinds"] = listed(list(dict.fromkeys(_kind_of(record, figure) for figure in group.figures)))
        values[f"{group.scope}_former"] = shortened([_with_method(record, figure, group.unit) for figure in former])
    about = {"estimate": view.id, "quantity": view.title, "actor": view.actor, "about": record.estimates[view.id].note}
    rows = tuple({**about, **_figure_row(record, group, figure)} for group in groups for figure in group.figures)
    # The shares of a poll are the answers to one question, not rival counts of different things.
    apart = len(groups) > 1 and view.kind != "poll"
    caveats = (f"{view.title}: figures of different scope are kept apart and never averaged.",) if apart else ()
    return StepResult(values=values, rows=rows, ids=(view.id,), caveats=caveats)


def _said_by(record: Record, figure: FigureRow) -> str:
    source = record.sources.get(figure.source)
    return source.title if source else figure.source


def _kind_of(record: Record, figure: FigureRow) -> str:
    source = record.sources.get(figure.source)
    return in_words(source.kind) if source else "unknown"


def _with_method(record: Record, figure: FigureRow, unit: str) -> str:
    """`20,000,000 persons (official statement, 1965, superseded; Statements of a government)`."""
    dated = figure.published.text if figure.published else ""
    about = (figure.method, dated, f"{figure.standing}; {_said_by(record, figure)}")
    return f"{span(*figure.bounds)} {unit} ({', '.join(part for part in about if part)})"


def _figure_row(record: Record, group: ScopeGroup, figure: FigureRow) -> dict[str, Any]:
    return {
        "id": figure.id,
        "scope": group.scope,
        "means": group.means,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": group.unit,
        "at_least": figure.at_least,
        "method": figure.method,
        "published": figure.published.text if figure.published else None,
        "standing": figure.standing,
        "source": figure.source,
        "source_kind": _kind_of(record, figure),
        "locator": figure.locator,
        "verified": figure.verified,
        "note": figure.note,
    }


def ratios(record: Record, step: q.CompareStep) -> StepResult:
    """Left to right, like scope with like scope: `list`, and `{scope}` for each ratio; what cannot be compared is a caveat."""
    found = compare(record, step.left, step.right, step.scopes, left_per=step.left_per, right_per=step.right_per)
    values = {
        "list": "; ".join(f"{in_words(ratio.scope)}: {span(ratio.low, ratio.high)} to 1" for ratio in found.ratios) or "none",
        "count": str(len(found.ratios)),
        "per_head": "; ".join(
            f"{in_words(ratio.scope)}: {span(ratio.share_low, ratio.share_high)} to 1"
            for ratio in found.ratios
            if ratio.share_low is not None
        )
        or "not computed",
    }
    for ratio in found.ratios:
        values[ratio.scope] = f"{span(ratio.low, ratio.high)} to 1"
    caveats = [caveat for ratio in found.ratios for caveat in ratio.caveats]
    caveats += [f"Not compared, {item.scope}: {item.why}." for item in found.not_compared]
    return StepResult(
        values=values,
        rows=tuple(_ratio_row(ratio) for ratio in found.ratios),
        ids=(step.left, step.right),
        caveats=tuple(caveats),
    )


def _ratio_row(ratio: Ratio) -> dict[str, Any]:
    return {
        "scope": ratio.scope,
        "ratio_low": ratio.low,
        "ratio_high": ratio.high,
        "unit": "ratio",
        "left": {"low": ratio.left.low, "high": ratio.left.high, "unit": ratio.left.unit, "id": ratio.left.id},
        "right": {"low": ratio.right.low, "high": ratio.right.high, "unit": ratio.right.unit, "id": ratio.right.id},
        "per_head_low": ratio.share_low,
        "per_head_high": ratio.share_high,
    }


def days_between(record: Record, step: q.LagStep) -> StepResult:
    """Days from one entry to others: `list`, `start`, `start_date`; by place in the list `1` (`25 days`), `title_1`, `date_1`."""
    found = lag(record, step.start, step.ends)
    origin = record.get(step.start)
    values = {
        "start": title_of(origin) if origin else step.start,
        "start_date": found[0].start_date.text if found else "unknown",
        "list": listed([f"{_title(record, item)} ({item.end_date.text}) {_lag_words(item)}" for item in found]),
    }
    for position, item in enumerate(found, start=1):
        values[str(position)] = _lag_words(item)
        values[f"title_{position}"] = _title(record, item)
        values[f"date_{position}"] = item.end_date.text
        values[f"words_{position}"] = item.words or _lag_words(item)
    rows = tuple(
        {"from": item.start, "to": item.end, "days": item.days, "least": item.least, "most": item.most, "unit": "days"}
        for item in found
    )
    return StepResult(values=values, rows=rows, ids=(step.start, *step.ends))


def _title(record: Record, item: Lag) -> str:
    entry = record.get(item.end)
    return title_of(entry) if entry else item.end


def _lag_words(item: Lag) -> str:
    if item.days is not None:
        return counted(item.days, "day")
    low, high = ("unknown" if bound is None else str(bound) for bound in (item.least, item.most))
    return f"{low} to {high} days"


def extremes(record: Record, step: q.SeriesStep) -> StepResult:
    """Highest and lowest point of a series: `title`, `unit`, `high`, `high_date`, `low`, `low_date`, `first`, `last`, `count`."""
    view = points_between(record, step.series, first_day(step.start), last_day(step.end))
    values = {"title": view.title, "unit": view.unit, "scope": view.scope, "count": str(len(view.points))}
    for name, which in (("high", extreme(view, "highest")), ("low", extreme(view, "lowest"))):
        values[name] = f"{span(which.low, which.high)} {view.unit}" if which else "quantity not found"
        values[f"{name}_date"] = _when(which) if which else "unknown"
    for name, points in (("first", view.points[:1]), ("last", view.points[-1:])):
        values[name] = f"{span(points[0].value, points[0].value)} {view.unit}" if points else "quantity not found"
        values[f"{name}_date"] = f"{points[0].start.text}/{points[0].end.text}" if points else "unknown"
    rows = tuple(
        {
            "start": point.start.text,
            "end": point.end.text,
            "value": point.value,
            "low": point.low,
            "high": point.high,
            "unit": view.unit,
            "scope": view.scope,
            "source": point.source,
            "locator": point.locator,
            "verified": point.verified,
        }
        for point in view.points
    )
    return StepResult(values=values, rows=rows, ids=(step.series,))


def _when(which: Extreme) -> str:
    dates = [
        point.start.text if point.start.text == point.end.text else f"{point.start.text}/{point.end.text}"
        for point in which.points
    ]
    return listed(dates, last="or")


def chain(record: Record, step: q.PathStep) -> StepResult:
    """The chain of links between two entries: `list`, `count` (steps), `claimed` (how many of them are interpretations)."""
    hops = path(record, step.start, step.end)
    ids = [hops[0].start, *(hop.end for hop in hops)] if hops else []
    titles = [title_of(entry) for entry in map(record.get, ids) if entry is not None]
    values = {
        "count": str(len(hops)),
        "list": ", then ".join(titles) or "no chain on record",
        "claimed": str(sum(hop.basis == "claimed" for hop in hops)),
    }
    rows = tuple({"from": hop.start, "to": hop.end, "kind": hop.kind, "basis": hop.basis} for hop in hops)
    return StepResult(values=values, rows=rows, ids=tuple(ids))
