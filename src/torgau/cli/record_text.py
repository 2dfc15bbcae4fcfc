"""What the commands of the record layer share: reading ids and days, 80-column text, and the answer around the data."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import click

from torgau.cli.settings import WIDTH, fail

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.dates import When
    from torgau.record.diff import Cause
    from torgau.record.groups import Through
    from torgau.record.statuses import StatusOn
    from torgau.vocabulary import Id, Record


def ids_option(record: Record, text: str | None, option: str, kinds: Sequence[str] = ("actors",)) -> tuple[Id, ...]:
    """Read a comma-separated list of ids; an id that the pack does not have ends the program and names the nearest ones."""
    if not text:
        return ()
    known = {entry_id.casefold(): entry_id for kind in kinds for entry_id in getattr(record, kind)}
    found = []
    for part in (part.strip() for part in text.split(",")):
        if not part:
            continue
        if part.casefold() not in known:
            from torgau.record.show import nearest

            fail(f"{option}: no {_one_of(kinds)} {part!r} in this pack", did_you_mean(nearest(record, part, kinds)))
        found.append(known[part.casefold()])
    return tuple(dict.fromkeys(found))


def words_option(values: Iterable[str], allowed: Sequence[str], option: str) -> tuple[str, ...]:
    """Read words given singly or in comma-separated lists, each one of `allowed`."""
    found = [word.strip() for value in values for word in value.split(",") if word.strip()]
    for word in found:
        if word not in allowed:
            fail(f"{option}: there is no {word!r}", f"use one of {', '.join(allowed)}")
    return tuple(dict.fromkeys(found))


def bound_option(text: str | None, side: Literal["first", "last"], option: str) -> int | None:
    """Read the first or last day of a period: a day, or the first or last day of a month or a year."""
    if text is None:
        return None
    from torgau.dates import DateError, When

    try:
        when = When.parse(text)
    except DateError as error:
        fail(f"{option}: {error.text!r}: {error.problem}", error.mend)
    bound = when.lo if side == "first" else when.hi
    if bound is None:
        fail(f"{option}: {text!r} has no {side} day", "give a day, a month or a year, for instance 1945-05-09")
    return bound


def did_you_mean(near: Sequence[str]) -> str:
    """The second half of an error message about an unknown id."""
    return f"did you mean {' or '.join(near)}?" if near else "see `torgau check` for what the pack holds"


def names(record: Record, ids: Iterable[Id]) -> str:
    """Actors or places by name, in a list for a sentence: `A, B and C`."""
    entries = [record.actors.get(each) or record.places.get(each) or each for each in ids]
    found = [entry if isinstance(entry, str) else entry.name for entry in entries]
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def wrapped(text: str, indent: int = 0, hanging: int | None = None) -> str:
    """Text in 80 columns. Ids and dates are never broken at a hyphen."""
    return textwrap.fill(
        text,
        width=WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent if hanging is None else hanging),
        break_on_hyphens=False,
        break_long_words=False,
    )


def heading(answer: Answer, title: str) -> str:
    """The lines above every answer: what it is about, its layer, the day it speaks of, and its sentences."""
    return "\n".join([wrapped(title), f"layer: {answer.layer}    as of: {answer.as_of}", "", wrapped(answer.answer)])


def caveats(answer: Answer) -> Iterator[str]:
    """The caveats, one paragraph each."""
    for caveat in answer.caveats:
        yield wrapped(f"Note: {caveat}", hanging=6)


def cited(record: Record, entry_ids: Iterable[Id], indent: int) -> str:
    """The sources of these entries by id; those in which nobody has read the datum yet are marked."""
    from torgau.answers.answer import evidence_for

    verified: dict[str, bool] = {}
    for item in evidence_for(record, entry_ids):
        verified[item.source] = verified.get(item.source, False) or item.verified
    shown = ", ".join(source if read else f"{source} (unverified)" for source, read in verified.items())
    return wrapped(f"sources: {shown or 'none'}", indent, indent + 2)


def since(start: When, end: When | None) -> str:
    """A half-open stretch in words."""
    return f"from {start} until {end}" if end is not None else f"from {start}"


def through(ways: Sequence[Through]) -> str:
    """The groups by which an entry concerns the actors asked about: `through WA (US, UK)`."""
    groups = dict.fromkeys(way.group for way in ways)
    listed = [f"{group} ({', '.join(way.actor for way in ways if way.group == group)})" for group in groups]
    return f"through {', '.join(listed)}"


def status_lines(record: Record, item: StatusOn) -> Iterator[str]:
    """A status as people read it: title, time, how sure, how it concerns the actors asked about, sources."""
    mark = "possible: " if item.certainty == "possible" else ""
    kind = " (a denial on record)" if item.denies else " (claimed)" if item.basis == "claimed" else ""
    yield wrapped(f"{mark}{item.title}{kind}", 2, 4)
    value = f"; {item.value}" if item.value and item.value not in item.title else ""
    yield wrapped(f"{since(item.start, item.end)}{value}; {item.id}", 6, 8)
    if item.end_reason:
        yield wrapped(f"end: {item.end_reason}", 6)
    if item.through:
        yield wrapped(through(item.through), 6)
    yield cited(record, [item.id], 6)


def cause_line(cause: Cause) -> str:
    """The event behind a change. An event that merely has the same day says so."""
    link = "" if cause.how == "named" else " (same day, same actors)"
    return wrapped(f"event: {cause.title}{link}; {cause.event}", 6, 8)


def emit(answer: Answer, lines: Iterable[str], *, as_json: bool) -> None:
    """Print the answer: one JSON document, or lines for people."""
    if as_json:
        from torgau.answers.answer import to_json

        click.echo(to_json(answer))
    else:
        for line in lines:
            click.echo(line)


def last_day(record: Record) -> int:
    """The last day of the pack: what "today" means in it. A pack without one cannot be asked without `--on`."""
    last = record.manifest.torgau.period.hi
    if last is None:
        fail("the pack's period has no last day", "give a day")
    return last


def record_answer(
    record: Record,
    *,
    question: str,
    reading: str,
    answer: str,
    as_of: str,
    data: Iterable[Any],
    ids: Iterable[Id],
    layer: Literal["record", "claim"] = "record",
    days: Sequence[int] = (),
) -> Answer:
    """An answer of the record (or, about somebody's claim, of the claim layer) with the evidence of the entries it rests on.

    `days` are those that were asked about: one outside the pack's period is a caveat.
    """
    from torgau.answers.answer import Answer, evidence_for, period_caveats, unverified_caveats

    evidence = evidence_for(record, dict.fromkeys(ids))
    return Answer(
        question_id=None,
        question=question,
        reading=reading,
        layer=layer,
        answer=answer,
        as_of=as_of,
        data=tuple(data),
        evidence=evidence,
        caveats=(*(caveat for day in days for caveat in period_caveats(record, day)), *unverified_caveats(evidence)),
    )


def _one_of(kinds: Sequence[str]) -> str:
    return " or ".join(kind.removesuffix("s") for kind in kinds)
