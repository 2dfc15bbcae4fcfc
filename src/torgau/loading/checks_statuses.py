"""Checks of exclusive statuses: within one group only one may hold on a day."""

from __future__ import annotations

from collections.abc import Iterator

from torgau.loading.checking import Context
from torgau.loading.problems import Finding, quoted
from torgau.vocabulary import Status

_NEVER = float("inf")


def exclusive_statuses_do_not_overlap(context: Context) -> Iterator[Finding]:
    """Two statuses of one `exclusive` group hold on no common day: an error where they surely do, a warning where they may.

    In a group of n statuses only neighbours in time are compared in full; the pass is n log n unless many overlap.
    """
    groups: dict[str, list[Status]] = {}
    for status in context.record.statuses.values():
        if status.exclusive:
            groups.setdefault(status.exclusive, []).append(status)
    for name in sorted(groups):
        yield from _overlaps(name, sorted(groups[name], key=lambda each: (_earliest(each), each.id)))


def _overlaps(group: str, statuses: list[Status]) -> Iterator[Finding]:
    open_ones: list[Status] = []
    for status in statuses:
        open_ones = [each for each in open_ones if _latest_end(each) > _earliest(status)]
        for earlier in open_ones:
            yield from _overlap(group, earlier, status)
        open_ones.append(status)


def _overlap(group: str, a: Status, b: Status) -> Iterator[Finding]:
    if _follows(a, b) or _follows(b, a) or not (_earliest(a) < _latest_end(b) and _earliest(b) < _latest_end(a)):
        return
    spans = f"{quoted(a.id)} holds from {a.start} to {_end(a)}, {quoted(b.id)} from {b.start} to {_end(b)}"
    if _surely(a, b):
        mend = "the end of the one is the first day of the other; or put them into different groups"
        yield Finding(
            "status-overlap", b.id, ("start",), f"two statuses of the group {quoted(group)} hold at once: {spans}", mend
        )
    else:
        mend = "if one follows the other, name the same event as `end_event` of the first and `start_event` of the second"
        yield Finding(
            "status-may-overlap", b.id, ("start",), f"two statuses of the group {quoted(group)} may hold at once: {spans}", mend
        )


def _follows(a: Status, b: Status) -> bool:
    """Whether the same event ends the one and begins the other: then its day, however uncertain, is one day."""
    return a.end_event is not None and a.end_event == b.start_event and a.end is not None and a.end.days == b.start.days


def _surely(a: Status, b: Status) -> bool:
    """Whether they share a day in every possible world: each has begun before the other ends, and holds for a day at least."""
    return all(_latest(x) < _earliest_end(y) for x in (a, b) for y in (a, b))


def _end(status: Status) -> str:
    return str(status.end) if status.end is not None else "the end of the record"


def _earliest(status: Status) -> float:
    lo = status.start.lo
    return -_NEVER if lo is None else lo


def _latest(status: Status) -> float:
    hi = status.start.hi
    return _NEVER if hi is None else hi


def _earliest_end(status: Status) -> float:
    if status.end is None:
        return _NEVER
    lo = status.end.lo
    return -_NEVER if lo is None else lo


def _latest_end(status: Status) -> float:
    if status.end is None:
        return _NEVER
    hi = status.end.hi
    return _NEVER if hi is None else hi
