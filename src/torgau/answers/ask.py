"""Answer a question of the pack: the one function behind the command line, Python and the book."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from torgau.answers.answer import Alternative, Answer, evidence_for, unverified_caveats
from torgau.answers.retrieve import Candidate, Match, Retriever
from torgau.answers.sentences import fill
from torgau.answers.steps import run_steps
from torgau.dates import format_day
from torgau.vocabulary import Commitment, Question, Record
from torgau.vocabulary.common import Id
from torgau.vocabulary.outcomes import Antecedent, Attribution
from torgau.vocabulary.questions import AttributeStep, VerdictStep, WhatIfStep

OF_COMMITMENT = "commitment:"
OF_ANTECEDENT = "antecedent:"
OF_ATTRIBUTION = "attribution:"
"""Prefixes of the questions that entries of a pack bring with them: was it kept, what if, who contributed what?"""

ONLY_TITLED = 0.85
"""What a question that an entry brings with it weighs beside one that the pack's authors worded."""

ONLY_DECLARED = 0.75
"""The same of a question that an antecedent or an attribution brings: close to those on the same matter that were worded."""

NO_MODEL = "No model has been scored for this pack yet, so none may speak: what follows is the record, not a calculated effect."


def all_questions(record: Record, *, with_entries: bool = False) -> tuple[Question, ...]:
    """The questions of the pack, in its order; on request also those that its entries ask by themselves: "was it kept?" for every
    commitment, "what if?" for every antecedent, "who contributed what?" for every attribution."""
    own = tuple(record.questions.values())
    if not with_entries:
        return own
    return (
        *own,
        *(_about(commitment) for commitment in record.commitments.values()),
        *(_what_if(antecedent) for antecedent in record.antecedents.values()),
        *(_who(attribution) for attribution in record.attributions.values()),
    )


def _about(commitment: Commitment) -> Question:
    return Question(
        id=OF_COMMITMENT + commitment.id,
        question=f"Was this kept: {commitment.title}?",
        wordings=(commitment.title, commitment.content),
        layer="ledger",
        reading="The verdict on one commitment of the pack, under each reading of its text.",
        steps=(VerdictStep(name="verdict", commitment=commitment.id),),
        answer="{verdict.sentence}",
    )


def _what_if(antecedent: Antecedent) -> Question:
    return Question(
        id=OF_ANTECEDENT + antecedent.id,
        question=antecedent.title,
        wordings=(f"What if {antecedent.id.replace('-', ' ')}?", f"What if there had been {antecedent.id.replace('-', ' ')}?"),
        layer="outcome",
        reading=antecedent.mechanism,
        steps=(WhatIfStep(name="models", antecedents=(antecedent.id,)),),
        answer="{models.said}",
    )


def _who(attribution: Attribution) -> Question:
    return Question(
        id=OF_ATTRIBUTION + attribution.id,
        question=attribution.title,
        layer="outcome",
        reading=f"Absent means: {attribution.absent}",
        steps=(AttributeStep(name="shares", attribution=attribution.id),),
        answer="{shares.said}",
    )


def question_of(record: Record, question_id: Id) -> Question:
    """The question with this id. KeyError for an unknown one."""
    if question_id.startswith(OF_COMMITMENT):
        return _about(record.commitments[question_id.removeprefix(OF_COMMITMENT)])
    if question_id.startswith(OF_ANTECEDENT):
        return _what_if(record.antecedents[question_id.removeprefix(OF_ANTECEDENT)])
    if question_id.startswith(OF_ATTRIBUTION):
        return _who(record.attributions[question_id.removeprefix(OF_ATTRIBUTION)])
    return record.questions[question_id]


def answer_question(record: Record, question_id: Id, alternatives: tuple[Alternative, ...] = ()) -> Answer:
    """Compute the answer to one question. KeyError for an unknown question."""
    question = question_of(record, question_id)
    ran = run_steps(record, question)
    sentence = fill(question.answer, {**ran.values, "pack": _pack_words(record)})
    evidence = evidence_for(record, (*ran.ids, question.id))
    caveats = [*question.caveats, *ran.caveats, *unverified_caveats(evidence)]
    if question.needs_model and ran.outcome is None:
        sentence = f"{NO_MODEL} {sentence}"
        caveats.insert(0, "Not identified: no model of this pack has been calibrated and scored against the baselines.")
    return Answer(
        question_id=question.id,
        question=question.question,
        reading=question.reading,
        layer=question.layer,
        answer=sentence,
        as_of=question.as_of.text if question.as_of else last_day_of(record),
        data=ran.rows,
        evidence=evidence,
        caveats=tuple(dict.fromkeys(fill(caveat, {**ran.values, "pack": _pack_words(record)}) for caveat in caveats)),
        readings=ran.readings,
        alternatives=alternatives,
        outcome=ran.outcome,
    )


def last_day_of(record: Record) -> str:
    """The pack's last day, the default day of every answer."""
    last = record.manifest.torgau.period.hi
    return record.manifest.torgau.period.text if last is None else format_day(last)


def _pack_words(record: Record) -> dict[str, str]:
    period = record.manifest.torgau.period
    dated = [event for event in record.events.values() if event.date is not None and event.date.hi is not None]
    last = max(dated, key=lambda event: (event.date.hi if event.date else 0, event.id), default=None)
    return {
        "title": record.manifest.title,
        "first_day": format_day(period.lo) if period.lo is not None else "unknown",
        "last_day": last_day_of(record),
        "last_event": last.title if last else "none",
        "last_event_date": last.date.text if last and last.date else "unknown",
    }


class _Held:
    """Makes a record a cache key by identity: its entries are not hashable, and equal content need not be compared."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def __hash__(self) -> int:
        return id(self.record)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and other.record is self.record


@lru_cache(maxsize=4)
def _retriever(held: _Held) -> Retriever:
    questions = all_questions(held.record, with_entries=True)
    own = held.record.questions
    return Retriever(
        held.record, [Candidate(q.id, q.question, q.wordings, 1.0 if q.id in own else _weight(q.id)) for q in questions]
    )


def _weight(question_id: Id) -> float:
    return ONLY_TITLED if question_id.startswith(OF_COMMITMENT) else ONLY_DECLARED


def match(record: Record, text: str, limit: int = 5) -> tuple[Match, ...]:
    """The questions that this wording may mean, best first."""
    return _retriever(_Held(record)).search(text, limit)


def ask(record: Record, text: str) -> Answer:
    """Answer free wording. When no question matches well the answer says so, names the nearest ones and computes nothing."""
    found = match(record, text)
    nearest = tuple(Alternative(question_id=m.candidate.id, question=m.candidate.question) for m in found)
    if not found or not found[0].good:
        return Answer(
            question_id=None,
            question=text,
            reading="No question of this pack matches these words well enough to be taken as meant.",
            layer="record",
            answer="This pack has no answer to that. The nearest questions are listed; `torgau ask --list` shows all of them.",
            as_of=last_day_of(record),
            alternatives=nearest,
        )
    best = answer_question(record, found[0].candidate.id, nearest[1:])
    return msgspec.structs.replace(best, reading=f"Understood as: {best.question} {best.reading}")
