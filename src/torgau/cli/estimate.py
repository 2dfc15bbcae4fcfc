"""`torgau estimate`: the rival figures for one quantity, by scope, never averaged."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from torgau.cli import record_text as text
from torgau.cli.settings import Settings, fail, json_option

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.record.estimates import EstimateView, FigureRow, Placement, ScopeGroup
    from torgau.vocabulary import Record

FITS = {
    "fits": "fits",
    "within-range": "lies between the figures, and is none of them",
    "below": "lies below the figures",
    "above": "lies above the figures",
    "true": "is true of every figure",
    "true-of-some": "is true of some figures",
    "false": "is not true of any figure",
    "other-unit": "is in another unit",
    "no-range": "cannot be placed: the figures give no bound",
}

MOST_GROUPS = 3
"""How many groups the answer's sentence names."""


@click.command(name="estimate")
@click.argument("estimate_id", metavar="ID")
@click.option("--scope", metavar="S", help="Only this scope.")
@click.option("--place", "number", metavar="N", help="Say which scopes a number is compatible with (`>N`: more than N).")
@json_option
@click.pass_obj
def command(settings: Settings, estimate_id: str, scope: str | None, number: str | None, as_json: bool) -> None:
    """Show the rival estimates of one quantity, grouped by what they count.

    Figures of one scope and unit may be compared; their range runs from the
    lowest to the highest and no average is made. Figures of different scope
    stand apart, with the reason.

    \b
    Examples:
      torgau estimate us-deaths
      torgau estimate us-deaths --scope military
      torgau estimate us-deaths --place ">330000"
    """
    from torgau.dates import format_day
    from torgau.record.estimates import estimate, place_value
    from torgau.record.show import nearest

    record = settings.record()
    if estimate_id not in record.estimates:
        fail(f"no estimate {estimate_id!r} in this pack", text.did_you_mean(nearest(record, estimate_id, ("estimates",))))
    scopes = list(dict.fromkeys(figure.scope for figure in record.estimates[estimate_id].figures))
    if scope is not None and scope not in scopes:
        fail(f"--scope: {estimate_id} has no scope {scope!r}", f"use one of {', '.join(scopes)}")
    view = estimate(record, estimate_id, scope)
    placements: tuple[Placement, ...] = ()
    if number is not None:
        value, more_than = _number(number)
        placements = tuple(
            place for place in place_value(record, estimate_id, value=value, at_least=more_than) if scope in (None, place.scope)
        )
    answer = text.record_answer(
        record,
        question=f"{view.title}: what do the sources say?",
        reading="Figures by scope and unit; a range runs from the lowest to the highest of one group. No average is made.",
        answer=_sentence(view),
        as_of=format_day(text.last_day(record)),
        data=(view, *placements),
        ids=[estimate_id],
    )
    if unread := [row.id for group in view.groups for row in group.figures if not row.verified]:
        caveat = f"Figures not yet read in a source by the makers of this pack: {', '.join(unread)}."
        answer = replace(answer, caveats=(caveat,))
    text.emit(answer, _lines(record, answer, view, placements, number or ""), as_json=as_json)


def _number(written: str) -> tuple[Decimal, bool]:
    bare = written.removeprefix(">").replace(",", "").replace("_", "").strip()
    try:
        value = Decimal(bare)
    except InvalidOperation:
        fail(f"--place: {written!r} is not a number", "write it in digits, for instance 418000 or '>330000'")
    if not value.is_finite():
        fail(f"--place: {written!r} is not a number", "write it in digits, for instance 418000 or '>330000'")
    return value, written.startswith(">")


def _sentence(view: EstimateView) -> str:
    if not view.groups:
        return "The pack has no figure for it."
    parts = [f"{_range(group)} ({group.means or group.scope})" for group in view.groups[:MOST_GROUPS]]
    more = len(view.groups) - MOST_GROUPS
    rest = f" {more} more groups of figures count other things." if more > 0 else ""
    warning = " They count different things and must not be set against each other." if len(parts) > 1 else ""
    return f"{'; '.join(parts)}.{warning}{rest}"


