"""Checks of questions: the sentence of an answer says nothing that a step has not found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from torgau.loading.checking import Context
from torgau.loading.problems import Finding, Path, near, quoted
from torgau.vocabulary import Actor

_PLACE = re.compile(r"\{([^{}]*)\}")
_YEAR = re.compile(r"(?<![\w.,])[12][0-9]{3}(?![\w]|[.,][0-9])")


ALWAYS = frozenset({"pack"})
"""Names that a sentence may use without a step: what is true of the whole pack (`{pack.last_day}`)."""


def answers_use_their_steps(context: Context) -> Iterator[Finding]:
    """Each place in a sentence, `{step.key}`, names a step of the question."""
    for question in context.record.questions.values():
        names = {step.name for step in question.steps} | ALWAYS
        sentences: list[tuple[Path, str]] = [(("answer",), question.answer)]
        sentences += [(("caveats", index), caveat) for index, caveat in enumerate(question.caveats)]
        for path, sentence in sentences:
            for place in _PLACE.findall(sentence):
                name = re.split(r"[^\w-]", place.strip(), maxsplit=1)[0]
                if name not in names:
                    mend = near(name, names) or f"the steps are {', '.join(sorted(names - ALWAYS)) or 'none'}"
                    message = f"the sentence uses {quoted('{' + place + '}')}, and there is no such step"
                    yield Finding("question-step", question.id, path, message, mend)
            if re.search(r"[{}]", _PLACE.sub("", sentence)):
                yield Finding("question-step", question.id, path, "a brace in the sentence has no partner", "write {step.key}")


def answers_hold_no_years(context: Context) -> Iterator[Finding]:
    """A sentence names no year: dates come from steps."""
    for question in context.record.questions.values():
        for year in dict.fromkeys(_YEAR.findall(_PLACE.sub(" ", question.answer))):
            message = f"the answer names the year {year} itself"
            yield Finding(
                "question-literal-year", question.id, ("answer",), message, "let a step find the date and write {step.key}"
            )


def answers_hold_no_actors(context: Context) -> Iterator[Finding]:
    """A sentence names no actor: names come from steps."""
    words = _words(tuple(context.record.actors.values()))
    if words is None:
        return
    for question in context.record.questions.values():
        for word in dict.fromkeys(words.findall(_PLACE.sub(" ", question.answer))):
            message = f"the answer names {quoted(word)} itself"
            mend = "add a step `do: actors` and write {step.key}"
            yield Finding("question-literal-actor", question.id, ("answer",), message, mend)


def _words(actors: tuple[Actor, ...]) -> re.Pattern[str] | None:
    """All ids, names and adjectives of actors, as whole words."""
    names = {word for actor in actors for word in (actor.id, actor.name, actor.adjective, *actor.also) if len(word) > 1}
    if not names:
        return None
    ordered = sorted(names, key=lambda word: (-len(word), word))
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in ordered) + r")(?![\w])")
