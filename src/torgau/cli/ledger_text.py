"""Answers and 80-column text about commitments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from torgau.cli import record_text as text
from torgau.cli.settings import WIDTH

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.ledger import CommitmentVerdict, Conference, Trace, Verdict, WhatIf
    from torgau.ledger.terms import Control, Sensitive
    from torgau.ledger.verdict import DayRange
    from torgau.vocabulary import Commitment, Id, Record

MARKS = {"conflicting": "C", "releasable": "R", "disputed": "D", "excused": "E"}


# --- the list ---


def row(item: CommitmentVerdict) -> Mapping[str, Any]:
    """One commitment of the list as JSON: its id, the fields of its verdict, and the verdict under each reading."""
    import msgspec

    fields: dict[str, Any] = msgspec.to_builtins(item.main, enc_hook=str)
    return {"id": item.id, "title": item.commitment.title, **fields, "readings": item.by_reading}


def listing(shown: Sequence[CommitmentVerdict], day: int) -> Iterator[str]:
    """One line a commitment: due, verdict, marks, title; then the counts."""
    from torgau.dates import format_day
    from torgau.ledger import VERDICTS

    made = [item for item in shown if item.verdict != "not-yet-made"] or shown
    yield f"{'due':<11}{'verdict':<13}{'':<5}commitment"
    for item in made:
        due = item.timing.due or ""
        marks = "".join(MARKS[flag] for flag in item.flags)
        yield f"{_short(due, 10):<11}{item.verdict:<13}{marks:<5}{_short(f'{item.id}: {item.commitment.title}', WIDTH - 29)}"
    counts = Counter(item.verdict for item in shown)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
    yield ""
    yield text.wrapped(f"{len(shown)} commitments on {format_day(day)}: {told}." if shown else "No such commitment.")
    if len(made) < len(shown):
        yield "Those not yet made are counted, not listed."
    if any(item.flags for item in shown):
        yield "C in conflict, R releasable, D disputed, E a plea is recorded"


def _short(words: str, width: int) -> str:
    return words if len(words) <= width else words[: width - 1] + "…"


# --- one commitment ---


def shown_answer(record: Record, shown: CommitmentVerdict, refused: str = "") -> Answer:
    """The answer about one commitment. `refused` is why a share of it cannot be given."""
    from torgau.answers.answer import ReadingVerdict

    main, commitment = shown.main, shown.commitment
    return _answer(
        record,
        question=f"{commitment.title}: was it kept, as of {main.on}?",
        reading=_how_read(main),
        answer=f"{refused} {sentence(main)}".strip(),
        as_of=main.on,
        data=shown.verdicts,
        ids=shown.depends_on,
        caveats=tuple(f"Disputed: {dispute}" for dispute in commitment.disputes),
        readings=tuple(
            ReadingVerdict(id=item.reading, verdict=item.verdict, why=" ".join(_reasons(item))) for item in shown.verdicts
        ),
    )


def _how_read(main: Verdict) -> str:
    known = f", with only what was on record by {main.known_by}" if main.known_by is not None else ""
    return f"The verdict computed from the terms and the dates of the record{known}, by the rule of docs/ledger.md."


def _reasons(item: Verdict) -> Iterator[str]:
    if item.words:
        yield f"Relies on: {item.words}."
    yield from item.why


def no_share(shown: CommitmentVerdict) -> str:
    """Why the share performed cannot be given; "" where it can."""
    if shown.main.verdict == "not-definite":
        return "No amount was ever agreed, so no share of it can be called performed."
    if shown.commitment.owed is None:
        return "The commitment names no amount, so there is no share to compute."
    if shown.main.amount is None:
        return f"There is no share to compute on {shown.main.on}."
    return ""


def sentence(item: Verdict) -> str:
    """The verdict in one or two plain sentences."""
    words = [f"On {item.on}: {item.verdict}"]
    if len(item.possible) > 1:
        words[0] += f" ({' or '.join(item.possible)})"
    if item.timing.due is not None:
        words.append(f"due {item.timing.due}")
    if item.timing.done is not None:
        words.append(f"done {item.timing.done}")
    if item.timing.days is not None:
        words.append(late(item.timing.days))
    said = f"{', '.join(words)}."
    if item.amount is not None:
        said += f" Performed: {_range(item.amount.performed)} of {item.amount.owed} {item.amount.unit}."
    if item.flags:
        said += f" Flags: {', '.join(item.flags)}."
    return said


def late(days: int | DayRange) -> str:
    """Days after the last admissible day, in words."""
    if not isinstance(days, int):
        low, high = ("?" if bound is None else str(bound) for bound in (days.low, days.high))
        return f"{low} to {high} days after the last admissible day"
    if days == 0:
        return "on the last admissible day"
    return f"{abs(days)} day{'s' if abs(days) != 1 else ''} {'late' if days > 0 else 'early'}"


def _range(value: Any) -> str:
    return value if isinstance(value, str) else f"{value.low} to {'?' if value.high is None else value.high}"


def shown_lines(record: Record, shown: CommitmentVerdict, answer: Answer) -> Iterator[str]:
    """One commitment for people."""
    commitment = shown.commitment
    yield text.heading(answer, f"{commitment.title} ({commitment.id})")
    yield ""
    yield from _terms_lines(record, commitment)
    for item in shown.verdicts:
        yield ""
        held = f", held by {', '.join(item.by)}" if item.by else ""
        yield text.wrapped(f"Reading {item.reading}{held}: {item.verdict}", 0, 2)
        if item.words:
            yield text.wrapped(f"relies on: {item.words}", 2, 4)
        for reason in item.why:
            yield text.wrapped(f"- {reason}", 2, 4)
    yield ""
    yield from _link_lines(shown)
    yield from text.caveats(answer)
    yield text.wrapped(f"depends on: {', '.join(shown.depends_on)}", 0, 2)
    yield text.cited(record, shown.depends_on, 0)


def _terms_lines(record: Record, commitment: Commitment) -> Iterator[str]:
    yield text.wrapped(f"from {text.names(record, commitment.debtors)} to {text.names(record, commitment.creditors)}", 0, 2)
    instrument = record.instruments.get(commitment.instrument)
    where = instrument.title if instrument is not None else commitment.instrument
    yield text.wrapped(f"in {where}{', ' + commitment.clause if commitment.clause else ''}", 0, 2)
    yield text.wrapped(commitment.content)


def _link_lines(shown: CommitmentVerdict) -> Iterator[str]:
    commitment = shown.commitment
    for link in commitment.reciprocal:
        basis = "in the text" if link.basis == "text" else f"an interpretation{f' of {link.by}' if link.by else ''}"
        yield text.wrapped(f"given in return for: {link.commitment} ({basis})", 0, 2)
    for other in commitment.conflicts:
        yield text.wrapped(
            f"declared to conflict with: {other}{'' if other in shown.main.conflicts else ' (no common day)'}", 0, 2
        )


# --- from an event back ---


def trace_answer(record: Record, found: Trace) -> Answer:
    """The answer about where an event came from."""
    meetings = [origin for origin in found.origins if origin.kind == "event"]
    said = (
        f"{found.title} ({found.date or 'no date'}) plays a part in {len(found.uses)} commitments "
        f"and goes back to {len(meetings)} meetings or earlier events."
    )
    return _answer(
        record,
        question=f"Which promises and meetings lead to {found.title}?",
        reading="Commitments that name the event, the instruments and conferences where they were made, and written links.",
        answer=said,
        as_of=found.date or "XXXX",
        data=[found],
        ids=[found.event, *(use.commitment for use in found.uses), *(origin.id for origin in found.origins)],
    )


def trace_lines(found: Trace, answer: Answer) -> Iterator[str]:
    """A trace for people."""
    yield text.heading(answer, f"{found.title} ({found.event})")
    yield ""
    yield "Commitments:" if found.uses else "No commitment names it."
    for use in found.uses:
        which = f" (by reading: {', '.join(use.readings)})" if use.readings else ""
        yield text.wrapped(f"{use.role} {use.commitment}{which}", 2, 4)
        yield text.wrapped(f"{use.title}; made {use.made or 'on no known day'}{_lead(use.lead)}", 6)
    yield ""
    yield "Meetings, instruments and earlier events:" if found.origins else "No meeting or instrument leads to it."
    for _, same in groupby(found.origins, key=lambda origin: origin.id):
        ways = list(same)
        yield text.wrapped(f"{ways[0].date or 'no date'}  {ways[0].title}{_lead(ways[0].lead)}", 2, 4)
        told = [f"{way.how}{' of ' + ', '.join(way.through) if way.through else ''}{' (claimed)' * way.claimed}" for way in ways]
        yield text.wrapped(f"{ways[0].id}: {'; '.join(told)}", 6, 8)
    yield from text.caveats(answer)


def _lead(lead: Any) -> str:
    if lead is None:
        return ""
    if isinstance(lead, int):
        return f"; {lead} days of lead"
    low, high = ("?" if bound is None else bound for bound in (lead.low, lead.high))
    return f"; {low} to {high} days of lead"


# --- what if ---


def whatif_answer(record: Record, found: WhatIf) -> Answer:
    """The answer about a changed record."""
    changes = [f"without {event_id}" for event_id in found.removed] + [f"{event_id} on {date}" for event_id, date in found.moved]
    commitments = list(dict.fromkeys(change.commitment for change in found.changes))
    listed = f": {', '.join(commitments)}" if commitments else ""
    count = f"{len(commitments)} of {len(found.touched)} commitments that depend on it"
    return _answer(
        record,
        question=f"Which verdicts would differ on {found.on} {' and '.join(changes)}?",
        reading="The same record with only these events changed; all other entries, statuses too, stay. The pack is untouched.",
        answer=f"{count} would have another verdict, date or flag{listed}.",
        as_of=found.on,
        data=found.changes,
        ids=[*found.removed, *(event_id for event_id, _ in found.moved), *commitments],
        caveats=("This is arithmetic on the record, not a judgement of what would have happened.",),
    )


def whatif_lines(found: WhatIf, answer: Answer) -> Iterator[str]:
    """The changed verdicts for people."""
    yield text.heading(answer, answer.question)
    for change in found.changes:
        yield ""
        yield text.wrapped(f"{change.commitment} (reading {change.reading}): {', '.join(change.changed)}", 0, 2)
        yield text.wrapped(f"before: {sentence(change.before)}", 2, 10)
        yield text.wrapped(f"after:  {sentence(change.after)}", 2, 10)
        for reason in change.because:
            yield text.wrapped(f"- {reason}", 4, 6)
    yield ""
    yield from text.caveats(answer)


# --- a conference ---


def terms_answer(record: Record, found: Conference, moved: Sequence[Sensitive], months: int | None) -> Answer:
    """The answer about what a conference agreed."""
    told = ", ".join(f"{number} {verdict}" for verdict, number in found.verdicts)
    said = f"{found.title}: {len(found.terms)} commitments; on {found.on}: {told or 'none'}."
    if found.agenda:
        said += f" Agenda: {', '.join(f'{number} {outcome}' for outcome, number in found.agenda)}."
    if months is not None:
        named = ", ".join(dict.fromkeys(f"{item.commitment} ({item.place})" for item in moved))
        said += f" Moved by {months} months, other hands held the places of: {named or 'none of them'}."
    return _answer(
        record,
        question=f"What did {found.title} agree, who held the places concerned, and what became of it?",
        reading="Commitments made there, control of their places on its last day, and verdicts by their own terms.",
        answer=said,
        as_of=found.on,
        data=[*found.terms, *moved],
        ids=[found.event, *(term.commitment for term in found.terms), *_statuses(found, moved)],
        caveats=("Control of a place beside a term is no proof that the one explains the other.",),
    )


def _statuses(found: Conference, moved: Sequence[Sensitive]) -> Iterator[Id]:
    yield from (control.status for term in found.terms for place in term.places for control in place.control)
    yield from (control.status for item in moved for control in (*item.control, *item.other_control))


def terms_lines(found: Conference, moved: Sequence[Sensitive], months: int | None, answer: Answer) -> Iterator[str]:
    """The terms of a conference for people."""
    yield text.heading(answer, f"{found.title}, {found.day}")
    for term in found.terms:
        yield ""
        yield text.wrapped(f"{term.verdict:<13} {term.commitment}: {term.title}", 0, 14)
        rest = [f"{reading}: {verdict}" for reading, verdict in term.by_reading[1:]]
        if rest:
            yield text.wrapped(f"by reading: {'; '.join(rest)}", 14, 16)
        for place in term.places:
            yield text.wrapped(f"{place.place} on {found.day}: {_held(place.control)}", 14, 16)
    if months is not None:
        yield ""
        when = f"{abs(months)} months {'later' if months >= 0 else 'earlier'}"
        yield f"Held otherwise {when}:" if moved else f"No place was held otherwise {when}."
        for place, same in groupby(sorted(moved, key=lambda item: item.place), key=lambda item: item.place):
            items = list(same)
            yield text.wrapped(f"{place} ({', '.join(item.commitment for item in items)})", 2, 4)
            yield text.wrapped(f"{items[0].day}: {_held(items[0].control)}", 6, 8)
            yield text.wrapped(f"{items[0].other_day}: {_held(items[0].other_control)}", 6, 8)
    yield ""
    yield from text.caveats(answer)


def _held(control: Iterable[Control]) -> str:
    words = []
    for item in control:
        where = {"here": "", "inside": " in a part", "around": " as part of a larger place"}[item.where]
        what = "" if item.dimension == "control" else f" ({item.dimension})"
        words.append(f"{item.by}{what}{where}{' (possibly)' if item.certainty == 'possible' else ''}")
    return ", ".join(words) or "not on record"


def _answer(
    record: Record,
    *,
    question: str,
    reading: str,
    answer: str,
    as_of: str,
    data: Iterable[Any],
    ids: Iterable[Id],
    caveats: Sequence[str] = (),
    readings: tuple[Any, ...] = (),
) -> Answer:
    from torgau.answers.answer import Answer, evidence_for, unverified_caveats

    evidence = evidence_for(record, dict.fromkeys(ids))
    none = () if evidence else ("The pack cites no source for this.",)
    return Answer(
        question_id=None,
        question=question,
        reading=reading,
        layer="ledger",
        answer=answer,
        as_of=as_of,
        data=tuple(data),
        evidence=evidence,
        caveats=(*caveats, *none, *unverified_caveats(evidence)),
        readings=readings,
    )
