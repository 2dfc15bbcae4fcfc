"""Copies and cut-offs, found from fingerprints of wording (shingles), never from stored text.

A shingle is the hash of five successive words (Broder 1997, "On the resemblance and containment of documents"). The containment
of A in B is the share of A's shingles that B also has; a passage of which at least 80 % stands in an earlier one is a copy of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Literal

from torgau.audit.findings import Finding
from torgau.vocabulary import Record, Source
from torgau.vocabulary.sources import Passage

WORDS_IN_A_SHINGLE = 5
COPY = 0.8

_OPENING_QUOTES = "\"'“‘«("


def fingerprint(place: str, text: str) -> Passage:
    """The fingerprint of one passage: its shingles, its length, and whether it begins and ends with a sentence."""
    words = re.findall(r"\w+", text.casefold())
    groups = [" ".join(words[at : at + WORDS_IN_A_SHINGLE]) for at in range(max(1, len(words) - WORDS_IN_A_SHINGLE + 1))]
    return Passage(
        place=place,
        shingles=tuple(sorted({_hash(group) for group in groups})) if words else (),
        words=len(words),
        opens=_opens(text),
        closes=_closes(text),
    )


def _hash(words: str) -> int:
    # 48 bits: short in a text file, and far too many values for two different groups of a page to meet by chance.
    return int.from_bytes(blake2b(words.encode(), digest_size=6).digest())


def _opens(text: str) -> Literal["sentence", "mid-sentence"]:
    start = text.lstrip().lstrip(_OPENING_QUOTES)[:1]
    return "mid-sentence" if start.islower() else "sentence"


def _closes(text: str) -> Literal["sentence", "ellipsis", "mid-sentence"]:
    end = text.rstrip()
    if end.endswith(("...", "…")):
        return "ellipsis"
    return "sentence" if end.rstrip("\"'”’»)").endswith((".", "!", "?")) else "mid-sentence"


def containment(part: Passage, whole: Sequence[Passage]) -> float:
    """The share (0..1) of the shingles of `part` that stand somewhere in `whole`."""
    if not part.shingles:
        return 0.0
    known = {shingle for passage in whole for shingle in passage.shingles}
    return len(known.intersection(part.shingles)) / len(part.shingles)


def passage_findings(record: Record, source: Source, others: Iterable[Source]) -> Iterator[Finding]:
    """Passages of a source that are copies of another source's, or that begin or end in the middle of a sentence."""
    rivals = [other for other in others if other.id != source.id]
    for passage in source.passages:
        for rival in rivals:
            share = containment(passage, rival.passages)
            if share >= COPY:
                places = [p.place for p in rival.passages if set(p.shingles) & set(passage.shingles)]
                yield Finding(
                    claim="",
                    place=passage.place,
                    kind="copy",
                    comparison=f"{share:.0%} of its wording stands in {rival.id} at {', '.join(places)}: one witness, not two",
                    against=rival.id,
                    evidence=(source.id, rival.id),
                )
        for cut, words in (
            (passage.opens != "sentence", "begins in the middle of a sentence"),
            (passage.closes != "sentence", "breaks off before its sentence ends"),
        ):
            if cut:
                yield Finding(claim="", place=passage.place, kind="truncated", comparison=words, evidence=(source.id,))
