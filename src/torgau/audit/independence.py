"""Who speaks when a claim is made: how many independent witnesses say the same. Copies of one text and one house count once."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from torgau.audit.passages import copies, passage_of
from torgau.dates import When
from torgau.record.show import source_dates
from torgau.record.witnesses import Witness, witness_of
from torgau.vocabulary import Claim, Estimate, Id, Record, Series
from torgau.vocabulary.claims import Attribution, Description, Judgement


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """The independent witnesses of what a claim asserts. `claims` assert the same; `copied` are those whose words are a copy."""

    witnesses: tuple[Witness, ...]
    claims: tuple[Id, ...]
    copied: tuple[Id, ...] = ()

    @property
    def count(self) -> int:
        """How many independent witnesses."""
        return len(self.witnesses)


def origin_of(record: Record, claim: Claim) -> Id:
    """The source whose words the claim carries: its own, or the one from which its passage was copied."""
    source = record.sources.get(claim.source)
    passage = passage_of(source, claim.place) if source else None
    if source is None or passage is None:
        return claim.source
    found = (copy for copy in copies(record, source) if copy.place == passage.place and copy.whole and copy.because != "unknown")
    return next((copy.original for copy in found), claim.source)


def witness_of_claim(record: Record, claim: Claim) -> str:
    """The witness that speaks in a claim. A passage copied from another source adds no voice to that source's."""
    return witness_of(record, origin_of(record, claim))


def agreement(record: Record, claim: Claim) -> Agreement:
    """Who asserts the same as this claim, each independent witness once."""
    alike = [other for other in record.claims.values() if other.id == claim.id or asserts_the_same(claim, other)]
    voices: dict[str, list[Id]] = {}
    for each in alike:
        cited = (item.source for item in each.sources if _testifies(record, item.source))
        for source, witness in (
            (each.source, witness_of_claim(record, each)),
            *((source, witness_of(record, source)) for source in cited),
        ):
            if _testifies(record, source) and source not in voices.setdefault(witness, []):
                voices[witness].append(source)
    return Agreement(
        witnesses=tuple(Witness(name=name, sources=tuple(found)) for name, found in sorted(voices.items()) if found),
        claims=tuple(each.id for each in alike),
        copied=tuple(each.id for each in alike if origin_of(record, each) != each.source),
    )


def asserts_the_same(one: Claim, other: Claim) -> bool:
    """Whether two claims assert the same: equal statements, or on one topic the same character or explanation."""
    a, b = one.statement, other.statement
    if type(a) is not type(b) or isinstance(a, Description):
        return False
    if isinstance(a, Judgement) and isinstance(b, Judgement):
        return bool(a.character and one.topic) and (a.character, one.topic) == (b.character, other.topic)
    if isinstance(a, Attribution) and isinstance(b, Attribution):
        return bool(one.topic) and (a.text, one.topic) == (b.text, other.topic)
    return a == b


def known_as_of(record: Record, claim: Claim) -> When | None:
    """When the claim was made, at the latest: its source's content date, or where that is not stated the day of the capture."""
    source = record.sources.get(claim.source)
    return None if source is None else source_dates(record, source).as_of


def support(record: Record, ids: Iterable[Id]) -> tuple[Id, ...]:
    """Those of the entries that are in the record and rest on a source that is there: nothing else bears a claim out."""
    return tuple(each for each in ids if _has_source(record, each))


def _has_source(record: Record, entry_id: Id) -> bool:
    entry = record.get(entry_id)
    if entry is None:
        return False
    cited = [citation.source for citation in entry.sources]
    if isinstance(entry, Estimate):
        cited += [figure.source for figure in entry.figures]
    elif isinstance(entry, Series):
        cited += [point.source for point in record.points.get(entry_id, ())]
    elif isinstance(entry, Claim):
        cited.append(entry.source)
    return any(source in record.sources for source in cited)


def _testifies(record: Record, source_id: Id) -> bool:
    source = record.sources.get(source_id)
    return source is not None and source.kind != "recollection"
