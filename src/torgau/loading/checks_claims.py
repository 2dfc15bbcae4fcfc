"""Checks of claims: the evidence that a claim must carry, and the dimensions of statuses that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from torgau.loading.checking import Context
from torgau.loading.problems import Finding, near, quoted
from torgau.vocabulary import Citation, Claim, Record
from torgau.vocabulary.claims import OrderIs, StatusHolds
from torgau.vocabulary.questions import DiffStep, OrderStep, StatusStep, UnderStep
from torgau.vocabulary.sources import SourceKind
from torgau.vocabulary.statuses import Dimension

DIMENSIONS: tuple[str, ...] = get_args(Dimension)
_WITH_DIMENSION: tuple[type[Any], ...] = (StatusHolds, OrderIs, OrderStep, UnderStep)
_WITH_DIMENSIONS: tuple[type[Any], ...] = (StatusStep, DiffStep)
SOURCE_KINDS: tuple[str, ...] = get_args(SourceKind)


def evidence(record: Record, claim: Claim) -> tuple[Citation, ...]:
    """What bears a claim out: its own citations and those of the entries that support it. The source that makes the claim is no
    evidence for it, unless it is cited as such."""
    supporting = (record.get(each) for each in claim.supported_by)
    return (*claim.sources, *(citation for entry in supporting if entry is not None for citation in entry.sources))


def claims_carry_their_evidence(context: Context) -> Iterator[Finding]:
    """A claim that requires evidence has it, verified."""
    for claim in context.record.claims.values():
        if claim.requires is None:
            continue
        for index, kind in enumerate(claim.requires.kinds):
            if kind not in SOURCE_KINDS:
                mend = near(kind, SOURCE_KINDS) or f"the kinds of sources are {', '.join(SOURCE_KINDS)}"
                message = f"there is no kind of source {quoted(kind)}"
                yield Finding("field-value", claim.id, ("requires", "kinds", index), message, mend)
        cited = evidence(context.record, claim)
        any_lack = _lacks(context.record, claim, cited)
        if any_lack:
            mend = "cite such a source under `sources`, or leave the claim out until there is one"
            yield Finding("evidence-missing", claim.id, ("requires",), f"{quoted(claim.id)} needs {any_lack}", mend)
            continue
        lack = _lacks(context.record, claim, tuple(each for each in cited if each.verified))
        if lack:
            message = f"{quoted(claim.id)} needs {lack}, and what it cites of that kind is not verified"
            yield Finding("evidence-unverified", claim.id, ("requires",), message, "read the source, then write `verified: true`")


def _lacks(record: Record, claim: Claim, cited: tuple[Citation, ...]) -> str:
    """What is missing in the evidence; empty where nothing is."""
    assert claim.requires is not None
    kinds = {record.sources[each.source].kind for each in cited if each.source in record.sources}
    wanted = claim.requires
    if wanted.kinds and kinds.isdisjoint(wanted.kinds):
        return f"a source of kind {' or '.join(wanted.kinds)}"
    if len(kinds) < wanted.distinct_kinds:
        return f"sources of {wanted.distinct_kinds} kinds, and has {len(kinds)}"
    return ""


def dimensions_exist(context: Context) -> Iterator[Finding]:
    """Claims and questions speak of dimensions of status that there are."""
    for kind in _WITH_DIMENSION:
        for entry, path, each in context.each(kind):
            if each.dimension not in DIMENSIONS:
                yield _no_dimension(entry.id, (*path, "dimension"), each.dimension)
    for steps in _WITH_DIMENSIONS:
        for entry, path, step in context.each(steps):
            for index, dimension in enumerate(step.dimensions):
                if dimension not in DIMENSIONS:
                    yield _no_dimension(entry.id, (*path, "dimensions", index), dimension)


def _no_dimension(entry: str, path: tuple[str | int, ...], given: str) -> Finding:
    mend = near(given, DIMENSIONS) or f"the dimensions are {', '.join(DIMENSIONS)}"
    return Finding("field-value", entry, path, f"there is no dimension {quoted(given)}", mend)
