"""Find the question that free wording means: three simple retrievers, fused; no network, no model.

1. BM25 over stems and groups of near-synonyms (SQLite FTS5): the words matter.
2. BM25 over letter trigrams (SQLite FTS5): spelling may be off.
3. Token-set similarity (RapidFuzz): order and extra words do not matter.

The rankings are fused by reciprocal rank (Cormack, Clarke and Buettcher, SIGIR 2009, with their k = 60). Fused ranks compare
places, not quality; so two measures in 0..1 join them, both weighted by how rare a term is among the questions. *Coverage* is the
share of what was asked that some wording of the question contains; *nearness* the share of the nearest wording that was asked.
Coverage says whether the best match is any good.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from torgau.answers.terms import Reader, Term, indexed
from torgau.vocabulary import Record
from torgau.vocabulary.common import Id

FUSION_K = 60
GOOD = 0.5
"""Coverage from which a match is taken as meant."""
WHOLE = 0.75
"""Coverage from which a single known word will do, beside names of actors."""
SAME_WORD = 84.0
"""RapidFuzz ratio (0-100) from which two stems count as the same: one slip of the finger, and not in the first letter."""
SHORTEST = 5
"""Letters that a stem must have for a slip to be forgiven."""
NEAR = 0.8
"""What a near-synonym counts beside the word itself."""
NAME = 1.5
"""What a word written as a name, or a number, counts beside other words: it says what the question is about."""
UNKNOWN = 0.5
"""What an everyday word that no question knows counts beside the rarest known one. An unknown name counts `UNKNOWN_NAME`."""
UNKNOWN_NAME = 2.0


@dataclass(frozen=True)
class Candidate:
    """Something that can be asked: its id, the wording that people see, and all wordings that mean it.

    `weight` (0..1) stands behind the match: what the pack's authors worded as a question is more likely to be meant than what
    only has a title.
    """

    id: Id
    question: str
    wordings: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Match:
    """A candidate with its score and the coverage (0..1) of what was asked.

    `known` counts the asked terms, beside names of actors, that the candidate knows; `strange` those that no candidate knows.
    """

    candidate: Candidate
    score: float
    coverage: float
    known: int
    strange: int

    @property
    def good(self) -> bool:
        """Whether the match is good enough to be taken as meant. One known word among strange ones is no question."""
        if self.coverage < GOOD:
            return False
        return self.known > 1 or self.coverage >= WHOLE or (self.candidate.weight == 1.0 and not self.strange)


class Retriever:
    """An index of candidates. Building it reads nothing but the candidates; searching changes nothing."""

    def __init__(self, record: Record, candidates: Sequence[Candidate]) -> None:
        self._reader = Reader(record)
        self._candidates = tuple(candidates)
        self._texts: list[tuple[int, tuple[Term, ...], str]] = [
            (position, self._reader.terms(text), self._reader.plain(text))
            for position, candidate in enumerate(self._candidates)
            for text in dict.fromkeys((candidate.question, *candidate.wordings))
        ]
        self._known = [_Known() for _ in self._candidates]
        for position, terms, _ in self._texts:
            self._known[position].add(terms)
        self._frequency = Counter(word for known in self._known for word in (*known.stems, *known.kin))
        self._database = sqlite3.connect(":memory:")
        for table, tokenizer in (("words", "unicode61"), ("letters", "trigram")):
            self._database.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(text, tokenize='{tokenizer}')")
        self._database.executemany("INSERT INTO words(text) VALUES (?)", [(indexed(terms),) for _, terms, _ in self._texts])
        self._database.executemany("INSERT INTO letters(text) VALUES (?)", [(plain,) for _, _, plain in self._texts])

    def search(self, text: str, limit: int = 5) -> tuple[Match, ...]:
        """The best candidates for this wording, best first. Equal scores keep the order of the pack."""
        asked, plain = self._reader.terms(text, forgive=True), self._reader.plain(text, forgive=True)
        strange = sum(not self._frequency[term.text] and not self._frequency[term.kin] for term in asked)
        fused: Counter[int] = Counter()
        for ranking in (self._by_words(asked), self._by_letters(plain), self._by_similarity(plain)):
            for rank, position in enumerate(ranking):
                fused[position] += 1 / (FUSION_K + rank + 1)  # type: ignore[assignment]
        ordered = sorted(fused, key=lambda position: (-round(fused[position], 12), position))
        found = []
        for at in ordered[: max(limit, 20)]:
            has = {term: self._known[at].has(term) for term in asked}
            coverage, candidate = _share([(self._weight(term), share) for term, share in has.items()]), self._candidates[at]
            score = fused[at] * coverage * (0.5 + self._nearness(asked, at)) * candidate.weight
            known = sum(share > 0 and not term.actor for term, share in has.items())
            found.append(Match(candidate, score, coverage, known, strange))
        return tuple(sorted(found, key=lambda match: -round(match.score, 12))[:limit])

    def _by_words(self, asked: Sequence[Term]) -> list[int]:
        return self._full_text("words", indexed(asked).split())

    def _by_letters(self, plain: str) -> list[int]:
        words = [word for word in plain.split() if len(word) >= 3]
        return self._full_text("letters", sorted({word[at : at + 3] for word in words for at in range(len(word) - 2)}))

    def _full_text(self, table: str, terms: Sequence[str]) -> list[int]:
        if not terms:
            return []
        rows = self._database.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY bm25({table}), rowid LIMIT 60",
            (" OR ".join(f'"{term}"' for term in dict.fromkeys(terms)),),
        )
        return list(dict.fromkeys(self._texts[row[0] - 1][0] for row in rows))

    def _by_similarity(self, plain: str) -> list[int]:
        texts = [text for _, _, text in self._texts]
        found = process.extract(plain, texts, scorer=fuzz.token_set_ratio, limit=60, score_cutoff=40)
        return list(dict.fromkeys(self._texts[index][0] for _, _, index in found))

    def _nearness(self, asked: Sequence[Term], position: int) -> float:
        """How much of the candidate's nearest wording was asked."""
        known = _Known()
        known.add(asked)
        wordings = [set(terms) for at, terms, _ in self._texts if at == position]
        return max((_share([(self._weight(term), known.has(term)) for term in words]) for words in wordings), default=0.0)

    def _weight(self, term: Term) -> float:
        """How much a term says: the rarer among the candidates, the more (inverse document frequency)."""
        known = self._frequency[term.text] or self._frequency[term.kin]
        rarest = math.log(1 + len(self._candidates))
        if known:
            return min(rarest, math.log(1 + len(self._candidates) / known)) * (NAME if term.as_name else 1)
        return rarest * (UNKNOWN_NAME if term.as_name else UNKNOWN)


class _Known:
    """The terms of one candidate."""

    def __init__(self) -> None:
        self.stems: dict[str, None] = {}
        self.kin: dict[str, None] = {}

    def add(self, terms: Iterable[Term]) -> None:
        self.stems |= dict.fromkeys(term.text for term in terms)
        self.kin |= dict.fromkeys(term.kin for term in terms if term.kin)

    def has(self, term: Term) -> float:
        """How far the term is known here: 1 as it stands, `NEAR` as a near-synonym or with one slip of the finger, else 0."""
        if term.text in self.stems:
            return 1.0
        if term.kin and term.kin in self.kin:
            return NEAR
        if term.exact or len(term.text) < SHORTEST:
            return 0.0
        like = [stem for stem in self.stems if len(stem) >= SHORTEST and stem[0] == term.text[0]]
        return NEAR if process.extractOne(term.text, like, scorer=fuzz.ratio, score_cutoff=SAME_WORD) else 0.0


def _share(weighted: Sequence[tuple[float, float]]) -> float:
    """The weighted mean of what is known."""
    total = sum(weight for weight, _ in weighted)
    return sum(weight * known for weight, known in weighted) / total if total else 0.0
