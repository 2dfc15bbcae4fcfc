"""Checks of ratios of weighted sums, and of the judged issues of a conference."""

from __future__ import annotations

from collections.abc import Iterator

from torgau.dates import Tri, When, before
from torgau.loading.checking import Context
from torgau.loading.problems import Finding, Path, quoted
from torgau.vocabulary.bargaining import Issue, Judgement
from torgau.vocabulary.ratios import Weighted, WeightedRatio

SCALE = 100
"""The upper end of every scale on which something is judged; the lower end is 0."""


def ratios_can_be_built(context: Context) -> Iterator[Finding]:
    """Both sums of a ratio have series of one unit, with weights above zero, none of them twice at the same time."""
    for ratio in context.record.ratios.values():
        units: dict[str, str] = {}
        for side in ("numerator", "denominator"):
            parts: tuple[Weighted, ...] = getattr(ratio, side)
            if not parts:
                yield Finding("ratio-sums", ratio.id, (side,), f"the {side} names no series", "name at least one series")
            for index, part in enumerate(parts):
                path = (side, index)
                yield from _weight(ratio, path, part)
                yield from _again(ratio, path, part, parts[:index])
                series = context.record.series.get(part.series)
                if series is None:
                    continue  # reported as an unknown id
                first, unit = next(iter(units.items()), (part.series, series.unit))
                units.setdefault(part.series, series.unit)
                if series.unit != unit:
                    message = f"{quoted(part.series)} is in {series.unit}, and {quoted(first)} in {unit}"
                    yield Finding("ratio-sums", ratio.id, (*path, "series"), message, "use series of one unit and scope")


def _weight(ratio: WeightedRatio, path: Path, part: Weighted) -> Iterator[Finding]:
    times, over = part.weight
    if times <= 0 or over <= 0:
        message = f"the weight [{times}, {over}] is no fraction above zero"
        yield Finding(
            "ratio-sums", ratio.id, (*path, "weight"), message, "write [2, 3] for two thirds; leave out what counts nothing"
        )


def _again(ratio: WeightedRatio, path: Path, part: Weighted, earlier: tuple[Weighted, ...]) -> Iterator[Finding]:
    for other in earlier:
        if other.series == part.series and not _apart(other.period, part.period):
            message = f"{quoted(part.series)} stands twice in one sum, in {other.period} and in {part.period}"
            mend = "let the periods follow each other without a common day"
            yield Finding("ratio-sums", ratio.id, (*path, "period"), message, mend)


def _apart(a: When, b: When) -> bool:
    return before(a.end, b.start) is Tri.TRUE or before(b.end, a.start) is Tri.TRUE


def issues_have_parties(context: Context) -> Iterator[Finding]:
    """At least two parties stand on an issue, each once and with some weight."""
    for issue in context.record.issues.values():
        if len(issue.stands) < 2:
            message = f"{quoted(issue.id)} has {len(issue.stands)} of the two or more parties that it takes to disagree"
            yield Finding(
                "issue-stands", issue.id, ("stands",), message, "add what the other party wanted, or leave the issue out"
            )
        seen: set[str] = set()
        for index, stand in enumerate(issue.stands):
            if stand.actor in seen:
                message = f"{quoted(stand.actor)} stands twice on {quoted(issue.id)}"
                yield Finding("issue-stands", issue.id, ("stands", index, "actor"), message, "keep one of the two")
            seen.add(stand.actor)
            if not (stand.capability.is_finite() and 0 < stand.capability <= SCALE):
                message = f"the capability {stand.capability} is no share of {SCALE}"
                mend = f"give a number above 0, at most {SCALE}; leave out a party that counted nothing"
                yield Finding("issue-stands", issue.id, ("stands", index, "capability"), message, mend)


def judgements_are_owned(context: Context) -> Iterator[Finding]:
    """Whoever judged the numbers of an issue is named, and each of them is on the scale with its range around it."""
    for issue in context.record.issues.values():
        if not issue.judged_by.strip():
            mend = "say who judged, from what, and by how much the numbers may be off"
            yield Finding("judgement-unattributed", issue.id, ("judged_by",), f"nobody judged {quoted(issue.id)}", mend)
        for path, judged in _judgements(issue):
            if not _rises(judged):
                message = f"{judged.low}, {judged.value}, {judged.high} do not rise from 0 to {SCALE}"
                yield Finding(
                    "number-range", issue.id, path, message, "`low` and `high` bound what was judged, on the scale of the issue"
                )


def _rises(judged: Judgement) -> bool:
    numbers = (judged.low, judged.value, judged.high)
    return all(number.is_finite() for number in numbers) and 0 <= judged.low <= judged.value <= judged.high <= SCALE


def _judgements(issue: Issue) -> Iterator[tuple[Path, Judgement]]:
    for index, stand in enumerate(issue.stands):
        yield ("stands", index, "position"), stand.position
        yield ("stands", index, "salience"), stand.salience
    if issue.agreed is not None:
        yield ("agreed",), issue.agreed
