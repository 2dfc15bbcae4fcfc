"""From what people write to the terms that are compared: names folded, idle words dropped, words stemmed, near-synonyms marked.

A *term* is a stem (`surrend`), or a code that stands for an actor (`nameusz`) or for a phrase (`phrase12z`): then a long name
counts as one word. Each term also says of which group of near-synonyms it is, if of any.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from torgau.answers.kin import GROUPS, IDLE
from torgau.vocabulary import Record

SAME_NAME = 90.0
"""RapidFuzz ratio (0-100) from which a misspelt name is taken for one of the pack's, if it begins with the same letter."""
SHORTEST_NAME = 8
"""Letters that a name must have for that: short words are too like each other."""

_WORD = re.compile(r"[^\W_]+")
_ACTOR = "name"
_POSSESSIVE = re.compile(r"['’]s\b")


@dataclass(frozen=True)
class Term:
    """One word as it is compared: its stem or code, its group of near-synonyms (or ""), and what kind of word it is.

    `actor`: it stands for an actor. `exact`: a code or a number, which no slip of the finger makes another. `as_name`: a number,
    or a word written with a capital that the pack has no name for; where no question knows it, it speaks against every match.
    """

    text: str
    kin: str = ""
    actor: bool = False
    exact: bool = False
    as_name: bool = False


class Reader:
    """Reads texts as terms, for one pack. Equal texts give equal terms."""

    def __init__(self, record: Record) -> None:
        self._stems = _Stemmer()
        self._codes: dict[str, str] = {}
        for actor in record.actors.values():
            names = [name for name in (actor.name, actor.adjective, *actor.also) if name]
            for name in (*names, *(f"{name}s" for name in names)):
                self._codes.setdefault(_folded(name), f"{_ACTOR}{_letters(actor.id)}z")
        for number, group in enumerate(record.manifest.torgau.synonyms):
            words = [_folded(word) for word in group]
            code = next((self._codes[word] for word in words if word in self._codes), f"phrase{number}z")
            self._codes |= dict.fromkeys(words, code)
        phrases = [word for group in GROUPS for word in group if " " in word]
        # Ids are names too, but only as they are written: "US" is somebody, "us" is not.
        self._ids = {actor.id: f"{_ACTOR}{_letters(actor.id)}z" for actor in record.actors.values() if actor.id.isupper()}
        ids = sorted(self._ids, key=lambda actor_id: (-len(actor_id), actor_id))
        self._id = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ids)) + r")(?!\w)") if ids else None
        self._all_codes = frozenset((*self._codes.values(), *self._ids.values()))
        known = sorted({*self._codes, *(_folded(phrase) for phrase in phrases)}, key=lambda name: (-len(name), name))
        self._known = re.compile(r"(?<![\w])(?:" + "|".join(map(re.escape, known)) + r")(?![\w])") if known else None
        self._kin: dict[str, str] = {}
        for number, group in enumerate(GROUPS):
            for word in group:
                self._kin.setdefault(self._stem_of(word), f"kin{number}z")

    def terms(self, text: str, *, forgive: bool = False) -> tuple[Term, ...]:
        """The terms of a text, in order, without idle words. `forgive`: misspelt names count as the names they are like."""
        written = {word.casefold() for word in _WORD.findall(text)[1:] if word[0].isupper()}
        found = []
        for word in self._folded_words(text, forgive):
            if word in IDLE:
                continue
            if word in self._all_codes:
                found.append(Term(text=word, actor=word.startswith(_ACTOR), exact=True))
                continue
            stem, number = self._stem_of(word), any(character.isdigit() for character in word)
            found.append(Term(text=stem, kin=self._kin.get(stem, ""), exact=number, as_name=number or word in written))
        return tuple(found)

    def plain(self, text: str, *, forgive: bool = False) -> str:
        """The text with names folded and spelling kept, for comparison by letters."""
        return " ".join(self._folded_words(text, forgive))

    def _folded_words(self, text: str, forgive: bool) -> Sequence[str]:
        if self._id is not None:
            text = self._id.sub(lambda found: self._ids[found.group()], text)
        folded = _folded(text)
        if self._known is not None:
            folded = self._known.sub(lambda found: self._codes.get(found.group(), found.group().replace(" ", "_")), folded)
        return self._forgiven(folded.split()) if forgive else folded.split()

    def _forgiven(self, words: list[str]) -> list[str]:
        """The words with misspelt names of the pack as codes: `marshal plan`, `perl harbour`. Longer names go first."""
        for size in (3, 2, 1):
            at = 0
            while at + size <= len(words):
                name = " ".join(words[at : at + size])
                code = None if len(name) < SHORTEST_NAME or self._is_known(words[at : at + size]) else self._like(name)
                if code is not None:
                    words[at : at + size] = [code]
                at += 1
        return words

    def _is_known(self, words: Sequence[str]) -> bool:
        return any(word in self._all_codes or "_" in word for word in words)

    def _like(self, name: str) -> str | None:
        near = [known for known in self._codes if known[0] == name[0]]
        found = process.extractOne(name, near, scorer=fuzz.ratio, score_cutoff=SAME_NAME)
        return None if found is None else self._codes[found[0]]

    def _stem_of(self, word: str) -> str:
        return "".join(self._stems(part) for part in re.split(r"[ _]", word))


class _Stemmer:
    """The Porter stemmer of SQLite's full-text search, word by word; what it has once stemmed it remembers."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE words USING fts5(word, tokenize='porter unicode61')")
        self._database.execute("CREATE VIRTUAL TABLE stems USING fts5vocab(words, 'row')")

    def __call__(self, word: str) -> str:
        if word not in self._held:
            self._database.execute("DELETE FROM words")
            self._database.execute("INSERT INTO words VALUES (?)", (word,))
            found = self._database.execute("SELECT term FROM stems").fetchone()
            self._held[word] = found[0] if found else word
        return self._held[word]


def _folded(text: str) -> str:
    """Lower case, without punctuation and possessives: `U.S.` is `u s`."""
    return " ".join(_WORD.findall(_POSSESSIVE.sub(" ", text).casefold()))


def _letters(actor_id: str) -> str:
    return "".join(_WORD.findall(actor_id.casefold()))


def indexed(terms: Iterable[Term]) -> str:
    """Terms as a text to be indexed: each with its group, so that near-synonyms meet."""
    return " ".join(part for term in terms for part in (term.text, term.kin) if part)
