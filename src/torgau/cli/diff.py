"""`torgau diff`: what began, ended or changed between two days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from torgau.cli import record_text as text
from torgau.cli.settings import Settings, fail, json_option

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.record.diff import Change
    from torgau.vocabulary import Record

WORDS = {"began": "began", "ended": "ended", "changed": "changed", "passed": "began and ended"}
"""Kinds of change as they are printed."""


@click.command(name="diff")
@click.argument("day1", metavar="DATE1")
@click.argument("day2", metavar="DATE2")
@click.option("--between", metavar="A,B", help="Only what concerns all of these actors.")
@click.option("--kind", "kinds", multiple=True, metavar="K", help="Only this dimension (may be repeated).")
@json_option
@click.pass_obj
def command(settings: Settings, day1: str, day2: str, between: str | None, kinds: tuple[str, ...], as_json: bool) -> None:
    """Show what began, ended or changed between two days.

    Each change comes with the event behind it, if the record names one;
    otherwise events of that very day between the same actors are listed as
    such. DATE1 and DATE2 may be days; of a month or a year DATE1 means its
    first day and DATE2 its last.

    \b
    Examples:
      torgau diff 1945-05-09 1947-07-01 --between US,SU
      torgau diff 1939 1941 --kind war
    """
    from torgau.dates import format_day
    from torgau.record.diff import diff
    from torgau.record.statuses import DIMENSIONS

    first, last = text.bound_option(day1, "first", "DATE1"), text.bound_option(day2, "last", "DATE2")
    if first is None or last is None or first > last:
        fail(f"{day1} is after {day2}", "give the earlier day first")
    record = settings.record()
    actors = text.ids_option(record, between, "--between")
    dimensions = text.words_option(kinds, DIMENSIONS, "--kind")
    changes = diff(record, first, last, between=actors, dimensions=dimensions)
    span = f"between {format_day(first)} and {format_day(last)}"
    about = f" for {text.names(record, actors)}" if actors else ""
    answer = text.record_answer(
        record,
        question=f"What changed {span}{about}?",
        reading="Statuses of the second day set against those of the first, dimension by dimension.",
        answer=_sentence(changes, span, about),
        as_of=format_day(last),
        data=changes,
        ids=(entry_id for change in changes for entry_id in change.ids),
        days=(first, last),
    )
    text.emit(answer, _lines(record, answer, changes), as_json=as_json)


def _sentence(changes: Sequence[Change], span: str, about: str) -> str:
    if not changes:
        return f"The pack has no change of status {span}{about}."
    counts = Counter(WORDS[change.kind] for change in changes)
    listed = ", ".join(f"{number} {word}" for word, number in counts.items())
    possible = sum(change.certainty == "possible" for change in changes)
    doubt = f" {possible} of them only possibly: the dates leave it open." if possible else ""
    noun = "change" if len(changes) == 1 else "changes"
    return f"{len(changes)} {noun} of status {span}{about}: {listed}.{doubt}"


def _lines(record: Record, answer: Answer, changes: Sequence[Change]) -> Iterator[str]:
    yield text.heading(answer, answer.question)
    for change in changes:
        mark = "possibly " if change.certainty == "possible" else ""
        yield f"\n{change.date}  {mark}{WORDS[change.kind]}  {change.dimension}"
        sides = {"began": ("after",), "ended": ("before",), "passed": ("after",), "changed": ("before", "after")}[change.kind]
        for side in sides:
            item = change.before if side == "before" else change.after
            if item is not None:
                yield text.wrapped(f"{f'{side}: ' if len(sides) > 1 else ''}{item.title}", 2, 4)
                yield text.wrapped(f"{text.since(item.start, item.end)}; {item.id}", 6)
                if item.end_reason:
                    yield text.wrapped(f"end: {item.end_reason}", 6)
        for cause in change.causes:
            yield text.cause_line(cause)
        yield text.cited(record, change.ids, 6)
    yield ""
    yield from text.caveats(answer)
