"""Steps about conferences: what each left behind, and its terms beside who controlled the ground."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from torgau.answers.ledger_steps import day_of
from torgau.answers.record_steps import shortened
from torgau.answers.results import StepResult
from torgau.answers.sentences import counted, listed
from torgau.dates import Duration, add, format_day, subtract
from torgau.ledger import ledger_of
from torgau.record.statuses import place_on
from torgau.vocabulary import Commitment, Record
from torgau.vocabulary import questions as q
from torgau.vocabulary.common import Id


def made_at(record: Record, event: Id) -> tuple[Commitment, ...]:
    """The commitments in instruments that were concluded at this event, in the order of the pack."""
    concluded = {instrument.id for instrument in record.instruments.values() if instrument.concluded_at == event}
    return tuple(commitment for commitment in record.commitments.values() if commitment.instrument in concluded)


def harvest(record: Record, step: q.ConferencesStep) -> StepResult:
    """Promises of each conference with their verdicts, and its agenda: `list`, `most` (the conference with most promises)."""
    day = day_of(record, step.on)
    ledger = ledger_of(record)
    rows, words, ids = [], [], list[Id]()
    for event_id in step.events:
        event = record.events[event_id]
        verdicts = Counter(ledger.verdict(one.id, day).verdict for one in made_at(record, event_id))
        agenda = Counter(item.outcome for item in event.agenda)
        total = sum(verdicts.values())
        rows.append(
            {
                "id": event_id,
                "title": event.title,
                "promises": total,
                "verdicts": dict(verdicts.most_common()),
                "decided": agenda["decided"],
                "deferred": agenda["deferred"],
                "no_agreement": agenda["no-agreement"],
                "unit": "promises and matters",
            }
        )
        counts = ", ".join(f"{verdict} {number}" for verdict, number in verdicts.most_common())
        matters = f"{agenda['decided']} decided, {agenda['deferred']} deferred, {agenda['no-agreement']} without agreement"
        words.append(f"{event.title}: {counted(total, 'promise')}{f' ({counts})' if counts else ''}; of its matters {matters}")
        ids += [event_id, *(one.id for one in made_at(record, event_id))]
    most = max(rows, key=lambda row: int(str(row["promises"])), default=None)
    values = {"list": "; ".join(words), "count": str(len(rows)), "most": str(most["title"]) if most else "none"}
    return StepResult(values=values, rows=tuple(rows), ids=tuple(dict.fromkeys(ids)))


def ground(record: Record, step: q.TermsStep) -> StepResult:
    """Who controlled the places of each term on the conference's last day, and with it moved: `list`, `sensitive`, `months`."""
    event = record.events[step.event]
    if event.date is None or event.date.hi is None:
        raise ValueError(f"{event.id} has no last day")
    day = event.date.hi
    other = add(day, Duration(months=step.months)) if step.months >= 0 else subtract(day, Duration(months=-step.months))
    rows, sensitive = [], []
    for commitment in made_at(record, step.event):
        for place in commitment.places:
            then, moved = _controllers(record, place, day), _controllers(record, place, other)
            name = record.places[place].name if place in record.places else place
            rows.append(
                {
                    "id": commitment.id,
                    "title": commitment.title,
                    "place": place,
                    "controlled_by": listed(then) if then else "not on record",
                    "with_the_conference_moved": listed(moved) if moved else "not on record",
                    "sensitive": then != moved,
                }
            )
            if then != moved:
                sensitive.append(f"{commitment.title} ({name})")
    values = {
        "on": format_day(day),
        "months": f"{counted(abs(step.months), 'month')} {'earlier' if step.months < 0 else 'later'}",
        "count": str(len(rows)),
        "list": shortened([f"{row['title']}: ground held by {row['controlled_by']}" for row in rows], 8),
        "sensitive": shortened(list(dict.fromkeys(sensitive)), 8),
        "sensitive_count": str(len(dict.fromkeys(sensitive))),
    }
    ids = dict.fromkeys((step.event, *(str(row["id"]) for row in rows)))
    return StepResult(values=values, rows=tuple(rows), ids=tuple(ids))


def _controllers(record: Record, place: Id, day: int) -> Sequence[str]:
    found = place_on(record, place, day).control
    names = [record.actors[item.subject].name if item.subject in record.actors else item.subject for item in found]
    return list(dict.fromkeys(names))