def _range(group: ScopeGroup) -> str:
    from torgau.record.digits import text as number

    if group.low is None and group.high is None:
        return f"no bound in {group.unit}"
    if group.low == group.high and group.low is not None:
        return f"{number(group.low)} {group.unit}"
    if group.low is None or group.high is None:
        bound = f"at least {number(group.low)}" if group.low is not None else f"at most {number(group.high or Decimal(0))}"
        return f"{bound} {group.unit}"
    return f"{number(group.low)} to {number(group.high)} {group.unit}"


def _figure(row: FigureRow) -> str:
    from torgau.record.digits import text as number

    parts = []
    if row.value is not None:
        parts.append(("at least " if row.at_least else "") + number(row.value))
    if row.low is not None or row.high is not None:
        low, high = (number(bound) if bound is not None else "unknown" for bound in (row.low, row.high))
        parts.append(f"({low} to {high})" if row.value is not None else f"{low} to {high}")
    return " ".join(parts) or "no figure"


def _date(row: FigureRow) -> str:
    if row.published is not None:
        return f"published {row.published}"
    return f"in a source of {row.source_date}" if row.source_date is not None else "undated" if row.undated else ""


def _lines(record: Record, answer: Answer, view: EstimateView, placements: tuple[Placement, ...], number: str) -> Iterator[str]:
    yield text.heading(answer, view.title)
    for group in view.groups:
        default = "; the default scope" if group.scope == view.default_scope else ""
        period = f", {group.period}" if group.period is not None else ""
        yield "\n" + text.wrapped(f"{group.scope}: {group.means}{period}{default}", 0, 2)
        yield text.wrapped(f"range: {_range(group)}", 2, 4)
        if (group.low, group.high) != (group.widest_low, group.widest_high):
            widest = replace(group, low=group.widest_low, high=group.widest_high)
            yield text.wrapped(f"with figures no longer in use, of a minority, or undated: {_range(widest)}", 2, 4)
        if group.open_high or group.open_low:
            unbounded = ", ".join(dict.fromkeys((*group.open_low, *group.open_high)))
            yield text.wrapped(f"without a bound on one side: {unbounded}", 2, 4)
        for row in group.figures:
            dated = _date(row)
            unread = "" if row.verified else "unverified"
            standing = "" if row.standing == "current" else row.standing
            about = "; ".join(part for part in (standing, row.method, dated, unread) if part)
            yield text.wrapped(f"{_figure(row)}  {about}".rstrip(), 4, 6)
            where = f", {row.locator}" if row.locator else ""
            house = f" (house: {row.house})" if row.house != row.source else ""
            yield text.wrapped(f"source: {row.source}{where}{house}", 6, 8)
            if row.note:
                yield text.wrapped(row.note, 6, 8)
    if view.incomparable:
        yield "\nNot comparable"
        yield from _not_comparable(view)
    if placements:
        yield f"\nWhere {number} lies"
        for place in placements:
            same = f" ({', '.join(place.matches)})" if place.matches else "; it equals no figure" if "true" in place.fit else ""
            former = f"; no longer in use, or of a minority: {', '.join(place.former)}" if place.former else ""
            yield text.wrapped(f"{place.scope}: {FITS[place.fit]}{same}{former}", 2, 4)
    yield ""
    yield from text.caveats(answer)


def _not_comparable(view: EstimateView) -> Iterator[str]:
    """Pair by pair for few groups; for many, the rule and what is part of what."""
    if len(view.groups) <= MOST_GROUPS:
        for pair in view.incomparable:
            yield text.wrapped(f"{pair.left} and {pair.right}: {'; '.join(pair.why)}", 2, 4)
        return
    yield text.wrapped("Figures of two groups: each group counts something else, as its heading says.", 2, 4)
    for group in view.groups:
        if group.includes:
            yield text.wrapped(f"{group.scope} includes {', '.join(group.includes)}", 2, 4)
