"""Steps about conferences: what each left behind, and its terms beside who controlled the ground."""

from __future__ import annotations

from torgau.answers.ledger_steps import day_of, title
from torgau.answers.record_steps import name_of, shortened
from torgau.answers.results import StepResult
from torgau.answers.sentences import counted, listed
from torgau.ledger.terms import Control, sensitive, terms
from torgau.vocabulary import Record
from torgau.vocabulary import questions as q
from torgau.vocabulary.common import Id


def harvest(record: Record, step: q.ConferencesStep) -> StepResult:
    """Promises of each conference with their verdicts, and its agenda: `list`, `count`, `most` (that with most promises)."""
    day = day_of(record, step.on)
    found = [terms(record, event_id, day) for event_id in step.events]
    words, rows = [], []
    for item in found:
        agenda = dict(item.agenda)
        counts = ", ".join(f"{verdict} {number}" for verdict, number in item.verdicts)
        matters = ", ".join(f"{agenda.get(outcome, 0)} {outcome.replace('-', ' ')}" for outcome in OUTCOMES)
        words.append(f"{item.title}: {counted(len(item.terms), 'promise')}{f' ({counts})' if counts else ''}; matters: {matters}")
        rows.append(
            {
                "id": item.event,
                "title": item.title,
                "promises": len(item.terms),
                "verdicts": dict(item.verdicts),
                **{outcome.replace("-", "_"): agenda.get(outcome, 0) for outcome in OUTCOMES},
                "unit": "promises and matters",
            }
        )
    most = max(found, key=lambda item: len(item.terms), default=None)
    values = {"list": "; ".join(words), "count": str(len(found)), "most": most.title if most else "none"}
    ids = [entry for item in found for entry in (item.event, *(term.commitment for term in item.terms))]
    return StepResult(values=values, rows=tuple(rows), ids=tuple(dict.fromkeys(ids)))


OUTCOMES = ("decided", "deferred", "no-agreement")


def ground(record: Record, step: q.TermsStep) -> StepResult:
    """Who controlled the places of each term on the conference's last day, and with it moved: `list`, `sensitive`, `months`."""
    held = terms(record, step.event, day_of(record, step.on))
    changes = {(item.commitment, item.place): item for item in sensitive(record, step.event, step.months)}
    rows = [
        {
            "id": term.commitment,
            "title": term.title,
            "place": place.place,
            "controlled_by": _holders(record, place.control) or None,
            "with_the_conference_moved": _holders(record, changed.other_control if changed else place.control) or None,
            "sensitive": changed is not None,
        }
        for term in held.terms
        for place in term.places
        for changed in [changes.get((term.commitment, place.place))]
    ]
    moved = [f"{title(record, item.commitment)} ({_place(record, item.place)})" for item in changes.values()]
    values = {
        "on": held.day,
        "months": f"{counted(abs(step.months), 'month')} {'earlier' if step.months < 0 else 'later'}",
        "count": str(len(rows)),
        "list": shortened([f"{row['title']}: {row['controlled_by']}" for row in rows if row["controlled_by"]], 8),
        "unknown_count": str(sum(row["controlled_by"] is None for row in rows)),
        "sensitive": shortened(moved, 8),
        "sensitive_count": str(len({item.commitment for item in changes.values()})),
    }
    statuses = [control.status for term in held.terms for place in term.places for control in place.control]
    ids = dict.fromkeys((step.event, *(str(row["id"]) for row in rows), *statuses))
    return StepResult(values=values, rows=tuple(rows), ids=tuple(ids))


MARKS = {(True, False): "", (True, True): " (in part)", (False, False): " (possibly)", (False, True): " (possibly, in part)"}
"""What a name in a list of holders carries: whether the control is certain, and whether it is of a part of the place only."""


def _holders(record: Record, control: tuple[Control, ...]) -> str:
    names = [name_of(record, item.by) + MARKS[item.certainty == "certain", item.where == "inside"] for item in control]
    return listed(list(dict.fromkeys(names))) if names else ""


def _place(record: Record, place: Id) -> str:
    return record.places[place].name if place in record.places else place
