"""`torgau show`: one entry of any kind, with its sources and its links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from torgau.cli import record_text as text
from torgau.cli.settings import Settings, fail, json_option

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.record.show import Shown

MOST_LINKS = 40
LABEL_WIDTH = 20


@click.command(name="show")
@click.argument("entry_id", metavar="ID")
@json_option
@click.pass_obj
def command(settings: Settings, entry_id: str, as_json: bool) -> None:
    """Show one entry of any kind: its fields, its sources with grade and
    house, what it names and what names it.

    Of a source the three dates are kept apart: when it was written, when
    this copy was taken, and the time it speaks of. Of a claim the witnesses
    are counted: sources of one house are one, and a copy adds none.

    \b
    Examples:
      torgau show yalta-conference
      torgau show US
      torgau show note-p6-six-months
    """
    from torgau.answers.shown import show_entry
    from torgau.dates import format_day
    from torgau.record.show import nearest, source_dates
    from torgau.vocabulary import Claim

    record = settings.record()
    if record.kind_of(entry_id) is None:
        fail(f"no entry {entry_id!r} in this pack", text.did_you_mean(nearest(record, entry_id)))
    shown = show_entry(record, entry_id)
    entry = record.get(entry_id)
    as_of = format_day(text.last_day(record))
    document = record.sources.get(entry.source if isinstance(entry, Claim) else entry_id)
    if document is not None:
        # What a document says is known as of the day on which it was written (or captured), whatever it speaks of.
        known = source_dates(record, document).as_of
        as_of = "XXXX" if known is None else str(known)
    answer = text.record_answer(
        record,
        question=f"What does the pack say of {entry_id}?",
        reading=f"The {shown.kind} with this id, as it stands in the pack.",
        answer=_sentence(shown),
        as_of=as_of,
        data=[shown],
        ids=[entry_id],
        layer="claim" if isinstance(entry, Claim) else "record",
    )
    text.emit(answer, _lines(answer, shown), as_json=as_json)


def _sentence(shown: Shown) -> str:
    from torgau.answers.shown import ShownClaim, witnesses_in_words

    if isinstance(shown, ShownClaim):
        return f"{shown.title} ({shown.kind}). {witnesses_in_words(shown.agreement)}"
    count = shown.witnesses.count
    voices = "1 independent witness" if count == 1 else f"{count} independent witnesses"
    cites = f" It rests on {voices}." if shown.sources else ""
    return f"{shown.title} ({shown.kind}).{cites}"


def _lines(answer: Answer, shown: Shown) -> Iterator[str]:
    yield text.heading(answer, f"{shown.kind} {shown.id}")
    yield ""
    for field in shown.fields:
        for at, line in enumerate(field.lines):
            yield text.wrapped(f"{(field.label if at == 0 else ''):<{LABEL_WIDTH}}  {line}", 0, LABEL_WIDTH + 2)
    if shown.points:
        yield f"{'points':<{LABEL_WIDTH}}  {shown.points}"
    if shown.span is not None:
        yield f"{'stands in':<{LABEL_WIDTH}}  {shown.span}"
    yield from _witness_lines(shown)
    if shown.sources:
        yield "\nSources"
        for item in shown.sources:
            read = "" if item.verified else "  unverified"
            house = f", house {item.house}" if item.house != item.source else ""
            yield text.wrapped(f"{item.source}  (grade {item.grade or '?'}{house}){read}", 2, 4)
            yield text.wrapped(", ".join(part for part in (item.title, item.locator, item.note) if part), 6)
    for title, refs in (("Names", shown.links), ("Used by", shown.used_by)):
        if refs:
            yield f"\n{title}"
            for ref in refs[:MOST_LINKS]:
                yield text.wrapped(f"{ref.label}: {ref.title} [{ref.id}]", 2, 4)
            if len(refs) > MOST_LINKS:
                yield f"  and {len(refs) - MOST_LINKS} more (all of them with --json)"
    yield ""
    yield from text.caveats(answer)


def _witness_lines(shown: Shown) -> Iterator[str]:
    """Who asserts what a claim asserts, one line a witness; then the claims whose words are somebody else's."""
    from torgau.answers.shown import ShownClaim

    if not isinstance(shown, ShownClaim):
        return
    found = shown.agreement
    yield "\nIndependent witnesses"
    for witness in found.witnesses:
        same = witness.sources == (witness.name,)
        yield text.wrapped(witness.name if same else f"{witness.name}: {', '.join(witness.sources)}", 2, 4)
    others = [claim for claim in found.claims if claim != shown.id]
    if others:
        yield text.wrapped(f"the same is asserted in: {', '.join(others)}", 2, 4)
    if found.copied:
        yield text.wrapped(f"copied, counted with the original: {', '.join(found.copied)}", 2, 4)
