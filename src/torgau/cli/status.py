"""`torgau status`: what was in force on a day, by dimension."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from torgau.cli import record_text as text
from torgau.cli.settings import Settings, day_option, json_option

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.record.statuses import StatusOn
    from torgau.vocabulary import Record


@click.command(name="status")
@click.option("--on", metavar="DATE", help="The day (default: the pack's last day).")
@click.option("--between", metavar="A,B", help="Only what concerns all of these actors.")
@click.option("--kind", "kinds", multiple=True, metavar="K", help="Only this dimension (may be repeated).")
@click.option("--place", metavar="P", help="Only what holds at, in or around this place.")
@json_option
@click.pass_obj
def command(
    settings: Settings, on: str | None, between: str | None, kinds: tuple[str, ...], place: str | None, as_json: bool
) -> None:
    """Show every status in force on a day, by dimension.

    Dimensions are recognition, treaty, war, aid, office, control,
    sovereignty, membership, joint-operation, dispute, occupation-zone,
    presence, policy, programme, neutrality and legal-basis. They are never
    merged: two states may be at odds and work together on the same day.
    A status whose dates are open is listed as possible.

    \b
    Examples:
      torgau status --on 1944-06-06 --between US,SU
      torgau status --on 1925-01-01 --kind recognition --between UK,SU
      torgau status --on 1945-08-01 --kind occupation-zone
    """
    from torgau.dates import format_day
    from torgau.record.statuses import DIMENSIONS, status_on

    day = day_option(on)
    record = settings.record()
    day = text.last_day(record) if day is None else day
    actors = text.ids_option(record, between, "--between")
    places = text.ids_option(record, place, "--place", ("places", "actors"))
    dimensions = text.words_option(kinds, DIMENSIONS, "--kind")
    found = status_on(record, day, between=actors, dimensions=dimensions, places=places)
    about = _about(record, actors, places, dimensions)
    answer = text.record_answer(
        record,
        question=f"What was in force on {format_day(day)}{about}?",
        reading="Entries whose time contains the day. Of a stretch the first day counts and the end day does not.",
        answer=_sentence(found, format_day(day), about),
        as_of=format_day(day),
        data=found,
        ids=(item.id for item in found),
        days=(day,),
    )
    text.emit(answer, _lines(record, answer, found), as_json=as_json)


def _about(record: Record, actors: Sequence[str], places: Sequence[str], dimensions: Sequence[str]) -> str:
    parts = (
        [f" between {text.names(record, actors)}" if len(actors) > 1 else f" for {text.names(record, actors)}"] if actors else []
    )
    if places:
        parts.append(f" at {text.names(record, places)}")
    if dimensions:
        parts.append(f" ({', '.join(dimensions)})")
    return "".join(parts)


def _sentence(found: Sequence[StatusOn], day: str, about: str) -> str:
    if not found:
        return f"The pack has nothing in force on {day}{about}. That is not proof that there was nothing."
    counts = Counter(item.dimension for item in found)
    listed = ", ".join(f"{number} {dimension}" for dimension, number in counts.items())
    noun = "entry" if len(found) == 1 else "entries"
    possible = sum(item.certainty == "possible" for item in found)
    doubt = f" {possible} of them only possibly: the dates leave it open." if possible else ""
    denied = sum(item.denies for item in found)
    denials = f" {denied} {'is an express denial' if denied == 1 else 'are express denials'}." if denied else ""
    return f"{len(found)} {noun} in force on {day}{about}: {listed}.{doubt}{denials}"


def _lines(record: Record, answer: Answer, found: Sequence[StatusOn]) -> Iterator[str]:
    yield text.heading(answer, answer.question)
    for dimension, group in groupby(found, key=lambda item: item.dimension):
        yield f"\n{dimension}"
        for item in group:
            yield from text.status_lines(record, item)
    yield ""
    yield from text.caveats(answer)
