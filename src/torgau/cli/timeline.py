"""`torgau timeline`: dated entries in order, one track after another or side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

import click

from torgau.cli import record_text as text
from torgau.cli.settings import WIDTH, Settings, fail, json_option

if TYPE_CHECKING:
    from torgau.answers.answer import Answer
    from torgau.record.search import Found
    from torgau.record.timeline import Dated
    from torgau.vocabulary import Record

TRACKS = ("diplomatic", "military", "aid", "political", "economic", "institutional")
DATE_WIDTH = 23
MOST_COLUMNS = 3


@click.command(name="timeline")
@click.option("--from", "start", metavar="D", help="First day (or month, or year).")
@click.option("--to", "end", metavar="D", help="Last day (or month, or year).")
@click.option("--track", "--tracks", "tracks", multiple=True, metavar="T", help="A track; several stand side by side.")
@click.option("--between", metavar="A,B", help="Only what all of these actors take part in.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only entries with this tag (may be repeated: any).")
@click.option("--kind", "kinds", multiple=True, metavar="K", help="Only this kind of event (may be repeated: any).")
@click.option("--search", metavar="TEXT", help="Find events by a name or a date, in either calendar.")
@click.option("--instruments", is_flag=True, help="Add instruments: signed, in force, ended.")
@click.option("--statuses", is_flag=True, help="Add statuses: began, ended.")
@json_option
@click.pass_obj
def command(
    settings: Settings,
    start: str | None,
    end: str | None,
    tracks: tuple[str, ...],
    between: str | None,
    tags: tuple[str, ...],
    kinds: tuple[str, ...],
    search: str | None,
    instruments: bool,
    statuses: bool,
    as_json: bool,
) -> None:
    """List dated entries in order.

    Tracks are diplomatic, military, aid, political, economic and
    institutional. Two or three of them are printed as columns on one axis.
    In the margin "~" marks an entry whose day is open, so that it may belong
    before or after its neighbours, and "=" one that shares its day with one.

    \b
    Examples:
      torgau timeline --from 1945-02 --to 1945-05
      torgau timeline --from 1945 --to 1945-09 --tracks diplomatic,military
      torgau timeline --between US,SU --tag lend-lease
      torgau timeline --search "February 1917"
    """
    from torgau.dates import format_day
    from torgau.record.search import find_events
    from torgau.record.timeline import timeline

    first, last = text.bound_option(start, "first", "--from"), text.bound_option(end, "last", "--to")
    if first is not None and last is not None and first > last:
        fail(f"--from {start} is after --to {end}", "give the earlier day first")
    record = settings.record()
    chosen = text.words_option(tracks, TRACKS, "--track")
    actors = text.ids_option(record, between, "--between")
    found = find_events(record, search) if search else ()
    ids = tuple(hit.id for hit in found)
    lines: tuple[Dated, ...] = ()
    if not search or ids:
        lines = timeline(
            record,
            first,
            last,
            tracks=chosen,
            actors=actors,
            tags=tags,
            kinds=kinds,
            ids=ids,
            with_instruments=instruments,
            with_statuses=statuses,
        )
    answer = text.record_answer(
        record,
        question=_question(record, start, end, chosen, actors, search),
        reading="Entries by their earliest possible day, then by their latest. Dates are Gregorian.",
        answer=_sentence(lines, found),
        as_of=format_day(text.last_day(record) if last is None else last),
        data=lines,
        ids=(line.id for line in lines),
    )
    printed = _columns(lines, chosen) if 1 < len(chosen) <= MOST_COLUMNS else _list(lines, found)
    text.emit(answer, _page(record, answer, lines, printed), as_json=as_json)


def _question(
    record: Record, start: str | None, end: str | None, tracks: Sequence[str], actors: Sequence[str], search: str | None
) -> str:
    span = {
        (False, False): "",
        (True, False): f" from {start}",
        (False, True): f" until {end}",
        (True, True): f" from {start} to {end}",
    }
    parts = [f'What fits "{search}"' if search else "What happened", span[start is not None, end is not None]]
    if actors:
        parts.append(f" with {text.names(record, actors)}")
    if tracks:
        parts.append(f" ({', '.join(tracks)})")
    return "".join(parts) + "?"


def _sentence(lines: Sequence[Dated], found: Sequence[Found]) -> str:
    if not lines:
        return "The pack has no such entry."
    noun = "entry" if len(lines) == 1 else "entries"
    doubtful = sum(bool(line.doubt) for line in lines)
    doubt = f" {doubtful} with a day that is not known exactly." if doubtful else ""
    old = any(hit.calendar == "old style" for hit in found)
    calendar = " The date asked for is Old Style (Julian); the Gregorian date stands first." if old else ""
    span = f"{lines[0].date} to {lines[-1].date}" if len(lines) > 1 else f"dated {lines[0].date}"
    return f"{len(lines)} {noun}, {span}.{doubt}{calendar}"


def _page(record: Record, answer: Answer, lines: Sequence[Dated], printed: Iterator[str]) -> Iterator[str]:
    yield text.heading(answer, answer.question)
    yield ""
    yield from printed
    used = {_mark(line) for line in lines} - {" "}
    if used:
        yield ""
    if "~" in used:
        yield "~ its day is open: it may belong before or after its neighbours"
    if "=" in used:
        yield "= the same day as a neighbour"
    yield ""
    yield text.cited(record, (line.id for line in lines), 0)
    yield from text.caveats(answer)


def _list(lines: Sequence[Dated], found: Sequence[Found]) -> Iterator[str]:
    ranks = {hit.id: hit for hit in found}
    for line in lines:
        head = f"{_mark(line)} {line.date!s:<{DATE_WIDTH}} "
        yield text.wrapped(f"{head}{_what(line)}; {line.id}", 0, len(head))
        for extra in _extras(line):
            yield text.wrapped(extra, len(head), len(head) + 2)
        hit = ranks.get(line.id)
        if hit is not None and hit.matched not in ("words", "date", line.title):
            yield text.wrapped(f"also called: {hit.matched}", len(head))


def _mark(line: Dated) -> str:
    """The margin. A known day is not marked because a vague neighbour might fall on either side of it."""
    if line.order == "open" and not line.date.start.is_single:
        return "~"
    return "=" if line.order == "same-day" else " "


def _what(line: Dated) -> str:
    prefix = "" if line.dated_as == "event" else f"{line.dated_as.replace('-', ' ')}: "
    track = f"{line.track}: " if line.track and line.dated_as == "event" else ""
    return f"{track}{prefix}{line.title}{' (failed)' if line.failed else ''}"


def _extras(line: Dated) -> Iterator[str]:
    if line.old_style:
        yield f"Old Style {line.old_style}"
    if line.doubt:
        yield f"date: {line.doubt}"
    if line.local_days:
        yield "local dates: " + ", ".join(f"{day.where} {day.date}" for day in line.local_days)
    for link in line.links:
        if link.basis == "claimed":
            by = f" by {', '.join(link.by)}" if link.by else ""
            yield f"{link.kind.replace('-', ' ')} (claimed{by}): {link.title}; {link.to}"
    if line.through:
        yield text.through(line.through)


def _columns(lines: Sequence[Dated], tracks: Sequence[str]) -> Iterator[str]:
    """One column for each track on one time axis: rows in the order of time, cells wrapped within their column."""
    margin = 2 + DATE_WIDTH + 1
    width = (WIDTH - margin) // len(tracks)
    yield " " * margin + "".join(track.ljust(width) for track in tracks).rstrip()
    yield "-" * WIDTH
    for line in lines:
        doubt = f" [{line.doubt}]" if line.doubt else ""
        cell = textwrap.wrap(f"{line.title}{doubt}", width - 1, break_on_hyphens=False) or [""]
        cells = [cell if track == line.track else [] for track in tracks]
        for at, row in enumerate(zip_longest(*cells, fillvalue="")):
            head = f"{_mark(line)} {line.date!s}" if at == 0 else ""
            yield (head.ljust(margin) + "".join(part.ljust(width) for part in row)).rstrip()
