"""Copies and cut-offs, found from fingerprints of wording (shingles), never from stored text.

A shingle is the hash of five successive words. Of all shingles those are kept whose hash is divisible by `SAMPLE`, in every
document alike, so that samples stay comparable and a pack file stays small (Broder 1997, "On the resemblance and containment of
documents", 0 mod m sampling). The containment of A in B is the share of A's shingles that B also has, estimated from the samples;
an exact copy has containment 1 in any sample. A passage of which at least 80 % stands in an earlier source is a copy of it; with
at least 25 % it shares its wording (a near-copy), which is shown and not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Literal

import msgspec

from torgau.audit.findings import Finding
from torgau.dates import Tri, before
from torgau.vocabulary import Id, Record, Source
from torgau.vocabulary.sources import Passage

WORDS_IN_A_SHINGLE = 5
SAMPLE = 4
COPY = 0.8
NEAR_COPY = 0.25
LEAST_SHARED = 3
"""Fewer common shingles than this are no evidence of copying: a single phrase may stand in two texts by chance."""

_OPENING_QUOTES = "\"'“‘«("
_CONTINUING = frozenset(
    "also consequently furthermore hence however instead likewise moreover nevertheless nonetheless similarly therefore thus "
    "too".split()
)
"""Words that add to something said before. Among the first three words of a text that stands alone, that something is missing."""

_JOINING = frozenset("and but or so".split())
"""Words that do so only at the very beginning: elsewhere they join what is there."""


def fingerprint(place: str, text: str, *, alone: bool = False) -> Passage:
    """The fingerprint of one passage: its sampled shingles, its length in words, and whether it begins and ends with a sentence.

    `alone` says that nothing stands before the passage (an answer, a snippet): then a first sentence that continues something
    is a cut-off beginning (`mid-text`).
    """
    words = re.findall(r"\w+", text.casefold())
    groups = [" ".join(words[at : at + WORDS_IN_A_SHINGLE]) for at in range(max(1, len(words) - WORDS_IN_A_SHINGLE + 1))]
    hashes = {_hash(group) for group in groups} if words else set()
    return Passage(
        place=place,
        shingles=tuple(sorted(shingle for shingle in hashes if shingle % SAMPLE == 0)),
        words=len(words),
        opens=_opens(text, words, alone=alone),
        closes=_closes(text),
    )


def _hash(words: str) -> int:
    # 48 bits: short in a text file, and far too many values for two different groups of a page to meet by chance.
    return int.from_bytes(blake2b(words.encode(), digest_size=6).digest())


def _opens(text: str, words: Sequence[str], *, alone: bool) -> Literal["sentence", "mid-text", "mid-sentence"]:
    if text.lstrip().lstrip(_OPENING_QUOTES)[:1].islower():
        return "mid-sentence"
    continues = not _CONTINUING.isdisjoint(words[:3]) or not _JOINING.isdisjoint(words[:1])
    return "mid-text" if alone and continues else "sentence"


def _closes(text: str) -> Literal["sentence", "ellipsis", "mid-sentence"]:
    end = text.rstrip()
    if end.endswith(("...", "…")):
        return "ellipsis"
    return "sentence" if end.rstrip("\"'”’»)").endswith((".", "!", "?")) else "mid-sentence"


def containment(part: Passage, whole: Sequence[Passage]) -> float:
    """The share (0..1) of the shingles of `part` that stand somewhere in `whole`; 0 where too few are shared to say."""
    known = {shingle for passage in whole for shingle in passage.shingles}
    shared = len(known.intersection(part.shingles))
    return shared / len(part.shingles) if shared >= min(LEAST_SHARED, len(part.shingles)) and part.shingles else 0.0


Because = Literal["dated", "signed", "unknown"]


class Copy(msgspec.Struct, frozen=True, kw_only=True):
    """A passage whose wording stands in another source, at `places` there. `share` is the containment (0..1).

    `because` says why this one is taken for the copy: the other is `dated` earlier, or the other is `signed` by somebody and this
    one by nobody; `unknown` where neither tells.
    """

    source: Id
    place: str
    original: Id
    places: tuple[str, ...]
    share: float
    because: Because

    @property
    def whole(self) -> bool:
        """Whether it is a copy, and not only a near-copy."""
        return self.share >= COPY


def copies(record: Record, source: Source) -> tuple[Copy, ...]:
    """The passages of a source whose wording stands in an earlier one of the record, in the order of the document."""
    others = [other for other in record.sources.values() if other.id != source.id and other.passages]
    rivals = [(other, reason) for other in others if (reason := _why_original(other, source)) is not None]
    found = []
    for passage in source.passages:
        for rival, because in rivals:
            share = containment(passage, rival.passages)
            if share >= NEAR_COPY:
                places = tuple(item.place for item in rival.passages if containment(passage, (item,)) > 0)
                found.append(
                    Copy(source=source.id, place=passage.place, original=rival.id, places=places, share=share, because=because)
                )
    return tuple(found)


def _why_original(one: Source, other: Source) -> Because | None:
    """Why wording that the two share is taken to be `one`'s; None where it is the other's.

    A text that says when it was written goes before one that does not, and, with no date on either, one that somebody signs
    before one that nobody does.
    """
    if one.content_date is not None and other.content_date is not None:
        earlier = before(one.content_date.end, other.content_date.start)
        return "dated" if earlier is Tri.TRUE else "unknown" if earlier is Tri.UNKNOWN else None
    if (one.content_date is None) != (other.content_date is None):
        return "dated" if one.content_date is not None else None
    if _signed(one) != _signed(other):
        return "signed" if _signed(one) else None
    return "unknown"


def _signed(source: Source) -> bool:
    """Whether somebody stands for the text."""
    return bool(source.author or source.publisher or source.house)


def passage_findings(record: Record, source: Source) -> Iterator[Finding]:
    """Passages of a source that are copies of another source's, or that begin or end in the middle of something."""
    for copy in copies(record, source):
        words = f"{copy.share:.0%} of its wording stands in {copy.original} at {', '.join(copy.places)}: "
        words += "one witness, not two" if copy.whole else "a near-copy"
        words += {
            "dated": "",
            "signed": "; taken for the copy because nobody signs it",
            "unknown": "; which of the two is the copy is not known",
        }[copy.because]
        yield Finding(
            claim="",
            place=copy.place,
            kind="copy",
            comparison=words,
            against=copy.original,
            evidence=(source.id, copy.original),
        )
    for passage in source.passages:
        for cut, words in (
            (passage.opens == "mid-sentence", "begins in the middle of a sentence"),
            (passage.opens == "mid-text", "begins with a sentence that continues something which is missing"),
            (passage.closes != "sentence", "breaks off before its sentence ends"),
        ):
            if cut:
                yield Finding(claim="", place=passage.place, kind="truncated", comparison=words, evidence=(source.id,))


def passage_of(source: Source, place: str) -> Passage | None:
    """The passage in which a place lies: `b.p1` holds `b.p1.s2`, `f.08` holds `f.08a`, and `b.p1` does not hold `b.p10`."""
    inside = [item for item in source.passages if place.startswith(item.place) and not place[len(item.place) :][:1].isdigit()]
    return max(inside, key=lambda item: len(item.place), default=None)
