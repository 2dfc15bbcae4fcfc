"""`torgau published conference`: one reading of what a conference could have agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from torgau.cli import record_text as text
from torgau.cli.settings import Settings, fail, json_option

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.outcome.published.bargaining import ConferenceReading
    from torgau.vocabulary import Record


@click.command("conference")
@click.argument("event_id", metavar="EVENT")
@click.option("--move", "months", default=-6, show_default=True, type=int, metavar="MONTHS", help="Also with it so much later.")
@json_option
@click.pass_obj
def command(settings: Settings, event_id: str, months: int, as_json: bool) -> None:
    """One reading of what a conference could have agreed, from judged
    positions: what no agreement would have meant, what simple rules give, what
    was agreed, and what of it moves with the date. No probabilities.

    \b
    Examples:
      torgau published conference yalta-conference
      torgau published conference yalta-conference --move 6 --json
    """
    from torgau.outcome.published.bargaining import conference_reading
    from torgau.record.show import nearest

    record = settings.record()
    if event_id not in record.events:
        fail(f"no event {event_id!r} in this pack", text.did_you_mean(nearest(record, event_id, ("events",))))
    try:
        found = conference_reading(record, event_id, months)
    except ValueError as error:
        fail(str(error), "name an event with a date")
    if not found.issues:
        fail(f"nobody has judged the issues of {event_id}", "add them under `issues` (docs/pack.md)")
    answer = _conference_answer(record, found, months)
    text.emit(answer, _conference_lines(record, answer, found), as_json=as_json)


def _conference_answer(record: Record, found: ConferenceReading, months: int) -> Answer:
    from msgspec.structs import replace

    from torgau.answers.bargaining_steps import misses_in_words, row

    open_ = sum(item.disagreement.point is None for item in found.issues)
    moved = ", ".join(item.issue.title for item in found.sensitive_issues) or "none"
    terms = ", ".join(dict.fromkeys(item.commitment for item in found.terms)) or "none"
    answer = text.record_answer(
        record,
        question=f"{found.title}: what could have been agreed?",
        reading=f"{found.label} Moved by {months} months, only the ground moves.",
        answer=(
            f"What no agreement would have meant is determined for {len(found.issues) - open_} of {len(found.issues)} issues. "
            f"With the conference on {found.other_day} it or the ground is otherwise for: {moved}. Terms whose places were held "
            f"otherwise then: {terms}. Mean distance of each rule from what was agreed, in points of 100: "
            f"{misses_in_words(found)}."
        ),
        as_of=found.day,
        data=[row(item) for item in found.issues],
        ids=[found.event, *(item.issue.id for item in found.issues)],
        layer="claim",
    )
    caveat = "The same people judged the positions and placed the outcome, knowing it: no rule is tested by this."
    return replace(answer, caveats=(found.label, *([caveat] if found.misses else []), *answer.caveats))


def _conference_lines(record: Record, answer: Answer, found: ConferenceReading) -> Iterator[str]:
    from torgau.answers.bargaining_steps import in_words, rules_in_words

    yield text.heading(answer, answer.question)
    for item in found.issues:
        yield "\n" + text.wrapped(in_words(record, item) + ("; moves with the date" if item.sensitive else ""), 0, 2)
        yield text.wrapped(f"0: {item.issue.at_0}; 100: {item.issue.at_100}", 2, 4)
        stands = ", ".join(f"{stand.actor} {stand.position.value}" for stand in item.issue.stands)
        yield text.wrapped(f"positions (judged by {item.issue.judged_by}): {stands}", 2, 4)
        yield text.wrapped(f"rules: {rules_in_words(item)}", 2, 4)
        yield text.wrapped(f"{item.disagreement.day}: {item.disagreement.why}", 2, 4)
        if item.sensitive:
            yield text.wrapped(f"{item.moved.day}: {item.moved.why}", 2, 4)
    yield ""
    yield from text.caveats(answer)
