"""Steps that the ledger answers: one verdict with its readings, several verdicts counted, and what a conference left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from torgau.answers.answer import ReadingVerdict
from torgau.answers.record_steps import name_of, one_day, shortened
from torgau.answers.results import StepResult
from torgau.answers.sentences import listed
from torgau.dates import When
from torgau.ledger import CommitmentVerdict, Verdict, ledger_of
from torgau.record.show import title_of
from torgau.vocabulary import Commitment, Record
from torgau.vocabulary import questions as q
from torgau.vocabulary.common import Id


def day_of(record: Record, on: When | None) -> int:
    """The day asked about, or the pack's last day. ValueError where the pack's period is open."""
    if on is not None:
        return one_day(on)
    last = record.manifest.torgau.period.hi
    if last is None:
        raise ValueError("the pack's period has no last day; say which day is meant")
    return last


def one_verdict(record: Record, step: q.VerdictStep) -> StepResult:
    """One commitment: `sentence`, `verdict`, `due`, `done`, `days`, `debtors`, `creditors`, `title`, `links`, `conflicts`."""
    shown = ledger_of(record).verdict(step.commitment, day_of(record, step.on))
    main = shown.main
    commitment = shown.commitment
    readings = tuple(
        ReadingVerdict(id=_reading_id(commitment, verdict), verdict=verdict.verdict, why=" ".join(_why(verdict)))
        for verdict in shown.verdicts
    )
    values = {
        "title": commitment.title,
        "verdict": main.verdict,
        "due": main.timing.due or "no due day",
        "done": main.timing.done or "not performed by then",
        "days": "no count of days" if main.timing.days is None else str(main.timing.days),
        "debtors": listed([name_of(record, actor) for actor in commitment.debtors]),
        "creditors": listed([name_of(record, actor) for actor in commitment.creditors]),
        "on": main.on,
        "flags": listed(list(main.flags)),
        "links": _links(record, commitment),
        "conflicts": listed([record.commitments[other].title for other in main.conflicts if other in record.commitments]),
        "sentence": _sentence(record, shown),
    }
    rows = tuple(verdict_row(verdict, commitment) for verdict in shown.verdicts)
    return StepResult(
        values=values,
        rows=rows,
        ids=tuple(dict.fromkeys((commitment.id, *(i for i in main.depends_on if record.get(i) is not None)))),
        caveats=tuple(commitment.disputes),
        readings=readings if len(readings) > 1 else (),
    )


def _reading_id(commitment: Commitment, verdict: Verdict) -> str:
    return f"{commitment.id}/{verdict.reading}"


def _why(verdict: Verdict) -> Iterable[str]:
    if verdict.words:
        yield f"Relies on: {verdict.words}."
    yield from verdict.why


def _links(record: Record, commitment: Commitment) -> str:
    words = []
    for link in commitment.reciprocal:
        other = record.commitments.get(link.commitment)
        basis = "in the text" if link.basis == "text" else f"an interpretation{f' ({link.by})' if link.by else ''}"
        words.append(f"{other.title if other else link.commitment}, {basis}")
    return listed(words)


def _sentence(record: Record, shown: CommitmentVerdict) -> str:
    """One or two plain sentences on a verdict; the arithmetic is in the readings."""
    commitment, main = shown.commitment, shown.main
    debtors, creditors = (listed([name_of(record, a) for a in side]) for side in (commitment.debtors, commitment.creditors))
    said = f"{commitment.title} ({debtors} to {creditors}): on {main.on} {in_words(main)}."
    if shown.disputed:
        others = [f"{reading}: {verdict}" for reading, verdict in shown.by_reading.items()]
        said += f" The text is disputed; by reading: {'; '.join(others)}."
    if main.conflicts:
        said += f" In conflict with: {listed([record.commitments[c].title for c in main.conflicts if c in record.commitments])}."
    return said


def in_words(verdict: Verdict) -> str:
    """`kept-late, due 1944-05-31, done 1944-06-06, 6 days late`; several possible verdicts are listed."""
    words = [verdict.verdict]
    if len(verdict.possible) > 1:
        words[0] += f" ({' or '.join(verdict.possible)})"
    if verdict.timing.due:
        words.append(f"due {verdict.timing.due}")
    if verdict.timing.done:
        words.append(f"done {verdict.timing.done}")
    days = verdict.timing.days
    if isinstance(days, int):
        words.append(_lateness(days))
    elif days is not None:
        words.append(f"between {days.low} and {days.high} days after the last admissible day")
    if verdict.amount is not None:
        performed = verdict.amount.performed
        shown = performed if isinstance(performed, str) else f"{performed.low or '?'} to {performed.high or '?'}"
        words.append(f"{shown} of {verdict.amount.owed} {verdict.amount.unit} performed")
    return ", ".join(words)


def _lateness(days: int) -> str:
    if days == 0:
        return "on the last admissible day"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{count} late" if days > 0 else f"{count} before the last admissible day"


def verdict_row(verdict: Verdict, commitment: Commitment) -> Mapping[str, Any]:
    """A verdict as a row of figures."""
    days = verdict.timing.days
    return {
        "id": commitment.id,
        "title": commitment.title,
        "reading": verdict.reading,
        "verdict": verdict.verdict,
        "possible": list(verdict.possible),
        "due": verdict.timing.due,
        "done": verdict.timing.done,
        "days": days if isinstance(days, int) or days is None else {"low": days.low, "high": days.high},
        "unit": "days",
        "flags": list(verdict.flags),
    }


def chosen(record: Record, step: q.VerdictsStep) -> tuple[Commitment, ...]:
    """The commitments that pass every filter of the step, in the order of the pack."""
    return tuple(
        commitment
        for commitment in record.commitments.values()
        if (not step.commitments or commitment.id in step.commitments)
        and (not step.instruments or commitment.instrument in step.instruments)
        and (not step.debtors or set(step.debtors) & set(commitment.debtors))
        and (not step.between or _between(commitment, step.between))
        and (not step.tags or set(step.tags) & set(commitment.tags))
    )


def _between(commitment: Commitment, actors: tuple[Id, ...]) -> bool:
    """Whether one of the actors owes it and another of them is owed it."""
    return any(
        debtor in commitment.debtors and creditor in commitment.creditors
        for debtor in actors
        for creditor in actors
        if debtor != creditor
    )


def several_verdicts(record: Record, step: q.VerdictsStep) -> StepResult:
    """Verdicts counted and listed: `count`, `by_verdict`, `list`, `disputed`, `on`. What was not yet made is left out."""
    day = day_of(record, step.on)
    ledger = ledger_of(record)
    shown = [ledger.verdict(commitment.id, day) for commitment in chosen(record, step)]
    shown = [item for item in shown if item.verdict != "not-yet-made"]
    counts = Counter(item.verdict for item in shown)
    values = {
        "on": When.of_day(day).text,
        "count": str(len(shown)),
        "by_verdict": listed([f"{verdict} {number}" for verdict, number in counts.most_common()]),
        "list": shortened([f"{item.commitment.title}: {item.verdict}{' (disputed)' if item.disputed else ''}" for item in shown]),
        "disputed": str(sum(item.disputed for item in shown)),
    }
    rows = tuple(verdict_row(item.main, item.commitment) for item in shown)
    return StepResult(values=values, rows=rows, ids=tuple(item.id for item in shown))


def title(record: Record, entry_id: Id) -> str:
    """The title of an entry, or its id where the pack has none."""
    entry = record.get(entry_id)
    return title_of(entry) if entry else entry_id
