"""The audit of a source as an answer."""

from __future__ import annotations

from collections.abc import Sequence

from torgau.answers.answer import Answer, evidence_for, unverified_caveats
from torgau.answers.ask import last_day_of
from torgau.answers.sentences import counted, listed
from torgau.audit.findings import ORDER, Finding
from torgau.audit.independence import agreement
from torgau.audit.report import audit, summary
from torgau.vocabulary import Record
from torgau.vocabulary.common import Id


def audit_answer(record: Record, source_id: Id, kinds: Sequence[str] = ()) -> Answer:
    """All findings about a source, gravest kind first. KeyError for an unknown source."""
    source = record.sources[source_id]
    found = tuple(item for item in audit(record, source_id) if not kinds or item.kind in kinds)
    ordered = sorted(found, key=lambda item: ORDER.index(item.kind))
    counts = listed([f"{kind} {number}" for kind, number in summary(found)])
    named = list(dict.fromkeys(entry for item in ordered for entry in (item.claim, *item.evidence) if entry))
    evidence = evidence_for(record, [source_id, *named])
    return Answer(
        question_id=None,
        question=f"What does {source.title} get wrong, contradict, leave out or copy?",
        reading="Each coded claim of the source is compared with the record and with the other claims of the same document.",
        layer="audit",
        answer=f"{counted(len(found), 'finding')}: {counts}. Judgements are listed and not scored.",
        as_of=written.text if (written := source.content_date or source.capture_date) else last_day_of(record),
        data=tuple(_row(record, item) for item in ordered),
        evidence=evidence,
        caveats=unverified_caveats(evidence),
    )


def _row(record: Record, item: Finding) -> dict[str, object]:
    claim = record.claims.get(item.claim)
    return {
        "claim": item.claim,
        "source": claim.source if claim else "",
        "row": claim.row if claim else "",
        "place": item.place,
        "kind": item.kind,
        "asserts": claim.asserts if claim else "",
        "comparison": item.comparison,
        "against": item.against,
        "witnesses": [witness.name for witness in agreement(record, claim).witnesses] if claim else [],
        "evidence": list(item.evidence),
    }
