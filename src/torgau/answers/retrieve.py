"""Find the question that free wording means: three simple retrievers, fused; no network, no model.

1. BM25 over stemmed words (SQLite FTS5, Porter stemmer): the words matter.
2. BM25 over letter trigrams (SQLite FTS5): spelling may be off.
3. Token-set similarity (RapidFuzz): order and extra words do not matter.

The rankings are fused by reciprocal rank (Cormack, Clarke and Buettcher, SIGIR 2009, with their k = 60). How well the best one
matches is a separate measure, the *coverage*: the share of the asked words, weighted by how rare they are among the
questions, that the question's own wordings contain. Fused ranks say which is best, coverage says whether it is any good.
"""

from __future__ import annotations

import math
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from torgau.vocabulary import Record
from torgau.vocabulary.common import Id

FUSION_K = 60
GOOD = 0.55
"""Coverage from which a match is taken as meant."""
SAME_WORD = 84.0
"""RapidFuzz ratio (0-100) from which two words count as the same: plurals, tenses and one slip of the finger."""

_STOP = frozenset(
    "a an and any are as at be been being but by can could did do does for from had has have how i if in into is it its me of on "
    "or our please s so tell than that the their them then there these they this those to was we were what when where which who "
    "whom whose why will with would you your about during".split()
)


@dataclass(frozen=True)
class Candidate:
    """Something that can be asked: its id, the wording that people see, and all wordings that mean it."""

    id: Id
    question: str
    wordings: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """A candidate with its fused rank score and the coverage (0..1) of what was asked."""

    candidate: Candidate
    score: float
    coverage: float

    @property
    def good(self) -> bool:
        """Whether the match is good enough to be taken as meant."""
        return self.coverage >= GOOD


def names_folder(record: Record) -> re.Pattern[str] | None:
    """A pattern of all names of all actors of the pack, longest first."""
    names = _names(record)
    if not names:
        return None
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in ordered) + r")(?!\w)")


def _names(record: Record) -> dict[str, Id]:
    names: dict[str, Id] = {}
    for actor in record.actors.values():
        for name in (actor.name, actor.adjective, *actor.also):
            if name:
                names.setdefault(_fold(name), actor.id)
    return names


def _fold(text: str) -> str:
    return re.sub(r"[^\w\s]", " ", text.casefold().replace("'s", " ").replace("’s", " "))


class Retriever:
    """An index of candidates. Building it reads nothing but the candidates; searching changes nothing."""

    def __init__(self, record: Record, candidates: Sequence[Candidate]) -> None:
        self._names = _names(record)
        self._pattern = names_folder(record)
        self._candidates = tuple(candidates)
        self._texts = [
            (position, self._normal(text))
            for position, candidate in enumerate(self._candidates)
            for text in dict.fromkeys((candidate.question, *candidate.wordings))
        ]
        self._words = [set[str]() for _ in self._candidates]
        for position, text in self._texts:
            self._words[position].update(_content_words(text))
        self._frequency = Counter(word for words in self._words for word in words)
        self._database = sqlite3.connect(":memory:")
        for table, tokenizer in (("words", "porter unicode61"), ("letters", "trigram")):
            self._database.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(text, tokenize='{tokenizer}')")
            self._database.executemany(f"INSERT INTO {table}(text) VALUES (?)", [(text,) for _, text in self._texts])

    def search(self, text: str, limit: int = 5) -> tuple[Match, ...]:
        """The best candidates for this wording, best first. Equal scores keep the order of the pack."""
        asked = self._normal(text)
        words = _content_words(asked)
        rankings = (self._by_words(words), self._by_letters(words), self._by_similarity(asked))
        fused: Counter[int] = Counter()
        for ranking in rankings:
            for rank, position in enumerate(ranking):
                fused[position] += 1 / (FUSION_K + rank + 1)  # type: ignore[assignment]
        ordered = sorted(fused, key=lambda position: (-round(fused[position], 12), position))
        # Rank fusion compares places, not quality. Among the leaders goes first what contains more of what was asked, and of
        # these what says least beside it.
        leaders = [(self._coverage(words, self._words[at]), self._nearness(words, at), at) for at in ordered[: max(limit, 10)]]
        leaders.sort(key=lambda leader: -round(fused[leader[2]] * (0.5 + leader[0]) * (0.5 + leader[1]), 12))
        return tuple(Match(self._candidates[at], fused[at], coverage) for coverage, _, at in leaders[:limit])

    def _normal(self, text: str) -> str:
        folded = _fold(text)
        if self._pattern is None:
            return folded
        return self._pattern.sub(lambda found: f"actor{self._names[found.group()].casefold()}", folded)

    def _rank(self, positions: Iterable[int]) -> list[int]:
        return list(dict.fromkeys(positions))

    def _by_words(self, words: Sequence[str]) -> list[int]:
        return self._full_text("words", [f'"{word}"' for word in words])

    def _by_letters(self, words: Sequence[str]) -> list[int]:
        trigrams = {word[start : start + 3] for word in words if len(word) >= 3 for start in range(len(word) - 2)}
        return self._full_text("letters", [f'"{trigram}"' for trigram in sorted(trigrams)])

    def _full_text(self, table: str, terms: Sequence[str]) -> list[int]:
        if not terms:
            return []
        rows = self._database.execute(
            f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY bm25({table}), rowid LIMIT 60", (" OR ".join(terms),)
        )
        return self._rank(self._texts[row[0] - 1][0] for row in rows)

    def _by_similarity(self, asked: str) -> list[int]:
        found = process.extract(asked, [text for _, text in self._texts], scorer=fuzz.token_set_ratio, limit=60, score_cutoff=40)
        return self._rank(self._texts[index][0] for _, _, index in found)

    def _coverage(self, asked: Sequence[str], known: set[str]) -> float:
        if not asked:
            return 0.0
        total = covered = 0.0
        for word in dict.fromkeys(asked):
            weight = math.log(1 + len(self._candidates) / (1 + self._near_frequency(word)))
            total += weight
            covered += weight if _has(word, known) else 0.0
        return covered / total if total else 0.0

    def _nearness(self, asked: Sequence[str], position: int) -> float:
        """How much (0..1) of the candidate's nearest wording was asked."""
        wordings = [set(_content_words(text)) for at, text in self._texts if at == position]
        known = set(asked)
        return max((sum(_has(word, known) for word in words) / len(words) for words in wordings if words), default=0.0)

    def _near_frequency(self, word: str) -> int:
        # A word that no question uses is the rarest of all: asking about it must count against every match.
        return self._frequency.get(word, 0)


def _content_words(text: str) -> list[str]:
    return [word for word in text.split() if word not in _STOP]


def _has(word: str, known: set[str]) -> bool:
    if word in known:
        return True
    if word.startswith("actor") or any(character.isdigit() for character in word):
        return False
    return process.extractOne(word, sorted(known), scorer=fuzz.ratio, score_cutoff=SAME_WORD) is not None
